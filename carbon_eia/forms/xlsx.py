"""The sheets of an .xlsx file, cell by cell, through openpyxl.

The archive is unpacked once against its limits before openpyxl sees it. openpyxl's reader of one
sheet tells in one pass what its worksheets tell in two: the stored results of formulas, and which
formulas have none.
"""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files.archive import ArchiveError, open_archive
from carbon_eia.forms.cell import ERROR, NO_VALUE, MergedRange, SheetCell, is_plain
from carbon_eia.forms.number_format import GENERAL
from carbon_eia.forms.sheet import CellCollector, Room, Sheet, WorkbookLimits

__all__ = ["read_xlsx", "unpack"]

CHINESE_DATES = (*range(27, 37), *range(50, 59))
"""Built-in formats of Chinese editions that show a day or a time (ECMA-376, part 1, 18.8.30)."""


def unpack(raw: bytes, place: Place, limits: WorkbookLimits) -> zipfile.ZipFile:
    """The archive of a workbook within its limits.

    Raises InputError CE-O002 for one that is too large, CE-O001 for one with a document type.
    """
    try:
        return open_archive(raw, limits.archive)
    except ArchiveError as error:
        code, name = ("CE-O002", "what") if error.what else ("CE-O001", "why")
        raise InputError(Problem(code, place, {name: str(error)})) from None


def _too_large(place: Place, what: str) -> InputError:
    return InputError(Problem("CE-O002", place, {"what": what}))


def read_xlsx(raw: bytes, place: Place, limits: WorkbookLimits) -> list[Sheet]:
    """The sheets of a workbook's bytes.

    Raises InputError CE-O002 where it is too large; and whatever openpyxl raises for a file that it
    cannot read.
    """
    from openpyxl import load_workbook

    unpack(raw, place, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would not write again
        book = load_workbook(io.BytesIO(_plain_names(raw)), read_only=True, data_only=True)
        if len(book.worksheets) > limits.sheets:
            raise _too_large(place, f"{len(book.worksheets)} > {limits.sheets}")
        room = Room(limits)
        return [
            _sheet(book, sheet, place._replace(sheet=sheet.title), room)
            for sheet in book.worksheets
        ]


def _plain_names(raw: bytes) -> bytes:
    """The archive with its parts under the names by which the others call them.

    Names of parts are the same in upper and lower case (ECMA-376, part 2, 6.2.2), and some programs
    write ``xl/Worksheets/`` where its relation says ``xl/worksheets/``.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = set(archive.namelist())
        by_lower = {name.lower(): name for name in names}
        called = {n for n in _called(archive, by_lower) if n not in names and n.lower() in by_lower}
        if not called:
            return raw
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as plain:
            for name in sorted(names | called):
                plain.writestr(name, archive.read(by_lower[name.lower()]))
        return content.getvalue()


def _called(archive: zipfile.ZipFile, by_lower: Mapping[str, str]) -> Iterator[str]:
    """The names by which parts are called: in relations, in the list of types, and by habit."""
    yield from ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml")
    yield "xl/_rels/workbook.xml.rels"
    for lower, name in by_lower.items():
        if lower.endswith((".rels", "[content_types].xml")):
            folder = posixpath.dirname(posixpath.dirname(name))
            for target in re.findall(rb'(?:Target|PartName)="([^"]+)"', archive.read(name)):
                path = target.decode("utf-8", "replace")
                yield posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _sheet(book: Any, sheet: Any, place: Place, room: Room) -> Sheet:
    from openpyxl.utils import column_index_from_string

    rows, limits = CellCollector(place, room), room.limits
    crossed: list[tuple[int, int]] = []
    styles = _Styles(book)
    # a chart sheet has no cells
    with book._archive.open(sheet._worksheet_path) as stream:
        parser = _parser(stream, book, sheet, styles)
        for number, cells in parser.parse():
            if number > limits.rows:
                raise rows.too_large(f"{number}:{number}")
            for cell in cells:
                value, kind, style = cell["value"], cell["data_type"], cell["style_id"]
                if value is None:
                    continue
                row, column = cell["row"] - 1, cell["column"] - 1
                if type(value) is int:
                    value = float(value)
                if kind in ("e", "f"):
                    fault = ERROR if kind == "e" else NO_VALUE
                    rows.put(row, column, SheetCell(value, fault=fault))
                elif style and kind != "d" and not is_plain(value, styles.format(style)):
                    rows.put(row, column, SheetCell(value, styles.format(style)))
                else:
                    rows.fill(row, column, value)
                if style and styles.crossed(style):
                    crossed.append((row, column))
    merged = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
    rows.merge(
        MergedRange(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in merged
    )
    columns: set[int] = set()
    for letters, width in parser.column_dimensions.items():
        if _true(width.get("hidden")):
            first = column_index_from_string(letters) - 1
            last = int(width.get("max", first + 1))
            columns.update(range(first, min(last, limits.columns)))
    return Sheet(
        sheet.title,
        rows.values,
        rows.odd,
        sheet.sheet_state != "visible",
        frozenset(int(r) - 1 for r, a in parser.row_dimensions.items() if _true(a.get("hidden"))),
        frozenset(columns),
        tuple(crossed),
    )


def _true(value: object) -> bool:
    return value in ("1", "true", True)


def _parser(stream: Any, book: Any, sheet: Any, styles: _Styles) -> Any:
    """openpyxl's reader of one sheet, which tells a formula without a stored result besides."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):  # type: ignore[misc]
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["value"] is None and element.get("t", "n") != "str":
                formula = element.find(FORMULA_TAG)
                if formula is not None:
                    cell["value"], cell["data_type"] = f"={formula.text or ''}", "f"
            return cell

    return Parser(
        stream,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats | styles.chinese_dates(),
        timedelta_formats=book._timedelta_formats,
    )


LONGEST_FORMAT = 1000
"""Most signs of a number format; a spreadsheet takes 255."""


def _format(code: str) -> str:
    if len(code) > LONGEST_FORMAT:
        raise ValueError(f"number format {code[:20]}…")
    return code


class _Styles:
    """The number format of each cell style, and whether its text is struck through."""

    def __init__(self, book: Any) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        own = book._number_formats
        self.formats: list[str] = []
        self.struck: list[bool] = []
        self.dates: set[int] = set()
        for number, style in enumerate(book._cell_styles):
            kind = style.numFmtId
            if kind >= BUILTIN_FORMATS_MAX_SIZE:
                self.formats.append(_format(own[kind - BUILTIN_FORMATS_MAX_SIZE]))
            else:
                self.formats.append(BUILTIN_FORMATS.get(kind, GENERAL))
            if kind in CHINESE_DATES:
                self.dates.add(number)
            self.struck.append(bool(book._fonts[style.fontId].strike))

    def format(self, style: int) -> str:
        """The number format of a style."""
        return self.formats[style] if style < len(self.formats) else GENERAL

    def crossed(self, style: int) -> bool:
        """Whether a style strikes its text through."""
        return self.struck[style] if style < len(self.struck) else False

    def chinese_dates(self) -> set[int]:
        """Styles with a built-in date format of a Chinese edition."""
        return self.dates
