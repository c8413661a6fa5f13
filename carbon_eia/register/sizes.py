"""What a Run says of the size of a project, read from the kept file without the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import msgspec

from carbon_eia.register.event import Event
from carbon_eia.run.records import QuantityRecord
from carbon_eia.units import parse_unit

__all__ = ["NO_SIZE", "Size", "kept_records", "size_of", "sizes_of"]


class Size(NamedTuple):
    """A project's year: emission in t CO2, energy in tce (equivalent value), coal in t; None where
    it is not known."""

    emission: Fraction | None
    energy: Fraction | None
    coal: Fraction | None

    @property
    def facts(self) -> dict[str, Fraction]:
        """What is known of the facts that thresholds are set by."""
        known = {"energy_consumption": self.energy, "coal_use": self.coal}
        return {k: v for k, v in known.items() if v is not None}


NO_SIZE = Size(None, None, None)
"""Of a Run that is not kept: nothing is known."""


class _Inventory(msgspec.Struct):
    total: QuantityRecord | None = None


class _Energy(msgspec.Struct):
    equivalent: QuantityRecord | None = None


class _ProjectFacts(msgspec.Struct):
    facts: dict[str, Any] = {}


class _RunSizes(msgspec.Struct):
    inventory: _Inventory
    energy: _Energy
    project: _ProjectFacts


def size_of(record: bytes) -> Size:
    """The size that a Run computes; where it does not, what the applicant states of it.

    >>> size_of(b'{"inventory":{"total":{"value":"12.5","unit":"tCO2e"}},"energy":'
    ...         b'{"equivalent":{"value":"3","unit":"tce"}},"project":{"facts":{}}}')
    Size(emission=Fraction(25, 2), energy=Fraction(3, 1), coal=None)
    """
    run = msgspec.json.decode(record, type=_RunSizes)
    total, energy = run.inventory.total, run.energy.equivalent
    return Size(
        emission=None if total is None else total.number,
        energy=_stated(run.project.facts, "energy_consumption", "tce")
        if energy is None
        else energy.number * parse_unit(energy.unit).factor_to(parse_unit("tce")),
        coal=_stated(run.project.facts, "coal_use", "t"),
    )


def kept_records(events: Iterable[Event]) -> dict[str, str]:
    """The file of each Run that events keep, by its id."""
    return {
        str(e.body["run"]): str(e.body["record"])
        for e in events
        if isinstance(e.body.get("run"), str) and isinstance(e.body.get("record"), str)
    }


def sizes_of(events: Iterable[Event], blob: Callable[[str], bytes]) -> dict[str, Size]:
    """The size of each Run that events keep, by its id; ``blob``: a kept file by its name."""
    return {run: size_of(blob(name)) for run, name in kept_records(events).items()}


def _stated(facts: dict[str, Any], name: str, unit: str) -> Fraction | None:
    """A fact that the applicant states, in a unit."""
    held = facts.get(name)
    if not isinstance(held, dict) or "value" not in held:
        return None
    own = msgspec.convert(held, QuantityRecord)
    return own.number * parse_unit(own.unit).factor_to(parse_unit(unit))
