"""A park's document stands, or is told what in it was changed."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert, to_builtins
from pypdf import PdfReader

from carbon_eia.cli.parks import park_record
from carbon_eia.errors import InputError
from carbon_eia.files import data_folder
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.proof import record_of, verify
from carbon_eia.proof.kinds import PARK
from carbon_eia.reference import World, open_tables
from carbon_eia.report import RENDERERS
from carbon_eia.run import canonical, record_id
from tests.conftest import ROOT
from tests.office.conftest import changed as changed_cells
from tests.office.conftest import grid
from tests.park.sample import (
    document,
    sample_json,
    sample_record,
    small_json,
    small_record,
)
from tests.park.small import the_world
from tests.proof.common import attachments, codes, proof_of, with_attachments, without_attachments


def named(record: dict[str, Any]) -> bytes:
    """A record that was changed, with an id that fits it again."""
    record["id"] = record_id(record)
    return canonical(record)


# --- untouched


@pytest.mark.slow(every=3)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", [".json", ".html", ".xlsx", ".docx", ".pdf"])
def test_the_sample_stands(tmp_path: Path, ending: str, lang: str) -> None:
    """Every document of the sample park, in both languages, each check with its finding."""
    proof = proof_of(document("sample", ending, lang), tmp_path, f"park{ending}")
    assert proof.stands is True, proof.findings
    found = {f.code for f in proof.findings}
    wanted = {"proof.run", "proof.again", "proof.limit_file"}
    wanted |= set() if ending == ".json" else {"proof.project", "proof.print"}
    wanted |= {"proof.attachment"} if ending == ".pdf" else set()  # the workbook that it carries
    assert found == wanted
    assert proof.record == sample_record()


# --- a number that is printed


def test_a_digit_in_html_is_named(tmp_path: Path) -> None:
    """A total edited in the text of a page is told with what should stand there, and after what."""
    html = document("small", ".html").decode()
    head, _, data = html.partition('<script type="application/json"')
    place = head.index(">520<")
    changed = f"{head[: place + 1]}510{head[place + 4 :]}{_}{data}"
    proof = proof_of(changed.encode(), tmp_path, "park.html")
    assert codes(proof) == {"proof.print_changed"}
    assert [(p.found, p.expected) for p in proof.printed] == [("510", "520")]
    assert proof.printed[0].before


def with_member(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package of which one member was changed, its checksum made to fit."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(found, "w") as new:
        for info in old.infolist():
            held = old.read(info)
            changed = change(held) if info.filename == name else held
            assert info.filename != name or changed != held
            new.writestr(info, changed)
    return found.getvalue()


def test_a_digit_in_word_is_named(tmp_path: Path) -> None:
    """A number in the body of the Word file, which has not to be one of the record elsewhere."""
    changed = with_member(
        document("small", ".docx"),
        "word/document.xml",
        lambda x: re.sub(rb">520</w:t>", b">519</w:t>", x, count=1),
    )
    proof = proof_of(changed, tmp_path, "park.docx")
    assert codes(proof) == {"proof.print_changed"}
    assert [(p.found, p.expected) for p in proof.printed] == [("519", "520")]


def test_a_cell_of_the_workbook_is_named(tmp_path: Path) -> None:
    """A number that was typed over in a sheet."""
    changed = with_member(
        document("small", ".xlsx"),
        "xl/worksheets/sheet1.xml",
        lambda x: x.replace(b"<v>200</v>", b"<v>100</v>", 1),
    )
    proof = proof_of(changed, tmp_path, "park.xlsx")
    assert codes(proof) == {"proof.print_changed"}
    assert [(p.found, p.expected) for p in proof.printed] == [("100", "200")]


def test_a_number_of_the_report_in_the_workbook_is_named(tmp_path: Path) -> None:
    """A number that was typed over on the sheet that has the report."""
    content = document("small", ".xlsx")
    place = next(c for (s, c), v in grid(content).items() if s == "报告" and v == 520)
    edited = changed_cells(content, {("报告", place): "519"}, remembered=True)
    proof = proof_of(edited, tmp_path, "park.xlsx")
    assert codes(proof) == {"proof.print_changed"}
    assert [(p.found, p.expected) for p in proof.printed] == [("519", "520")]


@pytest.mark.slow
def test_numbers_of_another_record_printed_in_a_pdf_are_named(tmp_path: Path) -> None:
    """A PDF printed from forged totals that carries the true record: every number is told."""
    forged = small_json()
    for year in forged["scenarios"][0]["years"]:
        year["total"]["value"] = "480" if year["total"]["value"] == "520" else "420"
    printed = RENDERERS[".pdf"](convert(forged, ParkRecord), "zh", None)
    proof = proof_of(
        with_attachments(printed, {"park.json": canonical(small_record())}), tmp_path, "p.pdf"
    )
    assert codes(proof) >= {"proof.print_changed", "proof.attachment_changed"}  # its workbook too
    assert "480" in {p.found for p in proof.printed}


# --- what it carries


@pytest.mark.slow
def test_an_attachment_of_a_pdf(tmp_path: Path) -> None:
    """A flipped byte breaks its checksum; another park file is not that of the record; without
    attachments nothing can be said."""
    content = document("small", ".pdf")
    streams = {name: stream._data for name, stream in attachments(PdfReader(io.BytesIO(content)))}
    assert set(streams) == {"park.json", "park.toml", "park.xlsx"}
    flipped = bytearray(content)
    flipped[content.index(streams["park.json"]) + 99] ^= 0x40
    assert codes(proof_of(bytes(flipped), tmp_path, "p.pdf")) & {"proof.broken", "proof.no_run"}
    text = small_record().park.text.replace("500 tCO2", "600 tCO2").encode()
    other = proof_of(with_attachments(content, {"park.toml": text}), tmp_path, "p.pdf")
    assert codes(other) == {"proof.project_changed"}
    with pytest.raises(InputError) as caught:
        proof_of(without_attachments(content), tmp_path, "bare.pdf")
    assert caught.value.problems[0].code == "CE-V005"


def test_the_parts_of_word(tmp_path: Path) -> None:
    """Another park file, and another record, each with a checksum that fits."""
    content = document("small", ".docx")
    other = with_member(content, "carbon-eia/park.toml", lambda x: x.replace(b"500 tCO2", b"600"))
    assert codes(proof_of(other, tmp_path, "p.docx")) == {"proof.project_changed"}
    changed = with_member(
        content, "carbon-eia/park.json", lambda x: x.replace(b'"value":"520"', b'"value":"490"')
    )
    assert codes(proof_of(changed, tmp_path, "p.docx")) >= {"proof.run_changed", "proof.figures"}


def test_word_keeps_the_record_where_it_drops_the_parts(tmp_path: Path) -> None:
    """A document without the parts that Word does not know is verified from its custom XML."""
    found = io.BytesIO()
    content = document("small", ".docx")
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(found, "w") as new:
        for info in old.infolist():
            if not info.filename.startswith("carbon-eia/"):
                new.writestr(info, old.read(info))
    proof = proof_of(found.getvalue(), tmp_path, "p.docx")
    assert proof.stands is True, proof.findings


def test_the_hidden_sheet_of_the_workbook(tmp_path: Path) -> None:
    """A digit of the record in its cells no longer fits the digest beside them."""
    changed = with_member(
        document("small", ".xlsx"),
        "xl/sharedStrings.xml",
        lambda x: x.replace(b'"value":"520"', b'"value":"490"', 1),
    )
    proof = proof_of(changed, tmp_path, "p.xlsx")
    assert "proof.broken" in codes(proof)


def test_the_data_of_a_page(tmp_path: Path) -> None:
    """A digit of the record, and another park file, in the data of an HTML page."""
    html = document("small", ".html")
    changed = proof_of(html.replace(b'"value":"520"', b'"value":"490"'), tmp_path, "p.html")
    assert codes(changed) >= {"proof.run_changed", "proof.figures"}
    head, mark, file = html.partition(b'id="park.toml"')
    other = proof_of(head + mark + file.replace(b"500 tCO2", b"600 tCO2"), tmp_path, "p.html")
    assert codes(other) == {"proof.project_changed"}


# --- what the record says


def test_a_total_of_the_record_is_named(tmp_path: Path) -> None:
    """Another total, even under an id that fits, does not come out again: where, before, after."""
    forged = small_json()
    forged["base"]["total"]["value"] = "410"
    plain = proof_of(canonical(forged), tmp_path, "park.json")
    assert codes(plain) == {"proof.run_changed", "proof.figures"}
    renamed = proof_of(named(forged), tmp_path, "park.json")
    assert renamed.stands is False
    assert codes(renamed) == {"proof.figures"}
    (change,) = renamed.changes
    assert (change.where, change.before, change.after) == (
        ("base", "total"),
        "410 tCO2e",
        "420 tCO2e",
    )


def test_a_member_text_of_the_record_moves_its_figures(tmp_path: Path) -> None:
    """The text of a member with another amount, under an id that fits: its figures are told.

    300 MWh × 0.5 instead of 400 MWh × 0.5 is 50 t less."""
    forged = small_json()
    files = forged["park"]["files"]
    files["甲.toml"] = files["甲.toml"].replace("400 MWh", "300 MWh")
    proof = proof_of(named(forged), tmp_path, "park.json")
    assert codes(proof) == {"proof.figures"}
    found = {c.where: (c.before, c.after) for c in proof.changes}
    assert found["members", "甲", "sources", "电", "co2e"] == ("200 tCO2e", "150 tCO2e")
    assert found["base", "total"] == ("420 tCO2e", "370 tCO2e")


def test_the_park_text_of_the_record_moves_what_follows(tmp_path: Path) -> None:
    """Another cap in the park's own text: the limit of the conclusion is told, and the verdict."""
    forged = small_json()
    text = forged["park"]["text"]
    forged["park"]["text"] = text.replace("500 tCO2", "600 tCO2")
    proof = proof_of(named(forged), tmp_path, "park.json")
    assert codes(proof) == {"proof.figures"}
    found = {c.where: (c.before, c.after) for c in proof.changes}
    limit = ("conclusion", "criteria", "carbon_cap", "2030", "limit")
    assert found[limit] == ("500 tCO2e", "600 tCO2e")
    assert found[*limit[:-1], "passed", "1"] == ("False", "True")


@pytest.mark.parametrize("where", ["file", "override"])
def test_a_limit_in_the_record_is_found(tmp_path: Path, where: str) -> None:
    """An admission value changed in either of the two texts that a record has of its file."""
    forged = sample_json()
    held: dict[str, Any] = forged["park"]["files"]
    key = "benchmarks.toml"
    if where == "override":
        held, key = forged["reference"]["overrides"][0], "text"
    assert "0.38" in held[key]
    held[key] = held[key].replace("0.38", "0.48", 1)
    proof = proof_of(named(forged), tmp_path, "park.json")
    assert proof.stands is False
    assert codes(proof) & {"proof.figures", "proof.not_again"}


def test_a_benchmark_file_that_was_left_out_is_found(tmp_path: Path) -> None:
    """A park that names its admission values is not proved by a record made without them."""
    world = the_world()
    park = PARK.stated(sample_record(), world)
    assert park.benchmarks
    record = make_record(evaluate_park(park, world))
    proof = proof_of(canonical(record), tmp_path, "park.json")
    assert codes(proof) == {"proof.figures"}
    assert ("reference", "overrides") in {c.where[:2] for c in proof.changes}


def test_a_text_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A record without the text of a member cannot be computed again; it says which."""
    forged = small_json()
    del forged["park"]["files"]["甲.toml"]
    proof = proof_of(named(forged), tmp_path, "park.json")
    assert codes(proof) == {"proof.not_again"}
    finding = next(f for f in proof.findings if f.code == "proof.not_again")
    assert "甲.toml" in str(finding.params["why"])


def test_members_of_a_table_are_proved_from_the_record_alone(tmp_path: Path) -> None:
    """The rows are in the record as texts: it stands without the table, and a changed row falls."""
    record = park_record(ROOT / "samples" / "park" / "table" / "park.toml", "2026-06-30", [])
    content = RENDERERS[".html"](record, "zh", None)
    assert proof_of(content, tmp_path, "park.html").stands is True
    forged = to_builtins(record)
    files = forged["park"]["files"]
    name = "enterprises.csv/2"
    head, mark, sources = files[name].partition("[[sources]]")
    files[name] = head + mark + re.sub(r'amount = "(\d)', r'amount = "9\1', sources, count=1)
    proof = proof_of(named(forged), tmp_path, "park.json")
    assert codes(proof) == {"proof.figures"}
    assert {c.where[0] for c in proof.changes} >= {"members", "base"}


@pytest.mark.parametrize("value", [None, [], "x", {}, {"text": 1}])
def test_a_record_of_another_shape_falls(tmp_path: Path, value: object) -> None:
    """Whatever stands where the park should, verify says that it cannot be computed again."""
    forged = small_json()
    forged["park"] = value
    proof = proof_of(named(forged), tmp_path, "park.json")
    assert codes(proof) == {"proof.not_again"}


def test_moved_tables_are_no_forgery(tmp_path: Path) -> None:
    """Where the reference tables have moved, the figures that move are listed; nothing falls."""
    copied = tmp_path / "factors"
    shutil.copytree(data_folder("factors"), copied)
    path = copied / "electricity.csv"
    text = path.read_text(encoding="utf-8")
    assert ",0.4976," in text
    path.write_text(text.replace(",0.4976,", ",0.4876,"), encoding="utf-8")
    record = tmp_path / "park.json"
    record.write_bytes(document("sample", ".json"))
    proof = verify(record, partial(World, open_tables(copied)))
    assert proof.stands is None
    assert "proof.moved" in {f.code for f in proof.findings}
    assert ("base", "total") in {c.where for c in proof.changes}


def test_the_record_of_a_document(tmp_path: Path) -> None:
    """It is read from any of them; a page without one, and a changed one, are errors."""
    for ending in (".json", ".html", ".xlsx", ".docx"):
        path = tmp_path / f"park{ending}"
        path.write_bytes(document("small", ending))
        assert record_of(path) == small_record()
    path = tmp_path / "park.html"
    path.write_text("<p>园区</p>", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        record_of(path)
    assert caught.value.problems[0].code == "CE-V005"
    path = tmp_path / "park.json"
    path.write_bytes(document("small", ".json").replace(b'"520"', b'"490"'))
    with pytest.raises(InputError) as caught:
        record_of(path)
    assert [(p.code, p.place.file) for p in caught.value.problems] == [("CE-N002", str(path))]
