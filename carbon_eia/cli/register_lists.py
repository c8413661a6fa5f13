"""Lists: classes and inspections of the cases, and a list of projects taken into the register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.register_shared import actor_named, register_law, tell_done
from carbon_eia.console import columns, styled, wrapped
from carbon_eia.messages import sentence
from carbon_eia.reference import open_world
from carbon_eia.register.acting import view_of
from carbon_eia.register.importing import import_list
from carbon_eia.register.list_plan import read_plan
from carbon_eia.register.listing import CaseInClass, class_reason, classified
from carbon_eia.register.read_list import read_list
from carbon_eia.register.store import open_register

__all__ = ["classes_command", "import_command"]


def classes_command(json: bool, lang: str, folder: Path, as_of: str | None) -> int:
    """Every case with its class, why, and the day of its next inspection, the earliest first."""
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        found = classified(ledger, on, law)
    if json:
        print_json([_class_row(c, lang) for c in found])
        return 0
    for c in found:
        _print_class(c, on, lang)
    late = sum(c.inspection is not None and c.inspection <= on for c in found)
    told = {"count": len(found), "overdue": late, "day": on.isoformat()}
    say(styled(sentence("register.class_count", lang, told), "dim"))
    return 0


def import_command(
    json: bool,
    lang: str,
    folder: Path,
    file: Path,
    plan: Path,
    dry_run: bool,
    actor: str | None,
    on: str | None,
) -> int:
    """Take a list of projects in, all of it or nothing; the same list again changes nothing."""
    register, law, as_of = open_register(folder, view_of), register_law(), day(on)
    world = open_world(as_of)
    cases = read_list(file, read_plan(plan, law), actor_named(actor), as_of, world, law)
    taken = import_list(register, cases, as_of, law, dry_run)
    told = {**taken._asdict(), "dry_run": dry_run}
    code = "register.would_import" if dry_run else "register.imported"
    return tell_done(json, lang, code, told)


def _class_row(c: CaseInClass, lang: str) -> dict[str, object]:
    """A case in its class as JSON."""
    row = c.classified.row
    return {
        "code": c.case.code,
        "name": c.case.name,
        "class": row.id,
        "label": row.en if lang == "en" else row.zh,
        "reason": class_reason(c.classified, lang),
        "facts": dict(c.classified.because),
        "perhaps": [p.id for p in c.classified.perhaps],
        "months": c.classified.months,
        "inspection": None if c.inspection is None else c.inspection.isoformat(),
        "treatment": row.treatment[lang],
        "clause": row.ground.clause,
    }


def _print_class(c: CaseInClass, on: date, lang: str) -> None:
    """Day, class and case; below them why, and what is to be done."""
    row = c.classified.row
    name = row.en if lang == "en" else row.zh
    due = "—" if c.inspection is None else c.inspection.isoformat()
    colour = "red" if c.inspection is not None and c.inspection <= on else "dim"
    text = f"  {styled(due, colour)}  {name}  {c.case.code} {c.case.name}"
    say(wrapped(text, columns(), " " * 14))
    for line in (class_reason(c.classified, lang), row.treatment[lang]):
        say(wrapped(f"      {line}", columns(), "      "))
