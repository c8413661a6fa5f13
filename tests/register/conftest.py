"""Registers for the tests: on SQLite, and on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from carbon_eia.register.event import Event
from carbon_eia.register.store import Register, View, create
from tests.register.commands import DEMO
from tests.register.postgres import server
from tests.tools import ROOT, run

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server that runs while the tests do."""
    with server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Where a new register keeps its events: empty for SQLite in its folder."""
    if request.param == "sqlite":
        return ""
    return new_database(request.getfixturevalue("postgres"))


def new_database(address: str) -> str:
    """A new database on a server."""
    import psycopg

    name = f"register_{next(NUMBERS)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{address}/{name}"


def counted(events: Sequence[Event], before: View | None = None) -> View:
    """A view that tells the last event and how many there were."""
    earlier = 0 if before is None else int(before.text)
    return View(events[-1].kind, f"{earlier + len(events)}")


@pytest.fixture
def register(tmp_path: Path, database: str) -> Register:
    """A register without events, whose views only count."""
    return create(tmp_path / "register", database, counted)


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the cement sample."""
    folder = tmp_path_factory.mktemp("assessed")
    project = str(ROOT / "samples/cement-clinker/project.toml")
    run("assess", project, *DEMO, "--as-of", "2026-06-30", "--out", str(folder))
    return folder / "run.json"
