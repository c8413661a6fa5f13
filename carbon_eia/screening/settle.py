"""What only the whole table tells: the rank of each row, and projects that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from carbon_eia.screening.csvfile import Piece
from carbon_eia.screening.parts import Held
from carbon_eia.screening.summary import Tally

__all__ = ["settled"]


def settled(parts: Held, pieces: Sequence[Piece], tally: Tally) -> Iterator[tuple[Any, Any]]:
    """The results and errors of each piece, ranked, with repeated projects as errors."""
    codes, gaps, rows = [], [], []
    for piece in pieces:
        table = parts.get(piece.number, "codes")
        codes.append(np.asarray(table["code"]))
        gaps.append(np.asarray(table["gap"].fill_null(float("nan"))))
        rows.append(np.asarray(table["row"]))
        tally.blank += int(table.schema.metadata[b"blank"])
    numbers = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    same = repeats(np.concatenate(codes) if codes else np.zeros(0, np.uint64))
    repeated = {row: int(numbers[before]) for row, before in same.items()}
    gap = np.concatenate(gaps) if gaps else np.zeros(0)
    gap[list(same)] = float(
        "nan"
    )  # a project that stands twice is an error, and errors have no rank
    rank = ranks(gap)
    at = 0
    for piece in pieces:
        results = parts.get(piece.number, "results")
        errors = parts.get(piece.number, "errors")
        count = results.num_rows
        yield tally.settle(results, errors, rank[at : at + count], repeated, at)
        at += count


def ranks(gap: Any) -> Any:
    """1 for the row that is farthest above its admission value; 0 for one that has no gap.

    >>> ranks(np.array([1.0, float("nan"), 5.0, -2.0])).tolist()
    [2, 0, 1, 3]
    """
    order = np.argsort(-gap, kind="stable")  # what is no number comes last
    rank = np.zeros(len(gap), np.int64)
    count = int(np.count_nonzero(~np.isnan(gap)))
    rank[order[:count]] = np.arange(1, count + 1)
    return rank


def repeats(codes: Any) -> dict[int, int]:
    """Each row whose code stands in an earlier row → that row.

    >>> repeats(np.array([7, 0, 9, 7, 0], np.uint64))
    {3: 0}
    """
    order = np.argsort(codes, kind="stable")
    same = np.flatnonzero((np.diff(codes[order]) == 0) & (codes[order][1:] != 0)) + 1
    found: dict[int, int] = {}
    for i in same.tolist():
        row, before = int(order[i]), int(order[i - 1])
        found[row] = found.get(before, before)
    return dict(sorted(found.items()))
