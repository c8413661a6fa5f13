"""The whole run: pieces in, parts out, then the results with rank and without repeated projects.

Parts are kept beside the first output until all is written, so that a run that was stopped goes on
where it was: the same command again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from carbon_eia import __version__
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.reference import open_world
from carbon_eia.screening.csvfile import Piece
from carbon_eia.screening.inputs import Input
from carbon_eia.screening.outputs import open_outputs
from carbon_eia.screening.summary import Summary, Tally
from carbon_eia.screening.work import Done, Job, Worker

__all__ = ["Told", "run_screening"]

Told = Callable[[int, int, int], None]
"""Called after each piece with what is done, of how much, and how many rows it had."""


class Parts:
    """The results of pieces, in a folder where each stands whole or not at all."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder = folder
        manifest = folder / "run.json"
        if manifest.exists() and json.loads(manifest.read_text())["stamp"] != stamp:
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps({"stamp": stamp}))

    def has(self, piece: Piece) -> bool:
        """Whether a piece is done."""
        return self._path(piece.number, "codes").exists()

    def put(self, piece: Piece, done: Done) -> None:
        """Keep the results of a piece."""
        codes = pa.table(
            {"code": done.codes, "gap": done.results["gap_percent"], "row": done.results["row"]}
        ).replace_schema_metadata({"blank": str(done.blank)})
        for kind, table in (
            ("results", done.results),
            ("errors", done.errors),
            ("codes", codes),
        ):
            path = self._path(piece.number, kind)
            whole = path.with_suffix(".tmp")
            with pa.OSFile(str(whole), "wb") as stream, pa.ipc.new_file(stream, table.schema) as out:
                out.write_table(table)
            os.replace(whole, path)

    def get(self, number: int, kind: str) -> Any:
        """A table of a piece."""
        with pa.memory_map(str(self._path(number, kind))) as stream:
            return pa.ipc.open_file(stream).read_all()

    def drop(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06d}.{kind}.arrow"


def run_screening(
    table: Input,
    outputs: Sequence[Path],
    *,
    as_of: date,
    benchmarks: Sequence[Path] = (),
    jobs: int = 1,
    lang: str = "zh",
    told: Told | None = None,
) -> Summary:
    """Screen a table and write the results.

    Raises InputError for a benchmark file that is wrong, CallError CE-F007 where an output cannot be
    written. Whatever stops it, no output is half written, and the same call goes on.
    """
    world = open_world(as_of)
    limits = [b for path in benchmarks for b in read_benchmarks(path, world)]
    job = Job(table, as_of, tuple(benchmarks), lang)
    first = outputs[0]
    try:
        parts = Parts(first.parent / f".{first.name}.parts", _stamp(job))
        pieces: list[Piece] = []
        worker = Worker(job, world, limits)
        size = 0
        for piece, rows in _work(worker, parts, jobs, pieces):
            size += piece.length
            if told is not None:
                told(size, table.size, rows)
        summary = _finish(parts, pieces, outputs, world, lang)
        parts.drop()
    except OSError as error:
        params: dict[str, object] = {"why": error.strerror or str(error)}
        raise CallError(Problem("CE-F007", Place(str(first)), params)) from None
    return summary


def _stamp(job: Job) -> str:
    told = [__version__, job.table.fingerprint(), str(job.as_of), job.lang, *job.table.heads]
    told += [hashlib.sha256(p.read_bytes()).hexdigest() for p in job.benchmarks]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _work(
    worker: Worker, parts: Parts, jobs: int, pieces: list[Piece]
) -> Iterator[tuple[Piece, int]]:
    """Do every piece that is not done, in this process or in several."""

    def asked() -> Iterator[Piece]:
        for piece in worker.job.table.pieces():
            pieces.append(piece)
            yield piece

    if jobs <= 1:
        for piece in asked():
            if not parts.has(piece):
                parts.put(piece, worker.do(piece))
            yield piece, parts.get(piece.number, "codes").num_rows
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(worker.job, parts)) as pool:
        waiting: dict[Future[int], Piece] = {}
        for piece in asked():
            if parts.has(piece):
                yield piece, parts.get(piece.number, "codes").num_rows
                continue
            waiting[pool.submit(_do, piece)] = piece
            if len(waiting) >= 2 * jobs:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
        for future, piece in waiting.items():
            yield piece, future.result()


class _Here(NamedTuple):
    worker: Worker
    parts: Parts


_HERE: list[_Here] = []


def _begin(job: Job, parts: Parts) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    _HERE[:] = [_Here(Worker(job), parts)]


def _do(piece: Piece) -> int:
    worker, parts = _HERE[0]
    done = worker.do(piece)
    parts.put(piece, done)
    return int(done.results.num_rows)


def _finish(
    parts: Parts, pieces: Sequence[Piece], outputs: Sequence[Path], world: Any, lang: str
) -> Summary:
    """Rank all rows, name the repeated projects, and write."""
    codes, gaps, rows = [], [], []
    tally = Tally(world, lang)
    for piece in pieces:
        table = parts.get(piece.number, "codes")
        codes.append(np.asarray(table["code"]))
        gaps.append(np.asarray(table["gap"].fill_null(float("nan"))))
        rows.append(np.asarray(table["row"]))
        tally.blank += int(table.schema.metadata[b"blank"])
    rank = ranks(np.concatenate(gaps) if gaps else np.zeros(0))
    numbers = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    same = repeats(np.concatenate(codes) if codes else np.zeros(0, np.uint64))
    repeated = {row: int(numbers[before]) for row, before in same.items()}
    with open_outputs(outputs, lang) as out:
        at = 0
        for piece in pieces:
            results = parts.get(piece.number, "results")
            errors = parts.get(piece.number, "errors")
            count = results.num_rows
            results, errors = tally.settle(results, errors, rank[at : at + count], repeated, at)
            out.write(results, errors)
            at += count
        summary = tally.summary()
        out.finish(summary)
    return summary


def ranks(gap: Any) -> Any:
    """1 for the row that is farthest above its admission value; 0 for one that has no gap.

    >>> ranks(np.array([1.0, float("nan"), 5.0, -2.0])).tolist()
    [2, 0, 1, 3]
    """
    order = np.argsort(-gap, kind="stable")  # what is no number comes last
    rank = np.zeros(len(gap), np.int64)
    count = int(np.count_nonzero(~np.isnan(gap)))
    rank[order[:count]] = np.arange(1, count + 1)
    return rank


def repeats(codes: Any) -> dict[int, int]:
    """Each row whose code stands in an earlier row → that row.

    >>> repeats(np.array([7, 0, 9, 7, 0], np.uint64))
    {3: 0}
    """
    order = np.argsort(codes, kind="stable")
    same = np.flatnonzero((np.diff(codes[order]) == 0) & (codes[order][1:] != 0)) + 1
    found: dict[int, int] = {}
    for i in same.tolist():
        row, before = int(order[i]), int(order[i - 1])
        found[row] = found.get(before, before)
    return dict(sorted(found.items()))
