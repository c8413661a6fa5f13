"""The results of pieces, kept until all are done."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import write_all
from carbon_eia.screening.csvfile import Piece
from carbon_eia.screening.work import Done

__all__ = ["Held", "Parts", "PartsInMemory"]


class Held(Protocol):
    """Where results are kept: ``results``, ``errors`` and ``codes`` of each piece."""

    def get(self, number: int, kind: str) -> pa.Table:
        """A table of a piece."""


def code_table(done: Done) -> pa.Table:
    """What the whole run needs of each row: hash of its code, gap, number; and the blank rows."""
    table = pa.table(
        {"code": done.codes, "gap": done.results["gap_percent"], "row": done.results["row"]}
    )
    return table.replace_schema_metadata({"blank": str(done.blank)})


KINDS = ("results", "errors", "codes")
"""The tables of a piece."""

MANIFEST = "run.json"
"""The file that says of which run the parts are."""


_OWN = re.compile(r"run\.json|\d{6,}\.((results|errors|codes)\.(arrow|tmp)|json)|\..*-new")
"""Names of what stands in a folder of parts, of this version and of earlier ones."""


def _is_of(manifest: Path, stamp: str) -> bool:
    """Whether parts are those of this run; without a whole manifest nobody knows whose they are."""
    return _read(manifest).get("stamp") == stamp


def _read(path: Path) -> dict[str, object]:
    """A small JSON file; empty where there is none that is whole."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _sum(path: Path) -> str:
    """Size and checksum of a part, as fast as it is read."""
    total = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 22):
            total = zlib.crc32(block, total)
        return f"{stream.tell()}-{total:08x}"


class PartsInMemory:
    """The results of pieces in memory."""

    def __init__(self) -> None:
        self.tables: dict[tuple[int, str], pa.Table] = {}

    def put(self, piece: Piece, done: Done) -> None:
        """Keep the results of a piece."""
        self.tables[piece.number, "results"] = done.results
        self.tables[piece.number, "errors"] = done.errors
        self.tables[piece.number, "codes"] = code_table(done)

    def get(self, number: int, kind: str) -> pa.Table:
        """A table of a piece."""
        return self.tables[number, kind]


class Parts:
    """The results of pieces, in a folder where each stands whole or not at all.

    A piece is done once its receipt is there, and as long as its tables are those of the receipt:
    so neither a full disk nor lost power makes half a table a result.
    """

    def __init__(self, folder: Path, stamp: str) -> None:
        """Take the parts of this run that stand in a folder; those of another are made anew.

        Raises CallError CE-F016 where the folder holds anything that no run has put there.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        strange = [p for p in folder.iterdir() if not _is_own(p)]
        if strange:
            raise CallError(Problem("CE-F016", Place(str(strange[0]))))
        manifest = folder / MANIFEST
        if not _is_of(manifest, stamp):
            self._clear()
            write_all({manifest: json.dumps({"stamp": stamp}).encode()}, is_locked=True)

    def has(self, piece: Piece) -> bool:
        """Whether a piece is done, and whole: a run may have been killed, or the power lost."""
        sums = _read(self._receipt(piece.number))
        try:
            return bool(sums) and all(_sum(self._path(piece.number, k)) == sums[k] for k in KINDS)
        except (OSError, LookupError):
            return False

    def put(self, piece: Piece, done: Done) -> None:
        """Keep the results of a piece."""
        sums: dict[str, str] = {}
        for kind, table in (
            ("results", done.results),
            ("errors", done.errors),
            ("codes", code_table(done)),
        ):
            path = self._path(piece.number, kind)
            with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_file(stream, table.schema) as out:
                out.write_table(table)
            sums[kind] = _sum(path)
        receipt = self._receipt(piece.number)
        receipt.write_text(json.dumps(sums), encoding="utf-8")

    def get(self, number: int, kind: str) -> pa.Table:
        """A table of a piece."""
        with pa.memory_map(str(self._path(number, kind))) as stream:
            return pa.ipc.open_file(stream).read_all()

    def drop(self) -> None:
        """Take the parts away, and the folder where nobody has put anything else into it."""
        with suppress(OSError):
            self._clear()
            self.folder.rmdir()

    def _clear(self) -> None:
        """Remove what is ours, the manifest last: what is left of a killed run is still known."""
        for path in sorted(self.folder.iterdir(), key=lambda p: p.name == MANIFEST):
            if _is_own(path):
                path.unlink()

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06d}.{kind}.arrow"

    def _receipt(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json"


def _is_own(path: Path) -> bool:
    """Whether a run may have written a file of a folder of parts."""
    return _OWN.fullmatch(path.name) is not None and path.is_file() and not path.is_symlink()
