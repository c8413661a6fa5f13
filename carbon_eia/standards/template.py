"""A return and a survey to fill in, from the example of a sector: Excel form, TOML, or a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from carbon_eia.messages import sentence
from carbon_eia.project import Field
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.tables import entries, table
from carbon_eia.project.template import field_comment
from carbon_eia.reference import Sector, World, read_sector
from carbon_eia.reference.offered import offered_names, sector_methods
from carbon_eia.screening.column_heads import word_of
from carbon_eia.screening.table_form import sector_columns
from carbon_eia.standards.fields import survey_fields
from carbon_eia.standards.form import return_form, return_toml

__all__ = ["FORMS", "return_template", "survey_template"]

FORMS = (".xlsx", ".toml", ".csv")
"""Suffixes of forms: one return, or a table with one a row."""

HEAD: Mapping[str, object] = MappingProxyType(
    {
        "plant": "示例企业",
        "purpose": "准入标准调查",
        "region": "湖南省郴州市",
        "months": 12,
        "utilisation": "85 %",
        "verification": {"kind": "报告", "number": "示例 2026-001", "date": date(2026, 3, 20)},
    }
)
"""What the example of a return says beside its products and sources."""


def return_template(world: World, ident: str, suffix: str, lang: str = "zh") -> bytes:
    """A form of a return of a sector, filled with an example.

    Raises MachineError CE-D001 without what writes a workbook.
    """
    sector = read_sector(world, ident)
    if suffix == ".csv":
        return _table(world, sector, lang)
    raw = _example(sector, world)
    if suffix == ".xlsx":
        offered = dict(offered_names(world, sector, lang))
        used = [str(s["method"]) for s in entries(raw, "sources")]
        return return_form(raw, offered, sector_methods(sector, used), lang)
    text = return_toml(raw)
    head, _, rest = text.partition("\n\n")
    shown = [sentence("standard.template.return", lang), "", *_commented(head, "return", lang)]
    return ("\n".join(shown) + "\n\n" + rest).encode()


def survey_template(world: World, ident: str, lang: str = "zh") -> bytes:
    """A file of a survey of a sector's main product, with every key and what it means."""
    sector = read_sector(world, ident)
    given = {
        "sector": sector.name_zh,
        "product": _main(sector),
        "region": "湖南省郴州市",
        "years": [world.as_of.year - 1],
    }
    text = "[survey]\n" + "\n".join(f"{k} = {toml_value(v)}" for k, v in given.items())
    lines = [sentence("standard.template.survey", lang), "", *_commented(text, "survey", lang)]
    lines += ["", "# [[removals]]"]
    lines += [_optional(f, lang) for f in survey_fields()["removals"].values()]
    return ("\n".join(lines) + "\n").encode()


def _example(sector: Sector, world: World) -> dict[str, Any]:
    example = sector.example
    products = [dict(p) for p in entries(example, "products")]
    region = table(example, "project").get("region", HEAD["region"])
    head = {
        **HEAD,
        "sector": sector.name_zh,
        "region": region,
        "year": world.as_of.year - 1,
        "boundary": sector.boundary["id"],
    }
    sources = [dict(s) for s in entries(example, "sources")]
    return {"return": head, "products": products, "sources": sources}


def _main(sector: Sector) -> str:
    products = entries(sector.example, "products")
    return next((str(p["name"]) for p in products if p.get("main")), sector.products[0].name_zh)


def _commented(text: str, section: str, lang: str) -> list[str]:
    """The lines of a table with what each key means; keys that are not given behind them."""
    known = survey_fields()[section]
    header, *lines = text.split("\n")
    shown, given = [header], set()
    for line in lines:
        key = line.partition(" = ")[0]
        given.add(key)
        shown.append(f"{line:<44} # {field_comment(known[key], lang)}" if key in known else line)
    return [*shown, *(_optional(f, lang) for k, f in known.items() if k not in given)]


def _optional(field: Field, lang: str) -> str:
    bare = field.type in ("integer", "integers", "texts", "boolean")
    value = field.example if bare or not field.example else f'"{field.example}"'
    return f"{f'# {field.key} = {value}'.rstrip():<44} # {field_comment(field, lang)}"


def _table(world: World, sector: Sector, lang: str) -> bytes:
    """The heads of a table of returns: those of the plant, its product, the sector's sources."""
    heads = [word_of("project", k, lang) for k in ("name", "sector", "region", "year")]
    for key, field in survey_fields()["return"].items():
        if key not in ("plant", "sector", "region", "year", "note"):
            unit = {"utilisation": "", "emissions": " (tCO2)"}.get(key, "")
            heads.append(field.label(lang) + unit)
    unit = next((p.unit for p in sector.products if p.name_zh == _main(sector)), "t")
    heads += [word_of("products", "name", lang), f"{word_of('products', 'amount', lang)} ({unit})"]
    heads += [label for _, label in sector_columns(world, sector.id)]
    held = io.StringIO()
    csv.writer(held).writerow(heads)
    return b"\xef\xbb\xbf" + held.getvalue().encode()
