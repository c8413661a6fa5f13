"""An axis of days with a line at each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carbon_eia.drawing.canvas import HAIR, INK, SMALL, SOFT, Canvas
from carbon_eia.drawing.measure import text_width

__all__ = ["Calendar", "day", "spread"]


def day(text: object) -> date | None:
    """A day of the Run; None where it has none, or only a year.

    >>> day("2027-10-31"), day(None), day("2027")
    (datetime.date(2027, 10, 31), None, None)
    """
    try:
        return date.fromisoformat(str(text)) if len(str(text)) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days from ``first`` to ``last`` on the way from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, days: Sequence[date], left: float, right: float) -> Calendar:
        """The days with some room at the end, so that nothing stands on the edge."""
        first, last = min(days), max(days)
        room = max((last - first).days // 20, 15)
        ends = date.fromordinal(min(last.toordinal() + room, date.max.toordinal()))
        return cls(first, ends, left, right)

    def x(self, when: date) -> float:
        """Where a day stands."""
        share = (when - self.first).days / max((self.last - self.first).days, 1)
        return self.left + share * (self.right - self.left)

    def years(self) -> list[tuple[int, float, float]]:
        """Each year with the part of the axis that it takes."""
        return [
            (
                year,
                self.x(max(date(year, 1, 1), self.first)),
                self.x(date(year + 1, 1, 1)) if year < self.last.year else self.right,
            )
            for year in range(self.first.year, self.last.year + 1)
        ]

    def draw(self, canvas: Canvas, top: float, bottom: float) -> None:
        """A fine line at each new year, and the years below, as many as find room."""
        years = self.years()
        canvas.line(self.left, bottom, self.right, bottom, SOFT, 0.6)
        taken = self.left - 1.0
        every = 1 + len(years) // 40
        for year, start, end in years:
            if start > self.left and year % every == 0:
                canvas.line(start, top, start, bottom + 3, HAIR, 0.5)
            half = text_width(str(year), SMALL) / 2
            middle = (start + end) / 2
            if middle - half > taken and half * 2 <= end - start:
                canvas.text(
                    middle, bottom + SMALL + 3, str(year), SMALL, "middle", fill=SOFT,
                    grouped=False,
                )  # fmt: skip
                taken = middle + half + 2

    def flag(self, canvas: Canvas, when: date, text: str, top: float, bottom: float) -> None:
        """A marked day: a line with its words above, within the sheet."""
        x, half = self.x(when), text_width(text, SMALL, bold=True) / 2
        canvas.line(x, top, x, bottom, INK, 1.2)
        middle = min(max(x, self.left + half), self.right - half)
        canvas.text(middle, top - 3, text, SMALL, "middle", bold=True)


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
