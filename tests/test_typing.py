"""Public signatures say what they take and give: none holds ``Any``, but for a few with reasons."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "carbon_eia"

MODULES = sorted(PACKAGE.rglob("*.py"))

ALLOWED = {
    "Tables.toml": "the shape is that of the file; whoever reads it names it",
    "compile_tree": "a function made at run time: of any kind of number, which gives that kind",
    "bare": "walks through values of every kind down to plain JSON",
    "Cause.to_dict": "plain JSON",
    "Group.format_help": "called by a library that keeps these types to itself",
    "CatalogueCommand.format_help": "called by a library that keeps these types to itself",
    "embedded_files": "objects of a PDF, as a library without types for what they hold gives them",
    "Font.of": "an object of a PDF, as a library without types for what it holds gives it",
    "xml": "an element of a library without types",
    "local_name": "an element of a library without types",
    "child": "elements of a library without types",
    "children": "elements of a library without types",
    "attribute": "an element of a library without types",
    "runs_of": "an element of a library without types",
    "alternative": "an element of a library without types",
    "look_of": "an element of a library without types",
    "ground": "an element of a library without types",
    "properties_of": "an element of a library without types",
    "setting": "an element of a library without types",
    "settings": "an element of a library without types",
    "unseen": "an element of a library without types",
    "monitoring_of": "an entry of a file; whoever prints it names its keys",
    "processes_of": "an entry of a file; whoever reads it names its keys",
    "look": "arguments of the artists of a library without types",
}
"""Functions in whose signature ``Any`` stands, and why."""


def aliases(tree: ast.Module) -> set[str]:
    """Names of a module that are another word for ``Any``, or for a type that holds it."""
    known = {"Any"}
    for node in tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Subscript() | ast.Name() as kind
            ):
                known |= {name} if holds(kind, known) else set()
            case _:
                pass
    return known


def holds(annotation: ast.expr | None, names: set[str]) -> bool:
    """Whether an annotation holds one of some names."""
    nodes = ast.walk(annotation) if annotation is not None else ()
    return any(isinstance(n, ast.Name) and n.id in names for n in nodes)


def signatures(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """The public functions of a module, and the public methods of its public classes."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from signatures(node.body, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield owner + node.name, node


def untyped(text: str) -> list[str]:
    """Public functions and methods of a module whose signature holds ``Any``."""
    tree = ast.parse(text)
    names = aliases(tree)
    found = []
    for name, function in signatures(tree.body):
        a = function.args
        taken = [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg]
        annotations = [function.returns, *(x.annotation for x in taken if x is not None)]
        if any(holds(annotation, names) for annotation in annotations):
            found.append(name)
    return found


def test_what_holds_any_is_found() -> None:
    """An argument, a result, an alias and a method count; a private function does not."""
    text = """
Rows = list[Any]
def a(x: dict[str, Any]) -> int: ...
def b(*x: Any) -> int: ...
def c() -> Rows: ...
def _d() -> Any: ...
class E:
    def f(self, x: int, **more: Any) -> int: ...
    def g(self, x: object) -> None: ...
class _H:
    def i(self) -> Any: ...
"""
    assert untyped(text) == ["a", "b", "c", "E.f"]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_no_public_signature_holds_any(module: Path) -> None:
    """What a public function takes and gives has a type, but for the exceptions above."""
    assert set(untyped(module.read_text(encoding="utf-8"))) - ALLOWED.keys() == set()


def test_every_exception_is_needed() -> None:
    """A function that has been typed is no exception any more."""
    found = {name for module in MODULES for name in untyped(module.read_text(encoding="utf-8"))}
    assert ALLOWED.keys() - found == set()
