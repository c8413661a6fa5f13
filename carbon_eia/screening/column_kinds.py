"""What the columns of a table are in a sector: figures, texts that shape a row, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from carbon_eia.project import Field
from carbon_eia.screening.arrays import Flags, Floats
from carbon_eia.screening.cells import is_blank
from carbon_eia.screening.column_heads import ColumnTarget, normal
from carbon_eia.screening.rows import ColumnMapping
from carbon_eia.screening.symbolic_sums import TypedFigure
from carbon_eia.units import ANY_GAS, Unit, parse_unit

__all__ = ["OWN", "ColumnKinds", "Range", "column_kinds", "figures_of_row", "in_range", "ranges_of"]

OWN = ("name", "code", "sector", "region", "year")
"""Fields of a project that are looked up or carried for themselves and do not shape a row."""


class ColumnKinds(NamedTuple):
    """Which columns of a layout are figures, texts that shape a row, measures, or mean nothing."""

    figures: tuple[int, ...]
    texts: tuple[int, ...]
    measures: tuple[int, ...]
    unknown: tuple[int, ...]


def column_kinds(layout: ColumnMapping) -> ColumnKinds:
    """What each column of a layout is."""
    figures, texts, measures, unknown = [], [], [], []
    for i, target in enumerate(layout.targets):
        if not isinstance(target, ColumnTarget):
            unknown.append(i)
        elif target.section == "measures":
            measures.append(i)
        elif target.section == "row" or (target.section == "project" and target.key in OWN):
            continue
        elif _is_figure(target):
            figures.append(i)
        else:
            texts.append(i)
    return ColumnKinds(tuple(figures), tuple(texts), tuple(measures), tuple(unknown))


def _is_figure(target: ColumnTarget) -> bool:
    """A figure that enters a formula; the state of steam and the facts of policy shape the row."""
    field = target.field
    if field is None or field.type not in ("quantity", "annual"):
        return False
    if target.section == "products":
        return target.key == "amount"
    if target.section not in ("sources", "economics"):
        return False
    return target.table != "steam" or target.key == "mass"


class Range(NamedTuple):
    """The range of a field in the unit of a column; ``open_low``: its end itself lies outside."""

    low: float
    high: float
    open_low: bool
    open_high: bool


def ranges_of(layout: ColumnMapping, units: Mapping[int, str]) -> dict[int, Range]:
    """The ranges of the fields of some columns, each in its unit.

    Raises UnitError for a unit that is none.
    """
    found = {}
    for column, unit in units.items():
        target = layout.targets[column]
        assert isinstance(target, ColumnTarget)
        assert target.field is not None
        if target.field.range:
            text = target.field.range
            size = _size(target.field, parse_unit(unit))
            low, high = (Fraction(end) / size if end else None for end in text[1:-1].split(","))
            found[column] = Range(
                -np.inf if low is None else float(low),
                np.inf if high is None else float(high),
                low is not None and text[0] != "[",
                high is not None and text[-1] != "]",
            )
    return found


def _size(field: Field, unit: Unit) -> Fraction:
    """How much of the field's own unit one of the column's unit is."""
    if not unit.dims:
        return unit.factor
    for text in field.unit:
        if ANY_GAS in text:
            continue
        own = parse_unit(text)
        if own.dims == unit.dims:
            return unit.factor / own.factor
    return Fraction(1)


def in_range(values: Floats, limits: Range) -> Flags:
    """Which values lie in a range."""
    above = values > limits.low if limits.open_low else values >= limits.low
    return above & (values < limits.high if limits.open_high else values <= limits.high)


def figures_of_row(
    layout: ColumnMapping, columns: ColumnKinds, line: Sequence[str]
) -> dict[TypedFigure, int]:
    """The column of each figure of a row."""
    numbers: dict[str, int] = {}
    found: dict[TypedFigure, int] = {}
    for i, target in enumerate(layout.targets):
        if not isinstance(target, ColumnTarget) or is_blank(line[i]):
            continue
        where: int | str = target.section
        if target.number:
            where = f"{target.section}[{target.number}]"
        if target.section == "sources":
            where = numbers.setdefault(normal(target.source), len(numbers))
        if i in columns.figures:
            found[TypedFigure(where, target.key)] = i
    return found
