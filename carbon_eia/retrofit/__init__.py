"""What could be done: measures as changes of the inventory, judged by the deadline."""

from carbon_eia.retrofit.emission_model import EmissionModel
from carbon_eia.retrofit.measure_checks import measure_notes
from carbon_eia.retrofit.measure_costs import CurveStep, MeasureCosts, SetCost
from carbon_eia.retrofit.measures import (
    HeatOf,
    LinearChange,
    SourceChange,
    apply_measures,
    linear_changes,
    usable,
)
from carbon_eia.retrofit.plan import MeasurePlan, Retrofit, plan_retrofit
from carbon_eia.retrofit.selection import RetrofitTarget, SelectionProblem, TargetCheck
from carbon_eia.retrofit.targets import energy_targets, intensity_target, limit_target
from carbon_eia.retrofit.timetable import Slot, in_time

__all__ = [
    "CurveStep",
    "EmissionModel",
    "HeatOf",
    "LinearChange",
    "MeasureCosts",
    "MeasurePlan",
    "Retrofit",
    "RetrofitTarget",
    "SelectionProblem",
    "SetCost",
    "Slot",
    "SourceChange",
    "TargetCheck",
    "apply_measures",
    "energy_targets",
    "in_time",
    "intensity_target",
    "limit_target",
    "linear_changes",
    "measure_notes",
    "plan_retrofit",
    "usable",
]
