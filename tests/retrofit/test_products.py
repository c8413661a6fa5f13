"""What a measure does to a source flows to the products that the source serves."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.inventory import allocation_of
from carbon_eia.project import Effect, Measure, Product, Source
from carbon_eia.retrofit import apply_measures
from carbon_eia.units import parse_quantity

PRODUCTS = (
    Product("铅锭", parse_quantity("1000 t"), True),
    Product("电锌锭", parse_quantity("3000 t"), True),
)


def source(name: str, *products: str) -> Source:
    """A source of electricity that serves some products."""
    return Source(
        name,
        "electricity",
        parameters={"amount": parse_quantity("1000 MWh")},
        products=products,
    )


def test_a_new_source_serves_what_the_measure_acts_on() -> None:
    """Heat that a new source supplies goes to the product whose power it saves."""
    effects = (
        Effect("锌电", saves=parse_quantity("200 MWh")),
        Effect("新增蒸汽", adds=parse_quantity("500 GJ"), method="heat"),
    )
    left = apply_measures(
        [source("铅电", "铅锭"), source("锌电", "电锌锭")], [Measure("m", effects)]
    )
    added = next(s for s in left if s.name == "新增蒸汽")
    assert added.products == ("电锌锭",)
    assert allocation_of(PRODUCTS, "").share(added, "电锌锭") == 1


def test_a_new_source_of_several_products_needs_a_split() -> None:
    """Where a measure acts on sources of several products, nothing says whose the new one is."""
    effects = (
        Effect("锌电", saves=parse_quantity("200 MWh")),
        Effect("铅电", saves=parse_quantity("200 MWh")),
        Effect("新增蒸汽", adds=parse_quantity("500 GJ"), method="heat"),
    )
    left = apply_measures(
        [source("铅电", "铅锭"), source("锌电", "电锌锭")], [Measure("m", effects)]
    )
    added = next(s for s in left if s.name == "新增蒸汽")
    assert added.products == ()
    assert allocation_of(PRODUCTS, "").share(added, "电锌锭") is None
    assert allocation_of(PRODUCTS, "mass").share(added, "电锌锭") == Fraction(3, 4)
