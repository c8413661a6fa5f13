"""One project → everything that is known about it."""

from carbon_eia.assessment.assess import PILOT, Assessment, assess, certainty_of
from carbon_eia.assessment.products import ProductAssessment

__all__ = ["PILOT", "Assessment", "ProductAssessment", "assess", "certainty_of"]
