"""The body of a Word document: cover, contents, chapters with their blocks; or a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from carbon_eia.messages import sentence
from carbon_eia.report.document import (
    Block,
    Box,
    Bullets,
    Chapter,
    Chart,
    Document,
    Drawing,
    Fact,
    FactList,
    Heading,
    Paragraph,
    Section,
    Table,
    TextSpan,
    VerdictBox,
)
from carbon_eia.report.docx.grids import Grid, facts_grid, figures_grid, table_grid
from carbon_eia.report.docx.lines import TextRun, runs_of, verbatim
from carbon_eia.report.docx.markup import add, drawing, element
from carbon_eia.report.docx.paragraphs import ParagraphWriter, kind_of, paragraph
from carbon_eia.report.docx.sections import end_of_section, lay_across
from carbon_eia.report.docx.styles import TEXT_WIDTH, WIDE_WIDTH, style_id
from carbon_eia.report.docx.word_tables import table

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["BodyWriter", "PlacedPicture"]

BAR_STOP = 3400
"""Where the value of a bar stands, in twentieths of a point."""

PlacedPicture = tuple[tuple[float, float], str, str]
"""The size of a drawing in points, and the relations of its pixels and of its vectors (or none)."""

Elements = Iterator["BaseOxmlElement"]


class BodyWriter:
    """Writes a document, block below block; ``pictures`` are its drawings, in order.

    ``section``: the shape of its upright pages, which stands at the end of the body.
    """

    def __init__(
        self,
        document: Document,
        writer: ParagraphWriter,
        pictures: Sequence[PlacedPicture],
        section: BaseOxmlElement,
    ) -> None:
        self.document = document
        self.writer = writer
        self.pictures = iter(enumerate(pictures, start=1))
        self.section = section
        self.room = TEXT_WIDTH

    def body(self) -> Elements:
        """Cover, first chapter, contents, the other chapters; cover and contents on own pages. Of a
        letter its head and its parts, annexes on pages of their own."""
        if self.document.form == "letter":
            yield from _apart(self._letter())
            return
        first, *others = self.document.chapters or (None,)
        yield from _apart(self._cover())
        if first is not None:
            yield from _apart(_on_new_page(self._chapter(first)))
        if others:
            contents = self._contents()
            yield from contents if self.document.is_short else _on_new_page(contents)
            yield from _apart(_on_new_page(self._chapters(others)))

    def _chapters(self, chapters: Sequence[Chapter]) -> Elements:
        """Chapters, those with wide tables on pages in landscape."""
        wide = False
        for chapter in chapters:
            if chapter.wide != wide:
                yield end_of_section(self.section, wide)
                wide = chapter.wide
                self.room = WIDE_WIDTH if wide else TEXT_WIDTH
            yield from self._chapter(chapter)
        if wide:
            lay_across(self.section)

    def _letter(self) -> Elements:
        d, write = self.document, self.writer
        yield write.text("subtitle", (d.sender,))
        yield write.text("subtitle", (d.kind,))
        yield write.text("title", (d.name,))
        yield write.text("subtitle", (d.what,))
        if d.banner:
            yield write.text("banner", (f"⚠ {d.banner}",))
        for chapter in d.chapters:
            made = self._chapter(chapter)
            yield from _on_new_page(made) if chapter.annex else made

    def _cover(self) -> Elements:
        d, write = self.document, self.writer
        yield write.text("subtitle", (d.kind,))
        yield write.of_runs("title", self._broken((d.name, d.what)))
        if d.banner:
            yield write.text("banner", (f"⚠ {d.banner}",))
        if d.imprint:
            facts = tuple(Fact(label, (text,)) for label, text in d.imprint)
            yield from self._unruled(facts_grid(FactList(facts, "imprint")))
        if d.notes:
            yield write.of_runs("note", self._broken(d.notes))

    def _broken(self, texts: Iterable[str]) -> list[TextRun]:
        """Texts below one another in one paragraph."""
        runs: list[TextRun] = []
        for text in filter(None, texts):
            runs += [*([TextRun(code="break")] if runs else []), *runs_of(self.document, (text,))]
        return runs

    def _contents(self) -> Elements:
        """Each heading with the number of its page, which the program that opens the file finds.

        They are no field of a contents: LibreOffice would show the numbers as they are written.
        """
        yield self.writer.text("contents-title", (sentence("report.contents", self.document.lang),))
        yield from map(self._entry, self.document.contents)

    def _entry(self, heading: Heading) -> BaseOxmlElement:
        text = TextSpan(f"{heading.number} {heading.text}", link=heading.anchor)
        kind = "contents-0" if heading.level == 2 else "contents-1"
        page = [TextRun(link=heading.anchor, code=code) for code in ("tab", "pageref")]
        return self.writer.of_runs(kind, [*runs_of(self.document, (text,)), *page])

    def _chapter(self, chapter: Chapter) -> Elements:
        if chapter.title:
            title = f"{chapter.number} {chapter.title}"
            yield self.writer.text("chapter", (title,), (chapter.anchor,))
        yield from self._blocks(chapter.blocks)

    # --- blocks

    def _blocks(self, blocks: Iterable[Block]) -> Elements:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Elements:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Section):
            title = f"{block.number} {block.title}"
            return iter([self.writer.text("section", (title,), (block.anchor,))])
        if isinstance(block, Bullets):
            return iter(self.writer.items(block.items, block.ordered))
        if isinstance(block, FactList):
            return self._unruled(facts_grid(block))
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Drawing):
            return self._drawing(block)
        if isinstance(block, VerdictBox):
            return self._verdict(block)
        if isinstance(block, Box):
            return self._boxed(block)
        return iter([self.writer.of_runs("code", verbatim(block.lines))])

    def _boxed(self, box: Box) -> Elements:
        """What stands in a frame on the page, here smaller: it shares the page of the verdict."""
        for block in box.blocks:
            if isinstance(block, Bullets):
                yield from self.writer.items(block.items, block.ordered, "item-boxed")
            else:
                yield from self._block(block)

    def _paragraph(self, block: Paragraph) -> Elements:
        if runs := runs_of(self.document, block.text, block.look):
            yield self.writer.of_runs(kind_of(block.look, "body"), runs)

    def _table(self, block: Table) -> Elements:
        anchor = f"table-{block.name}"
        yield self.writer.caption("table", block.label, block.caption, anchor)
        grid = table_grid(block)
        if grid.rows:
            yield table(grid, self.writer, self.room)

    def _unruled(self, grid: Grid) -> Elements:
        """A table without lines, and room below it."""
        if grid.rows:
            yield table(grid, self.writer, self.room)
            yield paragraph("cell")

    def _drawing(self, block: Drawing) -> Elements:
        number, (size, pixels, vectors) = next(self.pictures)
        made = paragraph("figure")
        add(made, "w:r").append(drawing(number, size, block.alt, pixels, vectors))
        yield made
        yield self.writer.caption("figure", block.label, block.caption, f"figure-{block.name}")

    def _verdict(self, block: VerdictBox) -> Elements:
        yield self.writer.text("verdict", (f"{block.label} {block.mark}",))
        yield from self._blocks(block.remarks)
        if block.figures:
            yield from self._unruled(figures_grid(block.figures))
        if block.chart is not None:
            yield from self._chart(block.chart)

    def _chart(self, chart: Chart) -> Elements:
        for bar in chart.bars:
            value = runs_of(self.document, (TextSpan(bar.value, "number"),))
            runs = [*runs_of(self.document, (bar.label,)), TextRun(code="tab"), *value]
            yield self.writer.tabbed("tabbed", runs, "left", BAR_STOP)
        yield from self._paragraph(Paragraph((chart.note,), "note"))


def _on_new_page(made: Iterable[BaseOxmlElement]) -> Elements:
    """Elements of which the first, a paragraph, begins a page."""
    for i, one in enumerate(made):
        if i == 0:
            one.find(qn("w:pPr")).insert(1, element("w:pageBreakBefore"))
        yield one


def _apart(made: Iterable[BaseOxmlElement]) -> Elements:
    """Elements with room between a table and what follows it; two that touch would be one.

    Styles that ask for room above themselves get no more.
    """
    flush = {style_id(kind) for kind in ("body", "note", "item", "item-number")}
    before = ""
    for one in made:
        if before == qn("w:tbl"):
            if one.tag == before:
                yield paragraph("cell")
            elif one.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) in flush:
                add(one.find(qn("w:pPr")), "w:spacing", before="100")
        before = one.tag
        yield one
