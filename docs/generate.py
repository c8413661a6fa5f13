"""Write the reference pages that come from data: ``make docs``.

``docs/project-file.md`` from the table of fields, ``docs/errors.md`` from the sentences, and
``docs/methods.md`` from the forms of the methods. A test keeps them current.
"""

from __future__ import annotations

from pathlib import Path

from carbon_eia.methods import METHODS
from carbon_eia.project import METHOD_SECTIONS, fields
from carbon_eia.text.en import SENTENCES as EN
from carbon_eia.text.zh import SENTENCES as ZH

HERE = Path(__file__).parent
SECTIONS = (
    ("project", "[project]"),
    ("economics", "[economics]"),
    ("city", "[city]"),
    ("products", "[[products]]"),
    ("sources", "[[sources]]"),
    *((m, f'[[sources]] method = "{m}"') for m in METHOD_SECTIONS),
    ("steam", "steam = { … }"),
    ("hot_water", "hot_water = { … }"),
    ("measures", "[[measures]]"),
    ("effects", "effects = [{ … }]"),
)


def project_file() -> str:
    """The page on the keys of a project file."""
    lines = [
        "# 项目文件 · The project file",
        "",
        "本页由 `carbon_eia/project/fields.csv` 生成（`make docs`）。",
        "This page is generated from the one table of fields that reading, the JSON Schema and the",
        "template use too.",
        "",
        '数量是带单位的文本：`"16.8 万t"`，或 `{ value = 16.8, unit = "万t" }`；',
        "一年的量写不写 `/a` 都可以。",
        'A quantity is a text with its unit: `"16.8 万t"`, or `{ value = 16.8, unit = "万t" }`;',
        "yearly ones may carry `/a` or not. What is unknown is left out: never write 0 for it.",
        "",
        "`carbon-eia new <行业> -o project.toml` 写出带说明的文件；",
        "`carbon-eia schema project` 供编辑器补全。",
    ]
    for section, header in SECTIONS:
        lines += [
            "",
            f"## `{header}`",
            "",
            "| 键 key | 必填 | 单位或可选值 | 含义 meaning |",
            "|---|---|---|---|",
        ]
        for f in fields(section).values():
            allowed = " · ".join(f.unit) or " · ".join(f"{zh}/{en}" for en, zh in f.choices.items())
            span = f"，{f.range}" if f.range and f.unit else ""
            meaning = f"{f.zh} / {f.en}"
            helped = "；".join(x for x in (f.help_zh, f.help_en) if x)
            must = "是" if f.required else ""
            what = (allowed or f.type).replace("|", "·") + span
            lines.append(
                f"| `{f.key}` | {must} | {what} | {'。'.join([meaning, helped]).rstrip('。')} |"
            )
    return "\n".join(lines) + "\n"


def methods() -> str:
    """The page on the methods and their formulas."""
    lines = [
        "# 核算方法 · Methods",
        "",
        "本页由 `carbon_eia/methods/` 生成。每个算式是一个函数，对一个项目和一千万行都用它。",
        "Each formula is one function, used for one project and for ten million rows alike.",
    ]
    for method in METHODS.values():
        lines += ["", f"## `{method.id}` {ZH['method.' + method.id]}", ""]
        for form in method.forms:
            units = "；".join(
                "、".join(f"{k} {v}" for k, v in system.items()) for system in form.units
            )
            lines += [
                f"- `{form.id}`: {form.symbolic()}  ",
                f"  {units}  ",
                f"  {form.source} · {form.locator}",
            ]
    return "\n".join(lines) + "\n"


def errors() -> str:
    """The page on codes of errors and warnings."""
    lines = [
        "# 错误与提示代码 · Codes",
        "",
        "本页由 `carbon_eia/text/` 生成。代码固定不变，可供程序使用。",
        "",
        "| 代码 | 中文 | English |",
        "|---|---|---|",
    ]
    for code in sorted(k for k in ZH if k.startswith("CE-") and not k.endswith(".hint")):
        zh = "<br>→ ".join(x for x in (ZH[code], ZH.get(code + ".hint")) if x)
        en = "<br>→ ".join(x for x in (EN.get(code, ""), EN.get(code + ".hint")) if x)
        lines.append(f"| `{code}` | {zh} | {en} |".replace("\n", " "))
    return "\n".join(lines) + "\n"


PAGES = {"project-file.md": project_file, "methods.md": methods, "errors.md": errors}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
