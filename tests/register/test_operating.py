"""An operating year held against its approval: technology and factors are told apart."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.reference import World, open_world
from carbon_eia.register.operating import compare_year
from carbon_eia.register.operating_records import OperatingLine, OperatingRecord
from carbon_eia.register.runs import Approval
from carbon_eia.run import make_run
from carbon_eia.run.records import Run
from tests.conftest import ROOT

SAMPLE = (ROOT / "samples/data-centre/project.toml").read_text(encoding="utf-8")
APPROVED_ON, REPORTED_ON = date(2023, 6, 30), date(2026, 6, 30)


def run_of(text: str, on: date) -> Run:
    """The Run of a project on a day."""
    world = open_world(on)
    return make_run(assess(parse_project(text, world), world, []))


def project(year: int, power: str = "1.485", output: str = "1.2", stage: str = "在建") -> str:
    """The data centre in a year, with other amounts."""
    text = SAMPLE.replace("year = 2026", f"year = {year}")
    text = text.replace('amount = "1.485 亿kWh"', f'amount = "{power} 亿kWh"')
    text = text.replace('amount = "1.2 亿kWh"', f'amount = "{output} 亿kWh"')
    text = text.replace('energy_consumption = "1.85 万tce"', '# energy_consumption = "1.85 万tce"')
    return text.replace('stage = "在建"', f'stage = "{stage}"')


@pytest.fixture(scope="module")
def approved() -> Run:
    """The Run of the approval: the grid factor of 2023."""
    return run_of(project(2023), APPROVED_ON)


def compared(approved: Run, year: Run, **stated: str) -> OperatingRecord:
    """The record of a comparison."""
    approval = Approval(approved, stated, "2023-07-01", 1, "pass")
    return compare_year(approval, year, open_world(REPORTED_ON), open_world)


def line(record: OperatingRecord, indicator: str) -> OperatingLine:
    """A line of a comparison."""
    (found,) = [x for x in record.lines if x.indicator == indicator]
    return found


def effects(x: OperatingLine) -> dict[str, Fraction]:
    """The effects of a line."""
    return {e.id: e.value.number for e in x.effects}


def test_the_same_plant_under_another_grid_factor(approved: Run) -> None:
    """Nothing but the factor moved: technology and output are exactly zero."""
    year = run_of(project(2026, stage="已投产"), REPORTED_ON)
    own = line(compared(approved, year), "carbon")
    assert own.approved != own.actual
    found = effects(own)
    assert found["output"] == found["technology"] == 0
    assert found["factors"] == own.actual.number - own.approved.number
    assert own.same_factors.number == own.approved.number


@pytest.mark.parametrize(("power", "output"), [("1.6", "1.2"), ("1.485", "1.3"), ("1.3", "1.1")])
def test_the_effects_sum_to_the_change(approved: Run, power: str, output: str) -> None:
    """Output, technology and factors: exactly the change, of every indicator."""
    record = compared(approved, run_of(project(2026, power, output, "已投产"), REPORTED_ON))
    held = [x for x in record.lines if x.effects]
    assert {x.indicator for x in held} >= {"carbon", "carbon_intensity", "energy_equivalent",
                                           "energy_intensity_equivalent"}  # fmt: skip
    for x in held:
        assert x.approved is not None
        assert x.actual is not None
        assert sum(effects(x).values()) == x.actual.number - x.approved.number
    assert effects(line(record, "carbon"))["factors"] != 0


@pytest.mark.parametrize(
    ("level", "exceeds"), [("90", True), ("90.9", True), ("91", False), ("100", False)]
)
def test_ten_per_cent(approved: Run, level: str, exceeds: bool) -> None:
    """The decision states the level: a year exceeds above 110 % of it (edge: 90.909 % of it)."""
    year = run_of(project(2023, stage="已投产"), APPROVED_ON)
    total = year.inventory.total
    assert total is not None
    stated = f"{float(total.number) * float(level) / 100:.6f} tCO2"
    own = line(compared(approved, year, carbon=stated), "carbon")
    assert own.exceeds is (Fraction(stated.split()[0]) * Fraction(110, 100) < total.number)
    assert own.exceeds is exceeds
    assert own.clause == "31号令第26条"


def test_equal_to_110_per_cent_does_not_exceed(approved: Run) -> None:
    """At the edge exactly: 高于 is strictly above."""
    year = run_of(project(2023, stage="已投产"), APPROVED_ON)
    total = year.inventory.total
    assert total is not None
    level = total.number / Fraction(11, 10)
    for less, exceeds in ((Fraction(0), False), (Fraction(1, 10**6), True)):
        text = f"{(level - less).numerator}÷{(level - less).denominator} tCO2"
        own = line(compared(approved, year, carbon=text), "carbon")
        assert own.exceeds is exceeds


def test_only_the_factor_exceeds_is_for_a_person(approved: Run) -> None:
    """By the factors of the year it is above, by those of the approval not: disputed, no finding of
    its own."""
    year = run_of(project(2026, stage="已投产"), REPORTED_ON)
    total = approved.inventory.total
    assert total is not None
    lower = f"{float(total.number) / 1.09:.3f} tCO2"
    own = line(compared(approved, year, carbon=lower), "carbon")
    by_year = own.actual.number > Fraction(lower.split()[0]) * Fraction(110, 100)
    assert own.exceeds is False
    assert own.disputed is by_year


def test_without_a_run_the_stated_levels_are_used(world: World) -> None:
    """An opinion of another authority: its levels; the factors of then are not at hand."""
    year = run_of(project(2026, stage="已投产"), REPORTED_ON)
    approval = Approval(None, {"carbon": "6 万tCO2"}, "2023-07-01", 0, "")
    record = compare_year(approval, year, world, open_world)
    own = line(record, "carbon")
    assert own.approved.number == 60000
    assert own.effects == ()
    assert own.exceeds is True
    assert record.why is not None
    assert record.why.code == "register.operating.no_run"
    assert line(record, "energy_equivalent").exceeds is None  # nothing was approved: not a pass


def test_other_tables_are_told(approved: Run) -> None:
    """Where these tables do not give the approval again, its factors are not at hand."""
    from msgspec.structs import replace

    moved = replace(
        approved,
        reference=replace(approved.reference, sha256="0" * 64),
        inventory=replace(
            approved.inventory, total=replace(approved.inventory.total, value="1", exact="")
        ),
    )
    year = run_of(project(2026, stage="已投产"), REPORTED_ON)
    record = compared(moved, year)
    assert record.why is not None
    assert record.why.code == "register.operating.other_tables"
    assert all(x.same_factors is None for x in record.lines)
