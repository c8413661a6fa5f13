"""Effects of factors add up to the change, whatever appears, vanishes or turns."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.parks.decompose import Term, decompose

F = Fraction
NUMBERS = st.one_of(st.just(F(0)), st.fractions(F(-50), F(50), max_denominator=97))
CHAINS = st.lists(NUMBERS, min_size=4, max_size=4)


def total(chain: list[Fraction]) -> Fraction:
    """Value of one term."""
    return prod(chain, start=F(1))


@given(st.lists(st.tuples(CHAINS, CHAINS), min_size=1, max_size=6))
def test_effects_add_up_exactly(pairs: list[tuple[list[Fraction], list[Fraction]]]) -> None:
    """Σ effects is the change to the last digit, with zeros and signs of every kind."""
    effects = decompose([Term(a, b) for a, b in pairs], 4)
    assert sum(effects) == sum(total(b) - total(a) for a, b in pairs)


def test_an_even_split_by_hand() -> None:
    """2·2 → 4·4: both factors double, so each has half of the change of 12."""
    effects = decompose([Term((F(2), F(2)), (F(4), F(4)))], 2)
    assert [round(float(e), 12) for e in effects] == [6.0, 6.0]
    assert sum(effects) == 12


def test_published_weights() -> None:
    """L(8, 1) = 7 ÷ ln 8; factors 1→2 and 1→4 get ln 2 and ln 4 of it: 7/3 and 14/3."""
    effects = decompose([Term((F(1), F(1)), (F(2), F(4)))], 2)
    assert abs(effects[0] - F(7, 3)) < F(1, 10**24)
    assert abs(effects[1] - F(14, 3)) < F(1, 10**24)


def test_factors_that_cancel_have_opposite_effects() -> None:
    """3·4 → 4·3 changes nothing in sum; the effects are 12·ln(4/3) and its negative."""
    effects = decompose([Term((F(3), F(4)), (F(4), F(3)))], 2)
    assert effects[0] == -effects[1]
    assert abs(float(effects[0]) - 12 * 0.28768207245178096) < 1e-12


def test_an_unchanged_factor_has_no_effect() -> None:
    """What stays the same in every term has an effect of exactly zero."""
    effects = decompose([Term((F(2), F(3), F(5)), (F(4), F(3), F(1)))], 3)
    assert effects[1] == 0


@pytest.mark.parametrize(
    ("before", "after", "owner"),
    [
        ((F(5), F(0), None), (F(5), F(2), F(3)), 1),  # a new enterprise: structure
        ((F(5), F(2), F(3)), (F(5), F(0), None), 1),  # one that closes
        ((F(5), F(2), F(0)), (F(5), F(2), F(3)), 2),  # a new fuel: mix
        ((F(0), F(0), F(3)), (F(5), F(2), F(3)), 0),  # two appear at once: the first of the chain
        ((F(5), F(2), F(-1)), (F(5), F(2), F(3)), 2),  # from export to import
    ],
)
def test_what_appears_or_turns_belongs_to_one_factor(
    before: tuple[Fraction | None, ...], after: tuple[Fraction | None, ...], owner: int
) -> None:
    """The whole change belongs to the first factor that is zero or turns."""
    effects = decompose([Term(before, after)], 3)
    assert [k for k, e in enumerate(effects) if e] == [owner]


def test_small_shares_approach_the_limit() -> None:
    """A factor that starts very small gives almost what a factor from zero gives: the limit."""
    tiny = decompose([Term((F(2), F(1, 10**300)), (F(3), F(4)))], 2)
    none = decompose([Term((F(2), F(0)), (F(3), F(4)))], 2)
    assert none == (0, 12)
    assert abs(float(tiny[1] - none[1])) < 0.02


def test_chains_of_another_length_are_refused() -> None:
    """A chain with a factor too few is a fault of the caller."""
    with pytest.raises(ValueError, match="chain of 3"):
        decompose([Term((F(1), F(2)), (F(1), F(2)))], 3)
