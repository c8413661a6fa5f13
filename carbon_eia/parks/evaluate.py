"""One park → everything that is known about its plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from carbon_eia.benchmarks import Benchmark
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.parks.activity_cases import ActivityCase, activity_cases
from carbon_eia.parks.choose import PlanChoice, caps_of, choose
from carbon_eia.parks.conclude import Conclusion, conclude
from carbon_eia.parks.effects import Effects, effects_between
from carbon_eia.parks.indicators import Indicator, indicators
from carbon_eia.parks.judge import Judgement, judge
from carbon_eia.parks.park_account import MemberAccount, ParkAccount, take_account
from carbon_eia.parks.park_balance import CarrierBalance, energy_balance
from carbon_eia.parks.park_model import Park, Scenario
from carbon_eia.parks.regional_targets import target_in
from carbon_eia.parks.scenario import Follower, Path
from carbon_eia.parks.suggest import Pending, Suggestion, pending_projects, suggestions
from carbon_eia.reference import World

__all__ = ["EmissionStep", "Evaluation", "evaluate_park"]

Progress = Callable[[str], None]
"""Told the name of each stage as it begins."""


class EmissionStep(NamedTuple):
    """A change of emission with its effects: between two years, or two scenarios of one year."""

    kind: str
    scenario: str
    start: int
    end: int
    before: Fraction
    after: Fraction
    effects: Effects | None


class Evaluation(NamedTuple):
    """The whole of a park's evaluation; its record is written from it and from nothing else."""

    park: Park
    world: World
    benchmarks: tuple[Benchmark, ...]
    account: ParkAccount
    paths: tuple[Path, ...]
    plan: Path
    optimised: Path
    choice: PlanChoice | None
    indicators: Mapping[tuple[str, int], tuple[Indicator, ...]]
    """(scenario, year) → indicators: the base year, and each plan year of each scenario."""
    steps: tuple[EmissionStep, ...]
    large: tuple[tuple[MemberAccount, Fraction], ...]
    """Members at or above the threshold of tracking, with their tce, the largest first."""
    suggestions: tuple[Suggestion, ...]
    conclusion: Conclusion
    balance: tuple[CarrierBalance, ...]
    cases: tuple[ActivityCase, ...]
    judgements: Mapping[str, Judgement]
    """Target → its judgement, of those that hold for the park."""
    pending: tuple[Pending, ...]

    @property
    def base(self) -> Path:
        """Any path in the base year is the base year."""
        return self.paths[0]


def evaluate_park(
    park: Park,
    world: World,
    benchmarks: Sequence[Benchmark] = (),
    progress: Progress = lambda stage: None,
) -> Evaluation:
    """Account a park, follow its scenarios, choose among its projects, and conclude.

    ``benchmarks``: beside those of the files that the park names. Raises InputError with all
    problems of the park and its members.
    """
    kinds = {s.kind for s in reversed(park.scenarios)}
    if not kinds & {"plan", "optimised"}:
        raise InputError(Problem("CE-K014", Place(key="scenarios")))
    progress("account")
    account = take_account(park, world, benchmarks)
    progress("scenarios")
    best = next((s for s in park.scenarios if s.projects == "chosen"), None)
    choice: PlanChoice | None = None
    if best is not None:
        progress("choice")
        choice = choose(park, account, best, world)
    paths: list[Path] = []
    for s in park.scenarios:
        if choice is not None and s is best:
            paths.append(choice.path)
        elif choice is not None and s.projects == "chosen":
            paths.append(_chosen(park, account, s, world, choice))
        else:
            paths.append(_stated(park, account, s, world))
    plan = _of_kind(paths, "plan") or _of_kind(paths, "optimised") or paths[0]
    optimised = _of_kind(paths, "optimised") or plan
    progress("effects")
    found = {
        (path.scenario.name, year): _indicators(park, account, path, year, world)
        for path in paths
        for year in (park.base_year, *park.plan_years)
    }
    steps = tuple(_steps(park, paths, plan, optimised))
    told = tuple(suggestions(park, account, plan, optimised, choice, world))
    return Evaluation(
        park,
        world,
        tuple(benchmarks),
        account,
        tuple(paths),
        plan,
        optimised,
        choice,
        found,
        steps,
        _large(account, park, world),
        told,
        conclude(park, account, plan, optimised, choice, caps_of(park)),
        tuple(energy_balance(park, account, world)),
        activity_cases(park, account, paths, world),
        _judgements(park, account, (plan, optimised), world),
        tuple(pending_projects(park, account, plan, choice, world)),
    )


def _indicators(
    park: Park, account: ParkAccount, path: Path, year: int, world: World
) -> tuple[Indicator, ...]:
    return tuple(indicators(park, account, path.scenario.name, path.at(year), world))


def _judgements(
    park: Park, account: ParkAccount, paths: tuple[Path, Path], world: World
) -> dict[str, Judgement]:
    """The judgement of every target of an indicator that holds in the park's region and day."""
    known: dict[tuple[str, int], tuple[Indicator, ...]] = {}

    def values(path: Path, year: int, place: int) -> Indicator:
        key = path.scenario.name, year
        if key not in known:
            known[key] = _indicators(park, account, path, year, world)
        return known[key][place]

    found: dict[str, Judgement] = {}
    for place, spec in enumerate(world.tables.toml("park.toml")["indicators"]):
        for ident in spec.get("targets", ()):
            target = target_in(world, ident, park.region)
            if target is not None:
                of = partial(values, place=place)
                found[ident] = judge(target, park, paths, of, world)
    return found


def _of_kind(paths: Sequence[Path], kind: str) -> Path | None:
    return next((p for p in paths if p.scenario.kind == kind), None)


def _stated(park: Park, account: ParkAccount, scenario: Scenario, world: World) -> Path:
    planned = [m for m in park.members if m.role == "projects" and m.start is not None]
    admitted = [] if scenario.projects == "none" else planned
    starts = {m.name: m.start for m in admitted if m.start is not None}
    return Follower(park, account, scenario, world).path(account.members, starts)


def _chosen(
    park: Park, account: ParkAccount, scenario: Scenario, world: World, choice: PlanChoice
) -> Path:
    """Another scenario with the projects that were chosen, as their own files state measures."""
    starts = {a.name: a.start for a in choice.admitted}
    return Follower(park, account, scenario, world).path(account.members, starts)


def _steps(park: Park, paths: Sequence[Path], plan: Path, optimised: Path) -> list[EmissionStep]:
    found: list[EmissionStep] = []
    for path in paths:
        for year in park.plan_years:
            before, after = path.at(park.base_year), path.at(year)
            effects = effects_between(before, after)
            totals = before.total(), after.total()
            name = path.scenario.name
            found.append(EmissionStep("years", name, park.base_year, year, *totals, effects))
    if optimised is not plan:
        for year in park.plan_years:
            before, after = plan.at(year), optimised.at(year)
            effects = effects_between(before, after)
            name = optimised.scenario.name
            found.append(
                EmissionStep("optimised", name, year, year, before.total(), after.total(), effects)
            )
    return found


def _large(
    account: ParkAccount, park: Park, world: World
) -> tuple[tuple[MemberAccount, Fraction], ...]:
    """Members whose own energy reaches the threshold of the city's tracking (二（二）1)."""
    spec = world.tables.toml("park.toml")["large_user"]["target"]
    target = target_in(world, spec, park.region)
    if target is None:
        return ()
    threshold = Fraction(target["value"])
    found: list[tuple[MemberAccount, Fraction]] = []
    for m in account.members:
        if m.member.role == "projects":
            continue
        used = [x.tce for x in m.lines if x.tce is not None and x.tce > 0]
        total = sum(used, Fraction(0))
        if total >= threshold:
            found.append((m, total))
    return tuple(sorted(found, key=lambda x: -x[1]))
