"""Legal situations that a lawyer can read: what is done, what is refused, what is due and when."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.register.clocks import clocks_of
from carbon_eia.register.event import Event
from carbon_eia.register.states import Refusal, Transition, allowed
from carbon_eia.register.view import case_at, case_now
from tests.register.cases import AT, LAW

SITUATIONS = tomllib.loads((Path(__file__).parent / "situations.toml").read_text(encoding="utf-8"))[
    "situations"
]

APPROVED = (
    "2026-03-02 receiver 张 file run=r1",
    "2026-03-04 receiver 张 accept",
    "2026-03-05 reviewer 李 start_review",
    "2026-03-09 reviewer 李 propose recommendation=pass reason=x",
    "2026-03-10 approver 赵 decide verdict=pass reason=x",
)
STARTS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "approved": APPROVED,
    "operating": (
        *APPROVED,
        "2026-04-01 applicant 王 start_construction",
        "2026-07-01 applicant 王 accept_completion report=x",
        "2026-07-02 applicant 王 start_operating",
    ),
}
"""What happened before a situation begins."""


CLAUSES = {
    "CE-G107": "31号令第14条",
    "CE-G113": "统计法第28条",
    "CE-G114": "31号令第14条",
    "CE-G119": "31号令第17条",
    "CE-G121": "行政许可法第42条",
    "CE-G122": "行政许可法第42条",
    "CE-G125": "本登记簿的约定",
    "CE-G126": "郴州市碳达峰行动方案专栏10第4项",
    "CE-G128": "行政许可法第38条第2款",
    "CE-G133": "31号令第18条",
    "CE-G134": "31号令第3条",
    "CE-G135": "31号令第19条",
    "CE-G136": "31号令第18条",
    "CE-G137": "生态环境法典第106条",
    "CE-G138": "31号令第21条",
    "CE-G144": "31号令第24条",
    "CE-G146": "31号令第24条",
}
"""Code → the clause on which a refusal rests."""


def body_of(words: list[str]) -> dict[str, Any]:
    """What a step says: key=value; an opinion and a standard are named by their day alone."""
    body: dict[str, Any] = dict(word.split("=", 1) for word in words)
    if "opinion" in body:
        body["opinion"] = {"day": body["opinion"], "number": "x"}
    if "standards" in body:
        body["standards"] = [{"id": "标准", "valid_to": body["standards"]}]
    return body


def played(situation: Mapping[str, Any]) -> list[Event]:
    """The events that a situation writes; what it says of each step is checked on the way."""
    events: list[Event] = []
    for step in (*STARTS[situation.get("from", "")], *situation["steps"]):
        mark, words = "", step.split()
        if step[0] in "✗△":
            mark, words = words[0], words[1:]
        day, role, actor, command = date.fromisoformat(words[0]), *words[1:4]
        body = body_of(words[4:])
        answer = allowed(LAW, case_now(events, day, LAW), role, command, day, actor, body)
        if mark.startswith("✗"):
            assert isinstance(answer, Refusal), step
            assert answer.problem.code == mark[1:], (step, answer.message())
            assert answer.ground is not None
            assert answer.ground.clause in answer.message()
            assert answer.ground.clause == CLAUSES.get(mark[1:], answer.ground.clause), step
            continue
        assert isinstance(answer, Transition), (step, answer.message())
        if mark:
            assert mark[1:] in [n.code for n in answer.notes], step
        events.append(Event(len(events) + 1, day, AT, actor, role, answer.event, "A-1", body))
        assert case_at(events, day, LAW).state == answer.to, step
    return events


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s["name"])
def test_a_situation(situation: Mapping[str, Any]) -> None:
    """States, days and refusals are those that the law gives."""
    events = played(situation)
    for expected in situation["expect"]:
        on = expected["on"]
        case = case_at(events, on, LAW)
        if "state" in expected:
            assert case.state == expected["state"], expected
        if "clock" not in expected:
            wanted = [expected["disputed"]] if "disputed" in expected else []
            assert [d for d in case.disputed if d != "provisional"] == wanted, expected
            continue
        clock = [c for c in clocks_of(events, on, LAW) if c.rule.id == expected["clock"]][-1]
        assert clock.due == expected.get("due"), (expected, clock.lines())
        assert clock.state == expected["is"], (expected, clock.lines())
        others = {r.due for r in clock.readings[1:] if r.due != clock.due}
        wanted_days = {expected["other"]} if "other" in expected else set()
        assert others - {None} >= wanted_days, (expected, clock.lines())
        if "disputed" not in expected:
            assert others - {None} == wanted_days, (expected, clock.lines())
        assert clock.is_disputed == expected.get("disputed", False), (expected, clock.lines())
        if "provisional" in expected:
            assert clock.is_provisional == expected["provisional"]
        for lang in ("zh", "en"):
            assert clock.lines(lang)


def test_there_are_forty_situations() -> None:
    """The list holds at least forty, each with its own name and its clause."""
    assert len({s["name"] for s in SITUATIONS}) == len(SITUATIONS) >= 40
    assert all(s["clause"] for s in SITUATIONS)


def test_every_clock_has_its_situation() -> None:
    """No clock of the data is without a case that a lawyer can read."""
    named = {e["clock"] for s in SITUATIONS for e in s["expect"] if "clock" in e}
    assert named == LAW.clocks.keys()
