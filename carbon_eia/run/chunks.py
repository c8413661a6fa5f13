"""A document in the cells of a spreadsheet: cut to size, joined again, proved by its digest.

A cell of a workbook holds 32 767 UTF-16 units. A workbook of this package carries its record in
the hidden sheet ``_run``, one document a column:

    row 1   name of the document       ``run.json`` · ``project.toml``
    row 2   SHA-256 of its UTF-8 bytes
    row 3   number of chunks
    row 4…  the chunks, in order, each a text cell that ``§`` begins and ends

The mark keeps what spreadsheets do to a text's ends (a leading ``=``, blanks at the end) away from
it; a line break becomes ``¶n``, a carriage return ``¶r``, a ``¶`` ``¶¶`` and an underscore before
``x`` ``¶_``, since all of these are changed in a cell by one program or another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

__all__ = ["CHUNK", "SHEET", "chunks", "column", "digest", "documents", "join"]

SHEET = "_run"
"""The hidden sheet that carries the record."""

CHUNK = 32_000
"""Most UTF-16 units of a cell, its marks left out."""

_OUT = {"¶": "¶¶", "\n": "¶n", "\r": "¶r", "\t": "¶t", "_x": "¶_"}
_BACK = {v: k for k, v in _OUT.items()}


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def chunks(text: str, size: int = CHUNK) -> list[str]:
    """The cells of a text.

    >>> chunks("=1+1\\n", size=4)
    ['§=1+1§', '§¶n§']
    """
    safe = re.sub("_x|[¶\n\r\t]", lambda m: _OUT[m.group()], text)
    found: list[str] = []
    start = width = 0
    for at, character in enumerate(safe):
        step = 2 if ord(character) > 0xFFFF else 1
        if width + step > size:
            found.append(safe[start:at])
            start, width = at, 0
        width += step
    return [f"§{part}§" for part in (*found, safe[start:])]


def join(cells: Sequence[str]) -> str:
    """The text of the cells.

    >>> join(chunks("a_x0041_ ¶\\n", size=3)) == "a_x0041_ ¶\\n"
    True

    Raises ValueError when a cell lacks its marks: then something is cut off.
    """
    for cell in cells:
        if len(cell) < 2 or cell[0] != "§" or cell[-1] != "§":
            raise ValueError("a chunk is cut off")
    safe = "".join(cell[1:-1] for cell in cells)
    return re.sub("¶.", lambda m: _BACK[m.group()], safe)


def column(name: str, text: str) -> list[str]:
    """The column of the sheet ``_run`` that holds a document.

    >>> column("a", "b")[2:]
    ['1', '§b§']
    """
    cells = chunks(text)
    return [name, digest(text), str(len(cells)), *cells]


def documents(columns: Iterable[Sequence[str]]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The documents of the columns of a sheet ``_run``, and the names of those that are not whole.

    >>> documents([column("a", "text"), ["b", "0", "1", "§text§"], ["c", "0", "9", "§§"]])
    ({'a': b'text', 'b': b'text'}, ('b', 'c'))
    """
    found: dict[str, bytes] = {}
    broken: list[str] = []
    for name, sha256, count, *cells in columns:
        try:
            number = int(count)
            text = join(cells[:number])
        except ValueError:
            broken.append(name)
            continue
        if number > len(cells):
            broken.append(name)
            continue
        found[name] = text.encode()
        if digest(text) != sha256:
            broken.append(name)
    return found, tuple(broken)
