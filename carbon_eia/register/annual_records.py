"""The record of a report on the register over a period: every figure that its document prints."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from carbon_eia.run.records import BilingualText, NamedRecord, QuantityRecord, Record
from carbon_eia.run.records.record_base import DayText

__all__ = [
    "ANNUAL_SCHEMA",
    "AnnualCase",
    "AnnualRecord",
    "AreaRecord",
    "ClockCount",
    "GroupCount",
    "NoticedRecord",
    "SerialRecord",
    "YearCount",
]

ANNUAL_SCHEMA = "carbon-eia/annual/1"

Counts = dict[str, int]
"""How many by verdict of the authority."""


class GroupCount(Record, frozen=True, kw_only=True):
    """The decisions of a county or a sector, by verdict, and its cases in hand at the end."""

    name: BilingualText
    decided: Counts
    open: int
    emission: QuantityRecord


class ClockCount(Record, frozen=True, kw_only=True):
    """Deadlines of a kind that ended in the period: kept, met late, missed (not met at the end).

    ``disputed``: those of them that another reading of the law would count otherwise.
    """

    id: str
    name: BilingualText
    clause: str
    kept: int
    late: int
    missed: int
    disputed: int


class YearCount(Record, frozen=True, kw_only=True):
    """A year of the period: received, decided by verdict, emission and energy approved."""

    year: int
    received: int
    decided: Counts
    emission: QuantityRecord
    energy: QuantityRecord


class AnnualCase(Record, frozen=True, kw_only=True):
    """A case that was received or decided in the period, or is in hand at its end."""

    code: str
    name: str
    county: BilingualText
    sector: BilingualText
    verdict: str
    decision: str
    decided: DayText | None
    state: BilingualText
    deadline: str
    emission: QuantityRecord | None


class AreaRecord(Record, frozen=True, kw_only=True):
    """An area under a ceiling at the end of the period."""

    name: str
    instrument: str
    limit: QuantityRecord
    used: QuantityRecord
    left: QuantityRecord
    unknown: tuple[str, ...]


class SerialRecord(Record, frozen=True, kw_only=True):
    """A serial at the end of the period: its amount, what is claimed, by which cases."""

    kind: BilingualText
    serial: str
    amount: QuantityRecord
    claimed: QuantityRecord
    cases: tuple[str, ...]


class NoticedRecord(Record, frozen=True, kw_only=True):
    """Something that was found across cases or years."""

    id: str
    text: BilingualText
    clause: str
    cases: tuple[str, ...]


class AnnualRecord(NamedRecord, frozen=True, kw_only=True):
    """A report over a period: ``annual`` of one year, ``midterm`` of several (中期评估).

    ``size``, ``root``: the head of the ledger that it rests on. ``received`` … ``open``: cases.
    ``unknown``: cases approved in the period whose emission or energy is not known, so that the
    sums lack it.
    """

    kind: Annotated[str, Meta(pattern="^(annual|midterm)$")]
    first: DayText
    last: DayText
    size: int
    root: str
    received: int
    decided: Counts
    open: int
    years: tuple[YearCount, ...]
    counties: tuple[GroupCount, ...]
    sectors: tuple[GroupCount, ...]
    clocks: tuple[ClockCount, ...]
    reported_years: int
    crosschecks: Counts
    areas: tuple[AreaRecord, ...]
    serials: tuple[SerialRecord, ...]
    findings: tuple[NoticedRecord, ...]
    cases: tuple[AnnualCase, ...]
    unknown: tuple[str, ...] = ()
