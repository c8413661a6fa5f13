"""Whether every figure of a document still stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import MISREAD, CallError, CarbonEiaError, InputError, Place, Problem
from carbon_eia.proof.container import Container, open_container
from carbon_eia.proof.difference import RecordChange
from carbon_eia.proof.documents.text_comparison import Edited
from carbon_eia.proof.finding import UNDECIDED, VerificationFinding
from carbon_eia.proof.kept_heads import KeptHeads
from carbon_eia.proof.kinds import KINDS, OPINION, AnyKind, AnyRead, AnyRecord, kind_of
from carbon_eia.proof.opinion_replay import opinion_findings
from carbon_eia.proof.printed import Print, Printed, compare_print, numbers_of
from carbon_eia.proof.recompute import limit_files, not_again, recompute
from carbon_eia.proof.signature import Signatures, subjects_of
from carbon_eia.reference import World
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.run.keywords import PUBLISHED, REGISTER, SCREENING
from carbon_eia.run.records import NamedRecord

__all__ = ["Verification", "VerificationFinding", "record_of", "unheard", "verify"]

WHAT = " / ".join(kind.record for kind in KINDS)
"""The records that a document may carry."""

RECORDLESS = {
    SCREENING: "proof.no_screening_record",
    PUBLISHED: "proof.standard.public",
    REGISTER: "proof.register_report",
}
"""Keyword of a document that carries no record → why."""


NOTHING_KEPT = KeptHeads()
"""Nobody kept a head."""


def unheard(stage: str) -> None:
    """Nobody asks how far it has come."""


class Verification(NamedTuple):
    """What was found: ``stands`` is None where other reference tables move the figures.

    ``record``: the Run of a project or the record of a park; None where none could be read.
    ``changes``: figures of it (before)
    that do not come out again (after). ``printed``: numbers printed in the document that are not
    those that its record prints. ``edited``: texts of the document that are others, side by side.
    """

    record: NamedRecord | None
    stands: bool | None
    findings: tuple[VerificationFinding, ...]
    changes: tuple[RecordChange, ...]
    printed: tuple[Printed, ...]
    edited: tuple[Edited, ...] = ()


def verify(
    path: Path,
    open_world: Callable[[date], World],
    lang: str = "zh",
    official: Sequence[Path] = (),
    signatures: Signatures | None = None,
    kept: KeptHeads = NOTHING_KEPT,
    reached: Callable[[str], None] = unheard,
) -> Verification:
    """Compute a document again from what it carries.

    The record must be that of its id, the file handed in that of the record, each attachment
    whole; the record is computed again from the texts in it; what the document prints must be what
    it prints. ``lang``: the language of sentences among the changes.
    ``official``: the authority's files, with which the limits of the record are compared;
    ``signatures``: those that it is said to bear; ``kept``: heads of a register, against which the
    events of an opinion are held;
    ``reached`` is told ``recompute`` and ``print`` as each begins.

    Raises InputError CE-V005 where the document carries no record, and what ``open_container``
    does; CallError CE-V025 for heads where it carries no opinion.
    """
    container = open_container(path)
    for keyword, code in RECORDLESS.items():
        if _kind(container) is None and keyword in container.keywords:
            finding = VerificationFinding("record", None, code, {})
            return Verification(None, None, (finding,), (), ())
    kind = _known_kind(container, path)
    if (kept.heads or kept.proofs) and kind is not OPINION:
        raise CallError(Problem("CE-V025", Place(str(path))))
    findings = [
        VerificationFinding("intact", False, "proof.broken", {"name": name})
        for name in container.broken
    ]
    text = _text(container, kind, findings)
    if text is None:
        return Verification(None, False, tuple(findings), (), ())
    try:
        read = _read(text, kind, findings)
    except InputError as error:
        stamp = _unread(text, kind, error.problems[0].message(), open_world, findings)
        if stamp is not None:
            findings += [*limit_files(stamp), *_signed(stamp, signatures, kept)]
            findings += (
                [VerificationFinding("limits", None, "proof.limit_unchecked", {})]
                if official
                else []
            )
        failed = any(f.ok is False for f in findings)
        return Verification(stamp, False if failed else None, tuple(findings), (), ())
    _file(container, read, findings)
    findings += limit_files(read.record)
    reached("recompute")
    again = recompute(read, open_world, lang)
    findings.append(again.finding)
    findings += read.unchecked()
    if official and again.world is not None:
        findings += read.against(official, again.world)
    elif official:
        findings.append(VerificationFinding("limits", None, "proof.limit_unchecked", {}))
    findings += _signed(read.record, signatures, kept)
    shown: Print | None = None
    if again.world is not None and not container.broken:  # else nothing whole prints it again
        reached("print")
        try:
            shown = compare_print(container, read)
        except (InputError, *MISREAD) as error:
            other = any(f.code in UNDECIDED for f in findings)
            params: dict[str, object] = {"why": str(error)}
            findings.append(
                VerificationFinding("print", None if other else False, "proof.no_print", params)
            )
    findings += shown.findings() if shown is not None else []
    edited = shown.edited if shown is not None else ()
    failed = any(f.ok is False for f in findings)
    moved = any(f.code in UNDECIDED for f in findings)
    return Verification(
        read.record,
        False if failed else None if moved else True,
        tuple(findings),
        tuple(again.changes),
        tuple(number for text in edited if text.figure for number in numbers_of(text)),
        tuple(edited),
    )


def _signed(
    record: NamedRecord, signatures: Signatures | None, kept: KeptHeads
) -> list[VerificationFinding]:
    """Who signed it; of an opinion also whether its events are in the ledger of the kept heads."""
    own, files = subjects_of(record)
    if isinstance(record, OpinionRecord):
        return opinion_findings(record, kept, own, files, signatures)
    return [] if signatures is None else signatures.check(own, files)


def record_of(path: Path) -> AnyRecord:
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


def _text(container: Container, kind: AnyKind, findings: list[VerificationFinding]) -> str | None:
    """The text of the record that a document carries; None where it carries none."""
    content = container.parts.get(kind.record)
    if content is None:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(VerificationFinding("run", False, "proof.no_run", {"why": str(error)}))
        return None


def _read(text: str, kind: AnyKind, findings: list[VerificationFinding]) -> AnyRead:
    """The record of its text; finds whether its content is that of its id.

    Raises InputError CE-N001 where it is none of this version's shape.
    """
    try:
        read = kind.read(text)
    except InputError as error:
        if error.problems[0].code != "CE-N002":
            raise
    else:
        findings.append(VerificationFinding("run", True, "proof.run", {"id": read.record.id[:16]}))
        return read
    findings.append(VerificationFinding("run", False, "proof.run_changed", {}))
    return kind.read_changed(text)


def _unread(
    text: str,
    kind: AnyKind,
    why: str,
    open_world: Callable[[date], World],
    findings: list[VerificationFinding],
) -> NamedRecord | None:
    """What a record of another shape says of itself: it falls where it was made with the tables of
    its own day as they are now, and is else of another version."""
    try:
        stamp = kind.stamp(text)
    except InputError:
        findings.append(VerificationFinding("run", False, "proof.no_run", {"why": why}))
        return None
    world, other_tables = None, False
    try:
        world = open_world(date.fromisoformat(stamp.as_of))
    except CarbonEiaError as error:
        other_tables = any(p.code == "CE-R012" for p in error.problems)
    except ValueError:
        pass  # no day: it falls
    findings.append(not_again(stamp.reference, world, why, other_tables))
    return stamp


def _file(
    container: Container,
    read: AnyRead,
    findings: list[VerificationFinding],
) -> None:
    content = container.parts.get(read.kind.file)
    if content is None:
        return
    same = content == read.text().encode()
    code = "proof.project" if same else "proof.project_changed"
    findings.append(VerificationFinding("project", same, code, {"name": read.kind.file}))
