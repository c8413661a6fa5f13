"""Search by mixed-integer optimisation: proven optimal, or proven that there is nothing.

The program (``linear``) is solved in float64 with its limits a hair too mild, so that it never
loses a set that reaches them. What it proposes is then judged by taking the whole inventory again
in exact fractions; a set that fails is cut off, and the program is solved again. So whatever comes
out reaches the targets exactly, and nothing cheaper does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from carbon_eia.errors import InputError
from carbon_eia.project import Measure
from carbon_eia.retrofit.calendar_rows import CalendarRows
from carbon_eia.retrofit.cost import cost_of, price
from carbon_eia.retrofit.linear import target_lines
from carbon_eia.retrofit.milp import LinearExpression, MixedIntegerProgram
from carbon_eia.retrofit.selection import Selection, SelectionProblem
from carbon_eia.retrofit.timetable import Timetable, beyond

__all__ = ["TooManyCutsError", "cheapest", "lowest", "nearest"]

MILDER = 1 / 1_000_000
"""How far the limits of the program lie above the true ones, as a share."""

MOST_CUTS = 400
"""Most sets that may prove wrong before the search gives up and says so."""

AT_ONCE = 12
"""Measures whose order decides between equals in one solve (2¹² is exact in float64)."""


class TooManyCutsError(Exception):
    """The limit is so near that too many sets had to be judged exactly."""


class _CrowdedError(Exception):
    """Whether a set can be carried out, so many at once, takes the months in the program."""


class _Search:
    """One program for one case, solved under one objective after another."""

    def __init__(self, case: SelectionProblem, until: date | None, loose: bool = False) -> None:
        self.case = case
        fixed = {m.name for m in case.fixed}
        self.measures = case.chosen(case.spare)
        self.program = MixedIntegerProgram()
        self.x = {
            m.name: self.program.column(1.0 if m.name in fixed else 0.0, 1.0, whole=True)
            for m in self.measures
        }
        self.until = until
        self.cuts = 0
        self.calendar = None if until is None else CalendarRows(case, self.measures, until, loose)
        self.possible = True
        for m in self.measures:
            if self.calendar is not None and not self.calendar.is_possible(m):
                self.program.high[self.x[m.name]] = 0.0
                self.possible = self.possible and m.name not in fixed
        if self.possible:
            self._bonds()
            if self.calendar is not None:
                self.calendar.add(self.program, self.x)
        lines = None
        if self.possible:
            lines = target_lines(case.target_check, self.measures, self.x, self.program)
        self.possible = lines is not None
        self.lines = lines if lines is not None else []

    def _bonds(self) -> None:
        x, program = self.x, self.program
        for m in self.measures:
            for other in m.requires if m.status != "completed" else ():
                if other not in x:
                    program.high[x[m.name]] = 0.0
                    self.possible = self.possible and program.low[x[m.name]] == 0.0
                else:
                    program.at_least(LinearExpression(0.0, {x[other]: 1.0, x[m.name]: -1.0}), 0.0)
            for other in m.excludes:
                if other in x:
                    program.at_most(LinearExpression(0.0, {x[other]: 1.0, x[m.name]: 1.0}), 1.0)
        budget = self.case.budget
        if budget is not None:
            total = LinearExpression()
            for m in self.measures:
                if m.status != "completed" and m.investment is not None:
                    total.terms[x[m.name]] = float(m.investment.to("万元"))
            program.at_most(total, float(budget) * (1 + MILDER) + MILDER)

    def reach(self) -> None:
        """Ask for every target."""
        for line, target in zip(self.lines, self.case.target_check.targets, strict=True):
            bound = float(target.limit / (abs(target.limit) if target.limit else 1))
            self.program.at_most(line, bound + MILDER)

    def chosen(self, values: Sequence[float]) -> list[Measure]:
        return [m for m in self.measures if values[self.x[m.name]] > 0.5]

    def cut(self, chosen: Sequence[Measure]) -> None:
        """Never propose this very set again."""
        self.cuts += 1
        if self.cuts > MOST_CUTS:
            raise TooManyCutsError
        names = {m.name for m in chosen}
        line = LinearExpression(0.0, {c: -1.0 if n in names else 1.0 for n, c in self.x.items()})
        self.program.at_least(line, 1.0 - len(names))

    def least(self, line: LinearExpression) -> tuple[list[Measure], Timetable | None] | None:
        """The set of least ``line`` that holds exactly, with its timetable, or None."""
        while self.possible:
            values = self.program.solve(line)
            if values is None:
                return None
            chosen = self.chosen(values)
            table = None
            if self.calendar is not None and self.until is not None:
                table = self.calendar.table(chosen, values)
            if table is not None and not table.proven:
                raise _CrowdedError
            in_time = self.calendar is None or (table is not None and table.slots is not None)
            if in_time and self.case.allowed(chosen) and self.case.target_check.reaches(chosen):
                return chosen, table
            self.cut(chosen)
        return None


def _over(x: Mapping[str, int], weights: Mapping[str, float]) -> LinearExpression:
    return LinearExpression(0.0, {x[n]: w for n, w in weights.items() if w})


def cheapest(case: SelectionProblem) -> Selection | None:
    """The cheapest set that reaches the targets, or None where there provably is none.

    Of equally cheap ones the smallest, of these the one of the measures named first; on the
    timetable that is finished first, each measure as early as those named before it allow.

    Raises TooManyCutsError, TooManyPatternsError.
    """
    try:
        return _cheapest(case, loose=True)  # mostly the months are no trouble, and far quicker so
    except _CrowdedError:
        return _cheapest(case, loose=False)


def _cheapest(case: SelectionProblem, loose: bool) -> Selection | None:
    search = _Search(case, case.deadline, loose)
    if not search.possible:
        return None
    search.reach()
    costs = {m.name: cost_of(m, case.planning) for m in case.spare}
    unpriced = {n: 1.0 for n, c in costs.items() if c is None}
    best = None
    if unpriced:
        line = _over(search.x, unpriced)
        best = search.least(line)
        if best is None:
            return None
        search.program.at_most(line, sum(m.name in unpriced for m in best[0]) + 0.5)
    priced = {n: c for n, c in costs.items() if c is not None and c}
    largest = max((abs(c) for c in priced.values()), default=Fraction(1))
    line = _over(search.x, {n: float(c / largest) for n, c in priced.items()})
    best = search.least(line)
    if best is None:
        return None
    best = _first_of_equals(search, best, line, largest)
    return Selection(tuple(best[0]), _settled(case, best[0], best[1]))


def _first_of_equals(
    search: _Search,
    best: tuple[list[Measure], Timetable | None],
    cost: LinearExpression,
    largest: Fraction,
) -> tuple[list[Measure], Timetable | None]:
    """Of the sets that cost exactly the same, the smallest, then the one named first."""
    planning, free = search.case.planning, [m.name for m in search.case.spare]
    lowest = price(best[0], planning)
    bound = float((lowest.cost - price(search.case.fixed, planning).cost) / largest)
    search.program.at_most(cost, bound + 1e-9 * max(1.0, abs(bound)))
    stages = [dict.fromkeys(free, 1.0)]
    for at in range(0, len(free), AT_ONCE):
        part = free[at : at + AT_ONCE]
        stages.append({n: -(2.0 ** (len(part) - 1 - i)) for i, n in enumerate(part)})
    for weights in stages:
        line = _over(search.x, weights)
        found = search.least(line)
        while found is not None and price(found[0], planning) > lowest:
            search.cut(found[0])  # a hair dearer, within the tolerance of the program
            found = search.least(line)
        if found is None:
            return best
        best, lowest = found, price(found[0], planning)
        total = sum(weights.get(m.name, 0.0) for m in best[0])
        search.program.at_most(line, total + 0.5)
    return best


def _settled(
    case: SelectionProblem, chosen: Sequence[Measure], table: Timetable | None
) -> Timetable | None:
    """The timetable that is finished first, each measure as early as those before it allow."""
    if case.deadline is None or table is None:
        return table
    return CalendarRows(case, list(chosen), case.deadline).earliest(chosen)


def nearest(case: SelectionProblem) -> date | None:
    """The nearest day by which a set that reaches the targets can be finished, deadline or not."""
    search = _Search(case, beyond(case.order, case.planning, case.as_of))
    if not search.possible or search.calendar is None:
        return None
    search.reach()
    line = search.calendar.finish(search.program, search.x)
    found = search.least(line)
    if found is None or found[1] is None or found[1].slots is None:
        return None
    return max((s.finish for s in found[1].slots), default=case.as_of)


def lowest(case: SelectionProblem) -> tuple[tuple[Measure, ...], Fraction] | None:
    """The set that brings the first target lowest, time and budget apart, and its value."""
    search = _Search(case._replace(budget=None), None)
    while search.possible:
        values = search.program.solve(search.lines[0])
        if values is None:
            return None
        chosen = search.chosen(values)
        try:
            value = case.target_check.values(chosen)[0]
        except InputError:
            value = None
        if value is not None and search.case.allowed(chosen):
            return tuple(chosen), value
        search.cut(chosen)
    return None
