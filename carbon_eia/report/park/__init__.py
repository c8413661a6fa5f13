"""Documents of a park's evaluation, printed from its record and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from carbon_eia.errors import MachineError
from carbon_eia.parks.records import ParkRecord
from carbon_eia.report.carried import Part, carried_by_park
from carbon_eia.report.machine import missing_packages
from carbon_eia.report.writers import docx_writer, pdf_writer

__all__ = ["PARK_RENDERERS"]


def _html(record: ParkRecord, lang: str, templates: Path | None, paper: bool) -> str:
    if problems := missing_packages(("jinja2",)):
        raise MachineError(problems)
    from carbon_eia.report.html import fill
    from carbon_eia.report.park.document import park_document

    return fill(park_document(record, lang, paper, templates), record, templates)


def _html_bytes(record: ParkRecord, lang: str, templates: Path | None) -> bytes:
    from carbon_eia.report.html import with_data

    data = {"park.json": record, "park.toml": record.park.text}
    html = _html(record, lang, templates, paper=False)
    return with_data(html, data).encode()


def _pdf(record: ParkRecord, lang: str, templates: Path | None) -> bytes:
    write = pdf_writer()
    html = _html(record, lang, templates, paper=True)
    workbook = Part("park.xlsx", "", _xlsx(record, lang, None), "attachment_workbook", "Data")
    return write(html, carried_by_park(record).beside(workbook), lang, templates)


def _docx(record: ParkRecord, lang: str, templates: Path | None) -> bytes:
    write = docx_writer()
    from carbon_eia.report.park.document import park_document

    return write(park_document(record, lang, True, templates), carried_by_park(record))


def _xlsx(record: ParkRecord, lang: str, templates: Path | None) -> bytes:
    if problems := missing_packages(("xlsxwriter",)):
        raise MachineError(problems)
    from carbon_eia.report.workbook.park import render_park_workbook

    return render_park_workbook(record, lang, templates)


PARK_RENDERERS: dict[str, Callable[[ParkRecord, str, Path | None], bytes]] = {
    ".pdf": _pdf,
    ".html": _html_bytes,
    ".docx": _docx,
    ".xlsx": _xlsx,
}
"""What writes a park's report, by the ending of the file's name: (record, language, templates)."""
