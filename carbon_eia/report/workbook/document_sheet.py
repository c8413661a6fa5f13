"""A report on a sheet: chapters with headings, paragraphs, lists, facts and tables.

The first column holds running numbers and the marks of lists, the others what is said. Figures are
not drawn: a table or a live sheet has the numbers of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbon_eia.messages import sentence
from carbon_eia.report.document import (
    Block,
    Box,
    Bullets,
    Chapter,
    Document,
    Drawing,
    FactList,
    Paragraph,
    Section,
    Table,
    Text,
    Verbatim,
    VerdictBox,
)
from carbon_eia.report.workbook.pieces import pieces
from carbon_eia.report.workbook.sheet_page import MOST_LINES, SheetPage
from carbon_eia.report.workbook.sheet_tables import is_counted, shown_number, write_table
from carbon_eia.run.chunks import SHEET

__all__ = ["write_document"]

MARKS, FIRST, OTHER = 5, 26, 15
"""Widths of the columns: of numbers and marks, of the first that says something, of the others."""

FEWEST = 9
"""Columns that say something, where no table has more."""

STATUS = {"pass": "result", "retrofit": "input", "refuse": "bad", "stop": "bad"}
"""The fill of a verdict."""


def write_document(page: SheetPage, document: Document) -> None:
    """Write every chapter of a document, with its cover and a contents that leads to them."""
    _WorkbookWriter(page, document).write()


class _WorkbookWriter:
    def __init__(self, page: SheetPage, document: Document) -> None:
        self.page, self.document = page, document
        blocks = (b for c in document.chapters for b in c.blocks)
        self.last = max(FEWEST, *(len(t.columns) - is_counted(t) for t in _tables(blocks)), 0)

    def write(self) -> None:
        """Write the sheet."""
        self.page.widths(MARKS, FIRST, *(OTHER for _ in range(self.last - 1)))
        self._cover()
        links = self._contents()
        for chapter in self.document.chapters:
            links[chapter.anchor] = (*links[chapter.anchor], self.page.row + 1)
            self._chapter(chapter)
        self._link(links)

    # --- cover and contents

    def _cover(self) -> None:
        d, page = self.document, self.page
        page.heading(d.title, "title", 28)
        self._line(page.say("report.note", sheet=SHEET), "note")
        for text in (d.kind, d.what):
            if text:
                self._line(text, "body", bold=True)
        if d.banner:
            self._line(d.banner, "body", "bad", bold=True)
        for label, text in d.imprint:
            self._fact(label, text)
        for note in d.notes:
            self._line(note, "note")

    def _contents(self) -> dict[str, tuple[int, ...]]:
        """Room for a line of each chapter; gives the row of each line."""
        self.page.section(sentence("report.contents", self.document.lang))
        first = self.page.row
        self.page.row += len(self.document.chapters)
        return {c.anchor: (first + n,) for n, c in enumerate(self.document.chapters)}

    def _link(self, rows: dict[str, tuple[int, ...]]) -> None:
        """Write the lines of the contents, each of which leads to its chapter."""
        style = self.page.formats("link")
        for chapter in self.document.chapters:
            line, target = rows[chapter.anchor]
            where = f"internal:'{self.page.name}'!A{target + 1}"
            self.page.sheet.write_url(line, 1, where, style, _headed(chapter.number, chapter.title))

    # --- chapters and blocks

    def _chapter(self, chapter: Chapter) -> None:
        self.page.row += 1
        self.page.heading(_headed(chapter.number, chapter.title), "title", 28)
        self._blocks(chapter.blocks)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Section):
            self.page.section(_headed(block.number, block.title))
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, FactList):
            for fact in block.rows:
                self._fact(fact.label, self._plain(fact.text))
        elif isinstance(block, Table):
            write_table(self.page, self.document, block, self.last)
        elif isinstance(block, VerdictBox):
            self._verdict(block)
        elif isinstance(block, Box):
            self._blocks(block.blocks)
        elif isinstance(block, Drawing) and block.note:
            self._line(f"{block.label} {block.caption}", "body")
            self._line(block.note, "note")
        elif isinstance(block, Verbatim):
            for text in block.lines:
                self._line(text, "body", text_wrap=False)

    def _plain(self, text: Text) -> str:
        return self.document.plain(text)

    def _paragraph(self, paragraph: Paragraph) -> None:
        text, look = self._plain(paragraph.text), paragraph.look
        if look in ("note", "sub"):
            self._line(text, "note")
        elif look in ("alert", "alert-line"):
            self._line(text, "body", "bad")
        else:
            self._line(text, "body", bold=look == "lead")

    def _bullets(self, bullets: Bullets) -> None:
        for n, item in enumerate(bullets.items, 1):
            mark = f"{n}." if bullets.ordered else "•"
            self.page.text(0, mark, self.page.formats("body", align="right"))
            self._line(self._plain(item), "body", first=1)

    def _fact(self, label: str, text: str) -> None:
        """A label and what is said under it."""
        page = self.page
        for n, piece in enumerate(pieces(text, int(page.inner(2, self.last)), MOST_LINES)):
            page.merged("" if n else label, 0, 1, page.formats("key"))
            page.merged(piece, 2, self.last, page.text_style(piece))
            page.next()

    def _line(self, text: str, kind: str, fill: str = "", first: int = 0, **more: bool) -> None:
        """A text over the whole width, over more rows where one cannot show all of it."""
        page = self.page
        for piece in pieces(text, int(page.inner(first, self.last)), MOST_LINES):
            style = page.text_style(piece, fill, kind, **more)
            page.merged(piece, first, self.last, style)
            page.next()

    # --- the verdict

    def _verdict(self, box: VerdictBox) -> None:
        page = self.page
        fill = STATUS.get(box.status, "open")
        label = f"{box.label}　{box.mark}" if box.mark else box.label
        page.merged(label, 1, self.last, page.formats("text", fill, bold=True, font_size=14))
        page.lines = 2
        page.next()
        for remark in box.remarks:
            self._paragraph(remark)
        for f in box.figures:
            self._figure(f.label, f.value, f.unit, f.note)
        if box.chart is not None:
            for bar in box.chart.bars:
                self._figure(bar.label, bar.value, box.chart.unit, "")

    def _figure(self, label: str, value: str, unit: str, note: str) -> None:
        """A figure beside its label: a number where it is one."""
        page = self.page
        page.text(1, label, page.formats("key"))
        number = shown_number(value)
        if number is None:
            page.text(2, value, page.text_style(value, bold=True))
        else:
            page.number(2, number.value, "number", "", **number.look, bold=True)
        page.text(3, unit)
        page.merged(note, 4, self.last, page.text_style(note))
        page.next()


def _headed(number: str, title: str) -> str:
    """A heading with its number."""
    return f"{number} {title}".strip()


def _tables(blocks: Sequence[Block] | Iterator[Block]) -> Iterator[Table]:
    """The tables among blocks, those in frames too."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Box):
            yield from _tables(block.blocks)
