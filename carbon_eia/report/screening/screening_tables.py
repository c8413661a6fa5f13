"""The results and the errors, row by row: every column on a page, stacked columns on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.report.document import (
    Block,
    Chapter,
    Paragraph,
    TableCell,
    TableColumn,
    TableRow,
    TextSpan,
)
from carbon_eia.report.printer import MOST_ROWS, Printer, cell, numbers, small
from carbon_eia.report.screening.head_words import clipped_cell, head_of, room_of
from carbon_eia.screening import verdict_word
from carbon_eia.screening.foremost_rows import ForemostRows

__all__ = ["errors", "results"]

FIRST = (
    "name",
    "label",
    "gap_percent",
    "intensity",
    "admission",
    "advanced",
    "unit",
    "reason",
    "row",
    "rank",
)
"""What a reader looks for first; on a page the first column stays in sight while others move."""

SECONDARY = ("verdict", "provisional", "how", "credit_code", "region", "file")
"""Columns that a page shows when asked for; paper leaves them to the tables of results."""

CHOSEN = ("sector", "region", "town", "stage", "label", "grade", "problem")
"""Columns of few texts, which are filtered by choosing one of them."""

Stacked = Mapping[tuple[str, ...], float]
"""Columns that stand as one on paper, the first over the others in small print → its width."""

RESULTS_ON_PAPER: Stacked = {
    ("rank", "row"): 5,
    ("name", "code"): 19,
    ("sector", "town", "stage"): 10,
    ("label",): 14,
    ("intensity", "unit"): 9,
    ("admission", "grade"): 9,
    ("advanced",): 9,
    ("gap_percent",): 9,
    ("total_tco2e",): 10,
    ("reason", "missing", "error", "warnings"): 23,
}
ERRORS_ON_PAPER: Stacked = {
    ("row",): 5,
    ("column",): 14,
    ("value",): 15,
    ("problem",): 9,
    ("message",): 29,
    ("hint",): 28,
}


def results(kept: ForemostRows, foremost: pa.Table, p: Printer) -> Chapter:
    """The rows that are farthest above their admission value, with their verdicts."""
    shown = foremost.slice(0, MOST_ROWS) if p.paper else foremost
    rows, drawn = kept.rows, foremost.num_rows
    note = _left_out("foremost", shown, rows, p, rows=f"{rows:,}", drawn=f"{drawn:,}")
    return _chapter("results", note, _labelled(shown, p.lang), RESULTS_ON_PAPER, p)


def errors(kept: ForemostRows, p: Printer) -> Chapter:
    """The first errors."""
    first = kept.first_errors()
    shown = first.slice(0, MOST_ROWS) if p.paper else first
    note = _left_out("errors", shown, kept.errors, p, errors=f"{kept.errors:,}")
    return _chapter("errors", note, shown, ERRORS_ON_PAPER, p)


def _left_out(key: str, shown: pa.Table, count: int, p: Printer, **facts: str) -> list[Block]:
    """What a table does not hold, and where it stands."""
    if shown.num_rows == count:
        return []
    return p.paragraph(key, "note", shown=f"{shown.num_rows:,}", **facts)


def _chapter(
    name: str, note: list[Block], table: pa.Table, stacked: Stacked, p: Printer
) -> Chapter:
    made = _on_paper(table, stacked, p) if p.paper else _on_a_page(table, p)
    return replace(p.chapter(name, note, p.table(name, *made)), wide=True)


def _labelled(table: pa.Table, lang: str) -> pa.Table:
    """The results; a row with errors has the word for it where the others have their verdict."""
    at = table.column_names.index("label")
    labels = pc.fill_null(table["label"].cast(pa.string()), verdict_word("error", lang))
    return table.set_column(at, "label", labels)


# --- columns


def _on_a_page(table: pa.Table, p: Printer) -> tuple[list[TableColumn], list[TableRow]]:
    """Every column that has any cell."""
    texts = _texts(table)
    order = [*(n for n in FIRST if n in texts), *(n for n in texts if n not in FIRST)]
    columns = [_column(name, texts[name], table, p) for name in order]
    cells = [_cells(name, texts[name], table) for name in order]
    return columns, [TableRow(row) for row in zip(*cells, strict=True)]


def _column(name: str, texts: Sequence[str], table: pa.Table, p: Printer) -> TableColumn:
    """A column with its head, the room that it needs, and how a page handles it."""
    is_number = _is_number(table, name)
    looks = ("" if is_number else room_of(texts), "chosen" if name in CHOSEN else "",
             "secondary" if name in SECONDARY else "")  # fmt: skip
    return TableColumn(
        head_of(name, p.lang), 0, "num" if is_number else "", look=" ".join(filter(None, looks))
    )


def _cells(
    name: str, texts: Sequence[str], table: pa.Table, paper: bool = False
) -> list[TableCell]:
    if name == "label":
        return [_label(t, v, paper) for t, v in zip(texts, _verdicts(table), strict=True)]
    if _is_number(table, name):
        return [cell(TextSpan(text, "number")) for text in texts]
    return [cell(text) for text in texts]


def _label(text: str, verdict: str, paper: bool = False) -> TableCell:
    """A verdict; on paper, which has no colours, bold where the row does not pass."""
    strong = paper and verdict != "pass"
    return TableCell((Paragraph((TextSpan(text, "bold") if strong else text,), f"v-{verdict}"),))


def _on_paper(
    table: pa.Table, stacked: Stacked, p: Printer
) -> tuple[list[TableColumn], list[TableRow]]:
    """Columns that belong together one below the other."""
    texts = _texts(table)
    columns, cells = [], []
    for names, width in stacked.items():
        own = [name for name in names if name in texts]
        if own:
            align = "num" if _is_number(table, own[0]) else ""
            head, *below = [head_of(name, p.lang) for name in own]
            columns.append(TableColumn(head, width, align, sub=p.listed(below)))
            cells.append(_stack(own, texts, table))
    whole = sum(c.width for c in columns)
    columns = [c._replace(width=round(100 * c.width / whole, 2)) for c in columns]
    return columns, [TableRow(row) for row in zip(*cells, strict=True)]


def _stack(
    names: Sequence[str], texts: Mapping[str, Sequence[str]], table: pa.Table
) -> Iterator[TableCell]:
    """The cells of columns one below the other; short ones share a line, blank ones take none."""
    first, *below = names
    if _is_number(table, first):
        tops = numbers([text.replace("-", "−") for text in texts[first]])
    else:
        tops = _cells(first, texts[first], table, paper=True)
    for i, top in enumerate(tops):
        lines = [texts[name][i] for name in below if texts[name][i]]
        if not texts[first][i] and lines:
            top = cell(lines.pop(0))
        if len(lines) > 1 and room_of([" · ".join(lines)]) != "long":
            lines = [" · ".join(lines)]
        yield replace(top, lines=(*top.lines, *map(small, lines)))


# --- cells


def _texts(table: pa.Table) -> dict[str, list[str]]:
    """The cells of every column that has any, as they are shown."""
    held = {name: table[name] for name in table.column_names}
    return {
        name: [_text(value) for value in column.to_pylist()]
        for name, column in held.items()
        if column.null_count < len(column)
    }


def _is_number(table: pa.Table, name: str) -> bool:
    return not pa.types.is_string(table[name].type)


def _verdicts(table: pa.Table) -> list[str]:
    return [verdict or "error" for verdict in table["verdict"].to_pylist()]


def _text(value: object) -> str:
    """A cell as it is shown: a figure in full, without an exponent.

    >>> _text(1234567.25), _text(1e-05), _text(None), _text(-0.8391), _text(12.0)
    ('1234567.25', '0.00001', '', '-0.8391', '12')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}"
    return clipped_cell(str(value))
