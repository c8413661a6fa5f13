"""Rank and repeated codes over the whole table, whatever way they are found."""

from __future__ import annotations

import numpy as np
import pytest

from carbon_eia.screening.ranking import ranks, repeats


@pytest.mark.parametrize("decimals", [2, 4, 6, 17])
@pytest.mark.parametrize("spread", [0.01, 40.0, 1e9])
def test_ranks_are_places_in_a_stable_order(decimals: int, spread: float) -> None:
    """Gaps of few decimals and of many, near and wide, rank as Python's stable sort ranks them."""
    rng = np.random.default_rng(decimals)
    gaps = np.round(rng.normal(0, spread, 3_000), decimals)
    gaps[::7] = np.nan
    filled = [row for row in range(len(gaps)) if not np.isnan(gaps[row])]
    expected = np.zeros(len(gaps), int)
    for place, row in enumerate(sorted(filled, key=lambda r: -gaps[r]), 1):
        expected[row] = place
    assert ranks(gaps).tolist() == expected.tolist()


def test_every_later_row_with_a_code_names_the_first() -> None:
    """Three rows of one code: two are repeats of the first; rows without a code repeat nothing."""
    codes = np.array([0, 5, 8, 5, 0, 2**63 + 5, 5, 8, 2**63 + 5], np.uint64)
    assert repeats(codes) == {3: 1, 6: 1, 7: 2, 8: 5}
    assert repeats(np.zeros(0, np.uint64)) == {}
