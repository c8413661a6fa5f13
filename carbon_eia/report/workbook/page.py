"""A sheet that is written from top to bottom: formats, references, print set-up.

Every text goes through ``write_string``: what an applicant typed is never a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from carbon_eia.messages import sentence
from carbon_eia.run.records import QuantityRecord, Run

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

__all__ = ["Formats", "Page", "as_float", "own", "say", "width"]

FONT = "Microsoft YaHei"
INK, GREY, LINE = "#1F2933", "#6B7280", "#C9D1D9"
COLOURS = {
    "head": "#1F4E5F",
    "input": "#FFF7D6",
    "factor": "#EAF2F8",
    "result": "#E8F3EC",
    "bad": "#FBE3E0",
    "open": "#F1F3F5",
}
"""What a fill means: yellow may be changed, blue is a cited factor, green a result, red above."""

NUMBERS = {
    "number": "General",
    "mass": "#,##0.00",
    "intensity": "#,##0.0000",
    "percent": "0.00",
    "share": "0.0",
}


def say(key: str, lang: str, **facts: object) -> str:
    """A sentence of the workbook."""
    return sentence(f"workbook.{key}", lang, facts)


def as_float(quantity: QuantityRecord | None) -> float | None:
    """The number of a quantity of the Run as a cell holds it."""
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


Style = str | int | float
"""The value of a property of a format."""


class Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Style], ...], Format] = {}

    def __call__(self, kind: str, fill: str = "", **more: Style) -> Format:
        """A format: title, sub, note, head, text, key, or a kind of number; ``fill`` by meaning."""
        style: dict[str, Style] = {"font_name": FONT, "font_size": 10, "font_color": INK}
        style |= {"valign": "vcenter"}
        if kind == "title":
            style |= {"font_size": 16, "bold": True, "font_color": COLOURS["head"]}
        elif kind == "sub":
            style |= {"font_size": 12, "bold": True, "font_color": COLOURS["head"]}
        elif kind == "note":
            style |= {"font_color": GREY, "text_wrap": True, "valign": "top"}
        elif kind == "head":
            style |= {"bold": True, "font_color": "#FFFFFF", "bg_color": COLOURS["head"]}
            style |= {"text_wrap": True, "align": "center", "border": 1, "border_color": LINE}
        else:
            style |= {"border": 1, "border_color": LINE}
            words = kind in ("text", "key")
            style |= {"indent": 1} | ({"text_wrap": True} if words else {"align": "right"})
            if kind == "key":
                style |= {"bold": True, "bg_color": COLOURS["open"]}
            if kind in NUMBERS:
                style["num_format"] = NUMBERS[kind]
        if fill:
            style["bg_color"] = COLOURS[fill]
        if fill == "input" and kind != "key":
            style["locked"] = False
        style |= more
        key = tuple(sorted(style.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(style)
        return self.made[key]


class Page:
    """One sheet and the row at which it is written next."""

    def __init__(self, book: Workbook, formats: Formats, key: str, run: Run, lang: str) -> None:
        self.lang, self.formats = lang, formats
        self.name = say(f"sheet.{key}", lang)
        self.sheet = book.add_worksheet(self.name)
        self.row = 0
        self.wide: list[float] = []
        self.lines = 1
        self.sheet.hide_gridlines(2)
        self.sheet.set_default_row(18)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        project = run.project.name[:60].replace("&", "&&")
        self.sheet.set_header(f"&L&9{project}&R&9{say('run', lang)} {run.id[:16]}")
        self.sheet.set_footer(f"&L&9{self.name}&R&9&P / &N")
        options = {"format_columns": True, "format_rows": True, "autofilter": True}
        self.sheet.protect("", options)

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the workbook in its language."""
        return say(key, self.lang, **facts)

    def widths(self, *columns: float) -> None:
        """Widths of the columns from the first on, in characters."""
        self.wide = list(columns)
        for i, wide in enumerate(columns):
            self.sheet.set_column(i, i, wide)

    def title(self, text: str, note: str, columns: int) -> None:
        """A heading with a line of explanation over the width of the first columns."""
        self.sheet.set_row(self.row, 28)
        self.text(0, text, self.formats("title"))
        self.row, self.lines = self.row + 1, 1
        self.note(note, columns)

    def note(self, text: str, columns: int) -> None:
        """A text over the width of a table."""
        self.room(text, 0, columns - 1)
        style = self.formats("note")
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        self.next()

    def section(self, text: str) -> None:
        """A heading inside a sheet, with room above it."""
        self.row += 1
        self.sheet.set_row(self.row, 22)
        self.text(0, text, self.formats("sub"))
        self.row, self.lines = self.row + 1, 1

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
            quoted = shown[:1] in tuple("=+-@")  # it stays a text when a person edits the cell
            style = self.formats("text", quote_prefix=True) if quoted else self.formats("text")
        if shown:
            self.sheet.write_string(self.row, column, shown, style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def number(self, column: int, value: float | None, kind: str = "number", fill: str = "") -> str:
        """A number in the current row, a blank where there is none; gives its reference."""
        style = self.formats(kind, fill)
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
    ) -> str:
        """A live formula with the value that the Run has for it; gives its reference."""
        shown = "" if value is None else value
        self.sheet.write_formula(
            self.row, column, f"={formula}", self.formats(kind, fill), value=shown
        )
        return self.ref(column)

    def ref(self, column: int, row: int | None = None) -> str:
        """Absolute reference of a cell from any sheet; of the current row without one."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        cell = xl_rowcol_to_cell(
            self.row if row is None else row, column, row_abs=True, col_abs=True
        )
        return f"'{self.name}'!{cell}"

    def column(self, column: int, first: int, last: int) -> str:
        """Absolute reference of a part of a column."""
        return f"{self.ref(column, first)}:{self.ref(column, last).partition('!')[2]}"

    def room(self, text: str, first: int, last: int | None = None) -> None:
        """Keep room in the current row for a text that may wrap within its columns."""
        last = first if last is None else last
        wide = sum(self.wide[first : last + 1]) - 3
        if wide > 0:
            self.lines = max(self.lines, -(-width(text) // int(wide)))

    def next(self) -> None:
        """Go to the next row; this one is as high as its longest text needs."""
        self.sheet.set_row(self.row, 4 + 14 * self.lines)
        self.row, self.lines = self.row + 1, 1
