"""Worked examples that were published: the European curve, Canada's formula, British Columbia."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pytest

from carbon_eia.reference import World
from carbon_eia.standards import limit_formula
from carbon_eia.standards.value_methods import RankedPlants
from carbon_eia.units import rounded
from tests.standards.conftest import plants


@pytest.mark.parametrize(
    ("product", "first", "second", "third"),
    [
        # rates of 1.6 % and 2.5 % a year are the highest, 0.2 % and 0.3 % the lowest allowed
        ("焦炭", ("0.016", "0.217"), ("0.025", "0.143"), "0.286"),
        ("铁水", ("0.002", "1.288"), ("0.003", "1.248"), "1.328"),
        ("热力基准", ("0.016", "47.3"), ("0.025", "31.2"), "62.3"),
    ],
)
def test_european_benchmarks_follow_from_the_first_and_the_rate(
    world: World, product: str, first: tuple[str, str], second: tuple[str, str], third: str
) -> None:
    """B × (1 − r × 15) and B × (1 − r × 20), as the implementing regulations print them."""
    listed = {
        r["period"]: r["value"]
        for r in world.tables.rows("eu_ets")
        if r["product_zh"] == product and r["period"].startswith("20")
    }
    assert listed["2013-2020"] == third
    formula = limit_formula(world, "tightened")
    for (rate, printed), years, period in ((first, 15, "2021-2025"), (second, 20, "2026-2030")):
        known = {"B": Fraction(third), "C": Fraction(rate), "t": Fraction(years)}
        places = len(printed.partition(".")[2])
        assert rounded(formula.value(known), places) == printed
        assert listed[period] == printed


def test_european_benchmark_is_the_plain_mean_of_the_best_tenth() -> None:
    """Of 40 installations the best 4, each counted once whatever it makes: (0.5+0.6+0.7+1.0)/4."""
    rest = [2 + i for i in range(36)]
    sample = RankedPlants(plants(["0.5", "0.6", "0.7", "1.0", *rest], [1, 1, 1, 997, *[10] * 36]))
    assert sample.best_decile(Fraction(1, 10)) == Fraction("0.7")


@pytest.mark.parametrize(
    ("activity", "standard", "rate", "year", "limit"),
    [
        ("1000", "0.5", "0.02", 2022, "500"),  # 1000 × 0.5
        ("1000", "0.5", "0.02", 2025, "470"),  # 1000 × (0.5 − 0.5 × 0.02 × 3)
        ("2500", "0.8", "0.01", 2030, "1840"),  # 2500 × (0.8 − 0.8 × 0.01 × 8)
        ("2500", "0.8", "0", 2030, "2000"),
    ],
)
def test_canadas_limit_of_an_activity(
    world: World, activity: str, standard: str, rate: str, year: int, limit: str
) -> None:
    """SOR/2019-266, 36(1): A × (B − B × C × (D − 2022)), of one activity."""
    known = {"A": activity, "B": standard, "C": rate, "t": year - 2022}
    formula = limit_formula(world, "canada")
    assert formula.value({k: Fraction(v) for k, v in known.items()}) == Fraction(limit)


def test_canadas_standard_is_a_share_of_the_production_weighted_mean() -> None:
    """80 % of ΣE ÷ ΣQ: (900 + 300) t of 2 000 t and a plain mean of 0.65 that does not matter."""
    sample = RankedPlants(plants(["0.9", "0.3"], [1000, 1000]))
    assert sample.weighted_mean(Fraction(8, 10)) == Fraction("0.48")
    unequal = RankedPlants(plants(["0.9", "0.3"], [500, 1500]))
    assert unequal.weighted_mean(Fraction(8, 10)) == Fraction("0.36")


class Product(NamedTuple):
    """A product of the regulator's own calculation by hand, and the excess that it prints.

    ``annual`` and ``period``: output of the year and of the part of it that counts; ``process``:
    process emissions of the year.
    """

    name: str
    emissions: str
    annual: str
    period: str
    intensity: str
    factor: str
    rate: str
    process: str
    excess: str
    tolerance: str = "0.0001"


BRITISH_COLUMBIA = [
    Product("p1", "10000.0001", "100000", "50000", "0.0049", "0.65", "0", "0", "4840.75005"),
    Product(
        "p2", "35000.9988", "100000", "25000", "0.6262", "0.65", "0", "10000.9988", "-1425.5003"
    ),
    Product("p3", "75000.0088", "20000", "15000", "1.07", "0.65", "0", "0", "45817.5066"),
    Product("pulp", "8000.028", "1", "1", "3177", "0.65", "0.01", "6000.028", "5942.92047"),
    Product("lime", "16000.9708", "1", "1", "5733", "0.9", "0.01", "14000.9708", "10848.43662"),
    Product("chemical", "6000.0001", "1", "1", "214", "0.65", "0.01", "0", "5863.0401"),
]
"""Pulp, lime and chemical state the product of intensity and output: 0.3177 × 10 000, and so on."""


def excess(world: World, p: Product) -> Fraction:
    """Emissions of the period less the limit of the product."""
    emissions = Fraction(p.emissions)
    known = {
        "A": Fraction(p.period),
        "B": Fraction(p.intensity),
        "f": Fraction(p.factor),
        "s": Fraction(p.process) / emissions,
        "C": Fraction(p.rate),
        "t": Fraction(1),
    }
    limit = limit_formula(world, "british-columbia").value(known)
    return emissions / Fraction(p.annual) * Fraction(p.period) - limit


@pytest.mark.parametrize("product", BRITISH_COLUMBIA, ids=lambda p: p.name)
def test_british_columbias_limit_of_a_product(world: World, product: Product) -> None:
    """Product-weighted mean intensity × output × (reduction factor − tightening), less what the
    plant emitted in the period: within what the printed figures allow."""
    found = excess(world, product)
    assert abs(found - Fraction(product.excess)) <= Fraction(product.tolerance)


def test_british_columbias_facility_is_the_sum_of_its_products(world: World) -> None:
    """49 232.75635 t over the limit: the credit of one product lessens the excess of the others."""
    total = sum(excess(world, p) for p in BRITISH_COLUMBIA[:3])
    assert abs(total - Fraction("49232.75635")) <= Fraction("0.001")


@pytest.mark.parametrize(
    ("output", "intensity", "process", "limit"),
    [
        ("50000", "0.0049", "0", "156.8"),
        ("25000", "0.6262", "10000.9988/35000.9988", "10063.9317624"),
    ],
)
def test_british_columbia_does_not_tighten_process_emissions(
    world: World, output: str, intensity: str, process: str, limit: str
) -> None:
    """f − (1 − s) × rate: of the second product 28.6 % are process emissions."""
    above, _, below = process.partition("/")
    share = Fraction(above) / Fraction(below or 1)
    known = {"A": output, "B": intensity, "f": "0.65", "C": "0.01", "t": "1"}
    numbers = {**{k: Fraction(v) for k, v in known.items()}, "s": share}
    found = limit_formula(world, "british-columbia").value(numbers)
    assert abs(found - Fraction(limit)) <= Fraction("0.00001")
