"""How an Excel form is laid out: which sheet and column holds which key of a file.

A form comes from a table of fields, as the TOML template and the JSON Schema do. Some sheets stand
upright, a key a row; the others are tables, an entry a row. Keys stand in the file in small grey
letters, so that rows and columns may be moved, and sheets are known by their name in either
language.

A quantity takes two cells, number and unit; a share one cell in percent; a plain ratio one cell.
A table within an entry (an effect of a measure, a change of a scenario) takes a row: further ones
stand in the rows below, without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project.canonical import Shape
from carbon_eia.project.fields import Field, fields

__all__ = ["KEY", "MORE", "UNIT", "FormColumn", "FormLayout", "cells_of", "columns_of", "flat"]

KEY = "key"
"""Begins the row (table) of keys, or stands over their column."""

UNIT = "/unit"
"""Behind a key: the column or cell that holds its unit."""

MORE = "…"
"""Key of the column for further parameters, one a line as ``key=value``."""


class FormColumn(NamedTuple):
    """A key of the form with its field.

    ``unit`` where the cell holds the unit of a quantity; ``within``: the field of the table that
    the key is a part of, as the mass of steam.
    """

    key: str
    field: Field | None
    unit: bool = False
    within: Field | None = None

    @property
    def name(self) -> str:
        """The key as it is written in the form."""
        return self.key + UNIT if self.unit else self.key


class FormLayout(NamedTuple):
    """The form of a kind of file.

    ``sheets``: those that are read, in order; without the first a workbook is no form of this kind.
    ``upright``: sheet → its sections. ``columns(sheet)``: every column that a table may have.
    ``inner``: sheet → the key whose tables take a row each. ``decides``: the key that decides which
    fields an entry has. ``spare``: sheet → empty rows below its last entry. ``words``: head of the
    codes of its sentences; ``guide``: codes of what the first sheet explains.
    """

    shape: Shape
    sheets: tuple[str, ...]
    upright: Mapping[str, tuple[str, ...]]
    columns: Callable[[str], Sequence[FormColumn]]
    inner: Mapping[str, str]
    spare: Mapping[str, int]
    words: str
    guide: tuple[str, ...]
    decides: str = ""

    def sheet_of(self, name: str) -> str | None:
        """Which sheet a name means, in either language."""
        wanted = name.strip()
        return next((s for s in self.sheets if wanted in self.names(s).values()), None)

    def names(self, sheet: str) -> Mapping[str, str]:
        """The name of a sheet by language."""
        code = f"{self.words}.sheet.{sheet}"
        return MappingProxyType({lang: sentence(code, lang) for lang in LANGUAGES})

    def rows(self, sheet: str) -> list[tuple[str, str, Field]]:
        """Rows of an upright sheet: section, key path, field; a table takes a row for each key."""
        return [
            (section, f"{section}.{key}", field)
            for section in self.upright[sheet]
            for key, field in flat(self.shape.known(section, {}))
        ]


def flat(known: Mapping[str, Field]) -> list[tuple[str, Field]]:
    """The keys of a section with their fields, those of a table within it as ``site.lon``."""
    found: list[tuple[str, Field]] = []
    for key, field in known.items():
        if field.within:
            found += [(f"{key}.{k}", f) for k, f in flat(fields(field.within))]
        else:
            found.append((key, field))
    return found


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


def columns_of(
    entries: Iterable[tuple[str, Field]], within: Field | None = None, head: str = ""
) -> list[FormColumn]:
    """The columns of some keys with their fields; ``head`` stands before each key."""
    found: list[FormColumn] = []
    for key, field in entries:
        if field.within:
            found += columns_of(fields(field.within).items(), field, f"{head}{key}.")
            continue
        found.append(FormColumn(head + key, field, within=within))
        if cells_of(field) == "pair":
            found.append(FormColumn(head + key, field, True, within))
    return found
