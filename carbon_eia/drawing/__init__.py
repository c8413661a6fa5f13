"""Vector graphics for every document: a canvas with text as text, plots on it by matplotlib.

Texts are measured by our own table of widths, so that a layout is the same on every machine.
matplotlib is imported where a figure has axes (`carbon_eia.drawing.plot`), and only there.
"""

from __future__ import annotations

from carbon_eia.drawing.canvas import Canvas
from carbon_eia.drawing.measure import text_width, wrapped

__all__ = ["Canvas", "text_width", "wrapped"]
