"""What an opinion is made from: the events of a case with their ways to a head, and its Run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from carbon_eia.errors import CallError, Problem
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event, EventRow, event_of
from carbon_eia.register.fold import case_of
from carbon_eia.register.heads import LedgerHead, head_of, leaves_of, under
from carbon_eia.register.opinion_record import OpinionRecord, ProvenEvent
from carbon_eia.register.store import Register
from carbon_eia.register.tree import inclusion
from carbon_eia.run.signed import SignatureRecord

__all__ = ["OpinionSources", "filed_run_of", "opinion_sources", "sources_in", "sources_of"]

BELONGING = frozenset({"milestone_set", "duty_set", "day_corrected"})
"""Events right after a decision that belong to its opinion."""


class OpinionSources(NamedTuple):
    """What an opinion is made from: events with their ways to a head, and the text of the Run."""

    events: tuple[ProvenEvent, ...]
    head: LedgerHead
    signature: SignatureRecord | None
    run: str


def sources_of(record: OpinionRecord) -> OpinionSources:
    """What a record was made from."""
    run = "" if record.run is None else record.run.text
    return OpinionSources(record.events, record.head, record.signature, run)


def opinion_sources(
    rows: Sequence[EventRow],
    code: str,
    run_text: Callable[[str], str],
    head: LedgerHead | None = None,
    signature: SignatureRecord | None = None,
) -> OpinionSources:
    """What the opinion of a case is made from: its events up to the last decision and what was set
    with it, in a draft up to the last that there is.

    ``rows``: the whole ledger; ``run_text``: what gives the text of a kept Run by its SHA-256;
    ``head``: one that was kept, under which the events are to be proven.

    Raises CallError: CE-G240 nothing was recommended yet, CE-G241 the head is not of this ledger,
    or of a time before the decision.
    """
    own = [(row, event) for row in rows if (event := event_of(row)).case == code]
    last = _last([event for _, event in own], code)
    own = [(row, event) for row, event in own if event.sequence <= last]
    ledger = rows if head is None else under(rows, head)
    if ledger is None or len(ledger) < last:
        params: dict[str, object] = {"size": 0 if head is None else head.size, "event": last}
        raise CallError(Problem("CE-G241", params=params))
    leaves = leaves_of(ledger)
    proven = tuple(_proven(row, leaves) for row, _ in own)
    events = [event for _, event in own]
    name = filed_run_of(case_of(events), events)[1]
    return OpinionSources(proven, head_of(ledger), signature, run_text(name) if name else "")


def _proven(row: EventRow, leaves: Sequence[bytes]) -> ProvenEvent:
    path = inclusion(leaves, row.sequence - 1)
    return ProvenEvent(event=row[:], path=tuple(h.hex() for h in path))


def _last(events: Sequence[Event], code: str) -> int:
    """The event that an opinion ends with: the last decision, else what was last recommended.

    Where a case was proposed again after a decision, it is the draft of the next one.
    """
    case = case_of(events)
    if case.state == "proposed" and case.change is None:
        return events[-1].sequence
    if not case.decisions:
        raise CallError(Problem("CE-G240", params={"code": code}))
    decided = case.decisions[-1].event
    after = takewhile(lambda e: e.kind in BELONGING, (e for e in events if e.sequence > decided))
    return max((e.sequence for e in after), default=decided)


def sources_in(
    register: Register,
    code: str,
    head: LedgerHead | None = None,
    signature: SignatureRecord | None = None,
) -> OpinionSources:
    """What the opinion of a case of a register is made from.

    Raises CallError CE-G223 where there is no such case, InputError CE-G205, CE-G206 where the file
    of its Run is missing or was changed, and what ``opinion_sources`` raises.
    """
    with register.reading() as ledger:
        rows = list(ledger.rows())
        if not ledger.events(code):
            raise CallError(Problem("CE-G223", params={"code": code}))
    return opinion_sources(rows, code, lambda name: register.blob(name).decode(), head, signature)


def filed_run_of(case: Case, events: Sequence[Event]) -> tuple[Event | None, str]:
    """The event that brought the Run of the filing, and the SHA-256 of what was kept of it."""
    filing = case.filing
    if filing is None or not filing.run:
        return None, ""
    brought = [e for e in events if e.body.get("run") == filing.run]
    event = brought[-1] if brought else None
    return event, "" if event is None else str(event.body.get("record") or "")
