"""What may be published of a draft, as a TOML text, and the seal that ties it to the sealed record.

Nothing stands here that a test of disclosure did not pass: no exact value of a percentile, no band,
no flag, no plant, no hash of a single return.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from carbon_eia.files import toml_tables
from carbon_eia.messages import sentence
from carbon_eia.project.canonical import toml_value
from carbon_eia.run.record import record_id
from carbon_eia.standards.derivation import StandardDerivation, StandardValue
from carbon_eia.standards.standard_records import StandardRecord
from carbon_eia.units import decimal_text, rounded

__all__ = ["DRAFT_SCHEMA", "public_exclusions", "published_draft", "seal_of"]

DRAFT_SCHEMA = "carbon-eia/standard-draft/1"


def seal_of(record: StandardRecord) -> str:
    """SHA-256 over everything in a sealed record but its id and the text that states this.

    The record holds a random number, so that no figure can be found by trying what gives the seal.
    """
    return record_id(record, "draft")


def published_draft(record: StandardRecord, found: StandardDerivation) -> str:
    """The text of the draft that may be published; empty where no value may be."""
    if found.outcome != "derived" or found.admission is None or found.admission.published is None:
        return ""
    parts = [sentence("standard.draft.head"), *_table("[draft]", _about(record, found))]
    for value in (found.admission, found.advanced):
        if value is not None and value.published is not None:
            parts += _table("[[values]]", _value(value, record.unit))
    for test in found.tests_passed:  # one of a value that is not published would give its cell away
        held = {"name": test.name, "level": test.level, "on": test.on, "passed": True}
        parts += _table("[[tests]]", {k: v for k, v in held.items() if v != ""})
    for guard in found.guards:
        if not guard.sealed and guard.kept is not None:
            parts += _table("[[guards]]", {"name": guard.name, "kept": guard.kept})
    for reason, count in public_exclusions(record).items():
        parts += _table("[[excluded]]", {"reason": reason, "count": count})
    text = "\n".join(parts).rstrip() + "\n"
    assert toml_tables(text)
    return text


BY_RULE = (
    *("sector", "product", "year", "region", "boundary", "no_boundary", "months", "no_months"),
    *("utilisation", "no_utilisation", "verification", "duplicate"),
)
"""Reasons that say nothing of the size of a figure."""

OTHER = "other"


def public_exclusions(record: StandardRecord) -> dict[str, int]:
    """How many returns are not in the sample for each reason that may be published.

    Who knows which plants are in the sample knows which are not: that one was taken out because its
    figure is implausible or far away would say what it is. So those, errors and outliers that were
    removed are counted together, each return once.
    """
    reasons: dict[str, list[str]] = {}
    for x in record.exclusions:
        reasons.setdefault(x.name, []).append(x.code.rpartition(".")[2])
    out = {r.key for r in record.removals}
    reasons |= {r.name: [OTHER] for r in record.returns if r.key and r.key in out}
    counts: dict[str, int] = {}
    for own in reasons.values():
        told = own[0] if all(reason in BY_RULE for reason in own) else OTHER
        counts[told] = counts.get(told, 0) + 1
    return dict(sorted(counts.items()))


def _about(record: StandardRecord, found: StandardDerivation) -> dict[str, object]:
    survey = record.survey
    about: dict[str, object] = {
        "schema": DRAFT_SCHEMA,
        "title": survey.title,
        "notice": survey.notice,
        "sector": survey.sector,
        "product": survey.product,
        "region": survey.region,
        "years": list(survey.years),
        "boundary": survey.boundary,
        "unit": record.unit,
        "as_of": record.as_of,
        "reference": f"{record.reference.version} {record.reference.sha256}",
        "plants": found.n,
        "population": found.population,
        "coverage": None if found.coverage is None else f"{rounded(found.coverage * 100, 0)} %",
        "gb1": _shown(found.gb1, record.unit),
        "gb2": _shown(found.gb2, record.unit),
        "needs_reason": found.needs_reason,
        "illustrative": survey.illustrative or None,
        "sealed": seal_of(record),
    }
    if record.grid is not None:
        title = record.grid.citation.number or record.grid.citation.title
        about["grid"] = f"{record.grid.factor.typed or record.grid.factor.value} ({title})"
    return {k: v for k, v in about.items() if v not in (None, "")}


def _value(value: StandardValue, unit: str) -> dict[str, object]:
    assert value.published is not None
    held: dict[str, object] = {
        "level": value.level,
        "value": f"{decimal_text(value.published)} {unit}",
        "method": value.method,
        "parameter": None
        if value.parameter is None
        else f"{decimal_text(value.parameter * 100)} %",
        "origin": value.origin,
        "grid": _shown(value.grid, unit),
    }
    citation = value.citation
    held["citation"] = " ".join(x for x in (citation.title, citation.number, citation.locator) if x)
    return {k: v for k, v in held.items() if v not in (None, "")}


def _shown(value: Fraction | None, unit: str) -> str | None:
    return None if value is None else f"{decimal_text(value)} {unit}"


def _table(header: str, held: Mapping[str, object]) -> list[str]:
    return ["", header, *(f"{k} = {toml_value(v)}" for k, v in held.items())]
