"""Chapters 9 and 10: what is to be watched, and what the result rests on without proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carbon_eia.project import ACTIVITY, parameter_label
from carbon_eia.report.common import Reader
from carbon_eia.report.sources import GIVEN, flags_of, is_weak
from carbon_eia.run.records import ParameterRecord, Run

__all__ = ["Doubt", "Watch", "doubts", "unproven", "watches"]

METERED = {*ACTIVITY, "opening", "bought", "sold", "closing"}
"""Parameters that are quantities of the year: metered or weighed, not analysed."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A parameter of a source to be watched in operation."""

    source: str
    anchor: str
    parameter: str
    value: str
    status: str
    action: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that was not declared for this project, or whose evidence is weak."""

    source: str
    parameter: str
    value: str
    flags: list[str]
    grade: str
    why: str


def watches(run: Run, reader: Reader) -> list[list[Watch]]:
    """The parameters to be watched, source by source."""
    return [
        [
            Watch(
                source=str(s.name),
                anchor=f"source-{i + 1}",
                parameter=parameter_label(str(s.method), str(p.name), reader.lang),
                value=reader.shown(p),
                status=reader.code("status", p.status),
                action=reader.word(_action(p)),
            )
            for p in s.parameters
            if p.status != "derived"
        ]
        for i, s in enumerate(run.inventory.by_source)
    ]


def _action(p: ParameterRecord) -> str:
    if p.name in METERED:
        return "watch_meter"
    if p.status in GIVEN:
        return "watch_analyse"
    if p.status == "assumption":
        return "watch_confirm"
    return "watch_official" if _is_published(p) else "watch_replace"


def _is_published(p: ParameterRecord) -> bool:
    """Whether a default is an official factor, which no plant can measure (a grid factor)."""
    return p.source is not None and p.source.id.startswith("electricity:")


def doubts(run: Run, reader: Reader) -> list[Doubt]:
    """Every value that law 5 wants shown: default, assumption, fallback, older year, grade C."""
    return list(_doubts(run, reader))


def _doubts(run: Run, reader: Reader) -> Iterator[Doubt]:
    for s in run.inventory.by_source:
        for p in s.parameters:
            flags = flags_of(p, reader)
            if not flags and not is_weak(p):
                continue
            cited = p.source
            yield Doubt(
                source=str(s.name),
                parameter=parameter_label(str(s.method), str(p.name), reader.lang),
                value=reader.shown(p),
                flags=flags,
                grade=str(cited.grade) if cited else reader.word("dash"),
                why=reader.say(cited.reason) if cited else "",
            )


def unproven(run: Run) -> list[str]:
    """Sources whose declared data name no evidence."""
    return [
        str(s.name)
        for s in run.inventory.by_source
        if not s.evidence and any(p.status in GIVEN for p in s.parameters)
    ]
