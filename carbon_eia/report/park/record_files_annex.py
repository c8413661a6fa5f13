"""Annex A: the record that the report is printed from, and its files."""

from __future__ import annotations

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report.document import Chapter
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.printer import Printer, TextRow

__all__ = ["evaluation_record", "files"]


def evaluation_record(record: ParkRecord, p: Printer) -> Chapter:
    """Digests by which anybody can check what was evaluated."""
    table = p.text_table(
        "files",
        [p.column("h.file", 34), p.column("h.sha", 66)],
        [TextRow(entry) for entry in files(record, p)],
    )
    return p.chapter("record", p.paragraph("p.record"), table, annex=True)


def files(record: ParkRecord, p: DocumentLanguage) -> list[list[str]]:
    """The record and the files that it was computed from, each with its SHA-256."""
    rows = [
        [p.word("r.id"), record.id],
        [p.word("r.park"), record.park.sha256],
        [p.word("r.reference"), record.reference.sha256],
    ]
    rows += [[m.project, m.sha256] for m in record.members]
    return rows + [[x.title, x.sha256] for x in record.reference.overrides]
