"""A case that somebody opens, where it is theirs to see; the Runs that it keeps."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from carbon_eia.desk.access import invited_in, roles_on, standing_of
from carbon_eia.desk.accounts import Account
from carbon_eia.desk.cases import OpenCase
from carbon_eia.desk.opening import Desk
from carbon_eia.errors import CallError, Problem
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.register.store import Register
from carbon_eia.run.records import Run

__all__ = ["GoneError", "HiddenError", "kept_run", "open_case_for"]


class HiddenError(CallError):
    """There is no such thing, or it is not the caller's to see: nobody is told which (CE-H011)."""

    def __init__(self) -> None:
        super().__init__(Problem("CE-H011"))


class GoneError(HiddenError):
    """Long work that the desk does not know: it is over for long, or the desk was stopped
    meanwhile, or it is somebody else's; nobody is told which (CE-H031)."""

    def __init__(self) -> None:
        CallError.__init__(self, Problem("CE-H031"))


def open_case_for(desk: Desk, account: Account, code: str, as_of: date) -> OpenCase:
    """A case as it stands on a day.

    Raises HiddenError where there is none, or none that the account may see.
    """
    law = desk.law
    if not code.isprintable():
        raise HiddenError

    found = desk.cases.on_day(code, as_of, law)
    standing = standing_of(account, found.staff, invited_in(found.events, account))
    roles = roles_on(standing, found.case, law) if found.case.state else ()
    if not roles:
        raise HiddenError
    return found.opened(code, roles, law, as_of)


def kept_run(register: Register, record: str) -> Run:
    """The Run of a kept record.

    Raises InputError CE-G205 … where it is missing or no longer what it was, CE-N001 where it is
    none.
    """
    return _run(register, record)


@lru_cache(maxsize=64)
def _run(register: Register, record: str) -> Run:
    text = register.blob(record).decode("utf-8", "replace")
    return PROJECT.parse(text)
