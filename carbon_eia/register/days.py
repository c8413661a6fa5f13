"""Counting days as the law counts them: working days as announced, months to their same day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from carbon_eia.reference.calendar import is_working_day
from carbon_eia.reference.tables import Tables

__all__ = ["Calendar", "add_months", "announced_calendar"]

SATURDAY = 5
ONE = timedelta(days=1)


class Calendar(NamedTuple):
    """Which days are worked; ``announced`` says None for a day of a year that is not announced.

    Of such a year Monday to Friday are taken as worked, and every result that met one of its days
    is provisional: days off may push it later, a Saturday worked instead may pull it earlier.
    """

    announced: Callable[[date], bool | None]

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked, as announced or else as days of the week go."""
        known = self.announced(day)
        return day.weekday() < SATURDAY if known is None else known

    def is_provisional(self, day: date) -> bool:
        """Whether nothing is announced for the year of a day."""
        return self.announced(day) is None

    def after(self, day: date, count: int) -> tuple[date, bool]:
        """The working day that is ``count`` working days after a day, and whether provisional.

        The day itself does not count (民法典第201条, by analogy).

        >>> from carbon_eia.reference import open_tables
        >>> calendar = announced_calendar(open_tables())
        >>> calendar.after(date(2026, 9, 30), 1)
        (datetime.date(2026, 10, 8), False)
        >>> calendar.after(date(2026, 12, 31), 1)
        (datetime.date(2027, 1, 1), True)
        """
        provisional = False
        while count > 0:
            day += ONE
            provisional = provisional or self.is_provisional(day)
            count -= self.is_worked(day)
        return day, provisional

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and with ``last``."""
        return sum(self.is_worked(first + n * ONE) for n in range(1, (last - first).days + 1))

    def shifted(self, day: date) -> tuple[date, bool]:
        """A day, or the next working day where it is a day off (民法典第203条, by analogy)."""
        provisional = self.is_provisional(day)
        while not self.is_worked(day):
            day += ONE
            provisional = provisional or self.is_provisional(day)
        return day, provisional


def announced_calendar(tables: Tables) -> Calendar:
    """The calendar of ``factors/calendar.csv``, as the State Council announced it."""
    key = ("register calendar",)
    if key not in tables.memo:
        tables.memo[key] = Calendar(partial(is_working_day, tables))
    found: Calendar = tables.memo[key]
    return found


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last of that month.

    Source: 民法典第202条, by analogy.

    >>> add_months(date(2024, 2, 29), 24), add_months(date(2026, 8, 31), 6)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
