"""The Python API: what it takes, what it gives, and that its pages run."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import carbon_eia
from carbon_eia.errors import CallError
from carbon_eia.run import canonical
from carbon_eia.units import registry

ROOT = Path(__file__).resolve().parents[2]
CLINKER = ROOT / "samples" / "cement-clinker" / "project.toml"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
DAY = "2026-06-30"
INTENSITY = Fraction(30733033867733, 36618750000000)
"""tCO2/t of the sample: 1 170 782.2425803 t ÷ 1 395 000 t."""


def test_a_type_checker_sees_the_public_names() -> None:
    """What is imported under TYPE_CHECKING are the names of ``__all__``, each from its room."""
    tree = ast.parse(Path(carbon_eia.__file__).read_text(encoding="utf-8"))
    (block,) = (n for n in tree.body if isinstance(n, ast.If))
    imports = [n for n in block.body if isinstance(n, ast.ImportFrom)]
    rooms = {alias.name: found.module for found in imports for alias in found.names}
    assert sorted([*rooms, "__version__"]) == sorted(carbon_eia.__all__)
    assert rooms == {name: carbon_eia.ROOMS.get(name, "carbon_eia.api") for name in rooms}


def test_a_path_a_text_and_a_dict_give_the_same_figures() -> None:
    """However a project is handed over, its intensity and verdict are those of its file."""
    text = CLINKER.read_text(encoding="utf-8")
    ways = (CLINKER, str(CLINKER), text, tomllib.loads(text), carbon_eia.read_project(text))
    made = [carbon_eia.assess(way, as_of=DAY, benchmarks=LIMITS) for way in ways]
    assert {m.verdict for m in made} == {"retrofit"}
    assert {m.intensity and m.intensity.number for m in made} == {
        Fraction("0.839270424788749")
    } or (len({m.intensity and m.intensity.number for m in made}) == 1)


def test_a_day_is_a_date_or_its_text() -> None:
    """An ISO text means the same day; what is no day is an error with a code."""
    first = carbon_eia.assess(CLINKER, as_of=date(2026, 6, 30))
    assert canonical(first.run) == canonical(carbon_eia.assess(CLINKER, as_of=DAY).run)
    with pytest.raises(CallError) as refused:
        carbon_eia.assess(CLINKER, as_of="30.6.2026")
    assert refused.value.problems[0].code == "CE-C001"


def test_an_assessment_in_figures() -> None:
    """Margin, sources and frame are those of the record."""
    made = carbon_eia.assess(CLINKER, as_of=DAY, benchmarks=[LIMITS])
    comparison = made.comparison
    assert comparison is not None
    assert made.margin is not None
    value, limit = comparison.number, Fraction(comparison.limit)
    assert abs(Fraction(made.margin) - (limit - value) / limit * 100) < Fraction(1, 10**9)
    frame = made.to_frame()
    assert list(frame["name"]) == [s.name for s in made.sources]
    total = made.run.inventory.total
    assert total is not None
    assert frame["co2e_t"].sum() == pytest.approx(float(total.number))


def test_an_explanation_is_that_of_the_command() -> None:
    """One source alone, one rule alone, and an unknown one is refused."""
    made = carbon_eia.assess(CLINKER, as_of=DAY, benchmarks=[LIMITS], lang="en")
    first = made.sources[0]
    assert first.formula in made.explain(source=first.name)
    assert made.sources[1].formula not in made.explain(source="1")
    assert made.explain(rule="admission")
    with pytest.raises(CallError):
        made.explain(source="没有这个源")


def test_reports_are_written_by_their_endings(tmp_path: Path) -> None:
    """Every document or none: an unknown ending leaves nothing behind."""
    made = carbon_eia.assess(CLINKER, as_of=DAY, benchmarks=[LIMITS])
    with pytest.raises(CallError):
        made.report(tmp_path / "a.html", tmp_path / "a.odt")
    assert not list(tmp_path.iterdir())
    made.report(tmp_path / "a.html", tmp_path / "a.xlsx")
    assert {p.name for p in tmp_path.iterdir()} == {"a.html", "a.xlsx"}


def test_what_is_wrong_comes_at_once() -> None:
    """Problems of the project and of a benchmark file are in one error."""
    with pytest.raises(carbon_eia.InputError) as refused:
        carbon_eia.assess({"project": {"name": "x", "stage": "?"}}, as_of=DAY)
    assert len(refused.value.problems) > 1


def test_acceptance_and_plan() -> None:
    """An open file is not complete; a plan states how it ended."""
    tungsten = ROOT / "samples" / "tungsten-concentrate" / "project.toml"
    assert carbon_eia.check(CLINKER, as_of=DAY).is_complete()
    assert carbon_eia.check(tungsten, as_of=DAY).for_the_authority
    planned = carbon_eia.plan(CLINKER, as_of=DAY, benchmarks=LIMITS).plan
    assert planned is not None
    assert planned.status == "optimal"
    assert carbon_eia.assess(CLINKER, as_of=DAY).plan is None


def test_a_park_and_its_frame() -> None:
    """A park shows its conclusion and has its members as rows."""
    found = carbon_eia.park(ROOT / "samples" / "park" / "park.toml", as_of=DAY)
    assert found.conclusion == "adjust"
    assert found.label == "调整后可接受"
    assert len(found.to_frame()) == len(found.record.members)
    assert found.record.park.name in found._repr_html_()


def test_a_table_by_path_is_that_of_its_frame() -> None:
    """A file of projects and its DataFrame have the same verdicts."""
    path = ROOT / "samples" / "screening" / "projects.csv"
    by_path = carbon_eia.screen(path, as_of=DAY)
    frame = pd.read_csv(path, dtype=str)
    assert list(carbon_eia.screen(frame, as_of=DAY)["verdict"]) == list(by_path["verdict"])


def test_the_registry_keeps_carbon_dioxide_apart() -> None:
    """What the program refuses does not convert in pint either."""
    ureg = registry()
    assert ureg.Quantity(Fraction(3, 2), "万kWh").to("GJ").magnitude == 54
    with pytest.raises(
        ureg.DimensionalityError if hasattr(ureg, "DimensionalityError") else Exception
    ):
        ureg.Quantity(1, "tCO2").to("t")


def code_cells() -> Iterator[str]:
    """The code of the notebook, cell by cell."""
    notebook = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs after the ones before, and what it ends with can be shown."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    shown: list[str] = []
    for code in code_cells():
        tree = ast.parse(code)
        last = tree.body[-1]
        body = tree.body[:-1] if isinstance(last, ast.Expr) else tree.body
        exec(compile(ast.Module(body, []), "notebook", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "notebook", "eval"), names)
            shown.append(getattr(value, "_repr_html_", value.__repr__)() or "")
    assert "限期改造" in shown[0]
    assert "0.839270424788749" in shown[1]
    assert "19404/5" in shown[-1]  # 168 000 t × 23.1 GJ/t = 3 880.8 TJ


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_python_of_a_page_runs(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The snippet of each README runs as it stands, from a folder with the samples."""
    text = (ROOT / page).read_text(encoding="utf-8")
    snippets = re.findall(r"```python\n(.*?)```", text, re.S)
    assert snippets
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    for snippet in snippets:
        exec(compile(snippet, page, "exec"), {})
    assert (tmp_path / "report.html").stat().st_size > 10_000
