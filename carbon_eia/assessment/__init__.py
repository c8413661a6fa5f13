"""One project → everything that is known about it."""

from carbon_eia.assessment.assess import Assessment, assess, certainty_of
from carbon_eia.assessment.governing import ClaimEffect
from carbon_eia.assessment.local_sensitivity import Sensitivity, sensitivities
from carbon_eia.assessment.plant import Performance, performances, plant_performance
from carbon_eia.assessment.products import ProductAssessment

__all__ = [
    "Assessment",
    "ClaimEffect",
    "Performance",
    "ProductAssessment",
    "Sensitivity",
    "assess",
    "certainty_of",
    "performances",
    "plant_performance",
    "sensitivities",
]
