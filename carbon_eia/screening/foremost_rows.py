"""What one page can hold of results that come part by part: counts of all rows, the foremost rows.

Memory is bounded by the page, not by the table.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["EDGES", "MOST_ROWS", "ForemostRows"]

MOST_ROWS = 1_000
"""Rows that a phone still shows without delay; whoever needs all of them writes a table."""

EDGES = np.linspace(-100.0, 100.0, 21)
"""Bounds of the classes of the gap, in percent; a class holds its upper bound, because equal
passes. What lies beyond either end is a class too."""


class ForemostRows:
    """The rows that are farthest above their admission value, and counts over all rows.

    ``gaps``: verdict → number of rows in each class of the gap. Rows that have no gap follow, in
    their order, where the page has room; so do errors.
    """

    def __init__(self, most: int = MOST_ROWS) -> None:
        self.most = most
        self.rows = 0
        self.errors = 0
        self.gaps: dict[str, Any] = {}
        self._ranked: list[Any] = []
        self._others: list[Any] = []
        self._errors: list[Any] = []

    def add(self, results: pa.Table, errors: pa.Table) -> None:
        """Add a part: results with their rank over the whole table, and errors."""
        rank = results["rank"]
        self._ranked.append(results.filter(pc.less_equal(rank, self.most)))
        room = self.most - sum(t.num_rows for t in self._others)
        self._others.append(results.filter(pc.is_null(rank)).slice(0, room))
        self._errors.append(errors.slice(0, max(0, self.most - self.errors)))
        self.rows += results.num_rows
        self.errors += errors.num_rows
        self._count(results)

    def _count(self, results: Any) -> None:
        has = results.filter(pc.is_valid(results["gap_percent"]))
        verdicts = has["verdict"].to_numpy()
        classes = np.digitize(has["gap_percent"].to_numpy(), EDGES, right=True)
        for verdict in np.unique(verdicts):
            found = np.bincount(classes[verdicts == verdict], minlength=len(EDGES) + 1)
            self.gaps[verdict] = self.gaps.get(verdict, 0) + found

    def foremost(self) -> pa.Table:
        """The rows of the page: by rank, then those without, at most ``most``."""
        ranked = pa.concat_tables(self._ranked)
        others = pa.concat_tables(self._others).sort_by("row")
        return pa.concat_tables([ranked.sort_by("rank"), others]).slice(0, self.most)

    def first_errors(self) -> pa.Table:
        """The first errors, at most ``most``."""
        return pa.concat_tables(self._errors)
