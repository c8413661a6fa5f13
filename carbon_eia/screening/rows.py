"""A row of a table as the text of a project file: the one way in which a row becomes a project.

A source is listed where at least one of its cells is filled; one that has parameters and no amount
is listed without it, and the verdict says what is missing. A blank cell is never a zero.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.forms import serial_day
from carbon_eia.project import Project, parse_project
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.evidence import evidence_of_cell
from carbon_eia.reference import Sector, World, read_sector
from carbon_eia.screening.cells import (
    as_date,
    as_integer,
    is_blank,
    quantity_text,
    spreadsheet_error,
)
from carbon_eia.screening.column_heads import (
    ColumnHead,
    ColumnTarget,
    example_kinds,
    meaning,
    normal,
    unknown,
    word_of,
)
from carbon_eia.screening.identity import lost_digits
from carbon_eia.screening.marks import CellMark

__all__ = [
    "ColumnMapping",
    "RowText",
    "column_mapping",
    "project_of_row",
    "project_text",
    "sector_problems",
]

YES = {"true", "是", "有", "yes", "y", "1"}
NO = {"false", "否", "无", "没有", "no", "n", "0"}


class ColumnMapping(NamedTuple):
    """What the columns of a table mean in one sector; None where one means nothing there."""

    sector: Sector
    heads: tuple[ColumnHead, ...]
    targets: tuple[ColumnTarget | Problem | None, ...]


class RowText(NamedTuple):
    """The text of a project file, and the column from which each of its keys came."""

    text: str
    columns: Mapping[str, str]


def column_mapping(heads: Sequence[ColumnHead], sector: str, world: World) -> ColumnMapping:
    """The meaning of every column in a sector."""
    found = read_sector(world, sector)
    examples = example_kinds(found)
    targets = tuple(h.fixed or meaning(h.label, found, examples, world) for h in heads)
    return ColumnMapping(found, tuple(heads), targets)


def project_of_row(
    row: Sequence[str],
    layout: ColumnMapping,
    world: World,
    file: str = "",
    marks: Mapping[int, CellMark] = MappingProxyType({}),
) -> Project:
    """The project that a row states; ``marks``: column → what is known of its cell.

    Raises InputError with every problem of the row; the key of a place is the head of its column.
    """
    problems: list[Problem] = []
    written = project_text(row, layout, world, problems, marks)
    try:
        project = parse_project(written.text, world, file=file)
    except InputError as error:
        told = {p.place.key for p in problems}  # what a cell lacks is told once
        found = [
            p.at(Place(file, key=_column(p.place.key, written.columns))) for p in error.problems
        ]
        problems += [p for p in found if p.place.key not in told]
    if problems:
        raise InputError(problems)
    return project


def sector_problems(text: str, world: World) -> list[Problem]:
    """What a project file is told of a sector that is none, or that is missing."""
    given = f"sector = {_toml(text)}" if text else ""
    try:
        parse_project(f"[project]\n{given}\n", world)
    except InputError as error:
        return [p for p in error.problems if p.place.key == "project.sector"]
    return []


def _column(key: str, columns: Mapping[str, str]) -> str:
    """The head of the column from which a key came, or the head that it would have had."""
    path = key
    while path:
        if path in columns:
            return columns[path]
        path = path.rpartition(".")[0]
    section, _, name = key.rpartition(".")
    section = section.partition("[")[0]
    try:
        return word_of(section, name)
    except KeyError:
        return key


def project_text(
    row: Sequence[str],
    layout: ColumnMapping,
    world: World,
    problems: list[Problem],
    marks: Mapping[int, CellMark] = MappingProxyType({}),
) -> RowText:
    """The text of the project file that says what a row says.

    Problems of single cells (CE-S002 to CE-S007) are added to ``problems``.
    """
    tables: dict[str, dict[str, str]] = {"project": {"sector": _toml(layout.sector.id)}}
    products: dict[int, dict[str, str]] = {}
    mains: set[int] = set()
    sources: dict[str, dict[str, str]] = {}
    measure: dict[str, str] = {}
    saves: list[tuple[str, str]] = []
    columns: dict[str, str] = {}
    numbered: dict[tuple[int, str], str] = {}  # product and key → head
    places: list[tuple[str, str, str]] = []  # source, path below it, head

    def twice(known: Mapping[str, str], target: ColumnTarget, head: ColumnHead) -> None:
        if target.key in known:
            problems.append(Problem("CE-S007", Place(key=head.text), {"label": head.label}))

    for at, (cell, head, target) in enumerate(zip(row, layout.heads, layout.targets, strict=True)):
        mark = marks.get(at)
        if is_blank(cell) and mark is None:
            continue
        if target is None:
            target = unknown(head.label, layout.sector, world)
        if isinstance(target, Problem):
            said = target._replace(params={**target.params, "value": cell.strip()[:60]})
            problems.append(said.at(Place(key=head.text)))
            continue
        if mark is not None and mark.holds(target):
            problems.append(mark.problem.at(Place(key=head.text)))
            continue
        if target.section == "row" or is_blank(cell):
            continue
        wrong = spreadsheet_error(cell)
        value = wrong or _value(cell, head, target)
        if isinstance(value, Problem):
            problems.append(value.at(Place(key=head.text)))
            continue
        if target.section == "sources":
            assert target.kind is not None
            held = sources.setdefault(normal(target.source), _opening(target))
            path = f"{target.table}.{target.key}" if target.table else target.key
            if path in held:
                problems.append(Problem("CE-S007", Place(key=head.text), {"label": head.label}))
            held[path] = value
            places.append((normal(target.source), path, head.text))
        elif target.section == "products":
            twice(products.setdefault(target.number, {}), target, head)
            products.setdefault(target.number, {})[target.key] = value
            mains |= {target.number} if target.is_main else set()
            numbered[target.number, target.key] = head.text
        elif target.section == "measures" and target.key == "saves":
            saves.append((target.source, value))
            columns[f"measures[0].effects[{len(saves) - 1}]"] = head.text
        elif target.section == "measures":
            twice(measure, target, head)
            measure[target.key] = value
            columns[f"measures[0].{target.key}"] = head.text
        elif target.key != "sector":
            twice(tables.setdefault(target.section, {}), target, head)
            tables[target.section][target.key] = value
            columns[f"{target.section}.{target.key}"] = head.text
    first = products.get(0, {})
    if first and "name" not in first and len(layout.sector.products) == 1:
        first["name"] = _toml(layout.sector.products[0].name_zh)
    if len(products) > 1:  # the first is main, and those whose heads say so
        for number, product in products.items():
            product.setdefault("main", "true" if number in {0, *mains} else "false")
    order = {number: place for place, number in enumerate(sorted(products))}
    columns |= {f"products[{order[n]}].{key}": head for (n, key), head in numbered.items()}
    numbers = {name: i for i, name in enumerate(sources)}
    columns |= {f"sources[{numbers[name]}]": head for name, _, head in reversed(places)}
    columns |= {f"sources[{numbers[name]}].{path}": head for name, path, head in places}
    parts = [_table(f"[{name}]", held) for name, held in tables.items()]
    parts += [_table("[[products]]", products[number]) for number in sorted(products)]
    parts += [_table("[[sources]]", held) for held in sources.values()]
    if measure or saves:
        parts.append(_measure(measure, saves, sources))
    return RowText("\n".join(parts), columns)


def _opening(target: ColumnTarget) -> dict[str, str]:
    assert target.kind is not None
    given = {k: _toml(v) for k, v in target.kind.given.items()}
    return {"name": _toml(target.source), "method": _toml(target.kind.method), **given}


def _measure(
    held: Mapping[str, str],
    saves: Sequence[tuple[str, str]],
    sources: Mapping[str, Mapping[str, str]],
) -> str:
    """The one measure that a row can state: committed, with what it saves of each source."""
    names = [sources[normal(n)]["name"] if normal(n) in sources else _toml(n) for n, _ in saves]
    effects = [
        f"{{ source = {name}, saves = {value} }}"
        for name, (_, value) in zip(names, saves, strict=True)
    ]
    return _table(
        "[[measures]]",
        {
            "name": _toml("承诺措施"),
            "status": _toml("committed"),
            **held,
            **({"effects": f"[{', '.join(effects)}]"} if effects else {}),
        },
    )


def _table(header: str, held: Mapping[str, str]) -> str:
    return "\n".join([header, *(f"{k} = {v}" for k, v in held.items()), ""])


def _value(cell: str, head: ColumnHead, target: ColumnTarget) -> str | Problem:
    """A cell as a value of a project file."""
    field = target.field
    if (target.section, target.key) == ("project", "code") and lost_digits(cell):
        return Problem("CE-S032", params={"value": cell.strip()[:60]})
    if field is None:  # what a measure saves
        found = quantity_text(cell, head.unit)
        return found if isinstance(found, Problem) else _toml(found)
    if field.type in ("quantity", "annual"):
        found = quantity_text(cell, head.unit)
        return found if isinstance(found, Problem) else _toml(found)
    if field.type == "integer":
        whole = as_integer(cell)
        return _toml(cell.strip()) if whole is None else str(whole)
    if field.type == "date":
        serial = serial_day(cell)
        if serial is not None:
            return Problem("CE-O022", params={"value": cell.strip(), "day": serial.isoformat()})
        day = as_date(cell)
        return _toml(cell.strip()) if day is None else str(day)
    if field.type == "boolean":
        plain = normal(cell)
        return "true" if plain in YES else "false" if plain in NO else _toml(cell.strip())
    if field.type == "shares":
        return _shares(cell)
    if field.type == "texts":
        return "[" + ", ".join(_toml(t.strip()) for t in cell.split("、")) + "]"
    if field.type == "evidence":
        shown = evidence_of_cell(cell.strip())
        return _toml(shown) if isinstance(shown, str) else toml_value(shown)
    return _toml(cell.strip())


def _shares(cell: str) -> str:
    """``铅锭=40 %；电锌锭=60 %`` as a table of shares; a text that is none stays for the reader."""
    pairs = [
        re.split("[=＝:：]", part, maxsplit=1) for part in re.split("[;；\n]", cell.strip("；; "))
    ]
    if not all(len(pair) == 2 for pair in pairs):
        return _toml(cell.strip())
    inside = ", ".join(f"{_toml(name.strip())} = {_toml(share.strip())}" for name, share in pairs)
    return f"{{ {inside} }}"


def _toml(text: str) -> str:
    """A string of a TOML file; every control character is escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
