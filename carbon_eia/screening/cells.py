"""One cell as a person typed it: what is blank, what is an error of a spreadsheet, what is meant.

The same rules hold for every row, whether it is computed by the kernel or alone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from carbon_eia.errors import Problem, UnitError
from carbon_eia.units import Unit, parse_number, parse_quantity

__all__ = [
    "BLANKS",
    "LONGEST_BLANK",
    "SPREADSHEET_ERROR",
    "as_date",
    "as_integer",
    "as_text",
    "is_blank",
    "quantity_text",
    "spreadsheet_error",
    "spreadsheet_text",
]

BLANKS = (
    "",
    "-",
    "--",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "N/A",
    "n/a",
    "NA",
    "NULL",
    "null",
    "无",
    "未填",
)
"""What people write in a cell that holds nothing."""

LONGEST_BLANK = max(len(blank.encode()) for blank in BLANKS)
"""Bytes of the longest of them."""

SPREADSHEET_ERROR = r"(?i)#(REF!|VALUE!|DIV/0!|N/A|NAME\?|NUM!|NULL!|SPILL!|CALC!)"
_ERRORS = re.compile(SPREADSHEET_ERROR)
_POWER = re.compile(r"(?<=[\d\s])[千百十]?[万亿]$")
"""A power of ten behind a number, without a unit."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00:00.*)?")


def as_text(value: object) -> str:
    """A cell as text: numbers as a person would have typed them, days as ISO dates.

    >>> as_text(16.8), as_text(2026.0), as_text(None), as_text(1e-7)
    ('16.8', '2026', '', '0.0000001')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value:
            return ""  # in a column of numbers, how pandas writes a blank
        return number_text(repr(float(value))) if abs(value) != float("inf") else "inf"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def number_text(text: str) -> str:
    """A number of the machine as plain decimal text.

    >>> number_text("1e-07"), number_text("2026.0"), number_text("-0.0")
    ('0.0000001', '2026', '0')
    """
    number = Decimal(text)
    return format(number.normalize(), "f") if number else "0"


def spreadsheet_text(value: object) -> str:
    """A cell of a spreadsheet as text: it keeps 15 digits; what lies behind them nobody typed.

    >>> spreadsheet_text(0.1 + 0.2)
    '0.3'
    """
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        return number_text(format(value, ".15g"))
    return as_text(value)


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing.

    >>> is_blank(" — "), is_blank("0")
    (True, False)
    """
    return text.strip() in BLANKS


def spreadsheet_error(text: str) -> Problem | None:
    """CE-S004 for an error value of a spreadsheet, as ``#REF!``."""
    plain = text.strip()
    return Problem("CE-S004", params={"value": plain}) if _ERRORS.fullmatch(plain) else None


def quantity_text(text: str, unit: str) -> str | Problem:
    """A cell with the unit of its head, as a project file writes it.

    >>> quantity_text("１６．８", "万t"), quantity_text("16.8万t", "万t"), quantity_text("5 kg", "")
    ('１６．８ 万t', '16.8万t', '5 kg')
    >>> quantity_text("9800.5吨", "t")
    '9800.5吨'

    CE-S005 where the cell states another unit than the head.
    """
    if not unit:
        return text.strip()
    try:
        parse_number(text)
    except UnitError:
        power = _POWER.search(text.strip())
        if power is not None and unit.startswith(power.group()):
            return Problem("CE-T015", params={"text": text.strip()[:40], "unit": unit})
        try:
            stated = parse_quantity(text, annual=True)
        except UnitError:
            return f"{text.strip()} {unit}"
        if _is_same(stated.unit, unit):
            return text.strip()
        return Problem("CE-S005", params={"value": text.strip(), "unit": unit})
    return f"{text.strip()} {unit}"


def _is_same(stated: Unit, unit: str) -> bool:
    """Whether a unit is that of a head, in whatever spelling: 吨 and t."""
    try:
        head = parse_quantity(f"1 {unit}", annual=True).unit
    except UnitError:
        return False
    return (stated.factor, stated.dims) == (head.factor, head.dims)


def as_date(text: str) -> date | None:
    """A day, in the ways in which tables write it.

    >>> as_date("2027年10月31日"), as_date("2027/1/5"), as_date("soon")
    (datetime.date(2027, 10, 31), datetime.date(2027, 1, 5), None)
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def as_integer(text: str) -> int | None:
    """A whole number: ``2026``, ``2026.0``, ``2026年``.

    >>> as_integer("２０２６年"), as_integer("2026.5")
    (2026, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年").strip()
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?", plain, re.ASCII)
    return int(match.group(1)) if match else None
