"""What the park file states beside its members: pollutants, indicators, other plans.

Their names are those of ``factors/park.toml``; whatever is not stated stays a marked gap in the
report and is never filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carbon_eia.errors import Problem, UnitError
from carbon_eia.parks.park_model import Coordination, Park, Pollutant, StatedIndicator
from carbon_eia.reference import open_tables

__all__ = ["stated_value", "statement_problems", "with_ids"]


def with_ids(park: Park) -> Park:
    """The park with its indicators and plans by their ids; unknown names stay as they are."""
    indicators, plans = _named("indicators"), _named("coordination")
    return park._replace(
        indicators=tuple(i._replace(name=indicators.get(i.name, i.name)) for i in park.indicators),
        coordination=tuple(c._replace(plan=plans.get(c.plan, c.plan)) for c in park.coordination),
    )


def _rows(section: str) -> Sequence[Mapping[str, Any]]:
    """The entries of a section that a park file may state."""
    rows = open_tables().toml("park.toml")[section]
    return [r for r in rows if section != "indicators" or r.get("stated")]


def _named(section: str) -> dict[str, str]:
    """Every name of the entries of a section, in either language, and their ids."""
    return {str(name): r["id"] for r in _rows(section) for name in (r["id"], r["zh"], r["en"])}


def stated_value(
    found: Sequence[StatedIndicator], ident: str, scenario: str, year: int
) -> StatedIndicator | None:
    """What is stated of an indicator in a year; the base year belongs to no scenario."""
    for i in found:
        if i.name == ident and i.year == year and i.scenario == scenario:
            return i
    return None


def statement_problems(park: Park) -> list[Problem]:
    """What is wrong with the statements: CE-K004 twice stated, CE-K008 unknown, CE-K003 a year
    that is not assessed, CE-K027 a unit that does not fit."""
    return [*_unknown(park), *_years(park), *_twice(park), *_units(park)]


def _unknown(park: Park) -> Iterator[Problem]:
    known = {s: {r["id"]: r["zh"] for r in _rows(s)} for s in ("indicators", "coordination")}
    named = [(i.name, known["indicators"], i.place) for i in park.indicators]
    named += [(c.plan, known["coordination"], c.place) for c in park.coordination]
    scenarios = {s.name: s.name for s in park.scenarios}
    entries: list[Pollutant | StatedIndicator] = [*park.pollutants, *park.indicators]
    named += [(x.scenario, scenarios, x.place) for x in entries if x.scenario]
    for name, names, place in named:
        if name not in names:
            yield Problem("CE-K008", place, {"value": name, "known": "、".join(names.values())})


def _years(park: Park) -> Iterator[Problem]:
    """The base year stands without a scenario, a plan year with one."""
    entries: list[Pollutant | StatedIndicator] = [*park.pollutants, *park.indicators]
    for x in entries:
        fits = x.year in park.plan_years if x.scenario else x.year == park.base_year
        if not fits:
            yield Problem("CE-K028", x.place, {"year": x.year, "base": park.base_year})


def _twice(park: Park) -> Iterator[Problem]:
    seen: set[tuple[object, ...]] = set()
    entries: list[tuple[Pollutant | StatedIndicator | Coordination, tuple[object, ...]]] = []
    entries += [(x, ("pollutants", x.name, x.scenario, x.year)) for x in park.pollutants]
    entries += [(x, ("indicators", x.name, x.scenario, x.year)) for x in park.indicators]
    entries += [(c, ("coordination", c.plan)) for c in park.coordination]
    for x, key in entries:
        if key in seen:
            yield Problem("CE-K004", x.place, {"value": key[1]})
        seen.add(key)


def _units(park: Park) -> Iterator[Problem]:
    units = {r["id"]: r["unit"] for r in _rows("indicators")}
    for i in park.indicators:
        if i.name not in units:
            continue
        try:
            i.value.to(units[i.name])
        except UnitError:
            params = {"value": i.value.text, "unit": units[i.name]}
            yield Problem("CE-K027", i.place, params)
