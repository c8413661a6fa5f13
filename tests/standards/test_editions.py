"""Editions of a standard: no two of them together give a plant away."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbon_eia.errors import InputError
from carbon_eia.reference import World
from carbon_eia.run import canonical
from carbon_eia.standards.sealed import derivation_of
from carbon_eia.standards.standard_record import derive_again, derive_standard
from carbon_eia.standards.standard_records import StandardRecord
from tests.standards.returns import return_text, survey_text

COUNT = 12


def survey(
    folder: Path, *, previous: StandardRecord | None = None, year: int = 2025, shift: int = 0
) -> Path:
    """Returns of a dozen smelters whose mean may be published; ``previous``: the edition before."""
    folder.mkdir()
    keys = {"population": "20", "years": f"[{year}]"}
    if previous is not None:
        (folder / "earlier.sealed.json").write_bytes(canonical(previous))
        keys["previous"] = '"earlier.sealed.json"'
    (folder / "survey.toml").write_text(survey_text(**keys), encoding="utf-8")
    for i in range(COUNT):
        head = f'credit_code = "9143100000000000{i:02}"'
        text = return_text(f"{i}厂", 15000 + 190 * i + shift, head=head, year=f"year = {year}")
        (folder / f"plant-{i:02}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first(world: World, tmp_path_factory: pytest.TempPathFactory) -> StandardRecord:
    """The first edition."""
    made = derive_standard([survey(tmp_path_factory.mktemp("first") / "returns")], world)
    assert made.draft
    return made


def shared(record: StandardRecord) -> tuple[bool, int]:
    """Whether something is published, and how many returns serve another edition."""
    (test,) = [t for t in derivation_of(record).tests if t.name == "differencing"]
    return bool(record.draft), int(test.measure or 0)


def test_the_same_returns_again_are_the_same_edition(
    first: StandardRecord, world: World, tmp_path: Path
) -> None:
    """Under other names of files too; the record is derived again to the last byte."""
    folder = survey(tmp_path / "again", previous=first)
    (folder / "plant-00.toml").rename(folder / "another-name.toml")
    again = derive_standard([folder], world)
    assert shared(again) == (True, 0)
    assert canonical(derive_again(again, world)) == canonical(again)


@pytest.mark.parametrize("renamed", [False, True])
def test_a_corrected_return_serves_no_second_edition(
    first: StandardRecord, world: World, tmp_path: Path, renamed: bool
) -> None:
    """One plant's coke is corrected: the difference of the two means is that plant's own, whatever
    file it comes in and whatever it is called now."""
    folder = survey(tmp_path / "corrected", previous=first)
    path = folder / "plant-03.toml"
    text = path.read_text(encoding="utf-8").replace("15570 t", "15970 t")
    path.unlink()
    if renamed:
        text = text.replace("3厂", "三厂（更名）")
    (folder / "corrected.toml").write_text(text, encoding="utf-8")
    assert shared(derive_standard([folder], world)) == (False, COUNT)


def test_another_year_shares_no_return(first: StandardRecord, world: World, tmp_path: Path) -> None:
    """Returns of 2024 are others, of the same plants too."""
    made = derive_standard([survey(tmp_path / "y", previous=first, year=2024, shift=7)], world)
    assert shared(made) == (True, 0)


def test_the_edition_before_the_last_counts_too(
    first: StandardRecord, world: World, tmp_path: Path
) -> None:
    """The third edition names the second, whose record holds the first: a return of the first that
    comes back is found."""
    second = derive_standard([survey(tmp_path / "b", previous=first, year=2024, shift=7)], world)
    third = survey(tmp_path / "c", previous=second, shift=5)
    assert shared(derive_standard([third], world)) == (False, COUNT)


def test_an_edition_that_was_not_handed_in_is_told(world: World, tmp_path: Path) -> None:
    """The survey names a sealed record that is not there."""
    folder = survey(tmp_path / "a")
    text = (folder / "survey.toml").read_text(encoding="utf-8")
    (folder / "survey.toml").write_text(text + 'previous = "no.sealed.json"\n', encoding="utf-8")
    with pytest.raises(InputError, match="CE-G008"):
        derive_standard([folder], world)
