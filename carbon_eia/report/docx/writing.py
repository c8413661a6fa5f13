"""Blocks as the body of a Word document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from carbon_eia.report.docx.blocks import (
    Block,
    Cell,
    Contents,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Span,
    Table,
)
from carbon_eia.report.docx.markup import add, drawing, element, field_parts, run
from carbon_eia.report.docx.styles import STYLES, TABLE, TEXT_WIDTH, style_of
from carbon_eia.report.docx.widths import column_widths

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["Writer"]

CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'

GAP = "16"
"""Room after a character where thousands are set apart, in twentieths of a point."""

FIGURE_SIZE = 8.0
"""Size of the figures of a table, in points: what room in em is measured in."""

_NUMBER = re.compile(r"^(.*?)(\d+)$", re.DOTALL)
_NAME = re.compile(r"[^A-Za-z0-9_]")


class Writer:
    """Writes blocks below one another; knows every bookmark, list and caption of the document."""

    def __init__(
        self,
        body: BaseOxmlElement,
        links: set[str],
        pictures: Sequence[tuple[tuple[float, float], str, str]],
    ) -> None:
        self.body = body
        self.links = links
        self.pictures = pictures
        self.lists: dict[int, bool] = {}
        self.names: dict[str, str] = {}
        self.marked: set[str] = set()
        self.counted: dict[str, int] = {}
        self.breaks = False

    def write(self, blocks: Iterable[Block]) -> None:
        """The blocks, in order, in front of what ends the body."""
        last = self.body[-1] if len(self.body) and self.body[-1].tag == qn("w:sectPr") else None
        before: Block | None = None
        for block in blocks:
            if isinstance(block, PageBreak):
                self.breaks = True
                continue
            if isinstance(block, Table) and isinstance(before, Table):
                self._put(_empty(), last)  # two tables that touch would be one
            for made in self._block(block):
                if isinstance(block, Paragraph) and isinstance(before, Table):
                    _apart(made)
                self._put(made, last)
            before = block

    def _put(self, made: BaseOxmlElement, last: BaseOxmlElement | None) -> None:
        if last is None:
            self.body.append(made)
        else:
            last.addprevious(made)

    def _block(self, block: Block) -> list[BaseOxmlElement]:
        if isinstance(block, Paragraph):
            return [self.paragraph(block)]
        if isinstance(block, Table):
            return [self._table(block), *([_empty()] if block.plain else [])]
        if isinstance(block, Picture):
            return [self._picture(block)]
        return self._contents(block) if isinstance(block, Contents) else []

    # --- paragraphs

    def paragraph(
        self, block: Paragraph, in_table: bool = False, head: bool = False
    ) -> BaseOxmlElement:
        """A paragraph in the style of its kind, with its bookmarks, fields and links."""
        made = OxmlElement("w:p")
        shape = add(made, "w:pPr")
        style = style_of(block.kind, in_table)
        if head and style == "Table Text":
            style = "Table Head"
        if block.kind == "item" and block.ordered:
            style = STYLES["item-number"].name
        add(shape, "w:pStyle", val=_style_id(style))
        if self.breaks and not in_table:
            add(shape, "w:pageBreakBefore")
            self.breaks = False
        if block.kind == "item":
            self.lists[block.list_number] = block.ordered
            number = add(shape, "w:numPr")
            add(number, "w:ilvl", val=str(min(block.depth, 8)))
            add(number, "w:numId", val=str(block.list_number))
        if block.kind == "tabbed":
            add(add(shape, "w:tabs"), "w:tab", val="left", pos="3400")
        for mark in self._bookmarks(block.anchors):
            made.append(mark)
        caption = block.kind.endswith("-caption")
        for span in block.spans:
            parts = self._caption_number(span, block.kind) if caption and span.number else None
            for part in parts or self._span(span):
                made.append(part)
        return made

    def _span(self, span: Span) -> list[BaseOxmlElement]:
        if span.code in ("page", "pages"):
            name = "PAGE" if span.code == "page" else "NUMPAGES"
            return field_parts(name, "1", _look(span))
        if span.code:
            made = OxmlElement("w:r")
            add(made, "w:br" if span.code == "break" else "w:tab")
            return [made]
        if not span.link or span.link not in self.links:
            return [run(span.text, _look(span))]
        link = element("w:hyperlink", anchor=self._name(span.link), history="1")
        link.append(run(span.text, _look(span, link=True)))
        return [link]

    def _caption_number(self, span: Span, kind: str) -> list[BaseOxmlElement] | None:
        """The printed number as a field that counts on from it: ``表 5-`` and SEQ."""
        found = _NUMBER.match(span.text)
        if found is None:
            return None
        label, number = found[1], int(found[2])
        name = ("Table" if kind == "table-caption" else "Figure") + "_" + self._chapter(label)
        instruction = f"SEQ {name} \\* ARABIC"
        if number != self.counted.get(name, 0) + 1:
            instruction += f" \\r {number}"
        self.counted[name] = number
        look = _look(span)
        return [run(label, look), *field_parts(instruction, found[2], look)]

    def _chapter(self, label: str) -> str:
        return _NAME.sub("", label.rpartition(" ")[2]) or "0"

    def _bookmarks(self, anchors: Iterable[str]) -> list[BaseOxmlElement]:
        parts = []
        for anchor in anchors:
            if anchor in self.links and anchor not in self.marked:
                self.marked.add(anchor)
                ident = str(len(self.marked))
                parts.append(element("w:bookmarkStart", id=ident, name=self._name(anchor)))
                parts.append(element("w:bookmarkEnd", id=ident))
        return parts

    def _name(self, anchor: str) -> str:
        """The bookmark of an id: letters, digits and low lines, at most forty, never twice."""
        if anchor not in self.names:
            base = "_" + _NAME.sub("_", anchor)[:30]
            name, n = base, 1
            while name in self.names.values():
                n += 1
                name = f"{base}_{n}"
            self.names[anchor] = name
        return self.names[anchor]

    # --- contents and pictures

    def _contents(self, block: Contents) -> list[BaseOxmlElement]:
        """A contents field, filled in, so that it reads well before it is updated."""
        made = []
        for i, entry in enumerate(block.entries):
            kind = f"contents-{min(entry.depth, 2)}"
            paragraph = self.paragraph(Paragraph(kind, entry.spans, entry.anchors))
            if i == 0:
                begin = field_parts(CONTENTS, "")[:3]
                for part in reversed(begin):
                    paragraph.insert(1, part)
            if i == len(block.entries) - 1:
                paragraph.append(field_parts(CONTENTS, "")[-1])
            made.append(paragraph)
        return made

    def _picture(self, block: Picture) -> BaseOxmlElement:
        made = OxmlElement("w:p")
        add(add(made, "w:pPr"), "w:pStyle", val=_style_id(STYLES["figure"].name))
        size, pixels, vectors = self.pictures[block.number]
        held = OxmlElement("w:r")
        held.append(drawing(block.number + 1, size, block.alt, pixels, vectors))
        made.append(held)
        return made

    # --- tables

    def _table(self, block: Table, room: int = TEXT_WIDTH) -> BaseOxmlElement:
        widths = column_widths(block, room)
        made = OxmlElement("w:tbl")
        shape = add(made, "w:tblPr")
        if not block.plain:
            add(shape, "w:tblStyle", val=TABLE)
        add(shape, "w:tblW", w=str(sum(widths)), type="dxa")
        add(shape, "w:tblLayout", type="fixed")
        head = "1" if block.rows[0].head else "0"
        look = "0620" if block.rows[0].head else "0600"  # the head, and no bands
        add(shape, "w:tblLook", val=look, firstRow=head, noHBand="1", noVBand="1")
        grid = add(made, "w:tblGrid")
        for width in widths:
            add(grid, "w:gridCol", w=str(width))
        held: dict[int, tuple[int, int]] = {}  # column → rows still spanned, columns
        anchors = list(block.anchors)
        for i, row in enumerate(block.rows):
            made.append(self._row(row, widths, held, anchors, i + 1 < len(block.rows)))
            anchors = []
        return made

    def _row(
        self,
        row: Row,
        widths: Sequence[int],
        held: dict[int, tuple[int, int]],
        anchors: list[str],
        more: bool,
    ) -> BaseOxmlElement:
        made = OxmlElement("w:tr")
        shape = add(made, "w:trPr")
        add(shape, "w:cantSplit")
        if row.head:
            add(shape, "w:tblHeader")
        cells = iter(row.cells)
        at = 0
        while at < len(widths):
            if at in held:
                rows, columns = held.pop(at)
                if rows > 1:
                    held[at] = (rows - 1, columns)
                made.append(_covered(sum(widths[at : at + columns]), columns))
                at += columns
                continue
            cell = next(cells, None) or Cell([])
            columns = min(cell.columns, len(widths) - at)
            if cell.rows > 1:
                held[at] = (cell.rows - 1, columns)
            width = sum(widths[at : at + columns])
            made.append(self._cell(cell, row, columns, width, anchors, more))
            anchors = []
            at += columns
        return made

    def _cell(
        self, cell: Cell, row: Row, columns: int, width: int, anchors: list[str], more: bool
    ) -> BaseOxmlElement:
        made = OxmlElement("w:tc")
        shape = add(made, "w:tcPr")
        add(shape, "w:tcW", w=str(width), type="dxa")
        if columns > 1:
            add(shape, "w:gridSpan", val=str(columns))
        if cell.rows > 1:
            add(shape, "w:vMerge", val="restart")
        if row.group:
            add(shape, "w:shd", val="clear", color="auto", fill="F1F3F6")
        blocks = cell.blocks or [Paragraph("cell")]
        for block in blocks:
            if isinstance(block, Paragraph):
                if anchors:
                    block.anchors[:0] = anchors
                    anchors = []
                paragraph = self.paragraph(block, in_table=True, head=cell.head or row.head)
                _align(paragraph, cell, keep=(row.head or row.group) and more)
                made.append(paragraph)
            elif isinstance(block, Table):
                made.append(self._table(block, width - 140))
            elif isinstance(block, Picture):
                made.append(self._picture(block))
        if made[-1].tag != qn("w:p"):
            made.append(_empty())  # a cell ends with a paragraph
        return made


def _align(paragraph: BaseOxmlElement, cell: Cell, keep: bool) -> None:
    """Right and in line on the decimal point, or centred; heads stay with the row below."""
    shape = paragraph.find(qn("w:pPr"))
    if keep:
        shape.insert(1, element("w:keepNext"))
    if cell.room:
        add(shape, "w:ind", right=str(round(cell.room * FIGURE_SIZE * 20)))
    if cell.align:
        add(shape, "w:jc", val=cell.align)


def _apart(paragraph: BaseOxmlElement) -> None:
    """Room between a table and the text below it, where the style of the text asks for none."""
    shape = paragraph.find(qn("w:pPr"))
    if shape.find(qn("w:pStyle")).get(qn("w:val")) in ("BodyText", "NoteText"):
        add(shape, "w:spacing", before="100")


def _covered(width: int, columns: int) -> BaseOxmlElement:
    """A cell under one that spans rows."""
    made = OxmlElement("w:tc")
    shape = add(made, "w:tcPr")
    add(shape, "w:tcW", w=str(width), type="dxa")
    if columns > 1:
        add(shape, "w:gridSpan", val=str(columns))
    add(shape, "w:vMerge")
    made.append(_empty())
    return made


def _empty() -> BaseOxmlElement:
    made = OxmlElement("w:p")
    add(add(made, "w:pPr"), "w:pStyle", val=_style_id(STYLES["cell"].name))
    return made


def _look(span: Span, link: bool = False) -> BaseOxmlElement:
    """The properties of a run, in the order of the schema."""
    made = OxmlElement("w:rPr")
    if span.mono or span.small or link:
        name = "Hyperlink" if link else "Code Characters" if span.mono else "Small Text"
        add(made, "w:rStyle", val=_style_id(name))
    if span.bold:
        add(made, "w:b")
    if span.gap:
        add(made, "w:spacing", val=GAP)
    if span.level:
        add(made, "w:vertAlign", val="subscript" if span.level == "sub" else "superscript")
    return made


def _style_id(name: str) -> str:
    """The id that python-docx gives the style of a name: without blanks.

    >>> _style_id("Heading 1"), _style_id("toc 1")
    ('Heading1', 'toc1')
    """
    return name.replace(" ", "")
