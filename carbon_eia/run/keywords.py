"""Keywords by which a document that carries no record says what it is."""

from __future__ import annotations

__all__ = ["PUBLISHED", "REGISTER", "SCREENING"]

SCREENING = "carbon-eia/screening/1"
"""Of the documents of a screening."""

PUBLISHED = "carbon-eia/standard-published/1"
"""Of the public edition of a standard, whose record is sealed."""

REGISTER = "carbon-eia/register-report/1"
"""Of a report on a register or of a cross-check: its figures are those of the register."""
