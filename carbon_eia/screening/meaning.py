"""What the columns of a table are in a sector: figures, texts that shape a row, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from carbon_eia.errors import UnitError
from carbon_eia.project import Field
from carbon_eia.screening.arrays import Flags, Floats
from carbon_eia.screening.cells import is_blank
from carbon_eia.screening.columns import Codes, Numbers
from carbon_eia.screening.heads import Target, normal
from carbon_eia.screening.plan import bounds
from carbon_eia.screening.rows import Layout
from carbon_eia.screening.sums import Column

__all__ = ["OWN", "Columns", "Ranges", "columns_of", "places_of"]

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


class Ends(NamedTuple):
    """The ends of a range in the unit of a column; ``open_low``: the end itself lies outside."""

    low: float
    high: float
    open_low: bool
    open_high: bool

    def miss(self, values: Floats | float) -> Flags | bool:
        """Whether values lie outside."""
        below = values <= self.low if self.open_low else values < self.low
        return below | (values >= self.high if self.open_high else values > self.high)


class Ranges:
    """Whether figures lie in the range of their field; each range is looked up once."""

    def __init__(self) -> None:
        self._ends: dict[tuple[int, str], Ends | None] = {}
        self._fields: dict[int, Field] = {}

    def inside(self, numbers: Numbers, units: Codes, layout: Layout, column: int) -> bool:
        """Whether all figures of a column of one unit lie in the range of their field."""
        field = _field(layout, column)
        if field is None or len(units.texts) != 1:
            return False
        ends = self._of(field, units.texts[0])
        return ends is not None and not (ends.miss(numbers.least) or ends.miss(numbers.most))

    def outside(self, numbers: Numbers, units: Codes, layout: Layout, column: int) -> Flags:
        """Whether figures lie outside the range of their field, or their unit is none."""
        field = _field(layout, column)
        assert field is not None
        beyond = np.zeros(len(numbers.values), bool)
        for code, unit in enumerate(units.texts):
            here = units.codes == code if len(units.texts) > 1 else slice(None)
            ends = self._of(field, unit)
            beyond[here] = True if ends is None else ends.miss(numbers.values[here])
        outside: Flags = beyond & numbers.filled
        return outside

    def _of(self, field: Field, unit: str) -> Ends | None:
        """The range of a field in a unit; None where the unit is none."""
        key = id(field), unit
        if key not in self._ends:
            self._fields[id(field)] = field  # kept, so that no other takes its id
            try:
                low, high = bounds(field, unit)
            except UnitError:
                self._ends[key] = None
            else:
                self._ends[key] = Ends(
                    -np.inf if low is None else float(low),
                    np.inf if high is None else float(high),
                    low is not None and field.range[0] != "[",
                    high is not None and field.range[-1] != "]",
                )
        return self._ends[key]


def _field(layout: Layout, column: int) -> Field | None:
    target = layout.targets[column]
    assert isinstance(target, Target)
    return target.field


def places_of(layout: Layout, columns: Columns, line: Sequence[str]) -> dict[Column, int]:
    """The column of each figure of a row."""
    numbers: dict[str, int] = {}
    found: dict[Column, int] = {}
    for i, target in enumerate(layout.targets):
        if not isinstance(target, Target) or is_blank(line[i]):
            continue
        where: int | str = target.section
        if target.number:
            where = f"{target.section}[{target.number}]"
        if target.section == "sources":
            where = numbers.setdefault(normal(target.source), len(numbers))
        if i in columns.figures:
            found[Column(where, target.key)] = i
    return found
