"""A register in one file: its events as they are stored, and every file that they name.

The same for SQLite and PostgreSQL, so that a register moves from one to the other by it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import msgspec

from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.files import NewFiles
from carbon_eia.files.json_text import json_value
from carbon_eia.register.event import EventRow
from carbon_eia.register.examine import chain_faults, events_of, names_of
from carbon_eia.register.store import MAX_BLOB, Register, Seen, create

__all__ = ["backup", "restore"]

EVENTS, PEOPLE, BLOBS = "events.jsonl", "people.jsonl", "blobs/"
STAMP = (2000, 1, 1, 0, 0, 0)
"""Stands at every member, so that the same register gives the same bytes."""

PLAIN, RATIO = 64 << 20, 50
"""Bytes that a backup may always hold, and how many times its size it may beyond them: documents
are packed already, and half of an event is its hashes."""

MAX_LINE = 16 << 20
"""Most bytes of one event."""

MOST_PEOPLE = 500_000
"""Most persons: a register names some thousands."""

BLOCK = 1 << 20

_Columns = tuple[Annotated[int, msgspec.Meta(ge=1, le=1 << 40)], str, str, str, str, str, str, str]
_Person = tuple[str, str, str]


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

    Raises InputError: CE-F001 there is no file, CE-G201 an event that none could have written,
    CE-G211 its chain is broken, CE-G212 it is no backup, CE-G206 a file in it is no longer what it
    was; and what ``create`` does.
    """
    place = Place(str(path))
    if not path.is_file():
        raise InputError(Problem("CE-F001", place))
    with _told(place):
        archive = zipfile.ZipFile(path)
    with archive:
        held = _Backup(archive, path.stat().st_size)
        with _told(place):
            rows = [EventRow(*values) for values in held.lines(EVENTS, _Columns)]
            people = list(islice(held.lines(PEOPLE, _Person), MOST_PEOPLE + 1))
            if len(people) > MOST_PEOPLE:
                raise ValueError(f"{PEOPLE}: > {MOST_PEOPLE}")
        _check(rows, place)
        events, unread = events_of(rows)
        if unread:
            params = {"sequence": unread[0].params["sequence"], "why": EVENTS}
            raise InputError(Problem("CE-G201", place, params))

        def fill(register: Register) -> None:
            for name in names_of(events):
                with _told(place):
                    content = held.content(BLOBS + name)
                if register.keep(content) != name:
                    raise InputError(Problem("CE-G206", place, {"name": name}))
            with register.writing() as ledger:
                ledger.take(rows, people)

        return create(folder, database, seen, fill)


@contextmanager
def _told(place: Place) -> Iterator[None]:
    """What is read of a backup: it may fail in any way that a damaged or forged archive can.

    Raises InputError CE-G212.
    """
    try:
        yield
    except CarbonEiaError:
        raise
    except Exception as error:
        why = str(error) or type(error).__name__
        raise InputError(Problem("CE-G212", place, {"why": why})) from None


class _Backup:
    """An archive that is unpacked in pieces, all together within a bound."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self.archive = archive
        self.room = self.most = max(PLAIN, size * RATIO)

    def content(self, name: str) -> bytes:
        """A file of it."""
        blocks, left = [], MAX_BLOB
        with self.archive.open(name) as stream:
            while block := stream.read(BLOCK):
                left -= len(block)
                self._take(block, name, left)
                blocks.append(block)
        return b"".join(blocks)

    def lines(self, name: str, kind: Any) -> Iterator[Any]:
        """The lines of a file of it, each of a kind."""
        with self.archive.open(name) as stream:
            while line := stream.readline(MAX_LINE):
                self._take(line, name, MAX_LINE - 1 - len(line))
                yield msgspec.convert(json_value(line.decode("utf-8")), kind)

    def _take(self, block: bytes, name: str, left: int) -> None:
        self.room -= len(block)
        if min(self.room, left) < 0:
            raise ValueError(f"{name[:80]}: > {self.most >> 20} MB")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)


def _check(rows: Iterable[EventRow], place: Place) -> None:
    fault = next(iter(chain_faults(list(rows))), None)
    if fault is not None:
        params: dict[str, object] = {"sequence": fault.params["sequence"]}
        raise InputError(Problem("CE-G211", place, params))
