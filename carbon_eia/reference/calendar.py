"""Working days, as the State Council announces them year by year."""

from __future__ import annotations

from datetime import date

from carbon_eia.reference.factor_tables import Tables

__all__ = ["is_working_day"]

SATURDAY = 5


def is_working_day(tables: Tables, day: date) -> bool | None:
    """Whether a day is worked; None where the arrangement of its year is not announced.

    ``calendar.csv`` holds the days off and the weekends that are worked instead; of an announced
    year, every other day from Monday to Friday is worked.

    Source: 国务院办公厅关于2025年、2026年部分节假日安排的通知.

    >>> from carbon_eia.reference import open_tables
    >>> tables = open_tables()
    >>> is_working_day(tables, date(2026, 10, 1)), is_working_day(tables, date(2026, 10, 10))
    (False, True)
    >>> is_working_day(tables, date(2027, 3, 1)) is None
    True
    """
    if ("calendar",) not in tables.memo:
        kinds = {date.fromisoformat(r["day"]): r["kind"] for r in tables.rows("calendar")}
        tables.memo["calendar",] = kinds, frozenset(d.year for d in kinds)
    known: dict[date, str]
    years: frozenset[int]
    known, years = tables.memo["calendar",]
    if day in known:
        return known[day] == "workday"
    return day.weekday() < SATURDAY if day.year in years else None
