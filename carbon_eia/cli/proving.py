"""verify, diff and replay: whether a document stands, what differs, the old project today.

What is told of a park stands in ``park_proving``, which is read when there is one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import to_builtins

from carbon_eia.cli.assessing import load_run
from carbon_eia.cli.common import EXIT_STATUS, day, print_json, say
from carbon_eia.cli.paint import columns, styled, wrapped
from carbon_eia.cli.screen import MARKS, grouped, print_run
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import check_targets, read_text, write_whole
from carbon_eia.forms import SPREADSHEETS
from carbon_eia.messages import sentence
from carbon_eia.parks.records import ParkRecord
from carbon_eia.project import fields
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World, methods, open_world
from carbon_eia.run import canonical
from carbon_eia.run.again import again_with, made_again
from carbon_eia.run.chunks import SHEET
from carbon_eia.run.difference import KINDS, Change, differences
from carbon_eia.run.influence import Influence, influences
from carbon_eia.run.records import NamedRecord, Run
from carbon_eia.run.verdict_change import Cause, verdict_causes

if TYPE_CHECKING:
    from carbon_eia.parks.influence import ParkInfluence

__all__ = [
    "Alone",
    "Wording",
    "diff_command",
    "print_alone",
    "print_changes",
    "print_item",
    "replay_command",
    "shown_value",
    "signed",
    "told_at_once",
    "verify_command",
    "word_of",
]


class Wording(NamedTuple):
    """How the changes of a kind of record are told: a place of it, and a value, in a language."""

    where: Callable[[Sequence[str], str], str]
    value: Callable[[str | None, str], str]


DOCUMENTS = (".json", ".pdf", ".docx", ".html")
STANDS = {True: 0, False: 2, None: 3}
"""Exit status of ``verify``: it stands, something was changed, other tables move the figures."""

MOST = 40
"""Most changes of one kind on a terminal; ``--json`` gives all."""


def any_record(path: Path, as_of: str | None, benchmarks: Sequence[Path]) -> ParkRecord | Run:
    """The record of a project or park (file or form), a record itself, or that of a document.

    Raises InputError CE-V005 where a document carries none.
    """
    ending = path.suffix.lower()
    sheets = _sheets(path) if ending in SPREADSHEETS else []
    if ending in DOCUMENTS or SHEET in sheets:
        from carbon_eia.proof import record_of

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
    from carbon_eia.parks.form import FORM

    return any(FORM.sheet_of(name) == FORM.sheets[0] for name in sheets)


def _wording(record: NamedRecord) -> Wording:
    if not isinstance(record, ParkRecord):
        return Wording(_where, shown_value)
    from carbon_eia.cli.park_proving import PARK_WORDING

    return PARK_WORDING


def _worlds(reference: Path | None) -> Callable[[date], World]:
    return lambda as_of: open_world(as_of, reference)


# --- verify


def verify_command(json: bool, lang: str, file: Path, reference: Path | None) -> int:
    """Compute a document again and say whether every figure stands."""
    from carbon_eia.proof import verify

    proof = verify(file, _worlds(reference))
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
            }
        )
        return STANDS[proof.stands]
    for finding in proof.findings:
        mark, colour = MARKS[finding.ok]
        print_item(styled(mark, colour), sentence(finding.code, lang, finding.params))
    for printed in proof.printed[:MOST]:
        facts = {"found": printed.found, "before": printed.before}
        if printed.expected is None:
            print_item("   ·", sentence("proof.unknown_number", lang, facts))
        else:
            print_item("   ·", sentence("proof.number", lang, {**facts, "right": printed.expected}))
    if proof.record is not None and proof.changes:
        print_changes(proof.changes, lang, _wording(proof.record))
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
    if isinstance(first, ParkRecord) and isinstance(second, ParkRecord):
        from carbon_eia.cli.park_proving import diff_parks

        return diff_parks(json, lang, first, second)
    if isinstance(first, ParkRecord) or isinstance(second, ParkRecord):
        raise CallError(Problem("CE-V006", Place(str(b))))
    changes = differences(first, second, lang)
    moved = influences(first, second, open_world) if changes else []
    verdicts = {"verdict": [r.decision.verdict for r in (first, second)]}
    if told_at_once(json, lang, (first, second), verdicts, changes, moved):
        return 0
    _verdicts(first, second, lang)
    print_changes(changes, lang, _wording(first))
    _influences(moved, first, second, lang)
    return 0


def told_at_once(
    json: bool,
    lang: str,
    records: Sequence[ParkRecord | Run],
    outcome: Mapping[str, list[str]],
    changes: Sequence[Change],
    influences: Sequence[Influence | ParkInfluence],
) -> bool:
    """Tell a program all that differs, or a person that nothing does; else False."""
    if json:
        print_json(
            {
                "a": records[0].id,
                "b": records[1].id,
                **outcome,
                "changes": [c.to_dict() for c in changes],
                "influences": [i.to_dict() for i in influences],
            }
        )
    elif not changes:
        say(styled(sentence("proof.same", lang), "green"))
    return json or not changes


def _verdicts(first: Run, second: Run, lang: str) -> None:
    shown = [sentence(f"verdict.{r.decision.verdict}", lang) for r in (first, second)]
    code = "proof.verdict_same" if shown[0] == shown[1] else "proof.verdict_moved"
    say(styled(sentence(code, lang, {"before": shown[0], "after": shown[1]}), "bold"))
    say("")


def print_changes(changes: Sequence[Change], lang: str, told: Wording) -> None:
    """What differs, by kind; the most of each kind that a person reads."""
    for kind in KINDS:
        own = [c for c in changes if c.kind == kind]
        if not own:
            continue
        say(styled(sentence(f"proof.kind.{kind}", lang, {"count": len(own)}), "bold"))
        for change in own[:MOST]:
            percent = "" if change.percent is None else f"  ({signed(change.percent)} %)"
            before, after = (told.value(x, lang) for x in (change.before, change.after))
            print_item("  ·", f"{told.where(change.where, lang)}  {before} → {after}{percent}")
        if len(own) > MOST:
            print_item("  …", sentence("proof.more", lang, {"count": len(own) - MOST}))
        say("")


def _influences(found: Sequence[Influence], first: Run, second: Run, lang: str) -> None:
    """Each change made alone: how far it moves the intensity, and whether it moves the verdict."""
    told = []
    for i in found:
        facts = {
            "moved": "—" if i.moved is None else signed(i.moved),
            "unit": i.unit or "",
            "verdict": "" if i.verdict is None else sentence(f"verdict.{i.verdict}", lang),
        }
        told.append(Alone(_where(i.change, lang), i.verdict, i.why, facts))
    ends = first.decision.verdict, second.decision.verdict
    print_alone(told, sentence("proof.influence", lang), "proof.alone", ends, lang)


class Alone(NamedTuple):
    """A change made alone: where, the verdict with it (None: it cannot be made alone, and why), and
    what is said of its figures."""

    where: str
    verdict: str | None
    why: str
    facts: Mapping[str, object]


def print_alone(
    told: Sequence[Alone], title: str, code: str, ends: tuple[str, str], lang: str
) -> None:
    """Each change made alone; ``ends``: the verdicts of the two; ``code``: of the sentence of one
    that leaves the verdict, with ``_moves`` of one that does not."""
    if not told:
        return
    say(styled(title, "bold"))
    before, after = ends
    for i in told:
        if i.verdict is None:
            said = sentence("proof.not_alone", lang, {"where": i.where, "why": i.why})
        else:
            moved = f"{code}_moves" if i.verdict != before else code
            said = sentence(moved, lang, {"where": i.where, **i.facts})
        print_item("  ·", said)
    if after != before and not any(i.verdict == after for i in told):
        print_item("  ·", sentence("proof.together", lang))
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
    """The project of a Run on another day or under other rules; the exit status is its verdict."""
    check_targets([] if out is None else [out / "run.json", out / "park.json"], [run, *benchmarks])
    old = any_record(run, None, [])
    if isinstance(old, ParkRecord):
        from carbon_eia.cli.park_proving import replay_park

        return replay_park(json, lang, old, as_of, reference, benchmarks, out)
    when = date.fromisoformat(old.as_of) if as_of is None else day(as_of)
    world = open_world(when, reference)
    new = made_again(old, again_with(old, world, benchmarks))
    changes = differences(old, new, lang)
    causes = verdict_causes(old, new)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / "run.json", canonical(new))
    if json:
        sys.stdout.write(canonical(_with_causes(old, new, causes)).decode())
    else:
        print_run(new, lang)
        say("")
        _verdicts(old, new, lang)
        _causes(causes, lang)
        print_changes(changes, lang, _wording(new))
    return EXIT_STATUS[new.decision.verdict]


def _with_causes(old: Run, new: Run, causes: Sequence[Cause]) -> object:
    """The new Run, and beside it under ``replay`` why its verdict is another."""
    if not causes:
        return new
    verdicts = [run.decision.verdict for run in (old, new)]
    told = {"run": old.id, "verdict": verdicts, "causes": [c.to_dict() for c in causes]}
    return {**to_builtins(new), "replay": told}


def _causes(causes: Sequence[Cause], lang: str) -> None:
    if not causes:
        return
    say(styled(sentence("proof.causes", lang), "bold"))
    for cause in causes:
        print_item("  ·", cause.text(lang))
    say("")


# --- words


def print_item(mark: str, text: str) -> None:
    """A line with its mark, wrapped beside it."""
    indent = " " * (len(mark) + 1 if "\x1b" not in mark else 2)
    say(f"{mark} " + wrapped(text, columns() - len(indent), indent))


def signed(number: str) -> str:
    """A change with its sign."""
    return number if number.startswith("-") else f"+{number}"


def _where(where: Sequence[str], lang: str) -> str:
    """A path for a reader, ``排放源 · 外购电力 · 用量``; a name of the file stays as it is."""
    head, *rest = where
    named = [rest.pop(0)] if head in NAMED and rest else []
    parts = [word_of(head, "", lang), *named, *(word_of(part, head, lang) for part in rest)]
    return " · ".join(p for p in parts if p)


NAMED = ("products", "sources", "measures", "benchmarks")
SECTIONS = ("project", "economics", "city", "facts", "products", "measures", "sources")
HEADS = ("proof.word", "account", "category", "indicator", "level", "parameter")


def word_of(key: str, section: str, lang: str) -> str:
    """A part of a path: the label of a field of its section, a word of the record, or itself."""
    told = sentence(f"proof.word.{key}", lang, default="") if not section else ""
    places = (section, *methods()) if section == "sources" else (section,)
    if not told and section in SECTIONS:
        told = next((fields(p)[key].label(lang) for p in places if key in fields(p)), "")
    if not told and not section:
        told = next((fields(s)[key].label(lang) for s in SECTIONS if key in fields(s)), "")
    if not told and section == "inventory":
        told = sentence(f"account.{key}", lang, default="")
    if not told:
        told = next((t for h in HEADS if (t := sentence(f"{h}.{key}", lang, default=""))), "")
    return told or key


def shown_value(text: str | None, lang: str) -> str:
    """A value for a reader: a long number at six decimals, a word of the record in words."""
    if text is None:
        return "—"
    number, _, unit = text.partition(" ")
    if re.fullmatch(r"-?\d+\.\d{7,}", number):
        return f"{grouped(number, 6)} {unit}"
    return "；".join(_word_of_value(part, lang) for part in text.split("；"))


def _word_of_value(text: str, lang: str) -> str:
    told = (sentence(f"{head}.{text}", lang, default="") for head in ("verdict", "proof.word"))
    return next((t for t in told if t), text)
