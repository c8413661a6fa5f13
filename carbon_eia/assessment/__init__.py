"""One project → everything that is known about it."""

from carbon_eia.assessment.assess import PILOT, Assessment, assess, certainty_of
from carbon_eia.assessment.governing import ClaimEffect

__all__ = ["PILOT", "Assessment", "ClaimEffect", "assess", "certainty_of"]
