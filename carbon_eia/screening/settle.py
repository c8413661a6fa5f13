"""What only the whole table tells: the rank of each row, and projects that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

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
    rows = np.flatnonzero(~np.isnan(gap))
    rank = np.zeros(len(gap), np.int64)
    rank[rows[_falling(gap[rows])]] = np.arange(1, len(rows) + 1)
    return rank


def _falling(values: Any) -> Any:
    """The order in which values fall; those that are the same stay in their order.

    Values of few decimals are sorted as whole numbers, by their halves of sixteen bits.
    """
    for scale in (10.0**n for n in (2, 4, 6)) if len(values) else ():
        whole = np.rint(values * scale)
        most = whole.max()
        if most - whole.min() < 2**32 and (whole / scale == values).all():
            below = (most - whole).astype(np.uint32)
            order = np.argsort(below.astype(np.uint16), kind="stable")
            upper = (below >> 16).astype(np.uint16)[order]
            return order[np.argsort(upper, kind="stable")]
    return np.argsort(-values, kind="stable")


def repeats(codes: Integers) -> dict[int, int]:
    """Each row whose code stands in an earlier row → that row.

    >>> repeats(np.array([7, 0, 9, 7, 0], np.uint64))
    {3: 0}
    """
    ordered = np.sort(codes)
    twice = np.unique(ordered[1:][(np.diff(ordered) == 0) & (ordered[1:] != 0)])
    found: dict[int, int] = {}
    if len(twice):
        first: dict[int, int] = {}
        rows = np.flatnonzero(np.isin(codes, twice))
        for row, code in zip(rows.tolist(), codes[rows].tolist(), strict=True):
            if first.setdefault(code, row) != row:
                found[row] = first[code]
    return found
