"""What a quantity is: exact numbers with units that cannot be confused.

Law 1: a wrong unit cannot pass. The definitions are our own (``definitions.txt``, read by
pint), Chinese and English spellings mean the same, and the gases, carbon, standard coal, money,
normal gas volume and every product are dimensions of their own.
"""

from carbon_eia.units.constants import KJ_PER_KGCE, cao_to_co2, carbon_to_co2, mgo_to_co2
from carbon_eia.units.parse import parse_number, parse_quantity, parse_unit, spellings
from carbon_eia.units.quantity import Quantity, Unit, mismatch
from carbon_eia.units.text import decimal_text, is_terminating, rounded

__all__ = [
    "KJ_PER_KGCE",
    "Quantity",
    "Unit",
    "cao_to_co2",
    "carbon_to_co2",
    "decimal_text",
    "is_terminating",
    "mgo_to_co2",
    "mismatch",
    "parse_number",
    "parse_quantity",
    "parse_unit",
    "rounded",
    "spellings",
]
