"""What a draft would do to the projects of a register: by the Runs that were filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import carbon_eia
from carbon_eia.assessment import assess
from carbon_eia.errors import CallError, InputError
from carbon_eia.files import reading
from carbon_eia.project import read_project
from carbon_eia.proof.filed import open_projects
from carbon_eia.reference import World
from carbon_eia.register.acting import CommandRequest, act, view_of
from carbon_eia.register.filing import Submission
from carbon_eia.register.law import open_law
from carbon_eia.register.store import Register, create
from carbon_eia.run import canonical, make_run
from carbon_eia.screening import FilesInput
from carbon_eia.standards.consequences import with_consequences
from carbon_eia.standards.standard_record import derive_standard
from carbon_eia.standards.standard_records import ConsequencesRecord, StandardRecord
from tests.conftest import ROOT

SAMPLES = ROOT / "samples"
TODAY = SAMPLES / "benchmarks" / "chenzhou-demo.toml"
File = Callable[[str, Path, date], str]


@pytest.fixture(scope="module")
def record(world: World) -> StandardRecord:
    """The sealed record of the sample of 24 returns."""
    return derive_standard([SAMPLES / "survey-lead-24"], world)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A register without cases."""
    return create(tmp_path / "desk", "", view_of)


@pytest.fixture
def file(register: Register, world: World) -> File:
    """Files a project under a code on a day; gives the name of its record."""

    def filed(code: str, project: Path, day: date) -> str:
        run = make_run(assess(read_project(project, world), world))
        body = Submission(run, "run.json", canonical(run)).keep(register)
        act(
            register,
            CommandRequest("file", code, "张敏", "receiver", day, body),
            open_law(world.tables),
        )
        return str(body["record"])

    return filed


def judged(record: StandardRecord, folder: Path, world: World) -> ConsequencesRecord:
    """What the draft does to the projects of a folder or register."""
    found = with_consequences(record, open_projects([folder], world), [TODAY], world).consequences
    assert found is not None
    return found


def test_a_register_is_judged_as_its_project_files_are(
    register: Register, file: File, record: StandardRecord, world: World
) -> None:
    """Two filed smelters: the verdicts of today and under the draft are those of their files."""
    names = ("lead-smelter", "lead-smelter-lean")
    for i, name in enumerate(names):
        file(f"A-{i}", SAMPLES / name / "project.toml", date(2026, 6, 1))
    found = judged(record, register.folder, world)
    alone = [judged(record, SAMPLES / n / "project.toml", world) for n in names]
    assert found.count == 2
    assert sorted((m.before, m.after) for m in found.moves) == sorted(
        (m.before, m.after) for one in alone for m in one.moves
    )


def test_only_what_was_filed_by_the_day_and_last_counts(
    register: Register, file: File, record: StandardRecord, world: World
) -> None:
    """A filing of a later day is not there yet; the register need not hold the project's folder."""
    file("A-1", SAMPLES / "lead-smelter" / "project.toml", date(2026, 6, 1))
    file("A-2", SAMPLES / "lead-smelter-lean" / "project.toml", date(2026, 7, 1))
    assert judged(record, register.folder, world).count == 1


def test_a_register_and_files_are_judged_together(
    register: Register, file: File, world: World
) -> None:
    """A folder of a register beside a project file; beside a table it is refused."""
    file("A-1", SAMPLES / "lead-smelter" / "project.toml", date(2026, 6, 1))
    lean = SAMPLES / "lead-smelter-lean" / "project.toml"
    both = open_projects([register.folder, lean], world)
    assert isinstance(both, FilesInput)
    assert [both.read_project(p, world).sector for p in both.paths] == ["lead-smelting"] * 2
    with pytest.raises(CallError, match="CE-S011"):
        open_projects([register.folder, SAMPLES / "screening" / "projects.csv"], world)


def test_a_run_that_was_changed_is_not_judged(register: Register, file: File, world: World) -> None:
    """A kept Run that is no longer what its name says, and one that is gone."""
    kept = register.blob_path(file("A-1", SAMPLES / "lead-smelter" / "project.toml",
                                   date(2026, 6, 1)))  # fmt: skip
    kept.write_bytes(kept.read_bytes().replace(b"lead", b"zinc", 1))
    with pytest.raises(InputError, match="CE-G206"):
        open_projects([register.folder], world)
    kept.unlink()
    with pytest.raises(InputError, match="CE-G205"):
        open_projects([register.folder], world)


def test_a_long_run_is_judged_too(
    register: Register, file: File, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Run holds the pictures of its project: it may be longer than any file that is handed in."""
    file("A-1", SAMPLES / "lead-smelter" / "project.toml", date(2026, 6, 1))
    table = open_projects([register.folder], world)
    assert isinstance(table, FilesInput)
    monkeypatch.setattr(reading.read_bytes, "__defaults__", (1000, None))
    assert table.read_project(table.paths[0], world).sector == "lead-smelting"


def test_an_empty_register_and_an_address_are_told(register: Register, world: World) -> None:
    """There is nothing to judge; a database is named by the folder of its register."""
    with pytest.raises(CallError, match="CE-G026"):
        open_projects([register.folder], world)
    with pytest.raises(CallError, match="CE-G027"):
        open_projects([Path("postgresql://desk@server/desk")], world)


def test_the_python_api_takes_a_register(register: Register, file: File) -> None:
    """``projects=`` of a derivation is a folder of a register as well."""
    file("A-1", SAMPLES / "lead-smelter" / "project.toml", date(2026, 6, 1))
    made = carbon_eia.derive_standard(
        SAMPLES / "survey-lead-24", as_of="2026-06-30", projects=register.folder, benchmarks=TODAY
    )
    assert made.record.consequences is not None
    assert [m.before for m in made.record.consequences.moves] == ["refuse"]
