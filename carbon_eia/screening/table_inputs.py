"""What can be screened: a CSV file, a Parquet or Arrow file, a spreadsheet, a table in memory.

Each is a list of pieces of known rows. A piece is read alone, in any process and in any order, so
that memory is bounded by the piece and a run that was stopped can go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet

from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.forms import SPREADSHEETS
from carbon_eia.forms.workbook import refuse_other
from carbon_eia.screening.column_heads import ColumnHead, plain_target
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.csvfile import (
    LONGEST_HEAD,
    MAX_HEADS,
    TablePiece,
    csv_pieces,
    open_csv,
    read_piece,
    refuse_big5,
    too_many_heads,
)
from carbon_eia.screening.head_rows import distinct, header_at, is_known, is_table, units_below
from carbon_eia.screening.marks import CellMarks
from carbon_eia.screening.nested import is_nested, widened
from carbon_eia.screening.parquet_bounds import check_texts, coded_rows_together, rows_together
from carbon_eia.screening.table_sheets import sheet_table

__all__ = ["TABLES", "ProjectTable", "TableInput", "open_table"]

TABLES = (".csv", ".tsv", ".txt", ".parquet", ".arrow", ".feather", *SPREADSHEETS)
"""Suffixes of tables that can be screened."""

PIECE_ROWS = 131_072
"""Most rows that are held at a time, where the table lets them be counted."""


class ProjectTable(Protocol):
    """A table of projects: its heads, its size in bytes or rows, and its pieces."""

    heads: tuple[str, ...]
    size: int

    def pieces(self) -> Iterator[TablePiece]:
        """The pieces in order; their lengths add up to the size."""

    def read(self, piece: TablePiece) -> Iterator[Batch]:
        """The rows of a piece, some at a time."""

    def fingerprint(self) -> str:
        """What tells this input from another, for the checkpoint of a stopped run."""


def open_table(path: Path, file: str = "") -> ProjectTable:
    """The table of a file; ``file``: how it is called in errors, its path where nothing is given.

    Raises InputError CE-F001 … for a file that cannot be read, CE-S001 for one without known heads,
    CallError CE-S018 for a file that is no table; and what ``sheet_table`` raises.
    """
    place = Place(file or str(path))
    if not path.exists():
        raise InputError(Problem("CE-F001", place))
    suffix = path.suffix.lower()
    refuse_other(path, place)
    if suffix not in TABLES:
        params: dict[str, object] = {"value": suffix, "known": "、".join(TABLES)}
        raise CallError(Problem("CE-S018", place, params))
    try:
        found: ProjectTable
        if suffix == ".parquet":
            found = ParquetInput(path)
        elif suffix in (".arrow", ".feather"):
            with pa.memory_map(str(path)) as stream:
                table = pa.ipc.open_file(stream).read_all()
                table.validate(full=True)
                for rows in table.to_batches():
                    check_texts(rows, place)
                found = TableInput(table)
        elif suffix in (".csv", ".tsv", ".txt"):
            found = CsvInput(path)
        else:
            found = sheet_input(path, place.file)
    except DAMAGED as error:
        raise _unreadable(place, error) from None
    count = sum(map(bool, found.heads))
    if count > MAX_HEADS:
        raise too_many_heads(place, count)
    if not any(is_known(h[:LONGEST_HEAD], "sector") for h in found.heads):
        raise InputError(Problem("CE-S001", place))
    return found


DAMAGED = (OSError, pa.ArrowException, UnicodeDecodeError)
"""What Arrow raises for a file that is not what it says."""


def _unreadable(place: Place, error: Exception) -> InputError:
    return InputError(Problem("CE-F006", place, {"why": str(error).split("\n")[0]}))


MORE = ColumnHead("…", "…", "", Problem("CE-S012"))
"""The head of what stands in a record behind the last head."""

STRAY = ColumnHead('"', '"', "", Problem("CE-S031"))
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
        self.file = open_csv(path, partial(_header, path))
        self.heads = self.file.heads
        if self.file.encoding != "utf-8" and not any(is_known(h, "sector") for h in self.heads):
            refuse_big5(path, self.file)
        self.kinds = [_kind(h) for h in self.heads]
        self.size = path.stat().st_size - self.file.start

    def pieces(self) -> Iterator[TablePiece]:
        return csv_pieces(self.file)

    def read(self, piece: TablePiece) -> Iterator[Batch]:
        table = read_piece(self.file, piece, self.kinds)
        beyond = {str(len(self.heads) + i): head for i, head in enumerate((MORE, STRAY))}
        more = [beyond[name] for name in table.column_names if name in beyond]
        yield Batch(table, piece.first, (*self.heads, *more) if more else ())

    def fingerprint(self) -> str:
        return _stamp(self.file.path)


def _header(path: Path, rows: Sequence[Sequence[str]]) -> int:
    """Which row holds the heads.

    Raises InputError CE-S017 where a row of units stands below them.
    """
    header = header_at(rows)
    place = Place(str(path), header + 2)
    under = rows[header + 1] if header + 1 < len(rows) else ()
    if is_table(rows[header]) and units_below(rows[header], under, place) is not None:
        units = "、".join(u.strip() for u in under if u.strip())
        raise InputError(Problem("CE-S017", place, {"units": units}))
    return header


class ParquetInput:
    """A Parquet file; a piece is some row groups, or one that is large."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pyarrow.parquet.ParquetFile(path) as file:
            self.heads = tuple(file.schema_arrow.names)
            self.groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        self.size = sum(self.groups)

    def pieces(self) -> Iterator[TablePiece]:
        first, number, begin = 2, 0, 0
        while begin < len(self.groups):
            end, rows = begin + 1, self.groups[begin]
            while end < len(self.groups) and rows + self.groups[end] <= PIECE_ROWS:
                end, rows = end + 1, rows + self.groups[end]
            yield TablePiece(number, begin, rows, first, end - begin)
            first, number, begin = first + rows, number + 1, end

    def read(self, piece: TablePiece) -> Iterator[Batch]:
        """Raises InputError CE-F006 where the file is damaged, holds what no cell can, or another
        number of rows than it says; and what ``rows_together`` raises."""
        first, groups = piece.first, list(range(piece.offset, piece.offset + piece.rows))
        place = Place(str(self.path))
        try:
            with pyarrow.parquet.ParquetFile(self.path) as file:
                together = rows_together(file, groups, PIECE_ROWS, place)
                for rows in file.iter_batches(together, groups):
                    rows.validate(full=True)  # a text may be no UTF-8
                    check_texts(rows, place)
                    yield _batch(pa.Table.from_batches([rows]), first)
                    first += rows.num_rows
        except DAMAGED as error:
            raise _unreadable(place, error) from None
        if (count := first - piece.first) != piece.length:
            raise InputError(Problem("CE-F006", place, {"why": f"rows {count} ≠ {piece.length}"}))

    def fingerprint(self) -> str:
        return _stamp(self.path)


class TableInput:
    """A table in memory."""

    def __init__(
        self,
        table: Any,
        first: int = 2,
        stamp: str = "",
        heads: Sequence[str] = (),
        marks: CellMarks = MappingProxyType({}),
    ) -> None:
        self.table = table
        self.first = first
        self.heads = tuple(heads) or tuple(table.column_names)
        self.size = table.num_rows
        self.stamp = stamp
        self.marks = dict(marks)

    def pieces(self) -> Iterator[TablePiece]:
        for number, offset in enumerate(range(0, self.size, PIECE_ROWS)):
            length = min(PIECE_ROWS, self.size - offset)
            yield TablePiece(number, offset, length, self.first + offset)

    def read(self, piece: TablePiece) -> Iterator[Batch]:
        rows = self.table.slice(piece.offset, piece.length)
        together = coded_rows_together(rows, PIECE_ROWS)
        for start in range(0, max(piece.length, 1), together):  # an empty table is a batch too
            some = rows.slice(start, min(together, piece.length - start))
            yield _batch(some, piece.first + start, self.marks)

    def fingerprint(self) -> str:
        return self.stamp


def _batch(table: Any, first: int, marks: CellMarks = MappingProxyType({})) -> Batch:
    """Rows of a table; a list of sources in each becomes columns."""
    nested = is_nested(table.schema)
    if nested is None:
        return Batch(table, first, marks=marks)
    heads, wide = widened(table, nested)
    return Batch(wide, first, heads)


def sheet_input(path: Path, file: str) -> TableInput:
    """The sheet of a workbook that holds projects; see ``sheet_table``."""
    found = sheet_table(path, file)
    columns = [pa.array(texts, pa.string()) for texts in found.columns]
    table = pa.Table.from_arrays(columns, names=distinct(found.heads))
    return TableInput(table, found.first, _stamp(path), found.heads, found.marks)


def _stamp(path: Path) -> str:
    stat = path.stat()
    told = f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"
    return hashlib.sha256(told.encode()).hexdigest()
