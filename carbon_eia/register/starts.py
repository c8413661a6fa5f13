"""Which clocks a case has started, from when each runs, and whether it was met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from carbon_eia.register.case import (
    APPROVING,
    RETROFIT,
    AuthorityDecision,
    Case,
    Filing,
    Moment,
    day_of,
)
from carbon_eia.register.counting import (
    EIA,
    ENERGY_REVIEW,
    ArithmeticStep,
    Start,
    accepted_day,
    notice_due,
)
from carbon_eia.register.law import Law

__all__ = ["starts_of", "validity_start"]

ONE = timedelta(days=1)


def starts_of(case: Case, as_of: date, law: Law) -> Iterator[Start]:
    """Every clock that a case has started by a day."""
    for filing in case.filings:
        yield from _of_filing(case, filing, as_of, law)
    for decision in case.decisions:
        yield from _of_decision(case, decision)
    yield from validity_start(case)
    yield from _of_changes(case)
    yield from _of_building(case)
    yield from _of_orders(case)
    yield from _of_tasks(case)
    yield from _of_years(case, as_of)
    yield from _of_eia(case)


def _day(moment: Moment | None) -> date | None:
    return None if moment is None else moment.day


def _first(*moments: Moment | None) -> date | None:
    """The day of the event that was written first."""
    known = [m for m in moments if m is not None]
    return min(known, key=lambda m: m.sequence).day if known else None


def _of_filing(case: Case, filing: Filing, as_of: date, law: Law) -> Iterator[Start]:
    """Notice, correction, acceptance, decision, and the standards that a filing rests on."""
    closed = filing.closed is not None
    decided = next((d for d in case.decisions if d.filing == filing.number), None)
    review_only = filing.accepted is not None and filing.accepted.sequence == filing.event
    if filing.channel in ENERGY_REVIEW:
        if not review_only:
            met = _first(filing.notified, filing.accepted, filing.declined)
            start = Start("notice", filing.event, filing.received, "filed", met=met, ended=closed)
            yield start
        yield from _of_correction(filing, closed)
        accepted, deemed = accepted_day(filing, as_of, law)
        if accepted is not None:
            steps: tuple[ArithmeticStep, ...] = ()
            event = filing.accepted.kind if filing.accepted is not None else "accepted"
            if deemed:
                last, _ = notice_due(filing, law)
                steps = (ArithmeticStep("deemed", {"day": filing.received, "due": last}),)
                event = "filed"
            yield Start(
                "decision",
                filing.event,
                accepted,
                event,
                met=decided.day if decided else None,
                ended=closed and decided is None,
                stops=filing.stops,
                extended=_day(filing.extended),
                joint=filing.joint,
                steps=steps,
            )
    if filing.channel in EIA:
        yield Start(
            filing.channel,
            filing.event,
            filing.received,
            "filed",
            met=decided.day if decided else None,
            ended=closed and decided is None,
            stops=filing.stops,
        )
    for standard in filing.standards:
        ends = day_of(standard.get("valid_to"))
        if ends is not None:
            yield Start(
                "standard",
                filing.event,
                filing.received,
                "filed",
                name=str(standard.get("id", "")),
                met=decided.day if decided else None,
                ended=closed and decided is None,
                fixed=ends - ONE,
            )


def _of_correction(filing: Filing, closed: bool) -> Iterator[Start]:
    if filing.notified is not None:
        yield Start(
            "correction",
            filing.notified.sequence,
            filing.notified.day,
            "notified",
            met=_day(filing.answered),
            ended=closed,
            fixed=filing.notice_deadline,
        )
    if filing.answered is not None:
        yield Start(
            "reply",
            filing.answered.sequence,
            filing.answered.day,
            "answered",
            met=_first(filing.accepted, filing.declined),
            ended=closed,
        )


def _of_decision(case: Case, decision: AuthorityDecision) -> Iterator[Start]:
    """Delivery, reconsideration of a refusal, and the deadline of a retrofit."""
    delivered = decision.delivered
    yield Start("delivery", decision.event, decision.day, "decided", met=_day(delivered))
    if decision.verdict not in APPROVING:
        known = delivered.day if delivered else decision.day
        event = "delivered" if delivered else "decided"
        again = [m for m in case.history if m.kind == "reopened" and m.sequence > decision.event]
        yield Start("reconsideration", decision.event, known, event, met=_first(*again))
    if decision.deadline is not None:
        done = [m.met for m in case.milestones if m.name == RETROFIT]
        later = [d for d in case.decisions if d.event > decision.event]
        yield Start(
            "retrofit",
            decision.event,
            decision.day,
            "decided",
            met=_first(*(m for m in done if m is not None and m.sequence > decision.event)),
            ended=bool(later) or case.state == "closed",
            fixed=decision.deadline,
        )


def validity_start(case: Case) -> Iterator[Start]:
    """The two years of the last opinion, from the later of it and a consent to a change.

    There is none where the plant was already being built on the day of the opinion.
    """
    opinion = _opinion(case)
    if opinion is None:
        return
    sequence, day, event = opinion
    for change in case.changes:
        done = change.decided
        if change.verdict != "consent" or done is None or done.sequence < sequence:
            continue
        if case.constructed is None or done.sequence < case.constructed.sequence:
            sequence, day, event = done.sequence, done.day, "change_decided"
    started = case.constructed
    met = started.day if started is not None and started.sequence > sequence else None
    filed_again = any(f.event > sequence for f in case.filings)
    ended = filed_again or case.state in ("closed", "revoked") or case.stage != "proposed"
    yield Start("validity", sequence, day, event, met=met, ended=ended and met is None)


def _opinion(case: Case) -> tuple[int, date, str] | None:
    """The opinion under which is to be built: its event, its day, and the kind of the event."""
    decision = case.decision
    if decision is not None:
        if decision.verdict not in APPROVING or decision.stage != "proposed":
            return None
        if (
            case.channel_of(decision) in EIA
        ):  # it does not lapse: it is re-examined after five years
            return None
        return decision.event, decision.day, "decided"
    day = day_of(case.opinion.get("day"))
    if day is None or (case.constructed is None and case.stage != "proposed"):
        return None
    return case.history[0].sequence, day, "listed"


def _of_changes(case: Case) -> Iterator[Start]:
    for change in case.changes:
        met, withdrawn = _day(change.decided), change.verdict == "withdrawn"
        yield Start(
            "change",
            change.event,
            change.day,
            "change_requested",
            met=None if withdrawn else met,
            ended=withdrawn,
        )


def _of_building(case: Case) -> Iterator[Start]:
    if case.trial is not None:
        done = case.completed
        met = done.day if done is not None and done.sequence > case.trial.sequence else None
        ended = case.state == "closed"
        yield Start(
            "trial", case.trial.sequence, case.trial.day, "trial_started", met=met, ended=ended
        )


def _of_orders(case: Case) -> Iterator[Start]:
    orders = case.rectifications
    for order, later in zip_longest(orders, orders[1:]):
        replaced = later is not None and (
            order.rectified is None or order.rectified.sequence > later.event
        )
        yield Start(
            "rectification",
            order.event,
            order.day,
            "rectification_ordered",
            met=None if replaced else _day(order.rectified),
            ended=replaced or case.state == "closed",
            fixed=order.deadline,
        )


def _of_tasks(case: Case) -> Iterator[Start]:
    closed = case.state == "closed"
    for rule, tasks in (("milestone", case.milestones), ("duty", case.duties)):
        for task in tasks:
            if task.day is not None or rule == "duty":
                yield Start(
                    rule,
                    task.event,
                    task.set,
                    f"{rule}_set",
                    name=task.name,
                    met=_day(task.met),
                    ended=closed,
                    fixed=task.day,
                )


def _of_years(case: Case, as_of: date) -> Iterator[Start]:
    """The report of each year that is over, from the first of operation."""
    begun = case.operating.day if case.operating else None
    event = "operating_started"
    if begun is None and case.stage == "operating":
        begun, event = case.listed, "listed"
    if begun is None:
        return
    ends = (
        [m.day.year for m in case.history if m.kind == "closed"] if case.state == "closed" else []
    )
    last = min([as_of.year - 1, *ends])
    sequence = next(m.sequence for m in case.history if m.kind == event)
    for year in range(begun.year, last + 1):
        reported = next((y for y in case.years if y.year == year), None)
        yield Start(
            "year",
            sequence,
            date(year, 12, 31),
            event,
            name=str(year),
            met=reported.day if reported else None,
        )


def _of_eia(case: Case) -> Iterator[Start]:
    eia = case.eia
    if eia is None:
        return
    if case.constructed is not None or case.stage == "proposed":
        met = _first(case.constructed, eia.reexamined)
        ended = case.state == "closed"
        event = next(m.kind for m in case.history if m.sequence == eia.event)
        yield Start("eia", eia.event, eia.approved, event, met=met, ended=ended)
    if eia.submitted is not None:
        yield Start(
            "reexamination",
            eia.submitted.sequence,
            eia.submitted.day,
            "eia_submitted",
            met=_day(eia.reexamined),
        )
