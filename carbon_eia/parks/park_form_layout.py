"""The Excel form of a park: its layout, read and written by what reads and writes any form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from carbon_eia.parks.park_file import SECTIONS, Files, park_fields, park_of
from carbon_eia.parks.park_model import OUTSIDE, ROLES, Park
from carbon_eia.project import Field, Vocabulary
from carbon_eia.project.canonical import Shape, tables_toml
from carbon_eia.project.form_book import form_book
from carbon_eia.project.form_layout import FormColumn, FormLayout, columns_of
from carbon_eia.project.form_sheets import FormContent, read_sheets
from carbon_eia.project.raw_tables import Table, entries, table
from carbon_eia.reference import World
from carbon_eia.reference.offered import offered_regions

__all__ = ["FORM", "park_form", "park_toml", "read_park_form"]

TABLES = ("park", "city")
"""Sections that a park has once; they share a sheet. Of the others each has its own."""

LISTS = tuple(s for s in SECTIONS if s not in TABLES)

SPARE = 10
"""Empty rows below the last entry of a table; more may be added."""


def _known(section: str, entry: Table) -> Mapping[str, Field]:
    return park_fields()["members" if section in ROLES else section]


def _columns(sheet: str) -> list[FormColumn]:
    """The columns of a table; of a planned project the start is required."""
    known = dict(_known(sheet, {}))
    if sheet == "projects":
        known["start"] = known["start"]._replace(required=True)
    own = columns_of((k, f) for k, f in known.items() if f.type != "changes")
    changes = columns_of(_known("changes", {}).items(), head="changes.")
    return [*own, *changes] if "changes" in known else own


FORM = FormLayout(
    shape=Shape(TABLES, LISTS, _known, apart=frozenset({"changes"})),
    sheets=("park", *LISTS),
    upright=MappingProxyType({"park": TABLES}),
    columns=_columns,
    inner=MappingProxyType({"scenarios": "changes"}),
    spare=MappingProxyType(dict.fromkeys(LISTS, SPARE)),
    words="park.form",
    guide=(
        "park.form.guide.sheets",
        "park.form.guide.members",
        "park.form.guide.scenarios",
        "form.guide.colours",
        "form.guide.numbers",
        "form.guide.percent",
    ),
)
"""The form of a park."""


def read_park_form(path: Path, vocabulary: Vocabulary, files: Files) -> Park:
    """Read a park from an Excel form; its text is that of ``park_toml``.

    Raises InputError with every problem of the form, each at its sheet and cell, and those of the
    files that it names.
    """

    def parse(form: FormContent) -> Park:
        return park_of(form.tables, form.text, vocabulary, files, form.file, form.lines, form.cells)

    return read_sheets(path, FORM, parse)


def park_toml(raw: Table) -> str:
    """The canonical TOML text of a park's tables: the same facts, the same text."""
    return tables_toml(raw, FORM.shape)


def park_form(raw: Table, world: World, lang: str = "zh") -> bytes:
    """The form of a park's tables; reading it back gives ``park_toml`` of them.

    Raises MachineError CE-D001 without xlsxwriter.
    """
    members = [str(m["name"]) for role in ROLES for m in entries(raw, role)]
    totals = [str(t["name"]) for t in entries(raw, "totals")]
    offered = {
        "region": offered_regions(world, str(table(raw, "park").get("region", ""))),
        "sector": [s["en" if lang == "en" else "zh"] for s in world.sectors().values()],
        "transfers.from": members,
        "transfers.to": [*members, OUTSIDE[lang == "en"]],
        "changes.of": [*members, *totals],
    }
    return form_book(raw, FORM, offered, {}, lang)
