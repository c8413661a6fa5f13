"""The sample: by rule and never by value; every return is in it or excluded with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbon_eia.errors import InputError
from carbon_eia.reference import World
from carbon_eia.standards.collect import collect_returns
from carbon_eia.standards.standard_record import derive_standard
from carbon_eia.standards.survey_sample import SurveySample, take_sample
from tests.standards.returns import return_text, survey_text, write_plants


def sample_of(folder: Path, texts: dict[str, str], world: World, **survey: str) -> SurveySample:
    (folder / "survey.toml").write_text(survey_text(**survey), encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return take_sample(collect_returns([folder]), world)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"months": "months = 5"}, "months"),
        ({"months": ""}, "no_months"),
        ({"utilisation": 'utilisation = "49.9 %"'}, "utilisation"),
        ({"utilisation": ""}, "no_utilisation"),
        ({"boundary": 'boundary = "lead-concentrate-to-bullion"'}, "boundary"),
        ({"boundary": ""}, "no_boundary"),
        ({"verification": ""}, "verification"),
        ({"verification": 'verification = "核查过"'}, "verification"),
        (
            {"verification": 'verification = { kind = "report", number = "1", date = 2026-09-01 }'},
            "verification",
        ),
        ({"year": "year = 2024"}, "year"),
        ({"region": 'region = "湖南省衡阳市"'}, "region"),
        ({"output": "100 t"}, "implausible"),
    ],
)
def test_a_rule_that_is_missed_is_the_reason(
    tmp_path: Path, world: World, changed: dict[str, str], code: str
) -> None:
    """What is not said is not met, and what is implausible stands in the table of exclusions."""
    texts = {"a": return_text("甲厂", 15000), "b": return_text("乙厂", 15000, **changed)}
    sample = sample_of(tmp_path, texts, world)
    codes = {x.code.rpartition(".")[2] for x in sample.eligible.exclusions}
    assert code in codes
    assert {x.name for x in sample.eligible.exclusions} == {"b.toml"}
    assert len(sample.plants) == 1


@pytest.mark.parametrize(("use", "kept"), [("50 %", 1), ("49.99 %", 0)])
def test_the_least_itself_is_eligible(tmp_path: Path, world: World, use: str, kept: int) -> None:
    """A utilisation of exactly the least passes, one below does not."""
    text = return_text("甲厂", 15000, utilisation=f'utilisation = "{use}"')
    assert len(sample_of(tmp_path, {"a": text}, world).plants) == kept


def test_a_survey_states_its_own_months(tmp_path: Path, world: World) -> None:
    """The instrument may ask for another number of months than the reference data."""
    text = return_text("甲厂", 15000, months="months = 8")
    assert len(sample_of(tmp_path, {"a": text}, world, months="8").plants) == 1


def test_a_duplicate_is_counted_once(tmp_path: Path, world: World) -> None:
    """The second return of a plant that says the same is excluded as one."""
    texts = {"a": return_text("甲厂", 15000), "b": return_text("甲厂", 15000)}
    sample = sample_of(tmp_path, texts, world)
    assert [(x.name, x.code.rpartition(".")[2]) for x in sample.eligible.exclusions] == [
        ("b.toml", "duplicate")
    ]


def test_a_copy_under_another_name_is_counted_once(tmp_path: Path, world: World) -> None:
    """The same figures, place, months and verification report under another name are one plant;
    another report number is another plant, however alike the figures are."""
    report = 'verification = { kind = "report", number = "2", date = 2026-03-20 }'
    texts = {
        "a": return_text("甲厂", 15000),
        "b": return_text("甲铅业有限公司", 15000),
        "c": return_text("丙厂", 15000, verification=report),
    }
    sample = sample_of(tmp_path, texts, world)
    assert [(x.name, x.code.rpartition(".")[2]) for x in sample.eligible.exclusions] == [
        ("b.toml", "copy")
    ]


def test_contradicting_returns_of_a_plant_are_both_left_out(tmp_path: Path, world: World) -> None:
    """Nobody knows which is right, so neither is chosen; a credit code tells that it is one."""
    code = 'credit_code = "91431000MA4L0XXX01"'
    texts = {
        "a": return_text("甲厂", 15000, head=code),
        "b": return_text("甲铅业", 16000, head=code),
        "c": return_text("乙厂", 15000),
    }
    sample = sample_of(tmp_path, texts, world)
    assert {x.name for x in sample.eligible.exclusions} == {"a.toml", "b.toml"}
    assert len(sample.plants) == 1


def test_the_years_of_a_plant_are_taken_together(tmp_path: Path, world: World) -> None:
    """Σ emission ÷ Σ output, not the mean of the intensities."""
    texts = {
        "a": return_text("甲厂", 15000, output="10 万t"),
        "b": return_text("甲厂", 15000, output="12 万t", year="year = 2024"),
    }
    (plant,) = sample_of(tmp_path, texts, world, years="[2024, 2025]").plants
    assert plant.output == 220_000
    assert plant.intensity == plant.emissions / 220_000


def test_a_claim_without_proof_lowers_no_intensity(tmp_path: Path, world: World) -> None:
    """Green power counts as grid power for every plant, whatever it shows (one grid factor)."""
    green = return_text("甲厂", 15000).replace(
        'amount = "9000 万kWh"', 'amount = "9000 万kWh"\nsupply = "green"'
    )
    texts = {"a": green, "b": return_text("乙厂", 15000)}
    sample = sample_of(tmp_path, texts, world)
    assert len({p.intensity for p in sample.plants}) == 1


@pytest.mark.parametrize("names", ['["甲"]', '["甲", "甲"]'])
def test_a_removal_needs_two_names(tmp_path: Path, world: World, names: str) -> None:
    """One person, or the same twice, removes nothing."""
    write_plants(tmp_path, 8)
    survey = tmp_path / "survey.toml"
    more = f'\n[[removals]]\nplant = "0厂"\nreason = "外购粗铅"\nnames = {names}\n'
    survey.write_text(survey.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(InputError, match="CE-G006"):
        derive_standard([tmp_path], world)


def test_only_a_flagged_plant_is_removed(tmp_path: Path, world: World) -> None:
    """A plant that is not flagged stays, whatever reason is stated."""
    write_plants(tmp_path, 8)
    survey = tmp_path / "survey.toml"
    more = '\n[[removals]]\nplant = "0厂"\nreason = "外购粗铅"\nnames = ["甲", "乙"]\n'
    survey.write_text(survey.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(InputError, match="CE-G007"):
        derive_standard([tmp_path], world)


def test_an_outlier_is_flagged_and_removed_only_by_decision(tmp_path: Path, world: World) -> None:
    """Flagged it stays in the sample; removed by two names, the record holds both derivations."""
    write_plants(tmp_path, 9)
    odd = return_text("旧厂", 26000, power="22000 万kWh")
    (tmp_path / "odd.toml").write_text(odd, encoding="utf-8")
    kept = derive_standard([tmp_path], world)
    assert kept.derivation["n"] == 10
    assert len(kept.derivation["flags"]["flagged"]) == 1
    survey = tmp_path / "survey.toml"
    more = '\n[[removals]]\nplant = "旧厂"\nreason = "鼓风炉，已列入淘汰"\nnames = ["甲", "乙"]\n'
    survey.write_text(survey.read_text(encoding="utf-8") + more, encoding="utf-8")
    removed = derive_standard([tmp_path], world)
    assert removed.derivation["n"] == 9
    assert removed.with_outliers is not None
    assert removed.with_outliers["n"] == 10
    assert [(r.plant, r.names) for r in removed.removals] == [("旧厂", ("甲", "乙"))]


def test_another_product_is_told_as_that(tmp_path: Path, world: World) -> None:
    """A plant that makes crude lead misses the product alone; no figure is asked of it."""
    other = return_text("乙厂", 15000).replace('name = "铅锭"', 'name = "粗铅"')
    texts = {"a": return_text("甲厂", 15000), "b": other}
    sample = sample_of(tmp_path, texts, world)
    assert [x.code.rpartition(".")[2] for x in sample.eligible.exclusions] == ["product"]
