"""What a figure is, and what all of them read from a Run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.run.records import QuantityRecord

__all__ = ["Figure", "approx", "told"]

MOST_TOLD = 12
"""Items that a description names; nobody listens to more."""


class Figure(NamedTuple):
    """One figure: its key, its caption without a number, its message in words, its drawing.

    ``svg`` is finished and escaped markup; ``alt`` and ``caption`` are plain text.
    """

    name: str
    caption: str
    alt: str
    svg: str


def approx(quantity: QuantityRecord | str) -> float:
    """A number of the Run as a length: for drawing only, never for show."""
    return float(show.exact(quantity))


def told(items: Sequence[str], reader: DocumentLanguage) -> str:
    """The first items of a description in a row, and how many more there are.

    >>> told([str(n) for n in range(14)], DocumentLanguage("en"))
    '0; 1; 2; 3; 4; 5; 6; 7; 8; 9; 10; 11; and 2 more'
    """
    left = len(items) - MOST_TOLD
    more = [reader.word("figure.and_more", count=str(left))] if left > 0 else []
    return reader.word("semicolon").join([*items[:MOST_TOLD], *more])
