"""The calculation of one project as a workbook, live from cell to cell.

Printed from a Run alone. A formula of a cell is the Run's printed formula with cells for symbols
(``carbon_eia.formulas``); the value that stands in the file is the Run's own.
"""

from __future__ import annotations

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.book import Book
from carbon_eia.report.workbook.project.emissions_sheet import write_emissions
from carbon_eia.report.workbook.project.energy_sheet import write_energy
from carbon_eia.report.workbook.project.input_sheets import write_inputs
from carbon_eia.report.workbook.project.intensity_sheet import write_intensities
from carbon_eia.report.workbook.project.measures_sheet import write_measures
from carbon_eia.report.workbook.project.summary_sheet import write_summary
from carbon_eia.report.workbook.sheet_page import say
from carbon_eia.run.records import Run

__all__ = ["write_project_sheets"]

SHEETS = ("summary", "inputs", "factors", "emissions", "compared", "energy", "measures")


def write_project_sheets(book: Book, run: Run) -> None:
    """Verdict, inputs, factors, emissions, comparisons, energy and measures of a Run."""
    lang, reader = book.lang, DocumentLanguage(book.lang)
    pages = {key: book.page(say(f"sheet.{key}", lang)) for key in SHEETS}
    inputs = write_inputs(pages["inputs"], pages["factors"], run, reader)
    emissions = write_emissions(pages["emissions"], run, reader, inputs)
    governing = write_intensities(pages["compared"], run, reader, inputs, emissions)
    write_energy(pages["energy"], run, reader, inputs)
    committed = write_measures(pages["measures"], run, reader, inputs, governing)
    write_summary(pages["summary"], run, reader, inputs, emissions, governing, committed)
