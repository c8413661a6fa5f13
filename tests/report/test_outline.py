"""A report holds what the guide of the ministry asks for: every row, each with something under it.

The rows are restated here in our own words; the text is that of the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from carbon_eia.report.document import Chapter, Section, Table, Text, texts_of
from carbon_eia.report.project.project_document import project_document
from carbon_eia.run import Run
from tests.conftest import ROOT
from tests.report.conftest import MakeRun, PrintRun, ReadRun

SAMPLES = ("cement-clinker", "lead-smelter", "data-centre")

COVER = ("碳排放影响评价报告", "项目代码", "建设单位", "编制单位", "评价单位", "参考数据版本",
         "评价基准日", "不是行政许可文件")  # fmt: skip

OUTLINE: dict[str, tuple[str, ...]] = {
    "摘要与结论": ("年碳排放总量", "碳排放强度", "准入值", "主要措施", "剩余不确定性",
                   "判定依据"),
    "总则": ("评价目的与范围", "核算边界", "核算年份", "增温潜势", "评价依据", "法律法规",
             "国家政策", "省级政策", "市级政策", "技术指南（参照）", "环办环评函〔2021〕346号",
             "GB/T32150",
             "核算指南与方法", "据以作出结论的条款", "对照重点行业碳排放强度先进值", "不允许立项",
             "核算与评价方法", "数据等级"),
    "项目概况": ("项目名称", "建设性质", "建设阶段", "产品与年产量", "年运行时间", "总投资",
                 "工业总产值", "工业增加值", "工艺流程", "能源与物料输入", "活动水平", "数据来源",
                 "原料"),
    "政策符合性": ("条款", "要求", "项目情况", "符合性", "国家、省、市碳达峰方案", "三线一单",
                   "园区规划与规划环评", "“两高”项目清单", "产业政策与准入", "产能置换", "能耗替代",
                   "煤炭替代", "碳排放替代"),
    "碳排放现状": ("现有工程",),
    "碳排放源识别与核算": ("碳排放节点", "形式", "工况", "厂外", "开停车", "算式", "代入",
                           "方法出处", "化石燃料燃烧", "工业生产过程", "净购入电力", "净购入热力",
                           "其他温室气体", "生物质", "回收利用", "三本账", "现有工程", "在建工程",
                           "以新带老", "变化量", "区域削减"),
    "碳排放绩效与对标": ("单位原料碳排放", "单位产品碳排放", "单位工业增加值碳排放",
                         "单位工业总产值碳排放", "现有工程", "本项目", "实施后全厂", "满负荷",
                         "准入值", "裕度", "综合能耗", "敏感性", "产量（排放量不变）"),
    "减污降碳措施与方案比选": ("申报的措施", "措施比选", "减排量", "减排成本", "成熟", "污染物",
                               "达标路径", "减污降碳措施的可行性", "工艺与治理方案比选"),
    "影响分析": ("α、β", "等量或减量替代", "区域影响", "公众意见"),
    "碳排放管理与监测计划": ("监测参数", "监测要求", "计量器具", "频次", "记录", "责任岗位",
                             "每月", "碳排放管理"),
    "不确定性与数据缺口": ("缺省值与证据缺口", "对结论的影响", "提示与警告"),
    "结论与建议": ("政策符合性", "碳排放量", "减污降碳措施", "碳排放绩效水平", "管理与监测",
                   "总体结论"),
    "参数与因子表": ("来源与定位", "有效期"),
    "单位换算": ("申报单位与计算单位",),
    "申报文件原文": ("SHA-256",),
    "计算过程记录": ("算式",),
    "证明材料清单": ("证明材料",),
    "准入值文件与评价记录": ("评价记录编号（SHA-256）",),
}  # fmt: skip
"""Chapter → what the outline asks of it."""

MEASURES = ("年减排量", "年节能量", "污染物协同减排", "投资", "减排成本(元/t)", "取舍", "责任主体")
"""Heads of the tables of measures, where a project declares some."""


@pytest.fixture(scope="module")
def runs(make: MakeRun, demo_text: str) -> dict[str, Run]:
    """The samples of three sectors: a kiln, a smelter, a data centre."""
    return {
        name: make((ROOT / "samples" / name / "project.toml").read_text("utf-8"), demo_text)
        for name in SAMPLES
    }


def chapters(flat: str, run: Run) -> dict[str, str]:
    """The text of each chapter of a report, behind its contents, without blanks."""
    document = project_document(run, drawn=False)
    starts = []
    for c in document.chapters:
        head = re.compile(rf"(?<!\d\.){''.join(f'{c.number}{c.title}'.split())}")
        places = [m.start() for m in head.finditer(flat)]
        starts.append((places[0 if c.name == "verdict" else -1], c.title))
    assert starts == sorted(starts)
    ends = [*(at for at, _ in starts[1:]), len(flat)]
    return {title: flat[at:end] for (at, title), end in zip(starts, ends, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_of_the_outline_is_there(
    name: str, runs: dict[str, Run], printed: PrintRun
) -> None:
    """Each chapter of the PDF says what the outline asks of it, or marks that it is missing."""
    check(printed(runs[name]).flat, runs[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_of_the_outline_is_on_the_page(
    name: str, runs: dict[str, Run], page: ReadRun
) -> None:
    """So does each chapter of the page, which is what the PDF is made of."""
    check(page(runs[name]).flat, runs[name])


def test_the_verdict_keeps_to_one_page(runs: dict[str, Run], printed: PrintRun) -> None:
    """Behind the cover it stands on one page, and the contents on the next."""
    cover, _, contents = ("".join(p.split()) for p in printed(runs[SAMPLES[0]]).pages[:3])
    assert [text for text in COVER if text not in cover] == []
    assert "目录" in contents


def check(flat: str, run: Run) -> None:
    """Each chapter says what the outline asks of it, or marks that it is missing."""
    found = chapters(flat, run)
    lacking = [
        (title, row)
        for title, rows in OUTLINE.items()
        for row in rows
        if "".join(row.split()) not in found[title]
    ]
    assert lacking == []
    assert list(found) == list(OUTLINE)
    if run.project.measures:
        for head in MEASURES:
            assert head in found["减污降碳措施与方案比选"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_heading_stands_over_nothing(name: str, lang: str, runs: dict[str, Run]) -> None:
    """Under each chapter and each section stands a figure, a table, words or a marked gap."""
    for chapter in project_document(runs[name], lang, drawn=False).chapters:
        assert chapter.blocks, chapter.title
        assert empty_sections(chapter) == []


def empty_sections(chapter: Chapter) -> list[str]:
    """Sections behind which the next one or the end of the chapter follows."""
    blocks = (*chapter.blocks, Section("end"))
    return [
        a.title for a, b in pairwise(blocks) if isinstance(a, Section) and isinstance(b, Section)
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_no_document_stands_in_no_marks(name: str, runs: dict[str, Run]) -> None:
    """《》 hold titles: neither a convention of the assessment nor a derivation is one."""
    document = project_document(runs[name], drawn=False)
    basis = next(c for c in document.chapters if c.name == "general")
    said = [document.plain(t) for c in document.chapters for t in texts(c)]
    assert not [t for t in said if "《本次评价" in t or "《由" in t]
    own = [document.plain(t) for t in texts(basis)]
    assert not [t for t in own if "讨论稿" in t or "新闻" in t or "公告解读" in t]


def texts(chapter: Chapter) -> Iterator[Text]:
    """Every text of a chapter."""
    yield from texts_of(chapter.blocks)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_last_chapter_does_not_repeat_the_first(name: str, runs: dict[str, Run]) -> None:
    """Conditions, reasons and what is missing stand on the page of the verdict alone."""
    run = runs[name]
    document = project_document(run, drawn=False)
    last = next(c for c in document.chapters if c.name == "conclusion")
    said = "".join(document.plain(t) for t in texts(last))
    repeated = [c.text for c in (*run.decision.conditions, *run.decision.missing) if c.text in said]
    assert repeated == []


def test_figures_of_a_measure_are_told_where_they_are_given(
    make: MakeRun, sample_text: str, demo_text: str
) -> None:
    """t a year of pollutants, maturity and the cost of a tonne leave no gap in their table."""
    more = (
        'status = "committed"\nmaturity = "成熟应用"\nresponsible = "设备部"\nso2_saved = "3 t"\n'
        "life = 15\n"
    )
    text = sample_text.replace('status = "committed"\n', more)
    money = 'investment = "4800 万元"\n'
    text = text.replace(money, money + 'annual_cost = "0 万元"\n')
    run = make(text + '\n[planning]\ndiscount_rate = "6 %"\n', demo_text)
    assert all(m.cost_per_t is not None for m in run.retrofit.by_measure)
    document = project_document(run, drawn=False)
    chapter = next(c for c in document.chapters if c.name == "measures")
    said = [document.plain(t) for t in texts(chapter)]
    assert "SO2 3 t" in said
    assert "成熟应用" in said
    assert "待补充" not in said
    assert not [t for t in said if t.startswith("【") and "measures." in t]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*SAMPLES, "tungsten-concentrate"])
def test_verdict_and_contents_take_a_page_each(
    name: str, lang: str, make: MakeRun, demo_text: str, printed: PrintRun
) -> None:
    """Rules that have no room beside the verdict are counted; chapter 1 begins on page four."""
    run = make((ROOT / "samples" / name / "project.toml").read_text("utf-8"), demo_text)
    pages = ["".join(page.split()) for page in printed(run, lang).pages]
    contents, general = ("目录", "1总则") if lang == "zh" else ("Contents", "1General")
    assert contents in pages[2]
    assert general in pages[3]
    assert all(len(page) > 250 for page in pages[1:-1])  # no page of a sentence or two


def test_rules_without_room_are_counted(runs: dict[str, Run]) -> None:
    """What decides has a row of its own, however full the page; the others are told by number."""
    for lang in ("zh", "en"):
        run = runs["lead-smelter"]
        document = project_document(run, lang, drawn=False)
        [table] = [
            b for b in document.chapters[0].blocks if isinstance(b, Table) and b.name == "reasons"
        ]
        rows = [
            document.plain(texts_of_row)
            for r in table.rows
            for texts_of_row in texts_of(r.cells[0].lines)
        ]
        first = next(r for r in run.decision.reasons if r.passed is False and r.severity == "veto")
        assert first.title.text(lang) in rows
        assert len(list(table.rows)) - 1 < len(run.decision.reasons)
        assert str(len(run.decision.reasons) - len(list(table.rows)) + 1) in rows[-1]
