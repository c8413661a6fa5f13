"""What a source states of a parameter: its field, its place, its spread, what it can be at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.project import ACTIVITY, Field, Source, fields
from carbon_eia.project.spread import Spread
from carbon_eia.units import ANY_GAS, Quantity, Unit, parse_unit

__all__ = [
    "Change",
    "Limits",
    "field_of",
    "is_activity",
    "limits_in",
    "lines_of",
    "place_in",
    "stated_spread",
    "typed_quantity",
]

Change = Callable[[Sequence[Source]], Sequence[Source]]
"""The sources with some measures carried out."""


class Limits(NamedTuple):
    """What a value can be at all, in its own unit; None where nothing bounds it."""

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None

    def hold(self, value: Fraction) -> bool:
        """Whether a value is possible."""
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or value <= self.high


def lines_of(sources: Sequence[Source], change: Change) -> dict[str, tuple[Fraction, Fraction]]:
    """What measures leave of each amount: slope and offset, from the amount and its double.

    Savings are amounts or shares, so what is left is a straight line in what there was.
    """
    doubled = [s if s.activity is None else s.with_activity(s.activity.value * 2) for s in sources]
    after = {s.name: s.activity for s in change(sources)}
    after_double = {s.name: s.activity for s in change(doubled)}
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for s in sources:
        before, one, two = s.activity, after.get(s.name), after_double.get(s.name)
        if before is None or one is None or two is None:
            continue
        if before.value == 0:
            found[s.name] = Fraction(1), one.to(before.unit)
            continue
        slope = (two.to(before.unit) - one.to(before.unit)) / before.value
        found[s.name] = slope, one.to(before.unit) - slope * before.value
    return found


def typed_quantity(source: Source, name: str) -> Quantity | None:
    """What the file states for a parameter."""
    for held in (source.parameters, source.steam, source.hot_water):
        if held is not None and name in held:
            return held[name]
    return None


def field_of(source: Source, name: str) -> Field | None:
    """The field of the project file that holds a parameter of a source."""
    if source.steam is not None and name in fields("steam"):
        return fields("steam")[name]
    if source.hot_water is not None and name in fields("hot_water"):
        return fields("hot_water")[name]
    return fields(source.method).get(name)


def place_in(source: Source, number: int, name: str) -> str:
    """The key of a parameter: ``sources[1].steam.mass``."""
    inner = ""
    if source.steam is not None and name in fields("steam"):
        inner = "steam."
    elif source.hot_water is not None and name in fields("hot_water"):
        inner = "hot_water."
    return f"sources[{number}].{inner}{name}"


def stated_spread(source: Source, name: str, activity: bool) -> Spread | None:
    """The spread that a source states for one of its parameters.

    ``uncertainty`` is of the amount; where a source has no single amount, of each of its amounts.
    """
    if name in source.uncertainties:
        return source.uncertainties[name]
    single = source.activity is not None
    if name in ACTIVITY or (activity and not single and typed_quantity(source, name) is not None):
        return source.uncertainty
    return None


def is_activity(unit: Unit) -> bool:
    """Whether a parameter is an amount, not a share, a ratio or a temperature."""
    return bool(unit.dims) and all(p > 0 and name != "temperature" for name, p in unit.dims)


def limits_in(field: Field | None, unit: Unit) -> Limits:
    """The range of a field in another unit; any other value is only never negative."""
    if field is None or not field.range:
        return Limits(Fraction(0))
    low, high = field.range[1:-1].split(",")
    size = Fraction(1)
    if unit.dims:
        fitting = (parse_unit(u) for u in field.unit if ANY_GAS not in u)
        size = next((u.factor for u in fitting if u.dims == unit.dims), Fraction(1))
    size /= unit.factor
    return Limits(
        Fraction(low) * size if low else None,
        field.range[0] == "(",
        Fraction(high) * size if high else None,
    )
