"""The verdict over several main products: the strictest of theirs, and never one by the sum alone
unless the policy allows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from carbon_eia.inventory import Missing
from carbon_eia.reference import Policy
from carbon_eia.retrofit import Retrofit
from carbon_eia.rules.decision_model import Admissible, Decision, DecisionFacts, Statement
from carbon_eia.rules.decision_table import by_intensity, decide, under_policies

__all__ = ["JOINT", "decide_together"]

JOINT = "joint_admission"
"""The parameter of a policy that says whether sources which cannot be told apart may be judged by
the sum of admissible emissions: ``allowed`` or not."""

STRICTNESS = ("pass", "retrofit", "undetermined", "refuse", "stop")
"""Verdicts from the mildest. A product that must be refused is not saved by one that is open."""

T = TypeVar("T")


def decide_together(
    products: Sequence[DecisionFacts],
    joint: Sequence[Retrofit],
    admissible: Admissible | None,
    policy: Policy,
) -> Decision:
    """The verdict over the main products of a plant, each judged on what it bears.

    ``joint``: for each product, how it sees the one set of measures that serves all. Where several
    need a retrofit, they are judged by that set, so that measures which cannot be combined, or paid
    together, are no way out.
    """
    if len(products) == 1:
        return decide(products[0], policy)
    parts = [by_intensity(facts, policy) for facts in products]
    if [p.verdict for p in parts].count("retrofit") > 1 and all(
        p.verdict in ("pass", "retrofit") for p in parts
    ):
        seen = [f._replace(retrofit=r) for f, r in zip(products, joint, strict=True)]
        parts = [by_intensity(facts, policy) for facts in seen]
    decision = _combined(parts)
    if decision.missing and _may_be_joint(decision, admissible, policy):
        rulings = decision.rulings
        kept = (Statement("condition.ledger"), Statement("condition.metering"))
        decision = Decision("pass", False, "", rulings, kept, None, ())
    return under_policies(decision, min(products, key=lambda facts: facts.deadline.day))


def _combined(parts: Sequence[Decision]) -> Decision:
    verdict = max((p.verdict for p in parts), key=STRICTNESS.index)
    strictest = [p for p in parts if p.verdict == verdict]
    deadlines = [p.deadline for p in parts if p.deadline is not None]
    is_open = verdict == "undetermined"
    told = [p.indicative if p.verdict == "undetermined" else p.verdict for p in parts]
    indicative = max(told, key=STRICTNESS.index) if is_open and all(told) else ""
    return Decision(
        verdict,
        any(p.provisional for p in strictest),
        indicative,
        _once([r for p in parts for r in p.rulings]),
        () if is_open else _once([c for p in strictest for c in p.conditions]),
        None if verdict == "pass" else min(deadlines, key=lambda d: d.day, default=None),
        _once([m for p in parts for m in p.missing]) if is_open else (),
    )


def _may_be_joint(decision: Decision, admissible: Admissible | None, policy: Policy) -> bool:
    """Whether nothing but the split is missing, the policy allows the sum, and the sum is kept."""
    allowed = policy.parameters.get(JOINT)
    return (
        allowed is not None
        and allowed.value == "allowed"
        and admissible is not None
        and admissible.within
        and all(_is_split(m) for m in decision.missing)
    )


def _is_split(missing: Missing) -> bool:
    return missing.code.startswith("missing.allocation")


def _once(items: Sequence[T]) -> tuple[T, ...]:
    """Each of some sentences once, in their order."""
    found: list[T] = []
    for item in items:
        if item not in found:
            found.append(item)
    return tuple(found)
