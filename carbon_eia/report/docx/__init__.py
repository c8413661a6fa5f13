"""The report in Word: the finished HTML of the PDF as an editable document.

The package carries, beside the text, what proves it: ``/carbon-eia/run.json`` (canonical) and
``/carbon-eia/project.toml`` (as handed in). Word drops parts that it does not know when it saves;
``/customXml/item1.xml`` holds the same once more, and that it keeps: an element ``record`` with an
element ``part`` (attribute ``name``, content Base64) for each.
"""

from __future__ import annotations

from pathlib import Path

from carbon_eia.errors import MachineError, Problem
from carbon_eia.report.carried import carried_by_run
from carbon_eia.report.machine import missing_for_pdf, missing_packages
from carbon_eia.run import Run

__all__ = ["render_docx"]


def render_docx(run: Run, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The report as a Word document: the same Run gives the same bytes.

    Made from the HTML that the PDF is printed from: the same text, numbers and figures.

    Raises what ``render_pdf`` raises, and MachineError CE-D001 where a package is missing.
    """
    if problems := [*missing_packages(("docx", "lxml", "pypdfium2")), *missing_for_pdf()]:
        raise MachineError(problems)
    from carbon_eia.report import finished_html

    html = finished_html(run, lang, templates)
    try:
        from carbon_eia.report.docx.package import write_docx
    except OSError as error:  # a library of WeasyPrint that is there and does not load
        raise MachineError(Problem("CE-D002", params={"libraries": str(error)})) from error
    return write_docx(html, carried_by_run(run), lang)
