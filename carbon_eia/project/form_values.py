"""What a cell of a form says, as a TOML file would say it.

What only a spreadsheet can get wrong has codes of its own (CE-O…).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from unicodedata import normalize

from carbon_eia.errors import Place, Problem
from carbon_eia.forms import NUMERALS, SheetCell, Value, cell_name, general, serial_day, value_text
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project.evidence import evidence_of_cell
from carbon_eia.project.fields import Field, fields

__all__ = ["CellReader", "parts_of"]

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

    def add_problem(self, problem: Problem, key: str, row: int, column: int) -> None:
        """Record why a cell cannot be read."""
        self.add(problem.code, key, row, column, **problem.params)

    def value(
        self, cell: SheetCell, unit: SheetCell, field: Field, key: str, row: int, column: int
    ) -> object:
        """What a cell says, as a TOML file would say it; None where it is empty."""
        if cell.empty:
            return None
        value = cell.value
        if cell.problem is not None:
            self.add_problem(cell.problem, key, row, column)
            return cell.text
        if field.type in ("quantity", "annual"):
            return self._quantity(cell, unit, field, key, row, column)
        if field.type == "spread" and not isinstance(value, str):
            return self._quantity(cell, SheetCell(), fields("sources")["shares"], key, row, column)
        if field.type == "date":
            return self._day(value, key, row, column)
        if field.type == "boolean":
            return _truth(value)
        if field.type == "integer":
            if isinstance(value, float):
                return _whole(value)
            if not isinstance(value, str):
                self._wrong_kind(
                    value, "year" if key.endswith("year") else "number", key, row, column
                )
                return 0
            return _whole(value)
        if field.type == "texts":
            return parts_of(str(value))
        if field.type == "integers":
            return _wholes(value)
        if field.type == "shares":
            return _shares(str(value))
        text = self._text(value, key, row, column)
        return evidence_of_cell(text) if field.type == "evidence" else text

    def _wrong_kind(self, value: Value, expected: str, key: str, row: int, column: int) -> None:
        """CE-O005 for a day, a time or a truth value in the place of a number."""
        kind = (
            "boolean" if isinstance(value, bool) else "date" if isinstance(value, date) else "time"
        )
        told = {
            name: {lang: sentence(f"form.kind.{code}", lang) for lang in LANGUAGES}
            for name, code in (("expected", expected), ("kind", kind))
        }
        self.add("CE-O005", key, row, column, value=value_text(value)[:40], **told)

    def _text(self, value: Value, key: str, row: int, column: int) -> str:
        if isinstance(value, float) and abs(value) >= MOST_EXACT:
            self.add("CE-O006", key, row, column, value=f"{value:.15g}")
        return value if isinstance(value, str) else value_text(value)

    def _quantity(
        self, cell: SheetCell, unit: SheetCell, field: Field, key: str, row: int, column: int
    ) -> object:
        """Number and unit in two cells, percent in one, or a text that holds both."""
        if isinstance(cell.value, bool) or not isinstance(cell.value, str | float):
            self._wrong_kind(cell.value, "number", key, row, column)
            return "0"
        if unit.problem is not None:
            self.add_problem(unit.problem, key, row, column + 1)
            return "0"
        text, units = cell.text.strip(), str(unit.value or "").strip()
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
        if number and units and behind in NUMERALS:
            return f"{number.group()} {behind}{units}"  # 19.0万 beside t
        if number and units and behind != normalize("NFKC", units).replace(" ", ""):
            self.add("CE-O004", key, row, column, value=text[:40], unit=units)
        return text

    def _day(self, value: Value, key: str, row: int, column: int) -> object:
        """A day; a number that nobody showed as one is CE-O022."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, float):
            day = serial_day(general(value))
            if day is not None:
                self.add("CE-O022", key, row, column, value=general(value), day=day.isoformat())
            return general(value)
        match = _DATE.fullmatch(normalize("NFKC", str(value)).strip())
        if match:
            try:
                return date(*(int(g) for g in match.groups()))
            except ValueError:
                pass
        return value if isinstance(value, str | date) else value_text(value)


def parts_of(text: str) -> list[str]:
    """Texts of a cell: one a line, or with a semicolon between them where it is one line."""
    lines = text.split("\n") if "\n" in text else re.split("[;；]", text)
    return [line.strip() for line in lines if line.strip()]


def _shares(text: str) -> object:
    """Shares of a cell, one a line as ``name=share``; as typed where they are not."""
    pairs = [re.split("[=＝:：]", line, maxsplit=1) for line in parts_of(text)]
    if not all(len(pair) == 2 for pair in pairs):
        return text
    return {name.strip(): share.strip() for name, share in pairs}


def _truth(value: Value) -> object:
    if isinstance(value, bool):
        return value
    text = general(value) if isinstance(value, float) else str(value).strip().lower()
    return True if text in YES else False if text in NO else text


def _whole(value: Value) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(general(value))
    text = normalize("NFKC", str(value)).strip().removesuffix("年").strip()
    return int(text) if re.fullmatch(r"\d{1,9}", text) else value


def _wholes(value: Value) -> object:
    """Whole numbers of a cell, with whatever stands between them: ``2030、2035``."""
    if isinstance(value, str):
        parts = _BETWEEN_YEARS.split(normalize("NFKC", value).strip())
        return [_whole(part) for part in parts if part]
    return [_whole(value)]
