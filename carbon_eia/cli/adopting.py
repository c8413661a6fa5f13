"""standard adopt: the benchmark file of an instrument that adopts a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say, showing
from carbon_eia.cli.standard_commands import sealed_beside
from carbon_eia.console import styled
from carbon_eia.errors import CallError, InputError, Place, Problem, UnitError
from carbon_eia.files import check_targets, read_bytes, write_whole
from carbon_eia.messages import sentence
from carbon_eia.proof.verify import verify
from carbon_eia.reference import open_world
from carbon_eia.standards.adopt import AdoptionInstrument, adopted_file
from carbon_eia.standards.sealed import read_standard
from carbon_eia.units import parse_quantity

__all__ = ["adopt_command", "share"]


def adopt_command(
    json: bool,
    lang: str,
    draft: Path,
    output: Path,
    sealed: Path | None,
    stated: Mapping[str, str | None],
    retrofit_months: int | None,
    force: bool = False,
) -> int:
    """Adopt a draft whose sealed record stands: write the benchmark file of its instrument.

    Raises InputError CE-G029 where the record does not come out again of the returns in it.
    """
    path = sealed_beside(draft) if sealed is None else sealed
    check_targets([output], [draft, path])
    lacking = [k for k in REQUIRED if not (stated[k] or "").strip()]
    if lacking:
        raise CallError(
            Problem("CE-G017", Place(key=_option(k)), {"key": _option(k)}) for k in lacking
        )
    if not path.exists():
        raise InputError(Problem("CE-G018", Place(str(path)), {"file": str(path)}))
    record = read_standard(path)
    world = open_world(date.fromisoformat(record.as_of))
    instrument = AdoptionInstrument(
        number=stated["number"] or "",
        authority=stated["authority"] or "",
        issued=day(stated["date"]),
        valid_from=day(stated["valid_from"]),
        valid_to=None if stated["valid_to"] is None else day(stated["valid_to"]),
        region=stated["region"] or record.survey.region,
        green_power=stated["green_power"] or "",
        review=stated["review"] or "",
        kind=stated["kind"] or "policy",
        approval=stated["approval"] or "",
        reason=stated["reason"] or "",
        title=stated["title"] or "",
        retrofit_months=retrofit_months,
        supersedes=stated["supersedes"] or "",
        tightening=_rate(stated["tighten"]),
    )
    with showing(path):
        text = adopted_file(draft, record, instrument, world)
    proof = verify(path, open_world, lang)
    if proof.stands is False:
        against = (sentence(f.code, lang, f.params) for f in proof.findings if f.ok is False)
        why: dict[str, object] = {"why": "；".join(against)}
        raise InputError(Problem("CE-G029", Place(str(path)), why))
    if not force and output.exists() and read_bytes(output) != text.encode():
        raise CallError(Problem("CE-G020", Place(str(output))))
    write_whole(output, text.encode())
    if json:
        print_json({"written": str(output), "sealed": record.id, "text": text})
    else:
        facts = {"path": output, "number": instrument.number, "day": instrument.valid_from}
        say(styled("✓ " + sentence("standard.is_adopted", lang, facts), "green"))
    return 0


def _rate(text: str | None) -> Fraction | None:
    """A share a year.

    Raises CallError CE-G021 for what is none.
    """
    if text is None:
        return None
    try:
        return parse_quantity(text).to("1")
    except UnitError:
        raise CallError(Problem("CE-G021", Place(key="--tighten"), {"value": text})) from None


def share(text: str, option: str) -> Fraction:
    """A share above zero and not above one, of an option.

    Raises CallError CE-G016 for any other.
    """
    try:
        found = parse_quantity(text).to("1")
    except UnitError:
        found = Fraction(0)
    if not 0 < found <= 1:
        params: dict[str, object] = {"key": option, "value": text, "known": "0 %～100 %"}
        raise CallError(Problem("CE-G016", Place(key=option), params))
    return found


REQUIRED = ("number", "authority", "date", "valid_from", "green_power", "review")


def _option(key: str) -> str:
    return "--" + key.replace("_", "-")
