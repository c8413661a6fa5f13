"""The colours, sizes and styles of every figure: one vocabulary for plots, keys and diagrams.

The colours are those of the style sheet of the reports. Styles are told apart without colour.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 493.2
"""Width of a sheet: 174 mm in points, as wide as the text of a page."""

SIZE, SMALL, LEADING = 8.0, 7.0, 1.25
"""Sizes of labels and of what stands beside them, in points; height of a line in its size."""

INK, SOFT, HAIR, TINT, PAPER = "#16181d", "#4d535e", "#c3c8d0", "#f1f3f6", "#fff"
ACCENT, MID, LIGHT = "#1d3a5c", "#8b96a5", "#d3d9e1"


class ShapeStyle(NamedTuple):
    """How a shape is drawn: ``dash`` is of its edge, ``hatch`` is ``/``, ``\\`` or ``-``."""

    fill: str = "none"
    edge: str | None = None
    line: float = 0.6
    dash: str | None = None
    hatch: str = ""


STYLES = {
    "solid": ShapeStyle(ACCENT),
    "mid": ShapeStyle(MID),
    "open": ShapeStyle(PAPER, ACCENT, 0.8, "2 1.4"),
    "hatch": ShapeStyle(TINT, ACCENT, hatch="/"),
    "back": ShapeStyle(TINT, SOFT, hatch="\\"),
    "lines": ShapeStyle(TINT, ACCENT, hatch="-"),
}
"""The areas of plots and keys."""

PEN, DASHED = ShapeStyle(edge=INK, line=0.8), ShapeStyle(edge=INK, line=1, dash="3 2")
"""A line, and a dashed line, as they stand in diagrams and keys."""
