"""Somebody does something to a case: asked of the law, and written, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from carbon_eia.errors import MISREAD, CallError, InputError, Place, Problem
from carbon_eia.register.beside import beside_of
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event
from carbon_eia.register.fold import case_after, case_of
from carbon_eia.register.law import Law
from carbon_eia.register.people import Staff, staff_of
from carbon_eia.register.states import Refusal, allowed, options
from carbon_eia.register.store import EventDraft, Ledger, Register, View
from carbon_eia.register.view import case_at, case_now

__all__ = [
    "CommandRefusedError",
    "CommandRequest",
    "CommandResult",
    "act",
    "act_all",
    "answer_of",
    "open_case",
    "stored_case",
    "view_of",
]


class CommandRequest(NamedTuple):
    """What somebody wants to do: a command of the table of states, on which case, who, as what, on
    which legal day, and what it says. ``role`` None: the first that the command allows."""

    command: str
    case: str
    actor: str
    role: str | None
    day: date
    body: Mapping[str, object]


class CommandResult(NamedTuple):
    """What was written, and what should be known of it; ``is_new``: not written before."""

    event: Event
    notes: tuple[Problem, ...] = ()
    is_new: bool = True


class CommandRefusedError(CallError):
    """What the law does not allow; ``refusal`` says why, and what would be allowed.

    Its place is the clause on which the refusal rests.
    """

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        clause = refusal.ground.clause if refusal.ground is not None else ""
        super().__init__(refusal.problem.at(Place(key=clause)))


def act(register: Register, asked: CommandRequest, law: Law) -> CommandResult:
    """Do it, if the law allows it for the case as it stands on that day.

    An actor who is on record acts by commitment, so that no event holds the name; where the
    register has appointments, only who is appointed to a role of the authority acts in it.

    The very same command again is not done again, where it is no longer allowed or would leave the
    case where it is: whoever sends it twice, because the first answer was lost, is told the event
    of the first.

    Raises RefusedError where the law does not allow it; nothing is written then.
    """
    with register.writing() as ledger:
        staff = staff_of(ledger)
        answer = answer_of(ledger, staff, asked, law, register)
        if isinstance(answer, CommandResult):
            return answer
        draft, notes = answer
        return CommandResult(ledger.append([draft])[0], notes)


def act_all(register: Register, asked: Sequence[CommandRequest], law: Law) -> list[CommandResult]:
    """Do several things, all of them or none; each sees what those before it come to.

    Raises RefusedError as ``act``, for the first that the law does not allow.
    """
    done: list[CommandResult] = []
    with register.writing() as ledger:
        staff = staff_of(ledger)
        for one in asked:
            answer = answer_of(ledger, staff, one, law, register)
            if not isinstance(answer, CommandResult):
                draft, notes = answer
                done.append(CommandResult(ledger.append([draft])[0], notes))
    return done


def answer_of(
    ledger: Ledger,
    staff: Staff,
    asked: CommandRequest,
    law: Law,
    register: Register,
    events: Sequence[Event] | None = None,
) -> CommandResult | tuple[EventDraft, tuple[Problem, ...]]:
    """What is to be written, with what should be known of it; or what was written before.

    ``events``: those of the case, where some of them are not written yet.

    Raises RefusedError where the law does not allow it.
    """
    actor = staff.identity(asked.actor)
    held = staff.appointments(asked.day)
    role = _role(asked, law, held.get(actor, frozenset()))
    asked = asked._replace(actor=actor, role=role)
    before = ledger.events(asked.case) if events is None else events
    known = staff.aligned(before, actor)
    case = case_now(known, asked.day, law)
    beside = beside_of(ledger, register, asked.command, asked.body, case, asked.day, law)
    found = _unappointed(law, case, role, actor, held) or allowed(
        law, case, role, asked.command, asked.day, actor, asked.body, beside
    )
    same = _done_before(known, asked, role, law)
    if same is not None and (isinstance(found, Refusal) or found.command.to == "same"):
        return CommandResult(same, is_new=False)
    if isinstance(found, Refusal):
        raise CommandRefusedError(_called(found, staff))
    draft = EventDraft(asked.day, actor, role, found.event, asked.case, dict(asked.body))
    return draft, found.notes


def _unappointed(
    law: Law, case: Case, role: str, actor: str, held: Mapping[str, frozenset[str]]
) -> Refusal | None:
    """Why somebody may not act in a role of the authority: others are appointed to roles here."""
    if not held or role in law.outside or role not in law.roles or role in held.get(actor, ()):
        return None
    params: dict[str, object] = {"actor": actor, "role": law.roles[role]}
    ground = law.administration["appoint"].ground
    return Refusal(Problem("CE-G161", params=params), ground, options(law, case))


def _called(refusal: Refusal, staff: Staff) -> Refusal:
    """A refusal that names its actor as persons call him, and not by commitment."""
    problem = refusal.problem
    if "actor" not in problem.params:
        return refusal
    name = staff.called(str(problem.params["actor"]))
    return refusal._replace(problem=problem._replace(params={**problem.params, "actor": name}))


def _done_before(
    events: Sequence[Event], asked: CommandRequest, role: str, law: Law
) -> Event | None:
    """The event of the very same command: the same person, role, day and words."""
    row = law.commands.get(asked.command)
    wanted = (asked.day, asked.actor, role, row.event if row else "", asked.body)
    same = (e for e in events if (e.day, e.actor, e.role, e.kind, e.body) == wanted)
    return next(same, None)


def _role(asked: CommandRequest, law: Law, held: frozenset[str]) -> str:
    """The role that is named; else the first that the command allows, one that is held before."""
    if asked.role is not None:
        return asked.role
    row = law.commands.get(asked.command)
    own = [role for role in law.roles if row is not None and role in row.roles]
    return next((role for role in own if role in held), own[0] if own else "")


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


def view_of(events: Sequence[Event], before: View | None = None) -> View | None:
    """What is stored of a case: all that its events come to, whatever the day.

    ``before``: what the events before them came to; None is given back where that no longer holds.

    Raises InputError: CE-G101 a kind of event that no table knows, CE-G201 events whose words fit
    no case: somebody wrote them by hand.
    """
    earlier = None if before is None else stored_case(before.text)
    try:
        case = case_of(events) if earlier is None else case_after(earlier, events)
        if case is None:
            return None
        text = msgspec.json.encode(case).decode()
        msgspec.json.decode(text, type=Case)
    except (*MISREAD, msgspec.MsgspecError) as error:
        what: dict[str, object] = {"sequence": events[-1].sequence, "why": str(error)}
        raise InputError(Problem("CE-G201", params=what)) from None
    return View(case.state, text)


def stored_case(text: str) -> Case:
    """The case of a stored view.

    Raises InputError CE-G280 where it is none: somebody wrote it by hand.
    """
    try:
        return msgspec.json.decode(text, type=Case)
    except msgspec.DecodeError as error:
        raise InputError(Problem("CE-G280", params={"why": str(error)})) from None
