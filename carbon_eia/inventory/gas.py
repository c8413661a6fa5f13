"""Which gas a source emits: what it says, what its item says, what a unit says."""

from __future__ import annotations

from collections.abc import Iterable

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Source
from carbon_eia.reference import World
from carbon_eia.units import gas_dimension, parse_unit

__all__ = ["gas_of"]


def gas_of(source: Source, units: Iterable[str], world: World) -> str | None:
    """The gas of a source, a name of ``gwp.csv``, or None when nothing tells.

    First its own ``gas``, then that of the row that it names as ``item``, then the one gas that
    stands in the units of its figures (``kgN2O/t``).

    Raises InputError CE-P024 when gas and item contradict each other.
    """
    known = world.gases()
    row_gas = world.item(source.item)[0]["gas"] if source.item else ""
    if source.gas:
        if row_gas in known and gas_dimension(row_gas) != gas_dimension(source.gas):
            params: dict[str, object] = {"gas": source.gas, "item": source.item, "other": row_gas}
            raise InputError(Problem("CE-P024", source.at("gas"), params))
        return source.gas
    if row_gas in known:
        return row_gas
    by_dimension = {gas_dimension(g): g for g in reversed(known)}
    named = {
        by_dimension[dimension]
        for unit in units
        for dimension, power in parse_unit(unit).dims
        if power == 1 and dimension in by_dimension
    }
    return named.pop() if len(named) == 1 else None
