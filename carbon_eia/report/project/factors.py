"""Annex: every parameter with its origin, and the documents that are cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carbon_eia.project import parameter_label
from carbon_eia.report.document import (
    Block,
    Body,
    Chapter,
    Paragraph,
    TableCell,
    TableRow,
    TextSpan,
)
from carbon_eia.report.printer import Content, Printer, cell, grade, row, small
from carbon_eia.report.project.quality import DECLARED, count_of_statuses, is_weak, marks
from carbon_eia.report.project.shown_amounts import source_anchor
from carbon_eia.run.records import CitedValueRecord, ParameterRecord, Run, SourceRecord

__all__ = ["factors_and_documents"]

Documents = Mapping[tuple[str, str], int]
"""The running number of each document by its title and number, in the order of citation."""


def factors_and_documents(run: Run, p: Printer) -> Chapter:
    """Where each number comes from, source by source."""
    documents = _cited(run)
    return p.chapter(
        "factors",
        [Paragraph((count_of_statuses(run, p) + p.word("stop"),))],
        _parameters(run, documents, p),
        _documents(documents, p),
        annex=True,
    )


def _cited(run: Run) -> Documents:
    parameters = (x for s in run.inventory.by_source for x in s.parameters)
    keys = dict.fromkeys(_key(x.source) for x in parameters if x.source)
    return {key: number for number, key in enumerate(keys, 1)}


def _key(cited: CitedValueRecord) -> tuple[str, str]:
    return cited.title, cited.number or ""


# --- parameters


def _parameters(run: Run, documents: Documents, p: Printer) -> Iterator[Block]:
    sources = run.inventory.by_source
    if not sources:
        return
    yield Paragraph((p.word("legend"),), "note with-next")
    yield from p.table(
        "parameters",
        [
            p.column("parameter", 13),
            p.column("value", 12, "num"),
            p.column("status", 11.5),
            p.column("origin", 22),
            p.column("grade_short", 7, "mid"),
            p.column("validity", 10.5),
            p.column("why", 24),
        ],
        bodies=[
            Body((_head(n, s), *(_parameter(s, x, documents, p) for x in s.parameters)))
            for n, s in enumerate(sources)
        ],
    )


def _head(number: int, source: SourceRecord) -> TableRow:
    anchor = source_anchor(number)
    named = (TextSpan(str(number + 1), "sno", anchor), TextSpan(f" {source.name}", link=anchor))
    return row(cell(named, columns=7), look="group")


def _parameter(
    source: SourceRecord, parameter: ParameterRecord, documents: Documents, p: Printer
) -> TableRow:
    cited, dash = parameter.source, p.word("dash")
    value: list[Content] = [TextSpan(p.shown(parameter), "quantity")]
    if parameter.status == "derived" and parameter.typed:
        value.append(small(parameter.typed))
    reason: list[Content] = [p.say(cited.reason) if cited else ""]
    if cited and cited.note:
        reason.append(small(p.quoted(cited.note)))
    return row(
        parameter_label(source.method, parameter.name, p.lang),
        cell(*value, align="num"),
        cell(*(marks(parameter, p) or [Paragraph((p.code("status", parameter.status),))])),
        _origin(source, parameter, documents, p),
        grade(cited.grade if cited else dash),
        small(TextSpan(p.validity(cited) if cited else dash, "quantity")),
        cell(*reason),
        look="weak" if is_weak(parameter) else "",
    )


def _origin(
    source: SourceRecord, parameter: ParameterRecord, documents: Documents, p: Printer
) -> TableCell:
    """The document that a value is cited from; of a declared value, its evidence."""
    cited = parameter.source
    if cited is not None:
        number = documents[_key(cited)]
        link = TextSpan(f"[{number}]", link=f"document-{number}")
        return cell(cited.number or cited.title, small((link, f" {p.quoted(cited.locator)}")))
    if parameter.status not in DECLARED:
        return cell(p.word("dash"))
    if source.evidence:
        return cell(p.word("declared") + p.word("colon") + source.evidence)
    return cell(p.word("no_evidence"))


# --- documents


def _documents(documents: Documents, p: Printer) -> list[Block]:
    return p.table(
        "documents",
        [p.column("", 7), p.column("document", 63), p.column("number", 30)],
        [
            row(
                cell(f"[{n}]", align="no"),
                title,
                number or p.word("dash"),
                anchor=f"document-{n}",
            )
            for (title, number), n in documents.items()
        ],
    )
