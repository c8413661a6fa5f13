"""Time in a mixed-integer program: which month each open measure starts in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from carbon_eia.project import Measure
from carbon_eia.retrofit.measures import with_required
from carbon_eia.retrofit.milp import LinearExpression, MixedIntegerProgram
from carbon_eia.retrofit.selection import SelectionProblem
from carbon_eia.retrofit.timetable import (
    Slot,
    Timetable,
    earliest_start,
    ends_by,
    first_day,
    is_open,
    last_day,
    month_of,
    occupy,
)

__all__ = ["CalendarRows"]


class CalendarRows:
    """The months of a case up to a day, as rows of a program.

    Without a limit on how many are at work at once the earliest timetable is the best one for
    every set, since what a measure requires is always chosen with it: no column is needed. With
    a limit, one column says for each open measure and month whether it starts there; ``loose``
    leaves them out for a first attempt, in which sets are judged by the timetable alone.
    """

    def __init__(
        self, case: SelectionProblem, measures: Sequence[Measure], until: date, loose: bool = False
    ) -> None:
        self.case = case
        self.until = until
        self.measures = [m for m in measures if m.status != "completed"]
        self.by_name = {m.name: m for m in self.measures}
        limit = case.planning.parallel
        self.is_tight = (
            not loose
            and limit is not None
            and any(is_open(m) for m in self.measures)
            and len(self.measures) > limit
        )
        self.is_loose = loose
        self.starts: dict[str, dict[int, int]] = {}
        free = case._replace(planning=case.planning._replace(parallel=None))
        self.alone = {
            m.name: free.table(with_required(m, self.measures), until) for m in self.measures
        }

    def is_possible(self, measure: Measure) -> bool:
        """Whether a measure, with what it requires and nothing else, is finished in time."""
        return measure.status == "completed" or self.alone[measure.name].slots is not None

    def add(self, program: MixedIntegerProgram, x: Mapping[str, int]) -> None:
        """The rows of the limit on how many are at work at once, and of what follows what."""
        limit = self.case.planning.parallel
        if limit is None:
            return
        busy: dict[int, LinearExpression] = {}
        possible = [m for m in self.measures if self.is_possible(m)]
        for m in possible:
            if self.is_tight and is_open(m):
                self._months(m, program, x, busy)
                continue
            slot = self._own_slot(m)
            months: dict[int, int] = {}
            occupy(months, slot)
            for month in months:
                line = busy.setdefault(month, LinearExpression())
                line.terms[x[m.name]] = line.terms.get(x[m.name], 0.0) + 1.0
        if self.is_loose:
            return
        for line in busy.values():
            if len(line.terms) > limit:
                program.at_most(line, limit)
        if self.is_tight:
            for m in possible:
                for name in m.requires:
                    if name in self.starts:
                        self._follows(m, self.by_name[name], program, x)

    def _own_slot(self, m: Measure) -> Slot:
        slots = self.alone[m.name].slots
        assert slots is not None
        return next(s for s in slots if s.measure.name == m.name)

    def _months(
        self,
        m: Measure,
        program: MixedIntegerProgram,
        x: Mapping[str, int],
        busy: dict[int, LinearExpression],
    ) -> None:
        assert m.duration is not None
        last = {
            r: month_of(self.by_name[r].finish or self.until)
            for r in m.requires
            if r in self.by_name and not is_open(self.by_name[r])
        }
        first = earliest_start(m, last, self.case.as_of)
        start_of: dict[int, int] = {}
        once = LinearExpression(0.0, {x[m.name]: -1.0})
        for start in range(first, month_of(self.until) + 1):
            if not ends_by(m, start, self.case.planning, self.until):
                continue
            column = program.column(0.0, 1.0, whole=True)
            start_of[start] = column
            once.terms[column] = 1.0
            for month in range(start, start + m.duration):
                busy.setdefault(month, LinearExpression()).terms[column] = 1.0
        program.row(0.0, once, 0.0)
        self.starts[m.name] = start_of

    def _follows(
        self, m: Measure, other: Measure, program: MixedIntegerProgram, x: Mapping[str, int]
    ) -> None:
        """What an open measure precedes does not start before it is finished."""
        assert other.duration is not None
        before = self.starts[other.name]
        if m.name not in self.starts:
            slot = self._own_slot(m)
            start = month_of(slot.start) if slot.start is not None else month_of(slot.finish)
            early = {c: 1.0 for t, c in before.items() if t + other.duration - 1 < start}
            program.at_least(LinearExpression(0.0, {**early, x[m.name]: -1.0}), 0.0)
            return
        for start in self.starts[m.name]:
            line = LinearExpression(
                0.0, {c: 1.0 for t, c in self.starts[m.name].items() if t <= start}
            )
            for t, c in before.items():
                if t + other.duration <= start:
                    line.terms[c] = line.terms.get(c, 0.0) - 1.0
            program.at_most(line, 0.0)

    def table(self, chosen: Sequence[Measure], values: Sequence[float]) -> Timetable:
        """The timetable of a solution."""
        if not self.is_tight:
            return self.case.table(chosen, self.until)
        slots = []
        for m in chosen:
            if m.status == "completed":
                continue
            if m.name not in self.starts:
                slots.append(self._own_slot(m))
                continue
            columns = self.starts[m.name]
            start = next((t for t, c in columns.items() if values[c] > 0.5), None)
            if start is None or m.duration is None:
                return Timetable(None, True)
            slots.append(Slot(m, first_day(start), last_day(start + m.duration - 1)))
        return Timetable(tuple(slots), True)

    def finish(self, program: MixedIntegerProgram, x: Mapping[str, int]) -> LinearExpression:
        """The day on which the last measure is finished, in days from the assessment."""
        far = (self.until - self.case.as_of).days + 1.0
        day = program.column(0.0, far)
        for m in self.measures:
            if not self.is_possible(m):
                continue
            line = LinearExpression(0.0, {day: 1.0})
            if m.name in self.starts and m.duration is not None:
                for start, column in self.starts[m.name].items():
                    finish = last_day(start + m.duration - 1)
                    line.terms[column] = -float((finish - self.case.as_of).days)
            else:
                line.terms[x[m.name]] = -float((self._own_slot(m).finish - self.case.as_of).days)
            program.at_least(line, 0.0)
        return LinearExpression(0.0, {day: 1.0})

    def earliest(self, chosen: Sequence[Measure]) -> Timetable:
        """The timetable of a set that is finished first, each measure then as early as it can.

        Those named first in the file go first.
        """
        if not self.is_tight:
            return self.case.table(chosen, self.until)
        program = MixedIntegerProgram()
        x = {m.name: program.column(1.0, 1.0) for m in self.measures}
        self.starts.clear()
        self.add(program, x)
        least = [self.finish(program, x)]
        least += [
            LinearExpression(0.0, {c: float(t - min(s)) for t, c in s.items()})
            for s in self._open()
        ]
        values: list[float] = []
        for line in least:
            found = program.solve(line)
            if found is None:
                return Timetable(None, True)
            values = found
            total = sum(values[c] * w for c, w in line.terms.items())
            program.at_most(line, round(total) + 0.5)
        return self.table(chosen, values)

    def _open(self) -> list[dict[int, int]]:
        return [self.starts[m.name] for m in self.measures if m.name in self.starts]
