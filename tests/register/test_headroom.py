"""The head-room of a park and a city: its ceiling less the Runs of the approvals that stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from carbon_eia.register.acting import CommandRefusedError, CommandRequest, act, view_of
from carbon_eia.register.beside import headrooms
from carbon_eia.register.headroom import CEILING, Headroom
from carbon_eia.register.store import EventDraft, Register, create
from tests.register.cases import LAW

DAY = date(2026, 7, 1)
CITY, COUNTY, PARK = "region:431000", "region:431081", "park:东江湖园区"


def run_bytes(tonnes: str | None) -> bytes:
    """As much of a Run as its size needs."""
    total = None if tonnes is None else {"value": tonnes, "unit": "tCO2e"}
    run = {"inventory": {"total": total}, "energy": {}, "project": {"facts": {}}, "id": tonnes}
    return json.dumps(run).encode()


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A register with a ceiling for the city and one for a park."""
    register = create(tmp_path / "register", "", view_of)
    ceiling(register, CITY, "1000")
    ceiling(register, PARK, "600")
    return register


def ceiling(register: Register, area: str, tonnes: str, day: date = DAY) -> None:
    """A ceiling from a day on."""
    body = {"area": area, "name": area, "tonnes": tonnes, "instrument": "示例文件"}
    with register.writing() as ledger:
        ledger.append([EventDraft(day, "li", "approver", CEILING, "", body)])


def propose(
    register: Register,
    code: str,
    tonnes: str | None,
    region: str = "湖南省郴州市资兴市",
    park: str = "东江湖 园区",
) -> None:
    """A case that waits for its decision."""
    record = register.keep(run_bytes(tonnes))
    body = {"run": code, "record": record, "region": region, "park": park}
    steps: Sequence[tuple[str, str, dict[str, object]]] = (
        ("filed", "receiver", body),
        ("accepted", "receiver", {}),
        ("review_started", "reviewer", {}),
        ("proposed", "reviewer", {"recommendation": "pass", "reason": "r"}),
    )
    with register.writing() as ledger:
        ledger.append(EventDraft(DAY, "wang", role, kind, code, body) for kind, role, body in steps)


def decide(register: Register, code: str, verdict: str = "pass", **body: str) -> None:
    """The decision on a case."""
    words = {"verdict": verdict, "reason": "r", **body}
    if verdict == "refuse":
        words |= {"against": "r", "remedies": "r"}
    act(register, CommandRequest("decide", code, "li", "approver", DAY, words), LAW)


def after(register: Register, area: str, on: date = DAY) -> list[Headroom]:
    """The head-room of an area after each step."""
    with register.reading() as ledger:
        found = {c.area: steps for c, steps in headrooms(ledger.events(), register, on, LAW)}
    return found[area]


def test_it_is_the_sum_of_the_runs_after_each_decision(register: Register) -> None:
    """Approvals add, a refusal adds nothing, a revocation gives back; in city and park."""
    for code, tonnes in (("A", "300.5"), ("B", "200.25"), ("C", "400")):
        propose(register, code, tonnes)
    propose(register, "D", "99", region="湖南省郴州市桂阳县", park="")
    decide(register, "A")
    decide(register, "B")
    decide(register, "C", "refuse")
    decide(register, "D")
    act(register, CommandRequest("revoke", "A", "li", "approver", DAY, {"reason": "r"}), LAW)
    city = [h.used for h in after(register, CITY)]
    assert city == [Fraction(x) for x in ("0", "300.5", "500.75", "599.75", "299.25")]
    assert [h.left for h in after(register, CITY)][-1] == Fraction("700.75")
    assert [h.used for h in after(register, PARK)] == [
        Fraction(x) for x in ("0", "300.5", "500.75", "200.25")
    ]


@pytest.mark.parametrize(("second", "is_refused"), [("300", False), ("300.001", True)])
def test_an_exceeded_ceiling_needs_a_reason(
    register: Register, second: str, is_refused: bool
) -> None:
    """Equal is within; above it the decision says why, and then it is taken."""
    propose(register, "A", "300")
    propose(register, "B", second)
    decide(register, "A")
    if is_refused:
        with pytest.raises(CommandRefusedError) as caught:
            decide(register, "B")
        assert caught.value.problems[0].code == "CE-G316"
        with pytest.raises(CommandRefusedError):
            decide(register, "B", headroom="  ")
        decide(register, "B", headroom="另有淘汰项目于年内关停")
    else:
        decide(register, "B")
    assert after(register, PARK)[-1].is_exceeded is is_refused


def test_a_refusal_needs_no_room(register: Register) -> None:
    """Nothing is approved by it."""
    propose(register, "A", "5000")
    decide(register, "A", "refuse")
    assert after(register, CITY)[-1].used == 0


def test_another_area_does_not_count(register: Register) -> None:
    """A project elsewhere takes nothing of the park, nor one in another city of the city."""
    propose(register, "A", "5000", region="湖南省长沙市", park="")
    decide(register, "A")
    assert len(after(register, CITY)) == 1
    ceiling(register, COUNTY, "10")
    propose(register, "B", "9", park="")
    decide(register, "B")
    assert after(register, COUNTY)[-1].left == 1


def test_an_emission_that_is_not_known_is_told(register: Register) -> None:
    """Missing is not zero: the case is named, and the rest is a lower bound."""
    propose(register, "A", None)
    decide(register, "A")
    last = after(register, CITY)[-1]
    assert last.unknown == ("A",)
    assert last.used == 0


def test_a_later_ceiling_takes_the_place_of_an_earlier(register: Register) -> None:
    """From its day on; before it the earlier one holds."""
    later = DAY + timedelta(days=30)
    ceiling(register, CITY, "2000", later)
    assert after(register, CITY)[0].left == 1000
    assert after(register, CITY, later)[0].left == 2000
