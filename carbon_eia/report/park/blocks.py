"""What a chapter of a park's report is made of: sections, paragraphs, tables, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carbon_eia.messages import sentence
from carbon_eia.parks.records import TargetRecord
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.run.records import QuantityRecord

__all__ = [
    "MOST_NAMES",
    "MOST_ROWS",
    "Block",
    "Chapter",
    "Printer",
    "Row",
    "Table",
    "law",
    "whole",
]

MOST_ROWS = 75
"""Rows of a table on paper; the workbook and the page for the screen have all."""

MOST_NAMES = 24
"""Names that a cell lists on paper."""


MOST_UNIT = 12
"""Longest unit of a head that is kept on one line."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row: text or a number; ``style`` as in the style sheet (sum, group, weak).

    One cell alone stands over all columns.
    """

    cells: list[Cell | str]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key, caption, heads (words, unit in brackets, width in percent), and which
    columns are numbers."""

    name: str
    caption: str
    heads: list[tuple[str, str, int]]
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


def whole(quantity: QuantityRecord | None, places: int = 0) -> str:
    """A quantity at some decimals, a small one at two significant digits, a dash where none is.

    >>> whole(QuantityRecord(value="1188633.51", unit="tCO2e")), whole(None)
    ('1188634', '—')
    """
    return "—" if quantity is None else show.emission(quantity, places)


def law(target: TargetRecord) -> dict[str, str]:
    """What a sentence takes of a target: the title and section of its instrument, its figure."""
    figure = {"value": target.value or "", "unit": target.unit}
    return {"title": target.instrument.title, "section": target.section, **figure}


class Printer:
    """Blocks in the language of a reader; ``paper``: long tables and lists are cut, and say so."""

    def __init__(self, reader: Reader, paper: bool = False) -> None:
        self.reader, self.paper = reader, paper

    def word(self, key: str, **facts: object) -> str:
        """A word or sentence of the park's report."""
        return sentence(f"park.report.{key}", self.reader.lang, facts)

    def bracketed(self, text: object) -> str:
        """Text in brackets of the language."""
        return f"{self.reader.word('left')}{text}{self.reader.word('right')}"

    def unit(self, unit: str) -> str:
        """A unit as it is printed; what is counted has its word."""
        return self.word("unit.count") if unit == "个" else unit

    def section(self, key: str) -> Block:
        """The heading of a section."""
        return Block("section", self.word(f"s.{key}"))

    def text(self, key: str, **facts: object) -> Block:
        """A paragraph."""
        return Block("text", self.word(key, **facts))

    def note(self, key: str, **facts: object) -> Block:
        """A small remark."""
        return Block("note", self.word(key, **facts))

    def names(self, names: Sequence[str], sheet: str) -> str:
        """Names in a row; on paper, of many the first, how many there are, and where they stand."""
        if not self.paper or len(names) <= MOST_NAMES:
            return self.reader.listed(names)
        shown = self.reader.listed(names[:MOST_NAMES])
        return self.word("and_more", names=shown, count=len(names), sheet=self.word(f"x.{sheet}"))

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
        sheet: str = "",
    ) -> Block:
        """A table whose columns ``numbers`` are in line on the decimal point.

        ``heads``: key of a word (or the words themselves, where there is none) and width in
        percent; ``styles``: number of a row → its style; ``sheet``: that of the workbook where all
        rows stand (of the table's own name where it is left out).
        """
        last = [rows[-1]] if (styles or {}).get(len(rows) - 1) == "sum" else []
        left, more = len(rows) - len(last) - MOST_ROWS, ""
        where = sentence(f"park.report.x.{sheet or name}", self.reader.lang, default="")
        if self.paper and left > 1 and where:
            more = self.word("p.more", count=left, sheet=where)
            rows = [*rows[:MOST_ROWS], *last]
            styles = {n: s for n, s in (styles or {}).items() if n < MOST_ROWS}
            styles |= {MOST_ROWS: "sum"} if last else {}
        columns: list[list[Cell | str]] = [
            list(column([r[i] for r in rows])) if i in numbers else [r[i] for r in rows]
            for i in range(len(heads))
        ]
        made = [Row([c[n] for c in columns], (styles or {}).get(n, "")) for n in range(len(rows))]
        if more:
            made.insert(MOST_ROWS, Row([more], "weak"))
        titles = [
            (*_unit_apart(sentence(f"park.report.h.{key}", self.reader.lang, default=key)), width)
            for key, width in heads
        ]
        caption = self.word(f"t.{name}")
        return Block("table", table=Table(name, caption, titles, frozenset(numbers), made))


def _unit_apart(head: str) -> tuple[str, str]:
    """The words of a head, and its unit in brackets, which stays on one line.

    >>> _unit_apart("增加值（万元）"), _unit_apart("Energy (tce)"), _unit_apart("年份")
    (('增加值', '（万元）'), ('Energy ', '(tce)'), ('年份', ''))
    """
    for left in "（(":
        words, found, unit = head.rpartition(left)
        if found and len(unit) <= MOST_UNIT:
            return words, found + unit
    return head, ""
