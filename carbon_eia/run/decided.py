"""What could be done, and what follows."""

from __future__ import annotations

from typing import Any

from carbon_eia.assessment import Assessment, ClaimEffect
from carbon_eia.messages import verdict_label
from carbon_eia.retrofit import Plan
from carbon_eia.rules import Deadline, Ruling
from carbon_eia.run.values import fact, missing, proof, quantity, statement, told
from carbon_eia.units import decimal_text

__all__ = ["decision_part", "retrofit_part"]


def retrofit_part(a: Assessment) -> dict[str, Any]:
    """The plans: what is committed, proposed, or would be too late.

    ``product``: the main product that ``intensity`` is of; ``intensities`` has them all.
    """
    targets = a.targets
    unit = targets[0].unit if targets else None

    def plan(p: Plan | None) -> dict[str, Any] | None:
        if p is None:
            return None
        return {
            "measures": [m.name for m in p.measures],
            "intensity": None if unit is None else quantity(p.intensity, unit),
            "intensities": [
                {"product": t.product, **(quantity(value, t.unit) or {"value": None})}
                for t, value in zip(targets, p.values, strict=False)
            ],
            "finish": str(p.finish) if p.finish else None,
        }

    r = a.retrofit
    return {
        "product": targets[0].product if targets else None,
        "deadline": _deadline(a.deadline),
        "present": plan(r.present),
        "committed": plan(r.committed),
        "all_committed": plan(r.all_committed),
        "proposed": plan(r.proposed),
        "late": plan(r.late),
        "everything": plan(r.everything),
        "complete": r.complete,
        "obstacle": r.obstacle or None,
        "plan": None,
        "catalogue": None,
    }


def _deadline(d: Deadline | None) -> dict[str, str] | None:
    if d is None:
        return None
    return {"date": str(d.day), "origin": d.origin, "grade": d.grade, "citation": d.citation}


def decision_part(a: Assessment) -> dict[str, Any]:
    """The verdict with reasons, conditions, deadline and what is missing and what
    is claimed.

    ``product``: the main product that is furthest above its limit, or nearest to it. ``emission``
    and ``admissible_emission``: the total beside Σ(output × admission value), where there are
    several main products.
    """
    d, both = a.decision, a.admissible
    together = (
        {}
        if both is None
        else {
            "emission": quantity(both.emission, both.gas),
            "admissible_emission": quantity(both.limit, both.gas),
            "within_admissible": both.within,
        }
    )
    return {
        "product": None if a.decisive is None else a.decisive.product.name,
        **together,
        "verdict": d.verdict,
        "label": verdict_label(d.verdict, "zh", d.ground),
        "ground": d.ground or None,
        "provisional": d.provisional,
        "indicative": d.indicative or None,
        "reasons": [_ruling(r) for r in d.rulings],
        "conditions": [statement(c) for c in d.conditions],
        "deadline": str(d.deadline.day) if d.deadline else None,
        "missing": [missing(m) for m in d.missing],
        "claims": [_claim(e) for e in a.claims],
    }


def _claim(e: ClaimEffect) -> dict[str, Any]:
    """A claim with the figure of a product with it and without it, the others as they count."""
    c = e.claim
    return {
        "source": c.source,
        "parameter": c.parameter,
        "kind": c.kind,
        "needs": list(c.needs),
        "held": c.held,
        "share": decimal_text(c.share),
        "evidence": c.evidence.text,
        "proof": proof(c.evidence),
        "product": e.product or None,
        "with": decimal_text(e.with_claim),
        "without": decimal_text(e.without_claim),
        "unit": e.unit,
        "why": None if c.why is None else told(c.why.code, c.why.params),
    }


def _ruling(r: Ruling) -> dict[str, Any]:
    return {
        "rule": r.rule.id,
        "clause": r.rule.clause,
        "instrument": r.rule.instrument,
        "severity": r.rule.severity,
        "grade": r.rule.grade or None,
        "quotation": r.rule.quotation,
        "note": r.rule.note,
        "title": {"zh": r.rule.zh, "en": r.rule.en},
        **fact(r.fact),
        "value": r.value or None,
        "limit": r.limit or None,
        "unit": r.unit or None,
        "passed": r.passed,
    }
