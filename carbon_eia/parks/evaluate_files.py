"""A park file and benchmark files → the record, with the problems of all files together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.errors import InputError, Problem
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_file import read_park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.reference import open_world

__all__ = ["evaluate_files"]


def evaluate_files(
    file: Path,
    as_of: date,
    benchmarks: Sequence[Path],
    progress: Callable[[str], None] = lambda stage: None,
) -> ParkRecord:
    """The record of a park file under the reference of a day; ``progress`` hears of each stage.

    Raises InputError with the problems of the park, its members and the benchmark files together.
    """
    world = open_world(as_of)
    problems: list[Problem] = []
    limits: list[Benchmark] = []
    for path in benchmarks:
        try:
            limits += read_benchmarks(path, world)
        except InputError as error:
            problems += error.problems
    try:
        park = read_park(file, world)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    for name in park.benchmarks:
        try:
            limits += parse_benchmarks(park.texts[name], world, name)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return make_record(evaluate_park(park, world, limits, progress))
