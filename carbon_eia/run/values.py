"""Quantities, sentences and citations as a Run writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from carbon_eia.inventory import Missing
from carbon_eia.messages import sentence
from carbon_eia.project import Evidence
from carbon_eia.reference import Citation, Reason, Value
from carbon_eia.rules import Statement
from carbon_eia.run.records import (
    BoundaryRecord,
    CitationRecord,
    CitedReason,
    CitedValueRecord,
    ProofRecord,
    QuantityRecord,
    SentenceRecord,
    SpreadRecord,
    WarningRecord,
)
from carbon_eia.units import Quantity, decimal_text, exact_text, rounded

if TYPE_CHECKING:
    from carbon_eia.project.spread import Spread

__all__ = [
    "boundary",
    "citation",
    "cited",
    "fraction_text",
    "given",
    "known",
    "missing",
    "proof",
    "quantity",
    "quantity_of",
    "spread",
    "statement",
    "told",
    "warning",
]


def quantity(value: Fraction | None, unit: str, typed: str = "") -> QuantityRecord | None:
    """A number with its unit; None where it is not known."""
    return None if value is None else quantity_of(value, unit, typed)


def quantity_of(value: Fraction, unit: str, typed: str = "") -> QuantityRecord:
    """A known number with its unit; ``exact`` where the decimals cannot hold it."""
    text = exact_text(value)
    if text is not None:
        return QuantityRecord(value=text, unit=unit, typed=typed)
    exact = f"{value.numerator}/{value.denominator}"
    return QuantityRecord(value=decimal_text(value), unit=unit, exact=exact, typed=typed)


def fraction_text(value: Fraction) -> str:
    """The fraction of a number whose decimals do not end; empty for any other.

    >>> fraction_text(Fraction(1, 3)), fraction_text(Fraction(1, 4))
    ('1/3', '')
    """
    return "" if exact_text(value) is not None else f"{value.numerator}/{value.denominator}"


def given(typed: Quantity | None) -> QuantityRecord | None:
    """A quantity as the applicant typed it."""
    return None if typed is None else known(typed)


def known(typed: Quantity) -> QuantityRecord:
    """A quantity that the applicant typed."""
    return quantity_of(typed.value, typed.unit.text, typed.text)


def spread(stated: Spread | None) -> SpreadRecord | None:
    """An uncertainty as the applicant stated it: a percentage as a quantity, any other as text."""
    if stated is None:
        return None
    if stated.half is None:
        return SpreadRecord(distribution=stated.distribution, typed=stated.text)
    half = stated.half * 100
    return SpreadRecord(
        value=decimal_text(half), unit="%", exact=fraction_text(half), typed=stated.text
    )


def proof(shown: Evidence) -> ProofRecord | None:
    """A document that is shown, with the hash of its file; None for a text or for nothing."""
    if shown.kind == "statement" and not (shown.number or shown.date or shown.file):
        return None
    return ProofRecord(
        kind=shown.kind,
        number=shown.number or None,
        date=str(shown.date) if shown.date is not None else None,
        quantity=given(shown.quantity),
        period=shown.period or None,
        file=shown.file or None,
        sha256=shown.sha256 or None,
        lost=shown.lost or None,
    )


def as_json(params: Mapping[str, object]) -> dict[str, object]:
    """The facts of a sentence as JSON: fractions at two decimals, dates as text."""
    facts: dict[str, object] = {}
    for key, value in params.items():
        if isinstance(value, Fraction):
            shown = rounded(value, 2)
            facts[key] = decimal_text(value, 2) if value and not Fraction(shown) else shown
        elif isinstance(value, date):
            facts[key] = str(value)
        elif isinstance(value, Mapping):
            facts[key] = dict(value)
        else:
            facts[key] = value
    return facts


def told(code: str, params: Mapping[str, object]) -> SentenceRecord:
    """A sentence: its code, its text in Chinese, its facts."""
    facts = as_json(params)
    return SentenceRecord(code=code, text=sentence(code, "zh", facts), params=facts)


def statement(said: Statement) -> SentenceRecord:
    """A sentence of the decision."""
    return told(said.code, said.params)


def missing(gap: Missing) -> SentenceRecord:
    """What is missing, as a sentence."""
    return told(gap.code, gap.params)


def warning(where: str, reason: Reason) -> WarningRecord:
    """A warning with the place that it speaks of and how to mend it."""
    facts = as_json(reason.params)
    return WarningRecord(
        code=reason.code,
        where=where,
        message=sentence(reason.code, "zh", facts),
        hint=sentence(reason.code + ".hint", "zh", facts, default=""),
        params=facts,
    )


def citation(cited: Citation) -> CitationRecord:
    """The citation of a row of the reference."""
    return CitationRecord(**cited._asdict())


def cited(value: Value) -> CitedValueRecord:
    """The citation of a value and the reason for its choice."""
    facts = as_json(value.reason.params)
    return CitedValueRecord(
        **value.citation._asdict(),
        reason=CitedReason(
            code=value.reason.code,
            text=sentence(value.reason.code, "zh", facts),
            params=facts,
        ),
    )


def boundary(stated: Mapping[str, str]) -> BoundaryRecord:
    """The boundary of a sector."""
    return BoundaryRecord(id=stated["id"], zh=stated["zh"], en=stated["en"])
