"""The record of an operating year held against its approval."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from carbon_eia.run.records import NamedRecord, QuantityRecord, Record, SentenceRecord

__all__ = ["OPERATING_SCHEMA", "DecompositionEffectRecord", "OperatingLine", "OperatingRecord"]

OPERATING_SCHEMA = "carbon-eia/operating/1"


class DecompositionEffectRecord(Record, frozen=True, kw_only=True):
    """What moved a figure: more or less ``output``, ``technology``, or ``factors``."""

    id: Annotated[str, Meta(pattern="^(output|technology|factors)$")]
    value: QuantityRecord


class OperatingLine(Record, frozen=True, kw_only=True):
    """An indicator: approved, actual by the factors of the year, and by those of the approval.

    ``exceeds``: above the approved level by more than the rule allows, by the factors of the
    approval where these are at hand; None where it cannot be told. ``disputed``: by the factors of
    the year it is otherwise.
    """

    indicator: str
    product: str
    approved: QuantityRecord | None
    actual: QuantityRecord | None
    same_factors: QuantityRecord | None
    change_percent: QuantityRecord | None
    effects: tuple[DecompositionEffectRecord, ...]
    exceeds: bool | None
    disputed: bool
    rule: str
    clause: str


class OperatingRecord(NamedRecord, frozen=True, kw_only=True):
    """An operating year; ``run``, ``approval``: ids of the Runs; ``why``: why the factors of the
    approval are not at hand."""

    project: str
    code: str
    year: int
    run: str
    approval: str
    decided: str
    lines: tuple[OperatingLine, ...]
    why: SentenceRecord | None

    @property
    def exceeds(self) -> tuple[OperatingLine, ...]:
        """What has to be put right by a deadline (Order 31, Article 26)."""
        return tuple(x for x in self.lines if x.exceeds)
