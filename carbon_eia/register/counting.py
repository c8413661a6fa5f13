"""The arithmetic of a clock, step by step, by each reading that the law allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from carbon_eia.messages import sentence
from carbon_eia.register.case import Filing, Stop
from carbon_eia.register.days import Calendar, add_days, add_months
from carbon_eia.register.law import ClockRule, Law, ReadingRule

__all__ = [
    "EIA",
    "ENERGY_REVIEW",
    "ArithmeticStep",
    "Counted",
    "Start",
    "Stopped",
    "accepted_day",
    "count_clock",
    "notice_due",
    "notice_due_from",
]

ENERGY_REVIEW = frozenset({"", "energy_review"})
"""Channels of a filing to which Order 31 applies (a filing that names none is one)."""

EIA = frozenset({"eia_report", "eia_form"})
"""Channels inside the approval of an EIA; each has the clock of its name."""

ONE = timedelta(days=1)


class ArithmeticStep(NamedTuple):
    """A step of the arithmetic: the code of its sentence and the facts."""

    code: str
    params: Mapping[str, object]

    def text(self, lang: str = "zh") -> str:
        """The step in words."""
        return sentence(f"register.step.{self.code}", lang, self.params)


class Stopped(NamedTuple):
    """A time that did not count: after ``since`` up to and with ``until``, in working days."""

    since: date
    until: date
    days: int


class Start(NamedTuple):
    """What starts a clock, and what it is counted from.

    ``sequence``: the event; ``day``: from when (it does not count); ``met``: when it was met;
    ``ended``: nothing depends on it any more; ``fixed``: a day that a document sets; ``name``: of
    the milestone, duty or year; ``stops``, ``extended``, ``joint``: of the filing; ``steps``: what
    is to be said before the arithmetic.
    """

    rule: str
    sequence: int
    day: date
    event: str = ""
    name: str = ""
    met: date | None = None
    ended: bool = False
    fixed: date | None = None
    stops: Sequence[Stop] = ()
    extended: date | None = None
    joint: bool = False
    steps: tuple[ArithmeticStep, ...] = ()


class Counted(NamedTuple):
    """What a reading of a clock comes to."""

    id: str
    names: Mapping[str, str]
    due: date | None
    is_provisional: bool
    is_stopped: bool
    steps: tuple[ArithmeticStep, ...]
    stops: tuple[Stopped, ...] = ()


def count_clock(
    rule: ClockRule, start: Start, as_of: date, law: Law, explained: bool = True
) -> tuple[Counted, ...]:
    """The readings of a clock with their days, the one that is taken first.

    Readings that come to the same day as the first are left out. The steps are given
    where it is to be ``explained``.
    """
    explain = _Explanation(explained)
    if rule.stops:
        readings = [
            _stopped_by(rule, reading, start, as_of, law, explain) for reading in rule.readings
        ]
    elif rule.unit == "yearly":
        readings = [_yearly(reading, start, explain) for reading in rule.readings]
    elif rule.readings:
        readings = [_by_reading(rule, r, start, as_of, law, explain) for r in rule.readings]
    else:
        readings = [_plain(rule, start, law, explain)]
    first = readings[0]
    if rule.shift:
        readings += _shifted(first, law, explain)
    kept = [first, *(c for c in readings[1:] if _differs(c, first))]
    early = start.day < rule.first_day
    if not explained and not early:
        return tuple(kept)
    head = explain.of(*_head(rule, start, law))
    return tuple(
        c._replace(steps=head + c.steps, is_provisional=c.is_provisional or early) for c in kept
    )


class _Explanation(NamedTuple):
    """Whether the steps are given; where they are not, none is made."""

    explained: bool

    def of(self, *steps: ArithmeticStep) -> tuple[ArithmeticStep, ...]:
        return steps if self.explained else ()

    def step(self, code: str, **params: object) -> tuple[ArithmeticStep, ...]:
        """A step, where steps are given; ``from_`` is the fact ``from``."""
        if not self.explained:
            return ()
        return (ArithmeticStep(code, {k.rstrip("_"): v for k, v in params.items()}),)

    def working(
        self, first: date, due: date, count: int, calendar: Calendar
    ) -> tuple[ArithmeticStep, ...]:
        """The count of working days, and what lies in between."""
        if not self.explained:
            return ()
        step = ArithmeticStep("workdays", {"count": count, "from": first + ONE, "due": due})
        return (step, *_around(first, due, calendar))

    def around(self, first: date, last: date, calendar: Calendar) -> tuple[ArithmeticStep, ...]:
        """What lies between two days."""
        return tuple(_around(first, last, calendar)) if self.explained else ()


def notice_due(filing: Filing, law: Law) -> tuple[date, bool]:
    """The last day of the one notice for a filing (Article 14), and whether it is provisional."""
    return law.calendar.after(filing.received, law.clocks["notice"].length or 0)


def notice_due_from(day: date, law: Law) -> date:
    """The last day of a notice, were it counted from another day."""
    return law.calendar.after(day, law.clocks["notice"].length or 0)[0]


def accepted_day(filing: Filing, as_of: date, law: Law) -> tuple[date | None, bool]:
    """The day of acceptance of a filing as of a day, and whether silence brought it about.

    Without a notice in time it is accepted from the day of receipt, whatever was written later.
    """
    if filing.channel not in ENERGY_REVIEW or filing.notified or filing.declined:
        return (filing.accepted.day if filing.accepted else None), False
    last, _ = notice_due(filing, law)
    if filing.accepted is not None and filing.accepted.day <= last:
        return filing.accepted.day, False
    if as_of > last and (filing.closed is None or filing.closed.day > last):
        return filing.received, True
    return None, False


def _differs(counted: Counted, first: Counted) -> bool:
    """Whether a reading says anything else than the first."""
    same = (counted.due, counted.is_stopped) == (first.due, first.is_stopped)
    return not same or counted.is_provisional > first.is_provisional


def _head(rule: ClockRule, start: Start, law: Law) -> tuple[ArithmeticStep, ...]:
    """What is said first: from when; and that the law is younger than that, where it is."""
    first = ArithmeticStep("start", {"day": start.day, "event": _event_names(start, law)})
    if start.day >= rule.first_day:
        return (*start.steps, first)
    early = ArithmeticStep("before_force", {"day": start.day, "force": rule.first_day})
    return (*start.steps, first, early)


def _event_names(start: Start, law: Law) -> Mapping[str, str]:
    command = law.command_for(start.event)
    return {"zh": command.zh, "en": command.en}


def _names(reading: ReadingRule) -> Mapping[str, str]:
    return {"zh": reading.zh, "en": reading.en}


def _plain(rule: ClockRule, start: Start, law: Law, explain: _Explanation) -> Counted:
    """A clock that the law leaves no doubt about but days off."""
    due, provisional, steps = _count(rule.unit, rule.length, start, law, explain)
    return Counted("as_written", law.as_written, due, provisional, False, steps)


def _by_reading(
    rule: ClockRule,
    reading: ReadingRule,
    start: Start,
    as_of: date,
    law: Law,
    explain: _Explanation,
) -> Counted:
    unit = reading.unit or rule.unit
    length = rule.length if reading.length is None else reading.length
    due, provisional, steps = _count(unit, length, start, law, explain)
    counted = Counted(reading.id, _names(reading), due, provisional, False, steps)
    for stop in start.stops if reading.stops else ():
        counted = _left_out(counted, stop, as_of, law.calendar, explain)
    return counted


def _yearly(reading: ReadingRule, start: Start, explain: _Explanation) -> Counted:
    due = date.fromisoformat(f"{start.day.year + 1}-{reading.month_day}")
    return Counted(reading.id, _names(reading), due, False, False, explain.step("yearly", due=due))


def _count(
    unit: str, length: int | None, start: Start, law: Law, explain: _Explanation
) -> tuple[date | None, bool, tuple[ArithmeticStep, ...]]:
    """The last day of a plain count, whether it is provisional, and its steps."""
    if unit == "fixed" and start.fixed is not None:
        return start.fixed, False, explain.step("fixed", due=start.fixed)
    if unit in ("none", "fixed") or length is None:
        return None, False, explain.step("no_period")
    if unit == "month":
        due = add_months(start.day, length)
        code = "months" if due.day == start.day.day else "month_end"
        return due, False, explain.step(code, count=length, due=due)
    if unit == "day":
        due = add_days(start.day, length)
        return due, False, explain.step("days", count=length, due=due)
    due, provisional = law.calendar.after(start.day, length)
    return due, provisional, explain.working(start.day, due, length, law.calendar)


def _around(first: date, last: date, calendar: Calendar) -> Iterator[ArithmeticStep]:
    """Weekdays off, weekends worked and years not announced after a day up to and with another."""
    days = [first + n * ONE for n in range(1, (last - first).days + 1)]
    off = [d for d in days if d.weekday() < 5 and not calendar.is_worked(d)]
    worked = [d for d in days if d.weekday() >= 5 and calendar.is_worked(d)]
    if off:
        yield ArithmeticStep("holidays", {"days": _listed(off)})
    if worked:
        yield ArithmeticStep("made_up", {"days": _listed(worked)})
    years = sorted({d.year for d in days if calendar.is_provisional(d)})
    if years:
        yield ArithmeticStep("provisional", {"years": _listed(years)})


def _listed(values: Sequence[object]) -> Mapping[str, str]:
    return {"zh": "、".join(map(str, values)), "en": ", ".join(map(str, values))}


def _shifted(first: Counted, law: Law, explain: _Explanation) -> list[Counted]:
    """The reading by which a last day that is off moves to the next working day."""
    if first.due is None:
        return []
    due, provisional = law.calendar.shifted(first.due)
    if due == first.due and not provisional:
        return []
    steps = first.steps
    if due != first.due:
        steps += explain.step("shifted", due=first.due, shifted=due)
    if provisional:
        steps += explain.step("provisional", years=_listed(sorted({first.due.year, due.year})))
    return [Counted("shifted", law.shifted, due, provisional, False, steps)]


# ── experts (行政许可法第45条) ──


def _stopped_by(
    rule: ClockRule,
    reading: ReadingRule,
    start: Start,
    as_of: date,
    law: Law,
    explain: _Explanation,
) -> Counted:
    """The clock of the decision by a reading of what stops it."""
    calendar = law.calendar
    length, extension = rule.length or 0, rule.extension
    steps: tuple[ArithmeticStep, ...] = ()
    if start.joint and rule.joint is not None:
        length, extension = rule.joint
        steps += explain.step("joint", count=length)
    due, provisional = calendar.after(start.day, length)
    steps += explain.working(start.day, due, length, calendar)
    counted = Counted(reading.id, _names(reading), due, provisional, False, steps)
    extended = start.extended
    for stop in start.stops:
        if extended is not None and extended <= stop.invited:
            counted = _extend(counted, extension, extended, calendar, explain)
            extended = None
        counted = _halt(counted, stop, as_of, calendar, explain)
    if extended is not None:
        counted = _extend(counted, extension, extended, calendar, explain)
    return counted


def _halt(
    counted: Counted, stop: Stop, as_of: date, calendar: Calendar, explain: _Explanation
) -> Counted:
    """A clock after experts had the case; without notice, or after its end, it did not stop."""
    span = _span(stop, counted.id, as_of, calendar)
    due = counted.due
    if span is None or due is None:
        return counted._replace(steps=counted.steps + explain.step("no_notice", day=stop.invited))
    if span.since >= due:
        late = explain.step("late_stop", day=span.since, due=due)
        return counted._replace(steps=counted.steps + late)
    later, unsure = calendar.after(due, span.days)
    steps = explain.step("stopped", from_=span.since, to=span.until, count=span.days, due=later)
    until = date.max if counted.id == "as_taken" else span.until
    return counted._replace(
        due=later,
        is_provisional=counted.is_provisional or unsure,
        is_stopped=stop.returned is None and span.since <= as_of < until,
        steps=counted.steps + steps + explain.around(due, later, calendar),
        stops=(*counted.stops, span),
    )


def _left_out(
    counted: Counted, stop: Stop, as_of: date, calendar: Calendar, explain: _Explanation
) -> Counted:
    """A count of calendar days after experts had the case: their notified days are left out."""
    span = _span(stop, counted.id, as_of, calendar)
    due = counted.due
    if span is None or due is None or span.since >= due:
        return counted
    days = (span.until - span.since).days
    steps = explain.step(
        "left_out", from_=span.since, to=span.until, count=days, due=add_days(due, days)
    )
    return counted._replace(
        due=add_days(due, days),
        is_stopped=stop.returned is None and span.since <= as_of < span.until,
        steps=counted.steps + steps,
        stops=(*counted.stops, span),
    )


def _extend(
    counted: Counted, count: int, day: date, calendar: Calendar, explain: _Explanation
) -> Counted:
    """A clock after an extension; one that came after the end lengthens nothing."""
    due = counted.due
    if due is None or day > due:
        late = explain.step("late_extension", day=day, due=due)
        return counted._replace(steps=counted.steps + late)
    later, unsure = calendar.after(due, count)
    steps = explain.step("extended", day=day, count=count, due=later)
    return counted._replace(
        due=later,
        is_provisional=counted.is_provisional or unsure,
        steps=counted.steps + steps + explain.around(due, later, calendar),
    )


def _span(stop: Stop, reading: str, as_of: date, calendar: Calendar) -> Stopped | None:
    """The time that does not count by a reading; None where there is no written notice of it.

    While the experts still have the case they are taken to come back when they said.
    """
    if stop.since is None or stop.notified is None:
        return None
    if reading == "agency_not_experts" and stop.form == "agency":
        return None
    notified, _ = calendar.after(stop.since, stop.notified)
    if reading == "whole_notice":
        until = notified
    elif reading == "as_taken":
        until = stop.returned or max(as_of, notified)
    else:
        until = min(stop.returned or notified, notified)
    until = max(until, stop.since)
    return Stopped(stop.since, until, calendar.between(stop.since, until))
