"""What moved in the reference data since a released version: rows added, changed, ended or removed.

Each released version leaves ``factors/history/<version>.json``: table → its fields that decide, and
of each row their texts. Rules of policy, the formulas of methods, and defaults stand there too.
``factors/history/samples.json`` holds what the samples came to under each version, with the
program of that version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.methods import read_methods

__all__ = ["SampleChange", "TableChange", "changes", "past_versions", "sample_changes", "snapshot"]

PRESENTATION = frozenset(
    {"note", "locator", "quotation", "indicator_zh", "level_zh", "product_en", "name_en", "sector"}
)
"""Columns that explain a row and decide nothing."""

RULE_FIELDS = ("severity", "valid_from", "valid_to", "grade", "region", "when", "check", "level")
"""Fields of a rule of policy on which a ruling rests."""

METHODS = "methods"
FORM_FIELDS = ("formula", "biogenic", "energy", "gas", "source")
"""Fields of a form of a method that decide."""

Snapshot = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Table → id of a row → field → text."""


class TableChange(NamedTuple):
    """One row that moved: ``kind`` added, changed, ended (a day of end was set) or removed.

    ``fields``: field → text before and after (empty: there was none); ``source``: ids of documents.
    """

    table: str
    id: str
    kind: str
    fields: Mapping[str, tuple[str, str]]
    source: str


class PackedTable(TypedDict):
    """A table as it is stored: the names of the fields once, a row as a list."""

    fields: list[str]
    rows: dict[str, list[str]]


class SampleChange(TypedDict):
    """What a sample came to under a version and under the present one; whether it moved."""

    sample: str
    before: dict[str, str]
    after: dict[str, str]
    moved: bool


def snapshot(tables: Tables) -> dict[str, dict[str, dict[str, str]]]:
    """The deciding fields of every cited row, rule, formula and default, as they stand.

    >>> from carbon_eia.reference import open_tables
    >>> snapshot(open_tables())["electricity"]["average-2023-hunan"]["factor"]
    '0.4976'
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name in tables.names():
        rows = tables.rows(name)
        if not rows or "grade" not in rows[0]:
            continue
        found[name] = {
            r["id"]: {k: v for k, v in r.items() if v and k != "id" and k not in PRESENTATION}
            for r in rows
        }
    for ident in tables.ids("policy"):
        raw = tables.toml(f"policy/{ident}.toml")
        found[f"policy/{ident}"] = {
            f"{rule['id']}@{rule['valid_from']}": {
                **{k: _text(rule[k]) for k in RULE_FIELDS if k in rule},
                "source": rule.get("source", raw["source"]),
            }
            for rule in raw["rules"]
        }
    found[METHODS] = dict(_of_methods(tables))
    found["sectors"] = {
        f"{ident}:{name}": {"source": raw["guide"]["source"], **fields}
        for ident in tables.ids("sectors")
        for raw in (tables.toml(f"sectors/{ident}.toml"),)
        for name, fields in _of_sector(raw)
    }
    return found


def _of_methods(tables: Tables) -> Iterator[tuple[str, dict[str, str]]]:
    """What a method decides: its formulas, and where a parameter comes from."""
    for method in read_methods(tables).values():
        for form in method.forms:
            texts = {k: str(getattr(form, k)) for k in FORM_FIELDS}
            yield form.id, {k: v for k, v in texts.items() if v}
        for name, spec in method.defaults.items():
            yield f"{method.id}:{name}", {k: _text(v) for k, v in spec.items() if k != "note"}


def _of_sector(raw: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """What a sector decides: its potentials, source tables, defaults and derived values."""
    yield "gwp", {"value": _text(raw["gwp"])}
    yield "tables", {k: _text(v) for k, v in raw.get("tables", {}).items()}
    for method, specs in raw.get("defaults", {}).items():
        for name, spec in specs.items():
            yield f"{method}.{name}", {k: _text(v) for k, v in spec.items() if k != "note"}
    for number, derived in enumerate(raw.get("derivation", ()), 1):
        yield f"derivation.{number}", {k: _text(v) for k, v in derived.items() if k != "note"}


def _text(value: object) -> str:
    return (
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    )


def past_versions(folder: Path) -> list[str]:
    """The versions of which a snapshot is kept, oldest first."""
    known = [p.stem for p in (folder / "history").glob("[0-9]*.json")]
    return sorted(known, key=lambda v: [int(x) for x in v.split(".")])


def changes(tables: Tables, since: str) -> list[TableChange]:
    """Every row that differs from the snapshot of a version, in the order of the tables.

    Methods were no data in the first snapshots: these say nothing of what moved in them.
    """
    path = tables.folder / "history" / f"{since}.json"
    before = _unpacked(json.loads(path.read_text(encoding="utf-8"))["tables"])
    after: Snapshot = snapshot(tables)
    if METHODS not in before:
        after = {table: rows for table, rows in after.items() if table != METHODS}
    return compare(before, after)


def compare(before: Snapshot, after: Snapshot) -> list[TableChange]:
    """Every row that differs between two snapshots.

    >>> row = {"value": "1", "source": "a"}
    >>> compare({"t": {"x": row}}, {"t": {"x": {**row, "value": "2"}}})[0].fields
    {'value': ('1', '2')}
    """
    found = []
    for table in dict.fromkeys((*before, *after)):
        old, new = before.get(table, {}), after.get(table, {})
        for ident in dict.fromkeys((*old, *new)):
            was, now = old.get(ident, {}), new.get(ident, {})
            if was == now:
                continue
            names = dict.fromkeys((*was, *now))
            fields = {k: (was.get(k, ""), now.get(k, "")) for k in names}
            fields = {k: v for k, v in fields.items() if v[0] != v[1]}
            source = (now or was).get("source", "")
            found.append(TableChange(table, ident, _kind(was, now), fields, source))
    return found


def _kind(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    if not was:
        return "added"
    if not now:
        return "removed"
    return "ended" if now.get("valid_to") and not was.get("valid_to") else "changed"


def packed(found: Snapshot) -> dict[str, PackedTable]:
    """A snapshot as it is stored: the names of the fields once a table, a row as a list."""
    stored: dict[str, PackedTable] = {}
    for table, rows in found.items():
        fields = list(dict.fromkeys(k for row in rows.values() for k in row))
        stored[table] = {
            "fields": fields,
            "rows": {i: [row.get(k, "") for k in fields] for i, row in rows.items()},
        }
    return stored


def _unpacked(stored: Mapping[str, PackedTable]) -> dict[str, dict[str, dict[str, str]]]:
    return {
        table: {
            ident: {k: v for k, v in zip(part["fields"], row, strict=True) if v}
            for ident, row in part["rows"].items()
        }
        for table, part in stored.items()
    }


def sample_changes(folder: Path, since: str, version: str) -> list[SampleChange]:
    """Each sample under a version and under the present one, and whether its verdict moved."""
    text = (folder / "history" / "samples.json").read_text(encoding="utf-8")
    stored: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(text)
    old, new = stored.get(since, {}), stored.get(version, {})
    return [
        {
            "sample": name,
            "before": dict(old[name]),
            "after": dict(new[name]),
            "moved": old[name]["verdict"] != new[name]["verdict"],
        }
        for name in old
        if name in new
    ]
