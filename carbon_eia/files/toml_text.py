"""TOML of anybody: its tables, within bounds that no file of a person comes near."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal

from carbon_eia.errors import Place, Problem

__all__ = ["TomlFaultError", "toml_tables"]

MAX_DEPTH = 32
"""Most tables and lists within one another; a project file has four."""

MAX_DOTS = 10**9
"""Most work that dotted keys may be: each costs the square of its dots, in a comment too."""

MAX_INTEGER = 2**63
"""Integers of TOML have 64 bits."""

MAX_DIGITS = 5000
"""Most digits of a decimal number, written out: those of its exponent too."""

_UNSEEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and signs that change the order in which others are shown; those below 32
are no TOML."""


class TomlFaultError(ValueError):
    """Why a text is refused before, or after, it is known to be TOML: a problem with its line."""

    def __init__(self, code: str, line: int | None = None, key: str = "", **params: object) -> None:
        self.problem = Problem(code, Place("", line, key), params)
        super().__init__(self.problem.message("en"))


def toml_tables(text: str) -> dict[str, object]:
    """The tables of a TOML text, decimals exact.

    >>> toml_tables("x = 0.1")
    {'x': Decimal('0.1')}

    Raises TOMLDecodeError for what is no TOML (ValueError where a number is too long),
    TomlFaultError: CE-F013 a sign that nobody sees or that turns the text round, CE-F014 too deep,
    CE-F015 a number that is too large.
    """
    unseen = _UNSEEN.search(text)
    if unseen is not None:
        line = text.count("\n", 0, unseen.start()) + 1
        raise TomlFaultError("CE-F013", line, sign=f"U+{ord(unseen.group()):04X}")
    work = 0
    for number, line_text in enumerate(text.split("\n"), 1):
        work += line_text.count(".") ** 2
        if work > MAX_DOTS:
            raise TomlFaultError("CE-F014", number, limit=MAX_DEPTH)
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise TomlFaultError("CE-F014", limit=MAX_DEPTH) from None
    for key, depth, value in _values(tables):
        if depth > MAX_DEPTH:
            raise TomlFaultError("CE-F014", key=key, limit=MAX_DEPTH)
        if _is_too_large(value):
            raise TomlFaultError("CE-F015", key=key)
    return tables


def _is_too_large(value: object) -> bool:
    if isinstance(value, int):
        return not -MAX_INTEGER <= value < MAX_INTEGER
    if isinstance(value, Decimal) and value.is_finite():
        return abs(value.adjusted()) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS
    return False


def _values(tables: dict[str, object]) -> Iterator[tuple[str, int, object]]:
    """Every value with its key path and how deep it stands; not by recursion, which ends."""
    waiting: list[tuple[str, int, object]] = [("", 0, tables)]
    while waiting:
        path, depth, value = waiting.pop()
        yield path, depth, value
        if depth > MAX_DEPTH:
            continue
        if isinstance(value, dict):
            head = f"{path}." if path else ""
            waiting += [(f"{head}{k}", depth + 1, v) for k, v in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{i}]", depth + 1, v) for i, v in enumerate(value)]
