"""State × role × command: refused or allowed alike by the page, the interface and the command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from carbon_eia.cli import registering
from carbon_eia.desk.cases import code_in_address
from carbon_eia.desk.opening import Desk
from carbon_eia.errors import CarbonEiaError
from carbon_eia.register.store import EventDraft
from tests.desk.conftest import CREDIT, PEOPLE, Browser
from tests.register.cases import CHAINS, LAW, body_for, events_for, later

PAIRS = [(state, role) for state in CHAINS for role in LAW.roles]


def put_case(desk: Desk, code: str, state: str, command: str) -> None:
    """Write a case that is in a state, to which everybody is admitted who can be."""
    drafts = []
    for e in events_for(state, command):
        body = dict(e.body)
        if e.kind == "listed":
            body["credit_code"] = CREDIT
        if e.kind == "experts_invited":
            body["experts"] = [PEOPLE["expert"]]
        actor = PEOPLE["consultant"] if e.kind == "filed" else "somebody"
        drafts.append(EventDraft(e.day, actor, e.role, e.kind, code, body))
        if e.kind == "review_started":
            experts = {"experts": [PEOPLE["expert"]]}
            drafts.append(EventDraft(e.day, actor, "reviewer", "experts_invited", code, experts))
            drafts.append(EventDraft(e.day, actor, "reviewer", "experts_returned", code, {}))
    if drafts and command in ("claim", "release_claim"):
        last = drafts[-1].day
        serial = {"what": "green_certificate", "serial": code}
        registered = {**serial, "amount": "100 MWh"}
        drafts.append(EventDraft(last, "x", "receiver", "serial_registered", code, registered))
        if command == "release_claim":
            used = {**serial, "amount": "40 MWh"}
            drafts.append(EventDraft(last, "x", "receiver", "claimed", code, used))
    with desk.register.writing() as ledger:
        ledger.append(drafts)


def numbered(desk: Desk, code: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body for a case whose events have other numbers than those of the tests' chains."""
    with desk.register.reading() as ledger:
        own = ledger.events(code)
    found = next((e.sequence for e in own if e.kind == "found"), 0)
    first = own[0].sequence if own else 0
    claimed = next((e.sequence for e in own if e.kind == "claimed"), 0)
    moved = {"finding": found, "event": first, "claim": claimed, "serial": code}
    return {**body, **{k: v for k, v in moved.items() if k in body}}


def as_form(body: Mapping[str, Any], head: str = "body.") -> dict[str, str]:
    """A body as the form of a page sends it."""
    sent: dict[str, str] = {}
    for key, value in body.items():
        if isinstance(value, Mapping):
            sent |= as_form(value, f"{head}{key}.")
        else:
            lines = value if isinstance(value, list) else [value]
            sent[f"{head}{key}"] = "\n".join(str(x) for x in lines)
    return sent


def by_command(desk: Desk, monkeypatch: pytest.MonkeyPatch, *call: Any) -> bool:
    """Whether the command of the terminal does it."""
    command, code, body, role, day = call
    monkeypatch.setattr(registering, "open_register", lambda *_, **__: desk.register)
    values = [f"{k}={json.dumps(v) if not isinstance(v, str) else v}" for k, v in body.items()]
    where = desk.register.folder
    try:
        registering.do_command(True, "zh", where, command, code, values, [], None, PEOPLE[role],
                               role, day.isoformat())  # fmt: skip
    except CarbonEiaError:
        return False
    return True


@pytest.mark.slow(every=45)
@pytest.mark.parametrize(("state", "role"), PAIRS)
def test_a_cell(
    state: str,
    role: str,
    desk: Desk,
    browser: Callable[[str], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What one door refuses every door refuses, and the ledger says the same of what is done."""
    person = browser(role)
    account = desk.accounts.one(PEOPLE[role])
    assert account is not None
    is_system = role != "administrator"  # acts in person alone
    token = desk.sessions.give_token(account, "test", 1) if is_system else ""
    api = TestClient(person.client.app, headers={"Authorization": f"Bearer {token}"})
    form = person.get("/me").partition('name="form" value="')[2].partition('"')[0]
    for command in LAW.commands:
        outcomes: dict[str, bool] = {}
        codes = {door: f"{state}-{role}-{command}-{door}" for door in ("page", "api", "cli")}
        for code in codes.values():
            put_case(desk, code, state, command)
        day = later(state, command, events_for(state, command))
        asked = body_for(state, command)
        where = f"/cases/{code_in_address(codes['page'])}/do/{command}"
        sent = as_form(numbered(desk, codes["page"], asked))
        if state == "new":
            where, sent = "/list", {**sent, "code": codes["page"]}
        data = {"form": form, "day": day.isoformat(), "role": role, **sent}
        if state != "new" or command == "list":
            outcomes["page"] = person.client.post(where, data=data).status_code == 303
        body = numbered(desk, codes["api"], asked)
        answer = api.post(
            f"/api/cases/{code_in_address(codes['api'])}/commands/{command}",
            json={"day": day.isoformat(), "role": role, "body": body},
        )
        assert answer.status_code in (201, 401, 404, 409, 422), answer.text
        outcomes["api"] = answer.status_code == 201
        if (state, role) == ("listed", "consultant") and answer.status_code == 404:
            assert not outcomes["page"], command  # a consultant's case is one that it filed
            continue
        outcomes["cli"] = by_command(
            desk, monkeypatch, command, codes["cli"], numbered(desk, codes["cli"], asked), role, day
        )
        assert len(set(outcomes.values())) == 1, (command, outcomes, answer.text)
        if outcomes["cli"]:
            _same_event(desk, codes, command)


def _same_event(desk: Desk, codes: Mapping[str, str], command: str) -> None:
    """The last events of the cases are the same but for their codes and numbers."""
    last = []
    for door, code in codes.items():
        with desk.register.reading() as ledger:
            events = ledger.events(code)
        e = events[-1]
        body = {k: v for k, v in e.body.items() if k not in ("finding", "event", "claim", "serial")}
        last.append((door, (e.day, e.actor, e.role, e.kind, _plain(body))))
    assert len({repr(told) for _, told in last}) == 1, (command, last)


def _plain(value: Any) -> Any:
    """A value as text: a form knows no other, and a list of one is what stands in it."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in sorted(value.items())}
    if isinstance(value, list) and len(value) == 1:
        return _plain(value[0])
    return [_plain(v) for v in value] if isinstance(value, list) else str(value)
