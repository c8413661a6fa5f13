"""The mandatory energy limits of a project, and which of its measures would keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carbon_eia.assessment.products import ProductAssessment
from carbon_eia.benchmarks import MandatoryLimit, mandatory_limits
from carbon_eia.benchmarks.mandatory_energy_limits import BROKEN
from carbon_eia.inventory import Allocation
from carbon_eia.project import Project
from carbon_eia.reference import Rule, World, read_policy
from carbon_eia.retrofit import (
    EmissionModel,
    RetrofitTarget,
    TargetCheck,
    limit_target,
    plan_retrofit,
)
from carbon_eia.rules import LAW, Deadline, Mandate

__all__ = ["mandate_of"]


def mandate_of(
    project: Project,
    products: Sequence[ProductAssessment],
    deadline: Deadline,
    emission_model: EmissionModel,
    allocation: Allocation,
) -> Mandate | None:
    """The limits that bind the main products of a project on the day; None where there are none.

    Measures are searched only where a limit is broken.
    """
    rule, others = _rules(emission_model.world, project.stage)
    if rule is None:
        return None
    limits = tuple(
        x
        for p in products
        for x in mandatory_limits(p.product.name, p.energy_findings, rule.level)
        if _binds(x, p, emission_model.world)
    )
    if not limits:
        return None
    mandate = Mandate(
        rule,
        others,
        limits,
        approved=_day(project, "review_opinion_date"),
        begun=_day(project, "construction_start"),
    )
    broken = [x for x in limits if x.state == BROKEN]
    if not broken or not project.measures:
        return mandate
    return _with_measures(mandate, broken, project, products, deadline, emission_model, allocation)


def _with_measures(
    mandate: Mandate,
    broken: Sequence[MandatoryLimit],
    project: Project,
    products: Sequence[ProductAssessment],
    deadline: Deadline,
    emission_model: EmissionModel,
    allocation: Allocation,
) -> Mandate:
    """The mandate with the ways to keep what is broken, and the admission values with it where one
    set of measures does both."""
    named = {p.product.name: p for p in products}

    def target(limit: MandatoryLimit) -> RetrofitTarget:
        of = named[limit.product]
        held = limit.strictest
        return limit_target(held, project, of.product, of.sector, emission_model, allocation)

    computed = [x for x in broken if not x.strictest.stated]
    reachable = len(computed) == len(broken)
    targets = [target(x) for x in computed]
    carbon = [
        p.target
        for p in products
        if p.target is not None and p.admission is not None and p.admission.same_boundary
    ]
    for wanted in ([*targets, *carbon], targets):  # without the carbon where not with it
        target_check = TargetCheck(
            project.sources, wanted if reachable else [], emission_model.heat
        )
        ways = plan_retrofit(
            project.measures,
            target_check,
            project.planning,
            deadline.day,
            emission_model.world.as_of,
        )
        committed = reachable and target_check.reaches(ways.committed.measures)
        if committed or ways.proposed is not None or not carbon:
            break
    return mandate._replace(retrofit=ways, committed=committed, reachable=reachable)


def _binds(limit: MandatoryLimit, product: ProductAssessment, world: World) -> bool:
    """Whether a limit speaks of the plant: those of coal-fired units bind what burns coal."""
    specs = world.tables.toml("benchmarks/corrections.toml")
    if limit.indicator not in specs["coal_fired"]["indicators"] or product.inventory is None:
        return True
    coal, burnt = specs["coal"]["materials"], specs["coal"]["category"]
    return any(
        e.category == burnt and e.source.material in coal for e in product.inventory.emissions
    )


def _rules(world: World, stage: str) -> tuple[Rule | None, dict[str, Rule]]:
    """The rule that says which limits a stage keeps, and what else the law attaches."""
    policy = read_policy(world, LAW)
    if not policy.in_force:
        return None, {}
    asks = [r for r in policy.rules.values() if r.level and stage in r.stages]
    others = {r.id: r for r in policy.rules.values() if not r.level}
    return (asks[0] if asks else None), others


def _day(project: Project, key: str) -> date | None:
    value = project.facts.get(key)
    return value if isinstance(value, date) else None
