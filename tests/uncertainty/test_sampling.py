"""Draws against closed formulas, within the error that a sample of their size has."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest

from carbon_eia.uncertainty import Distribution, Model, SourceTerm, Use
from carbon_eia.uncertainty.monte_carlo import BINS, draw_all, histogram, summary
from carbon_eia.uncertainty.narrowing import settle
from carbon_eia.uncertainty.sensitivity import sobol

N = 40_000
LEVEL = 0.95
WITHIN = 4.0
"""Standard errors that a sampled figure may be off: once in 16 000 (the seed is fixed)."""


def summed(count: int) -> Model:
    """A project that emits the sum of its inputs."""
    uses = [(Use("a", k, 1.0, 0.0),) for k in range(count)]
    terms = [
        SourceTerm(f"{k}", lambda v: {"CO2": v["a"]}, u, {"CO2": 1.0}, {})
        for k, u in enumerate(uses)
    ]
    return Model(tuple(terms))


def multiplied() -> Model:
    """A project that emits the product of its two inputs."""
    uses = Use("a", 0, 1.0, 0.0), Use("b", 1, 1.0, 0.0)
    return Model((SourceTerm("", lambda v: {"CO2": v["a"] * v["b"]}, uses, {"CO2": 1.0}, {}),))


def test_a_sum_of_normals() -> None:
    """N(100, 3) + N(50, 4) = N(150, 5)."""
    distributions = [
        Distribution("normal", (100.0, 3.0), "given"),
        Distribution("normal", (50.0, 4.0), "given"),
    ]
    found = summary(summed(2).emission(draw_all(distributions, N, 1)), LEVEL)
    assert found.mean == pytest.approx(150, abs=WITHIN * 5 / sqrt(N))
    assert found.sd == pytest.approx(5, abs=WITHIN * 5 / sqrt(2 * N))
    # error of a quantile: √(p(1−p)/n) ÷ density; at 2.5 % the density of N(0, 1) is 0.0584
    error = WITHIN * 5 * sqrt(0.025 * 0.975 / N) / 0.0584
    assert found.low == pytest.approx(150 - 1.96 * 5, abs=error)
    assert found.high == pytest.approx(150 + 1.96 * 5, abs=error)


def test_a_product_of_lognormals() -> None:
    """Medians 10 and 5, gsd 1.2 and 1.3: median 50, log sd √(ln²1.2 + ln²1.3)."""
    distributions = [
        Distribution("lognormal", (log(10), log(1.2)), "given"),
        Distribution("lognormal", (log(5), log(1.3)), "given"),
    ]
    results = multiplied().emission(draw_all(distributions, N, 2))
    found = summary(results, LEVEL)
    s = sqrt(log(1.2) ** 2 + log(1.3) ** 2)
    error = WITHIN * s * sqrt(0.025 * 0.975 / N) / 0.0584
    assert log(found.low) == pytest.approx(log(50) - 1.96 * s, abs=error)
    assert log(found.high) == pytest.approx(log(50) + 1.96 * s, abs=error)
    mean = 50 * exp(s * s / 2)
    sd = mean * sqrt(exp(s * s) - 1)
    assert found.mean == pytest.approx(mean, abs=WITHIN * sd / sqrt(N))
    # the error of a sampled sd grows with the kurtosis, here 3 + 16 s² + …: two of WITHIN
    assert found.sd == pytest.approx(sd, rel=2 * WITHIN / sqrt(2 * N))


DISTRIBUTIONS = [
    Distribution("normal", (10.0, 2.0), "given"),
    Distribution("normal", (0.99, 0.02), "given", 0.0, 1.0),
    Distribution("normal", (1.0, 2.0), "given", 0.0),
    Distribution("lognormal", (0.5, 0.8), "given"),
    Distribution("lognormal", (0.5, 0.8), "given", None, 3.0),
    Distribution("triangular", (1.0, 2.0, 6.0), "given"),
    Distribution("uniform", (3.0, 7.0), "given"),
]


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=lambda s: f"{s.name}-{s.low}-{s.high}")
def test_draws_and_quantiles_are_of_one_distribution(distribution: Distribution) -> None:
    """What is drawn (again at the edges) has the quantiles of the truncated inverse."""
    drawn = np.sort(distribution.draw(N, np.random.Generator(np.random.PCG64(3))))
    at = np.linspace(0.05, 0.95, 19)
    expected = distribution.ppf(at)
    # Kolmogorov: the share below each expected quantile is within 1.95/√n (once in a thousand)
    shares = np.searchsorted(drawn, expected) / N
    assert np.abs(shares - at).max() < 1.95 / sqrt(N)
    if distribution.low is not None:
        assert drawn[0] >= distribution.low
    if distribution.high is not None:
        assert drawn[-1] <= distribution.high


def test_what_cannot_be_drawn_is_said() -> None:
    """A distribution of which nothing lies in the range ends, rather than drawing for ever."""
    nowhere = Distribution("uniform", (5.0, 6.0), "given", 0.0, 1.0)
    with pytest.raises(ArithmeticError, match="hardly any"):
        nowhere.draw(10, np.random.Generator(np.random.PCG64(4)))


def measured(model: Model) -> Any:
    """The emission of a model as an array."""
    return lambda values: np.asarray(model.emission(values))


def test_sobol_indices_of_a_sum_are_shares_of_variance() -> None:
    """sd 3 and 4: 9/25 and 16/25, alone and in total; a constant has none."""
    distributions = [
        Distribution("normal", (100.0, 3.0), "given"),
        Distribution("constant", (7.0,), "none"),
        Distribution("normal", (50.0, 4.0), "given"),
    ]
    found, base = sobol(distributions, {0, 1, 2}, measured(summed(3)), 4096, 5)
    assert base == 4096
    assert found.keys() == {0, 2}
    for k, share in ((0, 9 / 25), (2, 16 / 25)):
        assert found[k].first == pytest.approx(share, abs=0.02)
        assert found[k].total == pytest.approx(share, abs=0.02)


def test_sobol_indices_tell_interaction() -> None:
    """A product of two uniforms about 0: nothing alone, all of it together."""
    distributions = [Distribution("uniform", (-1.0, 1.0), "given")] * 2
    found, _ = sobol(distributions, {0, 1}, measured(multiplied()), 4096, 6)
    for index in found.values():
        assert index.first == pytest.approx(0, abs=0.03)
        assert index.total == pytest.approx(1, abs=0.05)


def test_many_inputs_shrink_the_design() -> None:
    """The base sample is halved until the design fits into memory."""
    distributions = [Distribution("normal", (1.0, 0.1), "given")] * 200
    found, base = sobol(distributions, set(range(200)), measured(summed(200)), 1024, 7)
    assert base < 1024
    assert len(found) == 200


def test_the_histogram_counts_every_draw() -> None:
    """Edges rise, and the bars together hold all draws, whatever the size of the numbers."""
    rng = np.random.Generator(np.random.PCG64(8))
    for scale in (1e-9, 1.0, 1e9):
        results = scale * rng.standard_normal(1000)
        found = histogram(results)
        assert sum(found.counts) == 1000
        assert len(found.counts) == len(found.edges) - 1 <= BINS
        assert list(found.edges) == sorted(found.edges)
    assert histogram(np.full(5, 2.0)).counts == (5,)


def test_the_one_measurement_that_settles() -> None:
    """I = x + y with sd 3 and 0.3 against 102: x must narrow until 2 is its 95 % quantile."""
    distributions = [
        Distribution("normal", (60.0, 3.0), "given"),
        Distribution("normal", (40.0, 0.3), "given"),
    ]
    values = draw_all(distributions, N, 9)

    def above(drawn: Sequence[Any]) -> float:
        return float((drawn[0] + drawn[1] > 102).mean())

    assert 0.05 < above(values) < 0.95
    found = settle(values, [60.0, 40.0], [0, 1], above, 0.05, 0.95)
    assert found is not None
    assert found.inputs == (0,)
    # hand calculation: √((3t)² + 0.3²) × 1.645 = 2, so t = 0.393
    assert found.share == pytest.approx(0.393, abs=0.01)


def test_nothing_settles_a_value_at_its_limit() -> None:
    """Where the value all but equals the limit, no measurement that confirms it helps."""
    distributions = [Distribution("normal", (60.0, 3.0), "given")]
    values = draw_all(distributions, N, 10)
    found = settle(values, [60.0], [0], lambda v: 0.5, 0.05, 0.95)
    assert found is None
