"""Measures as changes of the inventory: what is left of each source, what is added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Effect, Measure, Source, parameter_field
from carbon_eia.units import ANY_GAS, Quantity, Unit, parse_unit

__all__ = [
    "HeatOf",
    "LinearChange",
    "SourceChange",
    "amounts_in",
    "apply_measures",
    "conflict",
    "describing",
    "heated",
    "linear_changes",
    "usable",
    "with_required",
]

HeatOf = Callable[[Source], Fraction | None]
"""The energy in one unit of a source's amount, in GJ; None where it is not known."""

SourceChange = Callable[[Sequence[Source]], Sequence[Source]]
"""The sources with some measures carried out."""


def apply_measures(
    sources: Sequence[Source], measures: Sequence[Measure], heat_of: HeatOf | None = None
) -> tuple[Source, ...]:
    """The sources as they are with the measures carried out; new ones stand last.

    Effects act in the order of the file on what the ones before them have left; shares combine
    multiplicatively, so that several on one source never save more than all of it.

    Raises InputError CE-M009 when amounts saved together exceed what the source uses, CE-L018
    when a parameter leaves its range, CE-L019 when energy is switched whose heat is not known.
    """
    left = {s.name: s for s in sources}
    for measure in measures:
        for effect in measure.effects:
            if effect.new and effect.new not in left:
                left[effect.new] = _added(effect, measure, left)
        for effect in describing(measure):
            left[effect.source] = _with_parameter(left[effect.source], effect, measure)
    for measure in measures:
        described = describing(measure)
        for effect in measure.effects:
            if effect in described:
                continue
            if effect.switch:
                _switch(left, effect, measure, heat_of)
            elif effect.parameter:
                left[effect.source] = _with_parameter(left[effect.source], effect, measure)
            else:
                left[effect.source] = _changed(left[effect.source], effect, measure)
    return tuple(left.values())


def describing(measure: Measure) -> list[Effect]:
    """The effects that say what a new source of the measure is like: its own parameters.

    They hold from the start, so that energy can be switched to a source whose heat they tell.
    """
    new = {e.new for e in measure.effects if e.new}
    return [e for e in measure.effects if e.parameter and e.source in new and not e.method]


def _added(effect: Effect, measure: Measure, left: Mapping[str, Source]) -> Source:
    """The new source of an effect, with nothing used of it yet.

    It serves the products of the source whose energy it supplies, else those of the sources that
    the measure acts on, where they serve the same.
    """
    names = [effect.source] if effect.switch else [e.source for e in measure.effects]
    acted = [left[n] for n in names if n in left]
    serving = acted[0] if acted else Source("", "")
    if any((s.products, s.shares) != (serving.products, serving.shares) for s in acted):
        serving = Source("", "")
    change = effect.change
    if change is not None and change.unit.dims and not effect.switch:
        unit = change.unit
    else:
        unit = _units(effect)[0]
    return Source(
        effect.new,
        effect.method,
        material=effect.material,
        supply=effect.supply,
        parameters={"amount": _nothing(unit)},
        place=measure.place,
        products=serving.products,
        shares=serving.shares,
    )


def _nothing(unit: Unit) -> Quantity:
    return Quantity(Fraction(0), unit, f"0 {unit.text}")


def _units(effect: Effect) -> list[Unit]:
    """The units in which the amount of a new source may be counted."""
    field = parameter_field(effect.method, "amount")
    assert field is not None  # a method without an amount is refused when the file is read
    return [parse_unit(u) for u in field.unit if ANY_GAS not in u]


def _changed(source: Source, effect: Effect, measure: Measure) -> Source:
    now = source.activity
    change = effect.change
    if now is None or change is None:
        return source
    step = now.value * change.to("1") if not change.unit.dims else change.to(now.unit)
    value = now.value - step if effect.saves is not None else now.value + step
    if value < 0:
        params: dict[str, object] = {
            "source": source.name,
            "left": now.text,
            "saves": change.text,
        }
        raise InputError(Problem("CE-M009", measure.place, params))
    return source.with_activity(value)


def _switch(
    left: dict[str, Source], effect: Effect, measure: Measure, heat_of: HeatOf | None
) -> None:
    """Heat that was saved is supplied by another source.

    added × heat_new × efficiency = saved × heat_old × old_efficiency, heat in GJ per unit.
    """
    old, new = left[effect.source], left[effect.switch]
    less = _changed(old, effect, measure)
    left[effect.source] = less
    if old.activity is None or less.activity is None or new.activity is None:
        return
    new, heat = heated(new, effect, heat_of)
    heat_old = heat_of(old) if heat_of is not None else None
    for source, known in ((old, heat_old), (new, heat)):
        if not known:
            raise InputError(Problem("CE-L019", measure.place, {"source": source.name}))
    assert heat_old is not None
    assert heat is not None
    assert effect.efficiency is not None
    assert effect.old_efficiency is not None
    assert new.activity is not None
    saved = (old.activity.value - less.activity.value) * heat_old
    ratio = effect.old_efficiency.to("1") / effect.efficiency.to("1")
    left[effect.switch] = new.with_activity(new.activity.value + saved * ratio / heat)


def heated(
    source: Source, effect: Effect, heat_of: HeatOf | None
) -> tuple[Source, Fraction | None]:
    """The source switched to with its heat; a new one is counted in the unit whose heat is known.

    Natural gas is bought in 万Nm3, coal in t: the heating value that is on record tells which.
    """
    if heat_of is None:
        return source, None
    heat = heat_of(source)
    if heat is None and effect.method and source.activity is not None and not source.activity.value:
        for unit in _units(effect):
            other = source._replace(parameters={**source.parameters, "amount": _nothing(unit)})
            heat = heat_of(other)
            if heat is not None:
                return other, heat
    return source, heat


def _with_parameter(source: Source, effect: Effect, measure: Measure) -> Source:
    name, to = effect.parameter, effect.to
    if isinstance(to, str):
        if name == "material":
            return source._replace(material=to)
        return source._replace(supply=to)
    if to is None:
        now = source.parameters.get(name)
        share = effect.change
        if now is None or share is None:
            return source
        sign = -1 if effect.saves is not None else 1
        to = now.with_value(now.value * (1 + sign * share.to("1")))
    field = parameter_field(source.method, name)
    assert field is not None  # refused when the file is read
    if not field.bounds_in(to.unit).hold(to.value):
        params: dict[str, object] = {
            "source": source.name,
            "parameter": name,
            "value": to.text,
            "range": field.range,
        }
        raise InputError(Problem("CE-L018", measure.place, params))
    return source._replace(parameters={**source.parameters, name: to})


# --- what some measures do to amounts, as lines


class LinearChange(NamedTuple):
    """What measures leave of an amount: ``slope`` × what there was + ``offset``."""

    slope: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)

    def of(self, amount: Fraction) -> Fraction:
        """What is left of an amount."""
        return self.slope * amount + self.offset


def linear_changes(sources: Sequence[Source], change: SourceChange) -> dict[str, LinearChange]:
    """What measures leave of each amount, from the amounts and their doubles.

    Savings are amounts or shares, so what is left is a straight line in what there was.
    """
    doubled = [s if s.activity is None else s.with_activity(s.activity.value * 2) for s in sources]
    one, two = amounts_in(change(sources), sources), amounts_in(change(doubled), sources)
    changes: dict[str, LinearChange] = {}
    for s in sources:
        before = s.activity
        if before is None or s.name not in one or s.name not in two:
            continue
        slope = Fraction(1)
        if before.value:
            slope = (two[s.name] - one[s.name]) / before.value
        changes[s.name] = LinearChange(slope, one[s.name] - slope * before.value)
    return changes


def amounts_in(changed: Sequence[Source], sources: Sequence[Source]) -> dict[str, Fraction]:
    """The amounts of changed sources by name, in the units of what they were."""
    units = {s.name: s.activity.unit for s in sources if s.activity is not None}
    return {
        s.name: s.activity.to(units[s.name])
        for s in changed
        if s.activity is not None and s.name in units
    }


# --- which measures can be carried out together


def with_required(measure: Measure, measures: Sequence[Measure]) -> list[Measure]:
    """A measure with all that it requires, directly or not, in the order of the file."""
    by_name = {m.name: m for m in measures}
    names, waiting = set[str](), [measure.name]
    while waiting:
        name = waiting.pop()
        if name not in names and name in by_name:
            names.add(name)
            waiting += by_name[name].requires
    return [m for m in measures if m.name in names]


def conflict(measures: Sequence[Measure]) -> bool:
    """Whether two of the measures exclude each other."""
    names = {m.name for m in measures}
    return any(other in names for m in measures for other in m.excludes)


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
