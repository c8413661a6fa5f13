"""The tables of a register: events, which are only ever added to, and what is made of them.

Kept once for SQLite and PostgreSQL; ``migrations/`` brings a register of an earlier version here.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

__all__ = ["CASES", "CASE_EVENTS", "EVENTS", "METADATA", "PEOPLE"]

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
