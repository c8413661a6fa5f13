"""A table with a list of sources in each row, as the wide table that says the same.

Each kind of source (its name, method and other texts) becomes columns of its own, one for each
figure; a figure is a text with its unit, or a number with its unit in ``<key>_unit`` (``unit`` for
the amount).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.errors import Place, Problem
from carbon_eia.project import fields
from carbon_eia.reference import methods
from carbon_eia.screening.arrays import combinations
from carbon_eia.screening.column_heads import ColumnHead, ColumnTarget, SourceKind
from carbon_eia.screening.csvfile import MAX_HEADS, too_many_heads

__all__ = ["is_nested", "widened"]

SOURCES = ("sources", "排放源")
KIND = ("name", "method", "material", "item", "gas", "supply", "direction", "account")
"""Fields of a source that tell what it is."""


def is_nested(schema: pa.Schema) -> str | None:
    """The name of the column that holds lists of sources, if there is one."""
    for name in SOURCES:
        kind = schema.field(name).type if name in schema.names else pa.null()
        if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
            return name
    return None


def widened(table: pa.Table, column: str) -> tuple[list[ColumnHead | str], pa.Table]:
    """The heads and cells of the wide table."""
    place = table.column_names.index(column)
    lists = table.column(place).combine_chunks()
    if isinstance(lists, pa.ChunkedArray):
        lists = pa.concat_arrays(lists.chunks)
    plain = table.remove_column(place)
    heads: list[ColumnHead | str] = list(plain.column_names)
    columns = list(plain.columns)
    parents = np.asarray(pc.list_parent_indices(lists))
    inner = pc.list_flatten(lists)
    texts = {f.name: _texts(inner.field(i)) for i, f in enumerate(inner.type)}
    kinds = [k for k in KIND if k in texts]
    if not len(inner):
        return heads, plain
    codes, _ = combinations([_coded(texts[k]) for k in kinds], len(inner))
    # the n-th source of one kind in a row is a column of its own: a repeated source is told there
    kinds_told = np.unique(codes)
    if len(heads) + len(kinds_told) > MAX_HEADS:
        raise too_many_heads(Place(key=column), len(heads) + len(kinds_told))
    for code in kinds_told:
        rows = np.flatnonzero(codes == code)
        given = {k: texts[k][int(rows[0])].as_py() or "" for k in kinds}
        for head, cells in _columns(given, texts, rows):
            heads.append(head)
            columns.append(_spread(cells, parents[rows], table.num_rows))
    return heads, pa.Table.from_arrays(columns, names=[str(i) for i in range(len(columns))])


def _texts(array: Any) -> Any:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(pa.string()) if not pa.types.is_nested(array.type) else array


def _columns(
    given: dict[str, str], texts: dict[str, Any], rows: Any
) -> list[tuple[ColumnHead, Any]]:
    method = given.get("method", "")
    name = given.get("name") or method
    known = {**fields("sources"), **(fields(method) if method in methods() else {})}
    kind = SourceKind(method, {k: v for k, v in given.items() if k not in ("name", "method") and v})
    found = []
    for key, array in texts.items():
        if key in KIND or key == "unit" or key.endswith("_unit"):
            continue
        cells = array.take(pa.array(rows))
        if cells.null_count == len(cells):
            continue
        unit = texts.get("unit" if key == "amount" else f"{key}_unit")
        if unit is not None:
            joined = pc.binary_join_element_wise(
                cells, unit.take(pa.array(rows)).fill_null(""), " "
            )
            cells = joined
        text = f"{name} {key}"
        target: ColumnTarget | Problem
        if method not in methods():
            params: dict[str, object] = {
                "key": "method",
                "value": method,
                "choices": "、".join(methods()),
            }
            target = Problem("CE-P005", params=params)
        elif key not in known:
            meant = "、".join(known)
            target = Problem("CE-P002", params={"key": key, "found": key, "meant": meant})
        else:
            target = ColumnTarget("sources", key, known[key], name, kind)
        found.append((ColumnHead(text, text, "", target), cells))
    return found


def _spread(cells: Any, parents: Any, size: int) -> Any:
    """Cells at the rows of their projects; blank elsewhere."""
    index = np.full(size, -1, np.int64)
    index[parents] = np.arange(len(parents))
    return cells.take(pa.array(index, mask=index < 0))


def _coded(texts: Any) -> Any:
    """The code of each text, −1 for none."""
    return np.asarray(pc.dictionary_encode(texts).indices.fill_null(-1))
