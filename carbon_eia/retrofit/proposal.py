"""The plan of ``assess --plan``: the cheapest measures in time, each with its months and money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import Measure, Planning
from carbon_eia.retrofit.cost import invested, objective_of, price
from carbon_eia.retrofit.measure_costs import CurveStep, MeasureCosts, PlanStep
from carbon_eia.retrofit.plan import beyond_reach, timely_case
from carbon_eia.retrofit.search import cheapest, lowest, nearest
from carbon_eia.retrofit.selection import RetrofitTarget, Selection, SelectionProblem, TargetCheck
from carbon_eia.retrofit.timetable import Slot
from carbon_eia.units import rounded

__all__ = ["RetrofitProposal", "make_proposal"]


class RetrofitProposal(NamedTuple):
    """The plan, or why there is none.

    ``status``: optimal, infeasible, not_needed, or unproven where the search could not be whole.
    ``waived``: wishes that no plan reaches beside the rest, left out of it.
    ``values``: each target with the plan. ``least``: the value of the first target and the
    measures where all that apply together bring it lowest, time and money apart. ``low`` and
    ``high``: the first target if every saving were at that end of its range. ``path``: the first
    target after each finish.
    """

    objective: str
    status: str
    reason: tuple[str, dict[str, object]]
    steps: tuple[PlanStep, ...]
    values: tuple[Fraction | None, ...]
    before: tuple[Fraction | None, ...]
    targets: tuple[RetrofitTarget, ...]
    finish: date | None
    investment: Fraction | None
    annualised: Fraction | None
    nearest_finish: date | None
    least: tuple[Fraction, tuple[Measure, ...]] | None
    low: Fraction | None
    high: Fraction | None
    path: tuple[tuple[date, Fraction | None], ...]
    curve: tuple[CurveStep, ...]
    waived: tuple[RetrofitTarget, ...]


def make_proposal(
    measures: Sequence[Measure],
    target_check: TargetCheck,
    planning: Planning,
    deadline: date,
    as_of: date,
    costs: MeasureCosts,
) -> RetrofitProposal | None:
    """The cheapest set of measures that reaches every target by the deadline, commitments standing.

    None where there is no target: without an admission value there is nothing to plan for.
    """
    if not target_check.targets:
        return None
    case = timely_case(measures, target_check, planning, deadline, as_of)
    wishes = tuple(t for t in target_check.targets if t.is_wish)
    if wishes:
        answer = _answer(case)
        if answer.status in ("optimal", "not_needed"):
            return _with_figures(answer, case, costs, ())
    musts = [t for t in target_check.targets if not t.is_wish]
    strict = TargetCheck(target_check.sources, musts, target_check.heat_of)
    answer = _answer(case._replace(target_check=strict))
    return _with_figures(answer, case, costs, wishes)


class _Answer(NamedTuple):
    status: str
    reason: tuple[str, dict[str, object]]
    chosen: tuple[Measure, ...]
    slots: tuple[Slot, ...]
    near: date | None
    least: tuple[tuple[Measure, ...], Fraction] | None


def _answer(case: SelectionProblem) -> _Answer:
    """What the searches say of one set of targets."""
    target_check = case.target_check
    done = tuple(m for m in case.order if m.status == "completed")
    everything = case._replace(
        fixed=done, spare=tuple(m for m in case.order if m.status != "completed")
    )
    best = lowest(everything)
    found: Selection | None = None
    near: date | None = None
    if any(v is None for v in target_check.values(done)):
        status, reason = "unproven", ("planning.unknown", dict[str, object]())
    elif target_check.reaches(done):
        status, reason = "not_needed", ("planning.not_needed", dict[str, object]())
    else:
        found, complete = cheapest(case)
        if found is not None:
            status = "optimal" if complete else "unproven"
            reason = ("planning.optimal" if complete else "planning.unproven", {})
        else:
            status, reason, near = _refused(case, everything, best, complete)
    chosen = found.measures if found is not None else done
    slots = found.table.slots if found is not None and found.table is not None else None
    return _Answer(status, reason, chosen, slots or (), near, best)


def _with_figures(
    answer: _Answer,
    case: SelectionProblem,
    costs: MeasureCosts,
    waived: tuple[RetrofitTarget, ...],
) -> RetrofitProposal:
    """The plan with its figures, each by taking the whole inventory again."""
    chosen, slots, best = answer.chosen, answer.slots, answer.least
    measures, target_check, planning = case.order, case.target_check, case.planning
    done = [m for m in measures if m.status == "completed"]
    before = target_check.values(done)
    steps = costs.steps(chosen, slots)
    totals = [s.annualised for s in steps]
    known = [t for t in totals if t is not None]
    return RetrofitProposal(
        objective=objective_of(planning),
        status=answer.status,
        reason=answer.reason,
        steps=steps,
        values=target_check.values(chosen),
        before=before,
        targets=target_check.targets,
        finish=max((s.finish for s in slots), default=None),
        investment=invested(chosen) if steps else None,
        annualised=sum(known, Fraction(0)) if steps and len(known) == len(totals) else None,
        nearest_finish=answer.near,
        least=None if best is None else (best[1], best[0]),
        low=_at_end(chosen, target_check, "low"),
        high=_at_end(chosen, target_check, "high"),
        path=_path(chosen, slots, target_check, case.as_of),
        curve=costs.curve(measures, {m.name for m in chosen}),
        waived=waived,
    )


def _refused(
    case: SelectionProblem,
    everything: SelectionProblem,
    best: tuple[tuple[Measure, ...], Fraction] | None,
    complete: bool,
) -> tuple[str, tuple[str, dict[str, object]], date | None]:
    """Status, reason in words, and the nearest finish, where nothing does in time."""
    target = case.target_check.targets[0]
    params: dict[str, object]
    late, obstacle, proven = beyond_reach(case)
    near = nearest(everything)
    status = "infeasible" if complete and proven else "unproven"
    if late is None and status == "unproven":
        return status, ("planning.unfinished", {}), None
    if late is None:
        if best is not None and best[1] > target.limit:
            value, limit = _apart(best[1], target.limit)
            params = {"value": value, "limit": limit, "unit": target.unit}
            return status, ("planning.measures", params), None
        names = {
            lang: "、".join(
                sentence(f"planning.target.{t.code}", lang) for t in case.target_check.targets
            )
            for lang in LANGUAGES
        }
        return status, ("planning.together", {"targets": names}), None
    params = {"measures": "、".join(m.name for m in late.measures), "day": case.deadline}
    if obstacle != "time":
        money = case if obstacle == "budget" else everything._replace(deadline=None)
        needed = _least_investment(money)
        params |= {"budget": case.budget, "needed": "—" if needed is None else needed}
    if obstacle != "budget":
        params["nearest"] = "—" if near is None else near
        if near is None and obstacle == "time":
            obstacle = "undated"
    return status, (f"planning.{obstacle}", params), near


def _apart(value: Fraction, limit: Fraction) -> tuple[str, str]:
    """Two numbers for show, with as many decimals as tell them apart, four at least."""
    places = 4
    while rounded(value, places) == rounded(limit, places) and places < 28:
        places += 1
    return rounded(value, places), rounded(limit, places)


def _least_investment(case: SelectionProblem) -> Fraction | None:
    """万元 that a set which reaches the targets needs at least, whatever the budget."""
    planning = case.planning._replace(objective="investment")
    found, _ = cheapest(case._replace(planning=planning, budget=None))
    return None if found is None else price(found.measures, planning).cost


def _at_end(chosen: Sequence[Measure], target_check: TargetCheck, end: str) -> Fraction | None:
    """The first target with every saving at one end of its range; None where none has a range."""
    if all(getattr(e, end) is None for m in chosen for e in m.effects):
        return None
    moved = []
    for m in chosen:
        effects = []
        for e in m.effects:
            value = getattr(e, end)
            if value is not None:
                e = e._replace(saves=value) if e.saves is not None else e._replace(adds=value)
            effects.append(e)
        moved.append(m._replace(effects=tuple(effects)))
    try:
        return target_check.targets[0].value(target_check.applied(moved))
    except InputError:
        return None


def _path(
    chosen: Sequence[Measure], slots: Sequence[Slot], target_check: TargetCheck, as_of: date
) -> tuple[tuple[date, Fraction | None], ...]:
    """The first target on the day of assessment and after each finish."""
    finished = {m.name for m in chosen if m.status == "completed"}
    found = [(as_of, target_check.values([m for m in chosen if m.name in finished])[0])]
    for day in sorted({s.finish for s in slots}):
        finished |= {s.measure.name for s in slots if s.finish == day}
        try:
            value = target_check.values([m for m in chosen if m.name in finished])[0]
        except InputError:
            value = None
        found.append((day, value))
    return tuple(found)
