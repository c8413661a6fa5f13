"""Sheets of a park's workbook: heads, and cells of three kinds."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.run.records import QuantityRecord

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Sheets"]

HARMFUL = ("=", "+", "-", "@")
"""What a text may not begin with: a program might take it for a formula."""


LINE = 15.0
"""Height of a row of one line, in points."""


class Sheets:
    """Sheets with a head, and cells of four kinds: text, year, number, formula.

    Rows are as high as their texts need, for programs that do not see to it themselves; heads stand
    over their numbers.
    """

    def __init__(self, book: Workbook, p: Reader) -> None:
        self.book, self.p = book, p
        top = {"valign": "top"}
        head = {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}
        self.bold = book.add_format({**head, "align": "left", "indent": 1})
        self.over = book.add_format({**head, "align": "right"})
        self.number = book.add_format({"num_format": "#,##0.00", **top})
        self.fine = book.add_format({"num_format": "#,##0.0000", **top})
        self.count = book.add_format({"num_format": "0", **top})
        self.sum = book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1, **top})
        self.rate = book.add_format({"num_format": "#,##0.0000", "bold": True, "top": 1, **top})
        self.plain = book.add_format({"text_wrap": True, "align": "left", "indent": 1, **top})
        self.dated = book.add_format({"num_format": "0", "align": "left", "indent": 1, **top})
        self._heads: dict[tuple[Worksheet, int], str] = {}
        self._widths: dict[Worksheet, Sequence[int]] = {}
        self._lines: dict[tuple[Worksheet, int], int] = {}

    def add(self, key: str, heads: Sequence[str], widths: Sequence[int]) -> Worksheet:
        """A sheet with its head row frozen; on paper A4 across, all its columns on one page."""
        sheet = self.book.add_worksheet(self.p.word(f"x.{key}"))
        self._widths[sheet] = widths
        for i, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, head, self.bold)
            self._heads[sheet, i] = head
            self._room(sheet, 0, i, head)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def head(self, key: str) -> str:
        """The head of a column."""
        return self.p.word(f"h.{key}")

    def text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """A text, never a formula."""
        safe = f"'{text}" if text.startswith(HARMFUL) else text
        sheet.write_string(row, column, safe, self.plain)
        self._room(sheet, row, column, safe)

    def year(self, sheet: Worksheet, row: int, column: int, year: int | None) -> None:
        """A year; nothing where there is none."""
        if year is not None:
            sheet.write_number(row, column, year, self.dated)

    def value(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        quantity: QuantityRecord | None,
        form: Format | None = None,
    ) -> None:
        """A number of the record; nothing where there is none."""
        if quantity is not None:
            sheet.write_number(row, column, float(show.exact(quantity)), form or self.number)
            self._over(sheet, column)

    def live(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        formula: str,
        quantity: QuantityRecord | str | None,
        form: Format | None = None,
    ) -> None:
        """A formula with the record's value stored in it."""
        stored = 0.0 if quantity is None else float(show.exact(quantity))
        sheet.write_formula(row, column, f"={formula}", form or self.number, stored)
        self._over(sheet, column)

    def _over(self, sheet: Worksheet, column: int) -> None:
        """The head of a column of numbers stands over them."""
        head = self._heads.pop((sheet, column), None)
        if head is not None:
            sheet.write_string(0, column, head, self.over)

    def _room(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Height for the lines of a text in its column."""
        widths = self._widths[sheet]
        lines = ceil((_width(text) + 1) / widths[column])
        if lines > self._lines.get((sheet, row), 1):
            self._lines[sheet, row] = lines
            sheet.set_row(row, LINE * lines)


def _width(text: str) -> int:
    """Width of a text in digits of a spreadsheet: an ideograph takes two, a letter some 0.9.

    >>> _width("园区 tce")
    8
    """
    return ceil(sum(2 if east_asian_width(c) in "WF" else 0.9 for c in text))
