"""Chapter: the measures as declared, how far they lead to the limit, and the plan of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from carbon_eia.project import parameter_label
from carbon_eia.report.document import Block, Chapter, Paragraph, TableRow, Text, TextSpan
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.printer import Content, Printer, cell, row, small
from carbon_eia.report.project.applicant_texts import gap, own_section
from carbon_eia.report.project.measure_comparison import compared_measures
from carbon_eia.report.project.path_section import path_to_limit
from carbon_eia.report.project.plan_section import plan_of_measures
from carbon_eia.run.records import EffectRecord, MeasureRecord, Run

__all__ = ["effect_text", "measures_and_plan"]

FEW = 2
"""Measures up to which a table says their dates as well as a chart."""


def measures_and_plan(run: Run, p: Printer) -> Chapter:
    """What is declared to lower the emissions, what it reaches, and what the tool proposes."""
    words = own_section(run, p, "feasibility", "schemes")
    return p.chapter("measures", _declared(run, p), words, plan_of_measures(run, p))


def _declared(run: Run, p: Printer) -> Iterator[Block]:
    measures = run.project.measures
    yield p.section("measures")
    yield from p.said(list(_said(run, p)))
    if not measures:
        yield Paragraph((gap(p, "measures", "name"),))
        yield from compared_measures(run, p)
        yield from path_to_limit(run, p)
        return
    methods = {s.name: s.method for s in run.inventory.by_source}
    yield from p.table(
        "measures",
        [
            p.column("measure", 25),
            p.column("effects", 26),
            p.column("dates", 23),
            p.column("status", 13),
            p.column("responsible", 13),
        ],
        [_measure(m, methods, p) for m in measures],
    )
    if len(measures) > FEW:
        yield from p.drawing("gantt")
    yield from compared_measures(run, p)
    yield from path_to_limit(run, p)
    if not run.retrofit.complete:
        yield Paragraph((p.word("not_exhaustive"),), "alert")


def _said(run: Run, p: Printer) -> Iterator[Text]:
    measures = run.project.measures
    if not measures:
        yield p.tell("no_measures")
        return
    counts = Counter(m.status for m in measures)
    stated = p.listed(
        [
            p.word("count_of", kind=p.code("measure", status), count=str(n))
            for status, n in counts.items()
        ]
    )
    yield p.tell("measures_count", total=str(len(measures)), by_status=stated)
    if counts["completed"]:
        yield p.tell("measures_done_counted")


def _measure(m: MeasureRecord, methods: Mapping[str, str], p: Printer) -> TableRow:
    dash, colon = p.word("dash"), p.word("colon")
    effects: list[Content] = [effect_text(e, methods, p) for e in m.effects]
    effects += [
        small(p.word(key) + colon + p.listed(others))
        for key, others in (("requires", m.requires), ("excludes", m.excludes))
        if others
    ]
    return row(
        cell(m.name, *([small(m.reference)] if m.reference else [])),
        cell(*effects),
        TextSpan(f"{m.start or dash} → {m.finish or dash}", "quantity"),
        p.code("measure", m.status),
        m.responsible or cell(TextSpan(p.word("gap_short"), "gap")),
    )


def effect_text(e: EffectRecord, methods: Mapping[str, str], reader: DocumentLanguage) -> str:
    """An effect with its source; ``methods`` are those of the sources, by name."""
    method = e.method or methods.get(e.source, "")
    return f"{e.source}{reader.word('colon')}{_change(e, method, reader)}"


def _change(e: EffectRecord, method: str, reader: DocumentLanguage) -> str:
    """What an effect does to its source: how much less or more of what, or what it becomes."""
    w = reader.word
    name = ""
    if e.parameter:
        label = parameter_label(method, e.parameter, reader.lang) if method else e.parameter
        name = f"{label} "
    if e.to is not None:
        to = reader.code(e.parameter, e.to) if isinstance(e.to, str) else reader.typed(e.to)
        return f"{name}→ {to}"
    saved = e.saves is not None
    change = f"{name}{w('saves' if saved else 'adds')} {reader.typed(e.saves if saved else e.adds)}"
    if e.low is not None or e.high is not None:
        change += f" ({reader.typed(e.low)} – {reader.typed(e.high)})"
    if e.switch:
        ends = f"{reader.typed(e.old_efficiency)} → {reader.typed(e.efficiency)}"
        change += f" → {e.switch} ({ends})"
    return change
