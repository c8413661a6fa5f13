"""verify, diff and replay: whether a document stands, what differs, the old project today."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from msgspec import to_builtins

from carbon_eia.cli.assessing import load_run
from carbon_eia.cli.common import EXIT_STATUS, day, print_json, say
from carbon_eia.cli.progress import Progress
from carbon_eia.cli.screen import MARKS, print_run
from carbon_eia.cli.signing import limits_file_proof, signatures_beside
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import check_targets, read_text, write_whole
from carbon_eia.forms import SPREADSHEETS
from carbon_eia.messages import sentence
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project.reader import parse_toml
from carbon_eia.proof import record_of, verify
from carbon_eia.proof.attribution import ChangeInfluence
from carbon_eia.proof.causes import Cause
from carbon_eia.proof.difference import CHANGES, RecordChange
from carbon_eia.proof.documents.look import printable
from carbon_eia.proof.kept_heads import read_kept
from carbon_eia.proof.kind import Kind
from carbon_eia.proof.kinds import KINDS, OPINION, PARK, PROJECT, STANDARD, AnyRecord
from carbon_eia.proof.ledger_file import ledger_file_proof
from carbon_eia.proof.words import PARK_WORDS, PROJECT_WORDS, Words, signed
from carbon_eia.reference import World, open_world
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.run import canonical, parse_run
from carbon_eia.run.chunks import SHEET
from carbon_eia.run.records import NamedRecord, Run
from carbon_eia.standards.standard_records import StandardRecord

__all__ = ["diff_command", "open_reference", "replay_command", "verify_command"]

SomeRecord = TypeVar("SomeRecord", bound=AnyRecord)
Stated = TypeVar("Stated")

DOCUMENTS = (".json", ".pdf", ".docx", ".html")
STANDS = {True: 0, False: 2, None: 3}
"""Exit status of ``verify``: it stands, something was changed, other tables move the figures."""

MOST = 40
"""Most changes of one kind on a terminal; ``--json`` gives all."""

LONGEST, HEAD = 200, 24
"""Characters of a text that is shown, and of one that only says where it stands."""


def any_record(path: Path, as_of: str | None, benchmarks: Sequence[Path]) -> AnyRecord:
    """The record of a project or park (file or form), a record itself, or that of a document.

    Raises InputError CE-V005 where a document carries none.
    """
    ending = path.suffix.lower()
    sheets = _sheets(path) if ending in SPREADSHEETS else []
    if ending in DOCUMENTS or SHEET in sheets:
        return record_of(path)
    if _states_park(path, sheets):
        from carbon_eia.cli.parks import park_record

        return park_record(path, as_of, benchmarks)
    return load_run(path, as_of, benchmarks)


def _sheets(path: Path) -> list[str]:
    from carbon_eia.forms import WORKBOOK_LIMITS, open_workbook

    return [s.name for s in open_workbook(path, limits=WORKBOOK_LIMITS)]


def _states_park(path: Path, sheets: Sequence[str]) -> bool:
    """Whether a file, or a form of these sheets, is that of a park."""
    if path.suffix.lower() == ".toml":
        return "park" in parse_toml(read_text(path), str(path))
    if not sheets:
        return False
    from carbon_eia.parks.park_form_layout import FORM

    return any(FORM.sheet_of(name) == FORM.sheets[0] for name in sheets)


def open_reference(reference: Path | None) -> Callable[[date], World]:
    """The reference data of a folder, or the program's own, as of a day."""
    return lambda as_of: open_world(as_of, reference)


# --- verify


def verify_command(
    json: bool,
    lang: str,
    file: Path,
    reference: Path | None,
    benchmarks: Sequence[Path],
    keys: Sequence[Path],
    signatures: Sequence[Path],
    sealed: Path | None = None,
    heads: Sequence[Path] = (),
    consistency: Sequence[Path] = (),
) -> int:
    """Compute a document again and say whether every figure stands."""
    kept = read_kept(heads, consistency)
    signed = signatures_beside([file, *heads], keys, signatures)
    of_ledger = ledger_file_proof(file, kept, signed)
    if of_ledger is not None:
        proof = of_ledger
    elif file.suffix.lower() == ".toml":
        proof = limits_file_proof(file, signed, sealed, open_reference(reference), lang)
    else:
        proof = verify(file, open_reference(reference), lang, benchmarks, signed, kept)
    if json:
        print_json(
            {
                "stands": proof.stands,
                "run": None if proof.record is None else proof.record.id,
                "findings": [
                    {**f._asdict(), "text": sentence(f.code, lang, f.params)}
                    for f in proof.findings
                ],
                "changes": [c.to_dict() for c in proof.changes],
                "printed": [p._asdict() for p in proof.printed],
                "edited": [e._asdict() for e in proof.edited],
            }
        )
        return STANDS[proof.stands]
    for finding in proof.findings:
        mark, colour = MARKS[finding.ok]
        _print_item(styled(mark, colour), sentence(finding.code, lang, finding.params))
    for edited in proof.edited[:MOST]:
        place = edited.place or printable(edited.expected or edited.found, HEAD)
        _print_item("  ·", place)
        for key, text in (("expected", edited.expected), ("found", edited.found)):
            shown = printable(text, LONGEST) or "—"
            _print_item("    ", sentence(f"proof.edited_{key}", lang, {"text": shown}))
    if len(proof.edited) > MOST:
        more = {"count": len(proof.edited) - MOST}
        _print_item("  ·", sentence("proof.more", lang, more))
    if proof.changes:
        if isinstance(proof.record, ParkRecord):
            _print_changes(proof.changes, lang, PARK_WORDS)
        elif isinstance(proof.record, StandardRecord):
            _print_changes(proof.changes, lang, STANDARD.words)
        elif isinstance(proof.record, OpinionRecord):
            _print_changes(proof.changes, lang, OPINION.words)
        else:
            _print_changes(proof.changes, lang, PROJECT_WORDS)
    if proof.record is None and proof.stands is None:  # nothing that could stand
        return STANDS[None]
    verdict = {True: "proof.stands", False: "proof.falls", None: "proof.open"}[proof.stands]
    colour = MARKS[proof.stands][1] if proof.stands is not None else "yellow"
    say(styled(sentence(verdict, lang), f"bold {colour}"))
    return STANDS[proof.stands]


# --- diff


def diff_command(
    json: bool, lang: str, a: Path, b: Path, as_of: str | None, benchmarks: Sequence[Path]
) -> int:
    """Everything that differs between two projects or Runs, and what moved the verdict."""
    first, second = (any_record(path, as_of, benchmarks) for path in (a, b))
    if isinstance(first, Run) and isinstance(second, Run):
        return _diff(json, lang, PROJECT, first, second)
    if isinstance(first, ParkRecord) and isinstance(second, ParkRecord):
        return _diff(json, lang, PARK, first, second)
    if isinstance(first, StandardRecord) and isinstance(second, StandardRecord):
        return _diff(json, lang, STANDARD, first, second)
    if isinstance(first, OpinionRecord) and isinstance(second, OpinionRecord):
        return _diff(json, lang, OPINION, first, second)
    raise CallError(Problem("CE-V006", Place(str(b))))


def _diff(
    json: bool, lang: str, kind: Kind[SomeRecord, Stated], a: SomeRecord, b: SomeRecord
) -> int:
    with Progress(lang) as progress:
        progress.stage("influences")
        changes, influences = kind.compare(a, b, open_world, lang)
    if json:
        print_json(
            {
                "a": a.id,
                "b": b.id,
                kind.verdict_key: [kind.verdict(r) for r in (a, b)],
                "changes": [c.to_dict() for c in changes],
                "influences": [i.to_dict(kind.attribution.verdict_key) for i in influences],
            }
        )
    elif not changes:
        say(styled(sentence("proof.same", lang), "green"))
    else:
        _print_outcomes(kind, a, b, lang)
        _print_changes(changes, lang, kind.words)
        _print_influences(influences, kind, a, b, lang)
    return 0


def _print_outcomes(
    kind: Kind[SomeRecord, Stated], a: SomeRecord, b: SomeRecord, lang: str
) -> None:
    """The verdicts of the two, and their leading figures."""
    shown = [kind.words.verdict_label(kind.verdict(r), lang) for r in (a, b)]
    code = "proof.verdict_same" if shown[0] == shown[1] else "proof.verdict_moved"
    moved = sentence(code, lang, {"before": shown[0], "after": shown[1]})
    say(styled(wrapped(moved, columns()), "bold"))
    if rows := kind.side_by_side(a, b):
        heads = [sentence(f"proof.park.{k}", lang) for k in ("scenarios", "years")]
        say(table([*heads, "A", "B", sentence("proof.park.unit", lang)], rows, (1, 2, 3)))
    say("")


def _print_changes(changes: Sequence[RecordChange], lang: str, words: Words[SomeRecord]) -> None:
    """What differs, by kind; the most of each kind that a person reads."""
    for kind in CHANGES:
        own = [c for c in changes if c.kind == kind]
        if not own:
            continue
        say(styled(sentence(f"proof.kind.{kind}", lang, {"count": len(own)}), "bold"))
        for change in own[:MOST]:
            if kind == "word":
                _print_item("  ·", words.place(change.where, lang))
                _print_item("    -", change.before or "—")
                _print_item("    +", change.after or "—")
                continue
            percent = "" if change.percent is None else f"  ({signed(change.percent)} %)"
            before, after = (words.value(x, lang) for x in (change.before, change.after))
            _print_item("  ·", f"{words.place(change.where, lang)}  {before} → {after}{percent}")
        if len(own) > MOST:
            _print_item("  …", sentence("proof.more", lang, {"count": len(own) - MOST}))
        say("")


def _print_influences(
    influences: Sequence[ChangeInfluence],
    kind: Kind[SomeRecord, Stated],
    a: SomeRecord,
    b: SomeRecord,
    lang: str,
) -> None:
    """Each change made alone: how far it moves the figures, and whether it moves the verdict."""
    if not influences:
        return
    words, before, after = kind.words, kind.verdict(a), kind.verdict(b)
    say(styled(words.title(a, lang), "bold"))
    for i in influences:
        where = words.place(i.change, lang)
        if i.verdict is None:
            said = sentence("proof.not_alone", lang, {"where": where, "why": i.why})
        else:
            code = f"{words.alone}_moves" if i.verdict != before else words.alone
            verdict = words.verdict_label(i.verdict, lang)
            facts = {"where": where, "verdict": verdict, **words.facts(i.figures)}
            said = sentence(code, lang, facts)
        _print_item("  ·", said)
    if after != before and not any(i.verdict == after for i in influences):
        _print_item("  ·", sentence("proof.together", lang))
    say("")


# --- replay


def replay_command(
    json: bool,
    lang: str,
    run: Path,
    as_of: str | None,
    reference: Path | None,
    benchmarks: Sequence[Path],
    out: Path | None,
) -> int:
    """The project or park of a record on another day or under other rules.

    The exit status is that of its verdict.
    """
    targets = [] if out is None else [out / kind.record for kind in KINDS]
    check_targets(targets, [run, *benchmarks])
    old = any_record(run, None, [])
    if isinstance(old, OpinionRecord):
        if old.run is None:
            raise CallError(Problem("CE-V026", Place(str(run))))
        old = parse_run(old.run.text, Place(str(run)))
    world = open_world(date.fromisoformat(old.as_of) if as_of is None else day(as_of), reference)
    if isinstance(old, Run):
        again = _replay(json, lang, PROJECT, old, world, benchmarks, out)
        return EXIT_STATUS[again.decision.verdict]
    if isinstance(old, StandardRecord):
        from carbon_eia.cli.standard_commands import OUTCOMES

        made = _replay(json, lang, STANDARD, old, world, benchmarks, out)
        return OUTCOMES[str(made.derivation["outcome"])]
    from carbon_eia.cli.parks import STATUS

    return STATUS[_replay(json, lang, PARK, old, world, benchmarks, out).conclusion.status]


def _replay(
    json: bool,
    lang: str,
    kind: Kind[SomeRecord, Stated],
    old: SomeRecord,
    world: World,
    benchmarks: Sequence[Path],
    out: Path | None,
) -> SomeRecord:
    with Progress(lang) as progress:
        new = kind.again(old, world, benchmarks, progress.stage)
    causes = kind.causes(old, new)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / kind.record, canonical(new))
    if json:
        sys.stdout.write(canonical(_with_causes(kind, old, new, causes)).decode())
        return new
    _print_record(new, lang)
    say("")
    _print_outcomes(kind, old, new, lang)
    _print_causes(causes, lang)
    _print_changes(kind.differences(old, new, lang), lang, kind.words)
    return new


def _print_record(record: NamedRecord, lang: str) -> None:
    if isinstance(record, Run):
        print_run(record, lang)
    elif isinstance(record, ParkRecord):
        from carbon_eia.cli.parks import print_park

        print_park(record, lang)
    elif isinstance(record, StandardRecord):
        from carbon_eia.cli.standard_commands import print_standard

        print_standard(record, lang)


def _with_causes(
    kind: Kind[SomeRecord, Stated], old: SomeRecord, new: SomeRecord, causes: Sequence[Cause]
) -> object:
    """The new record, and beside it under ``replay`` why its verdict is another."""
    if not causes:
        return new
    verdicts = [kind.verdict(r) for r in (old, new)]
    told = {"run": old.id, kind.verdict_key: verdicts, "causes": [c.to_dict() for c in causes]}
    return {**to_builtins(new), "replay": told}


def _print_causes(causes: Sequence[Cause], lang: str) -> None:
    if not causes:
        return
    say(styled(sentence("proof.causes", lang), "bold"))
    for cause in causes:
        _print_item("  ·", cause.text(lang))
    say("")


def _print_item(mark: str, text: str) -> None:
    """A line with its mark, wrapped beside it."""
    indent = " " * (len(mark) + 1 if "\x1b" not in mark else 2)
    say(f"{mark} " + wrapped(text, columns() - len(indent), indent))
