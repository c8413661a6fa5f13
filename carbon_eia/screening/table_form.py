"""The form of a table: the usual columns, and what each sector's sources are called."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from carbon_eia.forms.new_workbook import new_workbook
from carbon_eia.messages import sentence
from carbon_eia.project import fields
from carbon_eia.reference import World, read_sector
from carbon_eia.screening.column_heads import word_of
from carbon_eia.units import of_gas

__all__ = ["FORMS", "table_form"]

FORMS = (".xlsx", ".csv")
"""Suffixes of forms."""

USUAL = (
    ("project", "name", ""),
    ("project", "code", ""),
    ("row", "credit_code", ""),
    ("project", "sector", ""),
    ("project", "stage", ""),
    ("project", "region", ""),
    ("row", "town", ""),
    ("project", "year", ""),
    ("products", "name", ""),
    ("products", "amount", "万t"),
    ("economics", "added_value", "万元"),
)
"""Columns that every project fills: section, key, unit."""

SOURCES = {
    "zh": (
        "外购电力 (万kWh)",
        "外购热力 (GJ)",
        "烟煤 (t)",
        "烟煤 低位发热量 (GJ/t)",
        "天然气 (万Nm3)",
        "柴油 (t)",
    ),
    "en": (
        "purchased electricity (MWh)",
        "heat (GJ)",
        "bituminous coal (t)",
        "bituminous coal net calorific value (GJ/t)",
        "natural gas (万Nm3)",
        "diesel (t)",
    ),
}
"""Columns of the usual sources; a sector's own stand on the second sheet."""

ROWS = 1000


def heads_of_form(lang: str) -> list[str]:
    """The heads of the form."""
    found = []
    for section, key, unit in USUAL:
        word = word_of(section, key, lang)
        found.append(f"{word} ({unit})" if unit else word)
    return [*found, *SOURCES[lang]]


def table_form(world: World, suffix: str, lang: str = "zh") -> bytes:
    """The form as a workbook or as CSV."""
    heads = heads_of_form(lang)
    if suffix == ".csv":
        held = io.StringIO()
        csv.writer(held).writerow(heads)
        return b"\xef\xbb\xbf" + held.getvalue().encode()
    content = io.BytesIO()
    with new_workbook(content) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same form, the same bytes
        head = book.add_format({"bold": True, "bg_color": "#e8eef4", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(sentence("screening.sheet.projects", lang))
        for i, name in enumerate(heads):
            sheet.write_string(0, i, name, head)
            coded = i < len(USUAL) and USUAL[i][1] in ("code", "credit_code", "name")
            sheet.set_column(i, i, 24 if coded else 16, text if coded else None)
        sheet.freeze_panes(1, 1)
        sectors = [s["en" if lang == "en" else "zh"] for s in world.sectors().values()]
        guide = book.add_worksheet(sentence("screening.sheet.sectors", lang))
        guide.set_column(0, 3, 28)
        for i, title in enumerate(("sector", "product", "column")):
            guide.write_string(0, i, sentence(f"screening.form.{title}", lang), head)
        row = 0
        for ident, name in zip(world.sectors(), sectors, strict=True):
            for product, label in sector_columns(world, ident):
                row += 1
                guide.write_string(row, 0, name)
                guide.write_string(row, 1, product)
                guide.write_string(row, 2, label)
        guide.autofilter(0, 0, row, 2)
        lists = book.add_worksheet("lists")
        lists.hide()
        for i, name in enumerate(sectors):
            lists.write_string(i, 0, name)
        stages = fields("project")["stage"].choices
        for column, source in (
            (3, f"=lists!$A$1:$A${len(sectors)}"),
            (4, list(stages if lang == "en" else stages.values())),
        ):
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, column, ROWS, column, rule)
    return content.getvalue()


def sector_columns(world: World, ident: str) -> list[tuple[str, str]]:
    """(product, head of a column) of everything that a sector's example states of its sources."""
    sector = read_sector(world, ident)
    products = "、".join(p.name_zh for p in sector.products)
    found = []
    for source in sector.example.get("sources", ()):
        known = {**fields("sources"), **fields(source["method"])}
        for key, value in source.items():
            if key == "steam":
                for part in value:
                    field = fields("steam")[part]
                    found.append((products, f"{source['name']} {field.zh} ({field.unit[0]})"))
                continue
            field = known[key]
            if field.type not in ("quantity", "annual"):
                continue
            unit = of_gas(field.unit[0], str(source.get("gas", "CO2")))
            label = source["name"] if key == "amount" else f"{source['name']} {field.zh}"
            found.append((products, f"{label} ({unit})" if unit != "1" else label))
    return found
