"""The figures of a report, drawn from the Run alone: vector graphics with text as text.

The sheet they are drawn on is that of ``carbon_eia.drawing``.
"""

from __future__ import annotations

from collections.abc import Callable

from carbon_eia.report.common import Reader
from carbon_eia.report.figures.benchmarks import benchmarks
from carbon_eia.report.figures.certainty import certainty
from carbon_eia.report.figures.curve import curve
from carbon_eia.report.figures.emissions import accounts, sources, structure
from carbon_eia.report.figures.flow import flow
from carbon_eia.report.figures.gantt import gantt
from carbon_eia.report.figures.kind import Figure
from carbon_eia.report.figures.path import path
from carbon_eia.report.figures.sankey import sankey
from carbon_eia.run.records import Run

__all__ = ["FIGURES", "Figure", "draw_figures"]

FIGURES: dict[str, Callable[[Run, Reader], Figure | None]] = {
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


def draw_figures(run: Run, lang: str = "zh") -> dict[str, Figure]:
    """The figures that a Run has the data for, by name.

    Each carries its caption (without number), its message in words for those who cannot see it,
    and an SVG element 174 mm wide that may be put into HTML as it is: every text of the Run is
    escaped. The numbers in it are those of the Run, rounded as in the tables.
    """
    reader = Reader("en" if lang == "en" else "zh")
    drawn = {name: draw(run, reader) for name, draw in FIGURES.items()}
    return {name: figure for name, figure in drawn.items() if figure is not None}
