"""What a cell of a spreadsheet is: its value, what it shows, and what of it cannot be read.

A cell is read as a person sees it on the screen, or it is an error that names the cell; it is never
a blank because something about it is unknown. A number keeps its 15 digits; the number format adds
what it shows beside them (``98 %``, ``19 万t``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from carbon_eia.errors import Problem
from carbon_eia.forms.number_format import (
    GENERAL,
    decimals_of,
    general,
    percent_decimals,
    render,
    render_text,
)

__all__ = [
    "ERROR",
    "NO_VALUE",
    "NUMERALS",
    "MergedRange",
    "SheetCell",
    "Value",
    "cell_name",
    "column_number",
    "is_plain",
    "serial_day",
    "typed",
    "value_text",
]

Value = str | float | bool | date | datetime | time | timedelta | None

ERROR, NO_VALUE = "error", "no value"
"""Faults of a cell: an error of the spreadsheet; a formula whose result is not in the file."""

_ERRORS = (
    r"(?i)#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|"
    r"CONNECT!|BUSY!|UNKNOWN!|PYTHON!)|(Err|错误)\s*[::]\s*\d+"
)
_SHOWN = (
    r"(?s)(?P<before>[^\d(+\-−]*?)\s*(?P<open>\()?\s*(?P<sign>[+\-−]?)\s*(?P<money>[¥￥]?)\s*"
    r"(?P<number>\d[\d,]*(?:\.\d*)?|\.\d+)(?P<exponent>[eE][+-]?\d+)?\s*(?P<after>.*?)\s*"
)
ROUNDING = Decimal("0.01")
"""The part of a number by which a format may round it: beyond it, a person reads another one."""

MONEY = {"¥": "元", "￥": "元", "CNY": "元", "RMB": "元", "人民币": "元"}
"""Signs of money that stand before a number → the unit that they mean."""

NUMERALS = {"千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
"""Numerals that may stand behind a number alone → their power of ten."""


class MergedRange(NamedTuple):
    """A merged range: its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """As a person writes it.

        >>> MergedRange(1, 9, 2, 9).name
        'J2:J3'
        """
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"


class SheetCell(NamedTuple):
    """A cell: its value, its number format, and its fault where it has one (``ERROR``,
    ``NO_VALUE``; the value is then the error, or the formula).

    ``shown``: what it shows, where the file itself says so, as .ods does; else the format tells it.
    ``span``: the merged range that it is part of. ``covered``: whether it lies under another cell
    of that range, whose value it then has.
    """

    value: Value = None
    format: str = GENERAL
    fault: str = ""
    shown: str | None = None
    span: MergedRange | None = None
    covered: bool = False

    @property
    def empty(self) -> bool:
        """Whether the cell says nothing."""
        if self.fault:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def text(self) -> str:
        """What the cell says, as a person would have typed it; its error where it has one.

        >>> SheetCell(0.98, "0.0%").text, SheetCell(98.0, '0"%"').text
        ('98 %', '98 %')
        >>> SheetCell(19.04, '0.0"万t"').text
        '19.04 万t'
        """
        return typed(self)[0]

    @property
    def problem(self) -> Problem | None:
        """Why the cell cannot be read: CE-O011 an error, CE-O016 a formula without its result,
        CE-O017 a number that is shown as another; None where it can.

        >>> SheetCell(84000000.0, "#,##0,").problem.params
        {'shown': '84,000', 'value': '84000000'}
        """
        return typed(self)[1]


def is_plain(value: Value, code: str) -> bool:
    """Whether a format adds nothing to a value: neither a unit, nor a scale, nor a bare zero."""
    if code in (GENERAL, "@"):
        return True
    if not isinstance(value, float):
        return False
    decimals = decimals_of(code)
    return decimals is not None and _still_read(value, decimals)


def _still_read(value: float, decimals: int) -> bool:
    """Whether a number rounded to some decimals is still read as that number.

    >>> _still_read(16.84, 1), _still_read(1.49, 0), _still_read(0.0, 0)
    (True, False, True)
    """
    if abs(value) * 10**decimals >= 50 or value == 0:  # half a unit of 50 or more is a hundredth
        return True
    number = Decimal(f"{value:.15g}")
    shown = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(shown - number) <= ROUNDING * abs(number)


def typed(cell: SheetCell) -> tuple[str, Problem | None]:
    """The text of a cell as a person would have typed it, and why it cannot be read as that."""
    value = cell.value
    if cell.fault == NO_VALUE:
        return str(value), Problem("CE-O016", params={"formula": str(value)[:60]})
    if cell.fault == ERROR:
        return str(value), Problem("CE-O011", params={"value": str(value)[:20]})
    if isinstance(value, str):
        if re.fullmatch(_ERRORS, value.strip()):
            return value, Problem("CE-O011", params={"value": value.strip()[:20]})
        if cell.shown is not None or cell.format in (GENERAL, "@") or not value.strip():
            return value, None
        shown = render_text(value, cell.format)
        return (shown, None) if shown.strip() else (value, _other("", value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value_text(value), None
    return _number(float(value), cell)


def _number(value: float, cell: SheetCell) -> tuple[str, Problem | None]:
    """A number under its format: with the unit that it shows, or the problem that it shows another
    number."""
    plain = general(value)
    if cell.shown is None and is_plain(value, cell.format):
        return plain, None
    share = percent_decimals(cell.format) if cell.shown is None else None
    if share is not None and _still_read(value, share + 2):
        return f"{general(float(Decimal(plain).scaleb(2)))} %", None
    shown = render(value, cell.format) if cell.shown is None else cell.shown
    if shown is None:
        return plain, _other(cell.format, plain)
    match = re.fullmatch(_SHOWN, shown.strip())
    if match is None:
        return plain, _other(shown, plain)
    said = _as_shown(Decimal(plain), match)
    return (plain, _other(shown, plain)) if said is None else (said, None)


def _other(shown: str, plain: str) -> Problem:
    return Problem("CE-O017", params={"shown": shown.strip()[:40], "value": plain[:40]})


def _as_shown(value: Decimal, match: re.Match[str]) -> str | None:
    """The number with all its digits in the terms that are shown; None where it is another one.

    What is shown may be the value itself, its hundredfold with ``%``, or a power of ten of it where
    a numeral (万) or a unit behind it says so.
    """
    before, after = match["before"].strip(), match["after"].strip()
    if match["open"]:
        if not after.startswith(")"):
            return None
        after = after[1:].strip()
    if before in MONEY and not after:
        before, after = "", MONEY[before]
    if match["money"] and not after:
        after = MONEY[match["money"]]
    digits = match["number"].replace(",", "")
    exponent = int((match["exponent"] or "e0")[1:])
    seen = Decimal(digits).scaleb(exponent)
    half = Decimal(5).scaleb(-1 - len(digits.partition(".")[2]) + exponent)
    negative = bool(match["open"]) or match["sign"] in ("-", "−")
    if (value < 0) != negative and seen:
        return None
    power = _power(abs(value), seen, half, after)
    if power is None or (not seen and value):
        return None
    number = value.scaleb(power)
    text = format(number.normalize(), "f") if number else "0"
    return " ".join(part for part in (before, text, after) if part)


def _power(value: Decimal, seen: Decimal, half: Decimal, after: str) -> int | None:
    """By which power of ten a shown number is the value, as what stands behind it allows."""

    def fits(power: int) -> bool:
        number = value.scaleb(power)
        return abs(number - seen) <= min(half * Decimal("1.000000001"), number * ROUNDING)

    if after in NUMERALS:  # a numeral is part of the number: 19.0万 for 190000, or for 19
        return next((p for p in (-NUMERALS[after], 0) if fits(p)), None)
    if fits(0):
        return 0
    if after.startswith("%"):
        return 2 if fits(2) else None
    if not after:
        return None  # 84,000 for 84000000: nothing says which is meant
    return next((p for p in (-3, -4, -6, -8, -9, -12) if fits(p)), None)


def value_text(value: Value) -> str:
    """A value without its format as text: numbers with 15 digits, days as ISO dates.

    >>> value_text(0.1 + 0.2), value_text(True), value_text(date(2028, 6, 30))
    ('0.3', 'true', '2028-06-30')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return general(float(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def serial_day(text: str) -> date | None:
    """The day that a serial number of a spreadsheet means, of this century; None for others.

    >>> serial_day("46934"), serial_day("2028")
    (datetime.date(2028, 6, 30), None)
    """
    if not re.fullmatch(r"\d{5}(\.0*)?", text.strip(), re.ASCII):
        return None
    day = date(1899, 12, 30) + timedelta(days=int(float(text)))
    return day if 2000 <= day.year <= 2100 else None


def cell_name(row: int, column: int) -> str:
    """The reference of a cell, counted from 0.

    >>> cell_name(0, 0), cell_name(7, 27)
    ('A1', 'AB8')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """The number of a column by its letters, counted from 1; 0 of none.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
