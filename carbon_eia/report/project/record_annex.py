"""Annex: what identifies the record, and the data that it was computed with."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.project import method_label, parameter_label
from carbon_eia.report.document import (
    Block,
    Chapter,
    Paragraph,
    TableColumn,
    TableRow,
    Text,
    TextSpan,
)
from carbon_eia.report.printer import Printer, cell, labelled, row
from carbon_eia.run.records import InstrumentRecord, Run

__all__ = ["record_of_run"]


def record_of_run(run: Run, p: Printer) -> Chapter:
    """The benchmark files that were used, and the Run with its digests."""
    none = [Paragraph((p.word("no_instruments"),))]
    return p.chapter("record", _instruments(run, p) or none, _record(run, p), annex=True)


def _instruments(run: Run, p: Printer) -> list[Block]:
    comma = p.word("comma")
    return p.table(
        "instruments",
        [
            p.column("document", 36),
            TableColumn(p.word("authority") + comma + p.word("date"), 24),
            TableColumn(f"{p.word('file')}{comma}SHA-256", 40),
        ],
        [_instrument(x, p) for x in run.reference.overrides],
    )


def _instrument(x: InstrumentRecord, p: Printer) -> TableRow:
    title: Text = (p.document(x),)
    if x.illustrative:
        title += (" ", TextSpan(f"▲ {p.word('illustrative')}", "flag strong"))
    issued = p.listed([text for text in (x.authority, x.date) if text])
    return row(title, issued, cell(x.file, TextSpan(x.sha256, "hash")))


def _record(run: Run, p: Printer) -> list[Block]:
    return p.table("record", [p.column("", 26), p.column("")], _rows(run, p))


def _rows(run: Run, p: Printer) -> Iterator[TableRow]:
    w, project, reference = p.word, run.project, run.reference
    guide = project.sector.guide
    colon, dash = w("colon"), w("dash")
    departs = [
        f"{_departing(d.kind, p)}{colon}{d.own or dash} → {d.chosen or dash}"
        for d in guide.differences
    ]
    yield labelled(w("run_id"), _digest(run.id))
    yield labelled(w("schema"), run.schema)
    yield labelled(w("as_of"), run.as_of)
    yield labelled(w("reference_version"), reference.version)
    yield labelled(w("reference_sha"), _digest(reference.sha256))
    yield labelled(w("project_sha"), _digest(project.sha256))
    yield labelled(
        w("guide"), p.document(guide) + (f" ({p.quoted(guide.note)})" if guide.note else "")
    )
    if departs:
        yield labelled(w("guide_departs"), p.listed(departs))
    yield labelled(w("gwp"), f"IPCC {project.sector.gwp}")
    yield labelled(w("attachments"), w("attachments_what"))


def _departing(kind: str, p: Printer) -> str:
    """What a guide departs in: potentials, a table, a parameter of a method, a process factor."""
    if kind == "gwp":
        return p.word("gwp")
    if kind.startswith("process:"):
        return p.word("guide_process")
    method, _, name = kind.partition(".")
    if name:
        return f"{method_label(method, p.lang)} {parameter_label(method, name, p.lang)}"
    return p.code("guide_table", kind)


def _digest(text: str) -> TextSpan:
    return TextSpan(text, "hash")
