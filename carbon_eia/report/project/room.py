"""How high the page of the verdict is filled, told from its texts before any renderer sees it.

Lengths are those of the style sheet, in points; texts break as ``carbon_eia.drawing`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carbon_eia.drawing import wrapped
from carbon_eia.report.document import (
    Block,
    Box,
    Bullets,
    FactList,
    Table,
    TableRow,
    Text,
    VerdictBox,
)
from carbon_eia.report.document import Paragraph as Line
from carbon_eia.report.printer import Printer

__all__ = ["begin_of_rows", "fit"]

LOWEST = 776.0
"""Where the last row may end: the edge of the text with some room for a font that is wider."""

TOP, WIDTH = 92.0, 493.2
PADDING = 9.1
"""Of a cell, on both sides."""

LINE, GAP = 11.36, 5.1
"""Of a row of a table: a line, and the room around its lines."""

HEAD_OF_TABLE = 39.0
"""A caption with the heads of columns."""

SMALL = 7.3
"""Size of what stands small."""

SLACK = 1.03
"""What the measure of a text allows for wider fonts: the page has room for that once."""


def begin_of_rows(blocks: Iterable[Block], p: Printer) -> float:
    """Where the rows of a table begin that stands below blocks."""
    return TOP + sum(_height(b, p) for b in blocks) + HEAD_OF_TABLE


def fit(begin: float, rows: Iterable[TableRow], shares: Sequence[float], p: Printer) -> bool:
    """Whether rows that begin there fit on the page; ``shares``: widths of columns in %."""
    return begin + sum(_height_of_row(r, shares, p) for r in rows) <= LOWEST


def _height_of_row(row: TableRow, shares: Sequence[float], p: Printer) -> float:
    """The height of a row: its tallest cell."""
    tallest, at = 1, 0
    for cell in row.cells:
        width = sum(shares[at : at + cell.columns]) / 100 * WIDTH - PADDING
        at += cell.columns
        lines = 0
        for x in cell.lines:
            if isinstance(x, Line):
                size = SMALL if x.look == "sub" or row.look == "folded" else 8.0
                lines += _lines(x.text, width, size, p)
        tallest = max(tallest, lines)
    return tallest * LINE + GAP


def _height(block: Block, p: Printer) -> float:
    """The height of what stands above the rules."""
    if isinstance(block, VerdictBox):
        return _verdict(block, p)
    if isinstance(block, FactList):
        return _facts(block, p)
    if isinstance(block, Bullets):
        return 4.3 + sum(14.4 * _lines(item, WIDTH - 17, 9.0, p) for item in block.items)
    if isinstance(block, Box) and block.look == "missing":
        texts = [t for b in block.blocks if isinstance(b, Bullets) for t in b.items]
        return 42 + sum(15.4 * _lines(t, WIDTH - 34, 9.6, p) for t in texts)
    if isinstance(block, Box):
        return 4.3 + sum(_height(b, p) for b in block.blocks)
    if isinstance(block, Table):
        return HEAD_OF_TABLE + 18 * len(list(block.rows))
    return 2 + 14.4 * _lines(block.text, WIDTH, 7.8, p) if isinstance(block, Line) else 0.0


def _verdict(box: VerdictBox, p: Printer) -> float:
    """The frame with the verdict: remarks, key figures, bars."""
    remarks = sum(14 * _lines(r.text, WIDTH - 116, 9.6, p) for r in box.remarks)
    bars = 0.0 if box.chart is None else 18 + 11.62 * len(box.chart.bars)
    figures = 54.0 * (-(-len(box.figures) // 4))
    if p.lang == "en" and len(box.figures) > 3 and max(len(f.label) for f in box.figures) > 26:
        figures += 30  # the last figure goes to a line of its own
    return 12 + remarks + figures + bars


def _facts(facts: FactList, p: Printer) -> float:
    """Short facts in two columns, long ones over the whole width."""
    label = 76.5 if p.lang == "en" else 62.4
    short = [_lines(f.text, WIDTH / 2 - label - 6, 8.2, p) for f in facts.rows if not f.wide]
    long = [_lines(f.text, WIDTH - label - 6, 8.2, p) for f in facts.rows if f.wide]
    pairs = [max(short[i : i + 2]) for i in range(0, len(short), 2)]
    return 14.8 + sum(14.6 + 11.9 * (n - 1) for n in (*pairs, *long))


def _lines(text: Text, width: float, size: float, p: Printer) -> int:
    """How many lines a text takes."""
    words = "".join(x if isinstance(x, str) else getattr(x, "text", "") for x in text)
    return len(wrapped(p.named(words), width * SLACK, size, 99))
