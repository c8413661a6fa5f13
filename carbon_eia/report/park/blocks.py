"""What a chapter of a park's report is made of: sections, paragraphs, tables, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.text.words_park import park_word

__all__ = ["Block", "Chapter", "Printer", "Row", "Table", "whole"]

MOST_ROWS = 75
"""Rows of a table that a reader may be asked to turn; the workbook and the record have all."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row: text or a number; ``style`` as in the style sheet (sum, group, weak)."""

    cells: list[Cell | str]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key, caption, heads with widths in percent, and which columns are numbers."""

    name: str
    caption: str
    heads: list[tuple[str, int]]
    numbers: frozenset[int]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``kind`` is section, text, list, note, table or figure."""

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its blocks."""

    number: str
    anchor: str
    title: str
    blocks: list[Block]


def whole(quantity: Mapping[str, Any] | None, places: int = 0) -> str:
    """A quantity at some decimals, a small one at two significant digits, a dash where none is.

    >>> whole({"value": "1188633.51", "unit": "tCO2e"}), whole(None)
    ('1188634', '—')
    """
    return "—" if quantity is None else show.emission(quantity, places)


class Printer:
    """Blocks in the language of a reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def word(self, key: str, **facts: object) -> str:
        """A word or sentence of the park's report."""
        return park_word(key, self.reader.lang).format(**facts)

    def bracketed(self, text: object) -> str:
        """Text in brackets of the language."""
        return f"{self.reader.word('left')}{text}{self.reader.word('right')}"

    def section(self, key: str) -> Block:
        """The heading of a section."""
        return Block("section", self.word(f"s.{key}"))

    def text(self, key: str, **facts: object) -> Block:
        """A paragraph."""
        return Block("text", self.word(key, **facts))

    def note(self, key: str, **facts: object) -> Block:
        """A small remark."""
        return Block("note", self.word(key, **facts))

    def listed(self, items: Sequence[str]) -> Block:
        """A list."""
        return Block("list", items=list(items))

    def figure(self, name: str) -> Block:
        """A figure, where the record gives one."""
        return Block("figure", name)

    def table(
        self,
        name: str,
        heads: Sequence[tuple[str, int]],
        rows: Sequence[Sequence[str]],
        numbers: Sequence[int] = (),
        styles: Mapping[int, str] | None = None,
    ) -> Block:
        """A table whose columns ``numbers`` are in line on the decimal point.

        ``heads``: key of a word (or the words themselves, where there is none) and width in
        percent; ``styles``: number of a row → its style.
        """
        left = len(rows) - MOST_ROWS
        if left > 1:
            last = [rows[-1]] if (styles or {}).get(len(rows) - 1) == "sum" else []
            more = [self.word("p.more", count=left), *("" for _ in heads[1:])]
            rows = [*rows[:MOST_ROWS], more, *last]
            styles = {n: s for n, s in (styles or {}).items() if n < MOST_ROWS}
            styles |= {MOST_ROWS: "weak", **({MOST_ROWS + 1: "sum"} if last else {})}
        columns: list[list[Cell | str]] = [
            list(column([r[i] for r in rows])) if i in numbers else [r[i] for r in rows]
            for i in range(len(heads))
        ]
        made = [Row([c[n] for c in columns], (styles or {}).get(n, "")) for n in range(len(rows))]
        titles = [(park_word(f"h.{key}", self.reader.lang, key), width) for key, width in heads]
        caption = self.word(f"t.{name}")
        return Block("table", table=Table(name, caption, titles, frozenset(numbers), made))
