"""The sealed record of an admission standard, and the file that adopts it: computed again.

The record holds every file that was handed in; from these it is derived once more, and must come
out to the last byte. The file of the instrument must state the values and origin of its draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from carbon_eia.errors import UnitError
from carbon_eia.files import read_text
from carbon_eia.messages import in_languages, sentence
from carbon_eia.project import Project
from carbon_eia.project.raw_tables import Table, entries, table
from carbon_eia.project.reader import parse_toml
from carbon_eia.proof.attribution import Attribution, EvaluationOutcome, Situation
from carbon_eia.proof.difference import Part, RecordEntry, RecordLayout, Where, made_with
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.proof.kind import Kind
from carbon_eia.proof.words import Words
from carbon_eia.reference import World, open_world
from carbon_eia.standards.adopt import adopted_parts, adopted_values
from carbon_eia.standards.published import seal_of
from carbon_eia.standards.sealed import read_standard
from carbon_eia.standards.standard_records import STANDARD_SCHEMA, StandardRecord
from carbon_eia.standards.tightening import in_years, is_possible
from carbon_eia.units import parse_quantity

__all__ = ["STANDARD", "adoption_findings", "is_adopted_standard", "sealed_path"]

SEALED = "*.sealed.json"
"""How the sealed records beside a file are called."""


def is_adopted_standard(path: Path) -> bool:
    """Whether a TOML file says that its values were derived from a survey."""
    return bool(table(parse_toml(read_text(path), str(path)), "standard").get("sealed"))


def sealed_path(path: Path, sealed: Path | None) -> Path | None:
    """The sealed record of a file of an adopted standard: the one that is named, else the one
    beside it that bears its seal; None where there is none.

    Raises InputError as ``read_standard``.
    """
    if sealed is not None:
        return sealed
    stated = table(parse_toml(read_text(path), str(path)), "standard").get("sealed")
    for beside in sorted(path.parent.glob(SEALED)):
        if seal_of(read_standard(beside)) == stated:
            return beside
    return None


def adoption_findings(path: Path, record: StandardRecord | None) -> list[VerificationFinding]:
    """Whether a file of an adopted standard says what the draft of its record does.

    Raises InputError where the file cannot be read.
    """
    raw = parse_toml(read_text(path), str(path))
    stated = table(raw, "standard")
    if record is None:
        return [VerificationFinding("standard", None, "proof.standard.no_record", {})]
    seal = seal_of(record)
    params: dict[str, object] = {"seal": seal[:16], "stated": str(stated.get("sealed"))[:16]}
    if stated.get("sealed") != seal:
        return [VerificationFinding("standard", False, "proof.standard.seal_other", params)]
    found = [VerificationFinding("standard", True, "proof.standard.seal", params)]
    draft = parse_toml(record.draft, "draft.toml") if record.draft else {}
    found += _values(raw, draft, open_world(date.fromisoformat(record.as_of)))
    found += _about(stated, adopted_parts(draft, record))
    if table(raw, "instrument").get("green_power") == "zero" and not stated.get("power_reason"):
        found.append(VerificationFinding("standard", False, "proof.standard.power", {}))
    return found


def _values(raw: Table, draft: Table, world: World) -> Iterator[VerificationFinding]:
    """Every value of the file against that of the draft; none may be missing or more.

    Where the instrument tightens its values, those of each year follow from the first.
    """
    stated = {(str(v.get("level")), v.get("valid_from")): v for v in entries(raw, "values")}
    expected = {(str(v["level"]), v["valid_from"]): v for v in _expected(raw, draft, world)}
    boundary = table(draft, "draft").get("boundary")
    for key in dict.fromkeys((*expected, *stated)):
        level, own, right = key[0], stated.get(key, {}), expected.get(key, {})
        same = bool(own) and bool(right) and own.get("value") == right.get("value")
        same = same and own.get("boundary") == boundary
        same = same and own.get("valid_to") == right.get("valid_to")
        params = {
            "level": in_languages(f"level.{level}"),
            "value": right.get("value", "—"),
            "stated": f"{own.get('value', '—')} {own.get('boundary', '')}".strip(),
            "expected": f"{right.get('value', '—')} {boundary or ''}".strip(),
        }
        code = "proof.standard.value" if same else "proof.standard.value_other"
        yield VerificationFinding("standard", same, code, params)


def _expected(raw: Table, draft: Table, world: World) -> list[Table]:
    """The values of the draft on the days that the file states, year by year if it says so."""
    first = [d for v in entries(raw, "values") if isinstance(d := v.get("valid_from"), date)]
    last = [d for v in entries(raw, "values") if isinstance(d := v.get("valid_to"), date)]
    if not first:
        return [{**v, "valid_from": None} for v in adopted_values(draft)]
    text = table(raw, "standard").get("tightening")
    try:
        rate = None if text is None else parse_quantity(str(text)).to("1")
    except UnitError:
        rate = None
    days = min(first), max(last, default=None)
    if rate is not None and not is_possible(*days, rate):
        rate = None
    return in_years(adopted_values(draft), *days, rate, world)


def _about(stated: Table, expected: Mapping[str, object]) -> Iterator[VerificationFinding]:
    """How the values came about, as the file says, against the draft."""
    wrong = [k for k, v in expected.items() if stated.get(k) != v]
    for key in wrong:
        params = {"key": key, "stated": stated.get(key, "—"), "expected": expected[key] or "—"}
        yield VerificationFinding("standard", False, "proof.standard.about_other", params)
    if not wrong:
        yield VerificationFinding("standard", True, "proof.standard.about", {})


# --- the record as a kind


def _parts(record: StandardRecord, lang: str) -> Iterator[Part]:
    yield from made_with(record)
    for file in record.files:
        yield ("files", file.name), RecordEntry("record", file.sha256[:12])
    for key in record.__struct_fields__:
        if key not in ("id", "schema", "as_of", "reference", "files"):
            yield (key,), getattr(record, key)


def _kind(keys: Where, number: bool) -> str:
    if keys[0] in ("survey", "returns", "removals"):
        return "input" if not number else "figure"
    return "factor" if keys[0] == "grid" else "figure" if number else "decision"


def _remake(
    old: StandardRecord, s: Situation[StandardRecord], stage: Callable[[str], None]
) -> StandardRecord:
    from carbon_eia.standards.standard_record import (
        derive_again,  # reads tables: no verdict waits for that
    )

    return derive_again(s.stated, s.world)


def _outcome(s: Situation[StandardRecord]) -> EvaluationOutcome:
    return EvaluationOutcome(
        str(_remake(s.stated, s, lambda stage: None).derivation["outcome"]), {}
    )


def _survey_text(record: StandardRecord) -> str:
    return record.draft


def _projects(record: StandardRecord) -> Sequence[Project]:
    return []


def _unchecked(record: StandardRecord) -> list[VerificationFinding]:
    """What a draft would do to projects: their files are not in the record."""
    if record.consequences is None:
        return []
    params: dict[str, object] = {"count": record.consequences.count}
    return [VerificationFinding("consequences", None, "proof.standard.consequences", params)]


STANDARD: Kind[StandardRecord, StandardRecord] = Kind(
    record="standard.json",
    file="draft.toml",
    schema=STANDARD_SCHEMA,
    type=StandardRecord,
    later={},
    subject="kind_standard",
    text=_survey_text,
    stated=lambda record, world: record,
    projects=_projects,
    limits=lambda record, stated, world: [],
    remake=_remake,
    verdict_key="outcome",
    verdict=lambda record: str(record.derivation["outcome"]),
    layout=RecordLayout(
        parts=_parts,
        kind=_kind,
        labels={
            "returns": ("name",),
            "exclusions": ("name", "code"),
            "removals": ("plant",),
        },
    ),
    stated_layout=None,
    attribution=Attribution(named=(), unfelt=(), verdict_key="outcome", keys=(), outcome=_outcome),
    causes=lambda old, new: [],
    side_by_side=lambda a, b: [],
    words=Words(
        names=("returns", "exclusions", "removals", "files"),
        sections=(),
        word=lambda key, before, section, lang: sentence(f"proof.word.{key}", lang, default=key),
        verdict="standard.outcome",
        values=("standard.outcome",),
        alone="proof.alone",
        facts=lambda figures: {},
        title=lambda record, lang: record.survey.title,
    ),
    unchecked=_unchecked,
)
