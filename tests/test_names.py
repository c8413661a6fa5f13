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


LONG_MODULES = {
    "api.py": "the Python API: more than half are docstrings with examples",
    "assessment/assess.py": "one project: the order in which the law wants its steps",
    "cli/command_app.py": "declarations of commands: each option once, no logic",
    "cli/register_app.py": "declarations of commands: each option once, no logic",
    "energy.py": "one standard, GB/T 2589, from the source to the sum",
    "parks/choose.py": "one optimisation: its variables, its rows, its answer",
    "parks/park_file.py": "one file: each table of it is read and checked by a function",
    "parks/park_record.py": "one record: each part of it is made by a function",
    "parks/park_records.py": "types alone: one record and its parts",
    "parks/scenario.py": "one scenario followed year by year",
    "project/project_model.py": "types alone: what a project file says",
    "project/reader.py": "one class, each kind of value by a method",
    "reference/policy.py": "one kind of file: a policy, read and checked",
    "reference/world.py": "one class: what is looked up in the reference data",
    "register/fold.py": "a function for each event of the law",
    "report/document.py": "types alone: the blocks of every report",
    "run/computed.py": "one part of a record: each of its parts is made by a function",
    "screening/column_heads.py": "one question: which field a head of a column means",
    "screening/csvfile.py": "one format: its encodings, quotes and lengths of rows",
}
"""Modules above 400 lines, each with its reason."""

LONG_FUNCTIONS = {
    "assessment/assess.py assess": "the order of the law's steps; what each does stands elsewhere",
    "assessment/products.py assess_products": "one record of many parts",
    "benchmarks/benchmark_file.py _value": "one row of a file, each key of it checked",
    "cli/proof_commands.py verify_command": "what a command prints, line by line",
    "cli/register_years.py crosscheck_command": "what a command prints, line by line",
    "cli/standard_app.py standard_adopt": "declarations of options",
    "cli/standard_commands.py derive_command": "what a command prints, line by line",
    "parks/park_file.py park": "one file, table by table",
    "parks/park_record.py make_record": "one record of many parts",
    "project/project_file.py project": "one file, table by table",
    "proof/verify.py verify": "the order in which a document is checked",
    "report/workbook/project/emissions_sheet.py _totals": "one table of a sheet, row by row",
    "run/stated.py project_part": "one record of many parts",
    "screening/row_plan.py make_plan": "its docstring says what a plan is",
    "screening/rows.py project_text": "one row of a table as a project file, key by key",
}
"""Functions above 60 lines, each with its reason."""


def test_long_modules_have_a_reason() -> None:
    """A module that grows above 400 lines is split, or says why not."""
    lengths = {
        path.as_posix(): (PACKAGE / path).read_text(encoding="utf-8").count("\n")
        for path in modules()
    }
    assert {path for path, n in lengths.items() if n > LONGEST_MODULE} <= LONG_MODULES.keys()
    assert lengths.keys() >= LONG_MODULES.keys()


def test_long_functions_have_a_reason() -> None:
    """A function that grows above 60 lines is broken up, or says why not."""
    lengths = {
        f"{path.as_posix()} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name for name, n in lengths.items() if n > LONGEST_FUNCTION} <= LONG_FUNCTIONS.keys()
    assert lengths.keys() >= LONG_FUNCTIONS.keys()
