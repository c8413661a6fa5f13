"""The whole run: pieces in, parts out, then the results with rank and without repeated projects.

Parts are kept beside the first output until all is written, so that a run that was stopped goes on
where it was: the same command again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pyarrow as pa

from carbon_eia import __version__
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.files import end_with_parent, locked_folder
from carbon_eia.forms import heard, notice
from carbon_eia.reference import open_world
from carbon_eia.screening.checkpoint import Checkpoint
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.outputs import Print, check_outputs, open_outputs
from carbon_eia.screening.project_files import FilesInput
from carbon_eia.screening.ranking import settled
from carbon_eia.screening.reports import ReportRequest, asked_rows
from carbon_eia.screening.table_inputs import ProjectTable, TableInput
from carbon_eia.screening.tally import Summary, Tally
from carbon_eia.screening.worker import PieceResults, ScreeningJob, Worker

__all__ = ["Engine", "Told", "run_screening"]

Engine = Callable[[Worker], tuple[int, Callable[[TablePiece], PieceResults]]]
"""Something else that does pieces: how many at a time, and what does one."""

Read = tuple[int, list[Problem]]
"""How many rows a piece had, and the notices of its files."""

Told = Callable[[int, int, int], None]
"""Called after each piece with what is done, of how much, and how many rows it had."""


def run_screening(
    table: ProjectTable | FilesInput,
    outputs: Sequence[Path],
    *,
    as_of: date,
    benchmarks: Sequence[Path] = (),
    jobs: int = 1,
    lang: str = "zh",
    asked: list[ReportRequest] | None = None,
    told: Told | None = None,
    engine: Engine | None = None,
    documents: Mapping[str, Print] = MappingProxyType({}),
) -> Summary:
    """Screen a table and write the results; ``asked`` is filled with the rows that do not pass.

    ``documents``: what prints results that are no table, by the ending of the file's name.

    Raises InputError for a benchmark file that is wrong, CallError CE-F007 where an output cannot
    be written, CE-F012 where another run writes it. Whatever stops it, no output is half written,
    and the same call goes on.
    """
    check_outputs(outputs, documents)
    world = open_world(as_of)
    limits = [b for path in benchmarks for b in read_benchmarks(path, world)]
    job = ScreeningJob(table, as_of, tuple(benchmarks), lang)
    first = outputs[0]
    folder = first.parent / f".{first.name}.parts"
    try:
        with locked_folder(folder, first):
            parts = Checkpoint(folder, _stamp(job, world.tables.digest))
            worker = Worker(job, world, limits)
            return _run(worker, parts, outputs, jobs, asked, told, engine, documents)
    except OSError as error:
        params: dict[str, object] = {"why": error.strerror or str(error)}
        raise CallError(Problem("CE-F007", Place(str(first)), params)) from None


def _run(
    worker: Worker,
    parts: Checkpoint,
    outputs: Sequence[Path],
    jobs: int,
    asked: list[ReportRequest] | None,
    told: Told | None,
    engine: Engine | None,
    documents: Mapping[str, Print],
) -> Summary:
    """Do what is not done, then write the results of all."""
    table, lang = worker.job.table, worker.job.lang
    pieces: list[TablePiece] = []
    size = total = 0
    for piece, rows in _work(worker, parts, jobs, pieces, engine):
        size, total = size + piece.length, total + rows
        if told is not None:
            told(size, table.size, rows)
    if not total:
        parts.drop()
        raise InputError(Problem("CE-S013"))
    tally = Tally(worker.world, lang, worker.limits)
    with open_outputs(outputs, lang, documents) as out:
        wrong: list[Any] = []
        sheet = table if isinstance(table, TableInput) and table.stamp else None
        ranked = settled(parts.get, pieces, tally)
        for piece, (results, errors) in zip(pieces, ranked, strict=True):
            out.write(results, errors)
            if asked is not None:
                asked += asked_rows(piece, results)
            if sheet is not None and errors.num_rows:
                wrong.append(errors)
        summary = tally.summary()
        out.finish(summary)
        if sheet is not None and wrong:
            out.mark(sheet, pa.concat_tables(wrong))
    parts.drop()
    return summary


def _stamp(job: ScreeningJob, reference: str) -> str:
    """What tells one run from another: whatever its results depend on."""
    told = [
        __version__,
        reference,
        job.table.fingerprint(),
        str(job.as_of),
        job.lang,
        *job.table.heads,
    ]
    told += [hashlib.sha256(p.read_bytes()).hexdigest() for p in job.benchmarks]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _work(
    worker: Worker, parts: Checkpoint, jobs: int, pieces: list[TablePiece], engine: Engine | None
) -> Iterator[tuple[TablePiece, int]]:
    """Do every piece that is not done, in this process, in several, or with an engine."""

    def asked() -> Iterator[TablePiece]:
        for piece in worker.job.table.pieces():
            pieces.append(piece)
            yield piece

    def here(piece: TablePiece) -> Read:
        done = one(piece)
        parts.put(piece, done)
        return int(done.results.num_rows), []  # what it is told of is heard in this process

    pool: Executor
    one: Callable[[TablePiece], PieceResults] = worker.do
    if engine is not None:
        (jobs, one), do = engine(worker), here
        pool = ThreadPoolExecutor(jobs)
    elif jobs <= 1:  # one process: arrays are worked on by two threads at a time
        jobs, do = min(2, os.cpu_count() or 1), here
        pool = ThreadPoolExecutor(jobs)
    else:
        do = _do
        pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(worker.job, parts))
    try:
        waiting: dict[Future[Read], TablePiece] = {}
        for piece in asked():
            if parts.has(piece):
                yield piece, parts.get(piece).results.num_rows
                continue
            waiting[pool.submit(do, piece)] = piece
            if len(waiting) > jobs:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), _rows(future)
        for future, piece in waiting.items():
            yield piece, _rows(future)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _rows(future: Future[Read]) -> int:
    """How many rows were done, after what another process was told of has been told here."""
    rows, problems = future.result()
    notice(problems)
    return rows


class _Here(NamedTuple):
    worker: Worker
    parts: Checkpoint


_HERE: list[_Here] = []


def _begin(job: ScreeningJob, parts: Checkpoint) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    end_with_parent()
    _HERE[:] = [_Here(Worker(job), parts)]


def _do(piece: TablePiece) -> Read:
    worker, parts = _HERE[0]
    with heard() as problems:
        done = worker.do(piece)
    parts.put(piece, done)
    return int(done.results.num_rows), problems
