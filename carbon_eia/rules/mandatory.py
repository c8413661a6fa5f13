"""Mandatory energy limits come before any value of carbon (law 9; 节约能源法 §§15, 16, 68, 72).

What is proposed or under construction keeps the value for new plants (GB level 2), what operates
that for existing plants (level 3), whatever its carbon. Which level, the words, the article and the
authority of each consequence stand in ``factors/policy/energy-conservation-law-2018.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.benchmarks import MandatoryLimit
from carbon_eia.benchmarks.mandatory_energy_limits import BROKEN, KEPT
from carbon_eia.inventory import Missing
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.reference import Rule, start_of
from carbon_eia.retrofit import MeasurePlan
from carbon_eia.rules.check_kinds import near_limit
from carbon_eia.rules.decision_model import (
    Decision,
    DecisionFacts,
    Mandate,
    Ruling,
    Statement,
    limit_params,
    unproven_savings,
)
from carbon_eia.units import decimal_text

__all__ = ["LAW", "under_mandate"]

LAW = "energy-conservation-law-2018"
"""The policy that says what follows from a mandatory energy limit."""

REFUSALS = ("refuse", "stop")


class _Consequence(NamedTuple):
    """What follows from the limits alone; ``verdict`` empty where nothing does."""

    verdict: str = ""
    indicative: str = ""
    rulings: tuple[Ruling, ...] = ()
    conditions: tuple[Statement, ...] = ()
    missing: tuple[Missing, ...] = ()


def under_mandate(decision: Decision, facts: DecisionFacts) -> Decision:
    """A decision with what follows from the mandatory energy limits.

    A broken limit is never passed over: the project is retrofitted, refused or stopped, or, where
    the evidence is not of grade A, left open. It decides before a value of carbon does, also
    where there is none; but not where sources or figures of the project itself are missing, nor in
    a place or on a day without a policy.
    """
    mandate = facts.mandate
    if mandate is None:
        return decision
    broken = [x for x in mandate.limits if x.state == BROKEN]
    found = _consequence(broken, mandate, facts)
    rulings = tuple(_ruling(x, mandate.rule) for x in mandate.limits)
    decision = decision._replace(rulings=(*decision.rulings, *rulings, *found.rulings))
    no_policy = facts.no_policy is not None
    if facts.missing or no_policy or decision.verdict in REFUSALS:
        return decision
    if broken and facts.coproducts:  # the energy of another product may be counted in
        missing = tuple(m for m in facts.coproducts if m not in decision.missing)
        return decision._replace(
            verdict="undetermined", conditions=(), missing=(*decision.missing, *missing)
        )
    if found.verdict in REFUSALS:
        return Decision(
            found.verdict, False, "", decision.rulings, found.conditions, None, (), "energy"
        )
    judged = (KEPT, BROKEN)
    open_ = [_unjudged(x) for x in mandate.limits if x.state not in judged and not x.metered]
    missing = (*found.missing, *open_)
    if decision.verdict == "undetermined":
        more = tuple(m for m in missing if m not in decision.missing)
        return decision._replace(missing=(*decision.missing, *more))
    if missing:
        would = found.verdict or decision.verdict
        if would == "undetermined":
            would = found.indicative  # empty where nothing can be said
        deadline = None if would == "pass" else facts.deadline
        return Decision(
            "undetermined", decision.provisional, would, decision.rulings, (), deadline, missing
        )
    conditions = (*found.conditions, *decision.conditions, *_metered(mandate))
    if found.verdict and decision.verdict == "pass" and facts.admission is not None:
        conditions += (Statement("condition.verify", limit_params(facts.admission)),)
    conditions = tuple({(c.code, str(c.params)): c for c in conditions}.values())  # each once
    if not found.verdict:
        return decision._replace(conditions=conditions)
    return decision._replace(verdict="retrofit", conditions=conditions, deadline=facts.deadline)


def _consequence(
    broken: Sequence[MandatoryLimit], mandate: Mandate, facts: DecisionFacts
) -> _Consequence:
    """What follows from the broken limits."""
    if not broken:
        return _Consequence()
    if facts.stage == "operating":
        return _operating(broken, mandate)
    newer = [x for x in broken if _newer(x, mandate)]
    if newer:
        missing = tuple(_statement_missing("missing.limit_newer", x, mandate) for x in newer)
        return _Consequence("undetermined", missing=missing)
    if all(x.laxest.citation.grade == "C" for x in broken):
        weak = tuple(_statement_missing("missing.limit_grade", x, mandate) for x in broken)
        return _Consequence("undetermined", "", missing=weak)
    demands = [_verify(broken)]
    ways, expired = mandate.retrofit, facts.as_of > facts.deadline.day
    if ways is not None and not expired:
        lent = unproven_savings(ways.committed if mandate.committed else ways.proposed)
        if lent:
            return _Consequence("undetermined", "retrofit", missing=tuple(lent))
        if mandate.committed:
            rulings = (_way("mandatory.committed", ways.committed, mandate, facts, True),)
            carry = Statement("condition.carry_out", _by(ways.committed, facts))
            return _Consequence(
                "retrofit", "", rulings, (carry, *demands, *_orders(mandate, "retrofit", facts))
            )
        if ways.proposed is not None:
            rulings = (_way("mandatory.proposed", ways.proposed, mandate, facts, True),)
            commit = Statement("condition.commit", _by(ways.proposed, facts))
            return _Consequence(
                "retrofit", "", rulings, (commit, *demands, *_orders(mandate, "retrofit", facts))
            )
    return _refused(broken, mandate, facts, expired)


def _refused(
    broken: Sequence[MandatoryLimit], mandate: Mandate, facts: DecisionFacts, expired: bool
) -> _Consequence:
    """Nothing brings the project to the limit in time: refused or stopped, if the evidence bears
    it (law 6)."""
    refusal = "stop" if facts.stage == "under_construction" else "refuse"
    ways = mandate.retrofit
    late = None if ways is None else ways.late
    if expired:
        code = "mandatory.expired"
    elif late is not None:
        code = "mandatory.late"
    else:
        code = "mandatory.short" if ways is not None else "mandatory.no_measures"
    rulings = (_way(code, late, mandate, facts, False),)
    missing: list[Missing] = []
    if not mandate.rule.binding or not any(_grade(x) == "A" for x in broken):
        missing += [_statement_missing("missing.limit_grade", x, mandate) for x in broken]
    if not mandate.reachable and ways is not None:
        missing += [_statement_missing("missing.limit_stated", x, mandate) for x in broken]
    if facts.deadline.grade == "C" and (late is not None or expired):
        missing.append(Missing("missing.deadline", {"day": facts.deadline.day}))
    if ways is not None and not ways.complete:
        missing.append(Missing("missing.search", {}))
    if missing:
        return _Consequence("undetermined", refusal, rulings, missing=tuple(missing))
    orders = (*_orders(mandate, refusal, facts), Statement("policy.resubmit"))
    return _Consequence(refusal, "", rulings, orders)


def _operating(broken: Sequence[MandatoryLimit], mandate: Mandate) -> _Consequence:
    """An operating plant is put right by a deadline; the tool neither refuses nor stops it."""
    lawful = mandate.approved is not None and (
        mandate.begun is None or mandate.approved <= mandate.begun
    )
    without_review = mandate.approved is not None and not lawful
    demands = [_verify(broken)]
    orders: list[Statement] = []
    if not without_review:
        orders.append(_demand(mandate.rule))
    if not lawful:
        halt = mandate.others.get("mandatory_limit_unlawful")
        code = "policy.demand" if without_review else "mandatory.if_unlawful"
        orders += [] if halt is None else [_demand(halt, code)]
    closing = mandate.others.get("mandatory_limit_closing")
    orders += [] if closing is None else [_demand(closing)]
    if all(_grade(x) == "C" for x in broken):
        weak = tuple(_statement_missing("missing.limit_grade", x, mandate) for x in broken)
        return _Consequence("undetermined", "retrofit", missing=weak)
    return _Consequence("retrofit", "", (), (*orders, *demands))


# --- what is said


def _ruling(limit: MandatoryLimit, rule: Rule) -> Ruling:
    """One limit beside the figure of the project."""
    params = _params(limit)
    if limit.state not in (KEPT, BROKEN):
        fact = Statement(f"mandatory.{limit.state}", {**params, "why": _why(limit)})
        return Ruling(rule, fact, "", "", "", None)
    held = limit.strictest if limit.state == KEPT else limit.laxest
    unit = "" if held.unit.text == "1" else held.unit.text
    params |= {
        "value": f"{near_limit(held.value, held.limit)} {unit}".rstrip(),
        "limit": f"{decimal_text(held.limit)} {unit}".rstrip(),
        "title": held.citation.number or held.citation.title,
        "level": {lang: sentence(f"mandatory.level.{limit.level}", lang) for lang in LANGUAGES},
        "grade": held.citation.grade,
    }
    figures = decimal_text(held.value), decimal_text(held.limit), unit
    return Ruling(
        rule, Statement(f"mandatory.{limit.state}", params), *figures, limit.state == KEPT
    )


def _params(limit: MandatoryLimit) -> dict[str, object]:
    return {
        "product": limit.product,
        "indicator": {lang: sentence(f"indicator.{limit.indicator}", lang) for lang in LANGUAGES},
    }


def _metered(mandate: Mandate) -> list[Statement]:
    """Indicators that only a meter of their own gives: to be stated, and held against their limits
    by the energy review."""
    return [
        Statement("mandatory.state", {**_params(x), "key": f"specific_energy.{x.indicator}"})
        for x in mandate.limits
        if x.metered
    ]


def _unjudged(limit: MandatoryLimit) -> Missing:
    return Missing("missing.limit", {**_params(limit), "why": _why(limit)})


def _why(limit: MandatoryLimit) -> dict[str, str]:
    """Why a limit is not judged, in each language."""
    why = limit.why
    return {lang: "" if why is None else sentence(why.code, lang, why.params) for lang in LANGUAGES}


def _grade(limit: MandatoryLimit) -> str:
    """The weakest grade of the limits that may apply."""
    return max(c.citation.grade for c in limit.comparisons)


def _newer(limit: MandatoryLimit, mandate: Mandate) -> bool:
    """Whether the standard came into force after the opinion of the energy review."""
    if mandate.approved is None:
        return False
    starts = [c.citation.valid_from for c in limit.comparisons if c.citation.valid_from]
    return any(start_of(day) > mandate.approved for day in starts)


def _statement_missing(code: str, limit: MandatoryLimit, mandate: Mandate) -> Missing:
    citation = limit.laxest.citation
    return Missing(
        code,
        {
            **_params(limit),
            "title": citation.number or citation.title,
            "grade": _grade(limit),
            "since": citation.valid_from,
            "approved": mandate.approved or "",
        },
    )


def _way(
    code: str, plan: MeasurePlan | None, mandate: Mandate, facts: DecisionFacts, passed: bool
) -> Ruling:
    measures = [] if plan is None else plan.measures
    params = {
        "measures": "、".join(m.name for m in measures),
        "finish": "—" if plan is None or plan.finish is None else str(plan.finish),
        "day": facts.deadline.day,
    }
    return Ruling(mandate.rule, Statement(code, params), "", "", "", passed)


def _by(plan: MeasurePlan, facts: DecisionFacts) -> dict[str, object]:
    return {"measures": "、".join(m.name for m in plan.measures), "day": facts.deadline.day}


def _verify(broken: Sequence[MandatoryLimit]) -> Statement:
    """What is measured when a retrofit is finished: each limit that was broken, in one line."""
    joint = {"zh": "；", "en": "; "}
    said = {
        lang: joint[lang].join(sentence("mandatory.at_most", lang, _held(x)) for x in broken)
        for lang in LANGUAGES
    }
    return Statement("mandatory.verify", {"limits": said})


def _held(limit: MandatoryLimit) -> dict[str, object]:
    held = limit.strictest
    unit = "" if held.unit.text == "1" else held.unit.text
    return {**_params(limit), "limit": f"{decimal_text(held.limit)} {unit}".rstrip()}


def _orders(mandate: Mandate, verdict: str, facts: DecisionFacts) -> list[Statement]:
    """What the law attaches to a verdict: its own demand, and those of the stage."""
    told = {r.rule.id for r in facts.policies if r.passed is False}
    found = [_demand(mandate.rule)] if facts.stage == "proposed" else []
    for ident, rule in mandate.others.items():
        if rule.stages and facts.stage not in rule.stages:
            continue
        if ident == "mandatory_limit_benchmark" and "energy_benchmark" in told:
            continue  # the plan of the place asks for the same
        if ident == "mandatory_limit_review" and verdict == "retrofit":
            continue
        found.append(_demand(rule))
    return found


def _demand(rule: Rule, code: str = "policy.demand") -> Statement:
    return Statement(code, {"demand": dict(rule.demand), "clause": rule.clause})
