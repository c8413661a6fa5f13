"""What a document shows: its text block by block, and everything else that lies in or over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["Block", "Layer", "Look", "printable"]


class Block(NamedTuple):
    """A text that stands in one place: a paragraph, a cell, a sentence.

    ``place``: where it stands, for a person (sheet and cell, header, page); ``look``: what decides
    whether and how it is seen (elements around it, colour, size).
    """

    text: str
    place: str = ""
    look: str = ""


class Layer(NamedTuple):
    """A thing other than text: its kind (a word of ``proof.layer``) and what tells it apart."""

    kind: str
    detail: str


class Look(NamedTuple):
    """The blocks of a document in the order in which they are read, and its layers, counted."""

    blocks: tuple[Block, ...]
    layers: Mapping[Layer, int]

    @classmethod
    def of(cls, blocks: Iterable[Block], layers: Iterable[Layer]) -> Look:
        """Without blocks that show nothing.

        >>> Look.of([Block("a"), Block(" ")], [Layer("picture", "x")] * 2).layers
        Counter({Layer(kind='picture', detail='x'): 2})
        """
        return cls(tuple(b for b in blocks if b.text.strip()), Counter(layers))


def printable(text: str, most: int = 80) -> str:
    r"""A detail in one line, control and direction characters escaped.

    >>> printable("a\u202eb\n" + "x" * 99)[:12]
    'a\\u202eb xxx'
    """
    line = " ".join(text.split())
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
    return shown if len(shown) <= most else shown[: most - 1] + "…"
