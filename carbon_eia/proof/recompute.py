"""A record computed again from its own texts, and compared to the last value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from carbon_eia.errors import MISREAD, CarbonEiaError
from carbon_eia.messages import LANGUAGES, table
from carbon_eia.proof.difference import RecordChange
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.proof.kinds import AnyRead
from carbon_eia.proof.leaves import compare_records, is_misstated
from carbon_eia.reference import World
from carbon_eia.reference.versions import is_known, released_digests
from carbon_eia.run.records import NamedRecord, ReferenceRecord

__all__ = ["limit_files", "not_again", "recompute"]


class Recomputed(NamedTuple):
    """What came of it: ``world`` is None where the record could not be computed again."""

    finding: VerificationFinding
    changes: list[RecordChange]
    world: World | None


def recompute(read: AnyRead, open_world: Callable[[date], World], lang: str) -> Recomputed:
    """Compute a record again from its texts with the tables of its day, and compare everything.

    Under the same tables every value that differs is named. Under others all that follows from them
    differs too: it is told as ``diff`` tells it, in a language, and decides nothing.
    """
    record, world = read.record, None
    try:
        world = open_world(date.fromisoformat(record.as_of))
        again, differences = read.again(world)
        changes = compare_records(record, again, read.kind.layout.kind)
        same = record.reference.sha256 == again.reference.sha256
        moved = [] if same else [c for c in differences(lang) if c.where != ("reference",)]
    except CarbonEiaError as error:
        other_tables = any(p.code == "CE-R012" for p in error.problems)
        why = error.problems[0].message() if other_tables else "；".join(error.lines())
        return Recomputed(not_again(record.reference, world, why, other_tables), [], None)
    except MISREAD as error:
        why = f"{type(error).__name__}: {error}"
        return Recomputed(not_again(record.reference, world, why), [], None)
    if same:
        labels = [v for lang in LANGUAGES for v in table(read.kind.words.verdict, lang).values()]
        return Recomputed(_same_tables(again.reference, changes, labels), changes, world)
    others = [c for c in changes if c.where not in STAMP]
    finding = _other_tables(record.reference, again.reference, len(moved or others))
    return Recomputed(finding, moved or others, world)


STAMP = (("id",), ("reference", "version"), ("reference", "sha256"))
"""What differs wherever the tables do."""


def _same_tables(
    own: ReferenceRecord, changes: list[RecordChange], labels: list[str]
) -> VerificationFinding:
    params: dict[str, object] = {"now": _version(own), "count": len(changes)}
    if any(c.kind != "word" and c.where != ("id",) for c in changes):
        return VerificationFinding("again", False, "proof.figures", params)
    if wrong := sum(is_misstated(c, labels) for c in changes if c.kind == "word"):
        return VerificationFinding(
            "again", False, "proof.words_changed", {**params, "count": wrong}
        )
    if changes:
        return VerificationFinding("again", None, "proof.words", params)
    if not is_known(own.sha256):
        return VerificationFinding("again", None, "proof.unknown_reference", _unknown(own, own))
    return VerificationFinding("again", True, "proof.again", params)


def _other_tables(then: ReferenceRecord, now: ReferenceRecord, count: int) -> VerificationFinding:
    if not is_known(then.sha256):
        return VerificationFinding("again", None, "proof.unknown_reference", _unknown(then, now))
    params: dict[str, object] = {"then": _version(then), "now": _version(now), "count": count}
    code = "proof.moved" if count else "proof.other_reference"
    return VerificationFinding("again", None, code, params)


def _unknown(then: ReferenceRecord, now: ReferenceRecord) -> dict[str, object]:
    known = "、".join(f"{v} ({d[:12]})" for v, d in released_digests().items())
    return {"then": _version(then), "now": _version(now), "known": known}


def not_again(
    then: ReferenceRecord, world: World | None, why: str, other_tables: bool = False
) -> VerificationFinding:
    """That a record cannot be computed again: a fault of it only where its own tables are used."""
    params: dict[str, object] = {"why": why}
    if world is not None and then.sha256 != world.tables.digest:
        now = _named_version(world.tables.package["version"], world.tables.digest)
    elif other_tables:
        now = "—"
    else:
        return VerificationFinding("again", False, "proof.not_again", params)
    versions = {"then": _version(then), "now": now}
    return VerificationFinding("again", None, "proof.other_version", {**params, **versions})


def limit_files(record: NamedRecord) -> list[VerificationFinding]:
    """Id, number and digest of every file of limits that a record says it was made with."""
    used = record.reference.overrides
    if not used:
        return [VerificationFinding("limits", None, "proof.no_limit_files", {})]
    return [
        VerificationFinding(
            "limits",
            None,
            "proof.limit_file",
            {"file": x.file, "id": x.id, "number": x.number or "—", "sha256": x.sha256},
        )
        for x in used
    ]


def _version(reference: ReferenceRecord) -> str:
    return _named_version(reference.version, reference.sha256)


def _named_version(version: str, sha256: str) -> str:
    return f"{version} ({sha256[:12]})"
