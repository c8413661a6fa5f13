"""Scenarios year by year, each figure by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.errors import InputError
from carbon_eia.parks.indicators import indicators
from carbon_eia.parks.park_account import ParkAccount, take_account
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.scenario import Path, follow, interpolated
from carbon_eia.parks.sums import exact_sum

from .small import coal, heat, member, power, project, read, scenario, the_world, transfer

F = Fraction
FILES = {
    "甲": project("甲", power("电", "400") + coal("煤", "100")),  # 200 + 220 t
    "新": project("新", power("电", "200"), "60"),  # 100 t
}
MEMBERS = member("enterprises", "甲") + member("projects", "新", "start = 2028")


def followed(changes: str, kind: str = "plan", files: dict[str, str] = FILES) -> tuple[Park, Path]:
    """The small park in one scenario."""
    park = read(MEMBERS + scenario("情景", kind, changes), files)
    account = take_account(park, the_world())
    return park, follow(park, account, park.scenarios[0], the_world())


def test_nothing_stated_nothing_changes() -> None:
    """The baseline has no planned projects: 420 t every year, the first of them the peak."""
    _, path = followed("", "baseline")
    assert {y.total() for y in path.years} == {420}
    assert path.peak().year == 2025


def test_a_planned_project_emits_from_its_start() -> None:
    """420 t until 2027, 520 t from 2028; Σ emission ÷ Σ value, 520 ÷ 160, no mean of ratios."""
    _, path = followed("")
    assert [y.total() for y in path.years] == [420, 420, 420, 520, 520, 520]
    assert path.at(2030).intensity() == F(520, 160)
    assert path.peak().year == 2028


def test_changes_grow_linearly_and_are_held() -> None:
    """+20 % of activity by 2027 is +10 % in 2026; held after that."""
    _, path = followed('year = 2027\nactivity = "20 %"', "baseline")
    assert [y.total() for y in path.years] == [420, 462, 504, 504, 504, 504]
    assert path.at(2026).value() == 110


def test_the_change_of_a_member_goes_before_that_of_all() -> None:
    """−10 % of energy for all, −50 % for 新: 420 × 0.9 + 100 × 0.5."""
    changes = 'year = 2030\nenergy = "-10 %";year = 2030\nof = "新"\nenergy = "-50 %"'
    _, path = followed(changes)
    assert path.at(2030).total() == 378 + 50


def test_green_power_is_a_share_of_what_is_bought() -> None:
    """25 % of 600 MWh without emission: 300 − 75 + 220."""
    park, path = followed('year = 2030\ngreen_share = "25 %"')
    assert path.at(2030).total() == 445
    found = {
        i.id: i.value for i in indicators(park, _account(park), "规划", path.at(2030), the_world())
    }
    assert found["green_share"] == 25


def test_the_grid_factor_goes_from_that_of_the_file_to_the_one_stated() -> None:
    """From 0.5 to 0.3 by 2030: 0.42 in 2027, on 400 MWh; coal stays."""
    changes = 'year = 2030\ngrid_factor = "0.3 tCO2/MWh"'
    _, path = followed(changes, "baseline")
    assert path.at(2027).total() == 400 * F("0.42") + 220
    assert path.at(2030).total() == 120 + 220


def test_a_fuel_is_replaced_on_its_heat() -> None:
    """Half of 100 t coal by a heat pump of 3: 1250 GJ coal → its tce ÷ 3 ÷ 0.1229 MWh, at the
    grid\'s factor of the base year."""
    changes = (
        'year = 2026\nswitch_from = "烟煤"\nswitch_to = "电力"\nshare = "50 %"\nefficiency = "3"'
    )
    park, path = followed(changes, "baseline")
    grid = the_world().electricity(park.region, 2025)
    assert grid is not None
    mwh = F(1250) / F("29.3076") / 3 / F("0.1229")
    assert path.at(2030).total() == 200 + 110 + mwh * grid.quantity.to("tCO2/MWh")


def switch(old: str, new: str, share: str, of: str = "") -> str:
    """A change that replaces a share of an energy, with the same useful heat."""
    scope = f'of = "{of}"\n' if of else ""
    return f'{scope}year = 2026\nswitch_from = "{old}"\nswitch_to = "{new}"\nshare = "{share}"'


def test_shares_of_one_fuel_are_all_of_what_there_would_be() -> None:
    """60 % and 40 % of the coal replaced by power: none is left, in whichever order, and as much as
    by one switch of all of it."""
    _, whole = followed(switch("烟煤", "电力", "100 %"), "baseline")
    one, other = switch("烟煤", "电力", "60 %"), switch("烟煤", "热力", "40 %")
    _, both = followed(f"{one};{other}", "baseline")
    _, turned = followed(f"{other};{one}", "baseline")
    assert both.at(2030).total() == turned.at(2030).total()
    assert not [x for x in both.at(2030).lines if x.carrier == "bituminous-coal"]
    power = [sum(x.tce or 0 for x in p.at(2030).lines if "→" in x.source) for p in (both, whole)]
    assert power[0] == power[1]


def test_a_fuel_under_two_names_is_one_fuel() -> None:
    """CE-K012 where names of a fuel, or changes of all and of a member, add up to more than all."""
    for more in (switch("bituminous-coal", "热力", "60 %"), switch("烟煤", "热力", "60 %", "甲")):
        with pytest.raises(InputError) as caught:
            followed(f"{switch('烟煤', '电力', '60 %')};{more}", "baseline")
        (problem,) = caught.value.problems
        assert (problem.code, problem.params["sum"]) == ("CE-K012", "120")


def test_a_fuel_without_a_factor_cannot_be_switched_to() -> None:
    """CE-K011 names it."""
    with pytest.raises(InputError) as caught:
        followed('year = 2026\nswitch_from = "烟煤"\nswitch_to = "月光"\nshare = "50 %"')
    assert [p.code for p in caught.value.problems] == ["CE-K011"]


def test_the_heat_plant_follows_the_demand_of_its_buyers() -> None:
    """A project that takes half as much again makes the plant burn half as much again; heat that
    leaves the park and the price of the others\' heat stay."""
    plant = project(
        "热电", coal("燃煤", "200") + heat("外供蒸汽", "1000", more='supply = "外供"'), None
    )
    files = {
        "甲": project("甲", heat("蒸汽", "1000")),
        "新": project("新", heat("蒸汽", "500")),
        "热电": plant,
    }
    members = MEMBERS + member("facilities", "热电", 'kind = "heat_power"')
    sales = transfer("热电", "外供蒸汽", "甲", "蒸汽") + transfer("热电", "外供蒸汽", "新", "蒸汽")
    park = read(members + sales + scenario("规划", "plan"), files)
    path = follow(park, take_account(park, the_world()), park.scenarios[0], the_world())
    assert path.at(2025).total() == 440
    assert path.at(2028).total() == 660


def test_waste_heat_does_not_grow_with_demand() -> None:
    """A seller that is no heat plant sends what it sends: the 500 GJ more are bought outside."""
    files = {
        "甲": project("甲", heat("蒸汽", "1000")),
        "新": project("新", heat("蒸汽", "500")),
        "乙": project("乙", coal("煤", "200") + heat("余热", "1000", more='supply = "外供"')),
    }
    members = MEMBERS + member("enterprises", "乙")
    sales = transfer("乙", "余热", "甲", "蒸汽") + transfer("乙", "余热", "新", "蒸汽")
    park = read(members + sales + scenario("规划", "plan"), files)
    path = follow(park, take_account(park, the_world()), park.scenarios[0], the_world())
    assert path.at(2025).total() == 440
    assert path.at(2028).total() == 440 + 50


def test_indicators_by_hand() -> None:
    """甲 alone: 420 t; 400 MWh × 0.1229 = 49.16 tce, coal 2500 ÷ 29.3076; 100 万元, 公顷."""
    head = '[[years]]\nyear = 2025\npopulation = "60 人"\n'
    head += '[[renewables]]\nname = "光伏"\ngeneration = "120 MWh"\nused = "100 MWh"\nyear = 2025\n'
    park = read(head + MEMBERS + scenario("基准", "baseline"), FILES)
    account = _account(park)
    path = follow(park, account, park.scenarios[0], the_world())
    found = {i.id: i.value for i in indicators(park, account, "基准", path.at(2025), the_world())}
    power_tce, coal_tce = F("49.16"), F(2500) / F("29.3076")
    own = 100 * F("0.1229")
    whole = power_tce + coal_tce
    assert found["carbon_per_added_value"] == F("4.2")
    assert found["carbon_per_output_value"] == F("2.1")
    assert found["carbon_per_area"] == F("4.2")
    assert found["carbon_per_person"] == 7
    assert found["energy_per_added_value"] == whole / 100
    assert found["coal_share"] == coal_tce / whole * 100
    assert found["electricity_share"] == power_tce / whole * 100
    assert found["non_fossil_share"] == own / (whole + own) * 100
    assert found["green_share"] == F(100, 500) * 100
    assert found["own_renewables"] == 120
    assert found["process_share"] == 0
    assert found["carbon_per_energy"] == 420 / whole
    stated_elsewhere = ("clean_share", "solid_waste_used", "waste_heat_used", "water_reused")
    assert [found[i] for i in stated_elsewhere] == [None] * 4  # never 0
    assert found["level2_share"] is None  # nobody has a level
    assert found["non_co2_share"] == 0
    later = {i.id: i.value for i in indicators(park, account, "基准", path.at(2030), the_world())}
    assert later["carbon_per_person"] is None  # nobody said how many there are then


def _account(park: Park) -> ParkAccount:
    return take_account(park, the_world())


@given(st.lists(st.fractions(max_denominator=50)))
def test_an_exact_sum_is_the_sum(values: list[Fraction]) -> None:
    """Whatever the order and the denominators."""
    assert exact_sum(values) == sum(values, F(0))


@pytest.mark.parametrize(
    ("year", "value"), [(2025, F(0)), (2026, F(1, 10)), (2028, F(2, 10)), (2031, F(4, 10))]
)
def test_points_are_joined_by_lines(year: int, value: Fraction) -> None:
    """Through 20 % in 2027 and 40 % in 2029, from none in 2025."""
    points = [(2029, F(4, 10)), (2027, F(2, 10))]
    expected = F(3, 10) if year == 2028 else value
    assert interpolated(points, 2025, year) == expected
