"""Texts that are too long for one row, in pieces."""

from __future__ import annotations

from carbon_eia.report.workbook.sheet_page import width

__all__ = ["pieces"]

ENDS = " ,;.，、；。：）\n"
"""Characters behind which a text may go on in another row."""


def pieces(text: str, wide: int, lines: int) -> list[str]:
    """A text in pieces of so many lines of so many columns; one piece where it fits.

    A piece ends behind a mark or a space, so that no number is torn; a lone word that is too long
    is.

    >>> pieces("煤、电、热", 4, 1), pieces("", 4, 1)
    (['煤、', '电、', '热'], [''])
    >>> pieces("12 345", 5, 1)
    ['12 ', '345']
    """
    found = []
    while (end := _reach(text, wide, lines)) < len(text):
        cut = max(text.rfind(mark, 0, end) for mark in ENDS) + 1 or end
        found.append(text[:cut].rstrip("\n"))
        text = text[cut:]
    return [*found, text] if text or not found else found


def _reach(text: str, wide: int, lines: int) -> int:
    """How many characters fit; at least one."""
    line, used = 1, 0
    for n, character in enumerate(text):
        if character == "\n":
            line, used = line + 1, 0
        elif (used := used + width(character)) > wide:
            line, used = line + 1, width(character)
        if line > lines:
            return max(n, 1)
    return len(text)
