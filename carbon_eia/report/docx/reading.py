"""The finished HTML as blocks.

Only what HTML means is relied on, and a few class names for looks. What is not known falls back
to its text, so that nothing that a template prints is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import lxml.html  # type: ignore[import-untyped]

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
    Text,
)

__all__ = ["read_html"]

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
"""Elements that begin on a new line; every other one runs on in its line."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

SILENT = frozenset(("script", "style", "template", "head", "title", "noscript", "colgroup"))

KINDS = {
    "kind": "subtitle",
    "banner": "banner",
    "label": "verdict",
    "verdict-label": "verdict",
    "provisional": "verdict-note",
    "figure-value": "value",
    "alert": "alert",
    "lead": "lead",
    "toc-title": "contents-title",
    "chart-note": "note",
    "figure-note": "note",
    "figure-label": "note",
    "nature": "note",
    "note": "note",
    "sub": "note",
}
"""Class → kind of paragraph."""

TERM_WIDTHS: list[float | None] = [22.0, 78.0]
FACT_WIDTHS: list[float | None] = [14.0, 36.0, 14.0, 36.0]
"""Short facts stand in two columns, as in print."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_EM = re.compile(r"([\d.]+)em")
_PERCENT = re.compile(r"width:\s*([\d.]+)%")
_BLANK = re.compile(r"[ \t\n\r\f]+")
_LEVEL = re.compile(r"level-(\d)")


def read_html(html: str) -> Text:
    """The blocks of a finished report; its running head and foot stand apart."""
    drawings = _SVG.findall(html)
    numbers = iter(range(len(drawings)))
    bare = _SVG.sub(lambda _: f'<img data-drawing="{next(numbers)}">', _CONTROL.sub(" ", html))
    tree = lxml.html.document_fromstring(bare)
    title, body = tree.findtext("head/title") or "", tree.find("body")
    reader = _Reader(drawings)
    head, foot = (
        [p for e in body.findall(tag)[:1] for p in reader.blocks(e) if isinstance(p, Paragraph)]
        for tag in ("header", "footer")
    )
    main = body.find(".//main")
    if main is None:
        for found in body.findall("header") + body.findall("footer"):
            found.drop_tree()
        main = body
    cover = main.find("section[@class='cover']") is not None
    return Text(title.strip(), list(reader.blocks(main)), drawings, head, foot, cover)


@dataclass(slots=True)
class _Line:
    """Spans as they are read, with blanks drawn together as a browser does."""

    spans: list[Span] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    open: bool = False
    """Whether a blank would be seen here."""

    def add(self, text: str, look: Span) -> None:
        """Text in a look; blanks become one."""
        text = _BLANK.sub(" ", text)
        if not self.open:
            text = text.removeprefix(" ")
        if text:
            self.spans.append(replace(look, text=text))
            self.open = not text.endswith(" ")

    def code(self, code: str) -> None:
        """A break, a tab or a field."""
        if code in ("break", "tab"):
            self.strip()
        self.spans.append(Span(code=code))
        self.open = code in ("page", "pages")

    def strip(self) -> None:
        """Take off a blank at the end."""
        if self.spans and self.spans[-1].text.endswith(" "):
            text = self.spans[-1].text[:-1]
            self.spans[-1:] = [replace(self.spans[-1], text=text)] if text else []

    def gap(self) -> None:
        """Mark the character before as one after which thousands are set apart."""
        if self.spans and self.spans[-1].text:
            last = self.spans[-1]
            rest = last.text[:-1]
            self.spans[-1:] = [replace(last, text=rest)] if rest else []
            self.spans.append(replace(last, text=last.text[-1], gap=True))


class _Reader:
    """One way through the tree."""

    def __init__(self, drawings: list[str]) -> None:
        self.drawings = drawings
        self.lists = 0

    def blocks(self, element: Any, kind: str = "body") -> Iterator[Block]:
        """The blocks of an element; text between its elements is a paragraph of its own."""
        line = _Line(anchors=_ids(element))
        line.add(element.text or "", Span())
        for child in element:
            if child.tag == "img" and child.get("data-drawing"):
                yield from _flush(line, kind)
                line = _Line(anchors=line.anchors)  # the caption takes the id of its figure
                yield self._picture(int(child.get("data-drawing")))
            elif child.tag in BLOCKS:
                yield from _flush(line, kind)
                yield from self._block(child, kind, line.anchors)
                line = _Line()
            elif isinstance(child.tag, str):  # a comment has no text of its own
                self._inline(child, line, Span())
            line.add(child.tail or "", Span())
        yield from _flush(line, kind)

    def _block(self, element: Any, kind: str, anchors: list[str]) -> Iterator[Block]:
        """The blocks of a block; the first with text takes the ids that led to nothing yet."""
        for block in self._of_block(element, kind):
            if isinstance(block, Paragraph | Table):
                block.anchors[:0] = [a for a in anchors if a not in block.anchors]
                anchors = []
            yield block

    def _of_block(self, element: Any, kind: str) -> Iterator[Block]:
        tag, classes = element.tag, (element.get("class") or "").split()
        if tag in HEADINGS:
            return self.blocks(element, tag)
        if tag == "table":
            return self._table(element)
        if tag in ("ul", "ol"):
            return self._list(element)
        if tag == "dl":
            return self._facts(element) if "facts" in classes else self._pairs(element)
        if tag == "pre":
            return iter([_verbatim(element)])
        if tag == "figcaption":
            return self.blocks(element, "figure-caption")
        if tag == "section" and "toc" in classes:
            return self._contents(element)
        if tag == "section" and "cover" in classes:
            return iter([*self.blocks(element, kind), PageBreak()])
        if "bar" in classes:
            return self._row_of_texts(element)
        if "figures" in classes and all(e.tag == "div" for e in element):
            return self._row_of_blocks(element)
        kinds = [KINDS[c] for c in classes if c in KINDS]
        return self.blocks(element, kinds[0] if kinds else kind)

    # --- lines

    def _inline(self, element: Any, line: _Line, look: Span) -> None:
        """The text of an element that runs on in its line, in the look that it adds."""
        tag, classes = element.tag, (element.get("class") or "").split()
        if tag in SILENT:
            return
        line.anchors += _ids(element)
        if tag == "br" or (tag in BLOCKS and line.spans):
            line.code("break")
        for name, code in (("page-now", "page"), ("page-all", "pages")):
            if name in classes:
                line.code(code)
        if tag == "i" and re.fullmatch(r"\d{3}", element.text or ""):
            line.gap()
        href = element.get("href") or ""
        look = replace(
            look,
            bold=look.bold or tag in ("b", "strong") or "strong" in classes,
            small=look.small or tag == "small" or "sub" in classes,
            mono=look.mono or tag in ("code", "kbd", "samp"),
            level=tag if tag in ("sub", "sup") else look.level,
            link=href[1:] if tag == "a" and href.startswith("#") else look.link,
            number=look.number or "tno" in classes,
        )
        line.add(element.text or "", look)
        for child in element:
            if isinstance(child.tag, str):
                self._inline(child, line, look)
            line.add(child.tail or "", look)

    def _line(self, element: Any) -> _Line:
        line = _Line()
        self._inline(element, line, Span())
        line.strip()
        return line

    # --- blocks of their own

    def _picture(self, number: int) -> Picture:
        title = _TITLE.search(self.drawings[number])
        alt = lxml.html.fromstring(f"<p>{title[1]}</p>").text_content() if title else ""
        return Picture(number, alt)

    def _list(self, element: Any) -> Iterator[Block]:
        self.lists += 1
        number, ordered = self.lists, element.tag == "ol"
        depth = sum(1 for _ in element.iterancestors("ul", "ol"))
        for item in element:
            kind = "item"
            for block in self.blocks(item) if isinstance(item.tag, str) else ():
                if isinstance(block, Paragraph) and block.kind == "body":
                    block.kind, kind = kind, "item-more"
                    block.depth, block.list_number, block.ordered = depth, number, ordered
                yield block

    def _pairs(self, element: Any) -> Iterator[Block]:
        """Terms and what is said of them, as rows of a table without rules."""
        rows: list[Row] = []
        for child in element.iter("dt", "dd"):
            found = list(self.blocks(child, "cell"))
            if child.tag == "dt" or not rows:
                rows.append(Row([Cell([], head=True), Cell([])]))
            rows[-1].cells[child.tag == "dd"].blocks += found
        if rows:
            yield Table(rows, TERM_WIDTHS, _ids(element), plain=True)

    def _facts(self, element: Any) -> Iterator[Block]:
        """Short terms and facts, two beside each other; a wide one takes the whole row."""
        rows: list[Row] = []
        for pair in element.findall("div"):
            term, fact = (
                Cell([b for e in pair.findall(tag) for b in self.blocks(e, "cell")], head=head)
                for tag, head in (("dt", True), ("dd", False))
            )
            if "wide" in (pair.get("class") or "").split():
                fact.columns = 3
            elif rows and len(rows[-1].cells) == 2 and rows[-1].cells[1].columns == 1:
                rows[-1].cells += [term, fact]
                continue
            rows.append(Row([term, fact]))
        for row in rows:
            if sum(c.columns for c in row.cells) < 4:
                row.cells += [Cell([]), Cell([])]
        if rows:
            yield Table(rows, FACT_WIDTHS, _ids(element), plain=True)

    def _row_of_texts(self, element: Any) -> Iterator[Block]:
        """Texts that stand in one line, with tabs between them."""
        spans: list[Span] = []
        for child in element.iter("div"):
            if child is not element and not child.findall("div"):
                found = self._line(child).spans
                if found and spans:
                    spans.append(Span(code="tab"))
                spans += found
        if spans:
            yield Paragraph("tabbed", spans, _ids(element))

    def _row_of_blocks(self, element: Any) -> Iterator[Block]:
        cells = [Cell(list(self.blocks(child, "cell"))) for child in element]
        if cells:
            widths: list[float | None] = [100 / len(cells)] * len(cells)
            yield Table([Row(cells)], widths, _ids(element), plain=True)

    def _contents(self, element: Any) -> Iterator[Block]:
        entries: list[Paragraph] = []
        yield PageBreak()
        for child in element:
            if child.tag in ("ol", "ul"):
                for item in child.iter("li"):
                    level, line = _LEVEL.search(item.get("class") or ""), self._line(item)
                    depth = max(int(level[1]) - 2, 0) if level else 0
                    entries.append(Paragraph("contents", line.spans, line.anchors, depth))
            elif child.tag in BLOCKS:
                yield from self._block(child, "body", [])
        if entries:
            yield Contents(entries)
        yield PageBreak()

    # --- tables

    def _table(self, element: Any) -> Iterator[Block]:
        anchors = _ids(element)
        for caption in element.findall("caption"):
            for block in self.blocks(caption, "table-caption"):
                if isinstance(block, Paragraph):
                    block.anchors[:0] = anchors
                    anchors = []
                yield block
        rows = []
        for row in element.iter("tr"):
            if next(row.iterancestors("table")) is not element:
                continue  # of a table inside this one
            classes = (row.get("class") or "").split()
            group = "group" in classes
            cells = [self._cell(c) for c in row if c.tag in ("td", "th")]
            if group or "sum" in classes:  # as strong as a head
                cells = [replace(c, head=True) for c in cells]
            if cells:
                rows.append(Row(cells, row.getparent().tag == "thead", group))
                anchors += _ids(row) + _ids(row.getparent())
        if rows:
            yield Table(rows, [_width(col) for col in element.iter("col")], anchors)

    def _cell(self, element: Any) -> Cell:
        classes = (element.get("class") or "").split()
        found = list(self.blocks(element, "note" if "sub" in classes else "cell"))
        room = _EM.search(element.get("style") or "")
        return Cell(
            found,
            max(int(element.get("colspan") or 1), 1),
            max(int(element.get("rowspan") or 1), 1),
            element.tag == "th",
            "right" if "num" in classes else "center" if "mid" in classes else "",
            float(room[1]) if room else 0.0,
        )


def _flush(line: _Line, kind: str) -> Iterator[Paragraph]:
    line.strip()
    if any(s.text or s.code in ("page", "pages") for s in line.spans):
        yield Paragraph(kind, line.spans, line.anchors)
        line.anchors = []


def _ids(element: Any) -> list[str]:
    ident = element.get("id")
    return [ident] if ident else []


def _width(col: Any) -> float | None:
    found = _PERCENT.search(col.get("style") or "")
    return float(found[1]) if found else None


def _verbatim(element: Any) -> Paragraph:
    """Text whose blanks and lines stand as they are."""
    spans: list[Span] = []
    for i, line in enumerate(element.text_content().strip("\n").split("\n")):
        if i:
            spans.append(Span(code="break"))
        if line:
            spans.append(Span(text=line.replace("\t", "    "), mono=True))
    return Paragraph("code", spans, _ids(element))
