"""Some hundred ways to forge a report, and the status with which verify meets each."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import parse_project
from carbon_eia.proof import verify
from carbon_eia.reference import open_world
from carbon_eia.run import Run, make_run
from carbon_eia.standards.standard_record import derive_standard
from carbon_eia.standards.standard_records import StandardRecord
from tests.conftest import AS_OF, ROOT
from tests.park.sample import sample_record
from tests.park.small import the_world
from tests.prints import WRITERS, print_once
from tests.proof.forgeries.common import Forgery, member
from tests.proof.forgeries.excel import EXCEL
from tests.proof.forgeries.html import HTML
from tests.proof.forgeries.pdf import PDF
from tests.proof.forgeries.word import WORD

KINDS = {
    ".pdf": ("PDF", PDF),
    ".docx": ("Word", WORD),
    ".html": ("HTML", HTML),
    ".xlsx": ("Excel", EXCEL),
}
REPORTS = (("park", "en"), ("project", "zh"))
EVERY_KIND = (*REPORTS, ("standard", "zh"))
"""What is forged in pages, Word files and workbooks; PDFs are those of the first two."""

NOT_IN_A_STANDARD = (
    *("the stored result of a formula", "a formula with the same result"),
    *("a formula made a number", "a stored result taken out"),
    *("two pictures exchanged", "a unit of a picture"),
)
"""Forgeries of formulas and pictures that the report of a standard does not have."""

ENDS = {True: 0, False: 2, None: 3}


@cache
def record_of(which: str) -> Run | ParkRecord | StandardRecord:
    """The record of the sample project beside its admission values, of the sample park, or of the
    survey from which the sample standard is derived."""
    if which == "park":
        return sample_record()
    if which == "standard":
        return derive_standard([ROOT / "samples" / "survey-lead-24"], open_world(AS_OF))
    world = the_world()
    text = (ROOT / "samples" / "cement-clinker" / "project.toml").read_text(encoding="utf-8")
    limits = read_benchmarks(ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml", world)
    return make_run(assess(parse_project(text, world), world, limits))


def status(content: bytes, path: Path) -> int:
    """How ``verify`` ends; a file that it refuses ends with 2."""
    path.write_bytes(content)
    try:
        return ENDS[verify(path, open_world).stands]
    except InputError:
        return 2


def cases(*suffixes: str) -> list[object]:
    """Every forgery of these kinds of file, in a report of each kind."""
    return [
        pytest.param(suffix, which, lang, forgery, id=f"{suffix[1:]}-{which}-{forgery.what}")
        for suffix in suffixes
        for which, lang in (REPORTS if suffix == ".pdf" else EVERY_KIND)
        for forgery in KINDS[suffix][1]
        if which != "standard" or forgery.what not in NOT_IN_A_STANDARD
    ]


def check(tmp_path: Path, suffix: str, which: str, lang: str, forgery: Forgery) -> None:
    """A forged document ends as its table says."""
    content = print_once(suffix, record_of(which), lang)
    forged = forgery.make(content)
    assert forged != content
    assert status(forged, tmp_path / f"r{suffix}") == forgery.status


@pytest.mark.slow(every=30)
@pytest.mark.parametrize(("suffix", "which", "lang", "forgery"), cases(".html", ".docx", ".xlsx"))
def test_a_forgery_is_met(
    tmp_path: Path, suffix: str, which: str, lang: str, forgery: Forgery
) -> None:
    """Whatever is changed in a page, a Word file or a workbook, it stands no longer."""
    check(tmp_path, suffix, which, lang, forgery)


@pytest.mark.slow(every=64)
@pytest.mark.parametrize(("suffix", "which", "lang", "forgery"), cases(".pdf"))
def test_a_forgery_of_a_pdf_is_met(
    tmp_path: Path, suffix: str, which: str, lang: str, forgery: Forgery
) -> None:
    """Whatever is drawn over, hidden in or taken out of a PDF, it stands no longer."""
    check(tmp_path, suffix, which, lang, forgery)


@pytest.mark.slow(every=8)
@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize(("which", "lang"), REPORTS)
def test_an_unedited_document_ends_in_0(tmp_path: Path, suffix: str, which: str, lang: str) -> None:
    """A document as it was written stands."""
    assert status(print_once(suffix, record_of(which), lang), tmp_path / f"r{suffix}") == 0


def saved_by_pypdf(content: bytes) -> bytes:
    """The same objects in other bytes."""
    made = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(content))).write(made)
    return made.getvalue()


def otherwise_laid_out(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], bytes]:
    """A PDF as another version of Pango would break it: wider letters, higher lines."""
    from carbon_eia.report import html

    fill = html.fill
    style = "\nhtml{letter-spacing:.012em;line-height:1.63}\n</style>"
    monkeypatch.setattr(html, "fill", lambda *a: fill(*a).replace("</style>", style, 1))
    return lambda content: WRITERS[".pdf"](record_of("project"), "zh", None)


@pytest.mark.slow
def test_a_pdf_with_lines_broken_elsewhere_ends_in_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printed with another Pango, lines and pages break elsewhere, and it stands; an edit in it
    is met as in any other."""
    content = print_once(".pdf", record_of("project"), "zh")
    other = otherwise_laid_out(monkeypatch)(content)
    monkeypatch.undo()
    assert len(PdfReader(io.BytesIO(other)).pages) >= len(PdfReader(io.BytesIO(content)).pages)
    assert status(saved_by_pypdf(content), tmp_path / "r.pdf") == 0
    assert status(other, tmp_path / "r.pdf") == 0
    over = next(f for f in PDF if f.what == "a white box over the text")
    assert status(over.make(other), tmp_path / "r.pdf") == 2


@pytest.mark.slow
@pytest.mark.parametrize(("which", "lang"), REPORTS)
def test_a_word_report_with_pictures_of_other_fonts_ends_in_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str, lang: str
) -> None:
    """Where other fonts or another Pango drew the pictures of a Word report, it stands; with a
    picture changed in it, it does not."""
    from carbon_eia.report.docx import raster_pictures

    content, printer = print_once(".docx", record_of(which), lang), raster_pictures._printed

    def other_fonts(drawings: Sequence[str], sizes: Sequence[tuple[float, float]]) -> object:
        wide = [re.sub(r"<(text|tspan)\b", r'<\1 letter-spacing="0.03"', svg) for svg in drawings]
        return printer(wide, sizes)

    monkeypatch.setattr(raster_pictures, "_printed", other_fonts)
    other = WRITERS[".docx"](record_of(which), lang, None)
    monkeypatch.undo()
    names = [n for n in zipfile.ZipFile(io.BytesIO(content)).namelist() if n.endswith(".png")]
    assert names
    assert all(member(other, n) != member(content, n) for n in names)
    assert status(other, tmp_path / "r.docx") == 0
    forged = next(f for f in WORD if f.what == "a digit of a picture")
    assert status(forged.make(other), tmp_path / "r.docx") == 2


def table() -> str:
    """The table of forgeries as the documentation prints it."""
    lines = ["| file | what is forged | status |", "|---|---|---|"]
    for name, forgeries in KINDS.values():
        lines += [f"| {name} | {f.what} | {f.status} |" for f in forgeries]
    return "\n".join(lines)


def test_the_documentation_lists_every_forgery() -> None:
    """The page on verify has the table of this test, and no forgery in it ends with 0."""
    assert all(f.status in (2, 3) for _, forgeries in KINDS.values() for f in forgeries)
    assert table() in (ROOT / "docs" / "verify.md").read_text(encoding="utf-8"), table()
