"""The Word file says what the PDF says, opens without repair, and carries its Run."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import docx
import lxml.html
import pytest

from carbon_eia.errors import MachineError
from carbon_eia.proof.container import read_content
from carbon_eia.report import machine, render_docx, render_html
from carbon_eia.report.carried import carried_by
from carbon_eia.report.document import Bullets, Document, Paragraph, Table, TextSpan, numbered
from carbon_eia.report.docx.word_package import write_docx
from carbon_eia.report.html import fill
from carbon_eia.run import Run, canonical
from tests.report.conftest import *  # noqa: F403 — the fixtures that make Runs
from tests.report.conftest import MakeRun
from tests.report.docx.blocks import EVERYTHING
from tests.tools import program

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/package/2006/relationships}"

ORDER = {
    "pPr": ["pStyle", "keepNext", "pageBreakBefore", "numPr", "tabs", "spacing", "ind", "jc"],
    "rPr": ["rStyle", "rFonts", "b", "color", "spacing", "sz", "vertAlign"],
    "tblPr": ["tblStyle", "tblW", "tblLayout", "tblLook"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "shd"],
}
"""Children in the order in which the schema wants them: Word repairs what is not."""


def flat(text: str) -> str:
    """A text without any blank."""
    return re.sub(r"\s", "", text)


def words_of_html(html: str) -> str:
    """The text of the main part of a page; drawings are pictures and have none."""
    tree = lxml.html.document_fromstring(re.sub(r"<svg\b.*?</svg>", "", html, flags=re.DOTALL))
    main = tree.find(".//main")
    for silent in main.findall(".//script") + main.findall(".//style"):
        silent.drop_tree()
    return flat(str(main.text_content()))


def body(content: bytes) -> Any:
    """The body of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml")).find(f"{W}body")


def words_of_docx(content: bytes) -> str:
    """The text of a Word file, fields as they are shown."""
    return flat("".join(t.text or "" for t in body(content).iter(f"{W}t")))


def assert_sound(content: bytes) -> None:
    """Well-formed parts, relations that lead somewhere, ids and names that are there once."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
            if name.endswith(".rels"):
                folder = PurePosixPath("/" + name).parent.parent
                for relation in ElementTree.fromstring(archive.read(name)).iter(f"{R}Relationship"):
                    target = folder / relation.get("Target", "")
                    parts: list[str] = []
                    for part in target.parts[1:]:
                        parts = parts[:-1] if part == ".." else [*parts, part]
                    assert "/".join(parts) in names, (name, relation.get("Target"))
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))
        known = {s.get(f"{W}styleId") for s in styles.iter(f"{W}style")}
        numbers = ElementTree.fromstring(archive.read("word/numbering.xml"))
    for based in styles.iter(f"{W}basedOn"):
        assert based.get(f"{W}val") in known
    lists = {n.get(f"{W}numId") for n in numbers.iter(f"{W}num")}
    tree = body(content)
    for tag in ("pStyle", "rStyle", "tblStyle"):
        assert {e.get(f"{W}val") for e in tree.iter(f"{W}{tag}")} <= known
    assert {e.get(f"{W}val") for e in tree.iter(f"{W}numId")} <= lists
    marks = Counter(e.get(f"{W}name") for e in tree.iter(f"{W}bookmarkStart"))
    assert not [name for name, count in marks.items() if count > 1 or len(name or "") > 40]
    assert {e.get(f"{W}anchor") for e in tree.iter(f"{W}hyperlink")} <= set(marks)
    for tag, order in ORDER.items():
        for shape in tree.iter(f"{W}{tag}"):
            places = [order.index(child.tag.removeprefix(W)) for child in shape]
            assert places == sorted(places), (tag, [child.tag for child in shape])
    ids = [e.get("id") for e in tree.iter() if e.tag.endswith("}docPr")]
    assert len(ids) == len(set(ids))
    for table in tree.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [
                int(span.get(f"{W}val", "1")) if span is not None else 1
                for cell in row.findall(f"{W}tc")
                for span in [cell.find(f"{W}tcPr/{W}gridSpan")]
            ]
            assert sum(spans) == columns
            assert all(list(cell)[-1].tag == f"{W}p" for cell in row.findall(f"{W}tc"))
    depth = 0
    for kind in (e.get(f"{W}fldCharType") for e in tree.iter(f"{W}fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[str(kind)]
        assert depth in (0, 1, 2)
    assert depth == 0


@pytest.fixture(scope="module")
def everything(sample_run: Run) -> bytes:
    """A document with a block of every kind, as Word."""
    return write_docx(EVERYTHING, carried_by(sample_run))


def text_of(paragraph: Any) -> str:
    """The text of a paragraph, fields as they are shown."""
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def the_paragraph(content: bytes, text: str) -> Any:
    """The one paragraph of a Word file that says this."""
    (found,) = [p for p in body(content).iter(f"{W}p") if text_of(p) == text]
    return found


def the_table(content: bytes, caption: str) -> Any:
    """The table below a caption."""
    blocks = list(body(content))
    texts = [text_of(b) if b.tag == f"{W}p" else "" for b in blocks]
    return blocks[texts.index(caption) + 1]


def with_chapter(*blocks: Any) -> Document:
    """The document with a chapter of these blocks in the place of its first."""
    first, *others = EVERYTHING.chapters
    return numbered(replace(EVERYTHING, chapters=(replace(first, blocks=blocks), *others)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_word_says_what_the_html_says(sample_run: Run, lang: str) -> None:
    """The same words and the same numbers in the same order, and a file that is sound."""
    content = render_docx(sample_run, lang)
    assert words_of_docx(content) == words_of_html(render_html(sample_run, lang))
    assert_sound(content)


def test_an_incomplete_run_is_printed(incomplete_run: Run) -> None:
    """Where there is no verdict, Word says the same as the HTML."""
    content = render_docx(incomplete_run)
    assert words_of_docx(content) == words_of_html(render_html(incomplete_run))
    assert_sound(content)


def test_nothing_of_a_document_is_lost(everything: bytes, sample_run: Run) -> None:
    """A block of every kind in every look: every word is there, in order, as in the HTML."""
    assert words_of_docx(everything) == words_of_html(fill(EVERYTHING, sample_run))
    assert_sound(everything)
    assert "图中文字" not in words_of_docx(everything)


def test_styles_are_real(everything: bytes) -> None:
    """Headings, captions and lists are what Word knows by these names."""
    document = docx.Document(io.BytesIO(everything))
    styles = {p.text: p.style.name for p in document.paragraphs if p.text and p.style}
    assert styles["桂阳\n报告书"] == "Title"
    assert styles["1 核算"] == "Heading 1"
    assert styles["1.1 节 CO2"] == "Heading 2"
    assert styles["表 0-1 题注 rules CO2"] == "Caption"
    assert styles["图 1-1 图题 CO2"] == "Figure Caption"
    assert styles["首"] == styles["次"] == "Boxed List"
    assert styles["甲"] == "Boxed List"
    assert styles["限期改造 暂行"] == "Verdict"
    assert styles["告警"] == "Alert"
    fonts = document.styles["Heading 1"].element.rPr.find(f"{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "黑体"


def test_lines_of_cells_have_styles_of_their_own(everything: bytes) -> None:
    """Heads, sums, notes and plain lines of a table are told apart by style."""
    table = docx.Document(io.BytesIO(everything)).tables[3]
    styles = {p.text: p.style.name for r in table.rows for c in r.cells for p in c.paragraphs}
    assert {styles[x] for x in ("规则", "结果(t)", "组", "和", "0.8534")} == {"Table Head"}
    assert {styles[x] for x in ("tCO2e", "小字", "只小字", "后")} == {"Table Note"}
    assert {styles[x] for x in ("跨行", "1188633.51", "告")} == {"Table Text"}


def looks_of(paragraph: Any) -> list[tuple[str, str]]:
    """The runs of a paragraph: text, and the properties that it has."""
    found = []
    for run in paragraph.iter(f"{W}r"):
        shape = run.find(f"{W}rPr")
        names = [
            child.get(f"{W}val") or child.tag.removeprefix(W)
            for child in (shape if shape is not None else [])
        ]
        found.append((text_of(run), " ".join(names)))
    return found


def test_characters_stand_as_in_print(sample_run: Run) -> None:
    """Indices low and high, thousands apart by room that is no character, terms of a formula."""
    text = Paragraph(
        (
            "CO2 10 m3 ",
            TextSpan("1188633.51 t", "amount"),
            TextSpan(" = 2300 × Q_dust", "formula"),
            TextSpan("粗", "bold"),
            TextSpan("小", "sub"),
            TextSpan("a1", "hash"),
            TextSpan("× 不符", "result fails"),
            TextSpan("CE-1", "code"),
        )
    )
    content = write_docx(with_chapter(text), carried_by(sample_run))
    assert looks_of(
        the_paragraph(content, "CO2 10 m3 1188633.51 t = 2300 × Qdust粗小a1× 不符CE-1")
    ) == [
        ("CO", ""),
        ("2", "subscript"),
        (" 10 m", ""),
        ("3", "superscript"),
        (" ", ""),
        ("1", "16"),
        ("18", ""),
        ("8", "16"),
        ("633.51 t = 2300 × Q", ""),
        ("dust", "subscript"),
        ("粗", "b"),
        ("小", "SmallText"),
        ("a1", "CodeCharacters"),
        ("× 不符", "b"),
        ("CE-1", "CodeCharacters"),
    ]


def test_a_whole_paragraph_may_be_code(sample_run: Run) -> None:
    """A check sum or a code that is a paragraph of its own is set like one within a text."""
    blocks = (Paragraph(("abc",), "hash"), Paragraph(("CE-2 ", TextSpan("重", "bold")), "code"))
    content = write_docx(with_chapter(*blocks), carried_by(sample_run))
    assert looks_of(the_paragraph(content, "abc")) == [("abc", "CodeCharacters")]
    assert looks_of(the_paragraph(content, "CE-2 重")) == [("CE-2 ", "CodeCharacters"), ("重", "b")]


def test_blanks_are_one_blank(sample_run: Run) -> None:
    """Blanks and line ends of a text are drawn together, control characters are blanks."""
    text = Paragraph((" 甲 \n", TextSpan("  乙\t", "bold"), "\x07丙 "))
    content = write_docx(with_chapter(text, Paragraph((" ",))), carried_by(sample_run))
    assert_sound(content)
    assert looks_of(the_paragraph(content, "甲 乙  丙")) == [("甲 ", ""), ("乙 ", "b"), (" 丙", "")]
    assert not [p for p in body(content).findall(f"{W}p") if text_of(p) == " "]


def instructions(tree: Any) -> list[str]:
    """The instructions of every field."""
    return [(e.text or "").strip() for e in tree.iter(f"{W}instrText")]


def test_captions_count_by_fields(everything: bytes) -> None:
    """A caption's number is a field that shows the printed number and counts to it."""
    counted: Counter[str] = Counter()
    shown: list[str] = []
    for paragraph in body(everything).iter(f"{W}p"):
        for instruction in instructions(paragraph):
            if instruction.startswith("SEQ "):
                _, name, rest = instruction.split(" ", 2)
                assert rest == r"\* ARABIC"
                counted[name] += 1
                number = text_of(paragraph).split(" ")[1]
                chapter = name.partition("_")[2]
                assert number == f"{chapter}-{counted[name]}"
                shown.append(name)
    assert shown == ["Table_0", "Table_1", "Table_1", "Figure_1", "Table_A"]


def test_links_lead_to_what_they_name(everything: bytes) -> None:
    """A reference leads to the caption, a source to its row; what is not there is no link."""
    tree = body(everything)
    links = {text_of(e): e.get(f"{W}anchor") for e in tree.iter(f"{W}hyperlink")}
    homes = {
        mark.get(f"{W}name"): text_of(paragraph)
        for paragraph in tree.iter(f"{W}p")
        for mark in paragraph.iter(f"{W}bookmarkStart")
    }
    assert homes[links["表 0-1"]] == "表 0-1 题注 rules CO2"
    assert homes[links["图 1-1"]] == "图 1-1 图题 CO2"
    assert homes[links["煤"]] == "1"  # the first cell of its row
    assert homes[links["1.1 节 CO2"]] == "1.1 节 CO2"
    assert "无处" not in links


def test_lines_of_the_contents_are_links(everything: bytes) -> None:
    """Every line of the contents leads to its heading."""
    tree = body(everything)
    entries = [
        text_of(link)
        for paragraph in tree.iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") in ("toc1", "toc2")
        for link in paragraph.iter(f"{W}hyperlink")
    ]
    assert entries == ["0 摘要", "1 核算", "1.1 节 CO2", "附录 A 附件"]


def pages_begun(content: bytes) -> list[str]:
    """The paragraphs that begin a page."""
    return [
        text_of(p)
        for p in body(content).findall(f"{W}p")
        if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]


def test_cover_and_contents_have_pages_of_their_own(everything: bytes, sample_run: Run) -> None:
    """A page begins after the cover and after the contents, and with it where it is long."""
    assert pages_begun(everything) == ["0 摘要", "1 核算"]
    assert pages_begun(render_docx(sample_run)) == ["0 摘要与结论", "目　录", "1 总则"]


def test_tables_repeat_their_head_and_line_up_their_numbers(everything: bytes) -> None:
    """Rows of the head are marked, cells span, numbers stand right with room for lacking digits."""
    table = the_table(everything, "表 0-1 题注 rules CO2")
    rows = table.findall(f"{W}tr")
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True, *[False] * 5]
    grid = [int(c.get(f"{W}w", "0")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
    assert sum(grid) == 9864
    assert grid == [5918, 1973, 1973]
    assert rows[1].find(f"{W}tc/{W}tcPr/{W}gridSpan").get(f"{W}val") == "3"
    assert rows[2].find(f"{W}tc/{W}tcPr/{W}vMerge").get(f"{W}val") == "restart"
    assert rows[3].find(f"{W}tc/{W}tcPr/{W}vMerge") is not None
    number = rows[2].findall(f"{W}tc")[1].find(f"{W}p/{W}pPr")
    assert number.find(f"{W}jc").get(f"{W}val") == "right"
    assert number.find(f"{W}ind").get(f"{W}right") == "178"  # 1.11 em of 8 pt, in twentieths


def test_text_and_lists_keep_off_a_table(sample_run: Run) -> None:
    """What follows a table directly has room above it; a second line of it has none."""
    rows = [b for b in EVERYTHING.chapters[2].blocks if isinstance(b, Table)]
    blocks = (*rows, Bullets((("甲项",), ("乙项",))), *rows, Paragraph(("正文",)))
    content = write_docx(with_chapter(*blocks), carried_by(sample_run))
    assert_sound(content)
    space = {
        text: the_paragraph(content, text).find(f"{W}pPr/{W}spacing") is not None
        for text in ("甲项", "乙项", "正文")
    }
    assert space == {"甲项": True, "乙项": False, "正文": True}


def test_a_table_without_heads_has_no_row_of_them(everything: bytes) -> None:
    """Labels and facts: no row is repeated, and columns without a width take what is left."""
    table = the_table(everything, "表 1-2 题注 bare CO2")
    assert not list(table.iter(f"{W}tblHeader"))
    grid = [int(c.get(f"{W}w", "0")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
    assert grid == [2565, 7299]


def test_facts_stand_two_to_a_line(everything: bytes) -> None:
    """Short facts stand beside each other, a wide one takes a line; those of a cell one below."""
    tables = docx.Document(io.BytesIO(everything)).tables
    assert [[c.text for c in row.cells] for row in tables[2].rows] == [
        ["代码", "17", "行业", "CO2 行业"],
        ["产品", "熟料", "熟料", "熟料"],  # python-docx gives a cell that spans for each column
        ["地区", "桂阳", "", ""],
    ]
    (inner,) = tables[4].rows[2].cells[1].tables
    assert [[c.text for c in row.cells] for row in inner.rows] == [
        ["公式", "E = 193000 t × Qdust × h0 − 44/12"],
        ["依据", "GB 标准"],
    ]


def test_a_verdict_shows_its_figures_and_bars(everything: bytes) -> None:
    """Key figures in a row with their units and notes, bars as lines of label and value."""
    document = docx.Document(io.BytesIO(everything))
    cells = document.tables[1].rows[0].cells
    assert [c.text for c in cells] == [
        "年排放\n1170782.24 tCO2e",
        "强度\n0.83 tCO2/t\n高于 CO2",
        "能耗\n未给",
    ]
    bars = [p.text for p in document.paragraphs if p.style and p.style.name == "Tabbed Text"]
    assert bars == ["本项目\t1234.5", "准入值\t0.83"]


def test_lines_as_they_were_typed(everything: bytes) -> None:
    """Blanks and empty lines of a project file stand as they are."""
    document = docx.Document(io.BytesIO(everything))
    (typed,) = [p.text for p in document.paragraphs if p.style and p.style.name == "Code Text"]
    assert typed == '[project]\n\n  name = "a  b"'


def test_each_list_counts_from_one(everything: bytes) -> None:
    """The second ordered list has a number of its own."""
    found = [
        (text_of(p), p.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val"))
        for p in body(everything).findall(f"{W}p")
        if p.find(f"{W}pPr/{W}numPr") is not None
    ]
    assert [text for text, _ in found] == ["甲", "乙 CO2", "首", "次", "另起"]
    numbers = [number for _, number in found]
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]


def test_figures_are_pixels_and_vectors_with_words(everything: bytes) -> None:
    """A picture of 220 dpi for every program, the SVG for those that can, and its message."""
    with zipfile.ZipFile(io.BytesIO(everything)) as archive:
        pixels = archive.read("word/media/figure1.png")
        assert archive.read("word/media/figure1.svg").endswith(b"</svg>")
        text = archive.read("word/document.xml").decode()
    assert pixels.startswith(b"\x89PNG")
    assert int.from_bytes(pixels[16:20], "big") == pytest.approx(100 / 72 * 220, abs=1)
    assert "svgBlip" in text
    assert 'descr="甲 &amp; 乙"' in text


def test_head_and_foot_name_the_page(everything: bytes) -> None:
    """Banner and name stand above, record and page below every page but the cover."""
    document = docx.Document(io.BytesIO(everything))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert [p.text for p in section.header.paragraphs] == ["⚠ 示例", "页眉"]
    assert not section.first_page_footer.paragraphs[0].text
    foot = section.footer.paragraphs[0]
    assert flat(foot.text) == "记录17第1页/共1页"
    fields = [e.text.strip() for e in foot._p.iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_project_and_record_stand_on_every_page(sample_run: Run, lang: str) -> None:
    """A page that is taken out of a report says what it is of."""
    section = docx.Document(io.BytesIO(render_docx(sample_run, lang))).sections[0]
    assert sample_run.project.name in [p.text for p in section.header.paragraphs]
    assert sample_run.id[:12] in section.footer.paragraphs[0].text
    assert "NUMPAGES" in section.footer.paragraphs[0]._p.xml


def test_the_same_run_gives_the_same_file(sample_run: Run) -> None:
    """Dates are those of the Run, on the document and on every member."""
    content = render_docx(sample_run)
    assert content == render_docx(sample_run)
    core = docx.Document(io.BytesIO(content)).core_properties
    assert str(core.created)[:10] == str(core.modified)[:10] == sample_run.as_of
    titled = re.search("<title>(.*?)</title>", render_html(sample_run))
    assert titled is not None
    assert core.title == titled[1]
    assert core.identifier == sample_run.id


def test_the_run_is_in_the_file_and_stays_there(sample_run: Run) -> None:
    """Run and project file are parts of the file; where Word drops them, it keeps their copy."""
    content = render_docx(sample_run)
    wanted = {
        "run.json": canonical(sample_run),
        "project.toml": sample_run.project.text.encode(),
    }
    assert read_content(".docx", content).parts == wanted
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            if not name.startswith("carbon-eia/"):
                new.writestr(name, old.read(name))
    assert read_content(".docx", saved.getvalue()).parts == wanted
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        item = ElementTree.fromstring(archive.read("customXml/item1.xml"))
    assert json.loads(base64.b64decode(item[0].text or ""))["id"] == sample_run.id


def test_markup_in_a_project_is_text(make: MakeRun, no_measures: str, demo_text: str) -> None:
    """Tags and template code of a project file are printed, never run."""
    name = "<w:p/>{{7*7}}]]>&lt;"
    run = make(no_measures.replace("窑头窑尾煤", name), demo_text)
    content = render_docx(run)
    assert_sound(content)
    assert "<w:p/>{{7*7}}]]>&lt;" in words_of_docx(content)


def test_without_its_packages_there_is_no_word_file(
    sample_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing package is named before anything is imported."""
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name == "docx" else object())
    with pytest.raises(MachineError) as caught:
        render_docx(sample_run)
    assert [p.params for p in caught.value.problems] == [{"package": "docx"}]


@pytest.mark.slow
def test_libreoffice_opens_it(sample_run: Run, tmp_path: Path) -> None:
    """Another program reads the file and prints the same numbers."""
    path = tmp_path / "report.docx"
    path.write_bytes(render_docx(sample_run))
    command = [
        program("soffice"),
        f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
        "--headless",
    ]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shown = flat((tmp_path / "report.txt").read_text(encoding="utf-8-sig"))
    for source in sample_run.inventory.by_source:
        assert source.name in shown
    assert "1170782.24" in shown
    assert "0.8393" in shown
