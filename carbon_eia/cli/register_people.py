"""The commands on persons: put on record, listed, looked up, erased, appointed, dismissed."""

from __future__ import annotations

from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.register_shared import actor_named, event_number, register_law, tell_done
from carbon_eia.console import styled, table
from carbon_eia.messages import sentence
from carbon_eia.register.acting import CommandResult, view_of
from carbon_eia.register.administering import (
    ActingOfficer,
    appoint,
    dismiss,
    erase_person,
    record_person,
)
from carbon_eia.register.people import COMMITMENT, SHOWN, Staff, staff_of
from carbon_eia.register.store import open_register

__all__ = [
    "add_person_command",
    "appoint_command",
    "dismiss_command",
    "erase_command",
    "people_command",
    "who_command",
]


def add_person_command(
    json: bool,
    lang: str,
    folder: Path,
    name: str,
    contact: str,
    actor: str | None,
    role: str | None,
    on: str | None,
) -> int:
    """Put a person on record."""
    register, law = open_register(folder, view_of), register_law()
    done = record_person(register, name, contact, _office(actor, role, on), law)
    return _told(json, lang, "recorded", done, name)


def people_command(json: bool, lang: str, folder: Path, as_of: str | None) -> int:
    """The persons on record, with their appointments on a day."""
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    with register.reading() as ledger:
        staff = staff_of(ledger)
    held = staff.appointments(on)
    persons = sorted(staff.persons, key=lambda p: (p.name, p.commitment))
    if json:
        print_json(
            [
                {**p._asdict(), "roles": [r for r in law.roles if r in held.get(p.commitment, ())]}
                for p in persons
            ]
        )
        return 0
    if persons:
        keys = ("person", "contact", "roles", "commitment")
        rows = [
            [
                p.name,
                p.contact,
                "、".join(law.roles[r][lang] for r in law.roles if r in held.get(p.commitment, ())),
                p.commitment[:SHOWN],
            ]
            for p in persons
        ]
        say(table([sentence(f"register.column.{key}", lang) for key in keys], rows))
    say(styled(sentence("register.people_count", lang, {"count": len(persons)}), "dim"))
    return 0


def who_command(json: bool, lang: str, folder: Path, event: str) -> int:
    """Whose commitment an event holds.

    Raises CallError CE-G222 where there is no such event.
    """
    register = open_register(folder, view_of)
    with register.reading() as ledger:
        rows, staff = list(ledger.rows()), staff_of(ledger)
    number = event_number(event, len(rows))
    actor = rows[number - 1].actor
    told = _who(staff, actor)
    if json:
        print_json({"sequence": number, "actor": actor, **told})
    else:
        code = f"register.who.{told['is']}"
        say(sentence(code, lang, {"sequence": event, "actor": actor[:SHOWN], **told}))
    return 0


def _who(staff: Staff, actor: str) -> dict[str, object]:
    """What is known of an actor: on record, erased by an event, or a name as it was written."""
    person, erased = staff.person(actor), staff.erased(actor)
    if person is not None:
        return {"is": "on_record", "name": person.name, "contact": person.contact}
    if erased is not None:
        return {"is": "erased", "event": erased.sequence, "day": erased.day.isoformat()}
    return {"is": "unknown"} if COMMITMENT.fullmatch(actor) else {"is": "plain", "name": actor}


def erase_command(
    json: bool,
    lang: str,
    folder: Path,
    name: str,
    reason: str,
    actor: str | None,
    role: str | None,
    on: str | None,
) -> int:
    """Erase a person."""
    register, law = open_register(folder, view_of), register_law()
    return _told(
        json,
        lang,
        "erased",
        erase_person(register, name, reason, _office(actor, role, on), law),
        name,
    )


def appoint_command(
    json: bool,
    lang: str,
    folder: Path,
    name: str,
    as_what: str,
    actor: str | None,
    on: str | None,
) -> int:
    """Appoint a person to a role."""
    register, law = open_register(folder, view_of), register_law()
    done = appoint(register, name, as_what, _office(actor, None, on), law)
    return _told(json, lang, "appointed", done, name, law.roles[as_what][lang])


def dismiss_command(
    json: bool,
    lang: str,
    folder: Path,
    name: str,
    from_what: str,
    reason: str,
    actor: str | None,
    on: str | None,
) -> int:
    """End the appointment of a person."""
    register, law = open_register(folder, view_of), register_law()
    done = dismiss(register, name, from_what, reason, _office(actor, None, on), law)
    return _told(json, lang, "dismissed", done, name, law.roles[from_what][lang])


def _office(actor: str | None, role: str | None, on: str | None) -> ActingOfficer:
    return ActingOfficer(actor_named(actor), role, day(on))


def _told(json: bool, lang: str, code: str, done: CommandResult, name: str, role: str = "") -> int:
    """Say what was done, or that it was done before."""
    person = str(done.event.body["person"])
    told: dict[str, object] = {"sequence": done.event.sequence, "person": person}
    if json:
        return tell_done(json, lang, "", told)
    told |= {"name": name, "role": role, "commitment": person[:SHOWN]}
    return tell_done(json, lang, f"register.{code}{'' if done.is_new else '_before'}", told)
