"""Wrapping of mixed Chinese and Latin text, which breaks between any two ideographs."""

from __future__ import annotations

import re

from rich.cells import cell_len

__all__ = ["wrapped"]

_PIECES = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_NEVER_FIRST = set("，。、；：？！）》」』】〕%％…")
_NEVER_LAST = set("（《「『【〔")


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The text in lines of at most ``width`` cells, all but the first indented.

    >>> print(wrapped("承诺的 2 项措施完成后达到准入值", 18))
    承诺的 2 项措施
    完成后达到准入值
    """
    lines, line = [], ""
    limit = width - 2  # room for the punctuation that may not begin a line
    for piece in _PIECES.findall(text):
        if line and cell_len(line + piece.rstrip()) > limit and piece not in _NEVER_FIRST:
            kept = ""
            while line and line[-1] in _NEVER_LAST:
                kept, line = line[-1] + kept, line[:-1]
            lines.append(line.rstrip())
            line = kept + piece.lstrip()
            limit = width - 2 - cell_len(indent)
        else:
            line += piece
    lines.append(line.rstrip())
    return f"\n{indent}".join(lines)
