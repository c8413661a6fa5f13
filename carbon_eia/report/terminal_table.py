"""Tables of a document on a terminal: aligned columns, or a record for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from carbon_eia.console import (
    KEPT,
    MOST_WORD,
    escaped,
    fitted,
    folded,
    longest,
    padded,
    styled,
    width_of,
)
from carbon_eia.messages import sentence
from carbon_eia.report.document import Document, FactList, Paragraph, Table, TableCell, TableColumn
from carbon_eia.report.terminal_text import line_style, text_of

__all__ = ["table_lines"]

GAP = 2
WORDS = 14
"""Cells that a column of words needs, or it is no column any more."""

TALLEST = 7
"""Lines of a cell above which rows are easier to read as records."""

ROWS = {"sum": "bold", "group": "bold", "weak": "dim", "folded": "dim", "more": "dim"}
"""Styles of rows by their look."""

DIGIT = Decimal("0.555")
"""Em of a digit, in which a cell says what room its number leaves on the right."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A cell with its lines as plain text, each with its style, and where it stands.

    ``hangs``: lines are labels with facts, whose folded parts stand further in.
    """

    lines: tuple[tuple[str, str], ...]
    start: int
    columns: int
    right: bool
    hangs: bool = False

    @property
    def widest(self) -> int:
        """Cells that its widest line takes."""
        return max((width_of(text) for text, _ in self.lines), default=0)

    @property
    def words(self) -> str:
        """All its lines as one."""
        return "  ".join(text.strip() for text, _ in self.lines if text.strip())


@dataclass(frozen=True, slots=True)
class _LaidRow:
    """A row of cells that know their columns."""

    cells: tuple[_Laid, ...]
    look: str


def table_lines(table: Table, document: Document, width: int) -> Iterator[str]:
    """The caption and the rows of a table, none wider than ``width``."""
    caption = escaped("  ".join(x for x in (table.label, table.caption) if x))
    for part in folded(caption, width) if caption else ():
        yield styled(part, "bold")
    count = len(table.columns)
    rows = _placed(table, document, count)
    heads = [_head(c) for c in table.columns]
    widths = _widths(table.columns, heads, rows, width)
    if widths is None:
        yield from _records(rows, heads, width, sentence("screen.colon", document.lang))
    else:
        yield from _grid(rows, heads if table.has_head else [], widths)


def _style(look: str) -> str:
    """The style of a row: that of the first of its looks that has one."""
    return next((ROWS[x] for x in look.split() if x in ROWS), "")


# --- what stands in the cells


def _head(column: TableColumn) -> list[str]:
    head = f"{column.head} {column.unit}" if column.unit else column.head
    return [escaped(x) for x in (head, column.sub) if x]


def _placed(table: Table, document: Document, count: int) -> list[_LaidRow]:
    """The rows with every cell in its columns; a cell over several rows leaves room below it."""
    rows = []
    taken: dict[int, int] = {}
    for row in table.rows:
        at, cells = 0, []
        for cell in row.cells:
            while taken.get(at, 0):
                at += 1
            align = cell.align or (table.columns[at].align if at < count else "")
            cells.append(_laid(cell, at, align, document))
            if cell.rows > 1:
                taken.update(dict.fromkeys(range(at, at + cell.columns), cell.rows))
            at += cell.columns
        taken = {i: n - 1 for i, n in taken.items() if n > 1}
        rows.append(_LaidRow(tuple(cells), row.look))
    return rows


def _laid(cell: TableCell, start: int, align: str, document: Document) -> _Laid:
    right = align in ("num", "no")
    room = _room(cell.room) if right else 0
    lines = []
    for part in cell.lines:
        for text, style in _cell_lines(part, document):
            lines.append((text + " " * room if text else text, style))
    hangs = any(isinstance(part, FactList) for part in cell.lines)
    return _Laid(tuple(lines), start, cell.columns, right, hangs)


def _room(room: str) -> int:
    """How many characters a number leaves free on its right: digits, and the point.

    >>> _room("1.388"), _room("0.555"), _room("")
    (3, 1, 0)
    """
    if not room:
        return 0
    digits, point = divmod(Decimal(room), DIGIT)
    return int(digits) + bool(point)


def _cell_lines(part: Paragraph | FactList, document: Document) -> Iterator[tuple[str, str]]:
    if isinstance(part, FactList):
        for fact in part.rows:
            text = text_of(fact.text, document)
            yield (f"{escaped(fact.label)}  {text}" if fact.label else text), ""
    else:
        yield text_of(part.text, document), line_style(part)


# --- columns


def _widths(
    columns: Sequence[TableColumn], heads: list[list[str]], rows: list[_LaidRow], width: int
) -> list[int] | None:
    """A width for every column; None where a row reads better as a record."""
    count = len(columns)
    single = [c for r in rows for c in r.cells if c.columns == 1]
    natural = [max((width_of(x) for x in head), default=0) for head in heads]
    fixed = [False] * count
    for cell in single:
        natural[cell.start] = max(natural[cell.start], cell.widest)
        fixed[cell.start] |= cell.right
    least = [w if f else min(w, WORDS) for w, f in zip(natural, fixed, strict=True)]
    for cell in single:
        if not cell.right:
            word = max((min(longest(x), MOST_WORD) for x, _ in cell.lines), default=0)
            least[cell.start] = max(least[cell.start], word)
    for i, head in enumerate(heads):  # the head of a column of figures may be folded
        if fixed[i]:
            own = [c.widest for c in single if c.start == i]
            least[i] = max([0, *own, *(longest(x) for x in head)])
    if sum(least) + GAP * (count - 1) > width:
        return None
    widths = fitted(natural, least, width)
    tall = any(
        sum(len(folded(text, widths[c.start])) for text, _ in c.lines) > TALLEST for c in single
    )
    return None if tall and count > 2 else widths


def _grid(rows: list[_LaidRow], heads: list[list[str]], widths: list[int]) -> Iterator[str]:
    right = {c.start for r in rows for c in r.cells if c.right and c.columns == 1}
    if heads:
        cells = [
            _Laid(tuple((x, "") for x in head), i, 1, i in right) for i, head in enumerate(heads)
        ]
        yield from _row_lines(_LaidRow(tuple(cells), ""), widths)
        yield styled((" " * GAP).join("─" * w for w in widths).rstrip(), "dim")
    laid = [(row.look, list(_row_lines(row, widths))) for row in rows]
    apart = any(len(lines) > 2 for _, lines in laid)
    for n, (look, lines) in enumerate(laid):
        if apart and n and "detail" not in look.split():
            yield ""
        yield from lines


def _row_lines(row: _LaidRow, widths: list[int]) -> Iterator[str]:
    """The lines of a row; a cell over several columns has the width of all of them."""
    style = _style(row.look)
    parts: list[tuple[int, int, bool, list[tuple[str, str]]]] = []
    for cell in row.cells:
        spanned = widths[cell.start : cell.start + cell.columns]
        wide = sum(spanned) + GAP * (len(spanned) - 1)
        lines = [
            (part, own or style)
            for text, own in cell.lines
            for part in _parts(text, wide, "  " if cell.hangs else "")
        ]
        parts.append((sum(widths[: cell.start]) + GAP * cell.start, wide, cell.right, lines))
    for n in range(max((len(lines) for *_, lines in parts), default=0)):
        shown, used = "", 0
        for at, wide, right, lines in parts:
            if n >= len(lines) or not lines[n][0]:
                continue
            text, own = lines[n]
            placed = padded(text, wide, right=True) if right else text
            shown += " " * (at - used) + styled(placed.rstrip(), own)
            used = at + width_of(placed.rstrip())
        yield shown.rstrip()


def _parts(text: str, width: int, indent: str) -> list[str]:
    """A line of a cell within its width."""
    if width_of(text) <= width:
        return [text.replace(KEPT, " ")]
    first, *more = folded(text, width, width - len(indent))
    return [first, *(indent + x for x in more)]


# --- records


def _records(rows: list[_LaidRow], heads: list[list[str]], width: int, colon: str) -> Iterator[str]:
    """Each row as “head: value” under its first cell; a row of one cell heads those below it."""
    for n, row in enumerate(rows):
        cells = [c for c in row.cells if c.words]
        if not cells:
            continue
        if len(cells) == 1:
            group = "group" in row.look.split()
            if group and n:
                yield ""
            style = "bold cyan" if group else _style(row.look)
            yield from _hung("" if group else "  ", cells[0].words, width, style)
            continue
        first, *rest = cells
        title = first.words
        if not (heads[first.start] and rest) or len(title) < 3:  # a running number
            title = f"{title}  {rest[0].words}"
            rest = rest[1:]
        yield from _hung("", title, width, "bold")
        pairs = [(" ".join(heads[cell.start]), cell.words) for cell in rest]
        yield from _pairs([f"{h}{colon}{x}" if h else x for h, x in pairs], width)


def _pairs(pairs: list[str], width: int) -> Iterator[str]:
    """Short ones after one another, as many to a line as there is room for; long ones alone."""
    line = ""
    for pair in pairs:
        alone = 2 * width_of(pair) > width
        if line and (alone or 6 + width_of(line + pair) > width):
            yield from _hung("  ", line, width)
            line = ""
        line = f"{line}    {pair}" if line else pair
        if alone:
            yield from _hung("  ", line, width)
            line = ""
    if line:
        yield from _hung("  ", line, width)


def _hung(indent: str, text: str, width: int, style: str = "") -> Iterator[str]:
    """A text whose lines after the first are indented further."""
    first, *more = folded(text, width - len(indent), width - len(indent) - 2)
    yield indent + styled(first, style)
    for part in more:
        yield f"{indent}  {styled(part, style)}"
