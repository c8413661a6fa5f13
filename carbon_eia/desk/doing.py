"""What pages and interface do alike: a command on a case, the filing of a document, the making of
one.

The same event is written whatever the door; what the law refuses is refused the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from carbon_eia.desk.access import invited_in, roles_on, sees_all, standing_of
from carbon_eia.desk.accounts import Account
from carbon_eia.desk.cases import code_in_address
from carbon_eia.desk.jobs import Job
from carbon_eia.desk.opened import HiddenError
from carbon_eia.desk.opening import Desk
from carbon_eia.errors import CallError, Problem
from carbon_eia.proof.filed_run import pinned
from carbon_eia.register.acting import CommandRefusedError, CommandRequest, act
from carbon_eia.register.event import Event
from carbon_eia.register.filing import Submission, refuse_typed
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.register.people import staff_of
from carbon_eia.register.view import case_now
from carbon_eia.report import RENDERERS
from carbon_eia.run.records import Run

__all__ = ["DOCUMENTS", "DoneOnDesk", "do", "file_document", "make_document"]

DOCUMENTS = {"pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "html": ".html", "json": ".json"}
"""Kind of a file → the ending under which it is opened as an assessment."""


class DoneOnDesk(NamedTuple):
    """What was written: the event, whether it is new, what should be known of it."""

    code: str
    sequence: int
    is_new: bool
    notes: tuple[Problem, ...] = ()

    @property
    def address(self) -> str:
        """The page of its case."""
        return f"/cases/{code_in_address(self.code)}"


def do(
    desk: Desk,
    account: Account,
    code: str,
    command: str,
    day: date,
    role: str,
    body: Mapping[str, object],
    evidence: Sequence[tuple[str, bytes]] = (),
    proven: Submission | None = None,
) -> DoneOnDesk:
    """Do one thing to a case; ``proven``: an assessment that goes with it.

    Raises HiddenError where the case is not the account's to see, CallError CE-H025 for a role that
    it has not on it, CE-G225, CE-G227 and CE-G228 as the command of the terminal,
    CommandRefusedError where the law does not allow it.
    """
    if proven is None:
        refuse_typed(command, body)
    if not code.isprintable():
        raise HiddenError
    events, roles = _looked_up(desk, account, code, day)
    if not roles or (not events and not sees_all(account)):
        raise HiddenError
    _check_role(role, roles)
    full = {**body, **({} if proven is None else proven.keep_answer(desk.register))}
    if evidence:
        kept = [(name, desk.register.keep(content)) for name, content in evidence]
        full["evidence"] = [{"file": name, "sha256": blob} for name, blob in kept]
    if command == "find":
        full = pinned(desk.register, code, full)
    done = act(
        desk.register, CommandRequest(command, code, account.name, role, day, full), desk.law
    )
    return DoneOnDesk(code, done.event.sequence, done.is_new, done.notes)


def _looked_up(
    desk: Desk, account: Account, code: str, day: date
) -> tuple[list[Event], tuple[str, ...]]:
    """The events of a case, which may be a new one, and as what an account may act on it."""
    with desk.register.reading() as ledger:
        events, staff = ledger.events(code), staff_of(ledger)
    case = case_now(events, day, desk.law)
    standing = standing_of(account, staff, invited_in(events, account))
    return events, roles_on(standing, case, desk.law)


def _check_role(role: str, roles: Sequence[str]) -> None:
    """Raises CallError CE-H025 for a role that is none of one's own on a case."""
    if role not in roles:
        known = " ".join(roles)
        raise CallError(Problem("CE-H025", params={"role": role, "known": known}))


def file_document(
    desk: Desk, account: Account, submission: Submission, code: str, day: date, role: str
) -> DoneOnDesk:
    """File a document that stands; without a code, under that of its project.

    Raises CallError: CE-G218 there is no code at all, CE-H012 the code is that of a case which is
    not the account's, CE-H025 as ``do``; CommandRefusedError where the law does not allow it.
    """
    code = code or submission.run.project.code
    if not code or not code.isprintable():
        raise CallError(Problem("CE-G218"))
    events, roles = _looked_up(desk, account, code, day)
    if not roles:
        raise CallError(Problem("CE-H012", params={"code": code}))
    _check_role(role, roles)
    body = submission.keep(desk.register)
    try:
        done = act(
            desk.register, CommandRequest("file", code, account.name, role, day, body), desk.law
        )
    except CommandRefusedError:
        same = [e for e in events if e.body.get("document") == body["document"]]
        if not same:
            raise
        return DoneOnDesk(code, same[-1].sequence, False)
    return DoneOnDesk(code, done.event.sequence, done.is_new, done.notes)


def make_document(
    desk: Desk, account: Account, record: Run | OpinionRecord, name: str, ending: str, lang: str
) -> Job[bytes]:
    """Have a document of a record made in another process; ``name``: that of its file, without the
    ending."""
    work = partial(rendered, record, ending, lang)
    return desk.jobs.begin_file(account.key, f"{name}{ending}", work)


def rendered(record: Run | OpinionRecord, ending: str, lang: str) -> bytes:
    """A document of a record; runs in its own process."""
    return RENDERERS[ending](record, lang, None)
