"""One project → everything that is known about it."""

from carbon_eia.assessment.assess import Assessment, assess, certainty_of

__all__ = ["Assessment", "assess", "certainty_of"]
