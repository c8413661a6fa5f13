"""What a quantity is: exact numbers with units that cannot be confused.

Law 1: a wrong unit cannot pass. The definitions are our own (``definitions.txt``, read by
pint), Chinese and English spellings mean the same, and the gases, carbon, standard coal, money,
normal gas volume and every product are dimensions of their own.
"""

from carbon_eia.units.constants import (
    KJ_PER_KGCE,
    carbon_to_co2,
)
from carbon_eia.units.gases import ANY_GAS, gas_dimension, of_gas
from carbon_eia.units.parse import MAX_FRACTION, parse_number, parse_quantity, parse_unit, spellings
from carbon_eia.units.quantity import Quantity, Unit, mismatch
from carbon_eia.units.registry import registry
from carbon_eia.units.signs import plain_width, readable, unreadable
from carbon_eia.units.text import decimal_text, exact_text, is_terminating, rounded, shown_apart

__all__ = [
    "ANY_GAS",
    "KJ_PER_KGCE",
    "MAX_FRACTION",
    "Quantity",
    "Unit",
    "carbon_to_co2",
    "decimal_text",
    "exact_text",
    "gas_dimension",
    "is_terminating",
    "mismatch",
    "of_gas",
    "parse_number",
    "parse_quantity",
    "parse_unit",
    "plain_width",
    "readable",
    "registry",
    "rounded",
    "shown_apart",
    "spellings",
    "unreadable",
]
