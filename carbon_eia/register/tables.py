"""The tables of a register: events, which are only ever added to, and what is made of them.

Kept once for SQLite and PostgreSQL; ``migrations/`` brings a register of an earlier version here.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

__all__ = [
    "ADD_CASE_EVENT",
    "ADD_EVENT",
    "ADD_PERSON",
    "ALL_CASE_EVENTS",
    "ALL_EVENTS",
    "ALL_PEOPLE",
    "ALL_VIEWS",
    "CASES",
    "CASE_EVENTS",
    "DROP_CASE_EVENTS",
    "DROP_VIEWS",
    "EVENTS",
    "EVENTS_OF_CASE",
    "FORGET_PERSON",
    "LAST_EVENT",
    "METADATA",
    "PEOPLE",
    "PUT_VIEW",
    "VIEW_OF_CASE",
]

METADATA = MetaData()

EVENTS = Table(
    "events",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)
"""The ledger. Triggers of the database refuse to change or delete a row."""

CASES = Table(
    "cases",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("view", Text, nullable=False),
)
"""What each case has become: made of its events, and can be made again."""

CASE_EVENTS = Table(
    "case_events",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
)
"""Which events are whose: found without reading all; those of the register itself under ''."""

PEOPLE = Table(
    "people",
    METADATA,
    Column("commitment", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("value", Text, nullable=False),
)
"""Names and contacts of persons, apart from the events, which hold a commitment: SHA-256 over salt
and value. A row can be erased, and the ledger stands."""

# Plain statements, the same for both databases but for the sign of a parameter: what is made anew
# for each of many small statements costs more than the statement.
COLUMNS = "sequence, day, at, actor, role, body, prev_hash, hash"
ALL_EVENTS = f"SELECT {COLUMNS} FROM events ORDER BY sequence"
EVENTS_OF_CASE = (
    f"SELECT {COLUMNS} FROM events WHERE sequence IN "
    "(SELECT sequence FROM case_events WHERE code = ?) ORDER BY sequence"
)
LAST_EVENT = "SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1"
ADD_EVENT = f"INSERT INTO events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
ADD_CASE_EVENT = "INSERT INTO case_events (code, sequence) VALUES (?, ?)"
ALL_CASE_EVENTS = "SELECT code, sequence FROM case_events ORDER BY sequence"
DROP_CASE_EVENTS = "DELETE FROM case_events"
ALL_VIEWS = "SELECT code, state, view FROM cases ORDER BY code"
VIEW_OF_CASE = "SELECT state, view FROM cases WHERE code = ?"
PUT_VIEW = (
    "INSERT INTO cases (code, state, view) VALUES (?, ?, ?) "
    "ON CONFLICT (code) DO UPDATE SET state = excluded.state, view = excluded.view"
)
DROP_VIEWS = "DELETE FROM cases"
ALL_PEOPLE = "SELECT commitment, salt, value FROM people ORDER BY commitment"
ADD_PERSON = "INSERT INTO people (commitment, salt, value) VALUES (?, ?, ?)"
FORGET_PERSON = "DELETE FROM people WHERE commitment = ?"
