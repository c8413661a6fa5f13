"""The energy balance of the base year, by hand: supply, conversion, loss, final use, difference."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_account import take_account
from carbon_eia.parks.park_balance import FLOWS, CarrierBalance, energy_balance
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_record import make_record

from .small import coal, heat, member, power, project, read, scenario, the_world, transfer

F = Fraction
BASE = scenario("基准", "baseline") + scenario("规划", "plan")
PLANT = project(
    "热厂", coal("锅炉煤", "100") + heat("外供", "{sold}", more='supply = "外供"'), None
)
BUYER = project("甲", power("电", "400") + heat("用汽", "950"))
SECOND = project("乙", heat("用汽", "500"))
MEMBERS = (
    member("facilities", "热厂", 'kind = "热电联产"')
    + member("enterprises", "甲")
    + member("projects", "乙", "start = 2028")
)
SALES = transfer("热厂", "外供", "甲", "用汽", 'loss = "5 %"') + transfer(
    "热厂", "外供", "乙", "用汽", 'loss = "5 %"'
)


def balances(park: Park) -> dict[str, CarrierBalance]:
    """The balance of each carrier of a park."""
    world = the_world()
    return {b.carrier: b for b in energy_balance(park, take_account(park, world), world)}


def heat_park(sold: str) -> Park:
    """A plant that burns 100 t of coal and sends heat to 甲 (950 GJ, 5 % lost) and, later, 乙."""
    files = {"热厂": PLANT.replace("{sold}", sold), "甲": BUYER, "乙": SECOND}
    return read(MEMBERS + SALES + BASE, files)


def test_a_plant_that_sells_heat_converts_its_fuel() -> None:
    """100 t of coal go in, 1000 GJ come out, 50 are lost, 950 are used; power is final use."""
    found = balances(heat_park("1000"))
    steam, fuel, electricity = (found[c] for c in ("heat", "bituminous-coal", "electricity"))
    assert fuel.unit == "t"
    assert {k: v for k, v in fuel.physical.items() if v} == {"bought": 100, "input": 100}
    assert steam.unit == "GJ"
    assert {k: v for k, v in steam.physical.items() if v} == {
        "output": 1000,
        "loss": 50,
        "final": 950,
    }
    assert {k: v for k, v in electricity.physical.items() if v} == {"bought": 400, "final": 400}
    assert electricity.tce["final"] == F("49.16")  # 400 MWh × 0.1229
    assert [b.difference() for b in found.values()] == [0, 0, 0]
    assert steam.tce["final"] == 950 * F("0.03412")


def test_the_balance_says_by_how_much_it_does_not_close() -> None:
    """The seller states 1004 GJ where its buyer takes 1000 with losses: within the tolerance of
    0.5 %, and 4 GJ are the difference."""
    steam = balances(heat_park("1004"))["heat"]
    assert steam.difference(tce=False) == 4
    assert steam.difference() == 4 * F("0.03412")


def test_planned_projects_are_no_part_of_the_balance() -> None:
    """Heat for a project that begins in 2028 is neither made nor used in the base year."""
    park = heat_park("1000")
    record = make_record(evaluate_park(park, the_world()))
    planned = {b.name: b.planned for s in record.sales for b in s.buyers}
    assert planned == {"甲": False, "乙": True}
    steam = next(c for c in record.balance if c.carrier == "heat")
    assert steam.physical["final"] is not None
    assert steam.physical["final"].number == 950


def test_own_renewables_and_what_leaves_the_park() -> None:
    """120 MWh are made, 100 used, 20 sold outside; 100 more than the members buy are used."""
    sun = '[[renewables]]\nname = "光伏"\ngeneration = "120 MWh"\nused = "100 MWh"\nyear = 2025\n'
    found = balances(
        read(member("enterprises", "甲") + sun + BASE, {"甲": project("甲", power("电", "400"))})
    )
    amounts = {k: v for k, v in found["electricity"].physical.items() if v}
    assert amounts == {"bought": 400, "own": 120, "sold": 20, "final": 500}
    assert found["electricity"].difference() == 0


def test_energy_that_statistics_give_is_not_told_apart() -> None:
    """A sector's 100 tce with 200 MWh of electricity: 24.58 tce of power, the rest of no kind."""
    total = (
        '[[totals]]\nname = "轻工"\nsector = "food"\nemission = "500 tCO2"\n'
        'added_value = "1 亿元"\nenergy = "100 tce"\nelectricity = "200 MWh"\nsource = "统计"\n'
    )
    found = balances(
        read(member("enterprises", "甲") + total + BASE, {"甲": project("甲", power("电", "400"))})
    )
    assert found["electricity"].physical["bought"] == 600
    assert found["statistics"].tce["final"] == 100 - 200 * F("0.1229")
    assert found["statistics"].unit == ""


def test_an_unknown_energy_leaves_the_balance_open() -> None:
    """A sector total without its energy has no tce: no sum is given in its place."""
    total = (
        '[[totals]]\nname = "轻工"\nsector = "food"\nemission = "500 tCO2"\n'
        'added_value = "1 亿元"\nsource = "统计"\n'
    )
    found = balances(
        read(member("enterprises", "甲") + total + BASE, {"甲": project("甲", power("电", "400"))})
    )
    assert found["statistics"].tce["final"] is None
    assert found["statistics"].difference() is None
    assert set(found["statistics"].tce) == set(FLOWS)
