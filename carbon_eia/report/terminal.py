"""A document on a terminal: its blocks as lines of plain text, none wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from carbon_eia.console import WIDTH, boxed, escaped, folded, padded, styled, width_of
from carbon_eia.report.document import (
    EMPTY,
    Block,
    Box,
    Bullets,
    Chapter,
    Chart,
    Document,
    Drawing,
    FactList,
    KeyFigure,
    Paragraph,
    Section,
    Table,
    Verbatim,
    VerdictBox,
)
from carbon_eia.report.terminal_table import table_lines
from carbon_eia.report.terminal_text import line_style, text_of, thousands

__all__ = ["COLOURS", "block_lines", "document_lines", "hung"]

COLOURS = {
    "pass": "green",
    "refuse": "red",
    "retrofit": "yellow",
    "stop": "red",
    "undetermined": "magenta",
}
"""Colours of verdicts; the conclusion on a park is drawn as one of them."""

FRAMES = {"missing": "magenta", "asks": "yellow"}
"""Colours of frames by their look."""

BAR = 30
"""Cells of the longest bar of a chart."""


def document_lines(document: Document, width: int) -> Iterator[str]:
    """The cover in short, and every chapter.

    >>> from carbon_eia.report.document import Chapter, numbered
    >>> made = Document("zh", title="某厂", chapters=(Chapter("a", "总则", (Section("依据"),)),))
    >>> [x for x in document_lines(numbered(made), 60) if x]
    ['某厂', '0  总则', '═══════', '0.1  依据']
    """
    prose = min(width, WIDTH)
    for text, style in ((document.title, "bold"), (document.what, ""), (document.banner, "yellow")):
        yield from _styled(escaped(text), style, prose) if text else ()
    yield from _pairs([(k, escaped(v)) for k, v in document.imprint], prose)
    for note in document.notes:
        yield from _styled(escaped(note), "dim", prose)
    for chapter in document.chapters:
        yield ""
        yield from _chapter(chapter, document, width)


def _chapter(chapter: Chapter, document: Document, width: int) -> Iterator[str]:
    title = f"{chapter.label if chapter.annex else chapter.number}  {escaped(chapter.title)}"
    lines = folded(title, min(width, WIDTH))
    for part in lines:
        yield styled(part, "bold cyan")
    yield styled("═" * max(map(width_of, lines)), "cyan")
    yield from block_lines(chapter.blocks, document, width)


def block_lines(
    blocks: Iterable[Block], document: Document = EMPTY, width: int = WIDTH
) -> Iterator[str]:
    """The lines of blocks, a blank one between two of them; tables may be wider than prose."""
    before: Block | None = None
    for block in blocks:
        if before is not None and not _together(before, block):
            yield ""
        for text in _lines(block, document, width):
            yield text.rstrip()
        before = block


def _together(before: Block, block: Block) -> bool:
    """Whether no blank line stands between two blocks: a heading or a lead and what follows."""
    return isinstance(before, Section) or (isinstance(before, Paragraph) and before.look == "lead")


def _lines(block: Block, document: Document, width: int) -> Iterator[str]:
    prose = min(width, WIDTH)
    match block:
        case Paragraph():
            yield from _styled(text_of(block.text, document), line_style(block), prose)
        case Section(title=title, number=number):
            yield from _styled(f"{number}  {escaped(title)}".strip(), "bold", prose)
        case Bullets():
            yield from _bullets(block, document, prose)
        case FactList():
            pairs = [(escaped(f.label), text_of(f.text, document)) for f in block.rows]
            yield from _pairs(pairs, prose)
        case Table():
            yield from table_lines(block, document, width)
        case Drawing():
            caption = "  ".join(x for x in (block.label, escaped(block.caption)) if x)
            yield from _styled(caption, "dim", prose)
            yield from hung("  ", escaped(block.note or block.alt), prose, "dim")
        case VerdictBox():
            yield from _verdict(block, document, prose)
        case Box():
            bar = styled("│", FRAMES.get(block.look, "cyan"))
            for text in block_lines(block.blocks, document, prose - 2):
                yield f"{bar} {text}"
        case Verbatim():
            yield from _verbatim(block, prose)


def _styled(text: str, style: str, width: int) -> Iterator[str]:
    for part in folded(text, width):
        yield styled(part, style)


def hung(first: str, text: str, width: int, style: str = "") -> Iterator[str]:
    """A text behind a mark; its other lines begin under its first character.

    >>> list(hung("· ", "报告完成后复核", 10))
    ['· 报告完成', '  后复核']
    """
    room = width - width_of(first)
    for n, part in enumerate(folded(text, room)):
        yield (first if n == 0 else " " * width_of(first)) + styled(part, style)


def _bullets(block: Bullets, document: Document, width: int) -> Iterator[str]:
    last = len(str(len(block.items)))
    for n, item in enumerate(block.items, 1):
        mark = f"{n:>{last}}. " if block.ordered else "· "
        style = "dim" if block.look == "note" else ""
        yield from hung(f"  {mark}", text_of(item, document), width, style)


def _pairs(pairs: list[tuple[str, str]], width: int) -> Iterator[str]:
    """Labels, and what is said under each in a column beside them."""
    labels = min(max((width_of(label) for label, _ in pairs), default=0), width // 3)
    for label, text in pairs:
        if width_of(label) > labels:
            yield styled(label, "dim")
            first = " " * (labels + 2)
        else:
            first = styled(padded(label, labels), "dim") + "  "
        yield from hung(first, text, width)


def _verbatim(block: Verbatim, width: int) -> Iterator[str]:
    """Lines as they were typed, broken where they are too wide."""
    for typed in block.lines:
        text = "".join(c if c.isprintable() else escaped(c) for c in typed.expandtabs(4))
        while width_of(text) > width:
            cut = next(n for n in range(1, len(text) + 1) if width_of(text[: n + 1]) > width)
            yield styled(text[:cut], "dim")
            text = "  " + text[cut:]
        yield styled(text, "dim")


# --- the verdict


def _verdict(block: VerdictBox, document: Document, width: int) -> Iterator[str]:
    """The verdict in its colour, what is remarked, and its figures in aligned lines."""
    colour = COLOURS.get(block.status, "cyan")
    inner = width - 4
    label = escaped("  ".join(x for x in (block.label, block.mark) if x))
    lines = [styled(part, f"bold {colour}") for part in folded(label, inner)]
    for remark in block.remarks:
        lines += _styled(text_of(remark.text, document), line_style(remark), inner)
    lines += _figures(block.figures, inner)
    if block.chart is not None:
        lines += ["", *_chart(block.chart, inner)]
    yield from boxed(lines, colour, width).split("\n")


def _figures(figures: tuple[KeyFigure, ...], width: int) -> Iterator[str]:
    """Label, figure with its unit and note of each; notes below where they do not fit."""
    rows = [
        (escaped(f.label), f"{thousands(f.value)} {f.unit}".strip(), escaped(f.note))
        for f in figures
    ]
    first = max((width_of(label) for label, _, _ in rows), default=0)
    second = max((width_of(value) for _, value, note in rows if note), default=0)
    for label, value, note in rows:
        line = f"{padded(label, first)}  {value}"
        whole = f"{padded(label, first)}  {padded(value, second)}  {note}" if note else line
        if width_of(whole) <= width:
            yield whole
            continue
        yield from folded(line, width)
        yield from hung("  ", note, width) if note else ()


def _chart(chart: Chart, width: int) -> Iterator[str]:
    """The bars of a chart as long as they are to each other."""
    labels = max((width_of(escaped(bar.label)) for bar in chart.bars), default=0)
    values = max((width_of(bar.value) for bar in chart.bars), default=0)
    longest = min(BAR, width - labels - values - 4)
    if longest < 10:
        return
    for bar in chart.bars:
        length = round(Decimal(bar.width) * longest / 100)
        drawn = padded("█" * length, longest)
        yield f"{padded(escaped(bar.label), labels)}  {drawn}  {padded(bar.value, values, True)}"
    yield styled(chart.unit, "dim")
