"""What a document carries beside its text: the record that it is printed from, and files."""

from __future__ import annotations

from typing import NamedTuple

from carbon_eia.run import Run, canonical

__all__ = ["Carried", "Part", "carried_by_run"]


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
    return Carried(
        id=run["id"],
        as_of=run["as_of"],
        version=str(run["reference"]["version"]),
        title=str(run["project"]["name"]),
        subject="kind",
        template="report.html.j2",
        parts=(
            Part("run.json", "application/json", canonical(run), "attachment_run"),
            Part(
                "project.toml",
                "application/toml",
                run["project"]["text"].encode(),
                "attachment_project",
            ),
        ),
    )
