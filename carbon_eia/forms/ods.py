"""The sheets of an .ods file (OpenDocument), cell by cell.

A cell of this format states its value and, beside it, the text that is shown (OpenDocument 1.3,
part 3, 9.1.4 and 19.385): nothing about number formats has to be worked out. No library that is
kept tells errors, merged ranges and hidden rows of it, so its one part is read here.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from xml.parsers.expat import ParserCreate

from carbon_eia.errors import Place
from carbon_eia.forms.cell import ERROR, NO_VALUE, MergedRange, SheetCell, Value, cell_name
from carbon_eia.forms.number_format import general
from carbon_eia.forms.sheet import CellCollector, Room, Sheet, WorkbookLimits
from carbon_eia.forms.xlsx import unpack

__all__ = ["read_ods"]

CONTENT = "content.xml"

_DURATION = re.compile(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_ERROR = re.compile(r"#\S+[!?/A]|(?:Err|错误)\s*[::]\s*\d+")


def read_ods(raw: bytes, place: Place, limits: WorkbookLimits) -> list[Sheet]:
    """The sheets of a workbook's bytes.

    Raises InputError CE-O002 where it is too large; KeyError, ValueError or ExpatError for a file
    that is damaged.
    """
    archive = unpack(raw, place, limits)
    reader = _OdsReader(place, limits)
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    with archive.open(CONTENT) as stream:
        parser.ParseFile(stream)
    return reader.sheets


class _OdsReader:
    """Follows the elements of the content; one cell, row and sheet at a time."""

    def __init__(self, place: Place, limits: WorkbookLimits) -> None:
        self.place, self.limits = place, limits
        self.sheets: list[Sheet] = []
        self.not_shown: set[str] = set()
        self.style = ""
        self.name, self.hidden = "", False
        self.room = Room(limits)
        self.rows = CellCollector(place, self.room)
        self.spans: list[MergedRange] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = self.column = self.at = 0
        self.row_repeat = 1
        self.line: list[tuple[int, int, SheetCell]] = []
        self.cell: dict[str, str] | None = None
        self.texts: list[str] = []
        self.note = self.paragraph = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        a = {_local(k): v for k, v in attributes.items()} | _own_type(attributes)
        if name == "annotation":
            self.note += 1
        elif name == "style":
            self.style = a.get("name", "")
        elif name == "table-properties" and a.get("display") == "false":
            self.not_shown.add(self.style)
        elif name == "table" and tag.startswith("urn:oasis:names:tc:opendocument:xmlns:table"):
            self.open_sheet(a)
        elif name == "table-column":
            self.open_column(a)
        elif name == "table-row":
            self.open_row(a)
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.texts, self.paragraph = a, [], 0
        elif self.cell is not None and not self.note:
            if name == "p":
                self.texts += ["\n"] if self.paragraph else []
                self.paragraph += 1
            elif name == "s":
                self.texts.append(" " * min(int(a.get("c", 1)), 1000))
            elif name in ("tab", "line-break"):
                self.texts.append("\t" if name == "tab" else "\n")

    def characters(self, text: str) -> None:
        if self.cell is not None and not self.note and self.paragraph:
            self.texts.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "annotation":
            self.note -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self.close_cell()
        elif name == "table-row":
            self.close_row()
        elif name == "table" and tag.startswith("urn:oasis:names:tc:opendocument:xmlns:table"):
            self.close_sheet()

    def open_sheet(self, a: dict[str, str]) -> None:
        self.name = a.get("name", "")
        if len(self.sheets) >= self.limits.sheets:
            raise CellCollector(self.place, self.room).too_large(self.name)
        self.hidden = a.get("style-name") in self.not_shown
        self.rows = CellCollector(self.place._replace(sheet=self.name), self.room)
        self.spans, self.hidden_rows, self.hidden_columns = [], set(), set()
        self.row = self.column = 0

    def open_column(self, a: dict[str, str]) -> None:
        last = min(self.column + _count(a, "number-columns-repeated"), self.limits.columns)
        if a.get("visibility", "visible") != "visible":
            self.hidden_columns.update(range(self.column, last))
        self.column = last

    def open_row(self, a: dict[str, str]) -> None:
        self.row_repeat = _count(a, "number-rows-repeated")
        self.at, self.line = 0, []
        if a.get("visibility", "visible") != "visible":
            last = min(self.row + self.row_repeat, self.limits.rows)
            self.hidden_rows.update(range(self.row, last))

    def close_cell(self) -> None:
        assert self.cell is not None
        a, shown = self.cell, "".join(self.texts)
        repeat = _count(a, "number-columns-repeated")
        cell = _cell(a, shown)
        if cell is not None:
            self.line.append((self.at, repeat, cell))
            height, width = _count(a, "number-rows-spanned"), _count(a, "number-columns-spanned")
            if height > 1 or width > 1:
                bottom, right = self.row + height - 1, self.at + width - 1
                self.spans.append(MergedRange(self.row, self.at, bottom, right))
        self.at += repeat
        self.cell = None

    def close_row(self) -> None:
        if self.line:
            self.room.repeated -= self.row_repeat * sum(n for _, n, _ in self.line) - len(self.line)
            if self.room.repeated < 0:
                raise self.rows.too_large(cell_name(self.row, self.at))
            for row in range(self.row, self.row + self.row_repeat):
                for at, repeat, cell in self.line:
                    for column in range(at, at + repeat):
                        self.rows.put(row, column, cell)
        self.row += self.row_repeat

    def close_sheet(self) -> None:
        self.rows.merge(self.spans)
        self.sheets.append(
            Sheet(
                self.name,
                self.rows.values,
                self.rows.odd,
                self.hidden,
                frozenset(self.hidden_rows),
                frozenset(self.hidden_columns),
            )
        )


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _own_type(attributes: dict[str, str]) -> dict[str, str]:
    """The value type that LibreOffice adds: OpenDocument has none for an error."""
    own = (v for k, v in attributes.items() if "calc" in k and k.endswith(" value-type"))
    kind = next(own, "")
    standard = next((v for k, v in attributes.items() if k.endswith("office:1.0 value-type")), "")
    return {"value-type": standard, "own-type": kind}


def _count(a: dict[str, str], key: str) -> int:
    return max(1, int(a.get(key, 1)))


def _cell(a: dict[str, str], shown: str) -> SheetCell | None:
    """The cell of its attributes and the text that it shows; None for an empty one."""
    kind = a["value-type"]
    if a["own-type"] == "error" or ("formula" in a and _ERROR.fullmatch(shown.strip())):
        return SheetCell(shown.strip() or "#ERROR!", fault=ERROR)
    if not kind:
        if "formula" in a:
            return SheetCell(f"={a['formula'].partition('=')[2]}", fault=NO_VALUE)
        return SheetCell(shown) if shown else None
    if kind in ("float", "percentage", "currency"):
        number = float(a["value"])
        same = shown == general(number)
        return SheetCell(number) if same else SheetCell(number, shown=shown)
    if kind == "date":
        return SheetCell(_day(a["date-value"]))
    if kind == "time":
        return SheetCell(_time(a["time-value"]))
    if kind == "boolean":
        return SheetCell(a.get("boolean-value") == "true")
    text = shown or a.get("string-value", "")
    return SheetCell(text) if text else None


def _day(text: str) -> Value:
    if "T" in text:
        return datetime.fromisoformat(text[:19])
    day = date.fromisoformat(text)
    return datetime(day.year, day.month, day.day)


def _time(text: str) -> Value:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, *parts = match.groups()
    days, hours, minutes, seconds = (int(p or 0) for p in parts)
    if sign is None and days == 0 and hours < 24:
        return time(hours, minutes, seconds)
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if sign else span
