"""Workbooks: live calculation sheets, and the whole report on the last one.

``book`` and ``sheet_page`` are what every sheet is written with, ``document_sheet`` prints any
report into a sheet; ``project`` and ``park`` have the calculation sheets of each.
"""

from __future__ import annotations

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.report.carried import Carried
from carbon_eia.report.document import Document
from carbon_eia.report.standard import StandardReport
from carbon_eia.report.workbook.book import Book
from carbon_eia.report.workbook.document_sheet import write_document
from carbon_eia.report.workbook.sheet_page import say
from carbon_eia.run.records import Run
from carbon_eia.standards.standard_records import StandardRecord

__all__ = ["write_workbook"]


def write_workbook(
    record: Run | ParkRecord | StandardRecord | StandardReport | OpinionRecord,
    document: Document,
    carried: Carried,
) -> bytes:
    """The workbook of a record with its report: the same record gives the same bytes.

    What was typed and what is cited stands in cells, the rest is formulas over them whose stored
    values are the record's own.
    """
    book = Book(carried, document.lang)
    if isinstance(record, StandardRecord | StandardReport | OpinionRecord):
        pass  # its tables are all that there is
    elif isinstance(record, ParkRecord):
        from carbon_eia.report.workbook.park import write_park_sheets

        write_park_sheets(book, record)
    else:
        from carbon_eia.report.workbook.project import write_project_sheets

        write_project_sheets(book, record)
    write_document(book.page(say("sheet.report", document.lang)), document)
    return book.finished()
