"""Targets beside the park: met, not met, or not to be judged and why."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.judge import Judgement

from .small import HEAD, coal, member, power, project, read, scenario, the_world

F = Fraction


def judged(stated: str = "", head: str = HEAD, changes: str = "") -> dict[str, Judgement]:
    """The judgements of a park of one enterprise: 400 MWh and 100 t of coal (420 t CO2)."""
    files = {"甲": project("甲", power("电", "400") + coal("煤", "100"))}
    text = member("enterprises", "甲") + stated + scenario("规划", "plan", changes)
    return dict(evaluate_park(read(text, files, head), the_world()).judgements)


def test_a_share_is_compared_in_the_year_of_its_target() -> None:
    """Coal is 85.3 of 134.5 tce, 63 %: above the about 41 % of 2025, which is the base year."""
    coal_share = judged()["st07"]
    assert coal_share.year == 2025
    assert coal_share.values[0] == pytest.approx(63.44, abs=0.01)
    assert coal_share.met == (False, False)


def test_a_target_without_a_figure_is_not_judged() -> None:
    """“As the province sets it” gives nothing to compare with."""
    assert judged()["st03"].met == (None, None)
    assert judged()["st03"].reason == "no_figure"


def test_a_stated_value_meets_its_target() -> None:
    """The reuse of water is stated: 85 % in the plan, of 80 %; without it nothing is judged."""
    text = (
        '[[indicators]]\nname = "工业用水重复利用率"\nyear = 2030\nscenario = "规划"\n'
        'value = "85 %"\nsource = "规划文本"\n'
    )
    assert judged(text)["pt52"].met == (True, True)
    assert judged(text)["pt52"].values[0] == 85
    assert judged()["pt52"].reason == "no_value"
    assert judged()["pt52"].met == (None, None)


def test_a_target_of_another_size_of_park_is_not_judged() -> None:
    """The carbon per energy of parks from 200 000 tce on says nothing to one of 134 tce."""
    assert judged()["pt47"].reason == "other_size"


def test_a_target_beyond_the_plan_years_is_not_judged() -> None:
    """A plan that ends in 2027 does not reach the 25 % of 2030."""
    found = judged(head=HEAD.replace("[2030]", "[2027]"))
    assert found["st02"].reason == "beyond"
    assert judged()["st02"].reason == ""
