"""Which of the changes between two Runs moved the verdict, and by how much.

Each change of the second project is made alone in the first one, in the first one's world, and the
whole is assessed again: no change is inferred from another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.assessment import assess
from carbon_eia.errors import CarbonEiaError, InputError
from carbon_eia.project.consistency import measure_problems
from carbon_eia.reference import World
from carbon_eia.run.again import benchmarks_of, project_of
from carbon_eia.run.alone import Situation, each_alone
from carbon_eia.run.make import make_run
from carbon_eia.run.records import IntensityRecord, Run
from carbon_eia.units import decimal_text

__all__ = ["Influence", "influences"]

NAMED = ("products", "sources", "measures")
UNFELT = ("name", "code")
"""Fields of a project that no figure depends on."""

DIGITS = 12


class Influence(NamedTuple):
    """What one change does when it is made alone.

    ``intensity`` is that of the main product with the change, ``moved`` its difference from the
    first Run's; both None where there is none, or where the change cannot be made alone (``why``).
    """

    change: tuple[str, ...]
    verdict: str | None
    intensity: str | None
    moved: str | None
    unit: str | None
    why: str

    def to_dict(self) -> dict[str, object]:
        """The influence as JSON."""
        return {**self._asdict(), "change": list(self.change)}


def influences(a: Run, b: Run, open_world: Callable[[date], World]) -> list[Influence]:
    """The influence of each change, the largest first.

    Both Runs are taken under the reference tables of ``open_world``.
    Raises InputError where one of them cannot be computed again.
    """
    first, second = (_situation(run, open_world) for run in (a, b))
    start = _outcome(first)
    found = [
        _influence(where, with_it, start)
        for where, with_it in each_alone(first, second, NAMED, UNFELT)
    ]
    size = {i.change: abs(Fraction(i.moved or 0)) for i in found}
    return sorted(found, key=lambda i: -size[i.change])


def _situation(run: Run, open_world: Callable[[date], World]) -> Situation:
    world = open_world(date.fromisoformat(run.as_of))
    return Situation(project_of(run, world), benchmarks_of(run, world), world)


def _outcome(s: Situation) -> Run:
    """The Run of a situation.

    Raises InputError where its measures do not fit its sources: no file states such a project.
    """
    if problems := measure_problems(s.stated.measures, s.stated.sources):
        raise InputError(problems)
    return make_run(assess(s.stated, s.world, s.limits))


def _influence(where: tuple[str, ...], situation: Situation, start: Run) -> Influence:
    try:
        run = _outcome(situation)
    except CarbonEiaError as error:
        return Influence(where, None, None, None, None, str(error.problems[0].message()))
    verdict = run.decision.verdict
    own, other = _intensity(run), _intensity(start)
    if own is None:
        return Influence(where, verdict, None, None, None, "")
    moved = None
    if other is not None and all(getattr(other, k) == getattr(own, k) for k in ("unit", "product")):
        moved = decimal_text(own.number - other.number, DIGITS)
    return Influence(where, verdict, own.value, moved, own.unit, "")


def _intensity(run: Run) -> IntensityRecord | None:
    product = run.decision.product
    own = [i for i in run.intensities if i.indicator == "carbon_per_product"]
    return next((i for i in own if i.product_name == product), None)
