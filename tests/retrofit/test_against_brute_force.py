"""The planner beside every subset on every timetable, on random small cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given

from carbon_eia.errors import InputError
from carbon_eia.project import Measure, Planning
from carbon_eia.retrofit import (
    RetrofitTarget,
    TargetCheck,
    apply_measures,
    enumeration,
    optimisation,
)
from carbon_eia.retrofit.selection import SelectionProblem
from tests.sampling import at_most
from tests.strategies import Plant, plants

AS_OF = date(2026, 6, 15)
FIRST = 2026 * 12 + 6  # the first month that begins after the day: July 2026
Slots = dict[str, tuple[int, int]]


def case_of(plant: Plant) -> SelectionProblem:
    """The search of a random plant."""
    target = RetrofitTarget("intensity", "t", plant.limit, plant.share)
    second = RetrofitTarget("energy", "GJ", plant.energy_limit, plant.energy)
    target_check = TargetCheck(plant.sources, [target, second], plant.heat)
    return SelectionProblem(
        target_check,
        plant.measures,
        tuple(m for m in plant.measures if m.status == "committed"),
        tuple(m for m in plant.measures if m.status == "planned"),
        plant.planning,
        AS_OF,
        plant.deadline,
        None if plant.planning.budget is None else plant.planning.budget.value,
    )


# --- the same answer, found without any of the planner's ideas


def month(day: date) -> int:
    """A month as a number."""
    return day.year * 12 + day.month - 1


def day_after(last: int) -> date:
    """The day after the last of a month."""
    return date((last + 1) // 12, (last + 1) % 12 + 1, 1)


def timetables(chosen: list[Measure], planning: Planning, until: date) -> Iterator[Slots]:
    """Every assignment of months to the measures that are open, by all the rules of planning."""
    spans: list[list[tuple[int, int]]] = []
    for m in chosen:
        if m.finish is not None:
            fits = AS_OF <= m.finish <= until
            first = month(m.start) if m.start is not None else month(m.finish)
            spans.append([(first, month(m.finish))] if fits else [])
        elif m.duration is None:
            spans.append([])
        else:
            low = max(FIRST, 0 if m.start is None else month(m.start) + (m.start.day > 1))
            spans.append(
                [
                    (s, s + m.duration - 1)
                    for s in range(low, month(until) + 1)
                    if day_after(s + m.duration - 1) <= date.fromordinal(until.toordinal() + 1)
                ]
            )
    names = [m.name for m in chosen]
    for choice in product(*spans):
        slots = dict(zip(names, choice, strict=True))
        if _holds(chosen, slots, planning):
            yield slots


def _holds(chosen: list[Measure], slots: Slots, planning: Planning) -> bool:
    for m in chosen:
        first, last = slots[m.name]
        if m.shutdown:
            stopped = m.shutdown_months or last - first + 1
            if not set(range(last - stopped + 1, last + 1)) <= planning.shutdowns:
                return False
        for r in m.requires:
            dated = m.finish is not None and next(x for x in chosen if x.name == r).finish
            if r in slots and not dated and slots[r][1] >= first:
                return False
    if planning.parallel is None:
        return True
    months = [x for first, last in slots.values() for x in range(first, last + 1)]
    return all(months.count(x) <= planning.parallel for x in set(months))


def money(m: Measure, planning: Planning) -> Fraction:
    """What a measure costs by the objective, from the formula in words."""
    assert m.investment is not None
    if planning.objective == "investment":
        return m.investment.value
    assert m.annual_cost is not None
    assert m.life is not None
    assert planning.discount_rate is not None
    rate = planning.discount_rate.to("1")
    worth = sum(Fraction(1) / (1 + rate) ** year for year in range(1, m.life + 1))
    return m.investment.value / worth + m.annual_cost.value


def candidates(plant: Plant) -> Iterator[tuple[Fraction, list[Measure]]]:
    """Every set that bonds, budget and targets allow, with its price."""
    fixed = [m for m in plant.measures if m.status == "committed"]
    free = [m for m in plant.measures if m.status == "planned"]
    for size in range(len(free) + 1):
        for more in combinations(free, size):
            chosen = [m for m in plant.measures if m in fixed or m in more]
            names = {m.name for m in chosen}
            if any(r not in names for m in chosen for r in m.requires):
                continue
            if any(x in names for m in chosen for x in m.excludes):
                continue
            invested = sum(m.investment.value for m in chosen if m.investment is not None)
            budget = plant.planning.budget
            if budget is not None and invested > budget.value:
                continue
            try:
                left = apply_measures(plant.sources, chosen, plant.heat)
            except InputError:
                continue
            emission = sum((plant.share(s) for s in left), Fraction(0))
            energy = sum((plant.energy(s) for s in left), Fraction(0))
            if emission <= plant.limit and energy <= plant.energy_limit:
                yield sum((money(m, plant.planning) for m in chosen), Fraction(0)), chosen


def brute_force(plant: Plant) -> Fraction | None:
    """The least price over all subsets and timetables, or None."""
    best = None
    for cost, chosen in candidates(plant):
        if best is not None and cost >= best:
            continue
        if next(timetables(chosen, plant.planning, plant.deadline), None) is not None:
            best = cost
    return best


@at_most(300)
@given(plants())
def test_the_optimum_is_that_of_brute_force(plant: Plant) -> None:
    """Price and feasibility are those of all subsets and timetables; all rules are kept."""
    case = case_of(plant)
    expected = brute_force(plant)
    found = optimisation.cheapest(case)
    assert (found is None) == (expected is None)
    if found is None:
        return
    chosen = list(found.measures)
    assert sum((money(m, plant.planning) for m in chosen), Fraction(0)) == expected
    assert case.target_check.reaches(chosen)
    assert found.table is not None
    assert found.table.slots is not None
    slots = {
        s.measure.name: (month(s.start if s.start is not None else s.finish), month(s.finish))
        for s in found.table.slots
    }
    assert _holds(chosen, slots, plant.planning)
    assert all(s.finish <= plant.deadline for s in found.table.slots)


@given(plants())
def test_both_searches_choose_the_same_measures(plant: Plant) -> None:
    """Trying every combination and optimisation give one answer, ties and all."""
    case = case_of(plant)
    tried, complete = enumeration.cheapest(case)
    if complete:
        found = optimisation.cheapest(case)
        names = [None if f is None else [m.name for m in f.measures] for f in (tried, found)]
        assert names[0] == names[1]
    lowest = [search.lowest(case) for search in (enumeration, optimisation)]
    assert (lowest[0] and lowest[0][1]) == (lowest[1] and lowest[1][1])
    if plant.planning.parallel is None:
        assert enumeration.nearest(case) == optimisation.nearest(case)
