"""Two records of a park side by side: everything that differs, wherever it stands in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import to_builtins

from carbon_eia.messages import sentence
from carbon_eia.parks.model import Park
from carbon_eia.parks.records import ParkRecord
from carbon_eia.run.alone import bare
from carbon_eia.run.difference import Change, Entry, compared, made_with

__all__ = ["LABELS", "park_differences", "stated_differences"]

Path = tuple[str, ...]

LABELS: Mapping[str, Sequence[str]] = {
    "members": ("name",),
    "sources": ("name", "source", "link"),
    "totals": ("name",),
    "sales": ("seller", "source"),
    "buyers": ("name", "source"),
    "renewables": ("name", "year"),
    "sinks": ("name",),
    "scenarios": ("name",),
    "admitted": ("name",),
    "changes": ("year", "of", "switch_from"),
    "switch_names": ("zh",),
    "years": ("year",),
    "indicators": ("name",),
    "targets": ("id",),
    "effects": ("kind", "scenario", "from", "to", "source"),
    "left_out": ("name",),
    "caps": ("kind", "year"),
    "large": ("name",),
    "duties": ("id",),
    "documents": ("use",),
    "suggestions": ("kind", "of", "year"),
    "regional": ("scenario", "year"),
    "criteria": ("id", "year"),
    "missing": ("code",),
    "warnings": ("code",),
    "products": ("name",),
    "measures": ("name",),
    "transfers": ("seller", "source", "buyer", "use"),
}
"""What tells the entries of a list apart, in a record and in the files of a park: a place is named,
never counted."""

APART = ("id", "schema", "as_of", "reference")
"""Keys of a record that are no content of it, or told by ``made_with``."""

LIMITS = {"limit", "admission", "grade", "target", "targets", "tracking", "duties", "documents"}
DECIDED = {"conclusion", "entry", "verdict", "reason", "missing", "warnings", "choice", "admitted"}
STATED = {"park", "city", "renewables", "sinks", "changes", "files"}
"""Keys below which a record holds limits, what was decided, and what its files state."""


def park_differences(a: ParkRecord, b: ParkRecord, lang: str = "zh") -> list[Change]:
    """Everything that differs between two records, by kind, in the order of the records.

    Nothing of a record is left out: what cannot be told apart by a name is told by its number.
    """
    found = compared(dict(_all(a, lang)), dict(_all(b, lang)))
    said = {c.where for c in found}
    return [c for c in found if "params" not in c.where or _sentence_of(c.where) not in said]


def stated_differences(a: Park, b: Park, lang: str = "zh") -> list[Change]:
    """What the files of two parks state differently, wherever it stands in them."""
    return compared(dict(_stated(a, lang)), dict(_stated(b, lang)))


INNER = ("project", "parameters")
"""Steps of the model that a file does not have."""


def _stated(park: Park, lang: str) -> Iterator[tuple[Path, Entry]]:
    for key, value in bare(park).items():
        head = (key,) if isinstance(value, Mapping) or key in LABELS else ("park", key)
        for where, entry in _walk(head, ("park", key), value, lang):
            yield tuple(x for x in where if x not in INNER), entry._replace(kind="input")


def _sentence_of(where: Path) -> Path:
    """The sentence whose fact stands here."""
    return where[: where.index("params")]


def _all(record: ParkRecord, lang: str) -> Iterator[tuple[Path, Entry]]:
    yield from made_with(record)
    for name, text in _texts(record).items():
        shown = hashlib.sha256(text.encode()).hexdigest()[:12]
        yield ("files", name), Entry("record", shown)
    for key, value in to_builtins(record).items():
        if key not in APART:
            yield from _walk((key,), (key,), value, lang)


def _texts(record: ParkRecord) -> dict[str, str]:
    return {"park.toml": record.park.text, **record.park.files}


def _walk(where: Path, keys: Path, value: Any, lang: str) -> Iterator[tuple[Path, Entry]]:
    """Every value below a place; ``keys`` are those of ``where`` without names of entries."""
    if isinstance(value, Mapping):
        yield from _mapping(where, keys, value, lang)
    elif isinstance(value, list | tuple) and any(isinstance(x, Mapping) for x in value):
        seen: dict[Path, int] = {}
        for entry in value:
            label = _label(keys[-1], entry, lang)
            seen[label] = seen.get(label, 0) + 1
            if seen[label] > 1:
                label = (*label, str(seen[label]))
            named = {k for k in LABELS.get(keys[-1], ()) if isinstance(entry.get(k), str | int)}
            rest = {k: v for k, v in entry.items() if k not in named or k == "code"}
            yield from _walk((*where, *label), keys, rest, lang)
    elif isinstance(value, list | tuple):
        if value:
            yield where, Entry(_kind(keys, False), "；".join(str(x) for x in value))
    elif value is not None and value != "":
        yield where, Entry(_kind(keys, False), str(value))


def _mapping(
    where: Path, keys: Path, value: Mapping[str, Any], lang: str
) -> Iterator[tuple[Path, Entry]]:
    if {"value", "unit"} <= value.keys() <= {"value", "unit", "exact", "typed"}:
        shown = value.get("typed") or f"{value['value']} {value['unit']}"
        exact = Fraction(value.get("exact") or value["value"])
        yield where, Entry(_kind(keys, True), str(shown), exact, value["unit"])
        return
    inner = dict(value)
    if {"code", "text", "params"} <= value.keys():
        said = inner.pop("text")
        if lang != "zh":
            said = sentence(value["code"], lang, value["params"], default=said)
        yield where, Entry(_kind(keys, False), str(said))
    for key, held in inner.items():
        if keys != ("park",) or key not in ("text", "files"):
            yield from _walk((*where, key), (*keys, key), held, lang)


def _label(key: str, entry: Mapping[str, Any], lang: str) -> Path:
    """What names an entry of a list."""
    held = (entry.get(k) for k in LABELS.get(key, ()))
    told = (x.get(lang) if isinstance(x, Mapping) else x for x in held)
    return tuple(str(x) for x in told if x not in (None, "")) or ("",)


def _kind(keys: Path, number: bool) -> str:
    held = set(keys)
    if held & LIMITS:
        return "limit"
    if held & STATED:
        return "input"
    if not number and held & DECIDED:
        return "decision"
    if not number and keys[0] in ("members", "scenarios", "totals") and "peak" not in held:
        return "input"
    return "figure"
