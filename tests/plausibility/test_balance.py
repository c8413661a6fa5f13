"""What does not balance is warned of with its cause, and what does is left in peace."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import Reason, open_world, read_sector

WORLD = open_world(date(2026, 7, 1))


def warned(sector: str, code: str, *changes: tuple[str, str], more: str = "") -> list[Reason]:
    """The warnings of a code for the example of a sector after changes of its text."""
    text = project_template(dict(read_sector(WORLD, sector).example), sector)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    found = assess(parse_project(text + more, WORLD), WORLD)
    return [r for _, r in found.warnings if r.code == code]


def source(**keys: str) -> str:
    """A further source."""
    return "\n[[sources]]\n" + "".join(f'{k} = "{v}"\n' for k, v in keys.items())


def power(amount: str) -> str:
    """Waste-heat power of some amount."""
    return source(name="余热发电", method="electricity", supply="waste_heat", amount=amount)


@pytest.mark.parametrize(
    ("amount", "warns"), [("4200 万kWh", False), ("4.2 亿kWh", False), ("42 亿kWh", True)]
)
def test_waste_heat_power_within_what_fuel_gives(amount: str, warns: bool) -> None:
    """160 080 tce enter (4.69 million GJ): 0.4 of it is 521 GWh."""
    assert bool(warned("cement-clinker", "CE-W014", more=power(amount))) is warns


def test_own_heat_within_what_enters() -> None:
    """Own heat above all the energy that enters cannot be."""
    heat = {"name": "自产蒸汽", "method": "heat", "supply": "own"}
    assert not warned("cement-clinker", "CE-W014", more=source(**heat, amount="400 万GJ"))
    assert warned("cement-clinker", "CE-W014", more=source(**heat, amount="500 万GJ"))


def test_reactions_that_give_heat_are_left_in_peace() -> None:
    """Burning sulphur gives more power than energy enters: no warning there."""
    assert not warned("sulphuric-acid", "CE-W014", more=power("5 亿kWh"))


@pytest.mark.parametrize(
    ("name", "amount", "warns"),
    [
        ("自备锅炉燃煤", "40 万GJ", True),  # 2 万t × 23.204 GJ/t × 0.86
        ("自备锅炉燃煤", "20 万GJ", False),  # less than a boiler would give
        ("自备锅炉燃煤", "60 万GJ", False),  # more than the fuel holds
        ("烘干用煤", "40 万GJ", False),
    ],
)
def test_the_fuel_of_a_boiler_and_its_steam(name: str, amount: str, warns: bool) -> None:
    """Bought heat of 0.75 to 1 times a boiler's fuel is probably its own steam."""
    fuel = source(
        name=name, method="combustion", material="烟煤", amount="2 万t", ncv="23.204 GJ/t"
    )
    steam = source(name="园区蒸汽", method="heat", amount=amount)
    assert bool(warned("tungsten-smelting", "CE-W015", more=fuel + steam)) is warns


def test_steam_of_an_own_boiler_is_no_double_count() -> None:
    """Own heat is not counted again, so nothing is booked twice."""
    fuel = source(
        name="自备锅炉", method="combustion", material="烟煤", amount="2 万t", ncv="23.204 GJ/t"
    )
    steam = source(name="自产蒸汽", method="heat", supply="own", amount="40 万GJ")
    assert not warned("tungsten-smelting", "CE-W015", more=fuel + steam)


@pytest.mark.parametrize(
    ("output", "words"),
    [("139.5 万t", ""), ("139.5 t", "10000"), ("1395 t", "1000"), ("139.5 亿t", "10000")],
)
def test_specific_energy_far_from_its_limits(output: str, words: str) -> None:
    """A slip of 10³ or 10⁴ in the output shows in the specific energy, and is named."""
    found = warned("cement-clinker", "CE-W016", ('amount = "139.5 万t"', f'amount = "{output}"'))
    assert bool(found) is bool(words)
    for reason in found:
        assert words in str(reason.params["slip"])


def test_limits_below_zero_say_nothing_of_slips() -> None:
    """Where the limits are net of what is sold, a ratio to them has no meaning."""
    assert not warned("nitric-acid", "CE-W016")


def test_carbon_that_leaves_is_not_more_than_enters() -> None:
    """Carbide by hand: 20 万t × 0.314 tC/t leave, 12.4 × 0.83 + 0.4 × 0.80 = 10.6 万t enter."""
    more = ('amount = "20 万t"', 'amount = "40 万t"')
    assert not warned("calcium-carbide", "CE-W017")
    out = 'name = "电石带出碳"'
    text = project_template(dict(read_sector(WORLD, "calcium-carbide").example), "calcium-carbide")
    head, _, tail = text.partition(out)
    tail = tail.replace(more[0], more[1], 1)
    found = assess(parse_project(head + out + tail, WORLD), WORLD)
    assert [r.code for _, r in found.warnings if r.code == "CE-W017"] == ["CE-W017"]


def test_deduction_of_a_product_is_not_more_than_all_that_is_emitted() -> None:
    """Soda ash that fixes more CO2 than lime kiln, coke and coal give."""
    assert not warned("soda-ash", "CE-W017")
    factor = ('factor = "0.4149 tCO2/t"', 'factor = "41.49 tCO2/t"')
    assert warned("soda-ash", "CE-W017", factor)


@pytest.mark.parametrize(
    ("factor", "warns"),
    [("0.43 tCO2/t", False), ("4.3 tCO2/t", True), ("0.043 tCO2/t", True), ("430 kgCO2/t", False)],
)
def test_a_factor_far_from_the_reaction(factor: str, warns: bool) -> None:
    """CaCO3 gives 0.4397 tCO2/t: a tenth or ten times of it is a slip, in whatever unit."""
    lime = source(
        name="石灰石",
        method="carbonate",
        material="石灰石",
        amount="100 t",
        purity="92 %",
        factor=factor,
    )
    assert bool(warned("tungsten-smelting", "CE-W018", more=lime)) is warns


def test_the_factor_of_an_item_is_compared_with_that_item() -> None:
    """A stated factor beside a row of the process factors."""
    item = {
        "name": "硝酸",
        "method": "process",
        "item": "nitric-acid-dual-pressure",
        "amount": "1 万t",
    }
    assert not warned("tungsten-smelting", "CE-W018", more=source(**item, factor="7 kgN2O/t"))
    assert warned("tungsten-smelting", "CE-W018", more=source(**item, factor="0.7 tN2O/t"))


def test_a_reductant_booked_as_fuel_too() -> None:
    """One amount of coke as reductant and as fuel is one amount booked twice."""
    coke = source(name="焦炭燃料", method="combustion", material="焦炭", amount="1.5 万t")
    assert not warned("lead-smelting", "CE-W012")
    assert warned("lead-smelting", "CE-W012", more=coke)
