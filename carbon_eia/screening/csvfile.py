"""A CSV file as pieces that can be read one by one, in any order, with the number of their rows.

A piece ends where a record ends. Spreadsheets of China write GBK as often as UTF-8; the separator
may be a comma, a semicolon or a tab.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv

from carbon_eia.errors import InputError, Place, Problem

__all__ = ["CsvFile", "Piece", "Records", "open_csv", "pieces", "read_piece"]

PIECE_BYTES = 16 * 2**20
PROBE = 256 * 1024
"""Bytes of which the encoding, the separator and the heads are told."""


class CsvFile(NamedTuple):
    """A CSV file: encoding, separator, heads, and where its first record of data begins.

    ``first`` is the number of that record, counted as a spreadsheet counts rows.
    """

    path: Path
    encoding: str
    separator: str
    heads: tuple[str, ...]
    start: int
    first: int


class Piece(NamedTuple):
    """Some records of a file: their bytes, and the number of the first."""

    number: int
    offset: int
    length: int
    first: int


def encoding_of(raw: bytes, complete: bool) -> str:
    """UTF-8 where the bytes are that, else GB 18030, which holds GBK and GB 2312."""
    head = raw if complete else raw[: raw.rfind(b"\n") + 1] or raw
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return ""


def open_csv(path: Path, header: int = 0) -> CsvFile:
    """What a CSV file is. ``header``: records above the one that holds the heads.

    Raises InputError CE-F005 for a file that is neither UTF-8 nor GBK, CE-F004 for an empty one.
    """
    with path.open("rb") as stream:
        raw = stream.read(PROBE)
        complete = len(raw) < PROBE
    mark = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    encoding = encoding_of(raw[mark:], complete)
    if not encoding:
        raise InputError(Problem("CE-F005", Place(str(path), 1)))
    ends = _record_ends(raw[mark:])
    begin = 0 if header == 0 else int(ends[header - 1]) + 1
    end = int(ends[header]) + 1 if len(ends) > header else len(raw) - mark
    line = raw[mark + begin : mark + end].decode(encoding)
    if not line.strip():
        raise InputError(Problem("CE-F004", Place(str(path))))
    separator = max(",\t;", key=line.count)
    heads = next(csv.reader(io.StringIO(line), delimiter=separator))
    return CsvFile(
        path, encoding, separator, tuple(h.strip() for h in heads), mark + end, header + 2
    )


def _record_ends(raw: bytes) -> np.ndarray:
    """Positions of the line ends that are not within quotes."""
    data = np.frombuffer(raw, np.uint8)
    ends = np.flatnonzero(data == 10)
    if b'"' in raw:
        inside = np.cumsum(data == 34) & 1
        ends = ends[inside[ends] == 0]
    return ends


def pieces(file: CsvFile, size: int = PIECE_BYTES) -> Iterator[Piece]:
    """The pieces of a file, each of whole records."""
    with file.path.open("rb") as stream:
        stream.seek(file.start)
        offset, first, number, rest = file.start, file.first, 0, b""
        while True:
            raw = rest + stream.read(size)
            if not raw:
                return
            last = len(raw) < size
            ends = _record_ends(raw)
            if last:
                length, count = len(raw), len(ends) + (not raw.endswith(b"\n"))
            elif not len(ends):
                rest = raw  # one record longer than a piece
                size *= 2
                continue
            else:
                length, count = int(ends[-1]) + 1, len(ends)
            yield Piece(number, offset, length, first)
            rest = raw[length:]
            offset, first, number = offset + length, first + count, number + 1
            if last:
                return


class Records:
    """The records of a piece as they were typed."""

    def __init__(self, raw: bytes, file: CsvFile) -> None:
        self.raw, self.file = raw, file
        self._ends: Any = None

    def cells(self, number: int) -> list[str]:
        """The cells of a record, counted from 0 within the piece."""
        if self._ends is None:
            self._ends = _record_ends(self.raw)
        begin = 0 if number == 0 else int(self._ends[number - 1]) + 1
        end = int(self._ends[number]) + 1 if number < len(self._ends) else len(self.raw)
        line = self.raw[begin:end].decode(self.file.encoding, errors="replace")
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=self.file.separator), [])
        return [*cells, *[""] * (len(self.file.heads) - len(cells))]


def read_piece(
    file: CsvFile, piece: Piece, kinds: Sequence[Any] = ()
) -> tuple[pa.Table, Records | None]:
    """The records of a piece as a table, one column for each head; and as they were typed, where
    the table does not hold that.

    ``kinds``: Arrow types to read columns as; where a cell is not of its type, all are texts. A
    record with fewer cells is filled up; of one with more, the rest stands in a further column.
    """
    with file.path.open("rb") as stream:
        stream.seek(piece.offset)
        raw = stream.read(piece.length)
    texts = [pa.string()] * len(file.heads)
    if kinds:
        with suppress(pa.ArrowInvalid):
            return _parsed(raw, file, kinds), Records(raw, file)
    try:
        return _parsed(raw, file, texts), None
    except pa.ArrowInvalid:
        return _by_hand(raw, file), None


def _parsed(raw: bytes, file: CsvFile, kinds: Sequence[Any]) -> pa.Table:
    names = [str(i) for i in range(len(file.heads))]
    return pyarrow.csv.read_csv(
        pa.BufferReader(raw),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, encoding=file.encoding, block_size=4 * 2**20
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=file.separator, newlines_in_values=b'"' in raw, ignore_empty_lines=False
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict(zip(names, kinds, strict=True)),
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )


def _by_hand(raw: bytes, file: CsvFile) -> pa.Table:
    """Records of different lengths, which Arrow does not read."""
    width = len(file.heads)
    text = raw.decode(file.encoding, errors="replace")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=file.separator))
    columns = {
        str(i): pa.array([(r[i] if i < len(r) else None) or None for r in rows], pa.string())
        for i in range(width)
    }
    more = [file.separator.join(r[width:]) or None for r in rows]
    if any(more):
        columns[str(width)] = pa.array(more, pa.string())
    return pa.table(columns)
