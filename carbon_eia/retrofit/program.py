"""A small mixed-integer program and its solver HiGHS, which is imported when one is solved."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from math import inf
from typing import Any

from carbon_eia.errors import MachineError, Problem

__all__ = ["Line", "Program", "has_solver"]


def has_solver() -> bool:
    """Whether this machine has HiGHS (``carbon-eia[plan]``)."""
    return find_spec("highspy") is not None


class Line:
    """A linear expression: constant + Σ coefficient × column."""

    __slots__ = ("constant", "terms")

    def __init__(self, constant: float = 0.0, terms: Mapping[int, float] | None = None) -> None:
        self.constant = constant
        self.terms = dict(terms or {})

    def plus(self, other: Line, times: float = 1.0) -> Line:
        """This and a multiple of another."""
        found = Line(self.constant + times * other.constant, self.terms)
        for column, value in other.terms.items():
            found.terms[column] = found.terms.get(column, 0.0) + times * value
        return found

    def times(self, factor: float) -> Line:
        """A multiple of this."""
        return Line(0.0).plus(self, factor)


class Program:
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

    def row(self, low: float, line: Line, high: float) -> None:
        """low ≤ line ≤ high."""
        self.rows.append((low - line.constant, high - line.constant, line.terms))

    def at_most(self, line: Line, high: float) -> None:
        """line ≤ high."""
        self.row(-inf, line, high)

    def at_least(self, line: Line, low: float) -> None:
        """line ≥ low."""
        self.row(low, line, inf)

    def solve(self, least: Line) -> list[float] | None:
        """The columns where ``least`` is least, to the gap nought; None where there are none.

        One thread and one seed, so that the same program has the same answer every time.

        Raises MachineError CE-L020 without HiGHS.
        """
        highspy, lp = self._model(least)
        return self._run(highspy, lp)

    def search(self, least: Line, gap: float, nodes: int) -> tuple[list[float], bool]:
        """The best columns found, and whether none is better by more than the relative gap; the
        search ends after a number of nodes. Everything at its low end must be allowed.

        Raises MachineError CE-L020 without HiGHS.
        """
        highspy, lp = self._model(least)
        solver = _solver(highspy, lp, mip_rel_gap=gap, mip_max_nodes=nodes)
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return list(solver.getSolution().col_value), proven

    def duals(self, least: Line) -> list[float]:
        """What one more of the bound of each row changes ``least`` by, with no column whole.

        Raises MachineError CE-L020 without HiGHS.
        """
        highspy, lp = self._model(least)
        lp.integrality_ = [highspy.HighsVarType.kContinuous] * len(self.low)
        return list(_solver(highspy, lp).getSolution().row_dual)

    def _model(self, least: Line) -> tuple[Any, Any]:
        """HiGHS, and the program as its model."""
        try:
            import highspy
            import numpy as np
        except ImportError:
            raise MachineError(Problem("CE-L020")) from None
        cost = np.zeros(len(self.low))
        for column, value in least.terms.items():
            cost[column] = value
        starts, index, value_of = [0], [], []
        for _, _, terms in self.rows:
            for column, value in terms.items():
                if value:
                    index.append(column)
                    value_of.append(value)
            starts.append(len(index))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.low), len(self.rows)
        lp.col_cost_ = cost
        lp.col_lower_ = np.array(self.low, dtype=float)
        lp.col_upper_ = np.array(self.high, dtype=float)
        lp.row_lower_ = np.array([r[0] for r in self.rows], dtype=float)
        lp.row_upper_ = np.array([r[1] for r in self.rows], dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(value_of, dtype=float)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in self.whole]
        return highspy, lp

    def _run(self, highspy: Any, lp: Any) -> list[float] | None:
        solver = _solver(highspy, lp)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return list(solver.getSolution().col_value)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        # presolve may leave open whether a bounded program is infeasible: solve it without
        solver.setOptionValue("presolve", "off")
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return list(solver.getSolution().col_value)
        return None


def _solver(highspy: Any, lp: Any, **more: float) -> Any:
    """A model solved: one thread, one seed, no word on standard output."""
    # highspy.Highs adds call-backs that write a banner to standard output before it can be
    # silenced (1.16), where a Run in JSON may be going; the class below it does not.
    solver = highspy._core._Highs()
    # The tolerances stay as they come: with 1e-9 for integrality HiGHS 1.16 was seen to call
    # a point optimal that is not (tests/retrofit/test_against_brute_force.py found it).
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        **more,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    return solver
