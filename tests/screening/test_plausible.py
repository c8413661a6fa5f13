"""Rows of a table are as plausible as projects of their own, and told the same (law 7)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from carbon_eia.benchmarks import Benchmark
from carbon_eia.reference import World
from carbon_eia.screening.probes import Trail
from carbon_eia.screening.symbolic_sums import Sum, TypedFigure, Unordered
from tests.screening.conftest import Row, row_of
from tests.screening.test_same import assert_same, both, screened

Examples = dict[str, dict[str, Any]]


def clinker(examples: Examples) -> Row:
    """A row of the example of a clinker line."""
    place = {"项目名称": "x", "阶段": "拟建", "地区": "湖南省郴州市", "年份": "2026"}
    return row_of("cement-clinker", examples["cement-clinker"], lambda: 1.0, **place)


def test_a_slip_of_a_thousand_passes_in_no_table(
    world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """One row in its right place, others a thousand times off or with none of what a kiln must
    have: undetermined, and said why."""
    rows = [clinker(examples) for _ in range(4)]
    rows[1]["窑头窑尾煤 消耗量 (万t)"] = "0.0176"
    rows[2]["产量 (万t)"] = "139500"
    rows[3]["窑头窑尾煤 消耗量 (万t)"] = "0"
    together, alone, screener = both(rows, world, limits)
    assert_same(together, alone, screener)
    verdicts = [screener.outcomes[o].verdict for o in together.outcome]
    assert verdicts[1:] == ["undetermined"] * 3
    assert sorted(together.warnings) == [1, 2, 3]
    assert all("CE-W0" in text for said in together.warnings.values() for text in said)


def test_rows_beside_each_other_are_told_as_alone(
    world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """Whatever the coal of a row, from a hundredth to a hundred times, it is told the same."""
    rows = [clinker(examples) for _ in range(40)]
    for n, row in enumerate(rows):
        row["窑头窑尾煤 消耗量 (万t)"] = f"{0.17 * 1.26**n:.3f}"
    together, alone, screener = both(rows, world, limits)
    assert_same(together, alone, screener)
    assert 0 < len(together.warnings) < len(rows)


def test_a_slip_passes_in_no_table_however_many_there_are(
    world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """Where nearly every row is a thousand times off, each is undetermined all the same."""
    rows = [clinker(examples) for _ in range(100)]
    for row in rows[1:]:
        row["窑头窑尾煤 消耗量 (万t)"] = "0.0176"
    together, screener, _ = screened(rows, world, limits)
    verdicts = [screener.outcomes[o].verdict for o in together.outcome]
    assert verdicts[1:] == ["undetermined"] * 99
    assert len(together.warnings) == 99


POWER, OUTPUT = TypedFigure(0, "amount"), TypedFigure("products", "amount")


def trail() -> tuple[Trail, Any, Any]:
    """The trail of a row that types 6 and 3."""
    found = Trail({POWER: Fraction(6), OUTPUT: Fraction(3)}.__getitem__)
    return found, found.probe(Sum.of(POWER)), found.probe(Sum.of(OUTPUT))


def test_a_comparison_is_kept_as_a_range() -> None:
    """6 ÷ 3 ≤ 5 and 1 < 6 ÷ 3 leave the range from 1 to 5 of the power per output."""
    found, power, output = trail()
    assert power / output <= 5
    assert power / output > 1
    low, high = sorted(found.guards, key=lambda g: g.high is not None)
    assert (low.figure, low.per, low.low) == (Sum.of(POWER), OUTPUT, 1)
    assert (high.figure, high.per, high.high) == (Sum.of(POWER), OUTPUT, 5)


def test_what_is_the_same_in_every_row_is_no_range() -> None:
    """A figure against itself, and an output against zero, tell nothing of rows."""
    found, power, output = trail()
    assert power - power == 0
    assert output > 0
    assert found.guards == ()


def test_a_tie_tells_for_no_other_row() -> None:
    """Where the row lies on the edge, others would be answered differently."""
    _, power, output = trail()
    with pytest.raises(Unordered):
        assert power / output <= 2


def test_figures_that_differ_are_only_kept_apart() -> None:
    """6 is not 3: neither may be told as the other, whichever is larger."""
    found, power, output = trail()
    assert power != output
    (guard,) = found.guards
    assert guard.apart
    assert not guard.inside({POWER: Fraction(4), OUTPUT: Fraction(4)}.__getitem__)
    assert guard.inside({POWER: Fraction(4), OUTPUT: Fraction(5)}.__getitem__)
