"""The report of an admission standard, for the decision and for the public."""

from carbon_eia.report.standard.edition import StandardReport

__all__ = ["StandardReport"]
