"""The sheet of a workbook that holds projects, as columns of texts and marks of single cells.

A cell is read as a person sees it (see ``forms``): with its percent sign and the unit of its number
format, which here becomes a bare number where it is the unit of the head. What cannot be read so is
marked, and is an error of its row alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.forms import (
    TABLE_LIMITS,
    Sheet,
    SheetCell,
    Value,
    cell_name,
    general,
    notice,
    notices_of,
    open_workbook,
    typed,
    value_text,
)
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.screening.column_heads import ColumnTarget, plain_target
from carbon_eia.screening.csvfile import LONGEST_HEAD
from carbon_eia.screening.head_rows import (
    HEAD_ROWS,
    header_at,
    is_known,
    is_table,
    unit_of,
    units_below,
    with_second,
)
from carbon_eia.screening.marks import ALWAYS, AMOUNT, NUMBER, CellMark, CellMarks

__all__ = ["SheetTable", "sheet_table"]

MOST_EXACT = 10**15
"""A cell's number keeps 15 digits; a longer code has lost some."""

_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d+", re.ASCII)
"""A text as a spreadsheet shows a number that does not fit: digits of it may be lost."""


class SheetTable(NamedTuple):
    """Heads and columns of texts; ``first``: number of the first row of data, as a spreadsheet
    counts."""

    heads: tuple[str, ...]
    columns: list[list[str | None]]
    first: int
    marks: CellMarks


def sheet_table(path: Path, file: str = "") -> SheetTable:
    """The projects of the one visible sheet of a workbook whose heads are known.

    Raises InputError: what ``open_workbook`` raises; CE-S001 without known heads, CE-O024 where
    they stand on a hidden sheet alone; CE-S016 where several visible sheets have them; CE-S015 for
    a row of units that cannot be read; CE-O011, CE-O016 for a head that is an error or a formula
    without its result.
    """
    place = Place(file or str(path))
    sheets = open_workbook(path, place.file, TABLE_LIMITS)
    starts = [_first_texts(sheet) for sheet in sheets]
    tables = [s for s, rows in zip(sheets, starts, strict=True) if any(map(is_table, rows))]
    if not tables:
        named = zip(sheets, starts, strict=True)
        tables = [s for s, rows in named if any(is_known(h, "sector") for r in rows for h in r)][:1]
    seen = [s for s in tables if not s.hidden]
    hidden = [s.name for s in tables if s.hidden]
    if len(seen) > 1:
        raise InputError(Problem("CE-S016", place, {"sheets": "、".join(s.name for s in seen)}))
    if hidden:
        problem = Problem("CE-O024", place, {"sheets": "”“".join(hidden)})
        if not seen:
            raise InputError(problem)
        notice([problem])
    if not seen:
        raise InputError(Problem("CE-S001", place))
    return _table(seen[0], place)


def _first_texts(sheet: Sheet) -> list[list[str]]:
    """The texts of the first rows; of a merged range only its first cell has one."""
    last = min(HEAD_ROWS, len(sheet.values))
    rows = [sheet.row(r) for r in range(last)]
    return [["" if c.covered else c.text.strip()[:LONGEST_HEAD] for c in row] for row in rows]


def _table(sheet: Sheet, place: Place) -> SheetTable:
    place = place._replace(sheet=sheet.name)
    rows = _first_texts(sheet)
    header = header_at(rows) if any(map(is_table, rows)) else _with_sector(rows)
    under = rows[header + 1] if header + 1 < len(rows) else []
    heads = units_below(rows[header], under, place._replace(cell=cell_name(header + 1, 0)))
    below = 1
    if heads is None:
        heads, below = with_second(rows, header)
        third = rows[header + 1 + below] if header + 1 + below < len(rows) else []
        if below:
            at = place._replace(cell=cell_name(header + 1 + below, 0))
            units = units_below(heads, third, at)
            heads, below = (heads, below) if units is None else (units, below + 1)
    first = header + 1 + below
    faults = [
        p.at(place._replace(cell=cell_name(r, c)))
        for r in range(header, first)
        for c, cell in enumerate(sheet.row(r))
        if (p := cell.problem) is not None and not cell.covered
    ]
    if faults:
        raise InputError(faults)
    notice(notices_of(sheet, place.file, header))
    reader = _Columns(sheet, heads)
    for row in range(first, len(sheet.values)):
        reader.read(row)
    return SheetTable(tuple(heads), reader.columns, first + 1, reader.marks)


def _with_sector(rows: Sequence[Sequence[str]]) -> int:
    return next(i for i, row in enumerate(rows) if any(is_known(h, "sector") for h in row))


class _Columns:
    """Reads the cells of a sheet row by row into columns."""

    def __init__(self, sheet: Sheet, heads: Sequence[str]) -> None:
        self.sheet, self.heads = sheet, heads
        self.units = [unit_of(head) for head in heads]
        self.targets = [plain_target(head) for head in heads]
        self.columns: list[list[str | None]] = [[] for _ in heads]
        self.marks: dict[int, dict[int, CellMark]] = {}
        self.watched = [
            unit == "%" or (target is not None and _is_code(target))
            for unit, target in zip(self.units, self.targets, strict=True)
        ]
        self.odd_rows = {row for row, _ in sheet.odd}

    def read(self, row: int) -> None:
        """Add a row to the columns."""
        values = self.sheet.values[row]
        odd = row in self.odd_rows
        if odd and all(self.sheet.cell(row, c).covered or v is None for c, v in enumerate(values)):
            values = []  # a merged range that reaches below the projects
        width = len(values)
        for column, texts in enumerate(self.columns):
            value = values[column] if column < width else None
            cell = self.sheet.odd.get((row, column)) if odd and width else None
            if cell is not None:
                texts.append(self._odd(row, column, cell))
            elif value is None:
                texts.append(None)
            elif type(value) is float and not self.watched[column]:
                texts.append(general(value))
            elif type(value) is str and "E" not in value and "e" not in value:
                texts.append(value or None)
            else:
                self._plain(row, column, value)
                texts.append(value_text(value) or None)

    def _mark(self, row: int, column: int, problem: Problem, where: str = ALWAYS) -> None:
        """Mark a cell, unless its column cannot be one in which that matters."""
        target = self.targets[column]
        mark = CellMark(problem, where)
        if self.heads[column] and (target is None or mark.holds(target)):
            self.marks.setdefault(row + 1, {})[column] = mark

    def _odd(self, row: int, column: int, cell: SheetCell) -> str | None:
        """The text of a cell that is more than its value."""
        span = cell.span
        if span is not None:
            merged = Problem("CE-O021", params={"range": span.name})
            if column > span.left:
                self._mark(row, column, merged)
                return None
            if span.bottom > span.top:
                self._mark(row, column, merged, AMOUNT)
        text, problem = typed(cell)
        if problem is not None:
            error = problem.code == "CE-O011"
            self._mark(row, column, Problem("CE-S004", params=problem.params) if error else problem)
            return text or "?"
        unit = self.units[column]
        if text.endswith(f" {unit}") and unit and not isinstance(cell.value, str):
            return text[: -len(unit) - 1]
        self._plain(row, column, cell.value, text)
        return text or None

    def _plain(self, row: int, column: int, value: Value, text: str = "") -> None:
        """Mark a value whose kind, or whose digits, are not what a column can hold."""
        target = self.targets[column]
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            self._mark(row, column, _wrong_kind(value, target), NUMBER)
        elif isinstance(value, str):
            if _SCIENTIFIC.fullmatch(value.strip()):
                params: dict[str, object] = {
                    "key": self.heads[column],
                    "value": value.strip(),
                }
                self._mark(row, column, Problem("CE-O006", params=params), NUMBER)
        elif isinstance(value, float):
            if self.units[column] == "%" and 0 < abs(value) <= 1 and not text.endswith(("%", "‰")):
                self._mark(row, column, Problem("CE-S014", params={"value": value_text(value)}))
            if abs(value) >= MOST_EXACT and target is not None and _is_code(target):
                told: dict[str, object] = {
                    "key": self.heads[column],
                    "value": value_text(value),
                }
                self._mark(row, column, Problem("CE-O006", params=told))


def _is_code(target: ColumnTarget) -> bool:
    return target.key in ("code", "credit_code")


def _wrong_kind(value: Value, target: ColumnTarget | None) -> Problem:
    """CE-O005 for a day, a time or a truth value in the place of a number."""
    kind = "boolean" if isinstance(value, bool) else "date" if isinstance(value, date) else "time"
    expected = "year" if target is not None and target.key == "year" else "number"
    told: dict[str, object] = {
        name: {lang: sentence(f"form.kind.{code}", lang) for lang in LANGUAGES}
        for name, code in (("expected", expected), ("kind", kind))
    }
    shown = value.date().isoformat() if isinstance(value, datetime) else value_text(value)
    return Problem("CE-O005", params={"value": shown, **told})
