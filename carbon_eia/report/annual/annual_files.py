"""The files of a report on the register: PDF, Word, HTML."""

from __future__ import annotations

from carbon_eia.register.annual_records import AnnualRecord
from carbon_eia.report.annual.annual_document import annual_document
from carbon_eia.report.plain_files import write_plain

__all__ = ["render_annual"]


def render_annual(record: AnnualRecord, suffix: str, lang: str = "zh") -> bytes:
    """The report in a language, as ``.pdf``, ``.docx`` or ``.html``; it carries its record.

    Raises CallError CE-C005 for another ending, MachineError where the machine lacks something.
    """
    return write_plain(annual_document(record, lang), record, "annual.json", suffix, lang)
