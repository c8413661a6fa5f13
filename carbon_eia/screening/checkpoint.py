"""The results of pieces in files, so that a run that was stopped goes on."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyarrow as pa

from carbon_eia.screening.csvfile import Piece
from carbon_eia.screening.work import Done

__all__ = ["Checkpoint"]


class Checkpoint:
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
        return all(self._path(piece, kind).exists() for kind in Done._fields)

    def put(self, piece: Piece, done: Done) -> None:
        """Keep the results of a piece."""
        for kind, table in zip(Done._fields, done, strict=True):
            path = self._path(piece, kind)
            whole = path.with_suffix(".tmp")
            with (
                pa.OSFile(str(whole), "wb") as stream,
                pa.ipc.new_file(stream, table.schema) as out,
            ):
                out.write_table(table)
            os.replace(whole, path)

    def get(self, piece: Piece) -> Done:
        """The results of a piece; they take memory where they are looked at."""
        return Done(*(self._table(piece, kind) for kind in Done._fields))

    def _table(self, piece: Piece, kind: str) -> pa.Table:
        with pa.memory_map(str(self._path(piece, kind))) as stream:
            return pa.ipc.open_file(stream).read_all()

    def drop(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, piece: Piece, kind: str) -> Path:
        return self.folder / f"{piece.number:06d}.{kind}.arrow"


def _is_of(manifest: Path, stamp: str) -> bool:
    """Whether parts are those of this run; without a whole manifest nobody knows whose they are."""
    try:
        return bool(json.loads(manifest.read_text(encoding="utf-8"))["stamp"] == stamp)
    except (OSError, ValueError, LookupError, TypeError):
        return False
