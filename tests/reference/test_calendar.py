"""Working days are those that were announced; of a year without an announcement nothing is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from carbon_eia.reference import open_tables
from carbon_eia.reference.calendar import is_working_day


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 1, 1), False),  # New Year
        (date(2025, 1, 26), True),  # a Sunday worked for the Spring Festival
        (date(2025, 2, 8), True),  # a Saturday
        (date(2026, 10, 7), False),  # National Day, a Wednesday
        (date(2026, 10, 10), True),  # a Saturday worked for it
        (date(2026, 6, 6), False),  # a Saturday
        (date(2026, 6, 8), True),  # a Monday
        (date(2027, 1, 4), None),
        (date(2024, 12, 31), None),
    ],
)
def test_a_day(day: date, worked: bool | None) -> None:
    """Days off, make-up days, plain weekends and weekdays, and years not announced."""
    assert is_working_day(open_tables(), day) is worked


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    """Both announced years have 248 working days."""
    days = (date(year, 1, 1) + timedelta(n) for n in range(365))
    assert sum(is_working_day(open_tables(), d) is True for d in days) == 248


def test_make_up_days_are_weekends() -> None:
    """A working day of the table that is no weekend would say nothing, and be a slip."""
    for row in open_tables().rows("calendar"):
        if row["kind"] == "workday":
            assert date.fromisoformat(row["day"]).weekday() >= 5
