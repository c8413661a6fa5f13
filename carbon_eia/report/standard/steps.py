"""The last chapters: what adopting asks for, and the record that the report is printed from."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report.document import Chapter
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.report.standard.edition import StandardReport
from carbon_eia.standards.derivation import StandardDerivation
from carbon_eia.standards.published import seal_of

__all__ = ["record_of_standard", "steps"]


def steps(report: StandardReport, p: Printer) -> Chapter:
    """What has to be settled before the draft becomes a standard."""
    return p.chapter("steps", p.bullets(_steps(report.found, p), ordered=True))


def _steps(found: StandardDerivation, p: Printer) -> Iterator[str]:
    if found.outcome != "derived":
        yield p.word(f"step.{found.outcome}")
        return
    for key in ("instrument", "green", "review", "approval"):
        yield p.word(f"step.{key}")
    if found.needs_reason:
        yield p.word("step.reason")
    yield p.word("step.later")


def record_of_standard(report: StandardReport, p: Printer) -> Chapter:
    """Digests by which the authority can check what the draft rests on."""
    record = report.record
    rows = [
        [p.word("r.seal"), seal_of(record)],
        [p.word("r.reference"), record.reference.sha256],
    ]
    if report.sealed:
        rows += [[p.word("r.id"), record.id], *([f.name, f.sha256] for f in record.files)]
    columns = [p.column("h.file", 34), p.column("h.sha", 66)]
    table = p.text_table("files", columns, [TextRow(r) for r in rows])
    key = "p.record_sealed" if report.sealed else "p.record_public"
    return p.chapter("record", p.paragraph(key), table, annex=True)
