"""The commands of the register: what they read, do and print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.proof_commands import open_reference
from carbon_eia.cli.register_shared import acted, actor_named, register_law, tell_done
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import read_bytes, write_whole
from carbon_eia.messages import sentence
from carbon_eia.proof.filed_run import pinned
from carbon_eia.proof.standing import proven
from carbon_eia.register.acting import CommandRefusedError, CommandRequest, open_case, view_of
from carbon_eia.register.backup import backup, restore
from carbon_eia.register.case import Case
from carbon_eia.register.clocks import OPEN, Clock, case_clocks
from carbon_eia.register.filing import Proven, refuse_typed, submission_of
from carbon_eia.register.frictionless_package import data_package, site_points
from carbon_eia.register.geopackage import geopackage
from carbon_eia.register.law import Law
from carbon_eia.register.listing import HEADS, cases_at, entries, list_workbook, ticked
from carbon_eia.register.people import staff_of
from carbon_eia.register.states import options
from carbon_eia.register.store import MAX_BLOB, create, is_register, open_register

__all__ = [
    "add_command",
    "backup_command",
    "do_command",
    "export_command",
    "init_command",
    "list_command",
    "migrate_command",
    "rebuild_command",
    "restore_command",
    "show_command",
    "tick_command",
]

RECEIVER = "receiver"
"""Who files, unless told."""

LONGEST_NUMBER = 15
"""Digits of a whole number that is taken as one; a longer one is a code, and stays a text."""

EXPORTS = (".xlsx", ".zip", ".gpkg")
"""Endings of what is exported: a workbook, a Frictionless data package, a GeoPackage."""

COLOURS = {"overdue": "red", "lapsed": "red", "stopped": "yellow", "met_late": "yellow"}


def init_command(json: bool, lang: str, folder: Path, database: str) -> int:
    """Make a register; one that is there already, with the same database, is left as it is."""
    told = {"folder": str(folder)}
    if is_register(folder, database):
        open_register(folder, view_of)
        return tell_done(json, lang, "register.there", told)
    create(folder, database, view_of)
    return tell_done(json, lang, "register.made", told)


def add_command(
    json: bool,
    lang: str,
    folder: Path,
    file: Path,
    case: str | None,
    actor: str | None,
    role: str | None,
    on: str | None,
    channel: str | None,
    reference: Path | None,
) -> int:
    """File an assessment under the code of its project, or of a case."""
    register = open_register(folder, view_of)
    submission = submission_of(file, proven_by(reference, lang))
    code = case or submission.run.project.code
    if not code:
        raise CallError(Problem("CE-G218", Place(str(file))))
    body = submission.keep(register)
    if channel is not None:
        body["channel"] = channel
    told: dict[str, Any] = {
        "code": code,
        "verdict": sentence(f"verdict.{body['verdict']}", lang),
    }
    asked = CommandRequest("file", code, actor_named(actor), role or RECEIVER, day(on), body)
    try:
        told["sequence"] = acted(register, asked, register_law(), lang).event.sequence
    except CommandRefusedError:
        with register.reading() as ledger:
            same = [e for e in ledger.events(code) if e.body.get("document") == body["document"]]
        if not same:
            raise
        told["sequence"] = same[-1].sequence
        return tell_done(json, lang, "register.filed_before", told)
    return tell_done(json, lang, "register.filed", told)


def proven_by(reference: Path | None, lang: str) -> Callable[[Path], Proven]:
    """What proves a document: its figures computed again with the tables of their day."""
    return partial(proven, open_world=open_reference(reference), lang=lang)


def do_command(
    json: bool,
    lang: str,
    folder: Path,
    command: str,
    code: str,
    values: Sequence[str],
    evidence: Sequence[Path],
    assessment: Path | None,
    actor: str | None,
    role: str | None,
    on: str | None,
) -> int:
    """Do one thing to a case.

    Raises CallError: CE-G225 for a filing, it is the document that is filed, by ``add``; CE-G227
    for a Run that is named by hand.
    """
    body = body_of(values)
    refuse_typed(command, body)
    register = open_register(folder, view_of)
    if assessment is not None:
        body |= submission_of(assessment, proven_by(None, lang)).keep_answer(register)
    if evidence:
        proves = body.pop("proves", None)
        kept = [(path.name, register.keep(read_bytes(path, MAX_BLOB))) for path in evidence]
        shown = {} if proves is None else {"proves": proves}
        body["evidence"] = [{"file": name, "sha256": blob, **shown} for name, blob in kept]
    if command == "find":
        body = pinned(register, code, body)
    law, today = register_law(), day(on)
    asked = CommandRequest(command, code, actor_named(actor), role, today, body)
    done = acted(register, asked, law, lang)
    with register.reading() as ledger:
        case = open_case(ledger.events(code), code, today, law)
    state = law.states[case.state][lang]
    told = {"code": code, "sequence": done.event.sequence, "state": state}
    return tell_done(json, lang, "register.done" if done.is_new else "register.done_before", told)


def body_of(values: Sequence[str]) -> dict[str, object]:
    """What is said of an event: ``key=value``; a key that comes again makes a list.

    A value that is JSON (a whole number, true, a list, an object) is taken as such, others as text:
    a decimal keeps its digits.

    Raises CallError CE-G219 where there is no key.
    """
    from carbon_eia.files.json_text import json_value

    body: dict[str, object] = {}
    for text in values:
        key, equals, value = text.partition("=")
        if not equals or not key.isidentifier():
            raise CallError(Problem("CE-G219", params={"value": text}))
        told: Any = value
        whole = value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
        if value[:1] in ("[", "{") or whole or value in ("true", "false"):
            try:
                told = json_value(value)
            except ValueError:
                told = value
        if key in body:
            before = body[key]
            body[key] = [*before, told] if isinstance(before, list) else [before, told]
        else:
            body[key] = told
    return body


def list_command(json: bool, lang: str, folder: Path, state: str | None, as_of: str | None) -> int:
    """The cases, each with its next due day."""
    register, law = open_register(folder, view_of), register_law()
    if state is not None and state not in law.states:
        known: dict[str, object] = {"value": state, "known": "、".join(law.states)}
        raise CallError(Problem("CE-G220", params=known))
    with register.reading() as ledger:
        found = [e for e in entries(ledger, day(as_of), law, lang) if state in (None, e["state"])]
    if json:
        print_json(found)
        return 0
    if found:
        heads = [sentence(f"register.column.{key}", lang) for key in HEADS]
        say(table(heads, [[str(e.get(f"{k}_label", e[k]) or "") for k in HEADS] for e in found]))
    say(styled(sentence("register.count", lang, {"count": len(found)}), "dim"))
    return 0


def show_command(json: bool, lang: str, folder: Path, code: str, as_of: str | None) -> int:
    """One case: what happened, what is due, what may be done."""
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        events, staff = ledger.events(code), staff_of(ledger)
    case = open_case(events, code, on, law)
    clocks = case_clocks(case, on, law)
    possible = {o.command: o.roles for o in options(law, case)}
    if json:
        import msgspec

        print_json(
            {
                "case": msgspec.to_builtins(case),
                "events": [
                    {"sequence": e.sequence, "day": e.day.isoformat(), "actor": e.actor,
                     "name": staff.called(e.actor), "role": e.role, "kind": e.kind, "body": e.body}
                    for e in events
                ],
                "clocks": [clock.to_dict(lang) for clock in clocks],
                "commands": [{"command": c.id, "roles": list(r)} for c, r in possible.items()],
            }
        )  # fmt: skip
        return 0
    _head(case, code, law, lang)
    say(sentence("register.events", lang))
    heads = [
        sentence(f"register.column.{key}", lang) for key in ("sequence", "day", "event", "actor")
    ]
    rows = [
        [
            str(e.sequence),
            e.day.isoformat(),
            _event_word(e.kind, law, lang),
            f"{staff.called(e.actor)} ({law.roles.get(e.role, {lang: e.role})[lang]})",
        ]
        for e in events
    ]
    say(table(heads, rows))
    if clocks:
        say(sentence("register.clocks", lang))
        for clock in clocks:
            _print_clock(clock, lang, steps=clock.state in OPEN)
    if possible:
        say(sentence("register.possible", lang))
        for command, roles in possible.items():
            name = command.en if lang == "en" else command.zh
            say(wrapped(f"  {command.id}  {name} ({', '.join(roles)})", columns(), "      "))
    return 0


def tick_command(json: bool, lang: str, folder: Path, as_of: str) -> int:
    """What is due, overdue or lapsed on a day: the same on any machine."""
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        found = ticked(ledger, on, law, explained=json)
    if json:
        print_json([clock.to_dict(lang) for clock in found])
        return 0
    for clock in found:
        _print_clock(clock, lang, steps=False, code=clock.case)
    say(
        styled(
            sentence("register.count_due", lang, {"count": len(found), "day": on.isoformat()}),
            "dim",
        )
    )
    return 0


def export_command(json: bool, lang: str, folder: Path, out: Path, as_of: str | None) -> int:
    """Write the cases as a workbook, as a data package, or as a map of their sites.

    Raises CallError CE-C005 for another ending.
    """
    ending = out.suffix.lower()
    if ending not in EXPORTS:
        known: dict[str, object] = {"value": out.suffix, "known": " ".join(EXPORTS)}
        raise CallError(Problem("CE-C005", params=known))
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        if ending == ".xlsx":
            rows = entries(ledger, on, law, lang)
            count, content = len(rows), list_workbook(rows, lang)
        else:
            count = sum(1 for _ in cases_at(ledger, on, law))
            if ending == ".zip":
                content = data_package(ledger, register, on, law, lang)
            else:
                content = geopackage(site_points(ledger, register, on, law), on)
    write_whole(out, content)
    return tell_done(json, lang, "register.exported", {"count": count, "file": str(out)})


def backup_command(json: bool, lang: str, folder: Path, out: Path) -> int:
    """Write all of the register into one file."""
    count = backup(open_register(folder, view_of), out)
    return tell_done(json, lang, "register.backed_up", {"count": count, "file": str(out)})


def restore_command(json: bool, lang: str, folder: Path, file: Path, database: str) -> int:
    """Make a register of its backup."""
    register = restore(file, folder, database, view_of)
    with register.reading() as ledger:
        count = ledger.last()[0]
    return tell_done(json, lang, "register.restored", {"count": count, "folder": str(folder)})


def migrate_command(json: bool, lang: str, folder: Path) -> int:
    """Bring a register of an earlier version here, and make its views again."""
    register = open_register(folder, view_of, upgrade=True)
    with register.writing() as ledger:
        ledger.rebuild()
    return tell_done(json, lang, "register.migrated", {"folder": str(folder)})


def rebuild_command(json: bool, lang: str, folder: Path) -> int:
    """Make every view again."""
    register = open_register(folder, view_of)
    with register.writing() as ledger:
        ledger.rebuild()
        count = len(ledger.views())
    return tell_done(json, lang, "register.rebuilt", {"count": count})


# --- shared


def _event_word(kind: str, law: Law, lang: str) -> str:
    row = law.command_for(kind)
    return row.en if lang == "en" else row.zh


def _head(case: Case, code: str, law: Law, lang: str) -> None:
    say(styled(wrapped(f"{code}  {case.name}", columns(), "  "), "bold"))
    facts = [case.applicant, case.credit_code, law.states[case.state][lang]]
    say("  " + " · ".join(f for f in facts if f))


def _print_clock(clock: Clock, lang: str, *, steps: bool, code: str = "") -> None:
    state = sentence(f"register.clock.{clock.state}", lang)
    due = clock.due.isoformat() if clock.due else "—"
    text = f"  {due}  {styled(state, COLOURS.get(clock.state, 'dim'))}  {code} {clock.label(lang)}"
    say(wrapped(text, columns(), " " * 14))
    over = clock.state in ("overdue", "lapsed")
    if over and clock.rule.after:
        say(wrapped(f"      {clock.rule.after[lang]}", columns(), "      "))
    if steps:
        for line in clock.lines(lang):
            say(wrapped(f"      {line}", columns(), "        "))
