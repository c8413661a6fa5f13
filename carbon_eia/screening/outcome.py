"""What is said of a row: from one assessment alone, or the same for all rows of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Comparison
from carbon_eia.intensity import Intensity
from carbon_eia.messages import LANGUAGES, sentence, verdict_label
from carbon_eia.rules import Decision
from carbon_eia.units import decimal_text, rounded

__all__ = ["Figures", "RowOutcome", "deciding_intensity", "figures_of", "outcome_of", "places_of"]

INTENSITY_PLACES = 4
"""Fewest decimals of an intensity; a small one is stated at six significant digits."""


class RowOutcome(NamedTuple):
    """A verdict with everything that is said beside it, apart from the row's own figures.

    ``label``, ``reason`` and ``missing`` are texts by language.
    """

    verdict: str
    label: tuple[str, ...]
    reason: tuple[str, ...]
    grade: str
    provisional: bool
    missing: tuple[str, ...]


class Figures(NamedTuple):
    """The figures of a row, exact: t CO2e a year, intensity with unit, limits, gap in percent.

    ``gap`` = (intensity − admission) ÷ admission × 100: positive above the value.
    """

    total: Fraction | None
    intensity: Fraction | None
    unit: str
    admission: Fraction | None
    advanced: Fraction | None
    gap: Fraction | None


def outcome_of(decision: Decision, admission: Comparison | None) -> RowOutcome:
    """What a decision says, in each language."""
    grade = admission.benchmark.grade if admission is not None else ""
    return RowOutcome(
        decision.verdict,
        tuple(_label(decision, lang) for lang in LANGUAGES),
        tuple(_reason(decision, lang) for lang in LANGUAGES),
        grade,
        decision.provisional,
        tuple(
            "；".join(sentence(m.code, lang, m.params) for m in decision.missing)
            for lang in LANGUAGES
        ),
    )


def _label(decision: Decision, lang: str) -> str:
    """The label of a verdict as ``assess`` prints it."""
    label = verdict_label(decision.verdict, lang, decision.ground)
    if decision.provisional and decision.verdict != "undetermined":
        label = sentence("screen.provisional", lang, {"label": label})
    if decision.indicative:
        would = sentence(f"verdict.{decision.indicative}", lang)
        label = sentence("screen.indicative", lang, {"label": label, "would": would})
    return label


def _reason(decision: Decision, lang: str) -> str:
    """The main reason without figures, which stand in columns of their own."""
    if decision.verdict == "undetermined" and decision.missing:
        first = decision.missing[0]
        return sentence(first.code, lang, first.params)
    vetoed = [r for r in decision.rulings if r.passed is False and r.rule.severity == "veto"]
    own = [r for r in vetoed if not r.fact.code.startswith("fact.")]
    if own:
        return own[0].rule.zh if lang == "zh" else own[0].rule.en
    said = {r.fact.code for r in decision.rulings}
    for code in (
        "fact.expired",
        "fact.committed_reaches",
        "fact.proposed_reaches",
        "fact.undated",
        "fact.too_late",
        "fact.everything_short",
        "fact.no_measures",
        "fact.advanced",
        "fact.within",
    ):
        if code in said:
            return sentence("screening.reason." + code.removeprefix("fact."), lang)
    return ""


def deciding_intensity(
    a: Assessment,
) -> tuple[Intensity | None, Comparison | None, Comparison | None]:
    """The intensity that decides, with its admission and advanced comparison where there are any.

    Of several main products, that of the one furthest above its limit or nearest to it.
    """
    product = a.decisive
    if product is None:
        return None, None, None
    if product.admission is None:
        return next(iter(product.intensities), None), None, product.advanced
    return product.admission.intensity, product.admission, product.advanced


def figures_of(a: Assessment) -> Figures:
    """The figures of an assessment."""
    intensity, admission, advanced = deciding_intensity(a)
    has_sources = any(s.account == "project" for s in a.project.sources)
    total = a.inventory.total() if has_sources else None
    limit = admission.benchmark.limit if admission is not None else None
    better = advanced.benchmark.limit if advanced is not None else None
    if intensity is None:
        return Figures(total, None, "", limit, better, None)
    if admission is None or limit is None:
        return Figures(total, intensity.value, intensity.unit.text, None, better, None)
    value = admission.value
    gap = (value - limit) / limit * 100
    return Figures(total, value, admission.benchmark.unit.text, limit, better, gap)


def places_of(value: Fraction) -> int:
    """Decimals at which an intensity is stated: four, or more to show six significant digits."""
    if not value:
        return INTENSITY_PLACES
    exponent = 0
    size = abs(value)
    while size < 1:
        size *= 10
        exponent -= 1
    while size >= 10:
        size /= 10
        exponent += 1
    return max(INTENSITY_PLACES, 5 - exponent)


def shown_intensity(value: Fraction, limits: Sequence[Fraction]) -> str:
    """An intensity at its places, or at as many more as tell it from each limit.

    >>> shown_intensity(Fraction("0.852067192"), [Fraction("0.83")])
    '0.852067'
    >>> shown_intensity(Fraction("0.8300000041"), [Fraction("0.83")])
    '0.830000004'
    """
    places = places_of(value)
    while places < 40:
        text = rounded(value, places)
        if all(
            (Fraction(text) > x) - (Fraction(text) < x) == (value > x) - (value < x) for x in limits
        ):
            return text
        places += 1
    return decimal_text(value, 60)
