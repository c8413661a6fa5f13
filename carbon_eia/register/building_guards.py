"""Conditions of what comes after: construction, acceptance, operation, supervision, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from carbon_eia.errors import Problem
from carbon_eia.register.case import Task, day_of
from carbon_eia.register.days import add_months
from carbon_eia.register.people import name_key
from carbon_eia.register.request import Request, not_met
from carbon_eia.register.view import validity_days

__all__ = [
    "approved_or_exempt",
    "built_elsewhere",
    "conditions_before",
    "deadline_ahead",
    "eia_current",
    "eia_known",
    "government_order",
    "ground_fits",
    "has_operated",
    "in_doubt",
    "known_event",
    "known_ground",
    "new_name",
    "not_built",
    "not_yet_confirmed",
    "open_name",
    "phase_accepted",
    "second_person",
    "year_over",
]

BUILT = frozenset({"under_construction", "trial", "completion_accepted", "operating"})
"""Stages of a plant on which something is built."""

GROUNDS: Mapping[str, str] = {
    "unreviewed": "24",
    "revoked": "25",
    "exceeds": "26",
    "changed": "26",
    "unaccepted": "27",
}
"""Grounds of an order to put right, with the article of Order 31."""


# ── construction, acceptance, operation ──


def approved_or_exempt(ask: Request) -> Problem | None:
    """Nothing is built before an opinion, but for what needs none (Order 31, Articles 3 and 8)."""
    return None if ask.case.is_approved or ask.case.exempt else not_met("CE-G134")


def not_built(ask: Request) -> Problem | None:
    """What is finished is not begun."""
    is_open = ask.case.stage in ("proposed", "under_construction")
    return None if is_open else not_met("CE-G153", stage=ask.case.stage)


def in_doubt(ask: Request) -> Problem | None:
    """Between a last day that is off and the next working day the law may be read both ways."""
    days = validity_days(ask.case, ask.law)
    if days is None or not days[0] < ask.day <= days[-1]:
        return None
    return not_met("CE-G152", due=days[0], shifted=days[-1])


def conditions_before(ask: Request) -> Problem | None:
    """Duties that come before a step are met before it."""
    command = ask.command.id
    names = [d.name for d in ask.case.duties if d.before == command and d.met is None]
    return not_met("CE-G136", names="、".join(names)) if names else None


def eia_current(ask: Request) -> Problem | None:
    """An EIA approval of five years is re-examined before construction (法典第106条)."""
    eia, length = ask.case.eia, ask.law.clocks["eia"].length
    if eia is None or length is None or eia.reexamined is not None:
        return None
    last = add_months(eia.approved, length)
    return not_met("CE-G137", due=last) if ask.day > last else None


def phase_accepted(ask: Request) -> Problem | None:
    """A phase is accepted before it produces (Order 31, Article 21)."""
    phase = ask.case.phases.get(ask.text("phase"))
    is_accepted = phase is not None and phase.accepted is not None
    return None if is_accepted else not_met("CE-G138", phase=ask.text("phase"))


def built_elsewhere(ask: Request) -> Problem | None:
    """From the list only what was listed as operating goes straight into operation."""
    if ask.case.state != "listed" or ask.case.stage == "operating":
        return None
    return not_met("CE-G139")


def year_over(ask: Request) -> Problem | None:
    """What is reported is a year that is over."""
    year = ask.text("year")
    is_over = year.isdecimal() and len(year) == 4 and int(year) < ask.day.year
    return None if is_over else not_met("CE-G140", year=year)


def has_operated(ask: Request) -> Problem | None:
    """A year is reported of what has operated."""
    operated = ask.case.operating is not None or ask.case.stage == "operating"
    return None if operated else not_met("CE-G141")


# ── supervision ──


def known_ground(ask: Request) -> Problem | None:
    """An order to put right names its ground."""
    if ask.text("ground") in GROUNDS:
        return None
    return not_met("CE-G142", ground=ask.text("ground"), known=" ".join(GROUNDS))


def ground_fits(ask: Request) -> Problem | None:
    """The ground is one that this project can have."""
    case, ground = ask.case, ask.text("ground")
    stage = ask.text("stage") or case.stage
    operates = stage == "operating" or any(p.operating for p in case.phases.values())
    fits = {
        "unreviewed": not case.is_approved and not case.exempt and stage in BUILT,
        "revoked": any(m.kind == "revoked" for m in case.history) and stage in BUILT,
        "exceeds": operates,
        "changed": operates,
        "unaccepted": case.completed is None and operates,
    }
    if fits.get(ground, True):
        return None
    return not_met("CE-G143", ground=ground, article=GROUNDS[ground])


def deadline_ahead(ask: Request) -> Problem | None:
    """The deadline of an order lies ahead."""
    deadline = day_of(ask.body.get("deadline"))
    is_ahead = deadline is not None and deadline > ask.day
    return None if is_ahead else not_met("CE-G144", deadline=ask.text("deadline"))


def not_yet_confirmed(ask: Request) -> Problem | None:
    """A lapse is confirmed once."""
    lapsed = ask.case.lapsed
    return not_met("CE-G145", day=lapsed.day) if lapsed is not None else None


def government_order(ask: Request) -> Problem | None:
    """What is not put right is closed by the people's government alone (Order 31, Article 24)."""
    needed = ask.case.state == "under_rectification" and not ask.text("order").strip()
    return not_met("CE-G146") if needed else None


# ── milestones, duties, the EIA, corrections ──


def _tasks(ask: Request) -> list[Task]:
    is_milestone = ask.command.event.startswith("milestone")
    return ask.case.milestones if is_milestone else ask.case.duties


def new_name(ask: Request) -> Problem | None:
    """Each milestone or duty has a name of its own."""
    name = ask.text("name")
    is_taken = any(t.name == name and t.met is None for t in _tasks(ask))
    return not_met("CE-G147", name=name) if is_taken else None


def open_name(ask: Request) -> Problem | None:
    """What is met was set and is not met yet."""
    name = ask.text("name")
    is_open = any(t.name == name and t.met is None for t in _tasks(ask))
    return None if is_open else not_met("CE-G148", name=name)


def eia_known(ask: Request) -> Problem | None:
    """What is re-examined was approved."""
    return None if ask.case.eia is not None else not_met("CE-G149")


def second_person(ask: Request) -> Problem | None:
    """A day is put right by somebody other than who wrote it."""
    number = ask.text("event")
    written = [name_key(m.actor) for m in ask.case.history if str(m.sequence) == number]
    return not_met("CE-G150", actor=ask.actor) if name_key(ask.actor) in written else None


def known_event(ask: Request) -> Problem | None:
    """The event is one of the case, and its day stays between those beside it."""
    history = ask.case.history
    place = next((i for i, m in enumerate(history) if str(m.sequence) == ask.text("event")), None)
    day = day_of(ask.body.get("day"))
    if place is None or day is None or history[place].kind == "day_corrected":
        return not_met("CE-G151", event=ask.text("event"), day=ask.text("day"))
    others = [(i, m.day) for i, m in enumerate(history) if m.kind != "day_corrected"]
    before = max((d for i, d in others if i < place), default=date.min)
    after = min((d for i, d in others if i > place), default=ask.day)
    if before <= day <= after:
        return None
    return not_met("CE-G151", event=ask.text("event"), day=day)
