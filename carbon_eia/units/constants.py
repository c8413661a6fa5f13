"""Exact definitions and stoichiometry, each standing here once.

The functions take numbers, exact fractions or arrays alike; integers keep them exact.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol, Self, TypeVar

__all__ = [
    "KJ_PER_KGCE",
    "carbon_to_co2",
]

KJ_PER_KGCE = Fraction("29307.6")
"""Heat of one kilogram of standard coal equivalent, kJ (GB/T 2589)."""


class Scalable(Protocol):
    """A number or a column of numbers, times and divided by whole numbers."""

    def __mul__(self, other: Any, /) -> Self: ...
    def __truediv__(self, other: Any, /) -> Self: ...


S = TypeVar("S", bound=Scalable)


def carbon_to_co2(carbon: S) -> S:
    """Mass of CO2 from a mass of carbon: × 44/12, as the accounting guides print it.

    >>> carbon_to_co2(Fraction(12))
    Fraction(44, 1)
    """
    return carbon * 44 / 12
