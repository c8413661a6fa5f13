"""What a plan asks of the figures of a row: limits that they keep, ranges in which it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.screening.symbolic_sums import Leaf, Sum, TypedFigure, value_of

__all__ = ["OUTPUTS", "LimitGuard", "RangeGuard", "cleared", "joined"]

OUTPUTS = ("products", "economics")
"""Sections whose figures are those that others are stated per."""


class LimitGuard(NamedTuple):
    """One limit that a row keeps or not: figure ≤ limit × per (``per`` None: 1)."""

    figure: Sum
    per: TypedFigure | None
    limit: Fraction

    def kept(self, part: Callable[[Leaf], Fraction]) -> bool:
        """Whether a row keeps the limit, exactly; ``part`` gives what was typed.

        >>> power, output = TypedFigure(0, "amount"), TypedFigure("products", "amount")
        >>> figure, per = cleared(Sum.of(power) / Sum.of(output))
        >>> LimitGuard(figure, per, Fraction(2)).kept({power: 6, output: 3}.__getitem__)
        True
        """
        per = Fraction(1) if self.per is None else part(self.per)
        return value_of(self.figure, part) <= self.limit * per


class RangeGuard(NamedTuple):
    """The range of a figure within which a plan speaks for a row: low < figure ÷ per < high.

    A row outside it, or at its very end, is assessed alone. An end that is None is open. ``apart``:
    the figure is not ``low``, on whichever side it lies.
    """

    figure: Sum
    per: TypedFigure | None
    low: Fraction | None
    high: Fraction | None
    apart: bool = False

    def inside(self, part: Callable[[Leaf], Fraction]) -> bool:
        """Whether a row lies in the range, exactly."""
        per = Fraction(1) if self.per is None else part(self.per)
        value = value_of(self.figure, part)
        if self.apart:
            return self.low is not None and value != self.low * per
        low = self.low is None or value > self.low * per
        return low and (self.high is None or value < self.high * per)


def joined(guards: Sequence[RangeGuard]) -> tuple[RangeGuard, ...]:
    """The ranges of each figure as one.

    >>> power = Sum.of(TypedFigure(0, "amount"))
    >>> one = RangeGuard(power, None, Fraction(1), None)
    >>> other = RangeGuard(power, None, None, Fraction(9))
    >>> joined([one, other]) == (RangeGuard(power, None, Fraction(1), Fraction(9)),)
    True
    """
    ranges: dict[tuple[Sum, TypedFigure | None], RangeGuard] = {}
    for guard in (g for g in guards if not g.apart):
        known = ranges.setdefault(guard[:2], guard)
        lows = [g.low for g in (known, guard) if g.low is not None]
        highs = [g.high for g in (known, guard) if g.high is not None]
        ranges[guard[:2]] = guard._replace(
            low=max(lows, default=None), high=min(highs, default=None)
        )
    return (*ranges.values(), *dict.fromkeys(g for g in guards if g.apart))


def cleared(value: Sum) -> tuple[Sum, TypedFigure | None]:
    """A value as figure ÷ per, where all of it is divided by one output."""
    shared: set[TypedFigure] | None = None
    for product in value.products:
        below = {
            p for p, n in product if n < 0 and isinstance(p, TypedFigure) and p.where in OUTPUTS
        }
        shared = below if shared is None else shared & below
    if not shared:
        return value, None
    per = min(shared)
    return value * Sum.of(per), per
