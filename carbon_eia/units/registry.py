"""A pint registry with our definitions, for people who compute on."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from carbon_eia.units.parse import MULTIPLIERS

if TYPE_CHECKING:
    import pint

__all__ = ["base_registry", "registry"]


def registry() -> pint.UnitRegistry[Fraction]:
    """A fresh pint registry with the project's definitions alone, exact on rationals.

    Gases, carbon, standard coal, money and normal gas volume are dimensions of their own, so that
    what the program refuses does not convert here either (law 1; GB/T 2589 for kgce).

    >>> ureg = registry()
    >>> str((ureg.Quantity(3, "万t") * ureg.Quantity(2, "tCO2/t")).to("万tCO2"))
    '6 万tCO2'
    """
    ureg = base_registry()
    spellings = set(ureg)
    for multiple, factor in MULTIPLIERS.items():
        for spelling in sorted(spellings):
            if multiple + spelling not in spellings:  # 千瓦 is defined as it is
                ureg.define(f"{multiple}{spelling} = {factor.numerator} * {spelling}")
    return ureg


def base_registry() -> pint.UnitRegistry[Fraction]:
    """The definitions as they are written, without multiples."""
    import pint

    return pint.UnitRegistry(
        Path(__file__).with_name("definitions.txt"),
        non_int_type=Fraction,
        cache_folder=None,
        auto_reduce_dimensions=False,
    )
