"""What follows: the verdict with its reasons, conditions, gaps and claims."""

from __future__ import annotations

import msgspec

from carbon_eia.run.records.record_base import (
    BilingualText,
    DayText,
    DecimalText,
    ProofRecord,
    QuantityRecord,
    Record,
    SentenceRecord,
    Verdict,
)

__all__ = [
    "ClaimRecord",
    "DecisionRecord",
    "ReasonRecord",
    "RegionalRecord",
]


class RegionalRecord(Record, frozen=True, kw_only=True):
    """The impact on the region: α and β in per cent."""

    alpha: QuantityRecord | None
    beta: QuantityRecord | None


class ReasonRecord(Record, frozen=True, kw_only=True):
    """A rule, the fact it was held against, and whether it is passed.

    ``passed`` is None where nothing is judged. ``fact`` is the sentence of ``code`` and ``params``.
    """

    rule: str
    clause: str
    instrument: str
    severity: str
    grade: str | None
    quotation: str
    note: str
    title: BilingualText
    fact: str
    code: str
    params: dict[str, object]
    value: str | None
    limit: str | None
    unit: str | None
    passed: bool | None


class ClaimRecord(Record, frozen=True, kw_only=True):
    """What is stated and lowers a figure, with what it bears on with it and without it.

    ``needs``: kinds of evidence of which one proves it; ``share``: how much of it is proven.
    """

    source: str
    parameter: str
    kind: str
    needs: tuple[str, ...]
    held: bool
    share: DecimalText
    evidence: str
    proof: ProofRecord | None
    product: str | None
    with_claim: DecimalText = msgspec.field(name="with")
    without_claim: DecimalText = msgspec.field(name="without")
    unit: str
    why: SentenceRecord | None


class DecisionRecord(Record, frozen=True, kw_only=True):
    """The verdict; ``ground`` is ``energy`` where a mandatory limit refuses.

    ``product``: the main product that is furthest above its value, or nearest to it. ``emission``,
    ``admissible_emission`` = Σ(output × admission value) and ``within_admissible`` stand where
    there are several main products.
    """

    product: str | None
    verdict: Verdict
    label: str
    ground: str | None
    provisional: bool
    indicative: Verdict | None
    reasons: tuple[ReasonRecord, ...]
    conditions: tuple[SentenceRecord, ...]
    deadline: DayText | None
    missing: tuple[SentenceRecord, ...]
    claims: tuple[ClaimRecord, ...]
    emission: QuantityRecord | None = None
    admissible_emission: QuantityRecord | None = None
    within_admissible: bool | None = None
