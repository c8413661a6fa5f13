"""What is known of a project for the rules: what it states, what follows from its file, and where
the two contradict each other (law 8: the worse of the two governs, and the contradiction is named).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.benchmarks import Comparison, EnergyComparison, EnergyLevel
from carbon_eia.energy import Energy, electricity_rate
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.project import Fact, Project, Source
from carbon_eia.reference import STAND_INS, Reason, Sector, World, policies_in
from carbon_eia.rules.check_kinds import Known, in_choice, label_of
from carbon_eia.units import Quantity, decimal_text, parse_quantity, parse_unit, rounded

__all__ = ["KnownFacts", "known_facts"]

LOWER_IS_WORSE = frozenset({"replaced_energy", "replaced_coal", "replaced_carbon"})
"""Facts of which less is worse; of all others more is."""

LEVELS = (("gb1", "gb2", "gb3", "below"), ("benchmark", "baseline", "below"))
"""Levels of energy from the best to the worst: of the standards, and of the notices."""

INCREMENTAL = frozenset({"rebuild", "retrofit"})
"""Natures whose energy may be stated as an increment, which the file need not show."""


class KnownFacts(NamedTuple):
    """What the rules are judged by, and what must be said of it.

    ``known``: every fact that is known, a stated one only where it governs; ``notes``: the
    contradictions, each at the place of the fact; ``two_high``: the class of the national list that
    the sector falls into, by language, or None; ``two_high_list``: the number of that list.
    """

    known: Known
    notes: tuple[tuple[str, Reason], ...] = ()
    two_high: Mapping[str, str] | None = None
    two_high_list: str = ""


def known_facts(
    project: Project,
    inventory: Inventory,
    intensities: Sequence[Intensity],
    comparisons: Sequence[Comparison],
    energy: Energy,
    specific: Sequence[EnergyComparison],
    levels: Sequence[EnergyLevel],
    sector: Sector,
    world: World,
) -> KnownFacts:
    """Every fact that is stated or follows; one that is not known is not there."""
    known: dict[str, Fact] = {"as_of": world.as_of, "stage": project.stage, **project.facts}
    known |= _of_the_file(project, inventory, intensities, comparisons)
    known |= _computed(project, inventory, intensities, energy, specific, levels, sector, world)
    if "energy_consumption" in known:
        known["declared_energy"] = known["energy_consumption"]
    notes = _settled(known, project, world)
    used = known.get("energy_consumption", known.get("computed_energy"))
    added = project.economics.added_value
    if isinstance(used, Quantity) and added is not None:
        ratio = used.to("tce") / added.to("万元")
        known["energy_per_added_value"] = Quantity(ratio, parse_unit("tce/万元"), "")
    listed = world.document(world.tables.toml("facts.toml")["two_high"]["source"])["number"]
    return KnownFacts(MappingProxyType(known), notes, _two_high(sector, world), listed)


def _of_the_file(
    project: Project,
    inventory: Inventory,
    intensities: Sequence[Intensity],
    comparisons: Sequence[Comparison],
) -> dict[str, Fact]:
    """What the file says by what it holds."""
    found: dict[str, Fact] = {}
    if project.nature:
        found["nature"] = project.nature
    if project.change_consent_date is not None:
        found["change_consent_date"] = project.change_consent_date
    if any(s.account == "existing" for s in project.sources):
        found["existing_account"] = True
    operates = any(key.startswith("actual_") for key in project.facts) or any(
        p.stage == "operating" or p.actual for p in project.phases
    )
    if project.stage == "under_construction" and operates:
        found["partly_operating"] = True
    total = inventory.total()
    if total is not None and project.sources:
        stated = project.facts.get("replaced_carbon")
        found["emission"] = _emission(total, inventory, stated)
    indicators = {i.indicator for i in intensities}
    for key, names in (
        ("carbon_per_product", {"carbon_per_product"}),
        ("carbon_per_value", {"carbon_per_added_value", "carbon_per_output_value"}),
    ):
        if indicators & names:
            found[key] = True
    if comparisons:
        found["comparison"] = True
    return found


def _emission(total: Fraction, inventory: Inventory, beside: Fact | None) -> Quantity:
    """t CO2e a year, or t CO2 where nothing else is emitted and the figure beside is not CO2e."""
    co2e = parse_unit("tCO2e")
    unit = parse_unit("tCO2") if inventory.only_co2() else co2e
    if unit != co2e and isinstance(beside, Quantity) and beside.unit.dims == co2e.dims:
        unit = co2e  # with CO2 alone, t CO2e and t CO2 are one
    return Quantity(total, unit, "")


# --- what follows from the sources


def _computed(
    project: Project,
    inventory: Inventory,
    intensities: Sequence[Intensity],
    energy: Energy,
    specific: Sequence[EnergyComparison],
    levels: Sequence[EnergyLevel],
    sector: Sector,
    world: World,
) -> dict[str, Fact]:
    """What the rest of the assessment knows (``STAND_INS``)."""
    found: dict[str, Fact] = {}

    def put(key: str, value: Fraction | None, unit: str) -> None:
        if value is not None:
            found[key] = Quantity(value, parse_unit(unit), "")

    replaced = any(s.account == "replaced" for s in project.sources)
    incremental = replaced and project.nature in INCREMENTAL
    total, saved = energy.total(), energy.total("replaced")
    used = _net(total, saved) if incremental else total
    put("computed_energy", used if used is not None and used > 0 else None, "tce")
    rate = project.electricity_primary
    if rate is not None:
        primary = energy.primary(rate.to("tce/MWh"))
        if incremental:
            primary = _net(primary, energy.primary(rate.to("tce/MWh"), "replaced"))
        put("computed_primary", primary if primary is not None and primary > 0 else None, "tce")
    elif used is not None:
        put("primary_at_most", _primary_bound(energy, used, project, world), "tce")
    coal, spared = (_coal(inventory, a, sector, world) for a in ("project", "replaced"))
    put("computed_coal", _net(coal, spared) if incremental else coal, "t")
    if replaced:
        put("computed_replaced_energy", saved, "tce")
        put("computed_replaced_coal", spared, "t")
        gone = inventory.total("replaced")
        if gone is not None:
            found["computed_replaced_carbon"] = _emission(
                gone, inventory, project.facts.get("replaced_carbon")
            )
    level = _level(levels)
    if level is not None:
        found["computed_energy_level"] = level
    pues = [s.parameters["pue"].value for s in project.sources if _has_pue(s)]
    pues += [c.value for c in specific if c.indicator == "pue"]
    put("computed_pue", max(pues, default=None), "")
    if project.stage == "operating":
        found |= _actual(project, inventory, intensities, specific, used)
    return found


def _has_pue(source: Source) -> bool:
    return source.account == "project" and "pue" in source.parameters


def _net(whole: Fraction | None, part: Fraction | None) -> Fraction | None:
    return None if whole is None or part is None else whole - part


def _primary_bound(
    energy: Energy, used: Fraction, project: Project, world: World
) -> Fraction | None:
    """The most that the primary value can be, by the bound of Order 31's own data.

    Where more energy is stated than the sources use, all of it might be electricity.
    """
    stated = project.facts.get("energy_consumption")
    for policy in policies_in(world, project.region):
        bound = policy.parameters.get("primary_rate_bound")
        if bound is None:
            continue
        rate = parse_quantity(f"{bound.value} {bound.unit}").to("tce/MWh")
        if isinstance(stated, Quantity) and stated.to("tce") > used:
            return stated.to("tce") * rate / electricity_rate(world).quantity.to("tce/MWh")
        return energy.primary(rate)
    return None


def _coal(inventory: Inventory, account: str, sector: Sector, world: World) -> Fraction | None:
    """t of coal a year that the sources of an account use; None where an amount is not known."""
    materials = world.tables.toml("facts.toml")["coal"]["materials"]
    used = [
        _mass(e, sector, world)
        for e in inventory.emissions
        if e.source.account == account
        and e.source.material in materials
        and e.source.direction != "out"
    ]
    if any(m is None for m in used):
        return None
    return sum((m for m in used if m is not None), Fraction(0))


def _mass(e: SourceEmission, sector: Sector, world: World) -> Fraction | None:
    """t a year of a source; of an amount in GJ by its heating value, else that of the tables."""
    values = {p.name: p for p in e.parameters}
    amount = values.get("amount")
    if amount is None:
        return None
    unit = parse_unit(amount.unit)
    if unit.dims == parse_unit("t").dims:
        return amount.value * unit.factor_to(parse_unit("t"))
    if unit.dims != parse_unit("GJ").dims:
        return None
    if "ncv" in values:
        ncv = values["ncv"].value
    else:
        cells = world.by_material("fuels", e.source.material, ["ncv"], sector.tables["fuels"])
        if not cells:
            return None
        ncv = cells["ncv"].quantity.to("GJ/t")
    return amount.value * unit.factor_to(parse_unit("GJ")) / ncv if ncv else None


def _level(levels: Sequence[EnergyLevel]) -> str | None:
    """The level that the comprehensive energy per product reaches, as a project would state it."""
    names = {"above": "below", "benchmark_level": "benchmark", "baseline_level": "baseline"}
    for level in levels:
        if level.indicator == "comprehensive_energy":
            found = level.level or level.benchmark
            return None if found is None else names.get(found, found)
    return None


def _actual(
    project: Project,
    inventory: Inventory,
    intensities: Sequence[Intensity],
    specific: Sequence[EnergyComparison],
    used: Fraction | None,
) -> dict[str, Fact]:
    """The figures of a plant in operation: its sources are those of a year of operation."""
    found: dict[str, Fact] = {}
    approved = project.facts
    if used is not None and used > 0:
        found["computed_actual_energy"] = Quantity(used, parse_unit("tce"), "")
    total = inventory.total()
    if total is not None and project.sources:
        emission = _emission(total, inventory, approved.get("approved_carbon"))
        found["computed_actual_carbon"] = emission
    carbon, used_per = _of_one_product(intensities), _energy_of_one_product(specific)
    for key, value in (("carbon_intensity", carbon), ("energy_intensity", used_per)):
        limit = approved.get(f"approved_{key}")
        if value is None or not isinstance(limit, Quantity):
            continue
        plain = tuple(d for d in value.unit.dims if not d[0].startswith("product:"))
        if plain == limit.unit.dims:
            size = value.value * value.unit.factor / limit.unit.factor
            found[f"computed_actual_{key}"] = Quantity(size, limit.unit, "")
    return found


def _of_one_product(intensities: Sequence[Intensity]) -> Quantity | None:
    """The carbon per product; None where several products have one each."""
    found = [i for i in intensities if i.indicator == "carbon_per_product"]
    if len({i.product for i in found}) != 1:
        return None
    return Quantity(found[0].value, found[0].unit, "")


def _energy_of_one_product(specific: Sequence[EnergyComparison]) -> Quantity | None:
    """The comprehensive energy per product; None where several products have one each."""
    found = {
        (c.value, c.unit) for c in specific if c.indicator == "comprehensive_energy" and c.unit
    }
    if len({value * unit.factor for value, unit in found}) != 1:
        return None
    value, unit = next(iter(found))
    return Quantity(value, unit, "")


# --- stated against computed


def _settled(
    known: dict[str, Fact], project: Project, world: World
) -> tuple[tuple[str, Reason], ...]:
    """Take out of ``known`` each stated fact that the file contradicts for the worse.

    Returns a word on every contradiction, at the place of the fact.
    """
    notes: list[tuple[str, Reason]] = []
    tolerance = parse_quantity(world.tables.toml("facts.toml")["tolerance"]["value"]).to("1")
    for fact, computed in STAND_INS.items():
        if fact not in known or computed not in known:
            continue
        if fact in ("energy_consumption", "energy_consumption_primary", "coal_use"):
            replaced = any(s.account == "replaced" for s in project.sources)
            if project.nature in INCREMENTAL and not replaced:
                continue  # an increment, which the file does not show
        worse = _computed_is_worse(fact, known[fact], known[computed], tolerance)
        if worse is None:
            continue
        params = {
            "what": label_of(fact),
            "stated": _shown(fact, known[fact]),
            "computed": _shown(fact, known[computed]),
        }
        code = "CE-W041" if worse else "CE-W042"
        notes.append((f"facts.{fact}", Reason(code, params, warn=True)))
        if worse:
            known[f"declared:{computed}"] = known.pop(fact)
    return tuple(notes)


def _computed_is_worse(fact: str, stated: Fact, computed: Fact, tolerance: Fraction) -> bool | None:
    """Whether the computed figure is the worse one; None where the two agree or cannot be held
    against each other."""
    if isinstance(stated, str):
        for levels in LEVELS:
            if stated in levels and computed in levels and stated != computed:
                return levels.index(str(computed)) > levels.index(stated)
        return None
    if not isinstance(stated, Quantity) or not isinstance(computed, Quantity):
        return None
    if stated.unit.dims != computed.unit.dims:
        return None
    mine, theirs = computed.value, stated.to(computed.unit)
    if abs(theirs - mine) <= tolerance * abs(mine):
        return None
    return mine < theirs if fact in LOWER_IS_WORSE else mine > theirs


def _shown(fact: str, value: Fact) -> object:
    """A fact as one reads it."""
    if isinstance(value, Quantity):
        if value.text:
            return value.text
        unit = "" if value.unit.text == "1" else value.unit.text
        number = rounded(value.value, 4)
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        return f"{number or decimal_text(value.value)} {unit}".rstrip()
    return in_choice(fact, value)


def _two_high(sector: Sector, world: World) -> Mapping[str, str] | None:
    """The class of the national list that a sector falls into, by language."""
    for entry in world.tables.toml("facts.toml")["two_high"]["classes"]:
        if any(_digits(code).startswith(tuple(entry["codes"])) for code in sector.gbt4754):
            return {"zh": entry["zh"], "en": entry["en"]}
    return None


def _digits(code: str) -> str:
    return code.lstrip("ABCDEFGHIJKLMNOPQRST")
