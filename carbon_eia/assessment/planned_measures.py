"""What the declared measures take from the catalogue, cost, and could be planned as."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from carbon_eia.assessment.products import ProductAssessment
from carbon_eia.energy import take_energy
from carbon_eia.inventory import Allocation, Inventory
from carbon_eia.project import Project, Source
from carbon_eia.reference import Reason, SectorProduct
from carbon_eia.retrofit import (
    EmissionModel,
    MeasureCosts,
    TargetCheck,
    apply_measures,
    energy_targets,
)
from carbon_eia.rules import Deadline, Ruling

if TYPE_CHECKING:  # a plan only where that is asked for
    from carbon_eia.retrofit.catalogue import MeasureCandidate
    from carbon_eia.retrofit.proposal import RetrofitProposal

__all__ = [
    "fitting_candidates",
    "measure_costs",
    "proposal_of",
    "with_catalogue",
    "with_every_measure",
]


def with_catalogue(
    project: Project, emission_model: EmissionModel
) -> tuple[Project, list[tuple[str, Reason]]]:
    """The project, its measures that refer to the catalogue checked and completed by it."""
    if not any(m.reference for m in project.measures):
        return project, []
    from carbon_eia.retrofit.catalogue import inherited

    referring = [m for m in project.measures if m.reference]
    found, notes = inherited(
        project.sources,
        referring,
        project.products,
        emission_model.sector,
        emission_model.world,
        emission_model.heat,
    )
    by_name = {m.name: m for m in found}
    measures = tuple(by_name.get(m.name, m) for m in project.measures)
    return project._replace(measures=measures), notes


def with_every_measure(
    project: Project, inventory: Inventory, emission_model: EmissionModel
) -> Inventory:
    """The inventory and the sources that measures of the project would add: they need a split."""
    new = {e.new for m in project.measures for e in m.effects if e.new}
    if not new:
        return inventory
    added = [
        s
        for m in project.measures
        for s in apply_measures(project.sources, [m], emission_model.heat)
        if s.name in new
    ]
    return Inventory((*inventory.emissions, *emission_model.inventory(added).emissions))


def measure_costs(
    project: Project, emission_model: EmissionModel, known: Sequence[SectorProduct]
) -> MeasureCosts:
    """What the measures of a project save of its whole inventory, and what that costs."""

    def co2e(sources: Sequence[Source]) -> Fraction | None:
        return emission_model.inventory(sources).total()

    def energy(sources: Sequence[Source]) -> Fraction | None:
        return take_energy(emission_model.inventory(sources), emission_model.world, known).total()

    return MeasureCosts(project.sources, project.planning, co2e, energy, emission_model.heat)


def fitting_candidates(
    project: Project, emission_model: EmissionModel
) -> tuple[MeasureCandidate, ...]:
    """The entries of the catalogue that fit the project."""
    from carbon_eia.retrofit.catalogue import candidates

    return tuple(
        candidates(
            project.sources,
            project.measures,
            project.products,
            emission_model.sector,
            emission_model,
        )
    )


def proposal_of(
    project: Project,
    target_check: TargetCheck,
    deadline: Deadline,
    emission_model: EmissionModel,
    allocation: Allocation,
    products: Sequence[ProductAssessment],
    policies: Sequence[Ruling],
    costs: MeasureCosts,
) -> RetrofitProposal | None:
    """The plan in full; where a rule asks for a level of energy that is not met, for that too."""
    targets = list(target_check.targets)
    asked = [
        (r.rule.check.values, r.rule.severity == "veto")
        for r in policies
        if r.passed is False
        and r.rule.severity in ("condition", "veto")
        and r.rule.check is not None
        and r.rule.check.fact == "energy_level"
    ]
    for p in products:
        if targets:
            specific = p.energy_findings.comparisons
            targets += energy_targets(
                project, p.product, p.sector, emission_model, allocation, specific, asked
            )

    from carbon_eia.retrofit.proposal import make_proposal

    return make_proposal(
        project.measures,
        TargetCheck(project.sources, targets, emission_model.heat),
        project.planning,
        deadline.day,
        emission_model.world.as_of,
        costs,
    )
