"""Whether a register is what it was: chain, heads, files, views.

Every event is hashed again and bound to the one before; heads that somebody kept must be those of
the ledger's beginning; every file that an event names must be there and be the one it names; the
views must be those that the events give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from carbon_eia.errors import InputError
from carbon_eia.register.event import GENESIS, Event, EventRow, by_case, event_of, hashes_stand
from carbon_eia.register.heads import LedgerHead, leaves_of
from carbon_eia.register.index import keys_of
from carbon_eia.register.people import ERASED, RECORDED, SHOWN, commitment_of
from carbon_eia.register.store import Ledger, Register, View
from carbon_eia.register.tree import root

__all__ = ["Examination", "Fault", "blobs_of", "chain_faults", "events_of", "examine", "names_of"]

BLOB = re.compile(r"[0-9a-f]{64}")
BLOB_KEYS = ("document", "record", "comparison", "sha256")
"""Keys of an event's body under which the name of a kept file stands."""

BATCH = 512
"""Rows that are hashed at a time."""


REFUSAL = "events are only added"
SQLITE_GUARDS = {
    f"CREATE TRIGGER events_{verb} BEFORE {verb} ON events "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
} | {
    "CREATE TRIGGER events_INSERT BEFORE INSERT ON events WHEN EXISTS "
    "(SELECT 1 FROM events WHERE sequence >= NEW.sequence OR hash = NEW.hash) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
}
"""The triggers that guard the events, as SQLite keeps their text."""

SQLITE_TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
POSTGRES_TRIGGERS = """
SELECT p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = 'events'::regclass AND t.tgenabled = 'O' AND t.tgtype = 58 AND t.tgqual IS NULL
"""
"""Functions of triggers that fire, unconditionally, before each statement that deletes, updates or
truncates (58 = BEFORE + DELETE + UPDATE + TRUNCATE)."""

POSTGRES_GUARD = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"


class Fault(NamedTuple):
    """What is not as it was: a code of ``register.fault``, and where."""

    code: str
    params: dict[str, object]


class Examination(NamedTuple):
    """What was looked at, and the faults that were found."""

    events: int
    cases: int
    blobs: int
    heads: int
    faults: tuple[Fault, ...]


def examine(register: Register, heads: Sequence[tuple[str, LedgerHead]] = ()) -> Examination:
    """Look at all of a register; ``heads``: those that somebody kept, with their names."""
    with register.reading() as ledger:
        rows = list(ledger.rows_as_they_are())
        events, unread = events_of(rows)
        names = names_of(events)
        faults = [*chain_faults(rows), *unread]
        is_whole = not faults  # views of events that are no longer what they were tell nothing
        faults += [*_of_heads(rows, heads), *_of_triggers(ledger), *_of_blobs(register, names)]
        faults += _of_people(ledger.people(), events)
        views = ledger.views()
        if is_whole:
            faults += _of_views(ledger, events, views)
    return Examination(len(rows), len(views), len(names), len(heads), tuple(faults))


def chain_faults(rows: Sequence[EventRow]) -> Iterator[Fault]:
    """Gaps, broken links and events that are not those of their hashes.

    A ledger that is whole is told so by whole columns; only where they differ is each row asked.
    """
    expected, before = 1, GENESIS
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        if not _is_whole(part, expected, before):
            yield from _row_faults(part, expected, before)
        expected, before = part[-1].sequence + 1, part[-1].hash


def _is_whole(rows: Sequence[EventRow], first: int, before: str) -> bool:
    """Whether numbers from the first on, links and hashes are all as they should."""
    hashes = list(map(itemgetter(7), rows))
    return (
        list(map(itemgetter(0), rows)) == list(range(first, first + len(rows)))
        and list(map(itemgetter(6), rows)) == [before, *hashes[:-1]]
        and hashes_stand(rows)
    )


def _row_faults(rows: Sequence[EventRow], expected: int, before: str) -> Iterator[Fault]:
    for row in rows:
        if row.sequence != expected:
            yield Fault("gap", {"sequence": expected, "found": row.sequence})
        elif row.prev_hash != before:
            yield Fault("link", {"sequence": row.sequence})
        if row.hash != row.right_hash():
            yield Fault("event", {"sequence": row.sequence})
        before, expected = row.hash, row.sequence + 1


def _of_heads(rows: Sequence[EventRow], heads: Sequence[tuple[str, LedgerHead]]) -> Iterator[Fault]:
    leaves = leaves_of(rows) if heads else []
    for name, head in heads:
        if head.size > len(rows):
            yield Fault("short", {"name": name, "size": head.size, "found": len(rows)})
        elif (root(leaves[: head.size]).hex(), rows[head.size - 1].at[:10]) != (
            head.root,
            head.day,
        ):
            yield Fault("head", {"name": name, "size": head.size, "day": head.day})


def _of_triggers(ledger: Ledger) -> Iterator[Fault]:
    """That the database still refuses to change events."""
    from sqlalchemy import text

    if ledger.connection.dialect.name == "sqlite":
        kept = ledger.connection.execute(text(SQLITE_TRIGGERS)).scalars()
        refuses = {" ".join(str(sql).split()) for sql in kept} >= SQLITE_GUARDS
    else:
        kept = ledger.connection.execute(text(POSTGRES_TRIGGERS)).scalars()
        refuses = POSTGRES_GUARD in {" ".join(str(source).split()) for source in kept}
    if not refuses:
        yield Fault("trigger", {})


def events_of(rows: Sequence[EventRow]) -> tuple[list[Event], list[Fault]]:
    """The events of rows, and a fault for each row that is none."""
    events, faults = [], []
    for row in rows:
        try:
            events.append(event_of(row))
        except InputError:
            faults.append(Fault("unread", {"sequence": row.sequence}))
    return events, faults


def names_of(events: Sequence[Event]) -> dict[str, int]:
    """The files that events name, each with the first event that does."""
    names: dict[str, int] = {}
    for event in events:
        for name in blobs_of(event):
            names.setdefault(name, event.sequence)
    return names


def blobs_of(event: Event) -> Iterator[str]:
    """The names of the files that an event keeps."""
    waiting: list[Any] = [event.body]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            yield from (
                part[k]
                for k in BLOB_KEYS
                if isinstance(part.get(k), str) and BLOB.fullmatch(part[k])
            )
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _of_blobs(register: Register, names: Mapping[str, int]) -> Iterator[Fault]:
    for name, sequence in names.items():
        try:
            register.blob(name)
        except InputError as error:
            kind = "missing" if error.problems[0].code == "CE-G205" else "blob"
            yield Fault(kind, {"name": name, "sequence": sequence})


def _of_people(people: Sequence[tuple[str, str, str]], events: Sequence[Event]) -> Iterator[Fault]:
    """That what is kept of persons is what events put on record, and nobody else took away."""
    own = [e for e in events if not e.case]
    erased = {str(e.body.get("person")) for e in own if e.kind == ERASED}
    recorded = {str(e.body.get("person")) for e in own if e.kind == RECORDED} - erased
    for commitment, salt, value in people:
        shown: dict[str, object] = {"person": commitment[:SHOWN]}
        if not _is_committed(commitment, salt, value):
            yield Fault("person", shown)
        elif commitment not in recorded:
            yield Fault("person_unknown", shown)
    for commitment in sorted(recorded - {c for c, _, _ in people}, key=str):
        yield Fault("person_missing", {"person": commitment[:SHOWN]})


def _is_committed(commitment: str, salt: str, value: str) -> bool:
    try:
        return commitment_of(salt, value) == commitment
    except ValueError:  # the salt is none
        return False


def _of_views(
    ledger: Ledger, events: Sequence[Event], views: Mapping[str, View]
) -> Iterator[Fault]:
    """The stored cases, and the list of whose event is whose, are those that the events give."""
    cases = by_case(events)
    listed, own_keys = ledger.case_events(), _by_key(events)
    for key in sorted({*listed, *own_keys}, key=str):
        if listed.get(key, []) != own_keys.get(key, []):
            yield Fault("view", {"case": key or "—"})
    for code in sorted({*cases, *views}, key=str):
        own, is_listed = cases.get(code, []), listed.get(code, []) == own_keys.get(code, [])
        if is_listed and (not own or views.get(code) != ledger.seen(own)):
            yield Fault("view", {"case": code})


def _by_key(events: Sequence[Event]) -> dict[str, list[int]]:
    """Which events stand under which key: those of a case, of a serial, of the register."""
    keys: dict[str, list[int]] = {}
    for event in events:
        for key in keys_of(event):
            keys.setdefault(key, []).append(event.sequence)
    return keys
