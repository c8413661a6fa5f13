"""The sheets of an .xls file (Excel 97 to 2003), cell by cell, through xlrd.

The format does not say which cells hold a formula. One whose result is an empty text may be one
that was never computed: in a row that holds anything else it cannot be told from a blank.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from carbon_eia.errors import Place
from carbon_eia.forms.cell import ERROR, NO_VALUE, MergedRange, SheetCell, Value
from carbon_eia.forms.number_format import GENERAL
from carbon_eia.forms.sheet import CellCollector, Room, Sheet, WorkbookLimits

__all__ = ["read_xls"]

_STREAM = 2
"""The kind of an entry of a compound file's directory that has content."""


def read_xls(raw: bytes, place: Place, limits: WorkbookLimits) -> list[Sheet]:
    """The sheets of a workbook's bytes.

    Raises InputError CE-O002 where it is too large; and whatever xlrd raises for a file that it
    cannot read.
    """
    import xlrd

    _refuse_circles(raw)
    book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
    room = Room(limits)
    return [_sheet(book, sheet, place._replace(sheet=sheet.name), room) for sheet in book.sheets()]


def _refuse_circles(raw: bytes) -> None:
    """Raise CompDocError where short sectors lead back to each other: xlrd would follow them for
    ever, for it counts the sectors of long streams alone."""
    from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError

    if not raw.startswith(SIGNATURE):
        return
    document = CompDoc(raw, logfile=io.StringIO())
    following = document.SSAT
    for node in document.dirlist:
        if node.etype != _STREAM or node.tot_size >= document.min_size_std_stream:
            continue
        sector, steps = node.first_SID, 0
        while 0 <= sector < len(following):
            sector, steps = following[sector], steps + 1
            if steps > len(following):
                raise CompDocError(f"{node.name}: a circle of sectors")


def _sheet(book: Any, sheet: Any, place: Place, room: Room) -> Sheet:
    rows = CellCollector(place, room)
    crossed: list[tuple[int, int]] = []
    for r in range(sheet.nrows):
        cells = sheet.row(r)
        says = any(c.ctype not in (0, 6) and c.value != "" for c in cells)
        for c, cell in enumerate(cells):
            found = _cell(book, cell, says)
            if found is None:
                continue
            rows.put(r, c, found)
            if book.font_list[book.xf_list[cell.xf_index].font_index].struck_out:
                crossed.append((r, c))
    rows.merge(
        MergedRange(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in sheet.merged_cells
    )
    return Sheet(
        sheet.name,
        rows.values,
        rows.odd,
        sheet.visibility != 0,
        frozenset(r for r, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(c for c, info in sheet.colinfo_map.items() if info.hidden),
        tuple(crossed),
    )


def _cell(book: Any, cell: Any, says: bool) -> SheetCell | None:
    """A cell of xlrd; None for one that says nothing. ``says``: whether its row says anything."""
    import xlrd

    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        if value == "":
            return SheetCell("", fault=NO_VALUE) if says else None
        return SheetCell(value, _format(book, cell))
    if kind == xlrd.XL_CELL_NUMBER:
        return SheetCell(float(value), _format(book, cell))
    if kind == xlrd.XL_CELL_DATE:
        return SheetCell(_day(value, book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return SheetCell(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return SheetCell(xlrd.error_text_from_code.get(value, "#UNKNOWN!"), fault=ERROR)
    return None


def _day(value: float, mode: int) -> Value:
    import xlrd

    try:
        found: datetime = xlrd.xldate_as_datetime(value, mode)
    except (OverflowError, ValueError):
        return value
    if 0 <= value < 1:
        return found.time()
    return found


def _format(book: Any, cell: Any) -> str:
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    return code if code else GENERAL
