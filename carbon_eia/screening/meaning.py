"""What the columns of a table are in a sector: figures, texts that shape a row, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.errors import UnitError
from carbon_eia.project import Field
from carbon_eia.screening.cells import is_blank
from carbon_eia.screening.columns import Codes, Numbers
from carbon_eia.screening.heads import Target, normal
from carbon_eia.screening.plan import bounds
from carbon_eia.screening.rows import Layout

__all__ = ["OWN", "Columns", "columns_of", "inside", "outside", "places_of"]

OWN = ("name", "code", "sector", "region", "year")
"""Fields of a project that are looked up or carried for themselves and do not shape a row."""


class Columns(NamedTuple):
    """Which columns of a layout are figures, texts that shape a row, measures, or mean nothing."""

    figures: tuple[int, ...]
    texts: tuple[int, ...]
    measures: tuple[int, ...]
    unknown: tuple[int, ...]


def columns_of(layout: Layout) -> Columns:
    """What each column of a layout is."""
    figures, texts, measures, unknown = [], [], [], []
    for i, target in enumerate(layout.targets):
        if not isinstance(target, Target):
            unknown.append(i)
        elif target.section == "measures":
            measures.append(i)
        elif target.section == "row" or (target.section == "project" and target.key in OWN):
            continue
        elif _is_figure(target):
            figures.append(i)
        else:
            texts.append(i)
    return Columns(tuple(figures), tuple(texts), tuple(measures), tuple(unknown))


def _is_figure(target: Target) -> bool:
    """A figure that enters a formula; the state of steam and the facts of policy shape the row."""
    field = target.field
    if field is None or field.type not in ("quantity", "annual"):
        return False
    if target.section == "products":
        return target.key == "amount"
    if target.section not in ("sources", "economics"):
        return False
    return target.table != "steam" or target.key == "mass"


def inside(numbers: Numbers, units: Codes, layout: Layout, column: int) -> bool:
    """Whether all figures of a column of one unit lie in the range of their field."""
    target = layout.targets[column]
    assert isinstance(target, Target)
    if target.field is None or len(units.texts) != 1:
        return False
    ends = np.array([numbers.least, numbers.most])
    try:
        return not _beyond(ends, target.field, units.texts[0]).any()
    except UnitError:
        return False


def outside(values: Any, units: Codes, rows: Any, layout: Layout, column: int) -> Any:
    """Whether figures lie outside the range of their field, or their unit is none."""
    target = layout.targets[column]
    assert isinstance(target, Target)
    assert target.field is not None
    beyond = np.zeros(len(values), bool)
    for code, unit in enumerate(units.texts):
        here = units.codes[rows] == code if len(units.texts) > 1 else slice(None)
        try:
            beyond[here] = _beyond(values[here], target.field, unit)
        except UnitError:
            beyond[here] = True
    return beyond


def _beyond(values: Any, field: Field, unit: str) -> Any:
    low, high = bounds(field, unit)
    beyond = np.zeros(len(values), bool)
    if low is not None:
        beyond |= values < float(low) if field.range[0] == "[" else values <= float(low)
    if high is not None:
        beyond |= values > float(high) if field.range[-1] == "]" else values >= float(high)
    return beyond


def places_of(
    layout: Layout, columns: Columns, line: Sequence[str]
) -> dict[tuple[int | str, str], int]:
    """The column of each figure of a row: by the number of its source, or its section, and key."""
    numbers: dict[str, int] = {}
    found: dict[tuple[int | str, str], int] = {}
    for i, target in enumerate(layout.targets):
        if not isinstance(target, Target) or is_blank(line[i]):
            continue
        where: int | str = target.section
        if target.section == "sources":
            where = numbers.setdefault(normal(target.source), len(numbers))
        if i in columns.figures:
            found[where, target.key] = i
    return found
