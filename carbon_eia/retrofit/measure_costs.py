"""What measures save in a year, and what a tonne of it costs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError
from carbon_eia.project import Measure, Planning, Source
from carbon_eia.retrofit.cost import annualised, invested
from carbon_eia.retrofit.measures import HeatOf, apply_measures, with_required
from carbon_eia.retrofit.timetable import Slot

__all__ = ["CurveStep", "MeasureCosts", "PlanStep", "SetCost", "Sums"]

Sums = Callable[[Sequence[Source]], Fraction | None]
"""A sum over the whole inventory: t CO2e, or tce, a year."""


class PlanStep(NamedTuple):
    """One measure of the plan: when, at what cost, and what it saves after those before it.

    ``co2e_saved`` (t a year) and ``energy_saved`` (tce a year) are differences of whole
    inventories, taken in the order of the file; ``cost_per_t`` is in 元/t.
    """

    measure: Measure
    start: date | None
    finish: date | None
    annualised: Fraction | None
    co2e_saved: Fraction | None
    energy_saved: Fraction | None
    cost_per_t: Fraction | None


class CurveStep(NamedTuple):
    """One measure of the cost curve: what it saves alone, on top of what it requires."""

    measure: Measure
    co2e_saved: Fraction | None
    energy_saved: Fraction | None
    cost_per_t: Fraction | None
    is_chosen: bool


class SetCost(NamedTuple):
    """A set of measures: t CO2e and tce saved a year, 万元 invested and a year, 元 for each t."""

    co2e_saved: Fraction | None
    energy_saved: Fraction | None
    investment: Fraction | None
    annualised: Fraction | None
    cost_per_t: Fraction | None


class MeasureCosts:
    """What measures save and cost, as differences of whole inventories.

    ``sources``: those that measures act on; ``co2e``, ``energy``: the sums over an inventory.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        planning: Planning,
        co2e: Sums,
        energy: Sums,
        heat_of: HeatOf | None = None,
    ) -> None:
        self.sources = tuple(sources)
        self.planning = planning
        self.co2e = co2e
        self.energy = energy
        self.heat_of = heat_of

    def _sums(self, measures: Sequence[Measure]) -> tuple[Fraction | None, Fraction | None]:
        try:
            left = apply_measures(self.sources, measures, self.heat_of)
        except InputError:
            return None, None
        return self.co2e(left), self.energy(left)

    def steps(self, chosen: Sequence[Measure], slots: Sequence[Slot]) -> tuple[PlanStep, ...]:
        """Each measure not yet completed, in the order of the file."""
        at = {s.measure.name: s for s in slots}
        done = [m for m in chosen if m.status == "completed"]
        names = {m.name for m in done}
        found: list[PlanStep] = []
        before = self._sums(done)
        for m in chosen:
            if m.status == "completed":
                continue
            names.add(m.name)
            after = self._sums([c for c in chosen if c.name in names])
            saved, energy = (_less(a, b) for a, b in zip(before, after, strict=True))
            yearly = annualised(m, self.planning)
            slot = at.get(m.name)
            found.append(
                PlanStep(
                    m,
                    slot.start if slot is not None else m.start,
                    slot.finish if slot is not None else m.finish,
                    yearly,
                    saved,
                    energy,
                    _per_t(yearly, saved),
                )
            )
            before = after
        return tuple(found)

    def alone(
        self, measures: Sequence[Measure], chosen: Collection[str] = ()
    ) -> tuple[CurveStep, ...]:
        """Every measure not yet completed, in the order of the file."""
        done = {m.name for m in measures if m.status == "completed"}
        found: list[CurveStep] = []
        for m in measures:
            if m.name in done:
                continue
            names = done | {x.name for x in with_required(m, measures)}
            after = self._sums([x for x in measures if x.name in names])
            before = self._sums([x for x in measures if x.name in names - {m.name}])
            saved, energy = (_less(a, b) for a, b in zip(before, after, strict=True))
            cost = _per_t(annualised(m, self.planning), saved)
            found.append(CurveStep(m, saved, energy, cost, m.name in chosen))
        return tuple(found)

    def curve(self, measures: Sequence[Measure], chosen: Collection[str]) -> tuple[CurveStep, ...]:
        """Every measure not yet completed by what a t costs, those of unknown cost last."""
        found = self.alone(measures, chosen)
        priced = [s for s in found if s.cost_per_t is not None]
        priced.sort(key=lambda s: s.cost_per_t if s.cost_per_t is not None else Fraction(0))
        return (*priced, *(s for s in found if s.cost_per_t is None))

    def of_set(self, chosen: Sequence[Measure]) -> SetCost:
        """What a set of measures saves and costs together, completed ones being in the baseline."""
        done = [m for m in chosen if m.status == "completed"]
        pairs = zip(self._sums(done), self._sums(chosen), strict=True)
        saved, energy = (_less(a, b) for a, b in pairs)
        yearly = [annualised(m, self.planning) for m in chosen if m.status != "completed"]
        known = [y for y in yearly if y is not None]
        total = sum(known, Fraction(0)) if yearly and len(known) == len(yearly) else None
        money = invested(chosen) if yearly else None
        return SetCost(saved, energy, money, total, _per_t(total, saved))


def _less(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    return None if before is None or after is None else before - after


def _per_t(cost: Fraction | None, saved: Fraction | None) -> Fraction | None:
    """元 for each t; None where nothing is saved or the cost is not known."""
    if cost is None or saved is None or saved <= 0:
        return None
    return cost * 10000 / saved
