"""The columns of a batch as arrays: texts as dense codes, figures as float64, cells as typed."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.errors import UnitError
from carbon_eia.screening.arrays import Flags, in_one
from carbon_eia.screening.cells import BLANKS, SPREADSHEET_ERROR, as_text, is_blank
from carbon_eia.screening.column_heads import ColumnHead
from carbon_eia.screening.marks import CellMarks
from carbon_eia.units import parse_number

__all__ = ["Batch", "CodedTexts", "Numbers", "matching"]

PLAIN = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?\s*$"
QUANTITY = r"^\s*(?P<number>[+-]?[\d,]*\.?\d+(?:[eE][+-]?\d{1,2})?)\s*(?P<unit>[^\d\s.,].*?)\s*$"
LONGEST = 16
"""Most characters of a number that a float certainly holds as it was typed."""
LONGEST_TEXT = 300
UNFIT = rf"[\p{{Cc}}\p{{Cf}}]|{SPREADSHEET_ERROR}"
HUGE = 1e40


class CodedTexts(NamedTuple):
    """A column of texts: a code for each row (−1: blank) and the text of each code."""

    codes: Any
    texts: list[str]


class Numbers(NamedTuple):
    """A column of figures: values (0 where there is none), filled cells, and cells that floats do
    not hold as typed: no number, too long, too large."""

    values: Any
    filled: Any
    odd: Any


class Batch:
    """Some rows of a table, each with its number; ``first`` is the number of the first.

    ``heads``: those of this batch, where batches of one table have other columns.

    ``marks``: what is known of single cells beside their text.
    Rows without any cell are no projects: they are left out and counted in ``blank``.
    """

    def __init__(
        self,
        table: pa.Table,
        first: int,
        heads: Sequence[ColumnHead | str] = (),
        marks: CellMarks = MappingProxyType({}),
    ) -> None:
        self.marks = marks
        self.heads = tuple(heads)
        self.first = first
        self.columns = [_plain(c) for c in table.columns]
        self.rows = table.num_rows
        self.row_numbers = np.arange(first, first + self.rows)
        self.blank = 0
        self._codes: dict[int, CodedTexts] = {}
        self._numbers: dict[int, Numbers] = {}
        self._figures: dict[int, tuple[Numbers, CodedTexts]] = {}
        self._filled: dict[int, Flags] = {}

    def without_blank(self, key: int) -> Batch:
        """The batch without its empty rows; ``key`` is a column that every project fills."""
        empty = ~self.filled(key)
        if empty.any():
            for column in range(len(self.columns)):
                empty &= ~self.filled(column)
        if not empty.any():
            return self
        keep = np.flatnonzero(~empty)
        found = Batch(
            pa.table({str(i): c.take(pa.array(keep)) for i, c in enumerate(self.columns)}),
            self.first,
            self.heads,
            self.marks,
        )
        found.row_numbers = self.row_numbers[keep]
        found.blank = int(empty.sum())
        return found

    def text(self, row: int) -> list[str]:
        """The cells of a row as they were typed."""
        return [as_text(c[row].as_py()) for c in self.columns]

    def cell(self, row: int, column: int) -> str:
        """One cell as it was typed."""
        return as_text(self.columns[column][row].as_py())

    def marked(self) -> Flags | None:
        """Which rows have a marked cell; None where none has."""
        if not self.marks:
            return None
        found: Flags = np.isin(self.row_numbers, np.fromiter(self.marks, np.int64, len(self.marks)))
        return found if found.any() else None

    def codes(self, column: int) -> CodedTexts:
        """A column as dense codes."""
        if column not in self._codes:
            self._codes[column] = _codes(self.columns[column])
        return self._codes[column]

    def numbers(self, column: int) -> Numbers:
        """A column as figures."""
        if column not in self._numbers:
            self._numbers[column] = _numbers(self.columns[column])
        return self._numbers[column]

    def figures(self, column: int, unit: str) -> tuple[Numbers, CodedTexts]:
        """A column of figures with the unit of each: that of the head, or of each cell."""
        if column not in self._figures:
            if unit:
                alike = CodedTexts(np.zeros(self.rows, np.int32), [unit])
                self._figures[column] = self.numbers(column), alike
            else:
                self._figures[column] = _split(self.columns[column])
        return self._figures[column]

    def unfit(self, column: int) -> Flags:
        """Which texts are too long, hold characters that can falsify a document, or an error of a
        spreadsheet."""
        array = _as_texts(self.columns[column])
        too_long = pc.greater(pc.utf8_length(array), LONGEST_TEXT)
        found: Flags = np.asarray(pc.fill_null(too_long, False))
        wrong = matching(array, UNFIT)
        return found if wrong is None else found | wrong

    def scientific(self, column: int) -> Flags | None:
        """Which texts may be numbers with an exponent; None where none may be."""
        return matching(self.columns[column], r"E\+")

    def filled(self, column: int) -> Flags:
        """Which cells of a column are not blank."""
        if column not in self._filled:
            self._filled[column] = self._find_filled(column)
        return self._filled[column]

    def _find_filled(self, column: int) -> Any:
        array = self.columns[column]
        if column in self._numbers:
            return self._numbers[column].filled
        if _is_text(array.type):
            return ~np.asarray(_blank(array))
        valid = np.asarray(array.is_valid())
        if pa.types.is_floating(array.type):
            return valid & ~np.isnan(np.asarray(pc.fill_null(array, np.nan)))
        return valid


_BLANKS = pa.array(BLANKS, pa.string())


def _plain(column: Any) -> Any:
    """One array without chunks; dictionaries of texts stay as they are."""
    array = in_one(column)
    if pa.types.is_large_string(array.type):
        return array.cast(pa.string())
    if not any(is_kind(array.type) for is_kind in _READ):  # lists, bytes: what no cell can hold
        return pa.array([None if x is None else _shown(x) for x in array.to_pylist()], pa.string())
    if pa.types.is_dictionary(array.type) and not pa.types.is_string(array.type.value_type):
        return array.dictionary_decode()
    return array


_READ = (
    pa.types.is_string,
    pa.types.is_dictionary,
    pa.types.is_null,
    pa.types.is_boolean,
    pa.types.is_floating,
    pa.types.is_integer,
    pa.types.is_decimal,
    pa.types.is_date,
    pa.types.is_timestamp,
)
"""The kinds of columns that are read as they are; of others their texts are."""


def _shown(value: object) -> str:
    return as_text(value).encode("utf-8", "backslashreplace").decode()


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind))


def matching(array: pa.Array, pattern: str) -> Flags | None:
    """Which texts of a column have a part that matches a pattern; None where none has.

    Most columns have none, which is seen quickest when all their texts are looked through as one.

    >>> matching(pa.array(["甲厂", None, "合计"]), "计").tolist()
    [False, False, True]
    """
    if not _is_text(array.type) or not len(array) or array.buffers()[2] is None:
        return None
    ends = np.frombuffer(array.buffers()[1], np.int32)[[array.offset, array.offset + len(array)]]
    whole = pa.StringArray.from_buffers(1, pa.py_buffer(ends), array.buffers()[2])
    if not pc.match_substring_regex(whole, pattern)[0].as_py():
        return None
    found = np.asarray(pc.fill_null(pc.match_substring_regex(array, pattern), False))
    return found if found.any() else None


def _blank(array: Any) -> Any:
    """Which texts hold nothing."""
    return pc.or_(pc.is_in(pc.utf8_trim_whitespace(array), _BLANKS), array.is_null())


def _as_texts(array: Any) -> Any:
    """A column as an array of texts."""
    return array if _is_text(array.type) else array.cast(pa.string())


def _codes(array: Any) -> CodedTexts:
    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(array)  # of numbers and days too: few differ
    texts = [as_text(t) for t in array.dictionary.to_pylist()]
    codes = np.asarray(pc.fill_null(array.indices, -1)).astype(np.int32)
    blank = [i for i, t in enumerate(texts) if is_blank(t)]
    if blank:
        codes = np.where(np.isin(codes, blank), -1, codes)
    return CodedTexts(codes, texts)


EXACT = 2**53
"""Whole numbers up to here are floats without rounding; larger ones are evaluated exactly."""


def _numbers(array: Any) -> Numbers:
    kind = array.type
    if pa.types.is_dictionary(kind):
        array, kind = array.dictionary_decode(), pa.string()
    odd = np.zeros(len(array), bool)
    if _is_text(kind):
        longest = pc.max(pc.binary_length(array)).as_py() or 0
        try:
            floats = array.cast(pa.float64())
        except pa.ArrowInvalid:
            floats, odd = _mended(array)
        if longest > LONGEST:
            odd = odd | np.asarray(pc.fill_null(pc.greater(pc.utf8_length(array), LONGEST), False))
    elif pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        floats = array.cast(pa.float64(), safe=False)  # nearest, as of a number that is typed
    else:  # days, truths: no figures
        filled = np.asarray(array.is_valid())
        return Numbers(np.zeros(len(array)), filled, filled)
    values = np.asarray(pc.fill_null(floats, np.nan))
    filled = np.asarray(floats.is_valid())
    if not _is_text(kind):
        filled = filled & ~np.isnan(values)  # how pandas writes a blank
    size = np.abs(values)
    beyond = ~(size < HUGE)
    if pa.types.is_integer(kind):
        beyond |= size > EXACT
    odd = odd | (filled & beyond) | ((size < 1 / HUGE) & (size > 0))
    return Numbers(np.where(beyond, 0.0, values), filled, odd)


def _split(array: Any) -> tuple[Numbers, CodedTexts]:
    """Cells that hold number and unit, ``16.8 万t``, taken apart."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not _is_text(array.type):
        return _numbers(array), CodedTexts(np.zeros(len(array), np.int32), [""])
    parts = pc.extract_regex(array, QUANTITY)
    numbers = pc.struct_field(parts, "number")
    typed = pc.if_else(_blank(array), None, pc.coalesce(numbers, array))
    units = pc.if_else(pc.is_null(numbers), "", pc.struct_field(parts, "unit"))
    encoded = pc.dictionary_encode(pc.fill_null(units, ""))
    codes = np.asarray(encoded.indices).astype(np.int32)
    return _numbers(typed), CodedTexts(codes, encoded.dictionary.to_pylist())


def _mended(array: Any) -> tuple[Any, Any]:
    """Figures that are not typed plainly: blanks, thousands separators, full-width digits."""
    blank = _blank(array)
    plain = pc.fill_null(pc.match_substring_regex(array, PLAIN), False)
    floats = pc.utf8_trim_whitespace(pc.if_else(plain, array, None)).cast(pa.float64())
    others = np.asarray(pc.invert(pc.or_(blank, plain)))
    known = {text: _number(text) for text in array.filter(pa.array(others)).unique().to_pylist()}
    odd = np.zeros(len(array), bool)
    if not known:
        return floats, odd
    values = floats.to_pylist()
    for row in np.flatnonzero(others).tolist():
        number = known[array[row].as_py()]
        odd[row] = number is None
        values[row] = 0.0 if number is None else number
    return pa.array(values, pa.float64()), odd


def _number(text: str) -> float | None:
    """A number as a person types it; None for what is none."""
    try:
        return float(parse_number(text))
    except (UnitError, OverflowError):
        return None
