"""Whether the measures of a file make sense together and against its sources."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from carbon_eia.errors import Place, Problem
from carbon_eia.project.fields import METHOD_SECTIONS, fields
from carbon_eia.project.model import Measure, Source

__all__ = ["measure_problems"]


def measure_problems(measures: Sequence[Measure], sources: Sequence[Source]) -> list[Problem]:
    """Every inconsistency of the measures.

    CE-M001 effect on a source that is not there; CE-M002 saves more than the source uses;
    CE-M003 unknown measure in requires or excludes; CE-M004 a circle in requires; CE-M005 two
    committed measures that exclude each other; CE-M006
    finish before start; CE-M008 saves in another kind of unit than the source's amount; CE-M010
    effect on a source that has no amount at all.
    """
    problems: list[Problem] = []
    by_name = {s.name: s for s in sources if s.name}
    names = {m.name for m in measures if m.name}
    for m in measures:
        for i, effect in enumerate(m.effects):
            at = Place(m.place.file, m.place.line, f"{m.place.key}.effects[{i}]")
            source = by_name.get(effect.source)
            if source is None:
                if effect.source:
                    problems.append(
                        Problem(
                            "CE-M001", at, {"source": effect.source, "known": "、".join(by_name)}
                        )
                    )
                continue
            problems += _effect_problems(m, i, source, at)
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
        if m.start and m.finish and m.finish < m.start:
            at = Place(m.place.file, m.place.line, f"{m.place.key}.finish")
            problems.append(Problem("CE-M006", at, {"start": m.start, "finish": m.finish}))
    problems += _circles(measures)
    return problems


def _effect_problems(m: Measure, i: int, source: Source, at: Place) -> list[Problem]:
    effect = m.effects[i]
    change = effect.saves if effect.saves is not None else effect.adds
    amount = source.activity
    if source.method in METHOD_SECTIONS and "amount" not in fields(source.method):
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
        params: dict[str, object] = {"found": change.unit.text, "expected": amount.unit.text}
        return [Problem("CE-M008", at, params)]
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
