"""Whether the measures of a file make sense together and against its sources."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise

from carbon_eia.errors import Place, Problem
from carbon_eia.project.fields import fields
from carbon_eia.project.measure_effects import parameter_field
from carbon_eia.project.project_model import Effect, Measure, Source
from carbon_eia.reference import methods
from carbon_eia.units import Quantity

__all__ = ["measure_problems"]


def measure_problems(measures: Sequence[Measure], sources: Sequence[Source]) -> list[Problem]:
    """Every inconsistency of the measures.

    CE-M001 effect on a source that is not there; CE-M002 saves more than the source uses;
    CE-M003 unknown measure in requires or excludes; CE-M004 a circle in requires; CE-M005 two
    committed measures that exclude each other; CE-M006
    finish before start; CE-M007 not exactly one change; CE-M008 saves in another kind of unit than
    the source's amount; CE-M010 effect on a source that has no amount at all; CE-L003 a range that
    is none; CE-L004 two measures that each save all of one thing; CE-L005 a new source that is
    there; CE-L006 one that two measures describe differently; CE-L007 a switch that is not one;
    CE-L008 a duration longer than from start to finish.
    """
    problems: list[Problem] = []
    by_name = {s.name: s for s in sources if s.name}
    added = {
        m.name: {e.new: Source(e.new, e.method, material=e.material) for e in m.effects if e.new}
        for m in measures
    }
    names = {m.name for m in measures if m.name}
    for m in measures:
        there = dict(by_name)
        for name in (*m.requires, m.name):
            there |= added.get(name, {})
        for i, effect in enumerate(m.effects):
            at = Place(m.place.file, m.place.line, f"{m.place.key}.effects[{i}]")
            if effect.new in by_name:
                problems.append(Problem("CE-L005", at, {"source": effect.new}))
            for name in (effect.source, effect.switch):
                if name and name not in there:
                    problems.append(
                        Problem("CE-M001", at, {"source": name, "known": "、".join(by_name)})
                    )
            if effect.source in there:
                problems += _form_problems(m, effect, at)
                problems += _effect_problems(effect, there[effect.source], at)
        problems += _bond_problems(m, measures, names)
        problems += _date_problems(m)
    problems += _circles(measures)
    problems += _all_twice(measures)
    problems += _described_twice(measures)
    return problems


def _bond_problems(m: Measure, measures: Sequence[Measure], names: set[str]) -> list[Problem]:
    problems: list[Problem] = []
    for key, bonds in (("requires", m.requires), ("excludes", m.excludes)):
        at = Place(m.place.file, m.place.line, f"{m.place.key}.{key}")
        for name in bonds:
            if name not in names or name == m.name:
                problems.append(Problem("CE-M003", at, {"other": name}))
    for other in measures:
        both = {m.status, other.status} <= {"committed", "completed"}
        if other.name in m.excludes and both:
            at = Place(m.place.file, m.place.line, f"{m.place.key}.excludes")
            problems.append(Problem("CE-M005", at, {"a": m.name, "b": other.name}))
    return problems


def _date_problems(m: Measure) -> list[Problem]:
    if m.start is None or m.finish is None:
        return []
    at = Place(m.place.file, m.place.line, f"{m.place.key}.finish")
    if m.finish < m.start:
        return [Problem("CE-M006", at, {"start": m.start, "finish": m.finish})]
    months = (m.finish.year - m.start.year) * 12 + m.finish.month - m.start.month + 1
    if m.duration is not None and m.duration > months:
        params: dict[str, object] = {"start": m.start, "finish": m.finish, "months": m.duration}
        return [Problem("CE-L008", at, params)]
    return []


def _form_problems(m: Measure, effect: Effect, at: Place) -> list[Problem]:
    """Checks that an effect states exactly one change, with a range and a switch that fit it."""
    said = [effect.saves, effect.adds, effect.to]
    inherits = not effect.is_sized and bool(m.reference) and not effect.parameter
    if sum(x is not None for x in said) != 1 and not inherits:
        return [Problem("CE-M007", at, {})]
    problems: list[Problem] = []
    change, low, high = effect.change, effect.low, effect.high
    given = [q for q in (low, change, high) if q is not None]
    if (low is not None or high is not None) and (
        change is None
        or any(q.unit.dims != change.unit.dims for q in given)
        or any(a.to(b.unit) > b.value for a, b in pairwise(given))
    ):
        shown = [q.text if q is not None else "—" for q in (low, change, high)]
        params: dict[str, object] = dict(zip(("low", "central", "high"), shown, strict=True))
        problems.append(Problem("CE-L003", at, params))
    asked = (effect.efficiency, effect.old_efficiency)
    switches = bool(effect.switch)
    whole = effect.adds is None and not effect.parameter and effect.switch != effect.source
    if (switches and (None in asked or not whole)) or (not switches and asked != (None, None)):
        problems.append(Problem("CE-L007", at, {"source": effect.source}))
    return problems


def _effect_problems(effect: Effect, source: Source, at: Place) -> list[Problem]:
    change, amount = effect.change, source.activity
    if effect.parameter:
        if change is not None and change.unit.dims:
            return [Problem("CE-L009", at, {"found": change.text, "parameter": effect.parameter})]
        given = effect.parameter in source.parameters or effect.method
        field = parameter_field(source.method, effect.parameter)
        if change is not None and not given and field is not None:
            params: dict[str, object] = {"parameter": effect.parameter, "source": source.name}
            return [Problem("CE-L010", at, params)]
    elif source.method in methods() and "amount" not in fields(source.method):
        return [Problem("CE-M010", at, {"source": source.name})]
    if change is None:
        return []
    if not change.unit.dims:
        if effect.saves is not None and change.to("1") > 1:
            return [Problem("CE-M002", at, {"saves": change.text, "uses": "100 %"})]
        return []
    if amount is None:
        return []
    if change.unit.dims != amount.unit.dims:
        kinds: dict[str, object] = {"found": change.unit.text, "expected": amount.unit.text}
        return [Problem("CE-M008", at, kinds)]
    if effect.saves is not None and change.to(amount.unit) > amount.value:
        return [Problem("CE-M002", at, {"saves": change.text, "uses": amount.text})]
    return []


def _circles(measures: Sequence[Measure]) -> list[Problem]:
    names = {m.name for m in measures}
    graph = {m.name: [r for r in m.requires if r in names and r != m.name] for m in measures}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        first = next(m for m in measures if m.name in circle)
        at = Place(first.place.file, first.place.line, f"{first.place.key}.requires")
        return [Problem("CE-M004", at, {"circle": " → ".join(circle)})]
    return []


def _all_twice(measures: Sequence[Measure]) -> list[Problem]:
    """Measures that each save all of the same thing and do not exclude each other."""
    problems: list[Problem] = []
    wiping: dict[tuple[str, str], list[Measure]] = {}
    for m in measures:
        for e in m.effects:
            if e.saves is not None and _is_all(e.saves):
                wiping.setdefault((e.source, e.parameter), []).append(m)
    for (source, _), found in wiping.items():
        for a, b in combinations(found, 2):
            if a.name not in b.excludes and b.name not in a.excludes:
                at = Place(b.place.file, b.place.line, f"{b.place.key}.effects")
                problems.append(
                    Problem("CE-L004", at, {"a": a.name, "b": b.name, "source": source})
                )
    return problems


def _is_all(saves: Quantity) -> bool:
    return not saves.unit.dims and saves.to("1") == 1


def _described_twice(measures: Sequence[Measure]) -> list[Problem]:
    """New sources that measures of one file describe differently."""
    problems: list[Problem] = []
    first: dict[str, dict[str, str]] = {}
    for m in measures:
        for i, e in enumerate(m.effects):
            told = {"method": e.method, "material": e.material, "supply": e.supply}
            if e.adds is not None and e.adds.unit.dims:
                told["kind"] = str(e.adds.unit.dims)
            usual = first.setdefault(e.new, told) if e.new else told
            if usual | told != usual and told | usual != told:
                at = Place(m.place.file, m.place.line, f"{m.place.key}.effects[{i}]")
                problems.append(Problem("CE-L006", at, {"source": e.new}))
    return problems
