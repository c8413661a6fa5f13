"""The calculation of one project as a workbook, live from cell to cell, and its report.

Printed from a Run alone. A formula of a cell is the Run's printed formula with cells for symbols
(``carbon_eia.formulas``); the value that stands in the file is the Run's own.
"""

from __future__ import annotations

from pathlib import Path

from carbon_eia.report.carried import carried_by_run
from carbon_eia.report.common import Reader
from carbon_eia.report.project import project_document
from carbon_eia.report.workbook.book import Book
from carbon_eia.report.workbook.document import write_document
from carbon_eia.report.workbook.page import say
from carbon_eia.report.workbook.project.compared import write_intensities
from carbon_eia.report.workbook.project.emissions import write_emissions
from carbon_eia.report.workbook.project.energy import write_energy
from carbon_eia.report.workbook.project.inputs import write_inputs
from carbon_eia.report.workbook.project.measures import write_measures
from carbon_eia.report.workbook.project.summary import write_summary
from carbon_eia.run.records import Run

__all__ = ["render_workbook"]

SHEETS = ("summary", "inputs", "factors", "emissions", "compared", "energy", "measures", "report")


def render_workbook(run: Run, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The workbook of a Run: the same Run gives the same bytes.

    ``templates``: a folder whose chapters the report on the last sheet has too.

    Raises what ``project_document`` raises.
    """
    lang = "en" if lang == "en" else "zh"
    document = project_document(run, lang, templates, drawn=False)
    book, reader = Book(carried_by_run(run), lang), Reader(lang)
    pages = {key: book.page(say(f"sheet.{key}", lang)) for key in SHEETS}
    inputs = write_inputs(pages["inputs"], pages["factors"], run, reader)
    emissions = write_emissions(pages["emissions"], run, reader, inputs)
    governing = write_intensities(pages["compared"], run, reader, inputs, emissions)
    write_energy(pages["energy"], run, reader, inputs)
    committed = write_measures(pages["measures"], run, reader, inputs, governing)
    write_summary(pages["summary"], run, reader, inputs, emissions, governing, committed)
    write_document(pages["report"], document)
    return book.finished()
