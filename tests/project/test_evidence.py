"""Evidence: a text is a statement, a document has kind, number and date, and its file a hash."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import Evidence, Project, parse_project, read_project
from carbon_eia.project.canonical import project_toml
from carbon_eia.project.evidence import cell_of_evidence, evidence_of_cell, period_of
from carbon_eia.project.form_write import Names, project_form
from carbon_eia.project.reader import parse_toml
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.reference import World
from carbon_eia.run import make_run

HEAD = """
[project]
name = "有证明材料的项目"
stage = "拟建"
sector = "烧碱"
region = "湖南省郴州市桂阳县"
year = 2026

[facts]
energy_consumption = "1 万tce"
evidence = { kind = "报告", number = "节能 1", date = 2026-03-01 }

[[products]]
name = "烧碱"
amount = "9 万t"
main = true
evidence = "统计台账"

[[sources]]
name = "绿电"
method = "electricity"
amount = "1.2 亿kWh"
supply = "绿电"
evidence = EVIDENCE

[[measures]]
name = "余热利用"
status = "completed"
effects = [{ source = "绿电", saves = "5 %" }]
evidence = { kind = "measurement", number = "验 7", date = 2026-02-01 }
"""
CONTRACT = (
    '{ kind = "合同", number = "湘 0817", date = 2026-05-17, quantity = "1.2 亿kWh",'
    ' period = "2026/2027", file = "evidence/contract.pdf" }'
)


def project_with(evidence: str, world: World) -> Project:
    """The project with this evidence for its green power."""
    return parse_project(HEAD.replace("EVIDENCE", evidence), world)


def test_a_plain_text_is_a_statement(world: World) -> None:
    """A text stays allowed and identifies no document."""
    shown = project_with('"意向书"', world).sources[0].evidence
    assert (shown.kind, shown.text, shown.identified) == ("statement", "意向书", False)


def test_a_document_is_read_whole(world: World) -> None:
    """Kind, number, date, quantity, period and file, for a source, a product, a measure, facts."""
    project = project_with(CONTRACT, world)
    shown = project.sources[0].evidence
    assert (shown.kind, shown.number, shown.date) == ("contract", "湘 0817", date(2026, 5, 17))
    assert shown.quantity is not None
    assert shown.quantity.to("MWh") == 120000
    assert shown.span is not None
    assert shown.span.covers_year(2027)
    assert shown.identified
    assert project.measures[0].evidence.kind == "measurement"
    assert project.facts_evidence.number == "节能 1"
    assert "evidence" not in project.facts
    assert project.products[0].evidence.text == "统计台账"


@pytest.mark.parametrize("without", ['number = "湘 0817", ', "date = 2026-05-17, "])
def test_number_and_date_identify_a_document(without: str, world: World) -> None:
    """The kind alone proves nothing."""
    assert without in CONTRACT
    shown = project_with(CONTRACT.replace(without, ""), world).sources[0].evidence
    assert not shown.identified


def test_the_file_is_hashed_into_the_run(tmp_path: Path, world: World) -> None:
    """The Run holds the SHA-256 of the file; computed again from the Run alone it is the same."""
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "contract.pdf").write_bytes(b"signed")
    path = tmp_path / "project.toml"
    path.write_text(HEAD.replace("EVIDENCE", CONTRACT), encoding="utf-8")
    run = make_run(assess(read_project(path, world), world))
    digest = hashlib.sha256(b"signed").hexdigest()
    (file,) = run.project.evidence_files
    assert (file.file, file.sha256, file.lost) == ("evidence/contract.pdf", digest, None)
    proof = run.inventory.by_source[0].proof
    assert proof is not None
    assert proof.sha256 == digest
    assert PROJECT.again(run, world).id == run.id
    assert not [w for w in run.warnings if w.code == "CE-E001"]


def test_a_missing_file_is_told(tmp_path: Path, world: World) -> None:
    """A file that is not there, or that a link leads out of the folder to, is said."""
    (tmp_path / "p").mkdir()
    path = tmp_path / "p" / "project.toml"
    path.write_text(HEAD.replace("EVIDENCE", CONTRACT), encoding="utf-8")
    run = make_run(assess(read_project(path, world), world))
    (warning,) = (w for w in run.warnings if w.code == "CE-E001")
    assert "evidence/contract.pdf" in warning.message
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    (tmp_path / "p" / "evidence").mkdir()
    (tmp_path / "p" / "evidence" / "contract.pdf").symlink_to(tmp_path / "secret.pdf")
    assert read_project(path, world).sources[0].evidence.lost == "evidence.file.outside"


def test_a_form_holds_the_same_document(tmp_path: Path, world: World) -> None:
    """TOML → Excel form → TOML: the same text, a document in one cell."""
    raw = parse_toml(HEAD.replace("EVIDENCE", CONTRACT))
    path = tmp_path / "form.xlsx"
    names = Names("x", "y", ("electricity",), {})
    path.write_bytes(project_form(raw, names))
    assert read_project(path, world).text == project_toml(raw)


@pytest.mark.parametrize(
    ("cell", "number", "day"),
    [
        ("合同；湘绿电交易 2026-0817；2026-08-17", "湘绿电交易 2026-0817", date(2026, 8, 17)),
        ("certificate; GEC-1; 2026/5/1", "GEC-1", date(2026, 5, 1)),
        ("许可；湘 3；2026年5月20日；8 万t；2026", "湘 3", date(2026, 5, 20)),
    ],
)
def test_a_cell_states_a_document(cell: str, number: str, day: date) -> None:
    """Kind, number, date and what is covered, with semicolons between them."""
    found = evidence_of_cell(cell)
    assert (found["number"], found["date"]) == (number, day)
    assert evidence_of_cell(str(cell_of_evidence(found))) == found


@pytest.mark.parametrize("cell", ["供货合同；2026年", "绿电合同 12 号", "", "{ kind = "])
def test_any_other_cell_is_a_text(cell: str) -> None:
    """What does not begin with a kind stays a statement."""
    assert evidence_of_cell(cell) == cell


@pytest.mark.parametrize("text", ["2026-13", "2027/2026", "2026-02-30", "明年", "26"])
def test_no_period(text: str) -> None:
    """A period that is no period is none."""
    assert period_of(text) is None


def test_nothing_shown_is_empty() -> None:
    """Without evidence there is no text and nothing is identified."""
    assert Evidence().text == ""
    assert not Evidence().identified
