"""A file in the one form that says the same: fixed order of keys, fixed writing.

An Excel form, and a TOML file however it was written, become the same text here; the Run of a
form carries this text. What is wrong stays as it is, for the reader to report. A ``Shape`` says
of a kind of file, of projects or of parks, which tables it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from unicodedata import normalize

from carbon_eia.files import toml_tables
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.raw_tables import Table, entries, table
from carbon_eia.project.texts import plain_text
from carbon_eia.reference import methods

__all__ = [
    "PROJECT",
    "Shape",
    "canonical_project",
    "canonical_tables",
    "decimal_plain",
    "known_fields",
    "project_toml",
    "tables_toml",
    "toml_value",
]

MOST_DIGITS = 60
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_WITH_UNIT = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2}(?![\d.]))?)"
    r"(?![\d.,])(\s*[^\d\s.,+-].*)",
    re.ASCII,
)
"""A number and what stands behind it; digits of other scripts are left as they are."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def known_fields(section: str, entry: Table) -> dict[str, Field]:
    """The fields of an entry: of a source with those of its method, behind the common ones."""
    known = dict(fields(section))
    if section == "sources":
        method = entry.get("method")
        code = known["method"].choice(method.strip()) if isinstance(method, str) else None
        if code in methods():
            own = fields(str(code))
            head = {k: known[k] for k in ("name", "method")}
            known = {**head, **own, **known}
    return known


class Shape(NamedTuple):
    """Which tables a kind of file has, in the order in which they are written.

    ``tables``: single ones; ``lists``: lists of tables. ``known(section, entry)``: the fields of an
    entry, or of a table within one. ``apart``: keys of an entry whose tables are written each for
    itself (``[[scenarios.changes]]``), those of any other in a line.
    """

    tables: tuple[str, ...]
    lists: tuple[str, ...]
    known: Callable[[str, Table], Mapping[str, Field]]
    apart: frozenset[str] = frozenset()


PROJECT = Shape(
    (
        "project",
        "applicant",
        "report",
        "economics",
        "city",
        "planning",
        "facts",
        "texts",
        "pictures",
    ),
    ("products", "raw_materials", "sources", "measures", "phases"),
    known_fields,
)
"""The shape of a project file."""


def canonical_project(raw: Table) -> dict[str, object]:
    """The tables of a project file with keys in order and every value in its usual writing.

    Choices in Chinese, methods by their id, quantities as a plain number with a unit, a bare share
    as percent. Sections that hold nothing are left out.

    >>> canonical_project({"products": [{"amount": {"value": 2, "unit": "t"}, "name": " A "}]})
    {'products': [{'name': 'A', 'amount': '2 t'}]}
    """
    return canonical_tables(raw, PROJECT)


def canonical_tables(raw: Table, shape: Shape) -> dict[str, object]:
    """The tables of a file of any shape; see ``canonical_project``."""
    found: dict[str, object] = {}
    for section in (*shape.tables, *shape.lists):
        given = raw.get(section)
        if section in shape.tables and isinstance(given, Mapping):
            if given:
                found[section] = _entry(given, section, shape)
        elif section in shape.lists and isinstance(given, list):
            entries = [_entry(e, section, shape) if isinstance(e, Mapping) else e for e in given]
            if entries:
                found[section] = entries
        elif section in raw:
            found[section] = given
    return found | {k: v for k, v in raw.items() if k not in (*shape.tables, *shape.lists)}


def _entry(given: Table, section: str, shape: Shape) -> dict[str, object]:
    known = shape.known(section, given)
    ordered = [k for k in known if k in given and not _says_nothing(given[k], known[k])]
    ordered += [k for k in given if k not in known]
    return {k: _value(given[k], known[k], shape) if k in known else given[k] for k in ordered}


def _says_nothing(value: object, field: Field) -> bool:
    """An optional text of no letters, or a list of none, is as if it were not there."""
    written = field.type in ("text", "evidence", "markdown")
    empty_text = written and isinstance(value, str) and not value.strip()
    return not field.required and (empty_text or (field.type == "texts" and value == []))


def _value(value: object, field: Field, shape: Shape) -> object:
    kind = field.type
    if kind in ("quantity", "annual"):
        return _quantity(value, field)
    if kind == "date":
        return _date(value)
    if kind == "shares" and isinstance(value, Mapping):
        return {k.strip(): _quantity(v, field) for k, v in value.items()}
    if kind in ("effects", "changes") and isinstance(value, list):
        return [_entry(e, kind, shape) if isinstance(e, Mapping) else e for e in value]
    if (field.within or kind == "evidence") and isinstance(value, Mapping):
        return _entry(value, field.within or kind, shape)
    if field.key == "to" and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return decimal_plain(Decimal(value))  # what a parameter becomes, in whatever writing
    if not isinstance(value, str):
        return value
    if kind == "markdown":
        return plain_text(value)
    text = value.strip()
    if kind == "picture":
        return {"file": text}
    if kind in ("spread", "spreads"):
        return _spread(text)
    code = field.choice(text) if field.choices else None
    if code is None:
        return text
    return code if kind == "method" else field.choices[code]


def _spread(text: str) -> object:
    """A half-width, or the table that a cell of a form holds as text."""
    if text.startswith("{"):
        try:
            return toml_tables(f"x = {text}")["x"]
        except ValueError:
            return text
    split = _WITH_UNIT.fullmatch(text)
    if split is None or split[2].strip() != "%":
        return text
    return f"{decimal_plain(Decimal(split[1].replace(',', '')))} %"


def _quantity(value: object, field: Field) -> object:
    if isinstance(value, Mapping):
        if set(value) != {"value", "unit"}:
            return value
        number = value["value"]
        shown = decimal_plain(number) if isinstance(number, Decimal) else number
        return f"{shown} {value['unit']}".strip()
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        value = decimal_plain(Decimal(value))
    if not isinstance(value, str):
        return value
    text = value.strip()
    if "%" in field.unit and "1" not in field.unit:
        plain = normalize("NFKC", text)
        if _NUMBER.fullmatch(plain):
            return f"{decimal_plain(Decimal(plain).scaleb(2))} %"
    split = _WITH_UNIT.fullmatch(text)
    if split is None:
        return text
    return f"{decimal_plain(Decimal(split[1].replace(',', '')))} {split[2].strip()}"


def decimal_plain(number: Decimal) -> str:
    """A decimal without an exponent and without zeros behind its last digit.

    >>> decimal_plain(Decimal("1.50E+3")), decimal_plain(Decimal("0.0010"))
    ('1500', '0.001')
    """
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return str(number)  # never a line of a million zeros
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return value
    return value


# --- writing


def project_toml(raw: Table) -> str:
    """The canonical TOML text of a project's tables: the same facts, the same text.

    >>> print(project_toml({"project": {"year": 2026, "name": "A"}}), end="")
    [project]
    name = "A"
    year = 2026
    """
    return tables_toml(raw, PROJECT)


def tables_toml(raw: Table, shape: Shape) -> str:
    """The canonical TOML text of the tables of a file of any shape; see ``project_toml``."""
    found = canonical_tables(raw, shape)
    parts: list[str] = []
    loose = {k: v for k, v in found.items() if k not in (*shape.tables, *shape.lists)}
    if loose:
        parts.append("".join(_line(k, v) for k, v in loose.items()))
    for section in shape.tables:
        if section in found:
            parts += _lines(section, table(found, section), shape)
    for section in shape.lists:
        for entry in entries(found, section):
            parts += _lines(f"[{section}]", entry, shape)
    return "\n".join(parts)


def _lines(header: str, entry: Table, shape: Shape) -> list[str]:
    """A table under its header, and behind it the tables of the entry that stand apart."""
    apart = {k: v for k, v in entry.items() if k in shape.apart and _are_tables(v)}
    own = "".join(_line(k, v) for k, v in entry.items() if k not in apart)
    parts = [f"[{header}]\n{own}"]
    for key in apart:
        for inner in entries(entry, key):
            parts += _lines(f"[{header.strip('[]')}.{key}]", inner, shape)
    return parts


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(t, Mapping) for t in value)


def _line(key: str, value: object) -> str:
    text = isinstance(value, str) and "\n" in value
    return f"{_key(key)} = {_lines_of(str(value)) if text else toml_value(value)}\n"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def toml_value(value: object) -> str:
    """A value as TOML writes it in a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        shown = decimal_plain(value).lower()
        return shown if not shown.isdigit() else f"{shown}.0"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(k)} = {toml_value(v)}" for k, v in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    return _string(str(value))


def _string(text: str) -> str:
    return f'"{_escaped(text)}"'


def _lines_of(text: str) -> str:
    """A text of several lines, a line each."""
    return '"""\n' + "\n".join(_escaped(line) for line in text.split("\n")) + '"""'


def _escaped(text: str) -> str:
    return "".join(
        _ESCAPES.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c) for c in text
    )
