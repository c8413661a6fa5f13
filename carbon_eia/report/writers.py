"""What writes PDF and Word, once this machine has what it needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from carbon_eia.errors import MachineError, Problem
from carbon_eia.report.carried import Carried
from carbon_eia.report.document import Document
from carbon_eia.report.machine import missing_for_pdf, missing_packages

__all__ = ["docx_writer", "pdf_writer"]


def pdf_writer() -> Callable[[str, Carried, str, Path | None], bytes]:
    """HTML, what it carries, language, folder of templates → PDF/A-3u.

    Raises MachineError CE-D001 without a package, CE-D002 without Pango, CE-D003 without a font.
    """
    if problems := missing_for_pdf():
        raise MachineError(problems)
    try:
        from carbon_eia.report.pdf import write_pdf
    except OSError as error:  # a library that is there and does not load
        raise _unloaded(error) from error
    return write_pdf


def docx_writer() -> Callable[[Document, Carried], bytes]:
    """A document, what it carries → Word; its figures are drawn by WeasyPrint.

    Raises what ``pdf_writer`` raises.
    """
    if problems := [*missing_packages(("docx", "lxml", "pypdfium2")), *missing_for_pdf()]:
        raise MachineError(problems)
    try:
        from carbon_eia.report.docx.word_package import write_docx
    except OSError as error:  # a library of WeasyPrint that is there and does not load
        raise _unloaded(error) from error
    return write_docx


def _unloaded(error: OSError) -> MachineError:
    return MachineError(Problem("CE-D002", params={"libraries": str(error)}))
