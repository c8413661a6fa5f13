"""Every sentence that a person reads, in Chinese and English, looked up by code.

One catalogue per language, ``zh.toml`` and ``en.toml``: the same codes in the same order, with the
same facts in braces. A language is read when its first sentence is asked for, from what was
compiled of it (``compile``) when that is current.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

__all__ = [
    "FOLDER",
    "LANGUAGES",
    "catalogue",
    "digest",
    "in_languages",
    "parsed",
    "sentence",
    "table",
    "template",
    "verdict_label",
]

FOLDER = Path(__file__).parent

LANGUAGES = ("zh", "en")
"""The languages of the catalogues; Chinese is that of record, and stands in for any other."""


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Every sentence of a language by its code, with braces where facts are put in.

    >>> catalogue("en")["CE-P003"], catalogue("en")["CE-P003.hint"]
    ('Required key {key} is missing', 'Add it to [{section}].')
    """
    name = lang if lang in LANGUAGES else LANGUAGES[0]
    text = (FOLDER / f"{name}.toml").read_bytes()
    return MappingProxyType(_compiled(FOLDER / f"{name}.json", digest(text)) or parsed(text))


def digest(text: bytes) -> str:
    """SHA-256 of a catalogue."""
    return hashlib.sha256(text).hexdigest()


def _compiled(path: Path, sha256: str) -> dict[str, str]:
    """The sentences compiled from a catalogue of this digest; none where it has changed since."""
    if not path.is_file():
        return {}
    held: dict[str, Any] = json.loads(path.read_bytes())
    return dict(held["sentences"]) if held["sha256"] == sha256 else {}


def parsed(text: bytes) -> dict[str, str]:
    """The sentences of a catalogue by their codes."""
    import tomllib  # only while the catalogues are being edited

    return dict(_flat(tomllib.loads(text.decode())))


def _flat(tables: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, str]]:
    """Codes and sentences of a table and those within it; an error's ``message`` has its code."""
    for key, value in tables.items():
        code = f"{head}.{key}" if head else key
        if isinstance(value, dict):
            yield from _flat(value, code)
        else:
            yield head if key == "message" and head.startswith("CE-") else code, value


def template(code: str, lang: str = "zh", default: str | None = None) -> str:
    """The sentence of a code as it stands in the catalogue, with its braces.

    Raises KeyError for an unknown code where no default is given.

    >>> template("report.from_date", "en")
    'from {start}'
    """
    return catalogue(lang)[code] if default is None else catalogue(lang).get(code, default)


def table(head: str, lang: str = "zh") -> dict[str, str]:
    """The sentences whose codes begin with ``head``, by what follows it.

    >>> table("stage", "en")["proposed"]
    'proposed'
    """
    start = f"{head}."
    return {k.removeprefix(start): v for k, v in catalogue(lang).items() if k.startswith(start)}


def sentence(
    code: str,
    lang: str = "zh",
    params: Mapping[str, object] | None = None,
    default: str | None = None,
) -> str:
    """The sentence of a code with its facts put in; ``default`` where the code is unknown.

    A parameter may itself depend on the language: a mapping with the languages as keys is
    replaced by its text in ``lang``. Raises KeyError for an unknown code without a default, and
    for a fact that is left out.

    >>> sentence("verdict.pass", "en")
    'Meets the admission value'
    >>> sentence("report.from_date", "en", {"start": "2026-01-01"})
    'from 2026-01-01'
    """
    found = catalogue(lang).get(code)
    if found is None:
        if default is None:
            raise KeyError(code)
        return default
    return found.format_map({k: _in(v, lang) for k, v in (params or {}).items()})


def in_languages(code: str, params: Mapping[str, object] | None = None) -> dict[str, str]:
    """The sentence of a code in every language, as a parameter of another sentence takes it.

    >>> in_languages("carrier.heat")
    {'zh': '热力', 'en': 'heat'}
    """
    return {lang: sentence(code, lang, params) for lang in LANGUAGES}


def verdict_label(verdict: str, lang: str, ground: str | None = "") -> str:
    """The words of a verdict; ``ground``: what it rests on, where the words differ by that.

    >>> verdict_label("refuse", "en"), verdict_label("refuse", "en", "energy")
    ('Not to be approved', 'Energy review not passed: construction may not begin')
    """
    return sentence(
        f"verdict.{verdict}.{ground}", lang, default=sentence(f"verdict.{verdict}", lang)
    )


def _in(value: object, lang: str) -> object:
    """A fact in a language, where it is given by language; Chinese where it lacks that one."""
    if isinstance(value, Mapping) and "zh" in value:
        return str(value.get(lang) or value["zh"] or "")
    return value
