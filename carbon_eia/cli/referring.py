"""reference list, search and show."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from carbon_eia.cli.common import day, print_json
from carbon_eia.cli.screen import console
from carbon_eia.cli.wrap import wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.reference import World, open_world

__all__ = ["list_command", "search_command", "show_command"]

KINDS = ("sectors", "tables", "materials", "regions", "documents", "policies")
MOST_HITS = 40


def list_command(json: bool, lang: str, kind: str) -> int:
    """List one kind of reference data."""
    world = open_world(day(None))
    if kind not in KINDS:
        raise CallError(Problem("CE-C002", params={"value": kind, "known": "、".join(KINDS)}))
    rows = _listing(world, kind)
    if json:
        print_json(rows)
        return 0
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(v)) for v in row.values()))
    out = console()
    out.print(table)
    out.print(Text(f"{len(rows)} {kind}", style="dim"))
    return 0


def _listing(world: World, kind: str) -> list[dict[str, Any]]:
    tables = world.tables
    if kind == "sectors":
        return [
            {"id": i, "zh": s["zh"], "en": s["en"], "GB/T 4754": tables.toml(f"sectors/{i}.toml")["gbt4754"][0]}
            for i, s in world.sectors().items()
        ]
    if kind == "tables":
        return [
            {"id": n, "rows": len(tables.rows(n)), "title": r["title"]}
            for n, r in zip(tables.names(), tables.package["resources"], strict=True)
        ]
    if kind == "materials":
        return [
            {"id": r["id"], "zh": r["name_zh"], "en": r["name_en"], "kind": r["kind"]}
            for r in tables.rows("materials")
        ]
    if kind == "regions":
        return [
            {"code": r["code"], "name": r["name"], "level": r["level"], "parent": r["parent"], "grid": r["grid_region"]}
            for r in tables.rows("regions")
        ]
    if kind == "policies":
        found = []
        for i in tables.ids("policy"):
            raw = tables.toml(f"policy/{i}.toml")
            found.append({"id": i, "title": world.document(raw["source"])["title"], "rules": len(raw["rules"])})
        return found
    return [
        {"id": r["id"], "title": r["title"], "number": r["number"], "date": r["date"]}
        for r in tables.rows("sources")
    ]


def search_command(json: bool, lang: str, text: list[str]) -> int:
    """Rows that hold every word of the text."""
    world = open_world(day(None))
    words = " ".join(text).lower().split()
    hits: list[dict[str, str]] = []
    materials = {r["id"]: r for r in world.tables.rows("materials")}
    for table in world.tables.names():
        for row in world.tables.rows(table):
            named = materials.get(row.get("material", ""), {})
            hay = " ".join([*row.values(), *(named.get(k, "") for k in ("name_zh", "aliases"))]).lower()
            if all(w in hay for w in words):
                ident = row.get("id") or row.get("code", "")
                hits.append({"id": f"{table}:{ident}", "what": _summary(row, named)})
    if json:
        print_json(hits)
        return 0
    out = console()
    for hit in hits[:MOST_HITS]:
        out.print(Text(hit["id"], style="bold") + Text("  " + hit["what"]))
    more = len(hits) - MOST_HITS
    if more > 0:
        tail = f"…另有 {more} 条，请加词缩小范围" if lang == "zh" else f"…{more} more, add a word to narrow it down"
        out.print(Text(tail, style="dim"))
    if not hits:
        out.print(Text("没有找到。" if lang == "zh" else "Nothing found."))
    return 0


def _summary(row: dict[str, str], named: dict[str, str]) -> str:
    title = named.get("name_zh") or next(
        (row[k] for k in ("name_zh", "name", "title", "product", "gas", "region") if row.get(k)), ""
    )
    values = [
        f"{row[c]} {row.get(c + '_unit') or row.get('unit', '')}"
        for c in ("value", "factor", "ncv", "carbon_content", "oxidation", "co2_factor", "coefficient", "enthalpy")
        if row.get(c)
    ]
    extra = [row[k] for k in ("table", "year", "assessment", "grade") if row.get(k)]
    return " · ".join(x for x in (title, *values, *extra) if x)


def show_command(json: bool, lang: str, ident: str) -> int:
    """One row with its document, locator, grade and validity."""
    world = open_world(day(None))
    table, _, key = ident.partition(":")
    names = world.tables.names()
    try:
        row = world.tables.row(table, key) if table in names else None
    except KeyError:
        row = None
    if row is None:
        raise CallError(Problem("CE-R007", params={"name": ident}))
    document = world.document(row["source"]) if row.get("source") else None
    if json:
        print_json({"id": ident, "row": row, "document": document})
        return 0
    schema = next(
        r["schema"]["fields"]
        for n, r in zip(names, world.tables.package["resources"], strict=True)
        if n == table
    )
    titles = {f["name"]: f.get("title_en" if lang == "en" else "title", f["name"]) for f in schema}
    out = console()
    out.print(Text(ident, style="bold"))
    for column, value in row.items():
        if value:
            line = f"{titles.get(column, column)}（{column}）：{value}"
            out.print(Text("  " + wrapped(line, out.width - 2, "    ")))
    if document is not None:
        cited = " ".join(x for x in (f"《{document['title']}》", document["number"], document["issuer"], document["date"]) if x)
        label = "文件" if lang == "zh" else "Document"
        out.print(Text("  " + wrapped(f"{label}：{cited}", out.width - 2, "    "), style="green"))
    return 0
