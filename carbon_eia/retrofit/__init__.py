"""What could be done: measures as changes of the inventory, judged by the deadline."""

from carbon_eia.retrofit.measures import apply_measures, in_time, usable
from carbon_eia.retrofit.plan import Plan, Retrofit, plan_retrofit

__all__ = ["Plan", "Retrofit", "apply_measures", "in_time", "plan_retrofit", "usable"]
