"""Tonnes of CO2 and of CO2 equivalent: what others state in one is held against the other."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.units import Quantity, parse_unit

__all__ = ["TONNES", "in_equivalent"]

TONNES = "tCO2e"
"""The unit of emissions here: CO2 counts 1 by definition."""


def in_equivalent(quantity: Quantity, unit: str = TONNES) -> Fraction:
    """A number in a unit of CO2 equivalent, also where it is stated of CO2.

    >>> from carbon_eia.units import parse_quantity
    >>> in_equivalent(parse_quantity("1.2 万tCO2")), in_equivalent(parse_quantity("5 ktCO2e"))
    (Fraction(12000, 1), Fraction(5000, 1))

    Raises UnitError CE-U004 for what is neither.
    """
    wanted = parse_unit(unit)
    if quantity.unit.dims == wanted.dims:
        return quantity.to(wanted)
    return quantity.to(parse_unit(unit.replace("CO2e", "CO2")))
