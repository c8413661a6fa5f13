"""How far a value depends on which plants happened to answer: the bootstrap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, Any

from carbon_eia.standards.derivation import SamplingBand
from carbon_eia.standards.derivation_rules import StandardRules
from carbon_eia.standards.value_methods import RankedPlants, best_count

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

__all__ = ["bootstrap_values", "sampling_bands", "times_drawn", "values_of_draws"]

BLOCK = 100_000
"""Numbers of one block of draws: they fit the cache of a processor, whatever the sample."""


DIGITS = 6
"""Figures that are kept of an end of the band."""


Taken = tuple[str, Fraction | None]
"""A method and its parameter."""


def sampling_bands(
    sample: RankedPlants,
    values: Sequence[tuple[Fraction, Taken]],
    population: int | None,
    rules: StandardRules,
) -> list[SamplingBand]:
    """The bootstrap intervals of some exact values, each with its method, from the same draws.

    They are drawn together for a sample that is most of the city: ends are the quantiles of the
    value over samples drawn with replacement; their distance from the exact value is multiplied by
    √(1 − n/N), so a census (n = N) has no sampling error. Where N is not known nothing is
    multiplied.

    Source: Efron and Tibshirani (1993), ch. 13; finite population: Cochran (1977), ch. 2.

    Raises ValueError where the population is smaller than the sample.
    """
    n = len(sample)
    if population is not None and population < n:
        raise ValueError("a population is no smaller than its sample")
    import numpy as np

    correction = 1.0 if population is None else sqrt(1 - n / population)
    if correction == 0:
        return [
            SamplingBand(exact, exact, rules.level, rules.draws, rules.seed, Fraction(0))
            for exact, _ in values
        ]
    tail = float((1 - rules.level) / 2)
    bands = []
    drawn = bootstrap_values(sample, [taken for _, taken in values], rules.draws, rules.seed)
    for (exact, _), of_draws in zip(values, drawn, strict=True):
        centre = float(exact)
        ends = (float(x) for x in np.quantile(of_draws, (tail, 1 - tail)))
        low, high = (_kept(centre + correction * (end - centre)) for end in ends)
        known = None if population is None else _kept(correction)
        bands.append(SamplingBand(low, high, rules.level, rules.draws, rules.seed, known))
    return bands


def bootstrap_values(
    sample: RankedPlants, methods: Sequence[Taken], draws: int, seed: int
) -> list[Floats]:
    """By each method the value of each of ``draws`` samples, as many plants each, drawn with
    replacement.

    A draw is how often each plant occurs in it; the plants stay in their order, so nothing is
    sorted again.
    """
    import numpy as np

    n = len(sample)
    intensity = np.array([float(p.intensity) for p in sample.plants])
    output = np.array([float(p.output) for p in sample.plants])
    generator = np.random.default_rng(seed)
    found: list[list[Floats]] = [[] for _ in methods]
    for start in range(0, draws, max(1, BLOCK // n)):
        size = min(max(1, BLOCK // n), draws - start)
        times = times_drawn(generator, size, n)
        for values, (method, parameter) in zip(found, methods, strict=True):
            values.append(values_of_draws(times, intensity, output, method, parameter))
    return [np.concatenate(values) for values in found]


def times_drawn(generator: Generator, draws: int, n: int) -> NDArray[np.int64]:
    """How often each of ``n`` plants is in each of ``draws`` samples of n, drawn with replacement.

    >>> import numpy as np
    >>> times_drawn(np.random.default_rng(7), 2, 3).sum(axis=1).tolist()
    [3, 3]
    """
    import numpy as np

    drawn = generator.integers(0, n, size=(draws, n)) + n * np.arange(draws)[:, None]
    return np.bincount(drawn.ravel(), minlength=draws * n).reshape(draws, n)


def values_of_draws(
    times: Counts, intensity: Floats, output: Floats, method: str, parameter: Fraction | None
) -> Floats:
    """The value of each row of ``times``: how often each plant is in that sample.

    Plants stand in the order of their intensity, those of one sample for all rows, or a row of
    plants for each.
    """
    import numpy as np

    if method == "best":
        return _at(intensity, (times > 0).argmax(axis=1))
    assert parameter is not None
    share = float(parameter)
    if method == "best-decile":
        k = best_count(times.shape[1], parameter)
        for few in _widths(times, share):
            reached = few.cumsum(axis=1)
            if (reached[:, -1] >= k).all():
                break
        taken = np.clip(k - (reached - few), 0, few)
        return np.asarray((taken * intensity[..., : few.shape[1]]).sum(axis=1) / k)
    weights = times * output
    if method == "position":
        # a share that is met exactly counts as reached, whatever the rounding of the sum
        wanted = share * weights.sum(axis=1, keepdims=True) * (1 - 1e-12)
        for first in _widths(weights, share):
            at = first.cumsum(axis=1) >= wanted
            if at[:, -1].all():
                break
        return _at(intensity, at.argmax(axis=1))
    return np.asarray(share * (weights * intensity).sum(axis=1) / weights.sum(axis=1))


def _widths(rows: NDArray[Any], share: float) -> Iterator[NDArray[Any]]:
    """The first columns of some rows, twice a share of them and ever more: the rest is seldom
    looked at."""
    width = 16 + int(2 * share * rows.shape[1])
    while width < rows.shape[1]:
        yield rows[:, :width]
        width *= 2
    yield rows


def _at(intensity: Floats, places: Any) -> Floats:
    import numpy as np

    if intensity.ndim == 1:
        return np.asarray(intensity[places])
    return np.asarray(np.take_along_axis(intensity, places[:, None], 1)[:, 0])


def _kept(number: float) -> Fraction:
    return Fraction(f"{number:.{DIGITS}g}")
