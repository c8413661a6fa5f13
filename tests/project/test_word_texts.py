"""A Word document of texts that a person or another program filled in: what is read of it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from carbon_eia.errors import InputError, Problem
from carbon_eia.forms import heard
from carbon_eia.project import fields, parse_project, read_project
from carbon_eia.project.word_texts import read_word_texts
from carbon_eia.reference import World
from carbon_eia.report.docx.texts_form import texts_form
from tests.tools import program, run

HEAD = """\
[project]
name = "某项目"
stage = "拟建"
sector = "水泥熟料"
region = "湖南省郴州市桂阳县"
year = 2026
"""

Edit = Callable[[Any], None]


def filled(path: Path, edit: Edit, texts: dict[str, str] | None = None, lang: str = "zh") -> Path:
    """The template with its texts, changed by python-docx."""
    path.write_bytes(texts_form(texts or {}, lang))
    document = docx.Document(str(path))
    edit(document)
    document.save(str(path))
    return path


def control(document: Any, key: str) -> Any:
    """The content of the control of a heading, emptied."""
    for sdt in document.element.body.iter(qn("w:sdt")):
        if sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == f"texts.{key}":
            shown = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
            if shown is not None:
                shown.getparent().remove(shown)
            held = sdt.find(qn("w:sdtContent"))
            for old in list(held):
                held.remove(old)
            return held
    raise LookupError(key)


def put(document: Any, key: str, *made: Any) -> None:
    """Move paragraphs or tables that python-docx made into a control."""
    control(document, key).extend([one._element for one in made])


def wrong(path: Path) -> list[Problem]:
    """What is wrong with a file."""
    with pytest.raises(InputError) as caught:
        read_word_texts(path)
    return list(caught.value.problems)


def example(document: Any) -> None:
    """A paragraph with bold, two lists, a table and a heading, as a person writes them."""
    first = document.add_paragraph("原料经")
    first.add_run("“预均化”").bold = True
    first.add_run("后入 1#窑，a*b<c>。")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("工序", "节点", "烧成|冷却", "窑尾"), strict=True):
        cell.text = text
    put(
        document,
        "process",
        first,
        document.add_paragraph("生料制备", style="List Bullet"),
        document.add_paragraph("烧成", style="List Bullet"),
        table,
        document.add_paragraph("末段"),
    )


def test_an_empty_template_holds_no_text(tmp_path: Path) -> None:
    """Prompts, headings and explanations are no text, in either language."""
    for lang in ("zh", "en"):
        path = filled(tmp_path / f"{lang}.docx", lambda document: None, lang=lang)
        assert read_word_texts(path).texts == {}


def test_the_same_call_writes_the_same_bytes() -> None:
    """The template follows from the texts and the language alone."""
    assert texts_form({"process": "一"}) == texts_form({"process": "一"})


def test_paragraphs_lists_tables_and_bold_come_as_such(tmp_path: Path) -> None:
    """What a person typed in Word is Markdown that says the same, and nothing typed is markup."""
    words = read_word_texts(filled(tmp_path / "texts.docx", example))
    assert list(words.texts) == ["process"]
    assert words.texts["process"].split("\n") == [
        "原料经“**预均化**”后入 1\\#窑，a\\*b\\<c\\>。",
        "",
        "- 生料制备",
        "- 烧成",
        "",
        "| 工序 | 节点 |",
        "|---|---|",
        "| 烧成\\|冷却 | 窑尾 |",
        "",
        "末段",
    ]


TEXT = """\
首段没有加粗。

第二段**加粗**。

- 一
- 二

1. 甲
2. 乙

节点：

| 工序 | 节点 |
|---|---|
| 烧成 | 窑尾 |

末段"""


def test_a_text_survives_the_template(tmp_path: Path) -> None:
    """Texts that a project has already stand in their controls, and are read back the same."""
    path = filled(tmp_path / "texts.docx", lambda document: None, {"process": TEXT, "layout": "甲"})
    assert read_word_texts(path).texts == {"layout": "甲", "process": TEXT}


def test_lines_of_one_paragraph_are_paragraphs(tmp_path: Path) -> None:
    """Whoever breaks lines with Shift and Enter sees them apart in the report too."""
    path = filled(
        tmp_path / "texts.docx",
        lambda document: put(document, "layout", document.add_paragraph("第一行\n第二行")),
    )
    assert read_word_texts(path).texts == {"layout": "第一行\n\n第二行"}


def test_words_in_the_look_of_a_prompt_are_words(tmp_path: Path) -> None:
    """A program that puts a text in the place of the prompt, and leaves its look, loses nothing."""

    def edit(document: Any) -> None:
        for sdt in document.element.body.iter(qn("w:sdt")):
            if sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == "texts.layout":
                [text] = list(sdt.iter(qn("w:t")))
                text.text = "厂前区在北"

    words = read_word_texts(filled(tmp_path / "texts.docx", edit))
    assert words.texts == {"layout": "厂前区在北"}


def by_libreoffice(path: Path, folder: Path) -> Path:
    """A file that LibreOffice opened and saved as Word."""
    office = program("soffice")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    kind = "docx:MS Word 2007 XML"
    call = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    return folder / path.name


@pytest.mark.slow
def test_a_template_survives_libreoffice(tmp_path: Path) -> None:
    """LibreOffice drops tags and doubles the first paragraph of a control: the text is the same,
    and an empty template still holds none."""
    (tmp_path / "out").mkdir()
    full = filled(tmp_path / "texts.docx", lambda document: None, {"process": TEXT, "layout": "甲"})
    again = by_libreoffice(full, tmp_path / "out")
    assert read_word_texts(again).texts == {"layout": "甲", "process": TEXT}
    empty = filled(tmp_path / "empty.docx", lambda document: None)
    assert read_word_texts(by_libreoffice(empty, tmp_path / "out")).texts == {}


def test_a_text_beside_its_control_belongs_to_the_heading_above(tmp_path: Path) -> None:
    """Whoever types below the control, or deletes it, loses nothing."""

    def edit(document: Any) -> None:
        heading = next(p for p in document.paragraphs if p.text == "工艺流程")
        body = list(document.element.body)
        behind = body[body.index(heading._element) + 3]  # explanation, control, empty paragraph
        behind.addprevious(document.add_paragraph("写在控件下面")._element)

    words = read_word_texts(filled(tmp_path / "texts.docx", edit))
    assert words.texts == {"process": "写在控件下面"}


def test_an_unknown_heading_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A heading or a tag that the report has not is told with those that are near."""

    def heading(document: Any) -> None:
        document.add_paragraph("工艺流程图", style="Heading 2")
        document.add_paragraph("文字")

    def tag(document: Any) -> None:
        held = next(
            t
            for t in document.element.body.iter(qn("w:tag"))
            if t.get(qn("w:val")) == "texts.process"
        )
        held.set(qn("w:val"), "texts.proces")

    [first] = wrong(filled(tmp_path / "heading.docx", heading))
    assert (first.code, first.params["found"]) == ("CE-A011", "工艺流程图")
    assert "工艺流程" in first.hint("zh")
    [second] = wrong(filled(tmp_path / "tag.docx", tag))
    assert (second.code, second.params["found"]) == ("CE-A011", "proces")


def test_a_text_before_the_first_heading_is_an_error(tmp_path: Path) -> None:
    """It would stand nowhere in the report."""

    def edit(document: Any) -> None:
        document.paragraphs[0]._element.addprevious(document.add_paragraph("序言")._element)

    [problem] = wrong(filled(tmp_path / "texts.docx", edit))
    assert (problem.code, problem.params["found"]) == ("CE-A012", "序言")


def test_what_is_no_text_is_an_error(tmp_path: Path) -> None:
    """A picture in a control would be lost without a word: it is told."""
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, "PNG")

    def edit(document: Any) -> None:
        document.add_picture(io.BytesIO(stream.getvalue()))
        put(document, "process", document.paragraphs[-1])

    [problem] = wrong(filled(tmp_path / "texts.docx", edit))
    assert (problem.code, problem.place.key) == ("CE-A014", "texts.process")


def test_an_overlong_text_in_word_is_an_error(tmp_path: Path) -> None:
    """The bound of a text holds whichever file it stands in."""
    path = filled(
        tmp_path / "texts.docx",
        lambda document: put(document, "process", document.add_paragraph("字" * 20_001)),
    )
    [problem] = wrong(path)
    assert (problem.code, problem.place.key) == ("CE-A001", "texts.process")


def packed(path: Path, member: bytes) -> Path:
    """A Word file with another body."""
    with zipfile.ZipFile(io.BytesIO(texts_form({}))) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            body = info.filename == "word/document.xml"
            new.writestr(info, member if body else old.read(info), zipfile.ZIP_DEFLATED)
    return path


def test_parts_are_found_by_their_relations(tmp_path: Path) -> None:
    """Some programs call the text document2.xml: it is what the package leads to that is read."""
    path = tmp_path / "texts.docx"
    with (
        zipfile.ZipFile(io.BytesIO(texts_form({"layout": "甲"}))) as old,
        zipfile.ZipFile(path, "w") as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            if info.filename in ("_rels/.rels", "[Content_Types].xml"):
                content = content.replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(info.filename.replace("word/document.xml", "word/document2.xml").replace(
                "document.xml.rels", "document2.xml.rels"), content)  # fmt: skip
    assert read_word_texts(path).texts == {"layout": "甲"}


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"""


def test_files_of_anybody_are_refused_in_words(tmp_path: Path) -> None:
    """No archive, one that is cut off, entities, millions of elements: an error, no traceback."""
    whole = texts_form({})
    for name, raw in (("a", b"PK"), ("b", whole[:2000]), ("c", b"text")):
        (tmp_path / f"{name}.docx").write_bytes(raw)
        assert [p.code for p in wrong(tmp_path / f"{name}.docx")] == ["CE-A009"]
    assert [p.code for p in wrong(packed(tmp_path / "e.docx", ENTITY))] == ["CE-A009"]
    many = b"<a>" + b"<b/>" * 5_000_000 + b"</a>"
    assert [p.code for p in wrong(packed(tmp_path / "m.docx", many))] == ["CE-A010"]
    deep = b"<document><body>" + b"<sdt><sdtContent>" * 90 + b"</sdtContent></sdt>" * 90
    deep += b"</body></document>"
    assert [p.code for p in wrong(packed(tmp_path / "d.docx", deep))] == ["CE-A010"]
    assert [p.code for p in wrong(tmp_path / "none.docx")] == ["CE-F001"]


def test_the_project_has_the_words_of_its_word_file(world: World, tmp_path: Path) -> None:
    """Given with the call or named in the file: the Run's text states them, and stands alone."""
    filled(tmp_path / "texts.docx", example)
    plain, named = tmp_path / "plain.toml", tmp_path / "named.toml"
    plain.write_text(HEAD, encoding="utf-8")
    named.write_text(f'{HEAD}[report]\ntexts_file = "texts.docx"\n', encoding="utf-8")
    one = read_project(plain, world, texts=tmp_path / "texts.docx")
    two = read_project(named, world)
    assert one.texts == two.texts
    assert one.texts["process"].startswith("原料经")
    assert parse_project(one.text, world).texts == one.texts
    assert one.text == two.text


def test_a_heading_in_both_files_is_told(world: World, tmp_path: Path) -> None:
    """The words of the Word file are used, and a person is told that the other has some too."""
    path = tmp_path / "project.toml"
    path.write_text(f'{HEAD}[texts]\nprocess = "旧稿"\nlayout = "乙"\n', encoding="utf-8")
    filled(tmp_path / "texts.docx", example, {"layout": "乙"})
    with heard() as problems:
        project = read_project(path, world, texts=tmp_path / "texts.docx")
    assert [(p.code, p.place.key) for p in problems] == [("CE-A013", "texts.process")]
    assert project.texts["process"].startswith("原料经")
    assert project.texts["layout"] == "乙"


def test_problems_of_both_files_come_together(world: World, tmp_path: Path) -> None:
    """A wrong project file and a wrong Word file are told in one go, each with its own place."""
    path = tmp_path / "project.toml"
    path.write_text(HEAD.replace("year = 2026\n", ""), encoding="utf-8")
    filled(tmp_path / "texts.docx", lambda d: d.add_paragraph("别的", style="Heading 1"))
    with pytest.raises(InputError) as caught:
        read_project(path, world, texts=tmp_path / "texts.docx")
    assert [p.code for p in caught.value.problems] == ["CE-P003", "CE-A011"]
    assert [Path(p.place.file).name for p in caught.value.problems] == [
        "project.toml",
        "texts.docx",
    ]


def test_commands_write_the_template_and_read_it_back(tmp_path: Path) -> None:
    """``new -o texts.docx`` and ``assess --texts``: the words stand in the record."""
    done = run("new", "水泥熟料", "-o", "texts.docx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document = docx.Document(str(tmp_path / "texts.docx"))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [field.zh for field in fields("texts").values()]
    put(document, "layout", document.add_paragraph("厂前区在北"))
    document.save(str(tmp_path / "texts.docx"))
    (tmp_path / "project.toml").write_text(HEAD, encoding="utf-8")
    call = ("assess", "project.toml", "--texts", "texts.docx", "--as-of", "2026-06-30", "--json")
    done = run(*call, cwd=tmp_path)
    assert "厂前区在北" in done.stdout
    done = run("assess", "run.json", "--texts", "texts.docx", cwd=tmp_path)
    assert done.returncode == 2
    assert "CE-A015" in done.stderr
