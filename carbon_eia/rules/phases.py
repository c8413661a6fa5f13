"""The phases of a project, each held against its own approval (Order 31, articles 21 and 26)."""

from __future__ import annotations

from collections.abc import Sequence

from carbon_eia.project import Fact, Phase
from carbon_eia.reference import Rule
from carbon_eia.rules.check_kinds import Mismatch, in_words, judge
from carbon_eia.rules.decision_model import Ruling, Statement

__all__ = ["phase_rulings"]

KEYS = {
    "energy": "energy",
    "emission": "carbon",
    "energy_intensity": "energy_intensity",
    "carbon_intensity": "carbon_intensity",
}
"""Key of a figure of a phase → that of the facts ``approved_…`` and ``actual_…``."""


def phase_rulings(rule: Rule, phases: Sequence[Phase]) -> list[Ruling]:
    """The ruling of a rule on each phase whose actual figure it asks for.

    Raises Mismatch, with its place, where a figure and its approval are of different kinds.
    """
    check = rule.check
    if check is None or not check.fact.startswith("actual_"):
        return []
    found: list[Ruling] = []
    for phase in phases:
        known: dict[str, Fact] = {
            f"{kind}_{KEYS[key]}": value
            for kind, figures in (("approved", phase.approved), ("actual", phase.actual))
            for key, value in figures.items()
        }
        if check.fact not in known:
            continue
        try:
            finding = judge(check, known)
        except Mismatch as error:
            error.place = phase.place
            raise
        what: dict[str, object] = {"phase": phase.name}
        if finding.lacks:
            fact = Statement("policy.phase.lacks", what)
            found.append(Ruling(rule, fact, "", "", "", None))
            continue
        fact = Statement("policy.phase", {**what, "text": in_words([finding.fact])})
        figures = finding.value, finding.limit, finding.unit
        found.append(Ruling(rule, fact, *figures, finding.passed))
    return found
