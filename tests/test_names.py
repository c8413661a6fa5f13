"""A name says once what it stands for, and no module or function is longer than it has to be."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "carbon_eia"
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the package, by its path within it."""
    return {
        path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def test_no_class_name_stands_twice() -> None:
    """Whoever reads the name of a class, public or private, knows which one is meant."""
    places = defaultdict[str, list[str]](list)
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path.as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


TWICE = {
    "__init__": "what makes a folder a package",
    "compile": "`python -m carbon_eia.<room>.compile` is how each of three rooms is compiled",
    "env": "the name under which Alembic looks for it",
}
"""Names of modules that stand more than once, each with its reason."""


def test_no_module_name_stands_twice() -> None:
    """A module is known by its own name, without that of its folder."""
    counts = Counter(path.stem for path in modules())
    assert {name for name, count in counts.items() if count > 1} == TWICE.keys()
