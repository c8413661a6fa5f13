"""Workbooks: live calculation sheets, and the whole report on the last one.

``book`` and ``page`` are what every sheet is written with, ``document`` prints any report into a
sheet; ``project`` and ``park`` have the calculation sheets of a project and of a park.
"""

from carbon_eia.report.workbook.project import render_workbook

__all__ = ["render_workbook"]
