"""Chapters 1 to 3: purpose and boundary, the present situation, sources and accounting."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from carbon_eia.parks.records import (
    InstrumentName,
    MemberRecord,
    ParkRecord,
    TargetRecord,
    TotalRecord,
    UsedDocument,
    YearRecord,
)
from carbon_eia.reference import categories as lines_of_inventory
from carbon_eia.report import show
from carbon_eia.report.park.blocks import Block, Printer, law, whole
from carbon_eia.run.records import QuantityRecord

__all__ = [
    "accounting",
    "categories",
    "category",
    "counted_energy",
    "present",
    "scope",
    "sector",
]


def sector(member: MemberRecord | TotalRecord, p: Printer) -> str:
    """The name of a member's sector."""
    return p.reader.text(member.sector)


def category(name: str, p: Printer) -> str:
    """The name of a category."""
    own = p.reader.code("category", name)
    return own if own != name else p.word(f"category.{name}")


def categories(years: Iterable[YearRecord]) -> list[str]:
    """The categories of some years, in the order of inventories.

    The order of keys in a record is none: a record that was read back has another.
    """
    found = {name for year in years for name in year.by_category}
    known = lines_of_inventory()
    return [*(c for c in known if c in found), *sorted(found.difference(known))]


def share(part: QuantityRecord | None, total: QuantityRecord) -> str:
    """A part in percent of a total, at two decimals."""
    whole_ = show.exact(total)
    if part is None or not whole_:
        return "—"
    return show.rounded(show.exact(part) / whole_ * Decimal(100), 2)


def counted_energy(member: MemberRecord) -> QuantityRecord | None:
    """tce of a member that count for the park: without what members sell each other."""
    found = [x.tce for x in member.sources if x.link is None]
    if any(t is None for t in found):
        return None
    total = sum((show.exact(t) for t in found if t is not None), Decimal(0))
    return QuantityRecord(value=str(total), unit="tce")


def scope(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 1."""
    park = record.park
    documents = [
        *[[_titled(d), p.word("doc.scope")] for d in record.documents if d.use == "scope"],
        *[
            [instrument, p.word("doc.policy")]
            for instrument in dict.fromkeys(_titled(t.instrument) for t in _targets(record))
        ],
        *[
            [f"{d.number} {d.title}", p.word("doc.energy")]
            for d in record.documents
            if d.use == "energy"
        ],
        *[[f"{x.title} {x.number}", p.word("doc.benchmark")] for x in record.reference.overrides],
    ]
    members = [
        [
            m.name,
            m.project,
            p.word(f"role.{m.role}") + (p.bracketed(p.word(f"kind.{m.kind}")) if m.kind else ""),
            sector(m, p),
            str(m.start or "—"),
        ]
        for m in record.members
    ]
    members += [[t.name, t.source, p.word("role.totals"), sector(t, p), "—"] for t in record.totals]
    return [
        p.section("purpose"),
        p.text("p.purpose"),
        p.text(f"p.kind_{park.kind}"),
        p.section("basis"),
        p.text("p.basis"),
        p.table("documents", [("document", 64), ("use", 36)], documents),
        p.section("boundary"),
        p.text("p.boundary", boundary=park.boundary, area=p.reader.typed(park.area)),
        p.table(
            "members",
            [("member", 17), ("named", 29), ("role", 20), ("sector", 24), ("start", 10)],
            members,
        ),
    ]


def _titled(instrument: InstrumentName | UsedDocument) -> str:
    return f"《{instrument.title}》{instrument.number}"


def _targets(record: ParkRecord) -> list[TargetRecord]:
    return [t for i in record.indicators for t in i.targets]


def present(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 2."""
    there = [m for m in record.members if m.role != "projects"]
    base = record.base
    rows = [
        [
            m.name,
            sector(m, p),
            *(whole(getattr(m, k)) for k in ("total", "internal", "net")),
            share(m.net, base.total),
            whole(counted_energy(m)),
            whole(m.added_value),
        ]
        for m in sorted(there, key=lambda m: -show.exact(m.net) if m.net else Decimal(0))
    ]
    rows += [
        [t.name, sector(t, p), "—", "—", whole(t.co2e), share(t.co2e, base.total),
         whole(t.tce), "—"]
        for t in record.totals
    ]  # fmt: skip
    activity = base.activity if record.park.activity == "added_value" else None
    rows.append(
        [p.reader.word("sum"), "", whole(base.gross), whole(base.internal),
         whole(base.total), "100.00", whole(base.energy), whole(activity)]
    )  # fmt: skip
    heads = [
        ("member", 14), ("sector", 16), ("gross", 13), ("internal", 14), ("net", 13),
        ("share", 9), ("counted", 10), ("value", 11),
    ]  # fmt: skip
    blocks = [
        p.section("energy"),
        p.text("p.flow"),
        p.figure("flow_carbon"),
        p.figure("flow_energy"),
        p.section("enterprises"),
        p.text("p.enterprises"),
        p.table("enterprises", heads, rows, range(2, 8), {len(rows) - 1: "sum"}, sheet="members"),
        p.text(
            "p.check",
            gross=whole(base.gross, 2),
            internal=_signed(base.internal, p),
            statistics=whole(base.statistics, 2),
            total=whole(base.total, 2),
        ),
        p.section("large"),
    ]
    if record.large:
        own = {m.name: m for m in record.members}
        large = [[x.name, sector(own[x.name], p), whole(x.energy)] for x in record.large]
        if record.tracking is not None:
            blocks.append(p.text("p.large", **law(record.tracking)))
        blocks.append(p.table("large", [("member", 35), ("sector", 45), ("tce", 20)], large, (2,)))
    else:
        blocks.append(p.text("p.no_large"))
    blocks.append(p.section("sales"))
    if not record.sales:
        return [*blocks, p.text("p.no_sales")]
    sales = []
    for s in record.sales:
        for n, b in enumerate(s.buyers):
            seller = f"{s.seller} {s.source}" if not n else ""
            sent = b.sent
            sales.append([seller, f"{b.name} {b.source}", whole(sent, 2), sent.unit])
    heads = [("seller", 32), ("buyer", 40), ("sent", 18), ("unit", 10)]
    return [*blocks, p.text("p.sales"), p.table("sales", heads, sales, (2,))]


def _signed(quantity: QuantityRecord, p: Printer) -> str:
    """A number that is taken off, in brackets where it is below nothing."""
    text = whole(quantity, 2)
    return p.bracketed(text).strip() if text.startswith("−") else text


def accounting(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 3."""
    base = record.base
    sums = base.by_category
    names = sorted(categories([base]), key=lambda name: -show.exact(sums[name]))
    rows = [[category(n, p), whole(sums[n], 2), share(sums[n], base.total)] for n in names]
    rows.append([p.reader.word("sum"), whole(base.total, 2), "100.00"])
    lines: list[list[str]] = []
    styles: dict[int, str] = {}
    for m in record.members:
        if m.role == "projects":
            continue
        styles[len(lines)] = "group"
        lines.append([m.name, "", "", whole(m.net, 2), whole(counted_energy(m), 2)])
        for x in m.sources:
            inside = p.bracketed(p.word("inside")) if x.link else ""
            lines.append(
                ["", x.source + inside, category(x.category, p), whole(x.co2e, 2),
                 whole(x.tce, 2)]
            )  # fmt: skip
    beside = [
        [r.name + p.bracketed(r.year), p.reader.typed(r.generation), r.source or "—"]
        for r in record.renewables
    ]
    beside += [[s.name, p.reader.typed(s.amount), s.source] for s in record.sinks]
    heads = [("member", 16), ("source", 36), ("category", 18), ("co2e", 16), ("tce", 14)]
    blocks = [
        p.section("method"),
        p.text("p.method"),
        p.section("inventory"),
        p.table(
            "inventory",
            [("category", 50), ("co2e", 30), ("share", 20)],
            rows,
            (1, 2),
            {len(rows) - 1: "sum"},
        ),
        p.section("sources"),
        p.table("sources", heads, lines, (3, 4), styles),
    ]
    if beside:
        blocks.append(p.section("beside"))
        heads = [("item", 34), ("amount", 26), ("from", 40)]
        blocks.append(p.table("beside", heads, beside))
    return blocks
