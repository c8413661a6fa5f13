"""A document stands, or is told what in it was changed."""

from __future__ import annotations

import io
import json
import random
import shutil
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader

from carbon_eia.errors import InputError
from carbon_eia.files import data_folder
from carbon_eia.proof import verify
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.reference import open_tables, open_world
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.world import World
from carbon_eia.report import render_html
from carbon_eia.run import Run, canonical, record_id
from tests.conftest import ROOT, AssessText
from tests.prints import print_once
from tests.proof.common import attachments, codes, proof_of, with_attachments, without_attachments
from tests.report.conftest import *  # noqa: F403 — the fixtures that make Runs
from tests.report.conftest import PrintRun


@pytest.fixture(scope="module")
def pdf(sample_run: Run, printed: PrintRun) -> bytes:
    """The report of the sample."""
    return printed(sample_run).content


@pytest.mark.slow(every=2)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_report_stands(sample_run: Run, printed: PrintRun, tmp_path: Path, lang: str) -> None:
    """An untouched report stands in every format and language, each check with its finding."""
    for name, content in (
        ("r.pdf", printed(sample_run, lang).content),
        ("r.html", print_once(".html", sample_run, lang)),
        ("r.docx", print_once(".docx", sample_run, lang)),
        ("run.json", canonical(sample_run)),
    ):
        proof = proof_of(content, tmp_path, name)
        assert proof.stands is True, (name, proof.findings)
        assert {f.code for f in proof.findings} >= {"proof.run", "proof.again"}
        assert name == "run.json" or "proof.print" in {f.code for f in proof.findings}


def attachment_span(content: bytes, data: bytes) -> tuple[int, int]:
    """Where the compressed stream of an attachment lies in the bytes of a PDF."""
    reader = PdfReader(io.BytesIO(content))
    for _, stream in attachments(reader):
        if stream.get_data() == data:
            raw = stream._data
            start = content.index(raw)
            return start, start + len(raw)
    raise AssertionError("no such attachment")


@pytest.mark.slow(every=12)
@pytest.mark.parametrize("part", ["run.json", "project.toml"])
@pytest.mark.parametrize("seed", range(6))
def test_one_flipped_byte_in_an_attachment_is_found(
    pdf: bytes, sample_run: Run, tmp_path: Path, part: str, seed: int
) -> None:
    """Whichever byte of an attachment is flipped, the report stands no longer."""
    data = canonical(sample_run) if part == "run.json" else sample_run.project.text.encode()
    start, end = attachment_span(pdf, data)
    changed = bytearray(pdf)
    changed[random.Random(seed).randrange(start, end)] ^= 0x40
    proof = proof_of(bytes(changed), tmp_path, "r.pdf")
    assert proof.stands is False
    assert codes(proof) & {"proof.broken", "proof.run_changed", "proof.no_run"}


def test_a_changed_figure_of_a_run_is_named(sample_run: Run, tmp_path: Path) -> None:
    """A Run with another total, even with its id made to fit, does not come out again."""
    forged = json.loads(canonical(sample_run))
    forged["inventory"]["total"] = {"value": "1000000", "unit": "tCO2e"}
    forged["decision"]["verdict"] = "pass"
    plain = proof_of(canonical(forged), tmp_path, "run.json")
    assert codes(plain) == {"proof.run_changed", "proof.figures"}
    forged["id"] = record_id(forged)
    renamed = proof_of(canonical(forged), tmp_path, "run.json")
    assert codes(renamed) == {"proof.figures"}
    assert {c.where for c in renamed.changes} == {("inventory", "total"), ("decision", "verdict")}
    total = next(c for c in renamed.changes if c.where[0] == "inventory")
    assert total.before == "1000000 tCO2e"
    assert total.after is not None
    assert total.after.startswith("1170782.24")


def test_a_number_in_a_sentence_of_a_run_is_named(sample_run: Run, tmp_path: Path) -> None:
    """A sentence is no figure, but the number in it must be the one that comes out again."""
    forged = json.loads(canonical(sample_run))
    reason = next(r for r in forged["decision"]["reasons"] if r["rule"] == "admission")
    assert "0.83" in reason["fact"]
    reason["fact"] = reason["fact"].replace("0.83", "0.93")
    forged["id"] = record_id(forged)
    proof = proof_of(canonical(forged), tmp_path, "run.json")
    assert codes(proof) == {"proof.words_changed"}
    (change,) = proof.changes
    assert change.kind == "word"
    assert change.where[:3] == ("decision", "reasons", "admission")
    assert ("0.93" in str(change.before), "0.83" in str(change.after)) == (True, True)


def test_a_benchmark_file_that_is_said_to_be_none_of_an_example(
    sample_run: Run, tmp_path: Path
) -> None:
    """What a Run says of its benchmark file is what the file's text says."""
    forged = json.loads(canonical(sample_run))
    used = forged["reference"]["overrides"][0]
    assert used["illustrative"] is True
    used["illustrative"] = False
    forged["id"] = record_id(forged)
    proof = proof_of(canonical(forged), tmp_path, "run.json")
    assert codes(proof) == {"proof.figures"}
    (change,) = proof.changes
    assert (change.where[:2], change.where[-1]) == (("reference", "overrides"), "illustrative")


def test_a_changed_number_in_the_printed_text_is_named(sample_run: Run, tmp_path: Path) -> None:
    """A digit edited in the text of a page is found with what should stand there."""
    html = render_html(sample_run)
    assert html.count("0.8393") > 1
    proof = proof_of(html.replace("0.8393", "0.8363", 1).encode(), tmp_path, "r.html")
    assert proof.stands is False
    assert codes(proof) == {"proof.print_changed"}
    assert [(p.found, p.expected) for p in proof.printed] == [("0.8363", "0.8393")]


def test_an_edited_wording_is_told_side_by_side(sample_run: Run, tmp_path: Path) -> None:
    """Words that were changed leave a report open, with both texts; a number lets it fall."""
    html = render_html(sample_run).replace("</h1>", "（修订稿）</h1>", 1)
    proof = proof_of(html.encode(), tmp_path, "r.html")
    assert proof.stands is None
    assert "proof.print_other" in {f.code for f in proof.findings}
    (edited,) = proof.edited
    assert not edited.figure
    assert edited.found == f"{edited.expected}（修订稿）"
    wrong = html.replace("（修订稿）", "（修订稿，降低 77.77 %）")
    proof = proof_of(wrong.encode(), tmp_path, "r.html")
    assert [(p.found, p.expected) for p in proof.printed] == [("77.77", None)]


def test_another_project_file_is_found(pdf: bytes, tmp_path: Path) -> None:
    """An attachment exchanged for another, with a checksum that fits, is not that of the Run."""
    changed = with_attachments(pdf, {"project.toml": b"[project]\n"})
    proof = proof_of(changed, tmp_path, "r.pdf")
    assert codes(proof) == {"proof.project_changed"}


def test_a_pdf_without_attachments_says_so(pdf: bytes, tmp_path: Path) -> None:
    """A report that was printed to PDF again carries nothing that could be verified."""
    with pytest.raises(InputError) as caught:
        proof_of(without_attachments(pdf), tmp_path, "bare.pdf")
    assert caught.value.problems[0].code == "CE-V005"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("r.odt", b"x", "CE-V002"),
        ("r.pdf", b"no pdf at all", "CE-V004"),
        ("r.docx", b"PK no archive", "CE-V004"),
        ("r.html", b"<p>hello</p>", "CE-V005"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """Another kind of file, a damaged one, and one without a Run each have their own error."""
    with pytest.raises(InputError) as caught:
        proof_of(content, tmp_path, name)
    assert [p.code for p in caught.value.problems] == [code]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A path that leads nowhere is an error of its own."""
    with pytest.raises(InputError) as caught:
        verify(tmp_path / "none.pdf", open_world)
    assert caught.value.problems[0].code == "CE-F001"


def moved_tables(folder: Path, old: str, new: str) -> Tables:
    """A copy of the reference tables with one grid factor changed."""
    copied = folder / "factors"
    shutil.copytree(data_folder("factors"), copied)
    path = copied / "electricity.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return open_tables(copied)


def test_other_reference_tables_are_told_and_are_no_forgery(
    sample_run: Run, tmp_path: Path
) -> None:
    """Where the tables have moved since, it says which figures move; nothing was forged."""
    tables = moved_tables(tmp_path, ",0.4976,", ",0.4876,")
    path = tmp_path / "run.json"
    path.write_bytes(canonical(sample_run))
    proof = verify(path, partial(World, tables))
    assert proof.stands is None
    assert "proof.moved" in {f.code for f in proof.findings}
    assert ("sources", "外购电力", "factor") in {c.where for c in proof.changes}


def test_tables_that_nobody_knows_prove_nothing(sample_run: Run, tmp_path: Path) -> None:
    """A Run made with tables of somebody's own does not stand, with those tables or without; nor
    is it said that nothing differs."""
    open_moved = partial(World, moved_tables(tmp_path, ",0.4976,", ",0.4876,"))
    forged = PROJECT.again(sample_run, open_moved(date(2026, 6, 30)))
    assert forged.inventory.total != sample_run.inventory.total
    path = tmp_path / "run.json"
    path.write_bytes(canonical(forged))
    for opened in (open_moved, open_world):
        proof = verify(path, opened)
        assert proof.stands is None
        found = {f.code: f.params for f in proof.findings}
        assert "proof.again" not in found
        assert "884e4cfb" in str(found["proof.unknown_reference"]["known"])


def test_a_run_without_the_text_of_its_limits_cannot_be_computed_again(
    sample_run: Run, tmp_path: Path
) -> None:
    """A Run that does not hold the benchmark file says so; it is not called forged by silence."""
    run = json.loads(canonical(sample_run))
    del run["reference"]["overrides"][0]["text"]
    run["id"] = record_id(run)
    proof = proof_of(canonical(run), tmp_path, "run.json")
    assert codes(proof) == {"proof.not_again"}


@pytest.mark.parametrize("sample", ["lead-smelter", "data-centre", "tungsten-concentrate"])
def test_every_sample_is_computed_again(
    assess_text: AssessText, tmp_path: Path, sample: str
) -> None:
    """A Run without benchmark files, of whatever verdict, comes out again byte by byte."""
    from carbon_eia.run import make_run

    text = (ROOT / "samples" / sample / "project.toml").read_text(encoding="utf-8")
    proof = proof_of(canonical(make_run(assess_text(text, []))), tmp_path, "run.json")
    assert proof.stands is True
    assert proof.record is not None
    assert proof.record.as_of == str(date.fromisoformat(proof.record.as_of))
