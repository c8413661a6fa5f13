"""Wording of every document of every sample: turns of speech that no institute would write."""

from __future__ import annotations

import re

import pytest

from carbon_eia.messages import catalogue
from carbon_eia.report import document_of
from carbon_eia.report.show import margin
from carbon_eia.report.terminal import document_lines
from carbon_eia.run import Run
from tests.report.samples import NAMES, SCREENING, printed, record, text_of
from tests.tools import run

AVOIDED = (
    r"从未执行",
    r"名称未注明",
    r"本项目现状",
    r"现状（含已完成措施）",
    r"须减少这么多",
    r"还可多排放",
    r"须一年减排",
    r"结论会改变(?!。?$)",
    r"少算",
    r"没有作不确定度",
    r"申报措施 ?\d+ ?项：承诺",
    r"项参数：设计",
    r"，拟建。",
    r"申报文件没有给出",
    r"告知而不作判断",
    r"缺资料未判断",
    r"认定的事实",
    r"工业生产过程最多",
    r"最大的单个排放源",
    r"随电网因子的更新而变",
    r"与碳排放并列给出",
    r"α、β ?未计算：缺少",
    r"填定",
    r"宜检测后代替",
    r"示意比较",
    r"转人工(?!研判)",
    r"申报文件回显",
    r"本工具",
    r"评价日(?!期)",
    r"示意：",
    r"尚不能排除",
    r"\bRun [0-9a-f]",
    r"factors 20\d\d",
    r"\d tables\b",
    r"园区现在排放多少",
    r"保持基准年水平不变；电网因子不写不变",
    r"须知",
    r"准入待定的个数",
    r"调整后重报",
    r"不确定度的定量分析",
)
"""Patterns of Chinese that is not written so, in documents of any format."""

AVOIDED_ENGLISH = (
    r"is not nought",
    r"to a person\b",
    r"had better be",
    r"costs nothing any more",
    r"beside other work",
    r"From table [a-z]",
)


def found(text: str, patterns: tuple[str, ...]) -> list[str]:
    """The patterns that a text holds, with what stands around them."""
    flat = re.sub(r"\s+", " ", text)
    hits = (re.search(f".{{0,20}}(?:{p}).{{0,20}}", flat) for p in patterns)
    return [m[0] for m in hits if m]


@pytest.mark.parametrize("ending", [".html", ".docx", ".xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_no_document_has_a_phrase_to_avoid(name: str, ending: str) -> None:
    """Page, Word and Excel of each sample."""
    assert found(text_of(printed(name, ending, "zh"), ending), AVOIDED) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_pdf_has_a_phrase_to_avoid(name: str) -> None:
    """The PDF of each sample."""
    assert found(text_of(printed(name, ".pdf", "zh"), ".pdf"), AVOIDED) == []


@pytest.mark.parametrize("name", [n for n in NAMES if n != SCREENING])
def test_no_terminal_has_a_phrase_to_avoid(name: str) -> None:
    """All chapters as ``--full`` prints them."""
    shown = document_lines(document_of(record(name), "zh", drawn=False), 100)
    assert found("".join(shown), AVOIDED) == []


def test_the_summary_on_the_terminal_has_no_phrase_to_avoid() -> None:
    """What ``assess`` and ``park`` print by themselves."""
    for arguments in (
        ("assess", "samples/cement-clinker/project.toml", "--as-of", "2026-06-30"),
        ("park", "samples/park/park.toml", "--as-of", "2026-06-30"),
    ):
        assert found(run(*arguments).stdout, AVOIDED) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_english_page_has_a_phrase_to_avoid(name: str) -> None:
    """Plain sentences in English."""
    assert found(text_of(printed(name, ".html", "en"), ".html"), AVOIDED_ENGLISH) == []


def test_the_catalogue_has_no_phrase_to_avoid() -> None:
    """What no sample shows is held to the same list."""
    assert {k: h for k, text in catalogue("zh").items() if (h := found(text, AVOIDED))} == {}


def test_a_phrase_is_found() -> None:
    """This test can fail."""
    assert (
        found("结论：调整后 重报。本工具", (r"调整后 ?重报", "本工具"))
        == ["结论：调整后 重报。本工具"] * 2
    )


ONE_TERM = {
    "裕度": r"余裕|裕量|富余量",
    "参考值": r"参照值",
    "措施前": r"现状（措施前）|改造前水平",
}
"""The one term of an idea → others that must not stand beside it."""


@pytest.mark.parametrize("name", NAMES)
def test_one_idea_has_one_term(name: str) -> None:
    """Margin, reference value and the plant before its measures, in every format."""
    for ending in (".html", ".docx", ".xlsx"):
        text = text_of(printed(name, ending, "zh"), ending)
        assert found(text, tuple(ONE_TERM.values())) == []


def test_a_margin_has_one_sign() -> None:
    """The margin of a project above its value is negative wherever it is printed as a figure."""
    run = record("cement-clinker")
    assert isinstance(run, Run)
    margins = [c.margin_percent for c in run.comparisons if c.level == "admission"]
    shown = {margin(m) for m in margins if m.startswith("-")}
    assert shown
    lines = document_lines(document_of(run, "zh", drawn=False), 120)
    texts = [text_of(printed("cement-clinker", e, "zh"), e) for e in (".html", ".docx")]
    for text in ("".join(lines), *texts):
        assert all(m in re.sub(r"[\u2009\u202f]", "", text) for m in shown)
