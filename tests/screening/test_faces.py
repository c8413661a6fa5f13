"""The command, the form, the heads, and the functions for a notebook."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import carbon_eia
from carbon_eia.errors import Problem, UnitError
from carbon_eia.reference import World, read_sector
from carbon_eia.screening import open_input, run_screening, table_form
from carbon_eia.screening.column_heads import ColumnTarget, example_kinds, head_of, meaning
from carbon_eia.screening.rows import column_mapping, project_of_row
from carbon_eia.screening.table_form import sector_columns
from tests.conftest import AS_OF
from tests.screening.test_run import clinker, write_csv
from tests.tools import run

ROOT = Path(__file__).resolve().parents[2]
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"


def means(label: str, sector: str, world: World) -> ColumnTarget | Problem | None:
    """What a label means in a sector."""
    found = read_sector(world, sector)
    return meaning(label, found, example_kinds(found), world)


@pytest.mark.parametrize(
    ("label", "sector", "method", "given"),
    [
        ("外购电力", "cement", "electricity", {}),
        ("绿电", "cement", "electricity", {"supply": "green"}),
        ("exported electricity", "cement", "electricity", {"supply": "export"}),
        ("烟煤", "cement", "combustion", {"material": "bituminous-coal"}),
        ("焦炭", "lead-smelting", "reductant", {"material": "coke"}),
        ("还原剂 焦炭", "cement", "reductant", {"material": "coke"}),
        ("combustion coke", "lead-smelting", "combustion", {"material": "coke"}),
        ("石灰石", "lime", "carbonate", {"material": "limestone"}),
        ("碳质量平衡 出 电石", "other-industry", "carbon_balance", {"direction": "out"}),
        ("熟料生产过程", "cement-clinker", "clinker", {}),
    ],
)
def test_a_source_by_its_label(
    label: str, sector: str, method: str, given: dict[str, str], world: World
) -> None:
    """A label names a source of the sector, a method with a material, or a usual word."""
    target = means(label, sector, world)
    assert isinstance(target, ColumnTarget)
    assert target.kind is not None
    assert target.kind.method == method
    assert given.items() <= dict(target.kind.given).items()


def test_a_label_of_two_meanings_is_not_guessed(world: World) -> None:
    """Coal in a coal-chemical works: feed with its carbon balance, or burnt in the boiler."""
    problem = means("烟煤", "coal-chemical", world)
    assert isinstance(problem, Problem)
    assert problem.code == "CE-S003"
    assert {"原料煤", "锅炉燃料煤"} <= set(str(problem.params["meant"]).split("、"))
    assert means("石墨烯", "cement", world) is None


@pytest.mark.parametrize(
    ("text", "label", "unit"),
    [
        ("烟煤 (t)", "烟煤", "t"),
        ("烟煤（万t/年）", "烟煤", "万t/年"),
        ("产量（单位：万t）", "产量", "万t"),
        ("焦炭（还原剂）", "焦炭(还原剂)", ""),
        ("排放强度 [tCO2/万元]", "排放强度", "tCO2/万元"),
    ],
)
def test_the_unit_of_a_head(text: str, label: str, unit: str) -> None:
    """A bracket holds the unit, or belongs to the label."""
    assert head_of(text)[1:3] == (label, unit)


def test_a_ton_in_a_head_is_refused() -> None:
    """``ton`` means different things to different people, in a head too."""
    with pytest.raises(UnitError, match="CE-U003"):
        head_of("烟煤 (ton)")


def test_a_row_is_the_project_file_that_says_the_same(world: World) -> None:
    """The project of a row is that of a file, measure and facts included."""
    row = clinker(0, 承诺完成日期="2027年10月31日", **{"承诺减少 外购电力 (万kWh)": "200"})
    row["PUE"] = ""
    layout = column_mapping([head_of(h) for h in row], "cement", world)
    project = project_of_row(list(row.values()), layout, world)
    assert (project.name, project.sector, project.year) == ("项目0", "cement", 2026)
    assert [(s.name, s.method) for s in project.sources] == [
        ("烟煤", "combustion"),
        ("外购电力", "electricity"),
    ]
    assert project.measures[0].status == "committed"
    assert str(project.measures[0].finish) == "2027-10-31"


def test_the_command(tmp_path: Path) -> None:
    """Exit status, summary, and files; the summary is as wide as a terminal at most."""
    command = ["screen", str(ROOT / "samples" / "screening" / "projects.csv"), "--as-of"]
    command += [str(AS_OF), "--benchmarks", str(LIMITS), "-o", str(tmp_path / "out.xlsx")]
    done = run(*command, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    from carbon_eia.console import width_of

    assert max(map(width_of, done.stdout.splitlines())) <= 80 or str(tmp_path) in done.stdout
    told = run(*command, "--json", cwd=tmp_path)
    summary = json.loads(told.stdout)
    assert summary["rows"] == 6
    assert summary["verdicts"] == {"pass": 3, "stop": 2, "refuse": 1}
    assert (tmp_path / "out.xlsx").stat().st_size > 5000


def test_illustrative_limits_are_marked_wherever_a_person_reads(tmp_path: Path) -> None:
    """Terminal, JSON, workbook, page and Parquet name the illustrative file; without one nothing
    is said."""
    from python_calamine import load_workbook

    title = "郴州市重点行业碳排放强度准入值（示例文本）"
    command = ["screen", str(ROOT / "samples" / "screening" / "projects.csv")]
    command += ["--as-of", str(AS_OF)]
    names = ("out.xlsx", "out.html", "out.parquet")
    outputs = [word for name in names for word in ("-o", str(tmp_path / name))]
    marked = [*command, "--benchmarks", str(LIMITS)]
    shown = run(*marked, *outputs)
    assert "不具行政效力" in shown.stdout
    told = run(*marked, "-o", str(tmp_path / "out.csv"), "--json")
    assert json.loads(told.stdout)["illustrative"] == [title]
    book = load_workbook(str(tmp_path / "out.xlsx"))
    assert title in str(book.get_sheet_by_index(1).to_python()[0][0])
    assert f"不具行政效力 《{title}》" in (tmp_path / "out.html").read_text(encoding="utf-8")
    said = pq.read_schema(tmp_path / "out.parquet").metadata
    assert f"不具行政效力 《{title}》" in said[b"carbon-eia.caution"].decode()
    assert json.loads(said[b"carbon-eia.illustrative"]) == [title]
    assert said[b"carbon-eia.as_of"].decode() == str(AS_OF)
    plain = run(*command, "-o", str(tmp_path / "plain.parquet"))
    assert "不具行政效力" not in plain.stdout
    assert b"carbon-eia.caution" not in pq.read_schema(tmp_path / "plain.parquet").metadata


def test_reports_of_what_does_not_pass(tmp_path: Path) -> None:
    """``--reports`` writes a PDF for each row that does not pass, named by row and code."""
    pytest.importorskip("weasyprint")
    from carbon_eia.cli.reporting import write_reports
    from carbon_eia.screening import ReportRequest, ScreeningJob

    table = open_input([ROOT / "samples" / "screening" / "projects.csv"])
    asked: list[ReportRequest] = []
    out = [tmp_path / "out.csv"]
    run_screening(table, out, as_of=AS_OF, benchmarks=[LIMITS], asked=asked)
    assert [a.row for a in asked] == [4, 6, 7]
    write_reports(ScreeningJob(table, AS_OF, (LIMITS,), "zh"), asked[:1], tmp_path / "pdf", 1)
    found = list((tmp_path / "pdf").iterdir())
    assert [p.name for p in found] == ["0000004-2602-431022-04-01-000103.pdf"]
    assert found[0].read_bytes().startswith(b"%PDF")


def test_the_form_can_be_read(tmp_path: Path, world: World) -> None:
    """Every head of the form, and every column that it lists for a sector, means something."""
    calamine = pytest.importorskip("python_calamine")
    for lang in ("zh", "en"):
        path = tmp_path / f"{lang}.xlsx"
        path.write_bytes(table_form(world, ".xlsx", lang))
        heads = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
        for head in heads:
            assert isinstance(means(head_of(head).label, "cement", world), ColumnTarget), head
    for ident in list(world.sectors())[::7]:
        for _, head in sector_columns(world, ident):
            assert isinstance(means(head_of(head).label, ident, world), ColumnTarget), (ident, head)


def test_a_frame_of_projects(tmp_path: Path) -> None:
    """A DataFrame has the verdicts of its CSV, under its own index."""
    rows = [clinker(n) for n in range(5)]
    path = write_csv(tmp_path / "in.csv", rows)
    run_screening(open_input([path]), [tmp_path / "out.parquet"], as_of=AS_OF)
    expected = pd.read_parquet(tmp_path / "out.parquet")
    frame = pd.read_csv(path, dtype={"项目代码": str})
    frame.index = pd.Index([f"p{n}" for n in range(5)])
    found = carbon_eia.screen(frame, as_of=AS_OF)
    assert list(found.index) == list(frame.index)
    assert found["intensity"].tolist() == expected["intensity"].tolist()
    assert found["verdict"].tolist() == expected["verdict"].tolist()


def test_an_assessment_shows_itself() -> None:
    """In a notebook an assessment shows its verdict; names from the file cannot become markup."""
    path = ROOT / "samples" / "cement-clinker" / "project.toml"
    found = carbon_eia.assess(path, as_of=AS_OF, benchmarks=[LIMITS])
    assert found.verdict == "retrofit"
    assert "限期改造" in found._repr_html_()
    text = path.read_text(encoding="utf-8").replace("桂阳县某水泥", "<script>某水泥")
    shown = carbon_eia.assess(text, as_of=AS_OF)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
