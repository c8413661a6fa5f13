"""The evaluation as a whole: the sample park, its record, its conclusions."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import InputError, Place
from carbon_eia.parks.evaluate import Evaluation, evaluate_park
from carbon_eia.parks.park_file import read_park
from carbon_eia.parks.park_record import make_record, parse_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.proof.kinds import PARK
from carbon_eia.reference import World, open_world
from carbon_eia.run import canonical, make_run
from carbon_eia.run.records import QuantityRecord

from .small import DAY, coal, member, power, project, read, scenario, the_world

F = Fraction
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "park" / "park.toml"


@pytest.fixture(scope="module")
def world() -> World:
    """The reference on the day of the sample."""
    return open_world(DAY)


@pytest.fixture(scope="module")
def sample(world: World) -> Evaluation:
    """The evaluation of the sample park."""
    park = read_park(SAMPLE, world)
    limits = [b for f in park.benchmarks for b in parse_benchmarks(park.texts[f], world, f)]
    return evaluate_park(park, world, limits)


@pytest.fixture(scope="module")
def record(sample: Evaluation) -> ParkRecord:
    """Its record."""
    return make_record(sample)


def number(quantity: QuantityRecord | None) -> Fraction:
    """The exact number of a quantity of a record that is there."""
    assert quantity is not None
    return quantity.number


def test_the_sample_is_the_sum_of_its_runs_less_internal_sales(sample: Evaluation) -> None:
    """Twelve enterprises and three facilities, to the last digit."""
    there = [m for m in sample.account.members if m.member.role != "projects"]
    assert len(there) == 15
    runs = [make_run(m.assessment).inventory.total for m in there]
    total = sum(map(number, runs), F(0)) - sum((m.internal for m in there), F(0))
    assert sample.base.at(2025).total() == total


def test_the_record_says_what_the_park_emits(sample: Evaluation, record: ParkRecord) -> None:
    """Base year, years, effects that add up, a choice within its caps."""
    base = record.base
    assert number(base.gross) - number(base.internal) == number(base.total)
    assert sum(number(x) for x in base.by_category.values()) == number(base.total)
    for s in record.scenarios:
        for y in s.years:
            assert sum(number(x) for x in y.by_role.values()) == number(y.total)
    for step in record.effects:
        change = number(step.after) - number(step.before)
        assert sum(number(x) for x in step.effects.values()) == change
    assert all(number(k.used) <= number(k.limit) for k in record.choice.caps)


def test_computed_again_the_bytes_are_the_same(record: ParkRecord, world: World) -> None:
    """From the texts in the record, and from nothing else."""
    assert canonical(PARK.again(record, world)) == canonical(record)


def test_a_record_that_was_changed_is_not_read(record: ParkRecord) -> None:
    """Nor one of another kind."""
    place = Place("park.json")
    assert parse_record(canonical(record).decode(), place) == record
    changed = canonical(replace(record, as_of="2026-07-01")).decode()
    for text, code in ((changed, "CE-N002"), ("{}", "CE-N001"), ("{", "CE-N001")):
        with pytest.raises(InputError) as caught:
            parse_record(text, place)
        assert [p.code for p in caught.value.problems] == [code]


def test_the_sample_is_acceptable_with_adjustments(record: ParkRecord) -> None:
    """Over its caps as planned, within them after the optimisation."""
    assert record.conclusion.status == "adjust"
    caps = [c for c in record.conclusion.criteria if c.id == "carbon_cap"]
    assert [c.passed for c in caps] == [(False, True), (False, True)]
    above = next(c for c in record.conclusion.criteria if c.id == "above_admission")
    # 陶瓷二期 cannot reach its value; 负极二期 could, but has not committed to what it takes
    assert (number(above.plan), number(above.optimised)) == (2, 0)
    entries = {m.name: m.entry for m in record.members if m.entry}
    assert entries == {
        "电池二期": "retrofit",
        "正极二期": "enter",
        "负极二期": "retrofit",
        "再生铅二期": "retrofit",
        "稀贵二期": "enter",
        "数据中心二期": "enter",
        "陶瓷二期": "refuse",
        "锂盐二期": "pending",
    }


def test_suggestions_stand_by_what_they_save(sample: Evaluation) -> None:
    """The largest first; each is what the plan emits less with it alone."""
    saved = [s.saves for s in sample.suggestions]
    assert saved == sorted(saved, reverse=True)
    assert all(s > 0 for s in saved)
    switch = next(s for s in sample.suggestions if s.kind == "switch")
    assert switch.target == "st05"
    # 7800 t of coal at what its file emits, less the same heat in gas: both by the tables
    m = sample.account.of("郴州建材")
    coal_line = next(x for x in m.lines if x.carrier == "bituminous-coal")
    assert 0 < switch.saves < coal_line.co2e


def test_large_users_are_those_of_the_citys_threshold(sample: Evaluation) -> None:
    """5000 tce and more (二（二）1), the largest first."""
    tce = [x for _, x in sample.large]
    assert tce == sorted(tce, reverse=True)
    assert min(tce) >= 5000
    assert "污水处理" not in [m.member.name for m, _ in sample.large]


# --- conclusions

FILES = {
    "甲": project("甲", power("电", "400") + coal("煤", "100")),  # 420 t, 100 万元
    "新": project("新", power("电", "100"), "60"),  # 50 t, 60 万元
}
MEMBERS = member("enterprises", "甲") + member("projects", "新", "start = 2028")


def conclusion(cap: str | None, changes: str = "", files: dict[str, str] = FILES) -> Any:
    """The conclusion on a small park with a cap of 2030, the project approved by an authority."""
    head = f'[[years]]\nyear = 2030\ncarbon_cap = "{cap} tCO2"\nsource = "假定"\n' if cap else ""
    plan = scenario("规划", "plan", more='projects = "不含"')
    best = scenario("优化", "optimised", changes, more='projects = "不含"')
    return evaluate_park(read(head + MEMBERS + plan + best, files), the_world()).conclusion


def test_within_everything_the_plan_is_acceptable() -> None:
    """420 t, level, under 430."""
    assert conclusion("430").status == "acceptable"


def test_within_after_the_optimisation() -> None:
    """420 t over 400; with a tenth less energy 378."""
    found = conclusion("400", 'year = 2030\nenergy = "-10 %"')
    assert found.status == "adjust"
    cap = next(c for c in found.criteria if c.id == "carbon_cap")
    assert (cap.plan, cap.optimised, cap.limit, cap.passed) == (420, 378, 400, (False, True))


def test_equal_to_the_cap_is_within() -> None:
    """高于 means strictly above."""
    assert conclusion("420").status == "acceptable"


def test_not_even_then() -> None:
    """378 t over 370: to be adjusted and resubmitted."""
    assert conclusion("370", 'year = 2030\nenergy = "-10 %"').status == "resubmit"


def test_without_caps_and_targets_nothing_is_concluded() -> None:
    """What is missing is named and is no pass."""
    found = conclusion(None)
    assert found.status == "undetermined"
    assert [code for code, _ in found.missing] == ["park.missing.limits"]


def test_without_a_members_data_nothing_is_concluded() -> None:
    """The member is named."""
    files = FILES | {"甲": project("甲", '[[sources]]\nname = "电"\nmethod = "electricity"\n')}
    found = conclusion("430", files=files)
    assert found.status == "undetermined"
    assert [code for code, _ in found.missing] == ["park.missing.member"]


def test_a_park_without_a_plan_cannot_be_evaluated() -> None:
    """A baseline alone plans nothing."""
    with pytest.raises(InputError) as caught:
        evaluate_park(read(MEMBERS + scenario("基准", "baseline"), FILES), the_world())
    assert [p.code for p in caught.value.problems] == ["CE-K014"]
