"""A green certificate, a replaced source, a sink: claims never exceed what was registered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from carbon_eia.register.acting import CommandRefusedError, CommandRequest, act, view_of
from carbon_eia.register.examine import examine
from carbon_eia.register.serials import index_key, serial_account
from carbon_eia.register.store import EventDraft, Register, create, open_register
from tests.register.cases import LAW

DAY = date(2026, 7, 1)
UNITS = {k: s.unit for k, s in LAW.controls.serials.items()}
SERIAL = {"what": "green_certificate", "serial": "GEC-2026-001"}
KEY = index_key("green_certificate", "GEC-2026-001")


@pytest.fixture
def cases(tmp_path: Path, database: str) -> Register:
    """A register with four cases that were filed."""
    register = create(tmp_path / "register", database, view_of)
    file(register, [f"A-{n}" for n in range(4)])
    return register


def file(register: Register, codes: list[str]) -> None:
    """Cases that were received."""
    with register.writing() as ledger:
        ledger.append(EventDraft(DAY, "zhang", "receiver", "filed", c, {"run": c}) for c in codes)


def do(register: Register, command: str, case: str, actor: str = "zhang", **body: object) -> int:
    """Give a command; the number of its event."""
    asked = CommandRequest(command, case, actor, None, DAY, {**SERIAL, **body})
    return act(register, asked, LAW).event.sequence


def refused(register: Register, command: str, case: str, **body: object) -> str:
    """The code with which a command is refused; nothing is written."""
    with register.reading() as ledger:
        before = ledger.last()
    with pytest.raises(CommandRefusedError) as caught:
        do(register, command, case, **body)
    with register.reading() as ledger:
        assert ledger.last() == before
    problem = caught.value.problems[0]
    assert problem.message("zh")
    assert problem.message("en")
    return problem.code


def claimed(register: Register) -> Fraction:
    """What is claimed of the serial."""
    with register.reading() as ledger:
        return serial_account(ledger.events(KEY), KEY, UNITS).claimed


def test_a_doubly_claimed_serial_is_refused(cases: Register) -> None:
    """Two cases share a certificate; the third that wants more than is left does not get it."""
    do(cases, "register_serial", "A-0", amount="100 MWh")
    do(cases, "claim", "A-0", amount="6 万kWh")  # 60 MWh
    do(cases, "claim", "A-1", amount="40 MWh")
    assert claimed(cases) == 100
    assert refused(cases, "claim", "A-2", amount="0.000001 MWh") == "CE-G314"
    assert examine(cases).faults == ()


def test_the_amount_itself_may_be_claimed_and_no_more(cases: Register) -> None:
    """At the edge: all of it; a thousandth above it is refused."""
    do(cases, "register_serial", "A-0", amount="100 MWh")
    assert refused(cases, "claim", "A-1", amount="100.001 MWh") == "CE-G314"
    do(cases, "claim", "A-1", amount="100 MWh")
    assert claimed(cases) == 100


def test_another_spelling_is_no_other_serial(cases: Register) -> None:
    """Width, case, spaces and dashes tell no certificates apart."""
    do(cases, "register_serial", "A-0", amount="100 MWh")
    do(cases, "claim", "A-0", amount="100 MWh")
    assert refused(cases, "claim", "A-1", serial="ｇｅｃ 2026001", amount="1 MWh") == "CE-G314"
    assert refused(cases, "register_serial", "A-1", serial="gec2026-001", amount="9 MWh") == (
        "CE-G312"
    )


@pytest.mark.parametrize(
    ("command", "body", "code"),
    [
        ("claim", {"amount": "1 MWh"}, "CE-G313"),
        ("claim", {"amount": "1 t"}, "CE-G311"),
        ("claim", {"amount": "-1 MWh"}, "CE-G311"),
        ("claim", {"amount": "0 MWh"}, "CE-G311"),
        ("claim", {"amount": "much"}, "CE-G311"),
        ("claim", {"amount": "1 MWh", "what": "coupon"}, "CE-G310"),
        ("register_serial", {"amount": "1 MWh", "serial": "——"}, "CE-G310"),
        ("release_claim", {"claim": "1", "reason": "r"}, "CE-G315"),
        ("claim", {}, "CE-G105"),
    ],
)
def test_what_cannot_be_claimed(
    cases: Register, command: str, body: dict[str, str], code: str
) -> None:
    """Without a registration, in another unit, of nothing, of no kind."""
    assert refused(cases, command, "A-0", **body) == code


def test_a_released_claim_may_be_claimed_again(cases: Register) -> None:
    """By a reviewer with a reason, of the case's own claim, once."""
    do(cases, "register_serial", "A-0", amount="100 MWh")
    number = do(cases, "claim", "A-0", amount="100 MWh")
    assert refused(cases, "release_claim", "A-1", claim=str(number), reason="r") == "CE-G315"
    do(cases, "release_claim", "A-0", claim=str(number), reason="项目撤回")
    assert refused(cases, "release_claim", "A-0", actor="li", claim=str(number), reason="r") == (
        "CE-G315"
    )
    do(cases, "claim", "A-1", amount="100 MWh")
    assert claimed(cases) == 100


def test_the_account_is_found_again_after_a_rebuild(cases: Register) -> None:
    """The index of serials is made of the events, like every view."""
    do(cases, "register_serial", "A-0", amount="100 MWh")
    do(cases, "claim", "A-1", amount="40 MWh")
    with cases.writing() as ledger:
        ledger.rebuild()
    assert claimed(cases) == 40
    assert refused(cases, "claim", "A-2", amount="61 MWh") == "CE-G314"


def race(register: Register, count: int, workers: int) -> tuple[int, list[str]]:
    """So many claims of 1 MWh at once, of so many cases; how many were written, other outcomes."""
    folder = register.folder

    def one(number: int) -> str:
        own = open_register(folder, view_of)
        body = {**SERIAL, "amount": "1 MWh"}
        asked = CommandRequest("claim", f"A-{number % 4}", f"actor-{number}", "receiver", DAY, body)
        try:
            act(own, asked, LAW)
        except CommandRefusedError as error:
            return error.problems[0].code
        finally:
            own.engine.dispose()
        return ""

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(one, range(count)))
    return found.count(""), [code for code in found if code]


@pytest.mark.parametrize(
    ("count", "amount"),
    [(24, 15), pytest.param(1000, 617, marks=pytest.mark.slow)],
)
def test_claims_at_once_never_exceed_the_amount(cases: Register, count: int, amount: int) -> None:
    """Exactly as many are written as there is; all others are told what is left."""
    do(cases, "register_serial", "A-0", amount=f"{amount} MWh")
    written, others = race(cases, count, workers=min(count, 32))
    assert written == amount
    assert others == ["CE-G314"] * (count - amount)
    assert claimed(cases) == amount
    assert examine(cases).faults == ()
