"""Rows of bars with their labels on the left and their numbers, in line, on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carbon_eia.drawing.canvas import (
    ACCENT,
    INK,
    LEADING,
    MID,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    Canvas,
)
from carbon_eia.drawing.measure import text_width, wrapped
from carbon_eia.report.common import Cell, column

__all__ = ["Bar", "draw_bars", "draw_key", "fitting", "lacking", "swatch"]

MOST_LABEL = 170.0
"""Width of the widest label; a longer one is wrapped."""

GAP = 10.0
THICK = 9.5
LEAST = 0.8
"""Length of the bar of a number that is not zero and yet too small to be seen."""

FIGURE, POINT = 0.555, 0.278
"""Widths of a figure and of the decimal point, in the size of the text."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a bar from ``start`` to ``end`` (none where they are None), in a style."""

    label: str
    start: float | None
    end: float | None
    style: str
    cells: tuple[str, ...]
    strong: bool = False


def swatch(canvas: Canvas, style: str, x: float, y: float, width: float, height: float) -> None:
    """A rectangle in a style that is told apart without colour."""
    if style == "open":
        canvas.rect(x, y, width, height, "#fff", ACCENT, 0.8, "2 1.4")
    elif style in ("hatch", "back", "lines"):
        canvas.hatched(x, y, width, height, style)
    else:
        canvas.rect(x, y, width, height, {"solid": ACCENT, "mid": MID}[style])


def draw_bars(
    canvas: Canvas, bars: Sequence[Bar], heads: Sequence[str], linked: bool = False
) -> float:
    """The rows from the top downwards, with a head over each column of numbers; the bottom.

    ``linked`` joins the end of each bar with the start of the next, as steps to a sum.
    """
    labels = _label_width(bars)
    columns = [column([b.cells[i] for b in bars]) for i in range(len(heads))]
    rights = _rights(bars, heads)
    left = labels + GAP
    room = (rights[0][0] if rights else WIDTH) - GAP - left
    ends = [x for b in bars for x in (b.start, b.end) if x is not None]
    low, high = min(0.0, *ends, 0.0), max(0.0, *ends, 0.0)
    scale = room / (high - low) if high > low else 0.0
    zero = left - low * scale
    y = 0.0
    if any(heads):
        for head, (_, right) in zip(heads, rights, strict=True):
            canvas.text(right, y + SMALL, head, SMALL, "end", fill=SOFT)
        y += SMALL * 1.7
    first, previous = y, None
    for i, bar in enumerate(bars):
        lines = _label_lines(bar, labels)
        height = _height(lines)
        middle = y + height / 2
        if bar.strong and i:
            canvas.line(0, y, WIDTH, y, INK, 0.6)
        canvas.lines(labels, middle, lines, SIZE, "end", bar.strong)
        if bar.start is not None and bar.end is not None:
            start, length = zero + bar.start * scale, (bar.end - bar.start) * scale
            if bar.end != bar.start:
                length = max(length, LEAST) if length >= 0 else min(length, -LEAST)
                swatch(canvas, bar.style, start, middle - THICK / 2, length, THICK)
            if linked and previous is not None and previous[0] is not None:
                canvas.line(previous[0], previous[1], previous[0], middle - THICK / 2, SOFT, 0.5)
            previous = (zero + bar.end * scale, middle + THICK / 2)
        for cells, (_, right) in zip(columns, rights, strict=True):
            cell = cells[i]
            canvas.lines(right - lacking(cell), middle, [cell.text], SIZE, "end", bar.strong)
        y += height
    canvas.line(zero, first, zero, y, SOFT, 0.6)
    canvas.grow(y)
    return y


def lacking(cell: Cell) -> float:
    """The room of the digits that a number lacks behind its point, beside its column."""
    return SIZE * (FIGURE * cell.pad + POINT * cell.point)


def fitting(bars: Sequence[Bar], room: float) -> int:
    """How many of the rows, from the first, are drawn within a height.

    >>> fitting([Bar("a", 0, 1, "solid", ())] * 9, 40)
    2
    """
    labels, used = _label_width(bars), 0.0
    for i, bar in enumerate(bars):
        used += _height(_label_lines(bar, labels))
        if used > room:
            return i
    return len(bars)


def _label_width(bars: Sequence[Bar]) -> float:
    return min(max(text_width(b.label, SIZE, b.strong) for b in bars), MOST_LABEL)


def _label_lines(bar: Bar, room: float) -> list[str]:
    return wrapped(bar.label, room + 0.5, SIZE, bold=bar.strong)


def _height(lines: Sequence[str]) -> float:
    return max(len(lines) * SIZE * LEADING, THICK) + 5


def _rights(bars: Sequence[Bar], heads: Sequence[str]) -> list[tuple[float, float]]:
    """Left and right edge of each column of numbers, the last at the right edge of the sheet."""
    widths = [
        max(text_width(head, SMALL), *(_cell_width(b, i, bars) for b in bars))
        for i, head in enumerate(heads)
    ]
    edges, right = [], WIDTH
    for width in reversed(widths):
        edges.append((right - width, right))
        right -= width + GAP
    return edges[::-1]


def _cell_width(bar: Bar, i: int, bars: Sequence[Bar]) -> float:
    cell = column([b.cells[i] for b in bars])[bars.index(bar)]
    return text_width(bar.cells[i], SIZE, bar.strong) + lacking(cell)


def draw_key(canvas: Canvas, entries: Sequence[tuple[str, str]], top: float, x: float = 0) -> float:
    """What the styles stand for, in rows; ``line`` and ``dash`` are lines. Returns the bottom."""
    at, y = x, top + SMALL
    for style, label in entries:
        wide = 16 + text_width(label, SMALL) + 14
        if at > x and at + wide - 14 > WIDTH:
            at, y = x, y + SMALL * 1.7
        if style in ("line", "dash"):
            canvas.line(at, y - 2.6, at + 12, y - 2.6, INK, 1, "3 2" if style == "dash" else None)
        else:
            swatch(canvas, style, at, y - 6, 12, 6.5)
        canvas.text(at + 16, y, label, SMALL, fill=SOFT)
        at += wide
    canvas.grow(y + SMALL * 0.4)
    return y + SMALL * 0.4
