"""What a document carries beside its text: the record that it is printed from, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.report.standard.edition import StandardReport
from carbon_eia.run import canonical
from carbon_eia.run.chunks import SHEET, column
from carbon_eia.run.records import Run
from carbon_eia.standards.published import seal_of
from carbon_eia.standards.standard_records import StandardRecord

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["JSON", "Carried", "EmbeddedFile", "carried_by", "embed_in_book"]

JSON, TOML = "application/json", "application/toml"


class EmbeddedFile(NamedTuple):
    """A file within a document; ``word`` is the key of its description."""

    name: str
    kind: str
    content: bytes
    word: str
    relationship: str = "Source"


class Carried(NamedTuple):
    """A record as its documents carry it: its name, day and version, and its files.

    ``title``: name of what is assessed; ``workbook``: what its workbook is called in a PDF, empty
    where it has none.
    """

    id: str
    as_of: str
    version: str
    title: str
    workbook: str
    parts: tuple[EmbeddedFile, ...]

    def beside(self, *more: EmbeddedFile) -> Carried:
        """With more files."""
        return self._replace(parts=(*self.parts, *more))


def carried_by(
    record: Run | ParkRecord | StandardRecord | StandardReport | OpinionRecord,
) -> Carried:
    """What the documents of a record carry: its canonical JSON, and the file behind it."""
    if isinstance(record, OpinionRecord):
        return _by_opinion(record)
    if isinstance(record, StandardRecord):
        return _by_standard(StandardReport(record))
    if isinstance(record, StandardReport):
        return _by_standard(record)
    return _by_park(record) if isinstance(record, ParkRecord) else _by_run(record)


def _by_run(run: Run) -> Carried:
    """What the report of a Run carries: the Run and the project file."""
    project = EmbeddedFile("project.toml", TOML, run.project.text.encode(), "attachment_project")
    return Carried(
        id=run.id,
        as_of=run.as_of,
        version=run.reference.version,
        title=run.project.name,
        workbook="calculation.xlsx",
        parts=(EmbeddedFile("run.json", JSON, canonical(run), "attachment_run"), project),
    )


def _by_park(record: ParkRecord) -> Carried:
    """What the report of a park carries: its record, which holds every file, and the park file."""
    park = EmbeddedFile("park.toml", TOML, record.park.text.encode(), "attachment_park")
    return Carried(
        id=record.id,
        as_of=record.as_of,
        version=record.reference.version,
        title=record.park.name,
        workbook="park.xlsx",
        parts=(EmbeddedFile("park.json", JSON, canonical(record), "attachment_run"), park),
    )


def _by_standard(report: StandardReport) -> Carried:
    """What the report of a standard carries: the draft; the sealed edition the record too."""
    record = report.record
    parts = [EmbeddedFile("draft.toml", TOML, record.draft.encode(), "attachment_draft")]
    if report.sealed:
        parts.append(EmbeddedFile("standard.json", JSON, canonical(record), "attachment_sealed"))
    return Carried(
        id=seal_of(record),
        as_of=record.as_of,
        version=record.reference.version,
        title=record.survey.title,
        workbook="standard.xlsx",
        parts=tuple(part for part in parts if part.content),
    )


def _by_opinion(record: OpinionRecord) -> Carried:
    """What an opinion carries: its record, and the receipt of its decision."""
    receipt = record.deciding.receipt(record.head).content()
    return Carried(
        id=record.id,
        as_of=record.as_of,
        version=record.reference.version,
        title=record.project,
        workbook="",
        parts=(
            EmbeddedFile("opinion.json", JSON, canonical(record), "attachment_opinion"),
            EmbeddedFile("receipt.json", JSON, receipt, "attachment_receipt"),
        ),
    )


def embed_in_book(book: Workbook, carried: Carried) -> None:
    """The record and its file in the hidden sheet of a workbook (see ``carbon_eia.run.chunks``)."""
    sheet = book.add_worksheet(SHEET)
    for number, part in enumerate(carried.parts):
        for row, cell in enumerate(column(part.name, part.content.decode())):
            sheet.write_string(row, number, cell)
    sheet.protect()
    sheet.very_hidden()
