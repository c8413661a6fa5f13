"""Whether sources and the main products that they serve fit together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from carbon_eia.errors import Place, Problem
from carbon_eia.project.project_model import Product, Source, main_products
from carbon_eia.units import decimal_text, mismatch, parse_unit

__all__ = ["split_problems"]


def split_problems(products: Sequence[Product], sources: Sequence[Source]) -> list[Problem]:
    """Every source whose ``products`` or ``shares`` cannot be meant.

    CE-P040 a name that is no main product (of the source's account); CE-P041 shares that are not
    100 % together; CE-P042 both keys; CE-P043 a product named twice; CE-U004 a price that is not
    for a unit of the product's output.
    """
    problems = [p for product in products for p in _price_problems(product)]
    for source in sources:
        own = [p for p in products if p.account == source.account]
        served = main_products(own) if source.account == "project" else own
        names = [p.name for p in served]
        for key, listed in (("products", source.products), ("shares", tuple(source.shares))):
            strangers = dict.fromkeys(n for n in listed if n not in names)
            for name in strangers:
                params: dict[str, object] = {"value": name, "known": "、".join(names) or "—"}
                problems.append(Problem("CE-P040", source.at(key), params))
        if source.products and source.shares:
            problems.append(Problem("CE-P042", source.at("shares"), {"name": source.name}))
        if len(set(source.products)) < len(source.products):
            problems.append(Problem("CE-P043", source.at("products"), {"name": source.name}))
        total = sum((q.to("1") for q in source.shares.values()), Fraction(0))
        if source.shares and total != 1:
            params = {"name": source.name, "sum": decimal_text(total * 100, 8)}
            problems.append(Problem("CE-P041", source.at("shares"), params))
    return problems


def _price_problems(product: Product) -> list[Problem]:
    if product.price is None or product.amount is None:
        return []
    wanted = parse_unit("元").per(product.amount.unit)
    if product.price.unit.dims == wanted.dims:
        return []
    place = Place(product.place.file, product.place.line, f"{product.place.key}.price")
    return [mismatch(product.price.unit, wanted).at(place)]
