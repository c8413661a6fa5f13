"""A document on a terminal: all of it stands there, within its width, and nothing is hidden."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.console import fitted, folded, table, width_of
from carbon_eia.project import read_project
from carbon_eia.report.document import (
    EMPTY,
    Block,
    Body,
    Box,
    Bullets,
    Chart,
    ChartBar,
    Drawing,
    Fact,
    FactList,
    KeyFigure,
    Paragraph,
    Section,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    TextSpan,
    Verbatim,
    VerdictBox,
    texts_of,
)
from carbon_eia.report.printer import cell, row
from carbon_eia.report.project.project_document import project_document
from carbon_eia.report.terminal import block_lines, document_lines
from carbon_eia.run.assess_files import assess_files
from carbon_eia.run.records import Run

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (60, 80, 120, 200)
MIXED = st.text("某厂，。（）“”【 a1-%(.)/\u00a0é🏭", max_size=60)


def assessed(sample: str) -> Run:
    """The Run of a sample."""
    file = ROOT / "samples" / sample / "project.toml"
    limits = [ROOT / "samples/benchmarks/chenzhou-demo.toml"]
    return assess_files(lambda world: read_project(file, world), date(2026, 6, 30), limits)


@pytest.fixture(scope="module", params=["cement-clinker", "lead-smelter", "tungsten-concentrate"])
def run(request: pytest.FixtureRequest) -> Run:
    """The Runs of three samples."""
    return assessed(request.param)


def printed(*blocks: Block, width: int = 80) -> list[str]:
    """The lines of blocks."""
    return list(block_lines(blocks, EMPTY, width))


# --- lines


@given(MIXED, st.integers(4, 40))
def test_folded_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    """No line is wider than asked for or ends with a blank; every character is still there."""
    lines = folded(text, width)
    assert all(width_of(line) <= width and line == line.rstrip() for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_marks_and_units_stay_where_they_belong() -> None:
    """No line begins with a closing mark or ends with an opening one; a unit follows its number."""
    assert folded("排放强度高于准入值，须改造", 18) == ["排放强度高于准入", "值，须改造"]
    assert folded("达到准入值（示例）", 12) == ["达到准入值", "（示例）"]
    assert folded("准入值为 0.83 tCO2/t", 14) == ["准入值为", "0.83 tCO2/t"]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 20)), min_size=1, max_size=6))
def test_columns_share_what_room_there_is(pairs: list[tuple[int, int]]) -> None:
    """Columns keep their least width, and fit where their least widths do."""
    natural = [max(a, b) for a, b in pairs]
    least = [b for _, b in pairs]
    widths = fitted(natural, least, 50)
    assert all(low <= w <= high for low, w, high in zip(least, widths, natural, strict=True))
    gaps = 2 * (len(pairs) - 1)
    assert sum(widths) + gaps <= max(50, sum(least) + gaps)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_of_a_command_stays_aligned(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns begin where their heads do, however long a cell and narrow the terminal."""
    monkeypatch.setenv("COLUMNS", str(width))
    long = "湖南省郴州市某一名称很长的建设项目" * 3
    lines = table(["名称", "说明", "数值"], [[long, long, "1"], ["短", "短", "22"]], right=[2])
    shown = lines.splitlines()
    assert max(map(width_of, shown)) <= width
    assert len({width_of(x[: x.index("数值")]) for x in shown[:1]}) == 1
    assert width_of(shown[0]) == width_of(shown[1]) == width_of(shown[-1])


# --- what a file cannot do to a terminal


def test_control_and_direction_characters_are_shown() -> None:
    """A name cannot clear the screen, colour it, or turn the order of what follows it."""
    name = "甲厂\x1b[2J\u202e乙\x07"
    lines = "\n".join(
        printed(
            Section(name),
            Paragraph((name, TextSpan(name, "bold"))),
            Bullets(((name,),)),
            FactList((Fact(name, (name,)),)),
            Table("t", name, (TableColumn(name), TableColumn("b")), (Body((row(name, name),)),)),
            Drawing("d", name, name, "<svg/>"),
            VerdictBox("pass", name, (KeyFigure(name, "1", "t", name),)),
            Verbatim((name,)),
        )
    )
    assert "\x1b" not in lines
    assert "\u202e" not in lines
    assert "\x07" not in lines
    assert lines.count("‹U+202E›") >= 12


# --- blocks


def test_a_table_that_does_not_fit_is_told_row_by_row() -> None:
    """Each row stands under its first cell, “head: value”; rows of a group under its name."""
    columns = tuple(TableColumn(head) for head in ("条款", "要求", "情况", "结果"))
    long = "所属行业在暂定的类别之内，须按目录核对" * 4
    rows = (
        TableRow((TableCell((Paragraph(("行动方案",)),), columns=4),), "group"),
        row("第4项", long, long, "✓ 符合"),
    )
    block = Table("t", "规则", columns, (Body(rows),), label="表 1")
    narrow = printed(block, width=60)
    assert narrow[:3] == ["表 1  规则", "行动方案", "第4项"]
    assert narrow[3].startswith("  要求：所属行业")
    assert narrow[-1] == "  结果：✓ 符合"
    wide = printed(Table("t", "规则", columns, (Body((row("第4项", "甲", "乙", "✓"),)),)))
    assert wide[1:] == [
        "条款   要求  情况  结果",
        "─────  ────  ────  ────",
        "第4项  甲    乙    ✓",
    ]


def test_numbers_stand_in_line_on_the_point() -> None:
    """A number leaves the room free that its cell names; thousands are set apart."""
    from carbon_eia.report.printer import numbers

    rows = tuple(row(n, c) for n, c in zip("甲乙丙", numbers(["1234.5", "2", "0.83"]), strict=True))
    block = Table("t", "", (TableColumn("源"), TableColumn("值", align="num")), (Body(rows),))
    points = [line.find(".") for line in printed(block)[2:]]
    assert points[0] == points[2]
    assert printed(block)[2].split() == ["甲", "1,234.5"]


def test_cells_over_rows_and_columns_keep_their_place() -> None:
    """A cell over two rows leaves it free in the second; one over columns has their room."""
    tall = cell("年", rows=2)
    rows = (row(tall, "甲", "1"), row("乙", "2"), row(cell("合计很长的一句话", columns=3)))
    block = Table("t", "", (TableColumn("a"), TableColumn("b"), TableColumn("c")), (Body(rows),))
    assert printed(block)[2:] == ["年  甲  1", "    乙  2", "合计很长", "的一句话"]


def test_the_verdict_stands_in_a_box_with_aligned_figures() -> None:
    """Label first, then remarks and figures with their notes; bars as long as they say."""
    figures = (KeyFigure("排放", "1170782.24", "t", ""), KeyFigure("强度", "0.83", "t/t", "相等"))
    chart = Chart((ChartBar("本项目", "0.83", "100.00", "project"),), None, "t/t", "")
    box = VerdictBox("retrofit", "限期改造", figures, "暂行", (Paragraph(("某厂",)),), chart)
    lines = printed(box, width=60)
    assert {width_of(line) for line in lines} == {60}
    assert [line.strip("│ ") for line in lines[1:5]] == [
        "限期改造  暂行",
        "某厂",
        "排放  1,170,782.24 t",
        "强度  0.83 t/t  相等",
    ]
    assert lines[6].count("█") == 30


def test_frames_lists_figures_and_typed_lines() -> None:
    """A frame has a bar, a list hangs, a figure is told in words, lines stay as they were typed."""
    lines = printed(
        Box("asks", (Paragraph(("条件",), "lead"), Bullets((("甲",), ("乙",)), ordered=True))),
        Drawing("d", "结构", "电力最多", "<svg/>", "图 1"),
        Verbatim(("[project]", "\tname = 1")),
    )
    assert lines == [
        "│ 条件",
        "│   1. 甲",
        "│   2. 乙",
        "",
        "图 1  结构",
        "  电力最多",
        "",
        "[project]",
        "    name = 1",
    ]


# --- whole documents


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_of_a_report_fits(run: Run, lang: str) -> None:
    """At every width no line of any chapter is wider than the terminal or ends with a blank."""
    document = project_document(run, lang)
    for width in WIDTHS:
        lines = list(document_lines(document, width))
        assert max(map(width_of, lines)) <= width
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_a_chapter_shows_stands_on_the_terminal(run: Run, lang: str) -> None:
    """Every text of every chapter, and the words of every figure, are printed."""
    document = project_document(run, lang)
    flat = bare("".join(document_lines(document, 5000)))
    for chapter in document.chapters:
        assert bare(chapter.title) in flat
        told = [document.plain(text) for text in texts_of(chapter.blocks)]
        told += [b.alt for b in chapter.blocks if isinstance(b, Drawing)]
        missing = [text for text in told if bare(text) not in flat]
        assert missing == []


def bare(text: str) -> str:
    """A text without blanks, frames and the marks of thousands."""
    return "".join(text.split()).translate(dict.fromkeys(map(ord, "│,")))


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The box has the colour of its verdict on a terminal, and none with NO_COLOR."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    box = VerdictBox("refuse", "不予立项", ())
    assert printed(box)[0].startswith("\x1b[31m")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in "".join(printed(box))
