"""Somebody does something to a case: asked of the law, and written, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from carbon_eia.errors import MISREAD, CallError, InputError, Place, Problem
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event
from carbon_eia.register.fold import case_of
from carbon_eia.register.law import Law
from carbon_eia.register.states import Refusal, allowed
from carbon_eia.register.store import Draft, Register, View
from carbon_eia.register.view import case_at, case_now

__all__ = ["Asked", "Done", "RefusedError", "act", "open_case", "stored_case", "view_of"]


class Asked(NamedTuple):
    """What somebody wants to do: a command of the table of states, on which case, who, as what, on
    which legal day, and what it says. ``role`` None: the first that the command allows."""

    command: str
    case: str
    actor: str
    role: str | None
    day: date
    body: Mapping[str, object]


class Done(NamedTuple):
    """What was written, and what should be known of it; ``is_new``: not written before."""

    event: Event
    notes: tuple[Problem, ...] = ()
    is_new: bool = True


class RefusedError(CallError):
    """What the law does not allow; ``refusal`` says why, and what would be allowed.

    Its place is the clause on which the refusal rests.
    """

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        clause = refusal.ground.clause if refusal.ground is not None else ""
        super().__init__(refusal.problem.at(Place(key=clause)))


def act(register: Register, asked: Asked, law: Law) -> Done:
    """Do it, if the law allows it for the case as it stands on that day.

    The very same command again is not done again, where it is no longer allowed or would leave the
    case where it is: whoever sends it twice, because the first answer was lost, is told the event
    of the first.

    Raises RefusedError where the law does not allow it; nothing is written then.
    """
    role = _role(asked, law)
    with register.writing() as ledger:
        events = ledger.events(asked.case)
        case = case_now(events, asked.day, law)
        found = allowed(law, case, role, asked.command, asked.day, asked.actor, asked.body)
        before = _done_before(events, asked, role, law)
        if before is not None and (isinstance(found, Refusal) or found.command.to == "same"):
            return Done(before, is_new=False)
        if isinstance(found, Refusal):
            raise RefusedError(found)
        draft = Draft(asked.day, asked.actor, role, found.event, asked.case, dict(asked.body))
        return Done(ledger.append([draft])[0], found.notes)


def _done_before(events: Sequence[Event], asked: Asked, role: str, law: Law) -> Event | None:
    """The event of the very same command: the same person, role, day and words."""
    row = law.commands.get(asked.command)
    wanted = (asked.day, asked.actor, role, row.event if row else "", asked.body)
    same = (e for e in events if (e.day, e.actor, e.role, e.kind, e.body) == wanted)
    return next(same, None)


def _role(asked: Asked, law: Law) -> str:
    if asked.role is not None:
        return asked.role
    row = law.commands.get(asked.command)
    return next((role for role in law.roles if row is not None and role in row.roles), "")


def open_case(events: Sequence[Event], code: str, as_of: date, law: Law) -> Case:
    """The case of some events as it stands on a day.

    Raises CallError: CE-G223 there is none of this code, CE-G226 none had happened by that day.
    """
    if not events:
        raise CallError(Problem("CE-G223", params={"code": code}))
    case = case_at(events, as_of, law)
    if not case.state:
        raise CallError(Problem("CE-G226", params={"code": code, "day": as_of}))
    return case


def view_of(events: Sequence[Event]) -> View:
    """What is stored of a case: all that its events come to, whatever the day.

    Raises InputError: CE-G101 a kind of event that no table knows, CE-G201 events whose words fit
    no case: somebody wrote them by hand.
    """
    try:
        case = case_of(events)
        text = msgspec.json.encode(case).decode()
        msgspec.json.decode(text, type=Case)
    except (*MISREAD, msgspec.MsgspecError) as error:
        what: dict[str, object] = {"sequence": events[-1].sequence, "why": str(error)}
        raise InputError(Problem("CE-G201", params=what)) from None
    return View(case.state, text)


def stored_case(code: str, text: str, law: Law) -> Case:
    """The case of a stored view.

    Raises InputError CE-G280 where it is none: somebody wrote it by hand.
    """
    try:
        case = msgspec.json.decode(text, type=Case)
    except msgspec.DecodeError as error:
        raise InputError(Problem("CE-G280", params={"code": code, "why": str(error)})) from None
    if case.state not in law.states:
        raise InputError(Problem("CE-G280", params={"code": code, "why": case.state}))
    return case
