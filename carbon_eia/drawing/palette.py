"""The colours, sizes and styles of every figure: one vocabulary for plots, legends and diagrams.

The colours are those of the style sheet of the reports. Styles are told apart without colour.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 493.2
"""Width of a sheet: 174 mm in points, as wide as the text of a page."""

SIZE, SMALL = 8.0, 7.0
"""Sizes of labels and of what stands beside them, in points."""

LEADING = 1.25
"""Height of a line of text, in its size."""

INK, SOFT, HAIR, TINT, PAPER = "#16181d", "#4d535e", "#c3c8d0", "#f1f3f6", "#fff"
ACCENT, MID, LIGHT = "#1d3a5c", "#8b96a5", "#d3d9e1"

DASHES = (0, (3.0, 2.0))
"""Strokes and gaps of a dashed line in points, as matplotlib is told them."""


class Style(NamedTuple):
    """How an area is drawn; ``hatch`` is ``/``, ``\\`` or ``-``, ``dash`` is of its edge."""

    fill: str
    edge: str | None = None
    line: float = 0.6
    dash: str | None = None
    hatch: str = ""


STYLES = {
    "solid": Style(ACCENT),
    "mid": Style(MID),
    "light": Style(LIGHT),
    "open": Style(PAPER, ACCENT, 0.8, "2 1.4"),
    "hatch": Style(TINT, ACCENT, hatch="/"),
    "back": Style(TINT, SOFT, hatch="\\"),
    "lines": Style(TINT, ACCENT, hatch="-"),
}
