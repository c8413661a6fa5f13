"""A commented park file that works as it is, with its members and their project files."""

from __future__ import annotations

from carbon_eia.park.read import park_fields
from carbon_eia.project import Field
from carbon_eia.project.template import field_comment, project_template
from carbon_eia.reference import World, read_sector

__all__ = ["park_template"]

MEMBERS = (
    ("enterprises", "示例电池", "enterprises/battery.toml", "lithium-battery", ""),
    ("facilities", "示例热电", "facilities/heat.toml", "cogeneration", 'kind = "热电联产"\n'),
    ("projects", "示例正极材料", "projects/cathode.toml", "cathode-material", "start = 2028\n"),
)
"""Role, name, file, sector and more keys of each sample member."""

GIVEN = {
    "park": {
        "name": "示例产业园区",
        "region": "湖南省郴州市北湖区",
        "base_year": "2025",
        "plan_years": "[2030, 2035]",
        "boundary": "规划范围内的企业、公用设施和规划项目",
        "area": "1250 公顷",
    }
}

SCENARIOS = """[[scenarios]]
name = "基准情景"
kind = "基准"

[[scenarios]]
name = "规划情景"
kind = "规划"

[[scenarios]]
name = "优化情景"
kind = "优化"

[[scenarios.changes]]
year = 2030
energy = "-8 %"
source = "示例假定"
"""


def park_template(world: World, lang: str = "zh") -> dict[str, str]:
    """The texts of a park file and of the project files that it names: file → text.

    The park file has the name ``park.toml``.
    """
    files: dict[str, str] = {}
    said = (
        "# 示例数值须全部换成本园区的数据；以 # 开头的行是可选项。"
        if lang == "zh"
        else "# Replace every figure by your park's own; lines that begin with # are optional."
    )
    parts = [said, "", *_section("park", "[park]", lang), *_section("city", "# [city]", lang)]
    parts += _section("years", "# [[years]]", lang)
    for role, name, file, sector, more in MEMBERS:
        parts += [f"[[{role}]]", f'name = "{name}"', f'file = "{file}"', more]
        example = dict(read_sector(world, sector).example)
        example["project"] = {**example["project"], "name": f"{name}有限公司"}
        if role != "facilities":
            example["economics"] = {"output_value": "20 亿元", "added_value": "5 亿元"}
        files[file] = project_template(example, sector, lang)
    for section in ("members", "totals", "transfers", "renewables", "sinks"):
        parts += _section(section, f"# [[{section}]]", lang)
    parts.append(SCENARIOS)
    parts += _section("changes", "# [[scenarios.changes]]", lang)
    return {"park.toml": "\n".join(parts).rstrip() + "\n", **files}


def _section(section: str, header: str, lang: str) -> list[str]:
    """The keys of a section with their comments; those that are not given are commented out."""
    given = GIVEN.get(section, {})
    lines = [header]
    for key, field in park_fields()[section].items():
        if field.type == "changes":
            continue
        text = f"{key} = {_toml(given[key], field)}" if key in given else _optional(field)
        lines.append(f"{text:<44} # {field_comment(field, lang)}")
    return [*lines, ""]


def _optional(field: Field) -> str:
    return f"# {field.key} = {_toml(field.example, field)}" if field.example else f"# {field.key} ="


def _toml(text: str, field: Field) -> str:
    bare = field.type in ("integer", "integers", "texts")
    return text if bare else f'"{text}"'
