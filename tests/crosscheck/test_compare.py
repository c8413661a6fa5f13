"""A filing of the enterprise held against filing 0: activity, emissions, stated tonnes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from carbon_eia.assessment import assess
from carbon_eia.crosscheck import OtherFiling, cross_check, filing_of_run, read_mapping, read_rules
from carbon_eia.crosscheck.crosscheck_records import ComparedLine, CrossCheckRecord
from carbon_eia.crosscheck.reported_filing import TOTAL, Activity, Stated
from carbon_eia.errors import InputError
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from carbon_eia.report.crosscheck.crosscheck_document import render_crosscheck
from carbon_eia.run import make_run
from carbon_eia.run.records import Run
from carbon_eia.units import parse_quantity

BOUNDARY = "clinker-with-electricity"


@pytest.fixture(scope="module")
def run(sample_text: str, world: World) -> Run:
    """Filing 0: the cement sample with a credit code."""
    text = sample_text + '\n[applicant]\nname = "某公司"\ncredit_code = "91350100M000100Y43"\n'
    return make_run(assess(parse_project(text, world), world, []))


AMOUNTS = {
    "bituminous-coal": "174000 t",
    "diesel": "850 t",
    "electricity": "7900 万kWh",
    "source:熟料生产过程": "1395000 t",
}


def filing(kind: str = "carbon_market_report", **changes: str | None) -> OtherFiling:
    """Another filing with the figures of filing 0, some of them changed or left out."""
    amounts = {k: v for k, v in {**AMOUNTS, **changes}.items() if v is not None}
    own = tuple(Activity(k, k, parse_quantity(v)) for k, v in amounts.items())
    return OtherFiling(kind, "年度报告", "某公司", "91350100M000100Y43", 2026, BOUNDARY, own)


def checked(run: Run, other: OtherFiling, world: World) -> CrossCheckRecord:
    """The record of a check."""
    return cross_check(run, other, read_rules(world.tables), world)


def line(record: CrossCheckRecord, step: str, name: str) -> ComparedLine:
    """A line of a check."""
    found = [x for x in record.lines if x.step == step and x.name == name]
    assert len(found) == 1, [(x.step, x.name) for x in record.lines]
    return found[0]


def test_the_same_figures_are_consistent(run: Run, world: World) -> None:
    """Every activity, every emission by our factors."""
    record = checked(run, filing(), world)
    assert record.result == "consistent"
    assert [x.step for x in record.lines] == ["activity"] * 4 + ["emission"] * 4
    assert record.run == run.id
    assert record.tolerances[0].id == "mass"


def test_units_are_converted(run: Run, world: World) -> None:
    """17.4 万t of coal are 174 kt, and 7.9e7 kWh are 79 GWh."""
    record = checked(
        run, filing(**{"bituminous-coal": "174 kt", "electricity": "79000 MWh"}), world
    )
    assert record.result == "consistent"
    assert line(record, "activity", "烟煤").difference.number == 0


def test_a_fuel_on_one_side_only_is_not_equal(run: Run, world: World) -> None:
    """However small: 850 t of diesel left out, or 3 t of petrol added."""
    for other, name in (({"diesel": None}, "柴油"), ({"gasoline": "3 t"}, "gasoline")):
        record = checked(run, filing(**other), world)
        assert record.result == "not_equal"
        assert line(record, "activity", name).result == "not_equal"
    emission = line(record, "emission", "gasoline")
    assert emission.own.number == 0
    assert Fraction(8) < emission.other.number < 10
    assert emission.result == "consistent"  # below 10 t: it is the activity that is not equal


def test_what_a_kind_of_filing_does_not_report_is_left_out(run: Run, world: World) -> None:
    """An energy ledger knows no raw meal; that is said, and no fault of it."""
    other = filing("energy_ledger", **{"source:熟料生产过程": None})
    record = checked(run, other, world)
    assert record.result == "consistent"
    assert record.left_out == ("熟料生产过程",)
    record = checked(run, other._replace(kind="carbon_market_report"), world)
    assert record.result == "not_equal"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"boundary": "another"}, "crosscheck.why.boundary"),
        ({"year": 2025}, "crosscheck.why.year"),
        ({"credit_code": "91431021MA4L000002"}, "crosscheck.why.enterprise"),
    ],
)
def test_another_boundary_is_not_comparable(
    run: Run, world: World, change: dict[str, object], code: str
) -> None:
    """Another boundary, year or enterprise: no figures are held against each other."""
    record = checked(run, filing()._replace(**change), world)  # type: ignore[arg-type]
    assert record.result == "not_comparable"
    assert record.why is not None
    assert record.why.code == code
    assert record.lines == ()


def test_another_boundary_is_named_by_its_label(run: Run, world: World) -> None:
    """A filing that states the id of a boundary is told with its words, here and on paper."""
    other = filing()._replace(boundary="lead-concentrate-to-bullion")
    record = checked(run, other, world)
    assert record.why is not None
    for lang, label in (("zh", "铅精矿至粗铅"), ("en", "from lead concentrate to crude lead")):
        page = render_crosscheck(record, ".html", lang).decode().partition("<script")[0]
        assert label in page
        assert other.boundary not in page
    assert "铅精矿至粗铅" in str(record.why)


def test_units_that_do_not_convert_are_not_comparable(run: Run, world: World) -> None:
    """Coal in tce is not coal in t: what was used as its heating value is not told."""
    record = checked(run, filing(**{"bituminous-coal": "124285 tce"}), world)
    assert line(record, "activity", "烟煤").result == "not_comparable"
    assert record.result == "not_comparable"


def test_emissions_are_those_of_our_factors(run: Run, world: World) -> None:
    """6 % more coal: its own emission 6 % higher by the factor of filing 0, exactly."""
    record = checked(run, filing(**{"bituminous-coal": "184440 t"}), world)
    own = line(record, "emission", "烟煤")
    assert own.other.number == own.own.number * Fraction(106, 100)
    assert own.share.number == 6
    assert own.result == "inconsistent"


def test_stated_tonnes_come_last_and_against_the_total(run: Run, world: World) -> None:
    """The total exceeds 500 kt: 2 % is to be explained, more is inconsistent."""
    total = run.inventory.total
    assert total is not None
    for share, expected in (("1.001", "consistent"), ("1.02", "to_be_explained"),
                            ("1.0200001", "inconsistent")):  # fmt: skip
        stated = (Stated(TOTAL, "", total.number * Fraction(share)),)
        record = checked(run, filing()._replace(stated=stated), world)
        assert record.lines[-1].step == "stated"
        assert record.result == expected


def test_a_document_of_our_own_is_a_filing(run: Run, world: World) -> None:
    """What carries a Run needs no mapping."""
    record = checked(run, filing_of_run(run, "energy_review", "某公司", world), world)
    assert record.result == "consistent"
    assert record.lines[-1].step == "stated"


# --- mapping files

HEAD = f"""
[filing]
kind = "energy_report"
title = "能源利用状况报告"
year = 2026
boundary = "{BOUNDARY}"
handed_in_by = "某公司"
"""


def mapped(folder: Path, text: str, world: World, filing: Path | None = None) -> OtherFiling:
    """The filing of a mapping file."""
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path, filing, read_rules(world.tables), world)


def test_cells_are_read_as_a_person_sees_them(tmp_path: Path, run: Run, world: World) -> None:
    """Another program's workbook: a unit in the mapping, a unit in the cell's own format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表3"
    sheet["D7"], sheet["D8"] = 17.4, 850
    sheet["D9"] = "7900 万kWh"
    sheet["D8"].number_format = '0" t"'
    path = tmp_path / "report.xlsx"
    book.save(path)
    text = HEAD + (
        '[[activity]]\ncarrier = "烟煤"\ncell = "表3!D7"\nunit = "万t"\n'
        '[[activity]]\ncarrier = "柴油"\ncell = "D8"\n'
        '[[activity]]\ncarrier = "外购电力"\ncell = "D9"\nsheet = "表3"\n'
    )
    record = checked(run, mapped(tmp_path, text, world, path), world)
    assert record.result == "consistent"
    assert [x.at for x in record.lines[:3]] == ["表3!D7", "D9", "D8"]


def test_a_table_of_text_is_read_too(tmp_path: Path, world: World) -> None:
    """A CSV has cells as well."""
    path = tmp_path / "ledger.csv"
    path.write_text("品种,用量\n烟煤,174000 t\n", encoding="utf-8")
    text = HEAD + '[[activity]]\ncarrier = "烟煤"\ncell = "B2"\n'
    found = mapped(tmp_path, text, world, path)
    assert found.activities[0].amount.to("t") == 174000


def test_lines_of_a_text_may_end_as_on_old_machines(tmp_path: Path, world: World) -> None:
    """A carriage return alone ends a line; a text with a cell that no cell is, is no table."""
    path = tmp_path / "ledger.csv"
    path.write_bytes("品种,用量\r烟煤,174000 t\r".encode())
    text = HEAD + '[[activity]]\ncarrier = "烟煤"\ncell = "B2"\n'
    found = mapped(tmp_path, text, world, path)
    assert found.activities[0].amount.to("t") == 174000
    path.write_text("品种,用量\n" + "9" * 200_000, encoding="utf-8")
    with pytest.raises(InputError, match="CE-F006"):
        mapped(tmp_path, text, world, path)


def test_what_is_wrong_with_a_mapping_is_told_at_once(tmp_path: Path, world: World) -> None:
    """Codes and places of everything, in both languages."""
    text = (
        '[filing]\nkind = "tax_return"\nyear = "二〇二六"\nboundry = "x"\n'
        '[[activity]]\ncarrier = "石头"\nvalue = "3 t"\n'
        '[[activity]]\ncarrier = "烟煤"\nvalue = "3 ton"\n'
        '[[activity]]\ncarrier = "烟煤"\ncell = "D7"\n'
        '[[stated]]\nvalue = "3 t"\n'
    )
    with pytest.raises(InputError) as caught:
        mapped(tmp_path, text, world)
    found = {(p.code, p.place.key) for p in caught.value.problems}
    assert {
        ("CE-G301", "filing.boundry"),
        ("CE-G302", "filing.boundary"),
        ("CE-G302", "filing.handed_in_by"),
        ("CE-G303", "filing.kind"),
        ("CE-G303", "filing.year"),
        ("CE-G303", "activity[0].carrier"),
        ("CE-U003", "activity[1].value"),
        ("CE-G304", "activity[2].cell"),
        ("CE-U004", "stated[0]"),
    } <= found
    for problem in caught.value.problems:
        assert problem.message("zh")
        assert problem.message("en")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[stated]\nvalue = "3 tCO2"\n', "stated"),
        ('[[stated]]\nvalue = "3 tCO2"\n' * 501, "stated"),
        ('[[activity]]\ncarrier = "柴油"\nvalue = "3 t"\n' * 500, "activity"),
    ],
    ids=["a single table", "too many figures", "too many lines"],
)
def test_no_line_is_left_out_in_silence(tmp_path: Path, world: World, text: str, key: str) -> None:
    """What is written as one table, and what goes beyond the bound, is told."""
    text = HEAD + '[[activity]]\ncarrier = "烟煤"\nvalue = "3 t"\n' + text
    with pytest.raises(InputError) as caught:
        mapped(tmp_path, text, world)
    assert [(p.code, p.place.key) for p in caught.value.problems] == [("CE-P004", key)]


def test_a_statistical_return_is_refused(tmp_path: Path, world: World) -> None:
    """统计法第28条 and 实施条例第30条 are named."""
    text = HEAD + 'origin = "statistics"\n[[activity]]\ncarrier = "烟煤"\nvalue = "3 t"\n'
    with pytest.raises(InputError) as caught:
        mapped(tmp_path, text, world)
    problem = caught.value.problems[0]
    assert problem.code == "CE-G305"
    assert "统计法第28条" in problem.message()
    assert "统计法实施条例第30条" in problem.message()


def test_no_activity_is_no_filing(tmp_path: Path, world: World) -> None:
    """Tonnes alone say nothing of what was burnt."""
    with pytest.raises(InputError) as caught:
        mapped(tmp_path, HEAD + '[[stated]]\nvalue = "3 tCO2"\n', world)
    assert [p.code for p in caught.value.problems] == ["CE-G306"]
