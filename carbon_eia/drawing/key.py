"""The key of a figure: what its symbols stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from carbon_eia.drawing.canvas import Canvas
from carbon_eia.drawing.measure import text_width
from carbon_eia.drawing.palette import DASHED, SMALL, SOFT

__all__ = ["Symbol", "dashed", "draw_key"]

Symbol = str | Callable[[Canvas, float, float], None]
"""A style of the palette, or what draws a symbol, given its left edge and its middle."""


def draw_key(
    canvas: Canvas,
    entries: Iterable[tuple[Symbol, str]],
    top: float,
    left: float = 0,
    room: float = 16,
    size: float = SMALL,
    fill: str = SOFT,
) -> None:
    """Symbols with their words ``room`` beside them, in as many lines as they need."""
    x, y = left, top + size
    for symbol, words in entries:
        wide = room + text_width(words, size)
        if x > left and x + wide > canvas.width:
            x, y = left, y + size * 1.7
        if isinstance(symbol, str):
            canvas.swatch(symbol, x, y - 6, 12, 6.5)
        else:
            symbol(canvas, x, y - size * 0.36)
        canvas.text(x + room, y, words, size, fill=fill)
        x += wide + 14
    canvas.grow(y + size * 0.4)


def dashed(canvas: Canvas, x: float, middle: float) -> None:
    """The symbol of a dashed line."""
    canvas.line(x, middle, x + 12, middle, DASHED)
