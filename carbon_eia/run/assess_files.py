"""A project and benchmark files → the Run, with the problems of all files together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from carbon_eia.assessment import assess, certainty_of
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Project
from carbon_eia.reference import World, open_world
from carbon_eia.run.make import make_run
from carbon_eia.run.records import Run

__all__ = ["assess_files"]


def assess_files(
    read: Callable[[World], Project],
    as_of: date,
    benchmarks: Sequence[Path],
    plan: bool = False,
    draws: int | None = None,
    seed: int | None = None,
) -> Run:
    """The Run of a project that ``read`` reads under the reference of a day.

    ``plan``: with a plan of its measures; ``draws``: how many draws tell how sure it is.

    Raises InputError with the problems of the project and of the benchmark files together.
    """
    world = open_world(as_of)
    problems: list[Problem] = []
    limits: list[Benchmark] = []
    for file in benchmarks:
        try:
            limits += read_benchmarks(file, world)
        except InputError as error:
            problems += error.problems
    try:
        project = read(world)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if problems:
        raise InputError(problems)
    try:
        assessed = assess(project, world, limits, plan)
    except InputError as error:
        raise InputError(project.located(error.problems)) from None
    return make_run(assessed, None if draws is None else certainty_of(assessed, draws, seed))
