"""A finished document as a file: for records that have no workbook of their calculation."""

from __future__ import annotations

from carbon_eia.errors import CallError, MachineError, Problem
from carbon_eia.report.carried import JSON, Carried, EmbeddedFile
from carbon_eia.report.document import Document
from carbon_eia.report.machine import missing_packages
from carbon_eia.report.writers import docx_writer, pdf_writer
from carbon_eia.run import canonical
from carbon_eia.run.records import NamedRecord

__all__ = ["SUFFIXES", "write_plain"]

SUFFIXES = (".pdf", ".docx", ".html")
"""Endings of the files that are written."""


def write_plain(
    document: Document, record: NamedRecord, name: str, suffix: str, lang: str
) -> bytes:
    """The document as a file; it carries the record that it was made from, under a name.

    Raises CallError CE-C005 for an ending that is not written, MachineError CE-D001 … as the
    writers do.
    """
    if suffix not in SUFFIXES:
        params: dict[str, object] = {"value": suffix, "known": " ".join(SUFFIXES)}
        raise CallError(Problem("CE-C005", params=params))
    carried = Carried(
        id=record.id,
        as_of=record.as_of,
        version=record.reference.version,
        title=document.title,
        workbook="",
        parts=(EmbeddedFile(name, JSON, canonical(record), "attachment_run"),),
    )
    if suffix == ".docx":
        return docx_writer()(document, carried)
    if problems := missing_packages(("jinja2",)):
        raise MachineError(problems)
    from carbon_eia.report.html import fill, with_data

    html = fill(document)
    if suffix == ".html":
        return with_data(html, {p.name: p.content.decode() for p in carried.parts}).encode()
    return pdf_writer()(html, carried, lang, None)
