"""A desk to try: invented people and cases, each of which went the way that the law allows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from carbon_eia.desk.accounts import Accounts
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.secret import new_code
from carbon_eia.errors import CallError, Problem
from carbon_eia.project import parse_project
from carbon_eia.project.canonical import project_toml
from carbon_eia.reference import open_world, read_sector
from carbon_eia.register.acting import CommandRequest, act
from carbon_eia.register.administering import ActingOfficer, set_ceiling
from carbon_eia.register.filing import Submission
from carbon_eia.run import canonical
from carbon_eia.run.assess_files import assess_files

__all__ = ["demonstrate"]

AMOUNTS = "amounts"
"""Of a case, or of a step that brings another assessment: what the sources take instead."""

AHEAD = re.compile(r"\+\d{1,4}")
"""A day that is said by how far it lies ahead."""


def demonstrate(desk: Desk) -> tuple[list[str], str]:
    """Fill a new desk; the names of its accounts, and the one password of all.

    Raises CallError CE-H030 where the desk has accounts or events already.
    """
    with desk.register.reading() as ledger:
        is_new = not ledger.last()[0]
    if not is_new or desk.accounts.all():
        raise CallError(Problem("CE-H030"))
    text = Path(__file__).with_name("demonstration.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    password = new_code().lower()
    _people(desk.accounts, tables, password)
    for ceiling in tables["ceilings"]:
        _ceiling(desk, ceiling)
    for number, case in enumerate(tables["cases"], 1):
        _case(desk, {"received_by": tables["receiver"], **case}, tables["applicant"], number)
    return list(tables["people"]), password


def _people(accounts: Accounts, tables: Mapping[str, Any], password: str) -> None:
    for name, roles in tables["people"].items():
        is_applicant = "applicant" in roles
        organisation = tables["applicant"]["name"] if is_applicant else ""
        credit = tables["applicant"]["credit_code"] if is_applicant else ""
        _, code = accounts.add(name, roles, organisation, credit)
        accounts.redeem(code, password, "", "@demo")


def _ceiling(desk: Desk, said: Mapping[str, Any]) -> None:
    office = ActingOfficer(said["set_by"], "approver", desk.today() - timedelta(days=said["days"]))
    own = said["area"], said["name"], said["tonnes"], said["instrument"]
    set_ceiling(desk.register, *own, office, desk.law)


def _case(desk: Desk, case: Mapping[str, Any], applicant: Mapping[str, str], number: int) -> None:
    day = desk.today() - timedelta(days=case["days"])
    code = f"{day:%y%m}-431000-04-01-{number:06}"
    own, law = applicant if case.get("own") else None, desk.law
    body = _submitted(desk, case, own, code, day).keep(desk.register)
    act(
        desk.register, CommandRequest("file", code, case["received_by"], "receiver", day, body), law
    )
    for after, command, actor, role, said in case["steps"]:
        day += timedelta(days=after)
        told = {key: _dated(value, day) for key, value in said.items() if key != AMOUNTS}
        if AMOUNTS in said:
            again = {**case, AMOUNTS: said[AMOUNTS]}
            told |= _submitted(desk, again, own, code, day).keep_answer(desk.register)
        act(desk.register, CommandRequest(command, code, actor, role, day, told), law)


def _dated(value: object, day: date) -> object:
    if isinstance(value, str) and AHEAD.fullmatch(value):
        return (day + timedelta(days=int(value))).isoformat()
    return value


def _submitted(
    desk: Desk,
    case: Mapping[str, Any],
    applicant: Mapping[str, str] | None,
    code: str,
    day: date,
) -> Submission:
    """The Run of a sector's example under the name and code of a case, as it is handed in."""
    example = read_sector(open_world(day), case["sector"]).example
    head = {**example["project"], "name": case["name"], "code": code, "sector": case["sector"]}
    amounts = case.get(AMOUNTS, {})
    sources = [
        {**s, "amount": amounts[s["name"]]} if s["name"] in amounts else s
        for s in example["sources"]
    ]
    tables = {**example, "project": head, "sources": sources} | (
        {} if applicant is None else {"applicant": applicant}
    )
    text = project_toml(tables)
    run = assess_files(lambda world: parse_project(text, world), day, desk.benchmarks)
    return Submission(run, "run.json", canonical(run))
