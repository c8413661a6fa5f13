"""Who acts: persons on record, apart from the events, and what they are appointed to.

An event holds a commitment of a person: SHA-256 over a random salt and the person's name and
contact. Name, contact and salt stand in a table of their own and can be erased; the ledger stands
as it was, and nothing tells any more who it was.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from carbon_eia.errors import CallError, Problem
from carbon_eia.register.event import Event
from carbon_eia.register.store import Ledger

__all__ = [
    "APPOINTED",
    "COMMITMENT",
    "ERASED",
    "ORDERED",
    "RECORDED",
    "SHOWN",
    "Person",
    "Staff",
    "commitment_of",
    "name_key",
    "new_person",
    "staff_of",
]

COMMITMENT = re.compile(r"[0-9a-f]{64}")
SHORTEST, SHOWN = 8, 12
"""Signs of a commitment by which a person may be called at least, and that are shown."""

RECORDED, ERASED, APPOINTED, DISMISSED = (
    "person_recorded",
    "person_erased",
    "appointed",
    "dismissed",
)
"""Kinds of events that concern persons: they belong to the register, and to no case."""

ORDERED = frozenset({ERASED, APPOINTED, DISMISSED})
"""Kinds of which a later one never has an earlier day: what they say depends on their order."""


class Person(NamedTuple):
    """A person on record."""

    commitment: str
    name: str
    contact: str


def name_key(name: str) -> str:
    """A name for comparison: spaces, width and case make no other person of it.

    >>> name_key("Ｌｉ Lei") == name_key("li lei")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def commitment_of(salt: str, value: str) -> str:
    """The commitment of what is kept of a person.

    >>> commitment_of("00" * 32, '{"contact":"","name":"x"}')[:8]
    '93857d26'
    """
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def new_person(name: str, contact: str) -> tuple[str, str, str]:
    """Commitment, salt and value of a person who is put on record."""
    salt = secrets.token_hex(32)
    value = msgspec.json.encode({"name": name, "contact": contact}, order="sorted").decode()
    return commitment_of(salt, value), salt, value


class Staff:
    """The persons on record, and what the register's own events say of them."""

    def __init__(self, rows: Iterable[tuple[str, str, str]], events: Sequence[Event]) -> None:
        self.events = events
        self.persons = tuple(_person(commitment, value) for commitment, _, value in rows)
        self._by_commitment = {p.commitment: p for p in self.persons}

    def person(self, actor: str) -> Person | None:
        """The person of a commitment; None where it is none, or is erased."""
        return self._by_commitment.get(actor)

    def called(self, actor: str) -> str:
        """How an actor is called: the name of a person on record; else as it stands, but for a
        commitment only its first signs."""
        person = self.person(actor)
        if person is not None:
            return person.name
        return f"{actor[:SHOWN]}…" if COMMITMENT.fullmatch(actor) else actor

    def erased(self, commitment: str) -> Event | None:
        """The event by which a person was erased; None where nobody was."""
        return next((e for e in self._of(ERASED) if e.body.get("person") == commitment), None)

    def named(self, name: str) -> list[Person]:
        """The persons on record whom a name, or the beginning of a commitment, may mean."""
        key = name_key(name)
        found = [p for p in self.persons if name_key(p.name) == key]
        if not found and len(name) >= SHORTEST:
            found = [p for p in self.persons if p.commitment.startswith(name)]
        return found

    def identity(self, name: str) -> str:
        """The commitment of the person on record whom a name means; else the name itself.

        Raises CallError CE-G160 where it may mean several.
        """
        found = self.named(name)
        if len(found) > 1:
            which = " ".join(p.commitment[:SHOWN] for p in found)
            raise CallError(Problem("CE-G160", params={"name": name, "which": which}))
        return found[0].commitment if found else name

    def aligned(self, events: Iterable[Event], actor: str) -> list[Event]:
        """Events, those of an actor's plain name taken for the actor's: it is the same person."""
        person = self.person(actor)
        if person is None:
            return list(events)
        key = name_key(person.name)
        return [e._replace(actor=actor) if name_key(e.actor) == key else e for e in events]

    def appointments(self, day: date) -> Mapping[str, frozenset[str]]:
        """Who is appointed to which roles on a day: commitment → roles; empty where nobody is.

        Once the first appointment is written it holds for whatever is written after it, also under
        an earlier day: nobody gets round it by a day in the past.
        """
        day = max([day, *sorted(e.day for e in self._of(APPOINTED))[:1]])
        held: dict[str, set[str]] = {}
        for event in self.events:
            person, role = str(event.body.get("person", "")), str(event.body.get("role", ""))
            if event.day > day:
                continue
            if event.kind == APPOINTED:
                held.setdefault(person, set()).add(role)
            elif event.kind == DISMISSED:
                held.get(person, set()).discard(role)
            elif event.kind == ERASED:
                held.pop(person, None)
        return {person: frozenset(roles) for person, roles in held.items() if roles}

    def _of(self, kind: str) -> list[Event]:
        return [e for e in self.events if e.kind == kind]


def _person(commitment: str, value: str) -> Person:
    """A row of the table; what cannot be read has no name."""
    try:
        kept = msgspec.json.decode(value, type=dict[str, str])
    except msgspec.DecodeError:
        kept = {}
    return Person(commitment, kept.get("name", ""), kept.get("contact", ""))


def staff_of(ledger: Ledger) -> Staff:
    """The persons of a register, and its own events."""
    return Staff(ledger.people(), ledger.events(""))
