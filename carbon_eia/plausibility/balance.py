"""Energy and carbon that do not balance: each a warning with its likely cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from carbon_eia.benchmarks import EnergyComparison
from carbon_eia.energy import GJ_PER_TCE, Energy, heat_content, heat_of
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.messages import sentence
from carbon_eia.plausibility.bands import (
    Band,
    Implausibility,
    band_of,
    of_one_source,
    required_methods,
    slipped,
)
from carbon_eia.plausibility.slips import slip
from carbon_eia.plausibility.thresholds import Balance, Boiler, PlausibilityThresholds
from carbon_eia.project import parameter_label
from carbon_eia.reference import Reason, Sector, Value, World
from carbon_eia.units import decimal_text

__all__ = ["unbalanced"]

Found = list[Implausibility]

BOUGHT = ("", "grid", "purchased")
"""Supplies whose factor is that of the grid or of bought heat."""


def unbalanced(
    inventory: Inventory,
    sector: Sector,
    world: World,
    energy: Energy,
    specific: Sequence[EnergyComparison],
    bands: PlausibilityThresholds,
    grid: Value | None,
) -> Found:
    """CE-W014 to CE-W018; bands and words stand in ``factors/plausibility.toml``.

    CE-W014 more waste-heat power or own heat than the energy that enters could give, CE-W015 a
    boiler's fuel and its steam both booked, CE-W016 specific energy far from its limits, CE-W017
    more carbon deducted than enters, CE-W018 a stated factor far from the published one.
    """
    own = [e for e in inventory.emissions if e.source.account == "project"]
    found = _recovered(own, sector, energy, bands["balance"])
    found += _boiler_and_steam(own, energy, bands["boiler"])
    found += _far_from_limits(specific, energy, sector, bands)
    found += _deducted(own)
    for emission in inventory.emissions:
        found += _factors(emission, world, bands, grid)
    return found


def _recovered(
    own: Sequence[SourceEmission], sector: Sector, energy: Energy, band: Balance
) -> Found:
    """Waste-heat power, and own heat with it, against the energy that enters."""
    if sector.id in band["self_heating"] or any(e.method.self_heating for e in own):
        return []
    uses = [u for u in energy.uses if u.account == "project"]
    if any(u.tce is None for u in uses):
        return []
    entered = sum((u.tce for u in uses if u.tce is not None and u.tce > 0), Fraction(0))
    power = _recovered_energy(own, "electricity", ("waste_heat",))
    heat = _recovered_energy(own, "heat", ("own", "waste_heat"))
    found: Found = []
    for gj, high in ((power, band["waste_heat_power"]), (power + heat, band["recovered"])):
        if found or gj <= entered * GJ_PER_TCE * Fraction(high):
            continue
        share = gj / (entered * GJ_PER_TCE) * 100 if entered else None
        params = {
            "value": f"{decimal_text(gj, 6)} GJ",
            "input": f"{decimal_text(entered, 6)} tce",
            "share": "∞" if share is None else decimal_text(share, 3),
            "high": decimal_text(Fraction(high) * 100),
        }
        found.append(Implausibility("sources", Reason("CE-W014", params, warn=True)))
    return found


def _recovered_energy(
    own: Sequence[SourceEmission], kind: str, supplies: Sequence[str]
) -> Fraction:
    """GJ of electricity or heat from some supplies."""
    found = (e for e in own if e.method.energy == kind and e.source.supply in supplies)
    return _sum(gj for e in found if (gj := heat_content(e)) is not None)


def _boiler_and_steam(own: Sequence[SourceEmission], energy: Energy, band: Boiler) -> Found:
    """Bought heat that is about what a boiler or CHP of the project would give."""
    fuel = {u.source: u.tce for u in energy.uses if u.kind == "fuel"}
    found: Found = []
    for steam in own:
        bought = heat_of(steam)
        if not bought or steam.source.supply not in ("", "purchased"):
            continue
        for e in own:
            tce = fuel.get(e.source.name)
            called = any(w in e.source.name.lower() for w in band["words"])
            if e.category != "combustion" or not tce or not called:
                continue
            if Fraction(band["low"]) <= bought / (tce * GJ_PER_TCE) <= Fraction(band["high"]):
                params = {
                    "fuel": e.source.name,
                    "heat": decimal_text(tce * GJ_PER_TCE, 6),
                    "steam": steam.source.name,
                    "bought": decimal_text(bought, 6),
                }
                found.append(
                    Implausibility(steam.source.place.key, Reason("CE-W015", params, warn=True))
                )
    return found


def _far_from_limits(
    specific: Sequence[EnergyComparison],
    energy: Energy,
    sector: Sector,
    bands: PlausibilityThresholds,
) -> Found:
    """A specific energy many times above the weakest or below the strictest limit, or negative."""
    found: Found = []
    for indicator in dict.fromkeys(c.indicator for c in specific):
        rows = [c for c in specific if c.indicator == indicator]
        limits = [c.limit for c in rows]
        differs = any(c.said is not None and c.said.code == "energy.limit.difference" for c in rows)
        if min(limits) <= 0 or differs:  # net of what is sold: no ratio says anything
            continue
        times = Fraction(bands["limits"]["times"])
        low, high, value = min(limits), max(limits), rows[0].value
        band = Band(low / times, high * times, Fraction(bands["grave"]["slip"]))
        if band.holds(value):
            continue
        params = {
            "indicator": {lang: sentence(f"indicator.{indicator}", lang) for lang in ("zh", "en")},
            "value": decimal_text(value, 4),
            "unit": "" if rows[0].unit.text == "1" else rows[0].unit.text,
            "low": decimal_text(low, 6),
            "high": decimal_text(high, 6),
            "slip": slip(value, low, high, bands["slips"]),
        }
        grave = band.grave(value)
        found.append(Implausibility("products", Reason("CE-W016", params, warn=True), grave))
        total = energy.total()
        if not grave and total and indicator == "comprehensive_energy":
            parts = [
                (u.source, u.method, u.tce * value / total)
                for u in energy.uses
                if u.tce is not None and u.account == "project"
            ]
            part = slipped(parts, value, band, bands["slips"], required_methods(sector))
            found += of_one_source(part, params)
    return found


def _deducted(own: Sequence[SourceEmission]) -> Found:
    """Carbon that leaves with products against the carbon that enters."""
    direct = [e for e in own if not e.method.category.purchased]
    if any(e.co2e is None for e in direct):
        return []

    def mass(of: Iterable[SourceEmission]) -> Fraction:
        return _sum(abs(e.masses.get("CO2", Fraction(0))) for e in of)

    out = [e for e in direct if e.source.direction == "out"]
    into = [e for e in direct if e.source.direction != "out" and not e.method.category.captured]
    # a fuel burnt beside the balance gives no carbon to its products
    balance = [e for e in out if e.method.energy == "feed"]
    fed = [e for e in into if e.category != "combustion"]
    for leaves, enters in ((mass(balance), mass(fed)), (mass(out), mass(into))):
        if leaves > enters:
            params = {"out": decimal_text(leaves, 6), "into": decimal_text(enters, 6)}
            return [Implausibility("sources", Reason("CE-W017", params, warn=True))]
    return []


def _factors(
    emission: SourceEmission, world: World, bands: PlausibilityThresholds, grid: Value | None
) -> Found:
    """A stated factor or carbon content against the one that would be taken by default."""
    source = emission.source
    band = band_of(bands["factor"], bands)
    found: Found = []
    for name in bands["factor"]["parameters"]:
        given = source.parameters.get(name)
        usual = None if given is None else _usual(emission, name, world, grid)
        if given is None or usual is None or usual.quantity.unit.dims != given.unit.dims:
            continue
        published = usual.quantity
        if not published.value:
            continue
        ratio = given.to(published.unit) / published.value
        if band.holds(ratio):
            continue
        params = {
            "source": source.name,
            "parameter": {
                lang: parameter_label(source.method, name, lang) for lang in ("zh", "en")
            },
            "given": given.text,
            "usual": f"{decimal_text(published.value)} {published.unit.text}",
            "title": usual.citation.number or usual.citation.title,
        }
        reason = Reason("CE-W018", params, warn=True)
        found.append(Implausibility(source.at(name).key, reason, ratio == 0 or band.grave(ratio)))
    return found


def _usual(emission: SourceEmission, name: str, world: World, grid: Value | None) -> Value | None:
    source, sector = emission.source, emission.sector
    if source.item:
        return world.item(source.item)[1] if name == "factor" else None
    if emission.method.category.purchased and source.supply not in BOUGHT:
        return None
    if emission.method.energy == "electricity" and name == "factor":
        return grid
    spec = sector.defaults.get(source.method, {}).get(name, {})
    if "row" in spec:
        table, _, pattern = spec["row"].partition(":")
        return world.pattern_cell(table, pattern, material=source.material, gas=source.gas)
    if "table" in spec and source.material:
        table = spec["table"]
        order = sector.tables.get(table, ())
        cells = world.by_material(table, source.material, [spec["column"]], order)
        return cells.get(spec["column"])
    return None


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))
