"""JSON Schema of a project file, from the one table of fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from carbon_eia.messages import sentence
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.texts import MAX_TEXT
from carbon_eia.reference import methods

__all__ = ["Schema", "object_schema", "project_schema", "section_schema", "source_schema"]

Schema = dict[str, object]
"""A schema, or a part of one, as JSON."""

QUANTITY = r"^\s*[+\-]?[0-9０-９.,．，]+([eE][+\-]?[0-9]+)?\s*.*$"


def project_schema(lang: str = "zh") -> Schema:
    """The schema that editors use for completion and first checks (draft 2020-12).

    It is as strict as JSON Schema can be; units, names and bonds between keys are checked by
    ``carbon-eia check``.
    """
    sections = {
        "project": section_schema("project", lang),
        "economics": section_schema("economics", lang),
        "city": section_schema("city", lang),
        "facts": section_schema("facts", lang),
        "products": {"type": "array", "items": section_schema("products", lang)},
        "raw_materials": {"type": "array", "items": section_schema("raw_materials", lang)},
        "sources": {"type": "array", "items": source_schema(lang)},
        "measures": {"type": "array", "items": section_schema("measures", lang)},
        "planning": section_schema("planning", lang),
        "phases": {"type": "array", "items": section_schema("phases", lang)},
        "applicant": section_schema("applicant", lang),
        "report": section_schema("report", lang),
        "texts": section_schema("texts", lang),
        "pictures": section_schema("pictures", lang),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": sentence("file_head.schema", lang),
        "type": "object",
        "properties": sections,
        "required": ["project"],
        "additionalProperties": False,
    }


def object_schema(
    known: Mapping[str, Field],
    lang: str,
    codes: bool = False,
    lists: Mapping[str, Mapping[str, Field]] = MappingProxyType({}),
) -> Schema:
    """The schema of a table of a file, from its fields.

    ``codes``: its choices are codes alone; ``lists``: key with a list → fields of its entries.
    """
    listed = {k: _list(known[k].label(lang), object_schema(own, lang)) for k, own in lists.items()}
    return {
        "type": "object",
        "properties": {k: _property(f, lang, codes) for k, f in known.items()} | listed,
        "required": [k for k, f in known.items() if f.required],
        "additionalProperties": False,
    }


def _list(title: str, entry: Schema) -> Schema:
    return {"title": title, "type": "array", "items": entry}


def section_schema(name: str, lang: str) -> Schema:
    """The schema of a section of a project file."""
    return object_schema(fields(name), lang)


def source_schema(lang: str) -> Schema:
    """The schema of a source, by its method."""
    common = fields("sources")
    variants = []
    for method in methods():
        own = {**common, **fields(method)}
        properties = {k: _property(f, lang) for k, f in own.items()}
        properties["method"] = {"enum": [method, common["method"].choices[method]]}
        variants.append(
            {
                "type": "object",
                "properties": properties,
                "required": [k for k, f in own.items() if f.required],
                "additionalProperties": False,
            }
        )
    return {"oneOf": variants}


def _property(field: Field, lang: str, codes: bool = False) -> Schema:
    found: Schema = {"title": field.label(lang)}
    help_text = field.help_en if lang == "en" else field.help_zh
    units = " | ".join(u for u in field.unit if u != "1")
    description = " ".join(x for x in (help_text, f"[{units}]" if units else "") if x)
    if description:
        found["description"] = description
    if field.example:
        found["examples"] = [field.example]
    if codes and field.type == "choice":
        return found | {"enum": list(field.choices)}
    return found | _type(field, lang)


def _type(field: Field, lang: str) -> Schema:
    kind = field.type
    if kind in ("quantity", "annual"):
        given: list[Schema] = [
            {"type": "string", "pattern": QUANTITY},
            {
                "type": "object",
                "properties": {"value": {"type": ["number", "string"]}, "unit": {"type": "string"}},
                "required": ["value", "unit"],
                "additionalProperties": False,
            },
        ]
        if field.takes_bare_number:
            given.append({"type": "number"})
        return {"anyOf": given}
    if kind == "choice":
        return {"enum": [*field.choices.values(), *field.choices]}
    if kind == "integer":
        low, high = field.range[1:-1].split(",")
        return {"type": "integer", "minimum": int(low), "maximum": int(high)}
    if kind == "integers":
        return {"type": "array", "minItems": 1, "items": {"type": "integer"}}
    if kind == "boolean":
        return {"type": "boolean"}
    if kind == "date":
        return {"type": "string", "format": "date"}
    if kind == "shares":
        share = {"anyOf": [{"type": "string", "pattern": QUANTITY}, {"type": "number"}]}
        return {"type": "object", "minProperties": 1, "additionalProperties": share}
    if kind == "texts":
        return {"type": "array", "items": {"type": "string"}}
    if kind == "effects":
        return {"type": "array", "minItems": 1, "items": section_schema("effects", lang)}
    if kind == "table":
        return section_schema(field.within, lang)
    if kind == "picture":
        return {"anyOf": [{"type": "string", "maxLength": 300}, section_schema(field.within, lang)]}
    if kind == "markdown":
        return {"type": "string", "maxLength": MAX_TEXT}
    if kind == "evidence":
        return {"anyOf": [{"type": "string", "maxLength": 300}, section_schema("evidence", lang)]}
    if kind == "spread":
        return _spread(lang)
    if kind == "spreads":
        return {"type": "object", "additionalProperties": _spread(lang)}
    return {"type": "string", "minLength": 1 if field.required else 0, "maxLength": 300}


def _spread(lang: str) -> Schema:
    """A half-width as a percentage, or a table of limits and distribution."""
    return {"anyOf": [{"type": ["string", "number"]}, section_schema("spread", lang)]}
