"""What is compared of two records of a park, and of what the files of two parks state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_records import ParkRecord, ParkStatement
from carbon_eia.proof.attribution import bare
from carbon_eia.proof.difference import Part, RecordEntry, RecordLayout, Where, made_with

__all__ = ["LABELS", "PARK_LAYOUT", "STATED_LAYOUT"]

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
    "conditions": ("code",),
    "balance": ("carrier",),
    "cases": ("scenario", "case", "year"),
    "pending": ("name",),
    "pollutants": ("name", "scenario", "year"),
    "coordination": ("id", "plan"),
    "judgements": ("target",),
    "stated": ("scenario", "year"),
    "products": ("name",),
    "measures": ("name",),
    "transfers": ("seller", "source", "buyer", "use"),
}
"""What tells the entries of a list apart, in a record and in the files of a park: a place is named,
never counted."""

APART = ("id", "schema", "as_of", "reference")
"""Fields of a record that are no content of it, or told by ``made_with``."""

TEXTS = ("text", "files")
"""Fields of the statement that hold whole texts, of which a digest is told."""

LIMITS = {"limit", "admission", "grade", "target", "targets", "tracking", "duties", "documents"}
DECIDED = {
    "conclusion",
    "entry",
    "verdict",
    "reason",
    "missing",
    "warnings",
    "choice",
    "admitted",
    "judgements",
    "pending",
}
STATED = {
    "park",
    "city",
    "renewables",
    "sinks",
    "pollutants",
    "coordination",
    "stated",
    "changes",
    "files",
}
"""Keys below which a record holds limits, what was decided, and what its files state."""


def _record_parts(record: ParkRecord, lang: str) -> Iterator[Part]:
    """Nothing of a record is left out."""
    yield from made_with(record)
    for name, text in {"park.toml": record.park.text, **record.park.files}.items():
        yield ("files", name), RecordEntry("record", hashlib.sha256(text.encode()).hexdigest()[:12])
    for key in record.__struct_fields__:
        if key not in APART:
            yield (key,), getattr(record, key)


def _stated_parts(park: Park, lang: str) -> Iterator[Part]:
    for key, value in bare(park).items():
        named = isinstance(value, Mapping) or key in LABELS
        yield (key,) if named else ("park", key), value


def _kind(keys: Where, number: bool) -> str:
    above = set(keys)
    if above & LIMITS:
        return "limit"
    if above & STATED:
        return "input"
    if not number and above & DECIDED:
        return "decision"
    if keys[0] == "balance" and "name" in above:
        return "word"
    if not number and keys[0] in ("members", "scenarios", "totals") and "peak" not in above:
        return "input"
    return "figure"


PARK_LAYOUT: RecordLayout[ParkRecord] = RecordLayout(
    parts=_record_parts,
    kind=_kind,
    labels=LABELS,
    fields={ParkStatement: [k for k in ParkStatement.__struct_fields__ if k not in TEXTS]},
)

STATED_LAYOUT: RecordLayout[Park] = RecordLayout(
    parts=_stated_parts,
    kind=lambda keys, number: "input",
    labels=LABELS,
    silent=("project", "parameters"),
)
"""Steps of the model that a file does not have are silent."""
