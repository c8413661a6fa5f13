"""The kernel: formulas as sums of products, combinations of codes, floats with a bound."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbon_eia.reference import Form, methods
from carbon_eia.screening import combine, kernel
from carbon_eia.screening.columns import Numbers
from carbon_eia.screening.combine import Part, combined
from carbon_eia.screening.exact import Exact, exactly
from carbon_eia.screening.found import FIGURES, blank
from carbon_eia.screening.lines import Lines, groups_of
from carbon_eia.screening.outcome import Outcome
from carbon_eia.screening.plan import Plan
from carbon_eia.screening.sums import Column, Sum, Unordered, value_of
from carbon_eia.screening.thresholds import Guard, Threshold, cleared
from tests.sampling import at_most

FORMS = [(m, f) for m in methods().values() for f in m.forms]


@pytest.mark.parametrize(("method", "form"), FORMS, ids=[f"{m.id}-{f.id}" for m, f in FORMS])
def test_every_formula_is_a_sum_of_products(method: Any, form: Form) -> None:
    """The sum that a method's formula gives of columns has the value that it gives of numbers."""
    figures = {n: Fraction(3 * i + 1, 2 * i + 11) for i, n in enumerate(form.parameters)}
    sums = form.masses({n: Sum.of(Column(0, n)) for n in figures})
    plain = form.masses(figures)
    assert set(sums) == set(plain)
    for gas, mass in plain.items():
        found = sums[gas]
        value = value_of(found, lambda of: figures[of.key]) if isinstance(found, Sum) else found
        assert value == mass


codes = st.lists(st.integers(-1, 5), min_size=6, max_size=6)


@given(st.lists(st.one_of(codes, st.integers(-1, 5)), max_size=7), st.data())
def test_combinations_that_occur(parts: list[Any], data: st.DataObject) -> None:
    """Rows have one number exactly if all codes are the same, however often keys are renumbered."""
    rows = 6
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(combine, "MANY", data.draw(st.sampled_from([2**20, 10])))
        patch.setattr(combine, "WIDE", data.draw(st.sampled_from([2**24, 5])))
        found = combined(
            [Part(np.array(p, np.int32) if isinstance(p, list) else p, 7) for p in parts], rows
        )
    whole = [p if isinstance(p, list) else [p] * rows for p in parts]
    told = [[int(c) - 1 for c in found.digits[n]] for n in found.each(np.arange(len(found.digits)))]
    assert told == [list(row) for row in zip(*whole, strict=True)] or not parts
    assert len(found.digits) == len({tuple(t) for t in told})


def test_more_combinations_than_a_short_number_holds() -> None:
    """Codes of a hundred thousand texts in three columns are told apart."""
    rows = 100_000
    some = np.arange(rows)
    columns = [some, some[::-1].copy(), some // 2]
    found = combined([Part(c.astype(np.int32), rows + 1) for c in columns], rows)
    told = found.digits[found.each(np.arange(len(found.digits)))] - 1
    np.testing.assert_array_equal(told, np.column_stack(columns))


# --- floats beside fractions


def numbers_of(typed: Sequence[Fraction]) -> Numbers:
    """A column of figures as it is read."""
    values = np.array([float(x) for x in typed])
    every = np.ones(len(values), bool)
    return Numbers(
        values, every, ~every, True, True, True, float(values.min()), float(values.max())
    )


def by_kernel(plans: Sequence[Plan], columns: Sequence[Sequence[Fraction]]) -> Any:
    """What the kernel finds of rows, the n-th of which has the n-th plan; and the doubtful ones."""
    lines = Lines()
    places = {Column(w, str(i)): i for i in range(len(columns)) for w in (0, "products")}
    numbers = np.array(
        [lines.add(p, 0, lambda _: Fraction(1), places, lambda pattern: pattern, 0) for p in plans]
    )
    found = blank(len(plans), np.zeros(len(plans), np.int32))
    held = [numbers_of(c) for c in columns]
    tables = lines.tables()
    doubtful: set[int] = set()
    for group, some in groups_of(lines, numbers.tolist()):
        rows = np.flatnonzero(np.isin(numbers, some))
        for some_rows in kernel.run(tables, group, rows, numbers, held.__getitem__, found):
            doubtful |= set(some_rows.tolist())
    return found, doubtful


def said(pattern: int) -> Outcome:
    """What is said where nobody asks."""
    raise AssertionError(pattern)


def column(key: int) -> Sum:
    """A typed figure."""
    return Sum.of(Column(0, str(key)))


COLUMNS = 4
typed = st.decimals(min_value="0.0001", max_value="99999999", places=4).map(Fraction)
signed = st.decimals(min_value="-9999", max_value="99999999", places=4).map(Fraction)
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
def asked(draw: st.DrawFn, part: Any) -> tuple[Threshold, ...]:
    """Up to three limits of figures of a row, near their values or not; some ÷ an output."""
    found = []
    output = Column("products", "3")
    for _ in range(draw(st.integers(0, 3))):
        figure = draw(sums())
        if draw(st.booleans()):
            figure = figure / Sum.of(output)
        figure, per = cleared(figure)
        value = value_of(figure, part) / (1 if per is None else part(per))
        near = draw(st.sampled_from(["1", "1.0000000001", "0.99999", "1.1", "-2"]))
        found.append(Threshold(figure, per, value * Fraction(near)))
    return tuple(found)


@st.composite
def guarded(draw: st.DrawFn, part: Any) -> tuple[Guard, ...]:
    """A range around the value of a figure of a row, or beside it, or none."""
    if draw(st.booleans()):
        return ()
    figure = draw(sums())
    value = value_of(figure, part)
    low, high = sorted(value * Fraction(draw(st.sampled_from(["0.9", "1", "1.5"]))) for _ in "ab")
    return (Guard(figure, None, draw(st.sampled_from([low, None])), high),)


@at_most(300)
@given(st.data())
def test_what_floats_decide_is_what_fractions_say(data: st.DataObject) -> None:
    """Every printed digit and side of a limit that is not called doubtful is the exact one, and
    every row outside the range of its plan is told."""
    rows = data.draw(st.integers(1, 6))
    positive = data.draw(st.booleans())
    columns = [
        data.draw(st.lists(typed if positive or k != 2 else signed, min_size=rows, max_size=rows))
        for k in range(COLUMNS)
    ]
    plans, exact = [], []
    for row in range(rows):
        total = data.draw(sums())
        counted = data.draw(st.one_of(st.none(), sums()))
        factor = data.draw(st.sampled_from([Fraction(1), Fraction(1, 1000), Fraction(7, 3)]))

        def part(of: Any, row: int = row) -> Fraction:
            return columns[int(of.key)][row]

        value = value_of(total if counted is None else counted, part) * factor / columns[3][row]
        near = data.draw(st.sampled_from(["1", "1.000000001", "0.99999", "1.00005", "0.5", "3"]))
        limit = abs(value) * Fraction(near) or Fraction(1)
        advanced = data.draw(st.one_of(st.none(), st.just(limit * Fraction("0.99995"))))
        plan = Plan(total, counted, Column(0, "3"), factor, "t/t", limit, advanced, True, said)
        plan = plan._replace(
            thresholds=data.draw(asked(part)),
            guards=data.draw(guarded(part)),
        )
        plans.append(plan)
        exact.append(exactly(plan, part))
    found, doubtful = by_kernel(plans, columns)
    for row in set(range(rows)) - doubtful:
        of = exact[row]
        told = [float(found.figures[name][row]) for name in ("total", "intensity", "gap")]
        assert told == [of.total, of.intensity, of.gap]
        assert of.inside
        assert found.outcome[row] == of.pattern
        assert found.figures["admission"][row] == float(plans[row].admission or 0)
    assume(len(doubtful) < rows)


def test_a_figure_is_cleared_of_what_all_of_it_is_divided_by() -> None:
    """A value per product is a figure and the product; one that is so in part stays whole."""
    power, output = Sum.of(Column(0, "amount")), Sum.of(Column("products", "amount"))
    assert cleared(power / output) == (power, Column("products", "amount"))
    assert cleared(power / output + power) == (power / output + power, None)


def test_a_quotient_within_a_divisor_has_no_sum() -> None:
    """No line could hold it: such a row is assessed alone."""
    share = column(0) / (1 + column(1))
    with pytest.raises(Unordered):
        column(2) / (share + 1)
    assert len((column(2) / (share * 2)).products) == 1


TIES = ("12345.675", "1.005", "0.285", "8.345", "1000000.125", "4.4445555", "0.0123456500")


@pytest.mark.parametrize("typed", TIES)
@pytest.mark.parametrize("others", [(), ("90000000000000",)])
def test_half_a_digit_is_left_to_fractions(typed: str, others: tuple[str, ...]) -> None:
    """A total, an intensity or a gap that ends in half a printed digit is doubtful, or right."""
    rows = [typed, *others]
    figures = [Fraction(t) for t in rows]
    for limit in (Fraction(7), Fraction(typed) / (1 + Fraction(typed) / 100)):
        plan = Plan(column(0), None, Column(0, "3"), Fraction(1), "t/t", limit, None, True, said)
        ones = [Fraction(1)] * len(rows)
        found, doubtful = by_kernel([plan] * len(rows), [figures, ones, ones, ones])
        half = [(figures[0] * 100) % 1, (figures[0] * 10**6) % 1, (figures[0] * 10**7) % 1]
        assert 0 in doubtful or Fraction(1, 2) not in half[:1]
        for row in set(range(len(rows))) - doubtful:
            typed_here = {Column(0, "0"): figures[row], Column(0, "3"): Fraction(1)}
            exact = exactly(plan, typed_here.__getitem__)
            assert [float(found.figures[n][row]) for n in FIGURES if n in Exact._fields] == [
                exact.total,
                exact.intensity,
                exact.gap,
            ]


def test_ties_are_never_decided_by_floats() -> None:
    """Totals, intensities and gaps that lie exactly between two printed figures are doubtful.

    Totals are (2n + 1)·0.005 as a third of what was typed; gaps (2n + 1)·0.005 % of a limit 7/9.
    """
    rows = 2000
    odd = [2 * n + 1 for n in range(rows)]
    one = [Fraction(1)] * rows
    third, limit = Fraction(1, 3), Fraction(7, 9)
    nowhere = Plan(column(0) * third, None, None, Fraction(1), "", None, None, True, said)
    typed = [Fraction(15, 1000) * (n * 1000 + 1) for n in odd]
    _, doubtful = by_kernel([nowhere] * rows, [typed, one, one, one])
    assert doubtful == {i for i, x in enumerate(typed) if x * third * 100 % 1 == Fraction(1, 2)}
    assert doubtful == set(range(rows))
    beside = Plan(
        column(0) * limit,
        None,
        Column(0, "3"),
        Fraction(1),
        "t/t",
        limit,
        None,
        True,
        said,
    )
    typed = [1 + Fraction(5, 100_000) * n for n in odd]
    _, doubtful = by_kernel([beside] * rows, [typed, one, one, one])
    assert doubtful == set(range(rows))


@pytest.mark.parametrize(
    ("times", "gap"), [("1.0000123456", 0.0012), ("0.9999723456", -0.0028), ("1.000091", 0.0091)]
)
def test_a_gap_below_a_hundredth_of_a_percent(times: str, gap: float) -> None:
    """It is stated at two significant digits, by floats where they suffice."""
    limit = Fraction("0.85")
    plan = Plan(column(0), None, Column(0, "3"), Fraction(1), "t/t", limit, None, True, said)
    one = [Fraction(1)]
    found, doubtful = by_kernel([plan], [[limit * Fraction(times)], one, one, one])
    assert not doubtful
    assert found.figures["gap"][0] == gap


def test_few_rows_are_doubtful() -> None:
    """Of rows that are nowhere near a limit or half a digit, floats decide nearly all."""
    rows = 2000
    chance = np.random.default_rng(3)
    typed = [[Fraction(int(x), 10) for x in chance.integers(1, 10**6, rows)] for _ in range(4)]
    total = column(0) * Fraction("2.66") + column(1) * column(2) * Fraction("0.0031")
    plan = Plan(total, None, Column(0, "3"), Fraction(1), "t/t", Fraction(1), None, True, said)
    found, doubtful = by_kernel([plan] * rows, typed)
    assert len(doubtful) < rows / 100
    assert all(np.isfinite(found.figures[name]).all() for name in FIGURES if name != "advanced")


def test_an_ill_conditioned_sum_is_doubtful() -> None:
    """Where figures cancel almost to nothing, floats decide nothing."""
    total = (column(0) - column(1)) * 10**9
    plan = Plan(total, None, Column(0, "3"), Fraction(1), "t/t", Fraction(1), None, True, said)
    typed = [
        [Fraction("1234567.1234567")],
        [Fraction("1234567.1234566")],
        [Fraction(1)],
        [Fraction(7)],
    ]
    _, doubtful = by_kernel([plan], typed)
    assert doubtful == {0}
