"""The calculation workbook: live from cell to cell, equal to the Run, safe, the same every time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from carbon_eia.project.project_file_template import project_template
from carbon_eia.proof import Verification, verify
from carbon_eia.reference import World, open_world, read_sector
from carbon_eia.report import render_workbook
from carbon_eia.run import Run, canonical, record_id
from carbon_eia.run.chunks import SHEET, digest, join
from tests.conftest import ROOT
from tests.office.conftest import SAMPLES, Grid, Office, changed, formulas, grid, sample

RunOf = Callable[[str], Run]

DIGITS = 1e-12
"""Relative difference that may remain: 12 significant digits."""


def differences(content: bytes, found: Grid) -> list[tuple[Any, Any, Any]]:
    """Cells with a formula whose recalculated value is not the Run's."""
    stored = grid(content)
    wrong = []
    for key in formulas(content):
        was, now = stored.get(key, ""), found.get(key, "")
        if isinstance(was, float) and isinstance(now, float):
            same = abs(was - now) <= DIGITS * abs(was)
        else:
            same = was == now
        if not same:
            wrong.append((key, was, now))
    return wrong


def sector_text(world: World, sector: str) -> str:
    """The example project of a sector."""
    return project_template(read_sector(world, sector).example, sector)


def covering(world: World) -> list[str]:
    """A few sectors whose examples use every method that any example uses."""
    uses = {
        s: {x["method"] for x in read_sector(world, s).example.get("sources", ())}
        for s in world.sectors()
    }
    open_methods = set().union(*uses.values())
    chosen = []
    while open_methods:
        best = max(uses, key=lambda s: len(uses[s] & open_methods))
        chosen.append(best)
        open_methods -= uses[best]
    return chosen


def test_libreoffice_recalculates_the_samples_to_the_run(office: Office, run_of: RunOf) -> None:
    """Every formula of the samples' workbooks, worked out by LibreOffice, gives the Run's value."""
    books = [render_workbook(run_of(sample(s)), lang) for s in SAMPLES for lang in ("zh", "en")]
    for content, found in zip(books, office.recalculated([changed(b) for b in books]), strict=True):
        assert len(formulas(content)) > 60
        assert differences(content, found) == []


@pytest.mark.slow
def test_libreoffice_recalculates_a_source_of_each_method(
    office: Office, run_of: RunOf, world: World
) -> None:
    """Sectors whose examples cover the methods, recalculated, give the Run's values."""
    books = [render_workbook(run_of(sector_text(world, s))) for s in covering(world)]
    for content, found in zip(books, office.recalculated([changed(b) for b in books]), strict=True):
        assert differences(content, found) == []


@pytest.mark.slow
def test_libreoffice_recalculates_every_sector(office: Office, run_of: RunOf, world: World) -> None:
    """The workbook of every sector's example recalculates to its Run."""
    sectors = list(world.sectors())
    books = [render_workbook(run_of(sector_text(world, s))) for s in sectors]
    found = office.recalculated([changed(b) for b in books])
    wrong = {s: differences(b, f) for s, b, f in zip(sectors, books, found, strict=True)}
    assert {s: d for s, d in wrong.items() if d} == {}


def cell_of(shown: Grid, sheet: str, column: str, **texts: str) -> str:
    """The cell of a column in the row where other columns show given texts."""
    for row in range(1, 200):
        if all(str(shown.get((sheet, f"{c}{row}"), "")) == t for c, t in texts.items()):
            return f"{column}{row}"
    raise AssertionError(texts)


@pytest.mark.slow
def test_a_changed_input_moves_everything_as_python_computes(office: Office, run_of: RunOf) -> None:
    """Less coal in one cell: totals, intensity, margin and verdict follow, and the change shows."""
    text = sample("cement-clinker")
    run = run_of(text)
    content = render_workbook(run)
    shown = grid(content)
    less = run_of(text.replace('amount = "17.4 万t"', 'amount = "16.5 万t"', 1))
    assert less.decision.verdict != run.decision.verdict
    entry = cell_of(shown, "输入", "E", B="窑头窑尾煤", C="消耗量")
    (found,) = office.recalculated([changed(content, {("输入", entry): "16.5"})])

    total = cell_of(shown, "结论", "B", A="年碳排放总量")
    assert found["结论", total] == pytest.approx(float(less.inventory.total.value), rel=DIGITS)
    intensity = cell_of(shown, "结论", "B", A="碳排放强度")
    assert found["结论", intensity] == pytest.approx(float(less.intensities[0].number), rel=DIGITS)
    committed = cell_of(shown, "结论", "B", A="承诺措施后")
    after = float(less.retrofit.committed.intensity.value)
    assert found["结论", committed] == pytest.approx(after, rel=DIGITS)

    state = cell_of(shown, "结论", "B", A="输入状态")
    live = cell_of(shown, "结论", "B", A="按现有输入试算")
    assert str(shown["结论", state]).startswith("未改动")
    assert str(found["结论", state]).startswith("已改动")
    assert "高于准入值；" in str(shown["结论", live])
    assert str(found["结论", live]).startswith("碳排放强度不高于准入值")
    assert found["输入", entry.replace("E", "M")] == "已改动"
    authoritative = cell_of(shown, "结论", "B", A="评价记录的结论")
    assert found["结论", authoritative] == "限期改造"


def test_every_method_occurs_in_an_example_or_here(world: World) -> None:
    """The recalculation covers each method that a sector's example has; the rest are named."""
    used = {
        x["method"]
        for s in world.sectors()
        for x in read_sector(world, s).example.get("sources", ())
    }
    assert world.methods.keys() - used <= {
        "anode_effect",
        "byproduct",
        "combustion_gas",
        "it_power",
        "lime",
        "liquid_fuel",
        "recovery",
        "urea",
    }


def test_same_run_gives_same_bytes(run_of: RunOf) -> None:
    """No clock and no chance enter the file."""
    run = run_of(sample("lead-smelter"))
    assert render_workbook(run) == render_workbook(run)


@pytest.mark.parametrize("name", SAMPLES)
def test_hidden_sheet_holds_run_and_project(run_of: RunOf, name: str) -> None:
    """The record in the cells is the Run's canonical bytes and the project file's text."""
    run = run_of(sample(name))
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(run)))
    rows = book.get_sheet_by_name(SHEET).to_python()
    for number, (title, text) in enumerate(
        [("run.json", canonical(run).decode()), ("project.toml", run.project.text)]
    ):
        cells = [str(row[number]) for row in rows]
        count = int(cells[2])
        assert cells[0] == title
        assert join(cells[3 : 3 + count]) == text
        assert digest(text) == cells[1]
    assert record_id(json.loads(join([str(r[0]) for r in rows[3:] if r[0]]))) == run.id


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_of_the_applicant_is_never_a_formula(run_of: RunOf, start: str) -> None:
    """A name that begins with = + - @ stands as text in every sheet."""
    evil = f"{start}HYPERLINK(1+1)"
    text = sample("cement-clinker").replace("窑头窑尾煤", evil)
    content = render_workbook(run_of(text))
    assert all("HYPERLINK" not in f for f in formulas(content).values())
    assert evil in set(map(str, grid(content).values()))


def test_an_incomplete_inventory_has_no_total(run_of: RunOf) -> None:
    """Without a parameter there is a gap with a word, never a zero, and no live verdict."""
    text = sample("cement-clinker").replace('material = "烟煤"', "", 1).replace("ncv", "# ncv", 1)
    run = run_of(text)
    assert run.inventory.total is None
    shown = grid(render_workbook(run))
    total = cell_of(shown, "结论", "B", A="年碳排放总量")
    assert "不完整" in str(shown["结论", total])
    assert "无法判定" in str(shown["结论", cell_of(shown, "结论", "B", A="评价记录的结论")])


def test_a_formula_of_another_version_stays_a_number(run_of: RunOf) -> None:
    """What cannot be read as a formula is shown with the Run's value, not guessed."""
    run = run_of(sample("cement-clinker"))
    source = replace(run.inventory.by_source[0], formula="E = AD ⊗ NCV")
    others = run.inventory.by_source[1:]
    inventory = replace(run.inventory, by_source=(source, *others))
    content = render_workbook(replace(run, inventory=inventory))
    shown = grid(content)
    cell = cell_of(shown, "排放", "K", B=source.name)
    assert ("排放", cell) not in formulas(content)
    assert shown["排放", cell] == pytest.approx(float(source.co2e.value))


# --- verify


def proof_of(path: Path, content: bytes) -> Verification:
    """What verify finds in a workbook."""
    path.write_bytes(content)
    return verify(path, open_world)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_verify_computes_a_workbook_again(run_of: RunOf, tmp_path: Path, lang: str) -> None:
    """A workbook as it was written stands: record, project, figures and what its cells show."""
    content = render_workbook(run_of(sample("cement-clinker")), lang)
    proof = proof_of(tmp_path / "w.xlsx", content)
    assert proof.stands is True
    assert {f.check for f in proof.findings} >= {"run", "project", "again", "print"}


def test_verify_names_a_changed_cell(run_of: RunOf, tmp_path: Path) -> None:
    """A number typed over in a cell is named with what should stand there."""
    content = render_workbook(run_of(sample("cement-clinker")))
    entry = cell_of(grid(content), "输入", "E", B="窑头窑尾煤", C="低位发热量")
    other = changed(content, {("输入", entry): "22.5"}, remembered=True)
    proof = proof_of(tmp_path / "w.xlsx", other)
    assert proof.stands is False
    assert ("22.5", "23.1") in [(p.found, p.expected) for p in proof.printed]


def test_verify_finds_a_changed_record(run_of: RunOf, tmp_path: Path) -> None:
    """A letter changed in the hidden sheet is found by the digest beside it."""
    content = render_workbook(run_of(sample("cement-clinker")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {i: archive.read(i) for i in archive.infolist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for item, raw in parts.items():
            made.writestr(item, raw.replace(b"4500 t/d", b"4600 t/d"))
    proof = proof_of(tmp_path / "w.xlsx", target.getvalue())
    assert proof.stands is False
    assert "intact" in {f.check for f in proof.findings if f.ok is False}


@pytest.mark.slow
def test_verify_takes_a_workbook_that_another_program_saved(
    office: Office, run_of: RunOf, tmp_path: Path
) -> None:
    """Opened, worked out and saved by LibreOffice, the workbook still proves itself."""
    content = render_workbook(run_of(sample("lead-smelter")))
    proof = proof_of(tmp_path / "w.xlsx", office.saved(content))
    assert proof.stands is True


PLANNED = """
[planning]
objective = "投资"

[[measures]]
name = "掺烧生物质"
effects = [
  { source = "窑头窑尾煤", saves = "15 %" },
  { source = "生物质", method = "combustion", material = "烟煤", adds = "1 t" },
]
investment = "100 万元"
duration = 3

[[measures]]
name = "绿色电力"
effects = [{ source = "外购电力", parameter = "supply", to = "绿电" }]
investment = "0 万元"
duration = 1

[[measures]]
name = "煤质提升"
effects = [{ source = "窑头窑尾煤", parameter = "ncv", saves = "1 %" }]
investment = "10 万元"
duration = 1
"""


def test_effects_that_are_more_than_amounts_stand_as_the_run_has_them(run_of: RunOf) -> None:
    """A new source, a supply, a parameter: the plan's intensity is the Run's, and it says so."""
    text = sample("cement-clinker").partition("[[measures]]")[0] + PLANNED
    run = run_of(text)
    plan = run.retrofit.proposed
    content = render_workbook(run)
    cells = {cell: v for (sheet, cell), v in grid(content).items() if sheet == "措施"}
    texts = [str(v) for v in cells.values()]
    for words in ("电力来源 → 绿电", "低位发热量 减少 1 %", "记录值（不随输入重算）"):
        assert any(words in t for t in texts), words
    value = pytest.approx(float(plan.intensity.value), rel=DIGITS)
    (place,) = [cell for cell, v in cells.items() if v == value]
    assert ("措施", place) not in formulas(content)


def worded() -> str:
    """The cement sample with all that its report asks for."""
    folder = ROOT / "samples" / "cement-clinker"
    text = (folder / "report.toml").read_text(encoding="utf-8")
    return text.partition("[pictures]")[0]


def test_every_figure_of_a_measure_stands_in_a_cell(run_of: RunOf) -> None:
    """Effects, maturity, money, t and 元/t a year: numbers in cells, formulas where they follow."""
    run = run_of(worded())
    content = render_workbook(run)
    shown, live = grid(content), formulas(content)
    saving = {x.measure: x for x in run.retrofit.by_measure}
    effect = cell_of(shown, "措施", "D", A="纯低温余热发电", B="外购电力")
    assert shown["措施", effect] == 4200
    assert shown["措施", effect.replace("D", "E")] == "万kWh"
    for m in run.project.measures:
        row = cell_of(shown, "措施", "C", A=m.name, C="成熟应用")[1:]
        assert m.investment is not None
        assert shown["措施", f"D{row}"] == float(m.investment.number)
        figures = {
            "G": saving[m.name].annualised_cost,
            "H": saving[m.name].co2e_saved,
            "I": saving[m.name].energy_saved,
            "J": saving[m.name].cost_per_t,
            "L": m.nox_saved,
        }
        for column, figure in figures.items():
            assert figure is not None
            assert shown["措施", f"{column}{row}"] == pytest.approx(
                float(figure.number), rel=DIGITS
            )
        assert all(("措施", f"{c}{row}") in live for c in "GHJ")


def test_what_a_measure_lacks_is_said_in_its_cell(run_of: RunOf) -> None:
    """Without life, maturity and a discount rate the cells say so: none is blank or zero."""
    shown = grid(render_workbook(run_of(sample("cement-clinker"))))
    row = cell_of(shown, "措施", "D", A="纯低温余热发电", B="承诺", C="待补充")[1:]
    assert shown["措施", f"D{row}"] == 6500
    assert [shown["措施", f"{c}{row}"] for c in "FGJ"] == ["待补充"] * 3
    assert isinstance(shown["措施", f"H{row}"], float)


@pytest.mark.slow
def test_a_changed_effect_moves_its_measure_and_the_plan(office: Office, run_of: RunOf) -> None:
    """More power saved in one cell: t, 元/t and the plan's intensity are what Python computes."""
    run = run_of(worded())
    more = run_of(worded().replace('saves = "4200 万kWh"', 'saves = "5000 万kWh"'))
    content = render_workbook(run)
    shown = grid(content)
    effect = cell_of(shown, "措施", "D", A="纯低温余热发电", B="外购电力")
    row = cell_of(shown, "措施", "C", A="纯低温余热发电", C="成熟应用")[1:]
    (plain, found) = office.recalculated(
        [changed(content), changed(content, {("措施", effect): "5000"})]
    )
    assert differences(content, plain) == []
    saving = more.retrofit.by_measure[0]
    assert saving.co2e_saved is not None
    assert saving.cost_per_t is not None
    assert found["措施", f"H{row}"] == pytest.approx(float(saving.co2e_saved.number), rel=DIGITS)
    assert found["措施", f"J{row}"] == pytest.approx(float(saving.cost_per_t.number), rel=DIGITS)
    committed = cell_of(shown, "结论", "B", A="承诺措施后")
    after = float(more.retrofit.committed.intensity.number)
    assert found["结论", committed] == pytest.approx(after, rel=DIGITS)
