"""What a cell of a form says, as a TOML file would say it.

What only a spreadsheet can get wrong has codes of its own (CE-O…).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from carbon_eia.errors import Place, Problem
from carbon_eia.project.canonical import decimal_plain
from carbon_eia.project.evidence import evidence_of_cell
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.xlsx import Cell, cell_name

__all__ = ["CellReader", "parts_of", "shortest"]

YES = {"是", "有", "true", "yes", "√", "✓", "1"}
NO = {"否", "无", "false", "no", "×", "✗", "0"}
MOST_EXACT = 10**15
"""A cell's number keeps 15 digits; a longer code has lost some."""

_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d*(?:[eE][+-]?\d+)?")
_LEADING = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_BETWEEN_YEARS = re.compile(r"[\s,，、;；]+")


class CellReader:
    """Reads the cells of one workbook, a sheet at a time; keeps every problem."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheet = ""
        self.problems: list[Problem] = []

    def add(self, code: str, key: str, row: int, column: int, **params: object) -> None:
        """Record a problem of a cell."""
        place = Place(self.file, None, key, self.sheet, cell_name(row, column))
        self.problems.append(Problem(code, place, {"key": key.rpartition(".")[2], **params}))

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
            return parts_of(str(value))
        if field.type == "integers":
            return _wholes(value)
        if field.type == "shares":
            return _shares(str(value))
        text = self._text(value, key, row, column)
        return evidence_of_cell(text) if field.type == "evidence" else text

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
        number = _LEADING.match(plain)
        behind = plain[number.end() :] if number else plain
        if number and units and behind != normalize("NFKC", units).replace(" ", ""):
            self.add("CE-O004", key, row, column, value=text[:40], unit=units)
        return text


def shortest(number: float) -> str:
    """The decimal that a person sees: 15 significant digits, as a spreadsheet keeps them.

    >>> shortest(16.8), shortest(0.1 + 0.2), shortest(139500000.0)
    ('16.8', '0.3', '139500000')
    """
    return decimal_plain(Decimal(f"{number:.15g}"))


def parts_of(text: str) -> list[str]:
    """Texts of a cell: one a line, or with a semicolon between them where it is one line."""
    lines = text.split("\n") if "\n" in text else re.split("[;；]", text)
    return [line.strip() for line in lines if line.strip()]


def _shares(text: str) -> Any:
    """Shares of a cell, one a line as ``name=share``; as typed where they are not."""
    pairs = [re.split("[=＝:：]", line, maxsplit=1) for line in parts_of(text)]
    if not all(len(pair) == 2 for pair in pairs):
        return text
    return {name.strip(): share.strip() for name, share in pairs}


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


def _wholes(value: Any) -> Any:
    """Whole numbers of a cell, with whatever stands between them: ``2030、2035``."""
    if isinstance(value, str):
        parts = _BETWEEN_YEARS.split(normalize("NFKC", value).strip())
        return [_whole(part) for part in parts if part]
    return [_whole(value)]
