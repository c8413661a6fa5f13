"""What links of a Word document lead to: a bookmark for every anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from carbon_eia.report.document import Block, Box, Document, Drawing, Section, Table
from carbon_eia.report.docx.markup import element

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["Bookmarks", "anchors_of"]

_OTHER = re.compile(r"[^A-Za-z0-9_]")


def anchors_of(document: Document) -> Iterator[str]:
    """Every anchor of a document."""
    for chapter in document.chapters:
        yield chapter.anchor
        yield from _anchors(chapter.blocks)


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Section):
            yield block.anchor
        elif isinstance(block, Drawing):
            yield f"figure-{block.name}"
        elif isinstance(block, Table):
            yield f"table-{block.name}"
            yield from (body.anchor for body in block.bodies if body.anchor)
            yield from (row.anchor for row in block.rows if row.anchor)
        elif isinstance(block, Box):
            yield from _anchors(block.blocks)


class Bookmarks:
    """The bookmarks of a document: each is set once, under a name that Word takes.

    >>> marks = Bookmarks(["table-a", "table_a"])
    >>> marks.name("table-a"), marks.name("table_a"), "table-b" in marks
    ('_table_a', '_table_a_2', False)
    """

    def __init__(self, anchors: Iterable[str]) -> None:
        self.names: dict[str, str] = {}
        self.open: set[str] = set()
        for anchor in dict.fromkeys(anchors):
            self.names[anchor] = self._free_name(anchor)
            self.open.add(anchor)

    def __contains__(self, anchor: str) -> bool:
        return anchor in self.names

    def name(self, anchor: str) -> str:
        """The bookmark of an anchor that the document has."""
        return self.names[anchor]

    def set_here(self, anchors: Iterable[str]) -> Iterator[BaseOxmlElement]:
        """The elements that set the bookmarks of anchors, those that are not set yet."""
        for anchor in anchors:
            if anchor in self.open:
                self.open.remove(anchor)
                ident = str(len(self.names) - len(self.open))
                yield element("w:bookmarkStart", id=ident, name=self.names[anchor])
                yield element("w:bookmarkEnd", id=ident)

    def _free_name(self, anchor: str) -> str:
        """Letters, digits and low lines, at most forty, never twice."""
        base = "_" + _OTHER.sub("_", anchor)[:30]
        name, n = base, 1
        while name in self.names.values():
            n += 1
            name = f"{base}_{n}"
        return name
