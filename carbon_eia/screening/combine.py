"""Which combinations of codes occur in many rows, and which of them each row has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.screening.arrays import Integers

__all__ = ["Combined", "Part", "combined"]

MANY = 2**20
"""Keys that may be before the combinations that occur are numbered anew."""

FOR_A_ROW = 8
"""Keys for each row that may be, at least: looking over them all must not cost more than a part."""

WIDE = 2**24
"""Keys up to which a table tells which of them occur; beyond it they are sorted."""


class Part(NamedTuple):
    """What tells rows apart: codes (or truths) from ``low`` on, ``width`` of them at most.

    One number where it is the same for all rows.
    """

    codes: Any
    width: int
    low: int = -1


class Combined(NamedTuple):
    """The combinations that occur: ``digits`` has a row for each, a column (code − low) for each
    part. A row of the input has the combination ``number[key]``.
    """

    key: Any
    number: Any
    digits: Any

    def each(self, values: Integers) -> Integers:
        """For each row the value of its combination."""
        each: Integers = values.take(self.number).take(self.key)
        return each


def combined(parts: Sequence[Part], rows: int) -> Combined:
    """The combinations of codes that occur.

    >>> found = combined([Part(np.array([1, -1, 1]), 3), Part(7, 9, 0)], 3)
    >>> found.digits.tolist(), found.each(np.array([10, 20])).tolist()
    ([[0, 7], [2, 7]], [20, 10, 20])
    """
    key = np.zeros(rows, np.int32)  # mixed radix: the number so far, then the digits since
    steps: list[_Step] = []
    span, low = 1, 0
    since: list[int] = []
    many = min(MANY, FOR_A_ROW * rows)
    for part in parts:
        if np.ndim(part.codes) == 0:
            continue
        if since and span * part.width > many:
            found, number, step = _numbered(key, span, low, since)
            steps.append(step)
            span, low, since = len(step.before), 0, []
            wide = span * part.width > np.iinfo(np.int32).max
            key = number.take(found).astype(np.int64 if wide else np.int32)
        key *= key.dtype.type(part.width)
        low *= part.width
        key += part.codes
        low += part.low
        span *= part.width
        since.append(part.width)
    key, number, step = _numbered(key, span, low, since)
    varying = iter(_unfolded([*steps, step]))
    digits = [
        np.full(len(step.before), p.codes - p.low) if np.ndim(p.codes) == 0 else next(varying)
        for p in parts
    ]
    none = np.zeros((len(step.before), 0), np.int64)
    return Combined(key, number, np.column_stack(digits) if digits else none)


class _Step(NamedTuple):
    """Of each number the number before, and the digits of the parts that came in since."""

    before: Any
    digits: list[Any]


def _numbered(key: Any, span: int, low: int, since: Sequence[int]) -> tuple[Any, Any, _Step]:
    """Keys from 0 on, the number of each, and what the numbers stand for.

    ``low``: the least key; ``since``: widths of the parts that came in since the last numbers.
    """
    key = np.subtract(key, low, dtype=np.int64)
    if span > WIDE:
        rest, key = np.unique(key, return_inverse=True)
        number = np.arange(len(rest))
    else:
        rest = np.flatnonzero(np.bincount(key, minlength=span))
        number = np.zeros(span, np.int64)
        number[rest] = np.arange(len(rest))
    digits = []
    for width in reversed(since):
        rest, digit = np.divmod(rest, width)
        digits.append(digit)
    return key, number, _Step(rest, digits[::-1])


def _unfolded(steps: Sequence[_Step]) -> list[Any]:
    """The digits of every part, for each of the last numbers."""
    found: list[Any] = []
    number = np.arange(len(steps[-1].before))
    for step in reversed(steps):
        found = [digit[number] for digit in step.digits] + found
        number = step.before[number]
    return found
