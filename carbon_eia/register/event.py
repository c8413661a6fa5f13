"""What happened, once and for all: events in a sequence without gaps, each bound to the one before.

The hash of an event is SHA-256 over the canonical JSON of all its columns and the hash before it;
so a changed, removed, added or moved event changes every hash from there on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import msgspec

from carbon_eia.errors import InputError, Problem
from carbon_eia.files.json_text import json_value

__all__ = ["GENESIS", "Event", "EventRow", "by_case", "event_of", "event_row", "hashes_stand"]

GENESIS = "0" * 64
"""The hash before the first event."""

_ENCODER = msgspec.json.Encoder(order="sorted")
_STORED = len(f',"{GENESIS}"]')
"""Bytes of a row's line from its stored hash on."""


class Event(NamedTuple):
    """An event of the register.

    ``sequence``: 1, 2, 3 …; ``day``: the legal day on which it takes effect; ``at``: when it was
    written, in UTC; ``actor`` and ``role``: who acted, as what; ``kind``: what happened, a word of
    the table of states; ``case``: the code of its case, empty where it concerns the register;
    ``body``: the rest.
    """

    sequence: int
    day: date
    at: datetime
    actor: str
    role: str
    kind: str
    case: str
    body: Mapping[str, Any]


class EventRow(NamedTuple):
    """An event as it is stored and hashed: its columns as text."""

    sequence: int
    day: str
    at: str
    actor: str
    role: str
    body: str
    prev_hash: str
    hash: str

    def leaf(self) -> bytes:
        """What is hashed: every column but the hash itself, as canonical JSON."""
        return _ENCODER.encode(self[:-1])

    def right_hash(self) -> str:
        """The hash that its columns give."""
        return hashlib.sha256(self.leaf()).hexdigest()


def hashes_stand(rows: Sequence[EventRow]) -> bool:
    r"""Whether the hash of each row is the one that its columns give.

    Many rows are encoded at once, as lines, for canonical JSON has no end of line within it. What
    is hashed of a row is its line without the stored hash, which stands last.

    >>> day, at = date(2026, 3, 2), datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    >>> row = event_row(Event(1, day, at, "a\nb", "receiver", "listed", "A-1", {}), GENESIS)
    >>> hashes_stand([row, row]), hashes_stand([row, row._replace(day="2026-03-03")])
    (True, False)
    """
    lines = _ENCODER.encode_lines(rows).split(b"\n")
    lines.pop()  # after the last end of line
    right = [hashlib.sha256(line[:-_STORED] + b"]").hexdigest() for line in lines]
    return right == [row.hash for row in rows]


def event_row(event: Event, prev_hash: str) -> EventRow:
    """The row of an event after the one whose hash is given.

    >>> day, at = date(2026, 3, 2), datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    >>> row = event_row(Event(1, day, at, "zhang", "receiver", "listed", "A-1", {"b": 1}), GENESIS)
    >>> row.day, row.at, row.body
    ('2026-03-02', '2026-03-02T01:30:00Z', '{"b":1,"case":"A-1","kind":"listed"}')
    >>> row.hash == row.right_hash(), event_of(row).kind
    (True, 'listed')
    """
    body = {**event.body, "kind": event.kind, "case": event.case}
    text = msgspec.json.encode(body, order="sorted").decode()
    at = event.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    columns = (event.sequence, event.day.isoformat(), at, event.actor, event.role, text, prev_hash)
    row = EventRow(*columns, hash="")
    return row._replace(hash=row.right_hash())


def event_of(row: EventRow) -> Event:
    """The event of a row.

    Raises InputError CE-G201 where its columns cannot be read: somebody wrote them by hand.
    """
    try:
        body = dict(json_value(row.body))  # type: ignore[call-overload]
        kind, case = str(body.pop("kind")), str(body.pop("case"))
        day, at = date.fromisoformat(row.day), datetime.fromisoformat(row.at)
    except (InputError, ValueError, KeyError, AttributeError, TypeError) as error:
        why = f"{type(error).__name__}: {error}"
        params: dict[str, object] = {"sequence": row.sequence, "why": why}
        raise InputError(Problem("CE-G201", params=params)) from None
    return Event(row.sequence, day, at, row.actor, row.role, kind, case, body)


def by_case(events: Iterable[Event]) -> dict[str, list[Event]]:
    """The events of each case, in their order; those that concern the register alone left out."""
    cases: dict[str, list[Event]] = {}
    for event in events:
        if event.case:
            cases.setdefault(event.case, []).append(event)
    return cases
