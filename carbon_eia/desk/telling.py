"""Events in words: what happened, and what was said of it, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from carbon_eia.desk.command_form import choice_labels, known_labels
from carbon_eia.errors import shown
from carbon_eia.messages import sentence
from carbon_eia.register.event import Event
from carbon_eia.register.law import Law
from carbon_eia.register.people import Staff

__all__ = ["Told", "seen_text", "told", "worth_text"]

UNTOLD = frozenset(
    ("comparison", "document", "evidence", "file", "near", "record", "run", "site", "weak", "zero")
)
"""Keys of a body that a page shows otherwise."""

OF_FILING = frozenset({"name", "applicant", "credit_code", "region", "sector", "stage", "verdict"})
"""Keys that a filing takes from its Run."""

CHUNK = 1500


class Told(NamedTuple):
    """An event in words: ``lines``: labels and texts of what its body says."""

    event: Event
    word: str
    actor: str
    role: str
    lines: tuple[tuple[str, str], ...]


def told(event: Event, law: Law, staff: Staff, lang: str) -> Told:
    """An event in words."""
    row, role = law.command_for(event.kind), law.roles.get(event.role, {})
    lines = tuple(_lines(event, law, lang))
    word, actor = row.en if lang == "en" else row.zh, seen_text(staff.called(event.actor))
    return Told(event, word, actor, role.get(lang, event.role), lines)


def _lines(event: Event, law: Law, lang: str) -> Iterator[tuple[str, str]]:
    labels, choices = known_labels(lang), choice_labels(law, lang)
    for key, value in event.body.items():
        if key in UNTOLD or (event.kind == "filed" and key in OF_FILING):
            continue
        if key == "worth":
            yield labels.get(key, key), worth_text(value, lang)
            continue
        for name, text in _texts(key, value):
            words = choices.get(name, {}).get(text, text)
            yield labels.get(name, name), seen_text(words)


def _texts(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for inner, part in value.items():
            yield from _texts(f"{key}.{inner}", part)
    elif isinstance(value, list | tuple):
        yield key, "\n".join(str(v) for v in value)
    elif value not in (None, ""):
        yield key, str(value)


def worth_text(worth: object, lang: str) -> str:
    """What a finding is worth: as it was written, or by how much the value has to move."""
    if not isinstance(worth, Mapping):
        return seen_text(str(worth))
    if {"break_even", "change_percent", "unit"} <= worth.keys():
        return sentence("desk.worth", lang, dict(worth))
    return seen_text("; ".join(f"{k} {v}" for k, v in worth.items()))


def seen_text(text: str) -> str:
    """A text of anybody, whole, in which signs that nobody sees are named.

    >>> seen_text("a\\u202eb")
    'a‹U+202E›b'
    """
    return "".join(shown(text[i : i + CHUNK]) for i in range(0, len(text), CHUNK))
