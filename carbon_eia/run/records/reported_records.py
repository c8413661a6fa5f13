"""What a report states beside inventory and decision: documents, monitoring, performance."""

from __future__ import annotations

from carbon_eia.run.records.comparison_records import GridFactorRecord
from carbon_eia.run.records.record_base import (
    BilingualText,
    CitationRecord,
    DecimalText,
    QuantityRecord,
    Record,
)

__all__ = [
    "MonitoringRecord",
    "PerformanceRecord",
    "ReliedDocumentRecord",
    "SensitivityRecord",
]


class ReliedDocumentRecord(Record, frozen=True, kw_only=True):
    """A document that the assessment relies on.

    ``group``: law, national, province, city, guide, standard; ``by_reference``: followed without
    being bound to it; ``quotation``: the clause that decides; ``rows``: rows of the table of plans
    and access that rest on it.
    """

    title: str
    number: str
    issuer: str
    group: str
    clause: str = ""
    quotation: str = ""
    by_reference: bool = False
    rows: tuple[str, ...] = ()


class MonitoringRecord(Record, frozen=True, kw_only=True):
    """How a parameter of a source is to be monitored, and the document that asks for it."""

    source: str
    parameter: str
    instrument: BilingualText
    frequency: BilingualText
    record: BilingualText
    citation: CitationRecord


class PerformanceRecord(QuantityRecord, frozen=True, kw_only=True):
    """An intensity of the existing plant, of this project, or of the whole plant after it.

    ``scope``: existing, project, after; ``of``: the raw material or product that it is counted on.
    """

    scope: str
    indicator: str
    of: str
    numerator: QuantityRecord
    denominator: QuantityRecord


class SensitivityRecord(Record, frozen=True, kw_only=True):
    """The intensity of the main product with one input moved by ``step`` to either side.

    ``input``: category (the emission of ``category``), output, or grid (``alternative``: another
    grid factor, whose value stands in ``low``). ``break_even_percent``: by how much the input has
    to move for the intensity to equal its limit.
    """

    input: str
    category: str = ""
    step: QuantityRecord | None = None
    alternative: GridFactorRecord | None = None
    low: QuantityRecord
    high: QuantityRecord | None = None
    break_even_percent: DecimalText | None = None
