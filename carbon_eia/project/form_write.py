"""The Excel form: the tables of a project file on sheets that a person fills in.

Every text is written as text, so that a name beginning with ``=`` is no formula. A number goes into
a cell only where reading it back gives what was typed; else the cell holds the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from carbon_eia.errors import MachineError, Problem
from carbon_eia.project.canonical import (
    canonical_project,
    decimal_plain,
    known_fields,
    toml_value,
)
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.form import (
    KEY,
    MORE,
    UPRIGHT,
    Column,
    cells_of,
    measure_columns,
    product_columns,
    source_columns,
)
from carbon_eia.project.form_read import shortest
from carbon_eia.text import sentence
from carbon_eia.units import of_gas

__all__ = ["Names", "project_form"]

SPARE = {"products": 8, "sources": 20, "measures": 20}
"""Empty rows below the last entry of a table."""

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


class Names(NamedTuple):
    """What a form of a sector offers: its name and guide, its methods, and the names to choose."""

    sector: str
    guide: str
    methods: tuple[str, ...]
    offered: Mapping[str, Sequence[str]]


def project_form(raw: Mapping[str, Any], names: Names, lang: str = "zh") -> bytes:
    """The form of a project's tables; reading it back gives their canonical text.

    ``offered`` of ``names``: material, region, item, gas, sector, product → names to choose from.

    Raises MachineError CE-D001 without xlsxwriter.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MachineError(Problem("CE-D001", params={"package": "xlsxwriter"})) from None
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"created": datetime(2000, 1, 1), "author": "carbon-eia"})
    _Writer(book, names, lang).write(canonical_project(raw))
    book.close()
    return content.getvalue()


class _Writer:
    def __init__(self, book: Any, names: Names, lang: str) -> None:
        self.book, self.names, self.lang = book, names, lang
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.lists: dict[tuple[str, ...], str] = {}
        self.say: Callable[..., str] = lambda key, **facts: sentence(f"form.{key}", lang, facts)

    def write(self, tables: Mapping[str, Any]) -> None:
        order = ("guide", "project", "products", "sources", "measures", "facts", "lists")
        self.sheets = {k: self.book.add_worksheet(self.say(f"sheet.{k}")) for k in order}
        for key, sheet in self.sheets.items():
            sheet.hide_gridlines(2)
            sheet.set_default_row(20)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer(f"&L&9{self.say(f'sheet.{key}')}&R&9&P / &N")
        self._guide()
        for which in UPRIGHT:
            self._upright(which, tables)
        self._table("products", product_columns(), tables.get("products", ()))
        columns = source_columns(self.names.methods)
        self._table("sources", columns, tables.get("sources", ()))
        self._table("measures", measure_columns(), tables.get("measures", ()))
        self.sheets["lists"].hide()
        self.sheets["project"].activate()

    # --- formats and texts

    def format(self, **style: Any) -> Any:
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        style = base | style
        key = tuple(sorted(style.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(style)
        return self.formats[key]

    def box(self, **style: Any) -> Any:
        return self.format(border=1, border_color=LINE, **style)

    def head(self, must: bool) -> Any:
        colour = COLOURS["must" if must else "head"]
        return self.box(
            bold=True, font_color="#FFFFFF", bg_color=colour, text_wrap=True, align="center"
        )

    def grey(self) -> Any:
        return self.format(font_color=GREY, font_size=7)

    def title(self, sheet: Any, which: str) -> None:
        sheet.set_row(0, 30)
        style = self.format(bold=True, font_size=16, font_color=COLOURS["head"])
        sheet.write_string(0, 1, self.say(f"title.{which}"), style)
        sheet.write_string(1, 1, self.say(f"note.{which}"), self.format(font_color=GREY))

    def help(self, field: Field) -> str:
        return field.help_en if self.lang == "en" else field.help_zh

    def choices(self, field: Field) -> list[str]:
        """What the list of a cell offers."""
        if field.type == "method":
            own = self.names.methods
            order = [*own, *(m for m in field.choices if m not in own)]
            return order if self.lang == "en" else [field.choices[m] for m in order]
        if field.choices:
            return list(field.choices) if self.lang == "en" else list(field.choices.values())
        if field.type == "boolean":
            return [self.say("yes"), self.say("no")]
        return list(self.names.offered.get(field.type, ()))

    # --- sheets

    def _guide(self) -> None:
        sheet = self.sheets["guide"]
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 2, 92)
        self.title(sheet, "guide")
        row = 3
        for key in ("sector", "guide", "sheets", "colours", "numbers", "percent", "dates", "more"):
            facts = {"sector": self.names.sector, "guide": self.names.guide}
            text = self.say(f"guide.{key}", **facts)
            sheet.set_row(row, 8 + 15 * (1 + _width(text) // 88))
            style = self.box(bold=True, bg_color=COLOURS["soft"], indent=1)
            sheet.write_string(row, 1, self.say(f"guide.{key}.label"), style)
            sheet.write_string(row, 2, text, self.box(text_wrap=True, indent=1))
            row += 1
        for text, must in ((self.say("legend.must"), True), (self.say("legend.may"), False)):
            row += 1
            sheet.set_row(row, 22)
            sheet.write_string(row, 1, text, self.head(must))

    def _upright(self, which: str, tables: Mapping[str, Any]) -> None:
        sheet = self.sheets[which]
        for column, width in enumerate((5, 34, 40, 12, 58, 34)):
            sheet.set_column(column, column, width)
        self.title(sheet, which)
        heads = self.say("upright.head").split("|")
        row = 3
        sheet.write_string(row, 0, KEY, self.grey())
        for column, text in enumerate(heads, 1):
            sheet.write_string(row, column, text, self.head(False))
        sheet.freeze_panes(row + 1, 2)
        sheet.repeat_rows(row)
        for section in UPRIGHT[which]:
            given = tables.get(section, {})
            row += 1
            if len(UPRIGHT[which]) > 1:
                sheet.set_row(row, 24)
                style = self.format(bold=True, font_size=11, font_color=COLOURS["head"])
                sheet.write_string(row, 1, self.say(f"section.{section}"), style)
                row += 1
            for key, field in fields(section).items():
                self._upright_row(sheet, row, section, key, field, given)
                row += 1

    def _upright_row(
        self, sheet: Any, row: int, section: str, key: str, field: Field, given: Mapping[str, Any]
    ) -> None:
        sheet.write_string(row, 0, f"{section}.{key}", self.grey())
        label = f"{field.label(self.lang)}{' *' if field.required else ''}"
        style = self.box(bold=field.required, bg_color=COLOURS["soft"], indent=1, text_wrap=True)
        sheet.write_string(row, 1, label, style)
        pair = cells_of(field) == "pair"
        units = _units(field)
        self._cell(sheet, row, 2, field, given.get(key), 3 if pair else None)
        if key not in given or not pair:
            shown = "%" if cells_of(field) == "percent" else units[0] if pair else ""
            style = self.box(bg_color=COLOURS["input"] if pair else COLOURS["soft"], indent=1)
            sheet.write_string(row, 3, shown, style)
        if pair:
            self._offer(sheet, row, row, 3, units, "warning", "", "")
        text = self.help(field)
        sheet.set_row(row, 8 + 14 * max(1, -(-_width(text) // 56), -(-_width(label) // 32)))
        sheet.write_string(row, 4, text, self.box(font_color=GREY, text_wrap=True, indent=1))
        example = field.example
        sheet.write_string(row, 5, example, self.box(font_color=GREY, text_wrap=True, indent=1))
        self._validate(sheet, row, row, 2, field)

    def _table(
        self, which: str, columns: Sequence[Column], entries: Sequence[Mapping[str, Any]]
    ) -> None:
        sheet = self.sheets[which]
        self.title(sheet, which)
        sheet.set_column(0, 0, 5)
        sheet.set_row(3, 34)
        sheet.set_row(4, 30)
        sheet.set_row(5, 12)
        sheet.write_string(5, 0, KEY, self.grey())
        rows = _rows(which, entries)
        last = 6 + len(rows) + SPARE[which] - 1
        hint = self.box(font_color=GREY, font_size=8, text_wrap=True, align="center")
        for c, column in enumerate(columns, 1):
            sheet.set_column(c, c, self._width(column, rows))
            sheet.write_string(3, c, self._label(column), self.head(self._must(column)))
            sheet.write_string(4, c, self._hint(column), hint)
            sheet.write_string(5, c, column.name, self.grey())
            self._blank(sheet, len(rows), last, c, column)
            if column.unit and column.field is not None:
                self._offer(sheet, 6, last, c, _units(column.field), "warning", "", "")
            elif column.field is not None:
                self._validate(sheet, 6, last, c, column.field)
        sheet.freeze_panes(6, 2)
        sheet.repeat_rows(3, 5)
        if len(columns) > 18:  # over several pages rather than too small to read
            sheet.fit_to_pages(0, 0)
            sheet.set_print_scale(60)
            sheet.repeat_columns(0, 1)
        for r, entry in enumerate(rows):
            sheet.write_number(6 + r, 0, r + 1, self.grey())
            self._entry(sheet, 6 + r, columns, entry)

    def _blank(self, sheet: Any, used: int, last: int, c: int, column: Column) -> None:
        style: dict[str, Any] = {"bg_color": COLOURS["input"]}
        field = column.field
        if field is not None and not column.unit and cells_of(field) == "percent":
            style["num_format"] = PERCENT
        elif field is not None and field.type == "date":
            style["num_format"] = "yyyy-mm-dd"
        for row in range(6 + used, last + 1):
            sheet.write_blank(row, c, None, self.box(**style))

    def _label(self, column: Column) -> str:
        if column.key == MORE:
            return self.say("more")
        assert column.field is not None
        if column.unit:
            return self.say("unit")
        label = column.field.label(self.lang)
        if "." in column.key and not column.key.startswith("effects."):
            outer = column.key.partition(".")[0]
            held = {**fields("heat"), **fields("products")}[outer]
            label = f"{held.label(self.lang)} · {label}"
        return f"{label}{' *' if self._must(column) else ''}"

    def _must(self, column: Column) -> bool:
        """Whether every row must fill the column: parts of steam only where steam is given."""
        inner = "." in column.key and not column.key.startswith("effects.")
        return column.field is not None and column.field.required and not inner and not column.unit

    def _hint(self, column: Column) -> str:
        if column.key == MORE:
            return self.say("more.hint")
        assert column.field is not None
        if column.unit:
            return self.say("unit.hint")
        return "%" if cells_of(column.field) == "percent" else ""

    def _width(self, column: Column, rows: Sequence[Mapping[str, Any]]) -> float:
        if column.key == MORE:
            return 34
        if column.unit:
            return 12
        assert column.field is not None
        widest = max((_width(str(r.get(column.key, ""))) for r in rows), default=0)
        if column.field.type in ("text", "texts", "item"):
            return max(20, min(widest + 3, 34))
        return max(13, min(widest + 3, 22))

    # --- cells

    def _entry(
        self, sheet: Any, row: int, columns: Sequence[Column], entry: Mapping[str, Any]
    ) -> None:
        keys = {c.key for c in columns}
        at = {c.name: i for i, c in enumerate(columns, 1)}
        own = known_fields("sources", entry) if MORE in keys else {}
        for c, column in enumerate(columns, 1):
            if column.unit or column.field is None:
                continue
            pair = at.get(f"{column.key}/unit")
            field = own.get(column.key, column.field)
            self._cell(sheet, row, c, field, entry.get(column.key), pair, column.field)
        if MORE in keys:
            more = [f"{k}={_plain(v)}" for k, v in entry.items() if k not in keys]
            self._text(sheet, row, at[MORE], _lines(more), wrap=True)

    def _cell(
        self,
        sheet: Any,
        row: int,
        column: int,
        field: Field,
        value: Any,
        pair: int | None,
        shown_as: Field | None = None,
    ) -> None:
        """One value, and its unit in the cell ``pair``; ``shown_as`` the column's field."""
        style: dict[str, Any] = {"bg_color": COLOURS["input"]}
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
        elif isinstance(value, bool):
            self._text(sheet, row, column, self.say("yes" if value else "no"))
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.box(align="left", indent=1, **style))
        elif isinstance(value, date):
            style |= {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
            sheet.write_datetime(row, column, value, self.box(**style))
        elif isinstance(value, Mapping):
            self._text(sheet, row, column, toml_value(value), wrap=True)
        elif isinstance(value, list):
            self._text(sheet, row, column, _lines([str(v) for v in value]), wrap=True)
        else:
            self._text(sheet, row, column, self._named(field, str(value)))

    def _named(self, field: Field, text: str) -> str:
        """A choice or method in the language of the form; it reads back as it was."""
        code = field.choice(text) if field.choices else None
        if code is None:
            return text
        return code if self.lang == "en" else field.choices[code]

    def _quantity(self, sheet: Any, row: int, column: int, text: str, pair: int | None) -> None:
        number, unit = _number_of(text), ""
        match = _PAIR.fullmatch(text)
        style: dict[str, Any] = {"bg_color": COLOURS["input"]}
        if match and match[2] == "%":
            share = float(Decimal(match[1]).scaleb(-2))
            back = f"{decimal_plain(Decimal(shortest(share)).scaleb(2))} %"
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

    def _text(self, sheet: Any, row: int, column: int, text: str, wrap: bool = False) -> None:
        style: dict[str, Any] = {"bg_color": COLOURS["input"], "num_format": "@", "indent": 1}
        if wrap:
            style["text_wrap"] = True
        if text[:1] in tuple("=+-@"):
            style["quote_prefix"] = True
        if text:
            sheet.write_string(row, column, text, self.box(**style))
        else:
            sheet.write_blank(row, column, None, self.box(bg_color=COLOURS["input"]))

    # --- what may be chosen

    def _validate(self, sheet: Any, first: int, last: int, column: int, field: Field) -> None:
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
        sheet: Any,
        first: int,
        last: int,
        column: int,
        choices: Sequence[str],
        kind: str,
        label: str,
        text: str,
    ) -> None:
        rule: dict[str, Any] = {"validate": "list", "source": self._list(choices)}
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


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _units(field: Field) -> list[str]:
    """Spellings of the units of a field, those of any gas as those of CO2."""
    named = [of_gas(u, "CO2") for u in field.unit if u != "1"]
    return list(dict.fromkeys(s for u in named for s in SPELLINGS.get(u, (u,))))


def _number_of(text: str) -> float | None:
    """The number of a text that a cell gives back as it is; None where it would not."""
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text, re.ASCII):
        return None
    number = float(text)
    return number if shortest(number) == text else None


def _lines(texts: Sequence[str]) -> str:
    """Texts of one cell, one a line; a single one that a semicolon would divide ends its line."""
    joined = "\n".join(texts)
    return f"{joined}\n" if len(texts) == 1 and re.search("[;；]", joined) else joined


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return toml_value(value)
    return "true" if value is True else "false" if value is False else str(value)


def _rows(which: str, entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table: tables within an entry flat, an effect of a measure a row."""
    rows: list[dict[str, Any]] = []
    for entry in entries:
        flat: dict[str, Any] = {}
        for key, value in entry.items():
            if isinstance(value, Mapping) and key not in ("uncertainty", "uncertainties"):
                flat |= {f"{key}.{k}": v for k, v in value.items()}
            elif key != "effects":
                flat[key] = value
        effects = entry.get("effects") or [{}]
        first, *others = effects if which == "measures" else [{}]
        rows.append(flat | {f"effects.{k}": v for k, v in first.items()})
        rows += [{f"effects.{k}": v for k, v in e.items()} for e in others]
    return rows
