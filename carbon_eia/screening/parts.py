"""The results of pieces, kept until all are done."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Protocol

import pyarrow as pa

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


def _is_of(manifest: Path, stamp: str) -> bool:
    """Whether parts are those of this run; without a whole manifest nobody knows whose they are."""
    try:
        return bool(json.loads(manifest.read_text(encoding="utf-8"))["stamp"] == stamp)
    except (OSError, ValueError, LookupError, TypeError):
        return False


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
    """The results of pieces, in a folder where each stands whole or not at all."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder = folder
        manifest = folder / "run.json"
        if folder.exists() and not _is_of(manifest, stamp):
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps({"stamp": stamp}))

    def has(self, piece: Piece) -> bool:
        """Whether a piece is done: a run may have been killed while its parts were taken away."""
        return all(self._path(piece.number, kind).exists() for kind in KINDS)

    def put(self, piece: Piece, done: Done) -> None:
        """Keep the results of a piece."""
        for kind, table in (
            ("results", done.results),
            ("errors", done.errors),
            ("codes", code_table(done)),
        ):
            path = self._path(piece.number, kind)
            whole = path.with_suffix(".tmp")
            with (
                pa.OSFile(str(whole), "wb") as stream,
                pa.ipc.new_file(stream, table.schema) as out,
            ):
                out.write_table(table)
            os.replace(whole, path)

    def get(self, number: int, kind: str) -> pa.Table:
        """A table of a piece."""
        with pa.memory_map(str(self._path(number, kind))) as stream:
            return pa.ipc.open_file(stream).read_all()

    def drop(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06d}.{kind}.arrow"
