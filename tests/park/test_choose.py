"""The choice of projects equals trying everything, and says what it costs and leaves out."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.parks.choose import PlanChoice, caps_of, choose, list_entry
from carbon_eia.parks.park_account import ParkAccount, take_account
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.scenario import Follower
from tests.sampling import at_most

from .small import coal, heat, member, power, project, read, scenario, the_world, transfer

F = Fraction
HEAD = """
[park]
name = "小园区"
region = "湖南省郴州市北湖区"
base_year = 2025
plan_years = [2028]
boundary = "规划范围"
area = "100 公顷"
pending = "参与"
"""
BEST = scenario("优化", "optimised")


def caps(carbon: dict[int, str], energy: dict[int, str] | None = None) -> str:
    """The entries of the years with their caps."""
    found = ""
    for year in {*carbon, *(energy or {})}:
        found += f'[[years]]\nyear = {year}\nsource = "假定"\n'
        if year in carbon:
            found += f'carbon_cap = "{carbon[year]} tCO2"\n'
        if energy and year in energy:
            found += f'energy_cap = "{energy[year]} tce"\n'
    return found


def chosen(park: Park) -> tuple[ParkAccount, PlanChoice]:
    """The choice for the first scenario of a park."""
    account = take_account(park, the_world())
    return account, choose(park, account, park.scenarios[0], the_world())


def small(mwh: list[int], values: list[int], starts: list[int], cap: dict[int, str]) -> Park:
    """甲 (100 t) and planned projects that use power at 0.5 t/MWh."""
    files = {"甲": project("甲", power("电", "200"))}
    members = member("enterprises", "甲")
    for n, (amount, value, start) in enumerate(zip(mwh, values, starts, strict=True)):
        files[f"P{n}"] = project(f"P{n}", power("电", str(amount)), str(value))
        members += member("projects", f"P{n}", f"start = {start}")
    return read(caps(cap) + members + BEST, files, HEAD)


def brute_force(park: Park, account: ParkAccount) -> Fraction:
    """The most added value over the horizon of any set and any first years under every cap."""
    follower = Follower(park, account, park.scenarios[0], the_world())
    planned = [m for m in account.members if m.member.role == "projects"]
    limits, best = caps_of(park), F(0)
    ways = [[None, *range(m.member.start or 0, park.horizon[-1] + 1)] for m in planned]
    for way in product(*ways):
        starts = {m.member.name: y for m, y in zip(planned, way, strict=True) if y is not None}
        path = follower.path(account.members, starts)
        if all(
            path.at(y).total() <= limit if kind == "carbon" else path.at(y).energy() <= limit  # type: ignore[operator]
            for (kind, y), limit in limits.items()
        ):
            value = sum(
                (m.added_value or F(0)) * (park.horizon[-1] - starts[m.member.name] + 1)
                for m in planned
                if m.member.name in starts
            )
            best = max(best, F(value))
    return best


@at_most(25)
@given(
    st.lists(
        st.tuples(st.integers(1, 300), st.integers(1, 90), st.integers(2026, 2028)),
        min_size=1,
        max_size=4,
    ),
    st.integers(100, 400),
    st.integers(0, 200),
)
def test_the_choice_is_as_good_as_trying_everything(
    projects: list[tuple[int, int, int]], cap: int, later: int
) -> None:
    """On small parks with a cap that moves, whatever the projects."""
    mwh, values, starts = (list(x) for x in zip(*projects, strict=True))
    park = small(mwh, values, starts, {2026: str(cap), 2028: str(100 + later)})
    account, choice = chosen(park)
    assert choice.value == brute_force(park, account)
    assert all(choice.path.at(k.year).total() == k.used <= k.limit for k in choice.caps)


def test_the_knapsack_by_hand() -> None:
    """50 t are free. A (60 t, 100 万元) does not fit; B and C (25 t, 30 万元 each) do: from 2026,
    three years each, 180 万元. B is not left out for less value than A."""
    park = small([120, 50, 50], [100, 30, 30], [2026] * 3, {2026: "150"})
    _, choice = chosen(park)
    assert [(a.name, a.start, a.mode) for a in choice.admitted] == [
        ("P1", 2026, "none"),
        ("P2", 2026, "none"),
    ]
    assert choice.value == 180
    (left,) = choice.left_out
    assert (left.name, left.reason, left.kind, left.over) == ("P0", "cap", "carbon", 60)


def test_a_project_waits_for_a_wider_cap() -> None:
    """Nothing is free before 2028; then there are 30 t for 25."""
    park = small([50], [30], [2026], {2026: "100", 2028: "130"})
    _, choice = chosen(park)
    assert [(a.name, a.start, a.value) for a in choice.admitted] == [("P0", 2028, 30)]


def test_the_price_of_a_cap_that_binds() -> None:
    """25 of 50 t free in 2028 alone: half of P0 in the relaxed program, 30 万元 for 50 t."""
    park = small([100], [30], [2028], {2028: "125"})
    _, choice = chosen(park)
    assert choice.admitted == ()
    assert [float(k.price) for k in choice.caps] == [pytest.approx(0.6)]


def test_what_is_there_already_exceeds_the_cap() -> None:
    """100 t against 80: said, and nothing is admitted."""
    park = small([10], [30], [2026], {2027: "80"})
    _, choice = chosen(park)
    assert choice.admitted == ()
    (left,) = choice.left_out
    assert (left.reason, left.year, left.over) == ("existing", 2027, 20)


def test_an_energy_cap_counts_too() -> None:
    """甲 takes 24.58 tce, P0 61.45: 80 tce are not enough."""
    files = {"甲": project("甲", power("电", "200")), "P0": project("P0", power("电", "500"))}
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2026")
    _, choice = chosen(read(caps({}, {2026: "80"}) + members + BEST, files, HEAD))
    (left,) = choice.left_out
    assert (left.reason, left.kind, left.over) == ("cap", "energy", F("6.03"))


def test_measures_are_taken_where_they_make_room() -> None:
    """200 MWh saved of 300: 50 t instead of 150, under 60 t of room."""
    saving = (
        '[[measures]]\nname = "节电"\neffects = [{ source = "电", saves = "200 MWh" }]\n'
        'investment = "500 万元"\nannual_cost = "10 万元"\nfinish = 2026-12-31\n'
        'status = "planned"\n'
    )
    files = {
        "甲": project("甲", power("电", "200")),
        "P0": project("P0", power("电", "300"), more=saving),
    }
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2027")
    _, choice = chosen(read(caps({2026: "160"}) + members + BEST, files, HEAD))
    (taken,) = choice.admitted
    assert (taken.start, taken.mode, taken.measures) == (2027, "all", ("节电",))
    assert taken.cost == 500 + 2 * 10


def test_least_cost_takes_the_measures_only_where_they_are_needed() -> None:
    """With room for all, the objective of least cost leaves the measures out."""
    saving = (
        '[[measures]]\nname = "节电"\neffects = [{ source = "电", saves = "200 MWh" }]\n'
        'investment = "500 万元"\nfinish = 2026-12-31\nstatus = "planned"\n'
    )
    files = {
        "甲": project("甲", power("电", "200")),
        "P0": project("P0", power("电", "300"), more=saving),
    }
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2027")
    head = HEAD + 'objective = "减排成本最小"\n'
    _, choice = chosen(read(caps({2026: "900"}) + members + BEST, files, head))
    assert [(a.name, a.mode, a.cost) for a in choice.admitted] == [("P0", "none", 0)]


def test_the_heat_plants_part_of_a_project_is_counted() -> None:
    """500 GJ more make the plant emit 220 t more: 219 t of room are too few, 220 enough."""
    plant = project(
        "热电", coal("燃煤", "200") + heat("外供蒸汽", "1000", more='supply = "外供"'), None
    )
    files = {
        "甲": project("甲", heat("蒸汽", "1000")),
        "P0": project("P0", heat("蒸汽", "500")),
        "热电": plant,
    }
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2026")
    members += member("facilities", "热电", 'kind = "heat_power"')
    sales = transfer("热电", "外供蒸汽", "甲", "蒸汽") + transfer("热电", "外供蒸汽", "P0", "蒸汽")
    for cap, count in (("659", 0), ("660", 1)):
        _, choice = chosen(read(caps({2026: cap}) + members + sales + BEST, files, HEAD))
        assert len(choice.admitted) == count


def test_a_pending_project_is_left_out_unless_asked() -> None:
    """Without a valid admission value a project is pending, which is no pass."""
    files = {"甲": project("甲", power("电", "200")), "P0": project("P0", power("电", "1"))}
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2026")
    text = caps({2026: "900"}) + members + BEST
    account, choice = chosen(read(text, files, HEAD.replace('pending = "参与"\n', "")))
    assert list_entry(account.of("P0")) == "pending"
    assert [(x.name, x.reason) for x in choice.left_out] == [("P0", "pending")]
    _, choice = chosen(read(text, files, HEAD))
    assert [a.name for a in choice.admitted] == ["P0"]


def test_a_project_without_added_value_cannot_be_weighed() -> None:
    """It is left out, and why is said."""
    files = {
        "甲": project("甲", power("电", "200")),
        "P0": project("P0", power("电", "1"), None),
        "P1": project("P1", '[[sources]]\nname = "电"\nmethod = "electricity"\n'),
    }
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2026")
    members += member("projects", "P1", "start = 2026")
    _, choice = chosen(read(caps({2026: "900"}) + members + BEST, files, HEAD))
    assert [(x.name, x.reason) for x in choice.left_out] == [("P0", "value"), ("P1", "missing")]


def test_an_unknown_present_leaves_no_room_to_count_on() -> None:
    """Where a member has no total nobody knows what is free under the cap: nothing is admitted."""
    files = {
        "甲": project("甲", '[[sources]]\nname = "电"\nmethod = "electricity"\n'),
        "P0": project("P0", power("电", "1")),
    }
    members = member("enterprises", "甲") + member("projects", "P0", "start = 2026")
    _, choice = chosen(read(caps({2026: "900"}) + members + BEST, files, HEAD))
    assert choice.admitted == ()
    assert [(x.name, x.reason) for x in choice.left_out] == [("P0", "missing")]


def test_a_cap_that_is_used_up_admits_nothing_that_emits() -> None:
    """100 t under 100: not even half a kilogram more."""
    park = small([1], [30], [2026], {2026: "100"})
    _, choice = chosen(park)
    assert choice.admitted == ()
    assert choice.proven
