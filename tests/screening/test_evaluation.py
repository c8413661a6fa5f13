"""Plans evaluated: formulas as sums of products, combinations of codes, floats with a bound."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbon_eia.reference import MethodForm, methods
from carbon_eia.screening.arrays import combinations
from carbon_eia.screening.evaluation import FloatFigures, in_floats, in_fractions
from carbon_eia.screening.plan_guards import LimitGuard, RangeGuard, cleared, joined
from carbon_eia.screening.row_plan import RowPlan
from carbon_eia.screening.symbolic_sums import Sum, TypedFigure, Unordered, value_of
from tests.sampling import at_most

FORMS = [(m, f) for m in methods().values() for f in m.forms]


@pytest.mark.parametrize(("method", "form"), FORMS, ids=[f"{m.id}-{f.id}" for m, f in FORMS])
def test_every_formula_is_a_sum_of_products(method: Any, form: MethodForm) -> None:
    """The sum that a method's formula gives of columns has the value that it gives of numbers."""
    figures = {n: Fraction(3 * i + 1, 2 * i + 11) for i, n in enumerate(form.parameters)}
    sums = form.masses({n: Sum.of(TypedFigure(0, n)) for n in figures})
    plain = form.masses(figures)
    assert set(sums) == set(plain)
    for gas, mass in plain.items():
        found = sums[gas]
        value = value_of(found, lambda of: figures[of.key]) if isinstance(found, Sum) else found
        assert value == mass


codes = st.lists(st.integers(-1, 5), min_size=6, max_size=6)


@given(st.lists(st.one_of(codes, st.integers(-1, 5)), max_size=7))
def test_combinations_that_occur(parts: list[Any]) -> None:
    """Rows have one number exactly if all codes are the same."""
    rows = 6
    given_codes = [np.array(p, np.int32) if isinstance(p, list) else p for p in parts]
    number, first = combinations(given_codes, rows)
    whole = [p if isinstance(p, list) else [p] * rows for p in parts]
    told = list(zip(*whole, strict=True)) or [()] * rows
    assert [told[first[n]] for n in number] == told
    assert len(first) == len(set(told))


def test_more_combinations_than_a_number_holds() -> None:
    """Codes of a hundred thousand texts in five columns are told apart."""
    rows = 100_000
    some = np.arange(rows)
    columns = [some, some[::-1].copy(), some // 2, some // 3, some // 2]
    number, first = combinations([c.astype(np.int32) for c in columns], rows)
    assert number.tolist() == first.tolist() == some.tolist()


# --- floats beside fractions


def in_one_pass(plan: RowPlan, columns: Sequence[Sequence[Fraction]]) -> FloatFigures:
    """What floats say of rows that share a plan."""
    held = [np.array([float(x) for x in column]) for column in columns]
    limits = [None if x is None else float(x) for x in plan.limits]
    with np.errstate(all="ignore"):
        return in_floats(plan, lambda of: held[int(of.key)], limits, len(columns[0]))


def unsure(found: FloatFigures) -> set[int]:
    """The rows that floats leave open."""
    return set(np.flatnonzero(found.doubtful | found.outside).tolist())


def column(key: int) -> Sum:
    """A typed figure."""
    return Sum.of(TypedFigure(0, str(key)))


COLUMNS = 4
typed = st.decimals(min_value="0.0001", max_value="99999999", places=4).map(Fraction)
coefficients = st.fractions(min_value=-3, max_value=100, max_denominator=10**6)


@st.composite
def sums(draw: st.DrawFn) -> Sum:
    """Sums of up to four products of columns, some of them in the denominator."""
    total = Sum({})
    for _ in range(draw(st.integers(1, 4))):
        term: Any = draw(coefficients)
        for key in draw(st.lists(st.integers(0, COLUMNS - 2), min_size=1, max_size=3)):
            term = column(key) * term if draw(st.booleans()) or key == 2 else term / column(key)
        total = total + term
    if draw(st.integers(0, 9)) == 0:  # as a mass share of a gas from its share by volume
        total = total + column(0) / (1 + column(1) * Fraction(2, 3))
    return total


@st.composite
def asked(draw: st.DrawFn, part: Any) -> tuple[LimitGuard, ...]:
    """Up to three limits of figures of a row, near their values or not; some ÷ an output."""
    found = []
    output = TypedFigure("products", "3")
    for _ in range(draw(st.integers(0, 3))):
        figure = draw(sums())
        if draw(st.booleans()):
            figure = figure / Sum.of(output)
        figure, per = cleared(figure)
        value = value_of(figure, part) / (1 if per is None else part(per))
        near = draw(st.sampled_from(["1", "1.0000000001", "0.99999", "1.1", "-2"]))
        found.append(LimitGuard(figure, per, value * Fraction(near)))
    return tuple(found)


@st.composite
def guarded(draw: st.DrawFn, part: Any) -> tuple[RangeGuard, ...]:
    """A range around the value of a figure of a row, or beside it, or none."""
    if draw(st.booleans()):
        return ()
    figure = draw(sums())
    value = value_of(figure, part)
    low, high = sorted(value * Fraction(draw(st.sampled_from(["0.9", "1", "1.5"]))) for _ in "ab")
    return (RangeGuard(figure, None, draw(st.sampled_from([low, None])), high),)


@at_most(300)
@given(st.data())
def test_what_floats_decide_is_what_fractions_say(data: st.DataObject) -> None:
    """Every printed digit and side of a limit that is not called doubtful is the exact one, and
    every row outside the range of its plan is told."""
    rows = data.draw(st.integers(1, 6))
    columns = [data.draw(st.lists(typed, min_size=rows, max_size=rows)) for _ in range(COLUMNS)]
    counted = data.draw(st.one_of(st.none(), sums()))
    factor = data.draw(st.sampled_from([Fraction(1), Fraction(1, 1000), Fraction(7, 3)]))
    total = data.draw(sums())

    def part(of: Any, row: int = 0) -> Fraction:
        return columns[int(of.key)][row]

    value = value_of(total if counted is None else counted, part) * factor / columns[3][0]
    near = data.draw(st.sampled_from(["1", "1.000000001", "0.99999", "1.00005", "0.5", "3"]))
    limit = abs(value) * Fraction(near) or Fraction(1)
    advanced = data.draw(st.one_of(st.none(), st.just(limit * Fraction("0.99995"))))
    plan = RowPlan(total, counted, TypedFigure(0, "3"), factor, "t/t", limit, advanced, True)
    plan = plan._replace(
        thresholds=data.draw(asked(part)),
        guards=joined(data.draw(guarded(part))),
    )
    found = in_one_pass(plan, columns)
    for row in set(range(rows)) - unsure(found):
        exact = in_fractions(plan, partial(part, row=row))
        told = [float(figures[row]) for figures in (found.total, found.intensity, found.gap)]
        assert told == [exact.total, exact.intensity, exact.gap]
        assert exact.inside
        assert found.pattern[row] == exact.pattern
    assume(len(unsure(found)) < rows)


def test_a_figure_is_cleared_of_what_all_of_it_is_divided_by() -> None:
    """A value per product is a figure and the product; one that is so in part stays whole."""
    power, output = Sum.of(TypedFigure(0, "amount")), Sum.of(TypedFigure("products", "amount"))
    assert cleared(power / output) == (power, TypedFigure("products", "amount"))
    assert cleared(power / output + power) == (power / output + power, None)


def test_a_quotient_within_a_divisor_has_no_sum() -> None:
    """No line could hold it: such a row is assessed alone."""
    share = column(0) / (1 + column(1))
    with pytest.raises(Unordered):
        column(2) / (share + 1)
    assert len((column(2) / (share * 2)).products) == 1


TIES = ("12345.675", "1.005", "0.285", "8.345", "1000000.125", "4.4445555", "0.0123456500")


@pytest.mark.parametrize("figure", TIES)
@pytest.mark.parametrize("others", [(), ("90000000000000",)])
def test_half_a_digit_is_left_to_fractions(figure: str, others: tuple[str, ...]) -> None:
    """A total, an intensity or a gap that ends in half a printed digit is doubtful, or right."""
    rows = [Fraction(figure), *map(Fraction, others)]
    ones = [Fraction(1)] * len(rows)
    for limit in (Fraction(7), rows[0] / (1 + rows[0] / 100)):
        plan = RowPlan(column(0), None, TypedFigure(0, "3"), Fraction(1), "t/t", limit, None, True)
        found = in_one_pass(plan, [rows, ones, ones, ones])
        assert 0 in unsure(found) or (rows[0] * 100) % 1 != Fraction(1, 2)
        for row in set(range(len(rows))) - unsure(found):
            typed_here = {TypedFigure(0, "0"): rows[row], TypedFigure(0, "3"): Fraction(1)}
            exact = in_fractions(plan, typed_here.__getitem__)
            told = [figures[row] for figures in (found.total, found.intensity, found.gap)]
            assert told == [exact.total, exact.intensity, exact.gap]


def test_ties_are_never_decided_by_floats() -> None:
    """Totals, intensities and gaps that lie exactly between two printed figures are doubtful.

    Totals are (2n + 1)·0.005 as a third of what was typed; gaps (2n + 1)·0.005 % of a limit 7/9.
    """
    rows = 2000
    odd = [2 * n + 1 for n in range(rows)]
    one = [Fraction(1)] * rows
    third, limit = Fraction(1, 3), Fraction(7, 9)
    nowhere = RowPlan(column(0) * third, None, None, Fraction(1), "", None, None, True)
    figures = [Fraction(15, 1000) * (n * 1000 + 1) for n in odd]
    assert all(x * third * 100 % 1 == Fraction(1, 2) for x in figures)
    assert unsure(in_one_pass(nowhere, [figures, one, one, one])) == set(range(rows))
    per = TypedFigure(0, "3")
    beside = RowPlan(column(0) * limit, None, per, Fraction(1), "t/t", limit, None, True)
    figures = [1 + Fraction(5, 100_000) * n for n in odd]  # the first gap is 0.0050 %: no tie
    assert unsure(in_one_pass(beside, [figures, one, one, one])) >= set(range(1, rows))


@pytest.mark.parametrize(
    ("times", "gap"),
    [
        ("1.0000123456", 0.0012),
        ("0.9999723456", -0.0028),
        ("1.000091", 0.0091),
        ("1.000123", 0.01),
        ("0.99954", -0.05),
    ],
)
def test_a_gap_below_a_hundredth_of_a_percent(times: str, gap: float) -> None:
    """It is stated at two significant digits, any other at two decimals, by floats where they
    suffice."""
    limit = Fraction("0.85")
    plan = RowPlan(column(0), None, TypedFigure(0, "3"), Fraction(1), "t/t", limit, None, True)
    one = [Fraction(1)]
    found = in_one_pass(plan, [[limit * Fraction(times)], one, one, one])
    assert not unsure(found)
    assert found.gap[0] == gap


def test_few_rows_are_doubtful() -> None:
    """Of rows that are nowhere near a limit or half a digit, floats decide nearly all."""
    rows = 2000
    chance = np.random.default_rng(3)
    figures = [[Fraction(int(x), 10) for x in chance.integers(1, 10**6, rows)] for _ in range(4)]
    total = column(0) * Fraction("2.66") + column(1) * column(2) * Fraction("0.0031")
    plan = RowPlan(total, None, TypedFigure(0, "3"), Fraction(1), "t/t", Fraction(1), None, True)
    found = in_one_pass(plan, figures)
    assert len(unsure(found)) < rows / 100
    assert all(np.isfinite(x).all() for x in (found.total, found.intensity, found.gap))


def test_an_ill_conditioned_sum_is_doubtful() -> None:
    """Where figures cancel almost to nothing, floats decide nothing."""
    total = (column(0) - column(1)) * 10**9
    plan = RowPlan(total, None, TypedFigure(0, "3"), Fraction(1), "t/t", Fraction(1), None, True)
    figures = [
        [Fraction("1234567.1234567")],
        [Fraction("1234567.1234566")],
        [Fraction(1)],
        [Fraction(7)],
    ]
    assert unsure(in_one_pass(plan, figures)) == {0}
