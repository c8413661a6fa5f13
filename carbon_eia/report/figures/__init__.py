"""The figures of a report, drawn from the Run alone: vector graphics with text as text.

The sheet they are drawn on is that of ``carbon_eia.drawing``; matplotlib is imported when the first
is drawn.
"""

from __future__ import annotations

from collections.abc import Collection

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure
from carbon_eia.run.records import Run

__all__ = ["Figure", "draw_figures"]


def draw_figures(
    run: Run, lang: str = "zh", names: Collection[str] | None = None
) -> dict[str, Figure]:
    """The figures that a Run has the data for, by name; ``names``: those that are asked for.

    Each carries its caption (without number), its message in words for those who cannot see it,
    and an SVG element 174 mm wide that may be put into HTML as it is: every text of the Run is
    escaped. The numbers in it are those of the Run, rounded as in the tables.
    """
    from carbon_eia.report.figures.project_figures import FIGURES

    reader = DocumentLanguage("en" if lang == "en" else "zh")
    asked = (n for n in FIGURES if names is None or n in names)
    drawn = {name: FIGURES[name](run, reader) for name in asked}
    return {name: figure for name, figure in drawn.items() if figure is not None}
