"""The contents of a Word file: page numbers that Word fills in, and what `verify` makes of them."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from carbon_eia.proof.documents.text_comparison import changed_layers, edited_blocks
from carbon_eia.proof.documents.word_report import word_looks
from carbon_eia.report import document_of, render_docx
from carbon_eia.report.carried import carried_by
from carbon_eia.report.docx.texts_form import texts_form
from carbon_eia.report.docx.word_package import write_docx
from carbon_eia.run import Run
from tests.report.conftest import *  # noqa: F403 — the fixtures that make Runs
from tests.report.docx.blocks import EVERYTHING
from tests.tools import program

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY, SETTINGS = "word/document.xml", "word/settings.xml"
PAGE = (
    r'(PAGEREF (\w+) \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>)'
    r"<w:r><w:t ?/?>(?:</w:t>)?</w:r>"
)


@pytest.fixture(scope="module")
def everything(sample_run: Run) -> bytes:
    """A document with a block of every kind, as Word."""
    return write_docx(EVERYTHING, carried_by(sample_run))


def part(content: bytes, name: str) -> str:
    """A part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def with_body(content: bytes, body: str) -> bytes:
    """A Word file with another body."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == BODY else old.read(name))
    return made.getvalue()


def test_every_line_of_the_contents_refers_to_the_page_of_its_heading(everything: bytes) -> None:
    """A field for the number of the page, behind dots, with the bookmark that the heading sets."""
    tree = ElementTree.fromstring(part(everything, BODY))
    homes = {
        mark.get(f"{W}name"): "".join(t.text or "" for t in p.iter(f"{W}t"))
        for p in tree.iter(f"{W}p")
        for mark in p.iter(f"{W}bookmarkStart")
    }
    lines = {}
    for p in tree.iter(f"{W}p"):
        fields = [str(e.text).split() for e in p.iter(f"{W}instrText")]
        pages = [f[1] for f in fields if f[0] == "PAGEREF"]
        if pages:
            assert p.find(f".//{W}r/{W}tab") is not None
            lines["".join(t.text or "" for t in p.iter(f"{W}t"))] = homes[pages[0]]
    assert lines
    assert all(line == heading for line, heading in lines.items())
    assert len(lines) == len(list(EVERYTHING.contents))


def test_word_is_asked_to_fill_the_page_numbers_in(everything: bytes) -> None:
    """A report is updated on opening; a template of texts, which has no contents, is not."""
    assert '<w:updateFields w:val="true"/>' in part(everything, SETTINGS)
    assert "updateFields" not in part(texts_form({}), SETTINGS)


def test_page_numbers_that_word_has_filled_in_are_no_change(everything: bytes) -> None:
    """The numbers are those of the machine that opened the file."""
    page = r"\1<w:r><w:t>7</w:t></w:r>"
    body, count = re.subn(PAGE, page, part(everything, BODY))
    assert count == len(list(EVERYTHING.contents))
    expected, found = word_looks(everything, with_body(everything, body))
    assert edited_blocks(expected.blocks, found.blocks) == []
    assert changed_layers(expected, found) == ({}, {})


@pytest.mark.parametrize("shown", ["符合准入", "0.5", "12345"])
def test_what_is_no_page_number_is_told(everything: bytes, shown: str) -> None:
    """The place of a page number hides nothing else."""
    body, count = re.subn(
        PAGE, rf"\1<w:r><w:t>{shown}</w:t></w:r>", part(everything, BODY), count=1
    )
    assert count == 1
    expected, found = word_looks(everything, with_body(everything, body))
    assert any(shown in e.found for e in edited_blocks(expected.blocks, found.blocks))


@pytest.mark.slow
def test_libreoffice_fills_the_page_numbers_in(sample_run: Run, tmp_path: Path) -> None:
    """Printed by another program, each line of the contents names the page of its chapter."""
    path = tmp_path / "report.docx"
    path.write_bytes(render_docx(sample_run))
    command = [program("soffice"), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"]
    command += ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = [p.extract_text() for p in PdfReader(tmp_path / "report.pdf").pages]
    flat = ["".join(text.split()) for text in pages]
    contents = next(i for i, text in enumerate(flat) if text.count("...") > 10)
    listed = "\n".join("".join(x.split()) for i in (0, 1) for x in pages[contents + i].split("\n"))
    for chapter in document_of(sample_run, drawn=False).chapters[1:]:
        title = "".join(f"{chapter.number}{chapter.title}".split())
        named = re.search(rf"{re.escape(title)}[.…]+(\d+)", listed)
        assert named, title
        assert title in flat[int(named[1]) - 1]
