"""A park's evaluation as sheets: sums, intensities, scenarios and indicators, live.

What a project file gives stands as a number; what the park's account makes of it is a formula
whose stored value is the record's own.
"""

from __future__ import annotations

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report.document_language import park_reader
from carbon_eia.report.workbook.book import Book
from carbon_eia.report.workbook.park.base_year_sheets import write_members, write_sources
from carbon_eia.report.workbook.park.conclusion_sheets import (
    write_choice,
    write_conclusion,
    write_suggestions,
)
from carbon_eia.report.workbook.park.scenario_sheets import (
    write_effects,
    write_indicators,
    write_scenarios,
)
from carbon_eia.report.workbook.sheet_page import SheetPage

__all__ = ["write_park_sheets"]


def write_park_sheets(book: Book, record: ParkRecord) -> None:
    """Sources, members, scenarios, indicators, conclusion, suggestions and effects of a park."""
    reader = park_reader(book.lang)

    def page(key: str) -> SheetPage:
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
