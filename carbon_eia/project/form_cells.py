"""The cells of a form that is written: how a value stands in one, and what a cell offers.

Every text is written as text, so that a name beginning with ``=`` is no formula. A number goes into
a cell only where reading it back gives what was typed; else the cell holds the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from carbon_eia.forms import general
from carbon_eia.messages import sentence
from carbon_eia.project.canonical import decimal_plain, toml_value
from carbon_eia.project.evidence import cell_of_evidence
from carbon_eia.project.fields import Field
from carbon_eia.project.form_layout import cells_of
from carbon_eia.units import of_gas

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "COLOURS",
    "GREY",
    "PERCENT",
    "CellWriter",
    "height_of",
    "lines_of",
    "units_of",
    "width_of",
]

Style = str | int | float
"""The value of a property of a format."""

SPELLINGS = {
    "t": ("万t", "t", "kg"),
    "kg": ("kg", "t"),
    "万Nm3": ("万Nm3", "Nm3"),
    "GJ": ("GJ", "万GJ", "TJ"),
    "MWh": ("万kWh", "MWh", "kWh", "亿kWh"),
    "万元": ("万元", "亿元", "元"),
    "tce": ("tce", "万tce"),
    "m2": ("m2", "万m2"),
    "m3": ("m3", "万m3"),
    "tCO2": ("tCO2", "万tCO2"),
    "tCO2e": ("tCO2e", "万tCO2e"),
}
"""Spellings of a unit that the list of a cell offers; any other that fits may be typed."""

COLOURS = {"head": "#1F4E5F", "must": "#B45309", "input": "#FFFDF2", "soft": "#F1F3F5"}
INK, GREY, LINE, FONT = "#1F2933", "#8A94A0", "#C9D1D9", "Microsoft YaHei"
PERCENT = "0.0##%"
_PAIR = re.compile(r"([+-]?\d+(?:\.\d+)?) (\S.*)")


class CellWriter:
    """Writes into the cells of a workbook; ``offered``: see ``form_book``."""

    def __init__(self, book: Workbook, offered: Mapping[str, Sequence[str]], lang: str) -> None:
        self.book, self.offered, self.lang = book, offered, lang
        self.formats: dict[tuple[tuple[str, Style], ...], Format] = {}
        self.lists: dict[tuple[str, ...], str] = {}
        self.sheets: dict[str, Worksheet] = {}

    def say(self, key: str) -> str:
        """What every form says."""
        return sentence(f"form.{key}", self.lang)

    # --- formats and texts

    def format(self, **style: Style) -> Format:
        """A format, made once."""
        base: dict[str, Style] = {
            "font_name": FONT,
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
        }
        style = base | style
        key = tuple(sorted(style.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(style)
        return self.formats[key]

    def box(self, **style: Style) -> Format:
        """The format of a cell with a frame."""
        return self.format(border=1, border_color=LINE, **style)

    def head(self, must: bool) -> Format:
        """The format of the head of a column."""
        colour = COLOURS["must" if must else "head"]
        return self.box(
            bold=True, font_color="#FFFFFF", bg_color=colour, text_wrap=True, align="center"
        )

    def grey(self) -> Format:
        """The format of keys."""
        return self.format(font_color=GREY, font_size=7)

    def help(self, field: Field) -> str:
        """What is said of a field beside its name."""
        return field.help_en if self.lang == "en" else field.help_zh

    def choices(self, field: Field) -> list[str]:
        """What the list of a cell offers."""
        for kind in (f"{field.section}.{field.key}", field.type):
            if kind in self.offered:
                return list(self.offered[kind])
        if field.type == "boolean":
            return [self.say("yes"), self.say("no")]
        return list(field.choices) if self.lang == "en" else list(field.choices.values())

    # --- values

    def _cell(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        field: Field,
        value: object,
        pair: int | None,
        shown_as: Field | None = None,
    ) -> None:
        """One value, and its unit in the cell ``pair``; ``shown_as`` the column's field."""
        style: dict[str, Style] = {"bg_color": COLOURS["input"]}
        if pair is not None and value is not None:
            sheet.write_blank(row, pair, None, self.box(indent=1, **style))
        if field.type in ("quantity", "annual", "spread") and isinstance(value, str):
            self._quantity(sheet, row, column, value, pair)
        elif value is None:
            if cells_of(shown_as or field) == "percent":
                style["num_format"] = PERCENT
            elif field.type == "date":
                style["num_format"] = "yyyy-mm-dd"
            sheet.write_blank(row, column, None, self.box(**style))
            if pair is not None and shown_as is not None:
                sheet.write_blank(row, pair, None, self.box(**style))
        elif isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.box(align="left", indent=1, **style))
        elif isinstance(value, date):
            style |= {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
            sheet.write_datetime(row, column, value, self.box(**style))
        else:
            self._text(sheet, row, column, self.shown(field, value))

    def shown(self, field: Field, value: object) -> str:
        """What a cell shows of a value: truth and choices in the language of the form."""
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, Mapping) and field.type == "shares":
            return lines_of([f"{name}={share}" for name, share in value.items()])
        if isinstance(value, Mapping):
            cell = cell_of_evidence(value) if field.type == "evidence" else None
            return toml_value(value) if cell is None else cell
        if isinstance(value, list):
            texts = [str(v) for v in value]
            return "、".join(texts) if field.type == "integers" else lines_of(texts)
        return "" if value is None else self._named(field, str(value))

    def example(self, field: Field) -> str:
        """The example of a field as one would type it into its cell."""
        if field.example and field.type in ("boolean", "integers", "texts", "shares"):
            return self.shown(field, tomllib.loads(f"x = {field.example}")["x"])
        return self._named(field, field.example)

    def _named(self, field: Field, text: str) -> str:
        """A choice or method in the language of the form; it reads back as it was."""
        code = field.choice(text) if field.choices else None
        if code is None:
            return text
        return code if self.lang == "en" else field.choices[code]

    def _quantity(
        self, sheet: Worksheet, row: int, column: int, text: str, pair: int | None
    ) -> None:
        number, unit = _number_of(text), ""
        match = _PAIR.fullmatch(text)
        style: dict[str, Style] = {"bg_color": COLOURS["input"]}
        if match and match[2] == "%":
            share = float(Decimal(match[1]).scaleb(-2))
            back = f"{decimal_plain(Decimal(general(share)).scaleb(2))} %"
            number = share if back == text else None
            style["num_format"] = PERCENT
        elif match and pair is not None:
            number, unit = _number_of(match[1]), match[2]
        if number is None or (match and match[2] != "%" and pair is None):
            self._text(sheet, row, column, text)
            return
        sheet.write_number(row, column, number, self.box(**style))
        if unit and pair is not None:
            units = self.box(bg_color=COLOURS["input"], indent=1)
            sheet.write_string(row, pair, unit, units)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        style: dict[str, Style] = {"bg_color": COLOURS["input"], "num_format": "@", "indent": 1}
        style["text_wrap"] = True
        if text[:1] in tuple("=+-@"):
            style["quote_prefix"] = True
        if text:
            sheet.write_string(row, column, text, self.box(**style))
        else:
            sheet.write_blank(row, column, None, self.box(bg_color=COLOURS["input"]))

    # --- what may be chosen

    def _validate(self, sheet: Worksheet, first: int, last: int, column: int, field: Field) -> None:
        label, text = field.label(self.lang), self.help(field)
        choices = self.choices(field)
        closed = field.type in ("choice", "boolean", "method")
        if choices:
            kind = "stop" if closed else "information"
            self._offer(sheet, first, last, column, choices, kind, label, text)
        elif text:
            rule = {"validate": "any", "input_title": label[:32], "input_message": text[:255]}
            sheet.data_validation(first, column, last, column, rule)

    def _offer(
        self,
        sheet: Worksheet,
        first: int,
        last: int,
        column: int,
        choices: Sequence[str],
        kind: str,
        label: str,
        text: str,
    ) -> None:
        rule: dict[str, object] = {"validate": "list", "source": self._list(choices)}
        rule |= {"error_type": kind, "ignore_blank": True}
        if text:
            rule |= {"input_title": label[:32], "input_message": text[:255]}
        sheet.data_validation(first, column, last, column, rule)

    def _list(self, choices: Sequence[str]) -> str:
        """Reference of a list on the hidden sheet, written once."""
        key = tuple(choices)
        if key not in self.lists:
            from xlsxwriter.utility import xl_col_to_name

            column = len(self.lists)
            for row, text in enumerate(key):
                self.sheets["lists"].write_string(row, column, text)
            name = xl_col_to_name(column, col_abs=True)
            self.lists[key] = f"='{self.say('sheet.lists')}'!{name}$1:{name}${len(key)}"
        return self.lists[key]


def width_of(text: str) -> int:
    """Columns that a text takes: an ideograph two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def height_of(parts: Iterable[tuple[str, float]]) -> int:
    """The height of a row that shows texts, each in a width, in full."""
    lines = (
        sum(max(1, -(-width_of(line) // width)) for line in text.split("\n"))
        for text, width in parts
    )
    return int(8 + 14 * max(lines, default=1))


def units_of(field: Field) -> list[str]:
    """Spellings of the units of a field, those of any gas as those of CO2."""
    named = [of_gas(u, "CO2") for u in field.unit if u != "1"]
    return list(dict.fromkeys(s for u in named for s in SPELLINGS.get(u, (u,))))


def _number_of(text: str) -> float | None:
    """The number of a text that a cell gives back as it is; None where it would not."""
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text, re.ASCII):
        return None
    number = float(text)
    return number if general(number) == text else None


def lines_of(texts: Sequence[str]) -> str:
    """Texts of one cell, one a line; a single one that a semicolon would divide ends its line."""
    joined = "\n".join(texts)
    return f"{joined}\n" if len(texts) == 1 and re.search("[;；]", joined) else joined
