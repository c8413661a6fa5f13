"""The work on one piece, in this process or another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pandas.util import hash_array

from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.errors import CarbonEiaError
from carbon_eia.project import Project, fields
from carbon_eia.reference import World, open_world
from carbon_eia.screening.arrays import Integers, in_one
from carbon_eia.screening.column_heads import ColumnHead, ColumnTarget, head_of, plain_target
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.identity import code_keys
from carbon_eia.screening.project_files import FilesInput
from carbon_eia.screening.results import carried, error_table, result_table
from carbon_eia.screening.row_results import RowError, Screened, nothing
from carbon_eia.screening.screener import Screener
from carbon_eia.screening.table_inputs import ProjectTable

__all__ = ["BLANK", "KEY", "PieceResults", "ScreeningJob", "Worker"]


class ScreeningJob(NamedTuple):
    """What is asked of every piece: the table, the day, the admission values, the language.

    ``ordered``: whether rows stand below one another as they were written, so that one may add up
    those above it.
    """

    table: ProjectTable | FilesInput
    as_of: date
    benchmarks: tuple[Path, ...]
    lang: str
    ordered: bool = True


class PieceResults(NamedTuple):
    """The results of a piece and its errors, as tables.

    The column ``KEY`` of the results tells each project from others: an odd number for its project
    code, or where it has none an even one for all its cells; 0 tells nothing. ``BLANK`` in their
    metadata is the number of rows without any cell.
    """

    results: pa.Table
    errors: pa.Table


KEY = "_key"
BLANK = b"blank"


class Worker:
    """Does pieces of one job; keeps what they have in common."""

    def __init__(
        self,
        job: ScreeningJob,
        world: World | None = None,
        limits: Sequence[Benchmark] | None = None,
    ):
        self.job = job
        self.world = open_world(job.as_of) if world is None else world
        if limits is None:
            limits = [b for p in job.benchmarks for b in read_benchmarks(p, self.world)]
        self.limits = tuple(limits)
        self.screeners: dict[tuple[str, ...], Screener] = {}

    def screener(self, heads: tuple[ColumnHead | str, ...]) -> Screener:
        """The screener of a table with these heads."""
        key = tuple(str(h) for h in heads)
        if key not in self.screeners:
            known = [head_of(h) if isinstance(h, str) else h for h in heads]
            self.screeners[key] = Screener(known, self.world, self.limits, self.job.ordered)
        return self.screeners[key]

    def screener_of(self, batch: Batch) -> Screener:
        """The screener that knows the heads of a batch."""
        return self.screener(batch.heads or self.job.table.heads)

    def do(self, piece: TablePiece) -> PieceResults:
        """Screen a piece."""
        if isinstance(self.job.table, FilesInput):
            return self._do_files(piece, self.job.table)
        return self.screen(self.job.table.read(piece))

    def screen(self, batches: Iterable[Batch]) -> PieceResults:
        """Screen the rows of some batches, without the blank ones."""
        blank = 0
        done = []
        for batch in batches:
            screener = self.screener_of(batch)
            sector = screener.shapes.book.at["sector"]
            batch = batch if sector is None else batch.without_blank(sector)
            found = screener.screen(batch)
            kept = carried(screener, batch)
            keys = _with_cells(hashes(code_keys(kept["code"])), screener.heads, batch)
            done.append(self._done(screener, batch.row_numbers, kept, found, keys))
            blank += batch.blank
        results = pa.concat_tables([d.results for d in done]).unify_dictionaries()
        return PieceResults(
            results.replace_schema_metadata({BLANK: str(blank)}),
            pa.concat_tables([d.errors for d in done]),
        )

    def _done(
        self, screener: Screener, rows: Any, kept: Mapping[str, Any], found: Screened, keys: Any
    ) -> PieceResults:
        results = result_table(screener, rows, kept, found, self.job.lang)
        results = results.append_column(KEY, pa.array(keys, pa.uint64()))
        return PieceResults(results, error_table(found.errors, self.job.lang))

    def _do_files(self, piece: TablePiece, table: FilesInput) -> PieceResults:
        """Each file is a project, assessed alone."""
        screener = self.screener(())
        found = nothing(piece.length)
        projects: list[Project | None] = []
        paths = table.files(piece)
        for row, path in enumerate(paths):
            project = None
            try:
                project = table.read_project(path, self.world)
                found.sector[row] = screener.shapes.book.sectors.code(project.sector)
                screener.record(row, project, found)
            except CarbonEiaError as error:
                found.errors.extend(
                    RowError(piece.first + row, p.place.key, "", p) for p in error.problems
                )
            projects.append(project)

        def of(get: Callable[[Project], str]) -> Any:
            return pa.array([None if p is None else get(p) or None for p in projects], pa.string())

        kept = {
            "file": pa.array([str(p) for p in paths], pa.string()),
            "name": of(lambda p: p.name),
            "code": of(lambda p: p.code),
            "credit_code": of(lambda _: ""),
            "region": of(lambda p: p.region),
            "town": of(lambda _: ""),
            "stage": of(lambda p: fields("project")["stage"].choices[p.stage]),
        }
        rows = np.arange(piece.length) + piece.first
        told = of(lambda p: p.code or p.sha256)  # without a code by its text
        done = self._done(screener, rows, kept, found, hashes(told))
        return done._replace(results=done.results.replace_schema_metadata({BLANK: "0"}))


def _with_cells(codes: Any, heads: Sequence[ColumnHead], batch: Batch) -> Any:
    """The hashes of codes, with that of all cells that are read where a row has no code."""
    found = np.array(codes)
    rows = np.flatnonzero(found == 0)
    value = np.zeros(len(rows), np.uint64)
    for head, column in zip(heads, batch.columns if len(rows) else (), strict=False):
        target = head.fixed or plain_target(head.label)
        if isinstance(target, ColumnTarget) and (target.section, target.key) == ("row", "ignored"):
            continue
        cells = column.take(pa.array(rows)).cast(pa.string())
        value = hash_array(value ^ hashes(cells))
    found[rows] = value & ~np.uint64(1)
    return found


def hashes(texts: pa.Array | pa.ChunkedArray) -> Integers:
    """An odd 64-bit hash of each text, the same in every process; 0 for an empty one.

    >>> import pyarrow as pa
    >>> a, b, c, d = hashes(pa.array(["x", "y", None, "x"]))
    >>> bool(a == d != b), int(c)
    (True, 0)
    """
    plain = pc.fill_null(in_one(texts), "")
    found = hash_array(plain.to_numpy(zero_copy_only=False), categorize=False) | np.uint64(1)
    return np.where(pc.binary_length(plain), found, np.uint64(0))
