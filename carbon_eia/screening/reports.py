"""The Runs of rows, from which a room above prints their documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.assessment import assess
from carbon_eia.project import Project
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.project_files import FilesInput
from carbon_eia.screening.worker import ScreeningJob, Worker

if TYPE_CHECKING:  # most screenings print no documents
    import pyarrow as pa

    from carbon_eia.benchmarks import Benchmark
    from carbon_eia.run.records import Run

__all__ = ["ReportRequest", "asked_rows", "file_name", "runs"]


class ReportRequest(NamedTuple):
    """A row that gets a document: its piece, its number, and the code of its project."""

    piece: TablePiece
    row: int
    code: str


def asked_rows(piece: TablePiece, results: pa.Table) -> Iterator[ReportRequest]:
    """The rows of a piece whose verdict is another than ``pass``."""
    columns = (results[key].to_pylist() for key in ("verdict", "row", "code"))
    for verdict, row, code in zip(*columns, strict=True):
        if verdict is not None and verdict != "pass":
            yield ReportRequest(piece, row, code or "")


def file_name(asked: ReportRequest, suffix: str) -> str:
    """The name of a row's document: its number and code, whatever the code holds.

    >>> file_name(ReportRequest(TablePiece(0, 0, 1, 2), 7, "../2602"), ".pdf")
    '0000007-2602.pdf'
    """
    code = re.sub(r"[^\w-]+", "-", asked.code).strip("-")[:60]
    return f"{asked.row:07d}-{code}{suffix}" if code else f"{asked.row:07d}{suffix}"


def runs(
    job: ScreeningJob, asked: Sequence[ReportRequest], limits: Sequence[Benchmark] | None = None
) -> Iterator[tuple[ReportRequest, Run]]:
    """The Run of each row: of a project file of its own that says the same.

    ``limits``: the admission values, those of the job's files where nothing is given.
    """
    from carbon_eia.run import make_run

    worker = Worker(job, limits=limits)
    piece: TablePiece | None = None
    batches: list[Batch] = []
    for one in asked:
        if isinstance(job.table, FilesInput):
            path = job.table.files(one.piece)[one.row - one.piece.first]
            project = job.table.read_project(path, worker.world)
        else:
            if piece != one.piece:
                piece, batches = one.piece, list(job.table.read(one.piece))
            project = _project(worker, batches, one)
        yield one, make_run(assess(project, worker.world, worker.limits))


def _project(worker: Worker, batches: Sequence[Batch], asked: ReportRequest) -> Project:
    batch = next(b for b in batches if asked.row in b.row_numbers)
    place = int((batch.row_numbers == asked.row).argmax())
    return worker.screener_of(batch).project(
        batch.text(place), marks=batch.marks.get(int(batch.row_numbers[place]), {})
    )
