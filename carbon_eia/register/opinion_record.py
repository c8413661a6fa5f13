"""The record of an opinion: all that the document of a decision is printed from.

It holds the events of its case up to the decision, each with its way to a head of the ledger, and
the Run that was filed; everything else follows from these and from the law of that day, and is
worked out again when the document is verified.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from carbon_eia.register.event import EventRow
from carbon_eia.register.heads import Digest, LedgerHead, Receipt
from carbon_eia.run.records import (
    BilingualText,
    BreakEvenRecord,
    ComparisonRecord,
    NamedRecord,
    ReasonRecord,
    Record,
    ReliedDocumentRecord,
    SensitivityRecord,
    SentenceRecord,
)
from carbon_eia.run.records.record_base import DayText, Verdict
from carbon_eia.run.signed import SignatureRecord

__all__ = [
    "OPINION_SCHEMA",
    "ClauseRecord",
    "ClockRecord",
    "DecidedRecord",
    "FiledRecord",
    "FindingRecord",
    "OpinionRecord",
    "ProvenEvent",
    "ReadingRecord",
    "RecommendedRecord",
    "RunExcerpt",
    "StatutoryRecord",
    "TaskRecord",
]

OPINION_SCHEMA = "carbon-eia/opinion/1"


class ProvenEvent(Record, frozen=True, kw_only=True):
    """An event as it is stored, and its way to the root of the head: the hashes beside it."""

    event: tuple[int, str, str, str, str, str, str, str]
    path: Annotated[tuple[Digest, ...], msgspec.Meta(max_length=64)]

    @property
    def row(self) -> EventRow:
        """The event as it is stored."""
        return EventRow(*self.event)

    def receipt(self, head: LedgerHead) -> Receipt:
        """Its receipt under a head."""
        return Receipt(event=self.event, head=head, path=self.path)


class ClauseRecord(Record, frozen=True, kw_only=True):
    """A clause that something rests on, as it is quoted; ``quotation`` may be empty."""

    clause: str
    instrument: str
    quotation: str
    grade: str


class StatutoryRecord(Record, frozen=True, kw_only=True):
    """A duty or a remedy that the law itself sets; ``due``: its last day where it is known."""

    id: str
    text: BilingualText
    ground: ClauseRecord
    due: DayText | None


class FiledRecord(Record, frozen=True, kw_only=True):
    """An application: when it was received and accepted (``deemed``: by silence), and its Run.

    ``sha256``: of the Run's bytes, as the event names them.
    """

    number: int
    event: int
    received: DayText
    accepted: DayText | None
    deemed: bool
    file: str
    run: str
    sha256: str
    verdict: str


class RunExcerpt(Record, frozen=True, kw_only=True):
    """The Run that was filed, whole, and what of it the decision rests on.

    ``text``: its bytes; ``comparisons``: those that govern; ``reasons``: the rules that judge;
    ``documents``: those whose deciding clause is quoted; ``sensitivity``: by how much each input
    has to move for the intensity to equal its limit, which is what a finding on it is worth.
    """

    id: str
    text: str
    label: str
    ground: str | None
    provisional: bool
    indicative: str | None
    illustrative: bool
    comparisons: tuple[ComparisonRecord, ...]
    reasons: tuple[ReasonRecord, ...]
    missing: tuple[SentenceRecord, ...]
    documents: tuple[ReliedDocumentRecord, ...]
    sensitivity: tuple[SensitivityRecord, ...]


class FindingRecord(Record, frozen=True, kw_only=True):
    """A finding with what it is worth to the verdict, and its answer.

    ``break_even``: as it was solved from the Run when the finding was made; ``worth``: in the
    reviewer's own words.
    """

    event: int
    day: DayText
    path: str
    text: str
    worth: str
    break_even: BreakEvenRecord | None
    answered: DayText | None
    answer: str


class RecommendedRecord(Record, frozen=True, kw_only=True):
    """What was recommended, on which day, in which role."""

    event: int
    day: DayText
    role: BilingualText
    verdict: Verdict
    reason: str


class DecidedRecord(Record, frozen=True, kw_only=True):
    """What was decided; ``against``: why the recommendation was not followed.

    ``number``, ``authority``: of the document, as the decision states them; ``remedies``: in its
    own words.
    """

    event: int
    day: DayText
    role: BilingualText
    verdict: Verdict
    reason: str
    against: str
    conditions: tuple[str, ...]
    deadline: DayText | None
    remedies: tuple[str, ...]
    number: str
    authority: str


class TaskRecord(Record, frozen=True, kw_only=True):
    """A milestone or a duty that was set with the decision: until when, or before which step."""

    kind: str
    name: str
    day: DayText | None
    before: BilingualText | None


class ReadingRecord(Record, frozen=True, kw_only=True):
    """A clock by one reading of the law, with the steps of its arithmetic."""

    name: BilingualText
    due: DayText | None
    state: str
    provisional: bool
    steps: tuple[BilingualText, ...]


class ClockRecord(Record, frozen=True, kw_only=True):
    """A clock of the case on the day of the opinion; the first of its readings is the one taken."""

    clock: str
    label: BilingualText
    ground: ClauseRecord
    start: DayText
    met: DayText | None
    readings: tuple[ReadingRecord, ...]


class OpinionRecord(NamedRecord, frozen=True, kw_only=True):
    """An opinion, or its draft while nothing is decided (``decided`` is None then).

    ``case``: its code; ``applicant``, ``project``, ``region`` … as they were filed. ``rule``: that
    who recommends does not decide. ``head``: the head of the ledger under which ``events`` are
    proven; ``signature``: of the head, where there is one.
    """

    case: str
    project: str
    applicant: str
    credit_code: str
    region: str
    sector: BilingualText
    stage: str
    filing: FiledRecord
    run: RunExcerpt | None
    findings: tuple[FindingRecord, ...]
    recommended: RecommendedRecord | None
    decided: DecidedRecord | None
    rule: ClauseRecord
    grounds: tuple[ClauseRecord, ...]
    tasks: tuple[TaskRecord, ...]
    duties: tuple[StatutoryRecord, ...]
    remedies: tuple[StatutoryRecord, ...]
    clocks: tuple[ClockRecord, ...]
    head: LedgerHead
    events: tuple[ProvenEvent, ...]
    signature: SignatureRecord | None = None

    @property
    def is_draft(self) -> bool:
        """Whether nothing is decided yet."""
        return self.decided is None

    @property
    def verdict(self) -> str:
        """What was decided; in a draft what is recommended, empty where nothing is yet."""
        said = self.decided or self.recommended
        return "" if said is None else said.verdict

    @property
    def deciding(self) -> ProvenEvent:
        """The event of the decision, in a draft the last one."""
        decided = self.decided
        if decided is None:
            return self.events[-1]
        return next(e for e in self.events if e.row.sequence == decided.event)
