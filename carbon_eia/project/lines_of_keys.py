"""On which line of a TOML file each key stands.

``tomllib`` gives values without places. This scanner gives places without values: where it is
not sure, it names the line of the enclosing key, never a wrong value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from carbon_eia.errors import Place, Problem

__all__ = ["Cells", "key_lines", "located", "located_at", "place_of"]

Cells = Mapping[str, tuple[str, str, int]]
"""Of an Excel form: key path → sheet, cell, number of the row."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_\-]+)*)\s*=""")
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|\'[^\']*+\'?+|#.*')
"""Strings and comments; one that is left open ends with the line: each sign is read once."""


def key_lines(text: str) -> dict[str, int]:
    """Key path (``sources[1].amount``) → line number, counted from 1.

    >>> key_lines('[[sources]]\\nname = "x"\\n')
    {'sources[0]': 1, 'sources[0].name': 2}
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix, depth, quote = "", 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if quote:
            if quote in line:
                quote = ""
            continue
        if depth == 0:
            header = _HEADER.match(line)
            if header:
                name = header.group(2).strip()
                if header.group(1) == "[[":
                    counts[name] = counts.get(name, -1) + 1
                    name = f"{name}[{counts[name]}]"
                prefix = name + "."
                lines.setdefault(name, number)
                continue
            key = _KEY.match(line)
            if key:
                path = prefix + key.group(1).strip("\"'")
                lines.setdefault(path, number)
        bare = line
        for mark in ('"""', "'''"):
            if bare.count(mark) % 2:
                quote = mark
        if not quote:
            bare = _STRINGS.sub("", bare)
            depth = max(
                0, depth + bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
            )
    return lines


def place_of(file: str, lines: Mapping[str, int], key: str) -> Place:
    """The place of a key path, at the line of the nearest key around it that is known.

    >>> print(place_of("x.toml", {"sources[0]": 3}, "sources[0].amount"))
    x.toml:3 sources[0].amount
    """
    path = key
    while path and path not in lines:
        # an array of tables begins where its first one does
        first = f"{path}[0]"
        path = first if first in lines else path.rpartition(".")[0]
    return Place(file, lines.get(path), key)


def located(problems: Iterable[Problem], file: str, cells: Cells) -> list[Problem]:
    """The problems of a form at the sheet and cell of their key, or of the key around it.

    >>> problem = Problem("CE-P003", Place("f.xlsx", 8, "sources[0].name"))
    >>> print(located([problem], "f.xlsx", {"sources[0]": ("排放源", "B8", 8)})[0].place)
    f.xlsx 排放源!B8 sources[0].name
    """
    return [p.at(located_at(p.place, file, cells)) for p in problems]


def located_at(place: Place, file: str, cells: Cells) -> Place:
    """The place in a form: the sheet and cell of its key, or of the key around it."""
    if place.file != file or place.sheet:
        return place
    path = place.key
    while path and path not in cells:
        first = f"{path}[0]"
        path = first if first in cells else path.rpartition(".")[0]
    if path not in cells:
        return place
    sheet, cell, _ = cells[path]
    return Place(file, None, place.key, sheet, cell)
