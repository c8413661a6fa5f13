"""The results of pieces in files, so that a run that was stopped goes on."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import write_all
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.worker import PieceResults

__all__ = ["Checkpoint"]


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


class Checkpoint:
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

    def has(self, piece: TablePiece) -> bool:
        """Whether a piece is done, and whole: a run may have been killed, or the power lost."""
        sums = _read(self._receipt(piece))
        try:
            return bool(sums) and all(
                _sum(self._path(piece, k)) == sums[k] for k in PieceResults._fields
            )
        except (OSError, LookupError):
            return False

    def put(self, piece: TablePiece, done: PieceResults) -> None:
        """Keep the results of a piece."""
        sums: dict[str, str] = {}
        for kind, table in zip(PieceResults._fields, done, strict=True):
            path = self._path(piece, kind)
            with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_file(stream, table.schema) as out:
                out.write_table(table)
            sums[kind] = _sum(path)
        self._receipt(piece).write_text(json.dumps(sums), encoding="utf-8")

    def get(self, piece: TablePiece) -> PieceResults:
        """The results of a piece; they take memory where they are looked at."""
        return PieceResults(
            *(self._table(self._path(piece, kind)) for kind in PieceResults._fields)
        )

    def _table(self, path: Path) -> pa.Table:
        with pa.memory_map(str(path)) as stream:
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

    def _path(self, piece: TablePiece, kind: str) -> Path:
        return self.folder / f"{piece.number:06d}.{kind}.arrow"

    def _receipt(self, piece: TablePiece) -> Path:
        return self.folder / f"{piece.number:06d}.json"


def _is_own(path: Path) -> bool:
    """Whether a run may have written a file of a folder of parts."""
    return _OWN.fullmatch(path.name) is not None and path.is_file() and not path.is_symlink()
