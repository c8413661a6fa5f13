"""The plan of measures and the candidates of the catalogue, ready for show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.report.prose import Prose, tell
from carbon_eia.run import Run

__all__ = ["Plan", "plan_view"]

FIRM = ("committed", "completed")
UNITS = ("万元/a", "tCO2e/a", "元/tCO2e")
"""Of the three columns, as ``run.planned`` writes them."""

COLUMNS = ("annualised_cost", "co2e_saved", "cost_per_t")


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
    retrofit = run["retrofit"]
    plan = retrofit.get("plan")
    if plan is None:
        return None
    found, others = _candidates(retrofit.get("catalogue") or [], reader)
    return Plan(
        status=str(plan["status"]),
        groups=_groups(plan, reader),
        investment=_money(plan["investment"], reader),
        annualised=reader.word("dash")
        if plan["annualised_cost"] is None
        else show.emission(plan["annualised_cost"]),
        units=UNITS,
        constraints=[_constraint(c, reader) for c in plan["constraints"]],
        stands=list(_stands(retrofit, plan, reader)),
        reaches=list(_reaches(plan, reader)) if plan["measures"] else [],
        curve=list(_curve(plan, reader)),
        candidates=found,
        candidates_said=list(_said(len(found), others, reader)),
    )


# --- what is said


def _stands(
    retrofit: Mapping[str, Any], plan: Mapping[str, Any], reader: Reader
) -> Iterator[Prose]:
    """Status, aim and reason; what stands in the way; what was left out."""
    stated = reader.word("plan_goal_stated" if plan["objective_stated"] else "plan_goal_own")
    yield tell(
        reader,
        "plan_stands",
        status=sentence(f"planning.status.{plan['status']}", reader.lang),
        goal=sentence(f"planning.objective.{plan['objective']}", reader.lang),
        origin=stated,
        reason=_capital(reader.say(plan["reason"]), reader),
    )
    if plan["status"] == "infeasible":
        if retrofit["obstacle"]:
            yield tell(reader, f"plan_obstacle_{retrofit['obstacle']}")
        if plan["nearest_finish"]:
            yield tell(reader, "plan_nearest", day=str(plan["nearest_finish"]))
        if plan["everything_intensity"] is not None:
            yield tell(
                reader,
                "plan_everything",
                measures=reader.listed(plan["everything_measures"]),
                value=_intensity(plan["everything_intensity"], plan),
                limit=_intensity(plan["limit"], plan),
            )
    for code in plan["waived"] if plan["status"] != "infeasible" else ():
        target = sentence(f"planning.target.{code}", reader.lang)
        yield tell(reader, "plan_waived", target=target)


def _capital(text: str, reader: Reader) -> str:
    return text if reader.lang == "zh" else text[:1].upper() + text[1:]


def _reaches(plan: Mapping[str, Any], reader: Reader) -> Iterator[Prose]:
    """What the plan achieves, at its ends too, and the path of the intensity."""
    if plan["intensity"] is not None and plan["intensity_before"] is not None:
        yield tell(
            reader,
            "plan_reach" if plan["finish"] else "plan_reach_undated",
            before=_intensity(plan["intensity_before"], plan),
            value=_intensity(plan["intensity"], plan),
            limit=_intensity(plan["limit"], plan),
            finish=str(plan["finish"] or ""),
        )
    for key, end in (("plan_low", "low_savings"), ("plan_high", "high_savings")):
        if plan["intensity_range"][end] is not None:
            yield tell(reader, key, value=_intensity(plan["intensity_range"][end], plan))
    points = [p for p in plan["path"] if p["intensity"] is not None]
    if len(points) > 1:
        steps = " → ".join(f"{p['date']} {_intensity(p['intensity'], plan)}" for p in points)
        yield tell(reader, "plan_steps", steps=steps)
    yield tell(reader, "plan_order")


def _curve(plan: Mapping[str, Any], reader: Reader) -> Iterator[Prose]:
    """That a curve is no plan; which measures have no place on it."""
    on = [c for c in plan["curve"] if c["cost_per_t"] is not None]
    off = [str(c["measure"]) for c in plan["curve"] if c["cost_per_t"] is None]
    if on:
        yield tell(reader, "plan_curve")
    if all(c["code"] != "discount_rate" for c in plan["constraints"]) and not on and off:
        yield tell(reader, "plan_no_rate")
    elif off:
        yield tell(reader, "plan_unpriced", measures=reader.listed(off))


def _said(count: int, others: Sequence[Mapping[str, Any]], reader: Reader) -> Iterator[Prose]:
    if count:
        yield tell(reader, "plan_candidates", count=str(count))
    if others:
        names = reader.listed([_named(e, reader) for e in others])
        yield tell(reader, "plan_candidates_else", count=str(len(others)), names=names)


# --- what the tables hold


def _intensity(quantity: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    shown = show.beside(show.exact(quantity), [show.exact(plan["limit"])])
    return f"{shown} {quantity['unit']}"


def _money(quantity: Mapping[str, Any] | None, reader: Reader) -> str:
    """A sum of the plan with its unit, at two decimals at most."""
    if quantity is None:
        return reader.word("dash")
    number = show.exact(quantity)
    shown = show.plain(number) if number == round(number, 2) else show.emission(quantity)
    return f"{shown} {quantity['unit']}"


def _groups(plan: Mapping[str, Any], reader: Reader) -> list[tuple[str, list[StepRow]]]:
    """The measures of the plan: those committed, then those that only the tool proposes."""
    measures, dash = plan["measures"], reader.word("dash")

    def cells(key: str) -> list[Cell]:
        return column([dash if m[key] is None else show.emission(m[key]) for m in measures])

    columns = zip(measures, *map(cells, COLUMNS), strict=True)
    rows = [
        (m["status"] in FIRM, _step(m, annualised, saved, cost, reader))
        for m, annualised, saved, cost in columns
    ]
    heads = ((True, reader.word("plan_promised")), (False, reader.word("plan_asked")))
    groups = [(head, [row for is_firm, row in rows if is_firm is firm]) for firm, head in heads]
    return [(head, found) for head, found in groups if found]


def _step(
    m: Mapping[str, Any], annualised: Cell, saved: Cell, cost: Cell, reader: Reader
) -> StepRow:
    dash = reader.word("dash")
    notes = [] if m["months"] is None else [reader.word("months", count=str(m["months"]))]
    notes += [reader.word("shutdown_needed")] if m["shutdown"] else []
    return StepRow(
        name=str(m["name"]),
        reference=str(m["reference"] or ""),
        dates=f"{m['start'] or dash} → {m['finish'] or dash}",
        note=reader.listed(notes),
        investment=reader.money(m["investment"]),
        annualised=annualised,
        saved=saved,
        cost=cost,
    )


def _constraint(c: Mapping[str, Any], reader: Reader) -> ConstraintRow:
    limit, w = c["limit"], reader.word
    measured = isinstance(limit, Mapping) and not limit.get("typed")
    bounds = [show.exact(limit)] if measured else []
    places = show.INTENSITY_PLACES if c["code"] == "intensity" else 2
    return ConstraintRow(
        name=reader.code("constraint", c["code"]),
        unit=str(limit["unit"]) if measured else "",
        before=_amount(c.get("before"), bounds, places, reader),
        value=_amount(c["value"], bounds, places, reader),
        limit=_amount(limit, (), 0, reader),
        kept=w("dash") if c["kept"] is None else w("kept" if c["kept"] else "broken"),
        broken=c["kept"] is False,
    )


def _amount(value: Any, bounds: Sequence[Decimal], places: int, reader: Reader) -> str:
    """A quantity beside its limit, a day, a count, months."""
    if value is None:
        return reader.word("dash")
    if isinstance(value, Mapping):
        if value.get("typed"):
            return reader.typed(value)
        number = show.exact(value)
        return show.beside(number, bounds, places) if bounds else show.plain(number)
    return reader.listed([str(x) for x in value]) if isinstance(value, list) else str(value)


# --- the catalogue


def _named(entry: Mapping[str, Any], reader: Reader) -> str:
    return f"{entry['id']} {reader.text(entry['name'])}"


def _candidates(
    entries: Sequence[Mapping[str, Any]], reader: Reader
) -> tuple[list[Candidate], list[Mapping[str, Any]]]:
    """Those with a range, the largest first; those of which only the project can say one."""
    found = [(e, [a for a in e["acts"] if a["high"]["co2e"] is not None]) for e in entries]
    ranged = [(e, acts) for e, acts in found if acts]
    ranged.sort(key=lambda x: -max(show.exact(a["high"]["co2e"]) for a in x[1]))
    flat = [a for _, acts in ranged for a in acts]
    dash = reader.word("dash")
    ends = [
        column([dash if a[k]["co2e"] is None else show.emission(a[k]["co2e"]) for a in flat])
        for k in ("low", "high")
    ]
    rows = iter([ActRow(str(a["source"]), *cells) for a, *cells in zip(flat, *ends, strict=True)])
    return (
        [_candidate(e, [next(rows) for _ in acts], reader) for e, acts in ranged],
        [e for e, acts in found if not acts],
    )


def _candidate(e: Mapping[str, Any], acts: list[ActRow], reader: Reader) -> Candidate:
    declared = reader.listed([str(x) for x in e["declared"]])
    return Candidate(
        name=_named(e, reader),
        declared=reader.word("declared_as", measures=declared) if declared else "",
        saving=_span(e["saving"], reader),
        basis=str(e["saving_basis"] or ""),
        grade=str(e["source"]["grade"]),
        acts=acts,
    )


def _span(span: Mapping[str, Any] | None, reader: Reader) -> str:
    if span is None:
        return reader.word("dash")
    low, high = str(span["low"]), str(span["high"])
    unit = "" if span["unit"] == "1" else f" {span['unit']}"
    return f"{low if low == high else f'{low}–{high}'}{unit}"
