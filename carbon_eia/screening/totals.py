"""Rows of totals that no name tells: without a project code, and with sums as their only figures.

A row is a total where each of its amounts is the sum of the rows straight above it, two at least.
Rows of totals among those are left out, so that a grand total below subtotals is one too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.errors import Problem, UnitError
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.screening.cells import LONGEST_BLANK, quantity_text
from carbon_eia.screening.codebook import Codebook
from carbon_eia.screening.column_heads import ColumnTarget
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.identity import is_total, may_be_totals
from carbon_eia.units import parse_quantity

__all__ = ["Addends", "total_problem", "totals_by_sum"]

FEWEST = 2
"""Rows that a total adds up; and amounts that tell a total whose row names all of a project."""

ROUNDED = Fraction(1, 10_000)
"""Most that the rounding of the rows may move a total, as a share of it."""

_BEHIND_POINT = re.compile(r"[.．](?P<digits>[0-9]+)")

NAMED = ("sector", "region", "year")
"""What every project states; a row without one of these is no project."""


class Addends(NamedTuple):
    """The first and the last of the rows that a total adds up, as the table counts them."""

    first: int
    last: int


def total_problem(addends: Addends | None = None) -> Problem:
    """CE-S008: a row is a total, as its name says, or as the sum of the rows that are given."""
    if addends is None:
        return Problem("CE-S008", params={"why": ""})
    params: dict[str, object] = {"first": addends.first, "last": addends.last}
    why = {lang: sentence("screening.total_of", lang, params) for lang in LANGUAGES}
    return Problem("CE-S008", params={"why": why})


class _Amounts(NamedTuple):
    """A column of amounts in one unit: floats, which are filled, and half of their last digit
    where a row may be a total."""

    column: int
    values: Any
    filled: Any
    half: Any


def totals_by_sum(batch: Batch, book: Codebook) -> dict[int, Addends]:
    """The rows of a batch, by their place in it, that add up rows above them.

    >>> import pyarrow as pa
    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> from carbon_eia.screening.column_heads import head_of
    >>> cells = {
    ...     "项目名称": ["甲厂", "乙厂", "桂阳县"],
    ...     "行业": ["水泥熟料", "水泥熟料", None],
    ...     "产量 (万t)": ["100", "39.5", "139.5"],
    ... }
    >>> book = Codebook([head_of(h) for h in cells], open_world(date(2026, 6, 30)))
    >>> totals_by_sum(Batch(pa.table(cells), 2), book)
    {2: Addends(first=2, last=3)}
    """
    rows = np.flatnonzero(_without_code(batch, book))
    if not len(rows):
        return {}
    known = [s for s in np.unique(book.sectors_of(batch)).tolist() if s >= 0]
    if not known:
        return {}
    targets = [book.layout(book.sectors.values[s])[0].targets for s in known]
    kinds = [_kind([t[i] for t in targets]) for i in range(len(book.heads))]
    amounts = [
        found
        for i, kind in enumerate(kinds)
        if kind == "annual" and (found := _amounts(batch, book, i, rows)) is not None
    ]
    rates = [i for i, kind in enumerate(kinds) if kind == "quantity"]
    if not _fits_once(amounts, rows).any():
        return {}
    return dict(_Table(batch, book, amounts, rates).totals(set(rows.tolist())))


def _without_code(batch: Batch, book: Codebook) -> Any:
    column = book.at["code"]
    if column is None:
        return np.ones(batch.rows, bool)
    codes = batch.columns[column]
    is_text = pa.types.is_string(codes.type) and batch.rows and not codes.null_count
    if is_text and pc.min(pc.binary_length(codes)).as_py() > LONGEST_BLANK:
        return np.zeros(batch.rows, bool)  # at once for a million of them
    return ~batch.filled(column)


def _kind(targets: Sequence[object]) -> str:
    """The type of the field of a column in the sectors of a table; empty where it is no figure."""
    for target in targets:
        if (
            isinstance(target, ColumnTarget)
            and target.field is not None
            and target.section != "row"
        ):
            return target.field.type
    return ""


def _amounts(batch: Batch, book: Codebook, column: int, rows: Any) -> _Amounts | None:
    """A column of amounts, with the last digits of some rows; None where none is filled."""
    numbers, units = batch.figures(column, book.heads[column].unit)
    if not numbers.filled.any():
        return None
    sizes = np.array(_sizes(units.texts))[units.codes]
    filled = numbers.filled & ~numbers.odd & (sizes > 0)
    values = np.where(filled, numbers.values * sizes, 0.0)
    half = np.zeros(batch.rows)
    half[rows] = 0.5 * sizes[rows] * 10.0 ** -_decimals(batch, column, rows)
    return _Amounts(column, values, filled, half)


def _sizes(units: Sequence[str]) -> list[float]:
    """How large each unit is; 0 for one that is none, or is of another kind than the first."""
    found: list[float] = []
    kind = None
    for unit in units:
        try:
            read = parse_quantity(f"1 {unit}", annual=True).unit
        except UnitError:
            found.append(0.0)
            continue
        kind = kind or read.dims
        found.append(float(read.factor) if read.dims == kind else 0.0)
    return found


def _decimals(batch: Batch, column: int, rows: Any) -> Any:
    """How many digits stand behind the point of the cells of some rows."""
    array = batch.columns[column].take(pa.array(rows))
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    text = array if pa.types.is_string(array.type) else array.cast(pa.string())
    digits = pc.struct_field(pc.extract_regex(text, _BEHIND_POINT.pattern), "digits")
    return np.asarray(pc.fill_null(pc.utf8_length(digits), 0)).astype(float)


def _near(amounts: _Amounts, row: int) -> float:
    """How far a total may lie from its sum for it to be looked at exactly."""
    value = abs(float(amounts.values[row]))
    return float(amounts.half[row]) + value * (float(ROUNDED) + 1e-9)


def _fits_once(amounts: Sequence[_Amounts], rows: Any) -> Any:
    """Which of some rows may be totals: each amount is near a sum of rows straight above, whatever
    they are."""
    stated = np.zeros(len(rows), bool)
    fits = np.ones(len(rows), bool)
    for some in amounts:
        sums = np.concatenate([[0.0], np.cumsum(np.maximum(some.values, 0))])
        value, filled, above = some.values[rows], some.filled[rows], sums[rows]
        near = some.half[rows] + np.abs(value) * (float(ROUNDED) + 1e-9) + above * 1e-12
        low = np.searchsorted(sums, above - value - near)
        high = np.searchsorted(sums, above - value + near, "right")
        fits &= ~filled | (low < np.minimum(high, rows - FEWEST + 1))
        stated |= filled & (value > 0)
    return fits & stated


class _Table:
    """The rows of a batch, gone through from above with those that are no totals added up."""

    def __init__(
        self, batch: Batch, book: Codebook, amounts: Sequence[_Amounts], rates: Sequence[int]
    ) -> None:
        self.batch, self.book = batch, book
        self.amounts, self.rates = amounts, rates
        self.rows: list[int] = []  # that are no totals
        self.sums = [[0.0] for _ in amounts]

    def totals(self, may_be: Collection[int]) -> Iterator[tuple[int, Addends]]:
        """Each total with what it adds up; ``may_be``: the rows that may be some."""
        named = self._named()
        for row in range(self.batch.rows):
            first = self._first_of(row) if row in may_be else None
            if first is not None:
                numbers = self.batch.row_numbers
                yield row, Addends(int(numbers[self.rows[first]]), int(numbers[self.rows[-1]]))
            elif row not in named:
                self.rows.append(row)
                for sums, some in zip(self.sums, self.amounts, strict=True):
                    sums.append(sums[-1] + max(some.values[row], 0.0))

    def _named(self) -> set[int]:
        """Rows whose name says that they are totals."""
        name, code = self.book.at["name"], self.book.at["code"]
        some = None if name is None else may_be_totals(self.batch.columns[name])
        if name is None or some is None:
            return set()
        rows = map(int, np.flatnonzero(some))
        codes = {r: "" if code is None else self.batch.cell(r, code) for r in rows}
        return {r for r, text in codes.items() if is_total(self.batch.cell(r, name), text)}

    def _first_of(self, row: int) -> int | None:
        """Where in ``rows`` begins what a row adds up; None where it adds up nothing."""
        stated = [(n, a) for n, a in enumerate(self.amounts) if a.filled[row]]
        positive = [(n, a) for n, a in stated if a.values[row] > 0]
        if len(positive) < (FEWEST if self._is_named(row) else 1):
            return None
        number, some = positive[0]
        sums = self.sums[number]
        near = _near(some, row) + sums[-1] * 1e-12
        low = bisect_left(sums, sums[-1] - some.values[row] - near)
        high = bisect_right(sums, sums[-1] - some.values[row] + near)
        for first in range(low, min(high, len(self.rows) - FEWEST + 1)):
            if all(
                abs(self.sums[n][-1] - self.sums[n][first] - a.values[row])
                <= _near(a, row) + self.sums[n][-1] * 1e-12
                for n, a in stated
            ) and self._adds_up(row, self.rows[first:], [a for _, a in stated]):
                return first
        return None

    def _is_named(self, row: int) -> bool:
        """Whether a row states all that only a project has."""
        places = [self.book.at[key] for key in NAMED]
        return all(p is not None and self.batch.filled(p)[row] for p in places)

    def _adds_up(self, row: int, rows: Sequence[int], stated: Sequence[_Amounts]) -> bool:
        """Whether the amounts of a row are, as typed, the sums of some rows, and its rates lie
        between theirs or are their sums."""
        for some in stated:
            try:
                parts = [self._exact(some, r) for r in rows if some.filled[r]]
                if not parts or not _is_sum(self._exact(some, row), parts):
                    return False
            except UnitError:
                return False
        for column in self.rates:
            numbers, units = self.batch.figures(column, self.book.heads[column].unit)
            if not numbers.filled[row]:
                continue
            here = [r for r in rows if numbers.filled[r] and units.codes[r] == units.codes[row]]
            values, value = numbers.values[here], numbers.values[row]
            if not len(values) or not (
                values.min() <= value <= values.max() or np.isclose(values.sum(), value)
            ):
                return False
        return True

    def _exact(self, some: _Amounts, row: int) -> tuple[Fraction, Fraction]:
        """An amount as it was typed, and half of its last digit, in the base of its unit."""
        text = self.batch.cell(row, some.column)
        amount = parse_quantity(self._with_unit(text, some.column), annual=True)
        digits = _BEHIND_POINT.search(text)
        half = Fraction(1, 2 * 10 ** (0 if digits is None else len(digits[1])))
        return amount.value * amount.unit.factor, half * amount.unit.factor

    def _with_unit(self, text: str, column: int) -> str:
        found = quantity_text(text, self.book.heads[column].unit)
        if isinstance(found, Problem):
            raise UnitError(found)
        return found


def _is_sum(total: tuple[Fraction, Fraction], parts: Sequence[tuple[Fraction, Fraction]]) -> bool:
    """Whether a total is the sum of its parts, but for what was rounded when they were typed.

    >>> one = Fraction(1, 20)
    >>> _is_sum((Fraction("57.2"), one), [(Fraction("28.3"), one), (Fraction("28.9"), one)])
    True
    """
    value, half = total
    moved = min(sum((h for _, h in parts), Fraction(0)), abs(value) * ROUNDED)
    return abs(sum((v for v, _ in parts), Fraction(0)) - value) <= half + moved
