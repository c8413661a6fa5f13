"""Figures that are probably slips: they warn with the likely cause, they never decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from carbon_eia.benchmarks import EnergyComparison
from carbon_eia.energy import Energy
from carbon_eia.intensity import Portion, product_intensity
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.methods import METHODS
from carbon_eia.plausibility.balance import unbalanced
from carbon_eia.plausibility.slips import slip
from carbon_eia.reference import Reason, Sector, World
from carbon_eia.units import decimal_text, parse_unit

__all__ = ["implausible"]


def implausible(
    products: Sequence[Portion],
    inventory: Inventory,
    sector: Sector,
    world: World,
    energy: Energy,
    specific: Sequence[EnergyComparison] = (),
) -> list[tuple[str, Reason]]:
    """Every implausible figure, as (where, reason).

    CE-W010 intensity outside the sector's band (with the slip that would explain it), CE-W011
    heating value far from its fuel's, CE-W012 one amount of one material booked twice (a reductant
    as fuel too), CE-W013 a negative emission where nothing is deducted, CE-W009 a deduction of
    recovered CO2 without evidence; CE-W014 to CE-W018 what does not balance (see ``balance``).
    """
    bands = world.tables.toml("plausibility.toml")
    found: list[tuple[str, Reason]] = []
    for portion in products:
        for band in portion.sector.plausibility:
            found += _band(band, portion, bands["slips"])
    for emission in inventory.emissions:
        found += _heating_value(emission, world, bands["ncv"])
    found += _counted_twice(inventory)
    found += _deductions(inventory)
    found += unbalanced(inventory, sector, world, energy, specific, bands)
    return found


def _band(
    band: Mapping[str, Any], portion: Portion, slips: Mapping[str, Any]
) -> list[tuple[str, Reason]]:
    inventory = portion.inventory
    total = None if inventory is None else inventory.total()
    if inventory is None or total is None:
        return []
    if band["indicator"] == "process_per_product":
        total = inventory.by_category().get("process", Fraction(0))
    found = product_intensity(total, "tCO2", portion.product, portion.sector)
    if found is None or found.product != band["product"]:
        return []
    unit = parse_unit(band["unit"])
    value = found.value * found.unit.factor / unit.factor
    low, high = Fraction(band["low"]), Fraction(band["high"])
    if low <= value <= high:
        return []
    params = {
        "indicator": {
            "zh": _INDICATORS[band["indicator"]][0],
            "en": _INDICATORS[band["indicator"]][1],
        },
        "value": decimal_text(value, 4),
        "unit": band["unit"],
        "low": band["low"],
        "high": band["high"],
        "slip": slip(value, low, high, slips),
    }
    return [("products", Reason("CE-W010", params, warn=True))]


_INDICATORS = {
    "carbon_per_product": ("单位产品碳排放", "carbon per product"),
    "process_per_product": ("单位产品过程排放", "process emission per product"),
}


def _heating_value(
    emission: SourceEmission, world: World, band: Mapping[str, Any]
) -> list[tuple[str, Reason]]:
    source = emission.source
    given = source.parameters.get("ncv")
    if given is None or not source.material:
        return []
    cells = world.by_material("fuels", source.material, ["ncv"], emission.sector.tables["fuels"])
    usual = cells.get("ncv")
    if usual is None or usual.quantity.unit.dims != given.unit.dims:
        return []
    ratio = given.to(usual.quantity.unit) / usual.quantity.value
    if Fraction(band["low"]) <= ratio <= Fraction(band["high"]):
        return []
    params = {
        "source": source.name,
        "given": given.text,
        "usual": usual.quantity.text,
        "title": usual.citation.number or usual.citation.title,
    }
    return [(source.at("ncv").key, Reason("CE-W011", params, warn=True))]


def _counted_twice(inventory: Inventory) -> list[tuple[str, Reason]]:
    found: list[tuple[str, Reason]] = []
    seen: dict[tuple[str, object, Fraction], SourceEmission] = {}
    for emission in inventory.emissions:
        source = emission.source
        amount = source.parameters.get("amount")
        if amount is None or amount.value == 0:
            continue
        key = (source.account, _what(emission), amount.value * amount.unit.factor)
        other = seen.get(key)
        if other is not None and (source.material or source.method == other.source.method):
            params = {"source": source.name, "other": other.source.name, "amount": amount.text}
            found.append((source.place.key, Reason("CE-W012", params, warn=True)))
        seen.setdefault(key, emission)
    return found


_PURCHASED = ("electricity", "heat")


def _what(emission: SourceEmission) -> object:
    """What an amount is an amount of.

    One output may rightly bear several process factors, so without a material two sources are of
    the same thing only if item, gas and every figure agree.
    """
    source = emission.source
    if source.material:
        return source.material, source.direction
    if METHODS[source.method].category in _PURCHASED:
        return source.method
    figures = tuple((k, q.value * q.unit.factor) for k, q in sorted(source.parameters.items()))
    return source.method, source.item, source.direction, tuple(emission.masses), figures


def _deductions(inventory: Inventory) -> list[tuple[str, Reason]]:
    found: list[tuple[str, Reason]] = []
    for emission in inventory.emissions:
        source = emission.source
        deducts = emission.category == "recovery"
        if deducts and not source.evidence.text:
            params: dict[str, object] = {"source": source.name}
            found.append((source.place.key, Reason("CE-W009", params, warn=True)))
        deducts = deducts or source.direction == "out" or source.supply == "export"
        if emission.co2e is not None and emission.co2e < 0 and not deducts:
            params = {"source": source.name, "value": decimal_text(emission.co2e, 8)}
            found.append((source.place.key, Reason("CE-W013", params, warn=True)))
    return found
