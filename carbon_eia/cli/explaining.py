"""explain: from a figure back to formula, factor, table and document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from carbon_eia.cli.assessing import load_run
from carbon_eia.cli.common import print_json
from carbon_eia.cli.screen import MARKS, console, grouped, told
from carbon_eia.cli.wrap import wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.project import parameter_label
from carbon_eia.text import sentence

__all__ = ["explain_command"]


def explain_command(
    json: bool,
    lang: str,
    project: Path,
    source: str | None,
    rule: str | None,
    as_of: str | None,
    benchmarks: Sequence[Path],
) -> int:
    """Explain every figure, one source, or one rule."""
    run = load_run(project, as_of, benchmarks)
    sources = run["inventory"]["by_source"]
    rules = run["decision"]["reasons"]
    if source is not None:
        sources = _chosen(source, sources, "name")
    if rule is not None:
        rules = _chosen(rule, rules, "rule")
    if json:
        shown: dict[str, Any] = {"run": run["id"]}
        if rule is None:
            shown["sources"] = sources
        if source is None:
            shown["intensities"] = run["intensities"]
            shown["comparisons"] = run["comparisons"]
            shown["rules"] = rules
        print_json(shown)
        return 0
    out = console()
    if rule is None:
        for number, entry in enumerate(sources, 1):
            _source(out, number if source is None else 0, entry, lang)
    if source is None and rule is None:
        _totals(out, run, lang)
    if source is None:
        for entry in rules:
            _rule(out, entry, lang)
    return 0


def _chosen(text: str, entries: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    found = [e for e in entries if e[key] == text]
    if not found and text.isdigit() and 1 <= int(text) <= len(entries):
        found = [entries[int(text) - 1]]
    if not found:
        known = "、".join(e[key] for e in entries)
        raise CallError(Problem("CE-C006", params={"value": text, "known": known}))
    return found


def _source(out: Any, number: int, s: dict[str, Any], lang: str) -> None:
    head = f"{number}. {s['name']}" if number else s["name"]
    method = sentence(f"method.{s['method']}", lang)
    out.print(Text(head, style="bold") + Text(f"  {method}", style="dim"))
    _line(out, s["formula"] + f"    {_document(s['method_source'])}")
    for gap in s["missing"]:
        out.print(Text("   ✗ " + told(gap, lang), style="magenta"))
    if s["substituted"]:
        _line(out, s["substituted"])
        _line(out, f"  = {grouped(s['co2e']['value'], 3)} tCO2e/a", "bold")
    for p in s["parameters"]:
        label = parameter_label(s["method"], p["name"], lang)
        status = sentence(f"status.{p['status']}", lang)
        shown = p["typed"] or f"{p['value']} {p['unit']}"
        if p["status"] == "derived":
            shown = f"{p['value']} {p['unit']} ({p['typed']})"
        _line(out, f"· {label} = {shown} 〔{status}〕")
        if p["source"]:
            c = p["source"]
            validity = f"{c['valid_from']} → {c['valid_to'] or '…'}"
            _line(out, f"    {_document(c)}  {c['grade']}  {validity}  {c['id']}", "dim")
            reason = told(c["reason"], lang)
            note = f"；{c['note']}" if c["note"] and lang == "zh" else ""
            _line(out, f"    {reason}{note}", "dim")
    out.print()


def _totals(out: Any, run: dict[str, Any], lang: str) -> None:
    inventory = run["inventory"]
    if inventory["complete"]:
        parts = " + ".join(
            grouped(s["co2e"]["value"], 3)
            for s in inventory["by_source"]
            if s["account"] == "project"
        )
        out.print(Text("合计" if lang == "zh" else "Total", style="bold"))
        _line(out, f"E = {parts}")
        _line(out, f"  = {grouped(inventory['total']['value'], 3)} tCO2e/a", "bold")
        out.print()
    for i in run["intensities"]:
        label = sentence(f"indicator.{i['indicator']}", lang)
        name = f" {i['product_name']}" if i["product_name"] else ""
        out.print(Text(label + name, style="bold"))
        top = grouped(i["numerator"]["value"], 3)
        _line(out, f"I = {top} {i['numerator']['unit']} ÷ {i['denominator']['typed']}")
        _line(out, f"  = {i['value']} {i['unit']}", "bold")
        out.print()
    for c in run["comparisons"]:
        level = sentence(f"level.{c['level']}", lang)
        sign = "≤" if c["within"] else ">"
        out.print(Text(f"{level} {c['benchmark']}", style="bold"))
        _line(out, f"{c['value']} {sign} {c['limit']} {c['unit']}  ({grouped(c['margin_percent'], 4)} %)")
        adopted = ("已采用" if lang == "zh" else "adopted") if c["adopted"] else ""
        _line(out, f"{_document(c['citation'])}  {c['grade']}  {adopted}", "dim")
        if c["citation"]["note"] and lang == "zh":
            _line(out, c["citation"]["note"], "dim")
        out.print()


def _rule(out: Any, r: dict[str, Any], lang: str) -> None:
    mark, colour = MARKS[r["passed"]]
    out.print(Text(f"{mark} ", style=colour) + Text(r["title"][lang], style="bold") + Text(f"  ({r['rule']})", style="dim"))
    _line(out, told(r["fact"], lang))
    if r["value"]:
        limit = f"  |  {r['limit']} {r['unit'] or ''}" if r["limit"] else ""
        _line(out, f"{r['value']} {r['unit'] or ''}{limit}")
    _line(out, f"{r['instrument']} {r['clause']}", "dim")
    out.print()


def _document(c: dict[str, str]) -> str:
    return " ".join(x for x in (f"《{c['title']}》", c["number"], c["locator"]) if x)


def _line(out: Any, text: str, style: str = "") -> None:
    out.print(Text("   " + wrapped(text, out.width - 3, "     "), style=style))
