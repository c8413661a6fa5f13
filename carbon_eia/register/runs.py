"""The Runs that a register keeps: that of a case's last filing, and each by its id among events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from carbon_eia.errors import Place
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event
from carbon_eia.register.store import Register
from carbon_eia.run.record import parse_run
from carbon_eia.run.records import Run

__all__ = [
    "RESTING",
    "Approval",
    "approval_of",
    "filed_run",
    "record_of_filing",
    "run_of",
    "year_run",
]


class Approval(NamedTuple):
    """What an approval rests on: its Run (None: of another authority, or filed without one), the
    figures that the decision itself states, and the decision's day."""

    run: Run | None
    stated: dict[str, str]
    day: str
    event: int
    verdict: str


def filed_run(register: Register, case: Case) -> Run | None:
    """The Run on which the last filing of a case rests; None where none was filed.

    Raises InputError as ``run_of``.
    """
    filing = case.filing
    return None if filing is None or not filing.record else _kept(register, filing.record)


def _kept(register: Register, record: str) -> Run:
    """The Run of a kept file."""
    return parse_run(register.blob(record).decode(), Place(key=record))


def run_of(register: Register, events: Iterable[Event], ident: str) -> Run | None:
    """The Run of an id that an event of the case keeps; None where none does.

    Raises InputError CE-G205, CE-G206 where its file is missing or no longer what it was.
    """
    if not ident:
        return None
    for event in events:
        record = event.body.get("record")
        if event.body.get("run") == ident and isinstance(record, str):
            return _kept(register, record)
    return None


def year_run(register: Register, events: Iterable[Event], case: Case, year: int) -> Run | None:
    """The Run of an operating year that was reported; None where there is none."""
    own = next((y for y in case.years if y.year == year), None)
    return None if own is None else run_of(register, events, own.run)


def approval_of(register: Register, events: Sequence[Event], case: Case) -> Approval | None:
    """The approval that stands: the last decision, or the opinion of another authority (filing 0).

    None where nothing is approved.
    """
    if not case.is_approved:
        return None
    decision = case.decision
    if decision is None:
        return Approval(None, _stated(case.opinion), str(case.opinion.get("day", "")), 0, "")
    filing = case.filings[decision.filing - 1] if decision.filing else None
    body = next(e.body for e in events if e.sequence == decision.event)
    run = run_of(register, events, filing.run if filing else "")
    return Approval(run, _stated(body), decision.day.isoformat(), decision.event, decision.verdict)


def _stated(body: object) -> dict[str, str]:
    """The levels that an opinion itself states (``levels``), by indicator."""
    held = body.get("levels") if isinstance(body, dict) else None
    return {str(k): str(v) for k, v in held.items()} if isinstance(held, dict) else {}


RESTING = frozenset({"filed", "answered", "finding_answered"})
"""Events that may bring the Run on which a decision rests."""


def record_of_filing(events: Iterable[Event]) -> str | None:
    """The file of the Run on which the next decision rests; None where none was filed."""
    own = [e.body.get("record") for e in events if e.kind in RESTING]
    return next((r for r in reversed(own) if isinstance(r, str)), None)
