"""The mandatory energy limits of a project, and which of its measures would keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carbon_eia.benchmarks import EnergyFindings, MandatoryLimit, mandatory_limits
from carbon_eia.benchmarks.mandatory import BROKEN
from carbon_eia.project import Product, Project
from carbon_eia.reference import Rule, World, read_policy
from carbon_eia.retrofit import Books, Reckoning, Target, limit_target, plan_retrofit
from carbon_eia.rules import LAW, Deadline, Mandate

__all__ = ["mandate_of"]


def mandate_of(
    project: Project,
    products: Sequence[tuple[Product, EnergyFindings]],
    intensity: Sequence[Target],
    deadline: Deadline,
    books: Books,
) -> Mandate | None:
    """The limits that bind the project's main products on the day; None where there are none.

    ``products``: each with its energy beside the limits; ``intensity``: what measures must keep as
    well. Measures are searched only where a limit is broken.
    """
    rule, others = _rules(books.world, project.stage)
    if rule is None:
        return None
    limits = [x for p, found in products for x in mandatory_limits(p.name, found, rule.level)]
    if not limits:
        return None
    mandate = Mandate(
        rule,
        others,
        tuple(limits),
        approved=_day(project, "review_opinion_date"),
        begun=_day(project, "construction_start"),
    )
    broken = [x for x in limits if x.state == BROKEN]
    if not broken or not project.measures:
        return mandate
    named = {p.name: p for p, _ in products}
    return _with_measures(mandate, broken, project, named, intensity, deadline, books)


def _with_measures(
    mandate: Mandate,
    broken: Sequence[MandatoryLimit],
    project: Project,
    products: dict[str, Product],
    intensity: Sequence[Target],
    deadline: Deadline,
    books: Books,
) -> Mandate:
    """The mandate with the ways to keep what is broken, and the admission value with it where one
    set of measures does both."""
    computed = [x for x in broken if not x.strictest.stated]
    targets = [limit_target(x.strictest, project, products[x.product], books) for x in computed]
    reachable = len(computed) == len(broken)
    for wanted in ([*targets, *intensity], targets):  # without the carbon where not with it
        reckoning = Reckoning(project.sources, wanted if reachable else [], books.heat)
        ways = plan_retrofit(
            project.measures, reckoning, project.planning, deadline.day, books.world.as_of
        )
        committed = reachable and reckoning.reaches(ways.committed.measures)
        if committed or ways.proposed is not None or not intensity:
            break
    return mandate._replace(retrofit=ways, committed=committed, reachable=reachable)


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
