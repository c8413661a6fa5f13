"""A Run for a person at a terminal, 80 columns, Chinese or English."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from carbon_eia.cli.wrap import wrapped
from carbon_eia.run import Run
from carbon_eia.text import sentence

__all__ = ["console", "grouped", "print_check", "print_run", "told"]

COLOURS = {
    "pass": "green",
    "retrofit": "yellow",
    "refuse": "red",
    "stop": "red",
    "undetermined": "magenta",
}
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "dim")}


def console() -> Console:
    """The terminal; text is never read as markup and never highlighted."""
    return Console(highlight=False, markup=False, soft_wrap=False)


def told(entry: dict[str, Any], lang: str, key: str = "text") -> str:
    """A sentence of the Run in the reader's language."""
    found: str = entry[key] if lang == "zh" else sentence(entry["code"], lang, entry["params"])
    return found


def grouped(value: str, places: int) -> str:
    """A decimal of the Run for show: half to even, thousands grouped.

    >>> grouped("1191163.5129203", 0)
    '1,191,164'
    """
    from decimal import ROUND_HALF_EVEN, Decimal

    step = Decimal(1).scaleb(-places)
    return f"{Decimal(value).quantize(step, rounding=ROUND_HALF_EVEN):,}"


def print_run(run: Run, lang: str) -> None:
    """The verdict with its reasons, the inventory, and what a person must know."""
    out = console()
    out.print(_verdict(run, lang))
    _reasons(out, run, lang)
    out.print(_inventory(run, lang))
    _list(out, "条件" if lang == "zh" else "Conditions", run["decision"]["conditions"], lang)
    _list(out, "缺少" if lang == "zh" else "Missing", run["decision"]["missing"], lang, "magenta")
    _warnings(out, run["warnings"], lang)
    foot = f"Run {run['id'][:16]} · {run['as_of']} · factors {run['reference']['version']}"
    out.print(Text(foot, style="dim"))


def print_check(
    run: Run, missing: list[dict[str, Any]], warnings: list[dict[str, Any]], lang: str
) -> None:
    """What is missing and implausible."""
    out = console()
    out.print(_inventory(run, lang))
    _list(out, "缺少" if lang == "zh" else "Missing", missing, lang, "magenta")
    _warnings(out, warnings, lang)
    if not missing:
        text = "资料完整。" if lang == "zh" else "Complete."
        out.print(Text("✓ " + text, style="green"))


def _verdict(run: Run, lang: str) -> Panel:
    decision, project = run["decision"], run["project"]
    verdict = decision["verdict"]
    label = sentence(f"verdict.{verdict}", lang)
    if decision["provisional"] and verdict != "undetermined":
        label = ("暂行：" if lang == "zh" else "Provisional: ") + label
    stage = sentence(f"stage.{project['stage']}", lang)
    sector = project["sector"]["name_zh" if lang == "zh" else "name_en"]
    lines = [
        Text(label, style=f"bold {COLOURS[verdict]}"),
        Text(f"{project['name']}"),
        Text(f"{stage} · {sector} · {project['region']} · {run['as_of']}", style="dim"),
    ]
    for i in run["intensities"]:
        if i["indicator"] == "carbon_per_product":
            name = sentence(f"indicator.{i['indicator']}", lang)
            lines.append(Text(f"{i['product_name']} {name} {grouped(i['value'], 4)} {i['unit']}"))
    for c in run["comparisons"]:
        if c["level"] in ("admission", "advanced"):
            lines.append(_against(c, lang))
    for o in run["reference"]["overrides"]:
        if o["illustrative"]:
            text = "示例准入值，仅供演示，不具行政效力" if lang == "zh" else "Illustrative limits: for demonstration only, without legal force"
            lines.append(Text("⚠ " + text, style="bold yellow"))
    return Panel(Group(*lines), border_style=COLOURS[verdict], box=box.ROUNDED)


def _against(c: dict[str, Any], lang: str) -> Text:
    level = sentence(f"level.{c['level']}", lang)
    places = 4
    while places < 15 and grouped(c["value"], places) == grouped(c["limit"], places) and c["value"] != c["limit"]:
        places += 1
    sign = "≤" if c["within"] else ">"
    mark, colour = MARKS[c["within"]]
    margin = grouped(c["margin_percent"], 2)
    text = f"{mark} {grouped(c['value'], places)} {sign} {level} {grouped(c['limit'], places)} {c['unit']}"
    tail = f"  ({'余量' if lang == 'zh' else 'margin'} {margin} %, {c['grade']})"
    return Text(text, style=colour) + Text(tail, style="dim")


def _reasons(out: Console, run: Run, lang: str) -> None:
    """Each rule with its clause and what was found; those without facts in one line."""
    reasons = run["decision"]["reasons"]
    for r in reasons:
        if r["passed"] is None and r["fact"]["code"] == "fact.not_provided":
            continue
        mark, colour = MARKS[r["passed"]]
        line = Text(f"{mark} ", style=colour) + Text(r["title"][lang]) + Text(f"  {r['clause']}", style="dim")
        out.print(line)
        out.print(Text("  " + wrapped(told(r["fact"], lang), out.width - 2, "  ")))
    idle = [r["clause"] for r in reasons if r["fact"]["code"] == "fact.not_provided"]
    if idle:
        text = "未提供数据，未判断：" if lang == "zh" else "Not judged, no data provided: "
        out.print(Text("– " + text + "、".join(idle), style="dim"))
    out.print()


def _inventory(run: Run, lang: str) -> Table:
    inventory = run["inventory"]
    title = "碳排放清单 tCO2e/a" if lang == "zh" else "Inventory, tCO2e/a"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("排放源" if lang == "zh" else "Source", ratio=4)
    table.add_column("方法" if lang == "zh" else "Method", ratio=2)
    table.add_column("用量" if lang == "zh" else "Amount", ratio=2, justify="right")
    table.add_column("tCO2e", ratio=2, justify="right")
    for s in inventory["by_source"]:
        amount = s["amount"]["typed"] if s["amount"] else "—"
        value = grouped(s["co2e"]["value"], 0) if s["co2e"] else "?"
        method = sentence(f"method.{s['method']}", lang)
        name = s["name"]
        if s["account"] != "project":
            name += f" [{sentence('account.' + s['account'], lang)}]"
        table.add_row(Text(name), method, amount, value)
    table.add_section()
    if inventory["complete"]:
        total = grouped(inventory["total"]["value"], 0)
        table.add_row(Text("本项目合计" if lang == "zh" else "Total of the project", style="bold"), "", "", Text(total, style="bold"))
    else:
        text = "不完整，不给合计" if lang == "zh" else "Incomplete: no total"
        table.add_row(Text(text, style="magenta"), "", "", "—")
    return table


def _list(
    out: Console, title: str, entries: list[dict[str, Any]], lang: str, colour: str = "bold"
) -> None:
    if not entries:
        return
    out.print(Text(title, style=colour))
    for entry in entries:
        out.print(Text("  · " + wrapped(told(entry, lang), out.width - 4, "    ")))
    out.print()


def _warnings(out: Console, warnings: list[dict[str, Any]], lang: str) -> None:
    if not warnings:
        return
    out.print(Text("提示" if lang == "zh" else "Warnings", style="yellow"))
    for w in warnings:
        text = f"{told(w, lang, 'message')} [{w['code']} {w['where']}]"
        out.print(Text("  ⚠ " + wrapped(text, out.width - 4, "    ")))
    out.print()
