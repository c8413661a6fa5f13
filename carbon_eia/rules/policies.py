"""Rules of policy that are judged from facts alone: a ruling for each that speaks of a project.

Nothing is assumed: where a fact is not stated, the ruling says which, and is neither for the
project nor against it.
"""

from __future__ import annotations

from carbon_eia.errors import InputError
from carbon_eia.project import Project, fields
from carbon_eia.reference import STAND_INS, Rule, Sector, World, policies_in
from carbon_eia.rules.check_kinds import Known, Mismatch, in_words, judge, naming
from carbon_eia.rules.decision_model import Ruling, Statement
from carbon_eia.rules.phases import phase_rulings
from carbon_eia.rules.project_facts import KnownFacts
from carbon_eia.units import mismatch

__all__ = ["evaluate"]


def evaluate(project: Project, facts: KnownFacts, sector: Sector, world: World) -> list[Ruling]:
    """A ruling of every rule with a check that stands there and then and speaks of the project.

    A phase with figures of its own is held against its own approval, by the same rules.

    Raises InputError CE-U004 where two facts that are held together are of different kinds.
    """
    rules = [
        rule
        for policy in policies_in(world, project.region)
        for rule in policy.rules.values()
        if rule.check is not None
    ]
    found: list[Ruling] = []
    try:
        for rule in rules:
            if _speaks_of(rule, project, sector, facts.known):
                found.append(_ruling(rule, facts))
            found += phase_rulings(rule, project.phases)
    except Mismatch as error:
        place = error.place or project.place(f"facts.{error.key}")
        raise InputError(mismatch(error.found.unit, error.expected.unit).at(place)) from None
    return found


def _speaks_of(rule: Rule, project: Project, sector: Sector, known: Known) -> bool:
    """Whether a rule asks anything of a project of this stage, nature and industry.

    One of another industry speaks where the applicant states what it asks, and all of it is known.
    """
    assert rule.check is not None
    if rule.stages and project.stage not in rule.stages:
        return False
    if rule.natures and project.nature and project.nature not in rule.natures:
        return False
    if rule.industries is None or any(c.startswith(rule.industries) for c in sector.gbt4754):
        return True
    keys = [key for key in (rule.check.fact, rule.check.of) if key]
    asked = [key for key in keys if key in fields("facts")]
    if asked and not any(key in project.facts for key in asked):
        return False
    return all(key in known or STAND_INS.get(key, "") in known for key in keys)


def _ruling(rule: Rule, facts: KnownFacts) -> Ruling:
    """The ruling of a rule: not applicable, not provided, or judged."""
    assert rule.check is not None
    known = facts.known
    if any(c.fact == "two_high" for c in rule.when) and known.get("two_high") is not True:
        return _two_high(rule, facts)
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


def _two_high(rule: Rule, facts: KnownFacts) -> Ruling:
    """What a rule for 两高 projects says where the project does not call itself one.

    Never false because nothing is stated, and never a ground of refusal: the province's catalogue
    decides, and it is not held.
    """
    if facts.two_high is None:
        code = "policy.two_high.outside"
    elif "two_high" in facts.known:
        code = "policy.two_high.denied"
    else:
        code = "policy.two_high.possible"
    params: dict[str, object] = {
        "title": {"zh": rule.zh, "en": rule.en},
        "document": facts.two_high_list,
    }
    if facts.two_high is not None:
        params["kind"] = dict(facts.two_high)
    return Ruling(rule, Statement(code, params), "", "", "", None)
