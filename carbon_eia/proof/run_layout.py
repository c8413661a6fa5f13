"""What is compared of two Runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction

from carbon_eia.messages import sentence
from carbon_eia.proof.difference import Part, RecordEntry, RecordLayout, Where, made_with
from carbon_eia.run.records import (
    CategoryRecord,
    ComparisonRecord,
    EnergyComparisonRecord,
    EnergyLevelRecord,
    GasRecord,
    MeasureSetRecord,
    ParameterRecord,
    PictureRecord,
    ProjectRecord,
    QuantityRecord,
    ReasonRecord,
    Run,
    SourceRecord,
    SpreadRecord,
)

__all__ = ["RUN_LAYOUT"]

SETS = ("present", "committed", "proposed", "late")
"""Sets of measures whose intensity is told."""

LONGEST_TEXT = 60
"""Characters of a text of the applicant that are told."""

STATED = ("report", "economics", "city", "facts", "products", "raw_materials", "measures")
"""Sections of the project file that are told as they are."""

FIGURES = {
    "inventory", "intensity", "intensities", "regional", "comparison", "comparisons", "energy",
    "retrofit", "allocation", "uncertainty", "co2e",
}  # fmt: skip
"""Keys below which a Run holds what was computed."""


LIMITS = {
    "limit",
    "level",
    "grade",
    "adopted",
    "illustrative",
    "boundary",
    "citation",
    "derivation",
}
"""Keys of a comparison that speak of the value it is made with."""


def _parts(run: Run, lang: str) -> Iterator[Part]:
    yield from made_with(run)
    yield from _project(run.project)
    yield ("sources",), run.inventory.by_source
    yield from _computed(run)
    yield from _decided(run, lang)


def _project(project: ProjectRecord) -> Iterator[Part]:
    yield ("project",), project
    yield ("project", "sector"), project.sector.id
    yield ("project",), project.sector.chosen
    for section in STATED:
        yield (section,), getattr(project, section)
    for key, text in project.texts.items():
        yield ("texts", key), RecordEntry("input", _clipped(text))
    yield ("pictures",), project.pictures


def _clipped(text: str) -> str:
    """A text in a line; of a long one its beginning, and what tells it from another."""
    line = " ".join(text.split())
    if line == text and len(line) <= LONGEST_TEXT:
        return line
    return f"{line[:LONGEST_TEXT]}… 〔{hashlib.sha256(text.encode()).hexdigest()[:8]}〕"


def _computed(run: Run) -> Iterator[Part]:
    inventory, energy, retrofit = run.inventory, run.energy, run.retrofit
    yield ("inventory", "total"), inventory.total
    yield ("inventory", "accounts"), inventory.accounts
    yield ("inventory", "biogenic"), inventory.biogenic
    yield ("inventory", "category"), inventory.by_category
    for i in run.intensities:
        yield ("intensity", i.indicator, i.product_name or "", i.numerator.unit), i
    yield ("regional",), run.regional
    yield ("comparison",), run.comparisons
    yield ("energy", "equivalent"), energy.equivalent
    yield ("energy", "primary"), energy.primary
    yield ("energy",), energy.comparisons
    yield ("energy", "level"), energy.levels
    if retrofit.deadline is not None:
        yield ("retrofit", "deadline"), retrofit.deadline.date
    for name in SETS:
        yield ("retrofit", name), getattr(retrofit, name)


def _decided(run: Run, lang: str) -> Iterator[Part]:
    decision = run.decision
    for key in ("verdict", "provisional", "indicative", "deadline"):
        yield ("decision", key), getattr(decision, key)
    several = run.allocation is not None
    yield ("rule",), [_reason(r, several, lang) for r in decision.reasons]
    for key in ("conditions", "missing"):
        said = [sentence(x.code, lang, x.params) for x in getattr(decision, key)]
        yield ("decision", key), said


def _reason(reason: ReasonRecord, several: bool, lang: str) -> dict[str, object]:
    """Whether a rule is kept, and what the rule is held against: an indicator, and the product
    where there are several; one clause may set a limit for each of them."""
    indicator = reason.params.get("indicator")
    return {
        "rule": reason.rule,
        "clause": reason.clause,
        "product": reason.params.get("product") if several else None,
        "indicator": indicator.get(lang) if isinstance(indicator, dict) else indicator,
        "passed": reason.passed,
    }


def _kind(keys: Where, number: bool) -> str:
    if keys[0] in ("decision", "rule", "warnings"):
        return "decision"
    if keys[0] == "comparisons" and LIMITS & set(keys):
        return "limit"
    return "figure" if FIGURES & set(keys) else "input"


# --- parts that are told otherwise than by their fields


def _parameter(p: ParameterRecord) -> Iterator[Part]:
    shown = p.typed or f"{p.value} {p.unit}"
    if p.source is None:
        yield (), RecordEntry("input", shown, p.number, p.unit)
    else:
        yield (), RecordEntry("factor", f"{shown} 〔{p.source.id}〕", p.number, p.unit)


def _potential(gas: GasRecord) -> Iterator[Part]:
    """The warming potential of a gas other than CO2."""
    if gas.gwp is not None and gas.gas != "CO2":
        yield ("gwp",), RecordEntry("factor", f"{gas.gwp} ({gas.assessment})", Fraction(gas.gwp))


def _spread(spread: SpreadRecord) -> Iterator[Part]:
    if spread.value:
        exact, typed = spread.exact, spread.typed
        yield (), QuantityRecord(value=spread.value, unit=spread.unit, exact=exact, typed=typed)
    else:
        yield ("distribution",), spread.distribution
        yield ("typed",), spread.typed


def _comparison(c: ComparisonRecord) -> Iterator[Part]:
    text = f"{c.limit} {c.unit} · {c.level} · {c.grade}"
    text += " · adopted" if c.adopted else ""
    yield ("limit",), RecordEntry("limit", text, Fraction(c.limit), c.unit)
    yield ("within",), c.within


def _energy_comparison(c: EnergyComparisonRecord) -> Iterator[Part]:
    yield ("limit",), RecordEntry("limit", f"{c.limit} {c.unit}", Fraction(c.limit), c.unit)
    yield ("within",), c.within


def _category(line: CategoryRecord) -> Iterator[Part]:
    yield (), line.co2e


def _level(level: EnergyLevelRecord) -> Iterator[Part]:
    yield (), level.level


RUN_LAYOUT: RecordLayout[Run] = RecordLayout(
    parts=_parts,
    kind=_kind,
    labels={
        "products": ("name",),
        "raw_materials": ("name", "account"),
        "measures": ("name",),
        "sources": ("name",),
        "parameters": ("name",),
        "gases": ("gas",),
        "category": ("category",),
        "comparison": ("benchmark",),
        "energy": ("benchmark",),
        "level": ("indicator",),
        "rule": ("rule", "clause", "product", "indicator"),
    },
    fields={
        ProjectRecord: (
            "name", "code", "stage", "nature", "region", "year", "operating_hours",
            "retrofit_deadline",
        ),
        PictureRecord: ("file", "caption", "source_sha256", "sha256"),
        SourceRecord: (
            "method", "material", "supply", "item", "direction", "account", "evidence",
            "uncertainty", "process_unit", "release", "operation", "parameters", "gases", "co2e",
        ),
        MeasureSetRecord: ("intensity", "measures", "finish"),
    },
    views={
        ParameterRecord: _parameter,
        GasRecord: _potential,
        SpreadRecord: _spread,
        ComparisonRecord: _comparison,
        EnergyComparisonRecord: _energy_comparison,
        CategoryRecord: _category,
        EnergyLevelRecord: _level,
    },
    silent=("parameters", "gases", "passed"),
)  # fmt: skip
