"""A small mixed-integer program, solved by SciPy's HiGHS, which is imported when one is solved."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from math import inf
from typing import Any

__all__ = ["LinearExpression", "MixedIntegerProgram"]


OPTIMAL, INFEASIBLE = 0, 2
"""Statuses of ``scipy.optimize.milp``."""


class LinearExpression:
    """A linear expression: constant + Σ coefficient × column."""

    __slots__ = ("constant", "terms")

    def __init__(self, constant: float = 0.0, terms: Mapping[int, float] | None = None) -> None:
        self.constant = constant
        self.terms = dict(terms or {})

    def plus(self, other: LinearExpression, times: float = 1.0) -> LinearExpression:
        """This and a multiple of another."""
        found = LinearExpression(self.constant + times * other.constant, self.terms)
        for column, value in other.terms.items():
            found.terms[column] = found.terms.get(column, 0.0) + times * value
        return found

    def times(self, factor: float) -> LinearExpression:
        """A multiple of this."""
        return LinearExpression(0.0).plus(self, factor)


class MixedIntegerProgram:
    """Columns with bounds, and rows; solved as often as rows are added."""

    def __init__(self) -> None:
        self.low: list[float] = []
        self.high: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[float, float, dict[int, float]]] = []

    def column(self, low: float, high: float, whole: bool = False) -> int:
        """A new column; gives its number."""
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    def row(self, low: float, line: LinearExpression, high: float) -> None:
        """low ≤ line ≤ high."""
        self.rows.append((low - line.constant, high - line.constant, line.terms))

    def at_most(self, line: LinearExpression, high: float) -> None:
        """line ≤ high."""
        self.row(-inf, line, high)

    def at_least(self, line: LinearExpression, low: float) -> None:
        """line ≥ low."""
        self.row(low, line, inf)

    def solve(self, least: LinearExpression) -> list[float] | None:
        """The columns where ``least`` is least, to the gap nought; None where there are none."""
        best = self._minimum(least, mip_rel_gap=0.0)
        if best.status not in (OPTIMAL, INFEASIBLE):
            # presolve may leave open whether a bounded program is infeasible: solve it without
            best = self._minimum(least, mip_rel_gap=0.0, presolve=False)
        return list(best.x) if best.status == OPTIMAL else None

    def search(self, least: LinearExpression, gap: float, nodes: int) -> tuple[list[float], bool]:
        """The best columns found, and whether none is better by more than the relative gap; the
        search ends after a number of nodes. Everything at its low end must be allowed.
        """
        best = self._minimum(least, mip_rel_gap=gap, node_limit=nodes)
        columns = self.low if best.x is None else best.x
        return list(columns), best.status == OPTIMAL

    def duals(self, least: LinearExpression) -> list[float]:
        """What one more of the bound of each row changes ``least`` by, with no column whole."""
        import numpy as np
        from scipy.optimize import linprog

        matrix, low, high = self._rows()
        above, below = np.isfinite(high), np.isfinite(low)
        solved = linprog(
            self._costs(least),
            A_ub=np.vstack((matrix[above], -matrix[below])),
            b_ub=np.concatenate((high[above], -low[below])),
            bounds=list(zip(self.low, self.high, strict=True)),
            method="highs",
        )
        prices = np.zeros(len(self.rows))
        changes = solved.ineqlin.marginals
        prices[above] += changes[: above.sum()]
        prices[below] -= changes[above.sum() :]
        return list(prices)

    def _minimum(self, least: LinearExpression, **options: Any) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows = [LinearConstraint(*self._rows())] if self.rows else []
        with warnings.catch_warnings():
            # SciPy hands options that are not its own on to HiGHS, and warns of it
            warnings.filterwarnings("ignore", "Unrecognized options", RuntimeWarning)
            return milp(
                self._costs(least),
                integrality=[int(w) for w in self.whole],
                bounds=Bounds(self.low, self.high),
                constraints=rows,
                options={"mip_abs_gap": 0.0, **options},
            )

    def _costs(self, least: LinearExpression) -> Any:
        import numpy as np

        costs = np.zeros(len(self.low))
        for column, value in least.terms.items():
            costs[column] = value
        return costs

    def _rows(self) -> tuple[Any, Any, Any]:
        """Matrix, lower and upper bounds of the rows."""
        import numpy as np

        matrix = np.zeros((len(self.rows), len(self.low)))
        for number, (_, _, terms) in enumerate(self.rows):
            for column, value in terms.items():
                matrix[number, column] = value
        return matrix, np.array([r[0] for r in self.rows]), np.array([r[1] for r in self.rows])
