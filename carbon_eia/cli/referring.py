"""reference list, search and show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.console import columns, folded, screen, styled, table, wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.messages import sentence
from carbon_eia.reference import Row, World, cited_documents, in_force, open_world

__all__ = ["list_command", "search_command", "show_command"]

KINDS = ("sectors", "tables", "materials", "regions", "documents", "policies", "measures")
MOST_HITS = 40

GLOSSARY = "english"
"""The table of words for English documents: it has no values to be found."""

KEYS = ("id", "code", "spelling", "day")
"""Columns that tell the rows of a table apart."""


def list_command(json: bool, lang: str, kind: str) -> int:
    """List one kind of reference data."""
    world = open_world(day(None))
    if kind not in KINDS:
        raise CallError(Problem("CE-C002", params={"value": kind, "known": "、".join(KINDS)}))
    rows = _listing(world, kind)
    if json:
        print_json(rows)
        return 0
    heads = [sentence(f"reference.column.{key}", lang, default=key) for key in rows[0]]
    say(table(heads, [[str(v) for v in row.values()] for row in rows]))
    say(styled(sentence("reference.count", lang, {"count": len(rows)}), "dim"))
    return 0


def _listing(world: World, kind: str) -> list[dict[str, Any]]:
    tables = world.tables
    if kind == "sectors":
        return [
            {
                "id": i,
                "zh": s["zh"],
                "en": s["en"],
                "GB/T 4754": tables.toml(f"sectors/{i}.toml")["gbt4754"][0],
            }
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
            {
                "code": r["code"],
                "name": r["name"],
                "level": r["level"],
                "parent": r["parent"],
                "grid": r["grid_region"],
            }
            for r in tables.rows("regions")
        ]
    if kind == "measures":
        return [
            {
                "id": r["id"],
                "zh": r["name_zh"],
                "sectors": r["sector_codes"],
                "saving": _span(r),
                "grade": r["grade"],
            }
            for r in tables.rows("measures")
        ]
    if kind == "policies":
        found = []
        for i in tables.ids("policy"):
            raw = tables.toml(f"policy/{i}.toml")
            found.append(
                {
                    "id": i,
                    "title": world.document(raw["source"])["title"],
                    "rules": len(raw["rules"]),
                }
            )
        return found
    return [
        {"id": r["id"], "title": r["title"], "number": r["number"], "date": r["date"]}
        for r in cited_documents(tables)
    ]


def _span(row: dict[str, str]) -> str:
    """The range that an entry of the catalogue saves, as the table states it."""
    low, high = row["saving_low"], row["saving_high"]
    if not low:
        return "—"
    return f"{low if low == high else f'{low}–{high}'} {row['saving_unit']}"


def search_command(json: bool, lang: str, text: list[str]) -> int:
    """Rows that hold every word of the text."""
    world = open_world(day(None))
    words = " ".join(text).lower().split()
    hits: list[dict[str, str]] = []
    materials = {r["id"]: r for r in world.tables.rows("materials")}
    for name in world.tables.names():
        for row in world.tables.rows(name) if name != GLOSSARY else ():
            named = materials.get(row.get("material", ""), {})
            hay = " ".join(
                [*row.values(), *(named.get(k, "") for k in ("name_zh", "aliases"))]
            ).lower()
            if all(w in hay for w in words):
                ident = next((row[k] for k in KEYS if row.get(k)), "")
                hits.append({"id": f"{name}:{ident}", "what": _summary(world, row, named, lang)})
    if json:
        print_json(hits)
        return 0
    for hit in hits[:MOST_HITS]:
        for n, line in enumerate(folded(f"{hit['id']}  {hit['what']}", screen(), screen() - 4)):
            head, _, rest = line.partition("  ") if not n else ("    ", "", line)
            say(f"{styled(head, 'bold')}{'  ' * (not n and bool(rest))}{rest}".rstrip())
    more = len(hits) - MOST_HITS
    if more > 0:
        say(styled(sentence("screen.more", lang, {"count": more}), "dim"))
    if not hits:
        say(sentence("screen.nothing", lang))
    return 0


def _summary(world: World, row: Row, named: Mapping[str, str], lang: str) -> str:
    """What tells a row from its neighbours: of a limit also level, route, indicator and force."""
    title = named.get("name_zh") or next(
        (row[k] for k in ("name_zh", "name", "title", "product", "gas", "region") if row.get(k)), ""
    )
    values = [
        f"{row[c]} {row.get(c + '_unit') or row.get('unit', '')}"
        for c in (
            "value",
            "factor",
            "ncv",
            "carbon_content",
            "oxidation",
            "co2_factor",
            "coefficient",
            "enthalpy",
        )
        if row.get(c)
    ]
    extra = [row[k] for k in ("table", "year", "assessment", "grade") if row.get(k)]
    return " · ".join(x for x in (title, *_limit(world, row, lang), *values, *extra) if x)


def _limit(world: World, row: Row, lang: str) -> list[str]:
    """Route, indicator and level of an energy limit, and since or until when it holds."""
    if "level" not in row or "variant" not in row:
        return []
    force = "in_force"
    if not in_force("", row["valid_to"], world.as_of):
        force = "ended"
    elif not world.in_force(row):
        force = "not_yet"
    facts = {"from": row["valid_from"], "to": row["valid_to"]}
    return [
        row["variant"],
        sentence(f"indicator.{row['indicator']}", lang, default=row["indicator_zh"]),
        sentence(f"level.{row['level']}", lang, default=row["level_zh"]),
        sentence(f"reference.{force}", lang, facts),
    ]


def show_command(json: bool, lang: str, ident: str) -> int:
    """One row with its document, locator, grade and validity."""
    world = open_world(day(None))
    name, _, key = ident.partition(":")
    names = world.tables.names()
    try:
        row = world.tables.row(name, key) if name in names else None
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
        if n == name
    )
    titles = {f["name"]: f.get("title_en" if lang == "en" else "title", f["name"]) for f in schema}
    say(styled(ident, "bold"))
    limit = _limit(world, row, lang)
    if limit:
        product = row["product_en" if lang == "en" else "product"]
        unit = row["unit"] if row["unit"] != "1" else ""
        parts = (product, *limit, f"{row['value']} {unit}".rstrip())
        say("  " + wrapped(" · ".join(x for x in parts if x), columns() - 2, "    "))
    for column, value in row.items():
        if value:
            line = f"{titles.get(column, column)} ({column}): {value}"
            say("  " + wrapped(line, columns() - 2, "    "))
    if document is not None:
        parts = (f"《{document['title']}》", *(document[k] for k in ("number", "issuer", "date")))
        cited = " ".join(x for x in parts if x)
        line = f"{sentence('screen.document', lang)}: {cited}"
        say(styled("  " + wrapped(line, columns() - 2, "    "), "green"))
    return 0
