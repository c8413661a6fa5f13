"""Things that can be used once: each has a serial and an amount, and claims never exceed it.

A green certificate, a replaced source, a sink: registered with its amount by one event, claimed by
others. What is left is asked within the transaction that writes the claim, while nobody else
writes; so two claims that together are too large are never both written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.errors import UnitError
from carbon_eia.register.event import Event
from carbon_eia.units import Quantity, parse_quantity, parse_unit

__all__ = [
    "SERIAL_COMMANDS",
    "SERIAL_EVENTS",
    "SerialAccount",
    "StandingClaim",
    "amount_of",
    "index_key",
    "number_of",
    "serial_account",
]

REGISTERED, CLAIMED, RELEASED = SERIAL_EVENTS = (
    "serial_registered",
    "claimed",
    "claim_released",
)
"""Events of the account of a serial."""

SERIAL_COMMANDS = frozenset({"register_serial", "claim", "release_claim"})
"""Commands that write them."""


class StandingClaim(NamedTuple):
    """A claim that stands: its event, its case, and how much, in the unit of its kind."""

    event: int
    case: str
    amount: Fraction


class SerialAccount(NamedTuple):
    """A serial: its amount (None: not registered), where it was registered, and its claims."""

    amount: Fraction | None = None
    case: str = ""
    claims: tuple[StandingClaim, ...] = ()

    @property
    def claimed(self) -> Fraction:
        """How much is claimed."""
        return sum((c.amount for c in self.claims), Fraction(0))

    @property
    def left(self) -> Fraction:
        """How much may still be claimed; nothing of what is not registered."""
        return (self.amount or Fraction(0)) - self.claimed


def index_key(kind: str, serial: str) -> str:
    """The key of a serial: width, case, spaces and dashes make no other one of it.

    >>> index_key("sink", "CCER-26 01") == index_key("sink", "ｃｃｅｒ２６０１")
    True
    >>> index_key("sink", "")
    ''
    """
    plain = unicodedata.normalize("NFKC", serial).casefold()
    known = re.sub(r"[\W_]", "", plain)
    return f"serial:{kind}:{known}" if known else ""


def amount_of(text: object, unit: str) -> Fraction | None:
    """A positive amount in the unit of its kind; None where it is none.

    >>> amount_of("1.2 万kWh", "MWh"), amount_of("12 t", "MWh"), amount_of("-1 MWh", "MWh")
    (Fraction(12, 1), None, None)
    """
    try:
        found: Quantity = parse_quantity(str(text))
        amount = found.to(parse_unit(unit))
    except UnitError:
        return None
    return amount if amount > 0 else None


def number_of(value: object) -> int:
    """The sequence of a claim as a body names it; 0 where it names none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def serial_account(events: Iterable[Event], key: str, units: Mapping[str, str]) -> SerialAccount:
    """What the events of a serial come to; ``units``: the unit of each kind."""
    account, claims = SerialAccount(), dict[int, StandingClaim]()
    for event in events:
        body: Mapping[str, Any] = event.body
        kind = str(body.get("what", ""))
        if event.kind not in SERIAL_EVENTS or index_key(kind, str(body.get("serial", ""))) != key:
            continue
        amount = amount_of(body.get("amount"), units.get(kind, "1"))
        if event.kind == REGISTERED and amount is not None:
            account = SerialAccount(amount, event.case)
        elif event.kind == CLAIMED and amount is not None:
            claims[event.sequence] = StandingClaim(event.sequence, event.case, amount)
        elif event.kind == RELEASED:
            claims.pop(number_of(body.get("claim")), None)
    return account._replace(claims=tuple(claims.values()))
