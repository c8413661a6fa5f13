"""The record of a cross-check: what was compared, by which tolerances, with what result."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from carbon_eia.run.records import (
    BilingualText,
    NamedRecord,
    QuantityRecord,
    Record,
    SentenceRecord,
)

__all__ = ["CROSSCHECK_SCHEMA", "ComparedLine", "CrossCheckRecord", "ToleranceRecord"]

CROSSCHECK_SCHEMA = "carbon-eia/crosscheck/1"

Step = Annotated[str, Meta(pattern="^(activity|emission|stated)$")]
"""What is compared, in this order: activity, emissions by our factors, stated tonnes."""

Result = Annotated[
    str, Meta(pattern="^(consistent|to_be_explained|not_comparable|inconsistent|not_equal)$")
]


class ComparedLine(Record, frozen=True, kw_only=True):
    """One thing in filing 0 (``own``) and in the other filing.

    ``difference`` = other − own; ``share``: of ``own``, in percent; ``why``: what has to be known.
    """

    step: Step
    name: str
    own: QuantityRecord | None
    other: QuantityRecord | None
    difference: QuantityRecord | None = None
    share: QuantityRecord | None = None
    result: Result
    why: SentenceRecord | None = None
    at: str = ""


class ToleranceRecord(QuantityRecord, frozen=True, kw_only=True):
    """A tolerance that was kept to, and what it rests on."""

    id: str
    name: BilingualText
    clause: str
    instrument: str
    grade: str
    note: str


class CrossCheckRecord(NamedRecord, frozen=True, kw_only=True):
    """A cross-check; ``run``: the id of the Run that is filing 0. ``why``: why nothing is compared.

    ``basis``: clauses on which the comparison with a filing of this kind rests.
    """

    project: str
    code: str
    enterprise: str
    run: str
    year: int
    boundary: BilingualText
    kind: str
    kind_name: BilingualText
    title: str
    handed_in_by: str
    other_year: int
    other_boundary: str
    lines: tuple[ComparedLine, ...]
    left_out: tuple[str, ...]
    result: Result
    why: SentenceRecord | None
    tolerances: tuple[ToleranceRecord, ...]
    basis: str
