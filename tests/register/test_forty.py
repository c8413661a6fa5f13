"""The sample register of forty cases over three years, as its script makes it."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from carbon_eia.reference import open_world
from carbon_eia.register.beside import headrooms
from carbon_eia.register.examine import examine
from carbon_eia.register.findings import control_findings
from carbon_eia.register.sizes import kept_records, size_of
from carbon_eia.register.store import Register
from tests.register.cases import LAW

SCRIPT = Path(__file__).resolve().parents[2] / "samples/register/make.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that makes it."""
    spec = spec_from_file_location("make_register", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def forty(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The register; the script itself asserts that the second claim is refused."""
    made = script.make(tmp_path_factory.mktemp("forty") / "register")
    assert isinstance(made, Register)
    return made


def found_on(register: Register, day: date) -> Counter[str]:
    """How many findings of each kind there are on a day."""
    with register.reading() as ledger:
        found = control_findings(ledger, register, day, LAW, open_world(day))
    return Counter(f.id for f in found)


def test_it_shows_what_only_many_cases_can_show(forty: Register) -> None:
    """Plants above their approval, cross-checks not equal, a split, an exceeded ceiling."""
    assert found_on(forty, date(2029, 12, 31)) == {
        "exceeds_ordered": 2,
        "crosscheck": 3,
        "split": 1,
    }
    assert found_on(forty, date(2027, 6, 30)) == {"headroom": 1}
    assert examine(forty).faults == ()


def test_a_certificate_is_not_claimed_twice(forty: Register, script: ModuleType) -> None:
    """900 of 1 200 MWh are claimed: 400 more are refused, and nothing is written."""
    with forty.reading() as ledger:
        claims = [e for e in ledger.events() if e.kind == "claimed"]
    assert [e.body["amount"] for e in claims] == ["900 MWh"]


def test_head_room_is_the_sum_of_the_runs(forty: Register) -> None:
    """After the last step: the ceiling less the Runs of the approvals that stand, added up here."""
    day = date(2029, 12, 31)
    with forty.reading() as ledger:
        events = ledger.events()
        ((ceiling, after),) = headrooms(events, forty, day, LAW)
        views = ledger.views()
    records = kept_records(events)
    total = 0
    for code in views:
        own = [e for e in events if e.case == code]
        decided = [e for e in own if e.kind == "decided"]
        if not decided or decided[-1].body["verdict"] not in ("pass", "retrofit"):
            continue
        if any(e.kind in ("lapsed", "revoked") for e in own):
            continue
        run = next(str(e.body["run"]) for e in own if e.kind == "filed")
        emission = size_of(forty.blob(records[run])).emission
        assert emission is not None
        total += emission
    assert after[-1].used == total
    assert after[-1].left == ceiling.limit - total
    reasons = [e.body["headroom"] for e in events if "headroom" in e.body]
    assert len(reasons) == 1
