"""The words and pictures of an applicant in every format: where they stand, how they are proved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from carbon_eia.errors import InputError, Place
from carbon_eia.project import fields, read_project
from carbon_eia.proof.project_replay import PROJECT
from carbon_eia.proof.verify import Verification, verify
from carbon_eia.reference import World, open_world
from carbon_eia.report import RENDERERS, document_of, finished_html
from carbon_eia.report.document import Bullets, Paragraph, Section, Table, Verbatim
from carbon_eia.report.markdown import blocks_of_text
from carbon_eia.run import Run, canonical, parse_run
from carbon_eia.run.assess_files import assess_files
from carbon_eia.run.record import under_own_id
from tests.conftest import AS_OF, ROOT
from tests.prints import pages_of, print_once, printed_once
from tests.report.conftest import Texts

pytestmark = pytest.mark.usefixtures(printed_once.__name__)

LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"

WORDS = """
原料经**预均化**后入窑。

- 生料制备
- 烧成
  - 预热
  - 分解

烧成系统的节点：

| 工序 | 节点 |
|---|---|
| 烧成 | 窑尾烟囱 |
"""


def file_with(text: str, folder: Path, texts: dict[str, str], *more: str) -> Path:
    """The sample project with texts and pictures of its own."""
    own = "".join(f'{key} = """\n{words}"""\n' for key, words in texts.items())
    pictures = '[pictures]\nlayout = { file = "pictures/plan.png", caption = "厂区平面图" }\n'
    text = text.split("[texts]")[0]
    path = folder / "project.toml"
    (folder / "pictures").mkdir(exist_ok=True)
    Image.new("RGB", (300, 200), "navy").save(folder / "pictures" / "plan.png")
    path.write_text(f"{text}\n[texts]\n{own}{pictures}{''.join(more)}", encoding="utf-8")
    return path


def run_of(path: Path) -> Run:
    """The Run of a file."""
    return assess_files(lambda world: read_project(path, world), AS_OF, [LIMITS])


@pytest.fixture(scope="module")
def own_run(sample_text: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample with a process description and a plan of the site."""
    return run_of(file_with(sample_text, tmp_path_factory.mktemp("own"), {"process": WORDS}))


@pytest.fixture(scope="module")
def documents(own_run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Its report in every format."""
    folder = tmp_path_factory.mktemp("documents")
    made = {}
    for suffix in RENDERERS:
        made[suffix] = folder / f"report{suffix}"
        made[suffix].write_bytes(print_once(suffix, own_run))
    return made


def proved(path: Path) -> Verification:
    """What verify finds."""
    return verify(path, open_world)


def test_words_come_as_the_blocks_of_a_document(own_run: Run) -> None:
    """Paragraphs with bold, lists, and a table under its caption stand below their heading."""
    [chapter] = [c for c in document_of(own_run).chapters if c.name == "project"]
    titles = [b.title if isinstance(b, Section) else "" for b in chapter.blocks]
    at = titles.index(fields("texts")["process"].zh)
    paragraph, bullets, table = chapter.blocks[at + 1 : at + 4]
    assert isinstance(paragraph, Paragraph)
    assert [getattr(x, "look", "") for x in paragraph.text] == ["", "bold", ""]
    assert isinstance(bullets, Bullets)
    plain = document_of(own_run).plain
    assert [plain(item) for item in bullets.items] == ["生料制备", "烧成：预热；分解"]
    assert isinstance(table, Table)
    assert table.caption == "烧成系统的节点"


def test_the_run_holds_text_and_picture(own_run: Run) -> None:
    """The record has the words, the pixels and their digest, and is read back as it was."""
    assert own_run.project.texts["process"].startswith("原料经**预均化**")
    picture = own_run.project.pictures["layout"]
    assert (picture.kind, picture.width, picture.height) == ("image/png", 300, 200)
    assert parse_run(canonical(own_run).decode(), Place()) == own_run


def test_every_format_shows_words_and_picture(documents: dict[str, Path]) -> None:
    """PDF, page and Word hold words and pixels; the workbook names the picture by its digest."""
    reader = PdfReader(documents[".pdf"])
    flat = "".join("".join(pages_of(documents[".pdf"].read_bytes())).split())
    assert "原料经预均化后入窑" in flat
    assert "厂区平面图" in flat
    assert any(page.images for page in reader.pages)
    html = documents[".html"].read_text(encoding="utf-8")
    assert "原料经<b>预均化</b>后入窑" in html
    assert 'src="data:image/png;base64,' in html
    with zipfile.ZipFile(documents[".docx"]) as archive:
        assert "预均化" in archive.read("word/document.xml").decode()
        sizes = {
            Image.open(io.BytesIO(archive.read(n))).size
            for n in archive.namelist()
            if n.endswith(".png")
        }
        assert (300, 200) in sizes
    book = load_workbook(documents[".xlsx"])
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any("pictures/plan.png" in text and "SHA-256" in text for text in cells)
    assert any("预均化" in text for text in cells)


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".docx", ".xlsx"])
def test_an_unedited_document_stands(documents: dict[str, Path], suffix: str) -> None:
    """Words and pictures of a document are those of its record, without the file of the picture."""
    assert proved(documents[suffix]).stands is True


def changed(path: Path, target: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """A Word file with one member changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, change(content) if info.filename == member else content)
    return target


def test_an_edited_word_leaves_a_document_open(documents: dict[str, Path], tmp_path: Path) -> None:
    """A word of the applicant that is another is told, both texts side by side."""
    page = tmp_path / "report.html"
    text = documents[".html"].read_text(encoding="utf-8")
    page.write_text(text.replace("后入窑。", "后进窑。", 1), encoding="utf-8")
    word = changed(
        documents[".docx"],
        tmp_path / "report.docx",
        "word/document.xml",
        lambda xml: xml.replace("后入窑。".encode(), "后进窑。".encode(), 1),
    )
    for path in (page, word):
        proof = proved(path)
        assert proof.stands is None
        assert any("后进窑" in text.found for text in proof.edited)


def test_another_picture_lets_a_document_fall(documents: dict[str, Path], tmp_path: Path) -> None:
    """A picture that was put in the place of the applicant's is no matter of words."""
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(stream, "PNG")
    with zipfile.ZipFile(documents[".docx"]) as archive:
        [name] = [
            n
            for n in archive.namelist()
            if n.endswith(".png") and Image.open(io.BytesIO(archive.read(n))).size == (300, 200)
        ]
    path = changed(
        documents[".docx"], tmp_path / "report.docx", name, lambda old: stream.getvalue()
    )
    assert proved(path).stands is False


def test_a_record_with_another_picture_falls(own_run: Run, tmp_path: Path) -> None:
    """Pixels that are not those of their digest are found, under a new id too."""
    picture = own_run.project.pictures["layout"]
    other = replace(picture, content=picture.content[:-4] + b"\0\0\0\0")
    project = replace(own_run.project, pictures={"layout": other})
    path = tmp_path / "run.json"
    path.write_bytes(canonical(under_own_id(replace(own_run, project=project))))
    assert proved(path).stands is False
    with pytest.raises(InputError) as caught:
        document_of(parse_run(path.read_text(encoding="utf-8"), Place()))
    assert caught.value.problems[0].code == "CE-N001"


def test_lines_of_a_chinese_paragraph_are_joined_without_a_blank() -> None:
    """Where a paragraph goes on in the next line, only words of English stand apart."""
    [block] = blocks_of_text("原料入\n**窑**，\nkiln\nfeed", "text")
    assert isinstance(block, Paragraph)
    words = "".join(x if isinstance(x, str) else getattr(x, "text", "") for x in block.text)
    assert words == "原料入窑， kiln feed"


def test_the_annex_of_the_file_leaves_its_texts_to_their_chapters(own_run: Run) -> None:
    """What stands in a chapter is not printed twice; keys before and behind the texts are."""
    [annex] = [c for c in document_of(own_run).chapters if c.name == "echo"]
    lines = [line for b in annex.blocks if isinstance(b, Verbatim) for line in b.lines]
    assert "[texts]" in lines
    assert "[pictures]" in lines
    assert 'name = "水泥熟料"' in lines
    assert not any("预均化" in line for line in lines)


def test_two_runs_tell_texts_and_pictures_that_differ(
    sample_text: str, own_run: Run, tmp_path: Path
) -> None:
    """``diff`` names the heading, and a picture by its digest."""
    path = file_with(sample_text, tmp_path, {"process": "另一段文字"})
    Image.new("RGB", (300, 200), "green").save(tmp_path / "pictures" / "plan.png")
    changes = PROJECT.differences(own_run, run_of(path))
    places = {PROJECT.words.place(c.where, "zh") for c in changes}
    assert "文字说明 · 工艺流程" in places
    assert any(place.startswith("插图 · 总平面布置图") for place in places)
    assert all(c.kind == "input" for c in changes if c.where[0] in ("texts", "pictures"))


WRONG = [
    ('process = "pictures/none.png"\n', "CE-A005"),
    ('process = "project.toml"\n', "CE-A006"),
    ('process = "pictures"\n', "CE-A005"),
    ('process = "pictures/out.png"\n', "CE-A008"),
]


@pytest.mark.parametrize(("line", "code"), WRONG)
def test_a_wrong_picture_is_named_with_its_line(
    line: str, code: str, sample_text: str, world: World, tmp_path: Path
) -> None:
    """Missing, no picture, a folder, a link that leads out: code, line and key."""
    folder = tmp_path / "project"
    folder.mkdir()
    path = file_with(sample_text, folder, {}, line)
    (tmp_path / "secret.png").write_bytes((folder / "pictures" / "plan.png").read_bytes())
    (folder / "pictures" / "out.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(InputError) as caught:
        read_project(path, world)
    [problem] = caught.value.problems
    lines = path.read_text(encoding="utf-8").split("\n")
    assert problem.code == code
    assert problem.place.key == "pictures.process.file"
    assert lines[(problem.place.line or 0) - 1] == line.strip()


STATED = {
    'method = "combustion"\nmaterial = "柴油"\n': 'release = "无组织"\n',
    'status = "committed"\n': (
        'maturity = "成熟应用"\nresponsible = "设备部"\nnox_saved = "2 t"\nlife = 15\n'
    ),
    'investment = "4800 万元"\n': 'annual_cost = "0 万元"\n',
}
"""What the sample states → what else a whole file states there."""

REST = (
    '[planning]\ndiscount_rate = "6 %"\n[[raw_materials]]\nname = "石灰石"\namount = "180 万t"\n'
    '[city]\ncarbon_intensity = "1.2 tCO2/万元"\ntotal = "3000 万tCO2"\nsource = "市统计局"\n'
)
"""Tables that the sample lacks."""


def test_gaps_are_marked_and_gone_once_filled(
    sample_text: str, own_run: Run, tmp_path: Path
) -> None:
    """Each text that is missing is marked with its key; with all of them nothing is marked."""
    marked = flat_texts(own_run)
    missing = [k for k in fields("texts") if k not in ("process", "existing")]
    assert all(f"texts.{key}" in marked for key in missing)
    assert "texts.process" not in marked
    head = '[applicant]\nname = "某公司"\n[report]\ncompiler = "某院"\nauthors = ["甲"]\n'
    text = sample_text.replace("year = 2026\n", 'year = 2026\noperating_hours = "7440 h"\n', 1)
    for stated, more in STATED.items():
        assert stated in text
        text = text.replace(stated, stated + more)
    head += REST
    texts = dict.fromkeys(fields("texts"), "已说明。")
    whole = run_of(file_with(f"{text}\n{head}", tmp_path, texts))
    assert "待补充" not in flat_texts(whole)


def flat_texts(run: Run) -> str:
    """The text that a report's PDF is set from, without blanks."""
    return "".join("".join(Texts(finished_html(run)).found).split())
