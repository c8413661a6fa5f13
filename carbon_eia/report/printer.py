"""What makes blocks: the words of a language, and cells, rows, tables, figures from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.document import (
    Block,
    Body,
    Bullets,
    Chapter,
    Drawing,
    FactList,
    Paragraph,
    Section,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    TextSpan,
    line,
)
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.prose import tell, told

if TYPE_CHECKING:
    from carbon_eia.report.figures import Figure

__all__ = [
    "MOST_NAMES",
    "MOST_ROWS",
    "Content",
    "Printer",
    "TextRow",
    "cell",
    "clipped",
    "grade",
    "headed",
    "labelled",
    "numbers",
    "row",
    "small",
]

MOST_ROWS = 75
"""Rows of a table on paper, where a workbook has all."""

MOST_NAMES = 24
"""Names that a cell or a sentence lists on paper."""

MOST_UNIT = 12
"""Characters of a unit in brackets that stays on one line."""

Content = str | TextSpan | Text | Paragraph | FactList
"""What a line of a cell is given as."""

TABULAR_DIGIT, TABULAR_POINT = 555, 278
"""Widths of a digit and of a point in thousandths of an em of the tables' figures."""


def cell(*lines: Content, align: str = "", columns: int = 1, rows: int = 1) -> TableCell:
    """A cell of some lines.

    >>> cell("煤", small("烟煤")).lines[1].look
    'sub'
    """
    made = tuple(x if isinstance(x, Paragraph | FactList) else Paragraph(line(x)) for x in lines)
    return TableCell(made, align, columns=columns, rows=rows)


def small(text: str | TextSpan | Text) -> Paragraph:
    """A small line of a cell."""
    return Paragraph(line(text), "sub")


def row(*cells: Content | TableCell, look: str = "", anchor: str = "") -> TableRow:
    """A row of cells, or of what a cell of one line holds."""
    return TableRow(tuple(x if isinstance(x, TableCell) else cell(x) for x in cells), look, anchor)


def labelled(label: str, text: Content) -> TableRow:
    """A row of a table without heads: a label, and what is said under it."""
    head = TableCell((Paragraph((label,)),), head=True)
    return TableRow((head, cell(text)))


def grade(text: str) -> TableCell:
    """The cell of a grade of evidence; C stands out."""
    return cell(TextSpan(text, "grade-c") if text == "C" else text, align="mid")


def numbers(texts: Sequence[str]) -> list[TableCell]:
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
        lines = (Paragraph((TextSpan(text, "number"),)),)
        cells.append(TableCell(lines, "num", f"{room // 1000}.{room % 1000:03}"))
    return cells


class TextRow(NamedTuple):
    """A row as text; where it has fewer cells than columns, the first stands over the others.

    ``look``: that of the row. A text may have a look of its own (a gap).
    """

    texts: Sequence[str | TextSpan]
    look: str = ""


def headed(head: str, width: float = 0, align: str = "", sub: str = "") -> TableColumn:
    """A column by the words of its head, of which a unit in brackets stays on one line.

    >>> headed("增加值（万元）")[::4], headed("Energy (tce)")[::4], headed("年份")[::4]
    (('增加值', '（万元）'), ('Energy ', '(tce)'), ('年份', ''))
    """
    words, bracket, unit = head.rpartition("（" if "（" in head else "(")
    if bracket and len(unit) < MOST_UNIT:
        return TableColumn(words, width, align, sub, bracket + unit)
    return TableColumn(head, width, align, sub)


def clipped(text: str, width: int = 116) -> str:
    """A text cut to one line of the running head: ``width`` half-width columns.

    >>> clipped("桂阳县某水泥有限公司", 12), clipped("桂阳县", 12)
    ('桂阳县某水…', '桂阳县')
    """
    room = width
    for i, character in enumerate(text):
        room -= 2 if east_asian_width(character) in "WFA" else 1
        if room < 0:
            while width - sum(2 if east_asian_width(c) in "WFA" else 1 for c in text[:i]) < 2:
                i -= 1
            return text[:i] + "…"
    return text


@dataclass(frozen=True, slots=True)
class Printer(DocumentLanguage):
    """The words of a document and its figures.

    ``paper``: tables and lists of which a workbook has all are cut where they are long, and say so.
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
        joined = self.joined(texts)
        return [Paragraph(joined, look)] if joined else []

    def joined(self, texts: Iterable[Text]) -> Text:
        """Sentences one after the other, as the language sets them."""
        space = (" ",) if self.lang == "en" else ()
        joined: Text = ()
        for text in texts:
            joined += (*(space if joined else ()), *text)
        return joined

    def paragraph(self, key: str, look: str = "", **facts: object) -> list[Block]:
        """A sentence of this kind of document as a paragraph."""
        return [Paragraph(self.told(key, **facts), look)]

    def told(self, key: str, **facts: object) -> Text:
        """A sentence of this kind of document; ``{total!q}`` is an amount, its thousands apart."""
        return told(self.pattern(key), facts)

    def bullets(
        self, texts: Iterable[str | Text], ordered: bool = False, look: str = ""
    ) -> list[Block]:
        """A list; nothing where there is nothing to list."""
        items = tuple(line(text) for text in texts)
        return [Bullets(items, ordered, look)] if items else []

    def column(self, key: str, width: float = 0, align: str = "", sub: str = "") -> TableColumn:
        """A column by the key of its head; an empty key has no head."""
        return headed(self.word(key) if key else "", width, align, sub)

    def table(
        self,
        name: str,
        columns: Sequence[TableColumn],
        rows: Iterable[TableRow] = (),
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

    def text_table(
        self, name: str, columns: Sequence[TableColumn], rows: Sequence[TextRow]
    ) -> list[Block]:
        """A table of texts; the numbers of a column to the right stand in line on their points.

        On paper rows beyond ``MOST_ROWS`` are left out, but not a sum at the end.
        """
        last = [x for x in rows[-1:] if x.look == "sum"]
        left = len(rows) - len(last) - MOST_ROWS
        if self.paper and left > 1:
            more = TextRow([self.word("more_rows", count=left, sheet=self._whole())], "weak")
            rows = [*rows[:MOST_ROWS], more, *last]
        return self.table(name, columns, bodies=_grouped(_in_line(columns, rows)))

    def names(self, names: Sequence[str]) -> str:
        """Names in a row; on paper the first of many, how many there are, and where they stand."""
        if not self.paper or len(names) <= MOST_NAMES:
            return self.listed(names)
        shown = self.listed(names[:MOST_NAMES])
        return self.word("more_names", names=shown, count=len(names), sheet=self._whole())

    def _whole(self) -> str:
        """The sheet of the workbook that has the whole report."""
        return sentence("workbook.sheet.report", self.lang)

    def drawing(self, name: str) -> list[Block]:
        """A figure; nothing where the record gives no such figure."""
        drawn = self.drawings.get(name)
        if drawn is None:
            return []
        return [Drawing(name, drawn.caption, drawn.alt, drawn.svg)]

    def gap(self, what: str = "") -> TextSpan:
        """A mark where only the applicant can say something, and has not.

        >>> Printer("zh").gap("总平面布置").text, Printer("en").gap().text
        ('【待补充：总平面布置】', '[to be supplied]')
        """
        return TextSpan(self.word("gap_of", what=what) if what else self.word("gap_value"), "gap")

    def unit(self, key: str, unit: str) -> str:
        """A word with a unit in brackets."""
        return f"{self.word(key)} ({unit})"


def _in_line(columns: Sequence[TableColumn], rows: Sequence[TextRow]) -> list[TableRow]:
    """Rows with numbers in line on their points; what a row begins with is no number."""
    cells = [[_text_cell(text) for text in one.texts] for one in rows]
    for at, column in enumerate(columns, -len(columns)):
        if column.align == "num":
            texts = {n: one.texts[at] for n, one in enumerate(rows) if len(one.texts) > -at}
            own = {n: text for n, text in texts.items() if isinstance(text, str)}
            for n, shown in zip(own, numbers([*own.values()]), strict=True):
                cells[n][at] = shown
    return [
        TableRow((replace(first, columns=len(columns) - len(rest)), *rest), one.look)
        for (first, *rest), one in zip(cells, rows, strict=True)
    ]


def _grouped(rows: Iterable[TableRow]) -> list[Body]:
    """Rows by the groups that they belong to."""
    groups: list[list[TableRow]] = []
    for made in rows:
        if not groups or made.look == "group":
            groups.append([])
        groups[-1].append(made)
    return [Body(tuple(group)) for group in groups]


def _text_cell(text: str | TextSpan) -> TableCell:
    """A text; a digest as one."""
    if isinstance(text, TextSpan):
        return cell(text)
    return cell(TextSpan(text, "hash") if _DIGEST.fullmatch(text) else text)


_DIGEST = re.compile("[0-9a-f]{64}")
