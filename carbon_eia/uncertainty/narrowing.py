"""Near the limit: which measurement would settle the verdict. It never changes the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from carbon_eia.uncertainty.distributions import Drawn

__all__ = ["Settlement", "settle"]

STEPS = 30
"""Bisections: the share is then known to a billionth."""


class Settlement(NamedTuple):
    """The inputs to measure, and to what share of its present width each must come."""

    inputs: tuple[int, ...]
    share: float


def settle(
    values: Sequence[Drawn],
    centres: Sequence[float],
    ranked: Sequence[int],
    above: Callable[[Sequence[Drawn]], float],
    low: float,
    high: float,
) -> Settlement | None:
    """The fewest of the ``ranked`` inputs that take P(I > A) out of (low, high).

    Their draws are drawn towards the present values (``centres``), as if a measurement confirmed
    the value and narrowed its spread. None where even all of them, exactly known, do not.
    """

    def clear(count: int, share: float) -> bool:
        narrowed = list(values)
        for k in ranked[:count]:
            narrowed[k] = centres[k] + share * (values[k] - centres[k])
        return not low < above(narrowed) < high

    for count in range(1, len(ranked) + 1):
        if clear(count, 0):
            wide, narrow = float(1), float(0)
            for _ in range(STEPS):
                middle = (wide + narrow) / 2
                wide, narrow = (wide, middle) if clear(count, middle) else (middle, narrow)
            return Settlement(tuple(ranked[:count]), narrow)
    return None
