"""JSON of anybody: its value, within bounds, every sign of which can be seen."""

from __future__ import annotations

import json
from math import isfinite

from carbon_eia.errors import unseen

__all__ = ["json_value"]

MAX_DEPTH = 64
"""Most lists and objects within one another; a record has a dozen."""

MAX_VALUES = 3_000_000
"""Most values: a large record has some hundred thousand, each takes a hundred bytes."""

TEXTS = ("text", "files")
"""Keys under which whole files stand, whose own readers say what is wrong with them."""


def json_value(text: str) -> object:
    """The value of a JSON text.

    >>> json_value('{"a": [1, 0.5, null]}')
    {'a': [1, 0.5, None]}

    Raises ValueError for what is no JSON, or holds what no program of ours writes: too many or too
    deep values, a key twice in one object, numbers without an end, halves of characters, signs that
    turn text round.
    """
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        raise ValueError(f"> {MAX_VALUES} values")
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_float=_finite, parse_constant=_finite
        )
    except RecursionError:
        raise ValueError(f"depth > {MAX_DEPTH}") from None
    waiting: list[tuple[str, int, object]] = [("", 0, value)]
    while waiting:
        path, depth, held = waiting.pop()
        if depth > MAX_DEPTH:
            raise ValueError(f"{path[:80]}: depth > {MAX_DEPTH}")
        if isinstance(held, str):
            sign = unseen(held)
            if sign:
                raise ValueError(f"{path[:80]}: {sign}")
        elif isinstance(held, dict):
            for key, inner in held.items():
                if unseen(key):
                    raise ValueError(f"{path[:80]}: {unseen(key)}")
                if key not in TEXTS:
                    waiting.append((f"{path}.{key}" if path else key, depth + 1, inner))
        elif isinstance(held, list):
            waiting += [(path, depth + 1, inner) for inner in held]
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object each key of which stands once: of two, one reader takes the first, another the
    last."""
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [k for k, _ in pairs]
        raise ValueError(f"{next(k for k in content if keys.count(k) > 1)[:80]} × 2")
    return content


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text[:80])
    return number
