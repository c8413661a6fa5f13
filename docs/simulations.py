"""Bias and width of each method by the number of plants: a section of ``docs/standards.md``.

    python docs/simulations.py

Intensities are drawn from a normal distribution with a coefficient of variation of 15 % (none comes
near zero), outputs once all alike and once lognormal, independently of the intensities. The value
of each sample is worked out by the functions of the package, on floats: ``standards/sampling.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carbon_eia.standards.derivation import Plant
from carbon_eia.standards.disclosure import cell_of
from carbon_eia.standards.sampling import bootstrap_values, values_of_draws
from carbon_eia.standards.value_methods import RankedPlants

Floats = NDArray[np.float64]

PAGE = Path(__file__).parent / "standards.md"
SEED = 20260630
CV = 0.15
SIGMA = 0.7
"""Of the logarithm of outputs: the largest of ten plants makes about three times the middle one."""

NUMBERS = (5, 8, 12, 20, 30, 50, 100)
RUNS = 20_000
CITY = 1_000_000
"""Plants from which the true value of a method is taken."""

POSITION = 20
"""Fewest plants of which a position is published."""

LEAST, FINEST = 3, Fraction(1, 1000)
"""Plants in a cell, and the first grid, where the value of GB level 2 is near 1."""

COVERED, DRAWS = 600, 500
"""Samples, and draws of each, for the share of bootstrap bands that hold the true value."""


class Method(NamedTuple):
    """A method as the package knows it, with its name in the table."""

    name: str
    zh: str
    id: str
    parameter: Fraction | None


METHODS = (
    Method("mean × f", "加权平均×f", "weighted-mean", Fraction(8, 10)),
    Method("weighted P20", "产量加权 P20", "position", Fraction(1, 5)),
    Method("weighted P10", "产量加权 P10", "position", Fraction(1, 10)),
    Method("best decile", "最优 10 % 平均", "best-decile", Fraction(1, 10)),
    Method("best value", "最好值", "best", None),
)


def draw(generator: np.random.Generator, runs: int, n: int, even: bool) -> tuple[Floats, Floats]:
    """Intensities (mean 1) and outputs of ``runs`` samples, each in the order of intensity."""
    intensity = 1 + CV * generator.standard_normal((runs, n))
    output = np.ones((runs, n)) if even else np.exp(SIGMA * generator.standard_normal((runs, n)))
    order = intensity.argsort(axis=1)
    return np.take_along_axis(intensity, order, 1), np.take_along_axis(output, order, 1)


def true_value(method: Method, even: bool) -> float:
    """The value of a city with very many plants; of the best value there is none."""
    intensity, output = draw(np.random.default_rng(SEED), 1, CITY, even)
    return float(
        values_of_draws(np.ones((1, CITY)), intensity, output, method.id, method.parameter)[0]
    )


class Spread(NamedTuple):
    """Bias and half-width of the central 90 % of a value, in percent of the true value.

    ``below``: percent of the samples of which the value lies below every plant.
    """

    bias: float
    half_width: float
    below: float


def spread(method: Method, n: int, even: bool) -> Spread:
    """What a method does at ``n`` plants; the best value has its own mean for the true value."""
    intensity, output = _samples(n, even)
    values = values_of_draws(np.ones((RUNS, n)), intensity, output, method.id, method.parameter)
    low, high = np.quantile(values, (0.05, 0.95))
    truth = float(values.mean()) if method.id == "best" else true_value(method, even)
    return Spread(
        100 * (float(values.mean()) / truth - 1),
        50 * float(high - low) / truth,
        100 * float((values < intensity[:, 0]).mean()),
    )


def _samples(n: int, even: bool) -> tuple[Floats, Floats]:
    return draw(np.random.default_rng([SEED, n, even]), RUNS, n, even)


def coverage(method: Method, n: int, even: bool) -> float:
    """Percent of samples whose bootstrap band holds the true value."""
    intensity, output = _samples(n, even)
    truth = true_value(method, even)
    held = 0
    for x, q in zip(intensity[:COVERED], output[:COVERED], strict=True):
        plants = [
            Plant(str(i), Fraction(a), Fraction(b), Fraction(a) * Fraction(b))
            for i, (a, b) in enumerate(zip(x.tolist(), q.tolist(), strict=True))
        ]
        (drawn,) = bootstrap_values(
            RankedPlants(plants), [(method.id, method.parameter)], DRAWS, SEED
        )
        low, high = np.quantile(drawn, (0.05, 0.95))
        held += bool(low <= truth <= high)
    return 100 * held / COVERED


def table(even: bool) -> Iterator[str]:
    """A table: lines for each method, a column for each number of plants."""
    yield "| 方法 method | % | " + " | ".join(f"n = {n}" for n in NUMBERS) + " |"
    yield "|---|---|" + "--:|" * len(NUMBERS)
    for method in METHODS:
        found = [spread(method, n, even) for n in NUMBERS]
        rows = {"半宽 half-width": [f"{r.half_width:.1f}" for r in found]}
        if method.id != "best":
            rows = {"偏差 bias": [signed(r.bias) for r in found], **rows}
            rows["区间含真值 band holds it"] = [f"{coverage(method, n, even):.0f}" for n in NUMBERS]
        if method.id == "weighted-mean":
            rows["低于每一家 below every plant"] = [f"{r.below:.0f}" for r in found]
        name = f"{method.zh} {method.name}"
        for label, cells in rows.items():
            yield f"| {name} | {label} | " + " | ".join(cells) + " |"
            name = ""


class Lift(NamedTuple):
    """By how much a published value lies above the exact one, in percent: the mean, and what one
    in twenty samples passes."""

    mean: float
    most: float


def lift(n: int) -> Lift:
    """What rounding weighted P20 to the lenient side adds, on a grid of three figures at first."""
    intensity, output = draw(np.random.default_rng(SEED), COVERED, n, even=False)
    exact = values_of_draws(np.ones((COVERED, n)), intensity, output, "position", Fraction(1, 5))
    found = []
    for x, value in zip(intensity.tolist(), exact.tolist(), strict=True):
        plants = [Plant(str(i), Fraction(a), Fraction(1), Fraction(a)) for i, a in enumerate(x)]
        cell = cell_of(Fraction(value), plants, LEAST, FINEST)
        found.append(100 * (float(cell.value) / value - 1))
    return Lift(float(np.mean(found)), float(np.quantile(found, 0.95)))


def lifts() -> Iterator[str]:
    """The table of what rounding adds."""
    numbers = [n for n in NUMBERS if n >= POSITION]
    found = [lift(n) for n in numbers]
    yield "| 取整 rounding of P20, % | " + " | ".join(f"n = {n}" for n in numbers) + " |"
    yield "|---|" + "--:|" * len(numbers)
    yield "| 平均 mean | " + " | ".join(signed(x.mean) for x in found) + " |"
    yield (
        "| 二十分之一超过 one in twenty above | "
        + " | ".join(f"{x.most:.1f}" for x in found)
        + " |"
    )


def signed(percent: float) -> str:
    """A bias with its sign, and a proper minus.

    >>> signed(-1.26), signed(0.04)
    ('−1.3', '0.0')
    """
    text = f"{percent:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "−")


BEGIN, END = "<!-- simulations: docs/simulations.py -->", "<!-- end of simulations -->"


def section() -> str:
    """The tables with their heads."""
    return "\n".join(
        [
            BEGIN,
            "",
            f"产量对数正态（σ = {SIGMA}），与强度无关 · outputs lognormal, independent：",
            "",
            *table(False),
            "",
            "产量相同 · all outputs alike：",
            "",
            *table(True),
            "",
            "公布值向宽松一侧取整，比准确值高 · a published value is rounded to the lenient side:",
            "",
            *lifts(),
            "",
            END,
        ]
    )


def main() -> None:
    """Write the section into the page."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.sub(f"{BEGIN}.*{END}", lambda _: section(), text, flags=re.DOTALL)
    PAGE.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
