"""One question to a search: which measures, by which limits, under which rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError
from carbon_eia.project import Measure, Planning, Source
from carbon_eia.retrofit.cost import invested
from carbon_eia.retrofit.measures import HeatOf, apply_measures, conflict, usable
from carbon_eia.retrofit.timetable import Timetable, timetable

__all__ = ["RetrofitTarget", "Selection", "SelectionProblem", "TargetCheck"]


class RetrofitTarget(NamedTuple):
    """Something that measures must bring down to a limit, in one unit.

    ``share`` gives what one source contributes to it; the value is the sum over all sources, and
    None where the share of one is. ``is_wish``: a plan is made without it where none is with it.
    ``product``: the main product whose figure it is.
    """

    code: str
    unit: str
    limit: Fraction
    share: Callable[[Source], Fraction | None]
    is_wish: bool = False
    product: str = ""

    def value(self, sources: Sequence[Source]) -> Fraction | None:
        """The value of the target for a whole inventory."""
        total = Fraction(0)
        for source in sources:
            part = self.share(source)
            if part is None:
                return None
            total += part
        return total


class TargetCheck:
    """Takes the whole inventory again for any set of measures; each set once."""

    def __init__(
        self,
        sources: Sequence[Source],
        targets: Sequence[RetrofitTarget],
        heat_of: HeatOf | None = None,
    ) -> None:
        self.sources = tuple(sources)
        self.targets = tuple(targets)
        self.heat_of = heat_of
        self._known: dict[tuple[str, ...], tuple[Fraction | None, ...] | InputError] = {}

    def applied(self, measures: Sequence[Measure]) -> tuple[Source, ...]:
        """The sources with measures carried out; raises InputError where that cannot be."""
        return apply_measures(self.sources, measures, self.heat_of)

    def values(self, measures: Sequence[Measure]) -> tuple[Fraction | None, ...]:
        """The value of each target with measures; raises InputError as ``applied`` does."""
        names = tuple(m.name for m in measures)
        found = self._known.get(names)
        if found is None:
            try:
                left = self.applied(measures)
                found = tuple(t.value(left) for t in self.targets)
            except InputError as error:
                found = error
            self._known[names] = found
        if isinstance(found, InputError):
            raise found
        return found

    def reaches(self, measures: Sequence[Measure]) -> bool:
        """Whether every target is reached, exactly; not where measures cannot be combined."""
        try:
            values = self.values(measures)
        except InputError:
            return False
        pairs = zip(values, self.targets, strict=True)
        return all(v is not None and v <= t.limit for v, t in pairs)


class Selection(NamedTuple):
    """A set of measures in the order of the file, with its timetable where time counts."""

    measures: tuple[Measure, ...]
    table: Timetable | None = None


class SelectionProblem(NamedTuple):
    """A search: all of ``fixed`` and any of ``spare`` shall reach every target.

    ``deadline`` None: time does not matter. ``budget`` None: money does not matter.
    """

    target_check: TargetCheck
    order: tuple[Measure, ...]
    fixed: tuple[Measure, ...]
    spare: tuple[Measure, ...]
    planning: Planning
    as_of: date
    deadline: date | None
    budget: Fraction | None

    def chosen(self, more: Sequence[Measure]) -> list[Measure]:
        """The fixed measures and some more, in the order of the file."""
        names = {m.name for m in (*self.fixed, *more)}
        return [m for m in self.order if m.name in names]

    def allowed(self, chosen: Sequence[Measure]) -> bool:
        """Whether bonds and budget allow a set, whatever it reaches and whenever."""
        if conflict(chosen) or len(usable(chosen)) != len(chosen):
            return False
        if self.budget is None:
            return True
        money = invested(chosen)
        return money is not None and money <= self.budget

    def table(self, chosen: Sequence[Measure], deadline: date) -> Timetable:
        """The earliest timetable of a set under the rules of planning."""
        return timetable(chosen, self.planning, self.as_of, deadline)
