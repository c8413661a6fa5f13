"""What is done to the register itself: persons on record, appointments, ceilings of areas."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.register.acting import CommandResult, stored_case
from carbon_eia.register.event import Event
from carbon_eia.register.law import Command, Law
from carbon_eia.register.people import APPOINTED, ORDERED, Staff, new_person, staff_of
from carbon_eia.register.store import EventDraft, Ledger, Register

__all__ = ["ActingOfficer", "appoint", "dismiss", "erase_person", "record_person", "set_ceiling"]

ADMINISTRATOR = "administrator"


class ActingOfficer(NamedTuple):
    """Who does something to the register, as what, and on which legal day."""

    actor: str
    role: str | None
    day: date


def record_person(
    register: Register, name: str, contact: str, office: ActingOfficer, law: Law
) -> CommandResult:
    """Put a person on record; one of the same name and contact is not put there again.

    Raises CallError: CE-G105 there is no name, and as ``_asked``.
    """
    row = law.administration["record_person"]
    if not name.strip():
        raise CallError(Problem("CE-G105", params={"key": "name", "command": _name(row)}))
    with register.writing() as ledger:
        staff = staff_of(ledger)
        role = _asked(staff, row, office, law)
        same = [p for p in staff.named(name) if (p.name, p.contact) == (name, contact)]
        if same:
            recorded = next(e for e in staff.events if e.body.get("person") == same[0].commitment)
            return CommandResult(recorded, is_new=False)
        person = new_person(name, contact)
        ledger.add_person(*person)
        return _written(ledger, row, office, role, {"person": person[0]})


def erase_person(
    register: Register, name: str, reason: str, office: ActingOfficer, law: Law
) -> CommandResult:
    """Erase name, contact and salt of a person; that it was done, and why, is an event.

    Raises CallError: CE-G162 nobody is on record, CE-G164 it is the last administrator, CE-G167 a
    proposal of the person waits for its decision, and as ``_asked``.
    """
    row = law.administration["erase_person"]
    with register.writing() as ledger:
        staff = staff_of(ledger)
        role = _asked(staff, row, office, law)
        person = _on_record(staff, name)
        _keep_an_administrator(staff, person, office.day)
        _no_open_proposal(ledger, person)
        ledger.forget_person(person)
        done = _written(ledger, row, office, role, {"person": person, "reason": reason}, staff)
    register.scrub()
    return done


def appoint(
    register: Register, name: str, as_what: str, office: ActingOfficer, law: Law
) -> CommandResult:
    """Appoint a person on record to a role.

    Raises CallError: CE-G162 nobody is on record, CE-G163 there is no such role, CE-G165 the first
    appointment is not that of an administrator, and as ``_asked``.
    """
    row = law.administration["appoint"]
    with register.writing() as ledger:
        staff = staff_of(ledger)
        role = _asked(staff, row, office, law)
        person = _on_record(staff, name)
        held = staff.appointments(office.day)
        if as_what not in law.roles or as_what in law.outside:
            known = " ".join(r for r in law.roles if r not in law.outside)
            raise CallError(Problem("CE-G163", params={"role": as_what, "known": known}))
        if as_what in held.get(person, ()):
            return CommandResult(_appointed(staff, person, as_what), is_new=False)
        if not held and as_what != ADMINISTRATOR:
            raise CallError(Problem("CE-G165", params={"role": law.roles[ADMINISTRATOR]}))
        return _written(ledger, row, office, role, {"person": person, "role": as_what}, staff)


def dismiss(
    register: Register, name: str, from_what: str, reason: str, office: ActingOfficer, law: Law
) -> CommandResult:
    """End the appointment of a person.

    Raises CallError: CE-G162 nobody is on record, CE-G164 it is the last administrator, CE-G166 the
    person has no such appointment, and as ``_asked``.
    """
    row = law.administration["dismiss"]
    with register.writing() as ledger:
        staff = staff_of(ledger)
        role = _asked(staff, row, office, law)
        person = _on_record(staff, name)
        if from_what not in staff.appointments(office.day).get(person, ()):
            raise CallError(Problem("CE-G166", params={"name": name, "role": from_what}))
        if from_what == ADMINISTRATOR:
            _keep_an_administrator(staff, person, office.day)
        body: dict[str, object] = {"person": person, "role": from_what, "reason": reason}
        return _written(ledger, row, office, role, body, staff)


def set_ceiling(
    register: Register,
    area: str,
    name: str,
    tonnes: str,
    instrument: str,
    office: ActingOfficer,
    law: Law,
) -> CommandResult:
    """Set the ceiling of an area in t CO2e a year; from its day on it takes the place of another.

    ``area``: ``park:`` or ``region:`` and its key; ``instrument``: what sets it.

    Raises CallError as ``_asked``.
    """
    row = law.administration["set_ceiling"]
    body: dict[str, object] = {
        "area": area, "name": name, "tonnes": tonnes, "instrument": instrument
    }  # fmt: skip
    with register.writing() as ledger:
        staff = staff_of(ledger)
        role = _asked(staff, row, office, law)
        same = [e for e in staff.events if (e.kind, e.day, e.body) == (row.event, office.day, body)]
        if same:
            return CommandResult(same[-1], is_new=False)
        return _written(ledger, row, office, role, body, staff)


def _asked(staff: Staff, row: Command, office: ActingOfficer, law: Law) -> str:
    """The role in which somebody does it.

    Raises CallError: CE-G103 not in this role, CE-G104 a day before that of an earlier event,
    CE-G161 the actor is not appointed to it.
    """
    role = office.role or ADMINISTRATOR
    place = Place(key=row.ground.clause)
    if role not in row.roles:
        own = law.roles.get(role, {"zh": role, "en": role})
        roles = {lang: "、".join(law.roles[r][lang] for r in sorted(row.roles)) for lang in own}
        told: dict[str, object] = {"role": own, "command": _name(row), "roles": roles}
        raise CallError(Problem("CE-G103", place, told))
    last = max((e.day for e in staff.events if e.kind in ORDERED), default=office.day)
    if row.event in ORDERED and office.day < last:
        raise CallError(Problem("CE-G104", place, {"day": office.day, "last": last}))
    held = staff.appointments(office.day)
    if held and role not in held.get(staff.identity(office.actor), ()):
        told = {"actor": office.actor, "role": law.roles[role]}
        raise CallError(Problem("CE-G161", place, told))
    return role


def _name(row: Command) -> dict[str, str]:
    return {"zh": row.zh, "en": row.en}


def _on_record(staff: Staff, name: str) -> str:
    """The commitment of the person whom a name means."""
    commitment = staff.identity(name)
    if staff.person(commitment) is None:
        raise CallError(Problem("CE-G162", params={"name": name}))
    return commitment


def _keep_an_administrator(staff: Staff, person: str, day: date) -> None:
    """While others are appointed somebody has to be able to appoint."""
    held = staff.appointments(day)
    others = [p for p, roles in held.items() if p != person and ADMINISTRATOR in roles]
    if ADMINISTRATOR in held.get(person, ()) and not others:
        raise CallError(Problem("CE-G164"))


def _no_open_proposal(ledger: Ledger, person: str) -> None:
    """Who recommends does not decide: whoever was put on record anew would be another person."""
    for code, view in ledger.views().items():
        proposal = stored_case(view.text).proposal if view.state == "proposed" else None
        if proposal is not None and proposal.actor == person:
            raise CallError(Problem("CE-G167", params={"code": code}))


def _appointed(staff: Staff, person: str, role: str) -> Event:
    """The event by which a person was appointed last."""
    own = {"person": person, "role": role}
    return [e for e in staff.events if e.kind == APPOINTED and e.body == own][-1]


def _written(
    ledger: Ledger,
    row: Command,
    office: ActingOfficer,
    role: str,
    body: dict[str, object],
    staff: Staff | None = None,
) -> CommandResult:
    """The event, its actor by commitment where the person is on record (``staff``: before)."""
    actor = (staff or staff_of(ledger)).identity(office.actor)
    return CommandResult(
        ledger.append([EventDraft(office.day, actor, role, row.event, "", body)])[0]
    )
