"""Another filing of a year as it was read: what it says of activity and of emissions."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.units import Quantity

__all__ = ["PROCESS", "TOTAL", "Activity", "OtherFiling", "Stated", "together"]

PROCESS = "source:"
"""What the key of a source begins with that is no carrier of energy: its name follows."""

TOTAL = ""
"""The key of the total of a filing."""


class Activity(NamedTuple):
    """An amount of something: ``key`` tells what (a material, electricity, heat, a source).

    ``amount`` is None where it is given in no one unit. ``at``: where it stands.
    """

    key: str
    name: str
    amount: Quantity | None
    at: str = ""


def together(a: Activity, b: Activity) -> Quantity | None:
    """Two amounts of one thing, in the unit of the first; None where they have no one unit."""
    if a.amount is None or b.amount is None or a.amount.unit.dims != b.amount.unit.dims:
        return None
    return a.amount.with_value(a.amount.value + b.amount.to(a.amount.unit))


class Stated(NamedTuple):
    """Tonnes of CO2 that a filing states itself, of the key of an activity or of the ``TOTAL``."""

    key: str
    name: str
    tonnes: Fraction
    at: str = ""


class OtherFiling(NamedTuple):
    """A filing: its kind, who handed it in, of which year, on which boundary, and its figures."""

    kind: str
    title: str
    handed_in_by: str
    credit_code: str
    year: int
    boundary: str
    activities: tuple[Activity, ...]
    stated: tuple[Stated, ...] = ()
