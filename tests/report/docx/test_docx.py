"""The Word file says what the PDF says, opens without repair, and carries its Run."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import docx
import lxml.html
import pytest

from carbon_eia.errors import MachineError
from carbon_eia.proof.container import read_content
from carbon_eia.report import machine, render_docx, render_html
from carbon_eia.report.carried import carried_by_run
from carbon_eia.report.docx.package import write_docx
from carbon_eia.run import Run, canonical
from tests.report.conftest import *  # noqa: F403 — the fixtures that make Runs
from tests.report.conftest import MakeRun
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

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100pt" height="40pt">'
    "<title>甲 &amp; 乙</title><text x='5' y='20'>图中文字</text></svg>"
)

PAGE = f"""<!DOCTYPE html><html lang="zh-CN"><head><title>不印</title><style>p {{}}</style></head>
<body><header class="head"><div>页眉</div></header>
<footer class="foot"><div>脚</div><div>第 <span class="page-now"></span> 页 / 共
<span class="page-all"></span> 页</div></footer>
<main>
<section class="cover"><h1 id="title">报告</h1>
<dl><div><dt>代码</dt><dd>17</dd></div></dl></section>
<section class="toc"><p class="toc-title">目录</p><ol>
<li class="level-2"><a href="#one">1 章</a></li>
<li class="level-3"><a href="#sub">1.1 节</a></li></ol></section>
<h2 id="one"><span class="sno">1</span> 章</h2><h3 id="sub">1.1 节</h3>
<p>见 <a href="#t1">表 1-1</a>，CO<sub>2</sub> 1<i>188</i><i>633</i>.51 t，
<b>粗</b>、10 m<sup>3</sup>。</p>
<unknown>不认识的<x-tag>元素</x-tag></unknown>
<table id="t1"><caption><span class="tno">表 1-1</span> 题注</caption>
<colgroup><col style="width: 60%"><col style="width: 20%"><col></colgroup>
<thead><tr><th>甲</th><th class="num">乙</th><th>丙</th></tr></thead>
<tbody><tr class="group"><th colspan="3">组</th></tr>
<tr><td rowspan="2">跨行<div class="sub">小字</div></td>
<td class="num" style="padding-right: calc(1mm + 1.110em)">0.83</td>
<td>一<ul><li>项</li></ul></td></tr>
<tr><td class="num">0.8534</td><td></td></tr></tbody></table>
<table><tr><td>无题注</td><td>表</td></tr></table>
<figure id="f1">{DRAWING}<figcaption><span class="tno">图 1-1</span> 图题</figcaption></figure>
<ol><li>首</li><li>次<ol><li>深</li></ol></li></ol><ol><li>另起</li></ol>
<pre>a  b
  c</pre><p>见<a href="#f1">图 1-1</a></p>
</main></body></html>"""


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
def page(sample_run: Run) -> bytes:
    """A page with a bit of everything, as Word."""
    return write_docx(PAGE, carried_by_run(sample_run), "zh")


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


def test_nothing_of_a_page_is_lost(page: bytes) -> None:
    """Unknown elements, nested lists, spanning cells: every word is there, in order."""
    assert words_of_docx(page) == words_of_html(PAGE)
    assert_sound(page)
    assert "不印" not in words_of_docx(page)


def test_styles_are_real(page: bytes) -> None:
    """Headings, captions and lists are what Word knows by these names."""
    document = docx.Document(io.BytesIO(page))
    styles = {p.text: p.style.name for p in document.paragraphs if p.text and p.style}
    assert styles["报告"] == "Title"
    assert styles["1 章"] == "Heading 1"
    assert styles["1.1 节"] == "Heading 2"
    assert styles["表 1-1 题注"] == "Caption"
    assert styles["图 1-1 图题"] == "Figure Caption"
    assert styles["首"] == styles["深"] == "List Number"
    fonts = document.styles["Heading 1"].element.rPr.find(f"{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "黑体"


def instructions(tree: Any) -> list[str]:
    """The instructions of every field."""
    return [(e.text or "").strip() for e in tree.iter(f"{W}instrText")]


def test_captions_count_by_fields(page: bytes, sample_run: Run) -> None:
    """A caption's number is a field that shows the printed number and would count to it."""
    found = instructions(body(page))
    assert r"SEQ Table_1 \* ARABIC" in found
    assert r"SEQ Figure_1 \* ARABIC" in found
    skipped = PAGE.replace("表 1-1</span>", "表 1-3</span>")
    assert r"SEQ Table_1 \* ARABIC \r 3" in instructions(
        body(write_docx(skipped, carried_by_run(sample_run), "zh"))
    )


def test_contents_are_filled_in_and_nobody_is_asked(page: bytes) -> None:
    """The contents field shows its entries, each a link; Word is not told to ask on opening."""
    tree = body(page)
    assert any(i.startswith("TOC ") for i in instructions(tree))
    links = list(tree.iter(f"{W}hyperlink"))
    assert ["".join(t.text or "" for t in e.iter(f"{W}t")) for e in links[:2]] == ["1 章", "1.1 节"]
    with zipfile.ZipFile(io.BytesIO(page)) as archive:
        assert b"updateFields" not in archive.read("word/settings.xml")
        assert b"dirty" not in archive.read("word/document.xml")


def test_tables_repeat_their_head_and_line_up_their_numbers(page: bytes) -> None:
    """Rows of the head are marked, cells span, numbers stand right with room for lacking digits."""
    table = body(page).findall(f"{W}tbl")[1]
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, *[False] * 3]
    grid = [int(c.get(f"{W}w", "0")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
    assert sum(grid) == 9864
    assert grid == [5918, 1973, 1973]
    assert rows[1].find(f"{W}tc/{W}tcPr/{W}gridSpan").get(f"{W}val") == "3"
    assert rows[2].find(f"{W}tc/{W}tcPr/{W}vMerge").get(f"{W}val") == "restart"
    assert rows[3].find(f"{W}tc/{W}tcPr/{W}vMerge") is not None
    number = rows[2].findall(f"{W}tc")[1].find(f"{W}p/{W}pPr")
    assert number.find(f"{W}jc").get(f"{W}val") == "right"
    assert number.find(f"{W}ind").get(f"{W}right") == "178"  # 1.11 em of 8 pt, in twentieths


def test_each_list_counts_from_one(page: bytes) -> None:
    """The second ordered list has a number of its own, and a nested one is a level deeper."""
    found = [
        (p.find(f"{W}pPr/{W}numPr/{W}numId"), p.find(f"{W}pPr/{W}numPr/{W}ilvl"))
        for p in body(page).findall(f"{W}p")
        if p.find(f"{W}pPr/{W}numPr") is not None
    ]
    numbers = [n.get(f"{W}val") for n, _ in found]
    assert [i.get(f"{W}val") for _, i in found] == ["0", "0", "1", "0"]
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[1]


def test_figures_are_pixels_and_vectors_with_words(page: bytes) -> None:
    """A picture of 220 dpi for every program, the SVG for those that can, and its message."""
    with zipfile.ZipFile(io.BytesIO(page)) as archive:
        pixels = archive.read("word/media/figure1.png")
        assert archive.read("word/media/figure1.svg").endswith(b"</svg>")
        text = archive.read("word/document.xml").decode()
    assert pixels.startswith(b"\x89PNG")
    assert int.from_bytes(pixels[16:20], "big") == pytest.approx(100 / 72 * 220, abs=1)
    assert "svgBlip" in text
    assert 'descr="甲 &amp; 乙"' in text


def test_head_and_foot_name_the_page(page: bytes) -> None:
    """The running head is the template's; the foot counts pages; the cover has neither."""
    document = docx.Document(io.BytesIO(page))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "页眉"
    assert not section.first_page_footer.paragraphs[0].text
    foot = section.footer.paragraphs[0]
    assert flat(foot.text) == "脚第1页/共1页"
    fields = [e.text.strip() for e in foot._p.iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_template_without_head_and_foot_gets_them(sample_run: Run) -> None:
    """Project, Run and page stand on every page, whatever the template leaves out."""
    bare = re.sub(r"<(header|footer).*?</\1>", "", PAGE, flags=re.DOTALL)
    section = docx.Document(
        io.BytesIO(write_docx(bare, carried_by_run(sample_run), "zh"))
    ).sections[0]
    assert sample_run.project.name in section.header.paragraphs[0].text
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
