"""Chapter 3: the inventory of the base year by category and by source, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.park.park_amounts import (
    DASH,
    categories,
    category,
    counted_energy,
    share,
    whole,
)
from carbon_eia.report.printer import Printer, TextRow

__all__ = ["accounting"]


def accounting(record: ParkRecord, p: Printer) -> Chapter:
    """How the park's emission is counted, and what it consists of."""
    return p.chapter(
        "account", _method(p), _inventory(record, p), _sources(record, p), _beside(record, p)
    )


def _method(p: Printer) -> Iterator[Block]:
    yield p.section("method")
    yield from p.paragraph("p.method")


def _inventory(record: ParkRecord, p: Printer) -> Iterator[Block]:
    base = record.base
    sums = base.by_category
    names = sorted(categories([base]), key=lambda name: -show.exact(sums[name]))
    rows = [TextRow([category(n, p), whole(sums[n], 2), share(sums[n], base.total)]) for n in names]
    yield p.section("inventory")
    yield from p.text_table(
        "inventory",
        [p.column("h.category", 50), p.column("h.co2e", 30, "num"), p.column("h.share", 20, "num")],
        [*rows, TextRow([p.word("sum"), whole(base.total, 2), "100.00"], "sum")],
    )


def _sources(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("sources")
    yield from p.text_table(
        "sources",
        [
            p.column("h.member", 14),
            p.column("h.source", 32),
            p.column("h.category", 24),
            p.column("h.co2e", 16, "num"),
            p.column("h.tce", 14, "num"),
        ],
        list(_by_source(record, p)),
    )


def _by_source(record: ParkRecord, p: Printer) -> Iterator[TextRow]:
    """Members that are there, and under each its sources."""
    for m in record.members:
        if m.role == "projects":
            continue
        yield TextRow([m.name, whole(m.net, 2), whole(counted_energy(m), 2)], "group")
        for x in m.sources:
            source = x.source + (p.bracketed(p.word("inside")) if x.link else "")
            yield TextRow(["", source, category(x.category, p), whole(x.co2e, 2), whole(x.tce, 2)])


def _beside(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Renewable energy and sinks, which are not taken off."""
    lines = [
        TextRow([r.name + p.bracketed(r.year), p.typed(r.generation), r.source or DASH])
        for r in record.renewables
    ]
    lines += [TextRow([s.name, p.typed(s.amount), s.source]) for s in record.sinks]
    if lines:
        yield p.section("beside")
        columns = [p.column("h.item", 34), p.column("h.amount", 26), p.column("h.from", 40)]
        yield from p.text_table("beside", columns, lines)
