"""Bounds of a Parquet or Arrow file: a kilobyte of it can hold gigabytes of text.

A text stands once in a dictionary and in any number of rows by its code. Dictionaries are looked at
before their texts are put into rows.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from carbon_eia.errors import InputError, Place, Problem

__all__ = ["LONGEST_CELL", "check_texts", "coded_rows_together", "rows_together"]

LONGEST_CELL = 32_767
"""Characters of the longest text of a cell: what one of a spreadsheet holds."""

MAX_CHUNK = 256 << 20
"""Most bytes of a column in a group of rows."""

TOGETHER = 64 << 20
"""Bytes of text that are read at a time."""


def rows_together(
    file: pyarrow.parquet.ParquetFile, groups: Sequence[int], most: int, place: Place
) -> int:
    """How many rows of some groups are read at a time, ``most`` where texts are short.

    Raises OSError where what the file says of a column cannot be, InputError CE-F003 for a group
    whose column is too large, CE-S036 for a text that is.
    """
    _check_columns(file, groups)
    names: dict[str, None] = {}
    for number in groups:
        group = file.metadata.row_group(number)
        for chunk in (group.column(i) for i in range(group.num_columns)):
            if chunk.total_uncompressed_size > MAX_CHUNK:
                raise InputError(Problem("CE-F003", place, {"limit": MAX_CHUNK >> 20}))
            if chunk.has_dictionary_page and chunk.total_uncompressed_size > LONGEST_CELL:
                names[chunk.path_in_schema] = None
    if not names:
        return most
    longest = 0
    coded = pyarrow.parquet.ParquetFile(str(place.file), read_dictionary=list(names))
    with coded:
        for rows in coded.iter_batches(most, list(groups), columns=list(names)):
            rows.validate(full=True)
            check_texts(rows, place)
            longest = max(longest, sum(_longest_bytes(column) for column in rows.columns))
    return max(1, min(most, TOGETHER // max(longest, 1)))


def _check_columns(file: pyarrow.parquet.ParquetFile, groups: Sequence[int]) -> None:
    """Raises OSError where what a file says of a column cannot be.

    ``RowGroupMetaData.column`` ends the process there. Reading rows is what raises; so rows are
    asked of a file that gives none, whose columns are looked at before their first byte is.
    """
    for number in groups:
        hollow = pyarrow.parquet.ParquetFile(
            pa.PythonFile(_Hollow(), mode="r"), metadata=file.metadata, pre_buffer=True
        )
        try:
            next(hollow.iter_batches(1, [number], use_threads=False), None)
        except _UntouchedError:
            continue


class _UntouchedError(Exception):
    """Bytes were asked for."""


class _Hollow(io.RawIOBase):
    """A file as long as any, of which no byte can be read."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return 1 << 62

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return offset

    def read(self, size: int = -1, /) -> bytes:
        raise _UntouchedError


def coded_rows_together(table: pa.Table, most: int) -> int:
    """How many rows of a table in memory are put into texts at a time, ``most`` where its
    dictionaries hold short texts."""
    coded = [f.name for f in table.schema if pa.types.is_dictionary(f.type)]
    batches = table.select(coded).to_batches() if coded else []
    longest = max((sum(map(_longest_bytes, rows.columns)) for rows in batches), default=0)
    return max(1, min(most, TOGETHER // max(longest, 1)))


def check_texts(rows: pa.RecordBatch, place: Place) -> None:
    """Raises InputError CE-S036 for each column with a text that no cell holds."""
    problems = []
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        count = max((_most(pc.utf8_length(texts)) for texts in _texts(column)), default=0)
        if count > LONGEST_CELL:
            params: dict[str, object] = {"column": name[:80], "count": count, "limit": LONGEST_CELL}
            problems.append(Problem("CE-S036", place, params))
    if problems:
        raise InputError(problems)


def _longest_bytes(column: Any) -> int:
    return max((_most(pc.binary_length(texts)) for texts in _texts(column)), default=0)


def _most(lengths: Any) -> int:
    return int(pc.max(lengths).as_py() or 0)


def _texts(column: Any) -> Iterator[Any]:
    """The texts of a column, also those within lists and records, each dictionary once."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        yield from _texts(column.dictionary)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _texts(column.flatten())
    elif pa.types.is_struct(kind):
        for part in column.flatten():
            yield from _texts(part)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield column
