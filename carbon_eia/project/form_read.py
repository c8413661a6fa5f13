"""form.xlsx → the tables of a project file, with the cell of every key.

The tables go through the same reader as those of a TOML file: the same checks, the same codes.
What only a spreadsheet can get wrong has codes of its own (CE-O…).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.project.canonical import canonical_project, decimal_plain, project_toml
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.form import (
    KEY,
    MORE,
    SHEETS,
    UNIT,
    UPRIGHT,
    Column,
    cells_of,
    column_of,
    sheet_of,
    upright,
)
from carbon_eia.project.model import Project
from carbon_eia.project.places import Cells, located
from carbon_eia.project.read import project_of
from carbon_eia.project.reader import Vocabulary
from carbon_eia.project.xlsx import Cell, Sheet, cell_name, open_sheets

__all__ = ["Form", "read_form", "shortest"]

YES = {"是", "有", "true", "yes", "√", "✓", "1"}
NO = {"否", "无", "false", "no", "×", "✗", "0"}
MOST_EXACT = 10**15
"""A cell's number keeps 15 digits; a longer code has lost some."""

_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d*(?:[eE][+-]?\d+)?")
_LEADING = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class Form(NamedTuple):
    """The tables of a form and where each key stands: key path → (sheet, cell, row)."""

    tables: dict[str, Any]
    cells: Cells


def read_form(path: Path, vocabulary: Vocabulary) -> Project:
    """Read a project from an Excel form; its text is that of ``project_toml``.

    Raises InputError with every problem of the form, each at its sheet and cell.
    """
    form, problems = _tables(path)
    tables = canonical_project(form.tables)
    text = project_toml(tables)
    lines = {key: order for key, (_, _, order) in form.cells.items()}
    try:
        project = project_of(tables, text, vocabulary, str(path), lines)
    except InputError as error:
        seen = {p.place.key for p in problems}
        found = [p for p in error.problems if p.place.key not in seen]
        problems += located(found, str(path), form.cells)
    if problems:
        raise InputError(sorted(problems, key=_position))
    return project._replace(cells=form.cells)


def _position(problem: Problem) -> tuple[int, int, int]:
    """Sheet, row and column, in which order a person mends a form."""
    which = sheet_of(problem.place.sheet)
    letters = problem.place.cell.rstrip("0123456789")
    row = int(problem.place.cell[len(letters) :] or 0)
    column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters)))
    return SHEETS.index(which) if which else -1, row, column


def _tables(path: Path) -> tuple[Form, list[Problem]]:
    reader = _FormReader(str(path))
    known: dict[str, Sheet] = {}
    for sheet in open_sheets(path):
        which = sheet_of(sheet.name)
        if which is not None:
            known.setdefault(which, sheet)
    if "project" not in known:
        raise InputError(Problem("CE-O003", Place(str(path))))
    for which in SHEETS:
        if which in known and which in UPRIGHT:
            reader.upright(which, known[which])
        elif which in known:
            reader.table(which, known[which])
    return Form(reader.tables, reader.cells), reader.problems


class _FormReader:
    """Reads the sheets one after the other; keeps every problem."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.tables: dict[str, Any] = {}
        self.cells: dict[str, tuple[str, str, int]] = {}
        self.problems: list[Problem] = []
        self.sheet = ""

    def mark(self, key: str, row: int, column: int) -> None:
        """Remember where a key stands; ``lines`` of the reader take the row."""
        self.cells.setdefault(key, (self.sheet, cell_name(row, column), row + 1))

    def add(self, code: str, key: str, row: int, column: int, **params: object) -> None:
        place = Place(self.file, None, key, self.sheet, cell_name(row, column))
        self.problems.append(Problem(code, place, {"key": key.rpartition(".")[2], **params}))

    # --- upright sheets

    def upright(self, which: str, sheet: Sheet) -> None:
        """A key a row: its value in the column after the label, its unit in the one behind."""
        self.sheet = sheet.name
        known = {path: (section, field) for section, path, field in upright(which)}
        for section in UPRIGHT[which]:
            self.mark(section, 0, 0)
        seen: set[str] = set()
        for r, row in enumerate(sheet.rows):
            key = str(row[0].value or "").strip() if row else ""
            if key not in known:
                if "." in key:
                    self.add("CE-O009", key, r, 0, found=key)
                continue
            if key in seen:
                self.add("CE-O012", key, r, 0, found=key)
                continue
            seen.add(key)
            section, field = known[key]
            cells = [*row[2:4], Cell(None), Cell(None)][:2]
            self.mark(key, r, 2)
            unit = cells[1] if cells_of(field) == "pair" else Cell(None)
            value = self.value(cells[0], unit, field, key, r, 2)
            if value is not None:
                self.tables.setdefault(section, {})[field.key] = value

    # --- tables

    def table(self, which: str, sheet: Sheet) -> None:
        """An entry a row below the row of keys."""
        self.sheet = sheet.name
        start, columns = self._columns(which, sheet)
        if not columns:
            self.add("CE-O013", which, 0, 0, sheet=sheet.name)
            return
        entries: list[dict[str, Any]] = self.tables.setdefault(which, [])
        self.mark(which, start, 1)
        for r in range(start + 1, len(sheet.rows)):
            row = sheet.rows[r]
            self._outside(row, columns, r, which)
            filled = {c for c, cell in enumerate(row) if c in columns and not cell.empty}
            units = {c for c in filled if columns[c].unit}
            if not filled - units:
                continue  # a row with nothing but units that were offered
            entry = self._entry(which, row, columns, r, len(entries))
            name = next((c for c, col in columns.items() if col.name == "name"), None)
            if (
                which == "measures"
                and name not in filled
                and self._more_effects(entry, entries, r, columns)
            ):
                continue
            effects = entry.pop("effects", None)
            if effects is not None:
                entry["effects"] = [effects]
            entries.append(entry)
        if not entries:
            del self.tables[which]

    def _columns(self, which: str, sheet: Sheet) -> tuple[int, dict[int, Column]]:
        for r, row in enumerate(sheet.rows):
            if row and str(row[0].value or "").strip().lower() == KEY:
                found: dict[int, Column] = {}
                seen: set[str] = set()
                for c, cell in enumerate(row[1:], 1):
                    name = str(cell.value or "").strip()
                    if not name:
                        continue
                    column = column_of(which, name)
                    if column is None:
                        self.add("CE-O009", which, r, c, found=name)
                    elif name in seen:
                        self.add("CE-O012", which, r, c, found=name)
                    else:
                        seen.add(name)
                        found[c] = column
                return r, found
        return 0, {}

    def _outside(self, row: list[Cell], columns: Mapping[int, Column], r: int, which: str) -> None:
        for c, cell in enumerate(row[1:], 1):
            if c not in columns and not cell.empty:
                self.add("CE-O008", which, r, c, value=str(cell.value)[:40])

    def _entry(
        self, which: str, row: list[Cell], columns: Mapping[int, Column], r: int, number: int
    ) -> dict[str, Any]:
        base = f"{which}[{number}]"
        entry: dict[str, Any] = {}
        at = {column.name: c for c, column in columns.items()}
        first = min(columns)
        self.mark(base, r, at.get("name", first))
        for c, column in columns.items():
            if column.unit or c >= len(row):
                continue
            if column.key == MORE:
                continue
            field = self._field(which, row, at, column)
            unit_at = at.get(column.key + UNIT)
            unit = row[unit_at] if unit_at is not None and unit_at < len(row) else Cell(None)
            key = self._path(base, column.key)
            value = self.value(row[c], unit, field, key, r, c)
            self.mark(key, r, c)
            if value is not None:
                _put(entry, column.key, value)
        more = at.get(MORE)
        if more is not None and more < len(row) and not row[more].empty:
            self._further(entry, row[more], base, r, more)
        return entry

    def _path(self, base: str, key: str) -> str:
        return f"{base}.{key}" if not key.startswith("effects.") else f"{base}.effects[0].{key[8:]}"

    def _field(self, which: str, row: list[Cell], at: Mapping[str, int], column: Column) -> Field:
        """The field of a column; of a source that of its own method, which has its own units."""
        assert column.field is not None
        c = at.get("method")
        if which != "sources" or c is None or c >= len(row):
            return column.field
        known = fields("sources")
        method = known["method"].choice(str(row[c].value or "").strip())
        head, _, inner = column.key.partition(".")
        own = fields(method) if method else {}
        if inner or head not in own:
            return column.field
        return own[head]

    def _more_effects(
        self,
        entry: dict[str, Any],
        entries: list[dict[str, Any]],
        r: int,
        columns: Mapping[int, Column],
    ) -> bool:
        """A row without a name that holds an effect alone belongs to the measure above."""
        if set(entry) != {"effects"} or not entries or "effects" not in entries[-1]:
            return False
        effects = entries[-1]["effects"]
        base = f"measures[{len(entries) - 1}].effects[{len(effects)}]"
        self.mark(base, r, min(columns))
        for c, column in columns.items():
            if column.key.startswith("effects.") and not column.unit:
                self.mark(f"{base}.{column.key[8:]}", r, c)
        effects.append(entry["effects"])
        for key in [k for k in self.cells if k.startswith(f"measures[{len(entries)}]")]:
            del self.cells[key]
        return True

    def _further(self, entry: dict[str, Any], cell: Cell, base: str, r: int, c: int) -> None:
        for line in _parts(str(cell.value)):
            key, sign, value = (x.strip() for x in line.replace("＝", "=", 1).partition("="))
            if not sign or not key or not value:
                self.add("CE-O010", f"{base}.{MORE}", r, c, found=line[:60])
                continue
            if _has(entry, key):
                self.add("CE-O012", f"{base}.{key}", r, c, found=key)
                continue
            self.mark(f"{base}.{key}", r, c)
            _put(entry, key, value)

    # --- one value

    def value(self, cell: Cell, unit: Cell, field: Field, key: str, row: int, column: int) -> Any:
        """What a cell says, as a TOML file would say it; None where it is empty."""
        if cell.empty:
            return None
        value = cell.value
        if isinstance(value, str) and re.match(r"#(REF|DIV/0|N/A|NAME|NULL|NUM|VALUE)", value):
            self.add("CE-O011", key, row, column, value=value[:20])
            return value
        if field.type in ("quantity", "annual"):
            return self._quantity(cell, unit, field, key, row, column)
        if field.type == "spread" and not isinstance(value, str):
            return self._quantity(
                cell, Cell(None), fields("combustion")["oxidation"], key, row, column
            )
        if field.type == "date":
            return _day(value)
        if field.type == "boolean":
            return _truth(value)
        if field.type == "integer":
            return _whole(value)
        if field.type == "texts":
            return _parts(str(value))
        return self._text(value, key, row, column)

    def _text(self, value: Any, key: str, row: int, column: int) -> Any:
        if isinstance(value, float):
            if abs(value) >= MOST_EXACT:
                self.add("CE-O006", key, row, column, value=f"{value:.15g}")
            return shortest(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
        return value if isinstance(value, str) else str(value)

    def _quantity(
        self, cell: Cell, unit: Cell, field: Field, key: str, row: int, column: int
    ) -> Any:
        """Number and unit in two cells, percent in one, or a text that holds both."""
        value, units = cell.value, str(unit.value or "").strip()
        if isinstance(value, bool) or not isinstance(value, str | float):
            self.add("CE-O005", key, row, column, value=str(value)[:40])
            return "0"
        if isinstance(value, float):
            if cell.percent:
                if units not in ("", "%"):
                    self.add("CE-O004", key, row, column, value="%", unit=units)
                return f"{decimal_plain(Decimal(shortest(value)).scaleb(2))} %"
            text = shortest(value)
        else:
            text = value.strip()
        bare = _NUMBER.fullmatch(normalize("NFKC", text)) is not None
        if bare and not units:
            share = "%" in field.unit and "1" not in field.unit
            if share and normalize("NFKC", text) != "0":
                self.add("CE-O007", key, row, column, value=text)
                return "0 %"
            return f"{text} %" if share else text
        if bare:
            return f"{text} {units}"
        plain = normalize("NFKC", text).replace(" ", "")
        behind = _LEADING.sub("", plain)
        if units and behind != plain and behind != normalize("NFKC", units).replace(" ", ""):
            self.add("CE-O004", key, row, column, value=text[:40], unit=units)
        return text


def shortest(number: float) -> str:
    """The decimal that a person sees: 15 significant digits, as a spreadsheet keeps them.

    >>> shortest(16.8), shortest(0.1 + 0.2), shortest(139500000.0)
    ('16.8', '0.3', '139500000')
    """
    return decimal_plain(Decimal(f"{number:.15g}"))


def _parts(text: str) -> list[str]:
    """Texts of a cell: one a line, or with a semicolon between them where it is one line."""
    lines = text.split("\n") if "\n" in text else re.split("[;；]", text)
    return [line.strip() for line in lines if line.strip()]


def _put(entry: dict[str, Any], key: str, value: Any) -> None:
    head, _, inner = key.partition(".")
    if inner:
        held = entry.setdefault(head, {})
        if isinstance(held, dict):
            held[inner] = value
    else:
        entry[head] = value


def _has(entry: Mapping[str, Any], key: str) -> bool:
    head, _, inner = key.partition(".")
    held = entry.get(head)
    return head in entry and (not inner or (isinstance(held, dict) and inner in held))


def _day(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        return shortest(value)  # a number that nobody said to be a date
    match = _DATE.fullmatch(normalize("NFKC", str(value)).strip())
    if match:
        try:
            return date(*(int(g) for g in match.groups()))
        except ValueError:
            pass
    return value


def _truth(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    text = shortest(value) if isinstance(value, float) else str(value).strip().lower()
    return True if text in YES else False if text in NO else text


def _whole(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(shortest(value))
    text = normalize("NFKC", str(value)).strip()
    return int(text) if re.fullmatch(r"\d{1,9}", text) else value
