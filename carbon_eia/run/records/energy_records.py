"""Comprehensive energy by GB/T 2589, and the limits of energy beside it."""

from __future__ import annotations

from carbon_eia.run.records.record_base import (
    Account,
    CitationRecord,
    CitedValueRecord,
    DecimalText,
    QuantityRecord,
    Record,
    SentenceRecord,
)

__all__ = [
    "EnergyComparisonRecord",
    "EnergyGapRecord",
    "EnergyLevelRecord",
    "EnergyPerProductRecord",
    "EnergyRecord",
    "EnergyUseRecord",
    "MissingEditionRecord",
    "OutsideEnergyRecord",
    "ProductEnergyRecord",
]


class EnergyUseRecord(Record, frozen=True, kw_only=True):
    """The energy of a source; ``energy`` is None without a coefficient, and then no total."""

    name: str
    account: Account
    energy: QuantityRecord | None
    formula: str | None
    coefficient: QuantityRecord | None
    electricity: QuantityRecord | None
    electricity_formula: str | None
    how: str
    code: str
    source: CitedValueRecord | None


class OutsideEnergyRecord(Record, frozen=True, kw_only=True):
    """A source that is no energy, and why."""

    name: str
    account: Account
    code: str
    how: str


class EnergyPerProductRecord(Record, frozen=True, kw_only=True):
    """Comprehensive energy of a unit of a product, equivalent and primary value."""

    product: str
    equivalent: QuantityRecord | None
    primary: QuantityRecord | None


class ProductEnergyRecord(Record, frozen=True, kw_only=True):
    """The energy that a main product bears, and per unit of it."""

    product: str
    variant: str | None
    equivalent: QuantityRecord | None
    primary: QuantityRecord | None
    per_product: EnergyPerProductRecord | None


class EnergyComparisonRecord(QuantityRecord, frozen=True, kw_only=True):
    """A figure of energy beside a limit, in the limit's unit.

    ``limit`` as corrected, ``printed`` as in the table, ``sum`` the correction written out,
    ``said`` what was done about it, ``within`` None where nothing is judged, ``stated`` whether
    the figure is the applicant's own; ``without_own``: without own photovoltaics and wind;
    ``exports_kept``: energy is exported and the standard has no formula to deduct it.
    """

    benchmark: str
    product: str
    indicator: str
    level: str
    level_zh: str
    without_own: QuantityRecord | None
    exports_kept: bool
    limit: DecimalText
    printed: DecimalText | None
    within: bool | None
    variant: str | None
    stated: bool
    correction: str
    sum: str | None
    said: SentenceRecord | None
    citation: CitationRecord


class EnergyGapRecord(Record, frozen=True, kw_only=True):
    """A limit without a figure of the project, and why."""

    benchmark: str
    product: str
    indicator: str
    level: str
    level_zh: str
    variant: str | None
    limit: DecimalText
    unit: str
    why: SentenceRecord
    citation: CitationRecord


class MissingEditionRecord(Record, frozen=True, kw_only=True):
    """A limit of which no edition is in force on the day."""

    product: str
    indicator: str
    why: SentenceRecord
    citation: CitationRecord


class EnergyLevelRecord(Record, frozen=True, kw_only=True):
    """The level that a product reaches: gb1–gb3 or above; 标杆水平, 基准水平 or below."""

    indicator: str
    product: str
    level: str | None
    benchmark: str | None


class EnergyRecord(Record, frozen=True, kw_only=True):
    """Comprehensive energy: ``equivalent`` 当量值, ``primary`` 等价值.

    ``primary`` is None without a stated rate; ``per_product`` and ``variant`` are those of the
    only main product.
    """

    equivalent: QuantityRecord | None
    primary: QuantityRecord | None
    by_source: tuple[EnergyUseRecord, ...]
    outside: tuple[OutsideEnergyRecord, ...]
    per_product: EnergyPerProductRecord | None
    variant: str | None
    by_product: tuple[ProductEnergyRecord, ...]
    comparisons: tuple[EnergyComparisonRecord, ...]
    not_provided: tuple[EnergyGapRecord, ...]
    no_edition: tuple[MissingEditionRecord, ...]
    levels: tuple[EnergyLevelRecord, ...]
