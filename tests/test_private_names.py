"""The package uses what libraries publish: no name of theirs that begins with an underscore."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tests.conftest import ROOT

PACKAGE = ROOT / "carbon_eia"

DOCUMENTED = {"_asdict", "_exit", "_field_defaults", "_fields", "_make", "_replace"}
"""Names of the standard library that its manual describes (named tuples, ``os._exit``)."""

ALLOWED = {
    "forms/xlsx.py": {
        # openpyxl publishes either a formula or its stored result; a form has to tell a formula
        # without a result from an empty cell, in one pass over a sheet of untrusted size
        "openpyxl.worksheet._reader",
        "_archive",
        "_worksheet_path",
        "_shared_strings",
        "_date_formats",
        "_timedelta_formats",
        # it publishes a style for each cell object, and makes none where a sheet is only streamed
        "_number_formats",
        "_cell_styles",
        "_fonts",
    },
}
"""Private names of libraries that are used all the same, by module, each with its reason."""


def is_private(name: str) -> bool:
    """Whether a name begins with one underscore."""
    return name.startswith("_") and not name.startswith("__")


def nodes_of(text: str) -> list[ast.AST]:
    """All nodes of a module that can name something."""
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Name, ast.Attribute, ast.ImportFrom, ast.Import)
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]


def names_of(nodes: Sequence[ast.AST]) -> tuple[set[str], set[str]]:
    """The private names that some code defines, and the attributes that it asks for."""
    defined, asked = set[str](), set[str]()
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                defined.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                defined.add(name)
            case ast.Attribute(attr=name):
                asked.add(name)
    return defined, asked


def private_uses(nodes: Sequence[ast.AST], defined: set[str], asked: set[str]) -> set[str]:
    """Private names that a module takes from elsewhere.

    They are modules and names that it imports, attributes that it does not define (of ``self``:
    that are not ``defined`` in the package), and methods of a derived class that are ``asked`` for
    nowhere in the package: hooks of the class that it derives from.
    """
    own, found = names_of(nodes)[0], set[str]()
    for node in nodes:
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                found |= {module} if any(map(is_private, module.split("."))) else set()
                found |= {a.name for a in names if is_private(a.name)}
            case ast.Import(names=names):
                found |= {a.name for a in names if any(map(is_private, a.name.split(".")))}
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if name in defined:
                pass
            case ast.Attribute(attr=name) if is_private(name) and name not in own:
                found.add(name)
            case ast.ClassDef(bases=[_, *_], body=body):
                methods = (m.name for m in body if isinstance(m, ast.FunctionDef))
                found |= {m for m in methods if is_private(m) and m not in asked}
    return found - DOCUMENTED


def test_no_private_names_of_libraries() -> None:
    """Every private name belongs to the module, or stands in the list with its reason."""
    modules = {p: nodes_of(p.read_text(encoding="utf-8")) for p in sorted(PACKAGE.rglob("*.py"))}
    names = [names_of(nodes) for nodes in modules.values()]
    defined, asked = (set[str]().union(*each) for each in zip(*names, strict=True))
    used = {
        str(p.relative_to(PACKAGE)): found
        for p, nodes in modules.items()
        if (found := private_uses(nodes, defined, asked))
    }
    assert used == ALLOWED


def test_private_names_are_seen() -> None:
    """A private module, attribute, function and hook of a library are each told."""
    text = (
        "import pint._a\nfrom pint import _b\nfrom typer._c import d\nregistry._e\n"
        "class Own(Theirs):\n    def _hook(self): ...\n    def _own(self): self._own()\n"
    )
    nodes = nodes_of(text)
    assert private_uses(nodes, *names_of(nodes)) == {"pint._a", "_b", "typer._c", "_e", "_hook"}
