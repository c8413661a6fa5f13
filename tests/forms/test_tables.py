"""A table in a spreadsheet is read as a person sees it, or the cell is an error of its row."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from carbon_eia.errors import InputError
from carbon_eia.forms import ReadingNotice, open_workbook
from carbon_eia.screening import open_input
from tests.conftest import ROOT
from tests.forms.tables import COLUMNS, HEADS, results, with_part, with_result, write
from tests.tools import program

ERRORS = ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float | None, list[str]]]:
    """The results of the table as it should be typed, of three rows."""
    found = results(write(tmp_path_factory.mktemp("plain") / "t.xlsx", rows=3))
    assert all(total and not codes for total, codes in found)
    return found


@pytest.mark.parametrize("column", [c for c in COLUMNS if c != "B"])
def test_an_error_cell_is_an_error(tmp_path: Path, column: str) -> None:
    """A real error cell in any column is CE-S004, in its row alone."""
    error = ERRORS[COLUMNS.index(column) % len(ERRORS)]
    path = write(tmp_path / "t.xlsx", {f"{column}2": error}, rows=2)
    assert load_workbook(path).active[f"{column}2"].data_type == "e"
    (_, first), (total, second) = results(path)
    assert first == ["CE-S004"]
    assert total is not None
    assert not second


@pytest.mark.parametrize("column", COLUMNS)
def test_a_formula_without_its_result_is_an_error(tmp_path: Path, column: str) -> None:
    """What no spreadsheet has computed is never a blank, in any column."""
    path = write(tmp_path / "t.xlsx", {f"{column}2": "=1+1"}, rows=2)
    (_, first), (total, second) = results(path)
    assert first == ["CE-O016"]
    assert total is not None
    assert not second


def test_a_formula_in_a_head_is_named(tmp_path: Path) -> None:
    """Of a head nobody knows which column it is: the cell is named and nothing is screened."""
    path = write(tmp_path / "t.xlsx", {"J1": '="外购电力"&" (万kWh)"'})
    with pytest.raises(InputError) as caught:
        open_input([path])
    assert [(p.code, p.place.cell) for p in caught.value.problems] == [("CE-O016", "J1")]


def test_a_formula_with_its_result_is_the_result(tmp_path: Path, plain: Any) -> None:
    """A stored result is what the person sees."""
    path = with_result(write(tmp_path / "t.xlsx", {"J2": "=8000+400"}), 8400)
    assert results(path) == plain[:1]


FORMATS: dict[str, tuple[str, Any, str, str]] = {
    # head in the place of the own one, value, format → code, or "" where it reads as it should
    "unit of another size": ("窑头窑尾煤 (t)", 19, '0.0"万t"', "CE-S005"),
    "unit of the head": ("窑头窑尾煤 (万t)", 19, '0.0"万t"', ""),
    "numeral over a small unit": ("窑头窑尾煤 (t)", 190000, '0!.0,"万"', ""),
    "numeral over a large unit": ("窑头窑尾煤 (万t)", 190000, '0!.0,"万"', "CE-T015"),
    "unit in the cell": ("窑头窑尾煤", 190000, '#,##0"t"', ""),
    "grouped": ("窑头窑尾煤 (t)", 190000, "#,##0.00", ""),
    "accounting": ("窑头窑尾煤 (t)", 190000, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', ""),
    "in thousands": ("窑头窑尾煤 (t)", 190000, "#,##0,", "CE-O017"),
    "rounded to another number": ("窑头窑尾煤 (万t)", 19.4, "0", "CE-O017"),
    "shown as nothing": ("窑头窑尾煤 (t)", 190000, ";;;", "CE-O017"),
    "shown without its sign": ("窑头窑尾煤 (t)", -190000, "0;0", "CE-O017"),
    "a zero shown as a dash": ("窑头窑尾煤 (t)", 0, '0;-0;"-"', "CE-O017"),
    "a fraction": ("窑头窑尾煤 (t)", 0.5, "# ?/?", "CE-O017"),
    "money": ("窑头窑尾煤 (t)", 190000, "¥#,##0", "CE-S005"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_number_is_what_its_format_shows(tmp_path: Path, plain: Any, name: str) -> None:
    """A format that shows a unit or a scale is read with it, or the cell is an error."""
    head, value, code, expected = FORMATS[name]
    path = write(tmp_path / "t.xlsx", {"H2": (value, code)}, heads={"窑头窑尾煤 (万t)": head})
    ((total, codes),) = results(path)
    assert codes == ([expected] if expected else [])
    if not expected:
        assert total == plain[0][0]


PERCENT: dict[str, tuple[Any, str, str]] = {
    "percent": (0.98, "0.0%", ""),
    "literal percent": (98, '0"%"', ""),
    "escaped percent": (98, r"0.0\%", ""),
    "plain": (98, "General", ""),
    "text": ("98%", "@", ""),
    "rounded to another share": (0.954, "0!%", "CE-O017"),
    "neither": (0.98, "General", "CE-S014"),
    "per mille": (0.98, "0.00‰", "CE-S005"),
}


@pytest.mark.parametrize("name", PERCENT)
def test_a_share_is_what_its_format_shows(tmp_path: Path, name: str) -> None:
    """98 % is read from all its ways of being shown; 0.98 alone is refused."""
    heads = ["窑头窑尾煤 碳氧化率 (%)"]
    value, code, expected = PERCENT[name]
    path = write(tmp_path / "t.xlsx", {"L2": (value, code)}, extra=heads)
    ((total, codes),) = results(path)
    assert codes == ([expected] if expected else [])
    if not expected:
        usual = write(tmp_path / "usual.xlsx", {"L2": 98}, extra=heads)
        assert results(usual) == [(total, [])]


def test_a_merged_text_or_parameter_holds_for_every_row(tmp_path: Path, plain: Any) -> None:
    """Sector and heating value merged over three rows are each row's own."""
    path = write(tmp_path / "t.xlsx", rows=3, merge=["C2:C4", "I2:I4"])
    assert load_workbook(path).active["I3"].value is None
    assert results(path) == plain


@pytest.mark.parametrize(("span", "rows"), [("J2:J3", {0, 1}), ("G3:G4", {1, 2}), ("I3:J3", {1})])
def test_a_merged_amount_is_nobody_s(tmp_path: Path, span: str, rows: set[int]) -> None:
    """One amount over several rows, or one cell over two columns, is an error of each row."""
    found = results(write(tmp_path / "t.xlsx", rows=3, merge=[span]))
    for row, (_, codes) in enumerate(found):
        assert codes == (["CE-O021"] if row in rows else [])


def test_a_merged_range_below_the_projects_is_blank(tmp_path: Path, plain: Any) -> None:
    """A range that reaches below the last project makes no further rows."""
    path = write(tmp_path / "t.xlsx", rows=3, merge=["C2:C9"])
    assert results(path) == plain


def test_the_visible_sheet_is_screened(tmp_path: Path, plain: Any) -> None:
    """Hidden sheets are passed over and named; two visible ones are refused, both named."""
    path = write(tmp_path / "t.xlsx", rows=3)
    book = load_workbook(path)
    for state in ("hidden", "veryHidden"):
        copy = book.copy_worksheet(book["Sheet"])
        copy.title, copy["J2"].value, copy.sheet_state = state, 1, state
        book.move_sheet(copy, -5)
    book.active = len(book.sheetnames) - 1
    book.save(path)
    with pytest.warns(ReadingNotice, match="veryHidden"):
        assert results(path) == plain
    book["hidden"].sheet_state = "visible"
    book.save(path)
    with pytest.raises(InputError) as caught:
        open_input([path])
    (problem,) = caught.value.problems
    assert problem.code == "CE-S016"
    assert "hidden、Sheet" in problem.message()
    book["hidden"].sheet_state = book["Sheet"].sheet_state = "hidden"
    book.create_sheet("空")
    book.save(path)
    with pytest.raises(InputError, match="CE-O024"):
        open_input([path])


def test_hidden_rows_are_read_and_named(tmp_path: Path, plain: Any) -> None:
    """A hidden row, a hidden column and a crossed-out cell are read, and each is told."""
    path = write(tmp_path / "t.xlsx", rows=3)
    book = load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["I"].hidden = True
    book.active["J4"].font = Font(strike=True)
    book.save(path)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert results(path) == plain
    said = [w.message.problem for w in told if isinstance(w.message, ReadingNotice)]
    assert [(p.code, p.params["which"]) for p in said] == [
        ("CE-O025", "3"),
        ("CE-O025", "I"),
        ("CE-O026", "J4"),
    ]


def test_units_in_a_row_of_their_own(tmp_path: Path, plain: Any) -> None:
    """Units below the heads are those of the heads; one that is none is named."""
    bare = {head: head.partition(" (")[0] for head in HEADS}
    path = write(tmp_path / "t.xlsx", rows=1, heads=bare)
    book = load_workbook(path)
    book.active.insert_rows(2)
    units = {
        "A": "单位",
        "F": "年",
        "G": "万t",
        "H": "（万t）",
        "I": "GJ/t",
        "J": "万kWh",
        "K": "万t",
    }
    for column, unit in units.items():
        book.active[f"{column}2"] = unit
    book.save(path)
    assert results(path) == plain[:1]
    book.active["J2"] = "度电呀"
    book.save(path)
    with pytest.raises(InputError, match="CE-S015"):
        open_input([path])


def test_units_in_a_row_of_their_own_in_csv(tmp_path: Path) -> None:
    """In CSV such a row is one error that says what it is and what to do; nothing is screened."""
    heads = ",".join(head.partition(" (")[0] for head in HEADS)
    units = "单位,,,,,年,万t,万t,GJ/t,万kWh,万t"
    path = tmp_path / "t.csv"
    values = ",".join(map(str, HEADS.values()))
    path.write_text(f"{heads}\n{units}\n{values}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_input([path])
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("CE-S017", 2)


def test_heads_below_a_long_note(tmp_path: Path, plain: Any) -> None:
    """Heads in row 13 are found."""
    path = write(tmp_path / "t.xlsx", rows=3)
    book = load_workbook(path)
    book.active.insert_rows(1, 12)
    for row in range(1, 13):
        book.active.cell(row, 1, f"说明 {row}")
    book.save(path)
    assert results(path) == plain


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    """The same head twice is CE-S007 in the rows that fill both, for any field."""
    for head in ("外购电力 (万kWh)", "产量 (万t)", "地区"):
        path = write(
            tmp_path / "t.xlsx", {"L2": 100 if "(" in head else "郴州市"}, rows=2, extra=[head]
        )
        (_, first), (total, second) = results(path)
        assert "CE-S007" in first
        assert total is not None
        assert not second


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("F2", date(2026, 1, 1), "CE-O005"),
        ("J2", datetime(2026, 3, 5), "CE-O005"),
        ("J2", time(8, 40), "CE-O005"),
        ("J2", (timedelta(days=350), "[h]:mm"), "CE-O005"),
        ("J2", True, "CE-O005"),
        ("J2", "8.4E+03", "CE-O006"),
        ("B2", 2.6024310210401e17, "CE-O006"),
    ],
)
def test_a_value_of_another_kind(tmp_path: Path, cell: str, value: Any, code: str) -> None:
    """A day, a time, a truth value and lost digits are named as what they are."""
    ((_, codes),) = results(write(tmp_path / "t.xlsx", {cell: value}))
    assert codes == [code]


def test_a_day_and_a_serial_number(tmp_path: Path) -> None:
    """A day is read in either calendar; its serial number is named with the day that it means."""
    path = write(
        tmp_path / "t.xlsx",
        {"L2": date(2028, 6, 30), "L3": "2028/6/30", "L4": 46934},
        rows=3,
        extra=["改造期限"],
    )
    assert [codes for _, codes in results(path)] == [[], [], ["CE-O022"]]


def test_totals_are_no_projects(tmp_path: Path) -> None:
    """Rows of totals and means are named as such, however they are spelt."""
    words = ["小计", "全市合计", "总 计", "合  计", "合计（2家）", "Total", "平均"]
    path = write(tmp_path / "t.xlsx")
    book = load_workbook(path)
    for word in words:
        book.active.append([word, None, None, None, None, None, 294.5])
    book.save(path)
    assert [codes for _, codes in results(path)][1:] == [["CE-S008"]] * len(words)


def test_parts_of_other_programs(tmp_path: Path, plain: Any) -> None:
    """Names of parts in capitals, a wrong dimension, a namespace with a prefix are read."""
    part = "xl/worksheets/sheet1.xml"
    path = write(tmp_path / "dimension.xlsx")
    with_part(path, part, lambda x: x.replace(b'ref="A1:K2"', b'ref="A1:A1"'))
    assert results(path) == plain[:1]
    path = with_part(write(tmp_path / "prefix.xlsx"), part, _prefixed)
    assert results(path) == plain[:1]
    path = write(tmp_path / "UPPER.XLSX")
    _rename(path, part, "xl/Worksheets/SHEET1.xml")
    assert results(path) == plain[:1]


def _prefixed(xml: bytes) -> bytes:
    named = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml)
    return named.replace(b"xmlns=", b"xmlns:x=").replace(b"<x:xml", b"<?xml")


def _rename(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(new if name == old else name, content)


def test_what_is_not_what_its_name_says(tmp_path: Path) -> None:
    """Each is told by what it is and what to do, and none is a fault of the program."""
    book = write(tmp_path / "t.xlsx").read_bytes()
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)
    for name, content, code in (
        ("a.xls", book, "CE-O018"),
        ("b.xls", b"<html><table><tr><td>1</td></tr></table></html>", "CE-O018"),
        ("c.xlsx", "项目名称,行业\n".encode(), "CE-O018"),
        ("d.xlsm", book, "CE-O019"),
        ("e.et", ole, "CE-O019"),
        ("f.xlsx", ole, "CE-O020"),
        ("g.xlsx", book[:3000], "CE-O001"),
        ("h.ods", book, "CE-O018"),
        ("i.xls", ole + "Workbook".encode("utf-16-le"), "CE-O001"),
        ("j.xlsx", b"PK\x03\x04" + bytes(100), "CE-O001"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            open_input([path])
        (problem,) = caught.value.problems
        assert problem.code == code
        assert all(problem.message(lang) and problem.hint(lang) for lang in ("zh", "en"))


def test_a_small_file_cannot_claim_much(tmp_path: Path) -> None:
    """Wide rows, far cells and long parts are refused before they fill the memory."""
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (r, r) for r in range(3, 4000))
    path = write(tmp_path / "wide.xlsx")
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda x: x.replace(b"</sheetData>", rows + b"</sheetData>"),
    )
    with pytest.raises(InputError, match="CE-O002"):
        open_input([path])
    path = write(tmp_path / "long.xlsx")
    with_part(path, "xl/theme/theme1.xml", lambda x: x + b" " * (80 * 1024 * 1024))
    with pytest.raises(InputError, match="CE-O002"):
        open_input([path])
    path = write(tmp_path / "type.xlsx")
    with_part(path, "xl/workbook.xml", lambda x: b"<!DOCTYPE x [<!ENTITY a 'a'>]>" + x)
    with pytest.raises(InputError, match="CE-O001"):
        open_input([path])


@pytest.mark.slow
def test_other_kinds_of_spreadsheets_say_the_same(tmp_path: Path) -> None:
    """LibreOffice writes .xls and .ods of a table with every oddity: the same reading of each row,
    its error cells being real ones."""
    edits: dict[str, Any] = {
        "I2": "=1/0",
        "J3": "=5000+4300",
        "L2": (0.98, "0.0%"),
        "L3": (98, '0"%"'),
        "H4": (13.9, '0.0"万t"'),
        "J5": (datetime(2026, 1, 2), "yyyy-mm-dd"),
        "L4": 0.98,
    }
    path = write(
        tmp_path / "t.xlsx",
        edits,
        rows=4,
        extra=["窑头窑尾煤 碳氧化率 (%)"],
        merge=["C2:C5", "K4:K5"],
    )
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    found = {}
    for kind in ("xlsx", "xls", "ods"):
        out = tmp_path / kind
        subprocess.run(
            [program("soffice"), home, "--headless", "--convert-to", kind, "--outdir", out, path],
            check=True,
            capture_output=True,
        )
        found[kind] = results(out / f"t.{kind}")
    assert [sorted(codes) for _, codes in found["xlsx"]] == [
        ["CE-S004"],
        [],
        ["CE-O021", "CE-S014"],
        ["CE-O005", "CE-O021"],
    ]
    assert found["xls"] == found["xlsx"]
    assert found["ods"] == found["xlsx"]
    shutil.rmtree(tmp_path / "office", ignore_errors=True)


def test_one_cell_does_not_stop_a_table(tmp_path: Path) -> None:
    """A unit that nobody knows is an error of its row where the cells hold the units."""
    heads = {"外购电力 (万kWh)": "外购电力"}
    path = write(
        tmp_path / "t.xlsx",
        {"J2": "8400 万kWh", "J3": "9300 万kwh", "J4": "8400 foo"},
        rows=3,
        heads=heads,
    )
    assert [bool(codes) for _, codes in results(path)] == [False, True, True]


def test_a_circle_of_sectors_ends_in_a_code(tmp_path: Path) -> None:
    """An .xls whose workbook is a short stream that leads back to itself is refused at once."""
    raw = bytearray((ROOT / "tests/fuzz/kept/table.xls").read_bytes())
    (directory,), (short,) = struct.unpack_from("<i", raw, 48), struct.unpack_from("<i", raw, 60)
    entry = raw.index("Workbook".encode("utf-16-le"), 512 * (1 + directory))
    struct.pack_into("<iI", raw, entry + 116, 0, 100)  # first sector and size
    struct.pack_into("<i", raw, 512 * (1 + short), 0)  # the first short sector leads to itself
    file = tmp_path / "circle.xls"
    file.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        open_workbook(file)
    assert [p.code for p in caught.value.problems] == ["CE-O001"]
