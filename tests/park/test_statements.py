"""What a park file states beside its members: read, refused, and a gap where it is left out."""

from __future__ import annotations

import pytest

from carbon_eia.errors import InputError
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import ParkRecord

from .small import coal, member, power, project, read, scenario, the_world

FILES = {
    "甲": project("甲", power("电", "400") + coal("煤", "100")),
    "乙": project("乙", power("电", "200")),
}
MEMBERS = member("enterprises", "甲") + member("projects", "乙", "start = 2028")
DUST = '[[pollutants]]\nname = "颗粒物"\nyear = {year}\n{more}amount = "2 t"\nsource = "监测"\n'
WATER = '[[indicators]]\nname = "{name}"\nyear = 2025\nvalue = "{value}"\nsource = "统计"\n'


def record(text: str, changes: str = "") -> ParkRecord:
    """The record of a park of one enterprise and one project that states something."""
    park = read(MEMBERS + text + scenario("规划", "plan", changes), FILES)
    return make_record(evaluate_park(park, the_world()))


def codes(text: str, changes: str = "") -> list[str]:
    """The codes of what is wrong with a park file."""
    with pytest.raises(InputError) as caught:
        record(text, changes)
    return [p.code for p in caught.value.problems]


def test_a_pollutant_stands_beside_its_cap_and_the_carbon_of_its_year() -> None:
    """2 t of dust beside 420 t CO2 in 2025 and 520 t in 2030, of a cap of 1.5 t."""
    text = DUST.format(year=2025, more="") + DUST.format(
        year=2030, more='scenario = "规划"\nlimit = "1.5 t"\n'
    )
    base, plan = record(text).pollutants
    assert (base.within, plan.within) == (None, False)
    assert base.ratio is not None
    assert base.ratio.number == pytest.approx(2000 / 420)
    assert plan.ratio is not None
    assert plan.ratio.number == pytest.approx(2000 / 520)


def test_what_is_not_stated_is_a_gap_and_no_figure() -> None:
    """Every other plan is listed with what it asks; none has a text or a result."""
    found = record("")
    assert found.pollutants == ()
    assert len(found.coordination) >= 6
    assert {(c.text, c.result) for c in found.coordination} == {("", None)}
    assert all(c.asks.zh and c.asks.en for c in found.coordination)


def test_another_plan_is_known_by_its_name_or_id() -> None:
    """国土空间规划 and spatial are one plan; each is stated once."""
    entry = '[[coordination]]\nplan = "{name}"\ntext = "不涉及"\nresult = "协调"\n'
    for name in ("国土空间规划", "spatial"):
        stated = {c.id: c for c in record(entry.format(name=name)).coordination}
        assert (stated["spatial"].text, stated["spatial"].result) == ("不涉及", "conforms")
    twice = entry.format(name="国土空间规划") + entry.format(name="spatial")
    assert codes(twice) == ["CE-K004"]
    assert codes(entry.format(name="别的规划")) == ["CE-K008"]


def test_an_indicator_is_stated_in_its_unit_once() -> None:
    """A share in m3 does not fit; a computed indicator cannot be stated."""
    assert codes(WATER.format(name="工业用水重复利用率", value="3 m3/万元")) == ["CE-K027"]
    assert codes(WATER.format(name="煤炭消费比重", value="3 %")) == ["CE-K008"]
    once = WATER.format(name="工业用水重复利用率", value="80 %")
    assert codes(once + once) == ["CE-K004"]
    held = next(i for i in record(once).indicators if i.id == "water_reused")
    assert held.asked
    assert held.base is not None
    assert held.base.value == "80"
    assert [s.source for s in held.stated] == ["统计"]


@pytest.mark.parametrize(
    ("year", "more"), [(2030, ""), (2025, 'scenario = "规划"\n'), (2028, 'scenario = "规划"\n')]
)
def test_a_year_and_its_scenario_fit(year: int, more: str) -> None:
    """The base year has no scenario; a plan year has one; other years are not assessed."""
    assert codes(DUST.format(year=year, more=more)) == ["CE-K028"]


def test_an_unknown_scenario_is_named() -> None:
    """A pollutant of a scenario that the file does not have."""
    assert codes(DUST.format(year=2030, more='scenario = "没有"\n')) == ["CE-K008"]


# --- low and high activity


RANGE = 'year = 2030\nactivity = "20 %"\nactivity_low = "10 %"\nactivity_high = "50 %"'


def test_low_and_high_cases_are_the_ends_of_the_stated_range() -> None:
    """400 MWh × 0.5 and 100 t × 2.2, all grow by 10, 20 or 50 %; the new project is there too."""
    found = {(c.case, c.year): c for c in record("", RANGE).cases}
    for case, growth in (("low", 1.1), ("central", 1.2), ("high", 1.5)):
        assert float(found[case, 2030].total.number) == pytest.approx(520 * growth)
    assert {c.within_cap for c in found.values()} == {None}


def test_the_high_case_is_held_against_the_cap() -> None:
    """A cap of 630 t holds the plan (624 t) and not the high case (780 t)."""
    cap = '[[years]]\nyear = 2030\ncarbon_cap = "630 tCO2"\nsource = "假定"\n'
    found = {c.case: c.within_cap for c in record(cap, RANGE).cases}
    assert found == {"low": True, "central": True, "high": False}


def test_without_a_range_there_are_no_cases() -> None:
    """Nothing is assumed where the file states no range."""
    assert record("", 'year = 2030\nactivity = "20 %"').cases == ()


@pytest.mark.parametrize(
    "change",
    [
        'year = 2030\nactivity_low = "10 %"',
        'year = 2030\nactivity = "20 %"\nactivity_low = "25 %"\nactivity_high = "30 %"',
        'year = 2030\nactivity_low = "-20 %"\nactivity_high = "-10 %"',
    ],
)
def test_a_range_holds_the_change_and_has_both_ends(change: str) -> None:
    """One end alone, a change outside, a range without the unchanged case where none is stated."""
    assert codes("", change) == ["CE-K026"]


def test_a_pending_project_is_no_saving() -> None:
    """乙 has no admission value: it is listed with what it would emit, and not as a suggestion."""
    optimised = scenario("优化", "optimised", more='projects = "择优"')
    park = read(MEMBERS + scenario("规划", "plan") + optimised, FILES)
    found = make_record(evaluate_park(park, the_world()))
    assert [(x.name, x.emission.value) for x in found.pending] == [("乙", "100")]
    assert [s.kind for s in found.suggestions] == []
    assert [c.code for c in found.conclusion.conditions] == ["park.condition.pending"]
