"""Grids as tables of a Word document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from carbon_eia.report.document import FactList, Paragraph, TableCell
from carbon_eia.report.docx.grids import NOTHING, Grid, GridRow, facts_grid
from carbon_eia.report.docx.lines import runs_of
from carbon_eia.report.docx.markup import add, element
from carbon_eia.report.docx.paragraphs import ParagraphWriter, kind_of, paragraph
from carbon_eia.report.docx.styles import TABLE, TEXT_WIDTH
from carbon_eia.report.docx.widths import column_widths

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["table"]

ALIGN = {"num": "right", "mid": "center"}

FIGURE_SIZE = 8.0
"""Size of the figures of a table, in points: what room in em is measured in."""

MARGINS = 140
"""What a cell keeps free on its left and right, in twentieths of a point."""

SHADE = "F1F3F6"

Spanned = dict[int, tuple[int, int]]
"""Column → rows still spanned from above, and over how many columns."""


def table(grid: Grid, writer: ParagraphWriter, room: int = TEXT_WIDTH) -> BaseOxmlElement:
    """A table as wide as its room, in twentieths of a point."""
    widths = column_widths(grid, room, writer.document)
    made = OxmlElement("w:tbl")
    shape = add(made, "w:tblPr")
    if grid.ruled:
        add(shape, "w:tblStyle", val=TABLE)
    add(shape, "w:tblW", w=str(sum(widths)), type="dxa")
    add(shape, "w:tblLayout", type="fixed")
    head = grid.rows[0].head
    look = "0620" if head else "0600"  # the head, and no bands
    add(shape, "w:tblLook", val=look, firstRow=str(int(head)), noHBand="1", noVBand="1")
    columns = add(made, "w:tblGrid")
    for width in widths:
        add(columns, "w:gridCol", w=str(width))
    spanned: Spanned = {}
    for i, row in enumerate(grid.rows):
        made.append(_row(row, widths, spanned, i + 1 < len(grid.rows), writer))
    return made


def _row(
    row: GridRow, widths: Sequence[int], spanned: Spanned, more: bool, writer: ParagraphWriter
) -> BaseOxmlElement:
    """A row; ``more``: rows follow, with which a head stays."""
    made = OxmlElement("w:tr")
    shape = add(made, "w:trPr")
    add(shape, "w:cantSplit")
    if row.head:
        add(shape, "w:tblHeader")
    cells, anchors, at = iter(row.cells), row.anchors, 0
    while at < len(widths):
        if at in spanned:
            rows, columns = spanned.pop(at)
            if rows > 1:
                spanned[at] = (rows - 1, columns)
            made.append(_covered(sum(widths[at : at + columns]), columns))
        else:
            cell = next(cells, NOTHING)
            columns = min(cell.columns, len(widths) - at)
            if cell.rows > 1:
                spanned[at] = (cell.rows - 1, columns)
            width = sum(widths[at : at + columns])
            held = _shape(width, columns, "restart" if cell.rows > 1 else "", row.group)
            held.extend(_lines(cell, row, width, anchors, more, writer))
            made.append(held)
            anchors = ()
        at += columns
    return made


def _shape(width: int, columns: int, merge: str = "", shaded: bool = False) -> BaseOxmlElement:
    """A cell without its lines."""
    made = OxmlElement("w:tc")
    shape = add(made, "w:tcPr")
    add(shape, "w:tcW", w=str(width), type="dxa")
    if columns > 1:
        add(shape, "w:gridSpan", val=str(columns))
    if merge:
        add(shape, "w:vMerge", val=merge)
    if shaded:
        add(shape, "w:shd", val="clear", color="auto", fill=SHADE)
    return made


def _covered(width: int, columns: int) -> BaseOxmlElement:
    """A cell under one that spans rows."""
    made = _shape(width, columns, "continue")
    made.append(paragraph("cell"))
    return made


def _lines(
    cell: TableCell,
    row: GridRow,
    width: int,
    anchors: Iterable[str],
    more: bool,
    writer: ParagraphWriter,
) -> list[BaseOxmlElement]:
    """The lines of a cell; it ends with a paragraph, as every cell must."""
    first = cell.lines[0] if cell.lines else None
    small = isinstance(first, Paragraph) and first.look == "sub"
    plain = "cell-head" if cell.head or row.strong else "cell"
    made = []
    for x in cell.lines:
        if isinstance(x, FactList) and x.rows:
            made.append(table(facts_grid(x), writer, width - MARGINS))
        elif isinstance(x, Paragraph) and (runs := runs_of(writer.document, x.text, x.look)):
            kind = kind_of(x.look, "note" if small else plain)
            made.append(writer.of_runs(kind, runs, anchors, in_table=True))
            anchors = ()
    if not made or made[-1].tag != qn("w:p"):
        made.append(writer.of_runs("cell" if made else plain, (), anchors))
    for one in made:
        if one.tag == qn("w:p"):
            _align(one, cell, keep=(row.head or row.group) and more)
    return made


def _align(made: BaseOxmlElement, cell: TableCell, keep: bool) -> None:
    """Right and in line on the decimal point, or centred; heads stay with the row below."""
    shape = made.find(qn("w:pPr"))
    if keep:
        shape.insert(1, element("w:keepNext"))
    if room := float(cell.room or 0):
        add(shape, "w:ind", right=str(round(room * FIGURE_SIZE * 20)))
    if cell.align in ALIGN:
        add(shape, "w:jc", val=ALIGN[cell.align])
