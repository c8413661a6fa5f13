"""Corrections of limits: a small language read without eval, exact, and checked on load."""

from __future__ import annotations

from fractions import Fraction as F  # noqa: N817

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.reference.correction import parse_correction

KNOWN = {"value": F(94), "x": F(80), "p": F(80000)}


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("value+1.20*(x-75)", F(100)),
        ("value*(1.179-0.211*p/101325)", F(94) * (F("1.179") - F("0.211") * 80000 / 101325)),
        ("value-10-4", F(80)),
        ("value-(10-4)", F(88)),
        ("value/2/47", F(1)),
        ("value/(x/40)", F(47)),
        ("-value+2*-x", F(-254)),
        ("0.1+0.2", F("0.3")),
    ],
)
def test_sums_are_exact_and_in_the_order_of_arithmetic(text: str, worth: F) -> None:
    """Products before sums, from left to right, parentheses first, on fractions."""
    assert parse_correction(text).corrected(KNOWN) == worth


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("value+1.20*(x-75)", "94 + 1.20 × (80 − 75)"),
        ("value-(x-p)", "94 − (80 − 80000)"),
        ("value/(x*2)", "94 ÷ (80 × 2)"),
        ("value-x+p", "94 − 80 + 80000"),
    ],
)
def test_the_sum_is_written_with_its_figures(text: str, written: str) -> None:
    """Names become figures, and no parenthesis that changes the sum is lost."""
    shown = {k: str(v) for k, v in KNOWN.items()}
    assert parse_correction(text).written(shown) == written


@given(
    st.recursive(
        st.one_of(st.sampled_from(["value", "x", "p"]), st.integers(0, 99).map(str)),
        lambda part: st.tuples(part, st.sampled_from("+-*"), part).map(
            lambda t: f"({t[0]}{t[1]}{t[2]})"
        ),
        max_leaves=8,
    )
)
def test_what_is_written_is_worth_the_same(text: str) -> None:
    """The sum written out, read again, gives the corrected limit: nothing is lost in writing."""
    found = parse_correction(text)
    shown = {k: str(v) for k, v in KNOWN.items()}
    again = found.written(shown).replace("−", "-").replace("×", "*").replace("÷", "/")
    assert parse_correction(again).corrected({}) == found.corrected(KNOWN)


@pytest.mark.parametrize(
    ("sign", "holds"),
    [(">", (0, 0, 1)), (">=", (0, 1, 1)), ("<", (1, 0, 0)), ("<=", (1, 1, 0)), ("=", (0, 1, 0))],
)
def test_a_condition_at_its_bound(sign: str, holds: tuple[int, int, int]) -> None:
    """Just below, at and just above the bound."""
    condition = parse_correction(f"if x{sign}1500: value*2").condition
    assert condition is not None
    found = [condition.holds({"x": x}) for x in (F("1499.999"), F(1500), F("1500.001"))]
    assert found == [bool(h) for h in holds]


def test_a_condition_on_a_word() -> None:
    """A word is compared as it is."""
    condition = parse_correction("if salt=solar: value*1.18").condition
    assert condition is not None
    assert condition.holds({"salt": "solar"})
    assert not condition.holds({"salt": "refined"})


def test_what_is_unresolved_is_named() -> None:
    """The causes are held in their order, with the condition."""
    found = parse_correction("if t>=15: unresolved(thickness, iron)")
    assert found.unresolved == ("thickness", "iron")
    assert found.sum is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "value+",
        "value value",
        "(value",
        "value)",
        "value**2",
        "1e9",
        "__import__('os')",
        "value.real",
        "if x>: value",
        "if x>solar: value",
        "if x>1 value",
        "unresolved()",
        "unresolved(a",
        "unresolved(1)",
        "value;x",
        "Value",
        "(" * 40 + "value" + ")" * 40,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """What is not of the grammar is an error, whatever Python would make of it."""
    with pytest.raises(ValueError) as error:  # noqa: PT011  (its whole text is looked at)
        parse_correction(text)
    assert str(error.value) == text
