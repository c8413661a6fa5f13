"""A batch of rows → a verdict or an error for each, the same as one by one.

Rows are put together by shape (see ``plan``); each shape is evaluated at once. A row whose figures
floats do not decide is evaluated with exact fractions; one that no plan can express is assessed
alone, as a project file of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import wraps
from threading import RLock
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import Benchmark
from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.project import Project
from carbon_eia.reference import Value, World
from carbon_eia.screening.cells import as_integer, as_text, is_blank
from carbon_eia.screening.columns import Batch, combined, groups
from carbon_eia.screening.found import RowError, Screened, nothing
from carbon_eia.screening.heads import Head, Target, normal, plain_target
from carbon_eia.screening.kernel import evaluate, exactly, in_floats, printed, small
from carbon_eia.screening.meaning import OWN, Columns, columns_of, inside, outside, places_of
from carbon_eia.screening.outcome import (
    Figures,
    Outcome,
    figures_of,
    main_intensity,
    outcome_of,
    shown_intensity,
)
from carbon_eia.screening.plan import Plan, make_plan, neutral
from carbon_eia.screening.rows import Layout, layout_of, project_of
from carbon_eia.units import parse_number, parse_quantity

__all__ = ["Screener"]

TOTALS = ("合计", "总计", "小计", "共计", "total", "sum", "subtotal")
"""How a row of totals begins: it has no sector."""

Method = TypeVar("Method", bound=Callable[..., Any])


def _alone_at_a_time(method: Method) -> Method:
    """A method that one thread at a time may be in."""

    @wraps(method)
    def held(self: Screener, *args: Any) -> Any:
        with self._lock:
            return method(self, *args)

    return cast(Method, held)


class Shape(NamedTuple):
    """A plan, the same in floats, and the column of each figure that it asks for."""

    plan: Plan
    floats: Plan
    places: dict[tuple[int | str, str], int]


class Screener:
    """Screens batches of one table: its heads, the reference on a day, and the admission values.

    Keeps the layouts, plans and look-ups that batches have in common.
    """

    def __init__(
        self, heads: Sequence[Head], world: World, benchmarks: Sequence[Benchmark] = ()
    ) -> None:
        self.heads = tuple(heads)
        self.world = world
        self.benchmarks = tuple(benchmarks)
        self.outcomes: list[Outcome] = []
        self.units: list[str] = []
        self.sectors: list[str] = []
        self._outcome_codes: dict[Outcome, int] = {}
        self._unit_codes: dict[str, int] = {}
        self._layouts: dict[str, tuple[Layout, Columns]] = {}
        self._shapes: dict[tuple[object, ...], Shape | None] = {}
        self._plans: dict[tuple[object, ...], Shape] = {}
        self._grids: list[Value | None] = []
        self._grid_factors: dict[str, Any] = {}
        self._grid_codes: dict[tuple[str, str], int] = {}
        self._grid_ids: dict[str, int] = {}
        self._sector_ids: dict[str, str | None] = {}
        self._lock = RLock()  # threads that share a screener add to these one at a time
        self.at = {key: self.place("project", key) for key in OWN}

    def place(self, section: str, key: str) -> int | None:
        """The column of a field that does not depend on the sector."""
        for i, head in enumerate(self.heads):
            target = None if head.fixed else plain_target(head.label)
            if target is not None and (target.section, target.key) == (section, key):
                return i
        return None

    # --- one batch

    def screen(self, batch: Batch) -> Screened:
        """The verdict or the errors of every row of a batch."""
        found = nothing(batch.rows)
        alone = self._unfit(batch)
        self._assign_sectors(batch, found)
        grid = self._grid(batch)
        for code in np.flatnonzero(np.bincount(found.sector + 1)) - 1:
            rows = np.flatnonzero(found.sector == code)
            if code < 0:
                alone[rows] = True
                continue
            self._sector(batch, rows, self.sectors[code], grid, found, alone)
        for row in np.flatnonzero(alone):
            self.alone(batch, int(row), found)
        return found

    def _assign_sectors(self, batch: Batch, found: Screened) -> None:
        column = self.at["sector"]
        if column is None:
            return
        codes, texts = batch.codes(column)
        known = []
        for text in texts:
            if text not in self._sector_ids:
                self._sector_ids[text] = self.world.sector_id(text)
            ident = self._sector_ids[text]
            known.append(-1 if ident is None else self.sector_code(ident))
        found.sector[:] = np.array([*known, -1], np.int32)[codes]

    @_alone_at_a_time
    def sector_code(self, ident: str) -> int:
        """The index of a sector in ``sectors``."""
        if ident not in self.sectors:
            self.sectors.append(ident)
        return self.sectors.index(ident)

    def sector_name(self, ident: str, lang: str) -> str:
        """The name of a sector in a language."""
        name: str = self.world.sectors()[ident]["en" if lang == "en" else "zh"]
        return name

    def _grid(self, batch: Batch) -> Any:
        """The code of the grid factor of each row: −1 for a region or year that is not known."""
        region, year = self.at["region"], self.at["year"]
        if region is None or year is None:
            return np.full(batch.rows, -1, np.int64)
        regions, years = batch.codes(region), batch.codes(year)
        width = len(years.texts) + 1
        pairs = (regions.codes + 1) * width + years.codes + 1
        here = np.bincount(pairs, minlength=1)
        known = np.full(len(here), -1, np.int64)
        for pair in np.flatnonzero(here):
            place, when = int(pair) // width, int(pair) % width
            if place and when:
                known[pair] = self._grid_code(regions.texts[place - 1], years.texts[when - 1])
        return known[pairs]

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
                    self._grid_ids[ident] = len(self._grids)
                    self._grids.append(value)
                self._grid_codes[key] = self._grid_ids[ident]
        return self._grid_codes[key]

    # --- one sector of a batch

    @_alone_at_a_time
    def layout(self, sector: str) -> tuple[Layout, Columns]:
        """What the columns mean in a sector."""
        if sector not in self._layouts:
            layout = layout_of(self.heads, sector, self.world)
            self._layouts[sector] = layout, columns_of(layout)
        return self._layouts[sector]

    def _sector(
        self, batch: Batch, rows: Any, sector: str, grid: Any, found: Screened, alone: Any
    ) -> None:
        layout, columns = self.layout(sector)
        lost = (grid[rows] < 0) | alone[rows]
        for column in (*columns.measures, *columns.unknown):
            filled = batch.filled(column)
            if filled.any():
                lost |= filled[rows]
        for column in columns.figures:
            numbers, units = batch.figures(column, self.heads[column].unit)
            if not numbers.clean:
                lost |= numbers.odd[rows] & numbers.filled[rows]
            if numbers.some and not inside(numbers, units, layout, column):
                beyond = outside(numbers.values[rows], units, rows, layout, column)
                lost |= beyond & numbers.filled[rows]
        if lost.any():
            alone[rows[lost]] = True
            rows = rows[~lost]
        if not len(rows):
            return
        texts = [batch.codes(c).codes[rows] for c in columns.texts]
        shaped: list[Any] = []
        for column in columns.figures:
            numbers, units = batch.figures(column, self.heads[column].unit)
            if len(units.texts) > 1:
                shaped.append(np.where(numbers.filled[rows], units.codes[rows], -1))
            elif numbers.some and not numbers.whole:
                shaped.append(numbers.filled[rows])
        by_grid = bool(layout.sector.derivation)
        known = self._known(grid[rows])
        for part in groups(combined([*texts, *shaped, known], len(rows))):
            self._shape(batch, rows[part], layout, columns, grid, found, alone, by_grid)

    def _known(self, grid: Any) -> Any:
        has = np.array([g is not None for g in self._grids], np.int64)
        return has[grid]

    def _unfit(self, batch: Batch) -> Any:
        """Rows whose name or code is missing or cannot stand in a document."""
        name, code = self.at["name"], self.at["code"]
        if name is None:
            return np.ones(batch.rows, bool)
        unfit = batch.unfit(name, required=True)
        return unfit if code is None else unfit | batch.unfit(code, required=False)

    def _shape(
        self,
        batch: Batch,
        rows: Any,
        layout: Layout,
        columns: Columns,
        grid: Any,
        found: Screened,
        alone: Any,
        by_grid: bool,
    ) -> None:
        if not by_grid:
            parts = [(rows[0], rows)]
        else:  # limits that are derived may differ from one grid factor to the next
            parts = self._by_plan(batch, rows, layout, columns, grid)
        for first, part in parts:
            shape = self._shape_of(batch, int(first), layout, columns, int(grid[first]), by_grid)
            if shape is None:
                alone[part] = True
            else:
                self._evaluate(shape, batch, part, grid, found)

    def _by_plan(
        self, batch: Batch, rows: Any, layout: Layout, columns: Columns, grid: Any
    ) -> list[tuple[Any, Any]]:
        """The rows of each plan of a shape, with one of them: grid factors share most plans."""
        codes = grid[rows]
        firsts = {int(c): rows[np.argmax(codes == c)] for c in np.flatnonzero(np.bincount(codes))}
        plans: dict[int, tuple[Any, list[int]]] = {}
        for code, first in firsts.items():
            shape = self._shape_of(batch, int(first), layout, columns, code, True)
            plans.setdefault(id(shape), (first, []))[1].append(code)
        if len(plans) == 1:
            return [(rows[0], rows)]
        return [(first, rows[np.isin(codes, of)]) for first, of in plans.values()]

    @_alone_at_a_time
    def _shape_of(
        self, batch: Batch, row: int, layout: Layout, columns: Columns, grid: int, by_grid: bool
    ) -> Shape | None:
        cells = {c: as_text(batch.columns[c][row].as_py()) for c in columns.texts}
        has = tuple(self._unit_of(batch, row, c) for c in columns.figures)
        which = grid if by_grid else self._grids[grid] is not None
        key = (layout.sector.id, tuple(cells.values()), has, which)
        if key not in self._shapes:
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
                plan = None
            places = places_of(layout, columns, line)
            if plan is None:
                self._shapes[key] = None
            else:
                same = (key[:-1], plan._replace(terms=()))
                made = Shape(plan, in_floats(plan), places)
                self._shapes[key] = self._plans.setdefault(same, made)
        return self._shapes[key]

    def _unit_of(self, batch: Batch, row: int, column: int) -> str | None:
        """The unit in which a row states a figure; None where the cell is blank."""
        numbers, units = batch.figures(column, self.heads[column].unit)
        return units.texts[units.codes[row]] if numbers.filled[row] else None

    # --- figures

    def _evaluate(self, shape: Shape, batch: Batch, rows: Any, grid: Any, found: Screened) -> None:
        _, plan, places = shape
        codes = [self._code(o) for o in plan.outcomes]
        found.how[rows] = 0
        found.outcome[rows] = codes[0]
        if plan.admission is not None:
            found.figures["admission"][rows] = plan.admission
        if plan.advanced is not None:
            found.figures["advanced"][rows] = plan.advanced
        if not plan.complete:
            return

        def column(where: int | str, key: str) -> Any:
            at = places[where, key]
            return batch.figures(at, self.heads[at].unit)[0].values[rows]

        result = evaluate(plan, column, lambda unit: self._factors(unit)[grid[rows]])
        total = np.broadcast_to(np.asarray(result.total, float), rows.shape)
        value = result.intensity
        if value is not None:
            value = np.broadcast_to(np.asarray(value, float), rows.shape)
        result = result._replace(total=total, intensity=value)
        out = printed(plan, result)
        found.figures["total"][rows] = out.total
        if value is not None:
            found.figures["intensity"][rows] = out.intensity
            found.unit[rows] = self._unit(plan.unit)
        if out.gap is not None:
            found.figures["gap"][rows] = out.gap
        if plan.judged and value is not None:
            index = (value <= plan.admission) * np.int8(2)
            if plan.advanced is not None:
                index += value <= plan.advanced
            found.outcome[rows] = np.array(codes, np.int32)[index]
        for i in np.flatnonzero(out.doubtful):
            self._exact(shape, batch, int(rows[i]), codes, int(grid[rows[i]]), found)

    @_alone_at_a_time
    def _factors(self, unit: str) -> Any:
        """The grid factor of each code, in a unit."""
        known = self._grid_factors.get(unit)
        if known is None or len(known) < len(self._grids):
            known = np.array(
                [np.nan if g is None else float(g.quantity.to(unit)) for g in self._grids]
            )
            self._grid_factors[unit] = known
        return known

    def _exact(
        self,
        shape: Shape,
        batch: Batch,
        row: int,
        codes: list[int],
        grid: int,
        found: Screened,
    ) -> None:
        """One row with the decimals that were typed."""
        plan, _, places = shape
        cells = batch.text(row)

        def column(where: int | str, key: str) -> Fraction:
            at = places[where, key]
            text = cells[at]
            return parse_number(text) if self.heads[at].unit else parse_quantity(text).value

        value = self._grids[grid]

        def factor(unit: str) -> Fraction:
            assert value is not None
            return value.quantity.to(unit)

        result = evaluate(plan, column, factor, bounded=False)
        within, better, total, intensity, gap = exactly(plan, result.total, result.intensity)
        found.how[row] = 1
        found.figures["total"][row] = total
        found.figures["intensity"][row] = intensity
        found.figures["gap"][row] = gap
        if plan.judged:
            found.outcome[row] = codes[within * 2 + better]

    # --- one row alone

    def alone(self, batch: Batch, row: int, found: Screened) -> None:
        """Enter what a row of a batch says as a project of its own."""
        cells = batch.text(row)
        number = int(batch.row_numbers[row])
        try:
            self.record(row, self.project(cells), found)
        except CarbonEiaError as error:
            for p in error.problems:
                found.errors.append(self._error(number, p, cells))

    def record(self, row: int, project: Project, found: Screened) -> None:
        """Assess one project alone and enter what is found.

        Raises InputError where its figures do not fit together.
        """
        a = assess(project, self.world, self.benchmarks)
        _, admission, _ = main_intensity(a)
        found.how[row] = 2
        found.outcome[row] = self._code(outcome_of(a.decision, admission))
        self._record(row, figures_of(a), found)

    def project(self, cells: Sequence[str]) -> Project:
        """The project that the cells of a row state.

        Raises InputError with every problem of the row.
        """
        column = self.at["sector"]
        text = "" if column is None else cells[column]
        ident = self.world.sector_id(text)
        if ident is None:
            if is_blank(text) and any(normal(c).startswith(TOTALS) for c in cells):
                raise InputError(Problem("CE-S008"))
            several = self.world.sector_ids(text)
            code = "CE-P003" if is_blank(text) else "CE-P027" if several else "CE-P010"
            from difflib import get_close_matches

            known = self.world.names("sector")
            meant = "、".join(get_close_matches(text[:60], known, n=3, cutoff=0.4) or known[:6])
            head = "行业" if column is None else self.heads[column].text
            params: dict[str, object] = {
                "key": "sector",
                "section": "project",
                "value": text,
                "meant": meant,
                "known": "、".join(self.world.sector_label(i) for i in several),
            }
            raise InputError(Problem(code, Place(key=head), params))
        return project_of(cells, self.layout(ident)[0], self.world)

    def _error(self, number: int, problem: Problem, cells: Sequence[str]) -> RowError:
        key = problem.place.key
        value = next((c for h, c in zip(self.heads, cells, strict=True) if h.text == key), "")
        return RowError(number, key, value, problem)

    def _record(self, row: int, figures: Figures, found: Screened) -> None:
        limits = [x for x in (figures.admission, figures.advanced) if x is not None]
        held = found.figures
        if figures.total is not None:
            held["total"][row] = float(small(figures.total))
        if figures.intensity is not None:
            held["intensity"][row] = float(shown_intensity(figures.intensity, limits))
            found.unit[row] = self._unit(figures.unit)
        if figures.admission is not None:
            held["admission"][row] = float(figures.admission)
        if figures.advanced is not None:
            held["advanced"][row] = float(figures.advanced)
        if figures.gap is not None:
            held["gap"][row] = float(small(figures.gap))

    @_alone_at_a_time
    def _code(self, outcome: Outcome) -> int:
        if outcome not in self._outcome_codes:
            self._outcome_codes[outcome] = len(self.outcomes)
            self.outcomes.append(outcome)
        return self._outcome_codes[outcome]

    @_alone_at_a_time
    def _unit(self, text: str) -> int:
        if text not in self._unit_codes:
            self._unit_codes[text] = len(self.units)
            self.units.append(text)
        return self._unit_codes[text]
