"""A sheet that is written from top to bottom: texts, numbers, formulas, references, print set-up.

Every text goes through ``write_string``: what an applicant typed is never a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from carbon_eia.messages import sentence
from carbon_eia.report.workbook.formats import Formats, Style
from carbon_eia.run.records import QuantityRecord

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["MOST_LINES", "SheetPage", "as_float", "own", "say", "width"]

MOST_LINES = 28
"""Lines that a row can show: no row is higher than 409 points."""


def say(key: str, lang: str, **facts: object) -> str:
    """A sentence of the workbook."""
    return sentence(f"workbook.{key}", lang, facts)


def as_float(quantity: QuantityRecord | None) -> float | None:
    """The number of a quantity of a record as a cell holds it."""
    return None if quantity is None else float(quantity.number)


def width(text: str) -> int:
    """Columns that a text takes: a Chinese character two.

    >>> width("煤 t")
    4
    """
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def own(reference: str) -> str:
    """A reference within its own sheet, without the sheet's name.

    >>> own("'输入'!$B$2:$B$9")
    '$B$2:$B$9'
    """
    return reference.rpartition("!")[2]


class SheetPage:
    """One sheet and the row at which it is written next."""

    def __init__(self, sheet: Worksheet, formats: Formats, lang: str) -> None:
        self.sheet, self.formats, self.lang = sheet, formats, lang
        self.name: str = sheet.get_name()
        self.row = 0
        self.wide: list[float] = []
        self.lines = 1
        sheet.hide_gridlines(2)
        sheet.set_default_row(18)
        options = {"format_columns": True, "format_rows": True, "autofilter": True}
        sheet.protect("", options)

    def print_on_paper(self, subject: str, record: str) -> None:
        """On A4 across, all columns on one page; the subject and its record in the head."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        named = subject[:60].replace("&", "&&")
        sheet.set_header(f"&L&9{named}&R&9{record}")
        sheet.set_footer(f"&L&9{self.name}&R&9&P / &N")

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the workbook in its language."""
        return say(key, self.lang, **facts)

    # --- columns and rows

    def widths(self, *columns: float) -> None:
        """Widths of the columns from the first on, in characters."""
        self.wide = list(columns)
        for i, wide in enumerate(columns):
            self.sheet.set_column(i, i, wide)

    def room(self, text: str, first: int, last: int | None = None) -> None:
        """Keep room in the current row for a text that may wrap within its columns."""
        self.lines = max(self.lines, self.lines_of(text, first, last))

    def lines_of(self, text: str, first: int, last: int | None = None) -> int:
        """How many lines a text takes within its columns."""
        wide = int(self.inner(first, last))
        if wide <= 0:
            return 1
        return sum(max(-(-width(x) // wide), 1) for x in text.split("\n"))

    def inner(self, first: int, last: int | None = None) -> float:
        """Characters that fit side by side into columns, from the first to the last."""
        return sum(self.wide[first : (first if last is None else last) + 1]) - 3

    def next(self) -> None:
        """Go to the next row; this one is as high as its longest text needs."""
        self.sheet.set_row(self.row, 4 + 14 * min(self.lines, MOST_LINES))
        self.row, self.lines = self.row + 1, 1

    # --- texts outside tables

    def title(self, text: str, note: str, columns: int) -> None:
        """A heading with a line of explanation over the width of the first columns."""
        self.heading(text, "title", 28)
        self.note(note, columns)

    def section(self, text: str) -> None:
        """A heading inside a sheet, with room above it."""
        self.row += 1
        self.heading(text, "sub", 22)

    def heading(self, text: str, kind: str, height: float) -> None:
        """A line that may run over all columns."""
        self.sheet.set_row(self.row, height)
        self.text(0, text, self.formats(kind))
        self.row, self.lines = self.row + 1, 1

    def note(self, text: str, columns: int) -> None:
        """A remark over the width of a table."""
        self.merged(text, 0, columns - 1, self.formats("note"))
        self.next()

    # --- cells

    def head(
        self,
        labels: Sequence[str],
        start: int = 0,
        repeat: bool = False,
        freeze: int | None = None,
    ) -> None:
        """The head of a table; ``repeat`` prints it on every page, ``freeze`` keeps columns."""
        for i, label in enumerate(labels, start):
            self.text(i, label, self.formats("head"))
        self.lines += 1
        self.next()
        if repeat:
            self.sheet.repeat_rows(self.row - 1)
        if freeze is not None:
            self.sheet.freeze_panes(self.row, freeze)

    def text(self, column: int, text: object, style: Format | None = None) -> None:
        """A text in the current row, as text whatever it begins with."""
        shown = "" if text is None else str(text)
        self.room(shown, column)
        if style is None:
            style = self.text_style(shown)
        if shown:
            self.sheet.write_string(self.row, column, shown, style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def text_style(self, text: str, fill: str = "", kind: str = "text", **more: Style) -> Format:
        """The format of a text: what looks like a formula stays a text when a person edits it."""
        if text[:1] in tuple("=+-@"):
            more["quote_prefix"] = True
        return self.formats(kind, fill, **more)

    def merged(self, text: str, first: int, last: int, style: Format) -> None:
        """A text over columns of the current row, from the first to the last."""
        self.room(text, first, last)
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
        if text:
            self.sheet.write_string(self.row, first, text, style)
        else:
            self.sheet.write_blank(self.row, first, None, style)

    def number(
        self,
        column: int,
        value: float | None,
        kind: str = "number",
        fill: str = "",
        **more: Style,
    ) -> str:
        """A number in the current row, a blank where there is none; gives its reference."""
        style = self.formats(kind, fill, **more)
        if value is None:
            self.sheet.write_blank(self.row, column, None, style)
        else:
            self.sheet.write_number(self.row, column, value, style)
        return self.ref(column)

    def formula(
        self,
        column: int,
        formula: str,
        value: float | str | None,
        kind: str = "number",
        fill: str = "",
        **more: Style,
    ) -> str:
        """A live formula with the value that the record has for it; gives its reference."""
        shown = "" if value is None else value
        style = self.formats(kind, fill, **more)
        self.sheet.write_formula(self.row, column, f"={formula}", style, value=shown)
        return self.ref(column)

    # --- references

    def ref(self, column: int, row: int | None = None) -> str:
        """Absolute reference of a cell from any sheet; of the current row without one."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        cell = xl_rowcol_to_cell(
            self.row if row is None else row, column, row_abs=True, col_abs=True
        )
        return f"'{self.name}'!{cell}"

    def column(self, column: int, first: int, last: int) -> str:
        """Absolute reference of a part of a column."""
        return f"{self.ref(column, first)}:{own(self.ref(column, last))}"
