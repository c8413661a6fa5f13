"""Exact sums of many fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

__all__ = ["exact_sum"]


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """The sum of fractions, those of one denominator first: the same value, many times faster.

    Added one by one, each step would look for the common divisor of ever larger numbers.

    >>> exact_sum([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)])
    Fraction(3, 2)
    """
    numerators: dict[int, int] = {}
    for value in values:
        below = value.denominator
        numerators[below] = numerators.get(below, 0) + value.numerator
    total = Fraction(0)
    for below, above in numerators.items():
        total += Fraction(above, below)
    return total
