"""Which search answers: every combination for few measures, optimisation for more."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from importlib import import_module
from typing import Any

from carbon_eia.project import Measure
from carbon_eia.retrofit import enumeration
from carbon_eia.retrofit.selection import Selection, SelectionProblem
from carbon_eia.retrofit.timetable import is_open

__all__ = ["cheapest", "lowest", "nearest", "needs_solver"]


def needs_solver(case: SelectionProblem) -> bool:
    """Whether trying every combination would be too much, or would prove nothing.

    The latter where open measures compete for a limit on how many are at work at once.
    """
    limit = case.planning.parallel
    work = [m for m in (*case.fixed, *case.spare) if m.status != "completed"]
    competes = (
        case.deadline is not None
        and limit is not None
        and len(work) > limit
        and any(is_open(m) for m in work)
    )
    return competes or len(case.spare) > enumeration.MOST


def _optimised(question: str, case: SelectionProblem) -> tuple[Any, bool]:
    """What the optimiser answers, and whether it came to its end; it needs SciPy."""
    optimisation = import_module("carbon_eia.retrofit.optimisation")
    linear = import_module("carbon_eia.retrofit.linear")
    try:
        return getattr(optimisation, question)(case), True
    except (optimisation.TooManyCutsError, linear.TooManyPatternsError):
        return None, False


def cheapest(case: SelectionProblem) -> tuple[Selection | None, bool]:
    """The cheapest set that reaches the targets, and whether that is proven."""
    if needs_solver(case):
        selection, is_proven = _optimised("cheapest", case)
        if is_proven:
            return selection, True
    return enumeration.cheapest(case)


def nearest(case: SelectionProblem) -> date | None:
    """The nearest day by which a set that reaches the targets can be finished, deadline or not."""
    day: date | None
    if not needs_solver(case):
        return enumeration.nearest(case)
    day, _ = _optimised("nearest", case)
    return day


def lowest(case: SelectionProblem) -> tuple[tuple[Measure, ...], Fraction] | None:
    """The set that brings the first target lowest, time and budget apart, and its value.

    None where there is none, or where the search would be too much.
    """
    best: tuple[tuple[Measure, ...], Fraction] | None
    if len(case.spare) <= enumeration.MOST:
        return enumeration.lowest(case)
    best, _ = _optimised("lowest", case)
    return best
