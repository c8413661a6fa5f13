"""Two records side by side: everything that differs, wherever it stands in them.

One walk goes through the typed parts of a record; what is told of a kind of record, and by which
fields the entries of its lists are named, is its ``RecordLayout``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from carbon_eia.errors import MISREAD, InputError, Place, Problem
from carbon_eia.messages import sentence
from carbon_eia.run.records import BilingualText, NamedRecord, QuantityRecord, Record
from carbon_eia.units import decimal_text, rounded

__all__ = [
    "CHANGES",
    "Part",
    "RecordChange",
    "RecordEntry",
    "RecordLayout",
    "Where",
    "change_of",
    "differences",
    "made_with",
    "quantity_of",
    "spelt",
]

Where = tuple[str, ...]
"""A place in a record, as ``("sources", "外购电力", "amount")``."""

Part = tuple[Where, object]
"""Something that is told, and the place that it is told at."""

CHANGES = ("record", "input", "factor", "limit", "figure", "decision", "word")
"""What may differ, in the order in which it is told: what a record is made from, what came."""


class RecordEntry(NamedTuple):
    """One thing that a record states: its kind, as shown, and its number where it has one.

    Two numbers are compared only in the same ``unit``.
    """

    kind: str
    shown: str
    number: Fraction | None = None
    unit: str = ""


class RecordChange(NamedTuple):
    """One thing that differs; ``before`` or ``after`` is None where it is not there.

    ``percent`` of the number before.
    """

    kind: str
    where: Where
    before: str | None
    after: str | None
    percent: str | None

    def to_dict(self) -> dict[str, object]:
        """The change as JSON."""
        return {**self._asdict(), "where": list(self.where)}


Stated = TypeVar("Stated")


@dataclass(frozen=True, slots=True)
class RecordLayout(Generic[Stated]):
    """What is compared of a kind of record.

    ``parts``: its parts and their places, in a language. ``kind``: that of a value, from the keys
    above it and whether it is a number. ``labels``: key of a list → fields that tell its entries
    apart; the entries of any other list are told in one text. ``fields``: type of a part → those of
    its fields that are told, where not all are. ``views``: type of a part → what is told in place
    of its fields. ``silent``: keys that no place shows.
    """

    parts: Callable[[Stated, str], Iterator[Part]]
    kind: Callable[[Where, bool], str]
    labels: Mapping[str, Sequence[str]]
    fields: Mapping[type, Sequence[str]] = field(default_factory=dict)
    views: Mapping[type, Callable[[Any], Iterator[Part]]] = field(default_factory=dict)
    silent: Sequence[str] = ()


def differences(
    layout: RecordLayout[Stated], a: Stated, b: Stated, lang: str = "zh"
) -> list[RecordChange]:
    """Everything that differs between two records, by kind, in the order of the records.

    The facts of a sentence are told only where the sentence itself stays the same.

    Raises InputError CE-N001 where a record says what no program wrote.
    """
    before, after = (_entries(layout, record, lang) for record in (a, b))
    changes: list[RecordChange] = []
    for where in dict.fromkeys([*before, *after]):
        old, new = before.get(where), after.get(where)
        if (change := change_of(where, old, new)) is not None:
            changes.append(change)
    places = {c.where for c in changes}
    told = (c for c in changes if "params" not in c.where or _sentence_of(c.where) not in places)
    return sorted(told, key=lambda c: CHANGES.index(c.kind))


def _entries(layout: RecordLayout[Stated], record: Stated, lang: str) -> dict[Where, RecordEntry]:
    """Every single thing that a record states, by where it stands.

    The types of a record hold its shape; a sentence that lacks a fact comes to light in its words.
    """
    try:
        return dict(_Walk(layout, lang).entries(record))
    except MISREAD as error:
        ident = record.id if isinstance(record, NamedRecord) else ""
        why = f"{type(error).__name__}: {error}"
        raise InputError(Problem("CE-N001", Place(key=ident), {"why": why})) from error


def change_of(
    where: Where, old: RecordEntry | None, new: RecordEntry | None
) -> RecordChange | None:
    """What differs between two entries of one place; None where nothing does."""
    if old is not None and new is not None:
        if (old.shown, old.number, old.unit) == (new.shown, new.number, new.unit):
            return None
        if old.shown == new.shown:  # typed the same, and not the number or its unit
            old, new = (e._replace(shown=f"{e.shown} = {e.number} {e.unit}") for e in (old, new))
    kinds = {e.kind for e in (old, new) if e is not None}
    kind = min(kinds, key=CHANGES.index)  # a default that was replaced is an input now
    return RecordChange(kind, where, old and old.shown, new and new.shown, _percent(old, new))


def made_with(record: NamedRecord) -> Iterator[Part]:
    """The day, the reference data and the benchmark files of a record."""
    reference = record.reference
    yield ("as_of",), RecordEntry("record", record.as_of)
    yield ("reference",), RecordEntry("record", f"{reference.version} {reference.sha256[:12]}")
    for used in reference.overrides:
        head = ("benchmarks", used.title)
        yield head, RecordEntry("record", used.sha256[:12])
        for key in ("number", "authority", "date", "illustrative", "file"):
            value = getattr(used, key)
            if value not in (None, ""):
                yield (*head, key), RecordEntry("record", str(value))


def _percent(old: RecordEntry | None, new: RecordEntry | None) -> str | None:
    if old is None or new is None or not old.number or new.number is None:
        return None
    if old.unit != new.unit:
        return None
    change = (new.number - old.number) / abs(old.number) * 100
    shown = rounded(change, 2)
    return shown if Fraction(shown) or not change else decimal_text(change, 2)


def _sentence_of(where: Where) -> Where:
    """The sentence whose fact stands here."""
    return where[: where.index("params")]


class _Walk(NamedTuple):
    """The walk through a record, in a language."""

    layout: RecordLayout[Any]
    lang: str

    def entries(self, record: object) -> Iterator[tuple[Where, RecordEntry]]:
        """Every single thing that a record states."""
        for where, part in self.layout.parts(record, self.lang):
            yield from self._part(where, where, part)

    def _part(self, where: Where, keys: Where, part: object) -> Iterator[tuple[Where, RecordEntry]]:
        """Every value of a part; ``keys`` are those of ``where`` without names of entries."""
        view = self.layout.views.get(type(part))
        number = quantity_of(part)
        if isinstance(part, RecordEntry):
            yield where, part
        elif view is not None:
            for inner, value in view(part):
                yield from self._part((*where, *inner), (*keys, *inner), value)
        elif number is not None:
            kind = self.layout.kind(keys, True)
            yield where, RecordEntry(kind, spelt(number), number.number, number.unit)
        elif isinstance(part, Record | Mapping):
            yield from self._each(where, keys, self._items(part))
        elif isinstance(part, list | tuple):
            yield from self._list(where, keys, part)
        elif part is not None and part != "":
            yield where, RecordEntry(self.layout.kind(keys, False), str(part))

    def _list(
        self, where: Where, keys: Where, entries: Sequence[object]
    ) -> Iterator[tuple[Where, RecordEntry]]:
        labels = self.layout.labels.get(keys[-1])
        if labels is None or not any(isinstance(x, Record | Mapping) for x in entries):
            if entries:
                text = "；".join(_in_one_text(x) for x in entries)
                yield where, RecordEntry(self.layout.kind(keys, False), text)
            return
        seen: dict[Where, int] = {}
        for entry in entries:
            items = self._items(entry, labels)
            label = self._label(items, labels)
            seen[label] = seen.get(label, 0) + 1
            place = (*where, *label) if seen[label] == 1 else (*where, *label, str(seen[label]))
            if type(entry) in self.layout.views:
                yield from self._part(place, keys, entry)
                continue
            named = {k for k in labels if k != "code" and isinstance(items.get(k), str | int)}
            rest = {k: v for k, v in items.items() if k not in named}
            yield from self._each(place, keys, rest)

    def _each(
        self, where: Where, keys: Where, items: Mapping[str, object]
    ) -> Iterator[tuple[Where, RecordEntry]]:
        rest = dict(items)
        if {"code", "text", "params"} <= rest.keys():
            text = rest.pop("text")
            if self.lang != "zh":
                code, params = str(rest["code"]), rest["params"]
                assert isinstance(params, Mapping)
                text = sentence(code, self.lang, params, default=str(text))
            yield where, RecordEntry(self.layout.kind(keys, False), str(text))
        for key, value in rest.items():
            place = where if key in self.layout.silent else (*where, key)
            yield from self._part(place, (*keys, key), value)

    def _items(self, part: object, labels: Sequence[str] = ()) -> dict[str, object]:
        """The fields of a part that are told, by their keys in JSON, beside those of its label."""
        if not isinstance(part, Record):
            assert isinstance(part, Mapping)
            return {str(k): v for k, v in part.items()}
        told = self.layout.fields.get(type(part))
        if told is None:
            return dict(_fields_of(part))
        return dict(_fields_of(part, (*labels, *told)))

    def _label(self, items: Mapping[str, object], labels: Sequence[str]) -> Where:
        """What names an entry of a list."""
        named = (items.get(k) for k in labels)
        texts = (x.text(self.lang) if isinstance(x, BilingualText) else x for x in named)
        return tuple(str(x) for x in texts if x not in (None, "")) or ("",)


def _fields_of(record: Record, told: Sequence[str] | None = None) -> Iterator[tuple[str, object]]:
    """Key in JSON and value of each field of a record, or of those that are told."""
    kind = type(record)
    keys = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    for name in keys if told is None else dict.fromkeys(told):
        yield keys[name], getattr(record, name)


def quantity_of(part: object) -> QuantityRecord | None:
    """The quantity that a part is, also where it stands in the facts of a sentence."""
    if isinstance(part, QuantityRecord):
        return part
    if isinstance(part, Mapping):
        keys = part.keys()
        if {"value", "unit"} <= keys <= {"value", "unit", "exact", "typed"}:
            return QuantityRecord(**part)
    return None


def spelt(quantity: QuantityRecord) -> str:
    return quantity.typed or f"{quantity.value} {quantity.unit}"


def _in_one_text(entry: object) -> str:
    """An entry of a list in one text: ``外购电力 saves 8 %``."""
    number = quantity_of(entry)
    if number is not None:
        return spelt(number)
    if not isinstance(entry, Record | Mapping):
        return str(entry)
    items = dict(_fields_of(entry) if isinstance(entry, Record) else entry)
    keys = sorted(items, key=lambda k: (k != "source", k))
    parts = [(k, items[k]) for k in keys if items[k] not in (None, "", [], ())]
    return " ".join(
        _in_one_text(v) if k == "source" else f"{k} {_in_one_text(v)}" for k, v in parts
    )
