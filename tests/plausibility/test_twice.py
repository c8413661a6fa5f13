"""What is counted twice, or sold without being there, is warned of by name."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import Reason, open_world, read_sector

WORLD = open_world(date(2026, 7, 1))
CODES = {"CE-W066", "CE-W067", "CE-W068"}


def centre(*sources: str) -> list[Reason]:
    """The warnings of a data centre with some sources."""
    head = """[project]
name = "资兴某数据中心"
stage = "拟建"
sector = "数据中心"
region = "湖南省郴州市资兴市"
year = 2026
[[products]]
name = "IT设备用电"
amount = "3200 万kWh"
"""
    return warnings(head + "".join(sources))


def clinker(*sources: str) -> list[Reason]:
    """The warnings of a clinker works with some sources beside its process."""
    head = """[project]
name = "苏仙某水泥"
stage = "拟建"
nature = "改建"
sector = "水泥熟料"
region = "湖南省郴州市苏仙区"
year = 2026
[[products]]
name = "水泥熟料"
amount = "120 万t"
"""
    return warnings(head + "".join(sources) + source("生料分解", "clinker", "120 万t"))


def source(name: str, method: str, amount: str, **more: str) -> str:
    """One source."""
    keys = {"name": name, "method": method, "amount": amount, **more}
    return "[[sources]]\n" + "".join(f'{k} = "{v}"\n' for k, v in keys.items())


def warnings(text: str) -> list[Reason]:
    """What is told of things counted twice."""
    found = assess(parse_project(text, WORLD), WORLD)
    return [r for _, r in found.warnings if r.code in CODES]


LOAD = source("机柜", "it_load", "3200 万kWh", pue="1.3")


@pytest.mark.parametrize("meter", ["4160 万kWh", "41600 MWh", "3900 万kWh"])
def test_a_load_with_its_pue_beside_the_meter(meter: str) -> None:
    """3200 × 1.3 = 4160 万kWh is all power of the centre: with the meter the PUE would be 2.6."""
    (told,) = centre(LOAD, source("总表", "electricity", meter))
    assert told.code == "CE-W066"
    assert told.params["stated"] == "1.30"
    assert (told.params["load"], told.params["meter"]) == ("机柜", "总表")
    assert told.params["computed"] == ("2.52" if meter.startswith("39") else "2.60")


@pytest.mark.parametrize("amount", ["300 万kWh", "0 kWh"])
def test_a_small_meter_beside_a_load_is_something_else(amount: str) -> None:
    """An office on a meter of its own is no double count, and neither is the load alone."""
    assert not centre(LOAD, source("办公楼", "electricity", amount))
    assert not centre(LOAD)


COALS = [("回转窑", "9.2 万t"), ("分解炉", "46000 t"), ("烘干", "3000 t")]


def coals(*amounts: tuple[str, str]) -> list[str]:
    """Sources of one coal."""
    return [source(n, "combustion", a, material="无烟煤") for n, a in amounts]


def test_a_total_beside_its_parts() -> None:
    """92 000 + 46 000 + 3 000 t are 14.1 万t, whatever and wherever the total is."""
    (told,) = clinker(*coals(*COALS, ("用煤", "14.1 万t")))
    assert (told.code, told.params["source"]) == ("CE-W067", "用煤")
    assert told.params["parts"] == "回转窑、分解炉、烘干"
    (told,) = clinker(*coals(("用煤", "141000 t"), *COALS))
    assert told.params["source"] == "用煤"


def test_a_total_of_some_is_one_where_it_is_called_so() -> None:
    """窑系统合计 is the sum of two of the others; without such a name that may be chance."""
    (told,) = clinker(*coals(*COALS, ("窑系统合计", "13.8 万t")))
    assert told.params["parts"] == "回转窑、分解炉"
    assert not clinker(*coals(*COALS, ("备用", "13.8 万t")))


def test_a_total_of_electricity_beside_its_parts() -> None:
    """Bought power that is the sum of two other meters is a total."""
    meters = [("一线", "2500 万kWh"), ("二线", "3100 万kWh"), ("全厂", "0.56 亿kWh")]
    (told,) = clinker(*[source(n, "electricity", a) for n, a in meters])
    assert told.params["parts"] == "一线、二线"


def test_parts_without_a_total_are_left_in_peace() -> None:
    """Three coals, none of which is the sum of the others, and other materials."""
    assert not clinker(*coals(*COALS))
    other = source("点火", "combustion", "138000 t", material="褐煤")
    assert not clinker(*coals(*COALS), other)


def test_more_power_sold_than_there_is() -> None:
    """6 200 + 900 万kWh are there: 8 000 cannot be sold, 700 can."""
    power = [
        source("外购电", "electricity", "6200 万kWh"),
        source("屋顶光伏", "electricity", "900 万kWh", supply="自发自用"),
    ]
    (told,) = clinker(*power, source("上网", "electricity", "8000 万kWh", supply="外供"))
    assert told.code == "CE-W068"
    assert (told.params["sold"], told.params["had"]) == ("80000", "71000")
    assert not clinker(*power, source("上网", "electricity", "700 万kWh", supply="外供"))


def test_who_makes_power_from_fuel_may_sell_it() -> None:
    """An own power station is named: what it makes need not be bought."""
    station = source("自备电厂燃煤", "combustion", "9 万t", material="无烟煤")
    assert not clinker(station, source("上网", "electricity", "8000 万kWh", supply="外供"))


@pytest.mark.parametrize("sector", sorted(WORLD.sectors()))
def test_no_example_counts_twice(sector: str) -> None:
    """The example of no sector warns of it."""
    text = project_template(dict(read_sector(WORLD, sector).example), sector)
    assert not warnings(text)
