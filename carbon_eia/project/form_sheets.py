"""The sheets of a form → the tables of a file, with the cell of every key.

The tables go through the same reader as those of a TOML file: the same checks, the same codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.forms import Sheet, SheetCell, cell_name, notice, notices_of, open_workbook
from carbon_eia.forms.cell import column_number
from carbon_eia.project.canonical import canonical_tables, tables_toml
from carbon_eia.project.fields import Field
from carbon_eia.project.form_layout import KEY, MORE, UNIT, FormColumn, FormLayout, cells_of
from carbon_eia.project.form_values import CellReader, parts_of
from carbon_eia.project.lines_of_keys import Cells, located

__all__ = ["FormContent", "read_sheets"]

T = TypeVar("T")


class FormContent(NamedTuple):
    """What a form says: its canonical tables and their TOML text, and where each key stands.

    ``problems``: what is wrong with its cells; ``file``: how it is called in them.
    """

    file: str
    layout: FormLayout
    tables: dict[str, object]
    text: str
    cells: Cells
    problems: tuple[Problem, ...]

    @property
    def lines(self) -> Mapping[str, int]:
        """The row of every key, in the place of the lines of a text."""
        return {key: row for key, (_, _, row) in self.cells.items()}

    def errors(self, found: Iterable[Problem] = ()) -> InputError:
        """The problems of the cells together with those that were ``found`` in what they say.

        A key whose cell is wrong is told once. They come in the order in which a person mends the
        form: sheet, row, column; those of other files behind them.
        """
        seen = {(p.place.file, p.place.key) for p in self.problems}
        more = [p for p in found if (p.place.file, p.place.key) not in seen]
        return InputError(sorted([*self.problems, *more], key=self._position))

    def _position(self, problem: Problem) -> tuple[bool, int, int, int]:
        place = problem.place
        if place.file != self.file:
            return True, 0, 0, 0
        which = self.layout.sheet_of(place.sheet)
        letters = place.cell.rstrip("0123456789")
        row = int(place.cell[len(letters) :] or 0)
        column = column_number(letters)
        return False, self.layout.sheets.index(which) if which else -1, row, column


def read_sheets(
    path: Path, layout: FormLayout, parse: Callable[[FormContent], T], file: str = ""
) -> T:
    """What ``parse`` makes of a workbook that is a form of a layout.

    ``file``: how it is called in errors, its path where nothing is given.

    Raises InputError: what ``open_workbook`` raises, CE-O003 for a workbook that is no such form,
    and the problems of its cells together with those that ``parse`` raises, each at its cell.
    """
    place = Place(file or str(path))
    reader = _FormReader(place.file, layout)
    known: dict[str, Sheet] = {}
    for sheet in open_workbook(path, place.file):
        which = layout.sheet_of(sheet.name)
        if which is not None and which not in known:
            known[which] = sheet
        else:
            reader.stray(sheet)
    if layout.sheets[0] not in known:
        raise InputError(Problem("CE-O003", place, {"sheet": layout.names(layout.sheets[0])}))
    hidden = "”“".join(sheet.name for sheet in known.values() if sheet.hidden)
    if hidden:
        notice([Problem("CE-O024", place, {"sheets": hidden})])
    for sheet in known.values():
        notice(notices_of(sheet, place.file))
    for which in layout.sheets:
        if which in known and which in layout.upright:
            reader.upright(which, known[which])
        elif which in known:
            reader.table(which, known[which])
    tables = canonical_tables(reader.tables, layout.shape)
    text = tables_toml(tables, layout.shape)
    form = FormContent(place.file, layout, tables, text, reader.cells, tuple(reader.problems))
    try:
        found = parse(form)
    except InputError as error:
        raise form.errors(located(error.problems, form.file, form.cells)) from None
    if form.problems:
        raise form.errors()
    return found


class _FormReader(CellReader):
    """Reads the sheets one after the other."""

    def __init__(self, file: str, layout: FormLayout) -> None:
        super().__init__(file)
        self.layout = layout
        self.tables: dict[str, Any] = {}
        self.cells: dict[str, tuple[str, str, int]] = {}

    def mark(self, key: str, row: int, column: int) -> None:
        """Remember where a key stands; ``lines`` of the reader take the row."""
        self.cells.setdefault(key, (self.sheet, cell_name(row, column), row + 1))

    def stray(self, sheet: Sheet) -> None:
        """A sheet that is not read, whose name was changed perhaps: no entry is lost in silence."""
        row = _key_row(sheet)
        if row is not None:
            self.sheet = sheet.name
            self.add("CE-O015", "", row, 0, sheet=sheet.name)

    # --- upright sheets

    def upright(self, which: str, sheet: Sheet) -> None:
        """A key a row: its value in the column after the label, its unit in the one behind."""
        self.sheet = sheet.name
        rows = self.layout.rows(which)
        known = {path: (section, field) for section, path, field in rows}
        for section in self.layout.upright[which]:
            self.mark(section, 0, 0)
        seen: set[str] = set()
        for r, row in enumerate(sheet.rows):
            key = str(row[0].value or "").strip() if row else ""
            if row and row[0].problem is not None:
                self.add_problem(row[0].problem, which, r, 0)
                continue
            if key not in known:
                if "." in key:
                    self.add("CE-O009", key, r, 0, found=key)
                continue
            if key in seen:
                self.add("CE-O012", key, r, 0, found=key)
                continue
            seen.add(key)
            section, field = known[key]
            cells = [*row[2:4], SheetCell(), SheetCell()][:2]
            self.mark(key, r, 2)
            unit = cells[1] if cells_of(field) == "pair" else SheetCell()
            if any(cell.covered and cell.span is not None for cell in (cells[0], unit)):
                self._merged(cells[0] if cells[0].covered else unit, key, r, 2)
                continue
            value = self.value(cells[0], unit, field, key, r, 2)
            if value is not None:
                _put(self.tables.setdefault(section, {}), key.removeprefix(f"{section}."), value)

    def _merged(self, cell: SheetCell, key: str, row: int, column: int) -> None:
        """CE-O021 for a cell under a merged range whose value is not its own."""
        assert cell.span is not None
        self.add("CE-O021", key, row, column, range=cell.span.name)

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
        rows = sheet.rows
        for r in range(start + 1, len(rows)):
            row = rows[r]
            self._outside(row, columns, r, which)
            filled = {c for c, cell in enumerate(row) if c in columns and not cell.empty}
            filled = {c for c in filled if not row[c].covered}
            units = {c for c in filled if columns[c].unit}
            if not filled - units:
                continue  # a row with nothing but units that were offered
            self._entry(which, row, columns, filled - units, r, entries)
        if not entries:
            del self.tables[which]

    def _columns(self, which: str, sheet: Sheet) -> tuple[int, dict[int, FormColumn]]:
        known = {c.name: c for c in self.layout.columns(which)}
        r = _key_row(sheet)
        if r is None:
            return 0, {}
        found: dict[int, FormColumn] = {}
        seen: set[str] = set()
        for c, cell in enumerate(sheet.row(r)[1:], 1):
            name = str(cell.value or "").strip()
            if cell.problem is not None:
                self.add_problem(cell.problem, which, r, c)
                continue
            if not name:
                continue
            column = known.get(name)
            if column is None:
                self.add("CE-O009", which, r, c, found=name)
            elif name in seen:
                self.add("CE-O012", which, r, c, found=name)
            else:
                seen.add(name)
                found[c] = column
        return r, found

    def _outside(
        self, row: list[SheetCell], columns: Mapping[int, FormColumn], r: int, which: str
    ) -> None:
        for c, cell in enumerate(row[1:], 1):
            if c not in columns and not cell.empty:
                self.add("CE-O008", which, r, c, value=str(cell.value)[:40])

    def _entry(
        self,
        which: str,
        row: list[SheetCell],
        columns: Mapping[int, FormColumn],
        filled: AbstractSet[int],
        r: int,
        entries: list[dict[str, Any]],
    ) -> None:
        """A row: an entry, with its first inner table; or a further inner table of the one above.

        It is the latter where nothing but keys of an inner table is ``filled``.
        """
        inner = self.layout.inner.get(which, "")
        parts = {c for c in filled if inner and columns[c].key.startswith(f"{inner}.")}
        more = bool(entries) and parts == filled
        if not more:
            entries.append({})
        entry, base = entries[-1], f"{which}[{len(entries) - 1}]"
        at = {column.name: c for c, column in columns.items()}
        first = min(columns)
        self.mark(base, r, at.get("name", first))
        part: dict[str, Any] = {}
        part_base = f"{base}.{inner}[{len(entry.get(inner, ()))}]"
        if more:
            self.mark(part_base, r, first)
        for c, column in columns.items():
            if column.unit or c >= len(row) or column.key == MORE:
                continue
            head, _, key = column.key.partition(".")
            within = bool(inner) and head == inner
            if (not parts) if within else more:
                continue  # a row without an inner table, or a further one without an entry
            held, path = (part, f"{part_base}.{key}") if within else (entry, f"{base}.{column.key}")
            unit_at = at.get(column.key + UNIT)
            unit = row[unit_at] if unit_at is not None and unit_at < len(row) else SheetCell()
            field = self._field(which, row, at, column)
            self.mark(path, r, c)
            if not self._of_this_row(row[c], unit, field, inner, path, r, c):
                continue
            value = self.value(row[c], unit, field, path, r, c)
            if value is not None:
                _put(held, key if within else column.key, value)
        if part:
            entry.setdefault(inner, []).append(part)
        further = at.get(MORE)
        if further is not None and further < len(row) and not row[further].empty:
            self._further(entry, row[further], base, r, further)

    def _of_this_row(
        self,
        cell: SheetCell,
        unit: SheetCell,
        field: Field,
        inner: str,
        key: str,
        row: int,
        column: int,
    ) -> bool:
        """Whether a cell speaks for its row: not where it lies in a merged range that holds one
        amount for several rows or columns (CE-O021), or that joins the rows of one entry.

        A text or a parameter that is merged over rows holds for each of them.
        """
        for part, at in ((cell, column), (unit, column + 1)):
            span = part.span
            if span is None or part.empty:
                continue
            across = span.right > span.left
            amount = field.type == "annual" and part is cell and span.bottom > span.top
            if amount or (across and part.covered):
                self._merged(part, key, row, at)
                return False
        return not (inner and cell.covered)

    def _field(
        self, which: str, row: list[SheetCell], at: Mapping[str, int], column: FormColumn
    ) -> Field:
        """The field of a column; of a source that of its own method, which has its own units."""
        assert column.field is not None
        c = at.get(self.layout.decides)
        if c is None or c >= len(row) or column.within is not None:
            return column.field
        entry = {self.layout.decides: str(row[c].value or "")}
        return self.layout.shape.known(which, entry).get(column.key, column.field)

    def _further(self, entry: dict[str, Any], cell: SheetCell, base: str, r: int, c: int) -> None:
        if cell.problem is not None:
            self.add_problem(cell.problem, f"{base}.{MORE}", r, c)
            return
        for line in parts_of(cell.text):
            key, sign, value = (x.strip() for x in line.replace("＝", "=", 1).partition("="))
            if not sign or not key or not value:
                self.add("CE-O010", f"{base}.{MORE}", r, c, found=line[:60])
                continue
            if _has(entry, key):
                self.add("CE-O012", f"{base}.{key}", r, c, found=key)
                continue
            self.mark(f"{base}.{key}", r, c)
            _put(entry, key, value)


def _key_row(sheet: Sheet) -> int | None:
    """The row of keys of a sheet, if it has one."""
    firsts = (str(row[0] or "").strip().lower() if row else "" for row in sheet.values)
    return next((r for r, first in enumerate(firsts) if first == KEY), None)


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
