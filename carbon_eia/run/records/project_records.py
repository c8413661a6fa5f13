"""What was read: the project, its products and measures, the benchmark files."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from carbon_eia.run.records.record_base import (
    Account,
    BilingualText,
    DayText,
    ProofRecord,
    QuantityRecord,
    Record,
)

__all__ = [
    "ApplicantRecord",
    "BoundaryRecord",
    "ChosenReference",
    "CityRecord",
    "EconomicsRecord",
    "EffectRecord",
    "EvidenceFileRecord",
    "FactRecord",
    "GuideDifferenceRecord",
    "GuideRecord",
    "InstrumentRecord",
    "MeasureRecord",
    "NamedRecord",
    "PhaseRecord",
    "PictureRecord",
    "PlanningRecord",
    "ProductRecord",
    "ProjectRecord",
    "RawMaterialRecord",
    "ReferenceRecord",
    "ReportRecord",
    "SectorName",
    "SectorRecord",
]

PictureKind = Annotated[str, Meta(pattern="^(image/(png|jpeg))?$")]
"""The kind of a picture; empty where its file was not at hand."""

FactRecord = QuantityRecord | bool | int | str | None
"""A fact that the applicant states."""


class InstrumentRecord(Record, frozen=True, kw_only=True):
    """A benchmark file that was used; ``green_power`` is ``zero`` where it says that bought green
    power with proof counts as zero."""

    id: str
    title: str
    number: str
    authority: str
    date: str
    illustrative: bool
    green_power: str | None
    file: str
    sha256: str
    text: str


class ReferenceRecord(Record, frozen=True, kw_only=True):
    """Version and digest of the reference tables, and the benchmark files beside them."""

    version: str
    sha256: str
    overrides: tuple[InstrumentRecord, ...]


class NamedRecord(Record, frozen=True, kw_only=True):
    """A document that is named by the SHA-256 of everything else in it (``id``).

    ``as_of``: the day on which it was made; ``reference``: the tables with which.
    """

    schema: str
    id: str
    as_of: DayText
    reference: ReferenceRecord


class BoundaryRecord(BilingualText, frozen=True, kw_only=True):
    """The accounting boundary of a sector."""

    id: str


class GuideDifferenceRecord(Record, frozen=True, kw_only=True):
    """In what a chosen guide departs from the sector's ``own``: a table, a potential, a figure."""

    kind: str
    own: str
    chosen: str


class GuideRecord(Record, frozen=True, kw_only=True):
    """The accounting guide that was followed, and those ``offered``."""

    title: str
    number: str
    note: str
    locator: str
    id: str
    offered: tuple[str, ...]
    differences: tuple[GuideDifferenceRecord, ...]


class ChosenReference(Record, frozen=True, kw_only=True):
    """What the applicant chose in place of the sector's own."""

    gwp: str | None
    fuel_table: str | None
    guide: str | None


class SectorName(Record, frozen=True, kw_only=True):
    """A sector by its id and names."""

    id: str
    name_zh: str
    name_en: str

    def name(self, lang: str) -> str:
        """The name in a language; Chinese where there is no other."""
        return (self.name_en if lang == "en" else "") or self.name_zh


class SectorRecord(SectorName, frozen=True, kw_only=True):
    """The sector with its guide, boundary and tables."""

    gbt4754: tuple[str, ...]
    guide: GuideRecord
    boundary: BoundaryRecord
    gwp: str
    fuel_tables: tuple[str, ...]
    chosen: ChosenReference


class ApplicantRecord(Record, frozen=True, kw_only=True):
    """Who applies; ``site`` as typed."""

    name: str
    credit_code: str
    site: dict[str, str]


class EconomicsRecord(Record, frozen=True, kw_only=True):
    """Money of the project."""

    output_value: QuantityRecord | None
    added_value: QuantityRecord | None
    investment: QuantityRecord | None
    existing_output_value: QuantityRecord | None = None
    existing_added_value: QuantityRecord | None = None


class RawMaterialRecord(Record, frozen=True, kw_only=True):
    """A raw material and its annual amount."""

    name: str
    amount: QuantityRecord | None
    main: bool | None
    account: Account
    carbon_content: QuantityRecord | None
    evidence: str
    proof: ProofRecord | None


class CityRecord(Record, frozen=True, kw_only=True):
    """Figures of the city, for its impact on the region."""

    carbon_intensity: QuantityRecord | None
    total: QuantityRecord | None
    year: int | None
    source: str


class EvidenceFileRecord(Record, frozen=True, kw_only=True):
    """A file that evidence names; ``lost``: why it could not be read."""

    file: str
    sha256: str | None
    lost: str | None


class ProductRecord(Record, frozen=True, kw_only=True):
    """A product; ``sector`` is None where it is the project's."""

    name: str
    amount: QuantityRecord | None
    main: bool | None
    account: Account
    variant: str
    sector: str | None
    price: QuantityRecord | None
    facts: dict[str, FactRecord]
    specific_energy: dict[str, FactRecord]
    corrected_limits: dict[str, FactRecord]
    evidence: str
    proof: ProofRecord | None


class EffectRecord(Record, frozen=True, kw_only=True):
    """What a measure does to a source."""

    source: str
    saves: QuantityRecord | None
    adds: QuantityRecord | None
    low: QuantityRecord | None
    high: QuantityRecord | None
    parameter: str
    to: QuantityRecord | str | None
    switch: str
    efficiency: QuantityRecord | None
    old_efficiency: QuantityRecord | None
    method: str
    material: str
    supply: str


class MeasureRecord(Record, frozen=True, kw_only=True):
    """A measure of the applicant."""

    name: str
    reference: str
    effects: tuple[EffectRecord, ...]
    investment: QuantityRecord | None
    annual_cost: QuantityRecord | None
    start: DayText | None
    finish: DayText | None
    status: str
    requires: tuple[str, ...]
    excludes: tuple[str, ...]
    duration: int | None
    life: int | None
    shutdown: bool
    shutdown_months: int | None
    evidence: str
    proof: ProofRecord | None
    maturity: str = ""
    responsible: str = ""
    so2_saved: QuantityRecord | None = None
    nox_saved: QuantityRecord | None = None
    dust_saved: QuantityRecord | None = None


class PlanningRecord(Record, frozen=True, kw_only=True):
    """The applicant's wishes for a plan of the measures."""

    objective: str
    discount_rate: QuantityRecord | None
    budget: QuantityRecord | None
    parallel: int | None
    shutdowns: tuple[str, ...]


class ReportRecord(Record, frozen=True, kw_only=True):
    """Who compiles and evaluates the report."""

    compiler: str = ""
    authors: tuple[str, ...] = ()
    evaluator: str = ""


class PictureRecord(Record, frozen=True, kw_only=True):
    """A picture that the report shows, with its pixels, from which every document is printed.

    ``sha256``: of ``content``; ``source_sha256``: of the applicant's ``file``, drawn anew in it.
    """

    file: str
    caption: str
    kind: PictureKind
    width: int
    height: int
    sha256: str
    source_sha256: str
    content: bytes


class PhaseRecord(Record, frozen=True, kw_only=True):
    """A phase of construction, approved and actual, by indicator."""

    name: str
    stage: str
    approved: dict[str, QuantityRecord]
    actual: dict[str, QuantityRecord]


class ProjectRecord(Record, frozen=True, kw_only=True):
    """The project as its file states it, with its sector, guide and boundary.

    ``texts``: the applicant's own words in Markdown, by the heading that they stand under;
    ``pictures``: by what they show.
    """

    name: str
    code: str
    stage: str
    nature: str
    sector: SectorRecord
    region: str
    year: int
    allocation: str | None
    retrofit_deadline: DayText | None
    change_consent_date: DayText | None
    channel: str | None
    applicant: ApplicantRecord
    economics: EconomicsRecord
    city: CityRecord
    facts: dict[str, FactRecord]
    facts_evidence: str
    facts_proof: ProofRecord | None
    evidence_files: tuple[EvidenceFileRecord, ...]
    products: tuple[ProductRecord, ...]
    measures: tuple[MeasureRecord, ...]
    planning: PlanningRecord
    phases: tuple[PhaseRecord, ...]
    raw_materials: tuple[RawMaterialRecord, ...] = ()
    operating_hours: QuantityRecord | None = None
    report: ReportRecord = ReportRecord()
    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, PictureRecord] = field(default_factory=dict)
    sha256: str
    text: str
