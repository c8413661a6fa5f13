"""Emission per what: product, added value, output value (碳排放绩效, 环办环评函〔2021〕346号)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import Inventory, Missing
from carbon_eia.project import Product, Project
from carbon_eia.reference import Sector
from carbon_eia.units import Quantity, Unit, parse_unit

__all__ = [
    "Intensity",
    "intensities",
    "main_product",
    "numerator_for",
    "numerators",
    "product_intensity",
]


class Intensity(NamedTuple):
    """A carbon intensity, exact: ``value`` in ``unit`` = ``numerator`` t ÷ ``denominator``."""

    indicator: str
    product: str
    product_name: str
    value: Fraction
    unit: Unit
    numerator: Fraction
    numerator_unit: str
    denominator: Quantity


def main_product(project: Project) -> Product | None:
    """The product to which the emission is attributed: the main one, or the only one."""
    mains = project.main_products
    return mains[0] if len(mains) == 1 else None


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
    """I = E ÷ output of the main product, with the product as a dimension of its own.

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
    )


def intensities(
    inventory: Inventory, project: Project, sector: Sector
) -> tuple[list[Intensity], list[Missing]]:
    """Every intensity that the figures allow, and what is missing for the main one.

    Where other gases than CO2 occur, each stands there twice: in t CO2e, and of CO2 alone.
    """
    missing: list[Missing] = []
    found: list[Intensity] = []
    product = main_product(project)
    if product is None:
        missing.append(Missing("missing.product", {}))
    elif product.amount is None:
        missing.append(Missing("missing.output", {"product": product.name}))
    money = parse_unit("万元")
    counted = numerators(inventory)
    for value, unit in counted:
        if product is not None:
            main = product_intensity(value, unit, product, sector)
            if main is not None:
                found.append(main)
    for value, unit in counted:
        gas = parse_unit(unit)
        for indicator, worth in (
            ("carbon_per_added_value", project.economics.added_value),
            ("carbon_per_output_value", project.economics.output_value),
        ):
            if worth is not None:
                ratio = value / worth.to(money)
                per = gas.per(money)
                found.append(Intensity(indicator, "", "", ratio, per, value, unit, worth))
    return found, missing
