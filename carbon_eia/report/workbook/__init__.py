"""The calculation as a workbook: inputs, factors, emissions, verdict, live from cell to cell.

Printed from a Run alone. A formula of a cell is the Run's printed formula with cells for symbols
(``carbon_eia.formulas``); the value that stands in the file is the Run's own. The hidden
sheet ``_run`` holds run.json and project.toml (layout: ``carbon_eia.run.chunks``), so that
``verify`` can recompute the workbook.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from carbon_eia.report.carried import carried_by_run, embed_in_book
from carbon_eia.report.common import Reader
from carbon_eia.report.workbook.compared import write_energy, write_intensities
from carbon_eia.report.workbook.emissions import write_emissions
from carbon_eia.report.workbook.inputs import write_inputs
from carbon_eia.report.workbook.measures import write_measures
from carbon_eia.report.workbook.page import Formats, Page, say
from carbon_eia.report.workbook.summary import write_record, write_summary
from carbon_eia.run.records import Run

__all__ = ["render_workbook"]

SHEETS = (
    "summary",
    "inputs",
    "factors",
    "emissions",
    "compared",
    "energy",
    "measures",
    "record",
)


def render_workbook(run: Run, lang: str = "zh") -> bytes:
    """The workbook of a Run: the same Run gives the same bytes."""
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, options)
    _properties(book, run, lang)
    formats, reader = Formats(book), Reader(lang)
    pages = {key: Page(book, formats, key, run, lang) for key in SHEETS}
    inputs = write_inputs(pages["inputs"], pages["factors"], run, reader)
    emissions = write_emissions(pages["emissions"], run, reader, inputs)
    governing = write_intensities(pages["compared"], run, reader, inputs, emissions)
    write_energy(pages["energy"], run, reader, inputs)
    committed = write_measures(pages["measures"], run, reader, inputs, governing)
    write_summary(pages["summary"], run, reader, inputs, emissions, governing, committed)
    write_record(pages["record"], run, reader)
    embed_in_book(book, carried_by_run(run))
    book.close()
    return content.getvalue()


def _properties(book: Any, run: Run, lang: str) -> None:
    """Document properties: the day is that of the assessment, never of the clock."""
    book.set_properties(
        {
            "title": f"{say('title', lang)} {run.project.name}",
            "subject": run.id,
            "author": "carbon-eia",
            "created": datetime.fromisoformat(run.as_of),
        }
    )
    book.set_calc_mode("auto")
