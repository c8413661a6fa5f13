"""Chapter 2: where energy and carbon flow today, who emits, and who sells to whom."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from carbon_eia.parks.park_records import MemberRecord, ParkRecord
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter, Text, TextSpan
from carbon_eia.report.park.balance_chapter import energy_balance
from carbon_eia.report.park.park_amounts import DASH, counted_energy, law, sector, share, whole
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.run.records import QuantityRecord

__all__ = ["present", "sales_lines", "sales_table"]


def present(record: ParkRecord, p: Printer) -> Chapter:
    """The park in its base year."""
    return p.chapter(
        "present",
        _flows(p),
        energy_balance(record, p),
        _enterprises(record, p),
        _large(record, p),
        _sales(record, p),
    )


def _flows(p: Printer) -> Iterator[Block]:
    yield p.section("energy")
    yield from p.paragraph("p.flow")
    yield from p.drawing("flow_carbon")
    yield from p.drawing("flow_energy")


def _enterprises(record: ParkRecord, p: Printer) -> Iterator[Block]:
    base = record.base
    yield p.section("enterprises")
    yield from p.paragraph("p.enterprises")
    yield from p.text_table(
        "enterprises",
        [
            p.column("h.member", 14),
            p.column("h.sector", 16),
            p.column("h.gross", 13, "num"),
            p.column("h.internal", 14, "num"),
            p.column("h.net", 13, "num"),
            p.column("h.share", 9, "num"),
            p.column("h.counted", 10, "num"),
            p.column("h.value", 11, "num"),
        ],
        _accounts(record, p),
    )
    yield from p.paragraph(
        "p.check",
        gross=whole(base.gross, 2),
        internal=_signed(base.internal, p),
        statistics=whole(base.statistics, 2),
        total=whole(base.total, 2),
    )


def _accounts(record: ParkRecord, p: Printer) -> list[TextRow]:
    """Members that are there, the largest first; totals of sectors; the sum."""
    base = record.base
    there = [m for m in record.members if m.role != "projects"]
    lines = [_account(m, base.total, p) for m in sorted(there, key=_by_size)]
    for t in record.totals:
        amounts = [whole(t.co2e), share(t.co2e, base.total), whole(t.tce), DASH]
        lines.append(TextRow([t.name, sector(t, p), DASH, DASH, *amounts]))
    activity = base.activity if record.park.activity == "added_value" else None
    sums = [*map(whole, (base.gross, base.internal, base.total)), "100.00"]
    sums += [whole(base.energy), whole(activity)]
    return [*lines, TextRow([p.word("sum"), *sums], "sum")]


def _by_size(m: MemberRecord) -> Decimal:
    return -show.exact(m.net) if m.net else Decimal(0)


def _account(m: MemberRecord, total: QuantityRecord, p: Printer) -> TextRow:
    """What a member emits by its own account, what of it counts, and its energy and value."""
    amounts = [whole(m.total), whole(m.internal), whole(m.net), share(m.net, total)]
    amounts += [whole(counted_energy(m)), whole(m.added_value)]
    return TextRow([m.name, sector(m, p), *amounts])


def _signed(quantity: QuantityRecord, p: Printer) -> Text:
    """A number that is taken off, in brackets where it is below nothing."""
    text = whole(quantity, 2)
    shown = TextSpan(text, "amount")
    if text.startswith("−"):
        return (p.word("left").strip(), shown, p.word("right"))
    return (shown,)


def _large(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Large users of energy, who are to be watched."""
    yield p.section("large")
    if not record.large:
        yield from p.paragraph("p.no_large")
        return
    if record.tracking is not None:
        yield from p.paragraph("p.large", **law(record.tracking))
    own = {m.name: m for m in record.members}
    yield from p.text_table(
        "large",
        [p.column("h.member", 35), p.column("h.sector", 45), p.column("h.tce", 20, "num")],
        [TextRow([x.name, sector(own[x.name], p), whole(x.energy)]) for x in record.large],
    )


def _sales(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """What members of the base year sell each other."""
    yield p.section("sales")
    lines = sales_lines(record, planned=False)
    if not lines:
        yield from p.paragraph("p.no_sales")
        return
    yield from p.paragraph("p.sales")
    yield from sales_table("sales", lines, p)


def sales_lines(record: ParkRecord, planned: bool) -> list[TextRow]:
    """The sales to members of the base year, or to planned projects; each seller named once."""
    lines = []
    for s in record.sales:
        own = [b for b in s.buyers if b.planned is planned]
        for n, b in enumerate(own):
            seller = "" if n else f"{s.seller} {s.source}"
            amount = whole(b.sent, 2)
            lines.append(TextRow([seller, f"{b.name} {b.source}", amount, b.sent.unit]))
    return lines


def sales_table(name: str, lines: list[TextRow], p: Printer) -> list[Block]:
    """Seller, buyer and what is sent."""
    return p.text_table(
        name,
        [
            p.column("h.seller", 32),
            p.column("h.buyer", 40),
            p.column("h.sent", 18, "num"),
            p.column("h.unit", 10),
        ],
        lines,
    )
