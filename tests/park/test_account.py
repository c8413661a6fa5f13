"""A park's account: members' own totals, what they sell each other counted once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.errors import InputError
from carbon_eia.parks.park_account import take_account, with_measures
from carbon_eia.parks.scenario import follow
from carbon_eia.run import make_run

from .small import coal, heat, member, power, project, read, scenario, the_world, transfer

F = Fraction
BASE = scenario("基准", "baseline")


def chp(sold: str = "1000") -> str:
    """A plant: 200 t coal (440 t CO2), heat sold at 0.1, 50 MWh of power sold at 0.5."""
    return project(
        "热电",
        coal("燃煤", "200")
        + heat("外供蒸汽", sold, more='supply = "外供"')
        + power("上网", "50", more='supply = "外供"'),
        None,
    )


FILES = {
    # 400 MWh × 0.5 + 582 GJ × 0.1 = 200 + 58.2 = 258.2
    "甲": project("甲", power("电", "400") + heat("蒸汽", "582")),
    # 388 GJ × 0.1 = 38.8
    "乙": project("乙", heat("蒸汽", "388"), "50"),
    # 440 − 1000 × 0.1 − 50 × 0.5 = 315
    "热电": chp(),
}
MEMBERS = (
    member("enterprises", "甲")
    + member("enterprises", "乙")
    + member("facilities", "热电", 'kind = "heat_power"')
)
SALES = "".join(transfer("热电", "外供蒸汽", n, "蒸汽", 'loss = "3 %"') for n in "甲乙")


def test_heat_sold_within_the_park_is_counted_as_the_plants_fuel() -> None:
    """(582 + 388) ÷ 0.97 = 1000 GJ: the balance closes. What is left: 200 t of power bought,
    440 t of coal, less 25 t of power sent to the grid: 615 t."""
    park = read(MEMBERS + SALES + BASE, FILES)
    account = take_account(park, the_world())
    assert [m.total for m in account.members] == [F("258.2"), F("38.8"), F(315)]
    assert [m.internal for m in account.members] == [F("58.2"), F("38.8"), F(-100)]
    assert [m.net for m in account.members] == [200, 0, 415]
    assert follow(park, account, park.scenarios[0], the_world()).at(2025).total() == 615


def test_the_park_is_the_sum_of_its_runs_less_internal_sales() -> None:
    """To the last digit, with the totals as the Runs of the members give them."""
    park = read(MEMBERS + SALES + BASE, FILES)
    account = take_account(park, the_world())
    runs = [make_run(m.assessment) for m in account.members]
    totals = [r.inventory.total.number for r in runs if r.inventory.total is not None]
    assert len(totals) == len(runs)
    internal = sum((m.internal for m in account.members), F(0))
    path = follow(park, account, park.scenarios[0], the_world())
    assert path.at(2025).total() == sum(totals) - internal


def test_without_transfers_everything_is_bought_outside() -> None:
    """The same members without a sale between them: 258.2 + 38.8 + 315 = 612 t."""
    park = read(MEMBERS + BASE, FILES)
    account = take_account(park, the_world())
    assert follow(park, account, park.scenarios[0], the_world()).at(2025).total() == 612


def test_what_leaves_the_park_keeps_its_deduction() -> None:
    """甲 takes 582 ÷ 0.97 = 600 GJ, the other 400 leave: 200 + 38.8 + 440 − 25 − 40 = 613.8 t."""
    sales = transfer("热电", "外供蒸汽", "甲", "蒸汽", 'loss = "3 %"')
    sales += transfer("热电", "外供蒸汽", "园区外", "")
    park = read(MEMBERS + sales + BASE, FILES)
    account = take_account(park, the_world())
    assert follow(park, account, park.scenarios[0], the_world()).at(2025).total() == F("613.8")


@pytest.mark.parametrize(("sold", "over"), [("900", "+100 GJ"), ("1200", "-200 GJ")])
def test_a_balance_that_does_not_close_says_where_and_by_how_much(sold: str, over: str) -> None:
    """Too much taken, and too much sent with nobody to take it."""
    park = read(MEMBERS + SALES + BASE, FILES | {"热电": chp(sold)})
    with pytest.raises(InputError) as caught:
        take_account(park, the_world())
    (problem,) = caught.value.problems
    assert problem.code == "CE-K009"
    assert problem.place.key.startswith("transfers")
    assert problem.params["over"] == over
    assert "热电 外供蒸汽" in problem.message("zh")


def test_a_buyer_cannot_take_more_than_it_uses() -> None:
    """388 GJ used, 400 GJ bought within the park."""
    sales = transfer("热电", "外供蒸汽", "乙", "蒸汽", 'amount = "400 GJ"')
    sales += transfer("热电", "外供蒸汽", "园区外", "")
    with pytest.raises(InputError) as caught:
        take_account(read(MEMBERS + sales + BASE, FILES), the_world())
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["over"]) == ("CE-K009", "+12 GJ")


def test_heat_is_not_sold_as_power() -> None:
    """The seller states GJ, the buyer MWh."""
    sales = transfer("热电", "外供蒸汽", "甲", "电")
    with pytest.raises(InputError) as caught:
        take_account(read(MEMBERS + sales + BASE, FILES), the_world())
    assert [p.code for p in caught.value.problems] == ["CE-K010"]


def test_a_sector_total_is_its_intensity_times_its_added_value() -> None:
    """1.5 t/万元 × 200 万元 = 300 t."""
    total = (
        '[[totals]]\nname = "食品"\nsector = "food"\nadded_value = "200 万元"\n'
        'intensity = "1.5 tCO2/万元"\nsource = "统计"\n'
    )
    park = read(member("enterprises", "乙") + total + BASE, FILES)
    account = take_account(park, the_world())
    assert account.totals[0].co2e == 300
    assert follow(park, account, park.scenarios[0], the_world()).at(2025).total() == F("338.8")


def test_measures_of_a_project_are_counted_as_asked() -> None:
    """A committed 10 % of 400 MWh saves 20 t, a planned 100 MWh 50 t more."""
    measures = "".join(
        f'[[measures]]\nname = "{n}"\neffects = [{{ source = "电", saves = "{saves}" }}]\n'
        f'finish = 2027-01-01\nstatus = "{status}"\n'
        for n, saves, status in (("一", "10 %", "committed"), ("二", "100 MWh", "planned"))
    )
    files = {"新": project("新", power("电", "400"), more=measures)}
    park = read(member("projects", "新", "start = 2027") + BASE, files)
    (stated,) = take_account(park, the_world()).members
    assert (stated.counted, stated.total) == (("一",), 180)
    assert with_measures(stated, "none", the_world()).total == 200
    assert with_measures(stated, "all", the_world()).total == 130


def test_a_member_without_data_leaves_the_park_without_a_total() -> None:
    """A source without an amount is named, and never counted as nought."""
    files = {"甲": project("甲", '[[sources]]\nname = "电"\nmethod = "electricity"\n')}
    account = take_account(read(member("enterprises", "甲") + BASE, files), the_world())
    assert account.members[0].total is None
    assert account.incomplete() == ("甲",)
