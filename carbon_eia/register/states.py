"""What may be done with a case, by whom, and why not: the table of states, applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, NamedTuple

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.messages import in_languages, sentence
from carbon_eia.register.case import Case, day_of
from carbon_eia.register.guards import GUARDS, NOTES, OF_CASE
from carbon_eia.register.law import Command, Ground, Law
from carbon_eia.register.request import ALONE, Beside, Request

__all__ = ["Option", "Refusal", "Transition", "allowed", "options"]

NOTHING: Mapping[str, object] = MappingProxyType({})

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
"""Days outside of which one is taken for a slip."""


DAYS = frozenset({"approved", "day", "deadline", "valid_to"})
"""Keys of a body that are days."""

DEEPEST = 4
"""How deep in a body a day may stand."""


class Option(NamedTuple):
    """A command that would be allowed in a state, and the roles that may give it."""

    command: Command
    roles: tuple[str, ...]


class Transition(NamedTuple):
    """A command that is allowed: the event to write, the state it leads to, what to know of it."""

    command: Command
    event: str
    to: str
    notes: tuple[Problem, ...] = ()


class Refusal(NamedTuple):
    """A command that is not allowed: why, on which ground, and what would be."""

    problem: Problem
    ground: Ground | None
    options: tuple[Option, ...]

    def message(self, lang: str = "zh") -> str:
        """Why, with the clause, and what would be allowed instead."""
        parts = [self.problem.message(lang)]
        if self.ground is not None:
            parts.append(sentence("register.law.by_clause", lang, {"clause": self.ground.clause}))
        parts.append(self.problem.hint(lang))
        return " ".join(p for p in parts if p)


def options(law: Law, case: Case, role: str = "") -> tuple[Option, ...]:
    """The commands that a case allows, of a role alone where one is given.

    Conditions that hang on the case alone are asked; what depends on the day, the actor or the
    body is not known here.
    """
    last = max((m.day for m in case.history), default=EARLIEST)
    return tuple(
        Option(c, tuple(r for r in law.roles if r in c.roles))
        for c in law.commands.values()
        if c.is_from(case.state)
        and (not role or role in c.roles)
        and not any(
            GUARDS[name](Request(c, case, law, "", "", last, NOTHING))
            for name in c.guards
            if name in OF_CASE
        )
    )


def allowed(
    law: Law,
    case: Case,
    role: str,
    command: str,
    day: date,
    actor: str,
    body: Mapping[str, object] = NOTHING,
    beside: Beside = ALONE,
) -> Transition | Refusal:
    """Whether somebody may give a command on a case, and what it comes to.

    ``case``: with all its events, as it is on ``day`` (``case_now``); ``beside``: what the register
    holds beside it (``beside_of``). Day, state, role, body and
    guards are asked in this order; the first that fails says why.

    >>> from carbon_eia.reference import open_tables
    >>> from carbon_eia.register.law import open_law
    >>> law, day = open_law(open_tables()), date(2026, 3, 2)
    >>> allowed(law, Case(), "receiver", "list", day, "zhang").to
    'listed'
    >>> refused = allowed(law, Case(state="listed"), "approver", "decide", day, "li")
    >>> refused.problem.code, [o.command.id for o in refused.options][:2]
    ('CE-G100', ['file', 'order_rectification'])
    """

    def refused(problem: Problem, ground: Ground | None) -> Refusal:
        return Refusal(problem, ground, options(law, case))

    row = law.commands.get(command)
    if row is None:
        near = get_close_matches(command, law.commands, 1) or [""]
        what: dict[str, object] = {"command": command, "near": near[0]}
        return refused(Problem("CE-G102", params=what), None)
    basic = _basic(law, case, row, role, day, body)
    if basic is not None:
        return refused(*basic)
    ask = Request(row, case, law, role, actor, day, body, beside)
    for name in row.guards:
        problem = None if name in NOTES else _guard(name)(ask)
        if problem is not None:
            return refused(problem, law.guards[name])
    asked = [NOTES[name](ask) for name in row.guards if name in NOTES]
    notes = tuple(n for n in asked if n is not None)
    return Transition(row, row.event, _leads_to(row, case, body), notes)


def _guard(name: str) -> Any:
    """A guard by its name.

    Raises ReferenceDataError CE-R005: the table names one that there is none of.
    """
    if name not in GUARDS:
        place = Place("factors/register/states.toml")
        raise ReferenceDataError(Problem("CE-R005", place, {"what": name}))
    return GUARDS[name]


def _basic(
    law: Law, case: Case, row: Command, role: str, day: date, body: Mapping[str, Any]
) -> tuple[Problem, Ground] | None:
    """Day, state, role and what the body must hold: what is wrong, and on which ground."""
    last = max((m.day for m in case.history), default=day)
    if day < last:
        return Problem("CE-G104", params={"day": day, "last": last}), row.ground
    if not row.is_from(case.state):
        return _wrong_state(law, case, row)
    name: dict[str, str] = {"zh": row.zh, "en": row.en}
    if role not in row.roles:
        roles = _joined([law.roles[r] for r in law.roles if r in row.roles])
        own = law.roles.get(role, {"zh": role, "en": role})
        what: dict[str, object] = {"role": own, "command": name, "roles": roles}
        return Problem("CE-G103", params=what), row.ground
    for key in row.needs:
        if not _is_given(body.get(key)):
            return Problem("CE-G105", params={"key": key, "command": name}), row.ground
    wrong = _strange_key(row, body) or _wrong_day(body)
    return None if wrong is None else (wrong, row.ground)


def _strange_key(row: Command, body: Mapping[str, Any]) -> Problem | None:
    """A key of the body that the command does not know: nobody would read what it says."""
    known = sorted({*row.needs, *row.allows})
    for key in body:
        if key not in known:
            name: dict[str, str] = {"zh": row.zh, "en": row.en}
            what: dict[str, object] = {"key": key, "command": name, "known": " ".join(known)}
            return Problem("CE-G155", params=what)
    return None


def _is_given(value: object) -> bool:
    """Whether a body says something: not an empty text or list."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != [] and value != {}


def _wrong_day(body: Mapping[str, Any]) -> Problem | None:
    """A day in the body that is none, or lies outside any time that a case can have."""
    for key, value in _days(body):
        day = day_of(value)
        if day is None or not EARLIEST <= day <= LATEST:
            return Problem("CE-G106", params={"key": key, "value": str(value)})
    return None


def _days(value: object, depth: int = 0) -> Iterator[tuple[str, object]]:
    """What stands under the keys of days, in a body and what it holds."""
    if isinstance(value, Mapping) and depth < DEEPEST:
        for key, inner in value.items():
            if key in DAYS and inner is not None:
                yield key, inner
            else:
                yield from _days(inner, depth + 1)
    elif isinstance(value, list | tuple) and depth < DEEPEST:
        for inner in value:
            yield from _days(inner, depth + 1)


def _wrong_state(law: Law, case: Case, row: Command) -> tuple[Problem, Ground]:
    """What is said where a command does not fit the state: what the state is, what would fit."""
    filing = case.filing
    if row.id == "notify" and filing is not None and filing.deemed:
        silent = Problem("CE-G107", params={"day": filing.received})
        return silent, law.guards["accepted_by_silence"]
    if row.id == "start_construction" and case.state == "lapsed":
        return Problem("CE-G135"), law.guards["validity_over"]
    state = law.states.get(case.state) or in_languages("register.law.no_case")
    beside = [{"zh": o.command.zh, "en": o.command.en} for o in options(law, case)]
    what: dict[str, object] = {
        "state": {lang: state[lang] for lang in ("zh", "en")},
        "command": {"zh": row.zh, "en": row.en},
        "options": _joined(beside),
    }
    return Problem("CE-G100", params=what), row.ground


def _joined(names: list[Any]) -> dict[str, str]:
    return {
        "zh": "、".join(n["zh"] for n in names),
        "en": ", ".join(n["en"] for n in names),
    }


def _leads_to(row: Command, case: Case, body: Mapping[str, Any]) -> str:
    """The state that a command leads to, with what the table leaves to the case."""
    if row.id == "withdraw" and case.change is not None:
        return case.change.origin
    if row.id == "decide_change" and body.get("verdict") == "review":
        return "accepted"
    if row.id == "reopen" and case.state == "closed":
        return case.origin
    if row.to == "same":
        return case.state
    if row.to == "origin":
        return case.change.origin if case.change is not None else case.origin
    if row.to == "stage":
        return "listed" if case.stage == "proposed" else case.stage
    return row.to
