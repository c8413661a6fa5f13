"""The kinds of arrays that stand in signatures, and what the library lacks for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = [
    "Flags",
    "Floats",
    "Integers",
    "Rows",
    "combinations",
    "in_one",
    "replaced",
    "with_texts",
]

Floats = NDArray[np.float64]
"""Figures; nan where there is none."""

Integers = NDArray[np.integer]
"""Codes, places or numbers of rows, in whatever width they need."""

Flags = NDArray[np.bool_]
"""Which rows are meant."""

Rows = slice | Integers | int
"""Rows of a batch: a run of them, the numbers of some, or the number of one."""


def in_one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as one array, whose dictionary, if it has one, is one too."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    chunks = column.unify_dictionaries().chunks
    return pa.concat_arrays(chunks) if chunks else pa.array([], column.type)


def with_texts(table: pa.Table) -> pa.Table:
    """The table with texts in place of codes, so that its bytes do not depend on the way here."""
    kinds = [f.type for f in table.schema]
    plain = [k.value_type if pa.types.is_dictionary(k) else k for k in kinds]
    fields = zip(table.column_names, plain, strict=True)
    return table.cast(pa.schema(fields, table.schema.metadata)).combine_chunks()


def replaced(table: pa.Table, **columns: pa.Array) -> pa.Table:
    """The table with other columns in the place of some."""
    for name, column in columns.items():
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def combinations(codes: Sequence[Integers | int], rows: int) -> tuple[Integers, Integers]:
    """The number of the combination of codes that each row has, and the first row of each number.

    Codes are −1 or more; one that is the same for all rows may stand for them.

    >>> number, first = combinations([np.array([1, -1, 1]), 7], 3)
    >>> number.tolist(), first.tolist()
    ([0, 1, 0], [0, 1])
    """
    key: Integers = np.zeros(rows, np.int64)
    span = 1
    for code in codes:
        if isinstance(code, int | np.integer) or not rows:
            continue
        width = int(code.max()) + 2
        if span * width > 2**62:
            key, span = _numbered(key), rows
        key = key * width + code + 1
        span *= width
    number = _numbered(key)
    return number, np.flatnonzero(np.diff(np.maximum.accumulate(number), prepend=-1))


def _numbered(key: Integers) -> Integers:
    """Keys as numbers from 0 on, in the order in which they are first met."""
    return np.asarray(pa.array(key, pa.int64()).dictionary_encode().indices).astype(np.int64)
