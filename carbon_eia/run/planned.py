"""The plan of the measures and the candidates of the catalogue (``assess --plan``)."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.assessment import Assessment
from carbon_eia.project import month_texts
from carbon_eia.retrofit.catalogue import Acts, MeasureCandidate
from carbon_eia.retrofit.measure_costs import CurveStep, PlanStep
from carbon_eia.retrofit.proposal import RetrofitProposal
from carbon_eia.run.records import (
    BilingualText,
    CandidateRecord,
    CandidateSourceRecord,
    CatalogueSaving,
    ConstraintRecord,
    ConstructionMonths,
    CostCurveRecord,
    IntensityRange,
    PathPointRecord,
    PlannedMeasureRecord,
    PlanRecord,
    QuantityRecord,
    SavingRecord,
)
from carbon_eia.run.values import citation, given, quantity, quantity_of, told

__all__ = ["catalogue_part", "plan_part"]


def plan_part(a: Assessment) -> PlanRecord | None:
    """The optimal plan with its schedule, money, path and cost curve; why, where there is none."""
    p = a.proposal
    if p is None:
        return None
    unit = p.targets[0].unit

    def value(number: Fraction | None) -> QuantityRecord | None:
        return quantity(number, unit)

    return PlanRecord(
        product=p.targets[0].product or None,
        objective=p.objective,
        objective_stated=bool(a.project.planning.objective),
        status=p.status,
        reason=told(*p.reason),
        measures=tuple(_step(s) for s in p.steps),
        intensity=value(p.values[0]),
        intensity_before=value(p.before[0]),
        intensity_range=IntensityRange(low_savings=value(p.low), high_savings=value(p.high)),
        limit=quantity_of(p.targets[0].limit, unit),
        start=min((str(s.start) for s in p.steps if s.start is not None), default=None),
        finish=None if p.finish is None else str(p.finish),
        investment=quantity(p.investment, "万元"),
        annualised_cost=quantity(p.annualised, "万元/a"),
        nearest_finish=None if p.nearest_finish is None else str(p.nearest_finish),
        everything_intensity=None if p.least is None else value(p.least[0]),
        everything_measures=() if p.least is None else tuple(m.name for m in p.least[1]),
        order="file",
        path=tuple(PathPointRecord(date=str(day), intensity=value(v)) for day, v in p.path),
        curve=tuple(_curve(c) for c in p.curve),
        waived=tuple(t.code for t in p.waived),
        constraints=_constraints(a, p),
    )


def _step(s: PlanStep) -> PlannedMeasureRecord:
    m = s.measure
    months = None
    if s.start is not None and s.finish is not None:
        months = (s.finish.year - s.start.year) * 12 + s.finish.month - s.start.month + 1
    return PlannedMeasureRecord(
        name=m.name,
        reference=m.reference,
        status=m.status,
        start=None if s.start is None else str(s.start),
        finish=None if s.finish is None else str(s.finish),
        months=months,
        shutdown=m.shutdown,
        investment=given(m.investment),
        annual_cost=given(m.annual_cost),
        annualised_cost=quantity(s.annualised, "万元/a"),
        co2e_saved=quantity(s.co2e_saved, "tCO2e/a"),
        energy_saved=quantity(s.energy_saved, "tce/a"),
        cost_per_t=quantity(s.cost_per_t, "元/tCO2e"),
    )


def _curve(c: CurveStep) -> CostCurveRecord:
    return CostCurveRecord(
        measure=c.measure.name,
        co2e_saved=quantity(c.co2e_saved, "tCO2e/a"),
        cost_per_t=quantity(c.cost_per_t, "元/tCO2e"),
        in_plan=c.is_chosen,
    )


def _constraints(a: Assessment, p: RetrofitProposal) -> tuple[ConstraintRecord, ...]:
    """Everything that the plan has to keep to, with what it comes to."""
    found: list[ConstraintRecord] = []
    for target, before, after in zip(p.targets, p.before, p.values, strict=True):
        found.append(
            ConstraintRecord(
                code=target.code,
                product=target.product or None,
                before=quantity(before, target.unit),
                value=quantity(after, target.unit),
                limit=quantity(target.limit, target.unit),
                kept=None if after is None else after <= target.limit,
            )
        )
    planning = a.project.planning
    day = str(a.deadline.day)
    late = None if p.finish is None else p.finish <= a.deadline.day
    finish = None if p.finish is None else str(p.finish)
    found.append(ConstraintRecord(code="deadline", value=finish, limit=day, kept=late))
    if planning.budget is not None:
        money = p.investment
        limit = planning.budget.to("万元")
        found.append(
            ConstraintRecord(
                code="budget",
                value=quantity(money, "万元"),
                limit=quantity(limit, "万元"),
                kept=None if money is None else money <= limit,
            )
        )
    if planning.parallel is not None:
        found.append(
            ConstraintRecord(code="parallel", value=None, limit=planning.parallel, kept=True)
        )
    if planning.shutdowns:
        months = tuple(month_texts(planning.shutdowns))
        found.append(ConstraintRecord(code="shutdown", value=None, limit=months, kept=True))
    if planning.discount_rate is not None:
        rate = given(planning.discount_rate)
        found.append(ConstraintRecord(code="discount_rate", value=None, limit=rate, kept=None))
    return tuple(found)


def catalogue_part(a: Assessment) -> tuple[CandidateRecord, ...]:
    """The entries of the catalogue that fit, and how much each would save at most."""
    return tuple(_candidate(a, c) for c in a.candidates)


def _candidate(a: Assessment, c: MeasureCandidate) -> CandidateRecord:
    row = c.row
    low, high = row["saving_low"], row["saving_high"]
    return CandidateRecord(
        id=row["id"],
        name=BilingualText(zh=row["name_zh"], en=row["name_en"]),
        general=row["sector_codes"] == "*",
        applicability=row["applicability"],
        acts_on=row["acts_on"],
        saving_type=row["saving_type"],
        scope=row["scope"],
        saving=CatalogueSaving(low=low, high=high, unit=row["saving_unit"]) if low else None,
        saving_basis=row["saving_basis"],
        months=ConstructionMonths(
            low=row["construction_months_low"] or None,
            high=row["construction_months_high"] or None,
        ),
        acts=tuple(_acts(x) for x in c.acts),
        declared=tuple(c.declared),
        source=citation(a.world.citation("measures", row)),
    )


def _acts(x: Acts) -> CandidateSourceRecord:
    middle = None
    if x.low is not None and x.high is not None:
        middle = quantity((x.low.value + x.high.value) / 2, x.low.unit.text)
    return CandidateSourceRecord(
        source=x.source.name,
        low=SavingRecord(saves=given(x.low), co2e=quantity(x.co2e_low, "tCO2e/a")),
        central=middle,
        high=SavingRecord(saves=given(x.high), co2e=quantity(x.co2e_high, "tCO2e/a")),
    )
