"""The form of a project: its sheets and columns, from the one table of fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from carbon_eia.project.canonical import PROJECT
from carbon_eia.project.fields import PRODUCT_FACTS, Field, fields
from carbon_eia.project.form_layout import MORE, FormColumn, FormLayout, columns_of
from carbon_eia.reference import methods

__all__ = ["FORM", "product_columns", "source_columns"]

SHARED = ("material", "gas", "item", "supply", "direction", "amount")
"""Parameters that stand first, since most methods have them."""


def source_columns(methods: Sequence[str]) -> list[FormColumn]:
    """Columns of the sheet of sources: what all have, the parameters of some methods, the rest.

    A parameter that several methods have stands once; its units are those of all of them.
    """
    common = fields("sources")
    merged: dict[str, Field] = {}
    for method in methods:
        for key, field in fields(method).items():
            if key in merged:
                known = merged[key]
                units = tuple(dict.fromkeys((*known.unit, *field.unit)))
                zh, en = (_joined(a, b) for a, b in ((known.zh, field.zh), (known.en, field.en)))
                choices = {**known.choices, **field.choices}
                merged[key] = known._replace(unit=units, choices=choices, zh=zh, en=en)
            else:
                merged[key] = field
    first = [(k, merged[k]) for k in SHARED if k in merged]
    rest = [(k, f) for k, f in merged.items() if k not in SHARED]
    head = [(k, common[k]) for k in ("name", "method")]
    tail = [(k, f) for k, f in common.items() if k not in ("name", "method")]
    return [*columns_of([*head, *first, *tail, *rest]), FormColumn(MORE, None)]


def _joined(names: str, name: str) -> str:
    """What a parameter is called by several methods: ``消耗量／电量``."""
    known = names.split("／")
    return names if name in known or len(known) > 3 else f"{names}／{name}"


def product_columns(facts: Collection[str]) -> list[FormColumn]:
    """Columns of the sheet of products; of what corrections of limits ask for, ``facts`` alone."""
    left_out = set(PRODUCT_FACTS) - set(facts)
    return columns_of((k, f) for k, f in fields("products").items() if k not in left_out)


def _measure_columns() -> list[FormColumn]:
    """Columns of the sheet of measures, with those of their effects behind the name."""
    own: Mapping[str, Field] = {k: f for k, f in fields("measures").items() if f.type != "effects"}
    name = {"name": own["name"]}
    rest = {k: f for k, f in own.items() if k != "name"}
    effects = columns_of(fields("effects").items(), head="effects.")
    return [*columns_of(name.items()), *effects, *columns_of(rest.items())]


def _columns(sheet: str) -> list[FormColumn]:
    """Every column that a table may have, whichever methods the form was made for."""
    if sheet in ("products", "raw_materials", "phases"):
        return columns_of(fields(sheet).items())
    return _measure_columns() if sheet == "measures" else source_columns(tuple(methods()))


FORM = FormLayout(
    shape=PROJECT,
    sheets=(
        "project",
        "products",
        "raw_materials",
        "sources",
        "measures",
        "facts",
        "phases",
        "texts",
    ),
    upright=MappingProxyType(
        {
            "project": ("project", "applicant", "report", "economics", "city", "planning"),
            "facts": ("facts",),
            "texts": ("texts", "pictures"),
        }
    ),
    columns=_columns,
    inner=MappingProxyType({"measures": "effects"}),
    spare=MappingProxyType(
        {"products": 8, "raw_materials": 8, "sources": 20, "measures": 20, "phases": 4}
    ),
    words="form",
    guide=tuple(
        f"form.guide.{key}"
        for key in ("sector", "guide", "sheets", "colours", "numbers", "percent", "dates", "more")
    ),
    decides="method",
)
"""The form of a project."""
