"""Cases in every state, made of events, for the tests of the law of the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from carbon_eia.reference import open_tables
from carbon_eia.register.event import Event
from carbon_eia.register.law import Law, open_law
from carbon_eia.register.request import Beside
from carbon_eia.register.serials import SerialAccount, StandingClaim

__all__ = ["BESIDE", "BODIES", "LAW", "event", "events_for", "later"]

LAW: Law = open_law(open_tables())

AT = datetime(2026, 1, 1, tzinfo=UTC)

Row = tuple[str, str, Mapping[str, Any]]
"""Day, kind and body of an event."""

LISTED: list[Row] = [
    ("2026-03-02", "listed", {"code": "A-1", "name": "某项目"}),
    ("2026-03-02", "eia_approved", {}),
]
FILED = [*LISTED, ("2026-03-02", "filed", {"run": "r1"})]
ACCEPTED = [*FILED, ("2026-03-04", "accepted", {})]
IN_REVIEW = [
    *ACCEPTED,
    ("2026-03-05", "review_started", {}),
    ("2026-03-06", "found", {"path": "p"}),
]
PROPOSED = [*IN_REVIEW, ("2026-03-09", "proposed", {"recommendation": "pass", "reason": "r"})]
DECIDED = [
    *PROPOSED,
    ("2026-03-10", "decided", {"verdict": "pass", "reason": "r"}),
    ("2026-03-11", "milestone_set", {"name": "m", "day": "2026-12-31"}),
    ("2026-03-11", "duty_set", {"name": "d", "day": "2026-12-31"}),
]
REFUSED = [*PROPOSED, ("2026-03-10", "decided", {"verdict": "refuse", "reason": "r"})]
BUILDING = [*DECIDED, ("2026-04-01", "construction_started", {})]
PHASED = [
    *BUILDING,
    ("2026-05-06", "completion_accepted", {"phase": "一期", "report": "x"}),
    ("2026-05-07", "operating_started", {"phase": "一期"}),
]
TRIAL = [*BUILDING, ("2026-06-01", "trial_started", {})]
TRIAL_PHASED = [*PHASED, ("2026-06-01", "trial_started", {})]
COMPLETED = [*TRIAL, ("2026-07-01", "completion_accepted", {"report": "x"})]
COMPLETED_PHASED = [*TRIAL_PHASED, ("2026-07-01", "completion_accepted", {"report": "x"})]
OPERATING = [*COMPLETED, ("2026-07-02", "operating_started", {})]
ORDERED = [
    *OPERATING,
    ("2026-08-03", "rectification_ordered", {"ground": "exceeds", "deadline": "2027-08-31"}),
]
CHANGING = [*DECIDED, ("2026-03-12", "change_requested", {"reason": "r"})]

CHAINS: Mapping[str, list[Row]] = {
    "new": [],
    "listed": LISTED,
    "filed": FILED,
    "to_be_corrected": [*FILED, ("2026-03-03", "notified", {"items": ["x"]})],
    "accepted": ACCEPTED,
    "in_review": IN_REVIEW,
    "expert_review": [*IN_REVIEW, ("2026-03-09", "experts_invited", {})],
    "proposed": PROPOSED,
    "decided": DECIDED,
    "under_construction": BUILDING,
    "trial": TRIAL,
    "completion_accepted": COMPLETED,
    "operating": OPERATING,
    "under_rectification": ORDERED,
    "closed": [*OPERATING, ("2026-08-03", "closed", {"reason": "r"})],
    "lapsed": DECIDED,
    "revoked": [*DECIDED, ("2026-03-12", "revoked", {"reason": "r"})],
    "withdrawn": [*FILED, ("2026-03-03", "withdrawn", {})],
}
"""State → events that lead to it."""

OPINION = {"day": "2025-11-03", "number": "湘发改节能〔2025〕1号"}

SPECIAL: Mapping[tuple[str, str], list[Row]] = {
    ("listed", "start_construction"): [
        ("2026-03-02", "listed", {"code": "A-1", "opinion": OPINION})
    ],
    ("listed", "request_change"): [("2026-03-02", "listed", {"code": "A-1", "opinion": OPINION})],
    ("listed", "start_operating"): [
        ("2026-03-02", "listed", {"code": "A-1", "stage": "operating"})
    ],
    ("accepted", "accept"): FILED,
    ("in_review", "decide_change"): CHANGING,
    ("proposed", "decide_change"): [
        *CHANGING,
        ("2026-03-13", "proposed", {"recommendation": "pass", "reason": "r"}),
    ],
    ("decided", "file"): REFUSED,
    ("decided", "reopen"): REFUSED,
    ("decided", "order_rectification"): REFUSED,
    ("under_construction", "start_phase"): PHASED[:-1],
    ("under_construction", "report_year"): PHASED,
    ("under_construction", "order_rectification"): PHASED,
    ("trial", "start_phase"): TRIAL_PHASED,
    ("trial", "report_year"): TRIAL_PHASED,
    ("trial", "order_rectification"): TRIAL_PHASED,
    ("completion_accepted", "order_rectification"): COMPLETED_PHASED,
}
"""State and command → events where the plain chain does not satisfy what the command asks for."""

DAYS: Mapping[tuple[str, str], date] = {
    ("accepted", "accept"): date(2026, 3, 16),  # silence has accepted it
    ("under_construction", "report_year"): date(2027, 3, 1),
    ("trial", "report_year"): date(2027, 3, 1),
    ("operating", "report_year"): date(2027, 3, 1),
    ("under_rectification", "report_year"): date(2027, 3, 1),
}

SERIAL = {"what": "green_certificate", "serial": "GEC-2026-001"}

BODIES: Mapping[str, Mapping[str, Any]] = {
    "notify": {"items": ["煤质检测报告"]},
    "decline": {"reason": "r"},
    "find": {"path": "sources[1].ncv"},
    "answer_finding": {"finding": 6},
    "propose": {"recommendation": "pass", "reason": "r"},
    "extend": {"reason": "r"},
    "decide": {"verdict": "pass", "reason": "r"},
    "reopen": {"reason": "r", "order": "复议决定"},
    "request_change": {"reason": "r"},
    "decide_change": {"verdict": "consent", "reason": "r"},
    "accept_completion": {"report": "自查报告"},
    "accept_phase": {"phase": "二期", "report": "自查报告"},
    "start_phase": {"phase": "一期"},
    "report_year": {"year": 2026},
    "order_rectification": {"ground": "exceeds", "deadline": "2030-01-03", "reason": "r"},
    "rectify": {"reason": "r"},
    "revoke": {"reason": "r"},
    "close": {"reason": "r", "order": "政府决定"},
    "set_milestone": {"name": "余热发电", "day": "2027-06-30"},
    "meet_milestone": {"name": "m"},
    "set_duty": {"name": "年度绿证"},
    "meet_duty": {"name": "d"},
    "correct_day": {"event": 1, "day": "2026-03-02", "reason": "r"},
    "crosscheck": {
        "year": 2026,
        "report": "energy_report",
        "result": "consistent",
        "record": "0" * 64,
    },
    "register_serial": {**SERIAL, "amount": "100 MWh"},
    "claim": {**SERIAL, "amount": "60 MWh"},
    "release_claim": {**SERIAL, "claim": 3, "reason": "r"},
}
"""Command → a body that satisfies it."""

HELD = SerialAccount(Fraction(100), "A-1", (StandingClaim(3, "A-1", Fraction(40)),))

BESIDE: Mapping[str, Beside] = {"claim": Beside(HELD), "release_claim": Beside(HELD)}
"""Command → what the register holds beside the case, as the command asks for it."""

UNREVIEWED = {
    "ground": "unreviewed",
    "stage": "under_construction",
    "deadline": "2030-01-03",
    "reason": "r",
}


def event(number: int, row: Row, actor: str = "") -> Event:
    """An event of a row; without an actor, one whose name is its kind's."""
    day, kind, body = row
    return Event(number, date.fromisoformat(day), AT, actor or kind, "receiver", kind, "A-1", body)


def events_for(state: str, command: str = "") -> list[Event]:
    """Events that lead to a state, as a command asks for it."""
    rows = SPECIAL.get((state, command), CHAINS[state])
    return [event(i, row) for i, row in enumerate(rows, 1)]


def later(state: str, command: str, events: Iterable[Event]) -> date:
    """A day on which a command is asked for: soon after the last event, years after for a lapse."""
    if state == "lapsed":
        return date(2029, 1, 2)
    last = max((e.day for e in events), default=date(2026, 3, 2))
    return DAYS.get((state, command), last + timedelta(days=1))


def body_for(state: str, command: str) -> Mapping[str, Any]:
    """A body that satisfies a command in a state."""
    if command == "order_rectification":
        if state == "revoked":
            return {**UNREVIEWED, "ground": "revoked"}
        if state in ("listed", "filed", "to_be_corrected", "accepted", "in_review") or state in (
            "expert_review",
            "proposed",
            "decided",
            "lapsed",
            "withdrawn",
        ):
            return UNREVIEWED
    return BODIES.get(command, {})
