"""The document of a screening: the same blocks as page, PDF and Word; it carries no record."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pyarrow.parquet as pq
import pypdf
import pytest

from carbon_eia.errors import CallError, MachineError
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.proof import verify
from carbon_eia.reference import open_world
from carbon_eia.report import machine
from carbon_eia.report.document import Bullets, Document, Drawing, Paragraph, Table
from carbon_eia.report.printer import MOST_ROWS
from carbon_eia.report.screening import PRINTERS, check_machine, screening_document
from carbon_eia.screening import Print, Summary, open_input, run_screening
from carbon_eia.screening.foremost_rows import ForemostRows
from tests.conftest import AS_OF
from tests.prints import pages_of
from tests.proof.forgeries.common import member, with_part
from tests.screening.conftest import ROOT, table_of
from tests.screening.test_page import rows_of_a_page
from tests.tools import run as command

SAMPLE = ROOT / "samples" / "screening" / "projects.csv"
DEMO = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
COUNT = MOST_ROWS + 25


def screened(source: Path, limits: Path, folder: Path, **more: Any) -> tuple[ForemostRows, Summary]:
    """What a document is printed from."""
    seen: list[tuple[ForemostRows, Summary]] = []

    def keep(kept: ForemostRows, summary: Summary, lang: str) -> bytes:
        seen.append((kept, summary))
        return b""

    printers: dict[str, Print] = {".html": keep}
    outputs = [folder / "out.html"]
    table = open_input([source])
    run_screening(table, outputs, as_of=AS_OF, benchmarks=[limits], documents=printers, **more)
    return seen[0]


@pytest.fixture(scope="module")
def many(
    tmp_path_factory: pytest.TempPathFactory, all_limits: Path
) -> tuple[ForemostRows, Summary]:
    """More rows than a table on paper holds; one is wrong."""
    folder = tmp_path_factory.mktemp("many")
    pq.write_table(table_of(rows_of_a_page(COUNT)), folder / "in.parquet")
    return screened(folder / "in.parquet", all_limits, folder)


def tables(document: Document) -> dict[str, Table]:
    """The tables of a document by name."""
    return {b.name: b for c in document.chapters for b in c.blocks if isinstance(b, Table)}


def texts(table: Table, column: int) -> list[list[str]]:
    """The lines of the cells of a column."""
    cells = [row.cells[column] for row in table.rows]
    return [
        ["".join(getattr(x, "text", x) for x in line.text) for line in c.lines]  # type: ignore[union-attr]
        for c in cells
    ]


def squeezed(text: str) -> str:
    """A text without blanks; narrow signs of a PDF are those of its text."""
    return "".join(normalize("NFKC", text).split())


def test_chapters_and_blocks(many: tuple[ForemostRows, Summary]) -> None:
    """Summary with caution, notes, counts and plots; results, errors, sectors and places."""
    kept, summary = many
    document = screening_document(summary, kept)
    names = ["summary", "results", "errors", "by_sector", "by_town"]
    assert [c.name for c in document.chapters] == names
    kinds = [type(b) for b in document.chapters[0].blocks]
    assert kinds == [Paragraph, Bullets, Table, *[Drawing] * 4]
    counts = {verdict[0]: count[0] for verdict, count in zip(
        texts(tables(document)["verdicts"], 0), texts(tables(document)["verdicts"], 1), strict=True
    )}  # fmt: skip
    assert sum(int(n) for n in counts.values()) == COUNT
    assert counts[sentence("screening.error", "zh")] == "1"
    assert [c.name for c in document.chapters if c.wide] == ["results", "errors"]


def test_paper_holds_the_first_rows_and_says_where_the_rest_is(
    many: tuple[ForemostRows, Summary],
) -> None:
    """A page lists every kept row, paper as many as a table has there; both count all rows."""
    kept, summary = many
    for lang in LANGUAGES:
        page, paper = (screening_document(summary, kept, lang, paper=p) for p in (False, True))
        assert len(list(tables(page)["results"].rows)) == COUNT
        assert len(list(tables(paper)["results"].rows)) == MOST_ROWS
        notes = [b for b in paper.chapters[1].blocks if isinstance(b, Paragraph)]
        (said,) = (paper.plain(note.text) for note in notes)
        assert str(MOST_ROWS) in said
        assert str(COUNT) in said
        assert ".xlsx" in said
        assert not [b for b in page.chapters[1].blocks if isinstance(b, Paragraph)]
        for name in ("verdicts", "by_sector", "by_town"):
            assert list(tables(page)[name].rows) == list(tables(paper)[name].rows)


def test_paper_stacks_columns(many: tuple[ForemostRows, Summary]) -> None:
    """On paper a code stands below its name, a unit below its figure, short texts in one line; a
    row with errors begins with what is wrong, and verdicts other than a pass are bold."""
    kept, summary = many
    paper = tables(screening_document(summary, kept, paper=True))["results"]
    heads = [(c.head, c.sub) for c in paper.columns]
    assert heads[1] == ("项目名称", "项目代码")
    assert ("碳排放强度", "单位") in heads
    assert sum(c.width for c in paper.columns) == pytest.approx(100, abs=0.1)
    rows = kept.foremost().slice(0, MOST_ROWS).to_pylist()
    assert texts(paper, 1) == [[r["name"], r["code"]] for r in rows]
    known = [(r, t) for r, t in zip(rows, texts(paper, 2), strict=True) if len(r["town"]) < 9]
    assert all(t == [r["sector"], f"{r['town']} · {r['stage']}"] for r, t in known)
    ends = texts(paper, len(heads) - 1)
    for row, end in zip(rows, ends, strict=True):
        assert end[0] == (row["reason"] or row["missing"] or row["error"])
    spans = [row.cells[3].lines[0].text[0] for row in paper.rows]  # type: ignore[union-attr]
    looks = [getattr(span, "look", "") for span in spans]
    assert looks == ["" if r["verdict"] == "pass" else "bold" for r in rows]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[ForemostRows, Summary]:
    """The sample, screened."""
    return screened(SAMPLE, DEMO, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def files(sample: tuple[ForemostRows, Summary], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with its documents."""
    folder = tmp_path_factory.mktemp("files")
    for suffix, of in PRINTERS.items():
        (folder / f"list{suffix}").write_bytes(of(*sample, "zh"))
    return folder


def test_pdf_and_word_print_the_same_blocks(
    sample: tuple[ForemostRows, Summary], files: Path
) -> None:
    """Both hold what the document says, lie in landscape where its tables are wide, and carry no
    record."""
    kept, summary = sample
    document = screening_document(summary, kept, "zh", paper=True)
    said = [c.title for c in document.chapters]
    said += [line for row in texts(tables(document)["results"], 1) for line in row]
    reader = pypdf.PdfReader(files / "list.pdf")
    assert "/EmbeddedFiles" not in reader.root_object.get("/Names", {})
    (wide,) = (p for p in reader.pages if p.mediabox.width > p.mediabox.height)
    captions = [tables(document)[name].caption for name in ("results", "by_sector")]
    assert [squeezed(c) in squeezed(wide.extract_text()) for c in captions] == [True, False]
    printed = squeezed("".join(pages_of((files / "list.pdf").read_bytes())))
    with zipfile.ZipFile(files / "list.docx") as word:
        assert not [n for n in word.namelist() if n.startswith(("carbon-eia", "customXml"))]
        body = word.read("word/document.xml").decode()
    sections = re.findall(r"<w:sectPr.*?</w:sectPr>", body, re.DOTALL)
    assert ["landscape" in s for s in sections] == [False, True, False]
    assert all("headerReference" in s and "footerReference" in s for s in sections)
    written = squeezed("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body)))
    for text in said:
        assert squeezed(text) in printed, text
        assert squeezed(text) in written, text


@pytest.mark.slow(every=2)
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_the_same_rows_give_the_same_bytes(
    sample: tuple[ForemostRows, Summary], files: Path, suffix: str
) -> None:
    """Nothing of a clock is in a document."""
    assert PRINTERS[suffix](*sample, "zh") == (files / f"list{suffix}").read_bytes()


def test_verify_says_what_the_workbook_of_a_screening_is(tmp_path: Path) -> None:
    """A workbook of results and one of marked rows end with 3 and say so; a report's workbook is
    still read where it claims to be one of a screening."""
    table = ROOT / "samples" / "screening" / "projects.csv"
    out = tmp_path / "list.xlsx"
    command("screen", str(table), "-o", str(out), "--as-of", "2026-06-30")
    for path in sorted(tmp_path.glob("*.xlsx")):
        proof = verify(path, open_world)
        assert (proof.record, proof.stands) == (None, None)
        assert [f.code for f in proof.findings] == ["proof.no_screening_record"]


def test_a_report_that_claims_to_be_a_screening_is_verified(tmp_path: Path) -> None:
    """The keyword of a screening hides no record."""
    project = ROOT / "samples" / "data-centre" / "project.toml"
    out = tmp_path / "report.xlsx"
    command("report", str(project), "-o", str(out), "--as-of", "2026-06-30")
    core = "docProps/core.xml"
    said, end = b"<cp:keywords>carbon-eia/screening/1</cp:keywords>", b"</cp:coreProperties>"
    text = member(out.read_bytes(), core).replace(end, said + end)
    assert b"screening/1" in text
    out.write_bytes(with_part(out.read_bytes(), (core, text)))
    assert verify(out, open_world).record is not None


def test_verify_says_that_there_is_no_record(files: Path) -> None:
    """A document of a screening neither stands nor falls: status 3, with a sentence of its own."""
    for suffix in PRINTERS:
        proof = verify(files / f"list{suffix}", open_world)
        assert (proof.record, proof.stands) == (None, None)
        assert [f.code for f in proof.findings] == ["proof.no_screening_record"]
    done = command("verify", str(files / "list.html"))
    assert done.returncode == 3
    assert "批量筛查" in done.stdout


def test_the_command_writes_documents_beside_tables(tmp_path: Path) -> None:
    """One call writes a table and a document; another ending is refused with all that there are."""
    outputs = [tmp_path / f"list.{kind}" for kind in ("parquet", "docx")]
    words = [word for path in outputs for word in ("-o", str(path))]
    call = ["screen", str(SAMPLE), *words, "--as-of", str(AS_OF), "--benchmarks", str(DEMO)]
    assert command(*call).returncode == 1
    assert all(path.stat().st_size for path in outputs)
    with pytest.raises(CallError) as raised:
        run_screening(
            open_input([SAMPLE]), [tmp_path / "list.odt"], as_of=AS_OF, documents=PRINTERS
        )
    known = ".xlsx、.csv、.parquet、.html、.pdf、.docx"
    assert raised.value.problems[0].params["known"] == known


def test_a_machine_without_fonts_is_told_before_anything_is_screened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a PDF needs is asked for first; a page needs none of it."""
    monkeypatch.setattr(machine, "has_chinese_font", lambda: False)
    for kind in (".pdf", ".docx"):
        with pytest.raises(MachineError) as raised:
            check_machine([tmp_path / f"list{kind}"])
        assert [p.code for p in raised.value.problems] == ["CE-D003"]
    check_machine([tmp_path / "list.html", tmp_path / "list.xlsx"])
