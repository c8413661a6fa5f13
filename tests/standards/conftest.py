"""What the tests of standards share: the rules of the reference data, and plants made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from carbon_eia.reference import World, open_world
from carbon_eia.standards import GuardValues, Plant, StandardRules, standard_rules
from tests.conftest import AS_OF

KNOWN = GuardValues(
    gb1=Fraction("0.75"),
    gb2=Fraction("1.1"),
    band=(Fraction("0.4"), Fraction("1.6")),
    city_output=Fraction(4000),
)


@pytest.fixture(scope="session")
def world() -> World:
    """The reference data on the day of the tests."""
    return open_world(AS_OF)


@pytest.fixture(scope="session")
def rules(world: World) -> StandardRules:
    """The rules as the reference data have them."""
    return standard_rules(world)


def plant(key: str, intensity: object, output: object = 100) -> Plant:
    """A plant by its intensity, tCO2e/t, and its output, t."""
    x, q = Fraction(str(intensity)), Fraction(str(output))
    return Plant(key, x, q, x * q)


def plants(intensities: Sequence[object], outputs: Sequence[object] = ()) -> list[Plant]:
    """Plants named p01, p02, …, of one output unless others are given."""
    made = outputs or [100] * len(intensities)
    return [
        plant(f"p{i:02}", x, q) for i, (x, q) in enumerate(zip(intensities, made, strict=True), 1)
    ]


def spread_evenly(n: int, low: str = "0.8", step: str = "0.01") -> list[Plant]:
    """``n`` plants of one output, each a step above the one before."""
    return plants([Fraction(low) + i * Fraction(step) for i in range(n)])
