"""One project → everything that is known about it."""

from carbon_eia.assessment.assess import PILOT, Assessment, assess, certainty_of

__all__ = ["PILOT", "Assessment", "assess", "certainty_of"]
