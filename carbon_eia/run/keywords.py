"""Keywords by which a document that carries no record says what it is."""

from __future__ import annotations

__all__ = ["PUBLISHED", "SCREENING"]

SCREENING = "carbon-eia/screening/1"
"""Of the documents of a screening."""

PUBLISHED = "carbon-eia/standard-published/1"
"""Of the public edition of a standard, whose record is sealed."""
