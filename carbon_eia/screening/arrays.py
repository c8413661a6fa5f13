"""The kinds of arrays that stand in signatures, and columns of Arrow as one array."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Flags", "Floats", "Integers", "Rows", "in_one", "with_texts"]

Floats = NDArray[np.float64]
"""Figures; nan where there is none."""

Integers = NDArray[np.integer]
"""Codes, places or numbers of rows, in whatever width they need."""

Flags = NDArray[np.bool_]
"""Which rows are meant."""

Rows = slice | Integers | int
"""Rows of a batch: a run of them, the numbers of some, or the number of one."""


def in_one(column: pa.Array | pa.ChunkedArray) -> Any:
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
