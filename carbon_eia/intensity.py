"""Emission per what: product, added value, output value (碳排放绩效, 环办环评函〔2021〕346号)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import Inventory, Missing
from carbon_eia.project import Product, Project
from carbon_eia.reference import Sector
from carbon_eia.units import Quantity, Unit, parse_unit

__all__ = ["Intensity", "intensities", "main_product", "product_intensity"]


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
    own = [p for p in project.products if p.account == "project"]
    mains = [p for p in own if p.main]
    if mains:
        return mains[0]
    return own[0] if len(own) == 1 else None


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
    """Every intensity that the figures allow, and what is missing for the main one."""
    missing: list[Missing] = []
    found: list[Intensity] = []
    product = main_product(project)
    if product is None:
        missing.append(Missing("missing.product", {}))
    elif product.amount is None:
        missing.append(Missing("missing.output", {"product": product.name}))
    total = inventory.total()
    if total is None:
        return found, missing
    unit = "tCO2" if inventory.only_co2() else "tCO2e"
    if product is not None:
        main = product_intensity(total, unit, product, sector)
        if main is not None:
            found.append(main)
    money = parse_unit("万元")
    gas = parse_unit(unit)
    for indicator, value in (
        ("carbon_per_added_value", project.economics.added_value),
        ("carbon_per_output_value", project.economics.output_value),
    ):
        if value is not None:
            ratio = total / value.to(money)
            found.append(Intensity(indicator, "", "", ratio, gas.per(money), total, unit, value))
    return found, missing
