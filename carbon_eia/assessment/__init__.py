"""One project → everything that is known about it."""

from carbon_eia.assessment.assess import Assessment, assess, certainty_of
from carbon_eia.assessment.governing import ClaimEffect
from carbon_eia.assessment.plant import plant_performance
from carbon_eia.assessment.products import ProductAssessment

__all__ = [
    "Assessment",
    "ClaimEffect",
    "ProductAssessment",
    "assess",
    "certainty_of",
    "plant_performance",
]
