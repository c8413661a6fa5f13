"""A new method, and a sector that uses it, are data: every output has them without any code."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.assessment.assess import certainty_of
from carbon_eia.project import parse_project, read_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import Tables, World, open_world, read_sector
from carbon_eia.report import finished_html, render_workbook
from carbon_eia.run import Run, make_run
from carbon_eia.run.records import SourceRecord
from tests.conftest import ROOT
from tests.office.conftest import Office, changed, office
from tests.office.test_workbook import differences
from tests.patched.reference import patched_reference
from tests.screening.conftest import row_of
from tests.screening.test_same import assert_same, both
from tests.tools import run

__all__ = ["office", "patched_reference"]

pytestmark = pytest.mark.usefixtures("patched_reference")
DAY = date(2026, 6, 30)
COAL = "回转窑用煤"
FORMULA = "AD × (1 − W) × NCV × CC × OF × 44/12"


def example(world: World) -> str:
    """The example of the sector that is new."""
    return project_template(read_sector(world, "ceramsite").example, "ceramsite")


def assessed(text: str = "") -> Assessment:
    """The assessment of a project, of the example where none is given."""
    world = open_world(DAY)
    return assess(parse_project(text or example(world), world), world)


def run_of(text: str = "") -> Run:
    """The Run of a project as a program reads it."""
    return make_run(assessed(text))


def entry(entries: tuple[SourceRecord, ...]) -> SourceRecord:
    """What a Run says of the coal."""
    return next(e for e in entries if e.name == COAL)


def test_a_run_says_that_it_read_another_reference(patched_reference: Path) -> None:
    """doctor names the folder, and the digest in a Run is that of its tables, not of ours."""
    facts = json.loads(run("doctor", "--json").stdout)
    assert facts["reference_folder"] == str(patched_reference)
    ours = Tables(ROOT / "factors").digest
    assert facts["reference_sha256"] == run_of().reference.sha256 != ours


def test_it_is_accounted_by_its_formula() -> None:
    """20 000 t × (1 − 8 %) × NCV × CC × OF × 44/12, with the defaults of the fuel table."""
    found = next(e for e in assessed().inventory.emissions if e.source.name == COAL)
    v = {p.name: p.value for p in found.parameters}
    assert (v["amount"], v["moisture"]) == (20000, Fraction(8, 100))
    dry = 20000 * Fraction(92, 100)
    assert found.co2e == dry * v["ncv"] * v["carbon_content"] * v["oxidation"] * 44 / 12
    assert entry(run_of().inventory.by_source).category == "combustion"


def test_its_energy_enters_the_account() -> None:
    """The dry fuel × the heating value of its table, with the formula that says so."""
    found = assessed()
    use = next(u for u in found.energy.uses if u.source == COAL)
    assert use.formula == "E = AD × (1 − W) × k ÷ 29.3076"
    assert use.coefficient is not None
    assert use.tce == 20000 * Fraction(92, 100) * use.coefficient.value / Fraction("29.3076")
    assert found.energy.total() == sum(u.tce or 0 for u in found.energy.uses)
    assert found.energy.part("fuel", "combustion", ["bituminous-coal"]) == use.tce, "it is coal"


def test_a_measured_heating_value_is_the_energy() -> None:
    """Beside a stated heating value no coefficient is needed."""
    text = example(open_world(DAY)).replace('moisture = "8 %"', 'moisture = "8 %"\nncv = "25 GJ/t"')
    use = next(u for u in assessed(text).energy.uses if u.source == COAL)
    assert use.formula == "E = AD × (1 − W) × NCV ÷ 29.3076"
    assert use.tce == 20000 * Fraction(92, 100) * 25 / Fraction("29.3076")


def test_uncertainty_varies_it() -> None:
    """Its amount and its moisture are uncertain inputs, and the total varies with them."""
    found = certainty_of(assessed(), 1024)
    owned = {(i.input.owners[0], i.input.name) for i in found.inputs if i.input.owners}
    assert {(COAL, "amount"), (COAL, "moisture")} <= owned
    assert found.total is not None
    assert found.total.sd > 0
    defaults = {i.input.name: i.input.default for i in found.inputs if COAL in i.input.owners}
    oxidation = defaults["oxidation"]
    assert oxidation is not None
    assert oxidation.citation.id == "uncertainty:oxidation", "as of the fuel that it is"


def test_a_slip_in_it_is_no_pass() -> None:
    """Ten thousand times the coal is outside the sector's band: no verdict, the figure named."""
    text = example(open_world(DAY)).replace('"2 万t"', '"2 亿t"')
    run = run_of(text)
    assert run.decision.verdict == "undetermined"
    assert {"CE-W010", "CE-W055"} <= {w.code for w in run.warnings}
    assert any(COAL in w.message for w in run.warnings)


def test_a_slip_in_its_heating_value_warns() -> None:
    """A heating value far from the fuel's is told, by whichever method it is burnt."""
    text = example(open_world(DAY)).replace('moisture = "8 %"', 'moisture = "8 %"\nncv = "2 GJ/t"')
    assert "CE-W011" in {w.code for w in run_of(text).warnings}


def test_explain_prints_the_formula_with_its_numbers(tmp_path: Path) -> None:
    """explain: symbols, numbers, and the document of the method."""
    path = tmp_path / "project.toml"
    path.write_text(example(open_world(DAY)), encoding="utf-8")
    told = run("explain", str(path), "--source", "1", "--as-of", str(DAY)).stdout
    plain = "".join(told.split())
    assert f"E={FORMULA}".replace(" ", "") in plain
    assert "20000t×(1−0.08)×" in plain
    assert "湿基燃料" in plain


@pytest.mark.parametrize(("lang", "label"), [("zh", "湿基燃料"), ("en", "fuel weighed wet")])
def test_the_report_tells_of_it(lang: str, label: str) -> None:
    """The document has the method's name, its formula and its parameter in its language."""
    html = finished_html(run_of(), lang)
    assert label in html
    assert "(1 − W)" in re.sub("<[^>]*>", "", html)
    assert {"zh": "外在水分", "en": "surface moisture"}[lang] in html


def test_the_workbook_has_it_live(office: Office) -> None:
    """The cell of its mass is the formula over cells, and so is that of its energy; LibreOffice
    works out what the Run says."""
    content = render_workbook(run_of())
    assert differences(content, office.recalculated([changed(content)])[0]) == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(c.value) for s in book for row in s for c in row if c.value is not None]
    dry = r"=[^*]+\*\(1-[^*]+\)"
    assert any(re.fullmatch(rf"{dry}(\*[^*]+){{3}}\*\(44/12\)", c) for c in cells)
    assert any(re.fullmatch(rf"{dry}\*[^*]+/29\.3076", c) for c in cells)


def test_schema_and_template_list_it() -> None:
    """An editor completes its keys, and the template of its sector explains them."""
    schema = json.loads(run("schema", "project").stdout)
    assert "wet_fuel" in json.dumps(schema)
    assert "外在水分" in json.dumps(schema, ensure_ascii=False)
    assert "# 外在水分" in example(open_world(DAY))


def test_the_form_reads_back(tmp_path: Path) -> None:
    """The Excel form of the sector holds its keys; read back it is the same project."""
    form, plain = tmp_path / "form.xlsx", tmp_path / "project.toml"
    assert run("new", "陶粒", "-o", str(form)).returncode == 0
    assert run("new", "陶粒", "-o", str(plain)).returncode == 0
    world = open_world(DAY)
    by_form, by_text = (assess(read_project(p, world), world) for p in (form, plain))
    assert by_form.inventory.total() == by_text.inventory.total() is not None
    assert {s.method for s in by_form.project.sources} == {"wet_fuel", "electricity"}


@pytest.mark.parametrize("word", [COAL, "湿基燃料用量"])
def test_a_table_says_the_same(word: str) -> None:
    """Rows of a table, by the example's name or by the method's own words, equal assess."""
    world = open_world(DAY)
    told = dict(read_sector(world, "ceramsite").example)
    base = row_of("ceramsite", told, lambda: 1.0, 阶段="拟建", 地区="湖南省郴州市", 年份="2026")
    rows = []
    for n in range(6):
        row = {k.replace(COAL, word): v for k, v in base.items()}
        row |= {"项目名称": f"项目{n}", "项目代码": f"2602-{n:06d}"}
        row[f"{word} 外在水分 (%)"] = str(4 + n)
        if word != COAL:
            row[f"{word} 燃料"] = "烟煤"
        rows.append(row)
    together, alone, screener = both(rows, world, [])
    assert not together.errors
    assert_same(together, alone, screener)
    totals = together.figures["total"]
    assert len(set(totals.tolist())) == 6, "each moisture has its own emission"
