"""Where the heads of a table stand: below a title, in two rows, with their units in a row below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from carbon_eia.errors import InputError, Place, Problem, UnitError
from carbon_eia.screening.cells import is_blank
from carbon_eia.screening.column_heads import head_of, plain_target

__all__ = [
    "HEAD_ROWS",
    "distinct",
    "header_at",
    "is_known",
    "is_table",
    "unit_of",
    "units_below",
    "with_second",
]

HEAD_ROWS = 40
"""How many rows are looked through for the heads: above them stand titles and notes."""

_BRACKETED = re.compile(
    r"[(（\[【〔]\s*(?:单位|unit)?\s*[:：]?\s*(.*?)\s*[)）\]】〕]", re.IGNORECASE
)


def is_known(head: str, key: str) -> bool:
    """Whether a head names a field of the project."""
    target = plain_target(head)
    return target is not None and (target.section, target.key) == ("project", key)


def is_table(row: Sequence[str]) -> bool:
    """Whether a row holds the heads of a table of projects: it names sector and project."""
    return any(is_known(h, "sector") for h in row) and any(is_known(h, "name") for h in row)


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows holds the heads: the first that names sector and project."""
    return next((number for number, row in enumerate(rows) if is_table(row)), 0)


def units_below(heads: Sequence[str], under: Sequence[str], place: Place) -> list[str] | None:
    """The heads with the units of a row of their own below them; None without such a row.

    Raises InputError CE-S015 for a row of units in which a cell is none, or says another unit than
    its head.
    """
    cells = [*under, *[""] * (len(heads) - len(under))][: len(heads)]
    units = [_unit_text(cell) for cell in cells]
    stated = [i for i, unit in enumerate(units) if unit]
    if any(_names_project(heads[i]) for i in stated):
        return None
    read = [i for i in stated if head_of(f"x ({units[i]})").unit]
    if not read or len(read) * 2 <= len(stated):
        return None
    found = list(heads)
    for i in stated:
        own = head_of(heads[i]).unit
        if i not in read:
            target = plain_target(heads[i])
            if target is not None and target.key == "year":
                continue  # 年
            raise InputError(Problem("CE-S015", place, {"value": units[i], "label": heads[i]}))
        if own and own != head_of(f"x ({units[i]})").unit:
            raise InputError(Problem("CE-S015", place, {"value": units[i], "label": heads[i]}))
        if not own:
            found[i] = f"{heads[i]} ({units[i]})"
    return found


def _unit_text(cell: str) -> str:
    text = cell.strip()
    match = _BRACKETED.fullmatch(text)
    text = match[1] if match else re.sub(r"^(单位|unit)\s*[:：]\s*", "", text, flags=re.IGNORECASE)
    return "" if is_blank(text) or text in ("单位", "unit", "units") else text


def _names_project(head: str) -> bool:
    """Whether the cells under a head are texts of the project: no unit stands there."""
    target = plain_target(head)
    return (
        target is not None
        and target.section == "project"
        and target.key in ("name", "sector", "code", "region", "stage")
    )


def with_second(rows: Sequence[Sequence[str]], header: int) -> tuple[list[str], int]:
    """Heads that take two rows, with merged cells above: ``烟煤`` over ``消耗量 (t)``."""
    heads = list(rows[header])
    if header + 1 >= len(rows) or all(heads):
        return heads, 0
    under = [*rows[header + 1], *[""] * len(heads)][: len(heads)]
    if any(h and u for h, u in zip(heads, under, strict=True) if plain_target(h) is not None):
        return heads, 0  # cells below a field of the project: data
    if not any(u for h, u in zip(heads, under, strict=True) if not h):
        return heads, 0
    above = ""
    found = []
    for head, below in zip(heads, under, strict=True):
        above = head or above
        found.append(f"{above} {below}" if below else head)
    return found, 1


def distinct(heads: Sequence[str]) -> list[str]:
    """Heads as names of columns; one that repeats, or is empty, keeps its place by a number."""
    seen: dict[str, int] = {}
    found = []
    for i, head in enumerate(heads):
        name = head or f"#{i + 1}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return found


def unit_of(head: str) -> str:
    """The unit of a head; empty where it has none, or one that is refused."""
    with suppress(UnitError):
        return head_of(head).unit
    return ""
