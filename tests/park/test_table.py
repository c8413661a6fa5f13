"""The members of a park as the rows of a table: the same park as with a file for each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace
from openpyxl import load_workbook

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import CarbonEiaError, Problem
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.member_table import member_columns, read_rows
from carbon_eia.parks.park_account import take_account
from carbon_eia.parks.park_file import park_fields, read_park
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import fields
from carbon_eia.proof.kinds import PARK
from carbon_eia.reference import World
from carbon_eia.run import canonical
from carbon_eia.screening.column_heads import head_of, plain_target
from carbon_eia.screening.screener import Screener
from tests.sampling import at_most
from tests.screening.conftest import examples, row_of, table_of
from tests.strategies import perturbed_examples

from .small import HEAD, coal, member, power, project, scenario, the_world

__all__ = ["examples"]  # a fixture of screening

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "park"
PLANS = scenario("基准", "baseline") + scenario("规划", "plan") + scenario("优化", "optimised")

HEADS = (
    "项目名称,行业,阶段,建设性质,地区,年份,产品,产量 (t),工业增加值 (万元),产值 (万元),"
    "外购电力 (MWh),外购电力 电力排放因子 (tCO2/MWh),外购电力 证明材料,"
    "烟煤 (t),烟煤 低位发热量 (GJ/t),烟煤 含碳量 (tC/GJ),烟煤 碳氧化率 (%),烟煤 证明材料"
)
PLACE = "other-industry,拟建,新建,湖南省郴州市北湖区,2025,产品,10"


def row(name: str, value: int, mwh: str, tonnes: str, more: str = "") -> str:
    """A row that says what ``project`` of the small parks says with power and coal."""
    burnt = f"{tonnes},25,0.024,100,化验" if tonnes else ",,,,"
    return f"{name}公司,{PLACE},{value},{2 * value},{mwh},0.5,计量,{burnt}{more}"


def table_entry(file: str, role: str) -> str:
    """The entry of a table in a park file."""
    return f'[[tables]]\nfile = "{file}"\nrole = "{role}"\n'


def write(folder: Path, name: str, lines: Sequence[str]) -> None:
    """Write a table of typed cells as the kind of file that its name says."""
    path = folder / name
    if name.endswith(".csv"):
        path.write_text("\n".join(lines) + "\n", encoding="gb18030")
        return
    heads, *rows = (line.split(",") for line in lines)
    if name.endswith(".parquet"):
        columns = zip(*rows, strict=True)
        cells = {h: pa.array([c or None for c in cs]) for h, cs in zip(heads, columns, strict=True)}
        pyarrow.parquet.write_table(pa.table(cells), path)
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "园区企业一览表")
        for number, line in enumerate((heads, [], *rows), 1):
            sheet.write_row(number, 0, line)


def park_in(folder: Path, text: str, files: Mapping[str, str] = {}) -> Park:
    """Write and read a park."""
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "park.toml").write_text(HEAD + text, encoding="utf-8")
    return read_park(folder / "park.toml", the_world())


def record_of(park: Park) -> ParkRecord:
    """The record of a park with its own admission values."""
    world = the_world()
    limits = [b for f in park.benchmarks for b in parse_benchmarks(park.texts[f], world, f)]
    return make_record(evaluate_park(park, world, limits))


def figures(record: ParkRecord) -> ParkRecord:
    """A record without the texts that it was made from."""
    park = replace(record.park, text="", sha256="", files={})
    members = tuple(replace(m, sha256="") for m in record.members)
    return replace(record, park=park, members=members, id="")


def problems_of(read: Callable[[], object]) -> list[Problem]:
    """The problems that are raised, each with its sentences in both languages."""
    with pytest.raises(CarbonEiaError) as caught:
        read()
    for p in caught.value.problems:
        assert p.message("zh")
        assert p.message("en")
    return list(caught.value.problems)


def told(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Code and place of problems."""
    return [(p.code, str(p.place)) for p in problems]


# --- the same park


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_members_by_table_are_members_by_files(tmp_path: Path, kind: str) -> None:
    """Every figure of the record to the last digit, whatever kind of table it is."""
    there, planned = tmp_path / f"现有.{kind}", tmp_path / f"规划.{kind}"
    rows = [row("甲", 100, "1234.567", "89.1"), row("乙", 7, "10", "")]
    write(tmp_path, there.name, [f"{HEADS},企业简称", f"{rows[0]},甲", f"{rows[1]},乙"])
    new = row("新", 40, "3.3", "0.1", ",新,2028")
    write(tmp_path, planned.name, [f"{HEADS},成员,投产年份", new])
    entries = table_entry(there.name, "现有企业") + table_entry(planned.name, "projects")
    by_table = park_in(tmp_path, entries + PLANS)
    files = {
        "甲.toml": project("甲", power("外购电力", "1234.567") + coal("烟煤", "89.1")),
        "乙.toml": project("乙", power("外购电力", "10"), "7"),
        "新.toml": project("新", power("外购电力", "3.3") + coal("烟煤", "0.1"), "40"),
    }
    members = member("enterprises", "甲") + member("enterprises", "乙")
    by_files = park_in(tmp_path, members + member("projects", "新", "start = 2028") + PLANS, files)
    assert [m.name for m in by_table.members] == ["甲", "乙", "新"]
    assert figures(record_of(by_table)) == figures(record_of(by_files))


def source_rows(path: Path) -> dict[str, Any]:
    """A project file as a row with a list of sources."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    (product,) = raw["products"]
    found = {fields("project")[k].zh: str(v) for k, v in raw["project"].items()}
    found |= {fields("economics")[k].zh: v for k, v in raw["economics"].items()}
    found |= {"产品": product["name"], "产量": product["amount"]}
    return found | {"sources": [{k: str(v) for k, v in s.items()} for s in raw["sources"]]}


def test_the_enterprises_of_the_sample_by_a_table(tmp_path: Path) -> None:
    """Twelve enterprises as rows with lists of sources, in Parquet: the sample park itself.

    Of a row the sources stand in the order of the table's columns, so sums are compared, which are
    exact, and lists without their order.
    """
    text = (SAMPLE / "park.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    rows = [{"成员名称": m["name"], **source_rows(SAMPLE / m["file"])} for m in raw["enterprises"]]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "现有.parquet")
    for folder in ("facilities", "projects"):
        shutil.copytree(SAMPLE / folder, tmp_path / folder)
    shutil.copy(SAMPLE / "benchmarks.toml", tmp_path)
    head, _, rest = text.partition("# --- 现有企业")
    text = head + table_entry("现有.parquet", "enterprises") + rest[rest.index("# --- 公用设施") :]
    (tmp_path / "park.toml").write_text(text, encoding="utf-8")
    by_table = record_of(read_park(tmp_path / "park.toml", the_world()))
    by_files = record_of(read_park(SAMPLE / "park.toml", the_world()))
    assert unordered(to_builtins(figures(by_table))) == unordered(to_builtins(figures(by_files)))


def unordered(found: Any) -> Any:
    """A record without the order of its lists."""
    if isinstance(found, dict):
        return {k: unordered(v) for k, v in found.items()}
    if isinstance(found, list | tuple):
        return sorted(map(unordered, found), key=repr)
    return found


@at_most(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_row_is_to_a_park_what_it_is_to_screening(
    data: st.DataObject, world: World, examples: dict[str, Any], tmp_path: Path
) -> None:
    """Whatever cells are left out, respelt or odd: the same text, or the same errors."""
    rows = data.draw(st.lists(perturbed_examples(examples, row_of), min_size=1, max_size=4))
    table = table_of(rows)
    pyarrow.parquet.write_table(table, tmp_path / "t.parquet")
    screener = Screener([head_of(h) for h in table.column_names], world)
    texts: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    for number, cells in enumerate(table.to_pylist(), 2):
        try:
            screened = screener.project([c or "" for c in cells.values()])
            texts[f"t.parquet/{number}"] = screened.text
        except CarbonEiaError as error:
            wrong += [(p.code, p.place.key) for p in error.problems]
    found = read_rows(
        tmp_path / "t.parquet", "t.parquet", "enterprises", park_fields()["members"], world
    )
    assert {f: p.text for f, p in found.projects.items() if p is not None} == texts
    assert [(p.code, p.place.key) for p in found.problems] == wrong


# --- the record


def test_a_record_needs_no_table(tmp_path: Path) -> None:
    """Its texts are enough, on a machine that has nothing to read tables with."""
    shutil.copytree(SAMPLE / "table", tmp_path / "table")
    record = record_of(read_park(tmp_path / "table" / "park.toml", the_world()))
    names = {"enterprises.csv", "enterprises.csv/2", "enterprises.csv/3"}
    names |= {"projects.csv", "projects.csv/2", "projects.csv/3"}
    assert record.park.files.keys() == names
    shutil.rmtree(tmp_path / "table")
    assert canonical(PARK.again(record, the_world())) == canonical(record)
    (tmp_path / "record.json").write_bytes(canonical(record))
    script = (
        "import sys; sys.modules.update(pyarrow=None, python_calamine=None)\n"
        "from datetime import date\nfrom pathlib import Path\n"
        "from carbon_eia.errors import Place\n"
        "from carbon_eia.parks.park_record import parse_record\n"
        "from carbon_eia.reference import open_world\n"
        "record = parse_record(Path('record.json').read_text('utf-8'), Place())\n"
        "from carbon_eia.proof.kinds import PARK\n"
        "again = PARK.again(record, open_world(date(2026, 6, 30)))\n"
        "print(again.id == record.id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "True\n", done.stderr


def test_a_park_of_files_loads_no_table_reader() -> None:
    """What reads tables is loaded where a table is read, and nowhere else."""
    script = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
        "from carbon_eia.parks.park_file import read_park\n"
        "from carbon_eia.reference import open_world\n"
        "read_park(Path('samples/park/park.toml'), open_world(date(2026, 6, 30)))\n"
        "print(sorted({'numpy', 'pyarrow', 'python_calamine'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr


# --- what is wrong


def test_every_error_is_told_at_its_row_and_column(tmp_path: Path) -> None:
    """Of two tables, a project file and the park file, all at once."""
    heads = f"{HEADS},投产年,关停年,设施类型,外购电力 色"
    rows = [
        row("甲", 100, "10", "#REF!", ",2028,,,"),
        row("乙", 100, "10", "1", ",,2030,,"),
        "," * heads.count(","),
        row("丙", 100, "10", "1", ",#VALUE!,二〇三〇,锅炉,"),
        row("丁", 100, "10", "1", ",2028,,,红"),
        row("戊", 100, "十", "1", ",2028,1999,,").replace("other-industry", "修仙"),
        "合计" + "," * heads.count(","),
    ]
    write(tmp_path, "规划.csv", [heads, *rows])
    write(
        tmp_path,
        "现有.csv",
        [f"{HEADS},投产年,投产年份,measures", row("己", 5, "1", "1", ",2028,2028,all")],
    )
    entries = table_entry("规划.csv", "projects") + table_entry("现有.csv", "enterprises")
    files = {"庚.toml": project("庚", power("电", "十"))}
    text = entries + member("enterprises", "庚") + "[parc]\n"
    found = problems_of(lambda: park_in(tmp_path, text, files))
    assert {(p.code, str(p.place)) for p in found if p.place.file.endswith(".csv")} == {
        ("CE-S004", "规划.csv:2 烟煤 (t)"),
        ("CE-P003", "规划.csv:3 投产年"),
        ("CE-S004", "规划.csv:5 投产年"),
        ("CE-P003", "规划.csv:5 投产年"),
        ("CE-P004", "规划.csv:5 关停年"),
        ("CE-P005", "规划.csv:5 设施类型"),
        ("CE-S002", "规划.csv:6 外购电力 色"),
        ("CE-P010", "规划.csv:7 行业"),
        ("CE-P007", "规划.csv:7 关停年"),
        ("CE-S008", "规划.csv:8"),
        ("CE-S007", "现有.csv:2 投产年份"),
        ("CE-K013", "现有.csv:2 measures"),
    }
    others = {(p.code, Path(p.place.file).name) for p in found if p.place.file.endswith(".toml")}
    assert others == {("CE-U005", "庚.toml"), ("CE-P002", "park.toml")}


def test_a_real_error_cell_and_merged_cells_in_a_workbook(tmp_path: Path) -> None:
    """An error cell and an amount merged over two rows are told at their rows."""
    rows = [row("甲", 100, "10", "1"), row("乙", 7, "10", ""), row("丙", 9, "11", "2")]
    names = [f"{line},{name}" for line, name in zip(rows, "甲乙丙", strict=True)]
    write(tmp_path, "现有.xlsx", [f"{HEADS},企业简称", *names])
    book = load_workbook(tmp_path / "现有.xlsx")
    sheet = book.active
    column = {c.value: c.column_letter for c in sheet[2]}
    sheet[f"{column['烟煤 低位发热量 (GJ/t)']}6"] = "#REF!"
    merged = column["外购电力 (MWh)"]
    sheet.merge_cells(f"{merged}4:{merged}5")
    assert sheet[f"{column['烟煤 低位发热量 (GJ/t)']}6"].data_type == "e"
    book.save(tmp_path / "现有.xlsx")
    text = table_entry("现有.xlsx", "enterprises") + PLANS
    found = problems_of(lambda: park_in(tmp_path, text))
    assert sorted((p.code, p.place.line, p.place.key) for p in found) == [
        ("CE-O021", 4, "外购电力 (MWh)"),
        ("CE-O021", 5, "外购电力 (MWh)"),
        ("CE-S004", 6, "烟煤 低位发热量 (GJ/t)"),
    ]


def test_a_project_twice_is_found_across_tables_and_files(tmp_path: Path) -> None:
    """The existing error, at the row."""
    files = {"甲.toml": project("甲", power("外购电力", "1"))}
    write(tmp_path, "t.csv", [HEADS, row("甲", 1, "1", ""), row("乙", 1, "1", "")])
    write(tmp_path, "u.csv", [f"{HEADS},成员", row("乙", 2, "1", "", ",乙二")])
    text = member("enterprises", "甲") + table_entry("t.csv", "enterprises")
    text += table_entry("u.csv", "enterprises")
    found = problems_of(lambda: park_in(tmp_path, text, files))
    assert told(found) == [("CE-K005", "t.csv:2"), ("CE-K005", "u.csv:2")]
    assert [p.params["other"] for p in found] == ["甲", "乙公司"]


def test_an_error_of_the_account_is_told_at_the_row(tmp_path: Path) -> None:
    """What only the evaluation finds."""
    write(tmp_path, "t.csv", [HEADS, row("甲", 1, "1", "1"), row("乙", 1, "1", "1")])
    park = park_in(tmp_path, table_entry("t.csv", "enterprises") + PLANS)
    first, second = park.members
    alike = second.project._replace(guide="没有的指南")
    broken = park._replace(members=(first, second._replace(project=alike)))
    found = problems_of(lambda: take_account(broken, the_world()))
    assert told(found) == [("CE-P026", "t.csv:3 project.guide")]


WRONG = {
    "outside the folder": ("../t.csv", "", "CE-K001"),
    "not there": ("nowhere.csv", "", "CE-F001"),
    "no table": ("t.toml", "x = 1", "CE-S018"),
    "no heads": ("t.csv", "甲,乙\n1,2\n", "CE-S001"),
    "no row": ("t.csv", HEADS + "\n", "CE-S013"),
    "only a total": ("t.csv", f"{HEADS}\n合计\n", "CE-S008"),
    "too many rows": ("t.csv", HEADS + ("\n" + row("甲", 1, "1", "1")) * 2001, "CE-P019"),
    "a refused unit": ("t.csv", "行业,项目名称,烟煤 (ton)\nother-industry,甲,1\n", "CE-U003"),
    "no workbook": ("t.xlsx", "PK", "CE-O001"),
    "no Parquet": ("t.parquet", "PAR1", "CE-F006"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_table_that_is_not_read(tmp_path: Path, case: str) -> None:
    """Each with its code, together with the other errors of the park."""
    file, content, code = WRONG[case]
    inside = tmp_path / "park"
    inside.mkdir()
    files = {file: content} if content else {}
    (tmp_path / "t.csv").write_text(HEADS, encoding="utf-8")
    text = table_entry(file, "enterprises") + "[parc]\n"
    found = problems_of(lambda: park_in(inside, text, files))
    assert [p.code for p in found] == ["CE-P002", code]
    assert found[1].place.key or (code == "CE-S008" and found[1].place.line == 2)


def test_a_table_is_named_once(tmp_path: Path) -> None:
    """Its rows would be there twice; a role that nobody knows is an error too."""
    write(tmp_path, "t.csv", [HEADS, row("甲", 1, "1", "1")])
    twice = table_entry("t.csv", "enterprises") + table_entry("t.csv", "facilities")
    found = problems_of(lambda: park_in(tmp_path, twice + table_entry("u.csv", "visitors")))
    assert [p.code for p in found] == ["CE-K004", "CE-P005"]


def test_a_column_of_a_park_means_nothing_to_screening() -> None:
    """Otherwise a table could not say both; and every field but the file has its words."""
    known = park_fields()["members"]
    words = [
        w for f in known.values() for w in (f.key, f.zh, f.en) if f.key not in ("name", "file")
    ]
    assert set(member_columns(words).values()) == known.keys() - {"name", "file"}
    assert not [w for w in words if plain_target(w) is not None]
    assert member_columns(["name", "名称", "项目名称", "文件"]) == {}


def test_a_row_that_adds_up_others_is_no_member(tmp_path: Path) -> None:
    """A total without a name that says so is named with the rows that it adds up."""
    whole = row("园区", 300, "3", "12").replace(",产品,10,", ",产品,20,")
    rows = [row("甲", 100, "1", "5"), row("乙", 200, "2", "7"), whole]
    write(tmp_path, "t.csv", [HEADS, *rows])
    found = problems_of(lambda: park_in(tmp_path, table_entry("t.csv", "enterprises")))
    assert [(p.code, str(p.place)) for p in found] == [("CE-S008", "t.csv:4")]
    assert "第 2～3 行" in found[0].message()


def test_rows_alike_in_every_cell_are_one_member(tmp_path: Path) -> None:
    """A park would count them twice: the later row is an error that names the earlier one."""
    same = row("甲", 100, "1", "5")
    write(tmp_path, "t.csv", [HEADS, same, row("乙", 200, "2", "7"), same])
    found = problems_of(lambda: park_in(tmp_path, table_entry("t.csv", "enterprises")))
    assert {(p.code, str(p.place)) for p in found} == {
        ("CE-K004", "t.csv:4"),
        ("CE-K005", "t.csv:4"),
    }
    (same_project,) = (p for p in found if p.code == "CE-K005")
    assert "t.csv:2" in same_project.message()
