"""What must hold beside the case itself: of a serial, and of the head-room of park and city."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.errors import Problem
from carbon_eia.register.case import APPROVING
from carbon_eia.register.request import Guard, Request, not_met
from carbon_eia.register.serials import amount_of, index_key, number_of
from carbon_eia.units import decimal_text, rounded

__all__ = ["CONTROL_GUARDS"]


def _unit(ask: Request) -> str:
    kind = ask.law.controls.serials.get(ask.text("what"))
    return "" if kind is None else kind.unit


def known_serial_kind(ask: Request) -> Problem | None:
    """What is registered or claimed is of a known kind, and its serial says something."""
    known = ask.law.controls.serials
    if ask.text("what") in known and index_key(ask.text("what"), ask.text("serial")):
        return None
    return not_met(
        "CE-G310", what=ask.text("what"), serial=ask.text("serial"), known="、".join(known)
    )


def sound_amount(ask: Request) -> Problem | None:
    """An amount is positive, in a unit of its kind."""
    if amount_of(ask.body.get("amount"), _unit(ask)) is not None:
        return None
    return not_met("CE-G311", amount=ask.text("amount"), unit=_unit(ask))


def new_serial(ask: Request) -> Problem | None:
    """A serial is registered once, with one amount."""
    account = ask.beside.account
    if account.amount is None:
        return None
    known = f"{decimal_text(account.amount)} {_unit(ask)}"
    return not_met("CE-G312", serial=ask.text("serial"), amount=known, case=account.case)


def known_serial(ask: Request) -> Problem | None:
    """What is claimed was registered with its amount."""
    known = ask.beside.account.amount is not None
    return None if known else not_met("CE-G313", serial=ask.text("serial"))


def within_amount(ask: Request) -> Problem | None:
    """All claims on a serial together never exceed its amount."""
    account, unit = ask.beside.account, _unit(ask)
    wanted = amount_of(ask.body.get("amount"), unit)
    if wanted is not None and wanted <= account.left:
        return None
    cases = "、".join(dict.fromkeys(c.case for c in account.claims))
    return not_met(
        "CE-G314",
        serial=ask.text("serial"),
        amount=ask.text("amount"),
        left=f"{decimal_text(account.left)} {unit}",
        cases=cases or "—",
    )


def open_claim(ask: Request) -> Problem | None:
    """What is released is a claim of this case that stands."""
    number = number_of(ask.body.get("claim"))
    own = [c for c in ask.beside.account.claims if c.event == number and c.case == ask.case.code]
    return None if own else not_met("CE-G315", claim=ask.text("claim"))


def answered_headroom(ask: Request) -> Problem | None:
    """An approval beyond a ceiling says why: it is a finding, and no ground of refusal."""
    exceeded = ask.beside.exceeded
    if ask.text("verdict") not in APPROVING or not exceeded or ask.text("headroom").strip():
        return None
    told = "；".join(f"{h.ceiling.name} −{rounded(-h.left, 2)} t" for h in exceeded)
    return not_met("CE-G316", areas=told)


CONTROL_GUARDS: Mapping[str, Guard] = {
    g.__name__: g
    for g in (
        known_serial_kind,
        sound_amount,
        new_serial,
        known_serial,
        within_amount,
        open_claim,
        answered_headroom,
    )
}
"""Conditions across cases that refuse, by the name that the table of states has for them."""
