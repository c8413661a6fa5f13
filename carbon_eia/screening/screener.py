"""A batch of rows → a verdict or an error for each, the same as one by one.

Rows that are alike (see ``planned_rows``) are evaluated at once. A row whose figures floats do not
decide is evaluated with exact fractions; one that no plan can express is assessed alone, as a
project file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark
from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import Project
from carbon_eia.reference import World
from carbon_eia.screening.arrays import Integers
from carbon_eia.screening.cells import is_blank
from carbon_eia.screening.column_heads import ColumnHead
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.evaluation import in_fractions, two_decimals
from carbon_eia.screening.identity import is_total, says_total
from carbon_eia.screening.marks import ALWAYS, CellMark
from carbon_eia.screening.outcome import (
    Figures,
    deciding_intensity,
    figures_of,
    outcome_of,
    shown_intensity,
)
from carbon_eia.screening.planned_rows import ALONE, UNDECIDED, PlannedRows, Shapes
from carbon_eia.screening.row_results import HOW, RowError, Screened, nothing
from carbon_eia.screening.rows import project_of_row, sector_problems
from carbon_eia.screening.symbolic_sums import GridFactor, TypedFigure
from carbon_eia.screening.totals import total_problem, totals_by_sum
from carbon_eia.units import parse_number, parse_quantity

__all__ = ["Screener"]


class Screener:
    """Screens batches of one table: its heads, the reference on a day, and the admission values.

    ``outcomes``, ``units``, ``sectors``: what the codes of its results stand for. ``ordered``: see
    ``Job``.
    """

    def __init__(
        self,
        heads: Sequence[ColumnHead],
        world: World,
        benchmarks: Sequence[Benchmark] = (),
        ordered: bool = True,
    ) -> None:
        self.heads = tuple(heads)
        self.ordered = ordered
        self.world = world
        self.benchmarks = tuple(benchmarks)
        self.shapes = Shapes(self.heads, world, self.benchmarks)
        self.outcomes = self.shapes.book.outcomes.values
        self.units = self.shapes.book.units.values
        self.sectors = self.shapes.book.sectors.values

    def place(self, section: str, key: str) -> int | None:
        """The column of a field that does not depend on the sector."""
        return self.shapes.book.place(section, key)

    def sector_name(self, ident: str, lang: str) -> str:
        """The name of a sector in a language."""
        name: str = self.world.sectors()[ident]["en" if lang == "en" else "zh"]
        return name

    # --- one batch

    def screen(self, batch: Batch) -> Screened:
        """The verdict or the errors of every row of a batch."""
        if not batch.rows:
            return nothing(0)
        alike = self.shapes.of(batch)
        found = nothing(batch.rows)._replace(sector=alike.sector)
        doubtful: list[int] = []
        alone: list[int] = []
        for number, rows in alike.blocks():
            if number == ALONE:
                alone += rows.tolist()
                continue
            unsure, beyond = self._planned(batch, number, rows, alike.grid[rows], found)
            doubtful += unsure
            alone += beyond
        totals = totals_by_sum(batch, self.shapes.book) if self.ordered else {}
        for row, addends in totals.items():
            found.clear(row)
            problem = total_problem(addends)
            found.errors.append(self._error(int(batch.row_numbers[row]), problem, batch.text(row)))
        for row in sorted({*doubtful} - {*alone, *totals}):
            planned = self.shapes.plans[alike.plan[row]]
            self._exact(batch, row, planned, int(alike.grid[row]), found)
        for row in sorted({*alone} - {*totals}):
            self.alone(batch, row, found)
        return found

    def _planned(
        self, batch: Batch, number: int, rows: Integers, grid: Integers, found: Screened
    ) -> tuple[list[int], list[int]]:
        """Enter what the plan of some rows says of them; those that floats do not decide, and those
        for which it does not speak."""
        planned = self.shapes.plans[number]
        figures = self.shapes.evaluated(batch, planned, rows, grid)
        admission, advanced = planned.limits(grid)
        for name, values in (
            ("total", figures.total),
            ("intensity", figures.intensity),
            ("admission", admission),
            ("advanced", advanced),
            ("gap", figures.gap),
        ):
            found.figures[name][rows] = np.nan if values is None else values
        beyond = rows[figures.outside].tolist()
        new = ~figures.doubtful & ~figures.outside
        new &= planned.outcomes[figures.pattern] == UNDECIDED
        for row, pattern in zip(rows[new].tolist(), figures.pattern[new].tolist(), strict=True):
            if planned.outcomes[pattern] == UNDECIDED:
                beyond += [] if self._decide(batch, row, planned, pattern) else [row]
        found.outcome[rows] = planned.outcomes[figures.pattern]
        plan = planned.plan
        if plan.total is not None and plan.denominator is not None:
            found.unit[rows] = self.shapes.book.units.code(plan.unit)
        found.how[rows] = HOW.index("kernel")
        found.clear(beyond)
        return rows[figures.doubtful].tolist(), beyond

    def _exact(
        self, batch: Batch, row: int, planned: PlannedRows, grid: int, found: Screened
    ) -> None:
        """One row with the decimals that were typed."""
        cells = batch.text(row)

        def part(of: TypedFigure | GridFactor) -> Fraction:
            if isinstance(of, GridFactor):
                factor = self.shapes.book.factor(grid)
                assert factor is not None
                return factor.quantity.to(of.unit)
            at = planned.columns[of]
            text = cells[at]
            return parse_number(text) if self.heads[at].unit else parse_quantity(text).value

        exact = in_fractions(planned.of_grid(grid), part)
        is_decided = exact.inside and (
            planned.outcomes[exact.pattern] != UNDECIDED
            or self._decide(batch, row, planned, exact.pattern)
        )
        if not is_decided:
            found.clear(row)
            self.alone(batch, row, found)
            return
        found.how[row] = HOW.index("exact")
        for name in ("total", "intensity", "gap"):
            found.figures[name][row] = getattr(exact, name)
        found.outcome[row] = planned.outcomes[exact.pattern]

    def _decide(self, batch: Batch, row: int, planned: PlannedRows, pattern: int) -> bool:
        """Decide for all rows of a plan that keep the same limits, by one assessed alone; False
        where something is wrong with that one."""
        try:
            project = self.project(batch.text(row))
        except CarbonEiaError:
            return False
        planned.outcomes[pattern] = self._outcome(assess(project, self.world, self.benchmarks))
        return True

    def _outcome(self, a: Assessment) -> int:
        _, admission, _ = deciding_intensity(a)
        return self.shapes.book.outcomes.code(outcome_of(a.decision, admission))

    # --- one row alone

    def alone(self, batch: Batch, row: int, found: Screened) -> None:
        """Enter what a row of a batch says as a project of its own."""
        cells = batch.text(row)
        number = int(batch.row_numbers[row])
        try:
            self.record(row, self.project(cells, marks=batch.marks.get(number, {})), found)
        except CarbonEiaError as error:
            for p in error.problems:
                found.errors.append(self._error(number, p, cells))

    def record(self, row: int, project: Project, found: Screened) -> None:
        """Assess one project alone and enter what is found.

        Raises InputError where its figures do not fit together.
        """
        a = assess(project, self.world, self.benchmarks)
        self.keep(row, a)
        found.how[row] = HOW.index("alone")
        found.outcome[row] = self._outcome(a)
        self._record(row, figures_of(a), found)
        if a.findings:
            found.warnings[row] = tuple(
                "；".join(
                    f"{f.reason.code} {sentence(f.reason.code, lang, f.reason.params)}"
                    for f in a.findings
                )
                for lang in LANGUAGES
            )

    def keep(self, row: int, a: Assessment) -> None:
        """Told of each row that is assessed alone; a screener that wants more overrides it."""

    def project(
        self,
        cells: Sequence[str],
        file: str = "",
        marks: Mapping[int, CellMark] = MappingProxyType({}),
    ) -> Project:
        """The project that the cells of a row state; ``file``: how its text is called; ``marks``:
        what is known of its cells beside their text.

        Raises InputError with every problem of the row.
        """
        name, code = (
            "" if at is None else cells[at] for at in map(self.shapes.book.at.get, ("name", "code"))
        )
        if is_total(name, code):
            raise InputError(total_problem())
        column = self.shapes.book.at["sector"]
        text = "" if column is None else cells[column]
        ident = self.world.sector_id(text)
        if ident is None:
            if is_blank(text) and any(map(says_total, cells)):
                raise InputError(total_problem())
            if column in marks:
                raise InputError(
                    m.problem.at(Place(key=self.heads[c].text))
                    for c, m in marks.items()
                    if m.where == ALWAYS
                )
            head = "行业" if column is None else self.heads[column].text
            problems = sector_problems("" if is_blank(text) else text, self.world)
            raise InputError(p.at(Place(key=head)) for p in problems)
        return project_of_row(cells, self.shapes.book.layout(ident)[0], self.world, file, marks)

    def _error(self, number: int, problem: Problem, cells: Sequence[str]) -> RowError:
        key = problem.place.key
        value = next((c for h, c in zip(self.heads, cells, strict=True) if h.text == key), "")
        return RowError(number, key, value, problem)

    def _record(self, row: int, figures: Figures, found: Screened) -> None:
        limits = [x for x in (figures.admission, figures.advanced) if x is not None]
        held = found.figures
        if figures.total is not None:
            held["total"][row] = float(two_decimals(figures.total))
        if figures.intensity is not None:
            held["intensity"][row] = float(shown_intensity(figures.intensity, limits))
            found.unit[row] = self.shapes.book.units.code(figures.unit)
        if figures.admission is not None:
            held["admission"][row] = float(figures.admission)
        if figures.advanced is not None:
            held["advanced"][row] = float(figures.advanced)
        if figures.gap is not None:
            held["gap"][row] = float(two_decimals(figures.gap))
