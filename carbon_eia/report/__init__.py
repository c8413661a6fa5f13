"""Documents, printed from a Run, or from the record of a park, of a standard or of an opinion, and
from nothing else.

Nothing heavy is imported until a document is written: ``import carbon_eia.report`` is cheap.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from carbon_eia.errors import MachineError
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.report.carried import EmbeddedFile, carried_by
from carbon_eia.report.machine import missing_for_pdf, missing_packages
from carbon_eia.report.standard import StandardReport
from carbon_eia.report.writers import docx_writer, pdf_writer
from carbon_eia.run.records import Run
from carbon_eia.standards.standard_records import StandardRecord

if TYPE_CHECKING:
    from carbon_eia.report.document import Document

__all__ = [
    "RENDERERS",
    "StandardReport",
    "document_of",
    "finished_html",
    "missing_for_pdf",
    "missing_packages",
    "render_docx",
    "render_html",
    "render_pdf",
    "render_workbook",
]

Printable = Run | ParkRecord | StandardRecord | StandardReport | OpinionRecord
"""What documents are printed from; of a standard the sealed edition, or the one that is named."""

Renderer = Callable[[Printable, str, Path | None], bytes]
"""Record, language, folder of templates → the bytes of a file."""


def document_of(
    record: Printable,
    lang: str = "zh",
    templates: Path | None = None,
    paper: bool = False,
    drawn: bool = True,
) -> Document:
    """The report of a project, park or standard, or an opinion, as chapters of blocks, for every
    writer.

    ``paper``: long tables of a park are cut, and say where the rest is; ``drawn``: with figures.

    Raises InputError CE-N001 when the record is incomplete, TemplateError CE-T001 when a chapter
    of the folder is wrong.
    """
    if isinstance(record, ParkRecord):
        from carbon_eia.report.park import park_document

        return park_document(record, lang, templates, paper=paper, drawn=drawn)
    if isinstance(record, StandardRecord | StandardReport):
        from carbon_eia.report.standard.standard_document import standard_document

        return standard_document(record, lang, paper=paper, drawn=drawn)
    if isinstance(record, OpinionRecord):
        from carbon_eia.report.opinion.opinion_document import opinion_document

        return opinion_document(record, lang, paper=paper)
    from carbon_eia.report.project.project_document import project_document

    return project_document(record, lang, templates, drawn)


def finished_html(
    record: Printable,
    lang: str = "zh",
    templates: Path | None = None,
    paper: bool = False,
) -> str:
    """The report as one HTML document without outside parts: the PDF is printed from it.

    ``templates`` is a folder whose files take the place of the package's own of the same name.

    Raises what ``document_of`` raises, MachineError CE-D001 when jinja2 is not installed,
    TemplateError CE-T001 when a template is wrong.
    """
    if problems := missing_packages(("jinja2",)):
        raise MachineError(problems)
    from carbon_eia.report.html import fill

    return fill(document_of(record, lang, templates, paper), record, templates)


def render_html(record: Printable, lang: str = "zh", templates: Path | None = None) -> str:
    """The report as one self-contained file, which holds the record and its file as data.

    Raises what ``finished_html`` raises.
    """
    html = finished_html(record, lang, templates)
    from carbon_eia.report.html import with_data

    if isinstance(record, StandardRecord):
        return with_data(html, {"standard.json": record, "draft.toml": record.draft})
    if isinstance(record, StandardReport):
        if record.sealed:
            return render_html(record.record, lang, templates)
        return with_data(html, {"draft.toml": record.record.draft})
    if isinstance(record, OpinionRecord):
        receipt = carried_by(record).parts[1].content.decode()
        return with_data(html, {"opinion.json": record, "receipt.json": receipt})
    if isinstance(record, ParkRecord):
        return with_data(html, {"park.json": record, "park.toml": record.park.text})
    return with_data(html, {"run.json": record, "project.toml": record.project.text})


def render_pdf(record: Printable, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The report as PDF/A-3u: the same record gives the same bytes.

    The record (canonical JSON), its file and the calculation as a workbook are attached; to an
    opinion its record and its receipt.

    Raises what ``finished_html`` raises, and MachineError CE-D002 without Pango, CE-D003 without a
    font for every character: a PDF with empty boxes is never made.
    """
    write = pdf_writer()
    html, carried = finished_html(record, lang, templates, paper=True), carried_by(record)
    if not carried.workbook:
        return write(html, carried, lang, templates)
    content = render_workbook(record, lang)
    workbook = EmbeddedFile(carried.workbook, "", content, "attachment_workbook", "Data")
    return write(html, carried.beside(workbook), lang, templates)


def render_docx(record: Printable, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The report as a Word document: the same record gives the same bytes.

    Raises what ``render_pdf`` raises, and MachineError CE-D001 where a package is missing.
    """
    write = docx_writer()
    return write(document_of(record, lang, templates, paper=True), carried_by(record))


def render_workbook(record: Printable, lang: str = "zh", templates: Path | None = None) -> bytes:
    """The calculation as a workbook with live formulas, and the report's tables.

    Raises what ``document_of`` raises, and MachineError CE-D001 where a package is missing.
    """
    if problems := missing_packages(("xlsxwriter",)):
        raise MachineError(problems)
    from carbon_eia.report.workbook import write_workbook

    document = document_of(record, lang, templates, drawn=False)
    return write_workbook(record, document, carried_by(record))


def _html_bytes(record: Printable, lang: str, templates: Path | None) -> bytes:
    return render_html(record, lang, templates).encode()


RENDERERS: dict[str, Renderer] = {
    ".pdf": render_pdf,
    ".html": _html_bytes,
    ".docx": render_docx,
    ".xlsx": render_workbook,
}
"""What writes a report, by the ending of the file's name."""
