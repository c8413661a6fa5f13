"""Possible splitting: projects of one applicant or site that cross a threshold only together."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.reference import open_world
from carbon_eia.register.controls import SizeThreshold, SplitRule, thresholds_on
from carbon_eia.register.days import add_months
from carbon_eia.register.splitting import Filed, SuspectedSplit, find_splits
from carbon_eia.units import parse_quantity

RULE = SplitRule(24, 500, "")
REVIEW = SizeThreshold("energy_consumption", parse_quantity("1000 tce"), "x", "x", "c")


def filed(
    code: str,
    day: str,
    tce: int | None,
    applicant: str = "某公司",
    site: tuple[float, float] | None = None,
    credit_code: str = "",
) -> Filed:
    """A project."""
    sizes = {} if tce is None else {"energy_consumption": Fraction(tce)}
    return Filed(code, code, applicant, credit_code, site, date.fromisoformat(day), sizes)


def splits(*projects: Filed) -> list[SuspectedSplit]:
    """What is found of the threshold of 1 000 tce."""
    return find_splits(projects, [REVIEW], RULE)


@pytest.mark.parametrize(
    ("sizes", "found"),
    [((500, 499), 0), ((500, 500), 1), ((999, 1), 1), ((1000, 999), 0), ((400, 300, 300), 1),
     ((None, 999), 0), ((0, 999), 0)],
)  # fmt: skip
def test_the_threshold(sizes: tuple[int | None, ...], found: int) -> None:
    """Reached together and by none alone; a size that is not known does not count."""
    projects = [filed(f"P{i}", "2026-03-02", s) for i, s in enumerate(sizes)]
    assert len(splits(*projects)) == found


@pytest.mark.parametrize(("second", "found"), [("2028-03-02", 1), ("2028-03-03", 0)])
def test_24_months(second: str, found: int) -> None:
    """The same day two years later still counts, the next does not."""
    assert len(splits(filed("A", "2026-03-02", 600), filed("B", second, 600))) == found


def test_the_fewest_that_suffice_are_named() -> None:
    """The two largest of four; how many others of the window there are is told."""
    own = [filed(c, "2026-03-02", s) for c, s in (("A", 100), ("B", 600), ("C", 200), ("D", 500))]
    (found,) = splits(*own)
    assert [m.code for m in found.members] == ["B", "D"]
    assert (found.total, found.others, found.by, found.who) == (1100, 2, "applicant", "某公司")


def test_one_applicant_is_one_credit_code() -> None:
    """Two names with one credit code are one; two codes under one name are two."""
    a = filed("A", "2026-03-02", 600, "甲公司", credit_code="91431000MA4L000001")
    b = filed("B", "2026-03-02", 600, "甲有限公司", credit_code="91431000ma4l000001")
    c = filed("C", "2026-03-02", 600, "甲公司", credit_code="91431000MA4L000002")
    assert len(splits(a, b)) == 1
    assert splits(a, c) == []


@pytest.mark.parametrize(("north", "found"), [(0.0044, 1), (0.0046, 0)])
def test_one_site(north: float, found: int) -> None:
    """Two applicants within 500 m (0.0045° of latitude); further apart are two sites."""
    a = filed("A", "2026-03-02", 600, "甲", (113.0, 25.77))
    b = filed("B", "2026-03-02", 600, "乙", (113.0, 25.77 + north))
    result = splits(a, b)
    assert len(result) == found
    assert all(s.by == "site" for s in result)


def test_a_group_found_twice_is_told_once() -> None:
    """By its applicant and by its site."""
    site = (113.0, 25.77)
    result = splits(
        filed("A", "2026-03-02", 600, site=site), filed("B", "2026-03-02", 600, site=site)
    )
    assert [s.by for s in result] == ["applicant"]


projects = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 1100)), min_size=0, max_size=7)


@given(projects)
def test_any_set_is_found(drawn: list[tuple[int, int]]) -> None:
    """Against every set of projects tried one by one: there is a finding where there is a set."""
    own = [
        filed(f"P{i}", date.fromordinal(date(2026, 1, 1).toordinal() + day).isoformat(), tce)
        for i, (day, tce) in enumerate(drawn)
    ]
    sets = [
        chosen
        for count in range(2, len(own) + 1)
        for chosen in combinations(own, count)
        if all(f.sizes["energy_consumption"] < 1000 for f in chosen)
        and sum(f.sizes["energy_consumption"] for f in chosen) >= 1000
        and max(f.day for f in chosen) <= add_months(min(f.day for f in chosen), 24)
    ]
    found = splits(*own)
    assert bool(found) == bool(sets)
    known = {frozenset(f.code for f in chosen) for chosen in sets}
    assert all(frozenset(m.code for m in s.members) in known for s in found)


def test_the_thresholds_are_those_of_the_rules_in_force() -> None:
    """Order 31 from its day on; before it the list of the city alone."""
    texts = [t.limit.text for t in thresholds_on(open_world(date(2026, 6, 30)))]
    assert texts == ["500000 tce", "10000 tce", "5000 tce", "1000 tce",
                     "500000 t", "10000 t", "1000 t"]  # fmt: skip
    early = [t.limit.text for t in thresholds_on(open_world(date(2025, 8, 31)))]
    assert early == ["5000 tce"]
