"""A workbook that somebody handed in: opened within bounds, values with how they are shown.

python-calamine reads the values. Before it does, the archive is unpacked once against its limits,
and every sheet's cell references are looked at: a file of some kilobytes can claim gigabytes, or
a cell in the last row of a sheet. Of the formats only one thing is read, which values are shown
as percent: 0.985 and 98.5 % are the same number in a file.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from posixpath import join as path_join
from posixpath import normpath
from typing import IO, Any, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from carbon_eia.errors import InputError, MachineError, Place, Problem
from carbon_eia.files import read_bytes

__all__ = ["Cell", "Sheet", "cell_name", "open_sheets", "percent_cells", "sheets_of"]

MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 400
MAX_SHEETS = 40
MAX_ROWS = 4000
MAX_COLUMNS = 300

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,  # a way of packing that nobody uses
    OSError,
    RuntimeError,  # encrypted
    ValueError,
)
"""What a damaged archive raises."""

Value = str | float | bool | date | datetime | time | timedelta | None


class Cell(NamedTuple):
    """What a cell holds, and whether it is shown as percent."""

    value: Value
    percent: bool = False

    @property
    def empty(self) -> bool:
        """Whether the cell says nothing."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class Sheet(NamedTuple):
    """A sheet: its name and its rows from A1 on."""

    name: str
    rows: list[list[Cell]]


def cell_name(row: int, column: int) -> str:
    """The reference of a cell, counted from 0.

    >>> cell_name(0, 0), cell_name(7, 27)
    ('A1', 'AB8')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def open_sheets(path: Path, file: str = "") -> list[Sheet]:
    """The sheets of an .xlsx file; ``file``: how it is called, its path where nothing is given.

    Raises InputError: CE-F001 to CE-F006 as for any file, and what ``sheets_of`` raises.
    """
    return sheets_of(read_bytes(path), Place(file or str(path)))


def sheets_of(raw: bytes, place: Place, most_rows: int = MAX_ROWS) -> list[Sheet]:
    """The sheets of a workbook's bytes; ``most_rows`` bounds each of them.

    Raises InputError: CE-O001 not a workbook that can be read, CE-O002 larger than a form ever is;
    MachineError CE-D001 without python-calamine.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MachineError(Problem("CE-D001", params={"package": "python-calamine"})) from None
    try:
        percent = _look_over(raw, place, most_rows)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return [
            Sheet(name, _rows(book.get_sheet_by_name(name), percent.get(name, set())))
            for name in book.sheet_names
        ]
    except (CalamineError, *_UNREADABLE) as error:
        why = str(error)[:120] or type(error).__name__
        raise InputError(Problem("CE-O001", place, {"why": why})) from None


def percent_cells(path: Path, sheet: str) -> set[tuple[int, int]]:
    """Row and column, from 0, of the cells of a sheet that are shown as percent.

    Without the bounds of a form: of tables that are as long as they are.

    Raises InputError CE-O001 for what is no workbook.
    """
    found: set[tuple[int, int]] = set()
    try:
        with zipfile.ZipFile(path) as archive:
            names = ("xl/_rels/workbook.xml.rels", "xl/workbook.xml")
            parts = {name: archive.read(name) for name in names}
            parts |= {n: b"" for n in archive.namelist() if n not in parts}
            part = _sheets(parts).get(sheet)
            styles = "xl/styles.xml"
            shown = _percent_styles(archive.read(styles) if styles in parts else b"")
            if part is not None and shown:

                def cell(row: int, column: int, style: str) -> None:
                    if style in shown:
                        found.add((row, column))

                with archive.open(part) as stream:
                    _each(stream, _at_cells(cell))
    except _UNREADABLE as error:
        why = str(error)[:120] or type(error).__name__
        raise InputError(Problem("CE-O001", Place(str(path)), {"why": why})) from None
    return found


def _rows(sheet: Any, percent: set[str]) -> list[list[Cell]]:
    rows = sheet.to_python(skip_empty_area=False)
    return [
        [Cell(_plain(v), cell_name(r, c) in percent) for c, v in enumerate(row)]
        for r, row in enumerate(rows)
    ]


def _plain(value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, int):
        found: Value = value
        return found
    return float(value)


# --- bounds and formats


def _look_over(raw: bytes, place: Place, most_rows: int) -> dict[str, set[str]]:
    """Unpack every part within the limits; name of a sheet → its cells shown as percent."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        infos = archive.infolist()
        if len(infos) > MAX_PARTS:
            raise _too_large(place, f"{len(infos)} > {MAX_PARTS}")
        room = MAX_UNPACKED
        for info in infos:
            with archive.open(info) as stream:
                content = stream.read(room + 1)  # a wrong size in the head ends as a bad archive
            room -= len(content)
            if room < 0:
                raise _too_large(place, f"> {MAX_UNPACKED // 1024 // 1024} MB")
            if info.filename.endswith((".xml", ".rels")):
                parts[info.filename] = content
    sheets = _sheets(parts)
    if len(sheets) > MAX_SHEETS:
        raise _too_large(place, f"{len(sheets)} > {MAX_SHEETS}")
    styles = _percent_styles(parts.get("xl/styles.xml", b""))
    return {
        name: _scan(parts[part], styles, place._replace(sheet=name), most_rows)
        for name, part in sheets.items()
    }


def _too_large(place: Place, what: str) -> InputError:
    return InputError(Problem("CE-O002", place, {"what": what}))


def _each(content: bytes | IO[bytes], tell: Callable[[str, Mapping[str, str]], None]) -> None:
    """Tell every element of an XML part with its attributes; a document type is refused."""
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: tell(name.rpartition(":")[2], attributes)
    if isinstance(content, bytes):
        parser.Parse(content, True)
    else:
        parser.ParseFile(content)


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Name of a sheet → its part."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(name: str, a: Mapping[str, str]) -> None:
        if name == "Relationship":
            inside = a["Target"].removeprefix("/xl/")
            targets[a["Id"]] = normpath(path_join("xl", inside))

    def sheet(name: str, a: Mapping[str, str]) -> None:
        if name == "sheet":
            ident = next((v for k, v in a.items() if k.endswith(":id")), "")
            if targets.get(ident) in parts:
                found[a["name"]] = targets[ident]

    _each(parts["xl/_rels/workbook.xml.rels"], relation)
    _each(parts["xl/workbook.xml"], sheet)
    return found


def _percent_styles(content: bytes) -> set[str]:
    """Numbers of the cell styles that show a value as percent."""
    formats, kinds = {"9", "10"}, list[str]()
    within = ""

    def style(name: str, a: Mapping[str, str]) -> None:
        nonlocal within
        if name == "numFmt" and "%" in a.get("formatCode", ""):
            formats.add(a["numFmtId"])
        elif name in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            within = name
        elif name == "xf" and within == "cellXfs":
            kinds.append(a.get("numFmtId", "0"))

    if content:
        _each(content, style)
    return {str(i) for i, kind in enumerate(kinds) if kind in formats}


def _scan(content: bytes, styles: set[str], place: Place, most_rows: int) -> set[str]:
    """The cells of a sheet that are shown as percent; a cell far outside a form is refused."""
    found: set[str] = set()

    def cell(row: int, column: int, style: str) -> None:
        if row >= most_rows or column >= MAX_COLUMNS:
            at = cell_name(row, max(column, 0))
            raise _too_large(place._replace(cell=at), at)
        if style in styles:
            found.add(cell_name(row, column))

    _each(content, _at_cells(cell))
    return found


def _at_cells(tell: Callable[[int, int, str], object]) -> Callable[[str, Mapping[str, str]], None]:
    """Tells row and column, from 0, and style of every cell; of a row without cells column −1."""
    row = column = 0

    def element(name: str, a: Mapping[str, str]) -> None:
        nonlocal row, column
        if name == "row":
            where = a.get("r", "")
            row, column = int(where) if where else row + 1, 0
            tell(row - 1, -1, "")
        elif name == "c":
            where = a.get("r", "")
            letters = where.rstrip("0123456789")
            column = _column(letters) if letters else column + 1
            row = int(where[len(letters) :]) if letters else row
            tell(row - 1, column - 1, a.get("s", ""))

    return element


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number
