"""What a chapter says stands in every format; chapters of a house stand in every format too."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from carbon_eia.errors import TemplateError
from carbon_eia.files import data_folder
from carbon_eia.report import (
    document_of,
    markdown_chapters,
    render_docx,
    render_html,
    render_pdf,
    render_workbook,
    templates,
)
from carbon_eia.report.document import Document, texts_of
from carbon_eia.report.terminal import document_lines
from carbon_eia.run import Run
from tests.prints import pages_of
from tests.report.conftest import MakeRun, Texts

APPLICANT = '\n[applicant]\nname = "某公司"\nsite = { lon = "112.7341", lat = "25.7542" }\n'

PUBLIC = """{# after: effects #}
# 公众参与

{{ record.project.name }}公示十日，**无反对意见**，见 `公示截图`。

## 公示方式

方式与天数：

| 方式 | 天数 |
|---|--:|
| 政务网站 | 10 |
| 现场张贴 | 12 |

1. 收集意见
2. 逐条答复
"""


def flat(text: str) -> str:
    """A text without blanks and control characters, thousands not set apart."""
    return re.sub(r"[\s\u200b\u00a0\u2009,_]", "", text)


def of_html(run: Run, templates: Path | None) -> str:
    """The words of the page."""
    return "".join(Texts(render_html(run, "zh", templates)).found)


def of_docx(run: Run, templates: Path | None) -> str:
    """The words of the Word file."""
    with zipfile.ZipFile(io.BytesIO(render_docx(run, "zh", templates))) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    return "".join(tree.itertext("{*}t"))


def of_workbook(run: Run, templates: Path | None) -> str:
    """The words and numbers of the last visible sheet, numbers in the format of their cell."""
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(run, "zh", templates)))
    sheet = [s for s in book.worksheets if s.sheet_state == "visible"][-1]
    return "".join(shown(c.value, c.number_format) for row in sheet.iter_rows() for c in row)


def shown(value: object, form: str) -> str:
    """A cell as it is seen."""
    if isinstance(value, int | float):
        places = len(form.partition(".")[2].rstrip("%"))
        return f"{value:.{places}f}".replace("-", "−")
    return "" if value is None else str(value)


def of_terminal(run: Run, templates: Path | None) -> str:
    """What ``assess --full`` prints on a terminal so wide that nothing is folded."""
    return "".join(document_lines(document_of(run, "zh", templates, drawn=False), 4000))


def of_pdf(run: Run, templates: Path | None) -> str:
    """The words of every page."""
    return "".join(pages_of(render_pdf(run, "zh", templates)))


FORMATS: list[Callable[[Run, Path | None], str]] = [
    of_html,
    of_docx,
    of_workbook,
    of_terminal,
    of_pdf,
]


def paragraphs(document: Document) -> list[str]:
    """Every text of the blocks of a document, references numbered."""
    found = (document.plain(t) for c in document.chapters for t in texts_of(c.blocks))
    return [flat(text) for text in found if flat(text)]


@pytest.mark.parametrize("words_of", FORMATS[:4])
def test_every_text_of_every_chapter_is_there(
    words_of: Callable[[Run, Path | None], str], sample_run: Run
) -> None:
    """A field that a chapter shows is shown by every writer, without a word of its own."""
    words = flat(words_of(sample_run, None))
    document = document_of(sample_run, drawn=words_of in (of_html, of_docx))
    assert [text for text in paragraphs(document) if text not in words] == []


@pytest.fixture(scope="module", params=FORMATS)
def words(
    request: pytest.FixtureRequest,
    make: MakeRun,
    no_measures: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """What is read, in each format, of a project with a site and with a chapter of a house."""
    run, templates = make(no_measures + APPLICANT), house(tmp_path_factory.mktemp("house"))
    return flat(request.param(run, templates))


def test_a_field_of_a_chapter_is_in_every_format(words: str) -> None:
    """The site of the applicant, which one chapter states."""
    assert "112.7341°" in words


def test_a_chapter_of_a_house_is_in_every_format(words: str) -> None:
    """One file makes it, between the chapters that it asks for, numbered like any other."""
    for text in (
        "9公众参与",
        "9.1公示方式",
        "表9-1方式与天数",
        "无反对意见",
        "现场张贴",
        "逐条答复",
    ):
        assert text in words, text
    assert "10管理与监测" in words or "10碳排放管理" in words
    assert "{{" not in words.partition("公众参与")[2][:200]


def test_a_chapter_of_every_report_is_a_file_a_language(
    sample_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among the package's own templates it needs nothing else; a house has another in its place."""
    own, theirs = tmp_path / "own", house(tmp_path / "house", PUBLIC.replace("无反对", "有反对"))
    shutil.copytree(data_folder("templates"), own)
    house(own)
    monkeypatch.setattr(templates, "data_folder", lambda _: own)
    assert "无反对意见" in flat(render_html(sample_run))
    assert "有反对意见" in flat(render_html(sample_run, templates=theirs))


def house(folder: Path, text: str = PUBLIC) -> Path:
    """A folder of templates with a chapter of its own."""
    chapters = folder / "chapters" / "project"
    chapters.mkdir(parents=True)
    (chapters / "public.zh.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PUBLIC.replace("effects", "nowhere"), "nowhere"),
        (PUBLIC.replace("# 公众参与", ""), "#"),
        (PUBLIC.replace("record.project", "record.nothing"), "nothing"),
        ("{# after: effects #}\n# 章\n\n{% if %}", "public.zh.md"),
        ("# 章\n\n{{ record.__class__.__mro__ }}", "public.zh.md"),
    ],
    ids=["after", "title", "undefined", "syntax", "sandbox"],
)
def test_a_chapter_that_is_wrong_is_named(
    text: str, why: str, sample_run: Run, tmp_path: Path
) -> None:
    """Every fault is one error with its file."""
    with pytest.raises(TemplateError) as caught:
        render_html(sample_run, templates=house(tmp_path, text))
    problem = caught.value.problems[0]
    assert problem.code == "CE-T001"
    assert "public.zh.md" in str(problem.params["template"])
    assert why in str(caught.value)


def test_markup_of_a_record_is_text_in_a_chapter(
    make: MakeRun, no_measures: str, tmp_path: Path
) -> None:
    """Names of a project are neither Markdown nor HTML nor template code."""
    name = "**甲**|厂 <b>{{7*7}}</b> # 一"
    run = make(no_measures.replace("桂阳县某水泥有限公司 4500 t/d 熟料生产线（示例）", name))
    html = render_html(run, "zh", house(tmp_path))
    assert f"<p>{'**甲**|厂 &lt;b&gt;{{7*7}}&lt;/b&gt; # 一'}公示十日" in html


def test_a_link_out_of_the_folder_is_no_template(sample_run: Run, tmp_path: Path) -> None:
    """A symbolic link to another file is not read."""
    secret = tmp_path / "secret.md"
    secret.write_text("# 机密", encoding="utf-8")
    folder = tmp_path / "house"
    (folder / "chapters" / "project").mkdir(parents=True)
    (folder / "chapters" / "project" / "x.zh.md").symlink_to(secret)
    with pytest.raises(TemplateError):
        render_html(sample_run, templates=folder)


def test_chapters_of_a_house_are_read_once(
    sample_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two chapters are filled in one environment, and each file is opened once."""
    folder = house(tmp_path)
    second = folder / "chapters" / "project" / "second.zh.md"
    second.write_text("# 补充说明\n\n略。\n", encoding="utf-8")
    made: list[object] = []
    opened: list[str] = []
    environment_of, opening = markdown_chapters.environment_of, io.open

    def counted(*call: Any) -> Any:
        made.append(call)
        return environment_of(*call)

    def seen(file: Any, *call: Any, **more: Any) -> Any:
        opened.append(Path(file).name if isinstance(file, str | Path) else "")
        return opening(file, *call, **more)

    monkeypatch.setattr(markdown_chapters, "environment_of", counted)
    monkeypatch.setattr(builtins, "open", seen)
    monkeypatch.setattr(io, "open", seen)  # pathlib's
    titles = [c.title for c in document_of(sample_run, "zh", folder, drawn=False).chapters]
    monkeypatch.undo()
    assert {"公众参与", "补充说明"} <= set(titles)
    assert len(made) == 1
    assert opened.count("public.zh.md") == opened.count("second.zh.md") == 1
