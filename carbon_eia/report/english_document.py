"""An English document: every text of its blocks with the names that the data know in English."""

from __future__ import annotations

import re
from dataclasses import replace

from carbon_eia.messages import sentence
from carbon_eia.report.document import (
    Block,
    Body,
    Box,
    Bullets,
    Chapter,
    Chart,
    ChartBar,
    Document,
    Drawing,
    Fact,
    FactList,
    KeyFigure,
    Paragraph,
    Section,
    See,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    TextSpan,
    VerdictBox,
)
from carbon_eia.report.english import english

__all__ = ["OWN", "OWN_TABLE", "chapter_in_own_language", "in_own_language"]

OWN, OWN_TABLE = "own", "text-"
"""Look of paragraphs and lists, and head of the names of tables, that are the applicant's words."""

_SVG_TEXT = re.compile(r"(?<=>)[^<>]+(?=</(?:text|tspan|title|desc)>)")


def in_own_language(document: Document) -> Document:
    """A Chinese document as it is; an English one with its names in English.

    The files of the applicant that a report holds word for word stay as they are.
    """
    if document.lang != "en":
        return document
    return replace(
        document,
        chapters=tuple(_chapter(c) for c in document.chapters),
        notes=(*map(english, document.notes), sentence("report.names_left", document.lang)),
        imprint=tuple((label, english(text)) for label, text in document.imprint),
    )


def chapter_in_own_language(chapter: Chapter, lang: str) -> Chapter:
    """A chapter that is shown by itself."""
    return _chapter(chapter) if lang == "en" else chapter


def _chapter(chapter: Chapter) -> Chapter:
    return replace(chapter, blocks=tuple(_block(b) for b in chapter.blocks))


def _is_own(block: Block) -> bool:
    """Whether a block holds the applicant's words, which stay as they were written."""
    if isinstance(block, Table):
        return block.name.startswith(OWN_TABLE)
    return isinstance(block, Paragraph | Bullets) and OWN in block.look.split()


def _block(block: Block) -> Block:
    if _is_own(block):
        return block
    match block:
        case Paragraph():
            return _paragraph(block)
        case Bullets():
            return replace(block, items=tuple(_text(item) for item in block.items))
        case Section():
            return replace(block, title=english(block.title))
        case FactList():
            return _facts(block)
        case Table():
            return _table(block)
        case Drawing():
            return replace(
                block,
                caption=english(block.caption),
                alt=english(block.alt),
                svg=_SVG_TEXT.sub(lambda m: english(m[0]), block.svg),
            )
        case VerdictBox():
            return _verdict(block)
        case Box():
            return replace(block, blocks=tuple(_block(b) for b in block.blocks))
    return block


def _text(text: Text) -> Text:
    return tuple(_piece(piece) for piece in text)


def _piece(piece: str | TextSpan | See) -> str | TextSpan | See:
    if isinstance(piece, See):
        return piece
    if isinstance(piece, TextSpan):
        return piece if piece.look == "code" else piece._replace(text=english(piece.text))
    return english(piece)


def _paragraph(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, text=_text(paragraph.text))


def _facts(facts: FactList) -> FactList:
    rows = tuple(Fact(english(f.label), _text(f.text), f.wide) for f in facts.rows)
    return replace(facts, rows=rows)


def _table(table: Table) -> Table:
    return replace(
        table,
        caption=english(table.caption),
        columns=tuple(_column(c) for c in table.columns),
        bodies=tuple(_body(b) for b in table.bodies),
    )


def _column(column: TableColumn) -> TableColumn:
    return column._replace(
        head=english(column.head), sub=english(column.sub), unit=english(column.unit)
    )


def _body(body: Body) -> Body:
    return replace(body, rows=tuple(_row(row) for row in body.rows))


def _row(row: TableRow) -> TableRow:
    return replace(row, cells=tuple(_cell(cell) for cell in row.cells))


def _cell(cell: TableCell) -> TableCell:
    lines = (_paragraph(x) if isinstance(x, Paragraph) else _facts(x) for x in cell.lines)
    return replace(cell, lines=tuple(lines))


def _verdict(box: VerdictBox) -> VerdictBox:
    return replace(
        box,
        figures=tuple(KeyFigure(*map(english, figure)) for figure in box.figures),
        remarks=tuple(_paragraph(x) for x in box.remarks),
        chart=box.chart and _chart(box.chart),
    )


def _chart(chart: Chart) -> Chart:
    bars = tuple(ChartBar(english(b.label), *b[1:]) for b in chart.bars)
    return chart._replace(bars=bars, unit=english(chart.unit), note=english(chart.note))
