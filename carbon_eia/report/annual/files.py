"""The files of a report on the register: PDF, Word, HTML."""

from __future__ import annotations

from carbon_eia.register.annual_records import AnnualRecord
from carbon_eia.report.annual.document import annual_document
from carbon_eia.report.carried import JSON, Carried, Part
from carbon_eia.report.plain_files import write_plain
from carbon_eia.run import canonical

__all__ = ["render_annual"]


def render_annual(record: AnnualRecord, suffix: str, lang: str = "zh") -> bytes:
    """The report in a language, as ``.pdf``, ``.docx`` or ``.html``; it carries its record.

    Raises CallError CE-C005 for another ending, MachineError where the machine lacks something.
    """
    carried = Carried(
        id=record.id,
        as_of=record.as_of,
        version=record.reference.version,
        title=annual_document(record, lang, drawn=False).title,
        workbook="",
        parts=(Part("annual.json", JSON, canonical(record), "attachment_run"),),
    )
    return write_plain(annual_document(record, lang), carried, suffix, lang)
