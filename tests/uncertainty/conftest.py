"""What the tests of uncertainty share: projects of every sector, each with a limit of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, Instrument
from carbon_eia.intensity import Intensity
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import _toml, project_template
from carbon_eia.reference import Sector, World, open_world, read_sector
from tests.conftest import AS_OF, ROOT

SECTORS = sorted(p.stem for p in (ROOT / "factors" / "sectors").glob("*.toml"))
SAMPLES = sorted(p.parent.name for p in (ROOT / "samples").glob("*/project.toml"))


def sample(name: str) -> str:
    """The text of a sample project."""
    return (ROOT / "samples" / name / "project.toml").read_text(encoding="utf-8")


def example(sector: str) -> str:
    """The text that ``new`` writes for a sector."""
    found = read_sector(open_world(AS_OF), sector)
    return project_template(found.example, sector)


def written(data: Mapping[str, Any]) -> str:
    """A project as TOML text from its tables."""
    lines: list[str] = []
    for section, held in data.items():
        for entry in held if isinstance(held, list) else [held]:
            lines.append(f"[[{section}]]" if isinstance(held, list) else f"[{section}]")
            lines += [f"{k} = {_toml(v)}" for k, v in entry.items()]
    return "\n".join(lines) + "\n"


def with_typed(text: str, places: Mapping[str, str]) -> str:
    """A project text with the values at some key paths replaced or added."""
    data = tomllib.loads(text, parse_float=Decimal)
    for path, typed in places.items():
        section, _, rest = path.partition("[")
        number, _, key = rest.partition("].")
        holder = data[section][int(number)]
        *tables, last = key.split(".")
        for table in tables:
            holder = holder[table]
        holder[last] = typed
    return written(data)


def limit_for(intensity: Intensity, sector: Sector, share: Fraction) -> Benchmark:
    """An adopted admission value at a share of an intensity."""
    return Benchmark(
        id="test:admission",
        level="admission",
        sector=sector.id,
        product=intensity.product,
        product_name=intensity.product_name,
        indicator="carbon_per_product",
        limit=intensity.value * share,
        text="",
        unit=intensity.unit,
        boundary=sector.boundary["id"],
        grade="B",
        adopted=True,
        instrument=Instrument("test", "试验", "", "", "2026-01-01"),
        locator="",
        valid_from="2026-01-01",
        valid_to="",
        note="",
    )


Judged = Callable[[str, Fraction], tuple[Assessment, list[Benchmark]]]


@pytest.fixture(scope="session")
def judged(world: World) -> Judged:
    """A function: text and share → its assessment against a limit at that share of its value."""

    def run(text: str, share: Fraction) -> tuple[Assessment, list[Benchmark]]:
        project = parse_project(text, world)
        first = assess(project, world)
        main = [i for i in first.intensities if i.indicator == "carbon_per_product"]
        limits = [limit_for(main[0], first.sector, share)] if main else []
        return assess(project, world, limits), limits

    return run
