"""What a Run states for a report: savings, the whole plant, sensitivity, documents, monitoring."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.errors import InputError
from carbon_eia.proof.project_replay import PROJECT
from carbon_eia.reference import open_world
from carbon_eia.reference.report_data import monitoring_of, relied_documents, usual_release
from carbon_eia.run import Run, make_run
from tests.conftest import AssessText

PLANT = """
[project]
name = "扩建示例"
stage = "拟建"
nature = "扩建"
sector = "水泥熟料"
region = "湖南省郴州市桂阳县"
year = 2026
[economics]
output_value = "4 亿元"
added_value = "1 亿元"
existing_output_value = "2 亿元"
[[products]]
name = "水泥熟料"
amount = "100 万t"
main = true
[[products]]
name = "水泥熟料"
amount = "50 万t"
account = "existing"
[[raw_materials]]
name = "石灰石"
amount = "130 万t"
[[raw_materials]]
name = "石灰石"
amount = "65 万t"
account = "existing"
[[sources]]
name = "熟料"
method = "clinker"
amount = "100 万t"
factor = "0.5 tCO2/t"
process_unit = "烧成系统"
[[sources]]
name = "电"
method = "electricity"
amount = "1 亿kWh"
factor = "0.5 tCO2/MWh"
[[sources]]
name = "车"
method = "combustion"
material = "柴油"
amount = "1000 t"
factor = "3 tCO2/t"
[[sources]]
name = "旧线"
method = "clinker"
amount = "50 万t"
factor = "0.6 tCO2/t"
account = "existing"
[[measures]]
name = "余热发电"
effects = [{ source = "电", saves = "4000 万kWh" }]
investment = "1000 万元"
annual_cost = "10 万元"
life = 10
status = "committed"
finish = 2027-06-30
so2_saved = "3 t"
[[measures]]
name = "替代原料"
effects = [{ source = "熟料", saves = "2 %" }]
investment = "200 万元"
annual_cost = "0 万元"
life = 10
status = "planned"
[planning]
discount_rate = "0 %"
"""


@pytest.fixture(scope="module")
def run(assess_text: AssessText) -> Run:
    """An extension of which everything is stated in round numbers."""
    return make_run(assess_text(PLANT))


def test_each_measure_says_what_it_saves_and_what_a_tonne_costs(run: Run) -> None:
    """40 000 MWh × 0.5 = 20 000 t; (1000 ÷ 10 + 10) 万元 a year ÷ 20 000 t = 55 元/t."""
    power, feed = run.retrofit.by_measure
    assert power.co2e_saved is not None
    assert power.co2e_saved.number == 20_000
    assert power.cost_per_t is not None
    assert power.cost_per_t.number == 55
    assert feed.co2e_saved is not None
    assert feed.co2e_saved.number == 10_000  # 2 % of 1 000 000 t × 0.5
    assert feed.cost_per_t is not None
    assert feed.cost_per_t.number == 20
    assert run.project.measures[0].so2_saved is not None
    assert run.project.measures[1].so2_saved is None


def test_a_cost_that_is_not_known_is_not_nought(assess_text: AssessText) -> None:
    """Without a discount rate a tonne has no cost, and a set of measures has none either."""
    run = make_run(assess_text(PLANT.partition("[planning]")[0]))
    assert [m.cost_per_t for m in run.retrofit.by_measure] == [None, None]
    assert run.retrofit.present is not None
    assert run.retrofit.present.cost_per_t is None


def test_the_four_intensities_of_the_plant_before_and_after(run: Run) -> None:
    """E = 553 000 t, existing 300 000 t, each over its own denominator; none where absent."""
    found = {(x.scope, x.indicator): x.number for x in run.performance}
    assert found == {
        ("existing", "carbon_per_raw_material"): Fraction(300_000, 650_000),
        ("project", "carbon_per_raw_material"): Fraction(553_000, 1_300_000),
        ("after", "carbon_per_raw_material"): Fraction(853_000, 1_950_000),
        ("existing", "carbon_per_product"): Fraction(300_000, 500_000),
        ("project", "carbon_per_product"): Fraction(553_000, 1_000_000),
        ("after", "carbon_per_product"): Fraction(853_000, 1_500_000),
        ("project", "carbon_per_added_value"): Fraction(553_000, 10_000),
        ("existing", "carbon_per_output_value"): Fraction(300_000, 20_000),
        ("project", "carbon_per_output_value"): Fraction(553_000, 40_000),
        ("after", "carbon_per_output_value"): Fraction(853_000, 60_000),
    }


def test_one_input_moved_alone(run: Run) -> None:
    """Power is 50 000 of 553 000 t: a tenth more of it is 0.005 t/t; a tenth less output 1/0.9."""
    found = {(x.input, x.category): x for x in run.sensitivity}
    power = found["category", "electricity"]
    assert power.high is not None
    assert power.high.number == Fraction(558_000, 1_000_000)
    assert found["output", ""].low.number == Fraction(553_000, 900_000)


def test_the_form_of_release_is_stated_usual_or_open(run: Run) -> None:
    """A kiln has a stack; whether a vehicle or a boiler burns diesel nothing says."""
    kiln, power, car, _ = run.inventory.by_source
    assert (kiln.release, kiln.release_usual, kiln.process_unit) == ("organised", True, "烧成系统")
    assert power.release == car.release == ""


def test_every_parameter_has_a_meter_and_a_frequency(run: Run) -> None:
    """None of what the file or a table gives is left without a proposal."""
    watched = {(m.source, m.parameter) for m in run.monitoring}
    for source in run.inventory.by_source:
        for x in source.parameters:
            assert (source.name, x.name) in watched
    assert all(m.instrument.zh and m.frequency.zh and m.citation.title for m in run.monitoring)


def test_documents_are_those_of_the_day_and_the_place() -> None:
    """The code of August 2026 takes the place of the act; Chenzhou's plan holds in Chenzhou."""
    before, after = open_world(date(2026, 8, 14)), open_world(date(2026, 8, 15))
    titles = [
        {d.document["id"] for d in relied_documents(world, "湖南省郴州市")}
        for world in (before, after)
    ]
    assert "eia-law-2018" in titles[0] - titles[1]
    assert "eco-code-2026" in titles[1] - titles[0]
    elsewhere = {d.document["id"] for d in relied_documents(after, "湖南省长沙市")}
    assert "hunan-19-2022" in elsewhere
    assert "chenzhou-2023" not in elsewhere
    quoted = [d.quotation for d in relied_documents(after, "湖南省郴州市") if d.quotation]
    assert ["不允许立项" in q for q in quoted] == [True]


def test_every_method_has_its_monitoring() -> None:
    """Whatever the method, the parameter and the state of the material, one entry fits."""
    world = open_world(date(2026, 6, 30))
    for method in world.methods.values():
        for parameter in method.keys:
            for state in ("solid", "liquid", "gas", ""):
                assert monitoring_of(world, method.id, parameter, state)["frequency"]["zh"]
        assert usual_release(world, method.id, "liquid") in ("", "organised", "fugitive")


def test_a_wrong_raw_material_is_an_error(assess_text: AssessText) -> None:
    """A second one of the same name and account, and a carbon content above 100 %."""
    more = '[[raw_materials]]\nname = "石灰石"\namount = "1 t"\ncarbon_content = "120 %"\n'
    with pytest.raises(InputError) as caught:
        assess_text(PLANT + more)
    assert {p.code for p in caught.value.problems} == {"CE-P007", "CE-P008"}


def test_another_amount_of_a_raw_material_is_told(run: Run, assess_text: AssessText) -> None:
    """``diff`` names the raw material, its old and its new amount, and where a source emits."""
    text = PLANT.replace('"130 万t"', '"140 万t"').replace("烧成系统", "窑尾")
    other = make_run(assess_text(text))
    told = {
        PROJECT.words.place(c.where, "zh"): (c.before, c.after)
        for c in PROJECT.differences(run, other)
    }
    [place] = [x for x in told if x.startswith("原料 · 石灰石")]
    assert [str(x) for x in told[place]] == ["130 万t", "140 万t"]
    assert [x for x in told if x.startswith("排放源 · 熟料") and x.endswith("生产单元（工序）")]
