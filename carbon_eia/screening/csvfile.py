r"""A CSV file as pieces that can be read one by one, in any order, each row with its number.

A piece is parsed once, into one table of texts; whatever looks at a row afterwards looks there.
Arrow parses a piece of which a scan proves that every line is one record and that every quote
encloses a cell. What is not so simple is read with ``csv`` of Python, strictly and record by
record: a quote that encloses nothing (``3"管``) is text of its own cell and never joins rows.

Spreadsheets of China write GBK as often as UTF-8; the separator may be a comma, a semicolon or a
tab; a line may end with a carriage return alone, as Excel for Macintosh writes it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv

from carbon_eia.errors import InputError, Place, Problem

__all__ = [
    "CsvFile",
    "TablePiece",
    "csv_pieces",
    "open_csv",
    "read_piece",
    "records",
    "refuse_big5",
]

PIECE_BYTES = 16 * 2**20

PROBE = 256 * 1024
"""Bytes of which the encoding, the separator and the heads are told."""

FIRST_ROWS = 30
"""Records among which the heads are looked for."""

MAX_RECORD = 2**20
"""Longest record in bytes: what is longer is no row of a table."""

MAX_HEADS = 2000
"""Most columns of a table."""

LONGEST_HEAD = 500
"""Most characters of a cell that is looked at for a head."""

CELL_LINES = 200
"""Most lines that one record may take: a quote that opens and is not closed within is text."""

UNICODE = {
    b"\xff\xfe": "UTF-16 LE",
    b"\xfe\xff": "UTF-16 BE",
}
"""How files begin that hold two bytes for each character."""


class CsvFile(NamedTuple):
    """A CSV file: encoding, separator, heads, and where its first record of data begins.

    ``first`` is the number of that record, counted as a spreadsheet counts rows; ``line`` the
    number of its first line. ``end``: the byte that ends a line.
    """

    path: Path
    encoding: str
    separator: str
    heads: tuple[str, ...]
    start: int
    first: int
    line: int = 2
    end: bytes = b"\n"


class TablePiece(NamedTuple):
    """Some records of a file: their bytes, the number of the first, and how many they are.

    ``plain``: each line is one record, each quote encloses a cell; ``line``: where it begins.
    """

    number: int
    offset: int
    length: int
    first: int
    rows: int = 0
    plain: bool = False
    line: int = 1


class CsvRecord(NamedTuple):
    """The cells of a record, how many lines it takes, and what is wrong with its quotes."""

    cells: list[str]
    lines: int
    stray: str = ""


# --- one record after the other


def records(lines: Sequence[str], separator: str, width: int) -> Iterator[CsvRecord]:
    r"""The records of lines without their ends; ``width``: cells that a record should have.

    A quote that does not enclose a whole cell is text of that cell:

    >>> [r.cells for r in records(['3"管,1', '"3"管,2', '"甲, 乙",3'], ",", 2)]
    [['3"管', '1'], ['"3"管', '2'], ['甲, 乙', '3']]

    A cell may hold line breaks, but never whole rows:

    >>> [(r.cells, r.lines) for r in records(['"甲', '乙",1', '"3,4', '5",6'], ",", 2)]
    [(['甲\n乙', '1'], 2), (['"3', '4'], 1), (['5"', '6'], 1)]
    """
    at = 0
    while at < len(lines):
        record = _record(lines, at, separator, width)
        yield record
        at += record.lines


def _record(lines: Sequence[str], at: int, separator: str, width: int) -> CsvRecord:
    line = lines[at].removesuffix("\r")
    if '"' not in line and "\r" not in line:
        return CsvRecord(line.split(separator), 1)
    within = (f"{x}\n" for x in islice(lines, at, at + CELL_LINES))
    reader = csv.reader(within, delimiter=separator, strict=True)
    with suppress(csv.Error):
        cells = next(reader)
        taken = reader.line_num
        if taken == 1 or not _joins_rows(cells, separator, width):
            return CsvRecord(cells, taken)
    return _as_text(line, separator, width)


def _joins_rows(cells: Sequence[str], separator: str, width: int) -> bool:
    """Whether a cell with line breaks holds what may be cells of other rows."""
    inside = max(c.count(separator) if "\n" in c else 0 for c in cells)
    return inside >= width - 1 or (inside > 0 and len(cells) != width)


def _as_text(line: str, separator: str, width: int) -> CsvRecord:
    """One line, its quotes as text unless they enclose a whole cell.

    Where the cells are not as many as the heads, one of them may be two: that is told.
    """
    cells = [_unquoted(cell) for cell in line.split(separator)]
    if len(cells) == width:
        return CsvRecord(cells, 1)
    stray = next((c for c in cells if '"' in c), line)
    return CsvRecord(cells, 1, stray.strip()[:60] or line[:60])


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


# --- the file


def open_csv(path: Path, header: Callable[[list[list[str]]], int] = lambda rows: 0) -> CsvFile:
    """What a CSV file is. ``header``: which of its first records holds the heads.

    Raises InputError CE-F005 for a file that is neither UTF-8 nor GBK, CE-F004 for an empty one,
    CE-S034 for heads with a stray quote, CE-S035 for too many, CE-F017 where no line ends.
    """
    with path.open("rb") as stream:
        raw = stream.read(PROBE)
    complete = len(raw) < PROBE
    if raw[:2] in UNICODE:
        params: dict[str, object] = {"encoding": UNICODE[raw[:2]]}
        raise InputError(Problem("CE-F022", Place(str(path), 1), params))
    mark = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    end = b"\r" if b"\n" not in raw and b"\r" in raw else b"\n"
    if not complete and end not in raw:
        raise _too_long(path, 1)
    head = raw[mark:] if complete else raw[mark : raw.rfind(end) + 1]
    encoding = _encoding(head, path)
    lines = _lines(head.decode(encoding), end)
    shown = [line for line in lines if line.strip(' \t\r,;"')][:10]
    if not shown:
        raise InputError(Problem("CE-F004", Place(str(path))))
    separator = max(",\t;", key=lambda s: max(line.count(s) for line in shown))
    width = max(line.count(separator) for line in shown) + 1
    if width > MAX_HEADS:
        raise too_many_heads(Place(str(path)), width)
    first = list(islice(records(lines, separator, width), FIRST_ROWS))
    filled = [i for i, r in enumerate(first) if any(c.strip() for c in r.cells)]
    seen = [[c.replace('"', "")[:LONGEST_HEAD] for c in first[i].cells] for i in filled]
    row = filled[header(seen)]
    taken = sum(r.lines for r in first[: row + 1])
    _refuse_stray(first[row], lines[taken - first[row].lines], separator, Place(str(path), taken))
    start = mark + int(_line_ends(head, end)[taken - 1])
    heads = tuple(h.strip()[:LONGEST_HEAD] for h in first[row].cells)
    return CsvFile(path, encoding, separator, heads, start, row + 2, taken + 1, end)


def too_many_heads(place: Place, count: int) -> InputError:
    """CE-S035 for a table of more columns than are read."""
    return InputError(Problem("CE-S035", place, {"count": count, "limit": MAX_HEADS}))


def _too_long(path: Path, line: int) -> InputError:
    return InputError(Problem("CE-F017", Place(str(path), line), {"limit": MAX_RECORD // 2**20}))


def _refuse_long_lines(raw: bytes, file: CsvFile, line: int) -> None:
    """Raises InputError CE-F017 for a line that is no record of a table."""
    ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == file.end[0])
    lengths = np.diff(ends, prepend=-1, append=len(raw))
    longest = int(lengths.argmax())
    if lengths[longest] > MAX_RECORD:
        raise _too_long(file.path, line + longest)


def _refuse_stray(heads: CsvRecord, line: str, separator: str, place: Place) -> None:
    """Raises InputError CE-S034 for each head with a quote that encloses nothing."""
    cell = rf'(?:"(?:[^"]|"")*"|[^"{separator}]*)'
    if heads.lines > 1 or re.fullmatch(rf"{cell}(?:{separator}{cell})*", line.removesuffix("\r")):
        return
    raise InputError(
        Problem("CE-S034", place._replace(key=head.strip()), {"column": n, "value": head.strip()})
        for n, head in enumerate(heads.cells, 1)
        if '"' in head
    )


def _encoding(raw: bytes, path: Path) -> str:
    """UTF-8 where the bytes are that, else GB 18030, which holds GBK and GB 2312.

    Raises InputError CE-F021 for what is neither, of the one of which more can be read.
    """
    errors: list[UnicodeDecodeError] = []
    for encoding in ("utf-8", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError as error:
            errors.append(error)
            continue
        return encoding
    raise InputError(_undecodable(raw, max(errors, key=lambda e: e.start), path, 1))


def refuse_big5(path: Path, file: CsvFile) -> None:
    """Raises InputError CE-F022 where heads that mean nothing as GBK are text in Big5."""
    with path.open("rb") as stream:
        raw = stream.read(file.start)
    with suppress(UnicodeDecodeError):
        raw.decode("big5")
        params: dict[str, object] = {"encoding": "Big5"}
        raise InputError(Problem("CE-F022", Place(str(path), 1), params))


def _undecodable(raw: bytes, error: UnicodeDecodeError, path: Path, line: int) -> Problem:
    """CE-F021: at which line and byte of it the text cannot be read."""
    before = raw[: error.start]
    begin = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line += before.count(b"\n") or before.count(b"\r")
    params: dict[str, object] = {
        "byte": error.start - begin + 1,
        "hex": raw[error.start : error.start + 2].hex(" ").upper(),
        "encoding": "GBK" if error.encoding == "gb18030" else error.encoding.upper(),
    }
    return Problem("CE-F021", Place(str(path), line), params)


def _lines(text: str, end: bytes) -> list[str]:
    """Lines without the byte that ends them."""
    lines = text.split(end.decode())
    return lines if lines[-1] else lines[:-1]


def _line_ends(raw: bytes, end: bytes) -> Any:
    """Behind each line: in no encoding that is read is the byte a part of a character."""
    ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == end[0]) + 1
    whole = len(ends) and ends[-1] == len(raw)
    return ends if whole else np.append(ends, len(raw))


# --- pieces


def csv_pieces(file: CsvFile, size: int = PIECE_BYTES) -> Iterator[TablePiece]:
    """The pieces of a file, each of whole records; raises InputError CE-F017 for a long line."""
    with file.path.open("rb") as stream:
        stream.seek(file.start)
        offset, first, number, line, rest = file.start, file.first, 0, file.line, b""
        while raw := rest + (block := stream.read(size)):
            _refuse_long_lines(raw, file, line)
            ends = _plain_ends(raw, file)
            plain = ends is not None
            if ends is None:
                ends = _record_ends(raw, file, len(block) < size, line)
            longest = np.diff(ends, prepend=0).max() if len(ends) else len(raw) / CELL_LINES
            if longest > MAX_RECORD:
                raise _too_long(file.path, line)
            length = int(ends[-1]) if len(ends) else 0
            if length:
                yield TablePiece(number, offset, length, first, len(ends), plain, line)
                line += len(ends) if plain else raw.count(file.end, 0, length)
                offset, first, number = offset + length, first + len(ends), number + 1
            rest = raw[length:]


def _plain_ends(raw: bytes, file: CsvFile) -> Any:
    r"""Behind each record, where every line of some bytes certainly is one.

    None where one may not be: a quote that does not enclose a cell, a line break within quotes, a
    carriage return that ends no line. Bytes behind the last line end are a line of their own only
    at the end of the file, and left to the next piece before.
    """
    if file.end != b"\n":
        return None
    ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == 10)
    if not len(ends):
        return None
    data = np.frombuffer(raw, np.uint8, int(ends[-1]) + 1)
    if raw.find(b"\r", 0, len(data)) >= 0:
        at_ends = np.count_nonzero(data[ends[ends > 0] - 1] == 13)
        if np.count_nonzero(data == 13) != at_ends:
            return None
    if raw.find(b'"', 0, len(data)) >= 0 and not _encloses(data, ends, ord(file.separator)):
        return None
    return ends + 1


def _encloses(data: Any, ends: Any, separator: int) -> bool:
    """Whether every quote of some lines encloses a cell within one line."""
    quotes = np.flatnonzero(data == 34)
    if len(quotes) % 2 or (np.searchsorted(quotes, ends) & 1).any():
        return False
    before = data[quotes[::2] - 1]  # of the first byte of all the last, which ends a line
    after = data[quotes[1::2] + 1]
    begins = (before == separator) | (before == 10)
    return bool((begins & ((after == separator) | (after == 10) | (after == 13))).all())


def _record_ends(raw: bytes, file: CsvFile, last: bool, line: int) -> Any:
    """Behind each record, as ``records`` tells them apart; without what may go on behind ``raw``.

    Raises InputError CE-F021.
    """
    if not last:
        raw = raw[: raw.rfind(file.end) + 1]
    lines = _lines(_decoded(raw, file, line), file.end)
    taken = [r.lines for r in records(lines, file.separator, len(file.heads))]
    at = np.cumsum(taken, dtype=np.int64)
    if not last:  # where the lines that follow may belong to a record, more must be read
        at = at[at <= len(lines) - CELL_LINES]
    return _line_ends(raw, file.end)[at - 1] if len(at) else at


def _decoded(raw: bytes, file: CsvFile, line: int) -> str:
    try:
        return raw.decode(file.encoding)
    except UnicodeDecodeError as error:
        raise InputError(_undecodable(raw, error, file.path, line)) from None


def read_piece(file: CsvFile, piece: TablePiece, kinds: Sequence[pa.DataType] = ()) -> pa.Table:
    """The records of a piece as a table of texts, one column for each head.

    ``kinds``: the Arrow types of the columns, texts or dictionaries of texts. A record with fewer
    cells is filled up; of one with more, the rest stands in a further column; what stands about a
    stray quote where cells cannot be told apart, in a last one.

    Raises InputError CE-F021 where a byte is no text.
    """
    with file.path.open("rb") as stream:
        stream.seek(piece.offset)
        raw = stream.read(piece.length)
    kinds = kinds or [pa.string()] * len(file.heads)
    table = None
    if piece.plain:
        text = raw
        if file.encoding != "utf-8":
            text = _decoded(raw, file, piece.line).encode()
        with suppress(pa.ArrowInvalid):  # records of different lengths, or bytes that are no text
            table = _parsed(text, file, kinds)
    if table is None:
        table = _by_record(_decoded(raw, file, piece.line), file)
    if piece.rows and table.num_rows != piece.rows:
        raise AssertionError(f"{file.path}: {piece.rows} rows in, {table.num_rows} rows out")
    return table


def _parsed(raw: bytes, file: CsvFile, kinds: Sequence[pa.DataType]) -> pa.Table:
    names = [str(i) for i in range(len(file.heads))]
    return pyarrow.csv.read_csv(
        pa.BufferReader(raw),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names,
            block_size=2**22,
            use_threads=False,  # pieces are read side by side
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=file.separator, newlines_in_values=False, ignore_empty_lines=False
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict(zip(names, kinds, strict=True)),
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )


def _by_record(text: str, file: CsvFile) -> pa.Table:
    """Records one by one: of different lengths, with line breaks, with quotes that are text."""
    width = len(file.heads)
    rows = list(records(_lines(text, file.end), file.separator, width))
    columns = {
        str(i): pa.array([(r.cells[i] if i < len(r.cells) else "") or None for r in rows])
        for i in range(width)
    }
    more = [None if r.stray else file.separator.join(r.cells[width:]) or None for r in rows]
    stray = [r.stray or None for r in rows]
    for number, further in ((width, more), (width + 1, stray)):
        if any(further):
            columns[str(number)] = pa.array(further)
    return pa.table({k: c.cast(pa.string()) for k, c in columns.items()})
