"""Chapter 1: purpose, basis, boundary and members."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.park_records import InstrumentName, MemberRecord, ParkRecord, UsedDocument
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.park.park_amounts import DASH, sector
from carbon_eia.report.printer import Printer, TextRow

__all__ = ["scope"]


def scope(record: ParkRecord, p: Printer) -> Chapter:
    """What is evaluated, why, and by which documents."""
    return p.chapter("scope", _purpose(record, p), _basis(record, p), _boundary(record, p))


def _purpose(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("purpose")
    yield from p.paragraph("p.purpose")
    yield from p.paragraph(f"p.kind_{record.park.kind}")


def _basis(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("basis")
    yield from p.paragraph("p.basis")
    yield from p.text_table(
        "documents",
        [p.column("h.document", 64), p.column("h.use", 36)],
        [TextRow([title, p.word(f"doc.{use}")]) for title, use in _documents(record)],
    )


def _documents(record: ParkRecord) -> Iterator[tuple[str, str]]:
    """Titles of the documents that the evaluation rests on, and what each is used for."""
    yield from ((_titled(d), "scope") for d in record.documents if d.use == "scope")
    targets = (t for i in record.indicators for t in i.targets)
    yield from ((x, "policy") for x in dict.fromkeys(_titled(t.instrument) for t in targets))
    energy = (d for d in record.documents if d.use == "energy")
    yield from ((f"{d.number} {d.title}", "energy") for d in energy)
    yield from ((f"{x.title} {x.number}", "benchmark") for x in record.reference.overrides)


def _titled(instrument: InstrumentName | UsedDocument) -> str:
    return f"《{instrument.title}》{instrument.number}"


def _boundary(record: ParkRecord, p: Printer) -> Iterator[Block]:
    park = record.park
    yield p.section("boundary")
    yield from p.paragraph("p.boundary", boundary=park.boundary, area=p.typed(park.area))
    yield from p.text_table(
        "members",
        [
            p.column("h.member", 17),
            p.column("h.named", 29),
            p.column("h.role", 20),
            p.column("h.sector", 24),
            p.column("h.start", 10),
        ],
        [
            *(_member(m, p) for m in record.members),
            *(
                TextRow([t.name, t.source, p.word("role.totals"), sector(t, p), DASH])
                for t in record.totals
            ),
        ],
    )


def _member(m: MemberRecord, p: Printer) -> TextRow:
    kind = p.bracketed(p.word(f"kind.{m.kind}")) if m.kind else ""
    role = p.word(f"role.{m.role}") + kind
    return TextRow([m.name, m.project, role, sector(m, p), str(m.start or DASH)])
