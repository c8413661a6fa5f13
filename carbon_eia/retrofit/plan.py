"""What the applicant commits to, what that achieves by the deadline, and what else would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from carbon_eia.errors import InputError
from carbon_eia.project import Measure, Source
from carbon_eia.retrofit.measures import apply_measures, in_time, usable

__all__ = ["Plan", "Retrofit", "plan_retrofit"]

MOST_PLANNED = 12
"""Most planned measures of which every combination is tried (4 096 inventories)."""


class Plan(NamedTuple):
    """A set of measures, the intensity with them, and when the last is finished."""

    measures: tuple[Measure, ...]
    intensity: Fraction | None
    finish: date | None


class Retrofit(NamedTuple):
    """The ways from an intensity to its limit.

    ``present``: sources with the completed measures alone. ``committed``: with those committed that
    finish in time. ``all_committed``: with every committed one, whenever it finishes.
    ``proposed``: the least set of further planned measures that reaches the limit in time, or None.
    ``late``: the least set that would reach it if time did not matter, where none does in time.
    ``everything``: all measures of the file together (of two that exclude each other, one).
    ``complete``: whether the searches covered every combination.
    """

    present: Plan
    committed: Plan
    all_committed: Plan
    everything: Plan
    proposed: Plan | None
    late: Plan | None
    complete: bool


def plan_retrofit(
    sources: Sequence[Source],
    measures: Sequence[Measure],
    evaluate: Callable[[Sequence[Source]], Fraction | None],
    limit: Fraction | None,
    deadline: date,
    as_of: date,
) -> Retrofit:
    """Judge the measures of a project against a limit and a deadline.

    ``evaluate`` gives the intensity of a set of sources. Every set is judged by taking the whole
    inventory again with it, never by adding up savings.
    """

    known: dict[tuple[str, ...], Plan] = {}

    def plan(chosen: Sequence[Measure]) -> Plan:
        kept = usable(chosen)
        names = tuple(m.name for m in kept)
        if names not in known:
            finishes = [m.finish for m in kept if m.finish is not None]
            intensity = evaluate(apply_measures(sources, kept))
            known[names] = Plan(tuple(kept), intensity, max(finishes, default=None))
        return known[names]

    done = [m for m in measures if m.status == "completed"]
    committed = [m for m in measures if m.status in ("committed", "completed")]
    timely = [m for m in committed if in_time(m, deadline, as_of)]
    spare = [m for m in measures if m.status == "planned" and in_time(m, deadline, as_of)]
    others = [m for m in measures if m.status != "completed"]
    now, bound, all_bound = plan(done), plan(timely), plan(committed)
    try:
        everything = plan(_without_excluded(measures))
    except InputError:  # alternatives that were not declared to exclude each other
        everything = all_bound
    proposed = late = None
    complete = True
    if limit is not None and bound.intensity is not None and bound.intensity > limit:
        proposed = _least(timely, spare[:MOST_PLANNED], plan, limit, measures)
        complete = len(spare) <= MOST_PLANNED
        if proposed is None:
            late = _least(done, others[:MOST_PLANNED], plan, limit, measures)
            complete = complete and len(others) <= MOST_PLANNED
    return Retrofit(now, bound, all_bound, everything, proposed, late, complete)


def _least(
    fixed: Sequence[Measure],
    spare: Sequence[Measure],
    plan: Callable[[Sequence[Measure]], Plan],
    limit: Fraction,
    order: Sequence[Measure],
) -> Plan | None:
    """The cheapest of the smallest sets of further measures that reach the limit."""
    for size in range(1, len(spare) + 1):
        reached: list[tuple[Fraction, int, Plan]] = []
        for number, more in enumerate(combinations(spare, size)):
            chosen = [m for m in order if m in fixed or m in more]
            if _conflict(chosen) or len(usable(chosen)) != len(chosen):
                continue
            try:
                found = plan(chosen)
            except InputError:  # together they save more than there is: no plan
                continue
            if found.intensity is not None and found.intensity <= limit:
                money = sum(
                    (m.investment.to("万元") for m in more if m.investment is not None), Fraction(0)
                )
                reached.append((money, number, found))
        if reached:
            return min(reached, key=lambda r: r[:2])[2]
    return None


def _conflict(measures: Sequence[Measure]) -> bool:
    names = {m.name for m in measures}
    return any(other in names for m in measures for other in m.excludes)


def _without_excluded(measures: Sequence[Measure]) -> list[Measure]:
    """Every measure, of two that exclude each other the one committed or named first."""
    kept: list[Measure] = []
    for m in sorted(measures, key=lambda m: m.status == "planned"):
        if not _conflict([*kept, m]):
            kept.append(m)
    return [m for m in measures if m in kept]
