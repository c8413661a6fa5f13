"""One grammar: what is printed is what is worked out, on every kind of number and in cells."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from fractions import Fraction as F  # noqa: N817
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.formulas import FormulaError, parse_formula
from carbon_eia.screening.symbolic_sums import Sum, TypedFigure, Unordered, value_of

NAMES = ("AD", "h₀", "Q_dust", "M′")
NUMBERS = st.fractions(F(1, 100), 100, max_denominator=100)
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))


def formulas() -> st.SearchStrategy[str]:
    """Texts of the grammar, whose divisors are no differences."""
    leaf = st.sampled_from([*NAMES, "44/12", "10⁻³", "29.3076", "7"])
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            st.tuples(part, st.sampled_from("+−×"), part).map(" ".join),
            st.tuples(part, leaf).map(lambda t: f"({t[0]}) ÷ {t[1]}"),
            part.map(lambda p: f"[{p}]"),
            part.map(lambda p: f"−({p})"),
            st.tuples(st.sampled_from(["min", "max"]), part, part).map(
                lambda t: f"{t[0]}({t[1]}, {t[2]})"
            ),
        ),
        max_leaves=8,
    )


def by_python(text: str, values: Mapping[str, Any]) -> Any:
    """The value of a formula by Python's own reading of it, the signs exchanged."""
    for old, new in (("×", "*"), ("÷", "/"), ("−", "-"), ("[", "("), ("]", ")")):
        text = text.replace(old, new)
    for number, exact in (
        ("44/12", "(F(44)/12)"),
        ("10⁻³", "F('0.001')"),
        ("29.3076", "F('29.3076')"),
    ):
        text = text.replace(number, exact)
    for name in NAMES:
        text = text.replace(name, f"v[{name!r}]")
    return eval(text, {"F": F, "v": values})


@given(formulas(), VALUES)
def test_a_formula_is_worth_what_python_makes_of_it(text: str, values: dict[str, F]) -> None:
    """An independent reader gives the same fraction, except that ÷ 44/12 is read left to right."""
    if "÷ 44/12" not in text:
        assert parse_formula(text).value(values) == by_python(text, values)


@given(formulas(), VALUES)
def test_what_is_printed_with_its_numbers_is_worth_the_same(
    text: str, values: dict[str, F]
) -> None:
    """Numbers in the place of names, printed and read again: nothing is lost in printing."""
    formula = parse_formula(text)
    again = formula.printed({n: f"({v.numerator}/{v.denominator})" for n, v in values.items()})
    assert parse_formula(again).value({}) == formula.value(values)
    # 44/12 is one number only where nothing is divided by it
    assert formula.printed({n: n for n in NAMES}) == text.replace("÷ 44/12", "÷ 44 ÷ 12")


@given(formulas(), VALUES)
def test_columns_and_cells_agree_with_fractions(text: str, values: dict[str, F]) -> None:
    """Arrays, and the text of a spreadsheet's cell, give the exact value up to rounding."""
    formula = parse_formula(text)
    exact = formula.value(values)
    scale = max(1.0, float(abs(exact)))
    columns = {n: np.array([float(v), float(v)]) for n, v in values.items()}
    found = np.broadcast_to(np.asarray(formula.value(columns), dtype=float), (2,))
    assert found == pytest.approx([float(exact)] * 2, abs=1e-6 * scale)
    cells = {n: f"A{i}" for i, n in enumerate(NAMES)}
    known = {f"A{i}": float(values[n]) for i, n in enumerate(NAMES)}
    cell = formula.cell(cells)
    assert eval(cell, {"MIN": min, "MAX": max}, known) == pytest.approx(
        float(exact), abs=1e-6 * scale
    )


def test_an_extreme_of_columns_is_taken_row_by_row() -> None:
    """Where one part is a column, min and max give a column, beside single numbers too."""
    column = np.array([1.0, 5.0])
    assert parse_formula("min(a, 3)").value({"a": column}).tolist() == [1.0, 3.0]
    assert parse_formula("max(a, b)").value({"a": column, "b": 3.0}).tolist() == [3.0, 5.0]


@given(formulas(), VALUES)
def test_a_formula_of_sums_is_the_sum_of_the_formula(text: str, values: dict[str, F]) -> None:
    """With symbols for figures the same formula comes out as Σ coefficient × product."""
    formula = parse_formula(text)
    sums = {n: Sum.of(TypedFigure(0, n)) for n in NAMES}
    try:
        found = formula.value(sums)
    except Unordered:
        assert "min" in text or "max" in text
        return
    as_sum = found if isinstance(found, Sum) else Sum({(): F(found)})
    assert value_of(as_sum, lambda part: values[part.key]) == formula.value(values)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a − (b − c)", "A1-(B1-C1)"),
        ("a ÷ (b × c)", "A1/(B1*C1)"),
        ("−a × b", "-A1*B1"),
        ("a × 44/12 × 10⁻³", "A1*(44/12)*(1/1000)"),
        ("a ÷ 29.3076", "A1/29.3076"),
        ("min(a, [b + c])", "MIN(A1,(B1+C1))"),
    ],
)
def test_the_cell_of_a_spreadsheet(text: str, cell: str) -> None:
    """Brackets stand where the printed formula has them."""
    assert parse_formula(text).cell({"a": "A1", "b": "B1", "c": "C1"}) == cell


def test_a_name_without_a_cell_is_refused() -> None:
    """A symbol that a source has no cell for cannot become a formula."""
    with pytest.raises(FormulaError):
        parse_formula("AD × EF").cell({"AD": "B2"})


@pytest.mark.parametrize(
    ("text", "worth"),
    [("48/3/4", 4), ("2 × 3/4", F(3, 2)), ("6 ÷ 3/4", F(1, 2)), ("2*3/4/5", F(3, 10))],
)
def test_division_is_read_from_left_to_right(text: str, worth: F) -> None:
    """A ratio is one number only where that is the same as dividing."""
    assert parse_formula(text).value({}) == worth


@pytest.mark.parametrize(
    "text",
    [
        "E = AD ×",
        "AD EF",
        "(AD",
        "AD ** 2",
        "AD × (1 − BIO]",
        "=HYPERLINK()",
        "AD;EF",
        "",
        "1e9",
        "2x",
        "a.b",
        "__import__('os')",
        "min()",
        "min",
        "if",
        "a" + " + a" * 101,
        "(" * 21 + "a" + ")" * 21,
        "−" * 21 + "a",
        "min(" * 21 + "a" + ")" * 21,
        "a" * 2001,
        "a" + " + a" * 499,
        "(" * 400 + "a" + ")" * 400,
        "１ + a",
    ],
)
def test_what_is_not_in_the_grammar_is_refused(text: str) -> None:
    """Anything else, and what is longer or deeper than any formula, is an error of its own kind."""
    with pytest.raises(FormulaError):
        parse_formula(text)


@pytest.mark.parametrize(
    "longest",
    [
        "a" + " + a" * 100,
        "(" * 20 + "a" + ")" * 20,
        "min(" * 20 + "a" + ")" * 20,
        "−" * 20 + "a",
        "a" * 2000,
    ],
)
def test_the_bounds_of_a_formula_are_still_read(longest: str) -> None:
    """100 signs, 20 brackets or signs in each other and 2 000 characters are read, one more not."""
    name = "a" * longest.count("a") if set(longest) == {"a"} else "a"
    assert parse_formula(longest).names == (name,)


def test_a_formula_travels_between_processes() -> None:
    """A formula can be pickled: it is its text."""
    again = pickle.loads(pickle.dumps(parse_formula("AD × EF")))
    assert again.value({"AD": F(2), "EF": F(3)}) == 6


def test_division_by_nothing_is_an_error() -> None:
    """A divisor that is zero never gives a figure."""
    with pytest.raises(ZeroDivisionError):
        parse_formula("a ÷ (1 − 1)").value({"a": F(1)})
