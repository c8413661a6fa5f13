"""A park's evaluation as a workbook: sums, intensities, scenarios and indicators, live, its report.

What a project file gives stands as a number; what the park's account makes of it is a formula
whose stored value is the record's own.
"""

from __future__ import annotations

from pathlib import Path

from carbon_eia.parks.records import ParkRecord
from carbon_eia.report.carried import carried_by_park
from carbon_eia.report.park.amounts import park_reader
from carbon_eia.report.park.document import park_document
from carbon_eia.report.workbook.book import Book
from carbon_eia.report.workbook.document import write_document
from carbon_eia.report.workbook.page import Page, say
from carbon_eia.report.workbook.park.account import write_members, write_sources
from carbon_eia.report.workbook.park.conclusion import (
    write_choice,
    write_conclusion,
    write_suggestions,
)
from carbon_eia.report.workbook.park.scenarios import (
    write_effects,
    write_indicators,
    write_scenarios,
)

__all__ = ["render_park_workbook"]


def render_park_workbook(
    record: ParkRecord, lang: str = "zh", templates: Path | None = None
) -> bytes:
    """The workbook of a record: the same record gives the same bytes.

    ``templates``: a folder whose chapters the report on the last sheet has too.

    Raises what ``park_document`` raises.
    """
    reader = park_reader(lang)
    book = Book(carried_by_park(record), reader.lang)

    def page(key: str) -> Page:
        return book.page(reader.word(f"x.{key}"))

    rows = write_sources(page("sources"), record, reader)
    base = write_members(page("members"), record, reader, rows)
    totals = write_scenarios(page("scenarios"), record, reader)
    write_indicators(page("indicators"), record, reader)
    write_conclusion(page("conclusion"), record, reader, totals, base)
    if record.choice is not None:
        write_choice(page("choice"), record.choice, reader)
    write_suggestions(page("suggestions"), record, reader)
    write_effects(page("effects"), record, reader)
    document = park_document(record, reader.lang, templates=templates, drawn=False)
    write_document(book.page(say("sheet.report", reader.lang)), document)
    return book.finished()
