"""What a document carries beside its text: the record that it is printed from, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.run import canonical
from carbon_eia.run.chunks import SHEET, column
from carbon_eia.run.records import Run

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from carbon_eia.parks.records import ParkRecord

__all__ = ["Carried", "Part", "carried_by_park", "carried_by_run", "embed_in_book"]

PARK_TEMPLATE = "park.html.j2"

JSON, TOML = "application/json", "application/toml"


class Part(NamedTuple):
    """A file within a document; ``word`` is the key of its description."""

    name: str
    kind: str
    content: bytes
    word: str
    relationship: str = "Source"


class Carried(NamedTuple):
    """A record as its documents carry it: its name, day and version, and its files.

    ``template``: the main template; ``title``: name of what is assessed; ``subject``: key of the
    words for the kind of document.
    """

    id: str
    as_of: str
    version: str
    title: str
    subject: str
    template: str
    parts: tuple[Part, ...]

    def beside(self, *more: Part) -> Carried:
        """With more files."""
        return self._replace(parts=(*self.parts, *more))


def carried_by_run(run: Run) -> Carried:
    """What the report of a Run carries: the Run and the project file."""
    project = Part("project.toml", TOML, run.project.text.encode(), "attachment_project")
    return Carried(
        id=run.id,
        as_of=run.as_of,
        version=run.reference.version,
        title=run.project.name,
        subject="kind",
        template="report.html.j2",
        parts=(Part("run.json", JSON, canonical(run), "attachment_run"), project),
    )


def carried_by_park(record: ParkRecord) -> Carried:
    """What the report of a park carries: its record, which holds every file, and the park file."""
    park = Part("park.toml", TOML, record.park.text.encode(), "attachment_park")
    return Carried(
        id=record.id,
        as_of=record.as_of,
        version=record.reference.version,
        title=record.park.name,
        subject="kind_park",
        template=PARK_TEMPLATE,
        parts=(Part("park.json", JSON, canonical(record), "attachment_run"), park),
    )


def embed_in_book(book: Workbook, carried: Carried) -> None:
    """The record and its file in the hidden sheet of a workbook (see ``carbon_eia.run.chunks``)."""
    sheet = book.add_worksheet(SHEET)
    for number, part in enumerate(carried.parts):
        for row, cell in enumerate(column(part.name, part.content.decode())):
            sheet.write_string(row, number, cell)
    sheet.protect()
    sheet.very_hidden()
