"""How an Excel form is laid out: which sheet and column holds which key of a project file.

The form comes from the one table of fields, as the TOML template and the JSON Schema do. Two
sheets stand upright, a key a row (project, facts); three are tables, an entry a row (products,
sources, measures). Keys stand in the file in small grey letters, so that rows and columns may be
moved, and sheets are known by their name in either language.

A quantity takes two cells, number and unit; a share one cell in percent; a plain ratio one cell.
An effect of a measure takes a row: further effects stand in the rows below, without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from carbon_eia.project.fields import METHOD_SECTIONS, Field, fields
from carbon_eia.text import LANGUAGES, sentence

__all__ = [
    "KEY",
    "MORE",
    "SHEETS",
    "UNIT",
    "Column",
    "cells_of",
    "column_of",
    "measure_columns",
    "product_columns",
    "sheet_of",
    "source_columns",
    "upright",
]

SHEETS = ("project", "products", "sources", "measures", "facts")
"""Sheets that are read, in the order of the form."""

UPRIGHT = {"project": ("project", "economics", "city", "planning"), "facts": ("facts",)}
"""Sections of the sheets that stand upright."""

KEY = "key"
"""Begins the row (table) of keys, or stands over their column."""

UNIT = "/unit"
"""Behind a key: the column or cell that holds its unit."""

MORE = "…"
"""Key of the column for further parameters, one a line as ``key=value``."""

SHARED = ("material", "gas", "item", "supply", "direction", "amount")
"""Parameters that stand first, since most methods have them."""


class Column(NamedTuple):
    """A key of the form with its field; ``unit`` where the cell holds the unit of a quantity."""

    key: str
    field: Field | None
    unit: bool = False

    @property
    def name(self) -> str:
        """The key as it is written in the form."""
        return self.key + UNIT if self.unit else self.key


def cells_of(field: Field) -> str:
    """How a field is written: ``pair`` (number and unit), ``percent``, or ``one`` cell.

    >>> cells_of(fields("combustion")["ncv"]), cells_of(fields("combustion")["oxidation"])
    ('pair', 'percent')
    """
    if field.type == "spread":
        return "percent"
    if field.type not in ("quantity", "annual") or set(field.unit) <= {"1"}:
        return "one"
    if field.unit == ("%",):
        return "percent"
    return "one" if set(field.unit) <= {"%", "1"} else "pair"


def _columns(entries: Iterable[tuple[str, Field]]) -> list[Column]:
    found: list[Column] = []
    for key, field in entries:
        if field.type == "table":
            inner = fields(field.key).items()
            found += _columns((f"{key}.{name}", f) for name, f in inner)
            continue
        found.append(Column(key, field))
        if cells_of(field) == "pair":
            found.append(Column(key, field, unit=True))
    return found


def upright(sheet: str) -> list[tuple[str, str, Field]]:
    """Rows of an upright sheet: section, key path, field."""
    return [
        (section, f"{section}.{key}", field)
        for section in UPRIGHT[sheet]
        for key, field in fields(section).items()
    ]


def product_columns() -> list[Column]:
    """Columns of the sheet of products."""
    return _columns(fields("products").items())


def source_columns(methods: Sequence[str]) -> list[Column]:
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
    return [*_columns([*head, *first, *tail, *rest]), Column(MORE, None)]


def _joined(names: str, name: str) -> str:
    """What a parameter is called by several methods: ``消耗量／电量``."""
    known = names.split("／")
    return names if name in known or len(known) > 3 else f"{names}／{name}"


def measure_columns() -> list[Column]:
    """Columns of the sheet of measures, with those of their effects."""
    own = [(k, f) for k, f in fields("measures").items() if f.type != "effects"]
    effects = [(f"effects.{k}", f) for k, f in fields("effects").items()]
    at = [k for k, _ in own].index("name") + 1
    return _columns([*own[:at], *effects, *own[at:]])


def column_of(sheet: str, name: str) -> Column | None:
    """The column that a key of a table names, whichever methods the form was made for."""
    if sheet == "products":
        known = product_columns()
    elif sheet == "measures":
        known = measure_columns()
    else:
        known = source_columns(METHOD_SECTIONS)
    return next((c for c in known if c.name == name), None)


def sheet_of(name: str) -> str | None:
    """Which sheet a name means, in either language.

    >>> sheet_of("排放源"), sheet_of("Sources"), sheet_of("Sheet1")
    ('sources', 'sources', None)
    """
    for sheet in SHEETS:
        if name.strip() in {sentence(f"form.sheet.{sheet}", lang) for lang in LANGUAGES}:
            return sheet
    return None
