"""What prints the document of a screening into a file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from carbon_eia.errors import MachineError
from carbon_eia.report.carried import Carried
from carbon_eia.report.document import Document
from carbon_eia.report.machine import missing_packages
from carbon_eia.report.screening.document import screening_document
from carbon_eia.report.writers import docx_writer, pdf_writer
from carbon_eia.screening import Print, Summary
from carbon_eia.screening.kept import Kept

__all__ = ["PRINTERS", "check_machine"]


def check_machine(outputs: Sequence[Path]) -> None:
    """Raises MachineError where this machine lacks what one of the outputs needs."""
    wanted = {path.suffix.lower() for path in outputs}
    if ".html" in wanted and (problems := missing_packages(("jinja2",))):
        raise MachineError(problems)
    if ".pdf" in wanted:
        pdf_writer()
    if ".docx" in wanted:
        docx_writer()


def _page(kept: Kept, summary: Summary, lang: str) -> bytes:
    from carbon_eia.report.screening.page import results_page

    return results_page(screening_document(summary, kept, lang)).encode()


def _pdf(kept: Kept, summary: Summary, lang: str) -> bytes:
    write = pdf_writer()
    from carbon_eia.report.html import fill

    document = screening_document(summary, kept, lang, paper=True)
    return write(fill(document), _carried(document, summary), lang, None)


def _docx(kept: Kept, summary: Summary, lang: str) -> bytes:
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


PRINTERS: Mapping[str, Print] = MappingProxyType({".html": _page, ".pdf": _pdf, ".docx": _docx})
"""The foremost rows and the counts of all, in a language → the bytes of a file."""
