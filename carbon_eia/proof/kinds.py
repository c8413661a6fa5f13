"""What a document may carry: the Run of a project, or the record of a park's evaluation."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from carbon_eia.errors import Place
from carbon_eia.reference import World
from carbon_eia.run import SCHEMA, parse_run
from carbon_eia.run.again import compute_again
from carbon_eia.run.difference import Change, differences

__all__ = ["KINDS", "PARK", "PROJECT", "Kind", "Record", "kind_of", "name_of"]

Record = dict[str, Any]
"""A Run or the record of a park: canonical JSON, named by its hash."""

Renderer = Callable[[Record, str, Path | None], bytes]


class Kind(NamedTuple):
    """A kind of record: what its parts in a document are called, and what can be done with it.

    ``record``, ``file``: names of the record and of the file that was handed in; ``section``: where
    the record holds that file's text; ``subject``: key of the words that its documents bear.
    What belongs to a park, and what prints, is imported when it is called for.
    """

    record: str
    file: str
    schema: str
    section: str
    subject: str
    again: Callable[[Record, World], Record]
    differences: Callable[[Record, Record], list[Change]]
    renderers: Callable[[], Mapping[str, Renderer]]

    def parse(self, text: str) -> Record:
        """The record of its text.

        Raises InputError: CE-N001 another document, CE-N002 its content is not that of its id.
        """
        return parse_run(text, Place(key=self.record), self.schema)

    def text_of(self, record: Record) -> str:
        """The text of the file that was handed in."""
        return str(record[self.section]["text"])


def _project_renderers() -> Mapping[str, Renderer]:
    from carbon_eia.report import RENDERERS

    return RENDERERS


def _park_again(record: Record, world: World) -> Record:
    from carbon_eia.park.record import compute_park_again

    return compute_park_again(record, world)


def _park_differences(a: Record, b: Record) -> list[Change]:
    from carbon_eia.park.difference import park_differences

    return park_differences(a, b)


def _park_renderers() -> Mapping[str, Renderer]:
    from carbon_eia.report.park import PARK_RENDERERS

    return PARK_RENDERERS


PROJECT = Kind(
    "run.json",
    "project.toml",
    SCHEMA,
    "project",
    "kind",
    compute_again,
    differences,
    _project_renderers,
)
PARK = Kind(
    "park.json",
    "park.toml",
    "carbon-eia/park/1",
    "park",
    "kind_park",
    _park_again,
    _park_differences,
    _park_renderers,
)
KINDS: Sequence[Kind] = (PROJECT, PARK)


def kind_of(names: Collection[str]) -> Kind | None:
    """The kind of record among parts of these names; None where there is none."""
    return next((kind for kind in KINDS if kind.record in names), None)


def name_of(content: bytes) -> str:
    """What a bare record is called in a document: that of a park by its schema, any other a Run.

    >>> name_of(b'{"schema": "carbon-eia/park/1"}'), name_of(b"anything")
    ('park.json', 'run.json')
    """
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return PROJECT.record
    schema = held.get("schema") if isinstance(held, dict) else None
    return next((k.record for k in KINDS if k.schema == schema), PROJECT.record)
