"""A case is what its events come to: one fold, the same whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from carbon_eia.errors import InputError, Problem
from carbon_eia.register.event import Event

__all__ = [
    "APPROVING",
    "EVENT_KINDS",
    "RETROFIT",
    "VERDICTS",
    "Case",
    "Change",
    "Decision",
    "Eia",
    "Filing",
    "Finding",
    "Moment",
    "Phase",
    "Proposal",
    "Rectification",
    "Stop",
    "Task",
    "Year",
    "case_of",
    "corrected_days",
    "day_of",
    "effective",
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
    verdict: str = ""
    """What the Run says; the decision is the authority's."""
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


class Finding(Struct):
    """A finding, pinned to a path of the Run, with what it is worth and its answer."""

    event: int
    day: date
    path: str
    text: str = ""
    worth: Any = None
    answered: date | None = None


class Proposal(Struct):
    """What a reviewer recommends."""

    event: int
    actor: str
    recommendation: str
    reason: str


class Decision(Struct):
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


class Change(Struct):
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


class Phase(Struct):
    """A part of the plant that is accepted and put into production by itself (Article 21)."""

    accepted: date | None = None
    operating: date | None = None


class Year(Struct):
    """What was reported of a year of operation."""

    year: int
    event: int
    day: date
    run: str = ""


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
    findings: list[Finding] = field(default_factory=list)
    proposal: Proposal | None = None
    decisions: list[Decision] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    milestones: list[Task] = field(default_factory=list)
    duties: list[Task] = field(default_factory=list)
    rectifications: list[Rectification] = field(default_factory=list)
    phases: dict[str, Phase] = field(default_factory=dict)
    years: list[Year] = field(default_factory=list)
    eia: Eia | None = None
    listed: date | None = None
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
    def decision(self) -> Decision | None:
        """The last decision."""
        return self.decisions[-1] if self.decisions else None

    @property
    def change(self) -> Change | None:
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


def corrected_days(events: Iterable[Event]) -> dict[int, date]:
    """The days that were put right, by the sequence of the event; the last correction holds."""
    found: dict[int, date] = {}
    for event in events:
        if event.kind == "day_corrected":
            day, number = day_of(event.body.get("day")), _number(event.body.get("event"))
            if day is not None and number is not None:
                found[number] = day
    return found


def effective(events: Iterable[Event]) -> list[Event]:
    """The events in their sequence, each with the day that holds for it now."""
    listed = sorted(events, key=lambda e: e.sequence)
    corrected = corrected_days(listed)
    return [e._replace(day=corrected[e.sequence]) if e.sequence in corrected else e for e in listed]


def case_of(events: Iterable[Event]) -> Case:
    """The case that some events come to, in the order of their sequence.

    A lapse by time and an acceptance by silence depend on the day that is asked about:
    ``case_at`` has them.

    Raises InputError CE-G101: a kind of event that no table knows.
    """
    listed = list(events)
    case = Case(corrected=corrected_days(listed))
    for event in effective(listed):
        apply = _APPLY.get(event.kind)
        if apply is None:
            raise InputError(
                Problem("CE-G101", params={"kind": event.kind, "sequence": event.sequence})
            )
        moment = Moment(event.sequence, event.kind, event.day, event.actor)
        case.history.append(moment)
        case.code = event.case or case.code
        apply(case, event.body, moment)
    return case


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return "" if value is None else str(value)


def _several(body: Mapping[str, Any], key: str) -> list[Any]:
    """A list of a body; what stands alone is a list of one."""
    value = body.get(key)
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _number(value: object) -> int | None:
    """A whole number of a body, written as one or as its text."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _identify(case: Case, body: Mapping[str, Any]) -> None:
    """Who and where, from the event that names it; what a later one leaves out stays."""
    for key in ("name", "applicant", "credit_code", "region", "park", "sector", "exempt"):
        if body.get(key):
            setattr(case, key, str(body[key]))
    if body.get("site"):
        case.site = body["site"]
    opinion = body.get("opinion")
    if isinstance(opinion, Mapping):
        case.opinion = dict(opinion)
    elif opinion:
        case.opinion = {"day": str(opinion)}
    stage = _text(body, "stage")
    if stage in STAGES and STAGES.index(stage) >= STAGES.index(case.stage):
        case.stage = stage  # what was built once is not proposed again


def _listed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    _identify(case, body)
    case.listed, case.state = moment.day, "listed"


def _filed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    _identify(case, body)
    filing = Filing(len(case.filings) + 1, moment.sequence, moment.day)
    filing.run, filing.channel = _text(body, "run"), _text(body, "channel")
    filing.verdict = _text(body, "verdict")
    filing.verdict = _text(body, "verdict")
    filing.standards = [dict(s) for s in _several(body, "standards") if isinstance(s, Mapping)]
    filing.joint = bool(body.get("joint"))
    case.filings.append(filing)
    case.proposal = None
    case.state = "filed"


def _notified(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.notified = moment
        case.filing.notice_deadline = day_of(body.get("deadline"))
    case.state = "to_be_corrected"


def _answered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.answered = moment
    _new_run(case, body)
    case.state = "filed"


def _new_run(case: Case, body: Mapping[str, Any]) -> None:
    """A new Run that came with an answer takes the place of the one before."""
    if body.get("run") and case.filing is not None:
        case.filing.run, case.filing.verdict = str(body["run"]), _text(body, "verdict")


def _accepted(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.accepted = moment
        case.filing.joint = case.filing.joint or bool(body.get("joint"))
    case.state = "accepted"


def _declined(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.declined = case.filing.closed = moment
    case.state = "listed"


def _review_started(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.state = "in_review"


def _experts_invited(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    stop = Stop(moment.sequence, moment.day, form=_text(body, "form"))
    notice = body.get("notice")
    since = None
    if isinstance(notice, Mapping):
        since, notice = day_of(notice.get("day")), notice.get("working_days")
    stop.notified = _number(notice)
    if stop.notified is not None:
        stop.since = max(moment.day, since or moment.day)
    if case.filing is not None:
        case.filing.stops.append(stop)
    case.state = "expert_review"


def _experts_returned(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None and case.filing.stops:
        case.filing.stops[-1].returned = moment.day
    case.state = "in_review"


def _finding(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    path, text = _text(body, "path"), _text(body, "text")
    case.findings.append(Finding(moment.sequence, moment.day, path, text, body.get("worth")))


def _finding_answered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    for finding in case.findings:
        if finding.event == _number(body.get("finding")):
            finding.answered = moment.day
    _new_run(case, body)


def _proposed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    recommendation, reason = _text(body, "recommendation"), _text(body, "reason")
    case.proposal = Proposal(moment.sequence, moment.actor, recommendation, reason)
    case.state = "proposed"


def _extended(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.extended = moment


def _decided(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    verdict = _text(body, "verdict")
    for earlier in case.decisions:
        earlier.is_standing = False
    case.decisions.append(
        Decision(
            event=moment.sequence,
            day=moment.day,
            filing=len(case.filings),
            verdict=verdict,
            reason=_text(body, "reason"),
            conditions=_several(body, "conditions"),
            recommendation=case.proposal.recommendation if case.proposal else "",
            against=_text(body, "against"),
            deadline=day_of(body.get("deadline")),
            stage=case.stage,
            is_standing=verdict in APPROVING,
        )
    )
    deadline = day_of(body.get("deadline"))
    if verdict == RETROFIT and deadline is not None:
        case.milestones.append(Task(moment.sequence, RETROFIT, moment.day))
    if case.filing is not None:
        case.filing.closed = moment
    case.state = "decided"


def _delivered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.decisions:
        case.decisions[-1].delivered = moment


def _change_requested(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.changes.append(Change(moment.sequence, moment.day, case.state))
    case.origin, case.state, case.proposal = case.state, "in_review", None


def _change_decided(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    change = case.change
    if change is None:
        return
    change.verdict, change.decided = _text(body, "verdict"), moment
    if change.verdict == "review":
        _review_anew(case, change.day, moment)
        case.state = "accepted"
    else:
        case.state = change.origin
    case.proposal = None


def _review_anew(case: Case, received: date, moment: Moment) -> None:
    """A review without a new filing: of a change, or of a decision that was set aside."""
    filing = Filing(len(case.filings) + 1, moment.sequence, received, accepted=moment)
    filing.run = case.filings[-1].run if case.filings else ""
    case.filings.append(filing)


def _withdrawn(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    change = case.change
    if change is not None:
        change.verdict, change.decided = "withdrawn", moment
        case.state = change.origin
        return
    if case.filing is not None:
        case.filing.closed = moment
    case.state = "withdrawn"


def _construction_started(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.constructed = case.constructed or moment
    case.state = case.stage = "under_construction"


def _trial_started(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.trial = moment
    case.state = case.stage = "trial"


def _completion_accepted(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if body.get("phase"):
        case.phases.setdefault(str(body["phase"]), Phase()).accepted = moment.day
        return
    case.completed = moment
    case.state = case.stage = "completion_accepted"


def _operating_started(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.operating = case.operating or moment
    if body.get("phase"):
        case.phases.setdefault(str(body["phase"]), Phase()).operating = moment.day
        return
    case.state = case.stage = "operating"


def _year_reported(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    number = _number(body.get("year"))
    if number is not None:
        year = Year(number, moment.sequence, moment.day, _text(body, "run"))
        case.years = [*(y for y in case.years if y.year != number), year]


def _rectification_ordered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    ground, deadline = _text(body, "ground"), day_of(body.get("deadline"))
    case.rectifications.append(Rectification(moment.sequence, moment.day, ground, deadline))
    if _text(body, "stage") in STAGES:
        case.stage = _text(body, "stage")
    case.state = "under_rectification"


def _rectified(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    for order in case.rectifications:
        order.rectified = order.rectified or moment
    case.state = "listed" if case.stage == "proposed" else case.stage


def _milestone_set(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.milestones.append(_task(body, moment))


def _duty_set(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.duties.append(_task(body, moment))


def _task(body: Mapping[str, Any], moment: Moment) -> Task:
    day, before = day_of(body.get("day")), _text(body, "before")
    return Task(moment.sequence, _text(body, "name"), moment.day, day, before)


def _milestone_met(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    _meet(case.milestones, _text(body, "name"), moment)


def _duty_met(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    _meet(case.duties, _text(body, "name"), moment)


def _meet(tasks: list[Task], name: str, moment: Moment) -> None:
    for task in tasks:
        if task.name == name and task.met is None:
            task.met = moment


def _lapsed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.lapsed, case.state = moment, "lapsed"
    for decision in case.decisions:
        decision.is_standing = False


def _revoked(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    for decision in case.decisions:
        decision.is_standing = False
    case.opinion = {}
    case.state = "revoked"


def _closed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.origin, case.state = case.state, "closed"


def _reopened(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.state == "decided":
        _review_anew(case, moment.day, moment)
    case.state = case.origin if case.state == "closed" else "in_review"
    case.proposal = None


def _eia_approved(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.eia = Eia(moment.sequence, day_of(body.get("approved")) or moment.day)


def _eia_submitted(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.eia is not None:
        case.eia.submitted, case.eia.reexamined = moment, None


def _eia_reexamined(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.eia is not None:
        case.eia.reexamined = moment


def _day_corrected(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    """The day is put right before the fold; the event itself only stands in the history."""


_APPLY: Mapping[str, Callable[[Case, Mapping[str, Any], Moment], None]] = {
    "listed": _listed,
    "filed": _filed,
    "notified": _notified,
    "answered": _answered,
    "accepted": _accepted,
    "declined": _declined,
    "withdrawn": _withdrawn,
    "review_started": _review_started,
    "experts_invited": _experts_invited,
    "experts_returned": _experts_returned,
    "found": _finding,
    "finding_answered": _finding_answered,
    "proposed": _proposed,
    "extended": _extended,
    "decided": _decided,
    "delivered": _delivered,
    "reopened": _reopened,
    "change_requested": _change_requested,
    "change_decided": _change_decided,
    "construction_started": _construction_started,
    "trial_started": _trial_started,
    "completion_accepted": _completion_accepted,
    "operating_started": _operating_started,
    "year_reported": _year_reported,
    "rectification_ordered": _rectification_ordered,
    "rectified": _rectified,
    "milestone_set": _milestone_set,
    "milestone_met": _milestone_met,
    "duty_set": _duty_set,
    "duty_met": _duty_met,
    "revoked": _revoked,
    "lapsed": _lapsed,
    "closed": _closed,
    "eia_approved": _eia_approved,
    "eia_submitted": _eia_submitted,
    "eia_reexamined": _eia_reexamined,
    "day_corrected": _day_corrected,
}

EVENT_KINDS = frozenset(_APPLY)
"""Every kind of event that a case knows."""
