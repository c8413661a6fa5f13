"""The Run: everything that was read, looked up, computed and decided, in one document."""

from __future__ import annotations

from carbon_eia.run.records.comparison_records import ComparisonRecord
from carbon_eia.run.records.decision_records import DecisionRecord, RegionalRecord
from carbon_eia.run.records.energy_records import EnergyRecord
from carbon_eia.run.records.inventory_records import (
    AllocationRecord,
    IntensityRecord,
    InventoryRecord,
)
from carbon_eia.run.records.project_records import NamedRecord, ProjectRecord
from carbon_eia.run.records.record_base import WarningRecord
from carbon_eia.run.records.reported_records import (
    MonitoringRecord,
    PerformanceRecord,
    ReliedDocumentRecord,
    SensitivityRecord,
)
from carbon_eia.run.records.retrofit_records import RetrofitRecord
from carbon_eia.run.records.uncertainty_records import UncertaintyRecord

__all__ = [
    "Run",
]


class Run(NamedRecord, frozen=True, kw_only=True):
    """The record of an assessment.

    ``uncertainty`` is None unless asked for; ``allocation``
    is None with one main product. ``documents``: those that the assessment relies on;
    ``performance``: the intensities of existing plant, project and whole plant; ``sensitivity``:
    the intensity with one input moved; ``monitoring``: what is proposed for each parameter.
    """

    project: ProjectRecord
    inventory: InventoryRecord
    energy: EnergyRecord
    allocation: AllocationRecord | None
    intensities: tuple[IntensityRecord, ...]
    comparisons: tuple[ComparisonRecord, ...]
    retrofit: RetrofitRecord
    uncertainty: UncertaintyRecord | None
    regional: RegionalRecord
    decision: DecisionRecord
    warnings: tuple[WarningRecord, ...]
    documents: tuple[ReliedDocumentRecord, ...] = ()
    performance: tuple[PerformanceRecord, ...] = ()
    sensitivity: tuple[SensitivityRecord, ...] = ()
    monitoring: tuple[MonitoringRecord, ...] = ()
