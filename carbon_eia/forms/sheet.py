"""A sheet of a workbook, whatever kind of file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.forms.cell import Cell, Span, Value, cell_name

__all__ = ["FORM_LIMITS", "TABLE_LIMITS", "WORKBOOK_LIMITS", "Limits", "Rows", "Sheet"]


class Limits(NamedTuple):
    """How large a workbook may be: bytes of the file, bytes unpacked, parts of the archive, sheets,
    rows and columns of a sheet, and cells of all its rows up to the last that is filled."""

    file: int
    unpacked: int
    parts: int
    sheets: int
    rows: int
    columns: int
    cells: int


MEGABYTE = 1024 * 1024
FORM_LIMITS = Limits(4 * MEGABYTE, 64 * MEGABYTE, 400, 40, 4000, 300, 400_000)
"""Of a form: a real one has some 40 kB."""
WORKBOOK_LIMITS = FORM_LIMITS._replace(file=32 * MEGABYTE, rows=40_000, cells=4_000_000)
"""Of a workbook that we wrote, with the record and the file of a project in it."""
TABLE_LIMITS = Limits(256 * MEGABYTE, 1024 * MEGABYTE, 2000, 200, 1_048_576, 16_384, 40_000_000)
"""Of a table: what a sheet of Excel can hold, with 40 columns in each of its rows."""

RATIO = 200
"""How much larger than the file a table may be unpacked, beyond the bytes of a form: a sheet packs
to a tenth or a thirtieth."""

_EMPTY = Cell()


class Sheet(NamedTuple):
    """A sheet: its name, its cells from A1 on, and what of it is hidden.

    ``values``: row by row, None for an empty cell; ``odd``: cells that are more than their value,
    by row and column. ``crossed``: cells whose text is struck through.
    """

    name: str
    values: list[list[Value]]
    odd: Mapping[tuple[int, int], Cell] = MappingProxyType({})
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    crossed: tuple[tuple[int, int], ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """A cell, counted from 0; an empty one outside what is filled."""
        odd = self.odd.get((row, column))
        if odd is not None:
            return odd
        if row < len(self.values) and column < len(self.values[row]):
            value = self.values[row][column]
            return _EMPTY if value is None else Cell(value)
        return _EMPTY

    def row(self, row: int) -> list[Cell]:
        """The cells of a row up to the last that is filled."""
        return [self.cell(row, column) for column in range(len(self.values[row]))]

    @property
    def rows(self) -> list[list[Cell]]:
        """The rows in order, all as wide as the widest."""
        width = max(map(len, self.values), default=0)
        return [[self.cell(r, c) for c in range(width)] for r in range(len(self.values))]


class Rows:
    """Collects the cells of a sheet within limits."""

    def __init__(self, place: Place, limits: Limits) -> None:
        self.place, self.limits = place, limits
        self.values: list[list[Value]] = []
        self.odd: dict[tuple[int, int], Cell] = {}
        self.cells = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
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
            self.cells += more
            if self.cells > self.limits.cells:
                raise self.too_large(cell_name(row, column))
            line.extend([None] * more)
        line[column] = value

    def too_large(self, cell: str) -> InputError:
        """CE-O002 at a cell."""
        return InputError(Problem("CE-O002", self.place._replace(cell=cell), {"what": cell}))

    def merge(self, spans: Iterable[Span]) -> None:
        """Give the cells of merged ranges the value that stands in their first."""
        spans = list(spans)
        for span in spans:
            first = self.odd.get((span.top, span.left))
            if first is None:
                inside = span.top < len(self.values) and span.left < len(self.values[span.top])
                first = Cell(self.values[span.top][span.left] if inside else None)
            if first.empty:
                continue
            bottom, right = min(span.bottom, self.limits.rows), min(span.right, self.limits.columns)
            for row in range(span.top, min(bottom, len(self.values) - 1) + 1):
                for column in range(span.left, right + 1):
                    at = (row, column)
                    cell = first._replace(span=span, covered=at != (span.top, span.left))
                    self.put(row, column, cell)
