"""The result of a cross-check and its statement, printed from its record and from nothing else."""

from carbon_eia.report.crosscheck.crosscheck_document import render_crosscheck

__all__ = ["render_crosscheck"]
