"""Rows of texts in columns, with room for a plot between them: how most figures are laid out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

from matplotlib.axes import Axes

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.palette import INK, LEADING, SIZE, SMALL, SOFT
from carbon_eia.drawing.plot import plot
from carbon_eia.report.common import column

__all__ = ["THICK", "Column", "Rows"]

GAP, THICK = 10.0, 9.5
"""Room between columns, and between them and the plot; thickness of a bar."""

FIGURE, POINT = 0.555, 0.278
"""Widths of a figure and of the decimal point, in the size of the text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A text for each row: ``align`` is start, end, or point (decimal points stand in line).

    A column is at least ``least`` wide; a text wider than ``most`` is wrapped; a column that
    ``fills`` takes the room that is left. ``bold`` says which rows are.
    """

    texts: Sequence[str]
    head: str = ""
    align: str = "end"
    size: float = SIZE
    fill: str = INK
    least: float = 0.0
    most: float = inf
    fills: bool = False
    bold: Collection[int] = ()

    def pads(self) -> list[float]:
        """The room of the digits that each number lacks behind its point, beside its column."""
        if self.align != "point":
            return [0.0] * len(self.texts)
        return [self.size * (FIGURE * c.pad + POINT * c.point) for c in column(self.texts)]

    def width(self) -> float:
        """As wide as its widest text, within ``least`` and ``most``; 0 where it fills."""
        texts = enumerate(zip(self.texts, self.pads(), strict=True))
        widths = [text_width(text, self.size, i in self.bold) + pad for i, (text, pad) in texts]
        head = text_width(self.head, SMALL)
        return 0.0 if self.fills else min(max([*widths, head, self.least]), self.most)


class Rows:
    """Columns at the left and at the right edge of a canvas, drawn row by row.

    ``tops`` and ``middles`` are those of the rows that found room above ``lowest``; ``left`` and
    ``right`` are the edges of the room between the columns, ``top`` and ``bottom`` of all rows.
    """

    def __init__(
        self,
        canvas: Canvas,
        before: Sequence[Column],
        after: Sequence[Column],
        top: float = 0.0,
        pad: float = 5.0,
        lowest: float = inf,
    ) -> None:
        self.canvas, self.left, self.right = canvas, 0.0, canvas.width
        rest = canvas.width - sum(w + GAP for c in (*before, *after) if (w := c.width()))
        placed: list[tuple[Column, float, float]] = []
        for c in before:
            wide = rest if c.fills else c.width()
            placed.append((c, self.left, wide))
            self.left += wide + GAP * (wide > 0)
        for c in reversed(after):
            wide = c.width()
            placed.append((c, self.right - wide, wide))
            self.right -= wide + GAP * (wide > 0)
        for c, x, wide in placed:
            if c.head:
                x, anchor = (x, "start") if c.align == "start" else (x + wide, "end")
                canvas.text(x, top + SMALL, c.head, SMALL, anchor, fill=SOFT)
        self.top = self.bottom = top + SMALL * 1.7 * any(c.head for c, *_ in placed)
        self.tops: list[float] = []
        self.middles: list[float] = []
        pads = [c.pads() for c, *_ in placed]
        for i in range(len(placed[0][0].texts)):
            cells = [wrapped(c.texts[i], w + 0.5, c.size, bold=i in c.bold) for c, _, w in placed]
            sizes = [c.size for c, *_ in placed]
            tall = max(len(x) * size * LEADING for x, size in zip(cells, sizes, strict=True))
            height = max(tall, THICK) + pad
            if i and self.bottom + height > lowest:
                break
            self.tops.append(self.bottom)
            self.middles.append(self.bottom + height / 2)
            for lines, (c, x, wide), room in zip(cells, placed, pads, strict=True):
                at, anchor = (x, "start") if c.align == "start" else (x + wide - room[i], "end")
                if any(lines):
                    look = c.size, anchor, i in c.bold, c.fill, c.align == "point"
                    canvas.text(at, self.middles[-1], lines, *look)
            self.bottom += height
        canvas.grow(self.bottom)

    @contextmanager
    def plot(self, low: float, high: float) -> Iterator[Axes]:
        """Axes from ``low`` to ``high`` between the columns; heights are those of the canvas."""
        with plot(self.canvas, self.left, self.top, self.right, self.bottom) as axes:
            axes.set(xlim=(low, high if high > low else low + 1), ylim=(self.bottom, self.top))
            yield axes
