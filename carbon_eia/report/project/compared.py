"""Sentences on an intensity beside a limit: above, equal or below, by how much."""

from __future__ import annotations

from carbon_eia.report import show
from carbon_eia.report.document import Text
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.amounts import percent, tonnes
from carbon_eia.run.records import ComparisonRecord

__all__ = ["against", "limit_of"]


def limit_of(comparison: ComparisonRecord) -> str:
    """The limit with its unit."""
    return f"{show.plain(comparison.limit)} {comparison.unit}"


def against(c: ComparisonRecord, keys: tuple[str, str, str], p: Printer) -> Text:
    """Above, equal to or below a limit; by how much, in per cent and in tonnes of a year.

    ``keys``: of the sentence for each of the three.
    """
    margin = show.exact(c.margin_percent)
    facts = {"limit": limit_of(c), "margin": percent(c.margin_percent)}
    if c.excess is not None:
        facts["excess"] = tonnes(c.excess)
    if show.exact(c) == show.exact(c.limit):
        return p.tell(keys[1], **facts)
    return p.tell(keys[0] if margin < 0 else keys[2], **facts)
