"""The sheets of the base year: every source, and what each member and the park come to, live."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.parks.park_records import MemberRecord, ParkRecord
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.park.park_amounts import category, counted_energy, sector
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float

__all__ = ["write_members", "write_sources"]

Rows = tuple[int, int]
"""The first and the last row of a member on the sheet of sources, as a spreadsheet counts."""


def write_sources(page: SheetPage, record: ParkRecord, reader: DocumentLanguage) -> dict[str, Rows]:
    """Write every source; gives the rows of each member."""
    page.widths(18, 34, 18, 18, 16, 30)
    heads = [reader.word(f"h.{k}") for k in ("member", "source", "category", "co2e", "tce")]
    page.head([*heads, reader.word("x.inside")], repeat=True, freeze=1)
    rows = {}
    for m in record.members:
        first = page.row + 1
        for x in m.sources:
            page.text(0, m.name)
            page.text(1, x.source)
            page.text(2, category(x.category, reader))
            page.number(3, as_float(x.co2e), "mass", "input")
            page.number(4, as_float(x.tce), "mass", "input")
            page.text(5, x.link)
            page.next()
        rows[m.name] = first, page.row
    return rows


def write_members(
    page: SheetPage, record: ParkRecord, reader: DocumentLanguage, rows: Mapping[str, Rows]
) -> str:
    """Write the account of the base year; gives the cell of the park's total."""
    page.widths(18, 30, 16, 24, 8, 16, 18, 16, 14, 14, 18)
    keys = ("member", "named", "role", "sector", "start", "gross", "internal", "net", "counted")
    heads = [reader.word(f"h.{k}") for k in (*keys, "value", "intensity")]
    page.head(heads, repeat=True, freeze=1)
    there = [m for m in record.members if m.role != "projects"]
    for m in [*there, *(m for m in record.members if m.role == "projects")]:
        _member(page, m, reader, rows[m.name])
    for t in record.totals:
        for column, text in enumerate((t.name, t.source, reader.word("role.totals"))):
            page.text(column, text)
        page.text(3, sector(t, reader))
        for column in (4, 5, 6, 9, 10):
            page.text(column, "")
        page.number(7, as_float(t.co2e), "mass", "input")
        page.number(8, as_float(t.tce), "mass", "input")
        page.next()
    return _park(page, record, reader, len(there))


def _member(page: SheetPage, m: MemberRecord, reader: DocumentLanguage, rows: Rows) -> None:
    """A member; where its file leaves something open it has no total, and a word says so."""
    for column, text in enumerate((m.name, m.project, reader.word(f"role.{m.role}"))):
        page.text(column, text)
    page.text(3, sector(m, reader))
    page.number(4, m.start, "year")
    first, last = rows
    here, sheet = page.row + 1, reader.word("x.sources")
    area, tce, inside = (f"'{sheet}'!${c}${first}:${c}${last}" for c in "DEF")
    any_source = first <= last
    if m.total is None:
        page.text(5, reader.word("part_missing"), page.formats("text", "bad"))
    elif any_source:
        page.formula(5, f"SUM({area})", as_float(m.total), "mass")
    else:
        page.number(5, None, "mass")
    if any_source:
        within = f'SUMIF({inside},"?*",{area})'
        page.formula(6, within, as_float(m.internal), "mass")
    else:
        page.number(6, None, "mass")
    if m.net is None:
        page.text(7, reader.word("part_missing"), page.formats("text", "bad"))
    else:
        page.formula(7, f"F{here}-G{here}", as_float(m.net), "mass", "result")
    counted = counted_energy(m)
    if counted is not None and any_source:
        own_energy = f'SUM({tce})-SUMIF({inside},"?*",{tce})'
        page.formula(8, own_energy, as_float(counted), "mass")
    else:
        page.number(8, None, "mass")
    page.number(9, as_float(m.added_value), "mass", "input")
    if m.added_value is not None and m.net is not None:
        each = float(m.net.number / m.added_value.number)
        page.formula(10, f"H{here}/J{here}", each, "intensity", "result")
    else:
        page.number(10, None, "intensity")
    page.next()


def _park(page: SheetPage, record: ParkRecord, reader: DocumentLanguage, there: int) -> str:
    """The sums of the park: members that are there and totals of sectors; planned projects, whose
    rows are between, do not count yet."""
    base, here = record.base, page.row + 1
    page.text(0, reader.word("x.base", year=base.year), page.formats("key"))
    for column in (1, 2, 3, 4):
        page.text(column, "", page.formats("key"))

    def both(column: str) -> str:
        totals = f"{column}{here - len(record.totals)}:{column}{here - 1}"
        return f"SUM({column}2:{column}{there + 1})" + (f"+SUM({totals})" if record.totals else "")

    page.formula(5, f"SUM(F2:F{there + 1})", as_float(base.gross), "mass", "result", bold=True)
    page.formula(6, f"SUM(G2:G{there + 1})", as_float(base.internal), "mass", "result", bold=True)
    if base.complete:
        page.formula(7, both("H"), as_float(base.total), "mass", "result", bold=True)
    else:  # the known part alone, which no sum of members without a total is
        page.number(7, as_float(base.total), "mass", bold=True)
    if base.energy is not None:
        page.formula(8, both("I"), as_float(base.energy), "mass", "result", bold=True)
    else:
        page.number(8, None, "mass")
    if base.activity is not None and record.park.activity == "added_value":
        page.number(9, as_float(base.activity), "mass", "input", bold=True)
        page.formula(
            10, f"H{here}/J{here}", as_float(base.intensity), "intensity", "result", bold=True
        )
    else:
        page.number(9, None, "mass")
        page.number(10, None, "intensity")
    total = page.ref(7)
    page.next()
    return total
