"""reference changes: what moved in the reference data since a released version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from carbon_eia.cli.common import print_json, say
from carbon_eia.console import columns, styled, wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.messages import sentence
from carbon_eia.reference import World, cited_documents, open_world
from carbon_eia.reference.history import (
    SampleChange,
    TableChange,
    changes,
    past_versions,
    sample_changes,
)
from carbon_eia.units import rounded

__all__ = ["changes_command"]

MOST_ROWS = 5
"""Most rows of a table on a terminal; ``--json`` gives all."""

SHOWN = ("product", "indicator", "level", "operator", "value", "unit", "valid_from", "grade")
"""Fields of an added row that are printed."""

KINDS = ("added", "changed", "ended", "removed")


def changes_command(json: bool, lang: str, since: str, reference: Path | None) -> int:
    """Rows added, changed, ended and removed since a version, and the samples beside them.

    Raises CallError CE-C002 where no snapshot of the version is kept.
    """
    world = open_world(date.today(), reference)
    folder, version = world.tables.folder, world.tables.package["version"]
    known = past_versions(folder)
    if since not in known:
        raise CallError(Problem("CE-C002", params={"value": since, "known": "、".join(known)}))
    moved = changes(world.tables, since)
    samples = sample_changes(folder, since, version)
    if json:
        rows = [_row(world, c) for c in moved]
        print_json({"since": since, "version": version, "changes": rows, "samples": samples})
        return 0
    _print_samples(samples, since, version, lang)
    for table in dict.fromkeys(c.table for c in moved):
        _print_table(world, [c for c in moved if c.table == table], lang)
    if not moved:
        say(sentence("reference.changes.none", lang, {"since": since}))
    return 0


def _row(world: World, change: TableChange) -> dict[str, object]:
    fields = [{"field": k, "before": b, "after": a} for k, (b, a) in change.fields.items()]
    return {
        "id": f"{change.table}:{change.id}",
        "kind": change.kind,
        "fields": fields,
        "source": _document(world, change.source),
    }


def _document(world: World, source: str) -> str:
    """The title and number of a document; its id where it is no longer listed."""
    ident = source.split(";")[0]
    if not any(r["id"] == ident for r in cited_documents(world.tables)):
        return ident
    document = world.document(ident)
    return " ".join(x for x in (f"《{document['title']}》", document["number"]) if x)


def _print_samples(samples: Sequence[SampleChange], since: str, version: str, lang: str) -> None:
    head = sentence("reference.changes.head", lang, {"since": since, "now": version})
    say(styled(wrapped(head, columns(), "  "), "bold"))
    for sample in samples:
        facts: dict[str, object] = {"sample": sample["sample"]}
        for when, part in (("before", sample["before"]), ("after", sample["after"])):
            facts[when] = sentence(f"verdict.{part['verdict']}", lang)
            facts[f"{when}_value"] = f"{rounded(Fraction(part['value']), 4)} {part['unit']}"
        code = "reference.changes.moved" if sample["moved"] else "reference.changes.same"
        line = wrapped(sentence(code, lang, facts), columns() - 2, "    ")
        say("  " + (styled(line, "yellow") if sample["moved"] else line))


def _told(change: TableChange) -> str:
    """The fields that moved; of an added row those alone that tell a figure and its validity."""
    if change.kind == "added":
        told = (change.fields.get(k, ("", ""))[1] for k in SHOWN)
        return " ".join(x for x in told if x)
    return "; ".join(f"{k}: {b or '—'} → {a or '—'}" for k, (b, a) in change.fields.items())


def _print_table(world: World, moved: Sequence[TableChange], lang: str) -> None:
    counts = Counter(c.kind for c in moved)
    told = "，" if lang == "zh" else ", "
    shown = told.join(
        sentence(f"reference.changes.{k}", lang, {"count": counts[k]}) for k in KINDS if counts[k]
    )
    say(f"{styled(moved[0].table, 'bold')}  {shown}")
    for c in sorted(moved, key=lambda c: c.kind == "added")[:MOST_ROWS]:
        line = f"{c.id}  {_document(world, c.source)}  {_told(c)}"
        say("  " + wrapped(line, columns() - 2, "    "))
    more = len(moved) - MOST_ROWS
    if more > 0:
        say(styled("  " + sentence("reference.changes.more", lang, {"count": more}), "dim"))
