"""A case that somebody has opened: its events, what it has become, as what one may act on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from carbon_eia.desk.access import first_role, invited_in, roles_on, standing_of
from carbon_eia.desk.accounts import Account
from carbon_eia.desk.opening import Desk
from carbon_eia.errors import CallError, Problem
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event
from carbon_eia.register.law import Law
from carbon_eia.register.people import Staff, staff_of
from carbon_eia.register.states import Option, options
from carbon_eia.register.store import Register
from carbon_eia.register.view import case_at
from carbon_eia.run.records import Run

__all__ = [
    "GoneError",
    "HiddenError",
    "OpenCase",
    "Version",
    "code_in_address",
    "code_of_address",
    "files_of",
    "kept_run",
    "open_case_for",
]


class HiddenError(CallError):
    """There is no such thing, or it is not the caller's to see: nobody is told which (CE-H011)."""

    def __init__(self) -> None:
        super().__init__(Problem("CE-H011"))


class GoneError(HiddenError):
    """Long work that the desk does not know: it is over for long, or the desk was stopped
    meanwhile, or it is somebody else's; nobody is told which (CE-H031)."""

    def __init__(self) -> None:
        CallError.__init__(self, Problem("CE-H031"))


class Version(NamedTuple):
    """An assessment that came with an event: the blobs of its record and document, its verdict."""

    event: Event
    number: int
    record: str
    document: str
    file: str
    verdict: str

    @property
    def run(self) -> str:
        """The id of its Run."""
        return str(self.event.body.get("run", ""))


class OpenCase(NamedTuple):
    """A case, as it stands on a day, for one account."""

    code: str
    events: tuple[Event, ...]
    case: Case
    roles: tuple[str, ...]
    law: Law
    staff: Staff

    @property
    def address(self) -> str:
        """The path of its page."""
        return f"/cases/{code_in_address(self.code)}"

    @property
    def options(self) -> list[Option]:
        """The commands that the case allows in one of the roles."""
        own = [o for role in self.roles for o in options(self.law, self.case, role)]
        by_command = {o.command.id: o for o in own}
        return [by_command[c] for c in self.law.commands if c in by_command]

    def role_for(self, command: str) -> str:
        """The role in which a command is given: the first of one's own that it allows."""
        return first_role(self.roles, self.law.commands.get(command))

    @property
    def versions(self) -> list[Version]:
        """Every assessment that was filed or handed in later, the first one first."""
        held = [e for e in self.events if e.body.get("record") and e.body.get("run")]
        return [
            Version(
                e, n, str(e.body["record"]), str(e.body.get("document", "")),
                str(e.body.get("file", "")), str(e.body.get("verdict", "")),
            )
            for n, e in enumerate(held, 1)
        ]  # fmt: skip

    @property
    def files(self) -> list[tuple[str, str]]:
        """Every file that its events keep: its name, its SHA-256."""
        return [file for event in self.events for file in files_of(event)]


def files_of(event: Event) -> Iterator[tuple[str, str]]:
    """Every file that an event keeps: its name, its SHA-256."""
    if event.body.get("document"):
        yield str(event.body.get("file", "")), str(event.body["document"])
    evidence = event.body.get("evidence")
    for part in evidence if isinstance(evidence, list) else ():
        if isinstance(part, Mapping) and part.get("sha256"):
            yield str(part.get("file", "")), str(part["sha256"])


def open_case_for(desk: Desk, account: Account, code: str, as_of: date) -> OpenCase:
    """A case as it stands on a day.

    Raises HiddenError where there is none, or none that the account may see.
    """
    law = desk.law
    if not code.isprintable():
        raise HiddenError
    with desk.register.reading() as ledger:
        events, staff = tuple(ledger.events(code)), staff_of(ledger)
    case = case_at(events, as_of, law)
    standing = standing_of(account, staff, invited_in(events, account))
    roles = roles_on(standing, case, law) if case.state else ()
    if not roles:
        raise HiddenError
    return OpenCase(code, events, case, roles, law, staff)


def code_in_address(code: str) -> str:
    """A code as a part of a path.

    >>> code_in_address("2602-431021"), code_in_address("a/b~")
    ('2602-431021', 'a~1b~0')
    """
    return quote(code.replace("~", "~0").replace("/", "~1"), safe="~")


def code_of_address(part: str) -> str:
    """The code that a part of a path names; what the server has unquoted is taken as it is.

    >>> code_of_address("a~1b~0")
    'a/b~'
    """
    return part.replace("~1", "/").replace("~0", "~")


def kept_run(register: Register, record: str) -> Run:
    """The Run of a kept record.

    Raises InputError CE-G205 … where it is missing or no longer what it was, CE-N001 where it is
    none.
    """
    return _run(register, record)


@lru_cache(maxsize=64)
def _run(register: Register, record: str) -> Run:
    text = register.blob(record).decode("utf-8", "replace")
    return PROJECT.parse(text)
