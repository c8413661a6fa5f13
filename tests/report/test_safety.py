"""A project file cannot make the report run, read or fetch anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carbon_eia.errors import MachineError, TemplateError
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import World, read_sector
from carbon_eia.report import finished_html, machine, missing_for_pdf, render_html, render_pdf
from carbon_eia.report.pdf import Fetcher, FetchRefusedError
from carbon_eia.run import Run
from tests.conftest import ROOT
from tests.report.conftest import MakeRun, PrintRun

TEMPLATES = ROOT / "templates"
MARKUP = "<script>alert(1)</script>{{7*7}}{% raw %}<img src=x>&lt;"


def test_markup_in_a_project_is_printed_not_run(
    make: MakeRun, no_measures: str, demo_text: str, printed: PrintRun
) -> None:
    """Tags and template code in names and evidence are text and nothing else."""
    text = no_measures.replace("熟料生产线（示例）", MARKUP).replace("窑头窑尾煤", MARKUP + "煤")
    text = text.replace("配料计算书", MARKUP)
    run = make(text, demo_text)
    html = finished_html(run)
    assert "<script" not in html
    assert "<img" not in html
    data = render_html(run).partition("</main>")[2]
    assert data.count("<script") == 2
    assert "<img" not in data
    flat = printed(run).flat
    assert flat.count("{{7*7}}") >= 4
    assert "".join(MARKUP.split()) in flat


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://example.org/x.png",
        "https://example.org/x.css",
        "ftp://example.org/x",
        "data:text/plain,x",
        "file://example.org/etc/passwd",
        (TEMPLATES / ".." / "pyproject.toml").as_uri(),
        TEMPLATES.as_uri() + "/../pyproject.toml",
        TEMPLATES.as_uri() + "/%2e%2e/pyproject.toml",
        TEMPLATES.as_uri(),
    ],
)
def test_the_fetcher_refuses(url: str) -> None:
    """No network, no file outside the templates, however it is spelt."""
    fetcher = Fetcher([TEMPLATES])
    with pytest.raises(FetchRefusedError):
        fetcher(url)


def test_the_fetcher_refuses_a_link_out_of_the_folder(tmp_path: Path) -> None:
    """A symbolic link does not lead out of the templates."""
    (tmp_path / "inside.css").symlink_to(ROOT / "pyproject.toml")
    with pytest.raises(FetchRefusedError):
        Fetcher([tmp_path])((tmp_path / "inside.css").as_uri())


def test_the_fetcher_reads_the_templates() -> None:
    """A file of the templates is read."""
    found = Fetcher([TEMPLATES])((TEMPLATES / "report.css").as_uri())
    assert found.read() == (TEMPLATES / "report.css").read_bytes()
    assert found.content_type == "text/css"


def copied(folder: Path, part: str, change: str) -> Path:
    """Templates of which one part ends with something else."""
    target = folder / "templates"
    shutil.copytree(TEMPLATES, target)
    path = target / part
    path.write_text(path.read_text(encoding="utf-8") + change, encoding="utf-8")
    return target


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "../x.png"])
def test_a_template_that_reaches_out_gives_no_pdf(
    sample_run: Run, tmp_path: Path, url: str
) -> None:
    """WeasyPrint would shrug at a refused image and go on; the report does not."""
    templates = copied(tmp_path, "parts/cover.html.j2", f'<img src="{url}" alt="">')
    with pytest.raises(TemplateError) as caught:
        render_pdf(sample_run, templates=templates)
    assert caught.value.problems[0].code == "CE-T001"
    assert "x.png" in str(caught.value) or url in str(caught.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("\n{{ d.nothing }}", "nothing"),
        ("\n{% if %}", ""),
        ("\n{{ d.title + 1 }}", "TypeError"),
        ("\n{{ d.title | shout }}", "shout"),
        ('\n{% include "parts/none.html.j2" %}', "none"),
    ],
    ids=["undefined", "syntax", "type", "filter", "include"],
)
def test_a_fault_in_a_template_is_located(
    sample_run: Run, tmp_path: Path, change: str, why: str
) -> None:
    """Whatever goes wrong in a template is one error with its file and row."""
    part = "parts/cover.html.j2"
    templates = copied(tmp_path, part, change)
    row = len((templates / part).read_text(encoding="utf-8").splitlines())
    with pytest.raises(TemplateError) as caught:
        render_html(sample_run, templates=templates)
    problem = caught.value.problems[0]
    assert problem.code == "CE-T001"
    assert "cover.html.j2" in str(problem.params["template"])
    assert problem.params["row"] == row
    assert why in str(problem.params["why"])


def test_one_template_may_be_replaced(sample_run: Run, tmp_path: Path) -> None:
    """A folder with one part takes the place of that part alone."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "contents.html.j2").write_text("<p>另有说明</p>", encoding="utf-8")
    html = render_html(sample_run, templates=tmp_path)
    assert "另有说明" in html
    assert "参数取值与来源" in html


def test_one_chapter_may_be_printed_otherwise(sample_run: Run, tmp_path: Path) -> None:
    """A template of a chapter's name prints that chapter, with the document and the record."""
    (tmp_path / "chapters").mkdir()
    text = "<p>{{ c.title }}：{{ record.decision.label }}</p>"
    (tmp_path / "chapters" / "effects.html.j2").write_text(text, encoding="utf-8")
    html = render_html(sample_run, templates=tmp_path)
    assert f"<p>影响分析：{sample_run.decision.label}</p>" in html.replace("\n", "")


def test_this_machine_can_print() -> None:
    """Where the tests run, nothing is missing."""
    assert missing_for_pdf() == []


def test_without_a_chinese_font_there_is_no_pdf(
    sample_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF of empty boxes is never made; the verdict as HTML still is."""
    monkeypatch.setattr(machine, "has_chinese_font", lambda: False)
    with pytest.raises(MachineError) as caught:
        render_pdf(sample_run)
    assert [p.code for p in caught.value.problems] == ["CE-D003"]
    assert render_html(sample_run)


def test_without_pango_there_is_no_pdf(sample_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is named before WeasyPrint is started."""
    monkeypatch.setattr(machine, "_open", lambda names: None)
    with pytest.raises(MachineError) as caught:
        render_pdf(sample_run)
    assert "CE-D002" in [p.code for p in caught.value.problems]


def test_without_the_packages_there_is_no_document(
    sample_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing package is named, with its remedy."""
    monkeypatch.setattr(machine, "find_spec", lambda name: None)
    for render in (render_html, render_pdf):
        with pytest.raises(MachineError) as caught:
            render(sample_run)
        assert caught.value.problems[0].code == "CE-D001"
    assert len(missing_for_pdf()) == 2


def test_the_font_check_asks_a_program_where_the_library_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """fc-list answers where libfontconfig cannot be opened; nobody to ask is not a no."""
    monkeypatch.setattr(machine, "_open", lambda names: None)
    assert machine.has_chinese_font() is True
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    assert machine.has_chinese_font() is None


def test_a_character_without_a_glyph_gives_no_pdf(make: MakeRun, world: World) -> None:
    """One character that no font has stops the PDF, and is named."""
    example = dict(read_sector(world, "quarrying").example)
    text = project_template(example, "quarrying")
    name = example["project"]["name"]
    assert name in text
    run = make(text.replace(name, f"{name}\U000f1234"))
    with pytest.raises(MachineError) as caught:
        render_pdf(run)
    assert [p.code for p in caught.value.problems] == ["CE-D004"]
    assert "U+F1234" in str(caught.value.problems[0].place)
