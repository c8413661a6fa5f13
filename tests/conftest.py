"""What all tests share: one world, the samples, and the way from a text to a Run."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.project import parse_project
from carbon_eia.reference import World, open_world
from tests.sampling import left_out

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 6, 30)

AssessText = Callable[..., Assessment]


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what the processes of these tests share (``tests/prints.py``).

    Compiled modules are kept, whatever the shell asks for: each process would compile them anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):
        os.environ["CARBON_EIA_TEST_PRINTS"] = tempfile.mkdtemp(prefix="carbon-eia-prints-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """It goes with them."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["CARBON_EIA_TEST_PRINTS"], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to ``make slow`` what it alone runs, unless tests are asked for by name or mark."""
    if "slow" in config.option.markexpr or any("::" in arg for arg in config.args):
        return
    waiting = left_out(items)
    config.hook.pytest_deselected(items=[items[i] for i in sorted(waiting)])
    items[:] = [item for i, item in enumerate(items) if i not in waiting]


def pytest_collection_finish() -> None:
    """Look for cycles as seldom as the command does, and never again in what was imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(300_000)


@pytest.fixture(scope="session")
def world() -> World:
    """The reference on the day on which the samples are assessed."""
    return open_world(AS_OF)


@pytest.fixture(scope="session")
def sample_text() -> str:
    """The text of the sample project, a cement clinker line."""
    path = ROOT / "samples" / "cement-clinker" / "project.toml"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def demo_benchmarks(world: World) -> list[Benchmark]:
    """The admission values of the sample benchmark file."""
    return read_benchmarks(ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml", world)


@pytest.fixture(scope="session")
def assess_text(world: World) -> AssessText:
    """A function: text of a project → its assessment."""

    def run(text: str, benchmarks: Sequence[Benchmark] = (), on: World = world) -> Assessment:
        return assess(parse_project(text, on), on, benchmarks)

    return run
