"""What every report is: a document of chapters, a chapter of blocks, a block of words.

A document is built from a record and from nothing else; the writers of HTML (PDF), Word, Excel and
the terminal print the same blocks. Numbers of chapters, sections, tables and figures follow from
their order, and what refers to them (``See``) finds them in ``Document.labels``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import ClassVar, NamedTuple

from carbon_eia.messages import sentence, template

__all__ = [
    "EMPTY",
    "Block",
    "Body",
    "Box",
    "Bullets",
    "Chapter",
    "Chart",
    "ChartBar",
    "Document",
    "Drawing",
    "Fact",
    "FactList",
    "Heading",
    "KeyFigure",
    "Paragraph",
    "Pixels",
    "Section",
    "See",
    "Table",
    "TableCell",
    "TableColumn",
    "TableRow",
    "Text",
    "TextSpan",
    "Verbatim",
    "VerdictBox",
    "line",
    "numbered",
    "texts_of",
]


class TextSpan(NamedTuple):
    """A stretch of text in one look; ``link``: the anchor that it leads to.

    Looks: ``number`` (thousands set apart), ``quantity`` (kept on one line), ``amount`` (both),
    ``formula``, ``bold``, ``sub`` (small), ``flag``, ``flag strong`` (marks that make a value
    stand out), ``gap`` (what is still to be supplied), ``grade-c``, ``result``, ``result fails``,
    ``unit``, ``code``, ``hash``, ``sno`` (a running number before a name); without one, plain text.
    """

    text: str
    look: str = ""
    link: str = ""


class See(NamedTuple):
    """Where more is found: anchors of tables, figures and chapters; absent ones are left out.

    ``bare``: the number as a noun of the sentence, else “(see Table 5-2)”.
    """

    names: tuple[str, ...]
    bare: bool = False


Text = tuple[str | TextSpan | See, ...]
"""One sentence or paragraph, piece by piece."""


def line(text: str | TextSpan | Text) -> Text:
    """Words in one piece as a text of one piece.

    >>> line("煤"), line(TextSpan("2 t", "quantity"))
    (('煤',), (TextSpan(text='2 t', look='quantity', link=''),))
    """
    if isinstance(text, str | TextSpan):
        return (text,)
    return text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line of a cell.

    Looks: ``alert`` (stands out), ``note`` (small), ``lead`` (heads a list), ``sub`` (small, in a
    cell), ``alert-line``, ``with-next`` (stays on the page of what follows).
    """

    kind: ClassVar = "paragraph"
    text: Text
    look: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``ordered``: counted."""

    kind: ClassVar = "bullets"
    items: tuple[Text, ...]
    ordered: bool = False
    look: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The heading of a section; its number follows from its place."""

    kind: ClassVar = "section"
    title: str
    number: str = ""

    @property
    def anchor(self) -> str:
        """What leads to it."""
        return f"section-{self.number.replace('.', '-')}"


class Fact(NamedTuple):
    """A label and what is said under it; ``wide``: over the whole width."""

    label: str
    text: Text
    wide: bool = False


@dataclass(frozen=True, slots=True)
class FactList:
    """Labels and facts side by side; looks: ``facts`` (two to a line), ``formula`` (in a cell)."""

    kind: ClassVar = "facts"
    rows: tuple[Fact, ...]
    look: str = "facts"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table; ``align``: ``num`` (to the right), ``mid``, ``no`` (a running number).

    ``room``: em that a number leaves free on its right, so that points stand in line. ``columns``,
    ``rows``: how many it spans.
    """

    lines: tuple[Paragraph | FactList, ...]
    align: str = ""
    room: str = ""
    columns: int = 1
    rows: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells.

    Looks: ``group`` (heads the rows below), ``sum``, ``weak``, ``folded``, ``head-row`` and
    ``detail`` (a row and what belongs to it), ``other``, ``more``.
    """

    cells: tuple[TableCell, ...]
    look: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Rows that belong together: a page ends between bodies rather than in one."""

    rows: tuple[TableRow, ...]
    anchor: str = ""


class TableColumn(NamedTuple):
    """A column: the lines of its head, its width in percent (0: as wide as it needs), its align.

    ``unit``: what stands behind the head and stays on one line. ``look``: what the page of a
    screening does with it: ``word``, ``words``, ``long`` (the room of its texts), ``chosen``
    (filtered by choosing one of them), ``secondary`` (shown when asked for).
    """

    head: str
    width: float = 0
    align: str = ""
    sub: str = ""
    unit: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its name, with its caption; ``label``: its number, which follows from its place.

    ``look``: its class in the style sheet, its name where it is left out.
    """

    kind: ClassVar = "table"
    name: str
    caption: str
    columns: tuple[TableColumn, ...]
    bodies: tuple[Body, ...]
    look: str = ""
    label: str = ""

    @property
    def has_head(self) -> bool:
        """Whether its columns have heads; a table of labels and facts has none."""
        return any(c.head for c in self.columns)

    @property
    def rows(self) -> Iterator[TableRow]:
        """All rows, those of every body."""
        for body in self.bodies:
            yield from body.rows


class Pixels(NamedTuple):
    """A picture that was not drawn here: its kind (image/png, image/jpeg), size and bytes."""

    kind: str
    width: int
    height: int
    content: bytes

    @property
    def address(self) -> str:
        """The picture itself as the address of a page's image."""
        return f"data:{self.kind};base64,{b64encode(self.content).decode()}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure by its name; ``svg`` is finished, escaped markup, ``alt`` says it in words.

    ``pixels``: the picture of the applicant in its place; ``note``: what tells it apart where no
    picture is shown.
    """

    kind: ClassVar = "drawing"
    name: str
    caption: str
    alt: str
    svg: str
    label: str = ""
    pixels: Pixels | None = None
    note: str = ""


class KeyFigure(NamedTuple):
    """A figure under the verdict; without a unit it is words."""

    label: str
    value: str
    unit: str
    note: str


class ChartBar(NamedTuple):
    """A bar of the chart; ``look``: project, plan, admission, advanced; ``width`` in percent."""

    label: str
    value: str
    width: str
    look: str


class Chart(NamedTuple):
    """Bars from zero, and where the line of the limit stands (percent of the longest)."""

    bars: tuple[ChartBar, ...]
    line: str | None
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class VerdictBox:
    """The verdict with its key figures; ``status``: pass, retrofit, refuse, stop, undetermined.

    ``mark``: a word below the label (provisional); ``remarks``: lines above the figures.
    """

    kind: ClassVar = "verdict"
    status: str
    label: str
    figures: tuple[KeyFigure, ...]
    mark: str = ""
    remarks: tuple[Paragraph, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks within a frame; looks: ``missing``, ``asks``."""

    kind: ClassVar = "box"
    look: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines as they were typed."""

    kind: ClassVar = "verbatim"
    lines: tuple[str, ...]


Block = Paragraph | Bullets | Section | FactList | Table | Drawing | VerdictBox | Box | Verbatim


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its blocks; its number follows from its place: 0, 1, 2, …; annexes A, B, …

    ``wide``: it has wide tables, and stands on pages of its own in landscape.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
    wide: bool = False
    number: str = ""
    label: str = ""

    @property
    def anchor(self) -> str:
        """What leads to it."""
        return f"chapter-{self.name}"


SHORT = 30
"""Lines of a contents from which on it has a page of its own."""


class Heading(NamedTuple):
    """A line of the contents; ``level`` 2 is a chapter, 3 a section of it."""

    level: int
    anchor: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report: what stands on its cover and in its running lines, and its chapters.

    ``what``: the words below the name on the cover; ``head``: the name in the running head;
    ``labels``: the number of every chapter, table and figure by its anchor. ``form``: ``report``
    (cover, contents, chapters from 0 on), or ``letter``: the head of a letter of a ``sender``, in
    which ``what`` is its number, then its parts; a chapter without a title has no heading.
    """

    lang: str
    form: str = "report"
    sender: str = ""
    kind: str = ""
    title: str = ""
    name: str = ""
    head: str = ""
    foot: str = ""
    what: str = ""
    notes: tuple[str, ...] = ()
    banner: str = ""
    imprint: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    day: str = ""
    chapters: tuple[Chapter, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def contents(self) -> Iterator[Heading]:
        """Chapters and their sections, in order."""
        for c in self.chapters:
            if c.title:
                yield Heading(2, c.anchor, c.number, c.title)
            for block in c.blocks:
                if isinstance(block, Section):
                    yield Heading(3, block.anchor, block.number, block.title)

    @property
    def is_short(self) -> bool:
        """Whether its contents have room below the first chapter."""
        return len(list(self.contents)) < SHORT

    def spans(self, text: Text) -> Iterator[TextSpan]:
        """A text as spans: references have their numbers, or are gone where nothing is there."""
        for piece in text:
            if isinstance(piece, See):
                yield from self._reference(piece)
            else:
                yield TextSpan(piece) if isinstance(piece, str) else piece

    def plain(self, text: Text) -> str:
        """A text without its looks."""
        return "".join(span.text for span in self.spans(text))

    def _reference(self, see: See) -> Iterator[TextSpan]:
        """“(see Table 5-2, Figure 5-1)”, or the numbers alone."""
        links = [TextSpan(self.labels[n], "reference", n) for n in see.names if n in self.labels]
        if not links:
            if see.bare:
                yield TextSpan(sentence("report.ref_none", self.lang))
            return
        before, _, after = ("", "", "") if see.bare else _around(template("report.see", self.lang))
        if before:
            yield TextSpan(before)
        for i, link in enumerate(links):
            if i:
                yield TextSpan(sentence("report.comma", self.lang))
            yield link
        if after:
            yield TextSpan(after)


EMPTY = Document("zh")
"""A document without anything in it."""


def _around(pattern: str) -> tuple[str, str, str]:
    """What stands before and after the links of “(see {links})”."""
    return pattern.partition("{links}")


# --- numbers


def numbered(document: Document) -> Document:
    """The document with the numbers that follow from the order of its chapters and blocks."""
    labels: dict[str, str] = {}
    chapters = []
    annexes = iter(ascii_uppercase)
    is_letter = document.form == "letter"
    counted = 1 if is_letter else 0
    for chapter in document.chapters:
        if chapter.annex:
            number, what = next(annexes), "ref_enclosure" if is_letter else "ref_annex"
            label = shown = sentence(f"report.{what}", document.lang, {"number": number})
        elif not chapter.title:
            number = label = shown = ""
        else:
            number = shown = str(counted)
            what = "ref_part" if is_letter else "ref_chapter"
            label = sentence(f"report.{what}", document.lang, {"number": number})
            if is_letter:
                shown = sentence("report.parts", document.lang).split()[counted - 1]
            counted += 1
        if label:
            labels[chapter.anchor] = label
        blocks = tuple(_Counter(document.lang, number, labels).of(chapter.blocks))
        chapters.append(replace(chapter, blocks=blocks, number=shown, label=label))
    return replace(document, chapters=tuple(chapters), labels=labels)


class _Counter:
    """Numbers of the sections, tables and figures of one chapter."""

    def __init__(self, lang: str, chapter: str, labels: dict[str, str]) -> None:
        self.lang, self.chapter, self.labels = lang, chapter, labels
        self.counts: dict[str, int] = {}

    def of(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks with their numbers."""
        for block in blocks:
            if isinstance(block, Section):
                yield replace(block, number=f"{self.chapter}.{self._next('section')}")
            elif isinstance(block, Table):
                yield replace(block, label=self._label("table", block.name))
            elif isinstance(block, Drawing):
                yield replace(block, label=self._label("figure", block.name))
            elif isinstance(block, Box):
                yield replace(block, blocks=tuple(self.of(block.blocks)))
            else:
                yield block

    def _label(self, kind: str, name: str) -> str:
        word = sentence(f"report.label_{kind}", self.lang)
        label = f"{word} {self.chapter}-{self._next(kind)}"
        self.labels[f"{kind}-{name}"] = label
        return label

    def _next(self, kind: str) -> int:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]


def texts_of(blocks: Sequence[Block]) -> Iterator[Text]:
    """Every text of blocks, in the order in which it is read."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, FactList):
            yield from (fact.text for fact in block.rows)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from texts_of(cell.lines)
        elif isinstance(block, Box):
            yield from texts_of(block.blocks)
        elif isinstance(block, VerdictBox):
            yield from texts_of(block.remarks)
