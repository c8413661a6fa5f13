"""What could be done: measures as changes of the inventory, judged by the deadline."""

from carbon_eia.retrofit.books import Books
from carbon_eia.retrofit.case import Case, Reckoning, Target
from carbon_eia.retrofit.measures import (
    HeatOf,
    LinearChange,
    SourceChange,
    apply_measures,
    linear_changes,
    usable,
)
from carbon_eia.retrofit.plan import Plan, Retrofit, plan_retrofit
from carbon_eia.retrofit.targets import energy_targets, intensity_target, limit_target
from carbon_eia.retrofit.timetable import Slot, in_time
from carbon_eia.retrofit.trial import tried

__all__ = [
    "Books",
    "Case",
    "HeatOf",
    "LinearChange",
    "Plan",
    "Reckoning",
    "Retrofit",
    "Slot",
    "SourceChange",
    "Target",
    "apply_measures",
    "energy_targets",
    "in_time",
    "intensity_target",
    "limit_target",
    "linear_changes",
    "plan_retrofit",
    "tried",
    "usable",
]
