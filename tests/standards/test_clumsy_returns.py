"""Returns as people really hand them in: one that fails is excluded with its cell named."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from carbon_eia.errors import InputError
from carbon_eia.reference import World
from carbon_eia.standards.collect import collect_returns
from carbon_eia.standards.read_return import read_return
from carbon_eia.standards.return_file_template import return_template
from carbon_eia.standards.survey_sample import SurveySample, take_sample
from tests.standards.returns import BOUNDARY, HEADS, survey_text

USUAL: dict[str, object] = {
    "名称": "厂",
    "行业": "铅冶炼",
    "所在地区": "湖南省郴州市永兴县",
    "年份": 2025,
    "调查目的": "准入标准调查",
    "核算边界": BOUNDARY,
    "运行月数": 12,
    "产能利用率": 0.85,
    "核查": "报告；1；2026-03-20",
    "企业自报排放量 (tCO2)": None,
    "产品": "铅锭",
    "产量 (t)": 100000,
    "焦炭（还原剂） (t)": 15000,
    "天然气 (万Nm3)": 300,
    "外购电力 (万kWh)": 9000,
}
"""A row of a workbook, as openpyxl writes it; its heads are those of the tables of these tests."""

WRONG: list[tuple[str, object, str]] = [
    ("产能利用率", 85, "CE-P007"),  # 8500 %
    ("产能利用率", "85", "CE-P007"),
    ("产量 (t)", "10 万t", "CE-S005"),  # the head says t
    ("产量 (t)", "10 万ton", "CE-U002"),
    ("产量 (t)", 0, "CE-P007"),
    ("产量 (t)", -100000, "CE-P007"),
    ("产量 (t)", "=50000*2", "CE-O016"),  # written by a program, never worked out
    ("产量 (t)", "#REF!", "CE-S004"),
    ("焦炭（还原剂） (t)", -15000, "CE-P007"),
    ("外购电力 (万kWh)", "约9000", "CE-T012"),
    ("运行月数", 12.5, "CE-P004"),
    ("运行月数", "12个月", "CE-P004"),
    ("年份", date(2025, 12, 31), "CE-P074"),
    ("调查目的", "好奇", "CE-P005"),
    ("行业", "铅笔", "CE-P010"),
]
RULED_OUT: list[tuple[str, object, str]] = [
    ("产量 (t)", None, "missing"),
    ("产量 (t)", 10, "implausible"),  # 万t typed as t
    ("年份", 2024, "year"),
    ("运行月数", 5, "months"),
    ("运行月数", 0, "months"),
    ("产能利用率", 0.4, "utilisation"),
    ("核查", "已核查", "verification"),
]
FINE: list[tuple[str, object]] = [
    ("产能利用率", "85%"),
    ("产能利用率", "0.85"),
    ("产量 (t)", "100,000"),
    ("产量 (t)", "１０００００"),
    ("年份", "2025年"),
    ("年份", 2025.0),
]


def sample_of(folder: Path, changes: list[tuple[str, object]], world: World) -> SurveySample:
    """The sample of a workbook with a row for each change."""
    assert list(USUAL) == HEADS.split(",")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(USUAL))
    for i, (head, value) in enumerate(changes):
        sheet.append(
            list({**USUAL, "名称": f"{i}厂", "天然气 (万Nm3)": 300 + i, head: value}.values())
        )
    book.save(folder / "returns.xlsx")
    (folder / "survey.toml").write_text(survey_text(), encoding="utf-8")
    return take_sample(collect_returns([folder]), world)


def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, world: World) -> None:
    """A percentage without its sign, a unit that is not the head's, zero, a negative figure, a
    formula, an error value, a remark, a date for a year: each with row and head."""
    sample = sample_of(tmp_path, [(head, value) for head, value, _ in WRONG], world)
    told = {
        (x.name, x.problem.code, x.problem.place.key)
        for x in sample.eligible.exclusions
        if x.problem is not None
    }
    expected = {(f"returns.xlsx/{i + 2}", code, head) for i, (head, _, code) in enumerate(WRONG)}
    assert told >= expected, expected - told
    assert sample.plants == ()


def test_a_row_that_misses_a_rule_is_ruled_out(tmp_path: Path, world: World) -> None:
    """No output, ten thousand times too little, another year, part of one, not verified."""
    sample = sample_of(tmp_path, [(head, value) for head, value, _ in RULED_OUT], world)
    told = {(x.name, x.code.rpartition(".")[2]) for x in sample.eligible.exclusions}
    assert told == {(f"returns.xlsx/{i + 2}", code) for i, (_, _, code) in enumerate(RULED_OUT)}
    assert sample.plants == ()


def test_what_a_person_sees_is_what_is_read(tmp_path: Path, world: World) -> None:
    """85 %, 0.85, thousands, wide digits, a year with its word: the plants that they are."""
    sample = sample_of(tmp_path, FINE, world)
    assert [p.output for p in sample.plants] == [100_000] * len(FINE)
    assert {r.head and r.head.utilisation for r in sample.returns} == {Fraction(85, 100)}


def test_two_sheets_of_returns_are_not_one(tmp_path: Path, world: World) -> None:
    """Rows on a second sheet would be lost in silence: the workbook is refused."""
    sample_of(tmp_path, FINE[:1], world)
    book = openpyxl.load_workbook(tmp_path / "returns.xlsx")
    more = book.create_sheet("二")
    more.append(list(USUAL))
    more.append(list(USUAL.values()))
    book.save(tmp_path / "returns.xlsx")
    with pytest.raises(InputError, match="CE-S016"):
        take_sample(collect_returns([tmp_path]), world)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_form_that_libreoffice_saved_is_the_same_return(
    tmp_path: Path, world: World, kind: str
) -> None:
    """Opened and saved again as any of its kinds; a month that is no number stands at its cell."""
    book = openpyxl.load_workbook(io.BytesIO(return_template(world, "lead-smelting", ".xlsx")))
    cells = {str(r[0].value): r[2] for r in book["调查表"].iter_rows() if r[0].value}
    cells["return.plant"].value = "乙厂"
    cells["return.months"].value = "十二"
    book.save(tmp_path / "a.xlsx")
    out = tmp_path / kind
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", kind, "--outdir", str(out), str(tmp_path / "a.xlsx")]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    found = read_return(out / f"a.{kind}", world)
    assert found.plant == "乙厂"
    (problem,) = found.problems
    assert (problem.code, problem.place.sheet, problem.place.cell) == (
        "CE-P004", "调查表", cells["return.months"].coordinate,
    )  # fmt: skip
