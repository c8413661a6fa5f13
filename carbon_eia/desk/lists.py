"""The lists that pages show, made once for each state of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import NamedTuple

from carbon_eia.desk.access import invitations, roles_on, sees_all, standing_of
from carbon_eia.desk.accounts import Account
from carbon_eia.desk.kept import Kept, Shown
from carbon_eia.register.case import Case
from carbon_eia.register.clocks import Clock
from carbon_eia.register.law import Law
from carbon_eia.register.listing import entries, ticked
from carbon_eia.register.people import staff_of
from carbon_eia.register.states import options
from carbon_eia.register.store import Ledger, Register

__all__ = ["CaseRow", "DueRow", "Lists"]

KEPT = 64
"""Lists that are kept: a few people look at the same ones."""

REVIEWING = frozenset({"reviewer", "expert"})
"""Roles that have no clock of their own, and work under that of the decision."""


class DueRow(NamedTuple):
    """A clock that somebody has to look at, the name of its case, the roles whose clock it is, and
    its row on a page."""

    clock: Clock
    name: str
    whose: frozenset[str]
    shown: Shown


class CaseRow(NamedTuple):
    """A case of the register in a language, as ``entries`` tells it, and the row of a page."""

    entry: dict[str, object]
    shown: Shown


class Lists:
    """The lists of a register, each kept until another event is written."""

    def __init__(self, register: Register) -> None:
        self._cases: Kept[list[CaseRow]] = Kept(register, KEPT)
        self._due: Kept[list[DueRow]] = Kept(register, KEPT)

    def cases(self, account: Account, as_of: date, law: Law, lang: str) -> list[CaseRow]:
        """The cases that an account sees, in order of codes."""

        def made(ledger: Ledger) -> list[CaseRow]:
            is_seen = _seen_by(account, ledger, law)
            return [CaseRow(e, Shown()) for e in entries(ledger, as_of, law, lang, is_seen)]

        return self._cases.of((as_of, lang, *_scope(account)), made)

    def due(self, account: Account, as_of: date, law: Law) -> list[DueRow]:
        """What is due in the cases that an account sees, the earliest first."""

        def made(ledger: Ledger) -> list[DueRow]:
            is_seen, cases = _seen_by(account, ledger, law), dict[str, Case]()

            def noted(case: Case) -> bool:
                cases[case.code] = case
                return is_seen(case)

            clocks = ticked(ledger, as_of, law, explained=False, is_shown=noted)
            moves = {code: _moving(cases[code], law) for code in {c.case for c in clocks}}
            rows = (
                DueRow(c, cases[c.case].name, _whose(c, moves[c.case]), Shown()) for c in clocks
            )
            return sorted(rows, key=lambda r: (r.clock.due or date.max, r.clock.case, r.clock.id))

        return self._due.of((as_of, *_scope(account)), made)


def _scope(account: Account) -> tuple[Hashable, ...]:
    """What of an account decides on which cases it sees."""
    if sees_all(account):
        return ()
    return (account.key, account.roles, account.credit_code)


def _seen_by(account: Account, ledger: Ledger, law: Law) -> Callable[[Case], bool]:
    if sees_all(account):
        return lambda case: True
    standing = standing_of(account, staff_of(ledger), invitations(ledger, account))
    return lambda case: bool(roles_on(standing, case, law))


def _moving(case: Case, law: Law) -> frozenset[str]:
    """The roles that can lead a case on to another state."""
    moves = (o for o in options(law, case) if o.command.to != "same")
    return frozenset(role for o in moves for role in o.roles)


def _whose(clock: Clock, moving: frozenset[str]) -> frozenset[str]:
    """The roles whose clock it is: that to which the law gives it, and who has the case in hand
    until it is decided."""
    in_hand = moving & REVIEWING if clock.rule.id == "decision" else frozenset[str]()
    return in_hand | {clock.rule.who}
