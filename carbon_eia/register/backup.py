"""A register in one file: its events as they are stored, and every file that they name.

The same for SQLite and PostgreSQL, so that a register moves from one to the other by it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import NewFiles
from carbon_eia.files.json_text import json_value
from carbon_eia.register.event import Row
from carbon_eia.register.examine import chain_faults, events_of, names_of
from carbon_eia.register.store import MAX_BLOB, Register, Seen, create

__all__ = ["backup", "restore"]

EVENTS, PEOPLE, BLOBS = "events.jsonl", "people.jsonl", "blobs/"
STAMP = (2000, 1, 1, 0, 0, 0)
"""Stands at every member, so that the same register gives the same bytes."""

MAX_EVENTS = 4 << 30
"""Most bytes of the events of a backup."""


def backup(register: Register, path: Path) -> int:
    """Write the register into one ZIP file; how many events it holds.

    Raises InputError CE-G211 where its chain is broken, so that no good copy is replaced by it.
    """
    with register.reading() as ledger:
        rows, people = list(ledger.rows()), ledger.people()
    _check(rows, Place(str(register.folder)))
    with NewFiles() as files, zipfile.ZipFile(files.at(path), "w") as archive:
        for name, lines in ((EVENTS, rows), (PEOPLE, people)):
            _add(archive, name, b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
        for name in sorted(names_of(events_of(rows)[0])):
            _add(archive, BLOBS + name, register.blob(name))
        archive.close()
        files.put_in_place()
    return len(rows)


def restore(path: Path, folder: Path, database: str, seen: Seen) -> Register:
    """Make a register in a folder from a backup; its events keep their numbers and hashes.

    Raises InputError: CE-F001 there is no file, CE-G211 its chain is broken, CE-G212 it is no
    backup, CE-G206 a file in it is no longer what it was; and what ``create`` does.
    """
    place = Place(str(path))
    if not path.is_file():
        raise InputError(Problem("CE-F001", place))
    try:
        with zipfile.ZipFile(path) as archive:
            rows = [Row(*values) for values in _read(archive, EVENTS)]
            people = [(str(a), str(b), str(c)) for a, b, c in _read(archive, PEOPLE)]
            _check(rows, place)

            def fill(register: Register) -> None:
                for name in names_of(events_of(rows)[0]):
                    if register.keep(_content(archive, BLOBS + name, MAX_BLOB)) != name:
                        raise InputError(Problem("CE-G206", place, {"name": name}))
                with register.writing() as ledger:
                    ledger.take(rows, people)

            return create(folder, database, seen, fill)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise InputError(Problem("CE-G212", place, {"why": str(error)})) from None


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member within a bound; its size is checked as it is unpacked."""
    if archive.getinfo(name).file_size > most:
        raise ValueError(f"{name} > {most >> 20} MB")
    return archive.read(name)


def _read(archive: zipfile.ZipFile, name: str) -> Iterator[list[Any]]:
    for line in _content(archive, name, MAX_EVENTS).decode("utf-8").splitlines():
        value = json_value(line)
        if not isinstance(value, list):
            raise ValueError(name)
        yield value


def _check(rows: Iterable[Row], place: Place) -> None:
    fault = next(iter(chain_faults(list(rows))), None)
    if fault is not None:
        params: dict[str, object] = {"sequence": fault.params["sequence"]}
        raise InputError(Problem("CE-G211", place, params))
