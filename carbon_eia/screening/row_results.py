"""What is found of the rows of a batch: a verdict and figures for each, or its errors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from carbon_eia.errors import Problem
from carbon_eia.screening.arrays import Rows

__all__ = ["FIGURES", "HOW", "RowError", "Screened", "nothing"]

HOW = ("kernel", "exact", "alone", "error")
"""How a row was decided: with floats, with fractions, as a project of its own, or not at all."""

FIGURES = ("total", "intensity", "admission", "advanced", "gap")


class RowError(NamedTuple):
    """One thing that is wrong: number of the row, head of the column, cell, problem."""

    row: int
    column: str
    value: str
    problem: Problem


class Screened(NamedTuple):
    """What was found of a batch: arrays with an entry for each row.

    ``outcome`` and ``unit`` are indices into the screener's lists (−1: none); ``how`` into ``HOW``.
    ``warnings``: of a row with implausible figures, what is said of them in each language.
    """

    outcome: Any
    unit: Any
    how: Any
    figures: dict[str, Any]
    sector: Any
    errors: list[RowError]
    warnings: dict[int, tuple[str, ...]]

    def clear(self, rows: Rows | list[int]) -> None:
        """Take back what was found of some rows."""
        self.outcome[rows] = self.unit[rows] = -1
        self.how[rows] = HOW.index("error")
        for figure in self.figures.values():
            figure[rows] = np.nan


def nothing(rows: int) -> Screened:
    """Results of which nothing is found yet."""
    return Screened(
        np.full(rows, -1, np.int32),
        np.full(rows, -1, np.int32),
        np.full(rows, HOW.index("error"), np.int8),
        {name: np.full(rows, np.nan) for name in FIGURES},
        np.full(rows, -1, np.int32),
        [],
        {},
    )
