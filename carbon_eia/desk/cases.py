"""A case on a day: its events, what it has become, what is shown of it; kept for whoever looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from carbon_eia.desk.access import first_role
from carbon_eia.desk.kept import Kept, Shown
from carbon_eia.desk.telling import Told, told
from carbon_eia.register.case import Case
from carbon_eia.register.clocks import OPEN, Clock, case_clocks
from carbon_eia.register.event import Event
from carbon_eia.register.law import Law
from carbon_eia.register.people import Staff, staff_of
from carbon_eia.register.states import Option, options
from carbon_eia.register.store import Ledger, Register
from carbon_eia.register.view import case_at, known_events

__all__ = [
    "CaseOnDay",
    "Cases",
    "OpenCase",
    "Version",
    "code_in_address",
    "code_of_address",
]

KEPT = 256
"""Cases that are kept as they stand on a day."""


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


@dataclass(frozen=True, eq=False)
class OpenCase:
    """A case as it stands on a day, and as what one may act on it.

    Whoever sees it in the same roles shares it, until another event is written: what is shown of
    it is made once.
    """

    code: str
    events: tuple[Event, ...]
    case: Case
    roles: tuple[str, ...]
    law: Law
    staff: Staff
    as_of: date
    shown: Shown = field(default_factory=Shown)

    @cached_property
    def address(self) -> str:
        """The path of its page."""
        return f"/cases/{code_in_address(self.code)}"

    @cached_property
    def options(self) -> list[Option]:
        """The commands that the case allows in one of the roles."""
        own = [o for role in self.roles for o in options(self.law, self.case, role)]
        by_command = {o.command.id: o for o in own}
        return [by_command[c] for c in self.law.commands if c in by_command]

    def role_for(self, command: str) -> str:
        """The role in which a command is given: the first of one's own that it allows."""
        return first_role(self.roles, self.law.commands.get(command))

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """Every clock of the case on that day."""
        return case_clocks(self.case, self.as_of, self.law)

    @property
    def open_clocks(self) -> list[Clock]:
        """Those that somebody has to look at."""
        return [c for c in self.clocks if c.state in OPEN or c.is_disputed]

    @property
    def closed_clocks(self) -> list[Clock]:
        """The others."""
        return [c for c in self.clocks if c.state not in OPEN and not c.is_disputed]

    @cached_property
    def known(self) -> list[Event]:
        """The events that had happened by that day."""
        return known_events(self.events, self.as_of)

    def told(self, lang: str) -> list[Told]:
        """The same in words, the last one first."""
        return [told(e, self.law, self.staff, lang) for e in self.known[::-1]]

    @cached_property
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

    @cached_property
    def files(self) -> dict[int, list[tuple[str, str]]]:
        """The files that its events keep, by the number of each: name and SHA-256."""
        return {event.sequence: list(_files_of(event)) for event in self.events}


class CaseOnDay(NamedTuple):
    """A case on a day as the ledger has it, whoever asks: its events, their fold, the persons of
    the register; and the same for those who have seen it, by their roles."""

    events: tuple[Event, ...]
    case: Case
    staff: Staff
    by_roles: dict[tuple[str, ...], OpenCase]

    def opened(self, code: str, roles: tuple[str, ...], law: Law, as_of: date) -> OpenCase:
        """The case as it is shown to who may act on it in some roles."""
        made = OpenCase(code, self.events, self.case, roles, law, self.staff, as_of)
        return self.by_roles.setdefault(roles, made)


class Cases:
    """The cases of a register, each read and folded once until another event is written."""

    def __init__(self, register: Register) -> None:
        self._kept: Kept[CaseOnDay] = Kept(register, KEPT)

    def on_day(self, code: str, as_of: date, law: Law) -> CaseOnDay:
        """A case on a day; without events and state where there is none."""

        def read(ledger: Ledger) -> CaseOnDay:
            events = tuple(ledger.events(code))
            return CaseOnDay(events, case_at(events, as_of, law), staff_of(ledger), {})

        return self._kept.of((code, as_of), read)


def _files_of(event: Event) -> Iterator[tuple[str, str]]:
    """Every file that an event keeps: its name, its SHA-256."""
    if event.body.get("document"):
        yield str(event.body.get("file", "")), str(event.body["document"])
    evidence = event.body.get("evidence")
    for part in evidence if isinstance(evidence, list) else ():
        if isinstance(part, Mapping) and part.get("sha256"):
            yield str(part.get("file", "")), str(part["sha256"])


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
