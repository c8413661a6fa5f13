"""Operating years and cross-checks of a case, for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.proof_commands import any_record, open_reference
from carbon_eia.cli.register_shared import acted, actor_named, register_law, tell_done
from carbon_eia.cli.registering import proven_by
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.crosscheck import (
    CrossCheckRecord,
    OtherFiling,
    cross_check,
    filing_of_run,
    read_mapping,
    read_rules,
)
from carbon_eia.crosscheck.tolerances import Rules
from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.files import read_bytes, write_all
from carbon_eia.messages import sentence
from carbon_eia.reference import World, open_world
from carbon_eia.register.acting import CommandRequest, open_case, view_of
from carbon_eia.register.filing import submission_of
from carbon_eia.register.operating_records import OperatingLine, OperatingRecord
from carbon_eia.register.runs import year_run
from carbon_eia.register.store import MAX_BLOB, open_register
from carbon_eia.register.year_report import year_report
from carbon_eia.report import show
from carbon_eia.report.crosscheck import render_crosscheck
from carbon_eia.run import canonical
from carbon_eia.run.records import QuantityRecord, Run

__all__ = ["crosscheck_command", "operate_command"]

MARKS = {"consistent": "green", "to_be_explained": "yellow", "not_comparable": "yellow"}


def operate_command(
    json: bool,
    lang: str,
    folder: Path,
    file: Path,
    code: str | None,
    actor: str | None,
    role: str | None,
    on: str | None,
    reference: Path | None,
) -> int:
    """Report a year of operation: its document is proven, kept, and held against the approval."""
    register, law, today = open_register(folder, view_of), register_law(), day(on)
    submission = submission_of(file, proven_by(reference, lang))
    code = code or submission.run.project.code
    if not code:
        raise CallError(Problem("CE-G218", Place(str(file))))
    with register.reading() as ledger:
        events = ledger.events(code)
    case = open_case(events, code, today, law)
    body, compared = year_report(
        register, events, case, submission, open_world(today, reference), open_reference(reference)
    )
    asked = CommandRequest("report_year", code, actor_named(actor), role, today, body)
    done = acted(register, asked, law, lang)
    told = {"code": code, "year": body["year"], "sequence": done.event.sequence}
    if json:
        print_json({**told, "comparison": compared})
        return 0
    tell_done(False, lang, "register.operated", told)
    if compared is None:
        say(f"{styled('!', 'yellow')} {Problem('CE-G309', params={'code': code}).message(lang)}")
    else:
        _print_year(compared, code, lang)
    return 0


def _print_year(record: OperatingRecord, code: str, lang: str) -> None:
    """The indicators beside their approval, and what follows."""
    heads = [sentence(f"register.column.{k}", lang) for k in
             ("indicator", "approved", "actual", "same_factors", "change")]  # fmt: skip
    say(table(heads, [_row(x, lang) for x in record.lines if x.actual or x.approved]))
    for line in record.lines:
        name = sentence(f"register.indicator.{line.indicator}", lang)
        if line.effects:
            parts = [f"{sentence(f'register.effect.{e.id}', lang)} {show.emission(e.value)}"
                     for e in line.effects]  # fmt: skip
            told = sentence("register.effects", lang, {"parts": "；".join(parts)})
            say(wrapped(f"  {name}: {told}", columns(), "    "))
        if line.exceeds or line.disputed:
            key = "disputed" if line.disputed else "exceeds"
            facts = {"indicator": name, "clause": line.clause, "code": code}
            text = sentence(f"register.year_{key}", lang, facts)
            say(wrapped(f"  {styled('!', 'red')} {text}", columns(), "    "))
    if record.why is not None:
        say(wrapped(f"  {sentence(record.why.code, lang, record.why.params)}", columns(), "  "))


def _row(line: OperatingLine, lang: str) -> list[str]:
    name = sentence(f"register.indicator.{line.indicator}", lang)
    change = "—" if line.change_percent is None else f"{show.margin(line.change_percent)} %"
    places = 4 if "intensity" in line.indicator else 2
    figures = [_shown(x, places) for x in (line.approved, line.actual, line.same_factors)]
    return [f"{name} {line.product}".rstrip(), *figures, change]


def _shown(value: QuantityRecord | None, places: int = 2) -> str:
    return "—" if value is None else f"{show.emission(value, places)} {value.unit}"


def crosscheck_command(
    json: bool,
    lang: str,
    folder: Path,
    code: str,
    file: Path,
    year: int,
    mapping: Path | None,
    kind: str,
    handed_in_by: str,
    outputs: Sequence[Path],
    actor: str | None,
    role: str | None,
    on: str | None,
) -> int:
    """Hold another filing of the enterprise against the Run of a year, and record the result.

    Raises CallError CE-G308 where the year has no Run, InputError CE-G307 for an unknown layout
    without a mapping file, and what ``read_mapping`` raises.
    """
    register, law, today = open_register(folder, view_of), register_law(), day(on)
    world = open_world(today)
    rules = read_rules(world.tables)
    if kind not in rules.kinds:
        known: dict[str, object] = {"value": kind, "known": "、".join(rules.kinds)}
        raise CallError(Problem("CE-G303", Place(key="--kind"), known))
    with register.reading() as ledger:
        events = ledger.events(code)
    case = open_case(events, code, today, law)
    run = year_run(register, events, case, year)
    if run is None:
        raise CallError(Problem("CE-G308", params={"code": code, "year": year}))
    other = _other_filing(file, mapping, kind, handed_in_by, rules, world)
    record = cross_check(run, other, rules, world)
    made = {path: render_crosscheck(record, path.suffix.lower(), lang) for path in outputs}
    body: dict[str, object] = {
        "year": year,
        "report": other.kind,
        "title": other.title,
        "handed_in_by": other.handed_in_by,
        "result": record.result,
        "zero": run.id,
        "record": register.keep(canonical(record)),
        "filing": {"file": file.name, "sha256": register.keep(read_bytes(file, MAX_BLOB))},
    }
    if mapping is not None:
        held = {"file": mapping.name, "sha256": register.keep(read_bytes(mapping, MAX_BLOB))}
        body["mapping"] = held
    done = acted(
        register,
        CommandRequest("crosscheck", code, actor_named(actor), role, today, body),
        law,
        lang,
    )
    write_all(made)
    if json:
        print_json({"sequence": done.event.sequence, "crosscheck": record})
        return 0
    _print_check(record, lang)
    result = sentence(f"crosscheck.result.{record.result}", lang)
    told = {"code": code, "year": year, "sequence": done.event.sequence, "result": result}
    return tell_done(False, lang, "register.crosschecked", told)


def _other_filing(
    file: Path,
    mapping: Path | None,
    kind: str,
    handed_in_by: str,
    rules: Rules,
    world: World,
) -> OtherFiling:
    """The other filing: by its mapping file, or as a document of this program."""
    if mapping is not None:
        return read_mapping(mapping, file, rules, world)
    try:
        record = any_record(file, None, ())
    except InputError:
        record = None
    if not isinstance(record, Run):
        raise InputError(Problem("CE-G307", Place(str(file)), {"file": file.name}))
    return filing_of_run(record, kind, handed_in_by or record.project.applicant.name, world)


def _print_check(record: CrossCheckRecord, lang: str) -> None:
    """Every comparison, under its step."""
    step = ""
    for x in record.lines:
        if x.step != step:
            step = x.step
            say(sentence(f"crosscheck.step.{step}", lang))
        share = "" if x.share is None else f"  {show.margin(x.share)} %"
        why = "" if x.why is None else f"  {sentence(x.why.code, lang, x.why.params)}"
        result = styled(sentence(f"crosscheck.result.{x.result}", lang), MARKS.get(x.result, "red"))
        text = f"  {x.name}  {_shown(x.own)} / {_shown(x.other)}{share}  {result}{why}"
        say(wrapped(text, columns(), "    "))
    if record.why is not None:
        say(f"  {sentence(record.why.code, lang, record.why.params)}")
