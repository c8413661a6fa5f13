"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.drawing.measure import text_width
from carbon_eia.report.docx.blocks import Cell, Paragraph, Table

__all__ = ["column_widths"]

SIZE = 8.0
LEAST, MOST = 26.0, 170.0
"""Narrowest and widest a column asks to be, in points, where the template says nothing."""


def column_widths(table: Table, room: int) -> list[int]:
    """The columns in twentieths of a point, together as wide as the room.

    As the template says in percent; columns of which it says nothing share what is left by what
    their longest text would need.
    """
    count = max(sum(c.columns for c in row.cells) for row in table.rows)
    count = max(count, *(_reach(table)), 1)
    given = table.widths if len(table.widths) == count else [None] * count
    left = max(100.0 - sum(w for w in given if w is not None), 0.0)
    wanted = _wanted(table, count)
    free = sum(w for w, g in zip(wanted, given, strict=True) if g is None)
    shares = [g if g is not None else left * w / free for g, w in zip(given, wanted, strict=True)]
    whole = sum(shares) or 1.0
    edges = [round(room * sum(shares[: i + 1]) / whole) for i in range(count)]
    return [b - a for a, b in zip([0, *edges], edges, strict=False)]


def _reach(table: Table) -> Iterator[int]:
    """The columns of each row, those that are spanned from above among them."""
    held: list[int] = []
    for row in table.rows:
        yield sum(c.columns for c in row.cells) + len(held)
        held = [n - 1 for n in held if n > 1]
        held += [c.rows - 1 for c in row.cells for _ in range(c.columns) if c.rows > 1]


def _wanted(table: Table, count: int) -> list[float]:
    """What the longest text of each column needs, within bounds; spanning cells do not count."""
    found = [LEAST] * count
    for row in table.rows:
        if sum(c.columns for c in row.cells) != count:
            continue
        at = 0
        for cell in row.cells:
            if cell.columns == 1:
                found[at] = max(found[at], min(_needed(cell), MOST))
            at += cell.columns
    return found


def _needed(cell: Cell) -> float:
    texts = [b.text for b in cell.blocks if isinstance(b, Paragraph)]
    return max((text_width(t, SIZE, cell.head) for t in texts), default=0.0) + 8
