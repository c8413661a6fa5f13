"""Controls over all cases of a register, and the report on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.register_shared import actor_named, register_law, tell_done
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.crosscheck.tonnes import in_equivalent
from carbon_eia.errors import CallError, Place, Problem, UnitError
from carbon_eia.files import write_all
from carbon_eia.messages import sentence
from carbon_eia.reference import open_world
from carbon_eia.reference.materials import name_key
from carbon_eia.register.acting import view_of
from carbon_eia.register.administering import ActingOfficer, set_ceiling
from carbon_eia.register.annual import annual_record
from carbon_eia.register.beside import headrooms
from carbon_eia.register.findings import control_findings
from carbon_eia.register.headroom import Headroom
from carbon_eia.register.store import open_register
from carbon_eia.report.annual import render_annual
from carbon_eia.units import decimal_text, parse_quantity, rounded

__all__ = [
    "ceiling_command",
    "check_command",
    "headroom_command",
    "report_command",
    "what_if_command",
]

APPROVER = "approver"
"""Who sets a ceiling."""

PARK, REGION = "park:", "region:"


def ceiling_command(
    json: bool,
    lang: str,
    folder: Path,
    area: str,
    limit: str,
    instrument: str,
    actor: str | None,
    on: str | None,
) -> int:
    """Set the ceiling of a park or a region; a later one takes the place of an earlier.

    Raises CallError CE-G317 for an unknown area, UnitError for what is no emission.
    """
    today = day(on)
    key, name = _area(area, today)
    tonnes = _tonnes(limit)
    register = open_register(folder, view_of)
    office = ActingOfficer(actor_named(actor), APPROVER, today)
    event = set_ceiling(register, key, name, tonnes, instrument, office, register_law()).event
    told = {"name": name, "limit": f"{tonnes} t", "sequence": event.sequence}
    return tell_done(json, lang, "register.ceiling", told)


def _area(area: str, on: date) -> tuple[str, str]:
    """The key of an area, and its name."""
    if area.startswith(PARK) and name_key(area.removeprefix(PARK)):
        name = area.removeprefix(PARK).strip()
        return f"{PARK}{name_key(name)}", name
    if area.startswith(REGION):
        found = open_world(on).region(area.removeprefix(REGION))
        if found is not None:
            return f"{REGION}{found.code}", found.name
    raise CallError(Problem("CE-G317", params={"area": area}))


def _tonnes(limit: str) -> str:
    try:
        return decimal_text(in_equivalent(parse_quantity(limit)))
    except UnitError as error:
        raise UnitError([p.at(Place(key=limit)) for p in error.problems]) from None


def headroom_command(json: bool, lang: str, folder: Path, as_of: str | None) -> int:
    """Each ceiling with what is left of it after every approval and every end of one."""
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        found = list(headrooms(ledger.events(), register, on, law))
    if json:
        print_json([{"area": c.area, "name": c.name, "limit_t": decimal_text(c.limit),
                     "instrument": c.instrument, "after": [_step(h) for h in after]}
                    for c, after in found])  # fmt: skip
        return 0
    for ceiling, after in found:
        limit = f"{rounded(ceiling.limit, 2)} t"
        say(styled(f"{ceiling.name}  {limit}  {ceiling.instrument}", "bold"))
        heads = [sentence(f"register.column.{k}", lang) for k in
                 ("sequence", "day", "code", "used", "left")]  # fmt: skip
        say(table(heads, [_step_row(h) for h in after if h.step is not None]))
    say(styled(sentence("register.count_areas", lang, {"count": len(found)}), "dim"))
    return 0


def _step(h: Headroom) -> dict[str, object]:
    return {
        "sequence": None if h.step is None else h.step.event,
        "day": None if h.step is None else h.step.day.isoformat(),
        "case": None if h.step is None else h.step.case,
        "used_t": decimal_text(h.used),
        "left_t": decimal_text(h.left),
        "exceeded": h.is_exceeded,
        "unknown": list(h.unknown),
    }


def _step_row(h: Headroom) -> list[str]:
    if h.step is None:
        return []
    used, left = rounded(h.used, 2), rounded(h.left, 2)
    return [str(h.step.event), h.step.day.isoformat(), h.step.case, used, left]


def check_command(json: bool, lang: str, folder: Path, as_of: str | None) -> int:
    """Everything that is found across cases and years on a day: for a person to look into."""
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        found = control_findings(ledger, register, on, law, open_world(on))
    if json:
        print_json([f.to_dict(lang) for f in found])
        return 0
    for finding in found:
        clause = f" ({finding.clause})" if finding.clause else ""
        text = f"{styled('!', 'yellow')} {finding.text(lang)}{clause}"
        say(wrapped(text, columns(), "  "))
    told = {"count": len(found), "day": on.isoformat()}
    say(styled(sentence("register.count_found", lang, told), "dim"))
    return 0


def report_command(
    json: bool, lang: str, folder: Path, outputs: Sequence[Path], year: int, until: int | None
) -> int:
    """Write the annual report of a year, or the mid-term review of several.

    Raises CallError: CE-C005 for an ending that is not written, CE-C001 where the years are no
    period.
    """
    end = until or year
    if not 2000 <= year <= end <= 2199:
        raise CallError(Problem("CE-C001", params={"value": f"{year}–{end}"}))
    register, law = open_register(folder, view_of), register_law()
    first, last = date(year, 1, 1), date(end, 12, 31)
    with register.reading() as ledger:
        record = annual_record(ledger, register, first, last, law, open_world(last))
    write_all({path: render_annual(record, path.suffix.lower(), lang) for path in outputs})
    told = {"count": len(record.cases), "file": "、".join(map(str, outputs))}
    return tell_done(json, lang, "register.reported", told)


def what_if_command(
    json: bool,
    lang: str,
    folder: Path,
    draft: Path,
    benchmarks: Sequence[Path],
    as_of: str | None,
) -> int:
    """List the cases whose verdict a draft standard would move; nothing is written."""
    from carbon_eia.proof.what_if import what_if

    register, on = open_register(folder, view_of), day(as_of)
    found = what_if(register, draft, benchmarks, open_world(on), lang)
    if json:
        print_json(
            {
                "count": found.cases,
                "today": list(found.today),
                "moves": [m._asdict() for m in found.moves],
            }
        )
        return 0
    for m in found.moves:
        before, after = (_verdict(v, lang) for v in (m.before, m.after))
        say(wrapped(f"  {m.code}  {m.name}  {before} → {after}", columns(), "    "))
    told = {"count": found.cases, "moved": len(found.moves), "day": on.isoformat()}
    say(styled(sentence("register.what_if", lang, told), "dim"))
    return 0


def _verdict(verdict: str, lang: str) -> str:
    return sentence(f"verdict.{verdict}", lang, default=verdict)
