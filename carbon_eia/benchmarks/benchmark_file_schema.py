"""JSON Schema of a benchmark file, from the one table of its fields."""

from __future__ import annotations

from carbon_eia.benchmarks.benchmark_file import benchmark_fields
from carbon_eia.messages import sentence
from carbon_eia.project.project_file_schema import Schema, object_schema

__all__ = ["benchmark_schema"]


def benchmark_schema(lang: str = "zh") -> Schema:
    """The schema of a file for ``--benchmarks`` (draft 2020-12), for editors.

    >>> sorted(benchmark_schema()["properties"])
    ['instrument', 'standard', 'values']
    """
    sections = {
        name: object_schema(known, lang, codes=True) for name, known in benchmark_fields().items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": sentence("file_head.benchmark_schema", lang),
        "type": "object",
        "properties": {
            "instrument": sections["instrument"],
            "standard": sections["standard"],
            "values": {"type": "array", "minItems": 1, "items": sections["values"]},
        },
        "required": ["instrument", "values"],
        "additionalProperties": False,
    }
