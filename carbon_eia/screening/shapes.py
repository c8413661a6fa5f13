"""Which rows of a batch are alike: a line for each, made once from a plan (see ``plan``).

Rows are alike when their sector, texts, filled cells, units and grid factor are: then the same
formulas, limits and verdicts hold for them, and only figures differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from carbon_eia.benchmarks import Benchmark, derived_benchmarks
from carbon_eia.errors import CarbonEiaError
from carbon_eia.reference import Value, World
from carbon_eia.screening.cells import as_integer, as_text
from carbon_eia.screening.codebook import Codebook
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.combine import Combined, Part, combined
from carbon_eia.screening.heads import Head, Target, plain_target
from carbon_eia.screening.identity import may_be_totals
from carbon_eia.screening.lines import ALONE, Group, Lines, Tables, groups_of
from carbon_eia.screening.meaning import Columns, Ranges, places_of
from carbon_eia.screening.plan import Plan, make_plan, under
from carbon_eia.screening.rows import Layout, project_of
from carbon_eia.screening.sums import Column

__all__ = ["Alike", "Shapes"]

TRIES = 5
"""Rows that are tried for one that tells for those that are like it."""

KEPT = 64
"""Sets of lines whose groups are remembered."""


class Alike(NamedTuple):
    """The rows of a batch: line and sector of each (−1: not known), and what lines there are.

    ``groups``: which lines are evaluated together.
    """

    line: Any
    sector: Any
    tables: Tables
    groups: list[tuple[Group, list[int]]]


Made = tuple[Plan, Mapping[Column, int]]
"""A plan, and the column of each figure that it asks for."""


class Shapes:
    """What the rows of one table are like; keeps what its batches have in common."""

    def __init__(
        self, heads: Sequence[Head], world: World, benchmarks: Sequence[Benchmark]
    ) -> None:
        self.heads = tuple(heads)
        self.repeated = _repeated(self.heads)
        self.world = world
        self.benchmarks = tuple(benchmarks)
        self.book = Codebook(heads, world, self.benchmarks)
        self.lines = Lines(self.book.lock)
        self._kept_kinds: dict[int, tuple[tuple[int, str], ...]] = {}
        self._known: dict[tuple[tuple[int, str], ...], dict[bytes, int]] = {}
        self._plans: dict[tuple[object, ...], Made | None] = {}
        self._derived: dict[tuple[object, ...], list[Benchmark]] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._grouped: dict[bytes, list[tuple[Group, list[int]]]] = {}
        self._ranges = Ranges()

    def of(self, batch: Batch) -> Alike:
        """The lines of the rows of a batch."""
        sector, here = self.book.sectors_of(batch)
        grid = self.book.grids_of(batch)
        kinds = self._kinds([self.book.sectors[s] for s in here if s >= 0])
        parts = [
            Part(sector if len(here) > 1 else here[0], len(self.book.sectors) + 1),
            Part(grid, len(self.book.grids) + 1),
        ]
        texts: list[list[int] | None] = [None, None]
        for column, kind in kinds:
            part, words = self._part(batch, column, kind)
            parts.append(part)
            texts.append(None if words is None else [-1, *map(self.book.text, words)])
        alike = combined(parts, batch.rows)
        for place, ids in enumerate(texts):
            if ids is not None:  # the same number for the same text in every batch
                alike.digits[:, place] = np.array(ids)[alike.digits[:, place]]
        with self.book.lock:
            lines = self._lines_of(batch, alike, kinds)
            tables = self.lines.tables()
        line = alike.each(lines)
        lost = self._lost(batch, sector, here)
        if lost is not None:
            line[lost] = ALONE
        return Alike(line, sector, tables, self._groups(np.unique(lines)))

    def _groups(self, lines: Any) -> list[tuple[Group, list[int]]]:
        """Some lines in groups, found once for the batches that have the same."""
        key = lines.tobytes()
        with self.book.lock:
            if key not in self._grouped:
                if len(self._grouped) > KEPT:
                    self._grouped.clear()
                self._grouped[key] = groups_of(self.lines, lines.tolist())
            return self._grouped[key]

    def _part(self, batch: Batch, column: int, kind: str) -> tuple[Part, list[str] | None]:
        """What tells rows apart in a column, with the text of each code above −1."""
        if kind == "text":
            codes, words = batch.codes(column)
            return Part(codes, len(words) + 1), words
        if kind == "filled":
            filled = batch.filled(column)
            return Part(filled if filled.any() else 0, 2, 0), None
        numbers, units = batch.figures(column, self.heads[column].unit)
        words = units.texts
        if not numbers.some:
            return Part(0, 2, 0), words
        if numbers.least <= 0:  # what is typed as 0 stays 0 in a plan
            nothing = np.where(numbers.values == 0, len(words), 0) + units.codes
            codes = np.where(numbers.filled, nothing, -1)
            return Part(codes, 2 * len(words) + 1), [*words, *(f"0 {unit}" for unit in words)]
        if len(words) == 1:
            return Part(1 if numbers.whole else numbers.filled, 2, 0), words
        return Part(np.where(numbers.filled, units.codes, -1), len(words) + 1), words

    def _lines_of(self, batch: Batch, alike: Combined, kinds: tuple[tuple[int, str], ...]) -> Any:
        """The line of each combination."""
        known = self._known.setdefault(kinds, {})
        digits = np.ascontiguousarray(alike.digits)
        keys = digits.view(f"V{digits.itemsize * digits.shape[1]}").ravel().tolist()
        new = [i for i, key in enumerate(keys) if key not in known]
        if new:
            number = alike.number.take(alike.key)
            order = np.argsort(number, kind="stable")
            ends = np.searchsorted(number[order], [*new, *(i + 1 for i in new)])
            for i, first, end in zip(new, ends, ends[len(new) :], strict=False):
                sector, grid = (int(digit) - 1 for digit in digits[i, :2])
                rows = order[first : min(end, first + TRIES)].tolist()
                known[keys[i]] = self._line(batch, rows, sector, grid)
        return np.array([known[key] for key in keys], np.int64)

    def _line(self, batch: Batch, rows: Sequence[int], sector: int, grid: int) -> int:
        """The line of rows that are alike; ``rows``: some of them."""
        row = rows[0]
        if sector < 0 or grid < 0:
            return ALONE
        layout, columns = self.book.layout(self.book.sectors[sector])
        if any(batch.filled(c)[row] for c in (*columns.measures, *columns.unknown)):
            return ALONE
        cells = {c: as_text(batch.columns[c][row].as_py()) for c in columns.texts}
        has = tuple(self._unit_of(batch, row, c) for c in columns.figures)
        value = self.book.grids[grid]
        place = self.book.places[grid]
        shape = (layout.sector.id, tuple(cells.values()), has, value is not None, place)
        if (*shape, grid) not in self._numbers:
            if shape not in self._plans:
                self._plans[shape] = self._plan(batch, rows, layout, columns)
            made = self._plans[shape]
            if made is not None and layout.sector.derivation:
                moved = self._with_limits_of(grid, made, shape[:2], batch, row)
                made = moved or self._plan(batch, rows, layout, columns)
            self._numbers[*shape, grid] = ALONE
            if made is not None:
                plan, places = made
                self._numbers[*shape, grid] = self.lines.add(
                    plan,
                    grid,
                    lambda unit: cast(Value, value).quantity.to(unit),
                    places,
                    self._coded(plan),
                    self.book.unit(plan.unit),
                )
        return self._numbers[*shape, grid]

    def _coded(self, plan: Plan) -> Callable[[int], int]:
        """The code of the outcome of a pattern under a plan."""
        return lambda pattern: self.book.outcome(plan.decide(pattern))

    def _with_limits_of(
        self, grid: int, made: Made, told: tuple[object, ...], batch: Batch, row: int
    ) -> Made | None:
        """A plan with the limits that are derived with the grid factor of a row.

        ``told``: sector and texts, on which they rest beside it.
        """
        plan, places = made
        if plan.sector is None:
            return None
        key = (*told, grid)
        if key not in self._derived:
            region, year = (batch.cell(row, cast(int, self.book.at[k])) for k in ("region", "year"))
            self._derived[key] = derived_benchmarks(
                self.world, plan.sector, region, cast(int, as_integer(year)), dict(plan.variants)
            )
        moved = under(plan, self._derived[key])
        return None if moved is None else (moved, places)

    def _plan(
        self, batch: Batch, rows: Sequence[int], layout: Layout, columns: Columns
    ) -> Made | None:
        """The plan of rows that are alike, from the first of them that tells for the others; None
        where no plan can express them."""
        for row in rows:
            cells = batch.text(row)
            try:
                project = project_of(cells, layout, self.world)
                plan = make_plan(project, self.world, self.benchmarks)
            except CarbonEiaError:  # whatever is wrong is told row by row
                continue
            if plan is not None:
                return plan, places_of(layout, columns, cells)
        return None

    def _unit_of(self, batch: Batch, row: int, column: int) -> tuple[str, bool] | None:
        """The unit of a figure of a row, and whether the figure is 0; None where there is none."""
        numbers, units = batch.figures(column, self.heads[column].unit)
        if not numbers.filled[row]:
            return None
        return units.texts[units.codes[row]], not numbers.values[row]

    def _lost(self, batch: Batch, sector: Any, here: Any) -> Any:
        """Rows that go alone because of a cell: its number, its range, a name; None for none."""
        name, code = self.book.at["name"], self.book.at["code"]
        if name is None:
            return np.ones(batch.rows, bool)
        lost = [batch.unfit(name, required=True), may_be_totals(batch.columns[name])]
        lost.append(batch.marked())
        for columns_of_one in self.repeated:
            lost.append(np.sum([batch.filled(c) for c in columns_of_one], axis=0) > 1)
        if code is not None:
            lost += [batch.unfit(code, required=False), batch.scientific(code)]
        odd: set[int] = set()
        for s in here:
            if s < 0:
                continue
            layout, columns = self.book.layout(self.book.sectors[s])
            for column in columns.figures:
                numbers, units = batch.figures(column, self.heads[column].unit)
                if column not in odd:
                    odd.add(column)
                    if not numbers.clean:
                        lost.append(numbers.odd & numbers.filled)
                    if numbers.least < 0:
                        lost.append(numbers.values < 0)
                if numbers.some and not self._ranges.inside(numbers, units, layout, column):
                    beyond = self._ranges.outside(numbers, units, layout, column)
                    lost.append(beyond if len(here) == 1 else beyond & (sector == s))
        some = [x for x in lost if x is not None]
        return np.logical_or.reduce(some) if some else None

    def _kinds(self, sectors: Sequence[str]) -> tuple[tuple[int, str], ...]:
        """The columns that shape the rows of some sectors, and of all that were met before."""
        with self.book.lock:
            for sector in sectors:
                self.book.layout(sector)
            if len(self.book.layouts) not in self._kept_kinds:
                self._kept_kinds = {len(self.book.layouts): self._kinds_now()}
            return self._kept_kinds[len(self.book.layouts)]

    def _kinds_now(self) -> tuple[tuple[int, str], ...]:
        kinds = {
            (column, kind)
            for _, columns in self.book.layouts.values()
            for kind, some in (
                ("figure", columns.figures),
                ("text", columns.texts),
                ("filled", (*columns.measures, *columns.unknown)),
            )
            for column in some
        }
        told = {column for column, kind in kinds if kind != "filled"}
        return tuple(sorted(k for k in kinds if k[1] != "filled" or k[0] not in told))


def _repeated(heads: Sequence[Head]) -> list[list[int]]:
    """The columns that state one field of the project, where several do."""
    stated: dict[Target, list[int]] = {}
    for column, head in enumerate(heads):
        target = plain_target(head.label) if head.fixed is None else None
        if target is not None and target.section != "row" and target.key != "saves":
            stated.setdefault(target._replace(field=None, is_main=False), []).append(column)
    return [columns for columns in stated.values() if len(columns) > 1]
