"""Exact definitions and stoichiometry, each standing here once.

The functions take numbers, exact fractions or arrays alike; integers keep them exact.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

__all__ = [
    "KJ_PER_KGCE",
    "cao_to_co2",
    "carbon_to_co2",
    "methane_to_co2",
    "mgo_to_co2",
    "nitrogen_to_n2o",
    "urea_to_carbon",
]

KJ_PER_KGCE = Fraction("29307.6")
"""Heat of one kilogram of standard coal equivalent, kJ (GB/T 2589)."""


def carbon_to_co2(carbon: Any) -> Any:
    """Mass of CO2 from a mass of carbon: × 44/12, as the accounting guides print it.

    >>> carbon_to_co2(Fraction(12))
    Fraction(44, 1)
    """
    return carbon * 44 / 12


def cao_to_co2(cao: Any) -> Any:
    """Mass of CO2 released with a mass of CaO from carbonate: × 44/56.

    >>> cao_to_co2(Fraction(56))
    Fraction(44, 1)
    """
    return cao * 44 / 56


def mgo_to_co2(mgo: Any) -> Any:
    """Mass of CO2 released with a mass of MgO from carbonate: × 44/40.

    >>> mgo_to_co2(Fraction(40))
    Fraction(44, 1)
    """
    return mgo * 44 / 40


def methane_to_co2(methane: Any) -> Any:
    """Mass of CO2 from methane that burns: × 44/16.

    >>> methane_to_co2(Fraction(16))
    Fraction(44, 1)
    """
    return methane * 44 / 16


def nitrogen_to_n2o(nitrogen: Any) -> Any:
    """Mass of N2O from the nitrogen in it: × 44/28.

    >>> nitrogen_to_n2o(Fraction(28))
    Fraction(44, 1)
    """
    return nitrogen * 44 / 28


def urea_to_carbon(urea: Any) -> Any:
    """Mass of carbon in urea: × 12/60.

    >>> urea_to_carbon(Fraction(60))
    Fraction(12, 1)
    """
    return urea * 12 / 60
