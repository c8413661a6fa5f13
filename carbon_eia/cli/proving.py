"""verify, diff and replay: whether a document stands, what differs, the old project today."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from carbon_eia.cli.assessing import load_run
from carbon_eia.cli.common import EXIT_STATUS, day, print_json, say
from carbon_eia.cli.paint import columns, styled, wrapped
from carbon_eia.cli.screen import MARKS, grouped, print_run
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import write_whole
from carbon_eia.project import fields
from carbon_eia.project.fields import METHOD_SECTIONS
from carbon_eia.reference import World, open_world
from carbon_eia.run import Run, canonical, parse_run
from carbon_eia.run.again import again_with, made_again
from carbon_eia.run.difference import KINDS, Change, differences
from carbon_eia.run.influence import Influence, influences
from carbon_eia.text import sentence

__all__ = ["diff_command", "replay_command", "verify_command"]

DOCUMENTS = (".pdf", ".docx", ".html")
STANDS = {True: 0, False: 2, None: 3}
"""Exit status of ``verify``: it stands, something was changed, other tables move the figures."""

MOST = 40
"""Most changes of one kind on a terminal; ``--json`` gives all."""


def any_run(path: Path, as_of: str | None, benchmarks: Sequence[Path]) -> Run:
    """The Run of a project file, of a Run, or of a document that carries one.

    Raises InputError CE-V005 where a document carries none.
    """
    if path.suffix.lower() in DOCUMENTS:
        from carbon_eia.proof import open_container
        from carbon_eia.proof.container import RUN

        content = open_container(path).parts.get(RUN)
        if content is None:
            raise InputError(Problem("CE-V005", Place(str(path)), {"what": RUN}))
        return parse_run(content.decode("utf-8", "replace"), Place(str(path), key=RUN))
    return load_run(path, as_of, benchmarks)


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
                "run": proof.run.get("id"),
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
        _item(styled(mark, colour), sentence(finding.code, lang, finding.params))
    for printed in proof.printed[:MOST]:
        facts = {"found": printed.found, "before": printed.before}
        if printed.expected is None:
            _item("   ·", sentence("proof.unknown_number", lang, facts))
        else:
            _item("   ·", sentence("proof.number", lang, {**facts, "right": printed.expected}))
    _changes(proof.changes, lang)
    verdict = {True: "proof.stands", False: "proof.falls", None: "proof.open"}[proof.stands]
    colour = MARKS[proof.stands][1] if proof.stands is not None else "yellow"
    say(styled(sentence(verdict, lang), f"bold {colour}"))
    return STANDS[proof.stands]


# --- diff


def diff_command(
    json: bool, lang: str, a: Path, b: Path, as_of: str | None, benchmarks: Sequence[Path]
) -> int:
    """Everything that differs between two projects or Runs, and what moved the verdict."""
    first, second = (any_run(path, as_of, benchmarks) for path in (a, b))
    changes = differences(first, second, lang)
    moved = influences(first, second, open_world) if changes else []
    if json:
        print_json(
            {
                "a": first["id"],
                "b": second["id"],
                "verdict": [first["decision"]["verdict"], second["decision"]["verdict"]],
                "changes": [c.to_dict() for c in changes],
                "influences": [i.to_dict() for i in moved],
            }
        )
        return 0
    if not changes:
        say(styled(sentence("proof.same", lang), "green"))
        return 0
    _verdicts(first, second, lang)
    _changes(changes, lang)
    _influences(moved, first, second, lang)
    return 0


def _verdicts(first: Run, second: Run, lang: str) -> None:
    shown = [sentence(f"verdict.{r['decision']['verdict']}", lang) for r in (first, second)]
    code = "proof.verdict_same" if shown[0] == shown[1] else "proof.verdict_moved"
    say(styled(sentence(code, lang, {"before": shown[0], "after": shown[1]}), "bold"))
    say("")


def _changes(changes: Sequence[Change], lang: str) -> None:
    for kind in KINDS:
        own = [c for c in changes if c.kind == kind]
        if not own:
            continue
        say(styled(sentence(f"proof.kind.{kind}", lang, {"count": len(own)}), "bold"))
        for change in own[:MOST]:
            percent = "" if change.percent is None else f"  ({_signed(change.percent)} %)"
            before, after = (_shown(x, lang) for x in (change.before, change.after))
            _item("  ·", f"{_where(change.where, lang)}  {before} → {after}{percent}")
        if len(own) > MOST:
            _item("  …", sentence("proof.more", lang, {"count": len(own) - MOST}))
        say("")


def _influences(found: Sequence[Influence], first: Run, second: Run, lang: str) -> None:
    """Each change made alone: how far it moves the intensity, and whether it moves the verdict."""
    if not found:
        return
    say(styled(sentence("proof.influence", lang), "bold"))
    before = first["decision"]["verdict"]
    for i in found:
        where = _where(i.change, lang)
        if i.verdict is None:
            _item("  ·", sentence("proof.not_alone", lang, {"where": where, "why": i.why}))
            continue
        facts = {
            "where": where,
            "moved": "—" if i.moved is None else _signed(i.moved),
            "unit": i.unit or "",
            "verdict": sentence(f"verdict.{i.verdict}", lang),
        }
        code = "proof.alone_moves" if i.verdict != before else "proof.alone"
        _item("  ·", sentence(code, lang, facts))
    after = second["decision"]["verdict"]
    if after != before and not any(i.verdict == after for i in found):
        _item("  ·", sentence("proof.together", lang))
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
    old = any_run(run, None, [])
    when = date.fromisoformat(old["as_of"]) if as_of is None else day(as_of)
    world = open_world(when, reference)
    new = made_again(old, again_with(old, world, benchmarks))
    changes = differences(old, new, lang)
    if json:
        sys.stdout.write(canonical(new).decode())
    else:
        print_run(new, lang)
        say("")
        _verdicts(old, new, lang)
        _changes(changes, lang)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / "run.json", canonical(new))
    return EXIT_STATUS[new["decision"]["verdict"]]


# --- words


def _item(mark: str, text: str) -> None:
    indent = " " * (len(mark) + 1 if "\x1b" not in mark else 2)
    say(f"{mark} " + wrapped(text, columns() - len(indent), indent))


def _signed(number: str) -> str:
    return number if number.startswith("-") else f"+{number}"


def _where(where: Sequence[str], lang: str) -> str:
    """A path for a reader, ``排放源 · 外购电力 · 用量``; a name of the file stays as it is."""
    head, *rest = where
    named = [rest.pop(0)] if head in NAMED and rest else []
    parts = [_word(head, "", lang), *named, *(_word(part, head, lang) for part in rest)]
    return " · ".join(p for p in parts if p)


NAMED = ("products", "sources", "measures", "benchmarks")
SECTIONS = ("project", "economics", "city", "facts", "products", "measures", "sources")
HEADS = ("proof.word", "account", "category", "indicator", "level", "parameter")


def _word(key: str, section: str, lang: str) -> str:
    """A part of a path: the label of a field of its section, a word of the record, or itself."""
    told = sentence(f"proof.word.{key}", lang, default="") if not section else ""
    places = (section, *METHOD_SECTIONS) if section == "sources" else (section,)
    if not told and section in SECTIONS:
        told = next((fields(p)[key].label(lang) for p in places if key in fields(p)), "")
    if not told and not section:
        told = next((fields(s)[key].label(lang) for s in SECTIONS if key in fields(s)), "")
    if not told and section == "inventory":
        told = sentence(f"account.{key}", lang, default="")
    if not told:
        told = next((t for h in HEADS if (t := sentence(f"{h}.{key}", lang, default=""))), "")
    return told or key


def _shown(text: str | None, lang: str) -> str:
    if text is None:
        return "—"
    number, _, unit = text.partition(" ")
    if re.fullmatch(r"-?\d+\.\d{7,}", number):
        return f"{grouped(number, 6)} {unit}"
    for head in ("verdict", "proof.word"):
        told = sentence(f"{head}.{text}", lang, default="")
        if told:
            return told
    return text
