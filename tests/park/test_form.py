"""The Excel form of a park: the same park as its TOML text, errors at sheet and cell."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.forms import cell_name, open_workbook
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_file import SECTIONS, park_fields, parse_park, read_park
from carbon_eia.parks.park_form_layout import FORM, park_form, park_toml
from carbon_eia.parks.park_model import ROLES, Park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import Project
from carbon_eia.project.form_sheets import read_sheets
from carbon_eia.project.form_write import Names, project_form
from carbon_eia.project.reader import parse_toml
from carbon_eia.proof.kinds import PARK
from carbon_eia.reference import World
from carbon_eia.units import Quantity
from tests.conftest import ROOT
from tests.office.conftest import Office
from tests.office.typed import cell_at, renamed, sheets_with
from tests.sampling import at_most
from tests.strategies import park_tables

from .small import HEAD, coal, heat, member, power, project, scenario, transfer

SAMPLE = ROOT / "samples" / "park"

Edits = Mapping[tuple[str, str], Any]


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample park, in which forms may be written."""
    return Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("park") / "park"))


def bare(found: Any) -> Any:
    """A park without the places of its entries, each figure as its value and unit."""
    if isinstance(found, Place):
        return None
    if isinstance(found, Quantity):
        return found.value, found.unit.text
    if isinstance(found, Project):
        return found.sha256
    return tuple(map(bare, found)) if isinstance(found, tuple) else found


def figures(park: Park) -> Any:
    """What a park states, whatever its file looks like."""
    return bare(park._replace(text="", sha256="", texts={}))


# --- the same park


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_as_a_form_is_the_same_park(
    sample_folder: Path, world: World, lang: str
) -> None:
    """Written as a form and read back, every figure of the park is what its TOML file states."""
    tables = parse_toml((SAMPLE / "park.toml").read_text(encoding="utf-8"))
    path = sample_folder / f"park-{lang}.xlsx"
    path.write_bytes(park_form(tables, world, lang))
    park, given = read_park(path, world), read_park(SAMPLE / "park.toml", world)
    assert park.text == park_toml(tables)
    assert park.texts == given.texts
    assert figures(park) == figures(given)
    assert figures(park) == figures(parse_park(park.text, world, park.texts.__getitem__))


def test_the_record_of_a_form_is_that_of_its_text(sample_folder: Path, world: World) -> None:
    """But for the text and its hash, that of park.toml; and it can be computed again.

    A figure is recorded as it was typed: the form has no 0.40, it writes 0.4.
    """
    text = (SAMPLE / "park.toml").read_text(encoding="utf-8").replace('"0.40 t', '"0.4 t')
    path = sample_folder / "record.xlsx"
    path.write_bytes(park_form(parse_toml(text), world))
    park = read_park(path, world)
    given = parse_park(text, world, park.texts.__getitem__)
    limits = [b for f in park.benchmarks for b in parse_benchmarks(park.texts[f], world, f)]
    record, other = (make_record(evaluate_park(p, world, limits)) for p in (park, given))
    assert PARK.again(record, world) == record

    def without_text(found: ParkRecord) -> ParkRecord:
        return replace(found, id="", park=replace(found.park, text="", sha256=""))

    assert without_text(record) == without_text(other)


@pytest.mark.slow
def test_a_form_saved_by_libreoffice_is_the_same_park(
    tmp_path: Path, sample_folder: Path, world: World
) -> None:
    """Opened and saved by another program, it reads as before."""
    tables = parse_toml((SAMPLE / "park.toml").read_text(encoding="utf-8"))
    path = sample_folder / "saved.xlsx"
    path.write_bytes(Office(tmp_path).saved(park_form(tables, world)))
    assert read_park(path, world).text == park_toml(tables)


@at_most(25)
@given(tables=park_tables())
def test_any_park_survives_the_form(
    tmp_path_factory: pytest.TempPathFactory, world: World, tables: dict[str, Any]
) -> None:
    """Names of any letters, shares, amounts, scenarios with any number of changes."""
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    path.write_bytes(park_form(tables, world))
    assert read_sheets(path, FORM, lambda form: form.text) == park_toml(tables)


def test_the_canonical_text_is_a_fixed_point() -> None:
    """Written once or twice, the text is the same; changes stand under their scenario."""
    text = park_toml(parse_toml((SAMPLE / "park.toml").read_text(encoding="utf-8")))
    assert park_toml(parse_toml(text)) == text
    assert text.count("[[scenarios.changes]]") == 10
    assert 'grid_factor = "0.4 tCO2/MWh"' in text


# --- what a person types

FILES = {
    "甲": project("甲", power("电", "10") + heat("汽", "100", more='supply = "purchased"')),
    "乙": project("乙", coal("煤", "1") + heat("供汽", "100", more='supply = "export"')),
    "新": project("新", power("电", "5") + coal("煤", "1")),
}
TEXT = (
    HEAD
    + member("enterprises", "甲")
    + member("facilities", "乙", 'kind = "热电联产"')
    + member("projects", "新", "start = 2027")
    + '[[years]]\nyear = 2030\ncarbon_cap = "5 万tCO2"\nsource = "批复"\n'
    + transfer("乙", "供汽", "甲", "汽")
    + '[[sinks]]\nname = "绿地"\namount = "3 tCO2"\nsource = "调查"\n'
    + scenario(
        "规划",
        "plan",
        'year = 2030\nenergy = "-4 %";year = 2030\nof = "甲"\ngreen_share = "10 %"',
    )
)
MakePark = Callable[..., Path]


@pytest.fixture
def form(tmp_path: Path, world: World) -> MakePark:
    """A function: edits of cells → a small park's form beside the files of its members."""
    for name, text in FILES.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    path = tmp_path / "park.xlsx"
    path.write_bytes(park_form(parse_toml(TEXT), world))

    def make(edits: Edits | None = None) -> Path:
        if edits:
            path.write_bytes(sheets_with(path, edits))
        return path

    return make


def errors_of(path: Path, world: World) -> tuple[Problem, ...]:
    """Every problem of a form."""
    with pytest.raises(InputError) as caught:
        read_park(path, world)
    return caught.value.problems


TYPED: list[tuple[str, str, str, Any, str]] = [
    ("园区", "park.plan_years", "park.plan_years", "2027、2030", "plan_years = [2027, 2030]"),
    (
        "园区",
        "park.plan_years",
        "park.plan_years",
        "２０３０，２０３５",
        "plan_years = [2030, 2035]",
    ),
    ("园区", "park.plan_years", "park.plan_years", "2030\n2035", "plan_years = [2030, 2035]"),
    ("园区", "park.plan_years", "park.plan_years", 2030, "plan_years = [2030]"),
    ("园区", "park.base_year", "park.base_year", "２０２５", "base_year = 2025"),
    ("园区", "park.area", "park.area", "1,250", 'area = "1250 公顷"'),
    ("园区", "park.kind", "park.kind", "two_high", 'kind = "两高"'),
    ("园区", "park.benchmarks", "park.benchmarks", "甲.toml", 'benchmarks = ["甲.toml"]'),
    ("年份与控制值", "批复", "carbon_cap", 0.1 + 0.2, 'carbon_cap = "0.3 万tCO2"'),
    ("年份与控制值", "批复", "carbon_cap", "５", 'carbon_cap = "５ 万tCO2"'),
    ("年份与控制值", "批复", "carbon_cap", 1.35e-7, 'carbon_cap = "0.000000135 万tCO2"'),
    ("年份与控制值", "批复", "carbon_cap", "1.35E+2", 'carbon_cap = "135 万tCO2"'),
    ("年份与控制值", "批复", "carbon_cap", "5.0 万tCO2", 'carbon_cap = "5 万tCO2"'),
    ("年份与控制值", "批复", "source", "=1+1", 'source = "=1+1"'),
    ("年份与控制值", "批复", "source", datetime(2026, 1, 5), 'source = "2026-01-05"'),
    ("园区内购售", "供汽", "loss", (0.03, "%"), 'loss = "3 %"'),
    ("园区内购售", "供汽", "loss", "3%", 'loss = "3 %"'),
    ("规划项目", "新", "start", "2028", "start = 2028"),
    ("规划项目", "新", "measures", "all", 'measures = "全部计入"'),
    ("情景", "甲", "changes.efficiency", 3, 'efficiency = "3"'),
    ("情景", "甲", "changes.activity", (-0.125, "%"), 'activity = "-12.5 %"'),
]


@pytest.mark.parametrize(("sheet", "row", "key", "value", "line"), TYPED)
def test_a_cell_is_read_as_it_is_shown(
    form: MakePark, sheet: str, row: str, key: str, value: Any, line: str
) -> None:
    """Years, numbers, percent, full-width digits and texts come as a person sees them."""
    path = form({(sheet, cell_at(form(), sheet, row, key)): value})
    text = read_sheets(path, FORM, lambda found: found.text)
    assert line in text.split("\n")


MISTAKES: list[tuple[str, str, str, Any, str]] = [
    ("园区", "park.name", "park.name", None, "CE-P003"),
    ("园区", "park.kind", "park.kind", "三高", "CE-P005"),
    ("园区", "park.region", "park.region", "不知道哪里", "CE-P012"),
    ("园区", "park.base_year", "park.base_year", datetime(2025, 1, 1), "CE-O005"),
    ("园区", "park.plan_years", "park.plan_years", "近期", "CE-P004"),
    ("园区", "park.plan_years", "park.plan_years", 20302035, "CE-P007"),
    ("园区", "park.plan_years", "park.plan_years", "2020、2030", "CE-K003"),
    ("园区", "park.benchmarks", "park.benchmarks", "没有.toml", "CE-F001"),
    ("年份与控制值", "批复", "year", "#REF!", "CE-O011"),
    ("年份与控制值", "批复", "carbon_cap", datetime(2026, 1, 5), "CE-O005"),
    ("年份与控制值", "批复", "carbon_cap", "5 t", "CE-O004"),
    ("年份与控制值", "批复", "carbon_cap", -1, "CE-P007"),
    ("年份与控制值", "批复", "carbon_cap/unit", "ton", "CE-U003"),
    ("年份与控制值", "批复", "source", None, "CE-P003"),
    ("园区内购售", "供汽", "loss", 0.03, "CE-O007"),
    ("园区内购售", "供汽", "to", "丙", "CE-K008"),
    ("规划项目", "新", "start", None, "CE-P003"),
    ("规划项目", "新", "start", 2025, "CE-K003"),
    ("规划项目", "新", "name", "甲", "CE-K004"),
    ("规划项目", "新", "file", "没有.toml", "CE-F001"),
    ("规划项目", "新", "file", "没有.xlsx", "CE-F001"),
    ("规划项目", "新", "file", "../新.xlsx", "CE-K001"),
    ("情景", "规划", "changes.energy", 0.5, "CE-O007"),
    ("情景", "甲", "changes.green_share", (1.5, "%"), "CE-P007"),
    ("情景", "甲", "changes.source", None, "CE-P003"),
    ("情景", "甲", "changes.switch_from", "烟煤", "CE-K002"),
    ("情景", "甲", "changes.year", 2031, "CE-K003"),
]

IN_THE_ROW = {
    ("园区内购售", "CE-K008"): "from",
    ("规划项目", "CE-K003"): "name",
    ("情景", "CE-K002"): "name",
    ("情景", "CE-K003"): "name",
}
"""What is wrong with an entry as a whole stands at its first cell."""


@pytest.mark.parametrize(("sheet", "row", "key", "value", "code"), MISTAKES)
def test_a_mistake_is_named_at_its_cell(
    form: MakePark, world: World, sheet: str, row: str, key: str, value: Any, code: str
) -> None:
    """The error has the code of a TOML file where there is one, the sheet and the cell."""
    key_told = IN_THE_ROW.get((sheet, code), key.removesuffix("/unit"))
    expected = cell_at(form(), sheet, row, key_told)
    path = form({(sheet, cell_at(form(), sheet, row, key)): value})
    problems = errors_of(path, world)
    (problem,) = (p for p in problems if p.code == code)
    assert (problem.place.sheet, problem.place.cell) == (sheet, expected)
    for lang in ("zh", "en"):
        assert problem.message(lang)
        assert problem.hint(lang)


def test_an_empty_form_says_what_is_missing(tmp_path: Path, world: World) -> None:
    """Every required field of the park, each at its cell, at once."""
    path = tmp_path / "park.xlsx"
    path.write_bytes(park_form({}, world))
    found = {(p.code, p.place.key, p.place.cell) for p in errors_of(path, world)}
    required = [f"park.{k}" for k, f in park_fields()["park"].items() if f.required]
    assert found == {("CE-P003", k, cell_at(path, "园区", k, k)) for k in required}


def test_all_mistakes_come_together_in_order(form: MakePark, world: World) -> None:
    """Sheet by sheet and row by row, and those of a member's file behind them."""
    path = form(
        {
            ("情景", cell_at(form(), "情景", "甲", "changes.green_share")): 0.5,
            ("园区", cell_at(form(), "园区", "park.area", "park.area")): "大",
            ("园区内购售", cell_at(form(), "园区内购售", "供汽", "loss")): 3,
        }
    )
    wrong = FILES["甲"].replace("10 MWh", "10 MWhh")
    (path.parent / "甲.toml").write_text(wrong, encoding="utf-8")
    problems = errors_of(path, world)
    assert [(p.place.sheet, p.place.file) for p in problems] == [
        ("园区", str(path)),
        ("园区内购售", str(path)),
        ("情景", str(path)),
        ("", "甲.toml"),
    ]


def test_what_does_not_balance_is_told_at_its_row(form: MakePark, world: World) -> None:
    """An error that only the account finds stands at the cell of the sale too."""
    path = form({("园区内购售", cell_at(form(), "园区内购售", "供汽", "loss")): (0.5, "%")})
    with pytest.raises(InputError) as caught:
        evaluate_park(read_park(path, world), world)
    (problem,) = caught.value.problems
    row = cell_at(path, "园区内购售", "供汽", "from")
    assert (problem.code, problem.place.sheet, problem.place.cell) == ("CE-K009", "园区内购售", row)


def test_a_sheet_of_another_name_is_not_passed_over(form: MakePark, world: World) -> None:
    """Facilities on a sheet that nobody knows would be missing from the total."""
    path = form()
    path.write_bytes(renamed(path, "公用设施", "公共设施"))
    problems = errors_of(path, world)
    assert [(p.code, p.place.sheet) for p in problems if p.code == "CE-O015"] == [
        ("CE-O015", "公共设施")
    ]


# --- members that are forms themselves


def member_form(path: Path, text: str) -> None:
    """The form of a project of the sector other-industry."""
    names = Names("x", "y", ("electricity", "heat", "combustion"), {})
    path.write_bytes(project_form(parse_toml(text), names))


def test_a_member_may_be_a_form(form: MakePark, world: World) -> None:
    """Its project and the park's account are those of its text; the record holds that text."""
    path = form({("现有企业", cell_at(form(), "现有企业", "甲", "file")): "甲.xlsx"})
    member_form(path.parent / "甲.xlsx", FILES["甲"])
    park = read_park(path, world)
    given = parse_park(TEXT, world, lambda name: FILES[name.removesuffix(".toml")])
    records = [make_record(evaluate_park(p, world)) for p in (park, given)]
    assert records[0].base == records[1].base
    assert records[0].park.files["甲.xlsx"].startswith("[project]\n")
    assert PARK.again(records[0], world) == records[0]


def test_a_mistake_in_a_member_is_told_at_its_own_cell(form: MakePark, world: World) -> None:
    """When it is read, and when it is accounted."""
    path = form({("现有企业", cell_at(form(), "现有企业", "甲", "file")): "甲.xlsx"})
    own = path.parent / "甲.xlsx"
    member_form(own, FILES["甲"])
    cell = cell_at(own, "排放源", "电", "amount")
    own.write_bytes(sheets_with(own, {("排放源", cell): "很多"}))
    (problem,) = errors_of(path, world)
    assert problem.place[:1] + problem.place[3:] == ("甲.xlsx", "排放源", cell)
    own.write_bytes(b"no workbook")
    (problem,) = errors_of(path, world)
    assert (problem.code, problem.place.cell) == (
        "CE-O018",
        cell_at(path, "现有企业", "甲", "file"),
    )


def test_one_form_is_not_taken_for_another(form: MakePark, world: World) -> None:
    """A project's form is no park, and a park's no project: the missing sheet is named."""
    path = form()
    other = path.parent / "甲.xlsx"
    member_form(other, FILES["甲"])
    assert [p.code for p in errors_of(other, world)] == ["CE-O003"]
    text = TEXT.replace("甲.toml", "park.xlsx")
    (path.parent / "park.toml").write_text(text, encoding="utf-8")
    problems = errors_of(path.parent / "park.toml", world)
    assert "CE-O003" in [p.code for p in problems]
    assert "项目" in next(p.message() for p in problems if p.code == "CE-O003")


@at_most(40)
@given(data=st.data())
def test_whatever_a_cell_holds_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, world: World, data: st.DataObject
) -> None:
    """Any value in any cell gives a park, or an error with a place; never a traceback."""
    path = tmp_path_factory.mktemp("cells") / "park.xlsx"
    for name, text in FILES.items():
        (path.parent / f"{name}.toml").write_text(text, encoding="utf-8")
    path.write_bytes(park_form(parse_toml(TEXT), world))
    sheets = [s for s in open_workbook(path) if FORM.sheet_of(s.name)]
    sheet = data.draw(st.sampled_from(sheets))
    row = data.draw(st.integers(3, len(sheet.rows) - 1))
    column = data.draw(st.integers(0, max(3, len(sheet.rows[row]) - 1)))
    value = data.draw(
        st.one_of(
            st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
            st.floats(allow_nan=False, allow_infinity=False),
            st.booleans(),
            st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
            st.sampled_from(["#N/A", "1e999", "２０３０；", "{", "[[park]]", "=1", "甲"]),
        )
    )
    path.write_bytes(sheets_with(path, {(sheet.name, cell_name(row, column)): value}))
    problems: tuple[Problem, ...] = ()
    try:
        assert read_park(path, world).name
    except InputError as error:
        problems = error.problems
    assert all(p.place.sheet or p.place.key for p in problems)


# --- one description, safe to open


def test_every_section_and_field_has_its_place(tmp_path: Path, world: World) -> None:
    """A section or key that is added to park files cannot be forgotten by the form."""
    assert set(FORM.sheets) | {"city"} == set(SECTIONS)
    path = tmp_path / "park.xlsx"
    path.write_bytes(park_form({}, world))
    keys = {
        sheet.name: {str(c.value) for row in sheet.rows for c in row if c.value}
        for sheet in open_workbook(path)
    }
    for which in FORM.sheets:
        found = keys[FORM.names(which)["zh"]]
        if which == "park":
            assert {f"{s}.{k}" for s in ("park", "city") for k in park_fields()[s]} <= found
            continue
        section = "members" if which in ROLES else which
        own = set(park_fields()[section]) - {"changes"}
        changes = {f"changes.{k}" for k in park_fields()["changes"]} if which == "scenarios" else {}
        assert own | set(changes) <= found


def test_nothing_in_a_form_is_a_formula(tmp_path: Path, world: World) -> None:
    """Names that begin with = + - @ are texts, marked as such, and come back as they were."""
    tables = parse_toml(TEXT)
    names = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"]
    for entry, name in zip(
        [tables["park"], tables["enterprises"][0], tables["sinks"][0], tables["scenarios"][0]],
        names,
        strict=True,
    ):
        entry["name"] = name
    path = tmp_path / "park.xlsx"
    path.write_bytes(park_form(tables, world))
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
        styles = archive.read("xl/styles.xml").decode()
    assert not any("<f>" in s or "<hyperlink" in s for s in sheets)
    assert 'quotePrefix="1"' in styles
    assert read_sheets(path, FORM, lambda form: form.text) == park_toml(tables)


def test_choices_are_offered(tmp_path: Path, world: World) -> None:
    """Lists hang on the cells of choices, sectors, regions, units and members' names."""
    path = tmp_path / "park.xlsx"
    path.write_bytes(park_form(parse_toml(TEXT), world))
    (lists,) = (s for s in open_workbook(path) if s.name == "选项")
    offered = {str(c.value) for row in lists.rows for c in row}
    assert {"两高", "热电联产", "铅冶炼", "万tCO2", "甲", "园区外", "择优"} <= offered


def test_same_tables_give_same_bytes(world: World) -> None:
    """No clock enters a form."""
    assert park_form(parse_toml(TEXT), world) == park_form(parse_toml(TEXT), world)


def test_numbers_keep_their_digits(tmp_path: Path, world: World) -> None:
    """A figure with more digits than a cell keeps stands as text and comes back exact."""
    tables = parse_toml(TEXT)
    tables["sinks"][0]["amount"] = "0.12345678901234567 tCO2"
    tables["park"]["area"] = {"value": Decimal("100.5"), "unit": "公顷"}
    path = tmp_path / "park.xlsx"
    path.write_bytes(park_form(tables, world))
    text = read_sheets(path, FORM, lambda form: form.text)
    assert 'amount = "0.12345678901234567 tCO2"' in text
    assert 'area = "100.5 公顷"' in text
