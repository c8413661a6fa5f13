"""A commented park file that works as it is, with its members and their project files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from carbon_eia.messages import sentence
from carbon_eia.parks.park_file import park_fields
from carbon_eia.parks.park_form_layout import park_toml
from carbon_eia.parks.park_model import ROLES
from carbon_eia.project import Field
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.project_file_template import field_comment, project_template
from carbon_eia.project.raw_tables import entries, table
from carbon_eia.reference import World, read_sector

__all__ = ["park_template", "sample_members", "sample_park"]

SECTORS = MappingProxyType(
    {"示例电池": "lithium-battery", "示例热电": "cogeneration", "示例正极材料": "cathode-material"}
)
"""The sector of each sample member, whose example its project file is."""

SAMPLE: Mapping[str, Any] = MappingProxyType(
    {
        "park": {
            "name": "示例产业园区",
            "region": "湖南省郴州市北湖区",
            "base_year": 2025,
            "plan_years": [2030, 2035],
            "boundary": "规划范围内的企业、公用设施和规划项目",
            "area": "1250 公顷",
        },
        "enterprises": [{"name": "示例电池", "file": "enterprises/battery"}],
        "facilities": [{"name": "示例热电", "file": "facilities/heat", "kind": "热电联产"}],
        "projects": [{"name": "示例正极材料", "file": "projects/cathode", "start": 2028}],
        "scenarios": [
            {"name": "基准情景", "kind": "基准"},
            {"name": "规划情景", "kind": "规划"},
            {
                "name": "优化情景",
                "kind": "优化",
                "changes": [{"year": 2030, "energy": "-8 %", "source": "示例假定"}],
            },
        ],
    }
)
"""The tables of the sample park; the files of its members are without their ending."""


OPTIONAL = (
    "tables",
    "totals",
    "transfers",
    "renewables",
    "sinks",
    "pollutants",
    "indicators",
    "coordination",
)
"""Sections that a park may leave out, as they stand in the template."""


def sample_park(ending: str) -> dict[str, object]:
    """The tables of the sample park, whose members' files have an ending."""
    named = {role: [{**m, "file": m["file"] + ending} for m in SAMPLE[role]] for role in ROLES}
    return {**SAMPLE, **named}


def sample_members(world: World, ending: str) -> dict[str, tuple[str, dict[str, object]]]:
    """The projects of the sample park's members: file → its sector and its tables."""
    found: dict[str, tuple[str, dict[str, object]]] = {}
    park = sample_park(ending)
    for role in ROLES:
        for member in entries(park, role):
            sector = SECTORS[str(member["name"])]
            tables: dict[str, object] = dict(read_sector(world, sector).example)
            name = f"{member['name']}有限公司"
            tables["project"] = {**table(tables, "project"), "name": name, "sector": sector}
            if role != "facilities":
                tables["economics"] = {"output_value": "20 亿元", "added_value": "5 亿元"}
            found[str(member["file"])] = sector, tables
    return found


def park_template(world: World, lang: str = "zh") -> dict[str, str]:
    """The texts of a park file and of the project files that it names: file → text.

    The park file has the name ``park.toml``.
    """
    said = sentence("file_head.park", lang)
    sample = sample_park(".toml")
    parts = [said, "", *_section("park", "[park]", lang), *_section("city", "# [city]", lang)]
    parts += _section("years", "# [[years]]", lang)
    parts.append(park_toml({role: sample[role] for role in ROLES}))
    parts += _section("members", "# [[projects]]", lang)
    for section in OPTIONAL:
        parts += _section(section, f"# [[{section}]]", lang)
    parts.append(park_toml({"scenarios": sample["scenarios"]}))
    parts += _section("changes", "# [[scenarios.changes]]", lang)
    members = {
        file: project_template(tables, sector, lang)
        for file, (sector, tables) in sample_members(world, ".toml").items()
    }
    return {"park.toml": "\n".join(parts).rstrip() + "\n", **members}


def _section(section: str, header: str, lang: str) -> list[str]:
    """The keys of a section with their comments; those that are not given are commented out."""
    given = SAMPLE["park"] if section == "park" else {}
    lines = [header]
    for key, field in park_fields()[section].items():
        if field.type == "changes":
            continue
        text = f"{key} = {toml_value(given[key])}" if key in given else _optional(field)
        lines.append(f"{text:<44} # {field_comment(field, lang)}")
    return [*lines, ""]


def _optional(field: Field) -> str:
    if not field.example:
        return f"# {field.key} ="
    bare = field.type in ("integer", "integers", "texts")
    return f"# {field.key} = {field.example}" if bare else f'# {field.key} = "{field.example}"'
