"""The plan of measures and the candidates of the catalogue, ready for show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.report.prose import Prose, tell
from carbon_eia.run.records import (
    CandidateRecord,
    CandidateSourceRecord,
    CatalogueSaving,
    ConstraintRecord,
    PlannedMeasureRecord,
    PlanRecord,
    QuantityRecord,
    RetrofitRecord,
    Run,
)

__all__ = ["Plan", "plan_view"]

FIRM = ("committed", "completed")
UNITS = ("万元/a", "tCO2e/a", "元/tCO2e")
"""Of the three columns, as ``run.planned`` writes them."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One measure of the plan."""

    name: str
    reference: str
    dates: str
    note: str
    investment: str
    annualised: Cell
    saved: Cell
    cost: Cell


@dataclass(frozen=True, slots=True)
class ConstraintRow:
    """One thing that the plan has to keep to."""

    name: str
    unit: str
    before: str
    value: str
    limit: str
    kept: str
    broken: bool


@dataclass(frozen=True, slots=True)
class ActRow:
    """What a candidate saves at one source, at least and at most."""

    source: str
    low: Cell
    high: Cell


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of the catalogue whose numbers give a range for this project."""

    name: str
    declared: str
    saving: str
    basis: str
    grade: str
    acts: list[ActRow]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything of the sections on the plan; ``groups`` are the two plans of the decision."""

    status: str
    groups: list[tuple[str, list[StepRow]]]
    investment: str
    annualised: str
    units: tuple[str, str, str]
    constraints: list[ConstraintRow]
    stands: list[Prose]
    reaches: list[Prose]
    curve: list[Prose]
    candidates: list[Candidate]
    candidates_said: list[Prose]


def plan_view(run: Run, reader: Reader) -> Plan | None:
    """The plan of a Run in a language; None where the Run holds none."""
    retrofit = run.retrofit
    plan = retrofit.plan
    if plan is None:
        return None
    found, others = _candidates(retrofit.catalogue or (), reader)
    return Plan(
        status=str(plan.status),
        groups=_groups(plan, reader),
        investment=_money(plan.investment, reader),
        annualised=_emission(plan.annualised_cost, reader),
        units=UNITS,
        constraints=[_constraint(c, reader) for c in plan.constraints],
        stands=list(_stands(retrofit, plan, reader)),
        reaches=list(_reaches(plan, reader)) if plan.measures else [],
        curve=list(_curve(plan, reader)),
        candidates=found,
        candidates_said=list(_said(len(found), others, reader)),
    )


# --- what is said


def _stands(retrofit: RetrofitRecord, plan: PlanRecord, reader: Reader) -> Iterator[Prose]:
    """Status, aim and reason; what stands in the way; what was left out."""
    stated = reader.word("plan_goal_stated" if plan.objective_stated else "plan_goal_own")
    yield tell(
        reader,
        "plan_stands",
        status=sentence(f"planning.status.{plan.status}", reader.lang),
        goal=sentence(f"planning.objective.{plan.objective}", reader.lang),
        origin=stated,
        reason=_capital(reader.say(plan.reason), reader),
    )
    if plan.status == "infeasible":
        if retrofit.obstacle:
            yield tell(reader, f"plan_obstacle_{retrofit.obstacle}")
        if plan.nearest_finish:
            yield tell(reader, "plan_nearest", day=str(plan.nearest_finish))
        if plan.everything_intensity is not None:
            yield tell(
                reader,
                "plan_everything",
                measures=reader.listed(plan.everything_measures),
                value=_intensity(plan.everything_intensity, plan),
                limit=_intensity(plan.limit, plan),
            )
    for code in plan.waived if plan.status != "infeasible" else ():
        target = sentence(f"planning.target.{code}", reader.lang)
        yield tell(reader, "plan_waived", target=target)


def _capital(text: str, reader: Reader) -> str:
    return text if reader.lang == "zh" else text[:1].upper() + text[1:]


def _reaches(plan: PlanRecord, reader: Reader) -> Iterator[Prose]:
    """What the plan achieves, at its ends too, and the path of the intensity."""
    if plan.intensity is not None and plan.intensity_before is not None:
        yield tell(
            reader,
            "plan_reach" if plan.finish else "plan_reach_undated",
            before=_intensity(plan.intensity_before, plan),
            value=_intensity(plan.intensity, plan),
            limit=_intensity(plan.limit, plan),
            finish=str(plan.finish or ""),
        )
    ends = plan.intensity_range
    for key, value in (("plan_low", ends.low_savings), ("plan_high", ends.high_savings)):
        if value is not None:
            yield tell(reader, key, value=_intensity(value, plan))
    points = [f"{p.date} {_intensity(p.intensity, plan)}" for p in plan.path if p.intensity]
    if len(points) > 1:
        yield tell(reader, "plan_steps", steps=" → ".join(points))
    yield tell(reader, "plan_order")


def _curve(plan: PlanRecord, reader: Reader) -> Iterator[Prose]:
    """That a curve is no plan; which measures have no place on it."""
    on = [c for c in plan.curve if c.cost_per_t is not None]
    off = [str(c.measure) for c in plan.curve if c.cost_per_t is None]
    if on:
        yield tell(reader, "plan_curve")
    if all(c.code != "discount_rate" for c in plan.constraints) and not on and off:
        yield tell(reader, "plan_no_rate")
    elif off:
        yield tell(reader, "plan_unpriced", measures=reader.listed(off))


def _said(count: int, others: Sequence[CandidateRecord], reader: Reader) -> Iterator[Prose]:
    if count:
        yield tell(reader, "plan_candidates", count=str(count))
    if others:
        names = reader.listed([_named(e, reader) for e in others])
        yield tell(reader, "plan_candidates_else", count=str(len(others)), names=names)


# --- what the tables hold


def _intensity(quantity: QuantityRecord, plan: PlanRecord) -> str:
    shown = show.beside(show.exact(quantity), [show.exact(plan.limit)])
    return f"{shown} {quantity.unit}"


def _emission(quantity: QuantityRecord | None, reader: Reader) -> str:
    return reader.word("dash") if quantity is None else show.emission(quantity)


def _money(quantity: QuantityRecord | None, reader: Reader) -> str:
    """A sum of the plan with its unit, at two decimals at most."""
    if quantity is None:
        return reader.word("dash")
    number = show.exact(quantity)
    shown = show.plain(number) if number == round(number, 2) else show.emission(quantity)
    return f"{shown} {quantity.unit}"


def _groups(plan: PlanRecord, reader: Reader) -> list[tuple[str, list[StepRow]]]:
    """The measures of the plan: those committed, then those that only the tool proposes."""
    measures = plan.measures
    columns = (
        column([_emission(m.annualised_cost, reader) for m in measures]),
        column([_emission(m.co2e_saved, reader) for m in measures]),
        column([_emission(m.cost_per_t, reader) for m in measures]),
    )
    rows = [
        (m.status in FIRM, _step(m, annualised, saved, cost, reader))
        for m, annualised, saved, cost in zip(measures, *columns, strict=True)
    ]
    heads = ((True, reader.word("plan_promised")), (False, reader.word("plan_asked")))
    groups = [(head, [row for is_firm, row in rows if is_firm is firm]) for firm, head in heads]
    return [(head, found) for head, found in groups if found]


def _step(
    m: PlannedMeasureRecord, annualised: Cell, saved: Cell, cost: Cell, reader: Reader
) -> StepRow:
    dash = reader.word("dash")
    notes = [] if m.months is None else [reader.word("months", count=str(m.months))]
    notes += [reader.word("shutdown_needed")] if m.shutdown else []
    return StepRow(
        name=str(m.name),
        reference=str(m.reference or ""),
        dates=f"{m.start or dash} → {m.finish or dash}",
        note=reader.listed(notes),
        investment=reader.money(m.investment),
        annualised=annualised,
        saved=saved,
        cost=cost,
    )


def _constraint(c: ConstraintRecord, reader: Reader) -> ConstraintRow:
    limit, w = c.limit, reader.word
    measured = limit if isinstance(limit, QuantityRecord) and not limit.typed else None
    bounds = [] if measured is None else [show.exact(measured)]
    places = show.INTENSITY_PLACES if c.code == "intensity" else 2
    return ConstraintRow(
        name=reader.code("constraint", c.code),
        unit="" if measured is None else measured.unit,
        before=_amount(c.before, bounds, places, reader),
        value=_amount(c.value, bounds, places, reader),
        limit=_amount(limit, (), 0, reader),
        kept=w("dash") if c.kept is None else w("kept" if c.kept else "broken"),
        broken=c.kept is False,
    )


def _amount(
    value: QuantityRecord | str | int | tuple[str, ...] | None,
    bounds: Sequence[Decimal],
    places: int,
    reader: Reader,
) -> str:
    """A quantity beside its limit, a day, a count, months."""
    if value is None:
        return reader.word("dash")
    if isinstance(value, QuantityRecord):
        if value.typed:
            return reader.typed(value)
        number = show.exact(value)
        return show.beside(number, bounds, places) if bounds else show.plain(number)
    return reader.listed(value) if isinstance(value, tuple) else str(value)


# --- the catalogue


def _named(entry: CandidateRecord, reader: Reader) -> str:
    return f"{entry.id} {reader.text(entry.name)}"


def _candidates(
    entries: Sequence[CandidateRecord], reader: Reader
) -> tuple[list[Candidate], list[CandidateRecord]]:
    """Those with a range, the largest first; those of which only the project can say one."""
    found = [(e, _ranged(e)) for e in entries]
    ranged = [(e, acts) for e, acts in found if acts]
    ranged.sort(key=lambda x: -max(show.exact(high) for _, high in x[1]))
    flat = [act for _, acts in ranged for act in acts]
    low = column([_emission(a.low.co2e, reader) for a, _ in flat])
    high = column([show.emission(most) for _, most in flat])
    ends = zip(flat, low, high, strict=True)
    rows = iter([ActRow(str(a.source), least, most) for (a, _), least, most in ends])
    return (
        [_candidate(e, [next(rows) for _ in acts], reader) for e, acts in ranged],
        [e for e, acts in found if not acts],
    )


def _ranged(entry: CandidateRecord) -> list[tuple[CandidateSourceRecord, QuantityRecord]]:
    """The sources of which a saving can be computed, each with the most that it is."""
    return [(a, a.high.co2e) for a in entry.acts if a.high.co2e is not None]


def _candidate(e: CandidateRecord, acts: list[ActRow], reader: Reader) -> Candidate:
    declared = reader.listed([str(x) for x in e.declared])
    return Candidate(
        name=_named(e, reader),
        declared=reader.word("declared_as", measures=declared) if declared else "",
        saving=_span(e.saving, reader),
        basis=str(e.saving_basis or ""),
        grade=str(e.source.grade),
        acts=acts,
    )


def _span(span: CatalogueSaving | None, reader: Reader) -> str:
    if span is None:
        return reader.word("dash")
    low, high = str(span.low), str(span.high)
    unit = "" if span.unit == "1" else f" {span.unit}"
    return f"{low if low == high else f'{low}–{high}'}{unit}"
