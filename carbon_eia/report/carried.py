"""What a document carries beside its text: the record that it is printed from, and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from carbon_eia.run import Run, canonical
from carbon_eia.run.chunks import SHEET, column

__all__ = ["Carried", "Part", "carried_by_park", "carried_by_run", "embed_in_book"]

PARK_TEMPLATE = "park.html.j2"


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
    return _carried(run, "run.json", "project", "kind", "report.html.j2")


def carried_by_park(record: Mapping[str, Any]) -> Carried:
    """What the report of a park carries: its record, which holds every file, and the park file."""
    return _carried(record, "park.json", "park", "kind_park", PARK_TEMPLATE)


def _carried(
    record: Mapping[str, Any], name: str, section: str, subject: str, template: str
) -> Carried:
    """A record under its name, and the file that a section of it holds."""
    text = record[section]["text"].encode()
    return Carried(
        id=record["id"],
        as_of=record["as_of"],
        version=str(record["reference"]["version"]),
        title=str(record[section]["name"]),
        subject=subject,
        template=template,
        parts=(
            Part(name, "application/json", canonical(dict(record)), "attachment_run"),
            Part(f"{section}.toml", "application/toml", text, f"attachment_{section}"),
        ),
    )


def embed_in_book(book: Any, carried: Carried) -> None:
    """The record and its file in the hidden sheet of a workbook (see ``carbon_eia.run.chunks``)."""
    sheet = book.add_worksheet(SHEET)
    for number, part in enumerate(carried.parts):
        for row, cell in enumerate(column(part.name, part.content.decode())):
            sheet.write_string(row, number, cell)
    sheet.protect()
    sheet.very_hidden()
