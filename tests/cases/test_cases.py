"""Published worked examples: each as a project text, through the whole inventory.

A case states its source, the project that one would write, and for each figure the sum written
out in kg of the gas and what the publication prints. Two things must hold: the sum is exactly what
the program computes, and the printed figure (``times`` the potential that the publication uses) is
met within the tolerance of its digits. Cases marked ``beyond`` were added to those collected.
"""

from __future__ import annotations

import ast
import operator
import tomllib
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world
from carbon_eia.units import parse_quantity

HEAD = """\
[project]
name = "公布的例题"
stage = "拟建"
sector = "{sector}"
region = "湖南省郴州市桂阳县"
year = 2026

"""
CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("*.toml"))
}
CHECKS = [
    pytest.param(case, check, id=f"{name}: {check['published_as']}")
    for name, case in CASES.items()
    for check in case["checks"]
]

COLLECTED = 59
"""Figures that were collected from the publications; each is checked."""

READ_TWICE = {
    "EF uncorrected, as the default that is printed",
    "Table 3.1, the factor itself",
    "HDD TB-h (0.00073775 kWh)",
    "CO2 per t urea, the default that is printed",
}
"""Second readings of one of those figures."""

SIGNS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worked_out(text: str) -> Fraction:
    """The exact value of a sum as it is written."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](value(node.left), value(node.right))
        return Fraction(ast.get_source_segment(text, node) or "")

    return value(ast.parse(text, mode="eval").body)


def kg(text: str) -> Fraction:
    """A printed mass in kg."""
    return parse_quantity(text).to("kg")


@pytest.mark.parametrize(("case", "check"), CHECKS)
def test_published_figure(case: dict[str, Any], check: dict[str, str]) -> None:
    """The mass is the sum written out, and the published figure within its printed digits."""
    world = open_world(date(2026, 6, 30))
    text = HEAD.format(sector=case.get("sector", "其他")) + case["project"]
    inventory = assess(parse_project(text, world), world).inventory
    emitted = {e.source.name: {**e.masses, "CO2-biogenic": e.biogenic} for e in inventory.emissions}
    gas = check.get("gas", "CO2")
    found = sum((emitted[check[k]][gas] for k in ("of", "plus") if k in check), Fraction(0))
    if "minus" in check:
        found -= emitted[check["minus"]][gas]
    assert found * 1000 == worked_out(check["sum"])
    counted = found * 1000 * Fraction(check.get("times", "1"))
    assert abs(counted - kg(check["expected"])) <= kg(check["tolerance"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_says_where_it_comes_from(case: dict[str, Any]) -> None:
    """Each case has a public source, and no source of its project goes unchecked."""
    assert case["source"]
    used = {check[k] for check in case["checks"] for k in ("of", "plus", "minus") if k in check}
    assert used == {s["name"] for s in tomllib.loads(case["project"])["sources"]}


def test_every_collected_figure_is_checked() -> None:
    """None of the figures that were collected is left out."""
    names = {
        check["published_as"]
        for case in CASES.values()
        if not case.get("beyond")
        for check in case["checks"]
    }
    assert len(names - READ_TWICE) == COLLECTED
