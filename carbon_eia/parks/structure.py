"""A stated structure: the share of the park's activity that each member or sector has in a year.

    k_g = σ_g × Σ activity ÷ activity of g        in the year that is stated

σ_g is the share that is stated, the activities are those that the scenario gives without it. The
activity of every member of g is multiplied by k_g: reached on a straight line from the base year
and then held, as any other change. So the whole of the park stays in the stated year, and a
structure equal to what would be there anyway changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import Problem
from carbon_eia.messages import LANGUAGES, in_languages, sentence
from carbon_eia.parks.park_model import Scenario, ScenarioChange
from carbon_eia.parks.sums import exact_sum
from carbon_eia.reference.factor_tables import SectorNames
from carbon_eia.units import decimal_text

__all__ = ["Actor", "Points", "share_problems", "stated_shares", "structure_points"]

REST = "park.report.others"
"""What a share without ``of`` speaks of."""

Points = Mapping[str, tuple[tuple[int, Fraction], ...]]
"""Member or sector total → its changes of activity, by the year in which each is reached."""


class Actor(NamedTuple):
    """A member or a sector total in one year: 万元 without the structure, None where not known."""

    name: str
    sector: str
    activity: Fraction | None


def stated_shares(scenario: Scenario) -> dict[int, list[ScenarioChange]]:
    """The changes of a scenario that state a share of activity, by year."""
    found: dict[int, list[ScenarioChange]] = {}
    for c in scenario.changes:
        if c.activity_share is not None:
            found.setdefault(c.year, []).append(c)
    return found


def structure_points(
    scenario: Scenario,
    actors: Mapping[int, Iterable[Actor]],
    names: Mapping[str, SectorNames],
) -> tuple[Points, list[Problem]]:
    """How the stated structures change the activity of each member, and what is wrong with them.

    ``actors``: those that run in each stated year; ``names``: those of sectors, by id. CE-K021: a
    share of what has no activity in that year; CE-K022: a member without a share; CE-K023: a
    member that states no activity.
    """
    points: dict[str, list[tuple[int, Fraction]]] = {}
    problems: list[Problem] = []
    for year, shares in sorted(stated_shares(scenario).items()):
        own = {c.of: c for c in shares}
        groups: dict[str, list[Actor]] = {of: [] for of in own}
        left: list[str] = []
        for actor in actors[year]:
            # a member goes before its sector, and that before all others
            of = next((of for of in (actor.name, actor.sector, "") if of in own), None)
            if of is None:
                left.append(actor.name)
            else:
                groups[of].append(actor)
        facts: dict[str, object] = {"scenario": scenario.name, "year": year}
        if left:
            told = {**facts, "names": "、".join(left)}
            problems.append(Problem("CE-K022", shares[0].place, told))
        unknown = [a.name for group in groups.values() for a in group if a.activity is None]
        if unknown:
            told = {**facts, "names": "、".join(unknown)}
            problems.append(Problem("CE-K023", shares[0].place, told))
            continue
        sums = {
            of: exact_sum(a.activity for a in group if a.activity is not None)
            for of, group in groups.items()
        }
        whole = exact_sum(sums.values())
        for of, change in own.items():
            share = change.activity_share
            if share and not sums[of]:
                told = {**facts, "of": names.get(change.of, change.of or in_languages(REST))}
                problems.append(Problem("CE-K021", change.place, told))
            elif share is not None and sums[of]:
                moved = share * whole / sums[of] - 1
                for actor in groups[of]:
                    points.setdefault(actor.name, []).append((year, moved))
    return {name: tuple(own) for name, own in points.items()}, problems


def share_problems(scenario: Scenario, labels: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the shares that a scenario states; ``labels``: names of sectors by id.

    CE-K004 a share twice, CE-K012 more of an energy replaced than all of it, CE-K020 shares of
    activity that are not all of the park, CE-K024 a share beside a change of the same activity,
    CE-K025 a structure where projects are chosen, whose structure is a result.
    """
    problems = [*_replaced(scenario)]
    stated = stated_shares(scenario)
    for year, changes in stated.items():
        shares: dict[str, Fraction] = {}
        for c in changes:
            if c.of in shares:
                value = labels.get(c.of, c.of) or "activity_share"
                problems.append(Problem("CE-K004", c.place, {"value": value}))
            shares[c.of] = shares.get(c.of, Fraction(0)) + (c.activity_share or Fraction(0))
        whole = sum(shares.values(), Fraction(0))
        if whole != 1:
            told = {labels.get(of, of): v for of, v in shares.items()}
            params: dict[str, object] = {
                "scenario": scenario.name,
                "year": year,
                "sum": _percent(whole),
                "over": f"{'+' if whole > 1 else '−'}{_percent(abs(whole - 1))}",
                "parts": {
                    lang: " + ".join(
                        f"{of or sentence(REST, lang)} {_percent(v)} %" for of, v in told.items()
                    )
                    for lang in LANGUAGES
                },
            }
            problems.append(Problem("CE-K020", changes[0].place, params))
    named = {c.of for changes in stated.values() for c in changes if c.of}
    for c in scenario.changes:
        if c.of in named and c.activity is not None:
            problems.append(Problem("CE-K024", c.place, {"value": labels.get(c.of, c.of)}))
    if stated and scenario.projects == "chosen":
        place = next(iter(stated.values()))[0].place
        problems.append(Problem("CE-K025", place, {"scenario": scenario.name}))
    return problems


def _replaced(scenario: Scenario) -> Iterator[Problem]:
    """Of one energy no more than all of it can be replaced."""
    sums: dict[tuple[str, int, str], Fraction] = {}
    for c in scenario.changes:
        if c.switch_from and c.share is not None:
            key = c.of, c.year, c.switch_from
            sums[key] = sums.get(key, Fraction(0)) + c.share
            if sums[key] > 1:
                params: dict[str, object] = {"value": c.switch_from, "sum": _percent(sums[key])}
                yield Problem("CE-K012", c.place, params)


def _percent(share: Fraction) -> str:
    return decimal_text(share * 100, 12)
