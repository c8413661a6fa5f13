"""Counting days as the law counts them: working days as announced, months to their same day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable
from datetime import MAXYEAR, date, timedelta
from functools import partial
from typing import NamedTuple

from carbon_eia.reference.calendar import is_working_day
from carbon_eia.reference.factor_tables import Tables

__all__ = ["Calendar", "add_days", "add_months", "announced_calendar"]

SATURDAY = 5
ONE = timedelta(days=1)


class WorkingYear(NamedTuple):
    """The days of a year that are worked, as ordinals, and whether they are announced."""

    worked: tuple[int, ...]
    is_announced: bool


class Calendar:
    """Which days are worked; ``announced`` says None for a day of a year that is not announced.

    Of such a year Monday to Friday are taken as worked, and every result that met one of its days
    is provisional: days off may push it later, a Saturday worked instead may pull it earlier.
    """

    def __init__(self, announced: Callable[[date], bool | None]) -> None:
        self._announced = announced
        self._years: dict[int, WorkingYear] = {}

    def _year(self, number: int) -> WorkingYear:
        """The working days of a year, looked up once."""
        if number not in self._years:
            first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
            days = [date.fromordinal(n) for n in range(first, last + 1)]
            known = [self._announced(day) for day in days]
            worked = tuple(
                day.toordinal()
                for day, announced in zip(days, known, strict=True)
                if (day.weekday() < SATURDAY if announced is None else announced)
            )
            self._years[number] = WorkingYear(worked, None not in known)
        return self._years[number]

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked, as announced or else as days of the week go."""
        worked = self._year(day.year).worked
        place = bisect_left(worked, day.toordinal())
        return place < len(worked) and worked[place] == day.toordinal()

    def is_provisional(self, day: date) -> bool:
        """Whether nothing is announced for the year of a day."""
        return not self._year(day.year).is_announced

    def after(self, day: date, count: int) -> tuple[date, bool]:
        """The working day that is ``count`` working days after a day, and whether provisional.

        The day itself does not count (民法典第201条, by analogy). At most the last day that there
        is.

        >>> from carbon_eia.reference import open_tables
        >>> calendar = announced_calendar(open_tables())
        >>> calendar.after(date(2026, 9, 30), 1)
        (datetime.date(2026, 10, 8), False)
        >>> calendar.after(date(2026, 12, 31), 1)
        (datetime.date(2027, 1, 1), True)
        >>> calendar.after(date(9999, 12, 30), 9)
        (datetime.date(9999, 12, 31), True)
        """
        if count <= 0:
            return day, False
        if day == date.max:
            return day, True
        year, provisional = (day + ONE).year, False
        worked = self._year(year).worked
        place = bisect_right(worked, day.toordinal()) + count - 1
        while True:
            provisional = provisional or not self._year(year).is_announced
            if place < len(worked):
                return date.fromordinal(worked[place]), provisional
            place -= len(worked)
            year += 1
            if year > MAXYEAR:
                return date.max, True
            worked = self._year(year).worked

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and with ``last``."""
        return sum(
            bisect_right(worked, last.toordinal()) - bisect_right(worked, first.toordinal())
            for worked in (self._year(n).worked for n in range(first.year, last.year + 1))
        )

    def shifted(self, day: date) -> tuple[date, bool]:
        """A day, or the next working day where it is a day off (民法典第203条, by analogy)."""
        if self.is_worked(day):
            return day, self.is_provisional(day)
        later, provisional = self.after(day, 1)
        return later, provisional or self.is_provisional(day)


def announced_calendar(tables: Tables) -> Calendar:
    """The calendar of ``factors/calendar.csv``, as the State Council announced it."""
    key = ("register calendar",)
    if key not in tables.memo:
        tables.memo[key] = Calendar(partial(is_working_day, tables))
    calendar: Calendar = tables.memo[key]
    return calendar


def add_days(day: date, days: int) -> date:
    """A day so many days later, or the last day that there is.

    >>> add_days(date(2026, 2, 28), 1), add_days(date(9999, 12, 30), 60)
    (datetime.date(2026, 3, 1), datetime.date(9999, 12, 31))
    """
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last of that month; at most the last
    day that there is.

    Source: 民法典第202条, by analogy.

    >>> add_months(date(2024, 2, 29), 24), add_months(date(2026, 8, 31), 6)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
