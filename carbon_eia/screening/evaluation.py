"""A plan evaluated: for many rows in float64 with a bound of their error, for one in fractions.

What lies too near a limit, or between two printed digits, is known by the bound, and such a row is
evaluated again with fractions of the decimals that were typed (law 3).

The bound. A figure as typed is off by one rounding, a coefficient by one, each multiplication and
division adds one: a product of n factors (a reciprocal counts twice) is off by at most 1 + 2n
roundings, relative to itself; m products added up by m more, relative to the sum of their sizes.
With k roundings the error is at most k·u/(1 − k·u) < (k + 1)·u for k < 2²⁶ (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, lemma 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.screening.arrays import Flags, Floats, Integers
from carbon_eia.screening.outcome import INTENSITY_PLACES, shown_intensity
from carbon_eia.screening.row_plan import OWN_QUESTIONS, RowPlan
from carbon_eia.screening.symbolic_sums import Leaf, Sum, TypedFigure, value_of
from carbon_eia.units import rounded

__all__ = ["ExactFigures", "FloatFigures", "in_floats", "in_fractions", "two_decimals"]

UNIT = 2.0**-53
"""Relative error of one rounding to a float."""

NEAR = 1e-9
"""Relative distance of a limit within which a comparison is made again exactly."""

HALF = 0.5 - 1e-12
"""How far a scaled figure may lie from a whole number and certainly be rounded to it."""


def _powers(places: Integers) -> Floats:
    """10 to so many places; no number where a float does not hold it exactly."""
    return np.where(places <= 22, 10.0 ** np.minimum(places, 22), np.nan)


EDGES = 10.0 ** np.arange(-36, 6)
"""Powers of ten that a figure lies between; ``EXPONENTS``: that of the power below it."""

EXPONENTS = np.arange(-37, 6)
INTENSITY_SCALES = _powers(np.maximum(INTENSITY_PLACES, 5 - EXPONENTS))
"""10 to the decimals of an intensity."""

GAP_SCALES = _powers(np.where(EXPONENTS < -2, 1 - EXPONENTS, 2))
"""10 to the decimals of a gap in percent: two, or two significant digits of one below 0.01 %."""


class FloatFigures(NamedTuple):
    """Printed figures of rows (nan where there is none) and the limits they keep, as bits.

    ``doubtful``: rows that floats do not decide; ``outside``: rows for which the plan does not
    speak.
    """

    total: Floats
    intensity: Floats
    gap: Floats
    pattern: Integers
    doubtful: Flags
    outside: Flags


class ExactFigures(NamedTuple):
    """The same of one row; ``inside``: whether the plan speaks for it at all."""

    inside: bool
    pattern: int
    total: float
    intensity: float
    gap: float


class _Approximate(NamedTuple):
    """Values; the sums of the sizes of what was added up, and the error relative to these."""

    value: Any
    size: Any
    error: float

    def times(self, factor: Any, roundings: int) -> _Approximate:
        """Multiplied by factors that are known but for so many roundings."""
        size = abs(self.size * factor) if self.size is not self.value else None
        value = self.value * factor
        return _Approximate(value, value if size is None else size, self.error + roundings * UNIT)


def in_floats(
    plan: RowPlan,
    figure: Callable[[Leaf], Floats],
    limits: Sequence[Floats | float | None],
    rows: int,
) -> FloatFigures:
    """Rows by their plan.

    ``figure``: what is typed in a column, above zero, and grid factors; ``limits``: the admission
    and the advanced value of the rows.
    """
    work = _PlanRows(plan, figure, rows)
    total, intensity, gap = work.carbon(limits)
    work.hold_against_limits()
    if not plan.judged:
        work.pattern[:] = 0
    return FloatFigures(total, intensity, gap, work.pattern, work.doubtful, work.outside)


class _PlanRows:
    """Rows of one plan, and what is found of them while they are evaluated."""

    def __init__(self, plan: RowPlan, figure: Callable[[Leaf], Floats], rows: int) -> None:
        self.plan, self.figure = plan, figure
        self.nothing = np.full(rows, np.nan)
        self.pattern: Integers = np.zeros(rows, np.int64)
        self.doubtful, self.outside = np.zeros(rows, bool), np.zeros(rows, bool)
        self.known: dict[Sum, _Approximate] = {}

    def carbon(self, limits: Sequence[Floats | float | None]) -> tuple[Floats, Floats, Floats]:
        """Total, intensity and gap; the intensity is held against its limits."""
        plan = self.plan
        if plan.total is None:
            return self.nothing, self.nothing, self.nothing
        emitted = self.sum(plan.total)
        total = self.printed(emitted, 100.0)
        self.doubtful |= np.abs(emitted.value) < 0.01  # shown at two significant digits
        if plan.denominator is None:
            return total, self.nothing, self.nothing
        counted = emitted if plan.counted is None else self.sum(plan.counted)
        value = counted.times(float(plan.factor) / self.figure(plan.denominator), 5)
        scale = INTENSITY_SCALES[_exponents(value.value)]
        intensity = self.printed(value, scale)
        for bit, limit in enumerate(limits):
            if limit is not None:
                apart = np.abs(value.value - limit)
                self.doubtful |= ~(apart > NEAR * limit + value.size * value.error)
                self.doubtful |= apart * scale <= 0.5  # printed digits would not tell it from it
                self.pattern |= (value.value <= limit) << np.int64(bit)
        if limits[0] is None:
            return total, intensity, self.nothing
        percent = 100.0 / limits[0]
        above = (value.value - limits[0]) * percent
        gap = _Approximate(above, (value.size + limits[0]) * percent, value.error + 4 * UNIT)
        return total, intensity, self.printed(gap, GAP_SCALES[_exponents(above)])

    def hold_against_limits(self) -> None:
        """Hold what the plan asks of other figures against its limits and ranges."""
        for bit, threshold in enumerate(self.plan.thresholds, OWN_QUESTIONS):
            above, slack = self.beyond(*threshold)
            self.pattern |= (above <= 0) << np.int64(bit)
            self.doubtful |= ~(np.abs(above) > slack)
        for guard in self.plan.guards:
            if guard.low is not None:
                above, slack = self.beyond(guard.figure, guard.per, guard.low)
                if guard.apart:
                    self.doubtful |= ~(np.abs(above) > slack)
                    continue
                self.outside |= ~(above > slack)
            if guard.high is not None:
                above, slack = self.beyond(guard.figure, guard.per, guard.high)
                self.outside |= ~(-above > slack)

    def printed(self, of: _Approximate, scale: Any) -> Floats:
        """Values rounded half to even; what may go either way is doubtful."""
        scaled = of.value * scale
        whole = np.rint(scaled)
        bound = of.size * (of.error + 3 * UNIT) * scale
        self.doubtful |= ~(np.abs(scaled - whole) + bound < HALF)
        printed: Floats = whole / scale
        return printed

    def beyond(self, of: Sum, per: TypedFigure | None, end: Fraction) -> tuple[Floats, Floats]:
        """How far a figure is above an end, and within which distance that is not sure."""
        value, size, error = self.sum(of)
        edge = float(end) * (1.0 if per is None else self.figure(per))
        return value - edge, size * (NEAR + error + 4 * UNIT)

    def sum(self, of: Sum) -> _Approximate:
        """A sum of what is typed, worked out once."""
        if of not in self.known:
            found, rows = _approximate(of, self.figure), self.nothing.shape
            value, size = (np.broadcast_to(x, rows) for x in (found.value, found.size))
            self.known[of] = _Approximate(value, size, found.error)  # a constant is one per row
        return self.known[of]


def _exponents(values: Any) -> Integers:
    """Which of ``EXPONENTS`` the size of each value has."""
    found: Integers = np.searchsorted(EDGES, np.abs(values), "right")
    return found


def _approximate(of: Sum, figure: Callable[[Leaf], Floats]) -> _Approximate:
    """A sum of products, all of whose figures are above zero."""
    value: Any = 0.0
    size: Any = 0.0
    most = 0.0
    signed = False
    for product, coefficient in of.products.items():
        term: Any = float(coefficient)
        roundings = 1.0
        for part, power in product:
            if isinstance(part, Sum):
                inner = _approximate(part, figure)
                worst = float(np.max(inner.size / np.abs(inner.value), initial=1.0))
                typed, steps = inner.value, 2 * (1 + worst * inner.error / UNIT)
                signed = signed or bool((inner.value < 0).any())
            else:
                typed, steps = figure(part), 3
            for _ in range(abs(power)):
                term = term * typed if power > 0 else term / typed
            roundings += steps * abs(power)
        signed = signed or coefficient < 0
        value = value + term
        size = size + np.abs(term) if signed else value
        most = max(most, roundings)
    if isinstance(value, float):
        value = size = np.asarray(value)
    return _Approximate(value, size, (most + len(of.products) + 1) * UNIT)


def in_fractions(plan: RowPlan, part: Callable[[Leaf], Fraction]) -> ExactFigures:
    """One row by its plan; ``part`` gives what was typed in a column, and grid factors."""
    total = None if plan.total is None else value_of(plan.total, part)
    value = None
    if total is not None and plan.denominator is not None:
        counted = total if plan.counted is None else value_of(plan.counted, part)
        value = counted * plan.factor / part(plan.denominator)
    answers = [value is not None and limit is not None and value <= limit for limit in plan.limits]
    answers += [threshold.kept(part) for threshold in plan.thresholds]
    assert len(plan.limits) == OWN_QUESTIONS
    nothing = float("nan")
    gap = nothing
    if value is not None and plan.admission is not None:
        gap = float(two_decimals((value - plan.admission) / plan.admission * 100))
    limits = [x for x in plan.limits if x is not None]
    return ExactFigures(
        all(guard.inside(part) for guard in plan.guards),
        sum(1 << n for n, kept in enumerate(answers) if kept) if plan.judged else 0,
        nothing if total is None else float(two_decimals(total)),
        nothing if value is None else float(shown_intensity(value, limits)),
        gap,
    )


def two_decimals(value: Fraction) -> str:
    """A number at two decimals; one that would be shown as 0 and is not, at two significant digits.

    >>> two_decimals(Fraction("2.6549")), two_decimals(Fraction("-0.0000048192"))
    ('2.65', '-0.0000048')
    """
    places = 2
    while value and abs(value) * 10**places < 1 and places < 40:
        places += 1
    return rounded(value, places if places == 2 else places + 1)
