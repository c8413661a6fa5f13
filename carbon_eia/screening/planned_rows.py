"""Which rows of a batch are alike, and the plan that they share (see ``plan``).

Rows are alike when their sector, texts, filled cells, units and grid factor are: then the same
formulas, limits and verdicts hold for them, and only figures differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import RLock
from typing import Any, NamedTuple, cast

import numpy as np

from carbon_eia.benchmarks import Benchmark, derived_benchmarks
from carbon_eia.errors import CarbonEiaError
from carbon_eia.reference import World
from carbon_eia.screening.arrays import Flags, Floats, Integers, combinations
from carbon_eia.screening.cells import as_integer
from carbon_eia.screening.codebook import Codebook
from carbon_eia.screening.column_heads import ColumnHead, ColumnTarget, plain_target
from carbon_eia.screening.column_kinds import figures_of_row, in_range, ranges_of
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.evaluation import FloatFigures, in_floats
from carbon_eia.screening.identity import may_be_totals
from carbon_eia.screening.row_plan import RowPlan, make_plan, under
from carbon_eia.screening.rows import ColumnMapping, project_of_row
from carbon_eia.screening.symbolic_sums import GridFactor, Leaf, TypedFigure

__all__ = ["ALONE", "UNDECIDED", "Alike", "PlannedRows", "Shapes"]

ALONE = -1
"""In the place of a plan: none can express the row."""

TRIES = 5
"""Rows that are tried for one that tells for those that are like it."""

BLOCK = 32_768
"""Rows that are evaluated at a time: what is held of them stays near the processor."""

UNDECIDED = -1
"""In the place of the outcome of a pattern that no row has had."""


class PlannedRows:
    """A plan with the columns of its figures and their ranges, and the limits of each grid factor.

    ``outcomes``: by the pattern of a row, the code of what is said of it.
    """

    def __init__(
        self, plan: RowPlan, columns: Mapping[TypedFigure, int], ranges: Mapping[int, Any]
    ):
        self.plan, self.columns, self.ranges = plan, columns, ranges
        self.with_limits: dict[int, RowPlan] = {}
        self.outcomes = np.full(2**plan.questions, UNDECIDED, np.int32)

    def of_grid(self, grid: int) -> RowPlan:
        """The plan with the limits that are derived with a grid factor, where some are."""
        return self.with_limits.get(grid, self.plan)

    def limits(self, grids: Integers) -> list[Floats | float | None]:
        """The admission and the advanced value of rows with these grid factors."""
        if not self.with_limits:
            return [None if x is None else float(x) for x in self.plan.limits]
        each = [self.of_grid(code).limits for code in range(int(grids.max()) + 1)]
        columns = zip(self.plan.limits, zip(*each, strict=True), strict=True)
        return [None if x is None else np.array(values, float)[grids] for x, values in columns]


class Alike(NamedTuple):
    """Of each row of a batch the number of its plan, its sector and grid factor (−1: none)."""

    plan: Integers
    sector: Integers
    grid: Integers

    def blocks(self) -> Iterator[tuple[int, Integers]]:
        """Rows of one plan, some at a time."""
        order = np.argsort(self.plan, kind="stable")
        numbers, first = np.unique(self.plan[order], return_index=True)
        ends = [*first[1:].tolist(), len(order)]
        for number, begin, end in zip(numbers.tolist(), first.tolist(), ends, strict=True):
            for at in range(begin, end, BLOCK):
                yield number, order[at : min(at + BLOCK, end)]


class Shapes:
    """What the rows of one table are like; keeps what its batches have in common."""

    def __init__(
        self, heads: Sequence[ColumnHead], world: World, benchmarks: Sequence[Benchmark]
    ) -> None:
        self.heads = tuple(heads)
        self.world = world
        self.benchmarks = tuple(benchmarks)
        self.book = Codebook(heads, world, self.benchmarks)
        self.plans: list[PlannedRows] = []
        self._repeated = _repeated(self.heads)
        self._lock = RLock()
        self._by_shape: dict[tuple[object, ...], int] = {}
        self._derived: dict[tuple[object, ...], list[Benchmark]] = {}

    def of(self, batch: Batch) -> Alike:
        """The plans of the rows of a batch."""
        sector, grid = self.book.sectors_of(batch), self.book.grids_of(batch)
        figures, texts, others = self._columns(sector)
        codes = [sector, grid, *(batch.codes(c).codes for c in texts)]
        codes += [self._figure_codes(batch, c) for c in figures]
        codes += [batch.filled(c) for c in others]
        number, first = combinations(codes, batch.rows)
        with self._lock:
            plans = [
                self._plan_of(batch, row, int(sector[row]), int(grid[row]), number)
                for row in first.tolist()
            ]
        plan = np.array(plans, np.int32)[number]
        plan[self._unreadable(batch, figures)] = ALONE
        return Alike(plan, sector, grid)

    def evaluated(
        self, batch: Batch, planned: PlannedRows, rows: Integers, grid: Integers
    ) -> FloatFigures:
        """Rows of a batch by the plan that they share."""

        def figure(of: Leaf) -> Floats:
            if isinstance(of, GridFactor):
                factors: Floats = self.book.grid_factors(of.unit)[grid]
                return factors
            values: Floats = self._figures(batch, planned.columns[of])[0].values[rows]
            return values

        with np.errstate(all="ignore"):
            found = in_floats(planned.plan, figure, planned.limits(grid), len(rows))
        for column, limits in planned.ranges.items():
            values = self._figures(batch, column)[0].values[rows]
            np.logical_or(found.outside, ~in_range(values, limits), out=found.outside)
        return found

    def _columns(self, sector: Integers) -> tuple[list[int], list[int], list[int]]:
        """The columns that are figures, texts that shape a row, or neither, in the sectors of a
        batch and of all that were met before."""
        for code in np.flatnonzero(np.bincount(sector + 1)).tolist():
            if code:
                self.book.layout(self.book.sectors.values[code - 1])
        every = [columns for _, columns in list(self.book.layouts.values())]
        figures = {c for columns in every for c in columns.figures}
        texts = {c for columns in every for c in columns.texts}
        others = {c for columns in every for c in (*columns.measures, *columns.unknown)}
        return sorted(figures), sorted(texts), sorted(others - figures - texts)

    def _figures(self, batch: Batch, column: int) -> Any:
        return batch.figures(column, self.heads[column].unit)

    def _figure_codes(self, batch: Batch, column: int) -> Any:
        """What tells rows apart in a column of figures: whether there is one, its unit, whether it
        is 0 (what is typed as 0 stays 0 in a plan)."""
        numbers, units = self._figures(batch, column)
        codes = 2 * units.codes + (numbers.values == 0) if len(units.texts) else units.codes
        return np.where(numbers.filled, codes, -1)

    def _plan_of(self, batch: Batch, row: int, sector: int, grid: int, number: Integers) -> int:
        """The number of the plan of a row and of those that are like it."""
        if sector < 0 or grid < 0:
            return ALONE
        layout, columns = self.book.layout(self.book.sectors.values[sector])
        if any(batch.filled(c)[row] for c in (*columns.measures, *columns.unknown)):
            return ALONE
        texts = tuple(batch.cell(row, c) for c in columns.texts)
        units = tuple(self._unit_of(batch, row, c) for c in columns.figures)
        has_factor, regions = self.book.factor(grid) is not None, self.book.grids.values[grid][1]
        shape = (layout.sector.id, texts, units, has_factor, regions)
        if (shape, grid) not in self._by_shape:
            found = self._by_shape.get(shape)
            if found is None:
                found = self._by_shape[shape] = self._new_plan(batch, row, layout, number)
            if found != ALONE and layout.sector.derivation:
                moved = self._with_limits_of(grid, self.plans[found].plan, shape[:2], batch, row)
                if moved is None:
                    found = self._new_plan(batch, row, layout, number)
                else:
                    self.plans[found].with_limits[grid] = moved
            self._by_shape[shape, grid] = found
        return self._by_shape[shape, grid]

    def _with_limits_of(
        self, grid: int, plan: RowPlan, told: tuple[object, ...], batch: Batch, row: int
    ) -> RowPlan | None:
        """A plan with the limits that are derived with the grid factor of a row.

        ``told``: sector and texts, on which they rest beside it.
        """
        if plan.sector is None:
            return None
        key = (*told, grid)
        if key not in self._derived:
            region, year = (batch.cell(row, cast(int, self.book.at[k])) for k in ("region", "year"))
            self._derived[key] = derived_benchmarks(
                self.world, plan.sector, region, cast(int, as_integer(year)), dict(plan.variants)
            )
        return under(plan, self._derived[key])

    def _new_plan(self, batch: Batch, row: int, layout: ColumnMapping, number: Integers) -> int:
        """The number of the plan of rows that are alike, made from the first of them that tells for
        the others; ``ALONE`` where no plan can express them."""
        for like in np.flatnonzero(number == number[row])[:TRIES].tolist():
            cells = batch.text(like)
            try:
                project = project_of_row(cells, layout, self.world)
                plan = make_plan(project, self.world, self.benchmarks)
            except CarbonEiaError:  # whatever is wrong is told row by row
                continue
            if plan is not None:
                _, columns = self.book.layout(layout.sector.id)
                units = {c: self._unit_of(batch, like, c) for c in columns.figures}
                typed = {c: unit[0] for c, unit in units.items() if unit is not None}
                places = figures_of_row(layout, columns, cells)
                self.plans.append(PlannedRows(plan, places, ranges_of(layout, typed)))
                return len(self.plans) - 1
        return ALONE

    def _unit_of(self, batch: Batch, row: int, column: int) -> tuple[str, bool] | None:
        """The unit of a figure of a row, and whether the figure is 0; None where there is none."""
        numbers, units = self._figures(batch, column)
        if not numbers.filled[row]:
            return None
        return units.texts[units.codes[row]], not numbers.values[row]

    def _unreadable(self, batch: Batch, figures: Sequence[int]) -> Flags:
        """Rows that go alone because of a cell: a number, a name, a code, a mark, a repetition."""
        name, code = self.book.at["name"], self.book.at["code"]
        if name is None:
            return np.ones(batch.rows, bool)
        lost = [batch.unfit(name), ~batch.filled(name), may_be_totals(batch.columns[name])]
        lost.append(batch.marked())
        for columns in self._repeated:
            lost.append(np.sum([batch.filled(c) for c in columns], axis=0) > 1)
        if code is not None:
            lost += [batch.unfit(code), batch.scientific(code)]
        for column in figures:
            numbers, _ = self._figures(batch, column)
            lost.append((numbers.odd & numbers.filled) | (numbers.values < 0))
        found: Flags = np.logical_or.reduce([x for x in lost if x is not None])
        return found


def _repeated(heads: Sequence[ColumnHead]) -> list[list[int]]:
    """The columns that state one field of the project, where several do."""
    stated: dict[ColumnTarget, list[int]] = {}
    for column, head in enumerate(heads):
        target = plain_target(head.label) if head.fixed is None else None
        if target is not None and target.section != "row" and target.key != "saves":
            stated.setdefault(target._replace(field=None, is_main=False), []).append(column)
    return [columns for columns in stated.values() if len(columns) > 1]
