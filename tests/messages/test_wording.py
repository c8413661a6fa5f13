"""Documents are worded as an institute words them: no phrase of a draft is left in one."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from carbon_eia import api
from carbon_eia.messages import catalogue
from carbon_eia.report import document_of
from carbon_eia.report.document import EMPTY, texts_of
from tests.conftest import ROOT

DRAFTS = (
    *(
        "本工具",
        "本项目现状",
        "现状（含",
        "须减少这么多",
        "一年超出的排放",
        "还可多排放",
        "须一年减排",
    ),
    *("实际强度即等于", "才会超过准入值", "没有作不确定度", "申报文件没有给出", "告知而不作判断"),
    *(
        "— 缺资料",
        "认定的事实",
        "最大的单个",
        "这部分随电网",
        "掩盖能耗高低",
        "填定",
        "宜检测后代替",
    ),
    *(
        "只能示意",
        "只可示意",
        "转人工",
        "申报文件回显",
        "尚不能排除",
        "怎样调整规划",
        "没有写明的变化",
    ),
    *("调整后重报", "准入待定的个数", "从未执行", "名称未注明"),
)
"""Words that were replaced: translated turns of speech, several terms for one thing."""

DAY = datetime.date(2026, 6, 30)


@pytest.mark.parametrize("draft", DRAFTS)
def test_no_sentence_of_the_catalogue_is_a_draft(draft: str) -> None:
    """No message says it, wherever it is printed."""
    assert [code for code, text in catalogue("zh").items() if draft in text] == []


@pytest.mark.parametrize(
    "name", ["cement-clinker", "lead-smelter", "data-centre", "tungsten-concentrate"]
)
@pytest.mark.parametrize("limits", [True, False], ids=["limits", "none"])
def test_no_report_has_a_draft(name: str, limits: bool) -> None:
    """Neither the sentences nor the data of a report; what the applicant typed is not ours."""
    files = [ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"] if limits else []
    path: Path = ROOT / "samples" / name / "project.toml"
    run = api.assess(path, benchmarks=files, as_of=DAY).run
    document = document_of(run, drawn=False)
    chapters = [c for c in document.chapters if c.name != "echo"]
    texts = [EMPTY.plain(text) for c in chapters for text in texts_of(c.blocks)]
    found = {(draft, text) for text in texts for draft in DRAFTS if draft in text}
    assert found == set()
