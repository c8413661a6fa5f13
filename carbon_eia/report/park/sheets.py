"""Sheets of a park's workbook: heads, and cells of three kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carbon_eia.report import show
from carbon_eia.report.park.blocks import Printer

__all__ = ["Sheets"]

HARMFUL = ("=", "+", "-", "@")
"""What a text may not begin with: a program might take it for a formula."""


class Sheets:
    """Sheets with a head, and cells of three kinds: text, number, formula."""

    def __init__(self, book: Any, p: Printer) -> None:
        self.book, self.p = book, p
        self.bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0.00"})
        self.fine = book.add_format({"num_format": "#,##0.0000"})
        self.count = book.add_format({"num_format": "0"})
        self.sum = book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        self.plain = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})

    def add(self, key: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
        """A sheet with its head row frozen."""
        sheet = self.book.add_worksheet(self.p.word(f"x.{key}"))
        for i, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, head, self.bold)
        sheet.freeze_panes(1, 1)
        # on paper: A4 across, all columns on one page, heads on each
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def head(self, key: str) -> str:
        """The head of a column."""
        return self.p.word(f"h.{key}")

    def text(self, sheet: Any, row: int, column: int, text: str) -> None:
        """A text, never a formula."""
        safe = f"'{text}" if text.startswith(HARMFUL) else text
        sheet.write_string(row, column, safe, self.plain)

    def value(self, sheet: Any, row: int, column: int, quantity: Any, form: Any = None) -> None:
        """A number of the record; nothing where there is none."""
        if quantity is not None:
            sheet.write_number(row, column, float(show.exact(quantity)), form or self.number)

    def live(
        self, sheet: Any, row: int, column: int, formula: str, quantity: Any, form: Any = None
    ) -> None:
        """A formula with the record's value stored in it."""
        stored = 0.0 if quantity is None else float(show.exact(quantity))
        sheet.write_formula(row, column, f"={formula}", form or self.number, stored)
