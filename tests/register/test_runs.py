"""What an approval rests on: its Run, the levels that a decision or another authority states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbon_eia.register.acting import view_of
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event
from carbon_eia.register.runs import approval_of, record_of_filing, run_of, year_run
from carbon_eia.register.store import EventDraft, Register, create
from carbon_eia.register.view import case_at
from carbon_eia.run import canonical, make_run
from carbon_eia.run.records import Run
from tests.conftest import ROOT, AssessText
from tests.register.cases import LAW

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def runs(assess_text: AssessText) -> tuple[Run, Run]:
    """Two Runs of one project under two names."""
    text = (ROOT / "samples/data-centre/project.toml").read_text(encoding="utf-8")
    return tuple(make_run(assess_text(text.replace("（示例）", f"（{n}）"))) for n in "甲乙")  # type: ignore[return-value]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A register without events."""
    return create(tmp_path / "register", "", view_of)


def written(register: Register, *rows: tuple[str, dict[str, object]]) -> tuple[list[Event], Case]:
    """Events of a case, and the case."""
    with register.writing() as ledger:
        ledger.append(EventDraft(DAY, "a", "receiver", kind, "A-1", body) for kind, body in rows)
    with register.reading() as ledger:
        events = ledger.events("A-1")
    return events, case_at(events, DAY, LAW)


def kept(register: Register, run: Run) -> dict[str, object]:
    """What an event says of a Run."""
    return {"run": run.id, "record": register.keep(canonical(run))}


DECIDED = ("decided", {"verdict": "pass", "reason": "r", "levels": {"carbon": "8 万tCO2"}})


def test_a_decision_rests_on_the_run_filed_last(register: Register, runs: tuple[Run, Run]) -> None:
    """A Run that came with an answer takes the place of the first; levels are those stated."""
    first, second = runs
    rows = [("filed", kept(register, first)), ("notified", {"items": ["x"]}),
            ("answered", kept(register, second)), ("accepted", {}), DECIDED]  # fmt: skip
    events, case = written(register, *rows)  # type: ignore[arg-type]
    found = approval_of(register, events, case)
    assert found is not None
    assert found.run is not None
    assert found.run.id == second.id
    assert found.stated == {"carbon": "8 万tCO2"}
    assert record_of_filing(events) == register.keep(canonical(second))
    assert run_of(register, events, first.id) is not None
    assert run_of(register, events, "none") is None


def test_an_opinion_of_another_authority_has_its_levels(register: Register) -> None:
    """Filing 0: no Run, the levels that it states; nothing is approved without an opinion."""
    opinion = {"day": "2025-11-03", "levels": {"carbon": "8 万tCO2"}}
    events, case = written(register, ("listed", {"opinion": opinion}))
    found = approval_of(register, events, case)
    assert found is not None
    assert (found.run, found.stated, found.day) == (None, {"carbon": "8 万tCO2"}, "2025-11-03")
    bare = create(register.folder.parent / "bare", "", view_of)
    events, case = written(bare, ("listed", {}))
    assert approval_of(bare, events, case) is None


def test_a_refusal_and_a_revocation_approve_nothing(
    register: Register, runs: tuple[Run, Run]
) -> None:
    """There is no level to hold a year against."""
    rows = [("filed", kept(register, runs[0])), ("accepted", {}), DECIDED,
            ("revoked", {"reason": "r"})]  # fmt: skip
    events, case = written(register, *rows)  # type: ignore[arg-type]
    assert approval_of(register, events, case) is None


def test_the_run_of_a_year(register: Register, runs: tuple[Run, Run]) -> None:
    """The last report of a year counts; a year that nobody reported has none."""
    rows = [("filed", kept(register, runs[0])),
            ("year_reported", {"year": 2025, **kept(register, runs[0])}),
            ("year_reported", {"year": 2025, **kept(register, runs[1])})]  # fmt: skip
    events, case = written(register, *rows)
    found = year_run(register, events, case, 2025)
    assert found is not None
    assert found.id == runs[1].id
    assert year_run(register, events, case, 2024) is None
