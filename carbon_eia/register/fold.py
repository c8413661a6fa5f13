"""A case is what its events come to: one fold, the same whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from carbon_eia.errors import InputError, Problem
from carbon_eia.register.case import (
    APPROVING,
    RETROFIT,
    STAGES,
    AcceptedPhase,
    AuthorityDecision,
    Case,
    ChangeApplication,
    CrossCheck,
    Eia,
    Filing,
    Moment,
    OperatingYear,
    Rectification,
    ReviewerRecommendation,
    ReviewFinding,
    SerialClaim,
    Stop,
    Task,
    day_of,
)
from carbon_eia.register.counting import EIA
from carbon_eia.register.event import Event

__all__ = ["EVENT_KINDS", "case_after", "case_of", "corrected_days", "effective"]

YES = frozenset({"yes", "true", "1"})
"""How a body says yes."""


def corrected_days(events: Iterable[Event]) -> dict[int, date]:
    """The days that were put right, by the sequence of the event; the last correction holds."""
    days: dict[int, date] = {}
    for event in events:
        if event.kind == "day_corrected":
            day, number = day_of(event.body.get("day")), _number(event.body.get("event"))
            if day is not None and number is not None:
                days[number] = day
    return days


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
        _add(case, event)
    return case


def case_after(case: Case, events: Iterable[Event]) -> Case | None:
    """A case with events that came after all of its own; it is changed itself.

    None where one of them puts the day of an earlier event right: the case is then another one
    from there on, and is to be made of all its events. Raises as ``case_of``.
    """
    listed = list(events)
    if corrected_days(listed):
        return None
    for event in listed:
        _add(case, event)
    return case


def _add(case: Case, event: Event) -> None:
    apply = _APPLY.get(event.kind)
    if apply is None:
        raise InputError(
            Problem("CE-G101", params={"kind": event.kind, "sequence": event.sequence})
        )
    moment = Moment(event.sequence, event.kind, event.day, event.actor)
    case.history.append(moment)
    case.latest = max(case.latest or event.day, event.day)
    case.code = event.case or case.code
    apply(case, event.body, moment)


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return "" if value is None else str(value)


def _several(body: Mapping[str, Any], key: str) -> list[Any]:
    """A list of a body; what stands alone is a list of one."""
    value = body.get(key)
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _is_yes(value: object) -> bool:
    """Whether a body says yes: the word, or true."""
    return value is True or str(value).strip().casefold() in YES


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
    filing.channel = _text(body, "channel")
    _rest_on(filing, body)
    filing.joint = _is_yes(body.get("joint"))
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
        _rest_on(case.filing, body)


def _rest_on(filing: Filing, body: Mapping[str, Any]) -> None:
    """The Run on which a filing rests, with what the classes ask of it."""
    filing.run, filing.record = _text(body, "run"), _text(body, "record")
    filing.verdict = _text(body, "verdict")
    filing.near, filing.weak = _text(body, "near"), _text(body, "weak")
    filing.standards = [dict(s) for s in _several(body, "standards") if isinstance(s, Mapping)]


def _accepted(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.accepted = moment
        case.filing.joint = case.filing.joint or _is_yes(body.get("joint"))
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
    case.findings.append(ReviewFinding(moment.sequence, moment.day, path, text, body.get("worth")))


def _finding_answered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    for finding in case.findings:
        if finding.event == _number(body.get("finding")):
            finding.answered = moment.day
    _new_run(case, body)


def _proposed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    recommendation, reason = _text(body, "recommendation"), _text(body, "reason")
    case.proposal = ReviewerRecommendation(moment.sequence, moment.actor, recommendation, reason)
    case.state = "proposed"


def _extended(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.filing is not None:
        case.filing.extended = moment


def _decided(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    verdict = _text(body, "verdict")
    for earlier in case.decisions:
        earlier.is_standing = False
    case.decisions.append(
        AuthorityDecision(
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
        if case.filing.channel in EIA and verdict in APPROVING:
            case.eia = Eia(moment.sequence, moment.day)
    case.state = "decided"


def _delivered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    if case.decisions:
        case.decisions[-1].delivered = moment


def _change_requested(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.changes.append(ChangeApplication(moment.sequence, moment.day, case.state))
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
    if case.filings:
        last = case.filings[-1]
        filing.run, filing.record, filing.verdict = last.run, last.record, last.verdict
        filing.near, filing.weak, filing.channel = last.near, last.weak, last.channel
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
        case.phases.setdefault(str(body["phase"]), AcceptedPhase()).accepted = moment.day
        return
    case.completed = moment
    case.state = case.stage = "completion_accepted"


def _operating_started(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    case.operating = case.operating or moment
    if body.get("phase"):
        case.phases.setdefault(str(body["phase"]), AcceptedPhase()).operating = moment.day
        return
    case.state = case.stage = "operating"


def _year_reported(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    number = _number(body.get("year"))
    if number is not None:
        run, comparison = _text(body, "run"), _text(body, "comparison")
        year = OperatingYear(number, moment.sequence, moment.day, run, comparison)
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


def _crosschecked(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    number = _number(body.get("year"))
    report, result, record = (_text(body, k) for k in ("report", "result", "record"))
    if number is not None:
        check = CrossCheck(moment.sequence, moment.day, number, report, result, record)
        case.crosschecks.append(check)


def _serial_registered(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    """The account of a serial is kept by its own key; the case only remembers that it was."""


def _claimed(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    what, serial, amount = (_text(body, k) for k in ("what", "serial", "amount"))
    case.claims.append(SerialClaim(moment.sequence, what, serial, amount))


def _claim_released(case: Case, body: Mapping[str, Any], moment: Moment) -> None:
    for claim in case.claims:
        if claim.event == _number(body.get("claim")):
            claim.released = claim.released or moment


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
    "crosschecked": _crosschecked,
    "serial_registered": _serial_registered,
    "claimed": _claimed,
    "claim_released": _claim_released,
}

EVENT_KINDS = frozenset(_APPLY)
"""Every kind of event that a case knows."""
