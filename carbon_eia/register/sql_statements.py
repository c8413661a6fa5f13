"""What is asked of the tables of a register and written to them, as plain SQL.

The same for both databases but for the sign of a parameter: what is made anew for each of many
small statements costs more than the statement.
"""

from __future__ import annotations

__all__ = [
    "ADD_CASE_EVENT",
    "ADD_EVENT",
    "ADD_PERSON",
    "ALL_CASE_EVENTS",
    "ALL_EVENTS",
    "ALL_PEOPLE",
    "ALL_VIEWS",
    "DROP_CASE_EVENTS",
    "DROP_VIEWS",
    "EVENTS_OF_CASE",
    "FORGET_PERSON",
    "LAST_EVENT",
    "PUT_VIEW",
    "VIEW_OF_CASE",
]

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
