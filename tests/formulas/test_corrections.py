"""Corrections of limits: a small language read without eval, exact, and checked on load."""

from __future__ import annotations

from fractions import Fraction as F  # noqa: N817

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.formulas import NotListedError, parse_correction

KNOWN = {"value": F(94), "x": F(80), "p": F(80000), "word": "wet"}


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
        ("3.61*min(5,max(0,62-x))", F(0)),
        ("3.61*min(5,max(0,82-x))", F("7.22")),
        ("3.61*min(5,max(0,99-x))", F("18.05")),
        ("value+at(word; dry:0; wet:46.46)", F("140.46")),
        ("at(x; 79:1; 80:-2.5)", F("-2.5")),
        ("step(x; 15:0; 80:2.50; above:5.50)", F("2.5")),
        ("step(x; 15:0; 79.9:2.50; above:5.50)", F("5.5")),
        ("interpolate(x; 70:-8; 90:2)", F(-3)),
        ("interpolate(x; 60:1; 80:4.25)", F("4.25")),
        ("interpolate(x; 80:-1; 81:7)", F(-1)),
    ],
)
def test_sums_are_exact_and_in_the_order_of_arithmetic(text: str, worth: F) -> None:
    """Products before sums, from left to right, parentheses first, on fractions."""
    assert parse_correction(text).then.corrected(KNOWN) == worth


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("value+1.20*(x-75)", "94 + 1.20 × (80 − 75)"),
        ("value-(x-p)", "94 − (80 − 80000)"),
        ("value/(x*2)", "94 ÷ (80 × 2)"),
        ("value-x+p", "94 − 80 + 80000"),
        ("value+3.61*min(5,max(0,62-x))", "94 + 3.61 × min(5, max(0, 62 − 80))"),
        ("value+at(word; dry:0; wet:46.46)", "94 + 46.46"),
        ("value-interpolate(x; 70:-8; 90:2)*2", "94 − (−3) × 2"),
    ],
)
def test_the_sum_is_written_with_its_figures(text: str, written: str) -> None:
    """Names become figures, and no parenthesis that changes the sum is lost."""
    assert parse_correction(text).then.written(KNOWN) == written


def test_figures_without_end_are_written_at_six_digits() -> None:
    """A third is written at six digits, a negative figure in parentheses."""
    known = {"value": F(1, 3), "x": F(-2, 3)}
    assert parse_correction("value+x*2").then.written(known) == "0.333333 + (−0.666667) × 2"


@given(
    st.recursive(
        st.one_of(st.sampled_from(["value", "x", "p"]), st.integers(0, 99).map(str)),
        lambda part: st.one_of(
            st.tuples(part, st.sampled_from("+-*"), part).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
            st.tuples(st.sampled_from(["min", "max"]), part, part).map(
                lambda t: f"{t[0]}({t[1]},{t[2]})"
            ),
        ),
        max_leaves=8,
    )
)
def test_what_is_written_is_worth_the_same(text: str) -> None:
    """The sum written out, read again, gives the corrected limit: nothing is lost in writing."""
    found = parse_correction(text).then
    again = found.written(KNOWN).replace("−", "-").replace("×", "*").replace("÷", "/")
    assert parse_correction(again).then.corrected({}) == found.corrected(KNOWN)


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
    found = parse_correction("if t>=15: unresolved(thickness, iron)").then
    assert found.unresolved == ("thickness", "iron")
    assert found.sum is None


def test_else_follows_where_the_condition_does_not_hold() -> None:
    """Without ``else`` the printed limit stands; an unknown fact holds no condition."""
    whole = parse_correction("if x>75: value*2 else: unresolved(cause)")
    assert whole.outcome({"x": F(76)}) == whole.then
    assert whole.outcome({"x": F(75)}) == whole.otherwise
    assert whole.outcome({}) == whole.otherwise
    assert parse_correction("if x>75: value*2").outcome({"x": F(75)}) is None
    assert whole.asked() == {"x"}


def test_every_fact_that_may_be_asked_for_is_known_before() -> None:
    """Those of the condition, of both outcomes and of tables, without the printed limit."""
    found = parse_correction("if x>75: value*p else: value+at(word; dry:0)*t")
    assert found.asked() == {"x", "p", "word", "t"}
    assert found.then.names() == ("p",)
    assert parse_correction("unresolved(cause)").asked() == set()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("interpolate(x; 81:1; 90:2)", "x"),
        ("interpolate(x; 60:1; 79:2)", "x"),
        ("step(x; 15:0; 25:2.50)", "x"),
        ("at(x; 79:1; 81:2)", "x"),
        ("at(word; dry:0)", "word"),
        ("interpolate(word; 21:1; 22:2)", "word"),
    ],
)
def test_a_table_has_no_value_outside_its_keys(text: str, fact: str) -> None:
    """Nothing is extrapolated, no word is taken for another, and the error names the fact."""
    with pytest.raises(NotListedError) as error:
        parse_correction(text).then.corrected(KNOWN)
    assert str(error.value) == fact


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
        "if x>1: value else value",
        "value else: value",
        "value+if",
        "min()",
        "min(1;2)",
        "interpolate(x)",
        "interpolate(x; 22:1; 21:2)",
        "interpolate(x; 21:1; 21:2)",
        "interpolate(x; dry:1; wet:2)",
        "interpolate(x; 21:1; above:2)",
        "step(x; above:1; 15:2)",
        "at(x; 1:value)",
        "at(1; 1:2)",
        "(" * 40 + "value" + ")" * 40,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """What is not of the grammar is an error, whatever Python would make of it."""
    with pytest.raises(ValueError) as error:  # noqa: PT011  (its whole text is looked at)
        parse_correction(text)
    assert str(error.value) == text
