"""Where a register is kept: a folder with its settings, its blobs, and a database of its events.

SQLite in the folder itself is the default (write-ahead log, every commit on the disk before it is
acknowledged); PostgreSQL by an address. One writer at a time appends, in one transaction with what
it looked at, so that nothing is decided on what is no longer so; others wait their turn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from carbon_eia.errors import CallError, InputError, Problem
from carbon_eia.files import read_bytes, read_text, write_whole
from carbon_eia.files.toml_text import TomlFaultError, toml_tables
from carbon_eia.register.database import (
    SQLITE,
    connected,
    engine_of,
    file_of,
    newest_version,
    upgrade_tables,
    version_of,
)
from carbon_eia.register.event import GENESIS, Event, EventRow, by_case, event_of, event_row
from carbon_eia.register.index import keys_of
from carbon_eia.register.sql_statements import (
    ADD_CASE_EVENT,
    ADD_EVENT,
    ADD_PERSON,
    ALL_CASE_EVENTS,
    ALL_EVENTS,
    ALL_PEOPLE,
    ALL_VIEWS,
    DROP_CASE_EVENTS,
    DROP_VIEWS,
    EVENTS_OF_CASE,
    FORGET_PERSON,
    LAST_EVENT,
    PUT_VIEW,
    VIEW_OF_CASE,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = [
    "EventDraft",
    "Ledger",
    "Register",
    "Seen",
    "View",
    "create",
    "is_register",
    "open_register",
]

SETTINGS = "register.toml"
BLOBS = "blobs"
MAX_BLOB = 128 * 1024 * 1024


class EventDraft(NamedTuple):
    """An event that is to be written: without its place in the ledger and the time of writing."""

    day: date
    actor: str
    role: str
    kind: str
    case: str
    body: dict[str, Any]


class View(NamedTuple):
    """What a case has become: its state, and all of it as canonical JSON."""

    state: str
    text: str


class Seen(Protocol):
    """What makes the view of a case.

    Of all its events; or of new ones after an earlier view: None then where they change what came
    before, so that it has to be made of all.
    """

    def __call__(self, events: Sequence[Event], before: View | None = None, /) -> View | None: ...


class Ledger:
    """The register within one transaction: what was written so far, and what is added to it."""

    def __init__(self, connection: Connection, seen: Seen) -> None:
        self.connection, self.seen = connection, seen
        self._sign = "?" if connection.dialect.name == "sqlite" else "%s"

    def _run(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Run a statement, or one for each of a list of tuples."""
        if self._sign != "?":
            statement = statement.replace("?", self._sign)
        given = values if isinstance(values, list) else tuple(values)
        return self.connection.exec_driver_sql(statement, given or None)

    def rows(self, case: str | None = None) -> Iterator[EventRow]:
        """Every row in order, or those of one case ('' for those of the register itself).

        Raises InputError CE-G201 where a column is of another type.
        """
        if case is None:
            yield from map(_stored, self.rows_as_they_are())
        else:
            yield from map(_stored, self._run(EVENTS_OF_CASE, (case,)))

    def rows_as_they_are(self) -> Iterator[EventRow]:
        """Every row in order, whatever somebody has put into its columns."""
        yield from map(EventRow._make, self._run(ALL_EVENTS))

    def events(self, case: str | None = None) -> list[Event]:
        """What happened, in order: all of it, or to one case (nothing where there is none)."""
        return [event_of(row) for row in self.rows(case)]

    def views(self) -> dict[str, View]:
        """Every case by its code, in order of codes."""
        return {code: View(state, text) for code, state, text in self._run(ALL_VIEWS)}

    def view(self, code: str) -> View | None:
        """What one case has become; None where there is none of this code."""
        found = self._run(VIEW_OF_CASE, (code,)).first()
        return None if found is None else View(*found)

    def case_events(self) -> dict[str, list[int]]:
        """Which events are listed as whose, by the code of the case, in order."""
        listed: dict[str, list[int]] = {}
        for code, sequence in self._run(ALL_CASE_EVENTS):
            listed.setdefault(code, []).append(sequence)
        return listed

    def last(self) -> tuple[int, str]:
        """Number and hash of the last event; (0, GENESIS) where there is none."""
        found = self._run(LAST_EVENT).first()
        return (0, GENESIS) if found is None else (int(found[0]), str(found[1]))

    def append(self, drafts: Iterable[EventDraft]) -> list[Event]:
        """Add events at the end, and make the views of their cases anew."""
        number, before = self.last()
        rows = []
        for draft in drafts:
            number += 1
            row = event_row(Event(number, draft.day, datetime.now(UTC), *draft[1:]), before)
            rows.append(row)
            before = row.hash
        if not rows:
            return []
        written = [event_of(row) for row in rows]
        self._run(ADD_EVENT, [tuple(row) for row in rows])
        self._run(ADD_CASE_EVENT, [(k, e.sequence) for e in written for k in keys_of(e)])
        for code, events in by_case(written).items():
            self._see(code, events)
        return written

    def _see(self, code: str, events: Sequence[Event]) -> None:
        """Make the view of a case anew: of its new events after the earlier view where that is
        enough, else of all of them."""
        before = self.view(code)
        view = None if before is None else self.seen(events, before)
        if view is None:
            view = self.seen(self.events(code))
        if view is not None:
            self.put(code, view)

    def take(self, rows: Sequence[EventRow], people: Sequence[tuple[str, str, str]]) -> None:
        """Take the events of a backup into an empty ledger as they are, and make their views.

        Raises CallError CE-G213 where other events are there already.
        """
        if self.last()[0]:
            if list(self.rows()) == list(rows):  # the one before was cut off at its very end
                return
            raise CallError(Problem("CE-G213"))
        if rows:
            self._run(ADD_EVENT, [tuple(row) for row in rows])
        for person in people:
            self.add_person(*person)
        self.rebuild()

    def people(self) -> list[tuple[str, str, str]]:
        """Commitment, salt and value of every person who is not erased."""
        return [(str(a), str(b), str(c)) for a, b, c in self._run(ALL_PEOPLE)]

    def add_person(self, commitment: str, salt: str, value: str) -> None:
        """Keep the name and contact of a person, apart from the events."""
        self._run(ADD_PERSON, (commitment, salt, value))

    def forget_person(self, commitment: str) -> None:
        """Erase the name, contact and salt of a person: nothing tells any more who it was."""
        if self._sign == "?":  # what is deleted is overwritten in the file too
            self.connection.exec_driver_sql("PRAGMA secure_delete = ON")
        self._run(FORGET_PERSON, (commitment,))

    def put(self, code: str, view: View) -> None:
        """Keep the view of a case in place of an earlier one."""
        self._run(PUT_VIEW, (code, view.state, view.text))

    def rebuild(self) -> None:
        """Drop every view and make all of them again from the events alone."""
        self._run(DROP_VIEWS)
        self._run(DROP_CASE_EVENTS)
        events = self.events()
        if events:
            self._run(ADD_CASE_EVENT, [(k, e.sequence) for e in events for k in keys_of(e)])
        for code, own in by_case(events).items():
            view = self.seen(own)
            if view is not None:
                self.put(code, view)


def _stored(columns: Sequence[Any]) -> EventRow:
    """An event as it is stored.

    Raises InputError CE-G201 where a column is of another type: somebody wrote it by hand.
    """
    row = EventRow._make(columns)
    if set(map(type, row[1:])) != {str} or type(row[0]) is not int:
        types = ", ".join(type(value).__name__ for value in row)
        raise InputError(Problem("CE-G201", params={"sequence": row.sequence, "why": types}))
    return row


class Register:
    """A register that is open: its folder, its database, and how its views are made."""

    def __init__(self, folder: Path, engine: Engine, seen: Seen) -> None:
        self.folder, self.engine, self.seen = folder, engine, seen

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """The register as it is now, whatever is written meanwhile."""
        with connected(self.engine) as connection:
            if connection.dialect.name != "sqlite":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield Ledger(connection, self.seen)

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """The register while nobody else writes; what was added stands when this ends well."""
        from sqlalchemy import text

        with connected(self.engine) as connection:
            connection = connection.execution_options(carbon_eia_writes=True)
            with connection.begin():
                if connection.dialect.name != "sqlite":
                    connection.execute(text("LOCK TABLE events IN EXCLUSIVE MODE"))
                yield Ledger(connection, self.seen)

    def scrub(self) -> None:
        """Write over what was erased, in the files of the database too (write-ahead log, pages)."""
        raw = self.engine.raw_connection()  # neither runs within a transaction
        try:
            if self.engine.dialect.name == "sqlite":
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                raw.driver_connection.autocommit = True  # type: ignore[union-attr]
                raw.cursor().execute("VACUUM people")
        finally:
            raw.close()

    def keep(self, content: bytes) -> str:
        """Keep a file by its SHA-256, before any event names it."""
        if len(content) > MAX_BLOB:
            raise InputError(Problem("CE-V003", params={"limit": MAX_BLOB // 1024 // 1024}))
        name = hashlib.sha256(content).hexdigest()
        path = self.blob_path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        return name

    def blob(self, name: str) -> bytes:
        """A kept file.

        Raises InputError CE-G205 where it is missing or is no longer what its name says.
        """
        path = self.blob_path(name)
        content = read_bytes(path, MAX_BLOB) if path.is_file() else None
        if content is None or hashlib.sha256(content).hexdigest() != name:
            why = "CE-G205" if content is None else "CE-G206"
            raise InputError(Problem(why, params={"name": name}))
        return content

    def blob_path(self, name: str) -> Path:
        """Where a file of this SHA-256 is kept."""
        return self.folder / BLOBS / name[:2] / name


# --- making and opening one


def create(
    folder: Path, database: str, seen: Seen, fill: Callable[[Register], None] | None = None
) -> Register:
    """Make a register in a folder, or finish one whose making was cut off.

    ``database``: an address of PostgreSQL or of a SQLite file (``sqlite:///``, from the folder), or
    empty for SQLite in the folder; ``fill``: what is put
    into it before it can be opened.

    Raises CallError: CE-G202 there is a register already, CE-G208 the address is none of PostgreSQL
    or holds a password.
    """
    settings = folder / SETTINGS
    if settings.exists():
        raise CallError(Problem("CE-G202", params={"folder": str(folder)}))
    database = database or SQLITE
    engine = engine_of(folder, database)
    (folder / BLOBS).mkdir(parents=True, exist_ok=True)
    upgrade_tables(engine)
    register = Register(folder, engine, seen)
    if fill is not None:
        fill(register)
    named = msgspec.json.encode(database).decode()  # also how TOML writes a text
    write_whole(settings, f"format = 1\ndatabase = {named}\n".encode())
    return register


def is_register(folder: Path, database: str) -> bool:
    """Whether there is a register in a folder with this database (empty for SQLite)."""
    settings = folder / SETTINGS
    return settings.is_file() and _database(settings) == (database or SQLITE)


def open_register(folder: Path, seen: Seen, *, upgrade: bool = False) -> Register:
    """Open the register of a folder; ``upgrade``: bring one of an earlier version to this one.

    Raises CallError: CE-G203 there is none, CE-G204 it is of another version, CE-G208 its settings
    name no database; InputError: CE-G209 they cannot be read, CE-G224 the database is missing,
    CE-G281 it is damaged.
    """
    settings = folder / SETTINGS
    if not settings.is_file():
        raise CallError(Problem("CE-G203", params={"folder": str(folder)}))
    database = _database(settings)
    file = file_of(folder, database)
    if file is not None and not file.is_file():
        raise InputError(Problem("CE-G224", params={"file": str(file)}))
    engine = engine_of(folder, database)
    if upgrade:
        upgrade_tables(engine)
    elif (found := version_of(engine)) != (newest := newest_version()):
        versions: dict[str, object] = {"found": found or "0", "expected": newest}
        raise CallError(Problem("CE-G204", params=versions))
    return Register(folder, engine, seen)


def _database(settings: Path) -> str:
    try:
        return str(toml_tables(read_text(settings))["database"])
    except (ValueError, KeyError, TomlFaultError) as error:
        params: dict[str, object] = {"file": str(settings), "why": str(error)}
        raise InputError(Problem("CE-G209", params=params)) from None
