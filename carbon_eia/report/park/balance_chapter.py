"""The energy balance of the base year, and the energy of each carrier in the scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from carbon_eia.parks.park_balance import FLOWS
from carbon_eia.parks.park_records import CarrierRecord, ParkRecord
from carbon_eia.report import show
from carbon_eia.report.document import Block
from carbon_eia.report.park.park_amounts import DASH, share, whole
from carbon_eia.report.printer import Printer, TextRow, headed
from carbon_eia.run.records import QuantityRecord

__all__ = ["energy_balance", "energy_mix"]


def energy_balance(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Supply, conversion, loss and final use by carrier, in tce and in physical units."""
    yield p.section("balance")
    held = [c for c in record.balance if any(_amount(c, k) != 0 for k in FLOWS)]
    if not held:
        yield from p.paragraph("p.no_balance")
        return
    yield from p.paragraph("p.balance")
    rows = [_row(p.text(c.name), c.tce, 0) for c in held]
    columns = [p.column("h.carrier", 20)]
    columns += [p.column(f"h.flow_{k}", 10, "num") for k in (*FLOWS, "difference")]
    totals = {k: _total([c.tce.get(k) for c in held]) for k in (*FLOWS, "difference")}
    yield from p.text_table("balance", columns, [*rows, _row(p.word("sum"), totals, 0, "sum")])
    physical = [
        _row(p.text(c.name) + p.bracketed(c.unit), c.physical, 1) for c in held if c.physical
    ]
    yield from p.text_table("balance_physical", columns, physical)
    yield from _closing(record, totals, p)


def _amount(c: CarrierRecord, flow: str) -> Decimal | None:
    quantity = c.tce.get(flow)
    return None if quantity is None else show.exact(quantity)


def _row(
    name: str, amounts: dict[str, QuantityRecord | None], places: int, look: str = ""
) -> TextRow:
    cells = [whole(amounts.get(k), places) for k in (*FLOWS, "difference")]
    return TextRow([name, *cells], look)


def _total(amounts: Sequence[QuantityRecord | None]) -> QuantityRecord | None:
    if any(a is None for a in amounts):
        return None
    total = sum((show.exact(a) for a in amounts if a is not None), Decimal(0))
    return QuantityRecord(value=str(total), unit="tce")


def _closing(
    record: ParkRecord, totals: dict[str, QuantityRecord | None], p: Printer
) -> Iterator[Block]:
    """By how much the balance does not close, and what conversion costs."""
    unknown = [
        f"{m.name} {x.source}"
        for m in record.members
        if m.role != "projects"
        for x in m.sources
        if x.tce is None
    ]
    left = totals["difference"]
    if unknown or left is None:
        yield from p.paragraph("p.balance_open", names=p.names(unknown) or DASH)
        return
    lost = _total([totals["input"], _negative(totals["output"])])
    yield from p.paragraph(
        "p.balance_closes",
        supply=whole(_total([totals["bought"], totals["own"], _negative(totals["sold"])])),
        lost=whole(lost),
        loss=whole(totals["loss"]),
        final=whole(totals["final"]),
        left=whole(left, 2),
        counted=whole(record.base.energy),
    )


def _negative(quantity: QuantityRecord | None) -> QuantityRecord | None:
    if quantity is None:
        return None
    return QuantityRecord(value=str(-show.exact(quantity)), unit=quantity.unit)


def energy_mix(record: ParkRecord, p: Printer) -> list[Block]:
    """tce and share of each carrier: base year, plan and optimised plan in the last year."""
    base, last = record.base, record.park.plan_years[-1]
    years = [
        (str(base.year), record.plan, base.year),
        (f"{p.word('h.plan')} {last}", record.plan, last),
    ]
    if record.optimised != record.plan:
        years.append((f"{p.word('h.optimised')} {last}", record.optimised, last))
    found = [
        [c.mix.get(name, {}).get(str(year)) for _, name, year in years] for c in record.balance
    ]
    sums = [_total(column) for column in zip(*found, strict=True)]
    rows = []
    for c, amounts in zip(record.balance, found, strict=True):
        if any(a is None or show.exact(a) for a in amounts):
            pairs = [
                x
                for a, whole_of in zip(amounts, sums, strict=True)
                for x in (whole(a), DASH if whole_of is None else share(a, whole_of))
            ]
            rows.append(TextRow([p.text(c.name), *pairs]))
    columns = [p.column("h.carrier", 22)]
    for label, _, _ in years:
        columns += [
            headed(f"{label}{p.bracketed('tce')}", 15, "num"),
            headed(f"{label}{p.bracketed('%')}", 11, "num"),
        ]
    total = [x for s in sums for x in (whole(s), DASH if s is None else "100.00")]
    return p.text_table("energy_mix", columns, [*rows, TextRow([p.word("sum"), *total], "sum")])
