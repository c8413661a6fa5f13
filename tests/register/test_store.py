"""What is appended stands, in one gapless chain, whoever else writes; nothing is changed later."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from carbon_eia.cli.register_shared import actor_named
from carbon_eia.cli.registering import migrate_command
from carbon_eia.errors import CallError, InputError, MachineError
from carbon_eia.register.acting import view_of
from carbon_eia.register.event import GENESIS, event_of, event_row
from carbon_eia.register.event_tables import EVENTS
from carbon_eia.register.examine import examine
from carbon_eia.register.heads import LedgerHead, head_of, receipt_of
from carbon_eia.register.store import EventDraft, Register, create, open_register
from tests.register.conftest import counted

DAY = date(2026, 3, 2)


def draft(case: str = "A-1", **body: object) -> EventDraft:
    """A small event."""
    return EventDraft(DAY, "zhang", "receiver", "listed", case, dict(body))


def test_events_form_one_chain(register: Register) -> None:
    """Numbers without gaps, each event bound to the one before, the first to the beginning."""
    with register.writing() as ledger:
        ledger.append([draft(n=1), draft("B-2", n=2)])
    with register.writing() as ledger:
        ledger.append([draft(n=3)])
    with register.reading() as ledger:
        rows = list(ledger.rows())
        views = ledger.views()
        own = [e.body["n"] for e in ledger.events("A-1")]
    assert [r.sequence for r in rows] == [1, 2, 3]
    assert [r.prev_hash for r in rows] == [GENESIS, rows[0].hash, rows[1].hash]
    assert all(r.hash == r.right_hash() for r in rows)
    assert own == [1, 3]
    assert {code: v.text for code, v in views.items()} == {"A-1": "2", "B-2": "1"}


def test_what_fails_within_a_transaction_leaves_nothing(register: Register) -> None:
    """Half of what was to be added is nothing."""
    good = draft()
    with pytest.raises(AttributeError), register.writing() as ledger:
        ledger.append([good, good._replace(day="2026-03-02")])  # type: ignore[arg-type]
    with register.reading() as ledger:
        assert list(ledger.rows()) == []
        assert ledger.views() == {}


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET day = '2020-01-01'", "DELETE FROM events"]
)
def test_the_database_refuses_to_change_events(register: Register, statement: str) -> None:
    """Whoever has the database open cannot change an event without taking the lock off."""
    with register.writing() as ledger:
        ledger.append([draft()])
    with pytest.raises((DBAPIError, MachineError)), register.engine.begin() as connection:
        connection.execute(text(statement))
    assert examine(register).faults == ()


@pytest.mark.parametrize("sequence", ["2", "4"])
def test_an_event_is_not_replaced_either(tmp_path: Path, sequence: str) -> None:
    """SQLite's REPLACE deletes a row of the same number or hash without asking the trigger."""
    register = create(tmp_path, "", counted)
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])
    columns = f"{sequence}, day, at, 'li', role, body, prev_hash, hash"
    statement = f"REPLACE INTO events SELECT {columns} FROM events WHERE sequence = 2"
    with pytest.raises((DBAPIError, MachineError)), register.engine.begin() as connection:
        connection.execute(text(statement))
    assert examine(register).faults == ()


def forged(register: Register, *statements: str) -> list[str]:
    """What is found after somebody took the triggers off and changed the database."""
    sqlite = register.engine.dialect.name == "sqlite"
    off = ["DROP TRIGGER events_UPDATE", "DROP TRIGGER events_DELETE"] if sqlite else [
        "ALTER TABLE events DISABLE TRIGGER events_stand"]  # fmt: skip
    with register.engine.begin() as connection:
        for statement in [*off, *statements]:
            connection.execute(text(statement))
    return [fault.code for fault in examine(register).faults]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE events SET day = '2026-03-03' WHERE sequence = 2", ["event", "trigger"]),
        ("UPDATE events SET actor = 'li' WHERE sequence = 1", ["event", "trigger"]),
        ("UPDATE events SET role = 'approver' WHERE sequence = 3", ["event", "trigger"]),
        ("UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE sequence = 3", ["event", "trigger"]),
        ("UPDATE events SET prev_hash = hash WHERE sequence = 2", ["link", "event", "trigger"]),
        (
            "UPDATE events SET hash = replace(hash, 'a', 'b') WHERE sequence = 3",
            ["event", "trigger"],
        ),
        (
            "UPDATE events SET body = replace(body, '2', '4') WHERE sequence = 2",
            ["event", "trigger"],
        ),
        ("DELETE FROM events WHERE sequence = 2", ["gap", "trigger"]),
        (
            "DELETE FROM events WHERE sequence = 1; "
            "UPDATE events SET role = 'approver' WHERE sequence = 3",
            ["gap", "event", "trigger"],
        ),
        (
            "UPDATE events SET day = CASE sequence WHEN 1 THEN '2026-03-04' ELSE '2026-03-03' END "
            "WHERE sequence IN (1, 2)",
            ["event", "event", "trigger"],
        ),
        ("UPDATE events SET sequence = 9 WHERE sequence = 3", ["gap", "event", "trigger"]),
        (
            "INSERT INTO events SELECT 4, day, at, actor, role, body, prev_hash, 'x' FROM events "
            "WHERE sequence = 3",
            ["link", "event", "trigger"],
        ),
        ("UPDATE cases SET view = '9'", ["trigger", "view"]),
        ("DELETE FROM events WHERE sequence = 3", ["trigger", "view"]),
        ("DELETE FROM case_events WHERE sequence = 2", ["trigger", "view"]),
        ("UPDATE case_events SET code = 'B-2' WHERE sequence = 2", ["trigger", "view", "view"]),
        ("INSERT INTO cases VALUES ('Z-9', 'decided', '{}')", ["trigger", "view"]),
    ],
)
def test_a_changed_byte_is_named(register: Register, statement: str, expected: list[str]) -> None:
    """A changed column, two days exchanged, a removed, moved or added row, a changed view."""
    with register.writing() as ledger:
        ledger.append([draft(n=n)._replace(day=DAY + timedelta(n)) for n in (1, 2, 3)])
    assert forged(register, *statement.split("; ")) == expected


def test_every_event_that_was_changed_is_named(register: Register) -> None:
    """Not only the first: whatever else is wrong before it."""
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in range(1, 7)])
    forged(register, "DELETE FROM events WHERE sequence = 2",
           "UPDATE events SET day = '2026-03-09' WHERE sequence IN (4, 6)")  # fmt: skip
    found = [(f.code, f.params.get("sequence")) for f in examine(register).faults]
    assert found == [("gap", 2), ("event", 4), ("event", 6), ("trigger", None)]


@pytest.mark.parametrize("column", ["day", "at", "actor", "role", "body", "prev_hash", "hash"])
def test_what_is_no_text_any_more_is_named(tmp_path: Path, column: str) -> None:
    """SQLite keeps bytes in a column of texts: they are told, also beside a head."""
    register = create(tmp_path, "", counted)
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])
        heads = [("kept", head_of(list(ledger.rows())))]
    forged(register, f"UPDATE events SET {column} = CAST({column} AS BLOB) WHERE sequence = 2")
    found = examine(register, heads).faults
    assert ("event", 2) in [(f.code, f.params.get("sequence")) for f in found]


@pytest.mark.parametrize("table", ["cases", "case_events"])
def test_a_code_that_is_no_text_any_more_is_named(tmp_path: Path, table: str) -> None:
    """Beside codes that are texts, bytes are the fault of the view."""
    register = create(tmp_path, "", counted)
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])
    assert "view" in forged(register, f"UPDATE {table} SET code = CAST(code AS BLOB)")


@pytest.mark.parametrize("how", ["dropped", "emptied"])
def test_a_lock_that_refuses_nothing_is_named(register: Register, how: str) -> None:
    """Triggers that are gone, or that stand there and let everything pass."""
    with register.writing() as ledger:
        ledger.append([draft()])
    if register.engine.dialect.name == "sqlite":
        statements = ["DROP TRIGGER events_UPDATE"]
        if how == "emptied":
            statements.append("CREATE TRIGGER events_UPDATE BEFORE UPDATE ON events "
                              "BEGIN SELECT 'events are only added'; END")  # fmt: skip
    elif how == "dropped":
        statements = ["DROP TRIGGER events_stand ON events"]
    else:
        statements = ["CREATE OR REPLACE FUNCTION events_stand() RETURNS trigger LANGUAGE plpgsql "
                      "AS $$ BEGIN RETURN NEW; END $$"]  # fmt: skip
    with register.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    assert [f.code for f in examine(register).faults] == ["trigger"]


def test_what_was_cut_off_or_written_anew_fails_against_a_head(register: Register) -> None:
    """The last event deleted, all after a head deleted, the last written again with its right
    hash: the chain is whole, and the head that somebody kept says otherwise."""
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])
        rows = list(ledger.rows())
    heads = [(f"{n}", head_of(rows[:n])) for n in (1, 2, 3)]
    views = "UPDATE cases SET state = 'listed', view = '2'"
    listed = "DELETE FROM case_events WHERE sequence = 3"
    assert forged(register, "DELETE FROM events WHERE sequence = 3", views, listed) == ["trigger"]
    found = examine(register, heads).faults
    assert [(f.code, f.params.get("name")) for f in found] == [("short", "3"), ("trigger", None)]
    again = event_row(event_of(rows[2])._replace(role="approver"), rows[1].hash)
    with register.engine.begin() as connection:
        connection.execute(insert(EVENTS), again._asdict())
    with register.writing() as ledger:
        ledger.rebuild()
    found = examine(register, heads).faults
    assert [(f.code, f.params.get("name")) for f in found] == [("head", "3"), ("trigger", None)]


def test_a_head_with_another_day_is_none_of_the_register(register: Register) -> None:
    """The day of a head is that of its last event."""
    with register.writing() as ledger:
        ledger.append([draft()])
        head = head_of(list(ledger.rows()))
    other = LedgerHead(size=head.size, root=head.root, day="2020-01-01")
    assert [f.code for f in examine(register, [("kept", other)]).faults] == ["head"]


def test_a_changed_view_is_named_and_made_again(register: Register) -> None:
    """Views are made of the events: dropped and made again they are the same, byte by byte."""
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])
        before = ledger.views()
    with register.engine.begin() as connection:
        connection.execute(text("UPDATE cases SET view = '9'"))
    assert [f.code for f in examine(register).faults] == ["view"]
    with register.writing() as ledger:
        ledger.rebuild()
        assert ledger.views() == before
    assert examine(register).faults == ()


def test_a_ledger_written_anew_fails_against_any_head(register: Register, tmp_path: Path) -> None:
    """Whoever writes the whole ledger again, hashes and all, cannot give it the head of before."""
    with register.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])
        heads = [(f"{n}", head_of(list(ledger.rows())[:n])) for n in (1, 2, 3)]
    assert examine(register, heads).faults == ()
    other = create(tmp_path / "other", "", counted)
    with other.writing() as ledger:
        ledger.append([draft(n=n) for n in (1, 2, 3)])  # written at another time
    found = examine(other, heads)
    assert [f.code for f in found.faults] == ["head"] * 3
    with other.writing() as ledger:
        assert not receipt_of(list(ledger.rows()), 2).stands(heads[2][1])
    with register.reading() as ledger:
        assert receipt_of(list(ledger.rows()), 2).stands(heads[2][1])


def test_files_are_kept_by_their_content(register: Register) -> None:
    """A changed or missing file is named with the event that has it."""
    name = register.keep(b"evidence")
    assert register.keep(b"evidence") == name
    assert register.blob(name) == b"evidence"
    with register.writing() as ledger:
        ledger.append([draft(document=name)])
    path = register.blob_path(name)
    path.chmod(0o644)
    path.write_bytes(b"evidencE")
    fault = examine(register).faults[0]
    assert (fault.code, fault.params["sequence"]) == ("blob", 1)
    with pytest.raises(InputError, match="CE-G206"):
        register.blob(name)
    path.unlink()
    assert examine(register).faults[0].code == "missing"


def _write(folder: str, count: int, mark: str) -> None:
    register = open_register(Path(folder), counted)
    for n in range(count):
        with register.writing() as ledger:
            ledger.append([draft(f"{mark}-{n % 3}", n=n)])


def test_two_writers_lose_nothing_and_wait(register: Register) -> None:
    """Four processes that append at once: every event is there, the chain is whole."""
    spawned = multiprocessing.get_context("spawn")
    writers = [
        spawned.Process(target=_write, args=(str(register.folder), 25, mark)) for mark in "ABCD"
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [w.exitcode for w in writers] == [0] * 4
    found = examine(register)
    assert (found.events, found.cases, found.faults) == (100, 12, ())


def test_one_that_is_there_is_not_made_again(tmp_path: Path, database: str) -> None:
    """Making is refused where a register is; opening where none is."""
    create(tmp_path, database, counted)
    with pytest.raises(CallError, match="CE-G202"):
        create(tmp_path, database, counted)
    with pytest.raises(CallError, match="CE-G203"):
        open_register(tmp_path / "none", counted)


def test_a_password_is_never_written(tmp_path: Path) -> None:
    """An address with one is refused, and not printed."""
    with pytest.raises(CallError, match="CE-G208") as caught:
        create(tmp_path, "postgresql://me:secret@localhost/register", counted)
    assert "secret" not in str(caught.value)
    with pytest.raises(CallError, match="CE-G208"):
        create(tmp_path, "mysql://localhost/register", counted)
    with pytest.raises(CallError, match="CE-G208"):
        create(tmp_path, "postgresql://localhost:port/register", counted)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("database = 5", "CE-G208"),
        ("database = ''", "CE-G208"),
        ("a = [", "CE-G209"),
    ],
)
def test_settings_that_name_no_database_are_told(tmp_path: Path, settings: str, code: str) -> None:
    """What somebody wrote into them is an error with its code, never a fault of the program."""
    create(tmp_path, "", counted)
    (tmp_path / "register.toml").write_text(settings, encoding="utf-8")
    with pytest.raises((CallError, InputError), match=code):
        open_register(tmp_path, counted)


def test_a_register_of_an_earlier_version_opens_after_its_migration(tmp_path: Path) -> None:
    """Without it, the error says which command brings it here."""
    register = create(tmp_path, "", counted)
    with sqlite3.connect(tmp_path / "register.db") as connection:
        connection.execute("DELETE FROM alembic_version")
        for name in ("cases", "case_events", "people", "events"):
            connection.execute(f"DROP TABLE {name}")
    with pytest.raises(CallError, match="CE-G204"):
        open_register(tmp_path, counted)
    register = open_register(tmp_path, counted, upgrade=True)
    with register.writing() as ledger:
        ledger.append([draft()])
    assert examine(open_register(tmp_path, counted)).faults == ()


def test_views_of_an_earlier_version_are_made_again(tmp_path: Path) -> None:
    """A register whose views say less is not opened as it is; its migration makes them anew, and
    its events keep their hashes."""
    register = create(tmp_path, "", view_of)
    with register.writing() as ledger:
        ledger.append([draft(name="甲"), draft("B-2", name="乙")])
        rows, views = list(ledger.rows()), ledger.views()
    with sqlite3.connect(tmp_path / "register.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.execute("DROP TRIGGER events_INSERT")
        connection.execute("UPDATE cases SET view = '{}'")
    with pytest.raises(CallError, match="CE-G204"):
        open_register(tmp_path, view_of)
    assert migrate_command(True, "zh", tmp_path) == 0
    again = open_register(tmp_path, view_of)
    with again.reading() as ledger:
        assert (list(ledger.rows()), ledger.views()) == (rows, views)
    assert examine(again, [("before", head_of(rows))]).faults == ()


def test_who_acts_has_to_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no name of its user, --as is asked for."""

    def nameless() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert actor_named(" zhang ") == "zhang"
    with pytest.raises(CallError, match="CE-G238"):
        actor_named(None)
