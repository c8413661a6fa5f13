"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.drawing.measure import text_width
from carbon_eia.report.document import Document, Paragraph, TableCell
from carbon_eia.report.docx.grids import Grid, GridRow

__all__ = ["column_widths"]

SIZE = 8.0
LEAST, MOST = 26.0, 170.0
"""Narrowest and widest a column asks to be, in points, where it has no width of its own."""


def column_widths(grid: Grid, room: int, document: Document) -> list[int]:
    """The columns in twentieths of a point, together as wide as the room.

    As the table says in percent; columns of which it says nothing share what is left by what
    their longest text would need.
    """
    count = max(1, *_reach(grid.rows))
    given = grid.widths if len(grid.widths) == count else (0.0,) * count
    left = max(100.0 - sum(given), 0.0)
    wanted = _wanted(grid, count, document)
    free = sum(w for w, g in zip(wanted, given, strict=True) if not g)
    shares = [g or left * w / free for g, w in zip(given, wanted, strict=True)]
    whole = sum(shares) or 1.0
    edges = [round(room * sum(shares[: i + 1]) / whole) for i in range(count)]
    return [b - a for a, b in zip([0, *edges], edges, strict=False)]


def _reach(rows: tuple[GridRow, ...]) -> Iterator[int]:
    """The columns of each row, those that are spanned from above among them."""
    spanned: list[int] = []
    for row in rows:
        yield sum(c.columns for c in row.cells) + len(spanned)
        spanned = [n - 1 for n in spanned if n > 1]
        spanned += [c.rows - 1 for c in row.cells for _ in range(c.columns) if c.rows > 1]


def _wanted(grid: Grid, count: int, document: Document) -> list[float]:
    """What the longest text of each column needs, within bounds; spanning cells do not count."""
    wanted = [LEAST] * count
    for row in grid.rows:
        if sum(c.columns for c in row.cells) != count:
            continue
        at = 0
        for cell in row.cells:
            if cell.columns == 1:
                needed = _needed(cell, row.strong or cell.head, document)
                wanted[at] = max(wanted[at], min(needed, MOST))
            at += cell.columns
    return wanted


def _needed(cell: TableCell, bold: bool, document: Document) -> float:
    texts = [document.plain(x.text) for x in cell.lines if isinstance(x, Paragraph)]
    return max((text_width(t, SIZE, bold) for t in texts), default=0.0) + 8
