"""Measures as changes of the inventory: what is left of each source, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Effect, Measure, Source
from carbon_eia.units import Quantity, decimal_text

__all__ = ["apply_measures", "in_time", "usable"]


def apply_measures(sources: Sequence[Source], measures: Sequence[Measure]) -> tuple[Source, ...]:
    """The sources as they are with the measures carried out.

    Effects act in the order of the file; shares combine multiplicatively, so that several on one
    source never save more than all of it.

    Raises InputError CE-M009 when amounts saved together exceed what the source uses.
    """
    left = {s.name: s for s in sources}
    for measure in measures:
        for effect in measure.effects:
            left[effect.source] = _changed(left[effect.source], effect, measure)
    return tuple(left[s.name] for s in sources)


def _changed(source: Source, effect: Effect, measure: Measure) -> Source:
    def less(held: Mapping[str, Quantity], key: str) -> dict[str, Quantity]:
        return {**held, key: _amount(held[key], effect, measure, source)}

    for key in ("amount", "tow"):
        if key in source.parameters:
            return source._replace(parameters=less(source.parameters, key))
    if source.steam is not None:
        return source._replace(steam=less(source.steam, "mass"))
    if source.hot_water is not None:
        return source._replace(hot_water=less(source.hot_water, "mass"))
    return source  # an amount that is missing stays missing


def _amount(now: Quantity, effect: Effect, measure: Measure, source: Source) -> Quantity:
    change = effect.saves if effect.saves is not None else effect.adds
    assert change is not None
    step = now.value * change.to("1") if not change.unit.dims else change.to(now.unit)
    value = now.value - step if effect.saves is not None else now.value + step
    if value < 0:
        params: dict[str, object] = {
            "source": source.name,
            "left": now.text,
            "saves": change.text,
        }
        raise InputError(Problem("CE-M009", measure.place, params))
    return Quantity(value, now.unit, f"{decimal_text(Fraction(value))} {now.unit.text}")


def usable(measures: Sequence[Measure]) -> list[Measure]:
    """The measures whose prerequisites are among them, in their order.

    One that is completed stands, whatever it required.
    """
    found = list(measures)
    while True:
        names = {m.name for m in found}
        kept = [m for m in found if m.status == "completed" or all(r in names for r in m.requires)]
        if len(kept) == len(found):
            return kept
        found = kept


def in_time(measure: Measure, deadline: date, as_of: date) -> bool:
    """Whether a measure is finished, or will be, by the deadline.

    One whose finish date has passed without completion has no date any more.
    """
    if measure.status == "completed":
        return True
    return measure.finish is not None and as_of <= measure.finish <= deadline
