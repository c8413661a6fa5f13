"""What proves a claim: the rules of ``factors/claims.toml``, and how much a document covers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import Evidence
from carbon_eia.reference import Reason, World
from carbon_eia.units import Quantity, decimal_text, parse_unit

__all__ = ["ClaimProof", "ClaimRules", "ClaimedAmount", "claim_rules", "proven", "shows"]


class ClaimRules(NamedTuple):
    """The rules of claims: what each kind needs, what guides deduct, what is no claim."""

    kinds: Mapping[str, Mapping[str, Any]]
    kept: tuple[Mapping[str, Any], ...]
    sold: tuple[Mapping[str, Any], ...]
    ordinary: Mapping[str, tuple[str, ...]]
    band: Mapping[str, Fraction]

    def needs(self, kind: str, operating: bool) -> tuple[str, ...]:
        """The kinds of evidence of which one proves a claim.

        A plant that is not built yet may commit itself; a year of operation must have happened.
        """
        needs = self.kinds[kind]["needs"]
        return tuple(needs["year" if operating else "commitment"])


def claim_rules(world: World) -> ClaimRules:
    """The rules as ``factors/claims.toml`` states them."""
    raw = world.tables.toml("claims.toml")
    return ClaimRules(
        raw["kinds"],
        tuple(raw["exports"]["kept"]),
        tuple(raw["recovery"]["sold"]),
        {k: tuple(v) for k, v in raw["ordinary"].items()},
        {k: Fraction(v) for k, v in raw["ordinary_band"].items() if k not in ("source", "note")},
    )


class ClaimedAmount(NamedTuple):
    """What is claimed: the amount of the source, and the CO2 that it takes away, t a year."""

    activity: Quantity | None
    co2: Fraction | None


class ClaimProof(NamedTuple):
    """How much of a claim is proven, and what is to be said of it."""

    share: Fraction
    why: Reason | None


def proven(
    shown: Evidence,
    needs: tuple[str, ...],
    amount: ClaimedAmount,
    as_of: date,
    year: int | None,
) -> ClaimProof:
    """How much of a claim a piece of evidence proves.

    ``year``: the year of operation that is accounted; None for a plant that does not run yet, whose
    document must not have run out on the day of assessment.
    """
    refused = _refused(shown, needs, as_of)
    if refused is not None:
        return ClaimProof(Fraction(0), refused)
    in_time = _share_of_time(shown, as_of, year)
    if not in_time:
        return ClaimProof(Fraction(0), Reason("claim.period", {"period": shown.period}))
    if shown.quantity is None:
        if in_time < 1:
            return ClaimProof(in_time, _part(in_time, shown))
        bounded = shown.span is not None
        return ClaimProof(Fraction(1), None if bounded else Reason("claim.whole", _named(shown)))
    covered = _covered(shown.quantity, amount)
    if covered is None:
        params = {"quantity": shown.quantity.text}
        return ClaimProof(Fraction(0), Reason("claim.unit", params))
    if covered < 1:
        return ClaimProof(covered, _part(covered, shown))
    return ClaimProof(Fraction(1), None)


def shows(shown: Evidence, needs: tuple[str, ...], as_of: date) -> bool:
    """Whether a piece of evidence is proof at all, whatever it covers."""
    return _refused(shown, needs, as_of) is None


def _refused(shown: Evidence, needs: tuple[str, ...], as_of: date) -> Reason | None:
    """Why a piece of evidence is no proof, whatever it covers."""
    if not shown.text:
        return Reason("claim.none")
    if shown.kind == "statement":
        return Reason("claim.statement", {"text": shown.text})
    if not shown.number or shown.date is None:
        return Reason("claim.unidentified", _named(shown))
    if shown.date > as_of:
        return Reason("claim.later", {"date": shown.date, "as_of": as_of})
    if shown.kind not in needs:
        return Reason("claim.kind", _named(shown))
    return None


def _named(shown: Evidence) -> dict[str, object]:
    kind = {lang: sentence(f"evidence.{shown.kind}", lang) for lang in LANGUAGES}
    return {"kind": kind, "number": shown.number}


def _part(share: Fraction, shown: Evidence) -> Reason:
    return Reason("claim.part", {**_named(shown), "percent": decimal_text(share * 100, 2)})


def _share_of_time(shown: Evidence, as_of: date, year: int | None) -> Fraction:
    """The share of what is claimed that the period of a document covers."""
    span = shown.span
    if span is None:
        return Fraction(1)
    if year is None:
        return Fraction(1 if span.last >= as_of else 0)
    first, last = max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31))
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return Fraction(max(0, (last - first).days + 1), days)


def _covered(quantity: Quantity, amount: ClaimedAmount) -> Fraction | None:
    """The share of an amount that a quantity covers, at most 1; None where they do not compare."""
    for co2 in ("tCO2", "tCO2e"):
        if quantity.unit.dims == parse_unit(co2).dims and amount.co2 is not None:
            taken = abs(amount.co2)
            return min(Fraction(1), quantity.to(co2) / taken) if taken else Fraction(1)
    activity = amount.activity
    if not quantity.unit.dims:
        return min(Fraction(1), quantity.to("1"))
    if activity is None or activity.unit.dims != quantity.unit.dims:
        return None
    if not activity.value:
        return Fraction(1)
    return min(Fraction(1), quantity.to(activity.unit) / activity.value)
