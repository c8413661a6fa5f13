"""Annex: the evidence that the project file names for each source."""

from __future__ import annotations

from carbon_eia.report.document import Chapter, Paragraph, TableRow
from carbon_eia.report.printer import Printer, row
from carbon_eia.run.records import Run, SourceRecord

__all__ = ["evidence_list"]


def evidence_list(run: Run, p: Printer) -> Chapter:
    """The evidence of each source, and what kind of data it is."""
    table = p.table(
        "evidence",
        [
            p.column("source", 30),
            p.column("evidence", 36),
            p.column("data_kind", 20),
            p.column("uncertainty", 14),
        ],
        [_source(s, p) for s in run.inventory.by_source],
    )
    return p.chapter("evidence", table or [Paragraph((p.word("no_sources"),))], annex=True)


def _source(s: SourceRecord, p: Printer) -> TableRow:
    kinds = dict.fromkeys(p.code("status", x.status) for x in s.parameters)
    return row(
        s.name,
        s.evidence or p.word("no_evidence_short"),
        p.listed(list(kinds)) or p.word("dash"),
        p.typed(s.uncertainty),
    )
