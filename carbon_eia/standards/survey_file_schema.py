"""JSON Schema of a return and of a survey, from the one table of their fields."""

from __future__ import annotations

from carbon_eia.messages import sentence
from carbon_eia.project.project_file_schema import (
    Schema,
    object_schema,
    section_schema,
    source_schema,
)
from carbon_eia.standards.return_fields import survey_fields

__all__ = ["return_schema", "survey_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def return_schema(lang: str = "zh") -> Schema:
    """The schema of a return (draft 2020-12), for editors.

    >>> sorted(return_schema()["properties"])
    ['products', 'return', 'sources']
    """
    return {
        "$schema": DRAFT,
        "title": sentence("standard.form.title.guide", lang),
        "type": "object",
        "properties": {
            "return": object_schema(survey_fields()["return"], lang),
            "products": {"type": "array", "minItems": 1, "items": section_schema("products", lang)},
            "sources": {"type": "array", "minItems": 1, "items": source_schema(lang)},
        },
        "required": ["return", "products", "sources"],
        "additionalProperties": False,
    }


def survey_schema(lang: str = "zh") -> Schema:
    """The schema of ``survey.toml``.

    >>> survey_schema()["required"]
    ['survey']
    """
    fields = survey_fields()
    return {
        "$schema": DRAFT,
        "title": "survey.toml",
        "type": "object",
        "properties": {
            "survey": object_schema(fields["survey"], lang),
            "removals": {"type": "array", "items": object_schema(fields["removals"], lang)},
        },
        "required": ["survey"],
        "additionalProperties": False,
    }
