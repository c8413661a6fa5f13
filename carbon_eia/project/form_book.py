"""The sheets of a form that is written: what it explains, its upright sheets, its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from carbon_eia.forms.new_workbook import new_workbook
from carbon_eia.messages import sentence
from carbon_eia.project.canonical import canonical_tables, toml_value
from carbon_eia.project.fields import Field
from carbon_eia.project.form_cells import (
    COLOURS,
    GREY,
    PERCENT,
    CellWriter,
    Style,
    height_of,
    lines_of,
    units_of,
    width_of,
)
from carbon_eia.project.form_layout import KEY, MORE, UNIT, FormColumn, FormLayout, cells_of, flat
from carbon_eia.project.raw_tables import Table, entries, table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["form_book"]

A4, A3 = 240, 330
"""Characters across a page that can still be read."""

SHORT, LONG = 40, 90
"""Widths of the cells of values in an upright sheet: of names and figures, of texts."""

HIGHEST = 409
"""Points that a row can be high."""


def form_book(
    raw: Table,
    layout: FormLayout,
    offered: Mapping[str, Sequence[str]],
    facts: Mapping[str, str],
    lang: str,
    columns: Mapping[str, Sequence[FormColumn]] | None = None,
) -> bytes:
    """The form of a file's tables; reading it back gives their canonical text.

    ``offered``: type of a field, or its section and key (``transfers.from``) → names to choose
    from. ``facts``: what the sentences of the guide take. ``columns``: sheet → its columns, where
    they are not all that the layout knows.

    Raises MachineError CE-D001 without xlsxwriter.
    """
    content = BytesIO()
    book = new_workbook(content)
    book.set_properties({"created": datetime(2000, 1, 1), "author": "carbon-eia"})
    tables = canonical_tables(raw, layout.shape)
    _FormWriter(book, layout, offered, lang).write(tables, facts, columns or {})
    book.close()
    return content.getvalue()


class _FormWriter(CellWriter):
    def __init__(
        self, book: Workbook, layout: FormLayout, offered: Mapping[str, Sequence[str]], lang: str
    ) -> None:
        super().__init__(book, offered, lang)
        self.layout = layout
        self.wide = SHORT

    def write(
        self,
        tables: Table,
        facts: Mapping[str, str],
        columns: Mapping[str, Sequence[FormColumn]],
    ) -> None:
        for key in ("guide", *self.layout.sheets, "lists"):
            name = (self.own if key in self.layout.sheets else self.say)(f"sheet.{key}")
            sheet = self.sheets[key] = self.book.add_worksheet(name)
            sheet.hide_gridlines(2)
            sheet.set_default_row(20)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer(f"&L&9{name}&R&9&P / &N")
        self._guide(facts)
        for which in self.layout.sheets:
            if which in self.layout.upright:
                self._upright(which, tables)
            else:
                known = columns.get(which) or self.layout.columns(which)
                self._table(which, known, entries(tables, which))
        self.sheets["lists"].hide()
        self.sheets[self.layout.sheets[0]].activate()

    def own(self, key: str) -> str:
        """What this kind of form says."""
        return sentence(f"{self.layout.words}.{key}", self.lang)

    def title(self, sheet: Worksheet, which: str) -> None:
        sheet.set_row(0, 30)
        style = self.format(bold=True, font_size=16, font_color=COLOURS["head"])
        sheet.write_string(0, 1, self.own(f"title.{which}"), style)
        sheet.write_string(1, 1, self.own(f"note.{which}"), self.format(font_color=GREY))

    # --- sheets

    def _guide(self, facts: Mapping[str, str]) -> None:
        sheet = self.sheets["guide"]
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 2, 92)
        self.title(sheet, "guide")
        row = 3
        for code in self.layout.guide:
            text = sentence(code, self.lang, facts)
            sheet.set_row(row, 8 + 15 * (1 + width_of(text) // 88))
            style = self.box(bold=True, bg_color=COLOURS["soft"], indent=1)
            sheet.write_string(row, 1, sentence(f"{code}.label", self.lang), style)
            sheet.write_string(row, 2, text, self.box(text_wrap=True, indent=1))
            row += 1
        for text, must in ((self.say("legend.must"), True), (self.say("legend.may"), False)):
            row += 1
            sheet.set_row(row, 22)
            sheet.write_string(row, 1, text, self.head(must))

    def _upright(self, which: str, tables: Table) -> None:
        sheet = self.sheets[which]
        rows = self.layout.rows(which)
        self.wide = LONG if any(field.type == "markdown" for _, _, field in rows) else SHORT
        for column, width in enumerate((5, 34, self.wide, 12, 58, 34)):
            sheet.set_column(column, column, width)
        self.title(sheet, which)
        heads = self.say("upright.head").split("|")
        row = 3
        sheet.write_string(row, 0, KEY, self.grey())
        for column, text in enumerate(heads, 1):
            sheet.write_string(row, column, text, self.head(False))
        sheet.freeze_panes(row + 1, 2)
        sheet.repeat_rows(row)
        for section in self.layout.upright[which]:
            given = table(tables, section)
            row += 1
            if len(self.layout.upright[which]) > 1:
                sheet.set_row(row, 24)
                style = self.format(bold=True, font_size=11, font_color=COLOURS["head"])
                sheet.write_string(row, 1, self.own(f"section.{section}"), style)
                row += 1
            known = self.layout.shape.known(section, {})
            for key, field in flat(known):
                head, _, inner = key.partition(".")
                held = table(given, head) if inner else given
                own = {key: held[inner or head]} if (inner or head) in held else {}
                label = field.label(self.lang)
                label = f"{known[head].label(self.lang)} · {label}" if inner else label
                self._upright_row(sheet, row, f"{section}.{key}", field, label, own)
                row += 1

    def _upright_row(
        self, sheet: Worksheet, row: int, path: str, field: Field, label: str, given: Table
    ) -> None:
        key = path.partition(".")[2]
        sheet.write_string(row, 0, path, self.grey())
        must = field.required and "." not in key
        label = f"{label}{' *' if must else ''}"
        style = self.box(bold=must, bg_color=COLOURS["soft"], indent=1, text_wrap=True)
        sheet.write_string(row, 1, label, style)
        pair = cells_of(field) == "pair"
        units = units_of(field)
        self._cell(sheet, row, 2, field, given.get(key), 3 if pair else None)
        if key not in given or not pair:
            shown = "%" if cells_of(field) == "percent" else units[0] if pair else ""
            style = self.box(bg_color=COLOURS["input"] if pair else COLOURS["soft"], indent=1)
            sheet.write_string(row, 3, shown, style)
        if pair:
            self._offer(sheet, row, row, 3, units, "warning", "", "")
        text, example = self.help(field), self.example(field)
        shown = self.shown(field, given.get(key))
        texts = [(text, 56), (label, 32), (shown, self.wide - 2), (example, 32)]
        sheet.set_row(row, min(height_of(texts), HIGHEST))
        style = self.box(font_color=GREY, text_wrap=True, indent=1)
        sheet.write_string(row, 4, text, style)
        sheet.write_string(row, 5, example, style)
        self._validate(sheet, row, row, 2, field)

    def _table(self, which: str, columns: Sequence[FormColumn], given: Sequence[Table]) -> None:
        sheet = self.sheets[which]
        self.title(sheet, which)
        sheet.set_column(0, 0, 5)
        sheet.set_row(4, 30 if any(self._hint(column) for column in columns) else 6)
        sheet.set_row(5, 12)
        sheet.write_string(5, 0, KEY, self.grey())
        rows = self._rows(which, given)
        last = 6 + len(rows) + self.layout.spare[which] - 1
        hint = self.box(font_color=GREY, font_size=8, text_wrap=True, align="center")
        widths = [self._width(column, rows) for column in columns]
        labels = [
            (self._label(column), width - 3) for column, width in zip(columns, widths, strict=True)
        ]
        sheet.set_row(3, max(36, height_of(labels)))
        for c, column in enumerate(columns, 1):
            sheet.set_column(c, c, widths[c - 1])
            sheet.write_string(3, c, self._label(column), self.head(self._must(column)))
            sheet.write_string(4, c, self._hint(column), hint)
            sheet.write_string(5, c, column.name, self.grey())
            self._blank(sheet, len(rows), last, c, column)
            if column.unit and column.field is not None:
                self._offer(sheet, 6, last, c, units_of(column.field), "warning", "", "")
            elif column.field is not None:
                self._validate(sheet, 6, last, c, column.field)
        sheet.freeze_panes(6, 2)
        sheet.repeat_rows(3, 5)
        if sum(widths) > A4 or len(columns) > 18:  # larger paper, or several: to be read
            sheet.set_paper(8)
            sheet.fit_to_pages(int(-(-sum(widths) // A3)), 0)
            sheet.repeat_columns(0, 1)
        for r, entry in enumerate(rows):
            shown = [
                (self.shown(c.field, entry.get(c.key)), width - 3)
                for c, width in zip(columns, widths, strict=True)
                if c.field is not None and not c.unit
            ]
            sheet.set_row(6 + r, height_of(shown))
            sheet.write_number(6 + r, 0, r + 1, self.grey())
            self._entry(sheet, which, 6 + r, columns, entry)

    def _rows(self, which: str, given: Sequence[Table]) -> list[dict[str, object]]:
        """The rows of a table: tables within an entry flat, an inner table a row each."""
        inner = self.layout.inner.get(which, "")
        rows: list[dict[str, object]] = []
        for entry in given:
            known = self.layout.shape.known(which, entry)
            flat: dict[str, object] = {}
            for key, value in entry.items():
                if isinstance(value, Mapping) and key in known and known[key].within:
                    flat |= {f"{key}.{k}": v for k, v in value.items()}
                elif key != inner:
                    flat[key] = value
            first, *others = entries(entry, inner) or [{}]
            rows.append(flat | {f"{inner}.{k}": v for k, v in first.items()})
            rows += [{f"{inner}.{k}": v for k, v in e.items()} for e in others]
        return rows

    def _blank(self, sheet: Worksheet, used: int, last: int, c: int, column: FormColumn) -> None:
        style: dict[str, Style] = {"bg_color": COLOURS["input"]}
        field = column.field
        if field is not None and not column.unit and cells_of(field) == "percent":
            style["num_format"] = PERCENT
        elif field is not None and field.type == "date":
            style["num_format"] = "yyyy-mm-dd"
        for row in range(6 + used, last + 1):
            sheet.write_blank(row, c, None, self.box(**style))

    def _label(self, column: FormColumn) -> str:
        if column.key == MORE:
            return self.say("more")
        assert column.field is not None
        if column.unit:
            return self.say("unit")
        label = column.field.label(self.lang)
        if column.within is not None:
            label = f"{column.within.label(self.lang)} · {label}"
        return f"{label}{' *' if self._must(column) else ''}"

    def _must(self, column: FormColumn) -> bool:
        """Whether every row must fill the column: parts of steam only where steam is given."""
        if column.field is None or column.unit or column.within is not None:
            return False
        return column.field.required

    def _hint(self, column: FormColumn) -> str:
        if column.key == MORE:
            return self.say("more.hint")
        assert column.field is not None
        if column.unit:
            return self.say("unit.hint")
        return "%" if cells_of(column.field) == "percent" else ""

    def _width(self, column: FormColumn, rows: Sequence[Table]) -> float:
        if column.key == MORE:
            return 34
        if column.unit:
            return 12
        assert column.field is not None
        widest = max((width_of(str(r.get(column.key, ""))) for r in rows), default=0)
        if column.field.type in ("text", "texts", "item"):
            return max(20, min(widest + 3, 34))
        return max(13, min(widest + 3, 22))

    def _entry(
        self,
        sheet: Worksheet,
        which: str,
        row: int,
        columns: Sequence[FormColumn],
        entry: Table,
    ) -> None:
        at = {c.name: i for i, c in enumerate(columns, 1)}
        own = self.layout.shape.known(which, entry)
        for c, column in enumerate(columns, 1):
            if column.unit or column.field is None:
                continue
            pair = at.get(column.key + UNIT)
            field = own.get(column.key, column.field)
            self._cell(sheet, row, c, field, entry.get(column.key), pair, column.field)
        if MORE in at:
            keys = {c.key for c in columns}
            more = [f"{k}={_plain(v)}" for k, v in entry.items() if k not in keys]
            self._text(sheet, row, at[MORE], lines_of(more))


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return toml_value(value)
    return "true" if value is True else "false" if value is False else str(value)
