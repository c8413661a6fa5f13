"""Chapter: what is to be watched in operation, parameter by parameter."""

from __future__ import annotations

from carbon_eia.project import ACTIVITY, parameter_label
from carbon_eia.report.document import Block, Body, Chapter, Paragraph, TableRow, Text, TextSpan
from carbon_eia.report.printer import Content, Printer, cell, row, small
from carbon_eia.report.project.applicant_texts import own_section, text_heading
from carbon_eia.report.project.quality import DECLARED
from carbon_eia.report.project.rules_by_state import duties
from carbon_eia.report.project.shown_amounts import source_link
from carbon_eia.run.records import MonitoringRecord, ParameterRecord, Run, SourceRecord

__all__ = ["monitoring_plan"]

METERED = {*ACTIVITY, "opening", "bought", "sold", "closing"}
"""Parameters that are quantities of the year: metered or weighed, not analysed."""


def monitoring_plan(run: Run, p: Printer) -> Chapter:
    """What rules ask to be monitored, and how each parameter is to be watched."""
    words = own_section(run, p, "management", "monitoring")
    return p.chapter("monitoring", p.said(_said(run, p)), _duties(run, p), _table(run, p), words)


def _said(run: Run, p: Printer) -> list[Text]:
    count = len(run.inventory.by_source)
    if not count:
        return []
    return [p.tell("monitoring_what", count=str(count)), p.tell("monitoring_open")]


def _duties(run: Run, p: Printer) -> list[Block]:
    found = duties(run, p)
    if not found:
        return []
    return [Paragraph((p.word("duties"),), "with-next"), *p.bullets(found)]


def _table(run: Run, p: Printer) -> list[Block]:
    proposed = {(m.source, m.parameter): m for m in run.monitoring}
    watched = [
        (n, s, [x for x in s.parameters if x.status != "derived"])
        for n, s in enumerate(run.inventory.by_source)
    ]
    return p.table(
        "monitoring",
        [
            p.column("watched", 19),
            p.column("action", 19),
            p.column("instrument", 16),
            p.column("frequency", 17),
            p.column("record_kept", 15),
            p.column("post", 14),
        ],
        bodies=[
            Body(
                (
                    row(cell(source_link(n, s), columns=6), look="group"),
                    *(
                        _parameter(s, x, proposed.get((s.name, x.name)), _post(run, p), p)
                        for x in parameters
                    ),
                )
            )
            for n, s, parameters in watched
            if parameters
        ],
    )


def _post(run: Run, p: Printer) -> Content:
    """Where the applicant names the posts; else they are still to be supplied."""
    if run.project.texts.get("management"):
        return p.word("told_under", heading=text_heading("management", p))
    return TextSpan(p.word("gap_short"), "gap")


def _parameter(
    source: SourceRecord,
    parameter: ParameterRecord,
    proposed: MonitoringRecord | None,
    post: Content,
    p: Printer,
) -> TableRow:
    """A parameter with the meter, frequency and record that are proposed, and what asks for it."""
    taken = f"{p.shown(parameter)}{p.word('left')}{p.code('status', parameter.status)}"
    name = parameter_label(source.method, parameter.name, p.lang)
    asked = [p.word(_action(parameter))]
    if proposed is not None and proposed.citation.grade != "C":
        asked.append(proposed.citation.number or p.document(proposed.citation))
    head, *cited = asked
    none = p.word("dash")
    return row(
        cell(name, small(TextSpan(taken + p.word("right"), "quantity"))),
        cell(head, *map(small, cited)),
        p.text(proposed.instrument) if proposed else none,
        p.text(proposed.frequency) if proposed else none,
        p.text(proposed.record) if proposed else none,
        post,
    )


def _action(parameter: ParameterRecord) -> str:
    """The key of what is to be done with a value in operation."""
    if parameter.name in METERED:
        return "watch_meter"
    if parameter.status in DECLARED:
        return "watch_analyse"
    if parameter.status == "assumption":
        return "watch_confirm"
    return "watch_official" if _is_published(parameter) else "watch_replace"


def _is_published(parameter: ParameterRecord) -> bool:
    """Whether a default is an official factor, which no plant can measure (a grid factor)."""
    return parameter.source is not None and parameter.source.id.startswith("electricity:")
