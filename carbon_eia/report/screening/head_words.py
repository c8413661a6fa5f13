"""What heads and cells of a screening have in common: their words, and the room that they need."""

from __future__ import annotations

from collections.abc import Iterable

from carbon_eia.drawing import text_width
from carbon_eia.messages import sentence

__all__ = ["clipped_cell", "head_of", "room_of", "with_capital"]

SHORT, MIDDLE = 14, 26
"""Widest text, in its own size, of a column that keeps each cell on one line, and of one that
needs little room."""

MOST_TEXT = 600
"""Characters of a cell that a document shows; the tables of results hold it whole."""


def clipped_cell(text: str) -> str:
    """A text of a user, cut where no reader would go on.

    >>> clipped_cell("x" * 601)[-2:]
    'x…'
    """
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def with_capital(text: str) -> str:
    """A head with its first letter as that of a heading; Chinese stays as it is.

    >>> with_capital("main reason"), with_capital("主要理由")
    ('Main reason', '主要理由')
    """
    return text[:1].upper() + text[1:]


def head_of(key: str, lang: str) -> str:
    """The head of a column of the results.

    >>> head_of("reason", "en")
    'Main reason'
    """
    return with_capital(sentence(f"screening.column.{key}", lang))


def room_of(texts: Iterable[str]) -> str:
    """How much room a column of texts needs, by the widest of them.

    >>> room_of(["水泥熟料", "铅冶炼"]), room_of(["高于准入值；措施不能按期完成"])
    ('word', 'words')
    """
    widest = max((text_width(t, 1.0) for t in set(texts)), default=0.0)
    return "word" if widest <= SHORT else "words" if widest <= MIDDLE else "long"
