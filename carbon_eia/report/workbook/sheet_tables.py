"""A table of a document on a sheet: one column of the sheet for each of its own, or several.

What is left of the width goes to the columns that need it, so that rows need few lines. Numbers are
numbers, in one column of the sheet where they fit. What cannot stand as a number in the same
decimals, or is no bare number, is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import accumulate, islice
from typing import NamedTuple

from carbon_eia.messages import sentence
from carbon_eia.report.document import Document, FactList, Table, TableCell, TableColumn, TableRow
from carbon_eia.report.workbook.formats import Style
from carbon_eia.report.workbook.pieces import pieces
from carbon_eia.report.workbook.sheet_page import MOST_LINES, SheetPage, width

__all__ = ["is_counted", "shown_number", "write_table"]

DIGITS = 15
"""Significant digits that a cell's number can hold."""

MEASURED = 300
"""Rows from which the widths of a table are taken."""

NUMERIC = ("number", "amount")
"""Looks of a text that may be a bare number."""

FILLS = {"result fails": "bad", "grade-c": "bad", "gap": "bad"}
"""The fill of a cell by the look of what it says."""


class ShownNumber(NamedTuple):
    """A number as a cell has it, and the format that shows its decimals."""

    value: float
    format: str

    @property
    def look(self) -> dict[str, Style]:
        """Its decimals; smaller rather than as ### where its column is too narrow."""
        return {"num_format": self.format, "shrink": True}


class Measured(NamedTuple):
    """The first and last column of a cell, and the widths of its lines."""

    first: int
    last: int
    lines: list[int]


def shown_number(text: str) -> ShownNumber | None:
    """The number that a text shows; None where it is none, or has more digits than a cell.

    >>> shown_number("1188633.50"), shown_number("−2"), shown_number("—")
    (ShownNumber(value=1188633.5, format='#,##0.00'), ShownNumber(value=-2.0, format='#,##0'), None)
    >>> shown_number("0.1234567890123456") is None
    True
    """
    try:
        number = Decimal(text.strip().replace("−", "-"))
    except InvalidOperation:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > DIGITS:
        return None
    _, _, decimals = text.strip().partition(".")
    return ShownNumber(float(number), "#,##0." + "0" * len(decimals) if decimals else "#,##0")


def is_counted(table: Table) -> bool:
    """Whether the first column of a table counts its rows."""
    first = [row.cells[0] for row in table.rows if len(row.cells) == len(table.columns)]
    return any(c.align == "no" for c in first)


def write_table(page: SheetPage, document: Document, table: Table, last: int) -> None:
    """Write a table with its caption and heads, into columns up to the last."""
    _TableWriter(page, document, table, last).write()


class _TableWriter:
    def __init__(self, page: SheetPage, document: Document, table: Table, last: int) -> None:
        self.page, self.document, self.table = page, document, table
        self.places = self._places(last)
        self.left: dict[int, int] = {}
        """Column of the table → rows that a cell above still spans."""

    def write(self) -> None:
        """Write caption, heads and rows."""
        page, table = self.page, self.table
        page.heading(f"{table.label} {table.caption}".strip(), "caption", 22)
        if table.has_head:
            for column, (first, last) in zip(table.columns, self.places, strict=True):
                page.merged(_head_of(column), first, last, page.formats("head"))
            page.next()
        for row in table.rows:
            self._row(row)

    # --- where columns stand

    def _places(self, end: int) -> list[tuple[int, int]]:
        """First and last column of the sheet for each column of the table."""
        table = self.table
        counted = is_counted(table)
        spans = self._spans(end - 1 + counted + 1, counted)
        places, first = [], 0 if counted else 1
        for span in spans:
            places.append((first, first + span - 1))
            first += span
        return places

    def _spans(self, room: int, counted: bool) -> list[int]:
        """How many columns of the sheet each column takes, so that rows need the fewest lines."""
        columns = self.table.columns
        fixed = 0 if counted else None
        rows = list(self._measured())
        start = 0 if counted else 1
        spans = [1] * len(columns)
        while sum(spans) < room:
            now = self._lines(rows, spans, start)
            gains = {}
            for i in range(len(columns)):
                if i != fixed:
                    wider = [*spans[:i], spans[i] + 1, *spans[i + 1 :]]
                    gains[i] = now - self._lines(rows, wider, start)
            if not gains or max(gains.values()) <= 0:
                break
            spans[max(gains, key=lambda i: gains[i])] += 1
        return spans

    def _measured(self) -> Iterator[list[Measured]]:
        """Heads and the first rows: how wide the lines of each cell are.

        The head of a column of numbers may wrap: numbers that fit stand in one column of the sheet.
        """
        if self.table.has_head:
            heads = ["" if c.align == "num" else _head_of(c) for c in self.table.columns]
            yield [Measured(i, i, _line_widths(head)) for i, head in enumerate(heads)]
        for row in islice(self.table.rows, MEASURED):
            column, cells = 0, []
            for cell in row.cells:
                end = column + cell.columns
                cells.append(Measured(column, end - 1, _line_widths(self._text(cell))))
                column = end
            if column == len(self.table.columns):
                yield cells

    def _lines(self, rows: Sequence[Sequence[Measured]], spans: list[int], start: int) -> int:
        """Lines that all rows take together, when columns span so many of the sheet."""
        starts = list(accumulate(spans, initial=start))
        inner = {
            (a, b): max(int(self.page.inner(starts[a], starts[b + 1] - 1)), 1)
            for a, b in {(c.first, c.last) for row in rows for c in row}
        }
        return sum(
            max(sum(max(-(-x // inner[c.first, c.last]), 1) for x in c.lines) for c in row)
            for row in rows
        )

    # --- rows

    def _row(self, row: TableRow) -> None:
        """A row, over more rows of the sheet where one cannot show all of a cell."""
        placed = list(self._placed(row))
        texts = [self._pieces(cell, first, last) for cell, first, last in placed]
        for n in range(max(map(len, texts), default=0)):
            for (cell, first, last), parts in zip(placed, texts, strict=True):
                self._cell(cell, row.look, parts[n] if n < len(parts) else "", first, last)
            self.page.next()

    def _placed(self, row: TableRow) -> Iterator[tuple[TableCell, int, int]]:
        """The cells of a row with their columns; an empty one where one above spans the row."""
        column, cells = 0, iter(row.cells)
        while column < len(self.places):
            if self.left.get(column):
                self.left[column] -= 1
                yield TableCell(()), *self.places[column]
                column += 1
                continue
            cell = next(cells, None)
            if cell is None:
                return
            end = min(column + cell.columns, len(self.places))
            for i in range(column, end):
                self.left[i] = cell.rows - 1
            yield cell, self.places[column][0], self.places[end - 1][1]
            column = end

    def _pieces(self, cell: TableCell, first: int, last: int) -> list[str]:
        return pieces(self._text(cell), max(int(self.page.inner(first, last)), 1), MOST_LINES)

    def _text(self, cell: TableCell) -> str:
        """What a cell says, line by line."""
        colon = sentence("report.colon", self.document.lang)
        lines = []
        for x in cell.lines:
            if isinstance(x, FactList):
                lines += [f"{f.label}{colon}{self.document.plain(f.text)}" for f in x.rows]
            else:
                lines.append(self.document.plain(x.text))
        return "\n".join(lines)

    def _cell(self, cell: TableCell, look: str, text: str, first: int, last: int) -> None:
        page, looks = self.page, self._looks(cell)
        kind = "key" if cell.head or look == "group" else "text"
        fill = next((FILLS[x] for x in looks if x in FILLS), "")
        style = _style(cell, look)
        number = shown_number(text) if looks in ([x] for x in NUMERIC) else None
        if number is None:
            page.merged(text, first, last, page.text_style(text, fill, kind, **style))
        else:
            page.merged("", first, last, page.formats("number", fill, **style, **number.look))
            page.number(first, number.value, "number", fill, **style, **number.look)

    def _looks(self, cell: TableCell) -> list[str]:
        """The looks of what a cell says."""
        texts = (x.text for x in cell.lines if not isinstance(x, FactList))
        return [span.look for text in texts for span in self.document.spans(text)]


def _line_widths(text: str) -> list[int]:
    return [width(x) for x in text.split("\n")]


def _head_of(column: TableColumn) -> str:
    """The lines of the head of a column."""
    head = f"{column.head}{column.unit}"
    return f"{head}\n{column.sub}" if column.sub else head


ALIGNS: Mapping[str, Style] = {"num": "right", "mid": "center", "no": "center"}


def _style(cell: TableCell, look: str) -> dict[str, Style]:
    """How a cell stands in its row."""
    style: dict[str, Style] = {}
    if cell.align in ALIGNS:
        style["align"] = ALIGNS[cell.align]
    if cell.align == "no":
        style["indent"] = 0
    if look in ("sum", "group"):
        style["bold"] = True
    return style
