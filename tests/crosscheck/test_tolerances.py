"""Each tolerance of a cross-check at, below and above its edge."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.crosscheck.tolerances import read_rules
from carbon_eia.reference import open_tables

RULES = read_rules(open_tables())
SMALL, LARGE = Fraction(500_000), Fraction(500_001)


@pytest.mark.parametrize(
    ("own", "other", "total", "expected"),
    [
        # below 10 t it is consistent, whatever the share: 9.999… of 100 t
        ("100", "109.999", SMALL, "consistent"),
        ("100", "110", SMALL, "inconsistent"),
        ("100", "110.001", SMALL, "inconsistent"),
        ("0", "9.999", SMALL, "consistent"),
        ("0", "10", SMALL, "inconsistent"),
        # up to 0.1 %
        ("100000", "100099.999", SMALL, "consistent"),
        ("100000", "100100", SMALL, "consistent"),
        ("100000", "100100.001", SMALL, "to_be_explained"),
        ("100000", "99900", SMALL, "consistent"),
        ("100000", "99899.999", SMALL, "to_be_explained"),
        # up to 5 %
        ("100000", "104999.999", SMALL, "to_be_explained"),
        ("100000", "105000", SMALL, "to_be_explained"),
        ("100000", "105000.001", SMALL, "inconsistent"),
        ("100000", "95000", SMALL, "to_be_explained"),
        ("100000", "94999.999", SMALL, "inconsistent"),
        # 2 % where the total exceeds 500 kt
        ("100000", "101999.999", LARGE, "to_be_explained"),
        ("100000", "102000", LARGE, "to_be_explained"),
        ("100000", "102000.001", LARGE, "inconsistent"),
        ("100000", "102000.001", SMALL, "to_be_explained"),
    ],
)
def test_an_edge(own: str, other: str, total: Fraction, expected: str) -> None:
    """Emissions: 10 t, 0.1 %, 5 %, and 2 % of a total of more than 500 kt."""
    assert RULES.result(Fraction(own), Fraction(other), total, is_mass=True) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [("100", "consistent"), ("100.1", "consistent"), ("100.101", "to_be_explained"),
     ("105", "to_be_explained"), ("105.001", "inconsistent"), ("109", "inconsistent")],
)  # fmt: skip
def test_activity_has_no_smallest_mass(other: str, expected: str) -> None:
    """10 t are of CO2: 9 t of coal more in 100 are not passed over."""
    assert RULES.result(Fraction(100), Fraction(other), SMALL, is_mass=False) == expected


def test_a_total_that_is_not_known_gives_the_stricter_share() -> None:
    """Missing is never a pass: 3 % is inconsistent then."""
    assert RULES.result(Fraction(10**5), Fraction(103_000), None, is_mass=True) == "inconsistent"


def test_a_difference_is_held_against_filing_0() -> None:
    """The share is of filing 0, not of the other: 5 % of 100 000 up is 4.76 % of 105 000 down."""
    low, high = Fraction(100_000), Fraction(105_000)
    assert RULES.result(low, high + 1, SMALL, is_mass=True) == "inconsistent"
    assert RULES.result(high + 1, low, SMALL, is_mass=True) == "to_be_explained"


def test_every_tolerance_has_its_source_and_grade() -> None:
    """What is borrowed from abroad or ours is grade C and says so."""
    for tolerance in RULES.tolerances.values():
        assert tolerance.article.clause
        assert tolerance.grade == "C"
        assert tolerance.note
    assert RULES.tolerances["explained_large"].article.clause == "(EU) 2018/2067 第23条"
