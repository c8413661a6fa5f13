"""What prints the document of a screening into a file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from carbon_eia.errors import MachineError
from carbon_eia.report.carried import Carried
from carbon_eia.report.document import Document
from carbon_eia.report.machine import missing_packages
from carbon_eia.report.screening.screening_document import screening_document
from carbon_eia.report.templates import check_folder
from carbon_eia.report.writers import docx_writer, pdf_writer
from carbon_eia.screening import Print, Summary
from carbon_eia.screening.foremost_rows import ForemostRows

__all__ = ["PRINTERS", "check_machine", "printers"]


def check_machine(outputs: Sequence[Path]) -> None:
    """Raises MachineError where this machine lacks what one of the outputs needs."""
    wanted = {path.suffix.lower() for path in outputs}
    if ".html" in wanted and (problems := missing_packages(("jinja2",))):
        raise MachineError(problems)
    if ".pdf" in wanted:
        pdf_writer()
    if ".docx" in wanted:
        docx_writer()


def printers(templates: Path | None = None) -> Mapping[str, Print]:
    """What prints the document of a screening into a file, by the ending of its name.

    ``templates``: a folder whose files replace the package's own; Word is printed from none.
    Raises CallError CE-F008 where it is no folder.
    """
    check_folder(templates)
    page, pdf = (partial(of, templates=templates) for of in (_page, _pdf))
    return MappingProxyType({".html": page, ".pdf": pdf, ".docx": _docx})


def _page(kept: ForemostRows, summary: Summary, lang: str, templates: Path | None) -> bytes:
    from carbon_eia.report.screening.html_page import results_page

    return results_page(screening_document(summary, kept, lang), templates).encode()


def _pdf(kept: ForemostRows, summary: Summary, lang: str, templates: Path | None) -> bytes:
    write = pdf_writer()
    from carbon_eia.report.html import fill

    document = screening_document(summary, kept, lang, paper=True)
    html = fill(document, templates=templates)
    return write(html, _carried(document, summary), lang, templates)


def _docx(kept: ForemostRows, summary: Summary, lang: str) -> bytes:
    write = docx_writer()
    document = screening_document(summary, kept, lang, paper=True)
    return write(document, _carried(document, summary))


def _carried(document: Document, summary: Summary) -> Carried:
    """Nothing but a name: the digest of what is printed, so that the same rows give equal bytes."""
    return Carried(
        id=sha256(repr(document).encode()).hexdigest(),
        as_of=document.day,
        version=summary.reference,
        title=document.title,
        workbook="",
        parts=(),
    )


PRINTERS = printers()
"""The foremost rows and the counts of all, in a language → the bytes of a file."""
