"""The documents of a park: the same text and numbers in each, live sums, nothing hidden."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert, to_builtins
from python_calamine import CalamineWorkbook

from carbon_eia.errors import Place
from carbon_eia.messages import sentence
from carbon_eia.messages import table as words_of
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_record import make_record, parse_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report import RENDERERS
from carbon_eia.report.document import EMPTY, Table, TableCell, TextSpan, texts_of
from carbon_eia.report.figures.figures_of_park import park_figures
from carbon_eia.report.park.park_amounts import counted_energy
from carbon_eia.report.park.park_document import park_document
from carbon_eia.report.printer import MOST_ROWS
from carbon_eia.report.show import exact, is_number
from carbon_eia.run import canonical
from tests.office.conftest import Office, changed, formulas
from tests.office.test_workbook import differences

from .sample import document, sample_record
from .small import coal, member, power, project, read, scenario, the_world


@pytest.fixture(scope="module")
def record() -> ParkRecord:
    """The record of the sample park, as a program reads it."""
    return sample_record()


@pytest.fixture(scope="module")
def html() -> str:
    """The sample's report as HTML."""
    return document("sample", ".html").decode()


def text_of(html: str) -> str:
    """What a reader sees of a document, without its data and style."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", shown)


def test_every_chapter_and_table_is_there(html: str) -> None:
    """Chapters 0 to 9 and the annex, the tables that a plan's evaluation must have, the figures."""
    shown = text_of(html)
    for key in ("scope", "present", "account", "indicators", "scenarios", "impact"):
        assert sentence(f"park.report.c_{key}") in shown
    for key in ("optimise", "control", "tracking", "record"):
        assert sentence(f"park.report.c_{key}") in shown
    for key in ("enterprises", "inventory", "sources", "indicators", "scenarios", "effects"):
        assert f'id="table-{key}"' in html
    for key in ("choice", "caps", "suggestions", "access", "monitoring", "criteria"):
        assert f'id="table-{key}"' in html
    for key in ("flow_carbon", "flow_energy", "paths", "waterfall", "waterfall_opt", "matrix"):
        assert f'id="figure-{key}"' in html


def test_the_numbers_are_those_of_the_record(record: ParkRecord, html: str) -> None:
    """The totals of the base year and of each scenario, the conclusion, every suggestion."""
    shown = text_of(html)
    assert record.conclusion.text in shown
    totals = [record.base.total]
    totals += [y.total for s in record.scenarios for y in s.years if y.year == 2035]
    for total in totals:
        assert str(round(float(total.value))) in shown
    for s in record.suggestions:
        assert s.text in shown
        assert s.target is not None
        assert s.target.quotation in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sentences_set_thousands_apart_as_tables_do(record: ParkRecord, lang: str) -> None:
    """Amounts of the summary, the check of totals and the caps are amounts, not bare digits."""
    printed = park_document(record, lang, drawn=False)
    said = [
        piece
        for chapter in printed.chapters
        for block in chapter.blocks
        if not isinstance(block, Table)
        for text in texts_of((block,))
        for piece in text
    ]
    long = re.compile(r"\d{5,}")
    assert sum(isinstance(x, TextSpan) and bool(long.search(x.text)) for x in said) >= 9
    assert [x for x in said if isinstance(x, str) and long.search(x)] == []


def test_an_illustrative_value_is_said_on_every_page(html: str) -> None:
    """The banner stands on the cover and in the running head."""
    assert text_of(html).count("示例准入值，仅供演示，不具行政效力") == 2


def test_english_has_no_chinese_of_its_own(record: ParkRecord) -> None:
    """Headings, heads of tables and fixed sentences are English; names stay as they are."""
    html = RENDERERS[".html"](record, "en", None).decode()
    heads = " ".join(re.findall(r"<(?:h2|h3|caption|th)[ >].*?</(?:h2|h3|caption|th)>", html))
    english = words_of("park.report", "en")
    for key, zh in words_of("park.report").items():
        en = english[key]
        if key.startswith(("c_", "s_", "t_", "h.")) and zh != en:
            assert f">{zh}<" not in heads, key
        if key.startswith("c_"):
            assert en in heads, key


def test_the_order_of_keys_in_a_record_prints_nothing(record: ParkRecord) -> None:
    """A record that was just made prints what the same record prints when it was read back."""

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: turned(v) for k, v in reversed(value.items())}
        return [turned(v) for v in value] if isinstance(value, list | tuple) else value

    other = convert(turned(to_builtins(record)), ParkRecord)
    for ending in (".html", ".xlsx"):
        assert RENDERERS[ending](other, "zh", None) == document("sample", ending)


def test_html_holds_the_record(record: ParkRecord, html: str) -> None:
    """As data that no browser runs, byte for byte what the record is."""
    found = re.search(r'<script type="application/json" id="park.json">(.*?)</script>', html, re.S)
    assert found is not None
    assert parse_record(found[1], Place()) == record


def test_names_are_text_everywhere() -> None:
    """Markup and formulas in names are shown, never obeyed."""
    evil = "<b>=1+1</b>"
    files = {evil: project("甲", power("电", "400") + coal("煤", "100"))}
    text = member("enterprises", evil)
    park = read(text + scenario("=cmd", "plan"), files)
    record = make_record(evaluate_park(park, the_world()))
    html = RENDERERS[".html"](record, "zh", None).decode()
    assert "<b>=1" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    sheet = _sheets(RENDERERS[".xlsx"](record, "zh", None))["情景"]
    assert sheet[1][0] == "=cmd"
    with zipfile.ZipFile(io.BytesIO(RENDERERS[".xlsx"](record, "zh", None))) as parts:
        parts_of_sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/")]
        formulas = re.findall(
            r"<f>(.*?)</f>", "".join(parts.read(n).decode() for n in parts_of_sheets)
        )
    assert formulas
    assert not [f for f in formulas if "cmd" in f or "1+1" in f]


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}


def test_the_workbook_is_live_and_says_the_same(record: ParkRecord) -> None:
    """Sums and intensities are formulas; what is stored in them is the record's number."""
    content = RENDERERS[".xlsx"](record, "zh", None)
    assert content == RENDERERS[".xlsx"](record, "zh", None)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = "".join(
            parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/")
        )
    assert sheets.count("<f>") > 200
    members = _sheets(content)["成员"]
    total = next(r for r in members if str(r[0]).startswith("园区合计"))
    assert record.base.energy is not None
    assert total[7] == pytest.approx(float(record.base.total.value))
    assert total[8] == pytest.approx(float(record.base.energy.value))


def test_energy_of_the_members_adds_up_to_that_of_the_park(record: ParkRecord) -> None:
    """What members sell each other is taken off on both sides, losses too: as for emission."""
    there = [m for m in record.members if m.role != "projects"]
    counted = [counted_energy(m) for m in there]
    total = sum(exact(c) for c in counted if c is not None)
    assert record.base.energy is not None
    assert total == pytest.approx(exact(record.base.energy))


MANY = 80


@pytest.fixture(scope="module")
def large() -> ParkRecord:
    """A park of 80 enterprises and 80 planned projects, more than a table on paper has rows."""
    names = [f"企{n:02d}" for n in range(MANY)] + [f"项{n:02d}" for n in range(MANY)]
    files = {n: project(n, power("电", str(1000 + i))) for i, n in enumerate(names)}
    text = "".join(
        member("projects", n, "start = 2028") if n[0] == "项" else member("enterprises", n)
        for n in names
    )
    park = read(text + scenario("规划", "plan"), files)
    return make_record(evaluate_park(park, the_world()))


def _tables(record: ParkRecord, paper: bool) -> dict[str, list[list[str]]]:
    """The rows of every table of a report, as text."""
    return {
        block.name: [[_plain(cell) for cell in row.cells] for row in block.rows]
        for chapter in park_document(record, "zh", paper=paper).chapters
        for block in chapter.blocks
        if isinstance(block, Table)
    }


def _plain(cell: TableCell) -> str:
    """The words of a cell."""
    return "\n".join(EMPTY.plain(text) for text in texts_of(cell.lines))


def test_what_paper_cuts_is_said_and_stands_in_the_workbook(large: ParkRecord) -> None:
    """Each table on paper says how many rows more there are and on which sheet all of them stand;
    that sheet has every row of it, and a sum is never cut off."""
    tables, whole = _tables(large, paper=True), _tables(large, paper=False)
    sheets = _sheets(RENDERERS[".xlsx"](large, "zh", None))
    listed = {"members": 2 * MANY, "enterprises": MANY, "sources": 2 * MANY, "access": MANY,
              "pending": MANY, "files": 2 * MANY + 3}  # fmt: skip
    shown = [[str(cell) for cell in row if cell != ""] for row in sheets["报告"]]
    cut = {}
    for name, rows in tables.items():
        for row in rows:
            found = re.match(r"另有 (\d+) 行.*“(.+)”表", row[0])
            if found:
                assert found[2] == "报告"
                cut[name] = int(found[1])
                for full in whole[name]:
                    words = [x for x in full if x and not is_number(x.replace("−", "-"))]
                    assert any(set(words) <= set(cells) for cells in shown), full
    assert {name: more + MOST_ROWS for name, more in cut.items()} == listed
    assert tables["enterprises"][-1][0] == sentence("report.sum")
    access = tables["access"][:MOST_ROWS] + tables["access"][MOST_ROWS + 1 :]
    assert len(access) == MOST_ROWS
    assert {row[1] for row in whole["access"]} == {f"项{n:02d}" for n in range(MANY)}


def test_names_of_crowded_points_give_way(large: ParkRecord) -> None:
    """In the matrix of projects a name stands where it covers nothing; the others are counted."""
    svg = park_figures(large, "zh")["matrix"].svg
    named = len(re.findall(r">项\d\d<", svg))
    found = re.search(r"(\d+) 个项目的名称没有位置", svg)
    assert found is not None
    assert 0 < named == MANY - int(found[1])


def test_the_page_for_the_screen_has_every_row(large: ParkRecord) -> None:
    """Nothing is cut where nothing is turned."""
    shown = text_of(RENDERERS[".html"](large, "zh", None).decode())
    assert "另有" not in shown
    for m in large.members:
        assert m.sha256 in shown


@pytest.mark.slow
def test_the_workbook_recalculates_to_the_same(record: ParkRecord, tmp_path: Path) -> None:
    """LibreOffice computes every formula again and finds what the record says."""
    import subprocess

    from tests.tools import program

    path = tmp_path / "park.xlsx"
    path.write_bytes(RENDERERS[".xlsx"](record, "zh", None))
    command = [program("soffice"), "--headless", "--convert-to", "ods:calc8", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True)
    again = CalamineWorkbook.from_path(str(tmp_path / "park.ods"))
    stored = _sheets(path.read_bytes())
    for name in again.sheet_names:
        rows = again.get_sheet_by_name(name).to_python()
        for old, new in zip(stored[name], rows, strict=False):
            for a, b in zip(old, new, strict=False):
                if isinstance(a, float) and isinstance(b, float):
                    assert b == pytest.approx(a, rel=1e-9, abs=1e-6)


@pytest.mark.slow
def test_the_pdf_carries_the_record_and_is_the_same_twice(record: ParkRecord) -> None:
    """PDF/A-3u with park.json, park.toml and the workbook attached."""
    import pypdf

    content = document("sample", ".pdf")
    assert content == RENDERERS[".pdf"](record, "zh", None)
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert set(reader.attachments) == {"park.json", "park.toml", "park.xlsx"}
    assert reader.attachments["park.json"][0] == canonical(record)
    assert reader.attachments["park.xlsx"][0] == RENDERERS[".xlsx"](record, "zh", None)


@pytest.mark.slow
def test_word_carries_the_record(record: ParkRecord) -> None:
    """As the report of a project does."""
    content = document("sample", ".docx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert parts.read("carbon-eia/park.json") == canonical(record)
    assert "word/document.xml" in names


def test_a_small_park_without_anything_optional_can_be_printed() -> None:
    """No city, no caps, no sales, no projects: what is absent is said, nothing fails."""
    files = {"甲": project("甲", power("电", "4") + coal("煤", "1"), None)}
    park = read(member("enterprises", "甲") + scenario("规划", "plan"), files)
    record = make_record(evaluate_park(park, the_world()))
    for lang in ("zh", "en"):
        for ending in (".html", ".xlsx"):
            assert RENDERERS[ending](record, lang, None)
    assert record.conclusion.status == "undetermined"


OPEN_SOURCE = '[[sources]]\nname = "炉"\nmethod = "combustion"\namount = "1 t"\n'
"""A fuel of which nothing is known."""


@pytest.fixture(scope="module")
def incomplete() -> ParkRecord:
    """A park of two enterprises, of which one leaves a source open."""
    files = {
        "甲": project("甲", power("电", "400") + OPEN_SOURCE),
        "乙": project("乙", power("电", "100")),
    }
    text = member("enterprises", "甲") + member("enterprises", "乙") + scenario("规划", "plan")
    return make_record(evaluate_park(read(text, files), the_world()))


def test_a_member_that_leaves_something_open_has_no_total(incomplete: ParkRecord) -> None:
    """The sheet of members has a word for it, no sum of what is known and no zero."""
    assert [m.total is None for m in incomplete.members] == [True, False]
    rows = {r[0]: r for r in _sheets(RENDERERS[".xlsx"](incomplete, "zh", None))["成员"]}
    word = sentence("report.part_missing")
    assert (rows["甲"][5], rows["甲"][7]) == (word, word)
    assert rows["乙"][7] == 50


@pytest.mark.slow
def test_the_workbook_of_an_incomplete_park_recalculates_to_the_same(
    incomplete: ParkRecord, large: ParkRecord, tmp_path: Path
) -> None:
    """LibreOffice finds at every formula what the record says, where members lack a total too."""
    office = Office(tmp_path)
    books = [RENDERERS[".xlsx"](r, "zh", None) for r in (incomplete, large)]
    for content, found in zip(books, office.recalculated([changed(b) for b in books]), strict=True):
        assert len(formulas(content)) > 10
        assert differences(content, found) == []
