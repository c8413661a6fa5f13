"""Emission per what: product, added value, output value (碳排放绩效, 环办环评函〔2021〕346号)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import Inventory, Missing
from carbon_eia.project import Economics, Product
from carbon_eia.reference import Sector
from carbon_eia.units import Quantity, Unit, parse_unit

__all__ = [
    "Intensity",
    "Portion",
    "missing_outputs",
    "numerator_for",
    "numerators",
    "product_intensities",
    "product_intensity",
    "value_intensities",
]


class Intensity(NamedTuple):
    """A carbon intensity, exact: ``value`` in ``unit`` = ``numerator`` t ÷ ``denominator``.

    ``product`` is its id in ``sector``, ``product_name`` as the project names it.
    """

    indicator: str
    product: str
    product_name: str
    value: Fraction
    unit: Unit
    numerator: Fraction
    numerator_unit: str
    denominator: Quantity
    sector: str = ""


class Portion(NamedTuple):
    """A main product with its sector, and what it bears of the inventory (None: not known)."""

    product: Product
    sector: Sector
    inventory: Inventory | None


def numerators(inventory: Inventory) -> list[tuple[Fraction, str]]:
    """What may stand above the line: t CO2 where it is the only gas, else t CO2e, then t CO2.

    An authority may have set its value for CO2 alone; the project then has an intensity of CO2
    alone to be held against it. Empty where the inventory is incomplete.
    """
    total, co2 = inventory.total(), inventory.co2()
    if total is None or co2 is None:
        return []
    return [(total, "tCO2")] if inventory.only_co2() else [(total, "tCO2e"), (co2, "tCO2")]


def numerator_for(unit: Unit, inventory: Inventory) -> tuple[Fraction, str] | None:
    """The emission that an intensity in ``unit`` counts: all gases, or CO2 alone.

    None where the inventory is incomplete, or where the unit counts neither.
    """
    kinds = {name for name, power in unit.dims if power == 1}
    for value, text in ((inventory.total(), "tCO2e"), (inventory.co2(), "tCO2")):
        if value is not None and kinds & {name for name, _ in parse_unit(text).dims}:
            return value, text
    return None


def product_intensity(
    total: Fraction, unit: str, product: Product, sector: Sector
) -> Intensity | None:
    """I = E ÷ output of a main product, with the product as a dimension of its own.

    None when the output is not given.
    """
    if product.amount is None:
        return None
    known = sector.product(product.name)
    ident = known.id if known else product.name
    per = parse_unit(known.unit) if known else product.amount.unit
    if per.dims != product.amount.unit.dims:
        per = product.amount.unit
    amount = product.amount.to(per)
    gas = parse_unit(unit)
    return Intensity(
        "carbon_per_product",
        ident,
        product.name,
        total / amount,
        gas.per(per.of(ident)),
        total,
        unit,
        product.amount,
        sector.id,
    )


def product_intensities(portion: Portion) -> list[Intensity]:
    """The intensity of a main product on what it bears; none where that or its output is missing.

    Where other gases than CO2 occur, it stands there twice: in t CO2e, and of CO2 alone.
    """
    if portion.inventory is None:
        return []
    counted = numerators(portion.inventory)
    found = [product_intensity(v, u, portion.product, portion.sector) for v, u in counted]
    return [i for i in found if i is not None]


def value_intensities(inventory: Inventory, economics: Economics) -> list[Intensity]:
    """The intensities per added and output value, of the whole project."""
    money = parse_unit("万元")
    found: list[Intensity] = []
    for value, unit in numerators(inventory):
        gas = parse_unit(unit)
        for indicator, worth in (
            ("carbon_per_added_value", economics.added_value),
            ("carbon_per_output_value", economics.output_value),
        ):
            if worth is not None:
                ratio = value / worth.to(money)
                per = gas.per(money)
                found.append(Intensity(indicator, "", "", ratio, per, value, unit, worth))
    return found


def missing_outputs(products: Sequence[Product]) -> list[Missing]:
    """What is missing of the main products: all of them, or the output of one."""
    if not products:
        return [Missing("missing.product", {})]
    return [Missing("missing.output", {"product": p.name}) for p in products if p.amount is None]
