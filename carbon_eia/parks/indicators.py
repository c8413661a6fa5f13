"""The indicators of a park in a year with their targets (环办环评函〔2021〕471号; our grouping)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.energy import electricity_rate
from carbon_eia.parks.park_account import ELECTRICITY, Line, ParkAccount
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_statements import stated_value
from carbon_eia.parks.scenario import YearAccount
from carbon_eia.parks.sums import exact_sum
from carbon_eia.reference import World
from carbon_eia.units import parse_unit

__all__ = ["Indicator", "indicators"]

KWH = parse_unit("kWh")


class Indicator(NamedTuple):
    """One indicator of one year: ``value`` in ``unit``, None where a figure for it is missing."""

    id: str
    group: str
    name: Mapping[str, str]
    unit: str
    better: str
    targets: tuple[str, ...]
    value: Fraction | None
    asked: bool = False
    """Whether the park file has to state it: the accounts of the members do not give it."""


class _Year(NamedTuple):
    """What the formulas need of a year."""

    park: Park
    account: ParkAccount
    scenario: str
    year: YearAccount
    coal: frozenset[str]
    biomass: frozenset[str]
    tce_per_mwh: Fraction

    def value(self, kind: str) -> Fraction | None:
        """万元 of the year: its activity, or that of the other kind scaled with it."""
        if kind == self.park.activity:
            return self.year.value()
        return _scaled(self, kind)

    def used(self, keep: Callable[[Line], bool]) -> Fraction | None:
        """tce used, what is sold taken off, of the lines kept; None where one is unknown."""
        found = [x.tce for x in self.year.lines if x.carrier and keep(x)]
        if any(t is None for t in found):
            return None
        return exact_sum(t for t in found if t is not None)

    def power(self) -> Fraction:
        """kWh of electricity used, what is sold out of the park not taken off."""
        used = [x.mwh for x in self.year.lines if x.carrier == ELECTRICITY and x.mwh > 0]
        return (exact_sum(used) + self.own_mwh("used")) * parse_unit("MWh").factor_to(KWH)

    def own_mwh(self, key: str) -> Fraction:
        """MWh of the park's own renewables in the last year that is stated."""
        known = [r for r in self.park.renewables if r.year <= self.year.year]
        last = {r.name: r for r in sorted(known, key=lambda r: r.year)}
        return sum((getattr(r, key).to("MWh") for r in last.values()), Fraction(0))


def indicators(
    park: Park, account: ParkAccount, scenario: str, year: YearAccount, world: World
) -> list[Indicator]:
    """Every indicator of ``factors/park.toml`` for a year of a scenario."""
    raw = world.tables.toml("park.toml")
    families = raw["families"]
    coal, biomass = frozenset(families["coal"]), frozenset(families["biomass"])
    rate = electricity_rate(world).quantity.to("tce/MWh")
    held = _Year(park, account, scenario, year, coal, biomass, rate)
    return [_indicator(spec, held) for spec in raw["indicators"]]


def _indicator(spec: Mapping[str, Any], year: _Year) -> Indicator:
    if spec.get("stated"):
        value = _stated_value(spec, year)
    else:
        value = FORMULAS[spec["id"]](year)
        if value is not None and spec["unit"] == "%":
            value *= 100
    return Indicator(
        spec["id"],
        spec["group"],
        {"zh": spec["zh"], "en": spec["en"]},
        spec["unit"],
        spec["better"],
        tuple(spec.get("targets", ())),
        value,
        bool(spec.get("stated")),
    )


def _stated_value(spec: Mapping[str, Any], year: _Year) -> Fraction | None:
    """What the park file states of an indicator; None where it states nothing."""
    at = year.year.year
    scenario = "" if at == year.park.base_year else year.scenario
    found = stated_value(year.park.indicators, spec["id"], scenario, at)
    return None if found is None else found.value.to(spec["unit"])


def _ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole


def _scaled(year: _Year, kind: str) -> Fraction | None:
    """The other kind of value: each member's grows with its activity, so that their ratio stays."""
    total = Fraction(0)
    for name, activity in year.year.activity.items():
        stated = _stated(year, name)
        other, own = stated[kind], stated[year.park.activity]
        if activity is None or other is None or not own:
            return None
        total += activity * other / own
    return total


def _stated(year: _Year, name: str) -> dict[str, Fraction | None]:
    member = year.park.member(name)
    if member is not None:
        m = year.account.of(name)
        return {"added_value": m.added_value, "output_value": m.output_value}
    total = next(t for t in year.park.totals if t.name == name)
    held = {"added_value": total.added_value, "output_value": total.output_value}
    return {k: None if v is None else v.to("万元") for k, v in held.items()}


def _people(year: _Year) -> Fraction | None:
    known = [y for y in year.park.years if y.year == year.year.year and y.population is not None]
    return None if not known or known[0].population is None else known[0].population.to("人")


def _non_fossil(year: _Year) -> Fraction | None:
    """Biomass, proven green power and own renewables, over all energy with own renewables."""
    whole = year.used(lambda x: True)
    part = year.used(lambda x: x.carrier in year.biomass or x.supply == "green")
    if whole is None or part is None:
        return None
    own = year.own_mwh("used") * year.tce_per_mwh
    return _ratio(part + own, whole + own)


def _green(year: _Year) -> Fraction | None:
    used = [x for x in year.year.lines if x.carrier == ELECTRICITY and x.mwh > 0]
    green = exact_sum(x.mwh for x in used if x.supply == "green")
    own = year.own_mwh("used")
    return _ratio(green + own, exact_sum(x.mwh for x in used) + own)


def _within(year: _Year) -> Fraction | None:
    """Added value of the members whose verdict is a pass, over that of those that have one."""
    passed = judged = Fraction(0)
    for name, activity in year.year.activity.items():
        if year.park.member(name) is None or activity is None:
            continue
        verdict = year.account.of(name).assessment.decision.verdict
        if verdict != "undetermined":
            judged += activity
            passed += activity if verdict == "pass" else 0
    return _ratio(passed, judged)


def _level_2(year: _Year) -> Fraction | None:
    """Members all of whose judged energy levels are 1 or 2, over the members that have one."""
    judged = kept = 0
    for name, activity in year.year.activity.items():
        if year.park.member(name) is None or activity is None:
            continue
        levels = year.account.of(name).assessment.energy_levels
        reached = [x.level for x in levels if x.level is not None]
        judged += bool(reached)
        kept += bool(reached) and set(reached) <= {"gb1", "gb2"}
    return _ratio(Fraction(kept), Fraction(judged))


def _process(year: _Year) -> Fraction | None:
    lines: Sequence[Line] = year.year.lines
    process = exact_sum(x.co2e for x in lines if x.category == "process")
    return _ratio(process, year.year.total())


FORMULAS: dict[str, Callable[[_Year], Fraction | None]] = {
    "carbon_per_added_value": lambda y: _ratio(y.year.total(), y.value("added_value")),
    "carbon_per_output_value": lambda y: _ratio(y.year.total(), y.value("output_value")),
    "carbon_per_area": lambda y: _ratio(y.year.total(), y.park.area.to("公顷")),
    "carbon_per_person": lambda y: _ratio(y.year.total(), _people(y)),
    "energy_per_added_value": lambda y: _ratio(y.year.energy(), y.value("added_value")),
    "coal_share": lambda y: _ratio(y.used(lambda x: x.carrier in y.coal), y.used(lambda x: True)),
    "non_fossil_share": _non_fossil,
    "electricity_share": lambda y: _ratio(
        y.used(lambda x: x.carrier == ELECTRICITY), y.used(lambda x: True)
    ),
    "green_share": _green,
    "own_renewables": lambda y: y.own_mwh("generation"),
    "carbon_per_energy": lambda y: _ratio(y.year.total(), y.year.energy()),
    "electricity_per_added_value": lambda y: _ratio(y.power(), y.value("added_value")),
    "added_value_per_area": lambda y: _ratio(y.value("added_value"), y.park.area.to("公顷")),
    "level2_share": _level_2,
    "process_share": _process,
    "non_co2_share": lambda y: _ratio(
        exact_sum(x.co2e - x.co2 for x in y.year.lines), y.year.total()
    ),
    "within_admission_share": _within,
}
"""Indicator → its formula over a year."""
