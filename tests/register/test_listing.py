"""The list of cases and what is due: names instead of ids, the earliest first, by one way."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from carbon_eia.register.acting import view_of
from carbon_eia.register.listing import classified, entries, list_workbook, ticked
from carbon_eia.register.store import EventDraft, Register, create
from tests.register.cases import CHAINS, LAW

ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A register with a case in each of some states."""
    register = create(tmp_path_factory.mktemp("several"), "", view_of)
    states = ("to_be_corrected", "under_rectification", "filed", "decided", "closed")
    with register.writing() as ledger:
        for number, state in enumerate(states):
            ledger.append(
                EventDraft(
                    date.fromisoformat(day), "zhang", "receiver", kind, f"C-{number}", dict(body)
                )
                for day, kind, body in CHAINS[state]
            )
    return register


def test_what_is_due_comes_earliest_first(several: Register) -> None:
    """By the earliest day of any reading; what has no day comes last; only what is open."""
    with several.reading() as ledger:
        found = ticked(ledger, ON, LAW)
        plain = ticked(ledger, ON, LAW, explained=False)
    days = [c.earliest or date.max for c in found]
    assert days == sorted(days)
    assert {c.state for c in found} <= {"running", "stopped", "overdue", "lapsed"}
    assert days[-1] == date.max
    assert len({c.case for c in found}) > 1
    assert [(c.id, c.due, c.state) for c in plain] == [(c.id, c.due, c.state) for c in found]
    assert all(c.lines() for c in found)
    assert not any(c.lines() for c in plain if len(c.readings) == 1)


def test_a_case_is_listed_with_names(tmp_path: Path) -> None:
    """Sector, stage, state and class have the names of the data in both languages; an unknown
    sector stays as it was written."""
    register = create(tmp_path, "", view_of)
    body = {"name": "甲", "sector": "cement-clinker", "stage": "under_construction"}
    with register.writing() as ledger:
        ledger.append([
            EventDraft(ON, "zhang", "receiver", "listed", "A", dict(body)),
            EventDraft(ON, "zhang", "receiver", "listed", "B", {**body, "sector": "钨冶炼"}),
        ])  # fmt: skip
        zh, en = (entries(ledger, ON, LAW, lang) for lang in ("zh", "en"))
    assert [r["sector_label"] for r in zh] == ["水泥熟料", "钨冶炼"]
    assert [r["sector"] for r in zh] == ["cement-clinker", "钨冶炼"]
    assert zh[0]["stage_label"] == "在建"
    assert (en[0]["sector_label"], en[0]["stage_label"]) == (
        "cement clinker",
        "under construction",
    )
    book = openpyxl.load_workbook(io.BytesIO(list_workbook(zh, "zh"))).active
    assert book is not None
    head, first, *_ = book.iter_rows(values_only=True)
    cells = dict(zip(head, first, strict=True))
    assert (cells["行业"], cells["建设阶段"], cells["类别"]) == ("水泥熟料", "在建", "一般")
    assert cells["下次检查"].date() == date(2026, 10, 1)  # type: ignore[union-attr]


def test_classes_come_by_their_next_inspection(several: Register) -> None:
    """Every case once, the earliest inspection first, a closed one last and without a day."""
    with several.reading() as ledger:
        found = classified(ledger, ON, LAW)
    days = [c.inspection or date.max for c in found]
    assert days == sorted(days)
    assert sorted(c.case.code for c in found) == [f"C-{n}" for n in range(5)]
    assert [c.case.state for c in found if c.inspection is None] == ["closed"]
