"""JSON Schema of records: from their types, described by their docstrings."""

from __future__ import annotations

from typing import Any

import msgspec

from carbon_eia.run.records import Record

__all__ = ["record_schema"]


def record_schema(kind: type[Record]) -> dict[str, object]:
    """The schema of a kind of record (draft 2020-12).

    >>> from carbon_eia.run.records import Run
    >>> record_schema(Run)["title"], "decision" in record_schema(Run)["properties"]
    ('Run', True)
    """
    _, parts = msgspec.json.schema_components(
        [kind], schema_hook=_any, ref_template="#/$defs/{name}"
    )
    own = parts.pop(kind.__name__)
    for part in (own, *parts.values()):
        if "description" in part:
            part["description"] = " ".join(part["description"].split())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **own,
        "$defs": dict(sorted(parts.items())),
    }


def _any(kind: type) -> dict[str, Any]:
    """A fact of a sentence may be any JSON."""
    if kind is object:
        return {"description": "any JSON value"}
    raise NotImplementedError
