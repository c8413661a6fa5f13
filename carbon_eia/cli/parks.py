"""park and new park."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.making import sector_form, write_new
from carbon_eia.cli.progress import Progress
from carbon_eia.console import columns, screen, styled, table, wrapped
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import check_targets, read_text, write_all
from carbon_eia.messages import sentence
from carbon_eia.parks.evaluate_files import evaluate_files
from carbon_eia.parks.park_file import read_park
from carbon_eia.parks.park_file_template import park_template, sample_members, sample_park
from carbon_eia.parks.park_form_layout import park_form, park_toml
from carbon_eia.parks.park_record import parse_record
from carbon_eia.parks.park_records import CriterionRecord, LeftOutRecord, ParkRecord
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World, open_world
from carbon_eia.report import RENDERERS, document_of
from carbon_eia.report.document import Paragraph, VerdictBox
from carbon_eia.report.document_language import PARK, DocumentLanguage, park_reader
from carbon_eia.report.english import english_unit
from carbon_eia.report.english_document import chapter_in_own_language
from carbon_eia.report.park.park_amounts import COUNT, whole
from carbon_eia.report.park.park_summary import summary
from carbon_eia.report.printer import Printer
from carbon_eia.report.templates import check_folder
from carbon_eia.report.terminal import block_lines, document_lines
from carbon_eia.report.terminal_text import thousands
from carbon_eia.run import canonical
from carbon_eia.run.records import QuantityRecord

__all__ = ["STATUS", "new_park_command", "park_command", "park_record", "print_park"]

STATUS = {"acceptable": 0, "adjust": 1, "resubmit": 1, "undetermined": 3}
"""Exit status of each conclusion."""

MOST = 6
"""Suggestions that the summary shows; the documents have all."""


def park_command(
    json: bool,
    lang: str,
    file: Path,
    outputs: Sequence[Path],
    as_of: str | None,
    benchmarks: Sequence[Path],
    full: bool = False,
    templates: Path | None = None,
) -> int:
    """Evaluate a park, write what was asked for, and print the summary or (``full``) all of it."""
    check_targets(outputs, [file, *benchmarks])
    for output in outputs:
        if output.suffix.lower() not in (*RENDERERS, ".json"):
            known = "、".join((*RENDERERS, ".json"))
            params: dict[str, object] = {"value": output.suffix, "known": known}
            raise CallError(Problem("CE-C005", Place(str(output)), params))
    check_folder(templates)
    with Progress(lang) as progress:
        record = park_record(file, as_of, benchmarks, progress.stage)
        contents: dict[Path, bytes] = {}
        for output in outputs:
            progress.stage("documents", path=output)
            contents[output] = (
                canonical(record)
                if output.suffix.lower() == ".json"
                else RENDERERS[output.suffix.lower()](record, lang, templates)
            )
        write_all(contents)
        progress.clear()
    if json:
        sys.stdout.write(canonical(record).decode())
    else:
        if full:
            for line in document_lines(document_of(record, lang, drawn=False), screen()):
                say(line)
        else:
            print_park(record, lang)
        for output in outputs:
            say(sentence("screen.written", lang, {"path": output}))
    return STATUS[record.conclusion.status]


def park_record(
    file: Path,
    as_of: str | None,
    benchmarks: Sequence[Path],
    progress: Callable[[str], None] = lambda stage: None,
) -> ParkRecord:
    """The record of a park file, or one that was written before."""
    if file.suffix.lower() == ".json":
        return parse_record(read_text(file), Place(str(file)))
    return evaluate_files(file, day(as_of), benchmarks, progress)


def print_park(record: ParkRecord, lang: str) -> None:
    """The evaluation in short, for a person."""
    p = park_reader(lang)
    printer = Printer(p.lang, own=PARK)
    conclusion, park = record.conclusion, record.park
    chapter = chapter_in_own_language(summary(record, printer), p.lang)
    box = next(b for b in chapter.blocks if isinstance(b, VerdictBox))
    for line in block_lines([replace(box, remarks=(Paragraph((park.name,)),))], width=columns()):
        say(line)
    rows = []
    for s in record.scenarios:
        for y in s.years:
            if y.year in (park.base_year, *park.plan_years) and (
                y.year != park.base_year or s is record.scenarios[0]
            ):
                name = p.word("present") if y.year == park.base_year else s.name
                rows.append(
                    [name, str(y.year), _whole(y.total), _whole(y.energy),
                     _whole(y.intensity, 3)]
                )  # fmt: skip
    heads = [p.word(f"h.{k}") for k in ("scenario", "year")] + [
        "tCO2e",
        "tce",
        _unit("tCO2e/万元", p),
    ]
    say(table(heads, rows, (1, 2, 3, 4)))
    say("")
    failing = [c for c in conclusion.criteria if c.passed[0] is not True]
    for c in failing:
        _criterion(c, p)
    if failing:
        say(styled(wrapped(p.word("marks"), columns()), "dim"))
    for m in conclusion.missing:
        say(wrapped(f"✗ {p.say(m)}", columns(), "  "))
    _choice(record, p)
    for x in record.suggestions[:MOST]:
        saved = f"−{_whole(x.saves)} tCO2e"
        clause = p.bracketed(x.target.section) if x.target else ""
        text = f"• {p.say(x)}  {saved}{clause}"
        say(wrapped(text, columns(), "  "))
    for w in record.warnings:
        say(styled(wrapped(f"! {p.say(w)}", columns(), "  "), "yellow"))


def _criterion(c: CriterionRecord, p: DocumentLanguage) -> None:
    places = 0 if c.id not in ("intensity_base", "intensity_city") else 3
    number = c.limit or c.plan
    unit = "" if number is None or number.unit == COUNT else f" {_unit(number.unit, p)}"
    year = f"{c.year} " if c.year else ""
    mark = "△" if c.passed[1] else "✗"
    text = (
        f"{mark} {year}{p.word('criterion.' + c.id)}{p.word('colon')}"
        f"{p.word('h.plan')} {_whole(c.plan, places)}{p.word('comma')}"
        f"{p.word('h.optimised')} {_whole(c.optimised, places)}{p.word('comma')}"
        f"{p.word('h.limit')} {_whole(c.limit, places)}{unit}"
    )
    say(wrapped(text, columns(), "  "))


def _unit(unit: str, p: DocumentLanguage) -> str:
    return english_unit(unit) if p.lang == "en" else unit


def _whole(quantity: QuantityRecord | None, places: int = 0) -> str:
    return thousands(whole(quantity, places))


def _choice(record: ParkRecord, p: DocumentLanguage) -> None:
    choice = record.choice
    if choice is None:
        return
    taken = [f"{a.name} {a.start}" for a in choice.admitted]
    left = [x.name + p.bracketed(p.word(f"entry.{_entry(record, x)}")) for x in choice.left_out]
    for key, names in (("choice.in", taken), ("choice.out", left)):
        if names:
            text = f"{p.word(key)}{p.word('colon')}{p.listed(names)}"
            say(wrapped(text, columns(), "  "))


def _entry(record: ParkRecord, x: LeftOutRecord) -> str:
    found = next(m for m in record.members if m.name == x.name)
    return str(found.entry)


def new_park_command(json: bool, lang: str, output: Path, force: bool, source: Path | None) -> int:
    """Write a park file or a form with the files of its sample members, or convert another."""
    kind = output.suffix.lower()
    if kind not in (".toml", ".xlsx"):
        params: dict[str, object] = {"value": output.suffix, "known": ".toml .xlsx"}
        raise CallError(Problem("CE-C005", Place(str(output)), params))
    world = open_world(day(None))
    if source is not None:
        tables = parse_toml(read_park(source, world).text, str(source))
        made = park_toml(tables).encode() if kind == ".toml" else park_form(tables, world, lang)
        files = {output: made}
    else:
        files = _sample_files(output, kind, world, lang)
    write_new(files, force)
    if not json:
        for path in files:
            say(sentence("screen.written", lang, {"path": path}))
    if json:
        print_json({"written": [str(x) for x in files]})
    return 0


def _sample_files(output: Path, kind: str, world: World, lang: str) -> dict[Path, bytes]:
    """The sample park and the files of its members, all of one kind."""
    if kind == ".toml":
        texts = park_template(world, lang)
        park = texts.pop("park.toml").encode()
        members = {name: text.encode() for name, text in texts.items()}
    else:
        park = park_form(sample_park(kind), world, lang)
        members = {
            name: sector_form(tables, world, sector, lang)
            for name, (sector, tables) in sample_members(world, kind).items()
        }
    return {output: park, **{output.parent / name: c for name, c in members.items()}}
