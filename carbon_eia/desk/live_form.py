"""A project in fields: its file as a form, and the form as its file.

The project file stays the truth: it stands in the form as a whole, and what is typed in a field is
put into it. So nothing is lost that no field shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from carbon_eia.desk.command_form import Choice
from carbon_eia.errors import InputError, Problem
from carbon_eia.messages import sentence
from carbon_eia.project import Field as FileField
from carbon_eia.project import fields, method_label
from carbon_eia.project.canonical import known_fields, project_toml, toml_value
from carbon_eia.project.raw_tables import Table, entries, table
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import methods

__all__ = [
    "LISTS",
    "LiveEntry",
    "LiveField",
    "changed",
    "form_of",
    "name_of_key",
    "tables_of",
    "text_of_tables",
    "with_entry",
    "without_entry",
]

SINGLE = ("project", "applicant", "economics")
LISTS = ("products", "raw_materials", "sources", "measures")
"""Sections that the form shows; any other stays in the file."""

WHOLE = frozenset(
    ("effects", "evidence", "markdown", "picture", "shares", "spread", "spreads", "table", "texts")
)
"""Types of fields that are shown as they stand in the file."""

MOST_ENTRIES = 200
HEAD = "v."
"""What the name of a field begins with in the form."""


class LiveField(NamedTuple):
    """A field: its name in the form and key in the file, its words, value, and what is wrong."""

    name: str
    key: str
    kind: str
    label: str
    help: str
    value: str
    choices: tuple[Choice, ...]
    is_required: bool
    is_given: bool
    problem: str = ""


class LiveEntry(NamedTuple):
    """A section, or an entry of one: its title and its fields."""

    section: str
    number: int | None
    title: str
    fields: tuple[LiveField, ...]

    @property
    def name(self) -> str:
        """What it is called in the form."""
        return self.section if self.number is None else f"{self.section}.{self.number}"

    @property
    def shown(self) -> list[LiveField]:
        """The fields that are filled in, have to be, or are wrong."""
        return [f for f in self.fields if f.is_given or f.is_required or f.problem]

    @property
    def more(self) -> list[LiveField]:
        """The other fields."""
        return [f for f in self.fields if f not in self.shown]


def tables_of(text: str) -> dict[str, object]:
    """The tables of a project file; raises what ``parse_toml`` raises."""
    return parse_toml(text, "project.toml")


def name_of_key(key: str) -> str:
    """The name in the form of a key of the file.

    >>> name_of_key("sources[1].ncv"), name_of_key("project.name")
    ('v.sources.1.ncv', 'v.project.name')
    """
    return HEAD + re.sub(r"\[(\d+)\]", r".\1", key)


def form_of(tables: Table, lang: str, problems: tuple[Problem, ...] = ()) -> list[LiveEntry]:
    """The entries of a project with their fields, and what is wrong at each."""
    wrong: dict[str, str] = {}
    for p in problems:
        text = " ".join(x for x in (p.code, p.message(lang), p.hint(lang)) if x)
        name = name_of_key(p.place.key)
        wrong[name] = f"{wrong[name]} {text}" if name in wrong else text
    found = [_entry(s, None, table(tables, s), lang, wrong) for s in SINGLE]
    for section in LISTS:
        listed = entries(tables, section)[:MOST_ENTRIES]
        found += [_entry(section, i, e, lang, wrong) for i, e in enumerate(listed)]
    return found


def _entry(
    section: str, index: int | None, given: Table, lang: str, wrong: Mapping[str, str]
) -> LiveEntry:
    head = f"{HEAD}{section}" if index is None else f"{HEAD}{section}.{index}"
    every = known_fields(section, given)
    known = {k: f for k, f in every.items() if f.type not in WHOLE or k in given}
    known |= {k: f for k, f in fields(section).items() if f.type == "effects"}
    made = tuple(_field(f"{head}.{k}", f, given.get(k), lang, wrong) for k, f in known.items())
    return LiveEntry(section, index, str(given.get("name", "")), made)


def _field(
    name: str, field: FileField, value: object, lang: str, wrong: Mapping[str, str]
) -> LiveField:
    own = [text for key, text in wrong.items() if key == name or key.startswith(f"{name}.")]
    unit = "、".join(field.unit[:3])
    told = field.help_en if lang == "en" else field.help_zh
    return LiveField(
        name=name,
        key=field.key,
        kind="whole" if field.type in WHOLE else field.type,
        label=field.label(lang),
        help=" ".join(x for x in (told, f"({unit})" if unit and unit != "1" else "") if x),
        value=_written(value, field),
        choices=tuple(_choices(field, lang)),
        is_required=field.required,
        is_given=value is not None,
        problem=" ".join(own),
    )


def _choices(field: FileField, lang: str) -> Iterator[Choice]:
    if field.type == "boolean":
        yield Choice("true", sentence("desk.yes", lang))
        yield Choice("false", sentence("desk.no", lang))
    elif field.type == "method":
        yield from (Choice(m, method_label(m, lang)) for m in methods())
    else:
        for code, zh in field.choices.items():
            yield Choice(zh, code if lang == "en" else zh)


def _written(value: object, field: FileField) -> str:
    """A value as one types it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping) and {*value} == {"value", "unit"}:
        return f"{value['value']} {value['unit']}"
    if isinstance(value, Mapping | list):
        return toml_value(value)
    text = str(value)
    if field.type == "method":
        return field.choice(text) or text
    code = field.choice(text)
    return field.choices[code] if code is not None else text


def changed(tables: Mapping[str, object], filled: Mapping[str, str]) -> dict[str, object]:
    """The tables with what was typed in the fields of a form; an empty field takes its key away."""
    made = dict(tables)
    for section in SINGLE:
        own = _put(section, table(tables, section), filled, f"{HEAD}{section}.")
        if own or section in made:
            made[section] = own
    for section in LISTS:
        listed = entries(tables, section)
        if listed:
            made[section] = [
                _put(section, e, filled, f"{HEAD}{section}.{i}.") for i, e in enumerate(listed)
            ]
    return made


def _put(section: str, given: Table, filled: Mapping[str, str], head: str) -> dict[str, object]:
    own = dict(given)
    method = filled.get(f"{head}method")
    known = known_fields(section, {**given, "method": method} if method else given)
    for name, text in filled.items():
        key = name.removeprefix(head)
        if not name.startswith(head) or key not in known:
            continue
        before = "" if key not in own else _written(own[key], known[key])
        if text.strip() == before.strip():
            continue
        if text.strip():
            own[key] = _value(known[key], text.strip())
        else:
            own.pop(key, None)
    return own


def _value(field: FileField, text: str) -> object:
    """What was typed as the file has it; what it is not is left for the reader to tell."""
    if field.type == "boolean" and text in ("true", "false"):
        return text == "true"
    if field.type == "integer" and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    if field.type == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if field.type in WHOLE and text[:1] in "[{":
        try:
            return parse_toml(f"x = {text}", "x")["x"]
        except InputError:
            return text
    return text


def with_entry(tables: Mapping[str, object], section: str) -> dict[str, object]:
    """The tables with one more entry of a list, which has a name alone."""
    number = len(entries(tables, section)) + 1
    added: dict[str, object] = {"name": f"{number}"}
    if section == "sources":
        added["method"] = next(iter(methods()))
    return {**tables, section: [*entries(tables, section), added]}


def without_entry(tables: Mapping[str, object], section: str, index: int) -> dict[str, object]:
    """The tables without an entry of a list."""
    left = [e for i, e in enumerate(entries(tables, section)) if i != index]
    made = {**tables, section: left}
    return made if left else {k: v for k, v in made.items() if k != section}


def text_of_tables(tables: Table) -> str:
    """The tables as a project file."""
    return project_toml(tables)
