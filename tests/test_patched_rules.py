"""A new rule and a second city are data: every output has them without any code."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.project import parse_project, read_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import open_world, read_sector
from carbon_eia.report import finished_html, render_workbook
from carbon_eia.run import Run, make_run
from carbon_eia.run.records import ReasonRecord
from tests.conftest import ROOT
from tests.patched.reference import ADDITIONS, patched_reference
from tests.screening.conftest import Row, row_of
from tests.screening.test_same import assert_same, both
from tests.tools import run

__all__ = ["patched_reference"]

pytestmark = pytest.mark.usefixtures("patched_reference")
DAY = date(2026, 6, 30)
PLACES = {"郴州市": "湖南省郴州市安仁县", "衡阳市": "湖南省衡阳市衡南县"}
LIMITS = {"郴州市": "0.45", "衡阳市": "0.42"}
"""Admission values of the two cities, in tCO2/t; the example of the sector emits 0.411."""
FACT = "窑炉余热利用率"
USED, LEAST = "窑炉余热利用率达到四成", "窑炉余热利用率的底线"
DEMAND = "提高窑炉余热利用率，使其不低于40%"


def project(city: str = "郴州市", share: str = "", more: str = "") -> str:
    """The example of the new sector in a city, with a share of its kiln heat recovered."""
    world = open_world(DAY)
    text = project_template(read_sector(world, "ceramsite").example, "ceramsite")
    text = text.replace(PLACES["郴州市"], PLACES[city]) + more
    if not share:
        return text
    found, times = re.subn("(?m)^# kiln_heat_share = .*$", f'kiln_heat_share = "{share}"', text)
    assert times == 1, "the template asks for the fact"
    return found


def limits(folder: Path, *cities: str) -> list[Path]:
    """Files of admission values, one for each city."""
    found = []
    for city in cities or ("郴州市",):
        path = folder / f"limits-{city}.toml"
        path.write_text(
            f'[instrument]\nid = "limits"\ntitle = "{city}陶粒准入值（示例文本）"\n'
            'number = "示例〔2026〕9号"\nauthority = "示例机关（虚构）"\ndate = 2026-01-01\n'
            f'region = "湖南省{city}"\nillustrative = true\n[[values]]\nsector = "陶粒"\n'
            f'product = "陶粒"\nlevel = "admission"\nvalue = "{LIMITS[city]} tCO2/t"\n'
            'boundary = "ceramsite-with-electricity"\ngrade = "A"\nadopted = true\n'
            'locator = "附表"\nvalid_from = 2026-01-01\nnote = "试验"\n',
            encoding="utf-8",
        )
        found.append(path)
    return found


def read_limits(folder: Path, *cities: str) -> list[Benchmark]:
    """The values of those files."""
    world = open_world(DAY)
    return [b for path in limits(folder, *cities) for b in read_benchmarks(path, world)]


def run_of(text: str, benchmarks: Sequence[Benchmark], day: date = DAY) -> Run:
    """The Run of a project."""
    from carbon_eia.assessment import assess

    world = open_world(day)
    return make_run(assess(parse_project(text, world), world, benchmarks))


def reason(run_: Run, rule: str) -> ReasonRecord:
    """What a Run says of a rule; once."""
    (found,) = [r for r in run_.decision.reasons if r.rule == rule]
    return found


def written(folder: Path, text: str, name: str = "project.toml") -> Path:
    """A project file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def call(command: str, path: Path, benchmarks: Sequence[Path], *more: str) -> tuple[int, str]:
    """Exit status of a command on a project, and its words without spaces and ends of lines."""
    named = [x for b in benchmarks for x in ("--benchmarks", str(b))]
    done = run(command, str(path), "--as-of", str(DAY), *named, *more)
    return done.returncode, "".join(done.stdout.split())


def words(html: str) -> str:
    """What a reader sees of a document, without spaces: not its marks, nor the record in it."""
    seen = re.sub("(?s)<(script|style)[ >].*?</(script|style)>", "", html)
    return "".join(re.sub("<[^>]*>", "", seen).split())


def cells(content: bytes) -> list[str]:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(c.value) for sheet in book for row in sheet for c in row if c.value is not None]


def test_each_addition_is_a_file_of_data() -> None:
    """A method, a sector, a city: one file each; a rule with a fact of its own: two."""
    names = {p.relative_to(ADDITIONS).as_posix() for p in ADDITIONS.rglob("*") if p.is_file()}
    assert names == {
        "methods.toml",
        "sectors/ceramsite.toml",
        "policy/hengyang-example.toml",
        "policy/kiln-heat.toml",
        "facts.toml",
    }


# --- a rule that asks for a fact of its own: a file of a policy, and the fact


@pytest.mark.parametrize(
    ("share", "verdict", "used", "least"),
    [
        ("", "pass", None, None),
        ("50 %", "pass", True, True),
        ("40 %", "pass", True, True),
        ("39.99 %", "pass", False, True),
        ("20 %", "pass", False, True),
        ("10 %", "refuse", False, False),
    ],
)
def test_a_new_rule_is_judged(
    share: str, verdict: str, used: bool | None, least: bool | None, tmp_path: Path
) -> None:
    """It is kept, broken or not provided; a condition is asked for, and a veto refuses."""
    made = run_of(project(share=share), read_limits(tmp_path))
    assert made.decision.verdict == verdict
    found = reason(made, "kiln_heat_used")
    assert (found.passed, reason(made, "kiln_heat_least").passed) == (used, least)
    assert (found.clause, found.instrument) == (
        "第三条",
        "《窑炉余热利用管理办法（示例文本）》 示例〔2026〕2号",
    )
    assert found.quotation == "新建窑炉的余热利用率应当不低于40%。"
    if not share:
        assert (found.code, found.fact) == ("policy.lacks", f"未提供：{FACT}")
        return
    assert (found.value, found.limit, found.unit) == (share.removesuffix(" %"), "40", "%")
    asked = [c.text for c in made.decision.conditions]
    assert any(DEMAND in c for c in asked) == (not used and verdict == "pass")
    assert any("增设余热利用装置后重新申报" in c for c in asked) == (verdict == "refuse")


@pytest.mark.parametrize(("city", "day"), [("衡阳市", DAY), ("郴州市", date(2025, 12, 31))])
def test_it_stands_in_its_place_and_time_alone(city: str, day: date, tmp_path: Path) -> None:
    """In another city, and on the day before, nobody is held to it."""
    made = run_of(project(city, "10 %"), read_limits(tmp_path, city), day)
    assert not {r.rule for r in made.decision.reasons} & {"kiln_heat_used", "kiln_heat_least"}
    assert made.decision.verdict != "refuse"


def test_the_terminal_tells_of_it(tmp_path: Path) -> None:
    """assess, check and explain name the rule and its fact, in their words."""
    given, low = limits(tmp_path), written(tmp_path, project(share="10 %"))
    status, said = call("assess", low, given)
    assert status == 1
    assert f"✗{FACT}为10%，低于20%（第四条·" in said
    status, said = call("assess", low, given, "--full")
    assert status == 1
    assert LEAST in said
    status, said = call("explain", low, given, "--rule", "kiln_heat_used")
    assert status == 0
    assert f"✗{USED}(kiln_heat_used){FACT}为10%，低于40%10%|40%" in said
    assert "《窑炉余热利用管理办法（示例文本）》示例〔2026〕2号第三条" in said
    assert "“新建窑炉的余热利用率应当不低于40%。”" in said
    assert call("explain", low, given, "--rule", "kiln_heat_usd")[0] == 2
    silent = written(tmp_path, project())
    said = call("assess", silent, given, "--full")[1]
    assert all(clause in said for clause in ("第三条", "第四条")), "not provided, with what asks"


@pytest.mark.parametrize(
    ("share", "code"), [("45 kWh", "CE-U004"), ("120 %", "CE-P007"), ("45", "CE-P007")]
)
def test_check_reads_its_fact(share: str, code: str, tmp_path: Path) -> None:
    """A wrong unit and a share above the whole, with % and without, are errors at the fact."""
    done = run("check", str(written(tmp_path, project(share=share))), "--json")
    assert done.returncode == 2
    problems = json.loads(done.stdout)["errors"]
    assert [(p["code"], p["place"]["key"]) for p in problems] == [(code, "facts.kiln_heat_share")]
    good = run("check", str(written(tmp_path, project(share="45 %"))))
    assert good.returncode == 0


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", (USED, f"{FACT}为30%，低于40%", "新建窑炉的余热利用率应当不低于40%。", DEMAND)),
        (
            "en",
            (
                "Two fifths of the kiln heat recovered",
                "share of kiln heat recovered: 30 %, below 40 %",
                "recover at least 40% of the kiln heat",
            ),
        ),
    ],
)
def test_the_report_tells_of_it(lang: str, said: tuple[str, ...], tmp_path: Path) -> None:
    """The tables have title, fact, clause and demand, and the annex the fact as stated."""
    html = finished_html(run_of(project(share="30 %"), read_limits(tmp_path)), lang)
    text = words(html)
    for each in (*said, "窑炉余热利用管理办法（示例文本）", "第三条"):
        assert "".join(each.split()) in text, each
    assert 'kiln_heat_share="30%"' in unescape(text)


def test_the_workbook_has_it(tmp_path: Path) -> None:
    """The sheet of the report has its title, its figure, its limit and its words."""
    found = cells(render_workbook(run_of(project(share="30 %"), read_limits(tmp_path))))
    assert any(USED in c.split("\n") for c in found)
    assert any(f"{FACT}为 30 %，低于 40 %" in c for c in found)
    assert any("窑炉余热利用管理办法" in c for c in found)


def test_the_form_asks_for_its_fact_and_reads_it(tmp_path: Path) -> None:
    """Filled in beside its name in the Excel form, as a percentage or as a text."""
    form = tmp_path / "form.xlsx"
    assert run("new", "陶粒", "-o", str(form)).returncode == 0
    for value, shown in ((0.1, "0%"), ("10 %", "General")):
        book = openpyxl.load_workbook(form)
        (cell,) = [c for s in book for row in s for c in row if str(c.value).startswith(FACT)]
        answer = cell.parent.cell(cell.row, cell.column + 1)
        answer.value, answer.number_format = value, shown
        filled = tmp_path / "filled.xlsx"
        book.save(filled)
        fact: Any = read_project(filled, open_world(DAY)).facts["kiln_heat_share"]
        assert fact.to("%") == 10
        assert call("assess", filled, limits(tmp_path))[0] == 1


def test_schema_and_template_ask_for_its_fact() -> None:
    """An editor completes the key and says what it means."""
    schema = json.loads(run("schema", "project").stdout)
    spec = schema["properties"]["facts"]["properties"]["kiln_heat_share"]
    assert (spec["title"], spec["examples"]) == (FACT, ["45 %"])
    (line,) = [x for x in project().splitlines() if "kiln_heat_share" in x]
    assert f"# {FACT}；%；按设计的回收热量除以窑炉排出的热量" in line


def test_the_docs_page_prints_it() -> None:
    """docs/generate.py lists clause, premise, limit, quotation and reading of the rule."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    page = generate.policies()
    assert "## `kiln-heat` 《窑炉余热利用管理办法（示例文本）》 示例〔2026〕2号" in page
    rule = page[page.index("### `kiln_heat_used`") : page.index("### `kiln_heat_least`")]
    assert "第三条 · 条件项 condition · 2026-01-01 → … · A 级" in rule
    assert "判定：`kiln_heat_share` ≥ 40 %" in rule
    assert f"不符时：{DEMAND}" in rule
    assert "| `kiln_heat_share` | " in generate.project_file()


# --- a second city: one file of a policy


def test_a_second_city_decides_by_its_own_policy(tmp_path: Path) -> None:
    """Its clauses, its deadline, its list; nothing of the other city."""
    made = run_of(project("衡阳市"), read_limits(tmp_path, "衡阳市"))
    assert made.decision.verdict == "pass"
    admission = reason(made, "admission")
    assert (admission.clause, admission.limit, admission.passed) == ("示例第五条", "0.42", True)
    assert admission.instrument == "《衡阳市建设项目碳准入办法（示例文本）》 示例〔2026〕3号"
    assert admission.quotation == "碳排放强度高于准入值的项目，不予准入。"
    listed = reason(made, "hengyang_list")
    assert listed.fact.startswith("未达到重点用能名录的规模")
    assert listed.limit == "20000"
    here = run_of(project(), read_limits(tmp_path))
    assert reason(here, "admission").clause == "专栏10第4项"
    assert reason(here, "monitoring_list").limit == "5000"
    own = {r.rule for r in here.decision.reasons} - {r.rule for r in made.decision.reasons}
    assert {"monitoring_list", "coal_replaced", "kiln_heat_used"} <= own


MEASURE = """
[[measures]]
name = "余热回收"
effects = [{ source = "回转窑用煤", saves = "20 %" }]
investment = "100 万元"
finish = 2029-01-31
status = "committed"
"""


@pytest.mark.parametrize(
    ("city", "deadline", "verdict"),
    [("郴州市", "2029-06-30", "retrofit"), ("衡阳市", "2028-06-30", "refuse")],
)
def test_its_months_run(city: str, deadline: str, verdict: str, tmp_path: Path) -> None:
    """36 months in one city and 24 in the other: one measure is in time here and late there."""
    text = project(city).replace('"600 万kWh"', '"2000 万kWh"') + MEASURE
    made = run_of(text, read_limits(tmp_path, city))
    assert made.decision.verdict == verdict
    assert made.retrofit.deadline is not None
    assert made.retrofit.deadline.date == deadline


@pytest.mark.parametrize("day", ["2025-12-31", "2028-01-01"])
def test_outside_its_validity_nothing_is_decided(day: str, tmp_path: Path) -> None:
    """The day before its force and the day of its end: undetermined, and why."""
    made = run_of(project("衡阳市"), read_limits(tmp_path, "衡阳市"), date.fromisoformat(day))
    assert made.decision.verdict == "undetermined"
    assert f"《衡阳市建设项目碳准入办法（示例文本）》在 {day} 尚未施行或已失效" in [
        m.text for m in made.decision.missing
    ]
    assert not {r.rule for r in made.decision.reasons} & {"admission", "hengyang_list"}
    inside = run_of(project("衡阳市"), read_limits(tmp_path, "衡阳市"), date(2027, 12, 31))
    assert inside.decision.verdict == "pass"


def test_the_first_city_is_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of ours gets the Run it gets without the additions, but for the digest."""
    text = (ROOT / "samples" / "cement-clinker" / "project.toml").read_text(encoding="utf-8")
    demo = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"

    def parts() -> dict[str, Any]:
        world = open_world(DAY)
        made = run_of(text, read_benchmarks(demo, world))
        names = ("inventory", "energy", "comparisons", "retrofit", "warnings")
        found: dict[str, Any] = {n: getattr(made, n) for n in names}
        reasons = [r for r in made.decision.reasons if not r.rule.startswith("kiln_heat")]
        return found | {"verdict": made.decision.verdict, "reasons": reasons}

    patched = parts()
    monkeypatch.delenv("CARBON_EIA_FACTORS")
    assert parts() == patched
    assert patched["verdict"] == "retrofit"


FIRST = re.compile("郴州|Chenzhou|专栏10|5000 tce|(?<!年前)碳达峰行动方案|monitoring_list")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_documents_name_no_other_city(lang: str, tmp_path: Path) -> None:
    """Terminal, report and workbook of a project there hold its policy and nothing of ours."""
    given, path = limits(tmp_path, "衡阳市"), written(tmp_path, project("衡阳市"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("(?m)^#.*\n| +# .*$", "", text), encoding="utf-8")
    outputs = [tmp_path / f"out.{end}" for end in ("html", "xlsx", "docx")]
    more = [x for out in outputs for x in ("-o", str(out))]
    named = [x for b in given for x in ("--benchmarks", str(b))]
    done = run("report", str(path), "--as-of", str(DAY), *named, *more, "--lang", lang)
    assert done.returncode == 0, done.stderr
    terminal = run("assess", str(path), "--as-of", str(DAY), *named, "--lang", lang).stdout
    record = run("assess", str(path), "--as-of", str(DAY), *named, "--json").stdout
    printed = {"terminal": terminal, "record": record, "html": outputs[0].read_text("utf-8")}
    for out in outputs[1:]:
        with zipfile.ZipFile(out) as archive:
            parts = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")]
        printed[out.suffix] = "".join(parts)
    for kind, shown in printed.items():
        assert not FIRST.findall(shown), kind
        assert "示例第五条" in words(shown), kind
    assert "衡阳市建设项目碳准入办法（示例文本）" in words(printed["html"])


def rows_of(count: int) -> list[Row]:
    """Rows of both cities in turn, each with its own share of heat, about the admission values."""
    told = dict(read_sector(open_world(DAY), "ceramsite").example)
    rows = []
    for n in range(count):
        city = list(PLACES)[n % 2]
        factor = 0.9 + 0.025 * n
        row = row_of("ceramsite", told, lambda: 1.0, 阶段="拟建", 地区=PLACES[city], 年份="2026")
        row |= {"项目名称": f"项目{n}", "项目代码": f"2602-{n:06d}"}
        row["回转窑用煤 湿基消耗量 (万t)"] = f"{2 * factor:.3f}"
        if n % 3:
            row[f"{FACT} (%)"] = ("45", "10")[n % 3 - 1]
        rows.append(row)
    return rows


def test_a_table_of_both_cities_says_what_each_project_is_told(tmp_path: Path) -> None:
    """Column of the new fact, rows of two cities: each verdict is that of the project alone."""
    given = read_limits(tmp_path, "郴州市", "衡阳市")
    rows = rows_of(12)
    together, alone, screener = both(rows, open_world(DAY), given)
    assert not together.errors
    assert_same(together, alone, screener)
    told = [screener.outcomes[o] for o in together.outcome]
    for n, row in enumerate(rows):
        city = list(PLACES)[n % 2]
        text = project(city, f"{row[f'{FACT} (%)']} %" if n % 3 else "")
        text = text.replace('"2 万t"', f'"{row["回转窑用煤 湿基消耗量 (万t)"]} 万t"')
        assert told[n].verdict == run_of(text, given).decision.verdict, n
        if n % 3 == 2:
            assert (told[n].verdict == "refuse") or city == "衡阳市"
    of = {city: [t.verdict for t in told[at::2]] for at, city in enumerate(PLACES)}
    assert of == {
        "郴州市": ["pass", "refuse", "pass", "pass", "refuse", "refuse"],
        "衡阳市": ["pass", "pass", "refuse", "refuse", "refuse", "refuse"],
    }


def test_screen_reads_the_table(tmp_path: Path) -> None:
    """The command on a CSV of both cities writes the verdicts and names the rule that bars."""
    rows = rows_of(6)
    heads = list(dict.fromkeys(head for row in rows for head in row))
    table, out = tmp_path / "rows.csv", tmp_path / "results.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, heads).writeheader()
        csv.DictWriter(stream, heads).writerows(rows)
    named = [x for b in limits(tmp_path, *PLACES) for x in ("--benchmarks", str(b))]
    done = run("screen", str(table), "-o", str(out), "--as-of", str(DAY), *named)
    assert done.returncode in (0, 1), done.stderr
    with out.open(encoding="utf-8-sig", newline="") as stream:
        told = {r["项目名称"]: (r["结论代码"], r["主要理由"]) for r in csv.DictReader(stream)}
    verdicts = {name: verdict for name, (verdict, _) in told.items()}
    assert verdicts == {f"项目{n}": "refuse" if n in (2, 5) else "pass" for n in range(6)}
    assert told["项目2"][1] == LEAST


def park(folder: Path, city: str, share: str) -> dict[str, Any]:
    """The record of a park in a city with one planned project."""
    (given,) = limits(folder, city)
    written(folder, project(city, share, ""), "kiln.toml")
    text = (
        f'[park]\nname = "试验园区"\nregion = "{PLACES[city]}"\nbase_year = 2025\n'
        f'plan_years = [2030]\nboundary = "规划范围"\narea = "100 公顷"\n'
        f'benchmarks = ["{given.name}"]\n[[projects]]\nname = "陶粒"\nfile = "kiln.toml"\n'
        'start = 2028\n[[scenarios]]\nname = "基准情景"\nkind = "基准"\n'
        '[[scenarios]]\nname = "规划情景"\nkind = "规划"\n'
    )
    path = written(folder, text, "park.toml")
    outputs = [folder / "park.html", folder / "park.xlsx"]
    more = [x for out in outputs for x in ("-o", str(out))]
    done = run("park", str(path), "--as-of", str(DAY), "--json", *more)
    assert done.returncode in (0, 1, 3), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("city", "share", "verdict", "why"),
    [
        ("郴州市", "50 %", "pass", "陶粒碳排放强度不高于准入值 0.45 tCO2/t，低 8.66 %"),
        ("郴州市", "10 %", "refuse", f"{FACT}为 10 %，低于 20 %"),
        ("衡阳市", "10 %", "pass", "陶粒碳排放强度不高于准入值 0.42 tCO2/t，低 2.14 %"),
    ],
)
def test_a_planned_project_of_a_park_keeps_it(
    city: str, share: str, verdict: str, why: str, tmp_path: Path
) -> None:
    """The veto bars a planned project in its city alone, and the list of projects says why; the
    park in the other city names nothing of the first."""
    record = park(tmp_path, city, share)
    (member,) = record["members"]
    assert member["verdict"] == verdict
    assert member["reason"]["text"] == why
    html = (tmp_path / "park.html").read_text(encoding="utf-8")
    assert "".join(why.split()) in words(html)
    book = (tmp_path / "park.xlsx").read_bytes()
    assert why in cells(book)
    shown = [html, json.dumps(record, ensure_ascii=False), *cells(book)]
    assert any(FIRST.search(x) for x in shown) == (city == "郴州市")
