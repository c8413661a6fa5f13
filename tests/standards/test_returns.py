"""Returns are read as project files are, from TOML, a form or a table, with errors at cells."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from carbon_eia.errors import InputError
from carbon_eia.forms import heard
from carbon_eia.reference import World
from carbon_eia.standards.collect import collect_returns
from carbon_eia.standards.eligibility import refuse_statistics
from carbon_eia.standards.emissions import accounted
from carbon_eia.standards.read_return import read_return
from carbon_eia.standards.read_survey import parse_survey
from carbon_eia.standards.return_file_template import return_template, survey_template
from carbon_eia.standards.survey_sample import take_sample
from tests.standards.returns import HEADS, return_text, row, survey_text, write_table

EXPECTED = (
    15000 * Fraction("2.862")  # reductant: t CO2 per t of coke
    + 300 * Fraction("389.31") * Fraction("0.0153") * Fraction("0.99") * Fraction(44, 12)
    + 90000 * Fraction("0.4976")  # MWh × t CO2 per MWh of Hunan
)
"""The emission of a return, written out as the guide writes it."""


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_return_is_accounted_by_our_own_inventory(tmp_path: Path, world: World) -> None:
    """Emission and output are exact, and what the plant states is no part of them."""
    text = return_text("甲厂", 15000, emissions='emissions = "1 tCO2"')
    found = read_return(put(tmp_path / "a.toml", text), world)
    done = accounted(found, parse_survey(survey_text(), world), world, None)
    assert not done.problems
    assert done.figures is not None
    assert (done.figures.emission, done.figures.output) == (EXPECTED, 100_000)
    assert done.figures.unit == "tCO2/t"


def test_every_error_of_a_return_is_told_at_its_line(tmp_path: Path, world: World) -> None:
    """A wrong unit, a wrong choice and a missing key together, each once and under its own name."""
    text = return_text("甲厂", 15000, output="10 万ton", purpose='purpose = "好奇"', sector="")
    found = read_return(put(tmp_path / "a.toml", text), world)
    told = {(p.code, p.place.key) for p in found.problems}
    assert told == {
        ("CE-U003", "products[0].amount"),
        ("CE-P005", "return.purpose"),
        ("CE-P003", "return.sector"),
    }
    assert all(p.place.line for p in found.problems)
    assert found.plant == "甲厂"  # so that the exclusion table can name it


def test_an_excel_form_gives_the_same_return_as_toml(tmp_path: Path, world: World) -> None:
    """The form of a sector, filled in by a person in a spreadsheet, reads as the TOML file does."""
    book = openpyxl.load_workbook(io.BytesIO(return_template(world, "lead-smelting", ".xlsx")))
    sheet = book["调查表"]
    cells = {str(r[0].value): r[2] for r in sheet.iter_rows() if r[0].value}
    cells["return.plant"].value = "乙厂"
    cells["return.months"].value = 11
    cells["return.utilisation"].value = 0.9
    book.save(tmp_path / "b.xlsx")
    found = read_return(tmp_path / "b.xlsx", world)
    assert not found.problems
    assert found.head is not None
    assert (found.head.plant, found.head.months) == ("乙厂", 11)
    assert found.head.utilisation == Fraction(9, 10)
    assert found.head.purpose == "standard"


def test_an_error_of_a_form_names_sheet_and_cell(tmp_path: Path, world: World) -> None:
    """A month that is no number is told at its cell of the form."""
    book = openpyxl.load_workbook(io.BytesIO(return_template(world, "lead-smelting", ".xlsx")))
    cells = {str(r[0].value): r[2] for r in book["调查表"].iter_rows() if r[0].value}
    cells["return.months"].value = "十二个月"
    book.save(tmp_path / "b.xlsx")
    (problem,) = read_return(tmp_path / "b.xlsx", world).problems
    assert (problem.place.sheet, problem.place.cell) == (
        "调查表",
        cells["return.months"].coordinate,
    )


def test_a_return_of_a_statistical_survey_is_refused(tmp_path: Path, world: World) -> None:
    """With the two clauses that forbid it, even where the return has errors besides."""
    text = return_text("甲厂", 15000, purpose='purpose = "统计调查"', sector="")
    found = read_return(put(tmp_path / "a.toml", text), world)
    with pytest.raises(InputError) as error:
        refuse_statistics([found], world)
    (problem,) = error.value.problems
    assert problem.code == "CE-G001"
    assert "统计法第28条" in problem.message("zh")
    assert "第30条" in problem.message("zh")


def test_a_row_of_a_table_is_the_return_of_a_file(tmp_path: Path, world: World) -> None:
    """The same amounts, by the plans of screening and one by one: the same exact figures."""
    (tmp_path / "t").mkdir()
    (tmp_path / "f").mkdir()
    rows = [row(f"{i}厂", str(15000 + 137 * i)) for i in range(6)]
    write_table(tmp_path / "t" / "returns.csv", rows)
    for folder in ("t", "f"):
        put(tmp_path / folder / "survey.toml", survey_text())
    for i in range(6):
        put(tmp_path / "f" / f"{i}.toml", return_text(f"{i}厂", 15000 + 137 * i))
    samples = [take_sample(collect_returns([tmp_path / f]), world) for f in ("t", "f")]
    figures = [sorted((p.intensity, p.output, p.emissions) for p in s.plants) for s in samples]
    assert figures[0] == figures[1]
    assert figures[0][0][2] == EXPECTED


def test_a_table_tells_its_errors_by_row_and_column(tmp_path: Path, world: World) -> None:
    """A figure that is none and a purpose that is none stand at row and head; the rest is read."""
    rows = [row("甲厂", "15000"), row("乙厂", "一万"), row("丙厂", "15000", purpose="好奇")]
    write_table(tmp_path / "returns.csv", rows)
    put(tmp_path / "survey.toml", survey_text())
    sample = take_sample(collect_returns([tmp_path]), world)
    told = {
        (x.plant, str(x.problem.place)) for x in sample.eligible.exclusions if x.problem is not None
    }
    assert told == {
        ("乙厂", "returns.csv:3 焦炭（还原剂） (t)"),
        ("丙厂", "returns.csv:4 调查目的"),
    }
    assert len(sample.plants) == 1


def test_a_number_of_thousands_of_digits_is_the_error_of_its_row(
    tmp_path: Path, world: World
) -> None:
    """More digits than Python reads are no fault of the program, and touch no other row."""
    write_table(tmp_path / "returns.csv", [row("甲厂", "15000"), row("乙厂", "9" * 5000)])
    put(tmp_path / "survey.toml", survey_text())
    sample = take_sample(collect_returns([tmp_path]), world)
    (excluded,) = sample.eligible.exclusions
    assert excluded.problem is not None
    assert (excluded.plant, excluded.problem.code) == ("乙厂", "CE-U008")
    assert [p.emissions for p in sample.plants] == [EXPECTED]


def test_without_a_survey_file_the_returns_must_agree(tmp_path: Path, world: World) -> None:
    """What they agree on is taken and marked as inferred; where they do not, the key is named."""
    put(tmp_path / "a.toml", return_text("甲厂", 15000))
    put(tmp_path / "b.toml", return_text("乙厂", 16000, region='region = "湖南省郴州市桂阳县"'))
    survey = take_sample(collect_returns([tmp_path]), world).survey
    assert (survey.region, survey.years, survey.product) == ("郴州市", (2025,), "lead-ingot")
    assert "region" in survey.inferred
    put(tmp_path / "b.toml", return_text("乙厂", 16000, year="year = 2024"))
    with pytest.raises(InputError) as error:
        take_sample(collect_returns([tmp_path]), world)
    assert [(p.code, p.params["key"]) for p in error.value.problems] == [("CE-G004", "years")]


def test_templates_read_back(tmp_path: Path, world: World) -> None:
    """The TOML return and the survey of a sector are read without an error as they are written."""
    (tmp_path / "a.toml").write_bytes(return_template(world, "lead-smelting", ".toml"))
    (tmp_path / "survey.toml").write_bytes(survey_template(world, "lead-smelting"))
    sample = take_sample(collect_returns([tmp_path]), world)
    assert [r.problems for r in sample.returns] == [()]
    heads = return_template(world, "lead-smelting", ".csv").decode("utf-8-sig").strip().split(",")
    assert {"名称", "运行月数", "调查目的", "焦炭（还原剂） (t)"} <= set(heads)
    assert len(HEADS.split(",")) < len(heads)


@pytest.mark.parametrize(
    ("name", "code"), [("b.xlsm", "CE-O019"), ("b.et", "CE-O019"), ("b.docx", "CE-S018")]
)
def test_a_return_of_a_kind_that_is_not_read_stands_among_the_exclusions(
    tmp_path: Path, world: World, name: str, code: str
) -> None:
    """A macro workbook, a WPS sheet, a Word file: none leaves the sample in silence. Annexes of
    other kinds are no returns, and that they were not read is told."""
    put(tmp_path / "survey.toml", survey_text())
    put(tmp_path / "a.toml", return_text("甲厂", 15000))
    (tmp_path / name).write_bytes(b"PK")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    with heard() as told:
        sample = take_sample(collect_returns([tmp_path]), world)
    (exclusion,) = sample.eligible.exclusions
    assert (exclusion.name, exclusion.problem and exclusion.problem.code) == (name, code)
    assert [(p.code, p.params["names"]) for p in told] == [("CE-G030", "scan.pdf")]


def test_a_damaged_workbook_stands_among_the_exclusions(tmp_path: Path, world: World) -> None:
    """A file that cannot be opened is not left out in silence."""
    put(tmp_path / "survey.toml", survey_text())
    put(tmp_path / "a.toml", return_text("甲厂", 15000))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 damaged")
    sample = take_sample(collect_returns([tmp_path]), world)
    (exclusion,) = sample.eligible.exclusions
    assert (exclusion.name, exclusion.code) == ("b.xlsx", "standard.excluded.error")
