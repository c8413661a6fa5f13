"""The Run of an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbon_eia.assessment import Assessment
from carbon_eia.reference import Reason
from carbon_eia.run.computed import (
    allocation_part,
    comparison_part,
    energy_part,
    intensity_part,
    inventory_part,
)
from carbon_eia.run.decided import decision_part, retrofit_part
from carbon_eia.run.record import SCHEMA, under_own_id
from carbon_eia.run.records import RegionalRecord, Run
from carbon_eia.run.reported import (
    documents_part,
    monitoring_part,
    performance_part,
    sensitivity_part,
)
from carbon_eia.run.stated import overrides, project_part, reference_part
from carbon_eia.run.values import quantity, warning

if TYPE_CHECKING:
    from carbon_eia.uncertainty import Certainty

__all__ = ["make_run"]


def make_run(a: Assessment, certainty: Certainty | None = None) -> Run:
    """The Run of an assessment, with how sure it is where that was asked."""
    plan = catalogue = uncertainty = None
    warnings = [warning(where, reason) for where, reason in a.warnings]
    if a.proposal is not None:
        from carbon_eia.run.planned import catalogue_part, plan_part

        plan, catalogue = plan_part(a), catalogue_part(a)
    if certainty is not None:
        from carbon_eia.run.certainty import certainty_part

        uncertainty = certainty_part(certainty)
        warnings += [
            warning(spread.place.key, Reason("CE-Q010", {"name": name}, warn=True))
            for name, spread in certainty.unused
        ]
    run = Run(
        id="",
        schema=SCHEMA,
        as_of=str(a.world.as_of),
        reference=reference_part(a.world, overrides(a.benchmarks)),
        project=project_part(a),
        inventory=inventory_part(a),
        energy=energy_part(a),
        allocation=allocation_part(a),
        intensities=tuple(intensity_part(i) for i in a.intensities),
        comparisons=tuple(comparison_part(c, c in a.governing, a) for c in a.comparisons),
        retrofit=retrofit_part(a, plan, catalogue),
        uncertainty=uncertainty,
        regional=RegionalRecord(
            alpha=None if a.alpha is None else quantity(a.alpha * 100, "%"),
            beta=None if a.beta is None else quantity(a.beta * 100, "%"),
        ),
        decision=decision_part(a),
        warnings=tuple(warnings),
        documents=tuple(documents_part(a)),
        performance=tuple(performance_part(a)),
        sensitivity=tuple(sensitivity_part(a)),
        monitoring=tuple(monitoring_part(a)),
    )
    return under_own_id(run)
