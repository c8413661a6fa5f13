"""Quantities, sentences and citations as a Run writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carbon_eia.inventory import Missing
from carbon_eia.messages import sentence
from carbon_eia.project import Evidence
from carbon_eia.reference import Reason, Value
from carbon_eia.rules import Statement
from carbon_eia.units import Quantity, decimal_text, rounded

if TYPE_CHECKING:
    from carbon_eia.project.spread import Spread

__all__ = [
    "cited",
    "fact",
    "given",
    "missing",
    "proof",
    "quantity",
    "spread",
    "statement",
    "told",
    "warning",
]


def quantity(value: Fraction | None, unit: str, typed: str = "") -> dict[str, str] | None:
    """A number with its unit; ``exact`` where the decimals cannot hold it."""
    if value is None:
        return None
    found = {"value": decimal_text(value), "unit": unit}
    if Fraction(found["value"]) != value:
        found["exact"] = f"{value.numerator}/{value.denominator}"
    if typed:
        found["typed"] = typed
    return found


def given(typed: Quantity | None) -> dict[str, str] | None:
    """A quantity as the applicant typed it."""
    if typed is None:
        return None
    return quantity(typed.value, typed.unit.text, typed.text)


def spread(stated: Spread | None) -> dict[str, str] | None:
    """An uncertainty as the applicant stated it: a percentage as a quantity, any other as text."""
    if stated is None:
        return None
    if stated.half is not None:
        return quantity(stated.half * 100, "%", stated.text)
    return {"distribution": stated.distribution, "typed": stated.text}


def proof(shown: Evidence) -> dict[str, Any] | None:
    """A document that is shown, with the hash of its file; None for a text or for nothing."""
    if shown.kind == "statement" and not (shown.number or shown.date or shown.file):
        return None
    return {
        "kind": shown.kind,
        "number": shown.number or None,
        "date": str(shown.date) if shown.date is not None else None,
        "quantity": given(shown.quantity),
        "period": shown.period or None,
        "file": shown.file or None,
        "sha256": shown.sha256 or None,
        "lost": shown.lost or None,
    }


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


def told(code: str, params: Mapping[str, object]) -> dict[str, Any]:
    """A sentence: its code, its text in Chinese, its facts."""
    facts = as_json(params)
    return {"code": code, "text": sentence(code, "zh", facts), "params": facts}


def statement(said: Statement) -> dict[str, Any]:
    """A sentence of the decision."""
    return told(said.code, said.params)


def fact(said: Statement) -> dict[str, Any]:
    """The sentence of a ruling, its code and its facts, among the ruling's own keys."""
    found = statement(said)
    return {"fact": found["text"], "code": found["code"], "params": found["params"]}


def missing(gap: Missing) -> dict[str, Any]:
    """What is missing, as a sentence."""
    return told(gap.code, gap.params)


def warning(where: str, reason: Reason) -> dict[str, Any]:
    """A warning with the place that it speaks of and how to mend it."""
    facts = as_json(reason.params)
    return {
        "code": reason.code,
        "where": where,
        "message": sentence(reason.code, "zh", facts),
        "hint": sentence(reason.code + ".hint", "zh", facts, default=""),
        "params": facts,
    }


def cited(value: Value) -> dict[str, Any]:
    """The citation of a value and the reason for its choice."""
    facts = as_json(value.reason.params)
    return {
        **value.citation.to_dict(),
        "reason": {
            "code": value.reason.code,
            "text": sentence(value.reason.code, "zh", facts),
            "params": facts,
        },
    }
