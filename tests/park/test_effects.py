"""The effects between two years add up, with members and carriers that come and go."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.parks.effects import effects_between
from carbon_eia.parks.park_account import Line
from carbon_eia.parks.scenario import YearAccount

F = Fraction
AMOUNT = st.one_of(st.just(F(0)), st.fractions(F(0), F(900), max_denominator=13))
CARRIERS = ("bituminous-coal", "natural-gas", "electricity", "heat", "")
NAMES = ("甲", "乙", "丙", "热电")


@st.composite
def years(draw: st.DrawFn) -> YearAccount:
    """A year of some members, each with some carriers; one is a facility without activity."""
    lines = []
    for name in draw(st.sets(st.sampled_from(NAMES))):
        for carrier in draw(st.sets(st.sampled_from(CARRIERS))):
            co2e, tce = draw(AMOUNT), draw(AMOUNT)
            mwh = tce if carrier == "electricity" else F(0)
            tce = tce if carrier else F(0)
            lines.append(Line(name, carrier or "过程", "x", carrier, co2e, co2e, tce, mwh))
    activity: dict[str, Fraction | None] = {
        n: draw(st.fractions(F(1), F(500), max_denominator=7)) for n in NAMES[:3]
    }
    for name in draw(st.sets(st.sampled_from(NAMES[:3]))):
        if not any(x.member == name for x in lines):
            activity.pop(name)  # not there yet
    return YearAccount(2025, tuple(lines), activity)


@given(years(), years())
def test_effects_are_the_whole_change(before: YearAccount, after: YearAccount) -> None:
    """Activity + structure + intensity + mix + grid is the change, to the last digit."""
    effects = effects_between(before, after)
    if before.value() and after.value():
        assert effects is not None
        assert effects.total() == after.total() - before.total()


def line(name: str, carrier: str, co2e: int, tce: int) -> Line:
    """A line of one member."""
    return Line(name, carrier or "过程", "x", carrier, F(co2e), F(co2e), F(tce), F(0))


def test_growth_alone_is_activity() -> None:
    """Everything doubled: the whole change is activity."""
    before = YearAccount(2025, (line("甲", "coal", 100, 40),), {"甲": F(10)})
    after = YearAccount(2030, (line("甲", "coal", 200, 80),), {"甲": F(20)})
    assert effects_between(before, after) == (100, 0, 0, 0, 0)


def test_saving_alone_is_intensity() -> None:
    """The same output with half of the energy: the whole change is intensity."""
    before = YearAccount(2025, (line("甲", "coal", 100, 40),), {"甲": F(10)})
    after = YearAccount(2030, (line("甲", "coal", 50, 20),), {"甲": F(10)})
    assert effects_between(before, after) == (0, 0, -50, 0, 0)


def test_a_cleaner_grid_alone_is_grid() -> None:
    """The same power with a lower factor: the whole change is the grid's."""
    before = YearAccount(2025, (line("甲", "electricity", 100, 40),), {"甲": F(10)})
    after = YearAccount(2030, (line("甲", "electricity", 70, 40),), {"甲": F(10)})
    assert effects_between(before, after) == (0, 0, 0, 0, -30)


def test_another_fuel_alone_is_mix() -> None:
    """Coal replaced by gas, heat for heat: the whole change is the mix."""
    before = YearAccount(2025, (line("甲", "coal", 100, 40),), {"甲": F(10)})
    after = YearAccount(2030, (line("甲", "gas", 60, 40),), {"甲": F(10)})
    assert effects_between(before, after) == (0, 0, 0, -40, 0)


def test_a_new_enterprise_is_activity_and_structure() -> None:
    """A second enterprise: the whole grows, the share of the first falls."""
    before = YearAccount(2025, (line("甲", "coal", 100, 40),), {"甲": F(10)})
    after = YearAccount(
        2030, (line("甲", "coal", 100, 40), line("乙", "coal", 30, 12)), {"甲": F(10), "乙": F(10)}
    )
    effects = effects_between(before, after)
    assert effects is not None
    assert effects.total() == 30
    assert effects.intensity == effects.mix == effects.grid == 0
    assert effects.activity > 0


def test_no_effects_without_activity() -> None:
    """Where an enterprise states no value, nothing is made up."""
    before = YearAccount(2025, (line("甲", "coal", 100, 40),), {"甲": None})
    assert effects_between(before, before) is None
