"""Rows of texts in columns, with room for a plot between them; rows of bars."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.palette import INK, LEADING, SIZE, SMALL, SOFT, ShapeStyle
from carbon_eia.drawing.plot import Axes, look, plot
from carbon_eia.report.document_language import column

__all__ = ["THICK", "RowBar", "RowChart", "TextColumn", "draw_bars"]

GAP, THICK = 10.0, 9.5
"""Room between columns, and between them and the plot; thickness of a bar."""

FIGURE, POINT = 0.555, 0.278
"""Widths of a figure and of the decimal point, in the size of the text."""


RULE = ShapeStyle(edge=INK)

LEAST = 0.8
"""Length of the bar of a number that is not zero and yet too small to be seen, in points."""


@dataclass(frozen=True, slots=True)
class TextColumn:
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


class RowChart:
    """Columns at the left and at the right edge of a canvas, drawn row by row.

    ``tops`` and ``middles`` are those of the rows that found room above ``lowest``; ``left`` and
    ``right`` are the edges of the room between the columns, ``top`` and ``bottom`` of all rows.
    """

    def __init__(
        self,
        canvas: Canvas,
        before: Sequence[TextColumn],
        after: Sequence[TextColumn],
        top: float = 0.0,
        pad: float = 5.0,
        lowest: float = inf,
    ) -> None:
        self.canvas, self.left, self.right = canvas, 0.0, canvas.width
        rest = canvas.width - sum(w + GAP for c in (*before, *after) if (w := c.width()))
        placed: list[tuple[TextColumn, float, float]] = []
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


@dataclass(frozen=True, slots=True)
class RowBar:
    """One row: a bar from ``start`` to ``end`` (none where they are None), in a style."""

    label: str
    start: float | None
    end: float | None
    style: str
    cells: tuple[str, ...]
    strong: bool = False


def draw_bars(
    canvas: Canvas,
    bars: Sequence[RowBar],
    heads: Sequence[str],
    linked: bool = False,
    lowest: float = inf,
) -> int:
    """The rows from the top downwards, with a head over each column of numbers.

    ``linked`` joins the end of each bar with the start of the next, as steps to a sum. Returns how
    many rows found room above ``lowest``.
    """
    strong = [i for i, b in enumerate(bars) if b.strong]
    labels = TextColumn([b.label for b in bars], most=170, bold=strong)
    numbers = [
        TextColumn([b.cells[i] for b in bars], head, "point", bold=strong)
        for i, head in enumerate(heads)
    ]
    rows = RowChart(canvas, [labels], numbers, lowest=lowest)
    for i in filter(None, strong):  # no rule above the first
        canvas.line(0, rows.tops[i], canvas.width, rows.tops[i], RULE)
    ends = [x for b in bars for x in (b.start, b.end) if x is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    least = LEAST * (high - low) / (rows.right - rows.left)
    with rows.plot(low, high) as axes:
        before: tuple[float, float] | None = None
        for bar, middle in zip(bars, rows.middles, strict=False):
            if bar.start is None or bar.end is None:
                continue
            length = bar.end - bar.start
            if length:
                length = max(length, least) if length > 0 else min(length, -least)
                axes.barh(middle, length, THICK, bar.start, **look(bar.style))
            if linked and before:
                axes.plot([before[0]] * 2, [before[1], middle - THICK / 2], color=SOFT, lw=0.5)
            before = bar.end, middle + THICK / 2
        axes.axvline(0, color=SOFT, lw=0.6)
    return len(rows.middles)
