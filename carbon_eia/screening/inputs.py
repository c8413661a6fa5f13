"""What can be screened: a CSV file, a Parquet or Arrow file, a spreadsheet, a table in memory.

Each is a list of pieces of known rows. A piece is read alone, in any process and in any order, so
that memory is bounded by the piece and a run that was stopped can go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet

from carbon_eia.errors import CallError, InputError, Place, Problem, UnitError
from carbon_eia.project.xlsx import cell_name, percent_cells
from carbon_eia.screening.cells import number_text, spreadsheet_text
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.csvfile import Piece, open_csv, pieces, read_piece, refuse_big5
from carbon_eia.screening.heads import Head, head_of, plain_target
from carbon_eia.screening.nested import is_nested, widened

__all__ = ["TABLES", "Table", "TableInput", "open_table"]

TABLES = (".csv", ".tsv", ".txt", ".parquet", ".arrow", ".feather", ".xlsx", ".xls", ".ods")
"""Suffixes of tables that can be screened."""

PIECE_ROWS = 131_072
"""Most rows that are held at a time, where the table lets them be counted."""


class Table(Protocol):
    """A table of projects: its heads, its size in bytes or rows, and its pieces."""

    heads: tuple[str, ...]
    size: int

    def pieces(self) -> Iterator[Piece]:
        """The pieces in order; their lengths add up to the size."""

    def read(self, piece: Piece) -> Iterator[Batch]:
        """The rows of a piece, some at a time."""

    def fingerprint(self) -> str:
        """What tells this input from another, for the checkpoint of a stopped run."""


def open_table(path: Path) -> Table:
    """The table of a file.

    Raises InputError CE-F001 … for a file that cannot be read, CE-S001 for one without known heads.
    """
    place = Place(str(path))
    if not path.exists():
        raise InputError(Problem("CE-F001", place))
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        params: dict[str, object] = {"value": suffix, "known": "、".join(TABLES)}
        raise CallError(Problem("CE-C005", place, params))
    try:
        found: Table
        if suffix == ".parquet":
            found = ParquetInput(path)
        elif suffix in (".arrow", ".feather"):
            with pa.memory_map(str(path)) as stream:
                found = TableInput(pa.ipc.open_file(stream).read_all())
        elif suffix in (".csv", ".tsv", ".txt"):
            found = CsvInput(path)
        else:
            found = sheet_input(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(Problem("CE-F006", place, {"why": str(error).split("\n")[0]})) from None
    if not any(_is_known(h, "sector") for h in found.heads):
        raise InputError(Problem("CE-S001", place))
    return found


def _is_known(head: str, key: str) -> bool:
    target = plain_target(head)
    return target is not None and (target.section, target.key) == ("project", key)


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows holds the heads: the first that names sector and project."""
    for number, row in enumerate(rows):
        if any(_is_known(h, "sector") for h in row) and any(_is_known(h, "name") for h in row):
            return number
    return 0


MORE = Head("…", "…", "", Problem("CE-S012"))
"""The head of what stands in a record behind the last head."""

STRAY = Head('"', '"', "", Problem("CE-S031"))
"""The head of a cell with a stray quote, in a record whose cells cannot be told apart."""

REPEATED = {
    ("project", "stage"),
    ("project", "nature"),
    ("project", "sector"),
    ("project", "region"),
    ("products", "name"),
}
"""Fields of which a few texts stand in many rows."""


def _kind(head: str) -> Any:
    """The Arrow type as which a column is read: a text that repeats, or any text."""
    target = plain_target(head)
    if target is not None and (target.section, target.key) in REPEATED:
        return pa.dictionary(pa.int32(), pa.string())
    return pa.string()


class CsvInput:
    """A CSV file."""

    def __init__(self, path: Path) -> None:
        self.file = open_csv(path, header_at)
        self.heads = self.file.heads
        if self.file.encoding != "utf-8" and not any(_is_known(h, "sector") for h in self.heads):
            refuse_big5(path, self.file)
        self.kinds = [_kind(h) for h in self.heads]
        self.size = path.stat().st_size - self.file.start

    def pieces(self) -> Iterator[Piece]:
        return pieces(self.file)

    def read(self, piece: Piece) -> Iterator[Batch]:
        table = read_piece(self.file, piece, self.kinds)
        beyond = {str(len(self.heads) + i): head for i, head in enumerate((MORE, STRAY))}
        more = [beyond[name] for name in table.column_names if name in beyond]
        yield Batch(table, piece.first, (*self.heads, *more) if more else ())

    def fingerprint(self) -> str:
        return _stamp(self.file.path)


class ParquetInput:
    """A Parquet file; a piece is some rows of a row group."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pyarrow.parquet.ParquetFile(path) as file:
            self.heads = tuple(file.schema_arrow.names)
            self.groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        self.size = sum(self.groups)

    def pieces(self) -> Iterator[Piece]:
        first, number = 2, 0
        for rows in self.groups:
            yield Piece(number, number, rows, first)
            first, number = first + rows, number + 1

    def read(self, piece: Piece) -> Iterator[Batch]:
        first = piece.first
        with pyarrow.parquet.ParquetFile(self.path) as file:
            for rows in file.iter_batches(PIECE_ROWS, [piece.number]):
                yield _batch(pa.Table.from_batches([rows]), first)
                first += rows.num_rows

    def fingerprint(self) -> str:
        return _stamp(self.path)


class TableInput:
    """A table in memory."""

    def __init__(self, table: Any, first: int = 2, stamp: str = "") -> None:
        self.table = table
        self.first = first
        self.heads = tuple(table.column_names)
        self.size = table.num_rows
        self.stamp = stamp

    def pieces(self) -> Iterator[Piece]:
        for number, offset in enumerate(range(0, self.size, PIECE_ROWS)):
            length = min(PIECE_ROWS, self.size - offset)
            yield Piece(number, offset, length, self.first + offset)

    def read(self, piece: Piece) -> Iterator[Batch]:
        yield _batch(self.table.slice(piece.offset, piece.length), piece.first)

    def fingerprint(self) -> str:
        return self.stamp


def _batch(table: Any, first: int) -> Batch:
    """Rows of a table; a list of sources in each becomes columns."""
    nested = is_nested(table.schema)
    if nested is None:
        return Batch(table, first)
    heads, wide = widened(table, nested)
    return Batch(wide, first, heads)


def sheet_input(path: Path) -> TableInput:
    """The sheet of a workbook that holds projects: the first whose heads are known."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    except CalamineError as error:
        raise InputError(Problem("CE-F006", Place(str(path)), {"why": str(error)})) from None
    for name, cells in zip(book.sheet_names, sheets, strict=True):
        rows = [[spreadsheet_text(v).strip() for v in row] for row in cells[:10]]
        header = header_at(rows)
        if rows and any(_is_known(h, "sector") for h in rows[header]):
            heads, below = _two_rows(rows, header)
            first = header + 1 + below
            columns = _sheet_columns(path, name, cells, first, heads)
            table = pa.Table.from_arrays(columns, names=_distinct(heads))
            return TableInput(table, first + 1, _stamp(path))
    raise InputError(Problem("CE-S001", Place(str(path))))


def _sheet_columns(
    path: Path, sheet: str, cells: Sequence[Sequence[Any]], first: int, heads: Sequence[str]
) -> list[Any]:
    """The columns of a sheet as texts; what is shown as percent is the percentage that one sees.

    Raises InputError CE-S014 for a format that does not say how a number is shown, where that
    matters: 0.985 in a column of % is 98.5 % or 0.985 %.
    """
    texts = [[spreadsheet_text(v) for v in row] for row in cells[first:]]
    percent = [_unit(head) == "%" for head in heads]
    if path.suffix.lower() == ".xlsx":
        for row, column in percent_cells(path, sheet):
            value = cells[row][column] if row < len(cells) and column < len(heads) else None
            if row >= first and _is_number(value):
                shown = number_text(format(Decimal(f"{value:.15g}").scaleb(2), "f"))
                texts[row - first][column] = shown if percent[column] else f"{shown} %"
    else:
        for column in (i for i, share in enumerate(percent) if share):
            for row, value in enumerate(cells[first:], first):
                if _is_number(value[column]) and 0 < abs(value[column]) <= 1:
                    place = Place(str(path), sheet=sheet, cell=cell_name(row, column))
                    params: dict[str, object] = {"value": texts[row - first][column]}
                    raise InputError(Problem("CE-S014", place, params))
    return [pa.array([row[i] or None for row in texts], pa.string()) for i in range(len(heads))]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unit(head: str) -> str:
    with suppress(UnitError):
        return head_of(head).unit
    return ""


def _two_rows(rows: Sequence[Sequence[str]], header: int) -> tuple[list[str], int]:
    """Heads that take two rows, with merged cells above: ``烟煤`` over ``消耗量 (t)``."""
    heads = list(rows[header])
    if header + 1 >= len(rows) or all(heads):
        return heads, 0
    under = rows[header + 1]
    if any(h and u for h, u in zip(heads, under, strict=True) if plain_target(h) is not None):
        return heads, 0  # cells below a field of the project: data
    if not any(u for h, u in zip(heads, under, strict=True) if not h):
        return heads, 0
    above = ""
    found = []
    for head, below in zip(heads, under, strict=True):
        above = head or above
        found.append(f"{above} {below}" if below else head)
    return found, 1


def _distinct(heads: Sequence[str]) -> list[str]:
    """Heads as names of columns; one that repeats, or is empty, keeps its place by a number."""
    seen: dict[str, int] = {}
    found = []
    for i, head in enumerate(heads):
        name = head or f"#{i + 1}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return found


def _stamp(path: Path) -> str:
    stat = path.stat()
    told = f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"
    return hashlib.sha256(told.encode()).hexdigest()
