"""A list is taken into the register: all of it or nothing, and nothing of it twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.register.acting import CommandRefusedError, CommandResult, answer_of
from carbon_eia.register.event import Event
from carbon_eia.register.law import Law
from carbon_eia.register.people import Staff, staff_of
from carbon_eia.register.read_list import ListedCase, Planned
from carbon_eia.register.store import EventDraft, Ledger, Register
from carbon_eia.register.view import case_at

__all__ = ["Imported", "import_list"]

LISTED = "listed"
SOURCE = "source"
"""Key of a body that says where in which file it stood: it makes no other case of a row."""


class Imported(NamedTuple):
    """What was taken in: new cases, events in all, and cases that were there already."""

    cases: int
    events: int
    unchanged: int


def import_list(
    register: Register, cases: Sequence[ListedCase], as_of: date, law: Law, dry_run: bool
) -> Imported:
    """Take every case of a list in, each command asked of the law.

    ``as_of``: the day on which the states that a list claims are looked at; ``dry_run``: nothing is
    written.

    Raises InputError, all at once with their cells, and nothing is written then: what the law
    refuses; CE-G236 a case of this code with other facts, CE-G237 a state to which the events of a
    row do not lead.
    """
    with register.writing() as ledger:
        taken = _Taken(register, ledger, staff_of(ledger), law, as_of)
        for case in cases:
            taken.add(case)
        if taken.problems:
            raise InputError(taken.problems)
        if not dry_run:
            ledger.append(taken.drafts)
        return Imported(taken.new, len(taken.drafts), taken.unchanged)


class _Taken:
    """What of a list is to be written, and what stands against it."""

    def __init__(
        self, register: Register, ledger: Ledger, staff: Staff, law: Law, as_of: date
    ) -> None:
        self.register, self.ledger, self.staff = register, ledger, staff
        self.law, self.as_of = law, as_of
        self.next = ledger.last()[0] + 1
        self.drafts: list[EventDraft] = []
        self.problems: list[Problem] = []
        self.new = self.unchanged = 0

    def add(self, case: ListedCase) -> None:
        """Ask for every command of a row that was not written before."""
        before = self.ledger.events(case.code)
        if before and not _is_listed_so(before, case):
            self.problems.append(Problem("CE-G236", case.place, {"code": case.code}))
            return
        events, count = list(before), len(self.drafts)
        for planned in case.planned:
            if not _is_written(before, planned, self.law) and not self._ask(planned, events):
                return
        if not before:
            self.new += 1
        if len(self.drafts) == count:
            self.unchanged += 1
        elif case.state:
            self._check_state(case, events)

    def _ask(self, planned: Planned, events: list[Event]) -> bool:
        """Add the draft of a command; whether the law allows it."""
        try:
            answer = answer_of(
                self.ledger, self.staff, planned.asked, self.law, self.register, events
            )
        except CommandRefusedError as error:
            clause = error.problems[0].place.key
            place = planned.place._replace(key=clause)
            self.problems += [p.at(place) for p in error.problems]
            return False
        if not isinstance(answer, CommandResult):
            draft, _ = answer
            self.drafts.append(draft)
            events.append(Event(self.next, draft.day, datetime.now(UTC), *draft[1:]))
            self.next += 1
        return True

    def _check_state(self, case: ListedCase, events: Sequence[Event]) -> None:
        """The state that a list claims is the one to which its events lead."""
        found = case_at(events, self.as_of, self.law).state
        if found != case.state:
            states = self.law.states
            params: dict[str, object] = {
                "claimed": {lang: states[case.state][lang] for lang in ("zh", "en")},
                "found": {lang: states[found][lang] for lang in ("zh", "en")} if found else "—",
                "day": self.as_of,
            }
            self.problems.append(Problem("CE-G237", case.state_place, params))


def _without_source(body: Mapping[str, object]) -> dict[str, object]:
    return {k: v for k, v in body.items() if k != SOURCE}


def _is_listed_so(events: Sequence[Event], case: ListedCase) -> bool:
    """Whether a case was listed with the same facts, on the same day where the list says one."""
    asked = case.planned[0].asked
    return any(
        e.kind == LISTED
        and _without_source(e.body) == _without_source(asked.body)
        and (e.day == asked.day or not case.has_day)
        for e in events
    )


def _is_written(events: Sequence[Event], planned: Planned, law: Law) -> bool:
    """Whether a command of a row stands in the case: the same kind, day and words."""
    asked = planned.asked
    kind = law.commands[asked.command].event
    if kind == LISTED:
        return any(e.kind == LISTED for e in events)
    wanted = (kind, asked.day, asked.body)
    return any((e.kind, e.day, e.body) == wanted for e in events)
