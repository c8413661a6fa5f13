"""What makes blocks: the words of a language, and cells, rows, tables, figures from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.document import (
    Block,
    Body,
    Bullets,
    Cell,
    Chapter,
    Column,
    Drawing,
    Facts,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    Text,
    line,
)
from carbon_eia.report.prose import tell

if TYPE_CHECKING:
    from carbon_eia.report.figures import Figure

__all__ = ["Content", "Printer", "cell", "grade", "labelled", "numbers", "row", "small"]

Content = str | Span | Text | Paragraph | Facts
"""What a line of a cell is given as."""

TABULAR_DIGIT, TABULAR_POINT = 555, 278
"""Widths of a digit and of a point in thousandths of an em of the tables' figures."""


def cell(*lines: Content, align: str = "", columns: int = 1, rows: int = 1) -> Cell:
    """A cell of some lines.

    >>> cell("煤", small("烟煤")).lines[1].look
    'sub'
    """
    made = tuple(x if isinstance(x, Paragraph | Facts) else Paragraph(line(x)) for x in lines)
    return Cell(made, align, columns=columns, rows=rows)


def small(text: str | Span | Text) -> Paragraph:
    """A small line of a cell."""
    return Paragraph(line(text), "sub")


def row(*cells: Content | Cell, look: str = "", anchor: str = "") -> Row:
    """A row of cells, or of what a cell of one line holds."""
    return Row(tuple(x if isinstance(x, Cell) else cell(x) for x in cells), look, anchor)


def labelled(label: str, text: Content) -> Row:
    """A row of a table without heads: a label, and what is said under it."""
    head = Cell((Paragraph((label,)),), head=True)
    return Row((head, cell(text)))


def grade(text: str) -> Cell:
    """The cell of a grade of evidence; C stands out."""
    return cell(Span(text, "grade-c") if text == "C" else text, align="mid")


def numbers(texts: Sequence[str]) -> list[Cell]:
    """The numbers of a column as cells in line on the decimal point.

    >>> [c.room for c in numbers(["0.83", "0.8534", "1", "—"])]
    ['1.110', '0.000', '2.498', '0.000']
    """
    numeric = [show.is_number(t.replace("−", "-")) for t in texts]
    places = [len(t.partition(".")[2]) for t in texts]
    most = max((p for p, is_one in zip(places, numeric, strict=True) if is_one), default=0)
    cells = []
    for text, own, is_number in zip(texts, places, numeric, strict=True):
        pad = most - own if is_number else 0
        point = is_number and not own and most > 0
        room = TABULAR_DIGIT * pad + TABULAR_POINT * point
        lines = (Paragraph((Span(text, "number"),)),)
        cells.append(Cell(lines, "num", f"{room // 1000}.{room % 1000:03}"))
    return cells


@dataclass(frozen=True, slots=True)
class Printer(Reader):
    """The language of a document and its figures; ``room``: whose words and captions they are.

    ``paper``: long tables and lists are cut, and say so.
    """

    drawings: Mapping[str, Figure] = field(default_factory=dict)
    paper: bool = False

    def tell(self, key: str, **facts: str) -> Text:
        """A sentence of the reports with its facts and references."""
        return tell(self.lang, key, **facts)

    def chapter(self, name: str, *parts: Iterable[Block], annex: bool = False) -> Chapter:
        """A chapter of parts that follow one another."""
        return Chapter(name, self.word(f"c_{name}"), tuple(chain(*parts)), annex)

    def section(self, key: str) -> Section:
        """The heading of a section."""
        return Section(self.word(f"s_{key}"))

    def said(self, texts: Sequence[Text], together: bool = True, look: str = "") -> list[Block]:
        """Sentences as one paragraph, or as one each."""
        if not together:
            return [Paragraph(text, look) for text in texts]
        space = (" ",) if self.lang == "en" else ()
        joined: Text = ()
        for text in texts:
            joined += (*(space if joined else ()), *text)
        return [Paragraph(joined, look)] if joined else []

    def bullets(
        self, texts: Iterable[str | Text], ordered: bool = False, look: str = ""
    ) -> list[Block]:
        """A list; nothing where there is nothing to list."""
        items = tuple(line(text) for text in texts)
        return [Bullets(items, ordered, look)] if items else []

    def column(self, key: str, width: float = 0, align: str = "", sub: str = "") -> Column:
        """A column by the key of its head; an empty key has no head."""
        return Column(self.word(key) if key else "", width, align, sub)

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Row] = (),
        bodies: Iterable[Body] = (),
        caption: str = "",
        look: str = "",
    ) -> list[Block]:
        """A table of rows, or of bodies; nothing where it has no row."""
        own = tuple(rows)
        found = (*((Body(own),) if own else ()), *bodies)
        if not found:
            return []
        return [Table(name, caption or self.word(f"t_{name}"), tuple(columns), found, look)]

    def drawing(self, name: str) -> list[Block]:
        """A figure; nothing where the record gives no such figure."""
        drawn = self.drawings.get(name)
        if drawn is None:
            return []
        return [Drawing(name, drawn.caption, drawn.alt, drawn.svg)]

    def unit(self, key: str, unit: str) -> str:
        """A word with a unit in brackets."""
        return f"{self.word(key)} ({unit})"
