"""How much: emissions by account, category and source; how they are split over products."""

from __future__ import annotations

from carbon_eia.run.records.project_records import BoundaryRecord, SectorName
from carbon_eia.run.records.record_base import (
    Account,
    BilingualText,
    CitedValueRecord,
    DecimalText,
    ProofRecord,
    QuantityRecord,
    Record,
    SentenceRecord,
    ValueStatus,
)

__all__ = [
    "AccountsRecord",
    "AdmissibleRecord",
    "AllocatedShareRecord",
    "AllocatedSourceRecord",
    "AllocationRecord",
    "BearingProductRecord",
    "CategoryRecord",
    "GasRecord",
    "IntensityRecord",
    "InventoryRecord",
    "MethodSourceRecord",
    "ParameterRecord",
    "PlantRecord",
    "SourceRecord",
    "SpreadRecord",
]


class AccountsRecord(Record, frozen=True, kw_only=True):
    """三本账: ``after`` = existing + project − replaced, ``change`` = project − replaced."""

    existing: QuantityRecord | None
    project: QuantityRecord | None
    replaced: QuantityRecord | None
    after: QuantityRecord | None
    change: QuantityRecord | None


class PlantRecord(Record, frozen=True, kw_only=True):
    """Carbon per product of the whole plant before and after the works."""

    product: str
    before: QuantityRecord | None
    after: QuantityRecord | None


class CategoryRecord(Record, frozen=True, kw_only=True):
    """A line of the inventory."""

    category: str
    co2e: QuantityRecord
    share_percent: DecimalText | None


class ParameterRecord(QuantityRecord, frozen=True, kw_only=True):
    """A parameter of a source: its value, where it comes from (``status``), and its citation."""

    name: str
    typed: str
    status: ValueStatus
    source: CitedValueRecord | None


class GasRecord(Record, frozen=True, kw_only=True):
    """A gas of a source; ``gwp`` is None where the assessment report lists none."""

    gas: str
    mass: QuantityRecord
    gwp: DecimalText | None
    assessment: str
    source: CitedValueRecord | None
    co2e: QuantityRecord | None


class MethodSourceRecord(Record, frozen=True, kw_only=True):
    """The document that prints a method's formula."""

    title: str
    number: str
    locator: str


class SpreadRecord(Record, frozen=True, kw_only=True):
    """An uncertainty as the applicant stated it: a half-width in percent, or a distribution."""

    value: str = ""
    unit: str = ""
    exact: str = ""
    distribution: str = ""
    typed: str


class SourceRecord(Record, frozen=True, kw_only=True):
    """A source with its figures; ``share_percent``: of what could be computed of the project.

    ``release``: organised, fugitive, empty where neither the file nor the method says so;
    ``release_usual``: it is that usual for the method. ``operation``: normal where it is empty.
    """

    name: str
    method: str
    material: str
    material_name: BilingualText | None
    supply: str
    item: str
    direction: str
    account: Account
    category: str
    evidence: str
    proof: ProofRecord | None
    uncertainty: SpreadRecord | None
    amount: QuantityRecord | None
    parameters: tuple[ParameterRecord, ...]
    formula: str
    biogenic_formula: str | None
    substituted: str
    method_source: MethodSourceRecord
    gas: str | None
    mass: QuantityRecord | None
    gases: tuple[GasRecord, ...]
    co2e: QuantityRecord | None
    biogenic: QuantityRecord | None
    missing: tuple[SentenceRecord, ...]
    share_percent: DecimalText | None
    process_unit: str = ""
    release: str = ""
    release_usual: bool = False
    operation: str = ""


class InventoryRecord(Record, frozen=True, kw_only=True):
    """Emissions of a year; ``total`` is None where it is not complete, ``known`` what is there."""

    total: QuantityRecord | None
    complete: bool
    known: QuantityRecord
    accounts: AccountsRecord
    plant: PlantRecord | None
    biogenic: QuantityRecord
    by_category: tuple[CategoryRecord, ...]
    by_source: tuple[SourceRecord, ...]


class BearingProductRecord(Record, frozen=True, kw_only=True):
    """A main product and what it bears; ``emission`` is None where a source is not split."""

    product: str
    sector: SectorName
    boundary: BoundaryRecord
    output: QuantityRecord | None
    emission: QuantityRecord | None
    method_share: QuantityRecord | None


class AllocatedShareRecord(QuantityRecord, frozen=True, kw_only=True):
    """The share of a source that a product bears."""

    product: str


class AllocatedSourceRecord(Record, frozen=True, kw_only=True):
    """How a source is split; ``basis``: assigned, shares, mass, value, energy or None."""

    source: str
    basis: str | None
    how: str
    shares: tuple[AllocatedShareRecord, ...]


class AdmissibleRecord(Record, frozen=True, kw_only=True):
    """The total beside Σ(output × admission value)."""

    emission: QuantityRecord
    limit: QuantityRecord
    within: bool


class AllocationRecord(Record, frozen=True, kw_only=True):
    """How the sources are split over several main products."""

    method: str | None
    products: tuple[BearingProductRecord, ...]
    sources: tuple[AllocatedSourceRecord, ...]
    notes: tuple[BilingualText, ...]
    admissible: AdmissibleRecord | None


class IntensityRecord(QuantityRecord, frozen=True, kw_only=True):
    """A carbon intensity: ``numerator`` ÷ ``denominator``."""

    indicator: str
    product: str | None
    product_name: str | None
    sector: str | None
    numerator: QuantityRecord
    denominator: QuantityRecord
