"""A case on a day: its events, and what time alone brings about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carbon_eia.messages import sentence
from carbon_eia.register.case import Case
from carbon_eia.register.counting import accepted_day, count_clock, notice_due, notice_due_from
from carbon_eia.register.event import Event
from carbon_eia.register.fold import case_of, corrected_days
from carbon_eia.register.law import Law
from carbon_eia.register.starts import validity_start

__all__ = ["case_at", "case_now", "doubts", "known_events", "settled", "validity_days"]


def known_events(events: Iterable[Event], as_of: date) -> list[Event]:
    """The events of a case that had happened by a day, by the days that were known then.

    A correction counts from its own day on: before it, the wrong day was the one known.
    """
    listed = sorted(events, key=lambda e: e.sequence)
    corrections = [e for e in listed if e.kind == "day_corrected" and e.day <= as_of]
    corrected = corrected_days(corrections)
    return [
        e
        for e in listed
        if (e.day if e.kind == "day_corrected" else corrected.get(e.sequence, e.day)) <= as_of
    ]


def case_at(events: Iterable[Event], as_of: date, law: Law) -> Case:
    """The case as it stands on a day, with what silence and time bring about by themselves."""
    return settled(case_of(known_events(events, as_of)), as_of, law)


def case_now(events: Iterable[Event], day: date, law: Law) -> Case:
    """The case with all that was written, as it is when a command is given on a day.

    Unlike ``case_at`` it also knows events of later days, so that a command of an earlier day is
    refused (CE-G104) instead of being written behind them.
    """
    return settled(case_of(events), day, law)


def settled(case: Case, as_of: date, law: Law) -> Case:
    """A case that was just made, with what silence and time bring about by a day.

    Silence: a filing to which no notice was given in time is accepted (Article 14). Time: an
    opinion under which nothing was begun has lapsed (Article 19). Between a last day that is off
    and the next working day it is shown as ``disputed``, and not yet as lapsed.
    """
    _accepted_by_silence(case, as_of, law)
    _lapsed_by_time(case, as_of, law)
    return case


def _accepted_by_silence(case: Case, as_of: date, law: Law) -> None:
    filing = case.filing
    if case.state != "filed" or filing is None:
        return
    day, silent = accepted_day(filing, as_of, law)
    if silent and day is not None:
        filing.deemed = True
        case.state = "accepted"
        if notice_due(filing, law)[1]:
            case.disputed.append("provisional")
    elif filing.answered is not None and as_of > notice_due_from(filing.answered.day, law):
        case.disputed.append("silence_after_correction")


def _lapsed_by_time(case: Case, as_of: date, law: Law) -> None:
    days = validity_days(case, law)
    if days is None or case.constructed is not None or as_of <= days[0]:
        return
    if case.change is not None:
        case.disputed.append("validity_during_change")
    elif as_of <= days[-1]:
        case.disputed.append("validity_shifted")
    elif case.state in ("decided", "listed"):
        case.state = "lapsed"
        for decision in case.decisions:
            decision.is_standing = False


def validity_days(case: Case, law: Law) -> tuple[date, ...] | None:
    """The last days of the opinion by each reading, the earliest first; None where none runs."""
    if not case.is_approved:
        return None
    start = next(validity_start(case), None)
    if start is None or start.ended or start.met is not None:
        return None
    counted = count_clock(law.clocks["validity"], start, start.day, law)
    return tuple(sorted({c.due for c in counted if c.due is not None}))


def doubts(case: Case, lang: str = "zh") -> list[str]:
    """What the law allows to be read in two ways of a case just now, in words."""
    return [sentence(f"register.disputed.{code}", lang) for code in case.disputed]
