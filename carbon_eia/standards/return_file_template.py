"""A return and a survey to fill in, from the example of a sector: Excel form, TOML, or a table."""

from __future__ import annotations

import csv
import io

from carbon_eia.messages import sentence
from carbon_eia.project import Field
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.evidence import evidence_of_cell
from carbon_eia.project.project_file_template import field_comment
from carbon_eia.project.raw_tables import entries, table
from carbon_eia.reference import Sector, World, read_sector
from carbon_eia.reference.offered import offered_names, sector_methods
from carbon_eia.screening.column_heads import word_of
from carbon_eia.screening.table_form import sector_columns
from carbon_eia.standards.return_fields import survey_fields
from carbon_eia.standards.return_form_layout import return_form, return_toml

__all__ = ["FORMS", "return_template", "survey_template"]

FORMS = (".xlsx", ".toml", ".csv")
"""Suffixes of forms: one return, or a table with one a row."""


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
        "region": survey_fields()["survey"]["region"].example,
        "years": [world.as_of.year - 1],
    }
    text = "[survey]\n" + "\n".join(f"{k} = {toml_value(v)}" for k, v in given.items())
    lines = [sentence("standard.template.survey", lang), "", *_commented(text, "survey", lang)]
    lines += ["", "# [[removals]]"]
    lines += [_optional(f, lang) for f in survey_fields()["removals"].values()]
    return ("\n".join(lines) + "\n").encode()


def _example(sector: Sector, world: World) -> dict[str, object]:
    example, known = sector.example, survey_fields()["return"]
    products = [dict(p) for p in entries(example, "products")]
    head = {
        "plant": known["plant"].example,
        "purpose": known["purpose"].example,
        "sector": sector.name_zh,
        "region": table(example, "project").get("region", known["region"].example),
        "year": world.as_of.year - 1,
        "boundary": sector.boundary["id"],
        "months": int(known["months"].example),
        "utilisation": known["utilisation"].example,
        "verification": evidence_of_cell(known["verification"].example),
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
    heads = [sentence("standard.template.name", lang)]
    heads += [word_of("project", k, lang) for k in ("sector", "region", "year")]
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
