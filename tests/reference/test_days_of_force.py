"""Energy limits hold from the day of force of their standard, and not a day before."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache

import pytest

from carbon_eia.benchmarks.energy_limits import limit_rows
from carbon_eia.benchmarks.variants import choices
from carbon_eia.files import data_folder
from carbon_eia.reference import open_world, read_sector

FORCE = {
    "GB 16780-2021": ("2022-11-01", ""),
    "GB 21252-2023": ("2024-12-01", ""),
    "GB 21256-2025": ("2026-07-01", ""),
    "GB 21257-2024": ("2025-05-01", ""),
    "GB 21258-2024": ("2025-04-01", ""),
    "GB 21340-2019": ("2020-05-01", ""),
    "GB 21341-2022": ("2024-01-01", ""),
    "GB 21342-2025": ("2026-05-01", ""),
    "GB 21343-2023": ("2024-12-01", ""),
    "GB 21344-2023": ("2024-12-01", ""),
    "GB 21345-2024": ("2025-05-01", ""),
    "GB 21346-2022": ("2024-01-01", ""),
    "GB 21347-2023": ("2024-10-01", ""),
    "GB 21350-2023": ("2024-06-01", ""),
    "GB 21351-2023": ("2024-06-01", ""),
    "GB 21370-2017": ("2018-11-01", ""),
    "GB 25323-2023": ("2024-06-01", ""),
    "GB 25324-2022": ("2024-01-01", ""),
    "GB 29140-2024": ("2025-05-01", ""),
    "GB 29141-2012": ("2013-10-01", "2025-06-01"),
    "GB 29141-2024": ("2025-06-01", ""),
    "GB 29145-2023": ("2024-12-01", ""),
    "GB 29435-2025": ("2027-01-01", ""),
    "GB 29436-2023": ("2024-12-01", ""),
    "GB 29438-2012": ("2013-10-01", ""),
    "GB 29445-2025": ("2026-08-01", ""),
    "GB 29446-2019": ("2020-07-01", ""),
    "GB 29447-2026": ("2027-01-01", ""),
    "GB 29448-2022": ("2024-01-01", ""),
    "GB 29449-2024": ("2025-05-01", ""),
    "GB 29450-2012": ("2013-10-01", ""),
    "GB 29995-2024": ("2025-05-01", ""),
    "GB 30180-2024": ("2025-05-01", ""),
    "GB 30183-2013": ("2014-12-01", ""),
    "GB 30184-2013": ("2014-12-01", ""),
    "GB 30185-2025": ("2026-03-01", ""),
    "GB 30251-2024": ("2025-05-01", ""),
    "GB 30526-2019": ("2020-05-01", ""),
    "GB 30530-2024": ("2025-05-01", ""),
    "GB 31335-2024": ("2025-05-01", ""),
    "GB 31825-2024": ("2025-05-01", ""),
    "GB 31830-2024": ("2025-05-01", ""),
    "GB 32032-2024": ("2025-05-01", ""),
    "GB 32044-2015": ("2016-10-01", ""),
    "GB 32047-2025": ("2026-08-01", ""),
    "GB 32051-2024": ("2025-05-01", ""),
    "GB 33654-2017": ("2018-06-01", ""),
    "GB 36888-2018": ("2019-12-01", ""),
    "GB 36889-2025": ("2026-06-01", ""),
    "GB 36890-2018": ("2019-12-01", ""),
    "GB 36891-2018": ("2019-12-01", ""),
    "GB 36892-2018": ("2019-12-01", ""),
    "GB 38263-2019": ("2020-05-01", ""),
    "GB 40877-2021": ("2022-11-01", ""),
    "GB 40878-2021": ("2022-11-01", ""),
    "GB 40879-2021": ("2022-11-01", ""),
    "GB 45246-2025": ("2026-02-01", ""),
    "GB 45247-2025": ("2025-08-01", ""),
    "GB 45549-2025": ("2026-04-01", ""),
    "GB 46029-2025": ("2026-08-01", ""),
    "GB 47835-2026": ("2027-01-01", ""),
}
"""Each standard with its day of force and the day on which it ends, from its cover."""


@cache
def standards_taken(day: date) -> frozenset[str]:
    """Numbers of the documents whose limits any product of any sector is held against."""
    world = open_world(day)
    found = set()
    for ident in world.sectors():
        for product in read_sector(world, ident).products:
            names = product.energy.get("products", ())
            for variant in ["", *(c.name_zh for c in choices(world, names, ever=True))]:
                rows, _, _ = limit_rows(world, product, variant)
                found |= {world.document(r["source"])["number"] for r in rows}
    return frozenset(found)


def test_every_standard_of_the_table_is_here() -> None:
    """No standard may join the table of limits without its day of force in this test."""
    world = open_world(date(2026, 11, 30))
    numbers = {world.document(r["source"])["number"] for r in world.tables.rows("energy_limits")}
    assert {n for n in numbers if n.startswith("GB ")} == set(FORCE)


@pytest.mark.slow(every=4)
@pytest.mark.parametrize("number", sorted(FORCE))
def test_a_standard_is_taken_from_its_day_of_force(number: str) -> None:
    """The day before: not this standard. The day of force: this one, and none that it replaces."""
    start = date.fromisoformat(FORCE[number][0])
    assert number not in standards_taken(start - timedelta(days=1))
    assert number in standards_taken(start)


@pytest.mark.parametrize("number", sorted(n for n, days in FORCE.items() if days[1]))
def test_a_standard_ends_where_its_successor_begins(number: str) -> None:
    """The last day: the old edition. The next: no longer."""
    end = date.fromisoformat(FORCE[number][1])
    assert number in standards_taken(end - timedelta(days=1))
    assert number not in standards_taken(end)


def test_the_table_says_the_days_of_the_covers() -> None:
    """Every row of a standard has the standard's own day, whichever product it is of."""
    documents = open_world(date(2026, 11, 30))
    path = data_folder("factors") / "benchmarks" / "energy_limits.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            number = documents.document(row["source"])["number"]
            if number in FORCE:
                assert (row["valid_from"], row["valid_to"]) == FORCE[number], row["id"]
