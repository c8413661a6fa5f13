"""Carbon intensities beside benchmarks."""

from __future__ import annotations

from carbon_eia.run.records.record_base import CitedValueRecord, DecimalText, QuantityRecord, Record

__all__ = [
    "BenchmarkCitation",
    "ComparisonRecord",
    "DerivationRecord",
    "GridFactorRecord",
]


class BenchmarkCitation(Record, frozen=True, kw_only=True):
    """The instrument that sets a benchmark."""

    title: str
    number: str
    authority: str
    date: str
    locator: str
    valid_from: str
    valid_to: str
    note: str


class GridFactorRecord(QuantityRecord, frozen=True, kw_only=True):
    """The electricity factor with which a value was derived."""

    source: CitedValueRecord


class DerivationRecord(Record, frozen=True, kw_only=True):
    """The sum behind a value that was derived from limits of energy."""

    formula: str
    substituted: str
    limits: tuple[str, ...]
    grid_factor: GridFactorRecord
    variant: str | None
    assumption: str | None


class ComparisonRecord(QuantityRecord, frozen=True, kw_only=True):
    """An intensity beside a benchmark; ``governs``: the verdict rests on it.

    ``excess`` = emission × (value − limit) ÷ value: what the year emits above the limit, negative
    where there is room below it.
    """

    benchmark: str
    level: str
    governs: bool
    product: str
    product_name: str
    declared_name: str
    sector: str
    indicator: str
    limit: DecimalText
    within: bool
    margin_percent: DecimalText
    excess: QuantityRecord | None
    grade: str
    adopted: bool
    illustrative: bool
    boundary: str
    same_boundary: bool
    citation: BenchmarkCitation
    derivation: DerivationRecord | None
