"""Who sees which case, and as what somebody may act on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select

from carbon_eia.desk.accounts import Account
from carbon_eia.errors import InputError
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event, EventRow, event_of
from carbon_eia.register.event_tables import EVENTS
from carbon_eia.register.law import Command, Law
from carbon_eia.register.people import Staff, name_key
from carbon_eia.register.states import options
from carbon_eia.register.store import Ledger

__all__ = [
    "SEES_ALL",
    "Standing",
    "first_role",
    "invitations",
    "invited_in",
    "roles_on",
    "sees_all",
    "standing_of",
]

SEES_ALL = frozenset({"receiver", "reviewer", "approver", "inspector", "auditor"})
"""Roles of the authority itself: they see every case."""

NOBODY: Mapping[str, int] = MappingProxyType({})


def sees_all(account: Account) -> bool:
    """Whether an account sees every case."""
    return not SEES_ALL.isdisjoint(account.roles)


class Standing(NamedTuple):
    """What of an account decides on which cases are its own: ``names``: those under which its owner
    stands in events, ``invited``: code of a case → the event that invited it as an expert."""

    account: Account
    names: frozenset[str]
    invited: Mapping[str, int]


def standing_of(account: Account, staff: Staff, invited: Mapping[str, int] = NOBODY) -> Standing:
    """The standing of an account; a person on record acts by commitment."""
    on_record = (p.commitment for p in staff.named(account.name))
    return Standing(account, frozenset((account.key, *on_record)), invited)


def roles_on(standing: Standing, case: Case, law: Law) -> tuple[str, ...]:
    """As what an account may act on a case; nothing where the case is not its own to see.

    Of the authority: every case. Applicant: those of its enterprise, and those that it filed.
    Consultant: those that it filed. Expert: a case that it is invited to, until the filing is
    decided. Statistician: a case of which years are reported.
    """
    account = standing.account
    if account.is_administrator:
        return ()
    return tuple(r for r in account.roles if _holds(r, standing, case, law))


def first_role(roles: Sequence[str], command: Command | None) -> str:
    """The role in which a command is given: the first of one's own that may give it, else the first
    that one has; empty where one has none."""
    own = [r for r in roles if command is not None and r in command.roles]
    return next(iter([*own, *roles]), "")


def _holds(role: str, standing: Standing, case: Case, law: Law) -> bool:
    if role in SEES_ALL or not case.state:
        return True
    if role == "expert":
        filing, event = case.filing, standing.invited.get(case.code, 0)
        return filing is not None and filing.closed is None and event > filing.event
    if role == "statistician":
        return any(o.command.id == "report_year" for o in options(law, case, role))
    filed = any(m.kind == "filed" and name_key(m.actor) in standing.names for m in case.history)
    credit = standing.account.credit_code
    return filed or (role == "applicant" and bool(credit) and credit == case.credit_code)


def invited_in(events: Iterable[Event], account: Account) -> dict[str, int]:
    """The cases to which some events invite an account as an expert, each with the last event."""
    found = {}
    for event in events:
        if event.kind != "experts_invited":
            continue
        named = event.body.get("experts")
        names = named if isinstance(named, list) else [named]
        if account.key in {name_key(str(n)) for n in names if n}:
            found[event.case] = event.sequence
    return found


def invitations(ledger: Ledger, account: Account) -> dict[str, int]:
    """The same of all cases; nothing for who is no expert."""
    if "expert" not in account.roles:
        return {}
    wanted = select(EVENTS).where(EVENTS.c.body.like('%"kind":"experts_invited"%'))
    rows = ledger.connection.execute(wanted.order_by(EVENTS.c.sequence))
    return invited_in(_readable(EventRow(*r) for r in rows), account)


def _readable(rows: Iterable[EventRow]) -> Iterable[Event]:
    for row in rows:
        try:
            yield event_of(row)
        except InputError:  # the examination of the register tells it
            continue
