"""What only the whole table tells: the rank of each row, and projects that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.screening.arrays import Floats, Integers
from carbon_eia.screening.csvfile import Piece
from carbon_eia.screening.parts import Held
from carbon_eia.screening.summary import Tally

__all__ = ["settled"]

NAMED = 6
"""How many rows are named that are like one."""


def settled(
    parts: Held, pieces: Sequence[Piece], tally: Tally
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The results and errors of each piece, ranked, with repeated projects as errors.

    Rows without a code that are alike in every cell keep their verdicts, and each names the others.
    """
    codes, gaps, rows = [], [], []
    for piece in pieces:
        table = parts.get(piece.number, "codes")
        codes.append(np.asarray(table["code"]))
        gaps.append(np.asarray(table["gap"].fill_null(float("nan"))))
        rows.append(np.asarray(table["row"]))
        tally.blank += int(table.schema.metadata[b"blank"])
    numbers = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    keys = np.concatenate(codes) if codes else np.zeros(0, np.uint64)
    again = repeats(keys)
    same = {row: before for row, before in again.items() if keys[row] & np.uint64(1)}
    alike = _others({row: before for row, before in again.items() if row not in same}, numbers)
    repeated = {row: int(numbers[before]) for row, before in same.items()}
    gap = np.concatenate(gaps) if gaps else np.zeros(0)
    gap[list(same)] = float(
        "nan"
    )  # a project that stands twice is an error, and errors have no rank
    rank = ranks(gap)
    about = tally.summary().about(tally.lang)
    at = 0
    for piece in pieces:
        results = parts.get(piece.number, "results")
        errors = parts.get(piece.number, "errors")
        count = results.num_rows
        results, errors = tally.settle(results, errors, rank[at : at + count], repeated, at, alike)
        yield results.replace_schema_metadata(about), errors
        at += count


def _others(alike: Mapping[int, int], numbers: Any) -> dict[int, list[int]]:
    """Each row that has its like, by its place → the numbers of the others, the first few."""
    groups: dict[int, list[int]] = {}
    for row, first in alike.items():
        groups.setdefault(first, [first]).append(row)
    return {
        row: [int(numbers[r]) for r in group[: NAMED + 1] if r != row][:NAMED]
        for group in groups.values()
        for row in group
    }


def ranks(gap: Floats) -> Integers:
    """1 for the row that is farthest above its admission value; 0 for one that has no gap.

    >>> ranks(np.array([1.0, float("nan"), 5.0, -2.0])).tolist()
    [2, 0, 1, 3]
    """
    known = pa.array(gap, from_pandas=True)
    rank = np.asarray(pc.rank(known, "descending", tiebreaker="first")).astype(np.int64)
    return np.where(known.is_valid(), rank, 0)


def repeats(codes: Integers) -> dict[int, int]:
    """Each row whose code stands in an earlier row → that row.

    >>> repeats(np.array([7, 0, 9, 7, 0], np.uint64))
    {3: 0}
    """
    again = pd.Series(codes).duplicated().to_numpy() & (codes != 0)
    rows = np.flatnonzero(np.isin(codes, codes[again])).tolist()
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(int(codes[row]), row)
    return {row: first[int(codes[row])] for row in rows if again[row]}
