"""Figures that are probably slips: they warn with the likely cause; a grave one bars a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from carbon_eia.benchmarks import EnergyComparison
from carbon_eia.energy import Energy
from carbon_eia.intensity import Portion, product_intensity
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.messages import in_languages
from carbon_eia.plausibility.balance import unbalanced
from carbon_eia.plausibility.bands import (
    Implausibility,
    band_of,
    of_one_source,
    required_methods,
    slipped,
)
from carbon_eia.plausibility.slips import slip
from carbon_eia.plausibility.thresholds import PlausibilityThresholds, Shares, thresholds
from carbon_eia.plausibility.twice import counted_twice, oversold
from carbon_eia.plausibility.usual import next_to_nothing, replaced
from carbon_eia.project import parameter_label
from carbon_eia.reference import Reason, Sector, Value, World
from carbon_eia.reference.sector import IndicatorBand
from carbon_eia.units import decimal_text, parse_unit

__all__ = ["implausible"]


def implausible(
    products: Sequence[Portion],
    inventory: Inventory,
    sector: Sector,
    world: World,
    energy: Energy,
    specific: Sequence[EnergyComparison] = (),
    grid: Value | None = None,
) -> list[Implausibility]:
    """Every implausible figure; those that are ``grave`` let nothing be decided.

    ``grid``: the published factor of electricity, against which declared ones are held.

    CE-W010 intensity outside the sector's band (with the slip that would explain it), CE-W011
    heating value far from its fuel's, CE-W013 a negative emission where nothing is deducted,
    CE-W009 a deduction of recovered CO2 without evidence, CE-W053 a share below one percent that
    may be a hundred times larger, CE-W054 a negative total, CE-W055 the source whose slip would
    explain a figure outside its band, CE-W056 a kind of source that is next to nothing beside the
    usual; CE-W014 to CE-W018 what does not balance (``balance``), CE-W012 and CE-W066 to CE-W068
    what is counted twice or sold without being there (``twice``).
    """
    bands = thresholds(world)
    found: list[Implausibility] = []
    for portion in products:
        used = energy if len(products) == 1 else None  # of several, only emissions are split
        for spec in portion.sector.plausibility:
            found += _band(spec, portion, used, world, bands)
        found += next_to_nothing(portion, used, world, bands)
    for emission in inventory.emissions:
        found += _heating_value(emission, world, bands)
        found += _shares(emission, bands["shares"])
    found += counted_twice(inventory, energy, bands)
    found += oversold(energy, inventory, sector, bands)
    found += _deductions(inventory)
    found += _negative(inventory)
    found += unbalanced(inventory, sector, world, energy, specific, bands, grid)
    return found


def _negative(inventory: Inventory) -> list[Implausibility]:
    """A negative total: whatever is deducted, no plant emits less than nothing."""
    total = inventory.total()
    if total is None or total >= 0:
        return []
    return [
        Implausibility(
            "sources", Reason("CE-W054", {"value": decimal_text(total, 8)}, warn=True), True
        )
    ]


def _band(
    spec: IndicatorBand,
    portion: Portion,
    energy: Energy | None,
    world: World,
    bands: PlausibilityThresholds,
) -> list[Implausibility]:
    inventory = portion.inventory
    total = None if inventory is None else inventory.total()
    if inventory is None or total is None:
        return []
    process = spec["indicator"] == "process_per_product"
    if process:
        total = inventory.by_category().get("process", Fraction(0))
    found = product_intensity(total, "tCO2", portion.product, portion.sector)
    if found is None or found.product != spec["product"]:
        return []
    unit = parse_unit(spec["unit"])
    value = found.value * found.unit.factor / unit.factor
    band = band_of(spec, bands)
    if band.holds(value):
        return []
    params = {
        "indicator": in_languages(f"indicator.{spec['indicator']}"),
        "value": decimal_text(value, 4),
        "unit": spec["unit"],
        "low": spec["low"],
        "high": spec["high"],
        "slip": slip(value, band.low, band.high, bands["slips"]),
    }
    findings = [
        Implausibility("products", Reason("CE-W010", params, warn=True), band.grave(value)),
    ]
    if total and not process:
        parts = [
            (e.source.name, e.source.method, e.co2e * value / total)
            for e in inventory.emissions
            if e.co2e is not None and e.source.account == "project"
        ]
        small = required_methods(portion.sector), replaced(portion, energy, world, bands)
        part = slipped(parts, value, band, bands["slips"], *small)
        findings += of_one_source(part, params)
    return findings


def _heating_value(
    emission: SourceEmission, world: World, bands: PlausibilityThresholds
) -> list[Implausibility]:
    source = emission.source
    given = source.parameters.get("ncv")
    if given is None or not source.material:
        return []
    cells = world.by_material("fuels", source.material, ["ncv"], emission.sector.tables["fuels"])
    usual = cells.get("ncv")
    if usual is None or usual.quantity.unit.dims != given.unit.dims:
        return []
    ratio = given.to(usual.quantity.unit) / usual.quantity.value
    band = band_of(bands["ncv"], bands)
    if band.holds(ratio):
        return []
    params = {
        "source": source.name,
        "given": given.text,
        "usual": usual.quantity.text,
        "title": usual.citation.number or usual.citation.title,
    }
    reason = Reason("CE-W011", params, warn=True)
    return [Implausibility(source.at("ncv").key, reason, band.grave(ratio))]


def _shares(emission: SourceEmission, spec: Shares) -> list[Implausibility]:
    """A share that is typed below one percent: 0.98 % may be 98 %."""
    source = emission.source
    found: list[Implausibility] = []
    for name in spec["parameters"]:
        given = source.parameters.get(name)
        if given is None or given.unit.dims:
            continue
        share = given.value * given.unit.factor
        if not 0 < share < Fraction(spec["low"]):
            continue
        params = {
            "source": source.name,
            "parameter": {
                lang: parameter_label(source.method, name, lang) for lang in ("zh", "en")
            },
            "given": given.text,
            "meant": f"{decimal_text(share * 10_000)} %",
        }
        reason = Reason("CE-W053", params, warn=True)
        found.append(Implausibility(source.at(name).key, reason, name in spec["grave"]))
    return found


def _deductions(inventory: Inventory) -> list[Implausibility]:
    found: list[Implausibility] = []
    for emission in inventory.emissions:
        source = emission.source
        deducts = emission.method.category.captured
        if deducts and not source.evidence.text:
            params: dict[str, object] = {"source": source.name}
            found.append(Implausibility(source.place.key, Reason("CE-W009", params, warn=True)))
        deducts = deducts or source.direction == "out" or source.supply == "export"
        if emission.co2e is not None and emission.co2e < 0 and not deducts:
            params = {"source": source.name, "value": decimal_text(emission.co2e, 8)}
            found.append(Implausibility(source.place.key, Reason("CE-W013", params, warn=True)))
    return found
