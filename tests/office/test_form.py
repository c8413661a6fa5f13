"""The Excel form: the same project as its TOML text, errors at sheet and cell, safe to open."""

from __future__ import annotations

import io
import re
import struct
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import Benchmark
from carbon_eia.cli.assessing import load_run
from carbon_eia.errors import InputError, Problem
from carbon_eia.forms import FORM_LIMITS, Sheet, open_workbook
from carbon_eia.project import Field, Project, fields, method_label, parse_project, read_project
from carbon_eia.project.canonical import canonical_project, project_toml
from carbon_eia.project.form import FORM, source_columns
from carbon_eia.project.form_write import Names, project_form
from carbon_eia.project.project_file import SECTIONS
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World, open_world, read_sector
from carbon_eia.reference.offered import offered_names, sector_methods
from carbon_eia.run import canonical, make_run
from tests.conftest import AS_OF, ROOT
from tests.office.conftest import SAMPLES, Office, sample
from tests.office.typed import cell_at, renamed, sheets_with
from tests.sampling import at_most
from tests.strategies import project_texts

SECTORS = sorted(open_world(AS_OF).sectors())

WRONG = sorted((ROOT / "tests" / "project" / "wrong").glob("*.toml"))

NOT_IN_A_FORM = {
    "CE-P001-twice": "no TOML",
    "CE-T020-sign": "no TOML",
    "CE-T021-quotes": "no TOML",
    "CE-T022-key": "no TOML",
    "CE-P009-no-such-day": "no TOML",
    "CE-P002-facts": "a form has no cell for an unknown key",
    "CE-P002-key": "a form has no cell for an unknown key",
    "CE-P002-table": "a form has no cell for an unknown key",
    "CE-P003-head": "a whole section is missing",
    "CE-P004-forms": "a value of a kind that no cell can hold",
    "CE-P004-tables": "a table in the place of a list",
    "CE-P005-choice": "a source without a known method has no parameters",
    "CE-P018-control": "control characters",
    "ten-mistakes": "has an unknown key",
}

MakeForm = Callable[..., Path]


@pytest.fixture(scope="session")
def form(world: World, tmp_path_factory: pytest.TempPathFactory) -> MakeForm:
    """A function: tables of a project → its form in a file of its own; the same tables are put
    into cells once."""
    count, made = 0, dict[str, bytes]()

    def make(tables: Mapping[str, Any], lang: str = "zh", sector: str = "cement-clinker") -> Path:
        nonlocal count
        count += 1
        key = repr((tables, lang, sector))
        if key not in made:
            found = read_sector(world, sector)
            names = Names("x", "y", sector_methods(found), offered_names(world, found, lang))
            made[key] = project_form(tables, names, lang)
        path = tmp_path_factory.getbasetemp() / f"form-{count}.xlsx"
        path.write_bytes(made[key])
        return path

    return make


def example(world: World, sector: str) -> dict[str, Any]:
    """The tables of a sector's example."""
    found = read_sector(world, sector).example
    return {**found, "project": {**found["project"], "sector": sector}}


def run_bytes(project: Project, world: World, limits: list[Benchmark]) -> bytes:
    """The bytes of a project's Run."""
    return canonical(make_run(assess(project, world, limits)))


def same_as_text(path: Path, world: World, limits: list[Benchmark]) -> Project:
    """The project of a form, whose Run is that of its text to the byte."""
    project = read_project(path, world)
    assert run_bytes(project, world, limits) == run_bytes(
        parse_project(project.text, world), world, limits
    )
    return project


# --- the same project


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_sample_as_a_form_is_the_same_run(
    form: MakeForm, world: World, demo_benchmarks: list[Benchmark], name: str, lang: str
) -> None:
    """A sample exported and read back gives its canonical text and the identical Run."""
    tables = parse_toml(sample(name))
    project = same_as_text(form(tables, lang), world, demo_benchmarks)
    assert project.text == project_toml(tables)
    given = parse_project(sample(name), world)
    assert (project.name, project.year, project.facts) == (given.name, given.year, given.facts)
    assert [s.name for s in project.sources] == [s.name for s in given.sources]


@pytest.mark.slow(every=8)
@pytest.mark.parametrize("sector", SECTORS)
def test_example_of_every_sector_as_a_form_is_the_same_run(
    form: MakeForm, world: World, demo_benchmarks: list[Benchmark], sector: str
) -> None:
    """Every sector's form, as ``new`` writes it, assesses to the Run of its text."""
    tables = example(world, sector)
    project = same_as_text(form(tables, "zh", sector), world, demo_benchmarks)
    assert project.text == project_toml(tables)


@at_most(12)
@given(text=project_texts())
def test_any_project_survives_the_form(form: MakeForm, world: World, text: str) -> None:
    """Whatever a project holds, the form gives back its canonical text."""
    tables = parse_toml(text)
    assert read_project(form(tables), world).text == project_toml(tables)


@given(text=project_texts())
def test_canonical_text_is_a_fixed_point(world: World, text: str) -> None:
    """Written once or twice, the text is the same, and it means the same emission."""
    once = project_toml(parse_toml(text))
    assert project_toml(parse_toml(once)) == once
    before, after = (assess(parse_project(t, world), world) for t in (text, once))
    assert before.inventory.total() == after.inventory.total()
    assert before.decision.verdict == after.decision.verdict


@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=40)
        .map(str.strip)
        .filter(bool),
        min_size=3,
        max_size=3,
        unique=True,
    )
)
@at_most(25)
def test_names_of_any_letters_survive(
    form: MakeForm, world: World, sample_text: str, texts: list[str]
) -> None:
    """Names with quotes, semicolons, emoji or a leading = come back letter by letter."""
    tables = parse_toml(sample_text)
    tables["project"]["name"] = texts[0]
    tables["measures"][0]["name"] = texts[1]
    tables["measures"][1]["name"] = texts[2]
    tables["measures"][1]["requires"] = [texts[1]]
    try:
        parse_project(project_toml(tables), world)
    except InputError:
        return  # a name that no project may have
    assert read_project(form(tables), world).text == project_toml(tables)


def test_toml_text_escapes_what_it_must() -> None:
    """Every character of a text comes back from the TOML text as it was."""
    text = 'a"b\\c' + "".join(map(chr, range(32))) + "\x7f\u2028é煤"
    back = tomllib.loads(project_toml({"x": {"y": text}, "project": {"name": "n"}}))
    assert back["x"]["y"] == text


def test_what_has_no_column_stands_with_the_further_parameters(
    form: MakeForm, world: World, demo_benchmarks: list[Benchmark]
) -> None:
    """A source of a method that the sector's form has no columns for is not lost."""
    tables = parse_toml(sample("cement-clinker"))
    tables["sources"] += [
        {"name": "蒸汽", "method": "heat", "steam": {"mass": "5 万t", "pressure": "1 MPa"}},
        {"name": "尿素", "method": "urea", "amount": "1200 t", "purity": "0.325"},
    ]
    path = form(tables)
    assert "steam.mass" not in [c.key for c in source_columns(["combustion"])]
    project = same_as_text(path, world, demo_benchmarks)
    assert project.text == project_toml(tables)
    assert 'purity = "32.5 %"' in project.text


def test_effects_take_a_row_each(form: MakeForm, world: World) -> None:
    """A measure with three effects stands in three rows and comes back as one."""
    tables = parse_toml(sample("cement-clinker"))
    sources = [s["name"] for s in tables["sources"]]
    tables["measures"][0]["effects"] = [{"source": s, "saves": "1 %"} for s in sources[:3]]
    project = read_project(form(tables), world)
    assert [len(m.effects) for m in project.measures] == [3, 1]


@pytest.mark.slow
def test_a_form_saved_by_libreoffice_is_the_same_project(
    office: Office, form: MakeForm, world: World, demo_benchmarks: list[Benchmark]
) -> None:
    """Opened and saved by another program, dates, percent and texts read as before."""
    tables = parse_toml(sample("lead-smelter"))
    path = form(tables, sector="lead-smelting")
    saved = office.saved(path.read_bytes())
    again = path.with_name("saved.xlsx")
    again.write_bytes(saved)
    project = same_as_text(again, world, demo_benchmarks)
    assert project.text == read_project(path, world).text


def test_spreads_survive(form: MakeForm, world: World, demo_benchmarks: list[Benchmark]) -> None:
    """An uncertainty as percent, as limits, or of a parameter comes back from its cell."""
    tables = parse_toml(sample("cement-clinker"))
    tables["sources"][0]["uncertainty"] = {"low": "17 万t", "high": "20 万t"}
    tables["sources"][0]["uncertainties"] = {"ncv": "3 %"}
    tables["sources"][1]["uncertainty"] = "2.50 %"
    project = same_as_text(form(tables), world, demo_benchmarks)
    assert project.text == project_toml(tables)
    assert 'uncertainty = { low = "17 万t", high = "20 万t" }' in project.text
    assert 'uncertainty = "2.5 %"' in project.text


# --- what a person types into cells


def errors_of(path: Path) -> tuple[Problem, ...]:
    """Every problem of a form, through to its assessment."""
    with pytest.raises(InputError) as caught:
        load_run(path, "2026-06-30", [])
    return caught.value.problems


COAL, POWER, CLINKER = "窑头窑尾煤", "外购电力", "熟料生产过程"

TYPED: list[tuple[str, str, Any, str]] = [
    (COAL, "amount", 16.8, 'amount = "16.8 万t"'),
    (COAL, "amount", "１６．８", 'amount = "１６．８ 万t"'),
    (COAL, "amount", "168,000", 'amount = "168000 万t"'),
    (COAL, "amount", "16.80万t", 'amount = "16.8 万t"'),
    (COAL, "amount", 0.1 + 0.2, 'amount = "0.3 万t"'),
    (COAL, "uncertainty", (0.025, "%"), 'uncertainty = "2.5 %"'),
    (COAL, "uncertainty", "2.5 %", 'uncertainty = "2.5 %"'),
    (COAL, "uncertainty", 0, 'uncertainty = "0 %"'),
    (CLINKER, "cao", (0.985, "%"), 'cao = "98.5 %"'),
    (CLINKER, "cao", (0.07, "%"), 'cao = "7 %"'),
    (COAL, "evidence", 20251101, 'evidence = "20251101"'),
    (COAL, "evidence", "=1+1", 'evidence = "=1+1"'),
    (COAL, "evidence", datetime(2025, 11, 1), 'evidence = "2025-11-01"'),
    (COAL, "…", "oxidation=98 %", 'oxidation = "98 %"'),
    (COAL, "account", "replaced", 'account = "以新带老"'),
]


@pytest.mark.parametrize(("row", "key", "value", "line"), TYPED)
def test_a_cell_is_read_as_it_is_shown(
    form: MakeForm, world: World, row: str, key: str, value: Any, line: str
) -> None:
    """Numbers, percent, full-width digits, dates and codes come as a person sees them."""
    tables = canonical_project(parse_toml(sample("cement-clinker")))
    path = form(tables)
    cell = cell_at(path, "排放源", row, key)
    path.write_bytes(sheets_with(path, {("排放源", cell): value}))
    assert line in read_project(path, world).text.split("\n")


UPRIGHT_CELLS = [
    ("project.year", 2027, "year = 2027"),
    ("project.year", "２０２７", "year = 2027"),
    ("project.retrofit_deadline", datetime(2028, 6, 29), "retrofit_deadline = 2028-06-29"),
    ("project.retrofit_deadline", "2028年6月29日", "retrofit_deadline = 2028-06-29"),
    ("project.retrofit_deadline", "2028/6/29", "retrofit_deadline = 2028-06-29"),
    ("project.code", "2602-431021-04-01-000009", 'code = "2602-431021-04-01-000009"'),
    ("project.code", 26024310210401, 'code = "26024310210401"'),
    ("facts.two_high", "否", "two_high = false"),
    ("facts.two_high", True, "two_high = true"),
    ("facts.pue", 1.25, 'pue = "1.25"'),
    ("facts.energy_level", "2级", 'energy_level = "2级"'),
    ("facts.solid_waste_use_share", (0.8, "%"), 'solid_waste_use_share = "80 %"'),
]


@pytest.mark.parametrize(("key", "value", "line"), UPRIGHT_CELLS)
def test_an_upright_cell_is_read_as_it_is_shown(
    form: MakeForm, world: World, key: str, value: Any, line: str
) -> None:
    """Years, days, codes and truth values in the ways in which people type them."""
    path = form(parse_toml(sample("cement-clinker")))
    sheet = "事实" if key.startswith("facts") else "项目"
    path.write_bytes(sheets_with(path, {(sheet, cell_at(path, sheet, key, key)): value}))
    assert line in read_project(path, world).text.split("\n")


MISTAKES: list[tuple[str, str, Any, str]] = [
    (COAL, "amount", "16.8 ton", "CE-O004"),
    (COAL, "amount", "16.8 t", "CE-O004"),
    (COAL, "amount", "abc", "CE-U005"),
    (COAL, "amount", -1, "CE-P007"),
    (COAL, "amount", datetime(2026, 1, 2), "CE-O005"),
    (COAL, "amount", True, "CE-O005"),
    (COAL, "amount", "#REF!", "CE-O011"),
    (COAL, "amount/unit", "ton", "CE-U003"),
    (COAL, "amount/unit", "万", "CE-U002"),
    (COAL, "amount/unit", "kW", "CE-U004"),
    (COAL, "amount/unit", None, "CE-U001"),
    (COAL, "oxidation", 0.985, "CE-O007"),
    (COAL, "oxidation", 98.5, "CE-O007"),
    (CLINKER, "cao", 65.2, "CE-O007"),
    (CLINKER, "cao", (1.5, "%"), "CE-P007"),
    (COAL, "material", "煤煤煤", "CE-P011"),
    (COAL, "method", "燃烧呀", "CE-P005"),
    (COAL, "evidence", 4310210401000001.0, "CE-O006"),
    (COAL, "…", "oxidation", "CE-O010"),
    (COAL, "…", "ncv=23 GJ/t", "CE-O012"),
    (COAL, "…", "nvc=23 GJ/t", "CE-P002"),
    (COAL, "name", POWER, "CE-P008"),
    (COAL, "name", None, "CE-P003"),
]


@pytest.mark.parametrize(("row", "key", "value", "code"), MISTAKES)
def test_a_mistake_is_named_at_its_cell(
    form: MakeForm, world: World, row: str, key: str, value: Any, code: str
) -> None:
    """The error has the code of a TOML file where there is one, the sheet and the cell."""
    tables = canonical_project(parse_toml(sample("cement-clinker")))
    del tables["measures"]
    path = form(tables)
    cell = cell_at(path, "排放源", row, key)
    path.write_bytes(sheets_with(path, {("排放源", cell): value}))
    problems = errors_of(path)
    assert code in [p.code for p in problems]
    (problem,) = (p for p in problems if p.code == code)
    expected = cell_at(form(tables), "排放源", row, key.removesuffix("/unit"))
    if code == "CE-P008":
        expected = cell_at(form(tables), "排放源", POWER, "name")
    assert (problem.place.sheet, problem.place.cell) == ("排放源", expected)
    assert f"排放源!{expected}" in str(problem.place)
    for lang in ("zh", "en"):
        assert problem.message(lang)
        assert problem.hint(lang)


def test_all_mistakes_come_together_in_order(form: MakeForm, world: World) -> None:
    """Mistakes on three sheets are reported at once, sheet by sheet, row by row."""
    path = form(parse_toml(sample("cement-clinker")))
    edits = {
        ("项目", cell_at(path, "项目", "project.stage", "project.stage")): "将建",
        ("排放源", cell_at(path, "排放源", POWER, "amount/unit")): "ton",
        ("排放源", cell_at(path, "排放源", COAL, "oxidation")): 0.5,
        ("措施", cell_at(path, "措施", "纯低温余热发电", "finish")): "明年",
    }
    path.write_bytes(sheets_with(path, edits))
    found = [(p.place.sheet, p.code) for p in errors_of(path)]
    assert found == [
        ("项目", "CE-P005"),
        ("排放源", "CE-O007"),
        ("排放源", "CE-U003"),
        ("措施", "CE-P009"),
    ]


@pytest.mark.slow(every=4)
@pytest.mark.parametrize("wrong", WRONG, ids=lambda p: p.stem)
def test_wrong_project_is_wrong_in_the_same_way(form: MakeForm, world: World, wrong: Path) -> None:
    """A form with the mistakes of a wrong TOML file has the same codes at the same keys."""
    if wrong.stem in NOT_IN_A_FORM:
        return
    tables = parse_toml(wrong.read_text(encoding="utf-8"))
    with pytest.raises(InputError) as caught:
        assess(parse_project(project_toml(tables), world), world)
    expected = sorted((p.code, p.place.key) for p in caught.value.problems)
    problems = errors_of(form(tables))
    aside = {("CE-U001", "CE-O007"), ("CE-P006", "CE-O007"), ("CE-P074", "CE-O005")}
    found = sorted((p.code, p.place.key) for p in problems)
    assert [k for _, k in found] == [k for _, k in expected]
    for (a, _), (b, _) in zip(expected, found, strict=True):
        assert a == b or (a, b) in aside
    assert all(p.place.sheet for p in problems)


def test_named_exceptions_exist() -> None:
    """The list of what a form cannot get wrong names files that are there."""
    assert set(NOT_IN_A_FORM) <= {p.stem for p in WRONG}


@pytest.mark.parametrize(
    ("edits", "code", "cell"),
    [
        ({("排放源", "AZ7"): "多余"}, "CE-O008", "AZ7"),
        ({("排放源", "B6"): "nmae"}, "CE-O009", "B6"),
        ({("排放源", "C6"): "name"}, "CE-O012", "C6"),
        ({("排放源", "A6"): None}, "CE-O013", "A1"),
        ({("项目", "A60"): "project.nmae"}, "CE-O009", "A60"),
        ({("项目", "A60"): "project.name"}, "CE-O012", "A60"),
    ],
)
def test_a_damaged_layout_is_named(
    form: MakeForm, world: World, edits: dict[tuple[str, str], Any], code: str, cell: str
) -> None:
    """A lost key, a key twice or a figure beside the table is an error, never passed over."""
    path = form(parse_toml(sample("cement-clinker")))
    path.write_bytes(sheets_with(path, edits))
    assert (code, cell) in [(p.code, p.place.cell) for p in errors_of(path)]


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [("排放源", "排放源2", "A6"), ("措施", "Sources", "A6"), ("事实", "其他", "A4")],
)
def test_a_sheet_that_would_not_be_read_is_named(
    form: MakeForm, old: str, new: str, cell: str
) -> None:
    """A sheet with keys whose name was changed, or that is there twice, is lost by nobody."""
    path = form(parse_toml(sample("cement-clinker")))
    path.write_bytes(renamed(path, old, new))
    (problem,) = (p for p in errors_of(path) if p.code == "CE-O015")
    assert (problem.place.sheet, problem.place.cell) == (new, cell)


def test_rows_and_columns_may_move(form: MakeForm, world: World) -> None:
    """Keys are found where they stand: a column moved and a row left empty change nothing."""
    path = form(parse_toml(sample("cement-clinker")))
    text = read_project(path, world).text

    def moved(sheet: str, row: int, column: int, cells: int) -> tuple[int, int]:
        if sheet in ("项目", "事实", "文字说明"):
            return row + 3, column
        return row + 1, column if column == 0 else cells - column

    path.write_bytes(sheets_with(path, moved=moved))
    assert read_project(path, world).text == text


# --- what nobody should hand in


def test_other_files_are_refused(tmp_path: Path, world: World) -> None:
    """A text, an empty file, a folder, a bare zip: each with its code, never a traceback."""
    path = tmp_path / "form.xlsx"
    for content, code in (
        (b"no workbook", "CE-O018"),
        (b"", "CE-F004"),
        (zipped({"a.txt": b"x"}), "CE-O018"),
        (b"x" * (4 * 1024 * 1024 + 1), "CE-F003"),
    ):
        path.write_bytes(content)
        assert [p.code for p in errors_of(path)] == [code]
    assert [p.code for p in errors_of(tmp_path / "none.xlsx")] == ["CE-F001"]


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of some parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_part(path: Path, name: str, part: bytes) -> bytes:
    """The archive with another part in the place of one."""
    with zipfile.ZipFile(path) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    return zipped({**parts, name: part})


def test_bombs_are_refused(form: MakeForm, world: World) -> None:
    """Much in little, a cell in the last row, a row of countless cells, entities: all refused."""
    path = form(parse_toml(sample("cement-clinker")))
    original = path.read_bytes()
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    cell = b"<c><v>1</v></c>"
    bombs = (
        with_part(path, "xl/media/x.bin", bytes(80 * 1024 * 1024)),
        with_part(
            path,
            "xl/worksheets/sheet2.xml",
            head + b'<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
            b"</worksheet>",
        ),
        with_part(
            path,
            "xl/worksheets/sheet2.xml",
            head + b"<sheetData><row>" + cell * 400 + b"</row></sheetData></worksheet>",
        ),
        with_part(
            path,
            "xl/worksheets/sheet2.xml",
            head
            + b"<sheetData>"
            + b"<row/>" * (FORM_LIMITS.rows + 1)
            + b"</sheetData></worksheet>",
        ),
        with_part(
            path,
            "xl/worksheets/sheet2.xml",
            b'<!DOCTYPE w [<!ENTITY a "aaaa">]>' + head + b"</worksheet>",
        ),
        with_part(path, "xl/workbook.xml", b"<workbook"),
    )
    for bomb in bombs:
        path.write_bytes(bomb)
        (problem,) = errors_of(path)
        assert problem.code in ("CE-O001", "CE-O002")
    path.write_bytes(original)
    assert read_project(path, world).name


def test_an_archive_that_lies_about_its_sizes_is_refused(form: MakeForm, world: World) -> None:
    """A part that claims to be smaller than it is does not get past the bound."""
    path = form(parse_toml(sample("cement-clinker")))
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    struct.pack_into("<L", raw, at + 24, 10)  # uncompressed size in the central directory
    path.write_bytes(bytes(raw))
    assert [p.code for p in errors_of(path)] == ["CE-O001"]


@at_most(30)
@given(data=st.data())
def test_damaged_bytes_never_end_in_a_traceback(
    form: MakeForm, world: World, sample_text: str, data: st.DataObject
) -> None:
    """A form with flipped bytes is read or refused with a code."""
    path = form(parse_toml(sample_text))
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(raw))
    with suppress(InputError):
        read_project(path, world)


# --- one description of fields


def test_every_section_of_a_file_has_a_sheet() -> None:
    """A section that is added to project files cannot be forgotten by the form."""
    upright_sections = {s for sections in FORM.upright.values() for s in sections}
    assert upright_sections | set(FORM.shape.lists) == set(SECTIONS)


def test_every_field_has_a_place_in_the_form(form: MakeForm, world: World) -> None:
    """Each key of fields.csv stands on a sheet, or can be given as a further parameter."""
    keys = {
        str(c.value)
        for s in open_workbook(form(example(world, "cement-clinker")))
        for row in s.rows
        for c in row
        if isinstance(c.value, str)
    }
    for section in ("project", "economics", "city", "planning", "facts"):
        assert {f"{section}.{k}" for k in fields(section)} <= keys
    known = {s: {c.name for c in FORM.columns(s)} for s in ("products", "sources", "measures")}
    for sheet in ("products", "measures"):
        assert {_first(k, f) for k, f in fields(sheet).items() if k != "effects"} <= known[sheet]
    for method in world.methods:
        assert {_first(k, f) for k, f in fields(method).items()} <= known["sources"]


def _first(key: str, field: Field) -> str:
    """The column of a key; of a table that of its first part."""
    return key if field.type != "table" else f"{key}.{next(iter(fields(key)))}"


def test_methods_are_called_the_same_everywhere(world: World) -> None:
    """The Chinese name of a method in a form is that of the reports."""
    choices = fields("sources")["method"].choices
    assert list(choices) == list(world.methods)
    assert {k: method_label(k, "zh") for k in world.methods} == choices


def test_method_may_be_named_in_chinese(world: World) -> None:
    """A TOML file may name its method as the form does."""
    text = sample("cement-clinker")
    chinese = text.replace('method = "combustion"', 'method = "燃料燃烧"')
    assert chinese != text
    assert [s.method for s in parse_project(chinese, world).sources] == [
        s.method for s in parse_project(text, world).sources
    ]


def test_required_fields_are_marked_and_choices_offered(form: MakeForm, world: World) -> None:
    """The head of a required column ends in *, and lists of choices hang on their cells."""
    path = form(example(world, "cement-clinker"))
    sheets: dict[str, Sheet] = {s.name: s for s in open_workbook(path)}
    names = {"项目", "产品", "原料", "排放源", "措施", "事实", "分期", "文字说明"}
    assert set(sheets) == {"填表说明", *names, "选项"}
    heads = [str(c.value) for c in sheets["排放源"].rows[3]]
    assert "排放源名称 *" in heads
    assert "核算方法 *" in heads
    offered = {str(c.value) for row in sheets["选项"].rows for c in row}
    assert {"燃料燃烧", "烟煤", "拟建", "万t", "是", "湖南省郴州市桂阳县"} <= offered
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/worksheets/sheet5.xml").decode()
    assert len(re.findall("<dataValidation ", text)) > 10


def test_same_tables_give_same_bytes(form: MakeForm, world: World) -> None:
    """No clock enters a form."""
    tables = example(world, "lead-smelting")
    assert form(tables).read_bytes() == form(tables).read_bytes()


def test_sheets_are_known_in_both_languages(form: MakeForm, world: World) -> None:
    """An English form reads as the Chinese one: choices, methods and truth values too."""
    tables = parse_toml(sample("cement-clinker"))
    tables["facts"] = {"two_high": True, "energy_level": "2级", "pue": Decimal("1.3")}
    zh, en = (read_project(form(tables, lang), world) for lang in ("zh", "en"))
    assert zh.text == en.text
