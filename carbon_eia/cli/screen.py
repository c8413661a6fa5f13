"""A Run for a person at a terminal, Chinese or English: in short, or every chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from carbon_eia.cli.common import say
from carbon_eia.console import KEPT, columns, escaped, screen, styled, width_of
from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.document import Document, Paragraph, VerdictBox
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.allocation_section import by_product
from carbon_eia.report.project.energy_chapter import energy_section
from carbon_eia.report.project.project_summary import (
    deciding,
    rest_of_rules,
    sources_in_short,
    sum_note,
    verdict_box,
)
from carbon_eia.report.terminal import COLOURS, FRAMES, block_lines, document_lines, hung
from carbon_eia.report.terminal_text import text_of, thousands
from carbon_eia.run.acceptance import Acceptance
from carbon_eia.run.records import ReasonRecord, Run, SentenceRecord, WarningRecord

__all__ = ["MARKS", "print_check", "print_run", "print_whole_run", "reader_of"]

MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "dim")}

MOST_LINES = 45
"""Lines of a verdict in short; what has no room is counted, and stands in ``--full``."""

MOST_SOURCES = 8
"""Rows of its sources."""

MOST_OF_RULES = 10
"""Lines of the rules that decided, where a verdict in short would be too long."""

CHANNEL = "condition.channel"
"""Code of the conditions that tell under which law an authority may follow a verdict."""


class ListEntry(NamedTuple):
    """Lines of an entry of a list, and those that do where there is little room."""

    lines: list[str]
    brief: list[str]


class Listed(NamedTuple):
    """A list under its title."""

    title: str
    style: str
    entries: list[ListEntry]


def reader_of(lang: str) -> Printer:
    """The words of a language."""
    return Printer("en" if lang == "en" else "zh")


def print_run(run: Run, lang: str, plan: bool = False) -> None:
    """The verdict with what decided it, the sources, and what a person must know.

    ``plan``: a plan was asked for, so that its absence is told too.
    """
    p = reader_of(lang)
    listed = [*_asked(run, p), _warned(run.warnings, p)]
    foot = _foot(run, p)
    lines = _upper(run, p)
    if len(lines) + len(foot) + _least(listed) > MOST_LINES:
        lines = _upper(run, p, MOST_OF_RULES)
    for line in lines:
        say(line)
    if run.uncertainty is not None:
        from carbon_eia.cli.certainty_lines import print_certainty

        say("")
        print_certainty(run.uncertainty, lang)
    if plan or run.retrofit.plan is not None:
        from carbon_eia.cli.plan_lines import print_plan

        say("")
        print_plan(run, lang)
    for line in (*_within(listed, MOST_LINES - len(lines) - len(foot), lang), *foot):
        say(line)


def print_whole_run(run: Run, lang: str) -> None:
    """Every chapter of the report, and the rules that wait for an answer with its keys."""
    from carbon_eia.cli.unjudged import unjudged
    from carbon_eia.report.project.project_document import project_document

    p = reader_of(lang)
    for line in document_lines(project_document(run, p.lang, drawn=False), screen()):
        say(line)
    say("")
    waiting = unjudged(run, p)
    if waiting is not None:
        for line in (*block_lines([waiting], width=screen()), ""):
            say(line)
    for line in _foot(run, p):
        say(line)


def print_check(run: Run, found: Acceptance, lang: str) -> None:
    """What is missing and implausible."""
    p = reader_of(lang)
    listed = [
        _sentences(found.missing, "missing", FRAMES["missing"], p),
        _sentences(found.for_the_authority, "others", FRAMES["asks"], p),
        _warned(found.warnings, p),
    ]
    for line in (*_sources(run, p), *_whole(listed)):
        say(line)
    if not found.missing:
        say(styled("✓ " + sentence("screen.complete", lang), "green"))


# --- parts


def _upper(run: Run, p: Printer, most: int | None = None) -> list[str]:
    """Verdict, rules, sources and energy; ``most``: lines of rules, where room is short."""
    sources, energy = _sources(run, p, MOST_SOURCES), _energy(run, p, levels=most is None)
    return [*_verdict(run, p), *_rules(run, p, most), "", *sources, *energy]


def _verdict(run: Run, p: Printer) -> Iterator[str]:
    """The verdict of the report's first page, under it what it is a verdict on."""
    project = run.project
    words = (p.code("stage", project.stage), project.sector.name(p.lang), project.region, run.as_of)
    named = [Paragraph((project.name,)), Paragraph((" · ".join(words),), "note")]
    box = verdict_box(run, p)
    remarks = (*named, *(r for r in box.remarks if r.look != "indicative"))
    if any(o.illustrative for o in run.reference.overrides):
        remarks = (*remarks, Paragraph(("⚠ " + p.word("banner"),), "alert"))
    box = replace(box, label=_label(run, box, p), remarks=remarks, chart=None)
    yield from block_lines([box], width=columns())
    products = by_product(run, p)
    yield from block_lines(products, width=screen())


def _rules(run: Run, p: Printer, most: int | None = None) -> Iterator[str]:
    """What each rule that decided found, with its clause and id; of the rest the count.

    ``most``: lines at most; then advice gives way first, and what holds.
    """
    shown = [(r, list(_rule(r, p))) for r in deciding(run)]
    while most is not None and len(shown) > 1 and sum(len(x) for _, x in shown) > most:
        weights = [(r.severity == "advice", r.passed is True, i) for i, (r, _) in enumerate(shown)]
        del shown[max(weights)[2]]
    for _, lines in shown:
        yield from lines
    kept = [r for r, _ in shown]
    if rest := rest_of_rules(run, kept, p):
        yield from _marked("–", "dim", rest, "dim")


def _rule(r: ReasonRecord, p: Printer) -> Iterator[str]:
    where = f"{p.word('left')}{p.text(r.clause)} · {r.rule}{p.word('right')}"
    mark, colour = MARKS[r.passed]
    yield from _marked(mark, colour, escaped(p.say(r, "fact")) + escaped(where).replace(" ", KEPT))


def _marked(mark: str, colour: str, text: str, style: str = "") -> Iterator[str]:
    first, *more = hung("  ", text, columns(), style)
    yield styled(mark, colour) + " " + first[2:]
    yield from more


def _sources(run: Run, p: Printer, most: int | None = None) -> Iterator[str]:
    yield from block_lines([sources_in_short(run, p, most)], width=screen())
    if note := sum_note(run, p, most):
        yield from hung("", note, columns(), "dim")


def _energy(run: Run, p: Printer, levels: bool) -> Iterator[str]:
    """The total, and the levels in one line; where there is no total, what lacks a figure."""
    energy, document = run.energy, Document(p.lang)
    texts = [text_of(b.text, document) for b in energy_section(run, p) if isinstance(b, Paragraph)]
    if energy.equivalent is not None:
        total = thousands(show.emission(energy.equivalent))
        texts[0] = sentence("screen.energy", p.lang, {"total": total})
    elif unknown := [u.name for u in energy.by_source if u.energy is None]:
        facts = {"sources": p.listed(unknown)}
        texts[0] = sentence("energy.gap.incomplete", p.lang, facts)
    said = p.word("semicolon").join(x for x in (texts if levels else texts[:1]) if x)
    yield from hung("", said, columns())


def _asked(run: Run, p: Printer) -> Iterator[Listed]:
    """What is missing, the conditions, and the deadline."""
    decision = run.decision
    yield _sentences(decision.missing, "missing", FRAMES["missing"], p)
    others = [c for c in decision.conditions if c.code != CHANNEL]
    asked = _sentences(others, "conditions", FRAMES["asks"], p)
    more = [_deadline(run, p), _channels(decision.conditions, p)]
    yield asked._replace(entries=[*asked.entries, *(_entry("·", x) for x in more if x)])


def _deadline(run: Run, p: Printer) -> str:
    deadline = run.retrofit.deadline if run.decision.deadline else None
    if deadline is None:
        return ""
    origin = p.code("origin", deadline.origin)
    day = f"{p.word('deadline')}{p.word('colon')}{deadline.date}"
    return f"{day}{p.word('left')}{origin}{p.word('right')}"


def _channels(conditions: Sequence[SentenceRecord], p: Printer) -> str:
    """In how many procedures an authority may follow the verdict, each under its own law."""
    count = sum(c.code == CHANNEL for c in conditions)
    return sentence("screen.channels", p.lang, {"count": count}) if count else ""


def _sentences(said: Sequence[SentenceRecord], key: str, style: str, p: Printer) -> Listed:
    entries = [_entry("·", escaped(p.say(s))) for s in said]
    return Listed(sentence(f"screen.{key}", p.lang), style, entries)


def _warned(warnings: Sequence[WarningRecord], p: Printer) -> Listed:
    """Warnings, each with its code, its place and what to do."""
    entries = []
    for w in warnings:
        hint = p.say(w, "hint", ".hint")
        then = f" → {hint}" if hint else ""
        text = f"{p.say(w, 'message')} [{w.code} {w.where}]{then}"
        entries.append(_entry("⚠", escaped(text), escaped(f"{w.code} {w.where}{then}")))
    return Listed(sentence("screen.warnings", p.lang), "yellow", entries)


def _entry(mark: str, text: str, brief: str = "") -> ListEntry:
    lines = list(hung(f"  {mark} ", text, columns()))
    return ListEntry(lines, list(hung(f"  {mark} ", brief, columns())) if brief else lines)


def _label(run: Run, box: VerdictBox, p: Printer) -> str:
    """The verdict, and what it would be with sufficient evidence."""
    if not run.decision.indicative:
        return box.label
    would = sentence(f"verdict.{run.decision.indicative}", p.lang)
    return sentence("screen.indicative", p.lang, {"label": box.label, "would": would})


def _foot(run: Run, p: Printer) -> list[str]:
    """The verdict again, and the record that it stands in."""
    box = verdict_box(run, p)
    mark = "" if box.status == "undetermined" else box.mark
    label = " ".join(x for x in (box.label, mark) if x)
    facts = {"id": show.short_id(run.id), "day": run.as_of, "version": run.reference.version}
    foot, style = sentence("screen.foot", p.lang, facts), f"bold {COLOURS[box.status]}"
    if width_of(f"{label} · {foot}") <= columns():
        return [styled(label, style) + styled(f" · {foot}", "dim")]
    return [*hung("", label, columns(), style), *hung("", foot, columns(), "dim")]


# --- lists


def _whole(listed: Iterable[Listed]) -> Iterator[str]:
    for title, style, entries in listed:
        if entries:
            yield styled(title, style)
            yield from (line for entry in entries for line in entry.lines)
            yield ""


def _least(listed: Sequence[Listed]) -> int:
    """Lines of lists with every entry in brief."""
    return sum(1 + sum(len(e.brief) for e in x.entries) for x in listed if x.entries)


def _within(listed: Sequence[Listed], room: int, lang: str) -> Iterator[str]:
    """Lists in as many lines as there is room for, entries in brief before any is left out.

    What has no room is counted: the last list gives way first, an entry of each stays.
    """
    found = [x for x in listed if x.entries]
    taken = [[x.entries[0].brief] for x in found]

    def used() -> int:
        left = sum(len(t) < len(x.entries) for x, t in zip(found, taken, strict=True))
        return left + sum(1 + sum(map(len, t)) for t in taken)

    for x, shown in zip(found, taken, strict=True):
        before = list(shown)
        for entry in x.entries[1:]:
            shown.append(entry.brief)
            if used() <= room:
                before = list(shown)
        shown[:] = before
    for x, shown in zip(found, taken, strict=True):
        for i in range(len(shown)):
            shown[i] = x.entries[i].lines
            if used() > room:
                shown[i] = x.entries[i].brief
    for x, shown in zip(found, taken, strict=True):
        yield styled(x.title, x.style)
        yield from (line for lines in shown for line in lines)
        if left := len(x.entries) - len(shown):
            yield styled("  " + sentence("screen.see_full", lang, {"count": left}), "dim")
