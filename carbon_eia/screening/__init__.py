"""Many projects at once: a verdict or an error for every row, the same as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carbon_eia.screening.engine import Engine, Told, run_screening
from carbon_eia.screening.frame import screen_frame, screen_pieces, screen_table
from carbon_eia.screening.outputs import Print
from carbon_eia.screening.project_files import FilesInput, collect
from carbon_eia.screening.reports import ReportRequest, file_name, runs
from carbon_eia.screening.results_in_excel import verdict_word
from carbon_eia.screening.table_form import FORMS, table_form
from carbon_eia.screening.table_inputs import ProjectTable, open_table
from carbon_eia.screening.tally import Summary
from carbon_eia.screening.worker import ScreeningJob

__all__ = [
    "FORMS",
    "Engine",
    "FilesInput",
    "Print",
    "ProjectTable",
    "ReportRequest",
    "ScreeningJob",
    "Summary",
    "Told",
    "collect",
    "file_name",
    "open_input",
    "run_screening",
    "runs",
    "screen_frame",
    "screen_pieces",
    "screen_table",
    "table_form",
    "verdict_word",
]


def open_input(paths: Sequence[Path]) -> ProjectTable | FilesInput:
    """One table, or any number of project files and folders of them, as an input."""
    projects = collect(paths)
    return open_table(paths[0]) if projects is None else FilesInput(projects)
