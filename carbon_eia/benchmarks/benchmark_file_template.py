"""A commented benchmark file, written from the table of its fields."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.benchmarks.benchmark_file import benchmark_fields
from carbon_eia.messages import sentence
from carbon_eia.project import Field
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.project_file_template import field_comment

__all__ = ["benchmark_template"]

ILLUSTRATIVE = "illustrative"
"""The key that keeps the examples of a template from any formal conclusion."""


def benchmark_template(lang: str = "zh") -> str:
    """The text of a file for ``--benchmarks`` that is read as it is.

    Required keys have the examples of their fields, every other key stands as a comment. Until
    whoever fills it takes that line out, its values are illustrative.
    """
    fields = benchmark_fields()
    parts = [sentence("file_head.benchmarks", lang), ""]
    parts += _section("[instrument]", fields["instrument"], lang)
    parts += _section("[[values]]", fields["values"], lang)
    return "\n".join(parts).rstrip() + "\n"


def _section(header: str, fields: Mapping[str, Field], lang: str) -> list[str]:
    lines = [header]
    for key, field in fields.items():
        value = _example(field)
        text = f"{key} = {value}".rstrip()
        if not field.required and key != ILLUSTRATIVE:
            text = f"# {text}"
        lines.append(f"{text:<44} # {field_comment(field, lang)}")
    return [*lines, ""]


def _example(field: Field) -> str:
    if field.type == "boolean":
        return "true"
    if field.type in ("date", "integer"):
        return field.example
    return toml_value(field.example) if field.example else '""'
