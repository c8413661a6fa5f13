"""The sheets of a park's workbook that hold in full what paper cuts: lists of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carbon_eia.parks.records import ParkRecord
from carbon_eia.report import show
from carbon_eia.report.park.amounts import sector
from carbon_eia.report.park.control import admission_list
from carbon_eia.report.park.files import files
from carbon_eia.report.park.optimise import cap_name
from carbon_eia.report.park.scenarios import EFFECTS, change_of, changed, period
from carbon_eia.report.park.sheets import Sheets
from carbon_eia.report.park.tracking import watched
from carbon_eia.run.records import QuantityRecord

__all__ = ["add_lists"]


Entry = str | int | QuantityRecord | None
"""A text, a year, or a quantity of the record."""


def add_lists(s: Sheets, record: ParkRecord) -> None:
    """Every list that has entries, each on a sheet of its own."""
    _effects(s, record)
    changes: list[list[Entry]] = [
        [x.name, changed(c, s.p), change_of(c, s.p), c.year, c.source]
        for x in record.scenarios
        for c in x.changes
    ]
    _list(s, "changes", ("scenario", "of", "change", "year", "from"), (18, 22, 44, 8, 60), changes)
    sales: list[list[Entry]] = [
        [x.seller, x.source, b.name, b.source, b.sent, b.sent.unit]
        for x in record.sales
        for b in x.buyers
    ]
    heads = ("seller_name", "source", "buyer_name", "use_of", "sent", "unit")
    _list(s, "sales", heads, (20, 24, 20, 30, 16, 10), sales)
    own = {m.name: m for m in record.members}
    large: list[list[Entry]] = [[x.name, sector(own[x.name], s.p), x.energy] for x in record.large]
    _list(s, "large", ("member", "sector", "tce"), (24, 30, 18), large)
    caps: list[list[Entry]] = [
        [
            cap_name(k, s.p),
            k.year,
            k.limit,
            k.existing,
            k.used,
            k.price,
        ]
        for k in (record.choice.caps if record.choice else ())
    ]
    bounds = ("cap", "year", "limit", "existing", "used", "price")
    _list(s, "caps", bounds, (22, 8, 18, 18, 18, 18), caps)
    access: list[list[Entry]] = [
        [
            sector(m, s.p),
            m.name,
            m.intensity,
            m.admission,
            m.intensity.unit if m.intensity else "",
            s.p.word(f"entry.{m.entry}"),
            s.p.say(m.reason) if m.reason else "",
        ]
        for m in admission_list(record, s.p)
    ]
    judged = ("sector", "project", "performance", "admission", "unit", "entry", "why")
    _list(s, "access", judged, (20, 20, 14, 14, 14, 16, 70), access)
    _list(
        s, "monitoring", ("object", "what", "how", "often"), (24, 46, 26, 24), watched(record, s.p)
    )
    _list(s, "files", ("file", "sha"), (44, 72), files(record, s.p))


def _list(
    s: Sheets,
    key: str,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Entry]],
) -> None:
    """A sheet of a list; none where it has no entries."""
    entries = list(rows)
    if not entries:
        return
    sheet = s.add(key, [s.head(h) for h in heads], widths)
    for row, cells in enumerate(entries, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                s.text(sheet, row, column, cell)
            elif isinstance(cell, int):
                s.year(sheet, row, column, cell)
            elif cell is not None:
                fine = "/" in cell.unit
                s.value(sheet, row, column, cell, s.fine if fine else s.number)


def _effects(s: Sheets, record: ParkRecord) -> None:
    """The effects with their sum, which is the change."""
    names = [s.head("specific" if n == "intensity" else n) for n in EFFECTS]
    heads = [s.head("scenario"), s.head("period"), *names, s.head("total")]
    sheet = s.add("effects", heads, (20, 30, *(16 for _ in EFFECTS), 18))
    for row, x in enumerate(record.effects, 1):
        s.text(sheet, row, 0, x.scenario)
        s.text(sheet, row, 1, period(x, record))
        if x.effects is None:
            continue
        for n, name in enumerate(EFFECTS):
            s.value(sheet, row, 2 + n, x.effects[name])
        change = show.exact(x.after) - show.exact(x.before)
        s.live(sheet, row, 2 + len(EFFECTS), f"SUM(C{row + 1}:G{row + 1})", str(change))
