"""A plan of measures in the documents: the two plans, what they cost, why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import assess
from carbon_eia.cli.assessing import load_run, report_command
from carbon_eia.errors import CallError
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from carbon_eia.report import render_docx, render_html
from carbon_eia.run import Run, canonical, make_run
from tests.conftest import ROOT
from tests.report.conftest import Page, ReadRun
from tests.report.test_numbers import Cells, is_rounded_from, made_up, numbers_of
from tests.report.test_sentences import SLIPS, without_echo

PlanRun = Callable[[str], Run]

LEAD = (ROOT / "samples" / "lead-smelter" / "project.toml").read_text(encoding="utf-8")
IN_TIME = LEAD.replace("retrofit_deadline = 2027-12-31", "retrofit_deadline = 2029-06-30")
OPERATING = IN_TIME.replace('stage = "拟建"', 'stage = "已投产"')
"""In operation: 415.5 kgce/t are within the 420 of an existing smelter, not the 330 of new ones."""

MORE = """
[planning]
objective = "年化成本"
discount_rate = "8 %"
budget = "3 亿元"
parallel = 2
shutdowns = ["2027-01/2027-02"]

[[measures]]
name = "燃烧器改造"
effects = [{ source = "无烟煤（熔炼、烟化）", saves = "30 %", low = "20 %", high = "40 %" }]
investment = "900 万元"
annual_cost = "-320 万元"
life = 10
duration = 3
shutdown = true
shutdown_months = 1

[[measures]]
name = "绿色电力"
effects = [{ source = "外购电力", parameter = "supply", to = "绿电" }]
investment = "0 万元"
annual_cost = "2500 万元"
life = 10
start = 2027-01-01
finish = 2027-03-31
"""
PRICED = (
    IN_TIME.replace('investment = "3200 万元"', 'investment = "3200 万元"\nlife = 15').replace(
        'investment = "1.8 亿元"', 'investment = "1.8 亿元"\nannual_cost = "-50 万元"\nlife = 15'
    )
    + MORE
)


@pytest.fixture(scope="module")
def planned(world: World, demo_benchmarks: list[Any]) -> PlanRun:
    """A function: text of a project → its Run with a plan."""

    def run(text: str) -> Run:
        return make_run(assess(parse_project(text, world), world, demo_benchmarks, True))

    return run


def whole(run: Run, page: ReadRun) -> Page:
    """The Chinese report; both languages have whole sentences and no decimal of their own."""
    for lang in ("zh", "en"):
        found = page(run, lang)
        assert made_up(without_echo(found), run, found.html) == []
        start = found.text.rindex("方案比选" if lang == "zh" else "Choice among the measures")
        chapter = found.text[start:][:6000]
        assert not SLIPS.search(chapter), SLIPS.search(chapter)
    return page(run)


def test_a_plan_says_what_is_committed_and_what_is_left_out(
    planned: PlanRun, page: ReadRun
) -> None:
    """A retrofit: by which measures, until when, at what cost, without what."""
    run = planned(OPERATING)
    assert run.decision.verdict == "retrofit"
    found = whole(run, page)
    for words in (
        "计划结果：最优方案；目标是投资最少（未申报目标，按费用数据确定）",
        "使强度由1.3056tCO2/t变为1.0633tCO2/t，限值1.0800tCO2/t；最后一项于2029-03-31完成",
        "申请人已承诺",
        "21200万元",
        "未申报折现率，不计算年化成本和每吨减排成本",
        "本身不作结论依据",
    ):
        assert words in found.flat, words
    assert "本次评价提出，须由申请人作出承诺" not in found.flat
    assert "减排成本曲线" not in found.flat
    new = planned(IN_TIME)  # 415.5 > 330 kgce/t, the mandatory limit of a new smelter
    assert new.decision.verdict == "refuse"
    assert new.decision.ground == "energy"
    assert "没有方案同时达到单位产品综合能耗的要求" in whole(new, page).flat


def test_no_plan_in_time_says_what_stands_in_the_way(planned: PlanRun, page: ReadRun) -> None:
    """Where nothing is finished by the deadline: the reason, the nearest finish, no table."""
    found = whole(planned(LEAD), page)
    assert "计划结果：没有可行方案" in found.flat
    assert "障碍是时间" in found.flat
    assert "最早于2029-03-31完成" in found.flat
    assert "全部措施（冶炼烟气余热发电、液态高铅渣直接还原）可使强度降至1.0633tCO2/t" in found.flat
    assert "计划的措施、进度与费用" not in found.flat


def test_every_number_of_a_priced_plan_is_in_the_run(planned: PlanRun, page: ReadRun) -> None:
    """Cost per tonne, sums, ranges at both ends, candidates: rounded from the Run, nothing else."""
    run = planned(PRICED)
    plan = run.retrofit.plan
    found = whole(run, page)
    numbers, text = set(numbers_of(run)), canonical(run).decode()
    chapter = found.html[found.html.index('id="table-plan"') :]
    cells = [c.strip() for c in Cells(chapter.partition('id="chapter-effects"')[0]).found]
    shown = [c for c in cells if re.fullmatch(r"[−-]?\d+(\.\d+)?", c)]
    assert len(shown) > 20
    assert all(c in text or is_rounded_from(c, numbers) for c in shown)
    cost = Decimal(plan.annualised_cost.value).quantize(Decimal("0.01"))
    assert str(cost).replace("-", "−") in cells
    assert "-320" not in found.flat.partition("附录C申报文件原文")[0]  # a true minus sign
    assert "曲线的次序不等于方案" in found.flat
    for constraint in ("投资上限", "同时施工的措施数上限", "停产月份", "折现率"):
        assert constraint in found.flat


def test_what_the_plan_leaves_out_is_set_apart(planned: PlanRun, page: ReadRun) -> None:
    """A dated measure that is not chosen is no part of the schedule; a code is put in words."""
    run = planned(PRICED)
    assert "绿色电力" not in [m.name for m in run.retrofit.plan.measures]
    html = page(run).html
    assert "绿色电力 2027-01-01 → 2027-03-31, 不在方案内" in html
    assert "电力来源 → 绿电" in html


def test_without_a_plan_no_section(sample_run: Run, page: ReadRun) -> None:
    """A Run that was not planned has no choice of measures."""
    assert "</span> 方案比选</h3>" not in page(sample_run).html


def test_the_word_report_has_the_plan(planned: PlanRun) -> None:
    """What is printed is in the Word report too."""
    import io

    from docx import Document

    document = Document(io.BytesIO(render_docx(planned(IN_TIME))))
    cells = {c.text for t in document.tables for row in t.rows for c in row.cells}
    assert {"申请人已承诺", "单位产品综合能耗", "2985.60"} <= cells


def test_the_report_command_makes_the_plan(tmp_path: Path) -> None:
    """``report --plan`` prints it; on a Run that holds none it is refused."""
    project, page = ROOT / "samples" / "lead-smelter" / "project.toml", tmp_path / "r.html"
    limits = [ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"]
    assert report_command(False, "zh", project, [page], "2026-06-30", limits, plan=True) == 0
    assert "措施库候选" in page.read_text(encoding="utf-8")
    bare = tmp_path / "run.json"
    bare.write_bytes(canonical(load_run(project, "2026-06-30", limits)))
    with pytest.raises(CallError) as refused:
        load_run(bare, None, [], plan=True)
    assert [p.code for p in refused.value.problems] == ["CE-L024"]
    assert load_run(bare, None, []).retrofit.plan is None


def test_markup_in_a_plan_stays_text(planned: PlanRun) -> None:
    """A measure that is called like markup is printed, not run."""
    run = planned(IN_TIME.replace("冶炼烟气余热发电", "<b>{{ 7 * 7 }}</b>"))
    html = render_html(run)
    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;" in html
    assert "<b>{{" not in html.partition("<script")[0]
