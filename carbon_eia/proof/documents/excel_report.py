"""What a workbook shows: each cell with its formula, value and look, and what hides it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from carbon_eia.proof.documents.look import Block, Layer, Look, printable
from carbon_eia.proof.documents.office_package import open_package
from carbon_eia.run.chunks import SHEET

__all__ = ["excel_look"]

SILENT = ("officeDocument", "core-properties", "extended-properties", "custom-properties", "theme",
          "worksheet", "styles", "sharedStrings", "calcChain", "sheetMetadata")  # fmt: skip
"""Parts that every workbook may have; sheets are compared one by one."""

SYMBOLS = frozenset({
    "bookshelf symbol 7", "d050000l", "dingbats", "itc zapf dingbats", "marlett", "ms outlook",
    "ms reference specialty", "mt extra", "opensymbol", "standard symbols ps", "symbol", "webdings",
    "wingdings", "wingdings 2", "wingdings 3", "zapf dingbats", "zapfdingbats",
})  # fmt: skip
"""Fonts of symbols that systems and offices bring: their glyphs are not the letters they stand
for."""
SYMBOL_CHARSET = 2
"""The character set that a workbook gives such a font (ECMA-376-1, 18.4.1)."""

LEAST_SIZE = 4
"""Points below which no figure can be read."""
MOST_INDENT = 15
"""Indents beyond which a figure is moved out of its cell."""


def excel_look(content: bytes) -> Look:
    """The look of a workbook; numbers at ten digits: another program that saves it works it out
    anew, which may move the last ones."""
    import openpyxl

    package = open_package(content, SILENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas, values = (
            openpyxl.load_workbook(io.BytesIO(content), data_only=only, rich_text=True)
            for only in (False, True)
        )
    layers = [*package.layers, *_of_book(formulas)]
    for part in package.of_kind("sharedStrings"):
        layers += [Layer("over", "rPh")] * part.content.count(b"<rPh")
    blocks: list[Block] = []
    for sheet in formulas.worksheets:
        if sheet.title == SHEET:
            continue
        layers += _of_sheet(sheet)
        shown = values[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    blocks.append(_block(cell, shown[cell.coordinate].value))
                    layers += _of_cell(cell)
    fonts = {
        _of_symbols(f) for s in formulas.worksheets if s.title != SHEET for f in _used_fonts(s)
    }
    layers += [Layer("font", name) for name in sorted(fonts - {""})]
    return Look.of(blocks, layers)


def _block(cell: Any, value: object) -> Block:
    place = f"{cell.parent.title}!{cell.coordinate}"
    return Block(_shown(value), place)


def _shown(value: object) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return format(Decimal(f"{value:.10g}"), "f")
    return "" if value is None else str(value)


# --- layers


def _of_book(book: Any) -> Iterator[Layer]:
    for number, sheet in enumerate((book[name] for name in book.sheetnames), 1):
        kind = "hidden" if sheet.sheet_state != "visible" else "sheet"
        yield Layer(kind, f"{number} {sheet.title}")
    for name, defined in book.defined_names.items():
        yield Layer("name", f"{name} = {defined.value}")
    if book.calculation.fullPrecision is False:
        yield Layer("format", "fullPrecision")
    if any(view.visibility != "visible" for view in book.views):
        yield Layer("hidden", "workbook")


def _of_sheet(sheet: Any) -> Iterator[Layer]:
    title = sheet.title
    for name, defined in sheet.defined_names.items():
        yield Layer("name", f"{title}!{name} = {defined.value}")
    for merged in sheet.merged_cells.ranges:
        yield Layer("merged", f"{title}!{merged.coord}")
    for ranges in sheet.conditional_formatting:
        yield Layer("conditional", f"{title}!{ranges.sqref} ({len(ranges.rules)})")
    for rule in sheet.data_validations.dataValidation:
        yield Layer("validation", f"{title}!{rule.sqref}")
    yield from _of_view(sheet)
    for number, row in sheet.row_dimensions.items():
        if row.hidden or (row.height is not None and row.height < LEAST_SIZE):
            yield Layer("hidden", f"{title}!{number}:{number}")
    for letter, column in sheet.column_dimensions.items():
        if column.hidden or (column.customWidth and column.width < 1):
            yield Layer("hidden", f"{title}!{letter}:{letter}")
    for part in (
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
    ):
        running = getattr(sheet, part)
        text = "|".join(
            str(s.text) for s in (running.left, running.center, running.right) if s.text
        )
        if text:
            yield Layer("running", f"{title}: {printable(text)}")


def _of_view(sheet: Any) -> Iterator[Layer]:
    """What a sheet hides or turns round as a whole."""
    view = sheet.sheet_view
    told = {
        "zeroHeight": sheet.sheet_format.zeroHeight,
        "showZeros": view.showZeros is False,
        "showFormulas": view.showFormulas,
        "rightToLeft": view.rightToLeft,
        "topLeftCell": view.pane is not None and view.topLeftCell not in (None, "A1"),
    }
    yield from (Layer("hidden", f"{sheet.title} {name}") for name, is_set in told.items() if is_set)


def _of_cell(cell: Any) -> Iterator[Layer]:
    place = f"{cell.parent.title}!{cell.coordinate}"
    if cell.data_type == "f":
        formula = getattr(cell.value, "text", cell.value)
        yield Layer("formula", f"{place} ={_formula(str(formula))}")
    if cell.comment is not None:
        yield Layer("comment", f"{place} {printable(cell.comment.text)}")
    if cell.hyperlink is not None:
        yield Layer("link", f"{place} {cell.hyperlink.target or cell.hyperlink.location}")
    if cell.data_type in "nf" and cell.number_format != "General":
        yield Layer("format", f"{place} {cell.number_format}")
    if cell.data_type in "sb" and cell.number_format not in ("General", "@"):
        yield Layer("format", f"{place} {cell.number_format}")
    told = _set(cell)
    if told:
        yield Layer("setting", f"{place} {told}")
    for font in _fonts(cell):
        if reason := _unreadable(cell, font):
            yield Layer("unseen", f"{place} {reason}")


def _set(cell: Any) -> str:
    """How the text of a cell is turned, repeated, moved or struck through."""
    align, fonts = cell.alignment, list(_fonts(cell))
    told = {
        align.horizontal: align.horizontal in ("fill", "distributed"),
        "textRotation": align.textRotation,
        "indent": align.indent > MOST_INDENT,
        "readingOrder": align.readingOrder == 2,
        "shrinkToFit": align.shrinkToFit,
        "strike": any(f.strike for f in fonts),
        "vertAlign": any(f.vertAlign for f in fonts),
    }
    return " ".join(str(name) for name, is_set in told.items() if is_set)


def _formula(text: str) -> str:
    """A formula in one spelling: programs set quotes, blanks and exponents as they like."""
    from openpyxl.formula import Tokenizer

    pieces = []
    for token in Tokenizer(text if text.startswith("=") else f"={text}").items:
        value = token.value
        if token.type == "OPERAND" and token.subtype == "NUMBER":
            value = format(Decimal(value).normalize(), "f")
        elif token.type == "OPERAND" and token.subtype == "RANGE":
            value = value.replace("'", "")
        pieces.append("" if token.type == "WHITE-SPACE" else value)
    return "".join(pieces)


def _fonts(cell: Any) -> Iterator[Any]:
    """The font of a cell, and those of the pieces of a text that has several."""
    yield cell.font
    if isinstance(cell.value, list):
        yield from (piece.font for piece in cell.value if hasattr(piece, "font"))


def _used_fonts(sheet: Any) -> Iterator[Any]:
    """The fonts of the cells that show something."""
    for row in sheet.iter_rows():
        yield from (font for cell in row if cell.value is not None for font in _fonts(cell))


def _of_symbols(font: Any) -> str:
    """The name of a font whose glyphs are not the letters that they stand for; else nothing.

    Other fonts are told apart by no one: a program puts its own in the place of one that it lacks.
    """
    name = str(getattr(font, "rFont", None) or getattr(font, "name", None) or "")
    is_one = name.casefold() in SYMBOLS or getattr(font, "charset", None) == SYMBOL_CHARSET
    return name if is_one else ""


def _unreadable(cell: Any, font: Any) -> str:
    """Why a cell cannot be read: as light as its ground, or too small."""
    size = getattr(font, "sz", None)
    if size is not None and float(size) < LEAST_SIZE:
        return f"{size} pt"
    ink = _colour(getattr(font, "color", None), "000000")
    ground = _colour(cell.fill.fgColor, "FFFFFF") if cell.fill.fill_type == "solid" else "FFFFFF"
    return f"#{ink} on #{ground}" if _distance(ink, ground) < 60 else ""


def _colour(colour: Any, default: str) -> str:
    if colour is None:
        return default
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:]
    if colour.type == "theme":
        return {0: "FFFFFF", 1: "000000"}.get(colour.theme, default)
    if colour.type == "indexed":
        return {1: "FFFFFF", 9: "FFFFFF"}.get(colour.indexed, default)
    return default


def _distance(a: str, b: str) -> int:
    return sum(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (0, 2, 4))
