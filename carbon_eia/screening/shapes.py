"""Which rows of a batch are alike: a line for each, made once from a plan (see ``plan``).

Rows are alike when their sector, texts, filled cells, units and grid factor are: then the same
formulas, limits and verdicts hold for them, and only figures differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from threading import RLock
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from carbon_eia.benchmarks import Benchmark, derived_benchmarks
from carbon_eia.errors import CarbonEiaError
from carbon_eia.reference import Value, World
from carbon_eia.screening.cells import as_integer, as_text
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.combine import Combined, Part, combined
from carbon_eia.screening.heads import Head, Target, plain_target
from carbon_eia.screening.lines import ALONE, Group, Lines, Tables, groups_of
from carbon_eia.screening.meaning import OWN, Columns, Ranges, columns_of, places_of
from carbon_eia.screening.outcome import Outcome
from carbon_eia.screening.plan import Plan, make_plan, neutral, under
from carbon_eia.screening.rows import Layout, layout_of, project_of
from carbon_eia.screening.sums import Column

__all__ = ["Alike", "Shapes"]

Method = TypeVar("Method", bound=Callable[..., Any])


def _alone_at_a_time(method: Method) -> Method:
    """A method that one thread at a time may be in."""

    @wraps(method)
    def held(self: Shapes, *args: Any) -> Any:
        with self._lock:
            return method(self, *args)

    return cast(Method, held)


KEPT = 64
"""Sets of lines whose groups are remembered."""


FEW = 1000
"""Pairs of region and year that are looked up without asking which of them occur."""


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
        self.world = world
        self.benchmarks = tuple(benchmarks)
        self.outcomes: list[Outcome] = []
        self.units: list[str] = []
        self.sectors: list[str] = []
        self.grids: list[Value | None] = []
        self.lines = Lines()
        self._outcome_codes: dict[Outcome, int] = {}
        self._unit_codes: dict[str, int] = {}
        self._sector_ids: dict[str, str | None] = {}
        self._grid_codes: dict[tuple[str, str], int] = {}
        self._grid_ids: dict[str, int] = {}
        self._layouts: dict[str, tuple[Layout, Columns]] = {}
        self._kept_kinds: dict[int, tuple[tuple[int, str], ...]] = {}
        self._texts: dict[str, int] = {}
        self._known: dict[tuple[tuple[int, str], ...], dict[bytes, int]] = {}
        self._plans: dict[tuple[object, ...], Made | None] = {}
        self._derived: dict[tuple[object, ...], list[Benchmark]] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._grouped: dict[bytes, list[tuple[Group, list[int]]]] = {}
        self._ranges = Ranges()
        self._lock = RLock()  # threads that share these add to them one at a time
        self.at = {key: self.place("project", key) for key in OWN}

    def place(self, section: str, key: str) -> int | None:
        """The column of a field that does not depend on the sector."""
        for i, head in enumerate(self.heads):
            target = None if head.fixed else plain_target(head.label)
            if target is not None and (target.section, target.key) == (section, key):
                return i
        return None

    def of(self, batch: Batch) -> Alike:
        """The lines of the rows of a batch."""
        sector, here = self._sectors_of(batch)
        grid = self._grids_of(batch)
        kinds = self._kinds([self.sectors[s] for s in here if s >= 0])
        parts = [
            Part(sector if len(here) > 1 else here[0], len(self.sectors) + 1),
            Part(grid, len(self.grids) + 1),
        ]
        texts: list[list[int] | None] = [None, None]
        for column, kind in kinds:
            part, words = self._part(batch, column, kind)
            parts.append(part)
            texts.append(None if words is None else [-1, *map(self._text, words)])
        alike = combined(parts, batch.rows)
        for place, ids in enumerate(texts):
            if ids is not None:  # the same number for the same text in every batch
                alike.digits[:, place] = np.array(ids)[alike.digits[:, place]]
        with self._lock:
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
        with self._lock:
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
        if not numbers.some:
            return Part(0, 2, 0), units.texts
        if len(units.texts) == 1:
            return Part(1 if numbers.whole else numbers.filled, 2, 0), units.texts
        return Part(np.where(numbers.filled, units.codes, -1), len(units.texts) + 1), units.texts

    def _lines_of(self, batch: Batch, alike: Combined, kinds: tuple[tuple[int, str], ...]) -> Any:
        """The line of each combination."""
        known = self._known.setdefault(kinds, {})
        digits = np.ascontiguousarray(alike.digits)
        keys = digits.view(f"V{digits.itemsize * digits.shape[1]}").ravel().tolist()
        new = [i for i, key in enumerate(keys) if key not in known]
        if new:
            first = np.zeros(len(keys), np.int64)
            number = alike.number.take(alike.key)
            first[number[::-1]] = np.arange(batch.rows)[::-1]
            for i in new:
                sector, grid = (int(digit) - 1 for digit in digits[i, :2])
                known[keys[i]] = self._line(batch, int(first[i]), sector, grid)
        return np.array([known[key] for key in keys], np.int64)

    def _line(self, batch: Batch, row: int, sector: int, grid: int) -> int:
        """The line of rows that are like one of them."""
        if sector < 0 or grid < 0:
            return ALONE
        layout, columns = self.layout(self.sectors[sector])
        if any(batch.filled(c)[row] for c in (*columns.measures, *columns.unknown)):
            return ALONE
        cells = {c: as_text(batch.columns[c][row].as_py()) for c in columns.texts}
        has = tuple(self._unit_of(batch, row, c) for c in columns.figures)
        value = self.grids[grid]
        shape = (layout.sector.id, tuple(cells.values()), has, value is not None)
        if (*shape, grid) not in self._numbers:
            if shape not in self._plans:
                self._plans[shape] = self._plan(batch, row, layout, columns, cells, has)
            made = self._plans[shape]
            if made is not None and layout.sector.derivation:
                made = self._with_limits_of(grid, made, shape[:2], batch, row) or self._plan(
                    batch, row, layout, columns, cells, has
                )
            self._numbers[*shape, grid] = ALONE
            if made is not None:
                plan, places = made
                self._numbers[*shape, grid] = self.lines.add(
                    plan,
                    grid,
                    lambda unit: cast(Value, value).quantity.to(unit),
                    places,
                    [self.outcome(o) for o in plan.outcomes],
                    self.unit(plan.unit),
                )
        return self._numbers[*shape, grid]

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
            region, year = (batch.cell(row, cast(int, self.at[k])) for k in ("region", "year"))
            self._derived[key] = derived_benchmarks(
                self.world, plan.sector, region, cast(int, as_integer(year)), dict(plan.variants)
            )
        moved = under(plan, self._derived[key])
        return None if moved is None else (moved, places)

    def _plan(
        self,
        batch: Batch,
        row: int,
        layout: Layout,
        columns: Columns,
        cells: Mapping[int, str],
        has: Sequence[str | None],
    ) -> Made | None:
        """The plan of a row, from one with neutral figures; None where no plan can express it."""
        line = [""] * len(self.heads)
        for column, text in cells.items():
            line[column] = text
        for column, here in zip(columns.figures, has, strict=True):
            target = layout.targets[column]
            assert isinstance(target, Target)
            if here is not None and target.field is not None:
                own = "" if self.heads[column].unit else here
                line[column] = f"{neutral(target.field, here)} {own}".strip()
        for name in ("sector", "region", "year"):
            place = self.at[name]
            if place is not None:
                line[place] = batch.cell(row, place)
        name_at = self.at["name"]
        if name_at is not None:
            line[name_at] = "x"
        try:
            project = project_of(line, layout, self.world)
            plan = make_plan(project, self.world, self.benchmarks)
        except CarbonEiaError:  # whatever is wrong is told row by row
            return None
        return None if plan is None else (plan, places_of(layout, columns, line))

    def _unit_of(self, batch: Batch, row: int, column: int) -> str | None:
        """The unit in which a row states a figure; None where the cell is blank."""
        numbers, units = batch.figures(column, self.heads[column].unit)
        return units.texts[units.codes[row]] if numbers.filled[row] else None

    def _lost(self, batch: Batch, sector: Any, here: Any) -> Any:
        """Rows that go alone because of a cell: its number, its range, a name; None for none."""
        name, code = self.at["name"], self.at["code"]
        if name is None:
            return np.ones(batch.rows, bool)
        lost = [batch.unfit(name, required=True)]
        if code is not None:
            lost.append(batch.unfit(code, required=False))
        odd: set[int] = set()
        for s in here:
            if s < 0:
                continue
            layout, columns = self.layout(self.sectors[s])
            for column in columns.figures:
                numbers, units = batch.figures(column, self.heads[column].unit)
                if not numbers.clean and column not in odd:
                    odd.add(column)
                    lost.append(numbers.odd & numbers.filled)
                if numbers.some and not self._ranges.inside(numbers, units, layout, column):
                    beyond = self._ranges.outside(numbers, units, layout, column)
                    lost.append(beyond if len(here) == 1 else beyond & (sector == s))
        some = [x for x in lost if x is not None]
        return np.logical_or.reduce(some) if some else None

    def _kinds(self, sectors: Sequence[str]) -> tuple[tuple[int, str], ...]:
        """The columns that shape the rows of some sectors, and of all that were met before."""
        with self._lock:
            for sector in sectors:
                self.layout(sector)
            if len(self._layouts) not in self._kept_kinds:
                self._kept_kinds = {len(self._layouts): self._kinds_now()}
            return self._kept_kinds[len(self._layouts)]

    def _kinds_now(self) -> tuple[tuple[int, str], ...]:
        kinds = {
            (column, kind)
            for _, columns in self._layouts.values()
            for kind, some in (
                ("figure", columns.figures),
                ("text", columns.texts),
                ("filled", (*columns.measures, *columns.unknown)),
            )
            for column in some
        }
        told = {column for column, kind in kinds if kind != "filled"}
        return tuple(sorted(k for k in kinds if k[1] != "filled" or k[0] not in told))

    @_alone_at_a_time
    def layout(self, sector: str) -> tuple[Layout, Columns]:
        """What the columns mean in a sector."""
        if sector not in self._layouts:
            layout = layout_of(self.heads, sector, self.world)
            self._layouts[sector] = layout, columns_of(layout)
        return self._layouts[sector]

    def _sectors_of(self, batch: Batch) -> tuple[Any, list[int]]:
        """The code of the sector of each row, −1 for one that is not known; and those there are."""
        column = self.at["sector"]
        if column is None:
            return np.full(batch.rows, -1, np.int32), [-1]
        codes, texts = batch.codes(column)
        known = []
        for text in texts:
            if text not in self._sector_ids:
                self._sector_ids[text] = self.world.sector_id(text)
            ident = self._sector_ids[text]
            known.append(-1 if ident is None else self.sector_code(ident))
        blank = [-1] if codes.min() < 0 else []
        return np.array([*known, -1], np.int32).take(codes, mode="wrap"), sorted({*known, *blank})

    @_alone_at_a_time
    def sector_code(self, ident: str) -> int:
        """The index of a sector in ``sectors``."""
        if ident not in self.sectors:
            self.sectors.append(ident)
        return self.sectors.index(ident)

    def _grids_of(self, batch: Batch) -> Any:
        """The code of the grid factor of each row: −1 for a region or year that is not known."""
        region, year = self.at["region"], self.at["year"]
        if region is None or year is None:
            return np.full(batch.rows, -1, np.int32)
        regions, years = batch.codes(region), batch.codes(year)
        width = len(years.texts) + 1
        pairs = np.multiply(regions.codes, width, dtype=np.int64)
        pairs += years.codes
        pairs += width + 1
        size = width * (len(regions.texts) + 1)
        here = range(size) if size <= FEW else np.flatnonzero(np.bincount(pairs, minlength=1))
        known = np.full(size, -1, np.int32)
        for pair in here:
            place, when = int(pair) // width, int(pair) % width
            if place and when:
                known[pair] = self._grid_code(regions.texts[place - 1], years.texts[when - 1])
        return known.take(pairs)

    @_alone_at_a_time
    def _grid_code(self, region: str, year: str) -> int:
        key = region, year
        if key not in self._grid_codes:
            whole = as_integer(year)
            if whole is None or not 2000 <= whole <= 2100 or self.world.region_name(region) is None:
                self._grid_codes[key] = -1
            else:
                value = self.world.electricity(region, whole)
                ident = "" if value is None else value.citation.id
                if ident not in self._grid_ids:
                    self._grid_ids[ident] = len(self.grids)
                    self.grids.append(value)
                self._grid_codes[key] = self._grid_ids[ident]
        return self._grid_codes[key]

    @_alone_at_a_time
    def _text(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))

    @_alone_at_a_time
    def outcome(self, outcome: Outcome) -> int:
        """The index of an outcome in ``outcomes``."""
        if outcome not in self._outcome_codes:
            self._outcome_codes[outcome] = len(self.outcomes)
            self.outcomes.append(outcome)
        return self._outcome_codes[outcome]

    @_alone_at_a_time
    def unit(self, text: str) -> int:
        """The index of a unit in ``units``."""
        if text not in self._unit_codes:
            self._unit_codes[text] = len(self.units)
            self.units.append(text)
        return self._unit_codes[text]
