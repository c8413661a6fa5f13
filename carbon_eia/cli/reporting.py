"""The PDFs of many rows, in several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import end_with_parent, locked, take_away_left, write_all
from carbon_eia.screening import ReportRequest, ScreeningJob, file_name, runs

__all__ = ["write_reports"]

TOGETHER = 8
"""Rows that a process takes at a time."""


def write_reports(
    job: ScreeningJob,
    asked: Sequence[ReportRequest],
    folder: Path,
    jobs: int,
    told: Callable[[int, int, int], None] | None = None,
    templates: Path | None = None,
) -> None:
    """Write the PDF of each row into a folder, each whole or not at all.

    ``templates``: a folder of templates and chapters of a house.

    Raises CallError CE-F007 where the folder cannot be made, CE-F012 where another run writes into
    it, MachineError where the machine cannot make a PDF.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        params: dict[str, object] = {"why": error.strerror or str(error)}
        raise CallError(Problem("CE-F007", Place(str(folder)), params)) from None
    with locked([folder], 0):
        take_away_left(folder)
        _write_lots(job, asked, folder, jobs, told, templates)


def _write_lots(
    job: ScreeningJob,
    asked: Sequence[ReportRequest],
    folder: Path,
    jobs: int,
    told: Callable[[int, int, int], None] | None,
    templates: Path | None,
) -> None:
    lots = [asked[i : i + TOGETHER] for i in range(0, len(asked), TOGETHER)]
    done = 0
    if jobs <= 1:
        for lot in lots:
            _write(job, lot, folder, templates)
            done += len(lot)
            if told is not None:
                told(done, len(asked), len(lot))
        return
    with ProcessPoolExecutor(jobs, initializer=end_with_parent) as pool:
        futures = {pool.submit(_write, job, lot, folder, templates): len(lot) for lot in lots}
        for future in as_completed(futures):
            future.result()
            done += futures[future]
            if told is not None:
                told(done, len(asked), futures[future])


def _write(
    job: ScreeningJob, lot: Sequence[ReportRequest], folder: Path, templates: Path | None
) -> None:
    from carbon_eia.report import render_pdf

    for one, run in runs(job, lot):
        content = render_pdf(run, job.lang, templates)
        write_all({folder / file_name(one, ".pdf"): content}, is_locked=True)
