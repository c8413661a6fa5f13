"""The decision table: what follows for a project, under which clause (专栏10第4项)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from carbon_eia.benchmarks import Comparison
from carbon_eia.inventory import Missing
from carbon_eia.messages import in_languages
from carbon_eia.reference import Policy
from carbon_eia.retrofit import MeasurePlan
from carbon_eia.rules.decision_model import (
    Decision,
    DecisionFacts,
    Ruling,
    Statement,
    limit_params,
    unproven_savings,
)
from carbon_eia.rules.mandatory import under_mandate
from carbon_eia.units import decimal_text

__all__ = ["by_intensity", "decide", "under_claims", "under_policies"]

REFUSAL = {"proposed": "refuse", "under_construction": "stop", "operating": "retrofit"}
"""The verdict where a project cannot keep the admission value in time, by its stage: an operating
plant is put right by a deadline, which the authority sets, and never refused or stopped."""


def decide(facts: DecisionFacts, policy: Policy) -> Decision:
    """The verdict of the decision table, and what the other rules of policy add to it.

    Law 2: a missing input or limit gives ``undetermined``. Law 6: refusal and stop need an adopted
    admission value and a deadline that is not an assumption; against grade C nothing is decided.
    Law 9: a mandatory energy limit comes before the admission value (see ``mandatory``).
    Source: 《郴州市碳达峰行动方案》专栏10第4项.
    """
    return under_policies(by_intensity(facts, policy), facts)


def under_policies(decision: Decision, facts: DecisionFacts) -> Decision:
    """A decision by intensity with what the other rules add, unless a co-product stops it, and
    with what follows from the mandatory energy limits."""
    return under_mandate(_unless_coproducts(_with_policies(decision, facts), facts), facts)


def _unless_coproducts(decision: Decision, facts: DecisionFacts) -> Decision:
    """Nothing is refused or asked for while emission of another product's own limit is counted in.

    What passes with all emission on the main product passes without it too. The comparison is then
    of more than the product: it is shown, and neither kept nor missed.
    """
    if decision.verdict == "pass" or not facts.coproducts:
        return decision
    missing = (*decision.missing, *facts.coproducts)
    rulings = [
        r._replace(passed=None) if r.rule.id in ("admission", "advanced") else r
        for r in decision.rulings
        if r.rule.id not in ("retrofit", "deadline", "evidence")
    ]
    return Decision("undetermined", False, "", tuple(rulings), (), None, missing)


def _with_policies(decision: Decision, facts: DecisionFacts) -> Decision:
    """A failed condition is asked for; a failed veto refuses what would pass or be retrofitted.

    A veto has evidence of grade A and is a regulation (``policy_rules`` sees to it), so that law 6
    is kept. Where nothing can be determined, a veto is shown and decides nothing.
    """
    decision = decision._replace(rulings=(*decision.rulings, *facts.policies))
    if decision.verdict not in ("pass", "retrofit"):
        return decision
    failed = [r for r in facts.policies if r.passed is False]
    vetoes = [r for r in failed if r.rule.severity == "veto" and r.rule.binding]
    refusal = REFUSAL[facts.stage]
    if facts.stage == "operating":
        return _operating(decision, failed, facts)
    if vetoes:
        asked = (*_demands(vetoes), Statement("policy.resubmit"))
        return Decision(refusal, False, "", decision.rulings, asked, None, ())
    asked = _demands([r for r in failed if r.rule.severity != "advice"])
    return decision._replace(conditions=(*decision.conditions, *asked))


def _operating(decision: Decision, failed: Sequence[Ruling], facts: DecisionFacts) -> Decision:
    """An operating plant is put right by a deadline where a rule says so; it is never stopped."""
    asked = _demands([r for r in failed if r.rule.severity != "advice"])
    conditions = (*decision.conditions, *asked)
    rectified = [r for r in failed if r.rule.operating or r.rule.severity == "veto"]
    if decision.verdict == "retrofit" or not rectified:
        return decision._replace(conditions=conditions)
    by = Statement("condition.rectify", {"day": facts.deadline.day})
    return decision._replace(
        verdict="retrofit", conditions=(by, *conditions), deadline=facts.deadline
    )


def under_claims(decision: Decision, yearly: Sequence[str]) -> Decision:
    """The decision, with yearly proof as a condition for each source of green power that counts."""
    if decision.verdict not in ("pass", "retrofit"):
        return decision
    asked = [Statement("claim.condition.yearly", {"source": name}) for name in yearly]
    return decision._replace(conditions=(*decision.conditions, *asked))


def _demands(rulings: Sequence[Ruling]) -> tuple[Statement, ...]:
    return tuple(
        Statement("policy.demand", {"demand": dict(r.rule.demand), "clause": r.rule.clause})
        for r in rulings
    )


def by_intensity(facts: DecisionFacts, policy: Policy) -> Decision:
    """The verdict by carbon intensity."""
    missing = list(facts.missing)
    admission = facts.admission
    if facts.no_policy is not None:
        missing.append(facts.no_policy)
        return Decision("undetermined", False, "", (), (), None, tuple(missing))
    if admission is None:
        if not facts.admission_exists:
            missing.append(_lacking("missing.admission", facts))
        elif not missing:
            missing.append(_lacking("missing.incomparable", facts))
    elif not admission.same_boundary:
        missing.append(
            Missing("missing.boundary", {"benchmark": admission.benchmark.instrument.title})
        )
    rulings = _regional(facts, policy)
    if admission is None or missing:
        if admission is not None:
            rulings = [_admission(admission, policy), *rulings]
        return Decision("undetermined", False, "", tuple(rulings), (), None, tuple(missing))
    verdict, conditions, own = _table(facts, admission, policy)
    own = [*own, *_completed_late(facts, policy)]
    rulings = [_admission(admission, policy), *own, *_advanced(facts, policy), *rulings]
    return _within_evidence(verdict, conditions, rulings, facts, admission, policy)


def _lacking(code: str, facts: DecisionFacts) -> Missing:
    """What a product lacks; named where there are several main products."""
    if not facts.product:
        return Missing(code, {})
    return Missing(f"{code}.product", {"product": facts.product})


def _table(
    facts: DecisionFacts, admission: Comparison, policy: Policy
) -> tuple[str, list[Statement], list[Ruling]]:
    """The rows of the table for I ≤ A and I > A, before the evidence is weighed."""
    ways, limit = facts.retrofit, admission.benchmark.limit
    if admission.within:
        return "pass", [Statement("condition.ledger"), Statement("condition.metering")], []
    if facts.said_completed:
        names = "、".join(m.name for m in facts.said_completed)
        verify = Statement("condition.verify", limit_params(admission))
        return "retrofit", [Statement("claim.condition.completed", {"measures": names}), verify], []
    refusal = REFUSAL[facts.stage]
    expired = facts.as_of > facts.deadline.day
    operating = facts.stage == "operating"

    def demands(code: str, plan: MeasurePlan) -> list[Statement]:
        """What is demanded with a retrofit: to carry the plan out, verify it, or be refused."""
        return [
            Statement(code, {"measures": _names(plan), "day": facts.deadline.day}),
            Statement("condition.verify", limit_params(admission)),
            Statement("condition.otherwise." + (facts.stage if operating else refusal)),
        ]

    if not expired and _reaches(ways.committed, limit):
        rulings = [
            _retrofit(policy, "fact.committed_reaches", ways.committed, admission, True),
            _deadline(policy, ways.committed, facts, True),
        ]
        return "retrofit", demands("condition.carry_out", ways.committed), rulings
    if not expired and ways.proposed is not None:
        rulings = [
            _retrofit(policy, "fact.committed_short", ways.committed, admission, False),
            _retrofit(policy, "fact.proposed_reaches", ways.proposed, admission, True),
            _deadline(policy, ways.proposed, facts, True),
        ]
        return "retrofit", demands("condition.commit", ways.proposed), rulings
    rulings = []
    if expired:
        rulings.append(_deadline(policy, ways.present, facts, False))
    elif ways.late is not None and ways.obstacle == "budget":
        rulings.append(_retrofit(policy, "planning.over_budget", ways.late, admission, False))
    elif ways.late is not None:  # enough measures exist, but too late, or without a date
        rulings += [
            _retrofit(policy, "fact.late_reaches", ways.late, admission, True),
            _deadline(policy, ways.late, facts, False),
        ]
    else:
        code = "fact.everything_short" if ways.everything.measures else "fact.no_measures"
        rulings.append(_retrofit(policy, code, ways.everything, admission, False))
    if facts.stage == "operating":
        asked = [Statement("condition.rectify", {"day": facts.deadline.day})]
        return refusal, [*asked, Statement("condition.verify", limit_params(admission))], rulings
    return refusal, [Statement("condition.resubmit")], rulings


def _within_evidence(
    verdict: str,
    conditions: list[Statement],
    rulings: list[Ruling],
    facts: DecisionFacts,
    admission: Comparison,
    policy: Policy,
) -> Decision:
    """How far the verdict may go on this evidence (law 6)."""
    benchmark = admission.benchmark
    weak: list[Missing] = []
    if benchmark.grade == "C":
        weak.append(Missing("missing.grade_c", {"benchmark": benchmark.instrument.title}))
    if verdict in ("refuse", "stop"):
        if not benchmark.adopted:
            weak.append(Missing("missing.adopted", {"benchmark": benchmark.instrument.title}))
        rests_on_time = facts.retrofit.late is not None or facts.as_of > facts.deadline.day
        if facts.deadline.grade == "C" and rests_on_time:
            weak.append(Missing("missing.deadline", {"day": facts.deadline.day}))
        if not facts.retrofit.complete:
            weak.append(Missing("missing.search", {}))
    if verdict == "retrofit":
        ways = facts.retrofit
        reached = _reaches(ways.committed, benchmark.limit)
        weak += unproven_savings(ways.committed if reached else ways.proposed)
    passed = not weak
    fact = Statement(
        "fact.adopted" if benchmark.adopted else "fact.provisional",
        {
            "title": benchmark.instrument.title,
            "number": benchmark.instrument.number or "—",
            "grade": benchmark.grade,
        },
    )
    rulings = [*rulings, Ruling(policy.rules["evidence"], fact, benchmark.grade, "", "", passed)]
    provisional = not benchmark.adopted
    deadline = None if verdict == "pass" else facts.deadline
    if weak:
        return Decision(
            "undetermined", provisional, verdict, tuple(rulings), (), deadline, tuple(weak)
        )
    return Decision(verdict, provisional, "", tuple(rulings), tuple(conditions), deadline, ())


def _reaches(plan: MeasurePlan, limit: Fraction) -> bool:
    return plan.intensity is not None and plan.intensity <= limit


def _names(plan: MeasurePlan) -> str:
    return "、".join(m.name for m in plan.measures)


def _completed_late(facts: DecisionFacts, policy: Policy) -> list[Ruling]:
    """Measures that were completed after the deadline: said with the days, and no refusal."""
    done = {m.name: m for m in (*facts.retrofit.present.measures, *facts.said_completed)}
    late = [m for m in done.values() if m.finish is not None and m.finish > facts.deadline.day]
    if not late:
        return []
    finish = max(m.finish for m in late if m.finish is not None)
    params = {
        "measures": "、".join(m.name for m in late),
        "finish": finish,
        "day": facts.deadline.day,
        "days": (finish - facts.deadline.day).days,
    }
    fact = Statement("fact.completed_late", params)
    day = str(facts.deadline.day)
    return [Ruling(policy.rules["deadline"], fact, str(finish), day, "", None)]


def _admission(comparison: Comparison, policy: Policy) -> Ruling:
    if not comparison.same_boundary:
        fact = Statement("fact.other_boundary", limit_params(comparison))
        figures = _figures(comparison.value, comparison)
        return Ruling(policy.rules["admission"], fact, *figures, None)
    code = "fact.within" if comparison.within else "fact.above"
    margin = abs(comparison.margin_percent)
    return Ruling(
        policy.rules["admission"],
        Statement(code, {"margin": margin, **limit_params(comparison)}),
        *_figures(comparison.value, comparison),
        comparison.within,
    )


def _advanced(facts: DecisionFacts, policy: Policy) -> list[Ruling]:
    if facts.advanced is None or not facts.advanced.same_boundary:
        return []
    code = "fact.advanced" if facts.advanced.within else "fact.not_advanced"
    margin = abs(facts.advanced.margin_percent)
    return [
        Ruling(
            policy.rules["advanced"],
            Statement(code, {"margin": margin, **limit_params(facts.advanced)}),
            *_figures(facts.advanced.value, facts.advanced),
            facts.advanced.within,
        )
    ]


def _retrofit(
    policy: Policy, code: str, plan: MeasurePlan, comparison: Comparison, passed: bool
) -> Ruling:
    count = len(plan.measures)
    names = _names(plan) or in_languages("park.report.none")
    value = plan.intensity
    figures = _figures(value, comparison)
    return Ruling(
        policy.rules["retrofit"],
        Statement(code, {"measures": names, "count": count, **limit_params(comparison)}),
        *figures,
        passed,
    )


def _deadline(policy: Policy, plan: MeasurePlan, facts: DecisionFacts, passed: bool) -> Ruling:
    finish = str(plan.finish) if plan.finish is not None else ""
    undated = "、".join(m.name for m in plan.measures if m.finish is None)
    if facts.as_of > facts.deadline.day:
        code = "fact.expired"
    elif undated and not passed:
        code = "fact.undated"
    else:
        code = "fact.in_time" if passed else "fact.too_late"
    params = {
        "finish": finish or "—",
        "day": facts.deadline.day,
        "as_of": facts.as_of,
        "undated": undated,
        "origin": {"zh": facts.deadline.citation, "en": facts.deadline.citation},
    }
    return Ruling(
        policy.rules["deadline"],
        Statement(code, params),
        finish or str(facts.as_of),
        str(facts.deadline.day),
        "",
        passed,
    )


def _regional(facts: DecisionFacts, policy: Policy) -> list[Ruling]:
    """α and β: how the project bears on the city (advice; not provided without city figures)."""
    found: list[Ruling] = []
    for name, value in (("alpha", facts.alpha), ("beta", facts.beta)):
        rule = policy.rules[name]
        if value is None:
            found.append(Ruling(rule, Statement("fact.not_provided"), "", "", "", None))
        else:
            passed = value <= 0 if name == "alpha" else None
            shown = Statement(f"fact.{name}", {"percent": value * 100})
            limit = "0" if name == "alpha" else ""
            found.append(Ruling(rule, shown, decimal_text(value * 100), limit, "%", passed))
    return found


def _figures(value: Fraction | None, comparison: Comparison) -> tuple[str, str, str]:
    limit = comparison.benchmark.limit
    shown = "" if value is None else decimal_text(value)
    if value is not None and value != limit and shown == decimal_text(limit):
        shown = decimal_text(value, 60)  # a hair apart: as many digits as it takes
    return shown, decimal_text(comparison.benchmark.limit), comparison.benchmark.unit.text
