"""At which value of one input the verdict flips: solved exactly, not sampled.

In one input alone an intensity is a fraction of two straight lines, I(x) = (ax + b) ÷ (cx + d):
amounts and factors stand above the line, outputs and efficiencies below it. Such a map keeps the
cross-ratio of four points, so three exact evaluations give the x with I(x) = A; a fourth, at x
itself, proves it. Where a formula is of another kind the proof fails and no value is given.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.project import Bounds

__all__ = ["BreakEven", "break_even"]


class BreakEven(NamedTuple):
    """The value with I = A, or None and why there is none.

    ``why``: ``constant`` (the input does not move the intensity), ``outside`` (no possible value
    reaches the limit), ``form`` (no fraction of straight lines).
    """

    value: Fraction | None
    why: str = ""


def break_even(
    intensity: Callable[[Fraction], Fraction],
    at: Fraction,
    limit: Fraction,
    bounds: Bounds,
    possible: Callable[[Fraction], bool] = lambda _: True,
) -> BreakEven:
    """Solve ``intensity(x) = limit`` for one input that is now ``at``.

    ``possible``: whether a value can be beyond its own range, as amounts left by measures.

    >>> break_even(lambda x: 3 * x / 4, Fraction(2), Fraction(1), Bounds(Fraction(0))).value
    Fraction(4, 3)
    >>> break_even(lambda x: 6 / x, Fraction(2), Fraction(1), Bounds(Fraction(0))).value
    Fraction(6, 1)
    """
    points = _points(intensity, at)
    if points is None:
        return BreakEven(None, "form")
    (x1, y1), (x2, y2), (x3, y3) = points
    if y1 == y2 == y3:
        return BreakEven(None, "constant")
    if len({y1, y2, y3}) < 3:
        return BreakEven(None, "form")
    if limit in (y1, y2, y3):
        value = next(x for x, y in points if y == limit)
    else:
        ratio = (limit - y1) * (y2 - y3) / ((limit - y3) * (y2 - y1))
        left, right = x2 - x3, ratio * (x2 - x1)
        if left == right:
            return BreakEven(None, "outside")  # only at infinity
        value = (x1 * left - x3 * right) / (left - right)
    try:
        reached = intensity(value) == limit
    except ZeroDivisionError:
        reached = False
    if not bounds.hold(value) or not possible(value):
        return BreakEven(None, "outside")
    return BreakEven(value) if reached else BreakEven(None, "form")


def _points(
    intensity: Callable[[Fraction], Fraction], at: Fraction
) -> list[tuple[Fraction, Fraction]] | None:
    """Three values of the input and their intensities, the present one first."""
    step = at / 10 if at != 0 else Fraction(1)
    found: list[tuple[Fraction, Fraction]] = []
    for k in range(6):
        x = at + step * k
        try:
            found.append((x, intensity(x)))
        except ZeroDivisionError:
            continue
        if len(found) == 3:
            return found
    return None
