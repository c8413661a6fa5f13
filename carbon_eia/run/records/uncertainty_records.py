"""How sure the figures are: inputs, intervals, what would turn or settle the verdict."""

from __future__ import annotations

from carbon_eia.run.records.record_base import (
    BilingualText,
    CitationRecord,
    DecimalText,
    QuantityRecord,
    Record,
    SentenceRecord,
    ValueStatus,
)

__all__ = [
    "BreakEvenRecord",
    "DrawnInput",
    "HistogramRecord",
    "IntervalRecord",
    "SampledIntensity",
    "SampledTotal",
    "SettlementRecord",
    "UncertaintyRecord",
]


class SampledTotal(Record, frozen=True, kw_only=True):
    """Mean, standard deviation and interval of a figure over the draws."""

    mean: DecimalText
    sd: DecimalText
    low: DecimalText
    high: DecimalText
    unit: str


class SampledIntensity(SampledTotal, frozen=True, kw_only=True):
    """An intensity over the draws, and the share of them above the limit."""

    indicator: str
    product: str | None
    probability_above: DecimalText | None


class IntervalRecord(Record, frozen=True, kw_only=True):
    """The interval of an input."""

    low: DecimalText
    high: DecimalText


class BreakEvenRecord(QuantityRecord, frozen=True, kw_only=True):
    """The value of an input at which the verdict turns; ``typed``: what to write for it."""

    conflicts: tuple[str, ...] = ()
    change_percent: str = ""


class DrawnInput(QuantityRecord, frozen=True, kw_only=True):
    """An input that is drawn: where it is written, its distribution, what it explains."""

    where: str
    places: tuple[str, ...]
    name: str
    label: BilingualText
    owners: tuple[str, ...]
    method: str
    status: ValueStatus
    origin: str | None
    distribution: str
    parameters: dict[str, str]
    interval: IntervalRecord | None
    half_percent: DecimalText | None
    basis: str
    stated: str
    source: CitationRecord | None
    source_name: BilingualText | None
    first_order: DecimalText | None
    total_order: DecimalText | None
    break_even: BreakEvenRecord | None
    no_break_even: str | None
    break_even_after: BreakEvenRecord | None


class HistogramRecord(Record, frozen=True, kw_only=True):
    """Counts of the draws of the main intensity between edges."""

    edges: tuple[str, ...]
    counts: tuple[int, ...]
    unit: str


class SettlementRecord(SentenceRecord, frozen=True, kw_only=True):
    """Which measurement would settle the verdict, and how narrow it must be."""

    inputs: tuple[str, ...]
    share: DecimalText | None


class UncertaintyRecord(Record, frozen=True, kw_only=True):
    """The analysis of uncertainty; numbers that rest on draws have six significant digits."""

    draws: int
    seed: int
    generator: str
    sobol_base: int
    level: DecimalText
    complete: bool
    inputs: tuple[DrawnInput, ...]
    total: SampledTotal | None
    intensity: SampledIntensity | None
    others: tuple[SampledIntensity, ...]
    after_measures: SampledIntensity | None
    probability_above: DecimalText | None
    near_limit: bool | None
    near: SentenceRecord | None
    settle: SettlementRecord | None
    histogram: HistogramRecord | None
