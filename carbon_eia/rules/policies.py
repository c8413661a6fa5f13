"""Rules of policy that are judged from facts alone: a ruling for each that speaks of a project.

Nothing is assumed: where a fact is not stated, the ruling says which, and is neither for the
project nor against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from carbon_eia.benchmarks import Comparison, EnergyLevel
from carbon_eia.energy import Energy
from carbon_eia.errors import InputError
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import Inventory
from carbon_eia.project import Fact, Project
from carbon_eia.reference import Rule, Sector, World, read_policy
from carbon_eia.rules.checks import Known, Mismatch, in_words, judge, naming
from carbon_eia.rules.model import Ruling, Statement
from carbon_eia.units import Quantity, mismatch, parse_unit

__all__ = ["DERIVED", "evaluate"]

DERIVED = (
    "as_of",
    "stage",
    "nature",
    "emission",
    "energy_per_added_value",
    "carbon_per_product",
    "carbon_per_value",
    "comparison",
    "existing_account",
    "computed_energy",
    "computed_primary",
    "computed_energy_level",
    "computed_pue",
)
"""Facts that follow from the rest of the project: no one states them in ``[facts]``."""


def evaluate(
    project: Project,
    inventory: Inventory,
    intensities: Sequence[Intensity],
    comparisons: Sequence[Comparison],
    energy: Energy,
    levels: Sequence[EnergyLevel],
    sector: Sector,
    world: World,
) -> list[Ruling]:
    """A ruling of every rule with a check that stands on the world's day and speaks of the project.

    Raises InputError CE-U004 where two facts that are held together are of different kinds.
    """
    known = _known(project, inventory, intensities, comparisons, energy, levels, world)
    rules = [
        rule
        for ident in world.tables.ids("policy")
        for rule in read_policy(world, ident).rules.values()
        if rule.check is not None and _speaks_of(rule, project, sector, known)
    ]
    try:
        return [_ruling(rule, known) for rule in rules]
    except Mismatch as error:
        place = project.place(f"facts.{error.key}")
        raise InputError(mismatch(error.found.unit, error.expected.unit).at(place)) from None


def _known(
    project: Project,
    inventory: Inventory,
    intensities: Sequence[Intensity],
    comparisons: Sequence[Comparison],
    energy: Energy,
    levels: Sequence[EnergyLevel],
    world: World,
) -> Known:
    """Every fact that is stated or follows; one that is not known is not there."""
    known: dict[str, Fact] = {"as_of": world.as_of, "stage": project.stage, **project.facts}
    if project.nature:
        known["nature"] = project.nature
    if any(s.account == "existing" for s in project.sources):
        known["existing_account"] = True
    total = inventory.total()
    if total is not None and project.sources:
        stated = project.facts.get("replaced_carbon")
        co2e = parse_unit("tCO2e")
        unit = parse_unit("tCO2") if inventory.only_co2() else co2e
        if unit != co2e and isinstance(stated, Quantity) and stated.unit.dims == co2e.dims:
            unit = co2e  # with CO2 alone, t CO2e and t CO2 are one
        known["emission"] = Quantity(total, unit, "")
    known |= _computed(project, energy, levels)
    used = known.get("energy_consumption", known.get("computed_energy"))
    added = project.economics.added_value
    if isinstance(used, Quantity) and added is not None:
        ratio = used.to("tce") / added.to("万元")
        known["energy_per_added_value"] = Quantity(ratio, parse_unit("tce/万元"), "")
    indicators = {i.indicator for i in intensities}
    for key, names in (
        ("carbon_per_product", {"carbon_per_product"}),
        ("carbon_per_value", {"carbon_per_added_value", "carbon_per_output_value"}),
    ):
        if indicators & names:
            known[key] = True
    if comparisons:
        known["comparison"] = True
    return known


def _computed(project: Project, energy: Energy, levels: Sequence[EnergyLevel]) -> Known:
    """What the rest of the assessment knows of the energy of a project (``STAND_INS``)."""
    known: dict[str, Fact] = {}
    total = energy.total()
    if total is not None and total > 0:
        known["computed_energy"] = Quantity(total, parse_unit("tce"), "")
    rate = project.electricity_primary
    primary = None if rate is None else energy.primary(rate.to("tce/MWh"))
    if primary is not None and primary > 0:
        known["computed_primary"] = Quantity(primary, parse_unit("tce"), "")
    level = next((e.level for e in levels if e.indicator == "comprehensive_energy"), None)
    if level is not None:
        known["computed_energy_level"] = "below" if level == "above" else level
    pues = {
        s.parameters["pue"]
        for s in project.sources
        if s.method == "it_load" and s.account == "project" and "pue" in s.parameters
    }
    if len(pues) == 1:
        (known["computed_pue"],) = pues
    return known


def _speaks_of(rule: Rule, project: Project, sector: Sector, known: Known) -> bool:
    """Whether a rule asks anything of a project of this stage, nature and industry."""
    assert rule.check is not None
    if rule.stages and project.stage not in rule.stages:
        return False
    if rule.natures and project.nature and project.nature not in rule.natures:
        return False
    if rule.industries is None or any(c.startswith(rule.industries) for c in sector.gbt4754):
        return True
    return all(key in known for key in (rule.check.fact, rule.check.of) if key)


def _ruling(rule: Rule, known: Known) -> Ruling:
    """The ruling of a rule: not applicable, not provided, or judged."""
    assert rule.check is not None
    premises = [judge(c, known) for c in rule.when]
    failed = next((p for p in premises if p.passed is False), None)
    if failed is not None:
        why = in_words([failed.fact])
        return Ruling(rule, Statement("policy.not_applicable", {"why": why}), "", "", "", None)
    found = judge(rule.check, known)
    unclear = [key for p in premises for key in p.lacks]
    if rule.natures and "nature" not in known:
        unclear.insert(0, "nature")
    if unclear or found.lacks:
        return Ruling(rule, naming("policy.lacks", (*unclear, *found.lacks)), "", "", "", None)
    return Ruling(rule, found.fact, found.value, found.limit, found.unit, found.passed)
