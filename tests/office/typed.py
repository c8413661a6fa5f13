"""What a person types into the cells of a form."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import xlsxwriter
from openpyxl.cell.cell import ERROR_CODES

from carbon_eia.forms import Sheet, cell_name, open_workbook

__all__ = ["cell_at", "renamed", "sheets_with"]


@lru_cache(maxsize=16)
def _sheets(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a form; many tests type into the same one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        return tuple(open_workbook(path))


def sheets_with(
    path: Path,
    edits: Mapping[tuple[str, str], Any] = MappingProxyType({}),
    moved: Callable[[str, int, int, int], tuple[int, int]] = lambda _, row, column, __: (
        row,
        column,
    ),
) -> bytes:
    """The form with other values in some cells; a tuple (value, format) sets a number format,
    "#REF!" and its like become error cells.

    ``moved``: sheet, row, column and cells of the row → where the cell stands now.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    day, percent = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "0.0%"))
    for sheet in _sheets(path.read_bytes()):
        target = book.add_worksheet(sheet.name)
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                value, style = cell.value, percent if "%" in cell.format else None
                if (sheet.name, cell_name(r, c)) in edits:
                    continue
                if isinstance(value, date):
                    target.write_datetime(*moved(sheet.name, r, c, len(row)), value, day)
                elif value not in ("", None):
                    target.write(*moved(sheet.name, r, c, len(row)), value, style)
        for (name, cell), value in edits.items():
            if name == sheet.name and value is not None:
                style = percent if isinstance(value, tuple) else None
                found = value[0] if isinstance(value, tuple) else value
                if isinstance(found, date):
                    target.write_datetime(cell, found, day)
                elif found in ERROR_CODES:  # a cell that is an error, not one that reads like it
                    target.write_formula(cell, f"={found}", style, found)
                else:
                    target.write(cell, found, style)
    book.close()
    return content.getvalue()


def renamed(path: Path, old: str, new: str) -> bytes:
    """The form with another name of a sheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as made:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "xl/workbook.xml":
                assert part.count(f'name="{old}"'.encode()) == 1
                part = part.replace(f'name="{old}"'.encode(), f'name="{new}"'.encode())
            made.writestr(name, part)
    return content.getvalue()


def cell_at(path: Path, sheet: str, row: str, key: str) -> str:
    """The cell of a key in the row that holds a text (upright sheets: of a key path)."""
    (found,) = (s for s in _sheets(path.read_bytes()) if s.name == sheet)
    if "." in row and row == key:
        return next(f"C{r + 1}" for r, cells in enumerate(found.rows) if cells[0].value == row)
    keys = next(cells for cells in found.rows if cells and cells[0].value == "key")
    column = [c.value for c in keys].index(key)
    line = next(r for r, cells in enumerate(found.rows) if row in [c.value for c in cells])
    return cell_name(line, column)
