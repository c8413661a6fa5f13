"""An axis of days with a line at each year, and places for labels beside an axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import HAIR, INK, SMALL, SOFT
from carbon_eia.drawing.plot import Axes, edges, place

__all__ = ["day", "draw_calendar", "flag", "spread"]


def day(text: object) -> date | None:
    """A day of the Run; None where it has none, or only a year.

    >>> day("2027-10-31"), day(None), day("2027")
    (datetime.date(2027, 10, 31), None, None)
    """
    try:
        return date.fromisoformat(str(text)) if len(str(text)) == 10 else None
    except ValueError:
        return None


def draw_calendar(canvas: Canvas, axes: Axes, days: Sequence[date]) -> None:
    """Days as whole numbers across the axes: a fine line at each new year, the years below.

    The axis ends a little after the last day, so that nothing stands on the edge; of many years
    those are named that find room.
    """
    first, last = min(days).toordinal(), max(days).toordinal()
    last = min(last + max((last - first) // 20, 15), date.max.toordinal())
    axes.set_xlim(first, last)
    axes.spines["bottom"].set_visible(True)
    left, _, right, bottom = edges(axes)
    taken, step = left - 1, (right - left) / (last - first)
    years = range(min(days).year, date.fromordinal(last).year + 1)
    for year in years:
        start = max(date(year, 1, 1).toordinal(), first)
        end = min(date(year, 12, 31).toordinal() + 1, last)
        if start > first and year % (1 + len(years) // 40) == 0:
            axes.axvline(start, color=HAIR, lw=0.5, zorder=0)
        half = text_width(str(year), SMALL) / 2
        middle = left + ((start + end) / 2 - first) * step
        if middle - half > taken and half * 2 <= (end - start) * step:
            y = bottom + SMALL + 3
            canvas.text(middle, y, str(year), SMALL, "middle", fill=SOFT, grouped=False)
            taken = middle + half + 2


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
