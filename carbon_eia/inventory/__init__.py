"""How much: sources × methods × parameters, each figure with its origin."""

from carbon_eia.inventory.account import (
    ACCOUNTS,
    GasEmission,
    Inventory,
    Missing,
    SourceEmission,
    take_inventory,
)
from carbon_eia.inventory.allocation import Allocation, AllocationSplit, allocation_of
from carbon_eia.inventory.parameters import Parameter, shown_value

__all__ = [
    "ACCOUNTS",
    "Allocation",
    "AllocationSplit",
    "GasEmission",
    "Inventory",
    "Missing",
    "Parameter",
    "SourceEmission",
    "allocation_of",
    "shown_value",
    "take_inventory",
]
