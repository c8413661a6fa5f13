"""A command that somebody wants to give, as its conditions see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from carbon_eia.errors import Problem
from carbon_eia.register.case import Case
from carbon_eia.register.headroom import Headroom
from carbon_eia.register.law import Command, Law
from carbon_eia.register.serials import SerialAccount

__all__ = ["ALONE", "Beside", "Guard", "Request", "not_met"]


class Beside(NamedTuple):
    """What the register holds beside the case: the account of the serial that a command names, and
    the areas whose ceiling would be exceeded by an approval."""

    account: SerialAccount = SerialAccount()
    exceeded: tuple[Headroom, ...] = ()


ALONE = Beside()
"""A case of which nothing beside is asked."""


class Request(NamedTuple):
    """A command that somebody wants to give: on which day, and with what.

    ``beside``: what the register holds beside the case, for those commands that ask for it.
    """

    command: Command
    case: Case
    law: Law
    role: str
    actor: str
    day: date
    body: Mapping[str, Any]
    beside: Beside = ALONE

    def text(self, key: str) -> str:
        """A text of the body; empty where it says nothing."""
        value = self.body.get(key)
        return "" if value is None else str(value)


Guard = Callable[[Request], Problem | None]
"""What must hold: None where it does, else why the command is refused or what is to be known."""


def not_met(code: str, **params: object) -> Problem:
    """Why a command is refused: a code of the catalogue and the facts of its sentence."""
    return Problem(code, params=params)
