"""Exact emissions and outputs of the rows of a batch, where screening states rounded figures.

The rows go through the engine of screening: those that are alike share a plan, whose sums are then
worked out in fractions of the decimals that were typed; what no plan expresses is assessed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from carbon_eia.assessment import Assessment, assess
from carbon_eia.errors import CarbonEiaError
from carbon_eia.reference import World
from carbon_eia.screening.arrays import Integers
from carbon_eia.screening.cells import as_text
from carbon_eia.screening.column_heads import Head
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.planned_rows import PlannedRows
from carbon_eia.screening.row_results import HOW, RowError, Screened
from carbon_eia.screening.screener import Screener
from carbon_eia.screening.symbolic_sums import GridFactor, Leaf, Sum, value_of
from carbon_eia.units import parse_number, parse_quantity

__all__ = ["ExactScreener", "RowAmounts"]

T = TypeVar("T")

PLANNED = (HOW.index("kernel"), HOW.index("exact"))

number_of = lru_cache(maxsize=262_144)(parse_number)


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
        heads: Sequence[Head],
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
        columns = [[as_text(x) for x in c.to_pylist()] for c in batch.columns]
        for number, some, grids in self.groups:
            planned = self.shapes.plans[number]
            for row, grid in zip(some.tolist(), grids.tolist(), strict=True):
                if found.how[row] in PLANNED:
                    rows[row] = self._of_plan(batch, row, planned, number, grid, columns)
        return rows, found.errors

    def keep(self, row: int, a: Assessment) -> None:
        self.alone_rows[row] = self.of_assessment(a)

    def _planned(
        self, batch: Batch, number: int, rows: Integers, grid: Integers, found: Screened
    ) -> tuple[list[int], list[int]]:
        self.groups.append((number, rows, grid))
        return super()._planned(batch, number, rows, grid, found)

    def _of_plan(
        self,
        batch: Batch,
        row: int,
        planned: PlannedRows,
        number: int,
        grid: int,
        columns: Sequence[Sequence[str]],
    ) -> T | None:
        """What is wanted of a row of a plan: as of the first of them, with its own amounts."""
        key = number, grid
        if key not in self.alike:
            try:
                project = self.project(batch.text(row))
                self.alike[key] = self.of_assessment(assess(project, self.world))
            except CarbonEiaError:  # told where the row itself is assessed
                self.alike[key] = None
        like, plan = self.alike[key], planned.plan
        if like is None or plan.total is None or plan.denominator is None:
            return like

        def part(of: Leaf) -> Fraction:
            if isinstance(of, GridFactor):
                factor = self.shapes.book.factor(grid)
                assert factor is not None
                return factor.quantity.to(of.unit)
            at = planned.columns[of]
            text = columns[at][row]
            return number_of(text) if self.heads[at].unit else parse_quantity(text).value

        total: Sum = plan.total
        amounts = RowAmounts(value_of(total, part), part(plan.denominator) / plan.factor)
        return self.with_amounts(like, amounts)
