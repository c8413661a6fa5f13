"""A draft → an ordinary ``--benchmarks`` file, with the instrument that adopts it.

What is adopted is what was published: the file holds the values of the draft, the seal of the
record that they come from, and what the authority states of its instrument. A later edition is a
file of its own that says which one it supersedes; none is ever edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.benchmarks.benchmark_file import benchmark_fields
from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.messages import sentence
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.raw_tables import Table, entries, table
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World, read_sector
from carbon_eia.standards.derivation_rules import standard_rules
from carbon_eia.standards.eligibility import clause, survey_data
from carbon_eia.standards.published import DRAFT_SCHEMA, seal_of
from carbon_eia.standards.standard_records import StandardRecord
from carbon_eia.standards.tightening import in_years, is_possible
from carbon_eia.units import decimal_text, parse_quantity

__all__ = [
    "AdoptionInstrument",
    "adopted_file",
    "adopted_parts",
    "adopted_text",
    "adopted_values",
    "hypothetical_file",
    "read_draft",
]

GRADE = "B"
"""Evidence grade of an adopted value: it rests on plants' own returns and an instrument."""


FAIR = tuple(f"fair_competition_{x}" for x in ("entry", "exception", "department", "review"))
"""Clauses that the review before the adoption rests on."""


OF_LIMITS = "C"
"""Grade of one that is derived from an energy limit by an assumed energy mix."""


class AdoptionInstrument(NamedTuple):
    """What the authority states of its adoption.

    ``kind``: policy or local_standard; ``review``: the result of the fair competition review;
    ``approval``: the province's approval of a local standard; ``reason``: why a draft is adopted
    that breaks a guard; ``supersedes``: number of the edition that this one takes the place of;
    ``tightening``: the share of the first value by which every later year is stricter.
    """

    number: str
    authority: str
    issued: date
    valid_from: date
    valid_to: date | None
    region: str
    green_power: str
    review: str
    kind: str = "policy"
    approval: str = ""
    reason: str = ""
    title: str = ""
    retrofit_months: int | None = None
    supersedes: str = ""
    tightening: Fraction | None = None


def read_draft(path: Path) -> tuple[dict[str, object], str]:
    """The tables of a published draft and its text.

    Raises InputError CE-G011 for a file that is no draft, and what ``parse_toml`` raises.
    """
    text = read_text(path)
    raw = parse_toml(text, str(path))
    if table(raw, "draft").get("schema") != DRAFT_SCHEMA or not entries(raw, "values"):
        raise InputError(Problem("CE-G011", Place(str(path))))
    return raw, text


def adopted_file(
    draft: Path, record: StandardRecord, instrument: AdoptionInstrument, world: World
) -> str:
    """The text of the benchmark file of an adopted draft.

    ``record``: the sealed record that the draft came from.

    Raises InputError: CE-G011 no draft, CE-G012 a draft that is not the text of the record (edited,
    or of other returns); CallError: CE-G013 a draft that breaks a guard without a reason, CE-G014 a
    local standard without the province's approval, CE-G015 days that do not follow one another,
    CE-G016 an unknown region, kind or way of counting green power, CE-G024 a region beyond that of
    the survey, CE-G021 a yearly tightening
    without a last day, or one that leaves nothing, CE-G022 green power counted otherwise than in
    the survey without a reason, CE-G023 an edition that is superseded and that the survey did not
    name, without a reason.
    """
    _, text = read_draft(draft)
    try:
        return adopted_text(text, record, instrument, world)
    except InputError as error:
        raise InputError(p.at(Place(str(draft))) for p in error.problems) from None


def adopted_text(
    text: str, record: StandardRecord, instrument: AdoptionInstrument, world: World
) -> str:
    """The same of the text of a draft; see ``adopted_file``."""
    raw = parse_toml(text, "draft.toml")
    if not record.draft or not table(raw, "draft"):
        raise InputError(Problem("CE-G011"))
    if text != record.draft or table(raw, "draft").get("sealed") != seal_of(record):
        raise InputError(Problem("CE-G012"))
    _check(table(raw, "draft"), record.survey.previous, instrument, world)
    found = _file(raw, record, instrument, world)
    parse_benchmarks(found, world, "standard")
    return found


def hypothetical_file(record: StandardRecord, world: World) -> str:
    """The file that a draft would be if it were adopted as it stands, from the day on which it was
    made: for what it would do, never for a verdict.

    Raises InputError CE-G011 for a record without a draft.
    """
    if not record.draft:
        raise InputError(Problem("CE-G011", Place(key=record.id[:16])))
    raw = parse_toml(record.draft, "draft.toml")
    day, name = date.fromisoformat(record.as_of), sentence("standard.draft.name")
    region = str(table(raw, "draft")["region"])
    instrument = AdoptionInstrument(name, name, day, day, None, region, "grid", name)
    return _file(raw, record, instrument, world)


def _file(raw: Table, record: StandardRecord, instrument: AdoptionInstrument, world: World) -> str:
    """The text of a benchmark file: instrument, how the values came about, the values."""
    about = table(raw, "draft")
    sector = read_sector(world, str(about["sector"]))
    product = next(p for p in sector.products if p.id == about["product"])
    head = _instrument(about, instrument, sector.name_zh, product.name_zh)
    parts = [
        sentence("standard.adopted.head"),
        *_table("[instrument]", head),
        *_table("[standard]", _standard(raw, record, instrument, world)),
    ]
    days = instrument.valid_from, instrument.valid_to
    rows = in_years(adopted_values(raw), *days, instrument.tightening, world)
    for i, value in enumerate(rows, 1):
        held = {
            "sector": sector.name_zh,
            "product": product.name_zh,
            "level": value["level"],
            "value": value["value"],
            "boundary": about["boundary"],
            "grade": OF_LIMITS if value.get("origin") == "gb1" else GRADE,
            "adopted": True,
            "locator": sentence("standard.adopted.locator", params={"row": i}),
            "valid_from": value["valid_from"],
            "valid_to": value["valid_to"],
            "note": _note(value, about, instrument, world),
        }
        parts += _table("[[values]]", held)
    return "\n".join(parts).rstrip() + "\n"


def _check(about: Table, previous: str, instrument: AdoptionInstrument, world: World) -> None:
    """Every rule of an adoption; ``previous``: the edition that the survey was tested against."""
    problems: list[Problem] = []
    if about.get("needs_reason") is True and not instrument.reason.strip():
        problems.append(Problem("CE-G013", Place(key="--reason")))
    if _mixes_power(instrument) and not instrument.reason.strip():
        problems.append(Problem("CE-G022", Place(key="--green-power")))
    if instrument.supersedes.strip() and not previous and not instrument.reason.strip():
        params: dict[str, object] = {"number": instrument.supersedes.strip()}
        problems.append(Problem("CE-G023", Place(key="--supersedes"), params))
    if instrument.kind not in survey_data(world)["instruments"]:
        known = "、".join(survey_data(world)["instruments"])
        params = {"key": "--kind", "value": instrument.kind, "known": known}
        problems.append(Problem("CE-G016", Place(key="--kind"), params))
    if instrument.kind == "local_standard" and not instrument.approval.strip():
        law = clause(world, "local_standard")
        params = {"law": f"{law['title']} {law['clause']}"}
        problems.append(Problem("CE-G014", Place(key="--approval"), params))
    if instrument.valid_to is not None and instrument.valid_to <= instrument.valid_from:
        params = {"first": instrument.valid_from, "last": instrument.valid_to}
        problems.append(Problem("CE-G015", Place(key="--valid-to"), params))
    rate = instrument.tightening
    days = instrument.valid_from, instrument.valid_to
    if rate is not None and not is_possible(*days, rate):
        params = {"value": f"{decimal_text(rate * 100)} %"}
        problems.append(Problem("CE-G021", Place(key="--tighten"), params))
    codes, surveyed = world.region_codes(instrument.region), str(about["region"])
    if not codes:
        known = benchmark_fields()["instrument"]["region"].example
        params = {"key": "--region", "value": instrument.region, "known": known}
        problems.append(Problem("CE-G016", Place(key="--region"), params))
    elif not set(world.region_codes(surveyed)[:1]) <= set(codes):
        params = {"value": instrument.region, "region": surveyed}
        problems.append(Problem("CE-G024", Place(key="--region"), params))
    if instrument.green_power not in ("zero", "grid"):
        params = {"key": "--green-power", "value": instrument.green_power, "known": "zero、grid"}
        problems.append(Problem("CE-G016", Place(key="--green-power"), params))
    if problems:
        raise CallError(problems)


def _instrument(
    about: Table, i: AdoptionInstrument, sector: str, product: str
) -> dict[str, object]:
    title = i.title or sentence(
        "standard.adopted.title",
        params={"region": i.region, "sector": sector, "product": product},
    )
    return {
        "id": f"{about['sector']}-{i.valid_from}",
        "title": title,
        "number": i.number,
        "authority": i.authority,
        "date": i.issued,
        "illustrative": about.get("illustrative"),
        "retrofit_months": i.retrofit_months,
        "region": i.region,
        "green_power": i.green_power,
    }


def _standard(
    raw: Table, record: StandardRecord, i: AdoptionInstrument, world: World
) -> dict[str, object]:
    """What the file says of how its values came about, and of the review before it was issued."""
    untested = bool(i.supersedes.strip()) and not record.survey.previous
    return {
        **adopted_parts(raw, record),
        "reason": _reason(table(raw, "draft"), i) or None,
        "power_reason": i.reason.strip() if _mixes_power(i) else None,
        "kind": i.kind,
        "review": i.review.strip(),
        "review_clause": "、".join(clause(world, ident)["clause"] for ident in FAIR),
        "approval": i.approval.strip() or None,
        "supersedes": i.supersedes.strip() or None,
        "supersedes_reason": i.reason.strip() or None if untested else None,
        "tightening": None if i.tightening is None else f"{decimal_text(i.tightening * 100)} %",
    }


def adopted_values(raw: Table) -> list[Table]:
    """The values of a draft that an instrument adopts: an advanced value above the admission value
    (a guard that is not kept) is none of them, since it would ask less than admission does."""
    values = entries(raw, "values")
    limits = [parse_quantity(str(v["value"])) for v in values if v["level"] == "admission"]
    return [
        v
        for v in values
        if v["level"] != "advanced"
        or all(parse_quantity(str(v["value"])).value <= x.value for x in limits)
    ]


def adopted_parts(raw: Table, record: StandardRecord) -> dict[str, object]:
    """What follows from the draft: seal, reference, sample, method, tests, guards that are broken.

    ``raw``: the tables of the draft.
    """
    about = table(raw, "draft")
    if not about:
        return {}
    admission = next(v for v in entries(raw, "values") if v["level"] == "admission")
    tests = dict.fromkeys(str(t["name"]) for t in entries(raw, "tests"))
    broken = [str(g["name"]) for g in entries(raw, "guards") if g["kept"] is False]
    held: dict[str, object] = {
        "sealed": about["sealed"],
        "program": record.reference.version,
        "reference": record.reference.sha256,
        "as_of": date.fromisoformat(record.as_of),
        "years": about["years"],
        "plants": about["plants"],
        "population": about.get("population"),
        "coverage": about.get("coverage"),
        "method": admission["method"],
        "parameter": admission.get("parameter"),
        "tests": list(tests),
        "broken": broken or None,
    }
    return {k: v for k, v in held.items() if v is not None}


def _mixes_power(i: AdoptionInstrument) -> bool:
    """Whether it counts bought green power as zero, as no survey does."""
    return i.green_power == "zero"


def _reason(about: Table, i: AdoptionInstrument) -> str:
    """Why the draft is adopted although a guard is not kept; nothing where all are."""
    return i.reason.strip() if about.get("needs_reason") is True else ""


def _note(value: Table, about: Table, i: AdoptionInstrument, world: World) -> str:
    known = standard_rules(world).methods.get(str(value["method"]))
    params = {
        "plants": about["plants"],
        "years": "、".join(map(str, about["years"])) if isinstance(about["years"], list) else "",
        "method": value["method"] if known is None else known.zh,
        "citation": value.get("citation", ""),
        "sealed": str(about["sealed"])[:16],
    }
    of = "gb" if value.get("origin") == "gb1" else "survey"
    said = sentence(f"standard.adopted.note.{of}", params=params)
    reason = _reason(about, i)
    told = sentence("standard.adopted.note.reason", params={"reason": reason})
    return said + (told if reason else "")


def _table(header: str, held: Mapping[str, object]) -> list[str]:
    shown = {k: v for k, v in held.items() if v is not None and v != ""}
    return ["", header, *(f"{k} = {toml_value(v)}" for k, v in shown.items())]
