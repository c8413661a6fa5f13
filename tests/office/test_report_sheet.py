"""The last sheet of a workbook says what the report says, in cells: texts as text, numbers as
numbers, nothing lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from carbon_eia.proof import verify
from carbon_eia.reference import open_world
from carbon_eia.report import render_workbook
from carbon_eia.report.carried import Carried
from carbon_eia.report.document import (
    Block,
    Body,
    Box,
    Bullets,
    Chapter,
    Document,
    Drawing,
    Fact,
    FactList,
    KeyFigure,
    Paragraph,
    Section,
    See,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    TextSpan,
    Verbatim,
    VerdictBox,
    numbered,
    texts_of,
)
from carbon_eia.report.project.project_document import project_document
from carbon_eia.report.workbook.book import Book
from carbon_eia.report.workbook.document_sheet import write_document
from carbon_eia.run import Run
from tests.office.conftest import SAMPLES, changed, grid, sample

RunOf = Callable[[str], Run]


def sheet_of(*blocks: Block, title: str = "", kind: str = "", banner: str = "") -> Worksheet:
    """The sheet of a document of one chapter."""
    chapters = (Chapter("a", "甲章", blocks),)
    document = numbered(Document("zh", kind=kind, title=title, banner=banner, chapters=chapters))
    book = Book(Carried("0" * 64, "2026-06-30", "1", "某项目", "", ()), "zh")
    write_document(book.page("报告"), document)
    return openpyxl.load_workbook(io.BytesIO(book.finished()))["报告"]


def cells(sheet: Worksheet) -> Iterator[SheetCell]:
    """The cells that show something."""
    return (c for row in sheet.iter_rows() for c in row if c.value is not None)


def the_cell(sheet: Worksheet, value: object) -> SheetCell:
    """The one cell that has a value."""
    (cell,) = (c for c in cells(sheet) if c.value == value)
    return cell


def table(heads: Sequence[str | TableColumn], *rows: TableRow, caption: str = "某表") -> Table:
    """A table of rows."""
    columns = tuple(h if isinstance(h, TableColumn) else TableColumn(h) for h in heads)
    return Table("some", caption, columns, (Body(rows),))


def text_cell(*lines: str, columns: int = 1, rows: int = 1) -> TableCell:
    """A cell of lines of plain text."""
    return TableCell(tuple(Paragraph((x,)) for x in lines), columns=columns, rows=rows)


def number_cell(text: str) -> TableCell:
    """A cell of one number."""
    return TableCell((Paragraph((TextSpan(text, "number"),)),), "num")


NUMBERS = {
    "1188633.50": (1188633.5, "#,##0.00"),
    "0.8393": (0.8393, "#,##0.0000"),
    "−2.66": (-2.66, "#,##0.00"),
    "0": (0, "#,##0"),
    "100": (100, "#,##0"),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_a_number_with_its_decimals(text: str) -> None:
    """What a chapter shows as a number is one in the cell, and shows the same decimals."""
    sheet = sheet_of(table(["某数"], TableRow((number_cell(text),))))
    value, shown = NUMBERS[text]
    cell = the_cell(sheet, value)
    assert (cell.data_type, cell.number_format) == ("n", shown)


@pytest.mark.parametrize("text", ["—", "12.3 t", "0.1234567890123456", "2026-06-30", "≥ 3"])
def test_what_is_no_bare_number_or_too_long_for_one_is_text(text: str) -> None:
    """A word, a number with its unit, and one of more digits than a cell holds stand as text."""
    sheet = sheet_of(table(["某数"], TableRow((number_cell(text),))))
    assert the_cell(sheet, text).data_type == "s"


def test_a_number_in_plain_words_is_text() -> None:
    """A code of digits stays as it was typed: no zero in front is lost."""
    sheet = sheet_of(table(["代码"], TableRow((text_cell("0042"),))))
    assert the_cell(sheet, "0042").data_type == "s"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_is_a_formula(start: str) -> None:
    """Text that begins like a formula stands as text, and stays text when it is edited."""
    evil = f"{start}HYPERLINK(1+1)"
    blocks = (
        Paragraph((evil,)),
        Bullets(((evil,),)),
        FactList((Fact("某事", (evil,)),)),
        table(["某事"], TableRow((text_cell(evil),))),
        Verbatim((evil,)),
    )
    found = [c for c in cells(sheet_of(*blocks)) if c.value == evil]
    assert len(found) == len(blocks)
    assert {c.data_type for c in found} == {"s"}
    assert all(c.quotePrefix for c in found)


def test_every_kind_of_block_is_there() -> None:
    """Headings, paragraphs, lists, facts, tables, frames, the verdict and typed lines."""
    blocks = (
        VerdictBox("retrofit", "限期改造", (KeyFigure("强度", "0.8393", "tCO2/t", "高"),), "暂行"),
        Section("甲节"),
        Paragraph(("段落，", See(("table-some",)), "完。")),
        Bullets((("其一",), ("其二",)), ordered=True),
        FactList((Fact("标签", ("事实",)),)),
        table(["某列"], TableRow((text_cell("一格", "下行"),))),
        Box("missing", (Paragraph(("框内",)),)),
        Drawing("some", "某图", "", "<svg/>"),
        Verbatim(("name = 1", "", "  x = 2")),
    )
    shown = {c.value for c in cells(sheet_of(*blocks, title="某报告", kind="某类", banner="警示"))}
    assert shown >= {
        "某报告", "某类", "警示", "0 甲章", "0.1 甲节", "限期改造　暂行", "强度", 0.8393, "tCO2/t",
        "高", "段落，（见表 0-1）完。", "1.", "其一", "2.", "其二", "标签", "事实", "表 0-1 某表",
        "某列", "一格\n下行", "框内", "name = 1", "  x = 2",
    }  # fmt: skip


def test_a_counted_table_and_a_plain_one_stand_in_the_same_columns() -> None:
    """Running numbers have the first column; what is said begins in the second, in every table."""
    counted = TableRow(
        (TableCell((Paragraph(("1",)),), "no"), text_cell("有序"), number_cell("2.50"))
    )
    detail = TableRow((text_cell(""), text_cell("详情", columns=2)), "detail")
    sheet = sheet_of(
        table(["", "名称", TableColumn("数", align="num")], counted, detail),
        table(
            ["名称", TableColumn("数", align="num")],
            TableRow((text_cell("无序"), number_cell("3.50"))),
        ),
    )
    for value in ("有序", "详情", "无序"):
        assert the_cell(sheet, value).column_letter == "B"
    assert the_cell(sheet, "1").column_letter == "A"


def test_a_number_has_a_cell_of_its_own() -> None:
    """Texts run over several columns of the sheet, a number that fits does not, under any head."""
    row = TableRow((text_cell("长长的说明" * 30), number_cell("2.50"), text_cell("短")))
    sheet = sheet_of(table(["说明", TableColumn("长长的表头" * 5, align="num"), "短"], row))
    merged = {str(m).partition(":")[0] for m in sheet.merged_cells.ranges}
    assert the_cell(sheet, "长长的说明" * 30).coordinate in merged
    assert the_cell(sheet, 2.5).coordinate not in merged


def test_a_long_number_has_the_room_that_it_needs() -> None:
    """A number of fifteen digits stands in two narrow columns or in a wide one, as a number."""
    sheet = sheet_of(table(["某数"], TableRow((number_cell("1170782.24258031"),))))
    merged = {str(m).partition(":")[0] for m in sheet.merged_cells.ranges}
    assert the_cell(sheet, 1170782.24258031).coordinate not in merged  # the first column is wide
    row = TableRow((text_cell("甲"), number_cell("1170782.24258031")))
    sheet = sheet_of(table(["某事", TableColumn("某数", align="num")], row))
    merged = {str(m).partition(":")[0] for m in sheet.merged_cells.ranges}
    cell = the_cell(sheet, 1170782.24258031)
    assert (cell.coordinate in merged, cell.number_format) == (True, "#,##0.00000000")


def test_a_cell_over_several_rows_keeps_the_others_in_their_columns() -> None:
    """Below a cell that spans two rows, the second row begins in the next column."""
    rows = (TableRow((text_cell("甲", rows=2), text_cell("乙"))), TableRow((text_cell("丙"),)))
    sheet = sheet_of(table(["一", "二"], *rows))
    second, below = the_cell(sheet, "乙"), the_cell(sheet, "丙")
    assert (below.column, below.row) == (second.column, second.row + 1)


@pytest.mark.parametrize("where", ["paragraph", "bullet", "fact", "cell"])
def test_a_text_too_long_for_a_row_goes_on_in_the_next(where: str) -> None:
    """Nothing is cut off, no number is torn, and no row is higher than a spreadsheet allows."""
    text = "、".join(f"企业{n:06d}" for n in range(6000))
    blocks: dict[str, Block] = {
        "paragraph": Paragraph((text,)),
        "bullet": Bullets(((text,),)),
        "fact": FactList((Fact("名单", (text,)),)),
        "cell": table(["名单"], TableRow((text_cell(text),))),
    }
    sheet = sheet_of(blocks[where])
    parts = [str(c.value) for c in cells(sheet) if "企业" in str(c.value)]
    assert len(parts) > 1
    assert "".join(parts) == text
    assert all(re.fullmatch(r"(企业\d{6}、?)+", part) for part in parts)
    assert max(d.height or 0 for d in sheet.row_dimensions.values()) <= 409


def test_the_contents_lead_to_the_chapters(run_of: RunOf) -> None:
    """Each line of the contents is a link to the cell where its chapter begins."""
    content = render_workbook(run_of(sample("cement-clinker")))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["报告"]
    links = [c for c in cells(sheet) if c.hyperlink]
    chapters = project_document(run_of(sample("cement-clinker")), drawn=False).chapters
    assert len(links) == len(chapters)
    for cell in links:
        assert cell.hyperlink is not None
        target = str(cell.hyperlink.location).rpartition("!")[2]
        assert sheet[target].value == cell.value


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_whatever_the_report_says_stands_on_the_sheet(run_of: RunOf, name: str, lang: str) -> None:
    """Every heading, caption, head and text of every chapter of a sample is in a cell."""
    run = run_of(sample(name))
    document = project_document(run, lang, drawn=False)
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(run, lang)))
    said = "\n".join(_shown(c) for c in cells(book.worksheets[-2]))
    flat = "".join(said.split())
    for h in document.contents:
        assert "".join(f"{h.number}{h.text}".split()) in flat
    for chapter in document.chapters:
        for text in texts_of(chapter.blocks):
            assert "".join(document.plain(text).split()) in flat, document.plain(text)
        for block in chapter.blocks:
            if isinstance(block, Table):
                assert "".join(f"{block.label}{block.caption}".split()) in flat
                for column in block.columns:
                    assert "".join((column.head + column.unit).split()) in flat


def _shown(cell: SheetCell) -> str:
    """A cell as it is read: a number in the decimals of its format."""
    if cell.data_type != "n":
        return str(cell.value)
    assert isinstance(cell.value, int | float)
    decimals = len(cell.number_format.partition(".")[2])
    return f"{cell.value:.{decimals}f}".replace("-", "−")


def test_verify_names_a_changed_number_of_the_report(run_of: RunOf, tmp_path: Path) -> None:
    """A number typed over on the sheet of the report is named; untouched, the sheet stands."""
    content = render_workbook(run_of(sample("cement-clinker")))
    path = tmp_path / "w.xlsx"
    path.write_bytes(content)
    assert verify(path, open_world).stands is True
    places = [c for (s, c), v in grid(content).items() if s == "报告" and v == 0.8393]
    path.write_bytes(changed(content, {("报告", places[0]): "0.8293"}, remembered=True))
    proof = verify(path, open_world)
    assert proof.stands is False
    assert ("0.8293", "0.8393") in [(p.found, p.expected) for p in proof.printed]


def test_a_chapter_of_a_folder_of_templates_is_there_too(run_of: RunOf, tmp_path: Path) -> None:
    """What a house adds to its reports stands in the workbook, under the number that it has."""
    folder = tmp_path / "chapters" / "project"
    folder.mkdir(parents=True)
    text = "{# after: effects #}\n# 公众参与\n\n{{ record.project.name }}已经公示。\n"
    (folder / "public.zh.md").write_text(text, encoding="utf-8")
    run = run_of(sample("cement-clinker"))
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(run, "zh", tmp_path)))
    shown = {c.value for c in cells(book["报告"])}
    assert {"9 公众参与", f"{run.project.name}已经公示。"} <= shown
