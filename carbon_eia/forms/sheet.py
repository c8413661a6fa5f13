"""A sheet of a workbook, whatever kind of file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files.archive import ArchiveBounds
from carbon_eia.forms.cell import MergedRange, SheetCell, Value, cell_name

__all__ = [
    "FORM_LIMITS",
    "TABLE_LIMITS",
    "WORKBOOK_LIMITS",
    "CellCollector",
    "Room",
    "Sheet",
    "WorkbookLimits",
]


class WorkbookLimits(NamedTuple):
    """How large a workbook may be: bytes of the file, what its archive may be, sheets, rows and
    columns of a sheet; of all sheets together the cells up to the last that is filled, the cells
    that lie in merged ranges, and the characters that cells show."""

    file: int
    archive: ArchiveBounds
    sheets: int
    rows: int
    columns: int
    cells: int
    merged: int
    text: int


MEGABYTE = 1024 * 1024
_FORM = ArchiveBounds(64 * MEGABYTE, 400, 1_000_000)
FORM_LIMITS = WorkbookLimits(4 * MEGABYTE, _FORM, 40, 4000, 300, 400_000, 400_000, 16 * MEGABYTE)
"""Of a form: a real one has some 40 kB."""
WORKBOOK_LIMITS = FORM_LIMITS._replace(
    file=32 * MEGABYTE,
    archive=_FORM._replace(tags=8_000_000),
    rows=40_000,
    cells=4_000_000,
    text=128 * MEGABYTE,
)
"""Of a workbook that we wrote, with the record and the file of a project in it."""
TABLE_LIMITS = WorkbookLimits(
    256 * MEGABYTE,
    ArchiveBounds(1024 * MEGABYTE, 2000, 400_000_000),
    200,
    1_048_576,
    16_384,
    40_000_000,
    1_000_000,
    256 * MEGABYTE,
)
"""Of a table: what a sheet of Excel can hold, with 40 columns in each of its rows."""

_EMPTY = SheetCell()


class Sheet(NamedTuple):
    """A sheet: its name, its cells from A1 on, and what of it is hidden.

    ``values``: row by row, None for an empty cell; ``odd``: cells that are more than their value,
    by row and column. ``crossed``: cells whose text is struck through.
    """

    name: str
    values: list[list[Value]]
    odd: Mapping[tuple[int, int], SheetCell] = MappingProxyType({})
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    crossed: tuple[tuple[int, int], ...] = ()

    def cell(self, row: int, column: int) -> SheetCell:
        """A cell, counted from 0; an empty one outside what is filled."""
        odd = self.odd.get((row, column))
        if odd is not None:
            return odd
        if row < len(self.values) and column < len(self.values[row]):
            value = self.values[row][column]
            return _EMPTY if value is None else SheetCell(value)
        return _EMPTY

    def row(self, row: int) -> list[SheetCell]:
        """The cells of a row up to the last that is filled."""
        return [self.cell(row, column) for column in range(len(self.values[row]))]

    @property
    def rows(self) -> list[list[SheetCell]]:
        """The rows in order, all as wide as the widest."""
        width = max(map(len, self.values), default=0)
        return [[self.cell(r, c) for c in range(width)] for r in range(len(self.values))]


class Room:
    """What is left of the limits that hold for all sheets of a workbook together."""

    def __init__(self, limits: WorkbookLimits) -> None:
        self.limits = limits
        self.cells, self.merged, self.text = limits.cells, limits.merged, limits.text
        self.repeated = 8 * limits.merged  # cells that an .ods states once for many


class CellCollector:
    """Collects the cells of a sheet within limits."""

    def __init__(self, place: Place, room: Room) -> None:
        self.place, self.limits, self.room = place, room.limits, room
        self.values: list[list[Value]] = []
        self.odd: dict[tuple[int, int], SheetCell] = {}

    def put(self, row: int, column: int, cell: SheetCell) -> None:
        """Enter a cell that says something, or is more than its value."""
        self.fill(row, column, cell.value)
        if cell._replace(value=None) != _EMPTY:
            self.odd[row, column] = cell

    def fill(self, row: int, column: int, value: Value) -> None:
        """Enter a value.

        Raises InputError CE-O002 for a cell outside the limits.
        """
        if row >= self.limits.rows or column >= self.limits.columns or min(row, column) < 0:
            raise self.too_large(cell_name(max(row, 0), max(column, 0)))
        while len(self.values) <= row:
            self.values.append([])
        line = self.values[row]
        more = column + 1 - len(line)
        if more > 0:
            self.room.cells -= more
            line.extend([None] * more)
        if type(value) is str:
            self.room.text -= len(value)
        if self.room.cells < 0 or self.room.text < 0:
            raise self.too_large(cell_name(row, column))
        line[column] = value

    def too_large(self, cell: str) -> InputError:
        """CE-O002 at a cell."""
        return InputError(Problem("CE-O002", self.place._replace(cell=cell), {"what": cell}))

    def merge(self, spans: Iterable[MergedRange]) -> None:
        """Give the cells of merged ranges the value that stands in their first.

        Raises InputError CE-O002 where they are more than may be.
        """
        spans = list(spans)
        for span in spans:
            first = self.odd.get((span.top, span.left))
            if first is None:
                inside = span.top < len(self.values) and span.left < len(self.values[span.top])
                first = SheetCell(self.values[span.top][span.left] if inside else None)
            if first.empty:
                continue
            bottom, right = min(span.bottom, self.limits.rows), min(span.right, self.limits.columns)
            bottom = min(bottom, len(self.values) - 1)
            self.room.merged -= max(bottom - span.top + 1, 0) * max(right - span.left + 1, 0)
            if self.room.merged < 0:
                raise self.too_large(span.name)
            for row in range(span.top, bottom + 1):
                for column in range(span.left, right + 1):
                    at = (row, column)
                    cell = first._replace(span=span, covered=at != (span.top, span.left))
                    self.put(row, column, cell)
