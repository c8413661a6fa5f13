"""How sources are split over main products: the rule by rule, on round figures."""

from __future__ import annotations

from fractions import Fraction as F  # noqa: N817

import pytest

from carbon_eia.inventory import GasEmission, Inventory, Missing, SourceEmission, take_inventory
from carbon_eia.inventory.allocation import Allocation, allocation_of, bears_nothing, scaled
from carbon_eia.project import Product, Source
from carbon_eia.reference import World, read_sector
from carbon_eia.units import parse_quantity


def product(name: str, amount: str | None, price: str | None = None) -> Product:
    """A main product with its yearly output and its price."""
    read = [None if text is None else parse_quantity(text) for text in (amount, price)]
    return Product(name, read[0], price=read[1])


LEAD, ZINC = product("铅", "80 t", "2 万元/t"), product("锌", "40 t", "1 万元/t")
SHARED = Source("公用", "electricity")


@pytest.fixture(scope="module")
def power(world: World) -> SourceEmission:
    """100 MWh at 1 tCO2/MWh: 100 t CO2."""
    parameters = {"amount": parse_quantity("100 MWh"), "factor": parse_quantity("1 tCO2/MWh")}
    source = SHARED._replace(parameters=parameters)
    sector = read_sector(world, "other-industry")
    return take_inventory([source], sector, world, "431000", 2026).emissions[0]


def test_by_mass_by_value_and_by_energy() -> None:
    """80 t beside 40 t are 2 : 1; 80 t × 2 万元/t beside 40 t × 1 万元/t are 4 : 1."""
    by_mass = allocation_of((LEAD, ZINC), "mass")
    assert by_mass.split(SHARED) == ("mass", {"铅": F(2, 3), "锌": F(1, 3)})
    by_value = allocation_of((LEAD, ZINC), "value")
    assert by_value.weights == {"铅": 160, "锌": 40}
    assert by_value.split(SHARED) == ("value", {"铅": F(4, 5), "锌": F(1, 5)})
    heat, electricity = product("热", "720 GJ"), product("电", "100 MWh")
    by_energy = allocation_of((heat, electricity), "energy")
    assert by_energy.weights == {"热": 720, "电": 360}
    assert by_energy.split(SHARED) == ("energy", {"热": F(2, 3), "电": F(1, 3)})


def test_an_output_in_money_is_its_own_value() -> None:
    """600 万元 of services beside 40 t × 1 万元/t: money needs no price."""
    allocation = allocation_of((product("服务", "600 万元"), ZINC), "value")
    assert allocation.weights == {"服务": 600, "锌": 40}


def test_what_is_assigned_and_what_is_measured_go_before_any_method() -> None:
    """A source of one product is that product's; measured shares stand as they were measured."""
    allocation = allocation_of((LEAD, ZINC), "mass")
    assert allocation.split(SHARED._replace(products=("锌",))) == ("assigned", {"锌": 1})
    shares = {"铅": parse_quantity("25 %"), "锌": parse_quantity("75 %")}
    assert allocation.split(SHARED._replace(shares=shares)) == (
        "shares",
        {"铅": F(1, 4), "锌": F(3, 4)},
    )
    nothing = {"铅": parse_quantity("0 %"), "锌": parse_quantity("100 %")}
    assert allocation.split(SHARED._replace(shares=nothing)) == ("shares", {"锌": 1})
    assert allocation_of((LEAD,), "").split(SHARED) == ("only", {"铅": 1})


def test_a_part_of_the_products_shares_what_serves_them_alone() -> None:
    """Of three products of 80, 40 and 40 t, the two that a source serves bear 2/3 and 1/3."""
    allocation = allocation_of((LEAD, ZINC, product("铜", "40 t")), "mass")
    source = SHARED._replace(products=("铅", "铜"))
    assert allocation.split(source) == ("mass", {"铅": F(2, 3), "铜": F(1, 3)})
    assert allocation.share(source, "锌") == 0


def test_what_was_not_told_how_to_split_is_not_split() -> None:
    """Without a method, or where the standard asks for a stated share, the share is not known."""
    for allocation in (
        allocation_of((LEAD, ZINC), ""),
        allocation_of((LEAD, ZINC), "mass", "铅锌"),
    ):
        assert allocation.split(SHARED) == ("", {})
        assert allocation.share(SHARED, "铅") is None
        assert allocation.share(SHARED._replace(account="replaced"), "铅") == 0
    one_by_shares = allocation_of((LEAD, ZINC), "mass", ["铅"])
    assert one_by_shares.share(SHARED, "铅") == F(2, 3)


@pytest.mark.parametrize(
    ("products", "method", "lacks"),
    [
        ((LEAD, product("锌", None)), "mass", [("missing.output", {"product": "锌"})]),
        (
            (product("电", "1 MWh"), LEAD, product("热", "1 GJ")),
            "mass",
            [("missing.allocation.mass", {"products": "电、热"})],
        ),
        ((LEAD, ZINC), "energy", [("missing.allocation.energy", {"products": "铅、锌"})]),
        (
            (product("铅", "1 t"), ZINC, product("银", "1 kg")),
            "value",
            [("missing.allocation.price", {"products": "铅、银"})],
        ),
    ],
)
def test_what_a_method_lacks_is_named(
    products: tuple[Product, ...], method: str, lacks: list[tuple[str, dict[str, str]]]
) -> None:
    """An output or price that is missing, or one of another kind, with the products it is about."""
    allocation = allocation_of(products, method)
    assert list(allocation.lacks) == [Missing(code, dict(params)) for code, params in lacks]
    assert allocation.weights == {}


def test_an_inventory_is_split_gas_by_gas(power: SourceEmission) -> None:
    """A quarter of 100 t CO2, of 8 t CH4 that count 200 t CO2e, and of 4 t biogenic CO2."""
    methane = GasEmission("CH4", F(8), None, F(200))
    unknown = GasEmission("X", F(12), None, None)
    whole = power._replace(
        masses={"CO2": F(100), "CH4": F(8)}, co2e=F(300), biogenic=F(4), gases=(methane, unknown)
    )
    quarter = scaled(whole, F(1, 4))
    assert (quarter.masses, quarter.co2e, quarter.biogenic) == ({"CO2": 25, "CH4": 2}, 75, 1)
    assert quarter.gases == (("CH4", 2, None, 50), ("X", 3, None, None))
    assert scaled(whole._replace(co2e=None), F(1, 4)).co2e is None
    assert scaled(whole, F(1)) is whole


def test_what_a_product_bears(power: SourceEmission) -> None:
    """100 t CO2 by mass are 66 2/3 and 33 1/3 t; a source of one product is in the other's not."""
    own = power._replace(source=power.source._replace(products=("锌",)))
    inventory = Inventory((power, own))
    allocation = allocation_of((LEAD, ZINC), "mass")
    lead, zinc = (allocation.portion(inventory, name) for name in ("铅", "锌"))
    assert lead is not None
    assert zinc is not None
    assert [e.co2e for e in lead.emissions] == [F(200, 3)]
    assert [e.co2e for e in zinc.emissions] == [F(100, 3), 100]
    assert allocation_of((LEAD,), "").portion(inventory, "铅") is inventory


def test_what_must_be_stated_before_a_split(power: SourceEmission) -> None:
    """The sources that no method splits are named with the products; an idle one is not."""
    idle = power._replace(
        source=power.source._replace(name="停用"), masses={"CO2": F(0)}, co2e=F(0)
    )
    other = power._replace(source=power.source._replace(name="空压"))
    elsewhere = power._replace(source=power.source._replace(account="existing"))
    inventory = Inventory((power, idle, other, elsewhere))
    params = {"sources": "公用、空压", "products": "铅、锌"}
    unsaid = allocation_of((LEAD, ZINC), "")
    assert unsaid.missing(inventory) == [Missing("missing.allocation", params)]
    assert unsaid.portion(inventory, "铅") is None
    assert unsaid.portion(Inventory((idle,)), "铅") == Inventory(())
    by_shares = allocation_of((LEAD, ZINC), "", "铅锌")
    assert by_shares.missing(inventory) == [Missing("missing.allocation.heat_share", params)]
    lacking = allocation_of((LEAD, product("锌", None)), "mass")
    assert lacking.missing(inventory) == [Missing("missing.output", {"product": "锌"})]
    assert allocation_of((LEAD, ZINC), "mass").missing(inventory) == []
    assert Allocation(()).missing(inventory) == []


@pytest.mark.parametrize(
    ("masses", "co2e", "biogenic", "nothing"),
    [
        ({"CO2": F(0)}, F(0), F(0), True),
        ({"CO2": F(0)}, F(0), F(1), False),
        ({"CO2": F(1), "CH4": F(0)}, F(0), F(0), False),
        ({}, None, F(0), False),
    ],
)
def test_what_emits_nothing_needs_no_split(
    masses: dict[str, F], co2e: F | None, biogenic: F, nothing: bool, power: SourceEmission
) -> None:
    """Neither fossil nor biogenic, in no gas; what is not known is not nothing."""
    emission = power._replace(masses=masses, co2e=co2e, biogenic=biogenic)
    assert bears_nothing(emission) is nothing
