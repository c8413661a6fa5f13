"""An axis of days with a line at each year, and places for labels beside an axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import HAIR, INK, SMALL, SOFT
from carbon_eia.drawing.plot import Axes, edges, place

__all__ = ["day", "draw_calendar", "flag", "spread"]

FEW_DAYS = 400
"""Days of an axis on which months are named."""


def day(text: object) -> date | None:
    """A day of the Run; None where it has none, or only a year.

    >>> day("2027-10-31"), day(None), day("2027")
    (datetime.date(2027, 10, 31), None, None)
    """
    try:
        return date.fromisoformat(str(text)) if len(str(text)) == 10 else None
    except ValueError:
        return None


def draw_calendar(
    canvas: Canvas, axes: Axes, days: Sequence[date], has_months: bool = False
) -> None:
    """Days as whole numbers across the axes: a fine line at each new year, the years below.

    The axis ends a little after the last day, so that nothing stands on the edge; of many years
    those are named that find room. ``has_months``: months take the place of years where there are
    few of them.
    """
    first, last = min(days).toordinal(), max(days).toordinal()
    last = min(last + max((last - first) // 20, 15), date.max.toordinal())
    axes.set_xlim(first, last)
    axes.spines["bottom"].set_visible(True)
    left, _, right, bottom = edges(axes)
    taken, step = left - 1, (right - left) / (last - first)
    is_fine = has_months and last - first <= FEW_DAYS
    spans = list((_months if is_fine else _years)(min(days), date.fromordinal(last)))
    for n, (begin, end, words) in enumerate(spans):
        start, stop = max(begin.toordinal(), first), min(end.toordinal(), last)
        if start > first and n % (1 + len(spans) // 40) == 0:
            axes.axvline(start, color=HAIR, lw=0.5, zorder=0)
        half = text_width(words, SMALL) / 2
        middle = left + ((start + stop) / 2 - first) * step
        if middle - half > taken and half * 2 <= (stop - start) * step:
            y = bottom + SMALL + 3
            canvas.text(middle, y, words, SMALL, "middle", fill=SOFT, grouped=False)
            taken = middle + half + 2


Span = tuple[date, date, str]
"""A year or a month: from its first day to that of the next, and what it is called."""


def _years(first: date, last: date) -> Iterator[Span]:
    for year in range(first.year, last.year + 1):
        end = date(year + 1, 1, 1) if year < date.max.year else date.max
        yield date(year, 1, 1), end, str(year)


def _months(first: date, last: date) -> Iterator[Span]:
    start = first.replace(day=1)
    while start <= last:
        end = (start + timedelta(days=31)).replace(day=1)
        yield start, end, f"{start:%Y-%m}"
        start = end


def flag(canvas: Canvas, axes: Axes, when: date, words: str) -> None:
    """A marked day: a line with its words above, within the axes."""
    axes.axvline(when.toordinal(), color=INK, lw=1.2)
    left, top, right, _ = edges(axes)
    x, half = place(axes, when.toordinal(), 0)[0], text_width(words, SMALL, bold=True) / 2
    canvas.text(min(max(x, left + half), right - half), top - 3, words, SMALL, "middle", bold=True)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels as near as can be to where they are wanted, ``gap`` apart, in order.

    >>> spread([10, 11, 40], 8, 0, 50)
    [10, 18, 40]
    >>> spread([48, 49], 8, 0, 50)
    [42, 50]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: dict[int, float] = {}
    last = low - gap
    for i in order:
        last = placed[i] = max(wanted[i], last + gap)
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge)
        edge = placed[i] - gap
    return [placed[i] for i in range(len(wanted))]
