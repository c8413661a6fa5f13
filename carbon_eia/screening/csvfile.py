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
MARK = 1024
"""Records from one mark to the next: what is looked through to find one record as it was typed."""

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
    """Some records of a file: their bytes, and the number of the first.

    ``marks``: where every ``MARK``-th record ends, counted in bytes of the piece;
    ``simple``: whether each line is known to be a record, with no line break in a cell.
    """

    number: int
    offset: int
    length: int
    first: int
    marks: tuple[int, ...] = ()
    simple: bool = False


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
    ends = _record_ends(raw[mark:])[0]
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


def _record_ends(raw: bytes | bytearray, size: int | None = None) -> tuple[Any, bool]:
    r"""Positions of the line ends that are not within quotes; whether no cell holds a line break.

    ``size``: bytes that are looked at, if not all.

    >>> ends, simple = _record_ends(b'1,"two\nlines"\n2,"one line"\n')
    >>> ends.tolist(), simple
    ([13, 26], False)
    """
    size = len(raw) if size is None else size
    data = np.frombuffer(raw, np.uint8, size)
    ends = np.flatnonzero(data == 10)
    if not len(ends):
        return ends, False
    simple, data = True, data[: ends[-1] + 1]
    if raw.find(b'"', 0, size) >= 0:  # a line with an odd number of quotes begins or ends in a cell
        quotes = (data == 34).view(np.uint8)
        odd = np.bitwise_xor.reduceat(quotes, np.concatenate([[0], ends[:-1] + 1]))
        if odd.any():
            ends, simple = ends[np.bitwise_xor.accumulate(odd) == 0], False
    if simple and raw.find(b"\r", 0, size) >= 0:
        at_ends = np.count_nonzero(data[ends[ends > 0] - 1] == 13)
        simple = bool(np.count_nonzero(data == 13) == at_ends)
    return ends, simple


def pieces(file: CsvFile, size: int = PIECE_BYTES) -> Iterator[Piece]:
    """The pieces of a file, each of whole records."""
    with file.path.open("rb") as stream:
        stream.seek(file.start)
        offset, first, number, held = file.start, file.first, 0, 0
        raw = bytearray(2 * size)
        while True:
            held += stream.readinto(memoryview(raw)[held : held + size])
            if not held:
                return
            last = held < size
            ends, simple = _record_ends(raw, held)
            if last:
                length, count = held, len(ends) + (raw[held - 1] != 10)
            elif not len(ends):  # one record longer than a piece
                size *= 2
                raw += bytes(held + size - len(raw))
                continue
            else:
                length, count = int(ends[-1]) + 1, len(ends)
            marks = tuple((ends[MARK - 1 :: MARK] + 1).tolist())
            yield Piece(number, offset, length, first, marks, simple)
            offset, first, number = offset + length, first + count, number + 1
            if last:
                return
            raw[: held - length] = raw[length:held]
            held -= length  # less than was read last: there is room for as much again


class Records:
    """The records of a piece as they were typed."""

    def __init__(self, raw: bytes, file: CsvFile, marks: Sequence[int] = ()) -> None:
        self.raw, self.file = raw, file
        self.marks = (0, *marks, len(raw))
        self._blocks: dict[int, tuple[bytes, Any]] = {}

    def cells(self, number: int) -> list[str]:
        """The cells of a record, counted from 0 within the piece."""
        block, at = divmod(number, MARK) if len(self.marks) > 2 else (0, number)
        if block not in self._blocks:
            raw = self.raw[self.marks[block] : self.marks[block + 1]]
            self._blocks[block] = raw, _record_ends(raw)[0]
        raw, ends = self._blocks[block]
        begin = 0 if at == 0 else int(ends[at - 1]) + 1
        end = int(ends[at]) + 1 if at < len(ends) else len(raw)
        line = raw[begin:end].decode(self.file.encoding, errors="replace")
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
            return _parsed(raw, file, kinds, piece.simple), Records(raw, file, piece.marks)
    try:
        return _parsed(raw, file, texts, piece.simple), None
    except pa.ArrowInvalid:
        return _by_hand(raw, file), None


def _parsed(raw: bytes, file: CsvFile, kinds: Sequence[Any], simple: bool) -> pa.Table:
    names = [str(i) for i in range(len(file.heads))]
    return pyarrow.csv.read_csv(
        pa.BufferReader(raw),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, encoding=file.encoding, block_size=4 * 2**20
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=file.separator, newlines_in_values=not simple, ignore_empty_lines=False
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
