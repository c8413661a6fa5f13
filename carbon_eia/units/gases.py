"""Gases as dimensions: which unit counts the mass of which gas.

A formula may serve any gas. Its units are then written with ``GAS`` in the place of the gas
(``tGAS/t``), and the gas of a source is put in before they are read.
"""

from __future__ import annotations

__all__ = ["ANY_GAS", "gas_dimension", "of_gas"]

ANY_GAS = "GAS"
"""Stands in a unit, and in a formula's result, for the gas of the source."""


def gas_dimension(gas: str) -> str:
    """The dimension of a gas: its name without hyphens; fossil CH4 is CH4 like any other.

    >>> gas_dimension("HFC-134a"), gas_dimension("c-C4F8"), gas_dimension("CH4-fossil")
    ('HFC134a', 'cC4F8', 'CH4')
    """
    plain = gas.removesuffix("-nonfossil").removesuffix("-fossil")
    return plain.replace("-", "")


def of_gas(unit: str, gas: str) -> str:
    """A unit of any gas as the unit of one.

    >>> of_gas("tGAS/t", "HFC-23"), of_gas("GJ", "HFC-23")
    ('tHFC23/t', 'GJ')
    """
    return unit.replace(ANY_GAS, gas_dimension(gas))
