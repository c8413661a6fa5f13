"""What a document is made of, between HTML and Word: spans, paragraphs, tables, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "Block",
    "Cell",
    "Contents",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Row",
    "Span",
    "Table",
    "Text",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look.

    ``level`` is sub or sup, ``link`` the id that it leads to, ``gap`` whether thousands are set
    apart after it, ``number`` whether it is the number of a caption. With a ``code`` (break, tab,
    page, pages) it has no text.
    """

    text: str = ""
    bold: bool = False
    small: bool = False
    mono: bool = False
    level: str = ""
    link: str = ""
    gap: bool = False
    number: bool = False
    code: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a kind; ``anchors`` are the ids that lead to it."""

    kind: str
    spans: list[Span] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    depth: int = 0
    list_number: int = 0
    ordered: bool = False

    @property
    def text(self) -> str:
        """Its text alone.

        >>> Paragraph("body", [Span("CO"), Span("2", level="sub")]).text
        'CO2'
        """
        return "".join(s.text for s in self.spans)


@dataclass(slots=True)
class Picture:
    """A drawing, by its number among those of the document, and what it says in words."""

    number: int
    alt: str


@dataclass(slots=True)
class Cell:
    """A cell with its blocks; ``room`` is kept free on the right of a number, in em."""

    blocks: list[Block]
    columns: int = 1
    rows: int = 1
    head: bool = False
    align: str = ""
    room: float = 0.0


@dataclass(slots=True)
class Row:
    """A row; rows of the head are repeated on every page."""

    cells: list[Cell]
    head: bool = False
    group: bool = False


@dataclass(slots=True)
class Table:
    """A table; ``widths`` in percent where the template gives them; ``plain`` has no rules."""

    rows: list[Row]
    widths: list[float | None] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    plain: bool = False


@dataclass(slots=True)
class Contents:
    """The list of headings, with what each entry leads to and how deep it is."""

    entries: list[Paragraph]


@dataclass(slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Picture | Table | Contents | PageBreak


@dataclass(slots=True)
class Text:
    """A document: its title, its blocks, its drawings as SVG, its running head and foot."""

    title: str
    blocks: list[Block]
    drawings: list[str]
    head: list[Paragraph]
    foot: list[Paragraph]
    cover: bool
