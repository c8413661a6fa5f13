"""A Run computed again from what it holds: the old project, on its own day or under new rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carbon_eia.assessment import Assessment, assess, certainty_of
from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Evidence, Project, parse_project
from carbon_eia.reference import World
from carbon_eia.run.make import make_run
from carbon_eia.run.records import Run

__all__ = ["again_with", "benchmarks_of", "compute_again", "made_again", "project_of"]


def compute_again(run: Run, world: World) -> Run:
    """The Run of the same project and benchmark files in a world: another day, other tables.

    In the world of the Run itself the same bytes come out. Where the Run holds an analysis of
    uncertainty, it is made again with as many draws and the same seed.

    Raises InputError: CE-V001 where the Run does not hold the text of a benchmark file that it
    used, and whatever the project's own text gives.
    """
    return made_again(run, again_with(run, world))


def made_again(old: Run, assessed: Assessment) -> Run:
    """The Run of an assessment, with the draws and the seed of an older Run."""
    analysed = old.uncertainty
    if analysed is None:
        return make_run(assessed)
    return make_run(assessed, certainty_of(assessed, analysed.draws, analysed.seed))


def again_with(run: Run, world: World, benchmarks: Sequence[Path] = ()) -> Assessment:
    """The assessment of a Run's project in a world, with its own benchmark files or with others.

    With a plan of its measures where the Run has one.
    """
    limits = [b for file in benchmarks for b in read_benchmarks(file, world)]
    planned = run.retrofit.plan is not None
    return assess(project_of(run, world), world, limits or benchmarks_of(run, world), planned)


def project_of(run: Run, world: World) -> Project:
    """The project as its text in the Run states it, the files of its evidence as recorded there."""
    project = parse_project(run.project.text, world, "project.toml")
    files = {f.file: f for f in run.project.evidence_files}

    def recorded(shown: Evidence) -> Evidence:
        known = files.get(shown.file)
        if known is None:
            return shown._replace(sha256="", lost="")
        return shown._replace(sha256=known.sha256 or "", lost=known.lost or "")

    return project.with_evidence(recorded)


def benchmarks_of(run: Run, world: World) -> list[Benchmark]:
    """The benchmarks of the files that the Run used."""
    found: list[Benchmark] = []
    for used in run.reference.overrides:
        if not used.text:
            raise InputError(Problem("CE-V001", params={"file": used.file}))
        found += parse_benchmarks(used.text, world, used.file)
    return found
