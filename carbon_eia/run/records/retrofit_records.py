"""What could be done: the plans of the measures, and the catalogue."""

from __future__ import annotations

from carbon_eia.run.records.record_base import (
    BilingualText,
    CitationRecord,
    DayText,
    DecimalText,
    FractionText,
    QuantityRecord,
    Record,
    SentenceRecord,
)

__all__ = [
    "CandidateRecord",
    "CandidateSourceRecord",
    "CatalogueSaving",
    "ConstraintRecord",
    "ConstructionMonths",
    "CostCurveRecord",
    "DeadlineRecord",
    "IntensityRange",
    "MeasureSavingRecord",
    "MeasureSetRecord",
    "PathPointRecord",
    "PlanRecord",
    "PlannedIntensityRecord",
    "PlannedMeasureRecord",
    "RetrofitRecord",
    "SavingRecord",
]


class DeadlineRecord(Record, frozen=True, kw_only=True):
    """The deadline, where it comes from and how far it may carry a verdict."""

    date: DayText
    origin: str
    grade: str
    citation: str


class PlannedIntensityRecord(Record, frozen=True, kw_only=True):
    """The intensity of a main product with a set of measures; ``value`` None where unknown."""

    product: str
    value: DecimalText | None
    unit: str = ""
    exact: FractionText = ""


class MeasureSetRecord(Record, frozen=True, kw_only=True):
    """A set of measures, the intensities that it leads to, and what it saves and costs in all."""

    measures: tuple[str, ...]
    intensity: QuantityRecord | None
    intensities: tuple[PlannedIntensityRecord, ...]
    finish: DayText | None
    co2e_saved: QuantityRecord | None = None
    energy_saved: QuantityRecord | None = None
    investment: QuantityRecord | None = None
    annualised_cost: QuantityRecord | None = None
    cost_per_t: QuantityRecord | None = None


class MeasureSavingRecord(Record, frozen=True, kw_only=True):
    """What a measure saves alone in a year (with what it requires), and what a tonne costs."""

    measure: str
    co2e_saved: QuantityRecord | None
    energy_saved: QuantityRecord | None
    annualised_cost: QuantityRecord | None
    cost_per_t: QuantityRecord | None


class PlannedMeasureRecord(Record, frozen=True, kw_only=True):
    """A measure of the plan: its months, money, and what it saves in a year."""

    name: str
    reference: str
    status: str
    start: DayText | None
    finish: DayText | None
    months: int | None
    shutdown: bool
    investment: QuantityRecord | None
    annual_cost: QuantityRecord | None
    annualised_cost: QuantityRecord | None
    co2e_saved: QuantityRecord | None
    energy_saved: QuantityRecord | None
    cost_per_t: QuantityRecord | None


class IntensityRange(Record, frozen=True, kw_only=True):
    """The intensity with the least and the most that the measures may save."""

    low_savings: QuantityRecord | None
    high_savings: QuantityRecord | None


class PathPointRecord(Record, frozen=True, kw_only=True):
    """The intensity from a day on."""

    date: DayText
    intensity: QuantityRecord | None


class CostCurveRecord(Record, frozen=True, kw_only=True):
    """A measure alone on the cost curve."""

    measure: str
    co2e_saved: QuantityRecord | None
    cost_per_t: QuantityRecord | None
    in_plan: bool


class ConstraintRecord(Record, frozen=True, kw_only=True):
    """What the plan has to keep to, with what it comes to; ``kept`` None where nothing is held.

    ``product`` and ``before`` (without the measures) stand with a limit of carbon or energy.
    """

    code: str
    product: str | None = None
    before: QuantityRecord | None = None
    value: QuantityRecord | str | None
    limit: QuantityRecord | str | int | tuple[str, ...] | None
    kept: bool | None


class PlanRecord(Record, frozen=True, kw_only=True):
    """The optimal plan with its schedule, money, path and cost curve."""

    product: str | None
    objective: str
    objective_stated: bool
    status: str
    reason: SentenceRecord
    measures: tuple[PlannedMeasureRecord, ...]
    intensity: QuantityRecord | None
    intensity_before: QuantityRecord | None
    intensity_range: IntensityRange
    limit: QuantityRecord
    start: DayText | None
    finish: DayText | None
    investment: QuantityRecord | None
    annualised_cost: QuantityRecord | None
    nearest_finish: DayText | None
    everything_intensity: QuantityRecord | None
    everything_measures: tuple[str, ...]
    order: str
    path: tuple[PathPointRecord, ...]
    curve: tuple[CostCurveRecord, ...]
    waived: tuple[str, ...]
    constraints: tuple[ConstraintRecord, ...]


class SavingRecord(Record, frozen=True, kw_only=True):
    """What a candidate saves of a source, and the CO2e of that."""

    saves: QuantityRecord | None
    co2e: QuantityRecord | None


class CandidateSourceRecord(Record, frozen=True, kw_only=True):
    """A source that a candidate of the catalogue acts on."""

    source: str
    low: SavingRecord
    central: QuantityRecord | None
    high: SavingRecord


class CatalogueSaving(Record, frozen=True, kw_only=True):
    """The saving as the catalogue prints it."""

    low: str
    high: str
    unit: str


class ConstructionMonths(Record, frozen=True, kw_only=True):
    """Months of construction as the catalogue prints them."""

    low: str | None
    high: str | None


class CandidateRecord(Record, frozen=True, kw_only=True):
    """An entry of the catalogue that fits; ``declared``: measures of the project that are it."""

    id: str
    name: BilingualText
    general: bool
    applicability: str
    acts_on: str
    saving_type: str
    scope: str
    saving: CatalogueSaving | None
    saving_basis: str
    months: ConstructionMonths
    acts: tuple[CandidateSourceRecord, ...]
    declared: tuple[str, ...]
    source: CitationRecord


class RetrofitRecord(Record, frozen=True, kw_only=True):
    """The sets of measures: what is committed, proposed, or would be too late.

    ``product``: the main product that the sets' ``intensity`` is of; ``complete``: whether the
    search was whole; ``obstacle``: what stands in the way where nothing is proposed.
    """

    product: str | None
    deadline: DeadlineRecord | None
    present: MeasureSetRecord | None
    committed: MeasureSetRecord | None
    all_committed: MeasureSetRecord | None
    proposed: MeasureSetRecord | None
    late: MeasureSetRecord | None
    everything: MeasureSetRecord | None
    complete: bool
    obstacle: str | None
    plan: PlanRecord | None
    catalogue: tuple[CandidateRecord, ...] | None
    by_measure: tuple[MeasureSavingRecord, ...] = ()
