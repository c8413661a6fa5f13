"""The value of one plant from its own years: never published, never of a survey."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbon_eia.cli.command_app import app
from carbon_eia.errors import CallError, InputError
from carbon_eia.reference import World
from carbon_eia.standards.own_history import own_history
from carbon_eia.standards.standard_record import derive_standard
from tests.standards.returns import return_text, survey_text, write_plants
from tests.standards.test_returns import EXPECTED


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """Three years of a plant, one of them short, and another plant."""
    for year, coke, output in ((2023, 15000, "10 万t"), (2024, 15000, "12 万t")):
        text = return_text("甲厂", coke, output=output, year=f"year = {year}")
        (tmp_path / f"a-{year}.toml").write_text(text, encoding="utf-8")
    short = return_text("甲厂", 15000, months="months = 5")
    (tmp_path / "a-2025.toml").write_text(short, encoding="utf-8")
    (tmp_path / "b.toml").write_text(return_text("乙厂", 16000), encoding="utf-8")
    return tmp_path


def test_it_is_the_sum_of_emissions_by_the_sum_of_outputs(years: Path, world: World) -> None:
    """f × (E₁ + E₂) ÷ (Q₁ + Q₂), not the mean of two intensities; the short year does not count."""
    found = own_history([years], world, "甲厂", Fraction(95, 100))
    assert [(y.year, y.emission, y.output) for y in found.years] == [
        (2023, EXPECTED, 100_000),
        (2024, EXPECTED, 120_000),
    ]
    assert found.value.exact == Fraction(95, 100) * 2 * EXPECTED / 220_000
    assert [x.name for x in found.exclusions] == ["a-2025.toml"]
    assert own_history([years], world, "甲厂").value.parameter == 1


@pytest.mark.parametrize("plant", ["", "丙厂"])
def test_the_plant_must_be_named_and_there(years: Path, world: World, plant: str) -> None:
    """None of two is chosen, and one that has no eligible return is told."""
    with pytest.raises(CallError, match="CE-G025") as told:
        own_history([years], world, plant)
    assert "甲厂" in str(told.value)


def test_the_command_says_that_it_is_never_published(years: Path) -> None:
    """Value, years and warning on the screen; JSON beside, which cannot be adopted."""
    out = years / "own.json"
    call = ["standard", "own-history", str(years), "--plant", "甲厂", "--stringency", "95 %"]
    done = CliRunner().invoke(app, [*call, "-o", str(out), "--as-of", "2026-06-30"])
    assert done.exit_code == 0, done.output
    assert "不得公布" in "".join(done.output.split())
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["publish"] is False
    assert Fraction(told["exact"]) == Fraction(95, 100) * 2 * EXPECTED / 220_000
    wrong = CliRunner().invoke(app, [*call[:-1], "195 %", "--as-of", "2026-06-30"])
    assert wrong.exit_code == 2


@pytest.mark.parametrize("command", [("own-history", "--plant", "甲厂"), ("derive",)])
def test_a_folder_is_looked_through_once(years: Path, command: tuple[str, ...]) -> None:
    """What is not read of it is told once, though its files are held against the outputs too."""
    (years / "scan.pdf").write_bytes(b"%PDF")
    name, *more = command
    out = years.parent / "out.sealed.json"
    call = ["standard", name, str(years), *more, "-o", str(out), "--as-of", "2026-06-30"]
    done = CliRunner().invoke(app, call)
    assert done.output.count("scan.pdf") == 1, done.output


@pytest.mark.parametrize(("key", "method"), [("method", "own-history"), ("method", "gb1"),
                                             ("advanced_method", "企业历史强度")])  # fmt: skip
def test_no_survey_takes_its_value_from_one_plant(
    tmp_path: Path, world: World, key: str, method: str
) -> None:
    """Neither own history nor the energy limit is a method of a survey's admission value."""
    write_plants(tmp_path, 8)
    keys = {"method": '"weighted-mean"'} | {key: f'"{method}"'}
    (tmp_path / "survey.toml").write_text(survey_text(**keys), encoding="utf-8")
    with pytest.raises(InputError, match="CE-G009"):
        derive_standard([tmp_path], world)
