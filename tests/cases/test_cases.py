"""Published worked examples: each as a project text, through the whole inventory.

A case states its source, the project that one would write, and for each figure the sum written
out in kg CO2 and what the publication prints. Two things must hold: the sum is exactly what the
program computes, and the printed figure is met within the tolerance of its digits.
"""

from __future__ import annotations

import ast
import operator
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.methods import METHODS
from carbon_eia.units import parse_quantity
from tests.strategies import HEAD

FOLDER = Path(__file__).parent
LATER = tomllib.loads((FOLDER / "LATER.toml").read_text(encoding="utf-8"))["checks"]
CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.toml"))
    if path.stem != "LATER"
}
CHECKS = [
    pytest.param(case, check, id=f"{name}: {check['published_as']}")
    for name, case in CASES.items()
    for check in case["checks"]
]

PUBLISHED = 59
"""Figures that were collected from the publications; each is checked or stands in LATER.toml."""

OF_GASES = {
    "CO2 per t urea",
    "via C fraction",
    "N2O plant",
    "N2O receiving water",
    "FeCl3",
    "polymer",
    "EF of glass with 50 % cullet",
    "lead, 80 % blast furnace and 20 % direct smelting",
}
"""Figures that stand in ``gases/``, where a check may be of any gas."""

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
def test_published_figure(
    case: dict[str, Any], check: dict[str, str], assess_text: Callable[..., Assessment]
) -> None:
    """The figure is the sum written out, and the published one within its printed digits."""
    inventory = assess_text(HEAD.format(output=1) + case["project"]).inventory
    emitted = {e.source.name: e.co2e for e in inventory.emissions}
    found = emitted[check["of"]] or Fraction(0)
    if "plus" in check:
        found += emitted[check["plus"]] or Fraction(0)
    if "minus" in check:
        found -= emitted[check["minus"]] or Fraction(0)
    assert found * 1000 == worked_out(check["sum"])
    assert abs(found * 1000 - kg(check["expected"])) <= kg(check["tolerance"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_says_where_it_comes_from(case: dict[str, Any]) -> None:
    """Each case has a public source, and no source of its project goes unchecked."""
    assert case["source"]
    used = {check[k] for check in case["checks"] for k in ("of", "plus", "minus") if k in check}
    named = {s["name"] for s in tomllib.loads(case["project"])["sources"]}
    assert used == named


def test_nothing_published_is_skipped_in_silence() -> None:
    """Every collected figure is either checked or waits for a method that does not exist yet."""
    own = {"EF uncorrected, as the default that is printed"}  # a second reading of one figure
    names = [c["published_as"] for case in CASES.values() for c in case["checks"]]
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER / "gases").glob("*.toml")]
    gases = {c["published_as"] for text in texts for c in tomllib.loads(text)["checks"]}
    assert gases >= OF_GASES
    assert len(names) - len(own) + len(LATER) + len(OF_GASES) == PUBLISHED


@pytest.mark.parametrize("check", LATER, ids=lambda c: str(c["published_as"]))
def test_what_waits_still_has_to_wait(check: dict[str, str]) -> None:
    """When the method that a figure waits for exists, the figure moves to a case."""
    assert check["needs"] not in METHODS
    assert check["source"]
    printed = Fraction(check["expected"].split()[0])
    assert abs(worked_out(check["sum"]) - printed) <= abs(printed) / 150
