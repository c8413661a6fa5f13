"""A form that a person or another program changed is read as it looks, or the cell is named."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from carbon_eia.errors import InputError, Problem
from carbon_eia.forms import ReadingNotice
from carbon_eia.parks.park_file import read_park
from carbon_eia.project import read_project
from carbon_eia.reference import World
from carbon_eia.screening import open_input
from tests.tools import program

KEPT = Path(__file__).parent / "kept"
"""Forms as the first published state of the program wrote them."""

SOURCES = "排放源"


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """A kept form whose book was changed by a function and saved by openpyxl."""

    def make(edit: Callable[[Any], None]) -> Path:
        path = tmp_path / "form.xlsx"
        book = load_workbook(KEPT / "filled.xlsx")
        edit(book)
        book.save(path)
        return path

    return make


def cell_of(sheet: Worksheet, key: str, row: str = "") -> Any:
    """The cell of a key: in the row of a name, or in an upright sheet beside its key."""
    firsts = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
    if not row:
        return sheet.cell(firsts[key], 3)
    heads = {c.value: c.column for c in sheet[firsts["key"]]}
    names = {sheet.cell(r, heads["name"]).value: r for r in range(1, sheet.max_row + 1)}
    return sheet.cell(names[row], heads[key])


def problems_of(path: Path, world: World) -> list[Problem]:
    """What is wrong with a form."""
    with pytest.raises(InputError) as caught:
        read_project(path, world)
    return list(caught.value.problems)


CELLS = [
    ("项目", "project.retrofit_deadline", ""),
    ("项目", "project.year", ""),
    ("项目", "project.name", ""),
    (SOURCES, "ncv", "窑头窑尾煤"),
    (SOURCES, "amount", "外购电力"),
    (SOURCES, "amount/unit", "外购电力"),
    (SOURCES, "method", "外购电力"),
    (SOURCES, "oxidation", "窑头窑尾煤"),
]


@pytest.mark.parametrize(("sheet", "key", "row"), CELLS)
@pytest.mark.parametrize(("value", "code"), [("#DIV/0!", "CE-O011"), ("=1+1", "CE-O016")])
def test_an_error_or_a_formula_without_result_is_named(
    edited: Callable[..., Path], world: World, sheet: str, key: str, row: str, value: str, code: str
) -> None:
    """In a value, a unit, a name, a day: never a blank and never the default."""
    where = []

    def edit(book: Any) -> None:
        cell = cell_of(book[sheet], key, row)
        cell.value = value
        assert cell.data_type == ("e" if value[0] == "#" else "f")
        where.append(cell.coordinate)

    found = problems_of(edited(edit), world)
    assert (code, sheet) in [(p.code, p.place.sheet) for p in found]
    assert where[0] in [p.place.cell for p in found]


@pytest.mark.parametrize(
    ("value", "shown", "unit", "text"),
    [
        (16.8, "General", "万t", "16.8 万t"),
        (16.8, '0.0"万t"', "万t", "16.8万t"),
        (16.8, '0.0"万t"', None, "16.8 万t"),
        (168000, '0!.0,"万"', "t", "16.8 万t"),
        (168000, "#,##0.00", "t", "168000 t"),
        ("168,000", "@", "t", "168000 t"),
        (16.8, '0.0"万t"', "t", "CE-O004"),
        (168000000, "#,##0,", "t", "CE-O017"),
        (16.84, "0.0", "万t", "16.84 万t"),
        (1.49, "0", "万t", "CE-O017"),
        (1.49, '0"万t"', None, "CE-O017"),
        (datetime(2026, 1, 2), "yyyy-mm-dd", "t", "CE-O005"),
        (True, "General", "t", "CE-O005"),
    ],
)
def test_an_amount_is_what_is_shown(
    edited: Callable[..., Path], world: World, value: Any, shown: str, unit: str | None, text: str
) -> None:
    """The unit of the number format counts as a unit that was typed."""

    def edit(book: Any) -> None:
        cell = cell_of(book[SOURCES], "amount", "窑头窑尾煤")
        cell.value, cell.number_format = value, shown
        cell_of(book[SOURCES], "amount/unit", "窑头窑尾煤").value = unit

    path = edited(edit)
    if text.startswith("CE-"):
        assert [p.code for p in problems_of(path, world)] == [text]
    else:
        (amount,) = (
            s.parameters["amount"]
            for s in read_project(path, world).sources
            if s.name == "窑头窑尾煤"
        )
        assert amount.text.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("value", "shown"), [(0.98, "0%"), (98, '0"%"'), ("98%", "@"), ("９８％", "@"), (0.98, "0.00%")]
)
def test_a_share_is_what_is_shown(
    edited: Callable[..., Path], world: World, value: Any, shown: str
) -> None:
    """98 % by a percent format, a literal sign or as text."""

    def edit(book: Any) -> None:
        cell = cell_of(book[SOURCES], "oxidation", "窑头窑尾煤")
        cell.value, cell.number_format = value, shown

    (coal,) = (s for s in read_project(edited(edit), world).sources if s.name == "窑头窑尾煤")
    assert coal.parameters["oxidation"].to("%") == 98


def test_a_year_may_say_so(edited: Callable[..., Path], world: World) -> None:
    """2026年 is the year 2026, as in a table."""

    def edit(book: Any) -> None:
        cell_of(book["项目"], "project.year").value = "2026年"

    assert read_project(edited(edit), world).year == 2026


@pytest.mark.slow
def test_a_form_that_libreoffice_saved(tmp_path: Path, world: World) -> None:
    """A form as .ods or .xls reads as the .xlsx."""
    path = shutil.copy(KEPT / "filled.xlsx", tmp_path / "form.xlsx")
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    for kind in ("ods", "xls"):
        command = [program("soffice"), home, "--headless", "--convert-to", kind, "--outdir"]
        subprocess.run([*command, tmp_path, path], check=True, capture_output=True)
        found = read_project(tmp_path / f"form.{kind}", world)
        assert found.text == read_project(path, world).text
    shutil.rmtree(tmp_path / "office", ignore_errors=True)


def test_a_merged_parameter_and_a_merged_amount(edited: Callable[..., Path], world: World) -> None:
    """A basis merged over two sources is that of both; one amount for two is an error of both."""

    def edit(book: Any, *keys: str) -> None:
        sheet = book[SOURCES]
        for key in keys:
            first = cell_of(sheet, key, "窑头窑尾煤")
            column, row = first.column_letter, first.row
            sheet[f"{column}{row}"].value = sheet[f"{column}{row}"].value or "实测"
            sheet.merge_cells(f"{column}{row}:{column}{row + 1}")

    project = read_project(edited(lambda book: edit(book, "basis")), world)
    assert len({s.basis for s in project.sources[:2]} - {""}) == 1
    found = problems_of(edited(lambda book: edit(book, "amount")), world)
    assert {p.code for p in found} == {"CE-O021"}
    assert len(found) == 2


def test_hidden_and_crossed_out_cells_are_told(edited: Callable[..., Path], world: World) -> None:
    """What cannot be seen is read, and named beside the result."""

    def edit(book: Any) -> None:
        book[SOURCES].sheet_state = "hidden"
        book["产品"].row_dimensions[7].hidden = True
        cell_of(book[SOURCES], "amount", "外购电力").font = Font(strike=True)

    with pytest.warns(ReadingNotice) as told:
        read_project(edited(edit), world)
    said = [w.message.problem.code for w in told]  # type: ignore[union-attr]
    assert sorted(said) == ["CE-O024", "CE-O025", "CE-O026"]


def test_forms_of_the_first_state_are_still_read(world: World) -> None:
    """A form, a park's form with those of its members, and a table that were written before."""
    project = read_project(KEPT / "filled.xlsx", world)
    assert project.text == read_project(KEPT / "filled.toml", world).text
    assert project.products[0].amount is not None
    park = read_park(KEPT / "park.xlsx", world)
    assert [m.name for m in park.members] == [
        m.name for m in read_park(KEPT / "park.toml", world).members
    ]
    assert "项目名称" in open_input([KEPT / "table.xlsx"]).heads


def test_a_form_may_be_another_kind_of_spreadsheet(tmp_path: Path, world: World) -> None:
    """One named .xlsm or .et is to be saved as .xlsx, in words that speak of reading."""
    for name in ("form.xlsm", "form.et"):
        path = tmp_path / name
        shutil.copy(KEPT / "filled.xlsx", path)
        (problem,) = problems_of(path, world)
        assert problem.code == "CE-O019"
        assert "读取" in problem.message("zh")
