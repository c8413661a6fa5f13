"""What is due: every clock of a case, counted step by step, by each reading of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from carbon_eia.register.case import Case
from carbon_eia.register.counting import ArithmeticStep, Counted, Start, Stopped, count_clock
from carbon_eia.register.event import Event
from carbon_eia.register.fold import case_of
from carbon_eia.register.law import ClockRule, Ground, Law
from carbon_eia.register.starts import starts_of
from carbon_eia.register.view import known_events

__all__ = ["OPEN", "Clock", "Reading", "case_clocks", "clocks_of", "open_clocks"]

OPEN = frozenset({"running", "stopped", "overdue", "lapsed"})
"""States of a clock that somebody has to look at."""


class Reading(NamedTuple):
    """A clock as the law may be read: until when, and what it is then."""

    id: str
    names: Mapping[str, str]
    due: date | None
    state: str
    is_provisional: bool
    steps: tuple[ArithmeticStep, ...]


class Clock(NamedTuple):
    """A clock of a case. The first of its readings is the one that is taken.

    ``id``: the rule and the event that started it; ``start``, ``start_day``: that event and the
    day from which is counted (it does not count); ``stops``: when experts had the case;
    ``met``: when it was met; ``state``: ``running``, ``stopped``, ``met``, ``met_late``,
    ``overdue``, ``lapsed``, or ``ended`` where nothing depends on it any more.
    """

    id: str
    rule: ClockRule
    case: str
    name: str
    start: int
    start_day: date
    stops: tuple[Stopped, ...]
    met: date | None
    readings: tuple[Reading, ...]

    @property
    def due(self) -> date | None:
        """The last day, as it is taken; None where the law sets none."""
        return self.readings[0].due

    @property
    def state(self) -> str:
        """What it is, as the law is taken."""
        return self.readings[0].state

    @property
    def ground(self) -> Ground:
        """What it rests on, by the day from which it is counted."""
        return self.rule.ground_on(self.start_day)

    @property
    def is_provisional(self) -> bool:
        """Whether it met a day of a year whose days off are not announced."""
        return any(r.is_provisional for r in self.readings)

    @property
    def is_disputed(self) -> bool:
        """Whether it is one thing by one reading and another by another."""
        return len({r.state for r in self.readings}) > 1

    @property
    def earliest(self) -> date | None:
        """The earliest last day by any reading."""
        return min((r.due for r in self.readings if r.due is not None), default=None)

    def label(self, lang: str = "zh") -> str:
        """What it is called, with the name of the milestone, duty or year."""
        name = self.rule.en if lang == "en" else self.rule.zh
        return f"{name} {self.name}".rstrip()

    def lines(self, lang: str = "zh") -> list[str]:
        """The arithmetic, a line a step; each reading under its name where there are several."""
        lines = []
        for reading in self.readings:
            if len(self.readings) > 1:
                lines.append(reading.names[lang])
            lines += [step.text(lang) for step in reading.steps]
        return lines

    def to_dict(self, lang: str = "zh") -> dict[str, object]:
        """The clock as JSON."""
        return {
            "id": self.id,
            "clock": self.rule.id,
            "label": self.label(lang),
            "case": self.case,
            "who": self.rule.who,
            "start": self.start,
            "start_day": self.start_day.isoformat(),
            "length": self.rule.length,
            "unit": self.rule.unit,
            "stops": [
                {"from": s.since.isoformat(), "to": s.until.isoformat(), "working_days": s.days}
                for s in self.stops
            ],
            "due": _iso(self.due),
            "met": _iso(self.met),
            "state": self.state,
            "disputed": self.is_disputed,
            "provisional": self.is_provisional,
            "clause": self.ground.clause,
            "quotation": self.ground.quotation,
            "grade": self.ground.grade,
            "after": self.rule.after.get(lang, ""),
            "readings": [
                {
                    "id": r.id,
                    "label": r.names[lang],
                    "due": _iso(r.due),
                    "state": r.state,
                    "provisional": r.is_provisional,
                    "steps": [step.text(lang) for step in r.steps],
                }
                for r in self.readings
            ],
        }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def clocks_of(events: Iterable[Event], as_of: date, law: Law) -> tuple[Clock, ...]:
    """Every clock that the events of a case started by a day, in the order of their start."""
    return case_clocks(case_of(known_events(events, as_of)), as_of, law)


def case_clocks(case: Case, as_of: date, law: Law) -> tuple[Clock, ...]:
    """Every clock of a case as it stands on a day.

    ``case``: the fold of what was known on that day (``known_events``).
    """
    clocks = [_clock(case, start, as_of, law, True) for start in starts_of(case, as_of, law)]
    return tuple(sorted(clocks, key=lambda c: (c.start_day, c.start, c.id)))


def open_clocks(case: Case, as_of: date, law: Law, explained: bool = False) -> tuple[Clock, ...]:
    """The clocks of a case that somebody has to look at, the earliest last day first.

    Without ``explained`` the steps of the arithmetic are left out: a list needs none.
    """
    clocks = [
        clock
        for start in starts_of(case, as_of, law)
        if start.met is None and not start.ended
        for clock in (_clock(case, start, as_of, law, explained),)
    ]
    return tuple(sorted(clocks, key=lambda c: (c.earliest or date.max, c.id)))


def _clock(case: Case, start: Start, as_of: date, law: Law, explained: bool) -> Clock:
    rule = law.clocks[start.rule]
    counted = count_clock(rule, start, as_of, law, explained)
    return Clock(
        id="-".join(x for x in (rule.id, str(start.sequence), start.name) if x),
        rule=rule,
        case=case.code,
        name=start.name,
        start=start.sequence,
        start_day=start.day,
        stops=counted[0].stops,
        met=start.met,
        readings=tuple(
            Reading(c.id, c.names, c.due, _state(c, start, rule, as_of), c.is_provisional, c.steps)
            for c in counted
        ),
    )


def _state(counted: Counted, start: Start, rule: ClockRule, as_of: date) -> str:
    """What a clock is by one reading, on a day."""
    if start.met is not None:
        return "met" if counted.due is None or start.met <= counted.due else "met_late"
    if start.ended:
        return "ended"
    if counted.due is not None and as_of > counted.due:
        return rule.unmet
    return "stopped" if counted.is_stopped else "running"
