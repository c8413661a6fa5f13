"""The workbook of a plant with several main products is live for each of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world
from carbon_eia.report import render_workbook
from carbon_eia.run import Run, make_run
from tests.office.conftest import Office, changed, formulas, grid
from tests.office.test_workbook import cell_of, differences

CASES = Path(__file__).parents[1] / "verdicts"
WORLD = open_world(date(2026, 11, 30))


def run_of(text: str) -> Run:
    """The Run of a plant beside the values of the cases."""
    benchmarks = read_benchmarks(CASES / "city.toml", WORLD)
    return make_run(assess(parse_project(text, WORLD), WORLD, benchmarks))


def case(name: str) -> str:
    """The text of a case."""
    return (CASES / name / "project.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_recalculates_each_product(office: Office, lang: str) -> None:
    """Every formula gives the Run's value: shares, what each product bears, its intensity."""
    names = ("04-lead-zinc-shares", "05-lead-zinc-no-split", "07-chp-gas-shares")
    books = [render_workbook(run_of(case(name)), lang) for name in names]
    for content, found in zip(books, office.recalculated([changed(b) for b in books]), strict=True):
        assert len(formulas(content)) > 20
        assert differences(content, found) == []


def test_a_changed_input_moves_its_products_alone(office: Office) -> None:
    """More shared power: both products follow by their shares; the one pushed above is told."""
    text = case("04-lead-zinc-shares")
    more = run_of(text.replace('amount = "0.4 亿kWh"', 'amount = "1.4 亿kWh"'))
    content = render_workbook(run_of(text))
    entry = cell_of(grid(content), "输入", "E", B="公用工程用电", C="电量")
    (found,) = office.recalculated([changed(content, {("输入", entry): "1.4"})])
    for intensity in more.intensities:
        values = [v for v in found.values() if isinstance(v, float)]
        assert any(v == pytest.approx(float(intensity.number), rel=1e-12) for v in values)
    assert more.decision.verdict == "refuse"
    live = cell_of(grid(content), "结论", "B", A="按现有输入试算")
    assert str(found["结论", live]).startswith("碳排放强度高于准入值")
