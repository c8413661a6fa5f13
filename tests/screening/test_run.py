"""The whole run: what is wrong is told, nothing vanishes, a stopped run goes on."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from carbon_eia.errors import CallError, InputError
from carbon_eia.screening import Summary, csvfile, open_input, run_screening
from carbon_eia.screening.checkpoint import Checkpoint
from carbon_eia.screening.csvfile import TablePiece, csv_pieces, open_csv, read_piece
from carbon_eia.screening.worker import PieceResults
from tests.conftest import AS_OF, ROOT
from tests.screening.conftest import Row, some_rows, table_of
from tests.tools import program

Examples = dict[str, dict[str, Any]]


def clinker(n: int, **more: str) -> Row:
    """A row of a clinker line without its kiln: enough for a verdict of one kind or another."""
    row = {
        "项目名称": f"项目{n}",
        "项目代码": f"2602-{n:06d}",
        "行业": "水泥粉磨",
        "阶段": "拟建",
        "地区": "湖南省郴州市桂阳县",
        "年份": "2026",
        "产品": "水泥",
        "产量 (万t)": f"{100 + n % 7}",
        "烟煤 (万t)": f"0.{n % 9}1",
        "外购电力 (万kWh)": f"{3000 + n}",
    }
    return {**row, **more}


def write_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """Rows as a CSV file."""
    heads = list(dict.fromkeys(h for r in rows for h in r))
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, heads)
        writer.writeheader()
        writer.writerows(rows)
    return path


def errors_of(out: Path) -> list[dict[str, Any]]:
    """The errors beside an output."""
    path = out.with_name(f"{out.stem}-errors{out.suffix}")
    errors: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return errors


def screened(path: Path, out: Path, **more: Any) -> tuple[Summary, list[dict[str, Any]]]:
    """The summary and the rows of the results of a file."""
    summary = run_screening(open_input([path]), [out], as_of=AS_OF, **more)
    return summary, pq.read_table(out).to_pylist()


DEFECTS: dict[str, tuple[Row, str, str]] = {
    "no such sector": ({"行业": "炼丹"}, "行业", "CE-P010"),
    "no name": ({"项目名称": ""}, "项目名称", "CE-P003"),
    "no such stage": ({"阶段": "规划中"}, "阶段", "CE-P005"),
    "no such place": ({"地区": "某地"}, "地区", "CE-P012"),
    "a year of long ago": ({"年份": "1987"}, "年份", "CE-P007"),
    "a broken reference": ({"外购电力 (万kWh)": "#REF!"}, "外购电力 (万kWh)", "CE-S004"),
    "words for a number": ({"烟煤 (万t)": "见附表"}, "烟煤 (万t)", "CE-U005"),
    "below zero": ({"产量 (万t)": "-3"}, "产量 (万t)", "CE-P007"),
    "another unit": ({"烟煤 (万t)": "1200 t"}, "烟煤 (万t)", "CE-S005"),
    "a code twice": ({"项目代码": "2602-000000"}, "项目代码", "CE-S006"),
}
"""Ten kinds of defects: the cells, the column that is named, the code."""


def seeded(count: int, seed: int) -> tuple[list[Row], dict[int, str]]:
    """Rows with 2 % of defects, and number of each defective row (as in a sheet) → kind."""
    chance = random.Random(seed)
    rows = [clinker(n) for n in range(count)]
    places = chance.sample(range(1, count), count // 50)
    kinds = {place: list(DEFECTS)[i % len(DEFECTS)] for i, place in enumerate(places)}
    for place, kind in kinds.items():
        rows[place] |= DEFECTS[kind][0]
    return rows, {place + 2: kind for place, kind in kinds.items()}


def test_seeded_defects_are_reported_exactly(tmp_path: Path) -> None:
    """2 % defects of ten kinds: those rows are reported, with column and code, and no others."""
    rows, wrong = seeded(1000, 3)
    path = write_csv(tmp_path / "in.csv", rows)
    summary, found = screened(path, tmp_path / "out.parquet")
    errors = pq.read_table(tmp_path / "out-errors.parquet").to_pylist()
    assert {e["row"] for e in errors} == set(wrong)
    assert {(e["row"], e["column"], e["problem"]) for e in errors} == {
        (row, *DEFECTS[kind][1:]) for row, kind in wrong.items()
    }
    assert all(e["message"] for e in errors)
    assert [r["row"] for r in found] == list(range(2, 1002)), "rows in = rows out"
    assert {r["row"] for r in found if r["verdict"] is None} == set(wrong)
    assert all((r["verdict"] is None) == (r["error"] is not None) for r in found)
    assert summary.verdicts["error"] == len(wrong) == 20
    assert summary.exit_status == 2


def test_blank_rows_and_totals(tmp_path: Path) -> None:
    """Blank rows are counted and left out; a row of totals is named and is no project."""
    rows = [clinker(0), {"项目名称": ""}, clinker(1), {"项目名称": "合计", "产量 (万t)": "201"}]
    path = write_csv(tmp_path / "in.csv", rows)
    summary, found = screened(path, tmp_path / "out.parquet")
    assert (summary.rows, summary.blank) == (3, 1)
    assert [(r["row"], bool(r["error"])) for r in found] == [(2, False), (4, False), (5, True)]
    assert "CE-S008" in found[-1]["error"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """A table of a spreadsheet in UTF-8, with a byte order mark, or in GBK says the same."""
    path = write_csv(tmp_path / "in.csv", [clinker(n) for n in range(3)], encoding)
    summary, found = screened(path, tmp_path / "out.parquet")
    assert summary.rows == 3
    assert [r["name"] for r in found] == ["项目0", "项目1", "项目2"]
    assert all(r["intensity"] for r in found)


def test_spellings_of_a_number(tmp_path: Path) -> None:
    """Thousands separators, full-width digits and a unit that the head states too are read."""
    spelt = ["3,200", "３２００", "3200 万kWh", " 3200 ", "3.2e3", "3200.0"]
    rows = [clinker(0, 项目代码=f"{i}", **{"外购电力 (万kWh)": t}) for i, t in enumerate(spelt)]
    summary, found = screened(write_csv(tmp_path / "in.csv", rows), tmp_path / "out.parquet")
    assert len({r["total_tco2e"] for r in found}) == 1
    assert summary.problems == {}


def test_a_comma_too_many(tmp_path: Path) -> None:
    """A record with more cells than heads is an error that says so, and stops no other."""
    path = write_csv(tmp_path / "in.csv", [clinker(0), clinker(1), clinker(2)])
    text = path.read_text(encoding="utf-8").replace("3001", "3,001")
    path.write_text(text, encoding="utf-8")
    _, found = screened(path, tmp_path / "out.parquet")
    assert [bool(r["error"]) for r in found] == [False, True, False]
    assert "CE-S012" in found[1]["error"]


def test_heads_below_a_title(tmp_path: Path) -> None:
    """A title above the heads is passed over, and rows keep their numbers."""
    path = write_csv(tmp_path / "in.csv", [clinker(0)])
    text = path.read_text(encoding="utf-8")
    path.write_text("某园区项目清单,,\n填表日期：,2026-06-01,\n" + text, encoding="utf-8")
    _, found = screened(path, tmp_path / "out.parquet")
    assert [(r["row"], r["name"]) for r in found] == [(4, "项目0")]


def test_codes_are_text(tmp_path: Path) -> None:
    """Leading zeros and eighteen digits of a code come out as they went in."""
    code = "001234567890123456"
    path = write_csv(tmp_path / "in.csv", [clinker(0, 项目代码=code, 统一社会信用代码="0" + code)])
    _, found = screened(path, tmp_path / "out.parquet")
    assert (found[0]["code"], found[0]["credit_code"]) == (code, "0" + code)


def test_a_name_is_no_formula(tmp_path: Path) -> None:
    """A text that a spreadsheet would compute is written with an apostrophe."""
    path = write_csv(tmp_path / "in.csv", [clinker(0, 项目名称="=1+1"), clinker(1, 项目代码="@x")])
    run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (rows[0]["项目名称"], rows[1]["项目代码"]) == ("'=1+1", "'@x")


def test_rank_is_by_gap(tmp_path: Path, all_limits: Path, examples: Examples) -> None:
    """The farthest above its admission value is first; a row without one has no rank."""
    pq.write_table(table_of(some_rows(examples, 97, 4)), tmp_path / "in.parquet")
    _, found = screened(tmp_path / "in.parquet", tmp_path / "out.parquet", benchmarks=[all_limits])
    ranked = sorted((r for r in found if r["rank"]), key=lambda r: r["rank"])
    assert [r["gap_percent"] for r in ranked] == sorted(
        (r["gap_percent"] for r in found if r["gap_percent"] is not None), reverse=True
    )
    assert all(r["gap_percent"] is None for r in found if r["rank"] is None)


def test_the_kinds_of_tables_say_the_same(
    tmp_path: Path, all_limits: Path, examples: Examples
) -> None:
    """The same rows as CSV, Parquet, Arrow and Excel have the same results."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    rows = some_rows(examples, 30, 6)
    table = table_of(rows)
    write_csv(tmp_path / "in.csv", [{k: v or "" for k, v in r.items()} for r in rows])
    pq.write_table(table, tmp_path / "in.parquet")
    with (
        pa.OSFile(str(tmp_path / "in.arrow"), "wb") as out,
        pa.ipc.new_file(out, table.schema) as writer,
    ):
        writer.write_table(table)
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, table.column_names)
        for i, row in enumerate(table.to_pylist(), 1):
            for j, (head, cell) in enumerate(row.items()):
                if cell is not None and head not in ("项目代码", "项目名称"):
                    number = cell.replace(".", "", 1).isdigit()
                    sheet.write(i, j, float(cell) if number else cell)
                elif cell is not None:
                    sheet.write_string(i, j, cell)
    found = [
        screened(tmp_path / f"in.{s}", tmp_path / f"{s}.parquet", benchmarks=[all_limits])[1]
        for s in ("csv", "parquet", "arrow", "xlsx")
    ]
    assert all(f == found[0] for f in found)
    assert all(r["verdict"] for r in found[0])


def percent_table(path: Path, heads: dict[str, Any], typed: Sequence[tuple[float, str]]) -> Path:
    """A workbook with one lime kiln for each purity of its stone: a number and how it is shown."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*heads, "石灰石 纯度 (%)"])
        for n, (number, shown) in enumerate(typed, 1):
            sheet.write_row(n, 0, [f"窑{n}", *list(heads.values())[1:]])
            sheet.write_number(n, len(heads), number, book.add_format({"num_format": shown}))
    return path


KILN = {
    "项目名称": "",
    "行业": "石灰",
    "阶段": "拟建",
    "地区": "湖南省郴州市",
    "年份": 2026,
    "产品": "石灰",
    "产量 (t)": 100_000,
    "石灰石 (t)": 180_000,
}


def test_a_number_that_is_shown_as_percent(tmp_path: Path) -> None:
    """0.985 shown as 98.5% is what one sees, and so is 98.5; 0.985 alone may be either."""
    typed = [(0.985, "0.0%"), (98.5, "General"), (0.985, "0.000"), (0.07, "0%"), (7, "0")]
    path = percent_table(tmp_path / "in.xlsx", KILN, typed)
    _, rows = screened(path, tmp_path / "out.parquet")
    totals = [r["total_tco2e"] for r in rows]
    assert totals[0] == totals[1] > 0
    assert totals[3] == totals[4] > 0
    assert ["CE-S014" in (r["error"] or "") for r in rows] == [False, False, True, False, False]


def test_percent_under_a_head_of_another_unit(tmp_path: Path) -> None:
    """A cell shown as percent in a column of tonnes is an error of that cell."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(KILN))
        sheet.write_row(1, 0, ["窑", *list(KILN.values())[1:]])
        sheet.write_number(1, len(KILN) - 1, 1800, book.add_format({"num_format": "0%"}))
    _, rows = screened(path, tmp_path / "out.parquet")
    assert "CE-S005" in rows[0]["error"]
    assert "石灰石 (t)" in rows[0]["error"]


def test_percent_in_another_kind_of_spreadsheet(tmp_path: Path) -> None:
    """An .ods holds 0.985 for 98.5 %, and says that it shows 98.5%."""
    plain = percent_table(tmp_path / "plain.xlsx", KILN, [(98.5, "General")])
    shown = percent_table(tmp_path / "shown.xlsx", KILN, [(0.985, "0.0%")])
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        [
            program("soffice"),
            home,
            "--headless",
            "--convert-to",
            "ods",
            plain,
            shown,
            "--outdir",
            tmp_path,
        ],
        check=True,
        capture_output=True,
    )
    _, plainly = screened(tmp_path / "plain.ods", tmp_path / "out.parquet")
    _, as_percent = screened(tmp_path / "shown.ods", tmp_path / "more.parquet")
    assert plainly[0]["total_tco2e"] == as_percent[0]["total_tco2e"] > 0


def test_figures_in_two_rows_of_heads(tmp_path: Path) -> None:
    """Merged heads, a material over its amount and heating value, are put together."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as book:
        sheet = book.add_worksheet()
        heads = [
            "项目名称",
            "行业",
            "阶段",
            "地区",
            "年份",
            "产品",
            "产量 (万t)",
            "外购电力 (万kWh)",
        ]
        for i, head in enumerate(heads):
            sheet.merge_range(0, i, 1, i, head)
        sheet.merge_range(0, 8, 0, 9, "烟煤")
        sheet.write_row(1, 8, ["消耗量 (t)", "低位发热量 (GJ/t)"])
        sheet.write_row(
            2, 0, ["甲", "水泥粉磨", "拟建", "湖南省郴州市", 2026, "水泥", 100, 3200, 9000, 21.5]
        )
    _, found = screened(tmp_path / "in.xlsx", tmp_path / "out.parquet")
    assert (found[0]["row"], found[0]["error"]) == (3, None)
    assert found[0]["total_tco2e"] > 30_000


def test_an_excel_copy_marks_the_wrong_cells(tmp_path: Path) -> None:
    """Beside the results of a workbook lies its copy, with a comment at each wrong cell."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")
    rows = [clinker(0), clinker(1)]
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for i, row in enumerate(rows, 1):
            sheet.write_row(i, 0, list(row.values()))
        broken = list(rows[0]).index("烟煤 (万t)")
        sheet.write_formula(2, broken, "=#REF!", None, "#REF!")  # an error cell
    run_screening(open_input([tmp_path / "in.xlsx"]), [tmp_path / "out.xlsx"], as_of=AS_OF)
    copy = tmp_path / "out-marked.xlsx"
    cells = calamine.CalamineWorkbook.from_path(copy).get_sheet_by_index(0).to_python()
    assert cells[2][broken] == "#REF!"
    import zipfile

    with zipfile.ZipFile(copy) as archive:
        comments = archive.read("xl/comments1.xml").decode()
    assert 'ref="I3"' in comments
    assert "CE-S004" in comments


def test_project_files_are_rows(tmp_path: Path) -> None:
    """A folder of project files gives a row for each, in the order of their paths."""
    root = Path(__file__).resolve().parents[2] / "samples"
    limits = [root / "benchmarks" / "chenzhou-demo.toml"]
    summary, found = screened(root / "lead-smelter", tmp_path / "out.parquet", benchmarks=limits)
    assert summary.rows == 1
    assert found[0]["verdict"] == "refuse"
    assert found[0]["file"].endswith("project.toml")


def test_a_list_of_sources_in_each_row(tmp_path: Path) -> None:
    """Parquet with nested sources says what the same wide table says."""
    nested = [
        [
            {
                "name": "烘干煤",
                "method": "combustion",
                "material": "烟煤",
                "amount": 0.9,
                "unit": "万t",
            },
            {"name": "电", "method": "electricity", "amount": 3200.0, "unit": "万kWh"},
        ],
        [{"name": "电", "method": "electricity", "amount": 3100.0, "unit": "万kWh"}],
    ]
    wide = [clinker(0, **{"烟煤 (万t)": "0.9", "外购电力 (万kWh)": "3200"})]
    wide.append(clinker(1, **{"烟煤 (万t)": "", "外购电力 (万kWh)": "3100"}))
    plain = table_of(wide).drop_columns(["烟煤 (万t)", "外购电力 (万kWh)"])
    pq.write_table(plain.append_column("sources", pa.array(nested)), tmp_path / "n.parquet")
    write_csv(tmp_path / "w.csv", wide)
    _, one = screened(tmp_path / "n.parquet", tmp_path / "n-out.parquet")
    _, two = screened(tmp_path / "w.csv", tmp_path / "w-out.parquet")
    assert one == two
    assert all(r["how"] == "computed" for r in one)


@pytest.mark.parametrize(
    "wrong", ["3200 foo", "3200/3300 万kWh", "3200 (kWh", "3200 kWh^2", "万kWh"]
)
def test_one_wrong_cell_is_one_wrong_row(tmp_path: Path, wrong: str) -> None:
    """In a column whose units stand in the cells, the other rows keep their verdicts."""
    rows = [clinker(n) for n in range(3)]
    for row, cell in zip(rows, ["3200 万kWh", wrong, "3100 万kWh"], strict=True):
        del row["外购电力 (万kWh)"]
        row["外购电力"] = cell
    _, found = screened(write_csv(tmp_path / "in.csv", rows), tmp_path / "out.parquet")
    assert [r["intensity"] is None for r in found] == [False, True, False]
    (error,) = errors_of(tmp_path / "out.parquet")
    assert (error["row"], error["column"]) == (3, "外购电力")


def test_totals_and_codes_spelled_in_two_ways(tmp_path: Path) -> None:
    """A total is CE-S008, a code in full-width digits CE-S006, one with an exponent CE-S032."""
    rows = [
        clinker(0, 项目代码="2602-431021-04-01-000201"),
        clinker(1, 项目代码="２６０２－431021-04-01-000201 "),
        clinker(2, 项目代码="2.60243E+22"),
        clinker(3, 项目名称="合计（3家）", 项目代码=""),
    ]
    screened(write_csv(tmp_path / "in.csv", rows), tmp_path / "out.parquet")
    found = [(e["row"], e["problem"]) for e in errors_of(tmp_path / "out.parquet")]
    assert sorted(found) == [(3, "CE-S006"), (4, "CE-S032"), (5, "CE-S008")]


def test_pieces_are_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the pieces, no record is cut, even one with a line break in quotes."""
    monkeypatch.setattr(csvfile, "CELL_LINES", 2)
    rows = [clinker(n, 备注='第一行\n第二行，“引号"”' if n % 3 else "") for n in range(40)]
    file = open_csv(write_csv(tmp_path / "in.csv", rows))
    found = [(p, read_piece(file, p)) for p in csv_pieces(file, 700)]
    assert len(found) > 5
    names = [name for _, table in found for name in table.column(0).to_pylist()]
    assert names == [r["项目名称"] for r in rows]
    assert [p.first for p, _ in found] == [
        2 + sum(t.num_rows for _, t in found[:i]) for i in range(len(found))
    ]


def test_wrong_calls(tmp_path: Path) -> None:
    """A file without heads, an unknown kind of output, several tables: each is told at once."""
    path = tmp_path / "in.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="CE-S001"):
        open_input([path])
    good = write_csv(tmp_path / "good.csv", [clinker(0)])
    with pytest.raises(CallError, match="CE-C005"):
        run_screening(open_input([good]), [tmp_path / "out.doc"], as_of=AS_OF)
    with pytest.raises(CallError, match="CE-S011"):
        open_input([good, path])
    path.write_text("项目名称,行业\n", encoding="utf-8")
    with pytest.raises(InputError, match="CE-S013"):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)
    assert not (tmp_path / "out.csv").exists()
    with pytest.raises(InputError, match="CE-F001"):
        open_input([tmp_path / "none.csv"])


SMALL_FILES = """
import resource, sys
from datetime import date
from pathlib import Path
from carbon_eia.errors import CallError
from carbon_eia.screening import open_input, run_screening
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (29_000, 29_000))
try:
    run_screening(open_input([folder / "in.csv"]), [folder / "out.xlsx"], as_of=date(2026, 6, 30))
except CallError as error:
    sys.exit(error.problems[0].code)
"""


def test_a_sheet_that_finds_no_room_on_its_way_is_no_fault_of_the_program(tmp_path: Path) -> None:
    """Rows of a workbook wait in a file of the system; where that is full, CE-F007."""
    write_csv(tmp_path / "in.csv", [clinker(i) for i in range(60)])
    done = subprocess.run(
        [sys.executable, "-c", SMALL_FILES, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == "CE-F007"
    assert not (tmp_path / "out.xlsx").exists()


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails, there is no output, and the parts are kept for the next run."""
    from carbon_eia.screening import outputs

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write_csv(tmp_path / "in.csv", [clinker(0)])
    monkeypatch.setattr(outputs.ParquetTable, "finish", full)
    with pytest.raises(CallError, match="CE-F007"):
        run_screening(open_input([path]), [tmp_path / "out.parquet"], as_of=AS_OF)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".out.parquet.parts", "in.csv"]


# --- stopped and resumed

DRIVER = """
import sys
from datetime import date
from pathlib import Path
from carbon_eia.screening import csvfile, open_input, run_screening
csvfile.csv_pieces.__defaults__ = (20_000,)
if __name__ == "__main__":
    run_screening(
        open_input([Path(sys.argv[1])]), [Path(sys.argv[2])],
        as_of=date.fromisoformat(sys.argv[3]), jobs=int(sys.argv[4]),
    )
"""


def killed_and_resumed(tmp_path: Path, kills: int, seed: int, jobs: int) -> None:
    """Kill a run at random moments, resume it, and compare with one that was left alone."""
    chance = random.Random(seed)
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER, encoding="utf-8")
    source = write_csv(tmp_path / "in.csv", seeded(3000, 9)[0])

    def start(out: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(driver), str(source), str(out), str(AS_OF), str(jobs)]
        return subprocess.Popen(command, start_new_session=True)

    whole = tmp_path / "whole.csv"
    begin = time.monotonic()
    assert start(whole).wait() == 0
    usual = time.monotonic() - begin
    out = tmp_path / "out.csv"
    for _ in range(kills):
        running = start(out)
        time.sleep(chance.uniform(0, usual))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        assert not out.exists() or out.read_bytes() == whole.read_bytes()
    assert start(out).wait() == 0
    assert out.read_bytes() == whole.read_bytes()
    assert (tmp_path / "out-errors.csv").read_bytes() == (
        tmp_path / "whole-errors.csv"
    ).read_bytes()
    assert not (tmp_path / ".out.csv.parts").exists()


def kept(folder: Path, stamp: str = "one") -> tuple[Checkpoint, TablePiece]:
    """Parts that hold one piece."""
    piece = TablePiece(0, 0, 0, 0)
    parts = Checkpoint(folder, stamp)
    results = pa.table({"gap_percent": [1.5], "row": [2]})
    parts.put(piece, PieceResults(results, pa.table({"row": [2]})))
    assert parts.has(piece)
    return parts, piece


LOST = ["errors.arrow", "results.arrow", "json", "run.json"]


@pytest.mark.parametrize("lost", LOST)
def test_parts_that_were_half_taken_away_are_made_again(lost: str, tmp_path: Path) -> None:
    """A run that was killed while it removed its parts: what is missing is computed once more."""
    _, piece = kept(tmp_path)
    (tmp_path / (lost if lost == "run.json" else f"000000.{lost}")).unlink()
    assert not Checkpoint(tmp_path, "one").has(piece)


@pytest.mark.parametrize("torn", LOST)
@pytest.mark.parametrize("how", ["cut", "nought"])
def test_parts_that_lost_power_has_torn_are_made_again(torn: str, how: str, tmp_path: Path) -> None:
    """A file that is cut off, or whose blocks never reached the disk, is no result."""
    _, piece = kept(tmp_path)
    path = tmp_path / (torn if torn == "run.json" else f"000000.{torn}")
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(whole[:half] if how == "cut" else whole[:half] + bytes(len(whole) - half))
    assert not Checkpoint(tmp_path, "one").has(piece)


def test_parts_of_another_run_are_not_taken(tmp_path: Path) -> None:
    """Another stamp, or a manifest that is cut off: the parts belong to nobody."""
    for manifest in ('{"stamp": "other"}', '{"sta', "[1]"):
        _, piece = kept(tmp_path)
        (tmp_path / "run.json").write_text(manifest, encoding="utf-8")
        assert not Checkpoint(tmp_path, "one").has(piece)


def test_what_no_run_has_put_among_the_parts_stays(tmp_path: Path) -> None:
    """A file, a folder or a link of somebody is neither deleted, nor followed, nor written over."""
    path = write_csv(tmp_path / "in.csv", [clinker(0)])
    folder = tmp_path / ".out.csv.parts"
    for make in (
        lambda p: p.write_text("mine", encoding="utf-8"),
        lambda p: p.mkdir(),
        lambda p: p.symlink_to(tmp_path / "in.csv"),
    ):
        for name in ("notes.txt", "000000.codes.arrow"):
            folder.mkdir(exist_ok=True)
            (folder / "run.json").write_text('{"stamp": "other"}', encoding="utf-8")
            theirs = folder / name
            make(theirs)
            if theirs.name == "notes.txt" or not theirs.is_file() or theirs.is_symlink():
                with pytest.raises(CallError, match="CE-F016"):
                    run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)
                assert theirs.is_symlink() or theirs.exists()
            theirs.rmdir() if theirs.is_dir() else theirs.unlink(missing_ok=True)
    assert path.read_text(encoding="utf-8-sig").count("\n") == 2


def test_a_link_in_the_place_of_the_parts_is_not_followed(tmp_path: Path) -> None:
    """The folder of unfinished results is a link to somebody's folder: refused, all stays."""
    path = write_csv(tmp_path / "in.csv", [clinker(0)])
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "run.json").write_text('{"stamp": "other"}', encoding="utf-8")
    (tmp_path / ".out.csv.parts").symlink_to(theirs)
    with pytest.raises(CallError, match="CE-F010"):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)
    assert (theirs / "run.json").exists()


def test_a_table_of_blank_rows_is_no_table_that_passes(tmp_path: Path) -> None:
    """Rows without a project are none: CE-S013, and no results."""
    path = tmp_path / "in.csv"
    path.write_text("项目名称,行业\n" + ",\n" * 5, encoding="utf-8")
    with pytest.raises(InputError, match="CE-S013"):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_a_damaged_parquet_file_is_told_as_one_that_cannot_be_read(tmp_path: Path) -> None:
    """Bytes that are no page in the middle of a file: CE-F006, not a fault of writing."""
    path = tmp_path / "in.parquet"
    pq.write_table(table_of([clinker(n) for n in range(50)]), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + bytes(400) + whole[404:])
    with pytest.raises(InputError, match="CE-F006"):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)


EVERY_BYTE = """
import sys
from pathlib import Path
from carbon_eia.errors import InputError
from carbon_eia.screening.table_inputs import open_table
path = Path(sys.argv[1])
whole = path.read_bytes()
end = len(whole) - 8
for at in range(end - int.from_bytes(whole[end:end + 4], "little"), end):
    for bits in (1, 4, 255):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1:])
        try:
            table = open_table(path)
            for piece in table.pieces():
                rows = sum(len(batch.row_numbers) for batch in table.read(piece))
                assert rows == piece.length, (at, bits, rows, piece)
        except InputError:
            pass
"""


def test_no_byte_of_the_foot_of_a_parquet_file_ends_the_process(tmp_path: Path) -> None:
    """What it says of its columns may be anything: an error, not an abort of a library; where it
    says another number of rows than it holds, none is read."""
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"行业": ["水泥熟料"]}), path, store_schema=False)
    done = subprocess.run([sys.executable, "-c", EVERY_BYTE, str(path)], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_a_text_that_is_no_utf8_is_told(suffix: str, tmp_path: Path) -> None:
    """Bytes in a column of texts that are none: CE-F006, whatever the kind of file."""
    path = tmp_path / f"in{suffix}"
    texts = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")]
    )
    table = pa.table({"行业": texts, "项目名称": ["甲"]})
    if suffix == ".parquet":
        pq.write_table(table, path)
    else:
        with pa.ipc.new_file(str(path), table.schema) as out:
            out.write_table(table)
    with pytest.raises(InputError, match="CE-F006"):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)


def test_many_small_row_groups_are_read_together(tmp_path: Path) -> None:
    """Groups of one row each: few pieces, the same results and row numbers."""
    table = table_of([clinker(n) for n in range(30)])
    pq.write_table(table, tmp_path / "whole.parquet")
    pq.write_table(table, tmp_path / "small.parquet", row_group_size=1)
    for name in ("whole", "small"):
        screened(tmp_path / f"{name}.parquet", tmp_path / f"{name}-out.parquet")
    assert len(list(open_input([tmp_path / "small.parquet"]).pieces())) == 1
    whole, small = (tmp_path / f"{name}-out.parquet" for name in ("whole", "small"))
    assert whole.read_bytes() == small.read_bytes()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("项目名称,行业\n甲," + "x" * 2_000_000, "CE-F017"),
        ('项目名称,行业\n甲,"' + "x" * 2_000_000, "CE-F017"),
        ("项目名称,行业," + "x" * 400_000, "CE-F017"),
        ("项目名称,行业," + ",".join(f"c{i}" for i in range(2500)) + "\n甲,水泥熟料\n", "CE-S035"),
    ],
)
def test_a_line_or_a_width_that_no_table_has(text: str, code: str, tmp_path: Path) -> None:
    """A line of megabytes and thousands of columns are refused at once."""
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=code):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)


def test_a_link_that_leads_out_of_a_folder_is_not_read(tmp_path: Path) -> None:
    """A link in a folder of projects to a file elsewhere: CE-F018 names it; one inside is read."""
    folder, elsewhere = tmp_path / "projects", tmp_path / "secret.toml"
    folder.mkdir()
    text = (ROOT / "samples" / "cement-clinker" / "project.toml").read_text(encoding="utf-8")
    for path in (elsewhere, folder / "own.toml"):
        path.write_text(text, encoding="utf-8")
    (folder / "within.toml").symlink_to(folder / "own.toml")
    assert open_input([folder]).size == 2
    (folder / "out.toml").symlink_to(elsewhere)
    with pytest.raises(InputError, match=r"CE-F018 .*out\.toml"):
        open_input([folder])


@pytest.mark.parametrize("content", [b"PK", b"PK\x03\x04" + bytes(300), b"x"])
def test_a_damaged_workbook_is_told_when_it_is_read(content: bytes, tmp_path: Path) -> None:
    """Whatever a workbook in the place of a table is, it ends in a code."""
    path = tmp_path / "in.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="CE-O0"):
        run_screening(open_input([path]), [tmp_path / "out.csv"], as_of=AS_OF)


def test_two_runs_into_one_output_do_not_mix(tmp_path: Path) -> None:
    """While one run writes an output, another is refused; afterwards it may."""
    path = write_csv(tmp_path / "in.csv", [clinker(0)])
    out = tmp_path / "out.csv"

    def meanwhile(*_: int) -> None:
        with pytest.raises(CallError, match="CE-F012"):
            run_screening(open_input([path]), [out], as_of=AS_OF)

    run_screening(open_input([path]), [out], as_of=AS_OF, told=meanwhile)
    first = out.read_bytes()
    run_screening(open_input([path]), [out], as_of=AS_OF)
    assert out.read_bytes() == first


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    """Killed three times and resumed, the file is the one of a run that was left alone."""
    killed_and_resumed(tmp_path, 3, 1, 1)


@pytest.mark.slow
def test_a_run_killed_fifty_times_goes_on(tmp_path: Path) -> None:
    """Fifty kills at random moments, with two processes: the identical file."""
    killed_and_resumed(tmp_path, 50, 2, 2)


def test_processes_do_not_change_the_result(tmp_path: Path) -> None:
    """One process or two: the same bytes."""
    path = write_csv(tmp_path / "in.csv", seeded(400, 8)[0])
    for jobs in (1, 2):
        run_screening(open_input([path]), [tmp_path / f"{jobs}.csv"], as_of=AS_OF, jobs=jobs)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def test_another_day_begins_anew(tmp_path: Path) -> None:
    """Parts of a run of another day, or of another input, are not taken."""
    path = write_csv(tmp_path / "in.csv", [clinker(0)])
    out = tmp_path / "out.parquet"
    folder = tmp_path / ".out.parquet.parts"
    folder.mkdir()
    (folder / "run.json").write_text('{"stamp": "of another run"}', encoding="utf-8")
    (folder / "000000.results.arrow").write_bytes(b"nothing")
    run_screening(open_input([path]), [out], as_of=date(2026, 1, 5))
    assert pq.read_table(out).num_rows == 1
    assert not folder.exists()


def test_pieces_of_several_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row group that is read in several batches has the results of one that is read whole."""
    from carbon_eia.screening import table_inputs

    pq.write_table(table_of([clinker(n) for n in range(50)]), tmp_path / "in.parquet")
    _, whole = screened(tmp_path / "in.parquet", tmp_path / "whole.parquet")
    monkeypatch.setattr(table_inputs, "PIECE_ROWS", 7)
    _, parted = screened(tmp_path / "in.parquet", tmp_path / "parted.parquet")
    run_screening(open_input([tmp_path / "in.parquet"]), [tmp_path / "parted.csv"], as_of=AS_OF)
    assert parted == whole
