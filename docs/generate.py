"""Write the reference pages that come from data: ``make docs``.

``docs/project-file.md``, ``docs/benchmark-file.md`` and ``docs/park-file.md`` from the tables of
fields, ``docs/errors.md`` from the sentences, ``docs/api.md`` from the docstrings of the Python
API, ``docs/methods.md`` from the forms of the methods, ``docs/policies.md`` from the policies, and
``docs/register-law.md`` from the law of the register; in ``factors/README.md`` the numbers of rows.
A test keeps them current.
"""

from __future__ import annotations

import csv
import inspect
import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import carbon_eia
from carbon_eia import units
from carbon_eia.benchmarks import derived_benchmarks
from carbon_eia.benchmarks.benchmark_file import benchmark_fields
from carbon_eia.benchmarks.variants import choices
from carbon_eia.formulas import parse_formula
from carbon_eia.messages import catalogue
from carbon_eia.parks.member_table import column_words
from carbon_eia.parks.park_file import park_fields
from carbon_eia.project import Field, fields, method_label, parameter_label
from carbon_eia.reference import (
    Check,
    Rule,
    Sector,
    World,
    cited_documents,
    open_world,
    policy_rules,
    read_sector,
)
from carbon_eia.reference.guides import differences, with_guide
from carbon_eia.reference.value import start_of
from carbon_eia.register.classes import classes
from carbon_eia.register.guards import GUARDS, NOTES
from carbon_eia.register.law import Law, ground_of, open_law

HERE = Path(__file__).parent
FACTORS = HERE.parent / "factors"
EN, ZH = catalogue("en"), catalogue("zh")
WORLD = open_world(date(2026, 11, 30))
SECTIONS = (
    ("project", "[project]"),
    ("applicant", "[applicant]"),
    ("site", "site = { … }"),
    ("report", "[report]"),
    ("texts", "[texts]"),
    ("pictures", "[pictures]"),
    ("picture", "layout = { … }"),
    ("economics", "[economics]"),
    ("city", "[city]"),
    ("facts", "[facts]"),
    ("products", "[[products]]"),
    ("specific_energy", "specific_energy = { … }"),
    ("corrected_limits", "corrected_limits = { … }"),
    ("raw_materials", "[[raw_materials]]"),
    ("sources", "[[sources]]"),
    *((m, f'[[sources]] method = "{m}"') for m in WORLD.methods),
    ("steam", "steam = { … }"),
    ("hot_water", "hot_water = { … }"),
    ("measures", "[[measures]]"),
    ("effects", "effects = [{ … }]"),
    ("evidence", "evidence = { … }"),
    ("planning", "[planning]"),
    ("spread", "uncertainty = { … }"),
)


def park_file() -> str:
    """The page on the keys of a park file."""
    lines = [
        "# 园区文件 · The park file",
        "",
        "本页由 `carbon_eia/parks/fields.csv` 生成（`make docs`）；怎样使用见 `park.md`。",
        "This page is generated from the table of fields that reading, template and form use too.",
        "",
        "成员是现有企业 `[[enterprises]]`、规划项目 `[[projects]]` 和公用设施 `[[facilities]]`，",
        "三者的键相同。`carbon-eia new park -o park.toml` 写出带说明的文件，",
        "`-o park.xlsx` 写出 Excel 表单，灰色小字是同样的键；`carbon-eia schema park-file`",
        "供编辑器补全。",
        "Members are enterprises, planned projects and facilities; they have the same keys, and",
        "the Excel form has them in small grey letters; `schema park-file` serves editors.",
    ]
    for section, known in park_fields().items():
        header = f"[{section}]" if section in ("park", "city") else f"[[{section}]]"
        header = "[[enterprises]] [[projects]] [[facilities]]" if section == "members" else header
        header = "[[scenarios.changes]]" if section == "changes" else header
        lines += ["", f"## `{header}`", "", *_keys(known)]
        if section == "tables":
            lines += ["", *_member_columns()]
    return "\n".join(lines) + "\n"


def _member_columns() -> list[str]:
    """The columns of a table of members beside those of screening."""
    known = park_fields()["members"]
    rows = [
        f"| {' · '.join(f'`{word}`' for word in words)} | `{key}` | {known[key].zh} |"
        for key, words in column_words().items()
    ]
    return [
        "表格的列与批量筛查相同（`screening.md`），另可有以下各列，意义与成员的键相同；",
        "没有成员名称时，以项目名称为成员名称。",
        "The columns are those of screening; besides, a table may have these, which mean what the",
        "keys of a member mean. Without a member name a member is called as its project.",
        "",
        "| 列名 head | 键 key | 含义 |",
        "|---|---|---|",
        *rows,
    ]


def benchmark_file() -> str:
    """The page on the keys of a file of admission values."""
    lines = [
        "# 准入值文件 · The benchmark file",
        "",
        "本页由 `carbon_eia/benchmarks/fields.csv` 生成（`make docs`）。主管部门采用的准入值用",
        "`--benchmarks` 提供，可给多份；`carbon-eia new benchmarks -o city.toml` 写出模板，",
        "`samples/benchmarks/chenzhou-demo.toml` 是一份示例，`carbon-eia schema benchmarks` 供编辑",
        "器补全。准入值怎样决定结论见 [decision.md](decision.md)。",
        "This page is generated from the table of fields that reading and the JSON Schema use too.",
        "Admission values that an authority has adopted are given with `--benchmarks`, in as many",
        "files as there are; [decision.md](decision.md) tells what follows from them.",
        "`carbon-eia new benchmarks -o city.toml` writes a commented template.",
    ]
    sections = {"instrument": "[instrument]", "values": "[[values]]", "standard": "[standard]"}
    for section, header in sections.items():
        lines += ["", f"## `{header}`", "", *_keys(benchmark_fields()[section])]
    return "\n".join(lines) + "\n"


def project_file() -> str:
    """The page on the keys of a project file."""
    lines = [
        "# 项目文件 · The project file",
        "",
        "本页由 `carbon_eia/project/fields.csv` 和 `factors/` 的 `methods.toml`、`facts.toml` 生成",
        "（`make docs`）。",
        "This page is generated from the one table of fields that reading, the JSON Schema and the",
        "template use too.",
        "",
        '数量是带单位的文本：`"16.8 万t"`，或 `{ value = 16.8, unit = "万t" }`；',
        "一年的量写不写 `/a` 都可以。",
        'A quantity is a text with its unit: `"16.8 万t"`, or `{ value = 16.8, unit = "万t" }`;',
        "yearly ones may carry `/a` or not. What is unknown is left out: never write 0 for it.",
        "",
        '报告的文字写在 `[texts]`，是 Markdown，多行放在 `"""` 之间；也可写在 Word 模板中，',
        "用 `--texts` 读入，见 [consultant.md](consultant.md#write-your-own-words)。",
        'Words of the report stand in `[texts]`: Markdown, several lines between `"""`; or in a',
        "Word template, read by `--texts`.",
        "",
        "`carbon-eia new <行业> -o project.toml` 写出带说明的文件；",
        "`carbon-eia schema project` 供编辑器补全。",
    ]
    for section, header in SECTIONS:
        lines += ["", f"## `{header}`", "", *_keys(fields(section))]
    return "\n".join(lines) + "\n"


def _keys(known: dict[str, Field]) -> list[str]:
    """The table of a section's keys."""
    lines = ["| 键 key | 必填 | 单位或可选值 | 含义 meaning |", "|---|---|---|---|"]
    for f in known.values():
        allowed = " · ".join(f.unit) or " · ".join(f"{zh}/{en}" for en, zh in f.choices.items())
        span = f"，{f.range}" if f.range and f.unit else ""
        meaning = f"{f.zh} / {f.en}"
        helped = "；".join(x for x in (f.help_zh, f.help_en) if x)
        must = "是" if f.required else ""
        what = (allowed or f.type).replace("|", "·") + span
        lines.append(
            f"| `{f.key}` | {must} | {what} | {'。'.join([meaning, helped]).rstrip('。')} |"
        )
    return lines


def methods() -> str:
    """The page on the methods and their formulas."""
    lines = [
        "# 核算方法 · Methods",
        "",
        "本页由 `factors/methods.toml` 生成（`make docs`）。印出的算式就是计算所用的算式：",
        "同一文本用于一个项目、上千万行和计算表的单元格；例题手工算出，由测试核对。",
        "怎样增加一种方法见 `factors/README.md`。",
        "Generated from the data. The printed formula is the one that is worked out: for one",
        "project, for ten million rows, in the cells of a workbook. Examples were worked out by",
        "hand and are tested. `factors/README.md` says how to add a method.",
    ]
    for method in WORLD.methods.values():
        lines += ["", f"## `{method.id}` {method.text['zh']} · {method.text['en']}", ""]
        for form in method.forms:
            units = "；".join(
                "、".join(f"{k} {v}" for k, v in system.items()) for system in form.units
            )
            shown = parse_formula(form.formula).printed(form.by_symbol(form.example["given"]))
            worth = "、".join(f"{v} t {gas}" for gas, v in form.example["gives"].items())
            lines += [
                f"- `{form.id}`: {form.symbolic()}  ",
                f"  {form.text['zh']} / {form.text['en']}  ",
                f"  {units}  ",
                f"  {form.source} · {form.locator}  ",
                f"  例 example: {shown} → {worth}",
            ]
    return "\n".join(lines) + "\n"


def errors() -> str:
    """The page on codes of errors and warnings."""
    lines = [
        "# 错误与提示代码 · Codes",
        "",
        "本页由 `carbon_eia/messages/` 生成。代码固定不变，可供程序使用。",
        "",
        "| 代码 | 中文 | English |",
        "|---|---|---|",
    ]
    for code in sorted(k for k in ZH if k.startswith("CE-") and not k.endswith(".hint")):
        zh = "<br>→ ".join(x for x in (ZH[code], ZH.get(code + ".hint")) if x)
        en = "<br>→ ".join(x for x in (EN.get(code, ""), EN.get(code + ".hint")) if x)
        lines.append(f"| `{code}` | {zh} | {en} |".replace("\n", " "))
    return "\n".join(lines) + "\n"


def policies() -> str:
    """The page on the rules of policy that are judged from facts alone."""
    world = open_world(date.max)  # every rule is listed, whatever the day
    lines = [
        "# 政策规则 · Rules of policy",
        "",
        "本页由 `factors/policy/` 生成（`make docs`）。所需事实写在项目文件的 `[facts]` 中；",
        "怎样影响结论见 [decision.md](decision.md)。",
        "Generated from the data. The facts stand in `[facts]` of a project file; what follows",
        "from a rule is told in [decision.md](decision.md).",
    ]
    for ident in world.tables.ids("policy"):
        every = policy_rules(world, ident)
        rules = [r for r in every if r.check is not None or r.level or r.demand]
        lines += ["", f"## `{ident}` {rules[0].instrument}", ""]
        for r in rules:
            span = _span(world, ident, r.id)
            lines += [
                f"### `{r.id}` {r.zh}",
                "",
                f"{r.en}  ",
                f"{r.clause} · {ZH['severity.' + r.severity]} {r.severity} · {span}",
                "",
                *(f"- {line}" for line in _asks(r)),
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _span(world: World, ident: str, rule: str) -> str:
    entry = next(e for e in world.tables.toml(f"policy/{ident}.toml")["rules"] if e["id"] == rule)
    end = entry.get("valid_to", "")
    return f"{entry['valid_from']} → {end or '…'} · {entry['grade']} 级"


def _asks(rule: Rule) -> list[str]:
    """What a rule asks, of whom, in which words, and why it is as severe as it is."""
    of_whom = [ZH[f"stage.{s}"] for s in rule.stages] + [ZH[f"nature.{n}"] for n in rule.natures]
    if rule.industries is not None:
        codes = "、".join(rule.industries)
        of_whom.append(f"GB/T 4754 {codes}" if codes else "填写了事实的项目")
    found = []
    if of_whom:
        found.append("适用：" + "；".join(of_whom))
    found += ["前提：" + _test(c) for c in rule.when]
    if rule.level:
        found.append(f"判定：每种主产品的能耗指标不劣于限额表的 `{rule.level}`")
    found += _judged(rule.check)
    if rule.demand:
        found.append(("不符时：" if rule.check or rule.level else "后果：") + rule.demand["zh"])
    if rule.quotation:
        found.append(f"原文：{rule.quotation}")
    return [*found, f"说明：{rule.note}"]


def _judged(check: Check | None) -> list[str]:
    """The question of a check."""
    if check is None:
        return []
    found = []
    if check.kind != "tiers":
        found.append("判定：" + _test(check))
    for tier in check.tiers:
        parts = [
            " 且 ".join(_test(c) for c in tier.every),
            " 或 ".join(_test(c) for c in tier.some),
        ]
        found.append(f"{'；'.join(p for p in parts if p) or '其余'} → {tier.zh}")
    return found


def _test(check: Check) -> str:
    name = f"`{check.fact}`" + (f" ÷ `{check.of}`" if check.of and check.limit else "")
    if check.limit is not None:
        sign = {"at_most": "≤", "at_least": "≥", "above": ">", "below": "<"}[check.kind]
        return f"{name} {sign} {check.limit.text}"
    if check.kind == "one_of":
        shown = "、".join(str(v).lower() for v in check.values)
        more = f"（{'、'.join(map(str, check.open))} 不能断定）" if check.open else ""
        return f"{name} = {shown}{more}"
    if check.kind == "within_months":
        other = f"（未填则 `{check.instead}`）" if check.instead else ""
        later = f"或较晚的 `{check.later}`" if check.later else ""
        return f"{name}{other} 在 `{check.of}`{later}起 {check.months} 个月内"
    if check.kind == "not_before":
        return f"{name} 不早于 " + (f"`{check.of}`" if check.of else str(check.day))
    return "有 " + "、".join(f"`{f}`" for f in check.facts)


def _documents() -> dict[str, dict[str, str]]:
    return {r["id"]: r for r in cited_documents(WORLD.tables)}


def _cited(ident: str) -> str:
    row = _documents()[ident.split(";")[0]]
    return " ".join(x for x in (f"《{row['title']}》", row["number"]) if x)


def _default(spec: dict[str, object]) -> str:
    """Where a default comes from, in words."""
    if "row" in spec:
        return f"`{spec['row']}`"
    if "table" in spec:
        return f"表 `{spec['table']}` 列 `{spec['column']}`，按物料"
    if "value" in spec:
        return f"{spec['value']}（{_cited(str(spec['source']))}，{spec['grade']} 级）"
    return "按地区和年份查电力因子"


def sector_page(ident: str) -> str:
    """The page of one sector: guide, boundary, sources with equations, products, limits, bands."""
    s = read_sector(WORLD, ident)
    lines = [
        f"# {s.name_zh} · {s.name_en}",
        "",
        f"本页由 `factors/sectors/{ident}.toml` 生成（`make docs`）。",
        "",
        f"- 编号 `{ident}`，GB/T 4754：{'、'.join(s.gbt4754)}",
        f"- 核算指南：{_cited(s.guide['source'])} {s.guide.get('locator', '')}".rstrip(),
        f"- 核算边界：{s.boundary['zh']} / {s.boundary['en']}",
        f"- 全球增温潜势：{s.gwp}；燃料表顺序：{'、'.join(s.tables.get('fuels', ()))}",
    ]
    if s.guide.get("note"):
        lines.append(f"- 说明：{s.guide['note']}")
    if s.guides:
        own = s.guide["source"]
        lines += [
            "",
            "## 可选的指南 · Guides to choose",
            "",
            f'`guide = "{own}"`：本行业的指南（缺省）。',
        ]
        for g in s.guides:
            chosen = with_guide(s, g["id"])
            names = "、".join(f"`{n}`" for n in (g["id"], *g["names"]))
            lines += [
                "",
                f"### {names}",
                "",
                f"{_cited(g['source'])} {g['locator']}。{g['note']}。",
            ]
            if chosen is not None:
                lines += ["", "| 不同之处 | 本行业指南 | 所选指南 |", "|---|---|---|"]
                for d in differences(WORLD, s, chosen):
                    lines.append(f"| `{d.kind}` | {d.own or '—'} | {d.chosen or '—'} |")
    lines += ["", "## 产品与强度 · Products", "", "| 产品 | product | 强度单位 |", "|---|---|---|"]
    lines += [f"| {p.name_zh} | {p.name_en} | tCO2/{p.unit} |" for p in s.products]
    lines += ["", "## 必需的排放源 · Required sources", ""]
    lines += [f"- {r['zh']} / {r['en']}：{'、'.join(r['methods'])}" for r in s.required] or ["—"]
    used = dict.fromkeys(x["method"] for x in s.example.get("sources", ()))
    used |= dict.fromkeys(m for r in s.required for m in r["methods"])
    lines += ["", "## 算式与缺省 · Equations and defaults", ""]
    for method in used:
        lines.append(f"### `{method}` {method_label(method, 'zh')}")
        lines.append("")
        lines += [f"- {form.symbolic()}" for form in WORLD.methods[method].forms]
        for name, spec in s.defaults.get(method, {}).items():
            label = parameter_label(method, name, "zh")
            lines.append(f"- {label}（`{name}`）缺省：{_default(dict(spec))}")
        lines.append("")
    if s.plausibility:
        lines += [
            "## 合理范围 · Plausibility",
            "",
            "| 指标 | 产品 | 范围 | 依据 |",
            "|---|---|---|---|",
        ]
        for b in s.plausibility:
            why = f"{_cited(b['source'])}；{b.get('note', '')}".replace("|", "·")
            span = f"{b['low']}～{b['high']} {b['unit']}"
            lines.append(f"| {b['indicator']} | {b['product']} | {span} | {why} |")
        lines.append("")
    points = [(p, i) for p in s.products for i in s.references.get(p.id, ())]
    if points:
        lines += [
            "## 参照值 · Points of reference",
            "",
            "只作对照，不是准入值。Shown beside an intensity, never an admission value.",
            "",
            "| 产品 | 行 | 数值 | 边界 | 出处 |",
            "|---|---|---|---|---|",
        ]
        for product, ident in points:
            row = WORLD.tables.row("carbon" if ident.startswith("cb") else "eu_ets", ident)
            value = f"{row['value']} {row['unit']}（{row['period']}）"
            cells = (product.name_zh, ident, value, row["boundary"], _cited(row["source"]))
            lines.append(f"| {' | '.join(c.replace('|', '·') for c in cells)} |")
        lines.append("")
    lines += energy_limits(s)
    if s.derivation:
        lines += ["## 由能耗限额推算的暂行值 · Derived values", ""]
        for b in derived_benchmarks(WORLD, s, "湖南省郴州市", 2026):
            variant = f"（{b.derivation.variant}）" if b.derivation and b.derivation.variant else ""
            head = f"{b.product_name}{variant} {b.level}：{b.text}，{b.grade} 级"
            lines.append(f"- {head}：{b.note}")
        lines.append("")
    lines += ["## 示例 · Example", "", f"`carbon-eia new {ident} -o project.toml`"]
    return "\n".join(lines) + "\n"


def energy_limits(s: Sector) -> list[str]:
    """The energy limits of a sector's products: variants to choose from, levels, corrections."""
    rows: list[str] = []
    for product in s.products:
        names = product.energy.get("products", ())
        chosen = product.energy.get("variant")
        among = choices(WORLD, names)
        found: dict[tuple[str, str], dict[str, str]] = {}
        for r in WORLD.tables.rows("energy_limits"):
            fits = r["product"] in names and (chosen is None or r["variant"] in ("", chosen))
            if not fits or not WORLD.in_force(r):
                continue
            own = [c for c in among if r["variant"] in c.spellings.get(r["product"], ())]
            shown = [f"{c.name_zh} / {c.name_en}" for c in own] or ["（不分）"]
            for variant in shown:
                cell = found.setdefault((variant, r["indicator"]), {"unit": r["unit"]})
                cell[r["level"]] = r["value"] + ("\\*" if r["correction"] else "")
        for (variant, indicator), cell in found.items():
            levels = " / ".join(cell.get(k, "—") for k in ("gb1", "gb2", "gb3"))
            other = " / ".join(cell.get(k, "—") for k in ("benchmark_level", "baseline_level"))
            unit = "" if cell["unit"] == "1" else cell["unit"]
            rows.append(
                f"| {product.name_zh} | {variant} | {ZH['indicator.' + indicator]} "
                f"| {levels} | {other} | {unit} |"
            )
    if not rows:
        return []
    return [
        "## 能耗限额 · Energy limits",
        "",
        "`variant` 写左列任一种写法；\\* 限额须先修正，见 [energy.md](../energy.md)。",
        "",
        "| 产品 | variant | 指标 | 1 / 2 / 3 级 | 标杆 / 基准 | 单位 |",
        "|---|---|---|---|---|---|",
        *(row.replace("~", "～") for row in rows),
        "",
    ]


COVERED = ("gb1", "gb2", "gb3", "benchmark_level", "baseline_level")
"""Levels of the limits that the page on coverage counts."""


def coverage() -> str:
    """The page on what the reference data hold of each sector, and what they lack."""
    lines = [
        "# 覆盖情况 · Coverage",
        "",
        "本页由参考数据生成（`make docs`），为 2026-11-30 的状况。",
        "湖南、郴州没有主管部门发布的准入值；由能耗限额推算的只作暂行，C 级的不据以判定。",
        "修正“未决”是标准要求修正而系数没有取到：等级不作判定。",
        "括号中为 A、B、C 级各几个。",
        "Generated from the data as they stand on 2026-11-30. No authority of Hunan or Chenzhou",
        "has published an admission value; those derived from energy limits are provisional, and",
        "decide nothing where of grade C. An open correction leaves the level unjudged.",
        "In brackets: how many are of grade A, B and C.",
        "",
    ]
    rows, lacking = [], []
    for ident, names in WORLD.sectors().items():
        found = _coverage(ident)
        lacking.append(found["lacks"])
        cells = (f"[{names['zh']}](sectors/{ident}.md)<br>{names['en']}", *found["cells"])
        rows.append(f"| {' | '.join(cells)} |")
    totals = {k: sum(k in x for x in lacking) for k in LACKS}
    lines += [f"- {zh} / {en}：{totals[k]} / {len(rows)}" for k, (zh, en) in LACKS.items()]
    lines += [
        "",
        "| 行业 sector | 限额标准与施行日 limits | 级数 levels (A/B/C) | "
        "修正 已定/未决 corrections | 推算值 derived | 指南 guides | 缺 lacking |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


LACKS = {
    "limits": ("没有能耗限额", "no energy limits"),
    "derived": ("没有推算的准入值", "no derived admission value"),
    "grade_c": ("推算的准入值都是 C 级", "derived admission values of grade C alone"),
    "open": ("有未决的修正", "open corrections"),
    "required": ("没有列明必需的排放源", "no list of required sources"),
}
"""What a sector may lack, in each language."""


def _coverage(ident: str) -> dict[str, list[str]]:
    """The cells of a sector, and what it lacks."""
    s = read_sector(WORLD, ident)
    names = {n for p in s.products for n in p.energy.get("products", ())}
    limits = [
        r
        for r in WORLD.tables.rows("energy_limits")
        if r["product"] in names and r["level"] in COVERED and not _ended(r)
    ]
    derived = derived_benchmarks(WORLD, s, "湖南省郴州市", 2026)
    admission = [b for b in derived if b.level == "admission"]
    corrected = [r for r in limits if r["correction"]]
    unsettled = [r for r in corrected if "unresolved" in r["correction"]]
    lacks = [
        key
        for key, missing in (
            ("limits", not limits),
            ("derived", not admission),
            ("grade_c", bool(admission) and all(b.grade == "C" for b in admission)),
            ("open", bool(unsettled)),
            ("required", not s.required),
        )
        if missing
    ]
    cells = [
        "<br>".join(_standards(limits)) or "—",
        _grades([r["grade"] for r in limits]),
        f"{len(corrected) - len(unsettled)} / {len(unsettled)}" if corrected else "—",
        _grades([b.grade for b in admission]),
        "<br>".join([_cited(s.guide["source"]), *(f"或 {_cited(g['source'])}" for g in s.guides)]),
        "<br>".join(f"{LACKS[k][0]} / {LACKS[k][1]}" for k in lacks) or "—",
    ]
    return {"cells": cells, "lacks": lacks}


def _ended(row: dict[str, str]) -> bool:
    return bool(row["valid_to"]) and start_of(row["valid_to"]) <= WORLD.as_of


def _standards(limits: list[dict[str, str]]) -> list[str]:
    """The documents of limits, each with its first day of force and how many rows it gives."""
    found: dict[str, list[str]] = {}
    for row in limits:
        found.setdefault(row["source"].split(";")[0], []).append(row["valid_from"])
    told = []
    for source, days in found.items():
        document = _documents()[source]
        later = "（尚未施行 not yet）" if start_of(min(days)) > WORLD.as_of else ""
        told.append(
            f"{document['number'] or document['title']} {min(days)}{later}（{len(days)} 行）"
        )
    return told


def _grades(grades: list[str]) -> str:
    """How many there are of each grade."""
    if not grades:
        return "—"
    return f"{len(grades)}（{'/'.join(str(grades.count(g)) for g in 'ABC')}）"


def sector_index() -> str:
    """The list of sectors."""
    lines = ["# 行业 · Sectors", "", "| 编号 | 行业 | sector | GB/T 4754 |", "|---|---|---|---|"]
    for ident, s in WORLD.sectors().items():
        codes = "、".join(read_sector(WORLD, ident).gbt4754)
        lines.append(f"| [{ident}](sectors/{ident}.md) | {s['zh']} | {s['en']} | {codes} |")
    return "\n".join(lines) + "\n"


def python_api() -> str:
    """The page on the Python API, from the docstrings of its public names."""
    lines = [
        "# Python 接口 · The Python API",
        "",
        "本页由各函数的文档字符串生成（`make docs`）。数字都取自评价记录，类型见 "
        "[run.md](run.md)；[notebook.ipynb](notebook.ipynb) 是一份可运行的示例。",
        "This page is generated from docstrings. Every figure comes from the record "
        "([run.md](run.md)); [notebook.ipynb](notebook.ipynb) is an example that runs.",
    ]
    for name in API_ORDER:
        held = getattr(carbon_eia, name)
        lines += ["", f"## `carbon_eia.{name}{_signature(held)}`", "", *_docstring(held)]
        if not inspect.isclass(held) or name in ("InputError", "Project"):
            continue
        for member, value in vars(held).items():
            if member.startswith("_"):
                continue
            if isinstance(value, property):
                lines += ["", f"### `.{member}`", "", *_docstring(value)]
            elif inspect.isfunction(value):
                lines += ["", f"### `.{member}{_signature(value)}`", "", *_docstring(value)]
    head = "## `carbon_eia.units.registry()`"
    return "\n".join([*lines, "", head, "", *_docstring(units.registry)]) + "\n"


API_ORDER = (
    "assess",
    "check",
    "plan",
    "screen",
    "park",
    "derive_standard",
    "cross_check",
    "read_project",
    "AssessedProject",
    "AssessedPark",
    "DerivedStandard",
    "CheckedFiling",
    "Acceptance",
    "Project",
    "InputError",
)


def _signature(held: Callable[..., object]) -> str:
    if inspect.isclass(held):
        return ""
    text = str(inspect.signature(held)).replace("self, ", "").replace("(self)", "()")
    return text.replace("'", "").replace("carbon_eia.", "").replace("pathlib.", "")


def _docstring(held: object) -> list[str]:
    """The lines of a docstring; headings of sections in bold, an example as code."""
    lines, code = [], False
    text = (inspect.getdoc(held) or "").splitlines()
    for line, after in zip(text, [*text[1:], ""], strict=True):
        if set(line) == {"-"}:
            continue
        if after and set(after) == {"-"}:
            line = f"**{line}**\n"
        elif after.startswith("    ") and re.fullmatch(r"\w+", line):
            line = f"- `{line}`"
        if line.startswith(">>>") and not code:
            lines.append("```python")
            code = True
        lines.append(line)
    return [*lines, *(["```"] if code else [])]


def register_law() -> str:
    """The page on the law of the register: states and commands, clocks, classes, situations."""
    law = open_law(WORLD.tables)
    return "\n".join(
        [
            "# 碳评台账的规则 · The law of the register",
            "",
            "本页由 `factors/register/` 和 `tests/register/situations.toml` 生成（`make docs`）。",
            "Generated from the data and from the situations of the tests.",
            "",
            *REGISTER_SUMMARY,
            *_register_states(law),
            *_register_commands(law),
            *_register_clocks(law),
            *_register_classes(),
            *_register_opinion(),
            *_register_situations(law),
        ]
    )


REGISTER_SUMMARY = (
    "中文摘要：一个项目一个案卷，案卷是其全部事件按顺序的结果；状态、命令、角色、条件、条文是同一张表，拒绝时说明理由、",
    "条文和此时可用的命令。每个时限写明起算日、长度、怎样数、条文和等级，算术逐步写出；法律没有写明、可有两种理解的，",
    "两种都给出日期，程序采用第一种。逾期未告知自动视为受理，两年未开工自动失效，两者都由条文直接规定，由人确认；",
    "其余的后果由人决定。工作日按公布的放假安排数，没有公布的年份为暂定。法律没有规定而由本登记簿约定的，条文一栏写",
    "“本登记簿的约定”。",
    "",
    "A case is what its events come to, in their sequence. States, commands, roles, conditions",
    "and clauses are one table: it makes the checks, this page, and a refusal's reason with",
    "what would be allowed. A clock says from which day it runs (that day does not count), how",
    "long, how it is counted and under which clause; each step of the arithmetic is told. Where",
    "the law is silent or may be read in two ways, every reading has its day, and the first is",
    "the one taken. Silence (Article 14) and two years without construction (Article 19) work",
    "by themselves, as the text says; everything else a person decides.",
    "",
)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _register_states(law: Law) -> list[str]:
    """The states and the roles."""
    lines = ["## 状态和角色 · States and roles", "", "| 状态 state | 编号 |", "|---|---|"]
    lines += [f"| {s['zh']} {s['en']} | `{i}` |" for i, s in law.states.items()]
    lines += ["", "| 建设阶段 stage | 编号 |", "|---|---|"]
    lines += [f"| {s['zh']} {s['en']} | `{i}` |" for i, s in law.stages.items()]
    lines += ["", "| 角色 role | 编号 | 任命 appointed |", "|---|---|---|"]
    for i, r in law.roles.items():
        held = "不须 no" if i in law.outside else "台账有任命的须 where there are appointments"
        lines.append(f"| {r['zh']} {r['en']} | `{i}` | {held} |")
    return [*lines, ""]


def _register_commands(law: Law) -> list[str]:
    """The table of states, a row a command; then what makes each condition refuse."""
    lines = [
        "## 命令 · Commands",
        "",
        "`new`：尚无案卷；`*`：任何状态；到 `same` 不变，`origin` 此前的状态，`stage` 同阶段。",
        "没有列出的键一律拒绝（CE-G155）；每个命令都可写 "
        + " ".join(f"`{k}`" for k in sorted(_common(law))),
        "",
        "| 命令 command | 由 from | 角色 roles | 到 to | 须写明 needs | 可写明 may say "
        "| 条件 guards | 条文 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for c in law.commands.values():
        order = {s: i for i, s in enumerate(law.states)}
        states = " ".join(sorted(c.states, key=lambda s: order.get(s, -1)))
        roles = " ".join(r for r in law.roles if r in c.roles)
        lines.append(
            f"| `{c.id}` {c.zh} {c.en} | {states} | {roles} | {c.to} | {' '.join(c.needs)} "
            f"| {' '.join(sorted(c.allows - _common(law)))} "
            f"| {' '.join(c.guards)} | {c.ground.clause} |"
        )
    lines += ["", "台账自身的命令（`register people …`）· commands on the register itself:", ""]
    lines += ["| 命令 | 角色 roles | 写明 says | 条文 |", "|---|---|---|---|"]
    for c in law.administration.values():
        roles = " ".join(r for r in law.roles if r in c.roles)
        lines.append(
            f"| `{c.id}` {c.zh} {c.en} | {roles} | {' '.join(c.needs)} | {c.ground.clause} |"
        )
    lines += ["", "各命令的原文和理由 · words of the law and notes:", ""]
    for c in (*law.commands.values(), *law.administration.values()):
        words = f"“{c.ground.quotation}”" if c.ground.quotation else ""
        said = "。".join(x for x in (words, c.ground.note) if x)
        if said:
            lines.append(f"- `{c.id}` {c.ground.clause}（{c.ground.grade}级）：{_cell(said)}")
    lines += ["", "条件 · conditions:", ""]
    for name, guard in {**GUARDS, **NOTES}.items():
        kind = "（仅提示 told only）" if name in NOTES else ""
        clause = law.guards[name].clause
        lines.append(f"- `{name}`（{clause}）{kind} {_cell(inspect.getdoc(guard) or '')}")
    return [*lines, ""]


def _common(law: Law) -> frozenset[str]:
    """The keys that every command may say."""
    return frozenset.intersection(*(c.allows for c in law.commands.values()))


def _register_clocks(law: Law) -> list[str]:
    """Every clock with its clause, its counting and its readings."""
    lines = ["## 时限 · Clocks", ""]
    units = {
        "workday": "个工作日",
        "day": "日",
        "month": "个月",
        "fixed": "文书写明的日期",
        "yearly": "每年",
        "none": "没有规定",
    }
    for rule in law.clocks.values():
        ground = rule.ground
        length = f"{rule.length or ''}{units[rule.unit]}"
        extra = f"，可延长 {rule.extension}" if rule.extension else ""
        words = f"“{ground.quotation}”" if ground.quotation else ""
        done = " ".join(f"`{k}`" for k in sorted(rule.met))
        lines += [
            f"### `{rule.id}` {rule.zh} · {rule.en}",
            "",
            f"- {ground.clause}（{ground.grade}级）{words}",
            *(
                f"- {g.valid_from} 起，至前一条施行 from then on: {g.ground.clause}"
                f"（{g.ground.grade}级）“{g.ground.quotation}”"
                for g in rule.grounds[1:]
            ),
            f"- {length}{extra}；办到 met by {done}；由 by `{rule.who}`；过期 then `{rule.unmet}`",
            *([f"- {ground.note}"] if ground.note else []),
            *([f"- {rule.after['zh']} · {rule.after['en']}"] if rule.after else []),
            *(f"- 理解 reading `{r.id}`：{r.zh} · {r.en}" for r in rule.readings),
            *([f"- {law.shifted['zh']} · {law.shifted['en']}"] if rule.shift else []),
            "",
        ]
    return lines


def _register_classes() -> list[str]:
    """The classes of cases with their rhythm."""
    lines = [
        "## 分类处置 · Classes",
        "",
        "自上而下第一条成立的有效；缺少的事实不当作否，列为“可能”，间隔取较严的。间隔是本登记簿的约定。",
        "",
        "| 类别 class | 条件 when | 月 months | 处置 treatment | 条文 clause |",
        "|---|---|---|---|---|",
    ]
    for row in classes(WORLD.tables):
        when = " 或 ".join(
            " 且 ".join(f"{k} = {'/'.join(x or '无' for x in v)}" for k, v in w.items()) or "其余"
            for w in row.when
        )
        lines.append(
            f"| `{row.id}` {row.zh} {row.en} | {when} | {row.months} "
            f"| {row.treatment['zh']} {row.treatment['en']} | {row.ground.clause} |"
        )
    return [*lines, ""]


def _register_opinion() -> list[str]:
    """What an opinion takes from the data: grounds, duties and remedies."""
    lines = [
        "## 审查意见书 · The opinion",
        "",
        "审查意见书按决定和建设阶段引用下列条文，列出由法律直接规定的义务和救济途径；决定书另有写明的并列。",
        "What an opinion quotes, and the duties and remedies that it states, by verdict and stage.",
        "",
        "| 编号 id | 决定 verdicts | 阶段 stages | 渠道 channels | 内容 | 条文 clause | 原文 |",
        "|---|---|---|---|---|---|---|",
    ]
    raw = WORLD.tables.toml("register/opinion.toml")
    for part in ("grounds", "duties", "remedies"):
        for entry in raw[part]:
            ground = ground_of(WORLD.tables, entry)
            text = f"{entry.get('zh', '')} {entry.get('en', '')}".strip()
            lines.append(
                f"| `{part}.{entry['id']}` | {' '.join(entry['verdicts'])} "
                f"| {' '.join(entry.get('stages', ()))} | {' '.join(entry.get('channels', ()))} "
                f"| {text} | {ground.clause} "
                f"| {ground.quotation} |"
            )
    return [*lines, ""]


def _register_situations(law: Law) -> list[str]:
    """The legal situations that the tests hold, as a list to read."""
    path = HERE.parent / "tests" / "register" / "situations.toml"
    situations = tomllib.loads(path.read_text(encoding="utf-8"))["situations"]
    lines = [
        f"## 例：{len(situations)} 种情形 · Situations",
        "",
        "手工按条文写出，测试逐条核对。“拒绝”后是错误代码（见 [errors.md](errors.md)）。",
        "",
    ]
    for s in situations:
        lines += [f"**{s['name']}**（{s['clause']}）", ""]
        start = {"": "", "approved": "2026-03-10 通过；", "operating": "2026-07-02 投产；"}
        steps = [_register_step(law, step) for step in s["steps"]]
        lines += [f"- 经过：{start[s.get('from', '')]}{'；'.join(steps)}"]
        lines += [f"- {_register_outcome(law, e)}" for e in s["expect"]]
        lines.append("")
    return lines


def _register_step(law: Law, step: str) -> str:
    """A step in words: day, role, command; refused or told under which code."""
    words = step.split()
    mark = words.pop(0) if step[0] in "✗△" else ""
    day, role, _, command, *said = words
    told = {"✗": "拒绝", "△": "提示"}.get(mark[:1], "")
    end = f"（{told} {mark[1:]}）" if mark else ""
    said = [w for w in said if w.partition("=")[2] not in ("x", "y", "z", "r1", "r2")]
    body = f" {' '.join(said)}" if said else ""
    return f"{day} {law.roles[role]['zh']}{law.commands[command].zh}{body}{end}"


def _register_outcome(law: Law, expected: dict[str, Any]) -> str:
    """What is expected on a day, in words."""
    on = expected["on"]
    if "clock" not in expected:
        doubt = (
            f"（{ZH['register.disputed.' + expected['disputed']]}）"
            if "disputed" in expected
            else ""
        )
        return f"{on}：{law.states[expected['state']]['zh']}{doubt}"
    rule = law.clocks[expected["clock"]]
    due = f"，至 {expected['due']}" if "due" in expected else "，没有规定期限"
    other = f"；另一种理解 {expected['other']}" if "other" in expected else ""
    unsure = "（暂定）" if expected.get("provisional") else ""
    return f"{on}：{rule.zh}{due}{other}{unsure}，`{expected['is']}`"


def tables_page() -> str:
    """The page on the reference data, with the rows that each table has now."""

    def counted(line: re.Match[str]) -> str:
        with (FACTORS / line[1]).open(encoding="utf-8", newline="") as table:
            return f"| `{line[1]}` | {sum(1 for _ in csv.reader(table)) - 1} |"

    text = (FACTORS / "README.md").read_text(encoding="utf-8")
    return re.sub(r"^\| `([\w/]+\.csv)` \| \d+ \|", counted, text, flags=re.MULTILINE)


PAGES: dict[str, Callable[[], str]] = {
    "../factors/README.md": tables_page,
    "api.md": python_api,
    "benchmark-file.md": benchmark_file,
    "park-file.md": park_file,
    "project-file.md": project_file,
    "methods.md": methods,
    "errors.md": errors,
    "policies.md": policies,
    "register-law.md": register_law,
    "sectors.md": sector_index,
    "coverage.md": coverage,
    **{f"sectors/{i}.md": partial(sector_page, i) for i in WORLD.sectors()},
}


def main() -> None:
    """Write every page."""
    (HERE / "sectors").mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
