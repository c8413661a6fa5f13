"""Whether every figure of a document still stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec import to_builtins

from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.messages import sentence
from carbon_eia.parks.records import ParkRecord
from carbon_eia.proof.container import Container, open_container, read_content
from carbon_eia.proof.difference import Change
from carbon_eia.proof.kinds import KINDS, AnyKind, AnyRead, kind_of
from carbon_eia.proof.printed import Printed, compare_text
from carbon_eia.reference import World
from carbon_eia.report.carried import SCREENING
from carbon_eia.run import canonical
from carbon_eia.run.records import NamedRecord, ReferenceRecord, Run

__all__ = ["Finding", "Proof", "record_of", "verify"]

WHAT = " / ".join(kind.record for kind in KINDS)
"""The records that a document may carry."""

MOVED = ("proof.moved", "proof.other_reference", "proof.other_version", "proof.words")
"""Findings after which a record neither stands nor falls: other tables, another version, words
that this program does not say."""

MISREAD = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What a record with other content than today's may raise where it is computed or printed again."""


class Finding(NamedTuple):
    """One thing that was checked: ``ok`` is None where it tells something and decides nothing."""

    check: str
    ok: bool | None
    code: str
    params: dict[str, object]


class Proof(NamedTuple):
    """What was found: ``stands`` is None where other reference tables move the figures.

    ``record``: the Run of a project or the record of a park; None where none could be read.
    ``changes``: figures of it (before)
    that do not come out again (after). ``printed``: numbers printed in the document that are not
    those that its record prints.
    """

    record: NamedRecord | None
    stands: bool | None
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    printed: tuple[Printed, ...]


def verify(path: Path, open_world: Callable[[date], World], lang: str = "zh") -> Proof:
    """Compute a document again from what it carries.

    The record must be that of its id, the file handed in that of the record, each attachment
    whole; the record is computed again from the texts in it; what the document prints must be what
    it prints. ``lang``: the language of sentences among the changes.

    Raises InputError CE-V005 where the document carries no record, and what ``open_container``
    does.
    """
    container = open_container(path)
    if _kind(container) is None and SCREENING in container.keywords:
        finding = Finding("record", None, "proof.no_screening_record", {})
        return Proof(None, None, (finding,), (), ())
    kind = _known_kind(container, path)
    findings = [
        Finding("intact", False, "proof.broken", {"name": name}) for name in container.broken
    ]
    text = _text(container, kind, findings)
    if text is None:
        return Proof(None, False, tuple(findings), (), ())
    try:
        read = _read(text, kind, findings)
    except InputError as error:
        stamp = _unread(text, kind, error.problems[0].message(), open_world, findings)
        failed = any(f.ok is False for f in findings)
        return Proof(stamp, False if failed else None, tuple(findings), (), ())
    _file(container, read, findings)
    printed: list[Printed] = []
    changes, sound = _again(read, open_world, findings, printed, lang)
    if sound and not container.broken:  # else there is nothing whole to print it again from
        try:
            printed += _attachments_and_print(container, read, findings)
        except (InputError, *MISREAD) as error:
            other = any(f.code in MOVED for f in findings)
            params: dict[str, object] = {"why": str(error)}
            findings.append(Finding("print", None if other else False, "proof.no_print", params))
    failed = any(f.ok is False for f in findings)
    moved = any(f.code in MOVED for f in findings)
    return Proof(
        read.record,
        False if failed else None if moved else True,
        tuple(findings),
        tuple(changes),
        tuple(printed),
    )


def record_of(path: Path) -> Run | ParkRecord:
    """The record that a document carries, or that the file is.

    Raises InputError CE-V005 where it carries none or it is damaged, CE-N001 where it is no
    record, CE-N002 where its content is not that of its id, and what ``open_container`` does.
    """
    container = open_container(path)
    kind = _known_kind(container, path)
    content = container.parts.get(kind.record)
    if content is None:
        raise InputError(Problem("CE-V005", Place(str(path)), {"what": kind.record}))
    try:
        return kind.parse(content.decode("utf-8", "replace"))
    except InputError as error:
        raise InputError(p.at(Place(str(path), key=kind.record)) for p in error.problems) from None


def _kind(container: Container) -> AnyKind | None:
    return kind_of([*container.parts, *container.broken])


def _known_kind(container: Container, path: Path) -> AnyKind:
    kind = _kind(container)
    if kind is None:
        raise InputError(Problem("CE-V005", Place(str(path)), {"what": WHAT}))
    return kind


def _text(container: Container, kind: AnyKind, findings: list[Finding]) -> str | None:
    """The text of the record that a document carries; None where it carries none."""
    content = container.parts.get(kind.record)
    if content is None:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(Finding("run", False, "proof.no_run", {"why": str(error)}))
        return None


def _read(text: str, kind: AnyKind, findings: list[Finding]) -> AnyRead:
    """The record of its text; finds whether its content is that of its id.

    Raises InputError CE-N001 where it is none of this version's shape.
    """
    try:
        read = kind.read(text)
    except InputError as error:
        if error.problems[0].code != "CE-N002":
            raise
    else:
        findings.append(Finding("run", True, "proof.run", {"id": read.record.id[:16]}))
        return read
    findings.append(Finding("run", False, "proof.run_changed", {}))
    return kind.read_changed(text)


def _unread(
    text: str,
    kind: AnyKind,
    why: str,
    open_world: Callable[[date], World],
    findings: list[Finding],
) -> NamedRecord | None:
    """What a record of another shape says of itself: it falls where it was made with the tables of
    its own day as they are now, and is else of another version."""
    try:
        stamp = kind.stamp(text)
    except InputError:
        findings.append(Finding("run", False, "proof.no_run", {"why": why}))
        return None
    world, other_tables = None, False
    try:
        world = open_world(date.fromisoformat(stamp.as_of))
    except CarbonEiaError as error:
        other_tables = any(p.code == "CE-R012" for p in error.problems)
    except ValueError:
        pass  # no day: it falls
    findings.append(_not_again(stamp.reference, world, why, other_tables))
    return stamp


def _file(
    container: Container,
    read: AnyRead,
    findings: list[Finding],
) -> None:
    content = container.parts.get(read.kind.file)
    if content is None:
        return
    same = content == read.text().encode()
    code = "proof.project" if same else "proof.project_changed"
    findings.append(Finding("project", same, code, {"name": read.kind.file}))


def _again(
    read: AnyRead,
    open_world: Callable[[date], World],
    findings: list[Finding],
    printed: list[Printed],
    lang: str,
) -> tuple[list[Change], bool]:
    """Compute the record again; what differs, and whether it could be computed at all.

    Made from the same texts, it must also state them the same; of what it was made with, only the
    reference may be another. Where nothing but words differs, their numbers must still be the same.
    """
    record, world = read.record, None
    try:
        world = open_world(date.fromisoformat(record.as_of))
        again, differences = read.again(world)
        found = differences("zh")
    except CarbonEiaError as error:
        other_tables = any(p.code == "CE-R012" for p in error.problems)
        why = error.problems[0].message() if other_tables else "；".join(error.lines())
        findings.append(_not_again(record.reference, world, why, other_tables))
        return [], False
    except MISREAD as error:
        findings.append(_not_again(record.reference, world, f"{type(error).__name__}: {error}"))
        return [], False
    reference, own = record.reference, again.reference
    moved = reference.sha256 != own.sha256
    changes, told = (
        [c for c in some if not moved or c.where != ("reference",)]
        for some in (found, _in_language(found, differences, lang))
    )
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
    return told if changes else [], True


def _in_language(
    chinese: list[Change], differences: Callable[[str], list[Change]], lang: str
) -> list[Change]:
    """What differs in a language: that of the record itself, which decides, where it has no other
    or its sentences are of another version."""
    if lang == "zh":
        return chinese
    try:
        return differences(lang) or chinese
    except MISREAD:
        return chinese


def _not_again(
    then: ReferenceRecord, world: World | None, why: str, other_tables: bool = False
) -> Finding:
    """That a record cannot be computed again: a fault of it only where its own tables are used."""
    params: dict[str, object] = {"why": why}
    if world is not None and then.sha256 != world.tables.digest:
        now = _named_version(world.tables.package["version"], world.tables.digest)
    elif other_tables:
        now = "—"
    else:
        return Finding("again", False, "proof.not_again", params)
    versions = {"then": _version(then), "now": now}
    return Finding("again", None, "proof.other_version", {**params, **versions})


def _content(record: NamedRecord) -> str:
    """What a record says, without the id that follows from it."""
    return canonical({k: v for k, v in to_builtins(record).items() if k != "id"}).decode()


def _version(reference: ReferenceRecord) -> str:
    return _named_version(reference.version, reference.sha256)


def _named_version(version: str, sha256: str) -> str:
    return f"{version} ({sha256[:12]})"


def _attachments_and_print(
    container: Container,
    read: AnyRead,
    findings: list[Finding],
) -> list[Printed]:
    """Other attachments and the printed text, against what the record prints today."""
    kind, suffixes = read.kind, read.suffixes()
    shown = "".join((container.text or "").split())  # a title may be broken over lines
    lang = "en" if "".join(sentence(f"report.{kind.subject}", "en").split()) in shown else "zh"
    for name, content in container.parts.items():
        suffix = Path(name).suffix
        if name in (kind.record, kind.file) or suffix not in suffixes:
            continue
        same = content == read.printed(suffix, lang)
        code = "proof.attachment" if same else "proof.attachment_changed"
        findings.append(Finding("attachment", same, code, {"name": name}))
    if container.text is None:
        return []
    suffix = f".{container.kind}"
    expected = read_content(suffix, read.printed(suffix, lang))
    found, same_words = compare_text(expected.text or "", container.text)
    if found:
        findings.append(Finding("print", False, "proof.print_changed", {"count": len(found)}))
    elif same_words:
        findings.append(Finding("print", True, "proof.print", {}))
    else:
        findings.append(Finding("print", None, "proof.print_other", {}))
    return found
