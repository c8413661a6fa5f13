"""The plan of measures and the candidates of the catalogue: sections of the chapter on measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.document import Block, Body, Paragraph, TableCell, TableRow, Text, TextSpan
from carbon_eia.report.printer import Printer, cell, grade, numbers, row, small
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

__all__ = ["plan_of_measures"]

FIRM = ("committed", "completed")
"""Statuses of measures that the plan does not have to ask for."""

MONEY, SAVED, COST = "万元/a", "tCO2e/a", "元/tCO2e"
"""Units of the columns, as the Run has them."""


def plan_of_measures(run: Run, p: Printer) -> Iterator[Block]:
    """The measures that the tool plans, what they cost, and candidates; nothing without a plan."""
    plan = run.retrofit.plan
    if plan is None:
        return
    yield p.section("plan")
    first, *others = _stands(run.retrofit, plan, p)
    yield Paragraph(first, "alert" if plan.status == "infeasible" else "")
    yield from p.said(others, together=False)
    if plan.measures:
        yield from p.said(list(_reaches(plan, p)))
    yield from _steps(plan, p)
    yield from _constraints(plan, p)
    yield from p.said(list(_curve(plan, p)))
    yield from p.drawing("curve")
    yield from _catalogue(run.retrofit.catalogue or (), p)


# --- what is said


def _stands(retrofit: RetrofitRecord, plan: PlanRecord, p: Printer) -> Iterator[Text]:
    """Status, aim and reason; what stands in the way; what was left out."""
    reason = p.say(plan.reason)
    yield p.tell(
        "plan_stands",
        status=sentence(f"planning.status.{plan.status}", p.lang),
        goal=sentence(f"planning.objective.{plan.objective}", p.lang),
        origin=p.word("plan_goal_stated" if plan.objective_stated else "plan_goal_own"),
        reason=reason if p.lang == "zh" else reason[:1].upper() + reason[1:],
    )
    if plan.status != "infeasible":
        for code in plan.waived:
            yield p.tell("plan_waived", target=sentence(f"planning.target.{code}", p.lang))
        return
    if retrofit.obstacle:
        yield p.tell(f"plan_obstacle_{retrofit.obstacle}")
    if plan.nearest_finish:
        yield p.tell("plan_nearest", day=plan.nearest_finish)
    if plan.everything_intensity is not None:
        yield p.tell(
            "plan_everything",
            measures=p.listed(plan.everything_measures),
            value=_intensity(plan.everything_intensity, plan),
            limit=_intensity(plan.limit, plan),
        )


def _reaches(plan: PlanRecord, p: Printer) -> Iterator[Text]:
    """What the plan achieves, at its ends too, and the path of the intensity."""
    if plan.intensity is not None and plan.intensity_before is not None:
        yield p.tell(
            "plan_reach" if plan.finish else "plan_reach_undated",
            before=_intensity(plan.intensity_before, plan),
            value=_intensity(plan.intensity, plan),
            limit=_intensity(plan.limit, plan),
            finish=plan.finish or "",
        )
    ends = plan.intensity_range
    for key, value in (("plan_low", ends.low_savings), ("plan_high", ends.high_savings)):
        if value is not None:
            yield p.tell(key, value=_intensity(value, plan))
    points = [f"{x.date} {_intensity(x.intensity, plan)}" for x in plan.path if x.intensity]
    if len(points) > 1:
        yield p.tell("plan_steps", steps=" → ".join(points))
    yield p.tell("plan_order")


def _curve(plan: PlanRecord, p: Printer) -> Iterator[Text]:
    """That a curve is no plan; which measures have no place on it."""
    on = [c for c in plan.curve if c.cost_per_t is not None]
    off = [c.measure for c in plan.curve if c.cost_per_t is None]
    if on:
        yield p.tell("plan_curve")
    if all(c.code != "discount_rate" for c in plan.constraints) and not on and off:
        yield p.tell("plan_no_rate")
    elif off:
        yield p.tell("plan_unpriced", measures=p.listed(off))


def _intensity(quantity: QuantityRecord, plan: PlanRecord) -> str:
    shown = show.beside(show.exact(quantity), [show.exact(plan.limit)])
    return f"{shown} {quantity.unit}"


def _emission(quantity: QuantityRecord | None, p: Printer) -> str:
    return p.word("dash") if quantity is None else show.emission(quantity)


def _number(text: str) -> TableCell:
    """A number that stands in no line of points."""
    return cell(TextSpan(text, "number"), align="num")


# --- the measures of the plan


def _steps(plan: PlanRecord, p: Printer) -> list[Block]:
    """Those committed, then those that only the tool proposes; their sums at the end."""
    measures = plan.measures
    columns = (
        numbers([_emission(m.annualised_cost, p) for m in measures]),
        numbers([_emission(m.co2e_saved, p) for m in measures]),
        numbers([_emission(m.cost_per_t, p) for m in measures]),
    )
    rows = [_step(m, cells, p) for m, *cells in zip(measures, *columns, strict=True)]
    groups = []
    for is_firm, key in ((True, "plan_promised"), (False, "plan_asked")):
        own = [r for m, r in zip(measures, rows, strict=True) if (m.status in FIRM) is is_firm]
        if own:
            groups.append([row(cell(p.word(key), columns=6), look="group"), *own])
    if groups:
        groups[-1].append(_sum(plan, p))
    return p.table(
        "plan",
        [
            p.column("measure", 27),
            p.column("dates", 23),
            p.column("invested", 14, "num"),
            p.column("annualised", 12, "num", MONEY),
            p.column("saved", 13, "num", SAVED),
            p.column("cost_per_t", 11, "num", COST),
        ],
        bodies=[Body(tuple(group)) for group in groups],
    )


def _step(m: PlannedMeasureRecord, cells: Sequence[TableCell], p: Printer) -> TableRow:
    dash = p.word("dash")
    notes = [] if m.months is None else [p.word("months", count=str(m.months))]
    notes += [p.word("shutdown_needed")] if m.shutdown else []
    dates = TextSpan(f"{m.start or dash} → {m.finish or dash}", "quantity")
    return row(
        cell(m.name, *([small(m.reference)] if m.reference else [])),
        cell(dates, *([small(p.listed(notes))] if notes else [])),
        cell(TextSpan(p.money(m.investment), "quantity"), align="num"),
        *cells,
    )


def _sum(plan: PlanRecord, p: Printer) -> TableRow:
    return row(
        cell(p.word("sum"), columns=2),
        cell(TextSpan(_money(plan.investment, p), "quantity"), align="num"),
        _number(_emission(plan.annualised_cost, p)),
        "",
        "",
        look="sum",
    )


def _money(quantity: QuantityRecord | None, p: Printer) -> str:
    """A sum of the plan with its unit, at two decimals at most."""
    if quantity is None:
        return p.word("dash")
    number = show.exact(quantity)
    shown = show.plain(number) if number == round(number, 2) else show.emission(quantity)
    return f"{shown} {quantity.unit}"


# --- what the plan has to keep to


def _constraints(plan: PlanRecord, p: Printer) -> list[Block]:
    return p.table(
        "constraints",
        [
            p.column("constraint", 30),
            p.column("before", 15, "num"),
            p.column("with_plan", 15, "num"),
            p.column("limit", 15, "num"),
            p.column("unit", 12),
            p.column("result", 13),
        ],
        [_constraint(c, p) for c in plan.constraints],
    )


def _constraint(c: ConstraintRecord, p: Printer) -> TableRow:
    limit = c.limit
    measured = limit if isinstance(limit, QuantityRecord) and not limit.typed else None
    bounds = [] if measured is None else [show.exact(measured)]
    places = show.INTENSITY_PLACES if c.code == "intensity" else 2
    kept = p.word("dash") if c.kept is None else p.word("kept" if c.kept else "broken")
    return row(
        p.code("constraint", c.code),
        _number(_amount(c.before, bounds, places, p)),
        _number(_amount(c.value, bounds, places, p)),
        _number(_amount(limit, (), 0, p)),
        small("" if measured is None else measured.unit),
        TextSpan(kept, "result fails" if c.kept is False else "result"),
    )


def _amount(
    value: QuantityRecord | str | int | tuple[str, ...] | None,
    bounds: Sequence[Decimal],
    places: int,
    p: Printer,
) -> str:
    """A quantity beside its limit, a day, a count, months."""
    if value is None:
        return p.word("dash")
    if isinstance(value, QuantityRecord):
        if value.typed:
            return p.typed(value)
        number = show.exact(value)
        return show.beside(number, bounds, places) if bounds else show.plain(number)
    return p.listed(value) if isinstance(value, tuple) else str(value)


# --- the catalogue

Act = tuple[CandidateSourceRecord, QuantityRecord]
"""A source that a candidate acts on, and the most that it saves there."""


def _catalogue(entries: Sequence[CandidateRecord], p: Printer) -> Iterator[Block]:
    """Those with a range, the largest first; those of which only the project can say one."""
    if not entries:
        return
    acting = [(e, [(a, a.high.co2e) for a in e.acts if a.high.co2e is not None]) for e in entries]
    ranged = [(e, acts) for e, acts in acting if acts]
    ranged.sort(key=lambda x: -max(show.exact(most) for _, most in x[1]))
    others = [_named(e, p) for e, acts in acting if not acts]
    yield p.section("candidates")
    if ranged:
        yield from p.said([p.tell("plan_candidates", count=str(len(ranged)))])
        yield from _candidates(ranged, p)
    if others:
        said = p.tell("plan_candidates_else", count=str(len(others)), names=p.listed(others))
        yield Paragraph(said, "note")


def _candidates(ranged: Sequence[tuple[CandidateRecord, list[Act]]], p: Printer) -> list[Block]:
    every = [act for _, acts in ranged for act in acts]
    low = numbers([_emission(a.low.co2e, p) for a, _ in every])
    high = numbers([show.emission(most) for _, most in every])
    ends = iter(zip(low, high, strict=True))
    return p.table(
        "candidates",
        [
            p.column("candidate", 32),
            p.column("catalogue_saving", 16),
            p.column("grade_short", 7, "mid"),
            p.column("acting_on", 21),
            p.column("at_least", 12, "num", SAVED),
            p.column("at_most", 12, "num", SAVED),
        ],
        bodies=[
            _candidate(e, [row(a.source, *next(ends)) for a, _ in acts], p) for e, acts in ranged
        ],
    )


def _candidate(e: CandidateRecord, acts: list[TableRow], p: Printer) -> Body:
    """A candidate beside the rows of the sources that it acts on."""
    first, *more = acts
    declared = p.listed(e.declared)
    named = [small(p.word("declared_as", measures=declared))] if declared else []
    beside = (
        cell(_named(e, p), *named, rows=len(acts)),
        cell(_span(e.saving, p), small(e.saving_basis), rows=len(acts)),
        replace(grade(e.source.grade), rows=len(acts)),
    )
    return Body((row(*beside, *first.cells), *(replace(r, look="more") for r in more)))


def _named(entry: CandidateRecord, p: Printer) -> str:
    return f"{entry.id} {p.text(entry.name)}"


def _span(span: CatalogueSaving | None, p: Printer) -> str:
    if span is None:
        return p.word("dash")
    unit = "" if span.unit == "1" else f" {span.unit}"
    return f"{span.low if span.low == span.high else f'{span.low}–{span.high}'}{unit}"
