"""What every record is made of: quantities, sentences, citations, proof.

A record is what a Run (or a park's evaluation) writes down: immutable, typed, read with attributes.
``canonical`` gives its bytes, ``decode`` reads them back. A field without a default is always
written; one with a default is written only where it says something (``exact``, ``typed``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

import msgspec

__all__ = [
    "Account",
    "BilingualText",
    "CitationRecord",
    "CitedReason",
    "CitedValueRecord",
    "DayText",
    "DecimalText",
    "FractionText",
    "ProofRecord",
    "QuantityRecord",
    "Record",
    "SentenceRecord",
    "ValueStatus",
    "Verdict",
    "WarningRecord",
]


DecimalText = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,400}(\.[0-9]{1,400})?$")]
"""A plain decimal number; a record with anything else in its place is refused."""

FractionText = Annotated[str, msgspec.Meta(pattern=r"^(-?[0-9]{1,5000}/0*[1-9][0-9]{0,5000})?$")]
"""A fraction whose denominator is not 0, or nothing."""

DayText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""A day: ``2026-06-30``."""


Verdict = Annotated[str, msgspec.Meta(pattern="^(pass|retrofit|refuse|stop|undetermined)$")]
"""符合准入 · 限期改造 · 不予立项 · 停止建设运行 · 无法判定."""

ValueStatus = Annotated[
    str, msgspec.Meta(pattern="^(given|measured|supplier|design|default|derived|assumption)$")
]
"""Where a value comes from: the applicant, a table, another value, or an assumption."""

Account = Annotated[str, msgspec.Meta(pattern="^(existing|project|replaced)$")]
"""三本账: the existing plant, this project, what it replaces."""


class Record(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A part of a record; its fields are the keys of the JSON object."""


class QuantityRecord(Record, frozen=True, kw_only=True):
    """A number with its unit.

    ``value``: decimal text, at most 15 significant digits where the expansion does not end;
    ``exact``: the fraction then; ``typed``: what the applicant wrote.

    >>> QuantityRecord(value="0.333333333333333", unit="t", exact="1/3").number
    Fraction(1, 3)
    """

    value: DecimalText
    unit: str
    exact: FractionText = ""
    typed: str = ""

    @property
    def number(self) -> Fraction:
        """The full number."""
        return Fraction(self.exact or self.value)


class BilingualText(Record, frozen=True, kw_only=True):
    """A name or text in both languages."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The text in a language; Chinese where there is no other."""
        return (self.en if lang == "en" else "") or self.zh


class SentenceRecord(Record, frozen=True, kw_only=True):
    """A sentence: its code, its Chinese text, and the facts that are put into it."""

    code: str
    text: str
    params: dict[str, object]


class CitedReason(SentenceRecord, frozen=True, kw_only=True):
    """Why a value was chosen."""


class CitationRecord(Record, frozen=True, kw_only=True):
    """Where a value of the reference comes from: row, document, place in it, period, grade."""

    id: str
    title: str
    number: str
    locator: str
    grade: str
    valid_from: str
    valid_to: str
    note: str


class CitedValueRecord(CitationRecord, frozen=True, kw_only=True):
    """The citation of a value with the reason for its choice."""

    reason: CitedReason


class ProofRecord(Record, frozen=True, kw_only=True):
    """A document that is shown for a figure; ``lost``: why its file could not be read."""

    kind: str
    number: str | None
    date: str | None
    quantity: QuantityRecord | None
    period: str | None
    file: str | None
    sha256: str | None
    lost: str | None


class WarningRecord(Record, frozen=True, kw_only=True):
    """A warning, the place that it speaks of, and how to mend it."""

    code: str
    where: str
    message: str
    hint: str
    params: dict[str, object]
