"""Phases, operating plants (Order 31, articles 21 and 26), values that are odd, law of the day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.messages import sentence
from carbon_eia.project import parse_project
from carbon_eia.reference import World, open_world
from carbon_eia.rules import Ruling
from carbon_eia.run import make_run
from carbon_eia.run.records import QuantityRecord
from tests.rules.test_situations import GIVEN, benchmark_text

AssessText = Callable[..., Assessment]

PHASES = """
[[phases]]
name = "一期"
stage = "已投产"
approved = { energy = "1 万tce", emission = "500 tCO2" }
actual = { energy = "1.1 万tce", emission = "551 tCO2" }

[[phases]]
name = "二期"
stage = "在建"
approved = { emission = "500 tCO2" }
"""


def plant(stage: str, more: str = "", intensity: str = "0.70") -> str:
    """A plant of 1 000 t whose admission value is 0.80 tCO2/t."""
    return (
        f'[project]\nname = "x"\nstage = "{stage}"\nsector = "其他"\nregion = "郴州市"\n'
        'year = 2026\n[[products]]\nname = "产品"\namount = "1000 t"\n'
        '[[sources]]\nname = "外购电力"\nmethod = "electricity"\nfactor = "1 tCO2/MWh"\n'
        f'amount = "{intensity} GWh"\n{more}'
    )


def judged(text: str, assess_text: AssessText, world: World) -> Assessment:
    """The assessment of a plant against an adopted value of 0.80 tCO2/t; its Run can be written."""
    found = assess_text(text, parse_benchmarks(benchmark_text(GIVEN), world, "b.toml"), world)
    make_run(found)
    return found


def of_rule(found: Assessment, rule: str) -> list[Ruling]:
    """The rulings of a rule."""
    return [r for r in found.decision.rulings if r.rule.id == rule]


def test_each_phase_is_held_against_its_own_approval(assess_text: AssessText, world: World) -> None:
    """110 % of the approval is kept, 110.2 % is not; the sum over the phases hides nothing."""
    found = judged(plant("在建", PHASES), assess_text, world)
    (energy,), (carbon,) = of_rule(found, "order31_energy"), of_rule(found, "order31_carbon")
    assert (energy.passed, carbon.passed) == (True, False)
    assert "一期" in sentence(carbon.fact.code, "zh", carbon.fact.params)
    demands = [str(c.params.get("demand")) for c in found.decision.conditions]
    assert any("回到批复水平" in d for d in demands)
    assert any("分期验收" in d for d in demands), "a part is in operation (Art. 21)"
    assert found.decision.verdict == "pass"


def test_a_phase_without_approval_says_what_is_lacking(
    assess_text: AssessText, world: World
) -> None:
    """An actual figure that nothing was approved for is named, not judged."""
    text = PHASES.replace('approved = { energy = "1 万tce", emission = "500 tCO2" }\n', "")
    found = judged(plant("在建", text), assess_text, world)
    (carbon,) = of_rule(found, "order31_carbon")
    assert (carbon.passed, carbon.fact.code) == (None, "policy.phase.lacks")


def test_a_figure_of_another_kind_is_an_error_at_its_phase(
    assess_text: AssessText, world: World
) -> None:
    """t CO2e cannot be held against an approval in t CO2."""
    with pytest.raises(InputError) as caught:
        judged(plant("在建", PHASES.replace("551 tCO2", "551 tCO2e")), assess_text, world)
    assert [p.code for p in caught.value.problems] == ["CE-U004"]
    assert caught.value.problems[0].place.key == "phases[0]"


@pytest.mark.parametrize(
    ("facts", "intensity", "verdict"),
    [
        ("", "0.70", "pass"),
        ("", "0.90", "retrofit"),
        ('[facts]\napproved_carbon_intensity = "0.60 tCO2/t"\n', "0.70", "retrofit"),
        ('[facts]\napproved_carbon_intensity = "0.64 tCO2/t"\n', "0.70", "pass"),
        ('[facts]\nbuilt_up_area = true\nboiler_capacity = "10 t/h"\n', "0.70", "pass"),
    ],
)
def test_an_operating_plant_is_never_refused(
    facts: str, intensity: str, verdict: str, assess_text: AssessText, world: World
) -> None:
    """It passes, or is put right by a deadline: above the value, or a tenth above its approval."""
    found = judged(plant("已投产", facts, intensity), assess_text, world).decision
    assert found.verdict == verdict
    assert (found.deadline is not None) == (verdict == "retrofit")


def test_what_an_operating_plant_states_of_itself_is_checked(
    assess_text: AssessText, world: World
) -> None:
    """A year of 0.70 t/t that is stated as 0.60 is held against its approval as 0.70."""
    facts = (
        '[facts]\napproved_carbon_intensity = "0.60 tCO2/t"\n'
        'actual_carbon_intensity = "0.60 tCO2/t"\n'
    )
    found = judged(plant("已投产", facts), assess_text, world)
    assert found.decision.verdict == "retrofit"
    assert "CE-W041" in {reason.code for _, reason in found.warnings}


def test_a_slip_of_units_in_an_adopted_value_refuses_nobody(
    assess_text: AssessText, world: World, sample_text: str
) -> None:
    """0.83 kgCO2/t is a thousandth of what the energy limits give: told, and nothing is decided."""
    text = (Path(__file__).parents[2] / "samples/benchmarks/chenzhou-demo.toml").read_text(
        encoding="utf-8"
    )
    slip = text.replace('"0.83 tCO2/t"', '"0.83 kgCO2/t"').split("[[values]]")
    values = parse_benchmarks("[[values]]".join(slip[:2]), world, "b.toml")
    found = assess_text(sample_text, values, world)
    assert found.decision.verdict == "undetermined"
    assert "missing.benchmark_slip" in [m.code for m in found.decision.missing]
    assert "CE-W064" in {reason.code for _, reason in found.warnings}
    make_run(found)


def test_an_advanced_value_above_the_admission_value_is_an_error(world: World) -> None:
    """In one file the two are swapped or slipped: CE-B008 at the advanced value."""
    with pytest.raises(InputError) as caught:
        parse_benchmarks(benchmark_text({**GIVEN, "advanced": "0.81"}), world, "b.toml")
    assert [p.code for p in caught.value.problems] == ["CE-B008"]
    assert parse_benchmarks(benchmark_text({**GIVEN, "advanced": "0.80"}), world, "b.toml")


def test_two_files_whose_values_are_out_of_order_are_told(
    assess_text: AssessText, world: World
) -> None:
    """Across files the authorities may differ: a word, no error."""
    first = parse_benchmarks(benchmark_text(GIVEN), world, "a.toml")
    text = benchmark_text({**GIVEN, "admission": "", "advanced": "0.85"})
    second = parse_benchmarks(text.replace('id = "t"', 'id = "u"'), world, "b.toml")
    found = assess_text(plant("拟建"), [*first, *second], world)
    assert "CE-W065" in {reason.code for _, reason in found.warnings}


def test_the_law_that_is_cited_changes_with_the_day(assess_text: AssessText) -> None:
    """From 2026-08-15 the code has replaced the acts on assessment and cleaner production."""
    for day, word in ((date(2026, 8, 14), "环境影响评价法"), (date(2026, 8, 15), "生态环境法典")):
        world = open_world(day)
        found = judged(plant("拟建", intensity="0.90"), assess_text, world).decision
        assert found.verdict == "refuse"
        titles = [str(c.params.get("title")) for c in found.conditions]
        assert any(word in t for t in titles)
        text = plant("拟建").replace("year = 2026", 'year = 2026\nnature = "扩建"')
        cleaner = judged(text + '[facts]\nenergy_level = "均未达到"\n', assess_text, world)
        demands = [str(c.params.get("demand")) for c in cleaner.decision.conditions]
        assert any(("清洁生产促进法" in d) == (day.day == 14) for d in demands if "清洁" in d)


def test_a_project_file_with_phases_and_applicant_keeps_them_in_a_form(
    world: World, tmp_path: Path
) -> None:
    """Written as an Excel form and read again, the project says the same."""
    from carbon_eia.project.form_read import read_form
    from carbon_eia.project.form_write import Names, project_form

    more = PHASES + (
        '[applicant]\nname = "某公司"\ncredit_code = "91350100M000100Y43"\n'
        'site = { lon = "112.73", lat = "25.75" }\n'
    )
    text = plant("在建", more).replace("year = 2026", 'year = 2026\nchannel = "核准"')
    project = parse_project(text, world)
    path = tmp_path / "form.xlsx"
    path.write_bytes(project_form(tomllib.loads(text), Names("其他", "", ("electricity",), {})))
    again = read_form(path, world)
    assert again.phases == tuple(
        p._replace(place=q.place) for p, q in zip(project.phases, again.phases, strict=True)
    )
    assert (again.applicant, again.channel) == (project.applicant, "approval")


EXISTING = """
[[products]]
name = "产品"
amount = "{output}"
account = "existing"

[[sources]]
name = "旧电"
method = "electricity"
factor = "1 tCO2/MWh"
amount = "3 GWh"
account = "existing"

[[sources]]
name = "停用"
method = "electricity"
factor = "1 tCO2/MWh"
amount = "1 GWh"
account = "replaced"
"""


def test_the_whole_plant_is_told_before_and_after(assess_text: AssessText, world: World) -> None:
    """3 000 t on 2 000 t before; (3 000 + 700 − 1 000) on (2 000 + 1 000) t after: 1.5 → 0.9."""
    found = judged(plant("拟建", EXISTING.format(output="2000 t")), assess_text, world)
    plant_part = make_run(found).inventory.plant
    assert plant_part.before == QuantityRecord(value="1.5", unit="tCO2e/t")
    assert plant_part.after.value == "0.9"
    without = EXISTING.format(output="2000 t").replace('name = "产品"', 'name = "别的"')
    other = make_run(judged(plant("拟建", without), assess_text, world)).inventory.plant
    assert (other.before, other.after) == (None, None), "an output not stated is not nought"
    assert make_run(judged(plant("拟建"), assess_text, world)).inventory.plant is None
