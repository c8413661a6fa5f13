"""Every sector: an example that assesses, and figures on every day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import World, methods, open_world, read_sector
from carbon_eia.units import parse_unit

DAY = date(2026, 6, 30)
SECTORS = sorted(open_world(DAY).sectors())
INPUTS = ("missing.parameter", "missing.gwp", "missing.output", "missing.source", "missing.product")


def quarters() -> Iterator[date]:
    """The first day of every quarter of 2021–2030."""
    for year in range(2021, 2031):
        for month in (1, 4, 7, 10):
            yield date(year, month, 1)


def example(world: World, ident: str, year: int | None = None) -> str:
    """The example project of a sector as ``new`` writes it."""
    made = dict(read_sector(world, ident).example)
    if year is not None:
        made["project"] = {**made["project"], "year": year}
    return project_template(made, ident)


def test_there_are_at_least_forty() -> None:
    """The sectors that a reviewer in Chenzhou meets are there."""
    assert len(SECTORS) >= 40


@pytest.mark.parametrize("ident", SECTORS)
def test_the_example_of_a_sector_assesses(ident: str) -> None:
    """Its example is complete, plausible, has a total, an intensity and an energy figure."""
    world = open_world(DAY)
    found = assess(parse_project(example(world, ident), world), world)
    assert not [m for m in found.decision.missing if m.code in INPUTS]
    assert not [r for _, r in found.warnings if r.code.startswith("CE-W01")]
    assert found.inventory.total() is not None
    assert found.energy.total() is not None
    assert found.intensities[0].indicator == "carbon_per_product"
    assert found.intensities[0].value > 0


@pytest.mark.parametrize("ident", SECTORS)
def test_required_sources_are_known_methods(ident: str) -> None:
    """What a sector requires, and what its defaults name, are methods that there are."""
    sector = read_sector(open_world(DAY), ident)
    for required in sector.required:
        assert set(required["methods"]) <= methods().keys()
    assert set(sector.defaults) <= methods().keys()
    for band in sector.plausibility:
        assert Fraction(band["low"]) < Fraction(band["high"])
        assert any(p.id == band["product"] for p in sector.products)
        parse_unit(band["unit"])


def test_names_lead_to_one_sector() -> None:
    """No name, alias or code leads to two sectors."""
    seen: dict[str, str] = {}
    for ident, names in open_world(DAY).sectors().items():
        for name in {n.lower() for n in names["names"]}:
            assert seen.setdefault(name, ident) == ident, name


@pytest.mark.slow(every=8)
@pytest.mark.parametrize("day", list(quarters()), ids=str)
def test_every_sector_on_every_quarter(day: date) -> None:
    """On each day every sector assesses or says what is missing; nothing is taken from later.

    No factor is used before it was published, none of a year after the project's, and one of an
    earlier year never without a warning.
    """
    world = open_world(day)
    for ident in SECTORS:
        found = assess(parse_project(example(world, ident, day.year), world), world)
        if found.inventory.total() is None:
            assert found.decision.verdict == "undetermined"
            assert found.decision.missing
        warned = {r.code for _, r in found.warnings}
        for emission in found.inventory.emissions:
            for parameter in emission.parameters:
                origin = parameter.origin
                if origin is None or not origin.citation.id.startswith("electricity:"):
                    continue
                row = world.tables.row("electricity", origin.citation.id.partition(":")[2])
                assert world.in_force(row)
                assert int(row["year"]) <= day.year
                if int(row["year"]) < day.year:
                    assert "CE-W005" in warned


def test_a_shared_code_names_every_sector_of_its_class() -> None:
    """A class of GB/T 4754 that several sectors share is none of them; its marked form is one."""
    world = open_world(DAY)
    assert set(world.sector_ids("3212")) == {"lead-smelting", "zinc-smelting", "secondary-lead"}
    assert set(world.sector_ids("c3212")) == set(world.sector_ids("3212"))
    assert world.sector_id("3212") is None
    assert world.sector_id("3212（锌）") == world.sector_id("3212(锌)") == "zinc-smelting"
    assert world.sector_id("3012") == world.sector_id("C3012")
    assert world.sector_ids("9999") == []
