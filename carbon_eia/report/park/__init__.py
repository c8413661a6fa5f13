"""The report of a park as a document, built from its record and from nothing else."""

from carbon_eia.report.park.park_document import CHAPTERS, park_document

__all__ = ["CHAPTERS", "park_document"]
