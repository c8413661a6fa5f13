"""The applicant's own words: what a text may hold, and that each way of writing it is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from carbon_eia.errors import InputError
from carbon_eia.files import toml_tables
from carbon_eia.project import Project, parse_project, read_project
from carbon_eia.project.canonical import project_toml
from carbon_eia.project.texts import MAX_TEXT
from carbon_eia.reference import World

HEAD = """\
[project]
name = "某项目"
stage = "拟建"
sector = "水泥熟料"
region = "湖南省郴州市桂阳县"
year = 2026
"""

PROCESS = '原料"预均化"\\后入窑。\n\n- 生料\n- 烧成\n\n| 工序 | 节点 |\n|---|---|\n| 烧成 | 窑尾 |'


def read(world: World, text: str, key: str = "process") -> Project:
    """A project with a text, typed as a basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return parse_project(f'{HEAD}[texts]\n{key} = """\n{escaped}\n"""\n', world)


def codes(world: World, text: str) -> list[tuple[str, object]]:
    """Code and line of what is wrong with a text."""
    with pytest.raises(InputError) as caught:
        read(world, text)
    return [(p.code, p.params.get("line")) for p in caught.value.problems]


def test_a_text_is_kept_as_it_was_typed(world: World) -> None:
    """Paragraphs, lists and tables stay; line ends of another system and blanks at ends do not."""
    assert read(world, PROCESS).texts == {"process": PROCESS}
    assert read(world, PROCESS.replace("\n", " \r\n")).texts == {"process": PROCESS}


def test_the_canonical_file_states_the_same_texts(world: World) -> None:
    """A file with texts, written in the one form that says the same, reads back as it was."""
    project = read(world, PROCESS)
    canonical = project_toml(toml_tables(project.text))
    again = parse_project(canonical, world)
    assert again.texts == project.texts
    assert project_toml(toml_tables(canonical)) == canonical


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一\n<b>二</b>", "CE-A002"),
        ("一\n<script>alert(1)</script>", "CE-A002"),
        ("一\n<img src=x onerror=y>", "CE-A002"),
        ("一\n<!-- 二 -->", "CE-A002"),
        ("一\n</div>", "CE-A002"),
        ("一\n![图](http://example.org/a.png)", "CE-A004"),
        ("一\n![图][a]", "CE-A004"),
    ],
)
def test_markup_and_pictures_in_a_text_are_errors(world: World, text: str, code: str) -> None:
    """HTML and pictures of Markdown are named with their line, never left out in silence."""
    assert codes(world, text) == [(code, 2)]


@pytest.mark.parametrize("text", ["CO2 < 3 且 a > b", "\\<b\\> 原样", "pH<7", "见 <https://a.cn>"])
def test_signs_of_less_are_no_markup(world: World, text: str) -> None:
    """A comparison, a tag that a backslash makes plain, and an address are text."""
    assert read(world, text).texts == {"process": text}


def test_control_characters_are_errors(world: World) -> None:
    """A control character within a text is named by its number."""
    with pytest.raises(InputError) as caught:
        parse_project(f'{HEAD}[texts]\nprocess = "a\\n\\u0007b"\n', world)
    [problem] = caught.value.problems
    assert (problem.code, problem.params["found"]) == ("CE-A003", "U+0007")


def test_an_overlong_text_is_an_error(world: World) -> None:
    """One character more than the bound, and the error says how many there are."""
    read(world, "字" * MAX_TEXT)
    with pytest.raises(InputError) as caught:
        read(world, "字" * (MAX_TEXT + 1))
    [problem] = caught.value.problems
    assert (problem.code, problem.params["count"]) == ("CE-A001", MAX_TEXT + 1)


def test_an_unknown_heading_is_named_with_the_nearest(world: World) -> None:
    """A key that no heading has is an error with the one that is meant."""
    with pytest.raises(InputError) as caught:
        read(world, "文", "proces")
    [problem] = caught.value.problems
    assert (problem.code, problem.place.key) == ("CE-P002", "texts.proces")
    assert "process" in problem.hint("zh")


def test_names_of_files_stay_in_the_folder(world: World) -> None:
    """A picture or a Word file outside the folder of the project file is refused unread."""
    body = '[report]\ntexts_file = "../a.docx"\n[pictures]\nlayout = "/etc/passwd"\n'
    with pytest.raises(InputError) as caught:
        parse_project(HEAD + body, world)
    assert [(p.code, p.place.key) for p in caught.value.problems] == [
        ("CE-A008", "report.texts_file"),
        ("CE-A008", "pictures.layout.file"),
    ]


def test_the_form_holds_the_same_texts(world: World, tmp_path: Path) -> None:
    """Texts, pictures and who compiles, written into a form, come back as the same file."""
    from carbon_eia.cli.making import sector_form

    body = '[report]\ncompiler = "某院"\nauthors = ["甲", "乙"]\n'
    pictures = '[pictures]\nlayout = { file = "a.png", caption = "图" }\n'
    escaped = PROCESS.replace("\\", "\\\\").replace('"', '\\"')
    text = f'{HEAD}{body}[texts]\nprocess = """\n{escaped}"""\n{pictures}'
    project = parse_project(text, world)
    path = tmp_path / "form.xlsx"
    path.write_bytes(sector_form(toml_tables(text), world, project.sector, "zh"))
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    again = read_project(path, world)
    assert (again.texts, again.report) == (project.texts, project.report)
    assert again.pictures["layout"][:2] == ("a.png", "图")
    assert again.text == project_toml(toml_tables(text))
