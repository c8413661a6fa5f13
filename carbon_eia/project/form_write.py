"""Project → form.xlsx, with what the sector of the project offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from carbon_eia.project.fields import fields
from carbon_eia.project.form import FORM, product_columns, source_columns
from carbon_eia.project.form_book import form_book
from carbon_eia.project.raw_tables import Table, entries

__all__ = ["Names", "project_form"]


class Names(NamedTuple):
    """What a form of a sector offers: its name and guide, its methods, and the names to choose.

    ``facts``: keys of its products that corrections of their energy limits ask for.
    """

    sector: str
    guide: str
    methods: tuple[str, ...]
    offered: Mapping[str, Sequence[str]]
    facts: tuple[str, ...] = ()


def project_form(raw: Table, names: Names, lang: str = "zh") -> bytes:
    """The form of a project's tables; reading it back gives their canonical text.

    ``offered`` of ``names``: material, region, item, gas, sector, product → names to choose from.

    Raises MachineError CE-D001 without xlsxwriter.
    """
    known = fields("sources")["method"].choices
    order = dict.fromkeys((*names.methods, *known))
    given = {key for product in entries(raw, "products") for key in product}
    methods = [m if lang == "en" else known[m] for m in order]
    return form_book(
        raw,
        FORM,
        {**names.offered, "method": methods},
        {"sector": names.sector, "guide": names.guide},
        lang,
        {
            "products": product_columns({*names.facts, *given}),
            "sources": source_columns(names.methods),
        },
    )
