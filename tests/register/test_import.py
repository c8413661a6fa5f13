"""An existing list is taken in whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from carbon_eia.errors import InputError
from carbon_eia.reference import open_world
from carbon_eia.register.acting import CommandRequest, act, view_of
from carbon_eia.register.examine import examine
from carbon_eia.register.importing import Imported, import_list
from carbon_eia.register.list_plan import read_plan
from carbon_eia.register.read_list import read_list
from carbon_eia.register.store import Register, create
from tests.register.cases import LAW

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 6, 30)
WORLD = open_world(ON)
HEADS = ("项目代码", "项目名称", "行业", "建设阶段", "批复日期", "批复文号", "开工日期", "状态")
PLAN = """
sheet = "在办项目"
heads = 2

[columns]
code = "项目代码"
name = "项目名称"
sector = "行业"
stage = "建设阶段"
state = "状态"
opinion.day = "批复日期"
opinion.number = "批复文号"

[values.stage]
"未开工" = "proposed"

[values.state]
"已批复" = "listed"

[[steps]]
command = "start_construction"
day = "开工日期"
role = "inspector"
"""
ROWS: Sequence[Sequence[Any]] = (
    ("A-1", "甲厂", "水泥熟料", "未开工", datetime(2025, 11, 3), "湘〔2025〕1号", None, "已批复"),
    ("A-2", "乙厂", "水泥制造", "拟建", "2025年12月1日", "湘〔2025〕2号", "2026-03-02", "建设中"),
    (None, None, None, None, None, None, None, None),
    ("A-3", "丙厂", "", "已投产", None, None, None, "已列入清单"),
)  # fmt: skip


def workbook(path: Path, rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> Path:
    """A list as an office keeps it: a title above the heads, another sheet beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "在办项目"
    sheet.append(["郴州市两高项目清单"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    book.create_sheet("说明")
    book.save(path)
    return path


def plan(path: Path, text: str = PLAN) -> Path:
    """The file that says which column is what."""
    path.write_text(text, encoding="utf-8")
    return path


class Desk:
    """A register and a list for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.register: Register = create(folder / "register", "", view_of)

    def take(
        self, rows: Sequence[Sequence[Any]] = ROWS, text: str = PLAN, dry_run: bool = False
    ) -> Imported:
        """Take the list in."""
        read = read_plan(plan(self.folder / "map.toml", text), LAW)
        file = workbook(self.folder / "list.xlsx", rows)
        cases = read_list(file, read, "zhang", ON, WORLD, LAW)
        return import_list(self.register, cases, ON, LAW, dry_run)

    def wrong(self, *args: Any) -> list[tuple[str, str]]:
        """The code and the cell of everything that is wrong; nothing is written."""
        before = self.events()
        with pytest.raises(InputError) as caught:
            self.take(*args)
        assert self.events() == before
        for problem in caught.value.problems:
            assert problem.message("en")
            assert problem.hint("zh")
        return [(p.code, p.place.cell) for p in caught.value.problems]

    def events(self) -> list[tuple[str, str, str]]:
        """Case, day and kind of every event."""
        with self.register.reading() as ledger:
            found = [e for code in ledger.views() for e in ledger.events(code)]
        return [(e.case, e.day.isoformat(), e.kind) for e in found]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A new register."""
    return Desk(tmp_path)


def test_a_list_is_taken_in_with_its_days(desk: Desk) -> None:
    """Each row is a case; approvals of others, stages and days are events that the law allows."""
    assert desk.take() == Imported(3, 4, 0)
    assert desk.events() == [
        ("A-1", "2026-06-30", "listed"),
        ("A-2", "2026-03-02", "listed"),
        ("A-2", "2026-03-02", "construction_started"),
        ("A-3", "2026-06-30", "listed"),
    ]
    with desk.register.reading() as ledger:
        listed = ledger.events("A-1")[0]
        states = {code: view.state for code, view in ledger.views().items()}
    assert states == {"A-1": "listed", "A-2": "under_construction", "A-3": "listed"}
    assert listed.body["sector"] == "cement-clinker"
    assert listed.body["stage"] == "proposed"
    assert listed.body["opinion"] == {"day": "2025-11-03", "number": "湘〔2025〕1号"}
    assert listed.body["source"] == {"file": "list.xlsx", "sheet": "在办项目", "row": 3}
    assert examine(desk.register).faults == ()


def test_twice_is_once(desk: Desk) -> None:
    """The same list again changes nothing, whatever happened to its cases since; a row more is one
    case more, a step more one event."""
    desk.take()
    act(desk.register, CommandRequest("start_operating", "A-3", "sun", "inspector", ON, {}), LAW)
    assert desk.take() == Imported(0, 0, 3)
    more = [ROWS[3], ("A-0", "新厂", "", "拟建", None, None, None, None), ROWS[1]]
    assert desk.take(more) == Imported(1, 1, 2)
    begun = [*ROWS[0][:6], "2026-05-06", "建设中"]
    assert [c for c, _ in desk.wrong([begun])] == ["CE-G104"]  # it was listed on 30 June
    begun[6] = "2026-06-30"
    assert desk.take([begun]) == Imported(0, 1, 0)


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    """It says what would be done."""
    assert desk.take(dry_run=True) == Imported(3, 4, 0)
    assert desk.events() == []
    assert [c for c, _ in desk.wrong([(*ROWS[0][:4], "x", *ROWS[0][5:])], PLAN, True)] == [
        "CE-G234"
    ]


def test_everything_wrong_is_told_at_once_with_its_cell(desk: Desk) -> None:
    """No day, unknown words, no code, a code twice, an error of the sheet; nothing is written."""
    rows = [
        ROWS[0],
        ("B-1", "x", "造飞机", "在梦中", "去年", None, None, "好"),
        (None, "没有编号", "", "", None, None, None, None),
        ("A-1", "甲厂", "", "", None, None, None, None),
        ("B-2", "#N/A", "", "", None, None, "2026-02-30", None),
    ]
    assert sorted(desk.wrong(rows), key=lambda p: (p[1][1:], p[1])) == [
        ("CE-G235", "C4"),
        ("CE-G235", "D4"),
        ("CE-G234", "E4"),
        ("CE-G235", "H4"),
        ("CE-G232", "A5"),
        ("CE-G233", "A6"),
        ("CE-O011", "B7"),
        ("CE-G234", "G7"),
    ]


def test_what_the_law_refuses_is_told_at_its_cell(desk: Desk) -> None:
    """Construction without an opinion, an opinion that lapsed, a state that the days do not give:
    each with its clause or what was found, all at once, nothing written."""
    rows = [
        ROWS[0],
        ("B-1", "无批复", "", "拟建", None, None, "2026-03-02", None),
        ("B-2", "已失效", "", "拟建", "2023-05-04", "x", "2026-03-02", None),
        ("B-3", "状态不符", "", "拟建", "2025-11-03", "x", None, "建设中"),
        ("B-4", "已失效", "", "拟建", "2023-05-04", "x", None, "已批复"),
    ]
    assert desk.wrong(rows) == [
        ("CE-G134", "G4"),
        ("CE-G135", "G5"),
        ("CE-G237", "H6"),
        ("CE-G237", "H7"),
    ]


def test_another_case_of_the_same_code_is_refused(desk: Desk) -> None:
    """A case that is there with other facts, or that was filed, is not changed by a list."""
    desk.take()
    act(desk.register, CommandRequest("file", "F-1", "zhang", "receiver", ON, {"run": "r"}), LAW)
    rows = [("A-1", "另一家", *ROWS[0][2:]), ("F-1", "x", "", "", None, None, None, None)]
    assert desk.wrong(rows) == [("CE-G236", "A3"), ("CE-G236", "A4")]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({'code = "项目代码"': ""}, {"CE-P003"}),
        ({'name = "项目名称"': 'title = "项目名称"\nname = 5'}, {"CE-P002", "CE-P004"}),
        ({"heads = 2": 'heads = "zwei"'}, {"CE-P004"}),
        ({"heads = 2": "heads = 1"}, {"CE-G231"}),
        ({'name = "项目名称"': 'name = "名称"'}, {"CE-G231"}),
        ({'sheet = "在办项目"': 'sheet = "别的"'}, {"CE-G230"}),
        ({'sheet = "在办项目"': ""}, {"CE-G230"}),
        ({"start_construction": "start_dancing", '"inspector"': '"king"'}, {"CE-G102", "CE-P004"}),
        ({'day = "开工日期"': ""}, {"CE-P003"}),
        ({"[values.stage]": "[values.mood]"}, {"CE-P002"}),
        ({"[[steps]]": "[steps]"}, {"CE-P004"}),
        ({"[columns]": "[columns"}, {"CE-P001"}),
    ],
)
def test_a_wrong_plan_is_named(desk: Desk, change: Mapping[str, str], codes: set[str]) -> None:
    """Unknown keys, missing columns, commands that there are not: before anything is read."""
    text = PLAN
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new, 1)
    assert {code for code, _ in desk.wrong(ROWS, text)} == codes


def test_a_hidden_sheet_is_not_read(desk: Desk) -> None:
    """What nobody sees is no list."""
    file = workbook(desk.folder / "list.xlsx", ROWS)
    book = openpyxl.load_workbook(file)
    book["在办项目"].sheet_state = "hidden"
    book.save(file)
    read = read_plan(plan(desk.folder / "map.toml"), LAW)
    with pytest.raises(InputError, match="CE-G230"):
        read_list(file, read, "zhang", ON, WORLD, LAW)


def test_the_sample_list_is_taken_in(tmp_path: Path) -> None:
    """The list and its plan in samples/, which docs/register.md prints: four cases, once."""
    plan_file = ROOT / "samples/register/columns.toml"
    printed = (ROOT / "docs/register.md").read_text(encoding="utf-8")
    assert plan_file.read_text(encoding="utf-8") in printed
    register = create(tmp_path, "", view_of)
    read, day = read_plan(plan_file, LAW), date(2026, 7, 1)
    cases = read_list(ROOT / "samples/register/list.xlsx", read, "zhang", day, WORLD, LAW)
    assert import_list(register, cases, day, LAW, dry_run=False) == Imported(4, 5, 0)
    assert import_list(register, cases, day, LAW, dry_run=False) == Imported(0, 0, 4)
    with register.reading() as ledger:
        states = [view.state for view in ledger.views().values()]
    assert states == ["listed", "under_construction", "listed", "listed"]
