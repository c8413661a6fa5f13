"""Search by trying every combination: for few measures, and needing no library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations

from carbon_eia.errors import InputError
from carbon_eia.project import Measure
from carbon_eia.retrofit.cost import price
from carbon_eia.retrofit.selection import Selection, SelectionProblem
from carbon_eia.retrofit.timetable import beyond

__all__ = ["MOST", "cheapest", "lowest", "nearest"]

MOST = 12
"""Most measures of which every combination is tried (4 096 inventories)."""


def _sets(case: SelectionProblem) -> Iterator[tuple[Measure, ...]]:
    spare = case.spare[:MOST]
    for size in range(len(spare) + 1):
        yield from combinations(spare, size)


def cheapest(case: SelectionProblem) -> tuple[Selection | None, bool]:
    """The cheapest set that reaches the targets, and whether nothing cheaper can.

    Of equally cheap ones the smallest, of these the one of the measures named first.
    """
    complete = len(case.spare) <= MOST
    ranked = sorted(_sets(case), key=lambda more: (price(more, case.planning), len(more)))
    for more in ranked:  # the sort is stable: the order of the combinations decides between equals
        chosen = case.chosen(more)
        if not case.allowed(chosen):
            continue
        table = None
        if case.deadline is not None:
            table = case.table(chosen, case.deadline)
            if table.slots is None:
                if not table.proven and case.target_check.reaches(chosen):
                    complete = False
                continue
        if case.target_check.reaches(chosen):
            return Selection(tuple(chosen), table), complete
    return None, complete


def nearest(case: SelectionProblem) -> date | None:
    """The nearest day by which a set that reaches the targets can be finished, deadline or not."""
    until = beyond(case.order, case.planning, case.as_of)
    best: date | None = None
    for more in _sets(case):
        chosen = case.chosen(more)
        if not case.allowed(chosen):
            continue
        slots = case.table(chosen, until).slots
        if slots is None:
            continue
        finish = max((s.finish for s in slots), default=case.as_of)
        if (best is None or finish < best) and case.target_check.reaches(chosen):
            best = finish
    return best


def lowest(case: SelectionProblem) -> tuple[tuple[Measure, ...], Fraction] | None:
    """The set that brings the first target lowest, time and budget apart, and its value."""
    best: tuple[tuple[Measure, ...], Fraction] | None = None
    for more in _sets(case._replace(budget=None)):
        chosen = case.chosen(more)
        if not case._replace(budget=None).allowed(chosen):
            continue
        try:
            value = case.target_check.values(chosen)[0]
        except InputError:
            continue
        if value is not None and (best is None or value < best[1]):
            best = tuple(chosen), value
    return best
