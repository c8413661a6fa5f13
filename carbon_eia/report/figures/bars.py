"""Rows of bars with their labels on the left and their numbers, in line, on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.palette import INK, SOFT, Style
from carbon_eia.drawing.plot import look
from carbon_eia.report.figures.rows import THICK, Column, Rows

__all__ = ["Bar", "draw_bars"]

RULE = Style(edge=INK)

LEAST = 0.8
"""Length of the bar of a number that is not zero and yet too small to be seen, in points."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a bar from ``start`` to ``end`` (none where they are None), in a style."""

    label: str
    start: float | None
    end: float | None
    style: str
    cells: tuple[str, ...]
    strong: bool = False


def draw_bars(
    canvas: Canvas,
    bars: Sequence[Bar],
    heads: Sequence[str],
    linked: bool = False,
    lowest: float = inf,
) -> int:
    """The rows from the top downwards, with a head over each column of numbers.

    ``linked`` joins the end of each bar with the start of the next, as steps to a sum. Returns how
    many rows found room above ``lowest``.
    """
    strong = [i for i, b in enumerate(bars) if b.strong]
    labels = Column([b.label for b in bars], most=170, bold=strong)
    numbers = [
        Column([b.cells[i] for b in bars], head, "point", bold=strong)
        for i, head in enumerate(heads)
    ]
    rows = Rows(canvas, [labels], numbers, lowest=lowest)
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
