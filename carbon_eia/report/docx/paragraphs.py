"""Paragraphs of a Word document: style, runs, links, fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from carbon_eia.report.document import Document, Text
from carbon_eia.report.docx.bookmarks import Bookmarks
from carbon_eia.report.docx.lines import BOLD, MONO, SMALL, TextRun, runs_of
from carbon_eia.report.docx.markup import add, element, field_parts, run
from carbon_eia.report.docx.styles import style_id

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["ParagraphWriter", "kind_of", "paragraph"]

GAP = "16"
"""Room after a character where thousands are set apart, in twentieths of a point."""

KINDS = {
    "addressee": "addressee",
    "alert": "alert",
    "lead": "lead",
    "note": "note",
    "signed": "signed",
    "sub": "note",
    "value": "value",
}
"""Look of a paragraph → kind of style; every other one is that of its place."""

_NUMBER = re.compile(r"^(.*?)(\d+)$", re.DOTALL)
_OTHER = re.compile(r"[^A-Za-z0-9_]")


def kind_of(look: str, place: str) -> str:
    """The kind of style of a look, where paragraphs are of kind ``place`` else.

    >>> kind_of("note with-next", "body"), kind_of("", "cell")
    ('note', 'cell')
    """
    return next((KINDS[x] for x in look.split() if x in KINDS), place)


def paragraph(kind: str, in_table: bool = False) -> BaseOxmlElement:
    """An empty paragraph in the style of its kind."""
    made = OxmlElement("w:p")
    add(add(made, "w:pPr"), "w:pStyle", val=style_id(kind, in_table))
    return made


class ParagraphWriter:
    """Writes texts of a document as paragraphs; knows its bookmarks and lists."""

    def __init__(self, document: Document, bookmarks: Bookmarks) -> None:
        self.document = document
        self.bookmarks = bookmarks
        self.lists: dict[int, bool] = {}
        """Number of a list → whether it counts."""

    def text(self, kind: str, text: Text, anchors: Iterable[str] = ()) -> BaseOxmlElement:
        """A text in the style of a kind."""
        return self.of_runs(kind, runs_of(self.document, text), anchors)

    def of_runs(
        self,
        kind: str,
        runs: Iterable[TextRun],
        anchors: Iterable[str] = (),
        in_table: bool = False,
    ) -> BaseOxmlElement:
        """Runs in the style of a kind, with the bookmarks that lead to it."""
        made = paragraph(kind, in_table)
        made.extend(list(self.bookmarks.set_here(anchors)))
        made.extend(self._elements(runs))
        return made

    def tabbed(self, kind: str, runs: Iterable[TextRun], align: str, stop: int) -> BaseOxmlElement:
        """Runs in one line, with a tab stop."""
        made = self.of_runs(kind, runs)
        add(add(made.find(qn("w:pPr")), "w:tabs"), "w:tab", val=align, pos=str(stop))
        return made

    def items(self, items: Iterable[Text], ordered: bool, kind: str = "") -> list[BaseOxmlElement]:
        """A list, counted from one where it is; ``kind``: of its style, where it has its own."""
        number = len(self.lists) + 1
        self.lists[number] = ordered
        made = []
        for item in items:
            one = self.text(kind or ("item-number" if ordered else "item"), item)
            shape = add(one.find(qn("w:pPr")), "w:numPr")
            add(shape, "w:ilvl", val="0")
            add(shape, "w:numId", val=str(number))
            made.append(one)
        return made

    def caption(self, kind: str, label: str, text: str, anchor: str) -> BaseOxmlElement:
        """A caption whose number is a field that shows the printed number and counts to it."""
        made = self.of_runs(f"{kind}-caption", (), (anchor,))
        words = runs_of(self.document, (f"{label} {text}",))
        if numbered := _NUMBER.match(label):
            before, number = numbered.groups()
            chapter = _OTHER.sub("", before.rpartition(" ")[2])
            made.append(run(before))
            made.extend(field_parts(f"SEQ {kind.title()}_{chapter} \\* ARABIC", number))
            words = [TextRun(" "), *runs_of(self.document, (text,))]
        made.extend(self._elements(words))
        return made

    def _elements(self, runs: Iterable[TextRun]) -> Iterator[BaseOxmlElement]:
        """Runs as elements; those that lead to the same bookmark make one link."""
        for anchor, linked in groupby(runs, key=lambda one: one.link):
            if anchor in self.bookmarks:
                name = self.bookmarks.name(anchor)
                link = element("w:hyperlink", anchor=name, history="1")
                for one in linked:
                    link.extend(_in_link(one, name))
                yield link
            else:
                for one in linked:
                    yield from _run(one)


def _in_link(one: TextRun, bookmark: str) -> list[BaseOxmlElement]:
    """A run of a link; the number of the page that it leads to is for Word to find."""
    if one.code == "pageref":
        return field_parts(f"PAGEREF {bookmark} \\h", "")
    if one.code:
        return _run(one)
    return [run(one.text, _properties(one, link=True))]


def _run(one: TextRun) -> list[BaseOxmlElement]:
    if one.code in ("page", "pages"):
        return field_parts("PAGE" if one.code == "page" else "NUMPAGES", "1")
    if one.code:
        made = OxmlElement("w:r")
        add(made, "w:br" if one.code == "break" else "w:tab")
        return [made]
    return [run(one.text, _properties(one))]


def _properties(one: TextRun, link: bool = False) -> BaseOxmlElement:
    """The properties of a run, in the order of the schema."""
    made = OxmlElement("w:rPr")
    kind = "link" if link else "mono" if one.look in MONO else "small" if one.look in SMALL else ""
    if kind:
        add(made, "w:rStyle", val=style_id(kind))
    if one.look in BOLD:
        add(made, "w:b")
    if one.gap:
        add(made, "w:spacing", val=GAP)
    if one.level:
        add(made, "w:vertAlign", val="subscript" if one.level == "sub" else "superscript")
    return made
