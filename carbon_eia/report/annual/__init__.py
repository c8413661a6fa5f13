"""The report on a register over a period, printed from its record and from nothing else."""

from carbon_eia.report.annual.annual_files import render_annual

__all__ = ["render_annual"]
