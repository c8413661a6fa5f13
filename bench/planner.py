"""How long a plan takes: 30 measures that act on the same sources, by optimisation.

The aim: at most one second for the cheapest set with its proof. Two cases: months chosen freely,
and at most three measures at work at once; then a whole `assess` of the cement sample with 30
planned measures on its sources, with a plan and without. The answer is checked before anything is
timed: every source is accounted again with the plan, and the plan is no dearer than the one that a
reviewer finds by taking the cheapest per t first.

    python bench/planner.py [ROUNDS]
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.project import Effect, Measure, Planning, Source, parse_project
from carbon_eia.reference import open_world
from carbon_eia.retrofit import RetrofitTarget, TargetCheck, apply_measures
from carbon_eia.retrofit.cost import cost_of, price
from carbon_eia.retrofit.optimisation import cheapest
from carbon_eia.retrofit.selection import SelectionProblem
from carbon_eia.run import make_run
from carbon_eia.units import parse_quantity

ROOT = Path(__file__).resolve().parent.parent

AS_OF, DEADLINE = date(2026, 6, 30), date(2028, 12, 31)
AIM = 1.0
SOURCES = ("kiln coal", "power", "boiler gas", "steam", "drier gas")
FACTORS = (Fraction("2.0"), Fraction("0.5"), Fraction("1.9"), Fraction("0.11"), Fraction("2.1"))


def a_case(number: int, parallel: int | None, seed: int = 5) -> SelectionProblem:
    """A works with measures drawn at random, several on each source, some that switch supplies."""
    random = Random(seed)

    def quantity(low: int, high: int, unit: str = "") -> object:
        return parse_quantity(f"{random.randint(low, high)} {unit}".strip())

    sources = [
        Source(name, "electricity", parameters={"amount": parse_quantity("1000 MWh")})
        for name in SOURCES
    ]
    factor = dict(zip(SOURCES, FACTORS, strict=True))
    measures = []
    for i in range(number):
        name = SOURCES[i % len(SOURCES)]
        effects = [Effect(name, saves=quantity(2, 12, "%"))]
        if i % 7 == 3:
            effects = [
                Effect(name, saves=quantity(10, 60, "MWh")),
                Effect("power", adds=quantity(1, 9, "MWh")),
            ]
        if i % 7 == 5 and name != "power":
            effects = [
                Effect(
                    name,
                    saves=quantity(5, 20, "%"),
                    switch="power",
                    efficiency=parse_quantity("3"),
                    old_efficiency=parse_quantity("85 %"),
                )
            ]
        measures.append(
            Measure(
                f"m{i}",
                tuple(effects),
                investment=quantity(50, 3000, "万元"),
                annual_cost=quantity(-90, 90, "万元"),
                life=random.randint(8, 20),
                duration=random.randint(2, 8),
                requires=(f"m{i - 3}",) if i % 11 == 7 else (),
                excludes=(f"m{i - 5}",) if i % 9 == 8 else (),
            )
        )

    def share(source: Source) -> Fraction:
        return source.parameters["amount"].value * factor[source.name]

    def heat(_: Source) -> Fraction:
        return Fraction(1)

    total = sum((share(s) for s in sources), Fraction(0))
    most = [m for m in measures if not m.excludes]
    left = sum((share(s) for s in apply_measures(sources, most, heat)), Fraction(0))
    limit = total - (total - left) * 6 / 10
    target_check = TargetCheck(sources, [RetrofitTarget("intensity", "t", limit, share)], heat)
    planning = Planning(discount_rate=parse_quantity("8 %"), parallel=parallel)
    order = tuple(measures)
    return SelectionProblem(target_check, order, (), order, planning, AS_OF, DEADLINE, None)


def by_merit(case: SelectionProblem) -> Fraction:
    """The cost of the set that takes the cheapest per t first: what a curve would have one do."""
    before = case.target_check.values([])[0]
    assert before is not None

    def per_t(m: Measure) -> Fraction:
        after, cost = case.target_check.values([m])[0], cost_of(m, case.planning)
        assert after is not None
        assert cost is not None
        return cost / (before - after) if after < before else Fraction(10**9)

    chosen: list[Measure] = []
    for m in sorted(case.spare, key=per_t):
        names = {c.name for c in chosen}
        excluded = names & set(m.excludes) or any(m.name in c.excludes for c in chosen)
        if excluded or any(r not in names for r in m.requires):
            continue
        chosen = [o for o in case.order if o.name in {*names, m.name}]
        if case.target_check.reaches(chosen):
            break
    return price(chosen, case.planning).cost


def an_assessment(plan: bool) -> float:
    """Seconds of a whole assessment of the cement sample with 30 planned measures."""
    world = open_world(AS_OF)
    limits = read_benchmarks(ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml", world)
    text = (ROOT / "samples" / "cement-clinker" / "project.toml").read_text(encoding="utf-8")
    text = text.split("[[measures]]")[0] + '[planning]\ndiscount_rate = "8 %"\n'
    names = [s.name for s in parse_project(text, world).sources]
    random = Random(3)
    for i in range(30):
        name, share = names[i % len(names)], f"{random.random():.2f} %"
        text += (
            f'[[measures]]\nname = "m{i}"\n'
            f'effects = [{{ source = "{name}", saves = "{share}" }}]\n'
            f'investment = "{random.randint(50, 900)} 万元"\nannual_cost = "10 万元"\n'
            f"life = 15\nduration = {random.randint(1, 9)}\n"
        )
    project = parse_project(text, world)
    start = time.perf_counter()
    run = make_run(assess(project, world, limits, plan))
    taken = time.perf_counter() - start
    assert (run.retrofit.plan is not None) == plan
    assert run.retrofit.complete
    return taken


def main() -> None:
    """Check, time, and print what docs/speed.md shows."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}")
    for number in (15, 30, 45):
        for parallel in (None, 3):
            case = a_case(number, parallel)
            found = cheapest(case)
            assert found is not None
            assert case.target_check.reaches(found.measures)
            cost, merit = price(found.measures, case.planning).cost, by_merit(case)
            assert cost <= merit
            times = []
            for _ in range(rounds):
                fresh = a_case(number, parallel)
                start = time.perf_counter()
                cheapest(fresh)
                times.append(time.perf_counter() - start)
            limit = "free" if parallel is None else f"{parallel} at once"
            print(
                f"{number} measures, {limit}: {statistics.median(times):.3f} s"
                f" (aim for 30: {AIM} s), {len(found.measures)} chosen,"
                f" {float(cost):.1f} against {float(merit):.1f} by merit"
            )
    for plan in (True, False):
        an_assessment(plan)
        taken = statistics.median(an_assessment(plan) for _ in range(rounds))
        print(f"assess, 30 measures, {'with' if plan else 'without'} a plan: {taken:.3f} s")


if __name__ == "__main__":
    main()
