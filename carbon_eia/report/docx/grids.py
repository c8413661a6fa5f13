"""Tables as Word has them: rows of cells, widths, heads.

A table of a document is one; so are labels beside facts, and key figures beside one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from carbon_eia.report.document import (
    Body,
    Fact,
    FactList,
    KeyFigure,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    TextSpan,
)

__all__ = ["Grid", "GridRow", "facts_grid", "figures_grid", "table_grid"]

LABEL_WIDTHS = (22.0, 78.0)
FACT_WIDTHS = (14.0, 36.0, 14.0, 36.0)
"""Short facts stand in two columns, as in print."""

STRONG = ("group", "sum")
"""Rows that are as strong as a head."""

NOTHING = TableCell(())


class GridRow(NamedTuple):
    """A row; rows of the head are repeated on every page, groups are shaded."""

    cells: tuple[TableCell, ...]
    head: bool = False
    group: bool = False
    strong: bool = False
    anchors: tuple[str, ...] = ()


class Grid(NamedTuple):
    """A table; ``widths`` in percent, 0 where a column is as wide as it needs to be."""

    rows: tuple[GridRow, ...]
    widths: tuple[float, ...]
    ruled: bool = False


def table_grid(table: Table) -> Grid:
    """A table of a document, its heads first."""
    heads = [_heads(table.columns)] if table.has_head else []
    rows = (row for body in table.bodies for row in _rows(body))
    return Grid((*heads, *rows), tuple(c.width for c in table.columns), ruled=True)


def _heads(columns: tuple[TableColumn, ...]) -> GridRow:
    return GridRow(tuple(_head(c) for c in columns), head=True, strong=True)


def _head(column: TableColumn) -> TableCell:
    below = (Paragraph((column.sub,), "sub"),) if column.sub else ()
    return TableCell((Paragraph((column.head, column.unit)), *below), column.align, head=True)


def _rows(body: Body) -> Iterator[GridRow]:
    for i, row in enumerate(body.rows):
        anchors = tuple(a for a in ("" if i else body.anchor, row.anchor) if a)
        yield _row(row, anchors)


def _row(row: TableRow, anchors: tuple[str, ...]) -> GridRow:
    return GridRow(row.cells, group=row.look == "group", strong=row.look in STRONG, anchors=anchors)


def facts_grid(facts: FactList) -> Grid:
    """Labels and facts: two to a line where they are short, else one below the other.

    >>> facts = (Fact("煤", ("1 t",)), Fact("电", ("2 MWh",)), Fact("注", ("长",), wide=True))
    >>> [[c.columns for c in row.cells] for row in facts_grid(FactList(facts)).rows]
    [[1, 1, 1, 1], [1, 3]]
    """
    if facts.look != "facts":
        return Grid(tuple(GridRow(_pair(fact)) for fact in facts.rows), LABEL_WIDTHS)
    rows: list[tuple[TableCell, ...]] = []
    for fact in facts.rows:
        if not fact.wide and rows and _width(rows[-1]) == 2:
            rows[-1] += _pair(fact)
        else:
            rows.append(_pair(fact, 3 if fact.wide else 1))
    filled = (row if _width(row) == 4 else (*row, NOTHING, NOTHING) for row in rows)
    return Grid(tuple(GridRow(row) for row in filled), FACT_WIDTHS)


def _pair(fact: Fact, columns: int = 1) -> tuple[TableCell, TableCell]:
    label = TableCell((Paragraph((fact.label,)),), head=True)
    return label, TableCell((Paragraph(fact.text),), columns=columns)


def _width(cells: tuple[TableCell, ...]) -> int:
    return sum(cell.columns for cell in cells)


def figures_grid(figures: tuple[KeyFigure, ...]) -> Grid:
    """Key figures beside one another: what each is, its value, a note."""
    row = GridRow(tuple(_figure(figure) for figure in figures))
    return Grid((row,), (100 / len(figures),) * len(figures))


def _figure(figure: KeyFigure) -> TableCell:
    value = (TextSpan(figure.value, "number"), f" {figure.unit}")
    lines = (((figure.label,), "note"), (value, "value"), ((figure.note,), "note"))
    return TableCell(tuple(Paragraph(text, look) for text, look in lines))
