"""The report of one project as a document, built from its Run and from nothing else."""

from carbon_eia.report.project.document import CHAPTERS, project_document

__all__ = ["CHAPTERS", "project_document"]
