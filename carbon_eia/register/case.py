"""What is known of a case: its filings, findings, decisions, changes, tasks and orders."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct, field

__all__ = [
    "APPROVING",
    "RETROFIT",
    "STAGES",
    "VERDICTS",
    "AcceptedPhase",
    "AuthorityDecision",
    "Case",
    "ChangeApplication",
    "CrossCheck",
    "Eia",
    "Filing",
    "Moment",
    "OperatingYear",
    "Rectification",
    "ReviewFinding",
    "ReviewerRecommendation",
    "SerialClaim",
    "Stop",
    "Task",
    "day_of",
]

VERDICTS = ("pass", "retrofit", "refuse", "stop")
"""What an authority may decide: 无法判定 is no decision (Order 31, Article 17)."""

APPROVING = frozenset({"pass", "retrofit"})
"""Verdicts under which the project goes on, with the conditions that they set."""

RETROFIT = "retrofit"
"""The verdict, and the milestone that is the whole retrofit, done: a decision sets it."""

STAGES = ("proposed", "under_construction", "trial", "completion_accepted", "operating")
"""How far the plant itself is."""


class Moment(Struct):
    """An event as a case remembers it: its day as it holds now, and who wrote it."""

    sequence: int
    kind: str
    day: date
    actor: str


class Stop(Struct):
    """Experts at work. ``notified``: working days of the written notice, from ``since``.

    ``form``: ``agency`` where it is the evaluation of Article 15 by an agency.
    """

    event: int
    invited: date
    since: date | None = None
    notified: int | None = None
    returned: date | None = None
    form: str = ""


class Filing(Struct):
    """An application: when it was received, the Run that it rests on, and how far it came."""

    number: int
    event: int
    received: date
    run: str = ""
    record: str = ""
    """The file of the Run, by its SHA-256."""

    verdict: str = ""
    """What the Run says; the decision is the authority's."""

    near: str = ""
    """Whether its verdict may turn: yes, no, or empty where that is not known."""

    weak: str = ""
    """Whether it rests on weak evidence: yes, no, or empty where that is not known."""

    channel: str = ""
    joint: bool = False
    standards: list[dict[str, Any]] = field(default_factory=list)
    notified: Moment | None = None
    notice_deadline: date | None = None
    answered: Moment | None = None
    accepted: Moment | None = None
    declined: Moment | None = None
    deemed: bool = False
    extended: Moment | None = None
    stops: list[Stop] = field(default_factory=list)
    closed: Moment | None = None
    """The decision or the withdrawal that ended it."""


class ReviewFinding(Struct):
    """A finding, pinned to a path of the Run, with what it is worth and its answer."""

    event: int
    day: date
    path: str
    text: str = ""
    worth: Any = None
    answered: date | None = None


class ReviewerRecommendation(Struct):
    """What a reviewer recommends."""

    event: int
    actor: str
    recommendation: str
    reason: str


class AuthorityDecision(Struct):
    """What the authority decided; ``against``: its reason where it did not follow the proposal."""

    event: int
    day: date
    filing: int
    verdict: str
    reason: str
    conditions: list[Any] = field(default_factory=list)
    recommendation: str = ""
    against: str = ""
    deadline: date | None = None
    delivered: Moment | None = None
    stage: str = ""
    """How far the plant was."""
    is_standing: bool = False
    """An approval that neither lapsed nor was revoked."""


class ChangeApplication(Struct):
    """An application for a change (Article 18), and what came of it."""

    event: int
    day: date
    origin: str
    verdict: str = ""
    decided: Moment | None = None


class Task(Struct):
    """A milestone or a duty: by which day, or before which command, and when it was met."""

    event: int
    name: str
    set: date
    day: date | None = None
    before: str = ""
    met: Moment | None = None


class Rectification(Struct):
    """An order to put right: on which ground, by which day, and when it was confirmed."""

    event: int
    day: date
    ground: str
    deadline: date | None = None
    rectified: Moment | None = None


class AcceptedPhase(Struct):
    """A part of the plant that is accepted and put into production by itself (Article 21)."""

    accepted: date | None = None
    operating: date | None = None


class OperatingYear(Struct):
    """What was reported of a year of operation."""

    year: int
    event: int
    day: date
    run: str = ""
    comparison: str = ""
    """The file of what the year comes to beside its approval."""


class CrossCheck(Struct):
    """A cross-check of a year: which report, what it came to, and the file of its record."""

    event: int
    day: date
    year: int
    report: str
    result: str
    record: str = ""


class SerialClaim(Struct):
    """A claim on a serial; ``released``: the event that released it."""

    event: int
    what: str
    serial: str
    amount: str
    released: Moment | None = None


class Eia(Struct):
    """The EIA approval of another authority, as far as its five years matter."""

    event: int
    approved: date
    submitted: Moment | None = None
    reexamined: Moment | None = None


class Case(Struct):
    """A project in the register. Read only: it is made by ``case_of``.

    ``state``: empty before there is a case; ``origin``: the state to which a change, a closure or
    an order goes back; ``stage``: how far the plant is; ``opinion``: that of another authority
    (filing 0) with its ``day``; ``disputed``: what the law allows to be read in two ways just now.
    """

    code: str = ""
    state: str = ""
    stage: str = "proposed"
    origin: str = ""
    name: str = ""
    applicant: str = ""
    credit_code: str = ""
    site: Any = None
    region: str = ""
    park: str = ""
    sector: str = ""
    exempt: str = ""
    opinion: dict[str, Any] = field(default_factory=dict)
    filings: list[Filing] = field(default_factory=list)
    findings: list[ReviewFinding] = field(default_factory=list)
    proposal: ReviewerRecommendation | None = None
    decisions: list[AuthorityDecision] = field(default_factory=list)
    changes: list[ChangeApplication] = field(default_factory=list)
    milestones: list[Task] = field(default_factory=list)
    duties: list[Task] = field(default_factory=list)
    rectifications: list[Rectification] = field(default_factory=list)
    phases: dict[str, AcceptedPhase] = field(default_factory=dict)
    years: list[OperatingYear] = field(default_factory=list)
    crosschecks: list[CrossCheck] = field(default_factory=list)
    claims: list[SerialClaim] = field(default_factory=list)
    eia: Eia | None = None
    listed: date | None = None
    latest: date | None = None
    constructed: Moment | None = None
    trial: Moment | None = None
    completed: Moment | None = None
    operating: Moment | None = None
    lapsed: Moment | None = None
    history: list[Moment] = field(default_factory=list)
    corrected: dict[int, date] = field(default_factory=dict)
    disputed: list[str] = field(default_factory=list)

    @property
    def filing(self) -> Filing | None:
        """The application that is being handled, or was handled last."""
        return self.filings[-1] if self.filings else None

    @property
    def decision(self) -> AuthorityDecision | None:
        """The last decision."""
        return self.decisions[-1] if self.decisions else None

    def channel_of(self, decision: AuthorityDecision) -> str:
        """The channel of the filing that was decided on; empty for the energy review."""
        own = 0 < decision.filing <= len(self.filings)
        return self.filings[decision.filing - 1].channel if own else ""

    @property
    def change(self) -> ChangeApplication | None:
        """The application for a change that is not decided yet."""
        last = self.changes[-1] if self.changes else None
        return last if last is not None and last.decided is None else None

    @property
    def rectification(self) -> Rectification | None:
        """The order to put right that is not met yet."""
        last = self.rectifications[-1] if self.rectifications else None
        return last if last is not None and last.rectified is None else None

    @property
    def is_approved(self) -> bool:
        """Whether an approval stands: of this register, or of another authority."""
        if self.state == "lapsed":
            return False
        if self.decisions:
            return self.decisions[-1].is_standing
        return bool(self.opinion) and self.lapsed is None


def day_of(value: object) -> date | None:
    """A day of a body: a date or its text; None where it is none.

    >>> day_of("2026-03-02"), day_of("soon"), day_of(None)
    (datetime.date(2026, 3, 2), None, None)
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
