"""Texts of a document on a terminal: figures with their thousands apart, no character hidden."""

from __future__ import annotations

import re

from carbon_eia.console import KEPT, escaped
from carbon_eia.report import show
from carbon_eia.report.document import Document, Paragraph, Text, TextSpan
from carbon_eia.run.records import QuantityRecord

__all__ = ["figure", "line_style", "text_of", "thousands"]

STYLES = {
    "alert": "bold yellow",
    "alert-line": "magenta",
    "indicative": "magenta",
    "lead": "bold",
    "note": "dim",
    "sub": "dim",
}
"""Styles of paragraphs by their look."""

SPANS = {
    "bold": "bold",
    "flag": "cyan",
    "flag strong": "yellow",
    "gap": "yellow",
    "grade-c": "yellow",
}
"""Styles of a line that is one span."""

FAILS = "result fails"

_NUMBER = re.compile(r"(?<![\d.,])([−-]?)(\d{4,})(\.\d+)?(?![\d-])")


def thousands(text: str) -> str:
    """Numbers of a text with their thousands set apart.

    >>> thousands("1188633.51 tCO2e"), thousands("0.83000004"), thousands("2026-06-30")
    ('1,188,633.51 tCO2e', '0.83000004', '2026-06-30')
    """
    return _NUMBER.sub(lambda m: f"{m[1]}{int(m[2]):,}{m[3] or ''}", text)


def figure(quantity: QuantityRecord | str, places: int) -> str:
    """A figure of the Run at some decimals, its thousands set apart.

    >>> figure("1191163.5129203", 0), figure("-4.0916", 2)
    ('1,191,164', '−4.09')
    """
    return thousands(show.rounded(show.exact(quantity), places))


def _span(span: TextSpan) -> str:
    text = escaped(span.text)
    if span.look in ("number", "amount"):
        text = thousands(text)
    return text.replace(" ", KEPT) if span.look in ("quantity", "amount") else text


def text_of(text: Text, document: Document) -> str:
    """A text as characters of one line; a quantity is not broken over lines.

    >>> from carbon_eia.report.document import EMPTY
    >>> text_of(("排放", TextSpan("1234.5 t", "amount")), EMPTY) == f"排放1,234.5{KEPT}t"
    True
    """
    return "".join(_span(span) for span in document.spans(text))


def line_style(paragraph: Paragraph) -> str:
    """The style of a line: that of its look, or of the one span that it consists of."""
    if len(paragraph.text) == 1 and isinstance(span := paragraph.text[0], TextSpan):
        if span.look == FAILS:
            return "red"
        if span.look in SPANS:
            return SPANS[span.look]
    return STYLES.get(paragraph.look, "")
