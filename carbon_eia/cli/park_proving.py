"""What is told of two parks: what differs, what moved the conclusion, the old plan today."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.cli.common import day, say
from carbon_eia.cli.paint import styled, table
from carbon_eia.cli.parks import STATUS, Progress, print_park
from carbon_eia.cli.proving import (
    Alone,
    Wording,
    print_alone,
    print_changes,
    shown_value,
    signed,
    told_at_once,
    word_of,
)
from carbon_eia.files import write_whole
from carbon_eia.messages import sentence, template
from carbon_eia.parks.difference import park_differences, stated_differences
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.influence import ParkInfluence, park_influences, situation_of
from carbon_eia.parks.read import park_fields
from carbon_eia.parks.record import held_limits, held_park, make_record
from carbon_eia.parks.records import ParkRecord, YearRecord
from carbon_eia.project import fields
from carbon_eia.reference import methods, open_world
from carbon_eia.report.common import Reader
from carbon_eia.report.park.blocks import whole
from carbon_eia.run import canonical
from carbon_eia.run.difference import KINDS

__all__ = ["PARK_WORDING", "diff_parks", "park_where", "replay_park"]


def diff_parks(json: bool, lang: str, a: ParkRecord, b: ParkRecord) -> int:
    """Everything that differs between two records of a park, and what moved the conclusion.

    What a file states is told as it stands there; all else as the records have it.
    """
    with Progress(lang) as progress:
        progress.stage("influences")
        before, after = (situation_of(record, open_world) for record in (a, b))
        changes = [c for c in park_differences(a, b, lang) if c.kind != "input"]
        changes += stated_differences(before.stated, after.stated, lang)
        changes.sort(key=lambda c: KINDS.index(c.kind))
        moved = park_influences(before, after) if changes else []
    conclusions = {"conclusion": [r.conclusion.status for r in (a, b)]}
    if told_at_once(json, lang, (a, b), conclusions, changes, moved):
        return 0
    _compared(a, b, lang)
    print_changes(changes, lang, PARK_WORDING)
    _influences(moved, a, b, lang)
    return 0


def replay_park(
    json: bool,
    lang: str,
    old: ParkRecord,
    as_of: str | None,
    reference: Path | None,
    benchmarks: Sequence[Path],
    out: Path | None,
) -> int:
    """The plan of a record on another day or under other rules; the exit status is its own."""
    world = open_world(date.fromisoformat(old.as_of) if as_of is None else day(as_of), reference)
    park = held_park(old, world)
    limits = [b for file in benchmarks for b in read_benchmarks(file, world)]
    with Progress(lang) as progress:
        used = limits or held_limits(old, park, world)
        new = make_record(evaluate_park(park, world, used, progress.stage))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / "park.json", canonical(new))
    if json:
        sys.stdout.write(canonical(new).decode())
    else:
        print_park(new, lang)
        say("")
        _compared(old, new, lang)
        print_changes(park_differences(old, new, lang), lang, PARK_WORDING)
    return STATUS[new.conclusion.status]


def _compared(a: ParkRecord, b: ParkRecord, lang: str) -> None:
    """The conclusion, and emission and intensity of the base year and of the last plan year."""
    shown = [sentence(f"park.status.{r.conclusion.status}", lang) for r in (a, b)]
    code = "proof.verdict_same" if shown[0] == shown[1] else "proof.verdict_moved"
    say(styled(sentence(code, lang, {"before": shown[0], "after": shown[1]}), "bold"))
    rows = []
    for year in dict.fromkeys((a.park.base_year, max(a.park.plan_years))):
        for kind in ("plan", "optimised"):
            pair = [_year(r, getattr(r, kind), year) for r in (a, b)]
            if None in pair or (kind == "optimised" and a.optimised == a.plan):
                continue
            for key, places in (("total", 0), ("intensity", 3)):
                old, new = (getattr(y, key) for y in pair if y is not None)
                unit = (old or new).unit if old or new else ""
                rows.append(
                    [getattr(a, kind), str(year), whole(old, places), whole(new, places), unit]
                )
            if year == a.park.base_year:
                break
    if rows:
        heads = [sentence(f"proof.park.{k}", lang) for k in ("scenarios", "years")]
        say(table([*heads, "A", "B", sentence("proof.park.unit", lang)], rows, (1, 2, 3)))
    say("")


def _year(record: ParkRecord, scenario: str, year: int) -> YearRecord | None:
    years = (y for s in record.scenarios if s.name == scenario for y in s.years)
    return next((y for y in years if y.year == year), None)


def _influences(found: Sequence[ParkInfluence], a: ParkRecord, b: ParkRecord, lang: str) -> None:
    """Each change made alone: how far it moves the plan, and whether it moves the conclusion."""
    told = []
    for i in found:
        moved = i.intensity_moved
        facts = {
            "total": signed(i.total_moved or "0"),
            "optimised": signed(i.optimised_moved or "0"),
            "intensity": "—" if moved is None else f"{signed(moved)} tCO2e/万元",
            "verdict": "" if i.status is None else sentence(f"park.status.{i.status}", lang),
        }
        told.append(Alone(park_where(i.change, lang), i.status, i.why, facts))
    title = sentence("proof.park_influence", lang, {"plan": a.plan})
    ends = a.conclusion.status, b.conclusion.status
    print_alone(told, title, "proof.park_alone", ends, lang)


# --- words

NAMED = {
    "members", "totals", "renewables", "sinks", "scenarios", "admitted", "left_out", "large",
    "sources", "products", "measures", "sales", "buyers", "transfers", "files", "benchmarks",
    "values", "indicators",
}  # fmt: skip
"""Keys after which a name of the record's own stands."""


def park_where(where: Sequence[str], lang: str) -> str:
    """A path for a reader, ``成员 · 郴州玻璃 · 排放源 · 纯碱 · 用量``; a name stays as it is."""
    parts = []
    section = before = ""
    for part in where:
        parts.append(part if before in NAMED else _word(part, before, section, lang))
        section, before = part if part in SECTIONS and before not in NAMED else section, part
    return " · ".join(p for p in parts if p)


LISTED = {"criteria": "criterion", "by_category": "category", "by_role": "role", "caps": "cap"}
"""Key → head of the words of a report for what stands below it."""

SECTIONS = ("sources", "products", "measures", "economics", "facts")
"""Parts of a project file, whose fields have names of their own."""

SILENT, SILENT_BELOW = ("by_category", "by_role", "values"), ("missing", "warnings")
"""Keys that say nothing beside what stands below them, and those whose entries are codes."""


def _word(key: str, before: str, section: str, lang: str) -> str:
    """A part of a path: a word of the record, a field of a park or project file, or itself."""
    if key in SILENT or before in SILENT_BELOW:
        return ""
    told = template(f"park.report.{LISTED.get(before, before)}.{key}", lang, default="")
    if told:
        return told
    told = Reader("en" if lang == "en" else "zh").code("category", key)
    if before == "by_category" and told != key:
        return told
    if section and any(key in fields(s) for s in (section, *methods())):
        return word_of(key, section, lang)
    told = sentence(f"proof.park.{key}", lang, default="")
    if not told:
        told = next((s[key].label(lang) for s in park_fields().values() if key in s), "")
    return told or word_of(key, "", lang)


def _value(text: str | None, lang: str) -> str:
    """A value for a reader: what the report calls it, a status, or as that of a project."""
    for head in ("park.report.entry", "park.status"):
        told = sentence(f"{head}.{text}", lang, default="")
        if told:
            return told
    return shown_value(text, lang)


PARK_WORDING = Wording(park_where, _value)
