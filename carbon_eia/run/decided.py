"""What could be done, and what follows."""

from __future__ import annotations

from carbon_eia.assessment import Assessment, ClaimEffect
from carbon_eia.messages import verdict_label
from carbon_eia.retrofit import CurveStep, MeasurePlan, SetCost
from carbon_eia.retrofit.cost import annualised
from carbon_eia.rules import Deadline, Ruling
from carbon_eia.run.records import (
    BilingualText,
    CandidateRecord,
    ClaimRecord,
    DeadlineRecord,
    DecisionRecord,
    MeasureSavingRecord,
    MeasureSetRecord,
    PlannedIntensityRecord,
    PlanRecord,
    QuantityRecord,
    ReasonRecord,
    RetrofitRecord,
)
from carbon_eia.run.values import fraction_text, missing, proof, quantity, statement, told
from carbon_eia.units import decimal_text

__all__ = ["decision_part", "retrofit_part"]


def retrofit_part(
    a: Assessment,
    plan: PlanRecord | None = None,
    catalogue: tuple[CandidateRecord, ...] | None = None,
) -> RetrofitRecord:
    """The plans: what is committed, proposed, or would be too late.

    ``product``: the main product that ``intensity`` is of; ``intensities`` has them all.
    """
    targets = a.targets
    unit = targets[0].unit if targets else None

    def measures(p: MeasurePlan | None) -> MeasureSetRecord | None:
        if p is None:
            return None
        return MeasureSetRecord(
            measures=tuple(m.name for m in p.measures),
            intensity=None if unit is None else quantity(p.intensity, unit),
            intensities=tuple(
                PlannedIntensityRecord(product=t.product, value=None)
                if value is None
                else PlannedIntensityRecord(
                    product=t.product,
                    value=decimal_text(value),
                    unit=t.unit,
                    exact=fraction_text(value),
                )
                for t, value in zip(targets, p.values, strict=False)
            ),
            finish=str(p.finish) if p.finish else None,
            **_costs(a.costs.of_set(p.measures)),
        )

    r = a.retrofit
    return RetrofitRecord(
        product=targets[0].product if targets else None,
        deadline=_deadline(a.deadline),
        present=measures(r.present),
        committed=measures(r.committed),
        all_committed=measures(r.all_committed),
        proposed=measures(r.proposed),
        late=measures(r.late),
        everything=measures(r.everything),
        complete=r.complete,
        obstacle=r.obstacle or None,
        plan=plan,
        catalogue=catalogue,
        by_measure=tuple(_saving(a, m) for m in a.costs.alone(a.counted.project.measures)),
    )


def _costs(cost: SetCost) -> dict[str, QuantityRecord | None]:
    """What a set of measures saves and costs, by the keys of its record."""
    return {
        "co2e_saved": quantity(cost.co2e_saved, "tCO2e/a"),
        "energy_saved": quantity(cost.energy_saved, "tce/a"),
        "investment": quantity(cost.investment, "万元"),
        "annualised_cost": quantity(cost.annualised, "万元/a"),
        "cost_per_t": quantity(cost.cost_per_t, "元/tCO2e"),
    }


def _saving(a: Assessment, step: CurveStep) -> MeasureSavingRecord:
    """What a measure saves alone, and what a tonne of it costs."""
    return MeasureSavingRecord(
        measure=step.measure.name,
        co2e_saved=quantity(step.co2e_saved, "tCO2e/a"),
        energy_saved=quantity(step.energy_saved, "tce/a"),
        annualised_cost=quantity(annualised(step.measure, a.project.planning), "万元/a"),
        cost_per_t=quantity(step.cost_per_t, "元/tCO2e"),
    )


def _deadline(d: Deadline | None) -> DeadlineRecord | None:
    if d is None:
        return None
    return DeadlineRecord(date=str(d.day), origin=d.origin, grade=d.grade, citation=d.citation)


def decision_part(a: Assessment) -> DecisionRecord:
    """The verdict with reasons, conditions, deadline and what is missing and what
    is claimed.

    ``product``: the main product that is furthest above its limit, or nearest to it. ``emission``
    and ``admissible_emission``: the total beside Σ(output × admission value), where there are
    several main products.
    """
    d, both = a.decision, a.admissible
    return DecisionRecord(
        product=None if a.decisive is None else a.decisive.product.name,
        emission=None if both is None else quantity(both.emission, both.gas),
        admissible_emission=None if both is None else quantity(both.limit, both.gas),
        within_admissible=None if both is None else both.within,
        verdict=d.verdict,
        label=verdict_label(d.verdict, "zh", d.ground),
        ground=d.ground or None,
        provisional=d.provisional,
        indicative=d.indicative or None,
        reasons=tuple(_ruling(r) for r in d.rulings),
        conditions=tuple(statement(c) for c in d.conditions),
        deadline=str(d.deadline.day) if d.deadline else None,
        missing=tuple(missing(m) for m in d.missing),
        claims=tuple(_claim(e) for e in a.claims),
    )


def _claim(e: ClaimEffect) -> ClaimRecord:
    """A claim with the figure of a product with it and without it, the others as they count."""
    c = e.claim
    return ClaimRecord(
        source=c.source,
        parameter=c.parameter,
        kind=c.kind,
        needs=tuple(c.needs),
        held=c.held,
        share=decimal_text(c.share),
        evidence=c.evidence.text,
        proof=proof(c.evidence),
        product=e.product or None,
        with_claim=decimal_text(e.with_claim),
        without_claim=decimal_text(e.without_claim),
        unit=e.unit,
        why=None if c.why is None else told(c.why.code, c.why.params),
    )


def _ruling(r: Ruling) -> ReasonRecord:
    said = statement(r.fact)
    return ReasonRecord(
        rule=r.rule.id,
        clause=r.rule.clause,
        instrument=r.rule.instrument,
        severity=r.rule.severity,
        grade=r.rule.grade or None,
        quotation=r.rule.quotation,
        note=r.rule.note,
        title=BilingualText(zh=r.rule.zh, en=r.rule.en),
        fact=said.text,
        code=said.code,
        params=said.params,
        value=r.value or None,
        limit=r.limit or None,
        unit=r.unit or None,
        passed=r.passed,
    )
