"""Two records compared to the last value: what was written, and what is computed again.

Nothing is left out: a value, a word, a citation or a list that differs is a change of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from carbon_eia.proof.difference import (
    CHANGES,
    RecordChange,
    RecordEntry,
    Where,
    change_of,
    quantity_of,
    spelt,
)
from carbon_eia.run import canonical
from carbon_eia.run.records import QuantityRecord

__all__ = ["compare_records", "is_misstated"]

NAMES = (
    "name", "id", "rule", "benchmark", "code", "source", "indicator", "category", "gas", "seller",
    "kind", "scenario", "of", "title",
)  # fmt: skip
"""Keys by which an entry of a list is called, the first that it has; a year is added."""

MADE_WITH = ("schema", "id", "as_of", "reference")

WORDING = ("text", "fact", "message", "hint", "label", "how")
"""Keys whose texts are sentences of the message catalogue."""

NAMED_BY_SENTENCE = ("title", "note", "benchmark")
"""Keys whose texts come from the catalogue where a limit is derived and no document sets it."""

TEXTS_HANDED_IN = ("reference", "project", "park")
"""Parts of a record that hold whole files, and no sentence of the catalogue."""

AROUND, LONGEST = 40, 200
"""Characters shown before the first difference of two long texts, and of one."""

_MEASURE = re.compile(r"[−-]?\d(?:[\d,]*\d)?(?:\.\d+)?(?:\s?[A-Za-z%‰℃°万元][\w/·²³%]*)?")
"""A number as a sentence writes it, with its sign and unit."""


class _Pair(NamedTuple):
    """A place of two records: by names of entries, and by keys alone."""

    where: Where
    keys: Where

    def at(self, key: str) -> _Pair:
        return _Pair((*self.where, key), (*self.keys, key))

    def entry(self, name: Where) -> _Pair:
        return _Pair((*self.where, *name), self.keys)


def compare_records(
    written: object, computed: object, kind: Callable[[Where, bool], str]
) -> list[RecordChange]:
    """Every value of a record that is not the one computed again, by kind, in their order.

    ``kind``: that of a value, from its keys and whether it is a quantity. The id follows from
    everything else: it is told only where nothing else differs.
    """
    before, after = (json.loads(canonical(record)) for record in (written, computed))
    changes = list(_compare(_Pair((), ()), before, after, kind))
    others = [c for c in changes if c.where != ("id",)]
    return sorted(others or changes, key=lambda c: CHANGES.index(c.kind))


def is_misstated(change: RecordChange, verdicts: Sequence[str]) -> bool:
    """Whether a change is more than another wording: a value, or a sentence with a number, unit,
    sign or verdict that is not in the one computed again.

    >>> change = RecordChange("word", ("label",), "限值 0.93 t", "准入值 0.83 t", None)
    >>> is_misstated(change, ()), is_misstated(change._replace(before="限值 0.83 t"), ())
    (True, False)
    """
    if change.kind != "word":
        return True
    before, after = change.before or "", change.after or ""
    if set(_MEASURE.findall(before)) - set(_MEASURE.findall(after)):
        return True
    return any(v in before and v not in after for v in verdicts)


def _compare(
    place: _Pair, before: object, after: object, kind: Callable[[Where, bool], str]
) -> Iterator[RecordChange]:
    old, new = quantity_of(before), quantity_of(after)
    if isinstance(before, dict) and isinstance(after, dict) and (old is None or new is None):
        for key in dict.fromkeys([*before, *after]):
            yield from _compare(place.at(key), before.get(key), after.get(key), kind)
        return
    if isinstance(before, list) and isinstance(after, list):
        for name, a, b in _paired(before, after):
            yield from _compare(place.entry(name), a, b, kind)
        return
    if type(before) is type(after) and before == after:
        return
    what = _kind(place, before, after, kind)
    shown = _shown_apart(_shown(before), _shown(after))
    entries = [
        None if value is None else _entry(what, text, quantity)
        for value, text, quantity in zip((before, after), shown, (old, new), strict=True)
    ]
    change = change_of(place.where, entries[0], entries[1])
    yield change or RecordChange(
        what, place.where, _json(before), _json(after), None
    )  # one spelt twice


def _entry(kind: str, text: str, quantity: QuantityRecord | None) -> RecordEntry:
    return (
        RecordEntry(kind, text)
        if quantity is None
        else RecordEntry(kind, text, quantity.number, quantity.unit)
    )


def _paired(before: list[object], after: list[object]) -> Iterator[tuple[Where, object, object]]:
    """The entries of two lists: one by one where there are as many, else by their names."""
    if len(before) == len(after):
        yield from zip(_names(after), before, after, strict=True)
        return
    old, new = (dict(zip(_names(x), x, strict=True)) for x in (before, after))
    for name in dict.fromkeys([*old, *new]):
        yield name, old.get(name), new.get(name)


def _names(entries: list[object]) -> list[Where]:
    """What the entries of a list are called; those of one name are counted."""
    names: list[Where] = []
    met: dict[Where, int] = {}
    for number, entry in enumerate(entries, 1):
        name: Where = (str(number),)
        if isinstance(entry, Mapping):
            called = (entry.get(k) for k in NAMES)
            first = next((str(x) for x in called if isinstance(x, str) and x), "")
            year = entry.get("year")
            name = tuple(x for x in (first, str(year) if year else "") if x) or name
        met[name] = met.get(name, 0) + 1
        names.append(name if met[name] == 1 else (*name, str(met[name])))
    return names


def _kind(place: _Pair, before: object, after: object, kind: Callable[[Where, bool], str]) -> str:
    keys = place.keys
    if keys[0] in MADE_WITH:
        return "record"
    if all(isinstance(x, str) for x in (before, after)) and _is_wording(place):
        return "word"
    quantity = quantity_of(before) or quantity_of(after)
    return "factor" if "parameters" in keys else kind(keys, quantity is not None)


def _is_wording(place: _Pair) -> bool:
    """Whether the text of a place is a sentence of the message catalogue."""
    keys = place.keys
    if keys[0] in TEXTS_HANDED_IN:
        return False
    if keys[-1] in WORDING:
        return True
    if "params" in keys:
        return keys[-1] in ("zh", "en", *NAMED_BY_SENTENCE)
    derived = any(name.startswith("derived:") for name in place.where)
    return derived and keys[-1] in NAMED_BY_SENTENCE


def _shown(value: object) -> str:
    """A value in one text: a quantity as it was typed, a sentence by its words."""
    quantity = quantity_of(value)
    if quantity is not None:
        return spelt(quantity)
    if isinstance(value, Mapping):
        return next((str(value[k]) for k in WORDING if value.get(k)), _json(value))
    return _json(value) if isinstance(value, list) else str(value)


def _shown_apart(before: str, after: str) -> tuple[str, str]:
    """Two texts from where they begin to differ, where they are long."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, same - AROUND)
    head = "…" if start else ""
    return tuple(f"{head}{x[start : start + LONGEST]}" for x in (before, after))  # type: ignore[return-value]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
