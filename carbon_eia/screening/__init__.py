"""Many projects at once: a verdict or an error for every row, the same as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carbon_eia.screening.drive import Told, run_screening
from carbon_eia.screening.excel import verdict_word
from carbon_eia.screening.files import collect, open_files
from carbon_eia.screening.inputs import Input, open_table
from carbon_eia.screening.summary import Summary

__all__ = ["Summary", "open_input", "run_screening", "screen_files", "verdict_word"]


def open_input(paths: Sequence[Path]) -> Input:
    """One table, or any number of project files and folders of them, as an input."""
    projects = collect(paths)
    return open_table(paths[0]) if projects is None else open_files(projects)


def screen_files(
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    *,
    as_of: date,
    benchmarks: Sequence[Path] = (),
    jobs: int = 1,
    lang: str = "zh",
    reports: Path | None = None,
    told: Told | None = None,
) -> Summary:
    """Screen one table, or project files, and write the results; see ``run_screening``."""
    return run_screening(
        open_input(inputs),
        outputs,
        as_of=as_of,
        benchmarks=benchmarks,
        jobs=jobs,
        lang=lang,
        told=told,
    )
