"""What measures cost: investment, and the same spread over their life at a discount rate."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.project import Measure, Planning

__all__ = ["Price", "annualised", "invested", "objective_of", "price"]


class Price(NamedTuple):
    """What a set of measures is ranked by: first how many have no price, then 万元 (a year).

    A missing price is not treated as zero: a set with fewer of them goes before any saving.
    """

    unpriced: int
    cost: Fraction


def objective_of(planning: Planning) -> str:
    """The stated objective; else annualised cost with a discount rate, investment without."""
    if planning.objective:
        return planning.objective
    return "annualised" if planning.discount_rate is not None else "investment"


def annualised(measure: Measure, planning: Planning) -> Fraction | None:
    """a = I · r(1+r)ⁿ ÷ ((1+r)ⁿ − 1) + annual cost, 万元 a year; I ÷ n where r is 0.

    None where investment, annual cost, life or the discount rate is not given.
    """
    rate = planning.discount_rate
    money, running, life = measure.investment, measure.annual_cost, measure.life
    if rate is None or money is None or running is None or life is None:
        return None
    r, n = rate.to("1"), life
    factor = r * (1 + r) ** n / ((1 + r) ** n - 1) if r else Fraction(1, n)
    return money.to("万元") * factor + running.to("万元")


def price(measures: Iterable[Measure], planning: Planning) -> Price:
    """The price of measures by the objective; completed measures have no further cost."""
    missing, total = 0, Fraction(0)
    for m in measures:
        if m.status == "completed":
            continue
        cost = cost_of(m, planning)
        if cost is None:
            missing += 1
        else:
            total += cost
    return Price(missing, total)


def cost_of(measure: Measure, planning: Planning) -> Fraction | None:
    """What one measure adds to the objective, 万元; None where it is not known."""
    if objective_of(planning) == "annualised":
        return annualised(measure, planning)
    return None if measure.investment is None else measure.investment.to("万元")


def invested(measures: Iterable[Measure]) -> Fraction | None:
    """万元 of all that is not completed; None where one has no price."""
    total = Fraction(0)
    for m in measures:
        if m.status == "completed":
            continue
        if m.investment is None:
            return None
        total += m.investment.to("万元")
    return total
