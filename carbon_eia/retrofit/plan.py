"""What the applicant commits to, what that achieves by the deadline, and what else would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.errors import InputError
from carbon_eia.project import Measure, Planning
from carbon_eia.retrofit.measures import conflict, usable
from carbon_eia.retrofit.selection import Selection, SelectionProblem, TargetCheck
from carbon_eia.retrofit.timetable import Slot, beyond, in_time, is_open

__all__ = ["MeasurePlan", "Retrofit", "beyond_reach", "plan_retrofit", "timely_case"]


class MeasurePlan(NamedTuple):
    """A set of measures, the intensity with them, and when the last is finished.

    ``values``: the value of each target with them; ``slots``: when each is at work, where that was
    asked.
    """

    measures: tuple[Measure, ...]
    values: tuple[Fraction | None, ...]
    finish: date | None
    slots: tuple[Slot, ...] = ()

    @property
    def intensity(self) -> Fraction | None:
        """The value of the first target."""
        return self.values[0] if self.values else None


class Retrofit(NamedTuple):
    """The ways from an intensity to its limit.

    ``present``: sources with the completed measures alone. ``committed``: with those committed that
    finish in time. ``all_committed``: with every committed one, whenever it finishes.
    ``proposed``: the cheapest set of further planned measures that reaches the limit in time and
    within the budget, or None. ``late``: the cheapest set that would reach it if neither mattered,
    where none does. ``everything``: all measures of the file together (of two that exclude each
    other, one). ``complete``: whether the searches covered every combination. ``obstacle``: what
    stands in the way where nothing is proposed: measures, time, budget, time_budget.
    """

    present: MeasurePlan
    committed: MeasurePlan
    all_committed: MeasurePlan
    everything: MeasurePlan
    proposed: MeasurePlan | None
    late: MeasurePlan | None
    complete: bool
    obstacle: str = ""

    def of_target(self, number: int) -> Retrofit:
        """The same ways, as one of the targets sees them."""

        def seen(plan: MeasurePlan | None) -> MeasurePlan | None:
            return None if plan is None else plan._replace(values=plan.values[number : number + 1])

        plans = {name: seen(getattr(self, name)) for name in _PLANS}
        changed: dict[str, Any] = plans
        return self._replace(**changed)


_PLANS = ("present", "committed", "all_committed", "everything", "proposed", "late")


def timely_case(
    measures: Sequence[Measure],
    target_check: TargetCheck,
    planning: Planning,
    deadline: date,
    as_of: date,
) -> SelectionProblem:
    """The search for a plan by the deadline: commitments that finish in time stand, the planned
    ones are open.

    A commitment whose prerequisites are out of reach is left out, as it cannot be carried out.
    """
    committed = [m for m in measures if m.status in ("committed", "completed")]
    timely = [m for m in committed if in_time(m, deadline, as_of)]
    spare = [
        m for m in measures if m.status == "planned" and (in_time(m, deadline, as_of) or is_open(m))
    ]
    within = {m.name for m in usable([*timely, *spare])}
    return SelectionProblem(
        target_check,
        tuple(measures),
        tuple(m for m in timely if m.name in within),
        tuple(m for m in spare if m.name in within),
        planning,
        as_of,
        deadline,
        None if planning.budget is None else planning.budget.to("万元"),
    )


def plan_retrofit(
    measures: Sequence[Measure],
    target_check: TargetCheck,
    planning: Planning,
    deadline: date,
    as_of: date,
) -> Retrofit:
    """Judge the measures of a project against a limit and a deadline.

    The targets are intensities of main products, all to be reached by one set of measures;
    without one there is nothing to reach.
    Every set is judged by taking the whole inventory again with it, never by adding up savings.
    """

    def plan(chosen: Sequence[Measure], slots: tuple[Slot, ...] | None = None) -> MeasurePlan:
        kept = usable(chosen)
        values = target_check.values(kept)
        if slots is not None:
            finishes = [s.finish for s in slots]
        else:
            finishes = [m.finish for m in kept if m.finish is not None]
        return MeasurePlan(
            tuple(kept),
            values,
            max(finishes, default=None),
            slots if slots is not None else (),
        )

    def found(answer: Selection | None) -> MeasurePlan | None:
        if answer is None:
            return None
        return plan(answer.measures, answer.table.slots if answer.table is not None else None)

    done = [m for m in measures if m.status == "completed"]
    committed = [m for m in measures if m.status in ("committed", "completed")]
    timely = [m for m in committed if in_time(m, deadline, as_of)]
    now, bound, all_bound = plan(done), plan(timely), plan(committed)
    try:
        everything = plan(_without_excluded(measures))
    except InputError:  # alternatives that were not declared to exclude each other
        everything = all_bound
    proposed = late = None
    complete, obstacle = True, ""
    if (
        target_check.targets
        and None not in bound.values
        and not target_check.reaches(bound.measures)
    ):
        from carbon_eia.retrofit.search import cheapest  # a project that passes needs no search

        case = timely_case(measures, target_check, planning, deadline, as_of)
        answer, complete = cheapest(case)
        proposed = found(answer)
        if proposed is None:
            late, obstacle, proven = beyond_reach(case)
            complete = complete and proven
    return Retrofit(now, bound, all_bound, everything, proposed, late, complete, obstacle)


def beyond_reach(case: SelectionProblem) -> tuple[MeasurePlan | None, str, bool]:
    """What would do if time and money did not matter, which of them is in the way, and whether
    that is proven."""
    from carbon_eia.retrofit.search import cheapest

    done = tuple(m for m in case.order if m.status == "completed")
    others = tuple(m for m in case.order if m.status != "completed")
    free = case._replace(fixed=done, spare=others, deadline=None, budget=None)
    answer, complete = cheapest(free)
    if answer is None:
        return None, "measures", complete
    obstacle = "time"
    if case.budget is not None:
        ready, rich = cheapest(case._replace(budget=None))
        slow, poor = cheapest(free._replace(budget=case.budget))
        obstacle = "budget" if ready is not None else "time" if slow is not None else "time_budget"
        complete = complete and rich and poor
    chosen = answer.measures
    until = beyond(case.order, case.planning, case.as_of)
    slots = case.table(chosen, until).slots
    dates = [s.finish for s in slots] if slots else [m.finish for m in chosen if m.finish]
    values = case.target_check.values(chosen)
    return MeasurePlan(chosen, values, max(dates, default=None), slots or ()), obstacle, complete


def _without_excluded(measures: Sequence[Measure]) -> list[Measure]:
    """Every measure, of two that exclude each other the one committed or named first."""
    kept: list[Measure] = []
    for m in sorted(measures, key=lambda m: m.status == "planned"):
        if not conflict([*kept, m]):
            kept.append(m)
    return [m for m in measures if m in kept]
