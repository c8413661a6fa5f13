"""The figures of many rows of one plan at once: float64 arrays, or exact fractions.

The same functions of ``carbon_eia.methods`` are called with arrays of either kind. With floats, an
error bound goes along, so that what lies too near a limit, or between two printed digits, is known
and evaluated again with fractions of the decimals that were typed (law 3).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.screening.outcome import INTENSITY_PLACES, shown_intensity
from carbon_eia.screening.plan import Plan, Term
from carbon_eia.units import rounded

__all__ = ["Evaluated", "evaluate", "exactly", "near", "shown"]

Floats = np.ndarray[Any, np.dtype[np.float64]]

NEAR = 1e-9
"""Relative distance of a limit within which a comparison is made again exactly."""

SMALL = 2.0**-20
"""Relative step by which the conditioning of a formula is probed."""

EPS = 32 * 2.0**-53
"""Rounding error of a formula, relative to what it adds up: no formula has as many operations."""


class Evaluated(NamedTuple):
    """t CO2e a year and the intensity in the plan's unit of each row, each with its error bound."""

    total: Any
    intensity: Any
    total_error: Any
    error: Any


def evaluate(
    plan: Plan,
    column: Callable[[int | str, str], Any],
    grid: Callable[[str], Any],
    number: Callable[[Fraction], Any] = float,
) -> Evaluated:
    """Evaluate a plan.

    ``column(source, key)`` gives the typed numbers of the rows as an array; for a denominator,
    ``column(section, key)``. ``grid(unit)`` gives the grid factor of each row. ``number`` makes
    the constants: float, or Fraction itself for an exact evaluation.
    """
    total: Any = None
    counted: Any = None
    slack: Any = 0.0
    signed = any(t.signs for t in plan.terms)
    floats = number is float
    for term in plan.terms:
        held = _arguments(term, column, grid, number)
        masses = term.function(**held)
        co2e: Any = None
        for gas, potential in term.gases.items():
            part = masses[gas] if potential == 1 else masses[gas] * number(potential)
            co2e = part if co2e is None else co2e + part
        if co2e is None:
            co2e = number(Fraction(0))
        if floats and signed:
            slack = slack + EPS * np.abs(co2e)
        if floats and term.signs:
            slack = slack + _slack(term, held, co2e)
        total = co2e if total is None else total + co2e
        if plan.counts == "tCO2":
            for gas in term.co2:
                counted = masses[gas] if counted is None else counted + masses[gas]
    if plan.counts != "tCO2":
        counted = total
    if not signed and floats:
        slack = EPS * total
    if plan.denominator is None or counted is None:
        return Evaluated(total, None, slack, None)
    output = column(*plan.denominator)
    per = number(plan.factor) / output
    return Evaluated(total, counted * per, slack, 2 * slack * per)


def _arguments(term: Term, column: Any, grid: Any, number: Any) -> dict[str, Any]:
    held: dict[str, Any] = {name: number(value) for name, value in term.constant.items()}
    for name, unit in term.grid.items():
        held[name] = grid(unit)
    for name, given in term.given.items():
        typed = column(given.source, given.key)
        held[name] = typed if given.factor == 1 else typed * number(given.factor)
    return held


def _slack(term: Term, held: dict[str, Any], co2e: Any) -> Any:
    """Rounding error of a formula that takes figures from each other.

    Moving every parameter by ±δ, each with its sign in the formula, moves the result by δ times
    the sum of what is added and taken away; rounding moves it by some ε of the same sum.
    """
    moved = {name: value * (1 + SMALL * term.signs.get(name, 1)) for name, value in held.items()}
    masses = term.function(**moved)
    other: Any = 0.0
    for gas, potential in term.gases.items():
        other = other + masses[gas] * float(potential)
    return np.abs(other - co2e) * (EPS / SMALL)


def near(plan: Plan, found: Evaluated) -> Any:
    """Rows whose comparison with a limit, or whose printed digits, floats do not decide."""
    doubtful = _tie(found.total, np.full(np.shape(found.total), 2), found.total_error)
    value, error = found.intensity, found.error
    if value is None:
        return doubtful
    doubtful |= _tie(value, _places(value), error)
    for limit in (plan.admission, plan.advanced):
        if limit is not None:
            at = float(limit)
            # half a printed digit: so near, it takes more digits to tell the two apart
            doubtful |= np.abs(value - at) <= np.maximum(NEAR * abs(at) + error, _half(value))
    if plan.admission is not None:
        at = float(plan.admission)
        gap = (value - at) / at * 100
        doubtful |= _tie(
            gap, np.full(np.shape(gap), 2), (error + EPS * (np.abs(value) + at)) / at * 100
        )
        doubtful |= np.abs(gap) < 0.01
    doubtful |= np.abs(found.total) < 0.01
    return doubtful


def _places(value: Floats) -> Any:
    """Decimals of each intensity: four, or more to show six significant digits."""
    with np.errstate(divide="ignore"):
        exponent = np.floor(np.log10(np.abs(value)))
    exponent = np.where(np.isfinite(exponent), exponent, 1.0)
    return np.maximum(INTENSITY_PLACES, 5 - exponent)


def _half(value: Floats) -> Any:
    return 0.5 * 10.0 ** -_places(value)


def _tie(value: Floats, places: Any, error: Any) -> Any:
    """Whether rounding at some places may go either way."""
    size = 10.0**places
    scaled = np.abs(value) * size
    return np.abs(scaled - np.floor(scaled) - 0.5) <= error * size + 4e-16 * scaled + 1e-12


def shown(plan: Plan, found: Evaluated) -> tuple[Any, Any, Any]:
    """Total, intensity and gap as they are printed (GB/T 8170), for rows that are not near."""
    total = np.round(found.total, 2)
    if found.intensity is None:
        return total, None, None
    size = 10.0 ** _places(found.intensity)
    intensity = np.rint(found.intensity * size) / size
    if plan.admission is None:
        return total, intensity, None
    at = float(plan.admission)
    return total, intensity, np.round((found.intensity - at) / at * 100, 2)


def exactly(
    plan: Plan, total: Fraction | None, value: Fraction | None
) -> tuple[bool, bool, float, float, float]:
    """Of one row evaluated with fractions: within admission, within advanced, printed figures."""
    nothing = float("nan")
    shown_total = nothing if total is None else float(small(total))
    if value is None:
        return False, False, shown_total, nothing, nothing
    limits = [x for x in (plan.admission, plan.advanced) if x is not None]
    gap = nothing
    if plan.admission is not None:
        gap = float(small((value - plan.admission) / plan.admission * 100))
    return (
        plan.admission is not None and value <= plan.admission,
        plan.advanced is not None and value <= plan.advanced,
        shown_total,
        float(shown_intensity(value, limits)),
        gap,
    )


def small(value: Fraction) -> str:
    """A number at two decimals; one that would be shown as 0 and is not, at two significant digits.

    >>> small(Fraction("2.6549")), small(Fraction("-0.0000048192"))
    ('2.65', '-0.0000048')
    """
    places = 2
    while value and abs(value) * 10**places < 1 and places < 40:
        places += 1
    return rounded(value, places if places == 2 else places + 1)
