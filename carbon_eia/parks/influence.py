"""Which of the changes between two records of a park moved its conclusion, and by how much.

Each change of the second park is made alone in the first one, in the first one's world, and the
whole is evaluated again: no change is inferred from another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import CarbonEiaError, InputError
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.read import misfits
from carbon_eia.parks.record import held_limits, held_park
from carbon_eia.parks.records import ParkRecord
from carbon_eia.reference import World
from carbon_eia.run.alone import Situation, each_alone
from carbon_eia.units import decimal_text

__all__ = ["ParkInfluence", "park_influences", "situation_of"]

NAMED = ("members", "totals", "renewables", "sinks", "scenarios")
UNFELT = ("name", "code", "benchmarks")
"""Fields of a park that no figure depends on; what is in its benchmark files is compared itself."""

DIGITS = 12


class ParkInfluence(NamedTuple):
    """What one change does when it is made alone.

    ``total`` (t CO2e) and ``intensity`` (t CO2e/万元) are those of the plan in its last year,
    ``optimised`` (t CO2e) that of the optimised scenario, each with how far it moved; None where
    there is none, or where the change cannot be made alone (``why``).
    """

    change: tuple[str, ...]
    status: str | None
    total: str | None = None
    total_moved: str | None = None
    optimised: str | None = None
    optimised_moved: str | None = None
    intensity: str | None = None
    intensity_moved: str | None = None
    why: str = ""

    def to_dict(self) -> dict[str, object]:
        """The influence as JSON."""
        return {**self._asdict(), "change": list(self.change)}


class _Outcome(NamedTuple):
    status: str
    total: Fraction
    optimised: Fraction
    intensity: Fraction | None


def situation_of(record: ParkRecord, open_world: Callable[[date], World]) -> Situation:
    """What a record was made from.

    Raises InputError where its texts no longer give a park.
    """
    world = open_world(date.fromisoformat(record.as_of))
    park = held_park(record, world)
    return Situation(park, held_limits(record, park, world), world)


def park_influences(a: Situation, b: Situation) -> list[ParkInfluence]:
    """The influence of each change, that which moves the plan's emission most first.

    Raises InputError where the first cannot be evaluated.
    """
    start = _outcome(a)
    found = [
        _influence(where, with_it, start) for where, with_it in each_alone(a, b, NAMED, UNFELT)
    ]
    return sorted(found, key=lambda i: -abs(Fraction(i.total_moved or 0)))


def _outcome(s: Situation) -> _Outcome:
    if problems := misfits(s.stated, s.world):
        raise InputError(problems)
    found = evaluate_park(s.stated, s.world, s.limits)
    last = max(s.stated.plan_years)
    plan, optimised = found.plan.at(last), found.optimised.at(last)
    return _Outcome(found.conclusion.status, plan.total(), optimised.total(), plan.intensity())


def _influence(where: tuple[str, ...], situation: Situation, start: _Outcome) -> ParkInfluence:
    try:
        own = _outcome(situation)
    except CarbonEiaError as error:
        return ParkInfluence(where, None, why=str(error.problems[0].message()))
    moved = None
    if own.intensity is not None and start.intensity is not None:
        moved = decimal_text(own.intensity - start.intensity, DIGITS)
    return ParkInfluence(
        where,
        own.status,
        decimal_text(own.total, DIGITS),
        decimal_text(own.total - start.total, DIGITS),
        decimal_text(own.optimised, DIGITS),
        decimal_text(own.optimised - start.optimised, DIGITS),
        None if own.intensity is None else decimal_text(own.intensity, DIGITS),
        moved,
    )
