"""Exact emissions and outputs of the rows of a batch, where screening states rounded figures.

The rows go through the engine of screening: those that are alike share a plan, whose sums are then
worked out in fractions of the decimals that were typed; what no plan expresses is assessed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from carbon_eia.assessment import Assessment, assess
from carbon_eia.errors import CarbonEiaError
from carbon_eia.reference import World
from carbon_eia.screening.arrays import Integers
from carbon_eia.screening.cells import as_text
from carbon_eia.screening.column_heads import ColumnHead
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.planned_rows import PlannedRows
from carbon_eia.screening.row_results import HOW, RowError, Screened
from carbon_eia.screening.screener import Screener
from carbon_eia.screening.symbolic_sums import GridFactor, Leaf, Sum, TypedFigure, value_of
from carbon_eia.units import parse_number, parse_quantity

__all__ = ["ExactScreener", "RowAmounts"]

T = TypeVar("T")

PLANNED = (HOW.index("kernel"), HOW.index("exact"))


class RowAmounts(NamedTuple):
    """The emission of a row, t CO2e, and its output in the unit of the product that decides."""

    emission: Fraction
    output: Fraction


class ExactScreener(Screener, Generic[T]):
    """A screener that also says exactly what each row emits and makes.

    ``of_assessment``: what is wanted of a project that was assessed alone; ``with_amounts``: the
    same of a row that is like such a project but for its figures.
    """

    def __init__(
        self,
        heads: Sequence[ColumnHead],
        world: World,
        of_assessment: Callable[[Assessment], T],
        with_amounts: Callable[[T, RowAmounts], T],
    ) -> None:
        super().__init__(heads, world)
        self.of_assessment, self.with_amounts = of_assessment, with_amounts
        self.alone_rows: dict[int, T] = {}
        self.groups: list[tuple[int, Integers, Integers]] = []
        self.alike: dict[tuple[int, int], T | None] = {}

    def exact(self, batch: Batch) -> tuple[list[T | None], list[RowError]]:
        """What is wanted of every row of a batch, None for one that is wrong, and the errors."""
        self.alone_rows, self.groups = {}, []
        found = self.screen(batch)
        rows: list[T | None] = [self.alone_rows.get(row) for row in range(batch.rows)]
        figures = _Figures(batch, self.heads)
        for number, some, grids in self.groups:
            planned = self.shapes.plans[number]
            for grid in np.unique(grids).tolist():
                own = some[(grids == grid) & np.isin(found.how[some], PLANNED)].tolist()
                if own:
                    like = self._like(batch, own[0], number, grid)
                    for row, amounts in self._amounts(planned, grid, own, figures):
                        rows[row] = like and self.with_amounts(like, amounts)
                    if planned.plan.total is None or planned.plan.denominator is None:
                        rows = [like if r in own else x for r, x in enumerate(rows)]
        return rows, found.errors

    def keep(self, row: int, a: Assessment) -> None:
        self.alone_rows[row] = self.of_assessment(a)

    def _planned(
        self, batch: Batch, number: int, rows: Integers, grid: Integers, found: Screened
    ) -> tuple[list[int], list[int]]:
        self.groups.append((number, rows, grid))
        return super()._planned(batch, number, rows, grid, found)

    def _like(self, batch: Batch, row: int, number: int, grid: int) -> T | None:
        """What is wanted of the rows of a plan, but for their amounts: that of one of them."""
        key = number, grid
        if key not in self.alike:
            try:
                project = self.project(batch.text(row))
                self.alike[key] = self.of_assessment(assess(project, self.world))
            except CarbonEiaError:  # told where the row itself is assessed
                self.alike[key] = None
        return self.alike[key]

    def _amounts(
        self, planned: PlannedRows, grid: int, rows: Sequence[int], figures: _Figures
    ) -> Iterator[tuple[int, RowAmounts]]:
        """The amounts of some rows of a plan, in whole numbers over one denominator."""
        plan = planned.plan
        if plan.total is None or plan.denominator is None:
            return
        factor = self.shapes.book.factor(grid)
        grids = {
            part: factor.quantity.to(part.unit)
            for product in plan.total.products
            for part, _ in product
            if isinstance(part, GridFactor) and factor is not None
        }
        terms = _terms(plan.total, grids, planned.columns)
        below = planned.columns[plan.denominator]
        scaled = {c: figures.scaled(c) for t in terms or () for c in t.columns}
        scaled[below] = figures.scaled(below)
        whole = None if terms is None or None in scaled.values() else _Whole(terms, scaled)
        for row in rows:
            output = figures.number(below, row)
            if plan.factor != 1:
                output /= plan.factor
            if whole is not None:
                yield row, RowAmounts(whole.sum(row), output)
                continue

            def part(of: Leaf, row: int = row) -> Fraction:
                if isinstance(of, GridFactor):
                    return grids[of]
                return figures.number(planned.columns[of], row)

            yield row, RowAmounts(value_of(plan.total, part), output)


class _Term(NamedTuple):
    """A product of a plan: its coefficient, and a column for each factor."""

    coefficient: Fraction
    columns: tuple[int, ...]


def _terms(
    total: Sum, grids: Mapping[GridFactor, Fraction], columns: Mapping[TypedFigure, int]
) -> list[_Term] | None:
    """The products of a sum; None where one divides by what is typed."""
    found = []
    for product, coefficient in total.products.items():
        typed: list[int] = []
        for part, power in product:
            if isinstance(part, GridFactor):
                coefficient *= grids[part] ** power
            elif isinstance(part, Sum) or power < 0:
                return None
            else:
                typed += [columns[part]] * power
        found.append(_Term(coefficient, tuple(typed)))
    return found


class _Scaled(NamedTuple):
    """The figures of a column as whole numbers, each divided by 10 to so many places."""

    numbers: Sequence[int]
    places: int


class _Whole:
    """The sum of some products, worked out in whole numbers."""

    def __init__(self, terms: Sequence[_Term], columns: Mapping[int, _Scaled | None]) -> None:
        places = [sum(_known(columns[c]).places for c in t.columns) for t in terms]
        most = max(places, default=0)
        below = lcm(*(t.coefficient.denominator for t in terms))
        self.denominator = below * 10**most
        self.terms = [
            (
                int(t.coefficient * below) * 10 ** (most - digits),
                [_known(columns[c]).numbers for c in t.columns],
            )
            for t, digits in zip(terms, places, strict=True)
        ]

    def sum(self, row: int) -> Fraction:
        """The sum of a row."""
        total = 0
        for coefficient, columns in self.terms:
            for numbers in columns:
                coefficient *= numbers[row]
            total += coefficient
        return Fraction(total, self.denominator)


def _known(scaled: _Scaled | None) -> _Scaled:
    assert scaled is not None
    return scaled


class _Figures:
    """The figures of a batch, exactly as typed, each column read when it is asked for."""

    def __init__(self, batch: Batch, heads: Sequence[ColumnHead]) -> None:
        self.batch, self.heads = batch, heads
        self._texts: dict[int, list[str]] = {}
        self._scaled: dict[int, _Scaled | None] = {}

    def texts(self, column: int) -> list[str]:
        """A column as typed."""
        if column not in self._texts:
            cells = self.batch.columns[column].to_pylist()
            self._texts[column] = [x if isinstance(x, str) else as_text(x) for x in cells]
        return self._texts[column]

    def number(self, column: int, row: int) -> Fraction:
        """A figure, in the unit of its head or cell."""
        scaled = self.scaled(column)
        if scaled is not None:
            return Fraction(scaled.numbers[row], 10**scaled.places)
        text = self.texts(column)[row]
        return parse_number(text) if self.heads[column].unit else parse_quantity(text).value

    def scaled(self, column: int) -> _Scaled | None:
        """A column as whole numbers; None where its cells hold units, or more than plain digits."""
        if column not in self._scaled:
            self._scaled[column] = _scaled(self.texts(column)) if self.heads[column].unit else None
        return self._scaled[column]


MOST_DIGITS = 640
"""Digits of the longest number of a column that is read at once: Python reads as many always."""


def _scaled(texts: Sequence[str]) -> _Scaled | None:
    """Plain decimals as whole numbers; blanks are 0, which no row asks for. None where a cell holds
    anything else, or more digits than any figure has.

    >>> _scaled(["1.5", "", "12"])
    _Scaled(numbers=[15, 0, 120], places=1)
    >>> _scaled(["1,500"]) is None
    True
    """
    parts = [t.partition(".") for t in texts]
    places = max((len(tail) for _, _, tail in parts), default=0)
    digits = [(head + tail.ljust(places, "0")) or "0" for head, _, tail in parts]
    if max(map(len, digits), default=0) > MOST_DIGITS:
        return None
    if not all(map(str.isdecimal, digits)) or not all(map(str.isascii, digits)):
        return None
    return _Scaled(list(map(int, digits)), places)
