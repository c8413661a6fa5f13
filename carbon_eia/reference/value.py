"""A cited value: a number with its unit, and everything that lets one defend it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.units import Quantity

__all__ = ["Citation", "Reason", "Value", "in_force", "months_after", "start_of"]


@lru_cache(maxsize=1024)
def start_of(text: str) -> date:
    """First day of a date that may be known to the year or month only.

    >>> start_of("2024"), start_of("2024-12")
    (datetime.date(2024, 1, 1), datetime.date(2024, 12, 1))
    """
    parts = [int(p) for p in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def in_force(valid_from: str, valid_to: str, day: date) -> bool:
    """Whether a half-open period [valid_from, valid_to) holds a day; no end means none is known.

    >>> in_force("2024", "2026-07-01", date(2026, 6, 30))
    True
    """
    if valid_from and day < start_of(valid_from):
        return False
    return not (valid_to and day >= start_of(valid_to))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day.

    >>> months_after(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


class Citation(NamedTuple):
    """Where a value stands: row id, document, table or clause, evidence grade, validity."""

    id: str
    title: str
    number: str
    locator: str
    grade: str
    valid_from: str
    valid_to: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, str]:
        """The citation as JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "number": self.number,
            "locator": self.locator,
            "grade": self.grade,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "note": self.note,
        }


class Reason(NamedTuple):
    """Why this value was chosen; ``warn`` when a person must know of it."""

    code: str
    params: Mapping[str, object] = MappingProxyType({})
    warn: bool = False


class Value(NamedTuple):
    """A quantity with its citation and the reason for its choice."""

    quantity: Quantity
    citation: Citation
    reason: Reason
