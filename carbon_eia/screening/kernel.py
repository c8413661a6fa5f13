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

__all__ = ["Evaluated", "Printed", "evaluate", "exactly", "in_floats", "printed", "small"]

Floats = np.ndarray[Any, np.dtype[np.float64]]

NEAR = 1e-9
"""Relative distance of a limit within which a comparison is made again exactly."""

SMALL = 2.0**-20
"""Relative step by which the conditioning of a formula is probed."""

EPS = 32 * 2.0**-53
"""Rounding error of a formula, relative to what it adds up: no formula has as many operations."""


EDGES = 10.0 ** np.arange(-36, 6)
SIZES = 10.0 ** np.maximum(INTENSITY_PLACES, 5 - np.arange(-37, 6))
"""Powers of ten that an intensity may lie between, and 10 to the decimals at which it is stated."""

GAP_SIZES = 10.0 ** np.maximum(2, 1 - np.arange(-37, 6))
"""The same for a gap in percent: two decimals, or two significant digits."""


class Evaluated(NamedTuple):
    """t CO2e a year and the intensity in the plan's unit of each row, each with its error bound."""

    total: Any
    intensity: Any
    total_error: Any
    error: Any


class Printed(NamedTuple):
    """Total, intensity and gap as they are printed, and the rows that floats do not decide."""

    total: Any
    intensity: Any
    gap: Any
    doubtful: Any


def in_floats(plan: Plan) -> Plan:
    """The plan with floats for all its fractions."""
    terms = tuple(
        t._replace(
            given={k: g._replace(factor=float(g.factor)) for k, g in t.given.items()},
            constant={k: float(v) for k, v in t.constant.items()},
            gases={k: float(v) for k, v in t.gases.items()},
        )
        for t in plan.terms
    )
    limits = [None if x is None else float(x) for x in (plan.admission, plan.advanced)]
    return plan._replace(
        terms=terms, factor=float(plan.factor), admission=limits[0], advanced=limits[1]
    )


def evaluate(
    plan: Plan,
    column: Callable[[int | str, str], Any],
    grid: Callable[[str], Any],
    bounded: bool = True,
) -> Evaluated:
    """Evaluate a plan: with floats, or with fractions and then not ``bounded``.

    ``column(source, key)`` gives the typed numbers of the rows, an array; for a denominator,
    ``column(section, key)``. ``grid(unit)`` gives the grid factor of each row.
    """
    total: Any = None
    counted: Any = None
    slack: Any = 0.0
    signed = bounded and any(t.signs for t in plan.terms)
    for term in plan.terms:
        held = _arguments(term, column, grid)
        masses = term.function(**held)
        co2e: Any = None
        for gas, potential in term.gases.items():
            part = masses[gas] if potential == 1 else masses[gas] * potential
            co2e = part if co2e is None else co2e + part
        if co2e is None:  # biogenic alone
            co2e = 0
        if signed:
            slack = slack + EPS * np.abs(co2e)
            if term.signs:
                slack = slack + _slack(term, held, co2e)
        total = co2e if total is None else total + co2e
        if plan.counts == "tCO2":
            for gas in term.co2:
                counted = masses[gas] if counted is None else counted + masses[gas]
    if plan.counts != "tCO2":
        counted = total
    if bounded and not signed:
        slack = EPS * total
    if plan.denominator is None or counted is None:
        return Evaluated(total, None, slack, None)
    per = plan.factor / column(*plan.denominator)
    return Evaluated(total, counted * per, slack, 2 * slack * per)


def _arguments(term: Term, column: Any, grid: Any) -> dict[str, Any]:
    held: dict[str, Any] = dict(term.constant)
    for name, unit in term.grid.items():
        held[name] = grid(unit)
    for name, given in term.given.items():
        typed = column(given.source, given.key)
        held[name] = typed if given.factor == 1 else typed * given.factor
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
        other = other + masses[gas] * potential
    return np.abs(other - co2e) * (EPS / SMALL)


def printed(plan: Plan, found: Evaluated) -> Printed:
    """The figures as they are printed (GB/T 8170), and the rows that take fractions.

    Those are rows whose comparison with a limit, or whose last printed digit, the error bound does
    not decide, and those that take more digits than usual to tell them from a limit or from 0.
    """
    total, doubtful = _rounded(found.total, 100.0, found.total_error)
    doubtful |= np.abs(found.total) < 0.01
    value, error = found.intensity, found.error
    if value is None:
        return Printed(total, None, None, doubtful)
    sizes = _sizes(value)
    intensity, tied = _rounded(value, sizes, error)
    doubtful |= tied
    for at in (plan.admission, plan.advanced):
        if at is not None:
            apart = np.abs(value - at)
            doubtful |= apart <= NEAR * at + error
            doubtful |= apart * sizes <= 0.5
    if plan.admission is None:
        return Printed(total, intensity, None, doubtful)
    scale = 100 / plan.admission
    percent = (value - plan.admission) * scale
    slack = (error + EPS * (np.abs(value) + plan.admission)) * scale
    gap, tied = _rounded(percent, 100.0, slack)
    small = np.flatnonzero(np.abs(percent) < 0.01)
    if len(small):  # two significant digits
        slack = slack[small] if np.ndim(slack) else slack
        sizes = GAP_SIZES[np.searchsorted(EDGES, np.abs(percent[small]), "right")]
        gap[small], tied[small] = _rounded(percent[small], sizes, slack)
    doubtful |= tied
    return Printed(total, intensity, gap, doubtful)


def _sizes(value: Floats) -> Any:
    """10 to the decimals of each intensity: one number where all are of one size."""
    size = np.abs(value)
    least, most = np.searchsorted(EDGES, (size.min(), size.max()), "right")
    return SIZES[least] if least == most else SIZES[np.searchsorted(EDGES, size, "right")]


def _rounded(value: Floats, size: Any, error: Any) -> tuple[Any, Any]:
    """Values rounded to 1/size, half to even; and whether rounding may go either way."""
    scaled = value * size
    whole = np.rint(scaled)
    slack = error * size + 4e-16 * np.abs(scaled) + 1e-12
    # whatever is no number is doubtful too: no comparison holds of it
    return whole / size, ~(np.abs(scaled - whole) < 0.5 - slack)


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
