"""Vector graphics for every document: a canvas with text as text, and how wide a text is.

Direct SVG and no plotting library: the layouts measure Chinese text, the bytes are the same every
time, nothing heavy is imported, and a printer finds small clean drawings.
"""

from __future__ import annotations

from carbon_eia.drawing.canvas import Canvas
from carbon_eia.drawing.measure import text_width, wrapped

__all__ = ["Canvas", "text_width", "wrapped"]
