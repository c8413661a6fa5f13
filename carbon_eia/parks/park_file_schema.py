"""JSON Schema of a park file, from the one table of its fields."""

from __future__ import annotations

from carbon_eia.messages import sentence
from carbon_eia.parks.park_file import SECTIONS, park_fields
from carbon_eia.parks.park_model import ROLES
from carbon_eia.project.project_file_schema import Schema, object_schema

__all__ = ["park_schema"]

TABLES = ("park", "city")
"""Sections that a file has once; every other one is a list."""


def park_schema(lang: str = "zh") -> Schema:
    """The schema of ``park.toml`` (draft 2020-12), for editors.

    It is as strict as JSON Schema can be; files, balances and bonds between keys are checked by
    ``carbon-eia park``.

    >>> schema = park_schema()
    >>> schema["required"], "transfers" in schema["properties"]
    (['park'], True)
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": sentence("file_head.park_schema", lang),
        "type": "object",
        "properties": {name: _section(name, lang) for name in SECTIONS},
        "required": ["park"],
        "additionalProperties": False,
    }


def _section(name: str, lang: str) -> Schema:
    """A section: a table, or a list of entries; enterprises, projects and facilities are alike."""
    known = park_fields()["members" if name in ROLES else name]
    lists = {k: park_fields()[k] for k, f in known.items() if f.type == "changes"}
    made = object_schema(known, lang, lists=lists)
    return made if name in TABLES else {"type": "array", "items": made}
