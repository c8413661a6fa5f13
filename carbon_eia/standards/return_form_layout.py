"""The Excel form of a return: its layout, read and written by what reads and writes any form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from carbon_eia.project import Field
from carbon_eia.project.canonical import Shape, known_fields, tables_toml
from carbon_eia.project.fields import fields
from carbon_eia.project.form import source_columns
from carbon_eia.project.form_book import form_book
from carbon_eia.project.form_layout import FormColumn, FormLayout, columns_of
from carbon_eia.project.raw_tables import Table, entries
from carbon_eia.reference import methods
from carbon_eia.standards.return_fields import survey_fields

__all__ = ["FORM", "return_form", "return_toml"]

ASKED = ("name", "amount", "main", "evidence")
"""What a form asks of a product."""


def _known(section: str, entry: Table) -> Mapping[str, Field]:
    return survey_fields()["return"] if section == "return" else known_fields(section, entry)


def _columns(sheet: str) -> list[FormColumn]:
    if sheet == "products":
        return columns_of(fields("products").items())
    return source_columns(tuple(methods()))


FORM = FormLayout(
    shape=Shape(("return",), ("products", "sources"), _known),
    sheets=("return", "products", "sources"),
    upright=MappingProxyType({"return": ("return",)}),
    columns=_columns,
    inner=MappingProxyType({}),
    spare=MappingProxyType({"products": 4, "sources": 16}),
    words="standard.form",
    guide=(
        "standard.form.guide.purpose",
        "standard.form.guide.figures",
        "form.guide.colours",
        "form.guide.numbers",
        "form.guide.percent",
    ),
    decides="method",
)
"""The form of a return."""


def return_toml(raw: Table) -> str:
    """The canonical TOML text of a return: the same facts, the same text."""
    return tables_toml(raw, FORM.shape)


def return_form(
    raw: Table,
    offered: Mapping[str, Sequence[str]],
    sector_methods: Sequence[str],
    lang: str = "zh",
) -> bytes:
    """The form of a return; reading it back gives ``return_toml`` of its tables.

    ``offered``: kind of name → names to choose from; ``sector_methods``: those that stand first.

    Raises MachineError CE-D001 without xlsxwriter.
    """
    known = fields("sources")["method"].choices
    order = dict.fromkeys((*sector_methods, *known))
    given = {key for product in entries(raw, "products") for key in product}
    asked = {k: f for k, f in fields("products").items() if k in {*ASKED, *given}}
    columns = {
        "products": columns_of(asked.items()),
        "sources": source_columns(sector_methods),
    }
    names = {**offered, "method": [m if lang == "en" else known[m] for m in order]}
    return form_book(raw, FORM, names, {}, lang, columns)
