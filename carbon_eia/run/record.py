"""A record as a document: its canonical bytes, its name, and reading one back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.files.json_text import json_value
from carbon_eia.run.earlier import LATER_KEYS, with_later_keys
from carbon_eia.run.records import NamedRecord, Record, Run

__all__ = [
    "SCHEMA",
    "Run",
    "canonical",
    "parse_changed",
    "parse_record",
    "parse_run",
    "parse_stamp",
    "read_run",
    "record_id",
    "under_own_id",
]

SCHEMA = "carbon-eia/run/1"

SomeRecord = TypeVar("SomeRecord", bound=Record)
SomeNamed = TypeVar("SomeNamed", bound=NamedRecord)


def canonical(record: object) -> bytes:
    """The bytes of a record, the same everywhere: JSON, sorted keys, no spaces, UTF-8."""
    return msgspec.json.encode(record, order="sorted") + b"\n"


def record_id(record: msgspec.Struct | Mapping[str, object], *without: str) -> str:
    """SHA-256 over everything in a record but its id, and ``without`` some other keys."""
    content: Mapping[str, object]
    if isinstance(record, msgspec.Struct):  # its values as they are encoded, not taken apart
        content = msgspec.json.decode(canonical(record), type=dict[str, msgspec.Raw])
    else:
        content = record
    kept = {k: v for k, v in content.items() if k not in ("id", *without)}
    return hashlib.sha256(canonical(kept)).hexdigest()


def read_run(path: Path) -> Run:
    """A Run from its file.

    Raises InputError: CE-N001 not a Run, CE-N002 its content is not that of its id.
    """
    return parse_run(read_text(path), Place(str(path)))


def parse_run(text: str, place: Place) -> Run:
    """A Run from its text; see ``read_run``."""
    return under_own_id(parse_record(text, place, SCHEMA, Run, LATER_KEYS))


def under_own_id(record: SomeNamed) -> SomeNamed:
    """A record under the id of what it says: one of an earlier version has more keys once read."""
    return replace(record, id=record_id(record))


def parse_record(
    text: str,
    place: Place,
    schema: str,
    kind: type[SomeRecord],
    later: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
) -> SomeRecord:
    """A record that is named by its hash; ``later``: keys that earlier versions lack.

    Raises InputError: CE-N001 not such a record, CE-N002 its content is not that of its id.
    """
    content = _content(text, place, schema)
    try:
        own = record_id(content)
    except (ValueError, OverflowError) as error:  # half characters
        raise InputError(Problem("CE-N001", place, {"why": str(error)})) from None
    if own != content.get("id"):
        raise InputError(Problem("CE-N002", place, {}))
    return _typed(content, place, kind, later)


def parse_changed(
    text: str,
    place: Place,
    schema: str,
    kind: type[SomeRecord],
    later: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
) -> SomeRecord:
    """A record whose content may not be that of its id; otherwise as ``parse_record``."""
    return _typed(_content(text, place, schema), place, kind, later)


def parse_stamp(
    text: str,
    place: Place,
    schema: str,
    later: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
) -> NamedRecord:
    """What a record of any version says of itself: its id, its day, what it was made with.

    Raises InputError CE-N001 where it does not say so.
    """
    content = with_later_keys(_content(text, place, schema), later)
    own = {k: content[k] for k in NamedRecord.__struct_fields__ if k in content}
    return _typed(own, place, NamedRecord, {})


def _typed(
    content: dict[str, object],
    place: Place,
    kind: type[SomeRecord],
    later: Mapping[str, Mapping[str, object]],
) -> SomeRecord:
    try:
        record = msgspec.convert(with_later_keys(content, later), kind)
        if isinstance(record, NamedRecord):
            date.fromisoformat(record.as_of)
    except (msgspec.ValidationError, ValueError) as error:
        raise InputError(Problem("CE-N001", place, {"why": str(error)})) from None
    return record


def _content(text: str, place: Place, schema: str) -> dict[str, object]:
    try:
        content = json_value(text)
    except ValueError as error:
        raise InputError(Problem("CE-N001", place, {"why": str(error)})) from None
    if not isinstance(content, dict) or content.get("schema") != schema:
        raise InputError(Problem("CE-N001", place, {"why": f"schema ≠ {schema}"}))
    return content
