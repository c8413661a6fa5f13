"""The document of a screening: one list of many projects, as a page, as PDF and as Word.

It is printed from what screening counted and from the foremost rows that it kept, and carries no
record: each row has its own in the report of its project.
"""

from carbon_eia.report.screening.screening_document import screening_document
from carbon_eia.report.screening.screening_files import PRINTERS, check_machine, printers

__all__ = ["PRINTERS", "check_machine", "printers", "screening_document"]
