"""What a document may carry: the Run of a project, or the record of a park's evaluation."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from carbon_eia.errors import Place
from carbon_eia.parks.records import LATER_PARK_KEYS, ParkRecord
from carbon_eia.reference import World
from carbon_eia.run import SCHEMA, parse_changed, parse_record, parse_stamp
from carbon_eia.run.again import compute_again
from carbon_eia.run.difference import Change, differences
from carbon_eia.run.earlier import LATER_KEYS
from carbon_eia.run.records import NamedRecord, Run

__all__ = ["KINDS", "PARK", "PROJECT", "Kind", "ReadRecord", "kind_of", "name_of"]

SomeRecord = TypeVar("SomeRecord", bound=NamedRecord)


@dataclass(frozen=True, slots=True)
class Kind(Generic[SomeRecord]):
    """A kind of record: what its parts in a document are called, and what can be done with it.

    ``record``, ``file``: names of the record and of the file that was handed in; ``subject``: key
    of the words that its documents bear; ``later``: keys that records of earlier versions lack;
    ``text``: the text of the file that was handed in, as the record holds it.
    What computes a park again, and what prints, is imported when it is called for.
    """

    record: str
    file: str
    schema: str
    type: type[SomeRecord]
    later: Mapping[str, Mapping[str, object]]
    subject: str
    text: Callable[[SomeRecord], str]
    again: Callable[[SomeRecord, World], SomeRecord]
    differences: Callable[[SomeRecord, SomeRecord], list[Change]]
    renderers: Callable[[], Mapping[str, Callable[[SomeRecord, str, Path | None], bytes]]]

    def parse(self, text: str) -> SomeRecord:
        """The record of its text.

        Raises InputError: CE-N001 another document, CE-N002 its content is not that of its id.
        """
        return parse_record(text, Place(key=self.record), self.schema, self.type, self.later)

    def read(self, text: str) -> ReadRecord[SomeRecord]:
        """The record of its text, with what can be done with it; raises as ``parse``."""
        return ReadRecord(self.parse(text), self)

    def read_changed(self, text: str) -> ReadRecord[SomeRecord]:
        """The same of a record whose content is not that of its id.

        Raises InputError CE-N001 for another document.
        """
        place = Place(key=self.record)
        return ReadRecord(parse_changed(text, place, self.schema, self.type, self.later), self)

    def stamp(self, text: str) -> NamedRecord:
        """What a record of any version says of itself.

        Raises InputError CE-N001 where it does not say so.
        """
        return parse_stamp(text, Place(key=self.record), self.schema, self.later)


@dataclass(frozen=True, slots=True)
class ReadRecord(Generic[SomeRecord]):
    """A record that was read from a document, with its kind."""

    record: SomeRecord
    kind: Kind[SomeRecord]

    def text(self) -> str:
        """The text of the file that was handed in."""
        return self.kind.text(self.record)

    def again(self, world: World) -> tuple[NamedRecord, list[Change]]:
        """The record computed again in a world, and what differs between the two.

        Raises InputError where its texts cannot be computed.
        """
        again = self.kind.again(self.record, world)
        return again, self.kind.differences(self.record, again)

    def suffixes(self) -> Collection[str]:
        """The endings of the documents that it can be printed as."""
        return self.kind.renderers().keys()

    def printed(self, suffix: str, lang: str) -> bytes:
        """The document that it prints today."""
        return self.kind.renderers()[suffix](self.record, lang, None)


def _project_renderers() -> Mapping[str, Callable[[Run, str, Path | None], bytes]]:
    from carbon_eia.report import RENDERERS

    return RENDERERS


def _park_again(record: ParkRecord, world: World) -> ParkRecord:
    from carbon_eia.parks.record import compute_park_again

    return compute_park_again(record, world)


def _park_differences(a: ParkRecord, b: ParkRecord) -> list[Change]:
    from carbon_eia.parks.difference import park_differences

    return park_differences(a, b)


def _park_renderers() -> Mapping[str, Callable[[ParkRecord, str, Path | None], bytes]]:
    from carbon_eia.report.park import PARK_RENDERERS

    return PARK_RENDERERS


PROJECT = Kind(
    record="run.json",
    file="project.toml",
    schema=SCHEMA,
    type=Run,
    later=LATER_KEYS,
    subject="kind",
    text=lambda run: run.project.text,
    again=compute_again,
    differences=differences,
    renderers=_project_renderers,
)
PARK = Kind(
    record="park.json",
    file="park.toml",
    schema="carbon-eia/park/1",
    type=ParkRecord,
    later=LATER_PARK_KEYS,
    subject="kind_park",
    text=lambda record: record.park.text,
    again=_park_again,
    differences=_park_differences,
    renderers=_park_renderers,
)
KINDS: Sequence[Kind[Run] | Kind[ParkRecord]] = (PROJECT, PARK)


def kind_of(names: Collection[str]) -> Kind[Run] | Kind[ParkRecord] | None:
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
