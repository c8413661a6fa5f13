"""10 000 draws × 40 sources: this program, the `uncertainties` package, a plain numpy loop.

The aim: at most 50 ms inside the process for draws, model and statistics. A time counts only once
the results agree: the sampled sd with the linear error propagation of `uncertainties`, within the
error of the sample and of linearising.

    python bench/uncertainty.py [ROUNDS]
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec

import numpy as np

from carbon_eia.assessment import Assessment, assess, certainty_of
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world
from carbon_eia.uncertainty import Distribution, InputCollector, Model
from carbon_eia.uncertainty.defaults import settings
from carbon_eia.uncertainty.distributions import distribution_of
from carbon_eia.uncertainty.monte_carlo import SampleSummary, draw_all, histogram, summary

DRAWS, SOURCES, AIM = 10_000, 40, 50.0
LEVEL = 0.95

HEAD = """\
[project]
name = "四十个排放源"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市桂阳县"
year = 2026
[[products]]
name = "产品"
amount = "200000 t"
"""

KINDS = (
    'method = "combustion"\nmaterial = "烟煤"\namount = "{n} t"\nncv = "23.1 GJ/t"',
    'method = "combustion"\nmaterial = "柴油"\namount = "{n} t"',
    'method = "electricity"\namount = "{n} MWh"',
    'method = "carbonate"\nmaterial = "石灰石"\namount = "{n} t"\npurity = "92 %"',
)


def project() -> Assessment:
    """Forty sources of four kinds, with the default uncertainties."""
    sources = [
        f'[[sources]]\nname = "源{k}"\nbasis = "measured"\nevidence = "台账"\n'
        + KINDS[k % len(KINDS)].format(n=1000 + 37 * k)
        for k in range(SOURCES)
    ]
    world = open_world(date(2026, 6, 30))
    return assess(parse_project(HEAD + "\n".join(sources) + "\n", world), world)


def prepared(a: Assessment) -> tuple[Model, list[Distribution]]:
    """The model on floats, and the distributions of its inputs."""
    inputs = InputCollector(a.project, a.world, next(iter(a.project.main_products), None))
    model = Model(inputs.terms(a.inventory, lambda sources: sources)).floating()
    level = float(settings(a.world).level)
    return model, [distribution_of(i, level) for i in inputs.all()]


def sampled(model: Model, distributions: list[Distribution]) -> SampleSummary:
    """What the program does inside: draw, evaluate, statistics, histogram."""
    results = model.emission(draw_all(distributions, DRAWS, 1))
    histogram(results)
    return summary(results, LEVEL)


def looped(model: Model, distributions: list[Distribution]) -> SampleSummary:
    """The same one draw at a time, as a spreadsheet macro would: numpy numbers in a Python loop."""
    rng = np.random.Generator(np.random.PCG64(1))
    results = np.empty(DRAWS)
    for k in range(DRAWS):
        values = [
            rng.normal(*s.parameters) if s.is_drawn else s.parameters[0] for s in distributions
        ]
        results[k] = model.emission(values)
    return summary(results, LEVEL)


def propagated(model: Model, distributions: list[Distribution]) -> tuple[float, float]:
    """Mean and sd by the `uncertainties` package: first order, with its correlations."""
    from uncertainties import ufloat

    values = [ufloat(*s.parameters) if s.is_drawn else s.parameters[0] for s in distributions]
    found = model.emission(values)
    return float(found.nominal_value), float(found.std_dev)


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found


def main() -> None:
    """Check that the three agree, then time them."""
    if find_spec("uncertainties") is None:
        print("skipped: pip install 'carbon-eia[bench]' for the peer that the results are held to")
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    a = project()
    model, distributions = prepared(a)
    total = a.inventory.total()
    assert total is not None
    one, loop = sampled(model, distributions), looped(model, distributions)
    mean, sd = propagated(model, distributions)
    for name, found in (("this program", one), ("plain loop", loop)):
        off = abs(found.mean - mean) / (sd / DRAWS**0.5), abs(found.sd / sd - 1)
        if off[0] > 6 or off[1] > 0.05:
            sys.exit(
                f"{name}: mean {found.mean:.6g} sd {found.sd:.4g}, expected {mean:.6g} {sd:.4g}"
            )
    if abs(mean / float(total) - 1) > 1e-9:
        sys.exit(f"the model gives {mean}, the inventory {float(total)}")
    print(f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}")
    print(f"{SOURCES} sources, {len(distributions)} inputs, {DRAWS} draws; total {one.mean:.6g} t")
    print(f"sd: sampled {one.sd:.4g}, plain loop {loop.sd:.4g}, uncertainties {sd:.4g}\n")
    ours = timed(lambda: sampled(model, distributions), rounds)
    first = timed(lambda: propagated(model, distributions), rounds)
    slow = timed(lambda: looped(model, distributions), 1)
    whole = timed(lambda: certainty_of(a, DRAWS), max(3, rounds // 5))
    ready = timed(lambda: prepared(a), max(3, rounds // 5))
    print(f"{'work':<46} {'median':>9} {'least':>9}")
    for name, found in (
        (f"draws, model, statistics (aim ≤ {AIM:.0f} ms)", ours),
        ("uncertainties: first order, no distribution", first),
        ("plain numpy loop, one draw at a time", slow),
        ("reading inputs and building the model", ready),
        ("whole analysis: Sobol, break-even, settling", whole),
    ):
        print(f"{name:<46} {statistics.median(found):>6.1f} ms {min(found):>6.1f} ms")


if __name__ == "__main__":
    main()
