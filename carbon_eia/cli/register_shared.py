"""What the commands of the register share: the law, who acts, and how an answer is told."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from datetime import date

from carbon_eia.cli.common import print_json, say
from carbon_eia.console import styled
from carbon_eia.errors import CallError, Problem
from carbon_eia.messages import sentence
from carbon_eia.reference import open_world
from carbon_eia.register.acting import CommandRequest, CommandResult, act
from carbon_eia.register.law import Law, open_law
from carbon_eia.register.store import Register

__all__ = ["acted", "actor_named", "event_number", "register_law", "tell_done"]


def register_law() -> Law:
    """The law of the register by the program's own reference data."""
    return open_law(open_world(date.today()).tables)


def actor_named(name: str | None) -> str:
    """Who acts: as named, else the user of the system.

    Raises CallError CE-G238 where neither says who.
    """
    if name and name.strip():
        return name.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        raise CallError(Problem("CE-G238")) from None


def event_number(text: str, count: int) -> int:
    """The number of an event that somebody names, of a ledger of so many.

    Raises CallError CE-G222 where there is no such event.
    """
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= count:
        raise CallError(Problem("CE-G222", params={"value": text, "count": count}))
    return int(text)


def acted(register: Register, asked: CommandRequest, law: Law, lang: str) -> CommandResult:
    """Do it; what should be known of it is told beside."""
    done = act(register, asked, law)
    for note in done.notes:
        say(f"{styled('!', 'yellow', err=True)} {note.message(lang)}", err=True)
    return done


def tell_done(json: bool, lang: str, code: str, told: Mapping[str, object]) -> int:
    """Say that something is done, to a person or a program; the status of success."""
    if json:
        print_json(told)
    else:
        say(f"{styled('✓', 'green')} {sentence(code, lang, told)}")
    return 0
