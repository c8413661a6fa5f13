"""How cells of a workbook look: by what they hold, and a fill by what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

__all__ = ["Formats", "Style"]

FONT = "Microsoft YaHei"
INK, GREY, LINE = "#1F2933", "#6B7280", "#C9D1D9"
COLOURS = {
    "head": "#1F4E5F",
    "input": "#FFF7D6",
    "factor": "#EAF2F8",
    "result": "#E8F3EC",
    "bad": "#FBE3E0",
    "open": "#F1F3F5",
}
"""What a fill means: yellow may be changed, blue is a cited factor, green a result, red above."""

NUMBERS = {
    "number": "General",
    "mass": "#,##0.00",
    "intensity": "#,##0.0000",
    "percent": "0.00",
    "share": "0.0",
    "count": "0",
}

Style = str | int | float
"""The value of a property of a format."""

UNFRAMED: dict[str, dict[str, Style]] = {
    "title": {"font_size": 16, "bold": True, "font_color": COLOURS["head"]},
    "sub": {"font_size": 12, "bold": True, "font_color": COLOURS["head"]},
    "caption": {"bold": True, "valign": "bottom"},
    "note": {"font_color": GREY, "text_wrap": True, "valign": "top"},
    "body": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": COLOURS["head"], "underline": 1},
}
"""Kinds of text outside tables."""


class Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Style], ...], Format] = {}

    def __call__(self, kind: str, fill: str = "", **more: Style) -> Format:
        """A format by kind: text outside tables (``UNFRAMED``), head, text, key, year, or a kind of
        number; ``fill`` by meaning."""
        style: dict[str, Style] = {"font_name": FONT, "font_size": 10, "font_color": INK}
        style |= {"valign": "vcenter"}
        if kind in UNFRAMED:
            style |= UNFRAMED[kind]
        else:
            style |= {"border": 1, "border_color": LINE}
            style |= _framed(kind)
        if fill:
            style["bg_color"] = COLOURS[fill]
        if fill == "input" and kind != "key":
            style["locked"] = False
        style |= more
        key = tuple(sorted(style.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(style)
        return self.made[key]


def _framed(kind: str) -> dict[str, Style]:
    """The look of a cell of a table."""
    if kind == "head":
        style: dict[str, Style] = {"bold": True, "font_color": "#FFFFFF", "align": "center"}
        return style | {"bg_color": COLOURS["head"], "text_wrap": True}
    if kind == "text":
        return {"indent": 1, "text_wrap": True}
    if kind == "key":
        return {"indent": 1, "text_wrap": True, "bold": True, "bg_color": COLOURS["open"]}
    if kind == "year":
        return {"indent": 1, "align": "left", "num_format": NUMBERS["count"]}
    return {"indent": 1, "align": "right", "num_format": NUMBERS.get(kind, NUMBERS["number"])}
