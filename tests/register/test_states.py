"""Every cell of the table of states: who may do what, when, and what it comes to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbon_eia.register.fold import EVENT_KINDS
from carbon_eia.register.guards import GUARDS, NOTES, OF_CASE
from carbon_eia.register.request import ALONE
from carbon_eia.register.states import Refusal, Transition, allowed, options
from carbon_eia.register.view import case_at
from tests.register.cases import BESIDE, LAW, body_for, event, events_for, later

CELLS = tomllib.loads((Path(__file__).parent / "cells.toml").read_text(encoding="utf-8"))
STATES = ["new", *LAW.states]


def permitted(state: str, role: str) -> set[str]:
    """What the hand-written cells let a role do in a state."""
    always = "" if state == "new" else CELLS["always"].get(role, "")
    return {*always.split(), *CELLS[state].get(role, "").split()}


def cells() -> Iterator[tuple[str, str, str]]:
    """Every state × role × command."""
    for state in STATES:
        for role in LAW.roles:
            for command in LAW.commands:
                yield state, role, command


def test_every_state_and_role_has_its_cells() -> None:
    """The cells know the states and roles of the table, and no others."""
    assert {*CELLS} - {"always"} == {*STATES}
    assert {r for s in CELLS.values() for r in s} == {*LAW.roles} - {"auditor", "administrator"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", LAW.roles)
def test_a_cell(state: str, role: str) -> None:
    """A role may do in a state what the cells say, and nothing else; what is done leads where the
    table says."""
    for command in LAW.commands:
        events = events_for(state, command)
        day = later(state, command, events)
        case = case_at(events, day, LAW)
        assert case.state == ("" if state == "new" else state), (command, case.state)
        body = body_for(state, command)
        beside = BESIDE.get(command, ALONE)
        answer = allowed(LAW, case, role, command, day, "somebody", body, beside)
        if command not in permitted(state, role):
            assert isinstance(answer, Refusal), command
            assert answer.problem.code in (
                "CE-G100",
                "CE-G103",
                "CE-G107",
                "CE-G135",
            ), (command, answer)
            assert answer.message("en")
            assert answer.message("zh")
            continue
        assert isinstance(answer, Transition), (command, answer)
        row = (day.isoformat(), answer.event, body)
        done = case_at([*events, event(len(events) + 1, row, "somebody")], day, LAW)
        assert done.state == answer.to, command


def test_options_are_the_commands_of_a_state() -> None:
    """What would be allowed names the commands and their roles."""
    case = case_at(events_for("filed"), later("filed", "", events_for("filed")), LAW)
    names = {o.command.id for o in options(LAW, case)}
    assert {"notify", "accept", "decline", "withdraw"} <= names
    assert "decide" not in names
    assert [o.roles for o in options(LAW, case) if o.command.id == "notify"] == [("receiver",)]


@pytest.mark.parametrize(
    ("state", "command", "listed"),
    [
        ("accepted", "accept", False),  # it was accepted already
        ("in_review", "decide_change", False),  # no change waits
        ("proposed", "decide", True),
        ("decided", "file", False),  # the opinion stands
        ("decided", "start_construction", True),
        ("listed", "start_construction", False),  # there is no opinion
        ("listed", "start_operating", False),
        ("under_construction", "report_year", False),
        ("operating", "report_year", True),
    ],
)
def test_options_leave_out_what_the_case_itself_refuses(
    state: str, command: str, listed: bool
) -> None:
    """What would be refused whoever asks is not offered."""
    case = case_at(events_for(state), later(state, "", events_for(state)), LAW)
    assert (command in [o.command.id for o in options(LAW, case)]) is listed


def test_conditions_of_the_case_are_conditions() -> None:
    """What is asked for the options is a condition of the table."""
    assert GUARDS.keys() >= OF_CASE


def test_the_table_and_the_code_have_the_same_words() -> None:
    """Each condition and each event of the table is known, and none is left over."""
    named = {g for c in LAW.commands.values() for g in c.guards}
    assert named == GUARDS.keys() | NOTES.keys()
    assert LAW.guards.keys() - named == {"accepted_by_silence", "validity_over"}
    assert {c.event for c in LAW.commands.values()} == EVENT_KINDS
