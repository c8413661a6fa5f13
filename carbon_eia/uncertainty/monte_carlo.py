"""Monte Carlo: the model on arrays of drawn inputs, and what the results say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.uncertainty.distributions import Distribution

if TYPE_CHECKING:
    from carbon_eia.uncertainty.distributions import Array, Drawn

__all__ = ["BINS", "Histogram", "SampleSummary", "draw_all", "histogram", "summary"]

BINS = 40
"""Bars of a histogram: enough for ten thousand draws, few enough to print."""


class SampleSummary(NamedTuple):
    """Mean, standard deviation and central interval of a result."""

    mean: float
    sd: float
    low: float
    high: float


class Histogram(NamedTuple):
    """Edges of the bars (one more than bars) and how many draws fell into each."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def draw_all(distributions: Sequence[Distribution], size: int, seed: int) -> list[Drawn]:
    """Values of every input in their order: an array where it is drawn, else the number itself.

    One generator serves all, so that the seed alone fixes every draw.
    """
    import numpy as np

    rng = np.random.Generator(np.random.PCG64(seed))
    return [d.draw(size, rng) if d.is_drawn else d.parameters[0] for d in distributions]


def summary(results: Array, level: float) -> SampleSummary:
    """Mean, standard deviation and central interval at ``level``."""
    import numpy as np

    tail = (1 - level) / 2
    low, high = np.quantile(results, (tail, 1 - tail))
    return SampleSummary(float(results.mean()), float(results.std(ddof=1)), float(low), float(high))


def histogram(results: Array, round_to: int = 6) -> Histogram:
    """Counts between evenly spaced edges, which are rounded before anything is counted.

    The last bits of a result differ between processors; rounded edges do not.
    """
    import numpy as np

    low, high = float(results.min()), float(results.max())
    if low == high:
        return Histogram((low, high), (results.size,))
    step = (high - low) / BINS
    edges = [float(f"{low + step * k:.{round_to}g}") for k in range(BINS + 1)]
    edges[0], edges[-1] = min(edges[0], low - step / BINS), max(edges[-1], high + step / BINS)
    edges[0], edges[-1] = (float(f"{e:.{round_to}g}") for e in (edges[0], edges[-1]))
    unique = sorted(set(edges))
    counts, _ = np.histogram(results, bins=np.array(unique))
    return Histogram(tuple(unique), tuple(int(c) for c in counts))
