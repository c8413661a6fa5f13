"""What each form of effect does to the inventory, beside the sum done by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.errors import InputError

AssessText = Callable[..., Assessment]

HEAD = """
[project]
name = "某项目"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市"
year = 2026
[[products]]
name = "产品"
amount = "1000 t"
[[sources]]
name = "煤"
method = "combustion"
material = "烟煤"
amount = "100 t"
ncv = "20 GJ/t"
carbon_content = "0.03 tC/GJ"
oxidation = "90 %"
[[sources]]
name = "电"
method = "electricity"
amount = "1000 MWh"
factor = "0.5 tCO2/MWh"
[[sources]]
name = "机房"
method = "it_load"
amount = "400 MWh"
pue = "1.5"
factor = "0.5 tCO2/MWh"
"""
COAL = Fraction(100 * 20 * 3, 100) * Fraction(9, 10) * Fraction(44, 12)  # 198 t
POWER, ROOM = Fraction(500), Fraction(400 * 3, 2) / 2  # 300 t


def total(assess_text: AssessText, *effects: str) -> Fraction:
    """t CO2 with measures that are completed, one for each text of effects."""
    text = HEAD
    for i, effect in enumerate(effects):
        text += f'[[measures]]\nname = "m{i}"\nstatus = "已完成"\neffects = [{effect}]\n'
    found = assess_text(text).inventory.total()
    assert found is not None
    return found


def test_the_plant_before_measures(assess_text: AssessText) -> None:
    """The sums of this page start from 198 + 500 + 300 t."""
    assert total(assess_text) == COAL + POWER + ROOM == 998


def test_shares_on_one_source_multiply(assess_text: AssessText) -> None:
    """20 % and then 10 % leave 0.8 × 0.9 of the coal, in whatever order they are chosen."""
    saved = total(
        assess_text, '{ source = "煤", saves = "20 %" }', '{ source = "煤", saves = "10 %" }'
    )
    assert saved == COAL * Fraction(72, 100) + POWER + ROOM


def test_an_amount_after_a_share_acts_on_what_is_left(assess_text: AssessText) -> None:
    """100 t less 20 % is 80 t; 30 t less of that is 50 t, half the coal."""
    saved = total(
        assess_text, '{ source = "煤", saves = "20 %" }', '{ source = "煤", saves = "30 t" }'
    )
    assert saved == COAL / 2 + POWER + ROOM


def test_a_parameter_is_set(assess_text: AssessText) -> None:
    """PUE from 1.5 to 1.25: the room takes 500 MWh instead of 600."""
    saved = total(assess_text, '{ source = "机房", parameter = "pue", to = "1.25" }')
    assert saved == COAL + POWER + 250


def test_a_share_of_a_parameter(assess_text: AssessText) -> None:
    """8 % off the PUE is 8 % off the electricity of the room."""
    saved = total(assess_text, '{ source = "机房", parameter = "pue", saves = "8 %" }')
    assert saved == COAL + POWER + ROOM * Fraction(92, 100)


def test_amount_and_parameter_multiply(assess_text: AssessText) -> None:
    """Half the coal at three quarters of the carbon content emits three eighths."""
    saved = total(
        assess_text,
        '{ source = "煤", saves = "50 %" }',
        '{ source = "煤", parameter = "carbon_content", saves = "25 %" }',
    )
    assert saved == COAL * Fraction(3, 8) + POWER + ROOM


def test_a_supply_is_switched(assess_text: AssessText) -> None:
    """Half the coal, 1 000 GJ at 72 %, by heat pumps of COP 2.5: 288 GJ = 80 MWh more."""
    saved = total(
        assess_text,
        '{ source = "煤", saves = "50 %", switch = "电", old_efficiency = "72 %",'
        ' efficiency = "2.5" }',
    )
    assert saved == COAL / 2 + POWER + 80 * Fraction(1, 2) + ROOM


def test_a_new_source_from_nothing(assess_text: AssessText) -> None:
    """MVR adds 200 MWh of a source that was not there, with its own factor: 20 t."""
    saved = total(
        assess_text,
        '{ source = "MVR", method = "electricity", adds = "200 MWh" },'
        ' { source = "MVR", parameter = "factor", to = "0.1 tCO2/MWh" }',
    )
    assert saved == COAL + POWER + ROOM + 20


def test_a_fuel_switch_to_a_new_source(assess_text: AssessText) -> None:
    """All coal, 2 000 GJ at 80 %, by a gas that is new at 100 %: 1 600 GJ × 0.02 tC/GJ."""
    saved = total(
        assess_text,
        '{ source = "煤", saves = "100 %", switch = "气", method = "combustion",'
        ' material = "天然气", old_efficiency = "80 %", efficiency = "100 %" },'
        ' { source = "气", parameter = "carbon_content", to = "0.02 tC/GJ" },'
        ' { source = "气", parameter = "oxidation", to = "100 %" }',
    )
    assert saved == 1600 * Fraction(2, 100) * Fraction(44, 12) + POWER + ROOM


def test_capture_is_a_new_source_that_is_deducted(assess_text: AssessText) -> None:
    """150 t of gas with 80 % CO2 that leave for good take 120 t off, and cost 40 MWh."""
    saved = total(
        assess_text,
        '{ source = "捕集", method = "recovery", adds = "150 t" },'
        ' { source = "捕集", parameter = "purity", to = "80 %" },'
        ' { source = "电", adds = "40 MWh" }',
    )
    assert saved == COAL + POWER + ROOM - 120 + 20


def test_a_parameter_never_leaves_its_range(assess_text: AssessText) -> None:
    """A PUE below one is no PUE: 40 % off 1.5 is refused with the range."""
    with pytest.raises(InputError) as caught:
        total(assess_text, '{ source = "机房", parameter = "pue", saves = "40 %" }')
    assert {p.code for p in caught.value.problems} == {"CE-L018"}


def test_energy_of_unknown_heat_is_not_switched(assess_text: AssessText) -> None:
    """A fuel that no table gives a heating value for cannot be switched by heat."""
    text = HEAD + (
        '[[sources]]\nname = "料"\nmethod = "combustion"\namount = "5 t"\nfactor = "1 tCO2/t"\n'
        '[[measures]]\nname = "m"\neffects = [{ source = "料", saves = "50 %", switch = "电",'
        ' old_efficiency = "80 %", efficiency = "3" }]\n'
    )
    with pytest.raises(InputError) as caught:
        assess_text(text)
    assert [p.code for p in caught.value.problems] == ["CE-L019"]
