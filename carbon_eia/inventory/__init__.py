"""How much: sources × methods × parameters, each figure with its origin."""

from carbon_eia.inventory.account import (
    ACCOUNTS,
    GasEmission,
    Inventory,
    Missing,
    SourceEmission,
    take_inventory,
)
from carbon_eia.inventory.allocation import Allocation, Split, allocation_of
from carbon_eia.inventory.parameters import Parameter, shown_value

__all__ = [
    "ACCOUNTS",
    "Allocation",
    "GasEmission",
    "Inventory",
    "Missing",
    "Parameter",
    "SourceEmission",
    "Split",
    "allocation_of",
    "shown_value",
    "take_inventory",
]
