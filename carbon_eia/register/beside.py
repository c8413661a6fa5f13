"""What the register holds beside a case when a command is asked for: read in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from carbon_eia.register.case import APPROVING, Case
from carbon_eia.register.event import Event
from carbon_eia.register.headroom import (
    Ceiling,
    Headroom,
    HeadroomStep,
    areas_of,
    ceilings,
    headroom,
    steps_of,
)
from carbon_eia.register.index import REGISTER
from carbon_eia.register.law import Law
from carbon_eia.register.request import ALONE, Beside
from carbon_eia.register.runs import record_of_filing
from carbon_eia.register.serials import SERIAL_COMMANDS, index_key, serial_account
from carbon_eia.register.sizes import size_of
from carbon_eia.register.store import Ledger, Register

__all__ = ["beside_of", "headrooms"]


def beside_of(
    ledger: Ledger,
    register: Register,
    command: str,
    body: Mapping[str, object],
    case: Case,
    day: date,
    law: Law,
) -> Beside:
    """What a command has to know of the rest of the register; nothing for most of them."""
    if command in SERIAL_COMMANDS:
        key = index_key(str(body.get("what", "")), str(body.get("serial", "")))
        units = {k: s.unit for k, s in law.controls.serials.items()}
        return Beside(account=serial_account(ledger.events(key) if key else [], key, units))
    if command == "decide" and str(body.get("verdict")) in APPROVING:
        return Beside(exceeded=tuple(_exceeded(ledger, register, case, day, law)))
    return ALONE


def headrooms(
    events: Sequence[Event], register: Register, as_of: date, law: Law
) -> Iterator[tuple[Ceiling, list[Headroom]]]:
    """Each ceiling that holds on a day, with the head-room of its area after every step by then.

    ``events``: all of the register.
    """
    limits = ceilings((e for e in events if not e.case), as_of)
    steps = _steps(events, register, as_of, law) if limits else []
    for ceiling in limits.values():
        yield ceiling, list(headroom(ceiling, steps))


def _steps(
    events: Iterable[Event], register: Register, as_of: date, law: Law
) -> list[HeadroomStep]:
    """Approvals and ends of them by a day, in the order of their days."""
    known = (e for e in events if e.day <= as_of)
    steps = steps_of(known, law.controls.region_codes, register.blob)
    return sorted(steps, key=lambda s: (s.day, s.event))


def _exceeded(
    ledger: Ledger, register: Register, case: Case, day: date, law: Law
) -> Iterator[Headroom]:
    """The areas whose ceiling an approval of a case would exceed, as they would then be."""
    own = areas_of(case.region, case.park, law.controls.region_codes)
    limits: Sequence[Ceiling] = [
        c for c in ceilings(ledger.events(REGISTER), day).values() if c.area in own
    ]
    if not limits:
        return
    record = record_of_filing(ledger.events(case.code))
    mine = None if record is None else size_of(register.blob(record)).emission
    steps = [
        *_steps(ledger.events(), register, day, law),
        HeadroomStep(0, day, case.code, own, True, mine),
    ]
    for ceiling in limits:
        last = list(headroom(ceiling, steps))[-1]
        if last.is_exceeded:
            yield last
