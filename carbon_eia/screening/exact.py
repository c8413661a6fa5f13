"""A row evaluated with fractions of the decimals that were typed (law 3)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.screening.outcome import shown_intensity
from carbon_eia.screening.plan import OWN_QUESTIONS, Plan
from carbon_eia.screening.sums import Leaf, value_of
from carbon_eia.units import rounded

__all__ = ["Exact", "exactly", "small"]


class Exact(NamedTuple):
    """What a plan says of one row: which limits it keeps, and its printed figures.

    ``inside``: whether the plan speaks for the row at all. A figure that there is not is no number.
    """

    inside: bool
    pattern: int
    total: float
    intensity: float
    gap: float


def exactly(plan: Plan, part: Callable[[Leaf], Fraction]) -> Exact:
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
        gap = float(small((value - plan.admission) / plan.admission * 100))
    limits = [x for x in plan.limits if x is not None]
    return Exact(
        all(guard.inside(part) for guard in plan.guards),
        sum(1 << n for n, kept in enumerate(answers) if kept) if plan.judged else 0,
        nothing if total is None else float(small(total)),
        nothing if value is None else float(shown_intensity(value, limits)),
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
