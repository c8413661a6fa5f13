"""A workbook: its pages in order, and the record that it carries in a hidden sheet."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from carbon_eia.forms.new_workbook import new_workbook
from carbon_eia.report.carried import Carried, embed_in_book
from carbon_eia.report.workbook.formats import Formats
from carbon_eia.report.workbook.sheet_page import SheetPage, say

__all__ = ["Book"]


class Book:
    """A workbook in the making; the same record gives the same bytes.

    ``carried``: the record that it is printed from, which names it and goes into the hidden sheet
    ``_run`` (layout: ``carbon_eia.run.chunks``), so that ``verify`` can compute the book again.
    """

    def __init__(self, carried: Carried, lang: str) -> None:
        self.carried, self.lang = carried, lang
        self.content = BytesIO()
        self.book = new_workbook(self.content)
        self.formats = Formats(self.book)
        self.book.set_properties(
            {
                "title": f"{say('title', lang)} {carried.title}",
                "subject": carried.id,
                "author": "carbon-eia",
                "created": datetime.fromisoformat(carried.as_of),  # never of the clock
            }
        )
        self.book.set_calc_mode("auto")

    def page(self, name: str) -> SheetPage:
        """A new sheet behind those that there are."""
        page = SheetPage(self.book.add_worksheet(name), self.formats, self.lang)
        page.print_on_paper(self.carried.title, f"{say('run', self.lang)} {self.carried.id[:16]}")
        return page

    def finished(self) -> bytes:
        """The bytes of the workbook with its record."""
        embed_in_book(self.book, self.carried)
        self.book.close()
        return self.content.getvalue()
