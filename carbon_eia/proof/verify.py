"""Whether every figure of a document still stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.messages import sentence
from carbon_eia.proof.container import Container, open_container, read_content
from carbon_eia.proof.kinds import KINDS, Kind, Record, kind_of
from carbon_eia.proof.printed import Printed, compare_text
from carbon_eia.reference import World
from carbon_eia.run import canonical
from carbon_eia.run.difference import Change

__all__ = ["Finding", "Proof", "record_of", "verify"]

WHAT = " / ".join(kind.record for kind in KINDS)
"""The records that a document may carry."""

MOVED = ("proof.moved", "proof.other_version")
"""Findings after which a record neither stands nor falls: other tables, another version."""

MISREAD = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What a record of another shape than today's may raise where it is computed or printed again."""


class Finding(NamedTuple):
    """One thing that was checked: ``ok`` is None where it tells something and decides nothing."""

    check: str
    ok: bool | None
    code: str
    params: dict[str, object]


class Proof(NamedTuple):
    """What was found: ``stands`` is None where other reference tables move the figures.

    ``record``: the Run of a project or the record of a park. ``changes``: figures of it (before)
    that do not come out again (after). ``printed``: numbers printed in the document that are not
    those that its record prints.
    """

    record: Record
    stands: bool | None
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    printed: tuple[Printed, ...]


def verify(path: Path, open_world: Callable[[date], World]) -> Proof:
    """Compute a document again from what it carries.

    The record must be that of its id, the file handed in that of the record, each attachment
    whole; the record is computed again from the texts in it; what the document prints must be what
    it prints.

    Raises InputError CE-V005 where the document carries no record, and what ``open_container``
    does.
    """
    container, kind = _opened(path)
    findings = [
        Finding("intact", False, "proof.broken", {"name": name}) for name in container.broken
    ]
    record, name = _record(container, kind, findings)
    if record is None:
        return Proof({}, False, tuple(findings), (), ())
    if name:
        findings.append(Finding("run", True, "proof.run", {"id": str(record["id"])[:16]}))
    _file(container, kind, record, findings)
    printed: list[Printed] = []
    changes, sound = _again(record, kind, open_world, findings, printed)
    if sound and not container.broken:  # else there is nothing whole to print it again from
        try:
            printed += _attachments_and_print(container, kind, record, findings)
        except (InputError, *MISREAD) as error:
            other = any(f.code in MOVED for f in findings)
            params: dict[str, object] = {"why": str(error)}
            findings.append(Finding("print", None if other else False, "proof.no_print", params))
    failed = any(f.ok is False for f in findings)
    moved = any(f.code in MOVED for f in findings)
    return Proof(
        record,
        False if failed else None if moved else True,
        tuple(findings),
        tuple(changes),
        tuple(printed),
    )


def record_of(path: Path) -> Record:
    """The record that a document carries, or that the file is.

    Raises InputError CE-V005 where it carries none or it is damaged, CE-N001 where it is no
    record, CE-N002 where its content is not that of its id, and what ``open_container`` does.
    """
    container, kind = _opened(path)
    content = container.parts.get(kind.record)
    if content is None:
        raise InputError(Problem("CE-V005", Place(str(path)), {"what": kind.record}))
    try:
        return kind.parse(content.decode("utf-8", "replace"))
    except InputError as error:
        raise InputError(p.at(Place(str(path), key=kind.record)) for p in error.problems) from None


def _opened(path: Path) -> tuple[Container, Kind]:
    container = open_container(path)
    kind = kind_of([*container.parts, *container.broken])
    if kind is None:
        raise InputError(Problem("CE-V005", Place(str(path)), {"what": WHAT}))
    return container, kind


def _record(
    container: Container, kind: Kind, findings: list[Finding]
) -> tuple[Record | None, bool]:
    """The record that a document carries, and whether its content is that of its id."""
    content = container.parts.get(kind.record)
    if content is None:
        return None, False
    try:
        text = content.decode("utf-8")
        return kind.parse(text), True
    except UnicodeDecodeError as error:
        findings.append(Finding("run", False, "proof.no_run", {"why": str(error)}))
        return None, False
    except InputError as error:
        code = error.problems[0].code
        if code != "CE-N002":
            findings.append(
                Finding("run", False, "proof.no_run", {"why": error.problems[0].message()})
            )
            return None, False
        findings.append(Finding("run", False, "proof.run_changed", {}))
        found: Record = json.loads(text)
        return found, False


def _file(container: Container, kind: Kind, record: Record, findings: list[Finding]) -> None:
    held = container.parts.get(kind.file)
    if held is None:
        return
    same = held == kind.text_of(record).encode()
    code = "proof.project" if same else "proof.project_changed"
    findings.append(Finding("project", same, code, {"name": kind.file}))


def _again(
    record: Record,
    kind: Kind,
    open_world: Callable[[date], World],
    findings: list[Finding],
    printed: list[Printed],
) -> tuple[list[Change], bool]:
    """Compute the record again; what differs, and whether it could be computed at all.

    Made from the same texts, it must also state them the same; of what it was made with, only the
    reference may be another. Where nothing but words differs, their numbers must still be the same.
    """
    world = None
    try:
        world = open_world(date.fromisoformat(record["as_of"]))
        again = kind.again(record, world)
        moved = record["reference"]["sha256"] != again["reference"]["sha256"]
        found = kind.differences(record, again)
        changes = [c for c in found if not moved or c.where != ("reference",)]
    except CarbonEiaError as error:
        other_tables = any(p.code == "CE-R012" for p in error.problems)
        why = error.problems[0].message() if other_tables else "；".join(error.lines())
        findings.append(_not_again(record, world, why, other_tables))
        return [], False
    except MISREAD as error:
        findings.append(_not_again(record, world, f"{type(error).__name__}: {error}"))
        return [], False
    reference, own = record["reference"], again["reference"]
    versions: dict[str, object] = {"then": _version(reference), "now": _version(own)}
    if moved:
        code = "proof.moved" if changes else "proof.other_reference"
        findings.append(Finding("again", None, code, {**versions, "count": len(changes)}))
    elif changes:
        findings.append(Finding("again", False, "proof.figures", {"count": len(changes)}))
    elif canonical(record) != canonical(again):
        wrong = compare_text(_content(again), _content(record))[0]
        printed += wrong
        code = "proof.words_changed" if wrong else "proof.words"
        params = {**versions, "count": len(wrong)}
        findings.append(Finding("again", False if wrong else None, code, params))
    else:
        findings.append(Finding("again", True, "proof.again", versions))
    return changes, True


def _not_again(
    record: Record, world: World | None, why: str, other_tables: bool = False
) -> Finding:
    """That a record cannot be computed again: a fault of it only where its own tables are used."""
    params: dict[str, object] = {"why": why}
    try:
        then = record["reference"]
        if world is not None and then["sha256"] != world.tables.digest:
            now = {"version": world.tables.package["version"], "sha256": world.tables.digest}
            versions = {"then": _version(then), "now": _version(now)}
            return Finding("again", None, "proof.other_version", {**params, **versions})
        if other_tables:
            versions = {"then": _version(then), "now": "—"}
            return Finding("again", None, "proof.other_version", {**params, **versions})
    except MISREAD:
        pass  # the record does not even say what it was made with
    return Finding("again", False, "proof.not_again", params)


def _content(record: Record) -> str:
    """What a record says, without the id that follows from it."""
    return canonical({k: v for k, v in record.items() if k != "id"}).decode()


def _version(reference: dict[str, str]) -> str:
    return f"{reference['version']} ({reference['sha256'][:12]})"


def _attachments_and_print(
    container: Container, kind: Kind, record: Record, findings: list[Finding]
) -> list[Printed]:
    """Other attachments and the printed text, against what the record prints today."""
    renderers = kind.renderers()
    shown = "".join((container.text or "").split())  # a title may be broken over lines
    lang = "en" if "".join(sentence(f"report.{kind.subject}", "en").split()) in shown else "zh"
    for name, content in container.parts.items():
        suffix = Path(name).suffix
        if name in (kind.record, kind.file) or suffix not in renderers:
            continue
        same = content == renderers[suffix](record, lang, None)
        code = "proof.attachment" if same else "proof.attachment_changed"
        findings.append(Finding("attachment", same, code, {"name": name}))
    if container.text is None:
        return []
    suffix = f".{container.kind}"
    expected = read_content(suffix, renderers[suffix](record, lang, None))
    found, same_words = compare_text(expected.text or "", container.text)
    if found:
        findings.append(Finding("print", False, "proof.print_changed", {"count": len(found)}))
    elif same_words:
        findings.append(Finding("print", True, "proof.print", {}))
    else:
        findings.append(Finding("print", None, "proof.print_other", {}))
    return found
