"""When measures are at work: dates as declared, or the earliest months that all rules allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from carbon_eia.project import Measure, Planning

__all__ = [
    "Slot",
    "Timetable",
    "beyond",
    "ends_by",
    "first_month",
    "in_time",
    "is_open",
    "timetable",
]


class Slot(NamedTuple):
    """When a measure is at work: ``start`` is None where only its finish is declared."""

    measure: Measure
    start: date | None
    finish: date


class Timetable(NamedTuple):
    """The slots of a set of measures, or None where there is no room for them.

    ``proven`` is False where another arrangement might still make room (at most so many at once).
    """

    slots: tuple[Slot, ...] | None
    proven: bool


def month_of(day: date) -> int:
    """A month as a number that can be counted on: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month."""
    return first_day(month + 1) - timedelta(days=1)


def first_month(day: date) -> int:
    """The first month that begins on or after a day."""
    return month_of(day) + (day.day > 1)


def is_open(measure: Measure) -> bool:
    """Whether the month in which it starts may be chosen."""
    return measure.status != "completed" and measure.finish is None and measure.duration is not None


def tail(measure: Measure) -> int:
    """How many of its last months need the plant stopped; 0 for none."""
    if not measure.shutdown:
        return 0
    if measure.shutdown_months is not None:
        return measure.shutdown_months
    if measure.duration is not None:
        return measure.duration
    start, finish = measure.start, measure.finish
    assert start is not None and finish is not None  # CE-L014 when the file is read  # noqa: PT018
    return month_of(finish) - month_of(start) + 1


def stopped(measure: Measure, last: int, planning: Planning) -> bool:
    """Whether the plant is stopped when a measure that ends in the month ``last`` needs it."""
    return all(m in planning.shutdowns for m in range(last - tail(measure) + 1, last + 1))


def declared_start(measure: Measure) -> date | None:
    """The start of a measure whose finish is declared: its own, or its duration before that."""
    if measure.start is not None or measure.duration is None or measure.finish is None:
        return measure.start
    return first_day(month_of(measure.finish) - measure.duration + 1)


def in_time(measure: Measure, deadline: date, as_of: date) -> bool:
    """Whether a measure is finished, or will be, by the deadline as it is declared.

    One whose finish date has passed without completion has no date any more.
    """
    if measure.status == "completed":
        return True
    return measure.finish is not None and as_of <= measure.finish <= deadline


def beyond(measures: Iterable[Measure], planning: Planning, as_of: date) -> date:
    """A day by which any measures can be finished that can be finished at all."""
    found = list(measures)
    months = [month_of(m.finish) for m in found if m.finish is not None]
    months += [month_of(m.start) + 1 for m in found if m.start is not None]
    latest = max([month_of(as_of), *months, *planning.shutdowns])
    return last_day(latest + 1 + sum(m.duration or 0 for m in found))


def ends_by(measure: Measure, start: int, planning: Planning, deadline: date) -> bool:
    """Whether a measure that starts in a month is finished in time, with the plant stopped."""
    assert measure.duration is not None
    last = start + measure.duration - 1
    return last_day(last) <= deadline and stopped(measure, last, planning)


def timetable(
    chosen: Sequence[Measure], planning: Planning, as_of: date, deadline: date
) -> Timetable:
    """The earliest timetable by which the chosen measures are all finished by the deadline.

    A declared finish stands. A measure that is open starts with a month, not before the day of
    assessment, its own earliest start, or the month after the finish of what it requires; no more
    than ``parallel`` are at work in one month. Where that limit binds, measures are placed in the
    order of the file, which need not be the best one: ``proven`` then tells so.
    """
    left = [m for m in chosen if m.status != "completed"]
    names = {m.name for m in left}
    last: dict[str, int] = {}
    slots: dict[str, Slot] = {}
    busy: dict[int, int] = {}
    none = Timetable(None, True)
    for m in left:
        if m.finish is None:
            continue
        last[m.name] = month_of(m.finish)
        if not in_time(m, deadline, as_of) or not stopped(m, last[m.name], planning):
            return none
        slots[m.name] = Slot(m, declared_start(m), m.finish)
        occupy(busy, slots[m.name])
    if planning.parallel is not None and any(n > planning.parallel for n in busy.values()):
        return none
    waiting = [m for m in left if m.finish is None]
    while waiting:
        m = next(w for w in waiting if all(r in last or r not in names for r in w.requires))
        start = _earliest(m, last, busy, planning, as_of, deadline)
        if start is None or m.duration is None:
            greedy = planning.parallel is not None and len(left) > planning.parallel
            return Timetable(None, not greedy or m.duration is None)
        waiting.remove(m)
        last[m.name] = start + m.duration - 1
        slots[m.name] = Slot(m, first_day(start), last_day(last[m.name]))
        occupy(busy, slots[m.name])
    if not _in_order(slots):
        greedy = planning.parallel is not None and len(left) > planning.parallel
        return Timetable(None, not greedy)
    return Timetable(tuple(slots[m.name] for m in left), True)


def occupy(busy: dict[int, int], slot: Slot) -> None:
    """Count a slot in the months in which it is at work."""
    first = month_of(slot.finish if slot.start is None else slot.start)
    for month in range(first, month_of(slot.finish) + 1):
        busy[month] = busy.get(month, 0) + 1


def earliest_start(measure: Measure, last: Mapping[str, int], as_of: date) -> int:
    """The first month in which an open measure may start after what it requires."""
    bounds = [first_month(as_of), *(last[r] + 1 for r in measure.requires if r in last)]
    if measure.start is not None:
        bounds.append(first_month(measure.start))
    return max(bounds)


def _earliest(
    m: Measure,
    last: Mapping[str, int],
    busy: Mapping[int, int],
    planning: Planning,
    as_of: date,
    deadline: date,
) -> int | None:
    if m.duration is None:
        return None
    start = earliest_start(m, last, as_of)
    while last_day(start + m.duration - 1) <= deadline:
        months = range(start, start + m.duration)
        room = planning.parallel is None or all(busy.get(x, 0) < planning.parallel for x in months)
        if room and ends_by(m, start, planning, deadline):
            return start
        start += 1
    return None


def _in_order(slots: Mapping[str, Slot]) -> bool:
    """Whether what a declared measure requires, and is open, is finished before it starts."""
    for slot in slots.values():
        if slot.measure.finish is None:
            continue
        before = slot.finish if slot.start is None else slot.start
        for name in slot.measure.requires:
            other = slots.get(name)
            if other is not None and other.measure.finish is None and other.finish >= before:
                return False
    return True
