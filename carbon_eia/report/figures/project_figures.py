"""The figures of a project, in the order in which a report tells them."""

from __future__ import annotations

from collections.abc import Callable

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.benchmarks import benchmarks
from carbon_eia.report.figures.certainty_figure import certainty
from carbon_eia.report.figures.curve import curve
from carbon_eia.report.figures.emission_figures import accounts, sources, structure
from carbon_eia.report.figures.figure_base import Figure
from carbon_eia.report.figures.flow import flow
from carbon_eia.report.figures.gantt import gantt
from carbon_eia.report.figures.path_figure import path
from carbon_eia.report.figures.sankey import sankey
from carbon_eia.run.records import Run

__all__ = ["FIGURES"]

FIGURES: dict[str, Callable[[Run, DocumentLanguage], Figure | None]] = {
    "structure": structure,
    "sources": sources,
    "sankey": sankey,
    "benchmarks": benchmarks,
    "accounts": accounts,
    "flow": flow,
    "path": path,
    "gantt": gantt,
    "curve": curve,
    "certainty": certainty,
}
"""Every figure, in the order in which a report tells them."""
