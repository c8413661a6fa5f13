"""A backup holds all of a register, and becomes the same register elsewhere."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from carbon_eia.errors import CallError, InputError
from carbon_eia.register.backup import backup, restore
from carbon_eia.register.examine import examine
from carbon_eia.register.heads import head_of
from carbon_eia.register.store import Register, create, open_register
from tests.register.conftest import counted
from tests.register.test_store import draft


def filled(register: Register) -> None:
    """Three events, one with a file."""
    name = register.keep(b"<!DOCTYPE html><p>evidence")
    with register.writing() as ledger:
        ledger.append([draft(n=1), draft("B-2", document=name), draft(n=3)])


def test_a_restored_register_is_the_same(register: Register, tmp_path: Path) -> None:
    """Events, hashes, files and views, from either database into SQLite; the same bytes again."""
    filled(register)
    assert backup(register, tmp_path / "one.zip") == 3
    again = restore(tmp_path / "one.zip", tmp_path / "again", "", counted)
    with register.reading() as ledger, again.reading() as other:
        rows = list(ledger.rows())
        assert list(other.rows()) == rows
        assert other.views() == ledger.views()
    assert examine(open_register(tmp_path / "again", counted), [("", head_of(rows))]).faults == ()
    backup(again, tmp_path / "two.zip")
    assert (tmp_path / "two.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()
    with pytest.raises(CallError, match="CE-G202"):
        restore(tmp_path / "one.zip", tmp_path / "again", "", counted)


def test_a_broken_register_replaces_no_backup(register: Register, tmp_path: Path) -> None:
    """The good copy stays."""
    filled(register)
    backup(register, tmp_path / "one.zip")
    good = (tmp_path / "one.zip").read_bytes()
    sqlite = register.engine.dialect.name == "sqlite"
    off = "DROP TRIGGER events_UPDATE" if sqlite else (
        "ALTER TABLE events DISABLE TRIGGER events_stand")  # fmt: skip
    with register.engine.begin() as connection:
        connection.execute(text(off))
        connection.execute(text("UPDATE events SET actor = 'li' WHERE sequence = 2"))
    with pytest.raises(InputError, match="CE-G211"):
        backup(register, tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_bytes() == good


def changed(source: Path, target: Path, **members: bytes | None) -> Path:
    """A backup with members replaced, or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            key = "blob" if name.startswith("blobs/") else name.partition(".")[0]
            content = members.get(key, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"blob": b"other"}, "CE-G206"),
        ({"blob": None}, "CE-G212"),
        ({"events": None}, "CE-G212"),
        ({"events": b"[1,2]\n"}, "CE-G212"),
        ({"events": b"{}\n"}, "CE-G212"),
        ({"people": b"[1]\n"}, "CE-G212"),
    ],
)
def test_what_is_no_backup_makes_no_register(
    members: dict[str, bytes | None], code: str, tmp_path: Path
) -> None:
    """A wrong file is an error with its code, and nothing can be opened afterwards."""
    register = create(tmp_path / "register", "", counted)
    filled(register)
    backup(register, tmp_path / "one.zip")
    wrong = changed(tmp_path / "one.zip", tmp_path / "two.zip", **members)
    with pytest.raises(InputError, match=code):
        restore(wrong, tmp_path / "again", "", counted)
    with pytest.raises(CallError, match="CE-G203"):
        open_register(tmp_path / "again", counted)
    (tmp_path / "three.zip").write_bytes(b"PK")
    with pytest.raises(InputError, match="CE-G212"):
        restore(tmp_path / "three.zip", tmp_path / "again", "", counted)


def test_changed_events_of_a_backup_are_refused(tmp_path: Path) -> None:
    """Their hashes are those of before."""
    register = create(tmp_path / "register", "", counted)
    filled(register)
    backup(register, tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        events = archive.read("events.jsonl").replace(b"zhang", b"zheng")
    wrong = changed(tmp_path / "one.zip", tmp_path / "two.zip", events=events)
    with pytest.raises(InputError, match="CE-G211"):
        restore(wrong, tmp_path / "again", "", counted)
