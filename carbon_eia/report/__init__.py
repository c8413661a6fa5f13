"""Documents, printed from a Run and from nothing else.

Nothing heavy is imported until a document is written: ``import carbon_eia.report`` is cheap.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from carbon_eia.errors import MachineError
from carbon_eia.report.carried import Part, carried_by_run
from carbon_eia.report.machine import missing_for_pdf, missing_packages
from carbon_eia.report.writers import docx_writer, pdf_writer
from carbon_eia.run.records import Run

__all__ = [
    "RENDERERS",
    "finished_html",
    "missing_for_pdf",
    "render_docx",
    "render_html",
    "render_pdf",
]

Renderer = Callable[[Run, str, Path | None], bytes]
"""Run, language, folder of templates → the bytes of a file."""


def finished_html(run: Run, lang: str = "zh", templates: Path | None = None) -> str:
    """The report as one HTML document without outside parts: the PDF is made from it.

    ``templates`` is a folder whose files take the place of the package's own of the same name.

    Raises InputError CE-N001 when the Run is incomplete, MachineError CE-D001 when jinja2 is not
    installed, TemplateError CE-T001 when a template is wrong.
    """
    if problems := missing_packages(("jinja2",)):
        raise MachineError(problems)
    from carbon_eia.report.html import fill
    from carbon_eia.report.project import project_document

    return fill(project_document(run, lang, templates), run, templates)


def render_html(run: Run, lang: str = "zh", templates: Path | None = None) -> str:
    """The report as one self-contained file, which holds the Run and the project file as data.

    Raises what ``finished_html`` raises.
    """
    html = finished_html(run, lang, templates)
    from carbon_eia.report.html import with_data

    return with_data(html, {"run.json": run, "project.toml": run.project.text})


def render_pdf(run: Run, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The report as PDF/A-3u: the same Run gives the same bytes.

    The Run (canonical JSON), the project file and the calculation as a workbook are attached.

    Raises what ``finished_html`` raises, and MachineError CE-D002 without Pango, CE-D003 without a
    font for every character: a PDF with empty boxes is never made.
    """
    write = pdf_writer()
    html = finished_html(run, lang, templates)
    content = _workbook_bytes(run, lang, None)
    workbook = Part("calculation.xlsx", "", content, "attachment_workbook", "Data")
    return write(html, carried_by_run(run).beside(workbook), lang, templates)


def render_docx(run: Run, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The report as a Word document: the same Run gives the same bytes.

    Printed from the document that the PDF is printed from: the same text, numbers and figures. Of
    a folder of templates it takes the chapters; its looks are its styles, which Word changes.

    Raises InputError CE-N001 when the Run is incomplete, TemplateError CE-T001 where a chapter of
    the folder is wrong, MachineError CE-D001, CE-D002, CE-D003 without a package, Pango or a font.
    """
    write = docx_writer()
    from carbon_eia.report.project import project_document

    return write(project_document(run, lang, templates), carried_by_run(run))


def _html_bytes(run: Run, lang: str, templates: Path | None) -> bytes:
    return render_html(run, lang, templates).encode()


def _workbook_bytes(run: Run, lang: str, templates: Path | None) -> bytes:
    """The sheets follow the calculation; the report on the last has the chapters of a folder."""
    if problems := missing_packages(("xlsxwriter",)):
        raise MachineError(problems)
    from carbon_eia.report.workbook import render_workbook

    return render_workbook(run, lang, templates)


RENDERERS: dict[str, Renderer] = {
    ".pdf": render_pdf,
    ".html": _html_bytes,
    ".docx": render_docx,
    ".xlsx": _workbook_bytes,
}
"""What writes a report, by the ending of the file's name."""
