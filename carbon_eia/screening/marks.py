"""What is known of a cell beside its text: why it cannot be read as a figure of its row.

Whether that matters may depend on what the column means in the row's sector: one value merged over
rows is each row's own where it is a text or a parameter, and nobody's where it is an amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from carbon_eia.errors import Problem
from carbon_eia.screening.column_heads import ColumnTarget

__all__ = ["ALWAYS", "AMOUNT", "NUMBER", "CellMark", "CellMarks"]

ALWAYS, AMOUNT, NUMBER = "always", "amount", "number"
"""Where a mark holds: in any column that is read; where the column is an amount that rows cannot
share; where a number is expected."""


class CellMark(NamedTuple):
    """A problem of a cell, and in which columns it is one."""

    problem: Problem
    where: str = ALWAYS

    def holds(self, target: ColumnTarget) -> bool:
        """Whether it is a problem in a column of this meaning."""
        if target.section == "row":
            return self.where == ALWAYS and target.key != "ignored"
        kind = None if target.field is None else target.field.type
        if self.where == NUMBER:
            return kind in (None, "quantity", "annual", "integer")
        if self.where == AMOUNT:
            shared = target.section == "city"
            return kind in (None, "annual") and not shared
        return True


CellMarks = Mapping[int, Mapping[int, CellMark]]
"""Number of a row → column → mark."""
