"""How wide a text is, and where it breaks, before any renderer sees it.

Widths are those of Noto Sans CJK SC; a character that it gives the full width counts as one em.
A renderer with another font may be a little wider, so layouts leave `SLACK`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, east_asian_width

__all__ = ["text_width", "wrapped"]

SLACK = 1.04
"""Room for a font that is wider than the one measured."""

BOLD = 1.06

FULL = 1000

# advance widths of U+0020…U+007E in thousandths of an em
_ASCII = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392,
    555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474,
    946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742,
    633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559,
    606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606,
    620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
)  # fmt: skip

_NARROW = {"−": 555, "–": 536, "²": 411, "³": 411, "°": 370}

_NO_START = frozenset("，。、；：！？）》」』】〉”’%‰…,.;:!?)]}")
_NO_END = frozenset("（《「『【〈“‘([{")

_PIECES = re.compile(r"\s+|[\u0021-\u024f]+|.", re.DOTALL)


@lru_cache(maxsize=8192)
def _advance(character: str) -> int:
    code = ord(character)
    if 0x20 <= code < 0x7F:
        return _ASCII[code - 0x20]
    if character in _NARROW:
        return _NARROW[character]
    if combining(character):
        return 0
    # “ambiguous” is full width in a Chinese font; letters of other scripts are about as wide as n
    return FULL if east_asian_width(character) in "WFA" else 640


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line, in the unit of ``size``.

    >>> round(text_width("碳排放", 10) / SLACK, 2)
    30.0
    >>> round(text_width("0.85", 10) / SLACK, 2)
    19.43
    """
    width = sum(map(_advance, text)) / FULL * size * SLACK
    return width * BOLD if bold else width


def wrapped(text: str, room: float, size: float, lines: int = 4, bold: bool = False) -> list[str]:
    """A text broken into at most ``lines`` lines, the last with … where more would follow.

    Chinese breaks between any two characters (never before a closing mark or after an opening
    one), other scripts at spaces, and a word that is wider than the room wherever it must.

    >>> wrapped("桂阳县某水泥有限公司", 50, 10)
    ['桂阳县某', '水泥有限', '公司']
    >>> wrapped("a very long name of a source", 60, 10, lines=2)
    ['a very long', 'name of a…']
    """
    found: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split()), room, size, bold):
        if line and text_width((line + piece).rstrip(), size, bold) > room:
            found.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    if line.strip() or not found:
        found.append(line.rstrip())
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], _clipped(found[lines - 1], room, size, bold)]


def _pieces(text: str, room: float, size: float, bold: bool) -> list[str]:
    """What must stay together: words, and characters with the marks that cling to them."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        if found and (piece[0] in _NO_START or found[-1][-1] in _NO_END):
            found[-1] += piece
        else:
            found.append(piece)
    return [part for piece in found for part in _split(piece, room, size, bold)]


def _split(piece: str, room: float, size: float, bold: bool) -> list[str]:
    parts = []
    while len(piece) > 1 and text_width(piece, size, bold) > room:
        end = 1
        while end < len(piece) and text_width(piece[: end + 1], size, bold) <= room:
            end += 1
        parts.append(piece[:end])
        piece = piece[end:]
    return [*parts, piece]


def _clipped(line: str, room: float, size: float, bold: bool) -> str:
    while line and text_width(line + "…", size, bold) > room:
        line = line[:-1]
    return line.rstrip() + "…"
