"""Whether the plan of a park fits: acceptable, acceptable with adjustments, or to be resubmitted.

    (a) intensity after the plan against the base year, and against the city's target
    (b) total against the caps and the increment allotted
    (c) projects that enter, against their admission values

环办环评函〔2021〕471号 states no numeric rule; this one is the project's own. The plan is
acceptable where all hold, acceptable with adjustments where they hold after the optimisation, and
to be adjusted and resubmitted where they do not even then.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.parks.choose import PlanChoice, list_entry, reaches
from carbon_eia.parks.park_account import ParkAccount
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.scenario import Path

__all__ = ["STATUS", "Conclusion", "Criterion", "conclude"]

STATUS = ("acceptable", "adjust", "resubmit", "undetermined")


class Criterion(NamedTuple):
    """One criterion: ``plan`` and ``optimised`` are values in ``unit`` or counts; None where a
    figure is missing. ``passed``: whether it holds as planned, and after the optimisation."""

    id: str
    year: int | None
    unit: str
    plan: Fraction | None
    optimised: Fraction | None
    limit: Fraction | None
    passed: tuple[bool | None, bool | None]
    source: str = ""


class Conclusion(NamedTuple):
    """The conclusion with what it rests on, and what is missing (codes with their facts)."""

    status: str
    criteria: tuple[Criterion, ...]
    missing: tuple[tuple[str, Mapping[str, object]], ...]


Caps = Mapping[tuple[str, int], Fraction]


def conclude(
    park: Park,
    account: ParkAccount,
    plan: Path,
    optimised: Path,
    choice: PlanChoice | None,
    caps: Caps,
) -> Conclusion:
    """The conclusion on a park."""
    found: list[Criterion] = []
    last = park.plan_years[-1]
    base = plan.at(park.base_year)
    before = base.intensity()
    for year in park.plan_years:
        after = plan.at(year).intensity(), optimised.at(year).intensity()
        found.append(_below("intensity_base", year, "tCO2e/万元", after, before))
    target = park.city.carbon_intensity
    if target is not None:
        limit = target.to("tCO2/万元")
        after = plan.at(last).intensity(), optimised.at(last).intensity()
        found.append(_below("intensity_city", last, "tCO2e/万元", after, limit, park.city.source))
    for kind, year in caps:
        if year not in park.plan_years:
            continue
        unit = "tCO2e" if kind == "carbon" else "tce"
        values = tuple(
            p.at(year).total() if kind == "carbon" else p.at(year).energy()
            for p in (plan, optimised)
        )
        source = next((y.source for y in reversed(park.years) if y.year <= year and y.source), "")
        pair = values[0], values[1]
        found.append(_below(f"{kind}_cap", year, unit, pair, caps[kind, year], source))
    if park.increment is not None:
        limit = park.increment.to("tCO2")
        start = base.total()
        more = plan.at(last).total() - start, optimised.at(last).total() - start
        found.append(_below("increment", last, "tCO2e", more, limit, park.city.source))
    modes = {} if choice is None else {a.name: a.mode for a in choice.admitted}
    for id_, counts in (
        ("above_admission", (_above(account, plan, {}), _above(account, optimised, modes))),
        ("pending", (_pending(account, plan), _pending(account, optimised))),
    ):
        found.append(_below(id_, None, "个", counts, Fraction(0)))
    missing: list[tuple[str, Mapping[str, object]]] = [
        ("park.missing.member", {"name": name}) for name in account.incomplete()
    ]
    if before is None:
        missing.append(("park.missing.value", {}))
    if not caps and park.increment is None and target is None:
        missing.append(("park.missing.limits", {}))
    return Conclusion(_status(found, bool(missing)), tuple(found), tuple(missing))


def _above(account: ParkAccount, path: Path, modes: Mapping[str, str]) -> Fraction:
    """How many projects enter above their admission value, with the measures that are counted."""
    entering = [m for m in account.members if m.member.name in path.admitted]
    entries = [(m, list_entry(m)) for m in entering]
    return Fraction(
        sum(
            e == "refuse"
            or (e == "retrofit" and not reaches(m, modes.get(m.member.name, m.member.measures)))
            for m, e in entries
        )
    )


def _pending(account: ParkAccount, path: Path) -> Fraction:
    """How many projects enter of which nobody can say whether they may."""
    entering = [m for m in account.members if m.member.name in path.admitted]
    return Fraction(sum(list_entry(m) == "pending" for m in entering))


def _below(
    id_: str,
    year: int | None,
    unit: str,
    values: tuple[Fraction | None, Fraction | None],
    limit: Fraction | None,
    source: str = "",
) -> Criterion:
    passed = [None if v is None or limit is None else v <= limit for v in values]
    return Criterion(id_, year, unit, *values, limit, (passed[0], passed[1]), source)


def _status(criteria: list[Criterion], missing: bool) -> str:
    if missing or any(c.passed[1] is None for c in criteria):
        return "undetermined"
    if not all(c.passed[1] for c in criteria):
        return "resubmit"
    return "acceptable" if all(c.passed[0] for c in criteria) else "adjust"
