"""One project or many: the same verdict and the same digits."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.benchmarks import Benchmark
from carbon_eia.reference import World, read_sector
from carbon_eia.screening.column_heads import head_of
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.row_results import FIGURES, HOW, Screened, nothing
from carbon_eia.screening.screener import Screener
from tests.sampling import at_most
from tests.screening.conftest import Row, row_of, some_rows, table_of
from tests.strategies import perturbed_examples

Examples = dict[str, dict[str, Any]]


def screened(rows: Sequence[Row], world: World, limits: Sequence[Benchmark]) -> tuple[Any, ...]:
    """What is found of rows together; with the screener and their batch."""
    table = table_of(rows)
    screener = Screener([head_of(h) for h in table.column_names], world, limits)
    batch = Batch(table, 1)
    return screener.screen(batch), screener, batch


def both(rows: Sequence[Row], world: World, limits: Sequence[Benchmark]) -> tuple[Any, ...]:
    """What is found of rows together, and of each alone; with the screener."""
    together, screener, batch = screened(rows, world, limits)
    alone = nothing(batch.rows)
    for row in range(batch.rows):
        screener.alone(batch, row, alone)
    return together, alone, screener


def assert_same(together: Screened, alone: Screened, screener: Screener) -> None:
    """Verdict, label, reason, what is missing, unit and every printed figure are equal."""
    told = [None if o < 0 else screener.outcomes[o] for o in together.outcome]
    assert told == [None if o < 0 else screener.outcomes[o] for o in alone.outcome]
    assert together.unit.tolist() == alone.unit.tolist()
    for name in FIGURES:
        np.testing.assert_array_equal(together.figures[name], alone.figures[name], name)
    assert [e[:3] for e in together.errors] == [e[:3] for e in alone.errors]
    assert together.warnings == alone.warnings


@pytest.mark.slow(every=2)
@pytest.mark.parametrize("seed", [1, 3])
def test_rows_of_every_sector(
    seed: int, world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """A row of each of the sectors, perturbed: as many single assessments say the same."""
    together, alone, screener = both(some_rows(examples, len(examples), seed), world, limits)
    assert_same(together, alone, screener)
    assert not together.errors
    verdicts = {screener.outcomes[o].verdict for o in together.outcome}
    assert verdicts == {"pass", "refuse", "stop", "undetermined"}
    # rows whose figures make a claim (a parameter better than its default) are assessed alone
    assert (together.how == HOW.index("kernel")).mean() > 0.6


@pytest.mark.slow
def test_five_thousand_mixed_rows(
    world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """5 000 mixed rows of all sectors screen to the same verdicts as 5 000 single assessments."""
    assert_same(*both(some_rows(examples, 5000, 2), world, limits))


@at_most(25)
@given(data=st.data())
def test_perturbed_rows(
    data: st.DataObject, world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """Whatever cells are left out, respelt or odd, rows together say what each says alone."""
    rows = data.draw(st.lists(perturbed_examples(examples, row_of), min_size=1, max_size=12))
    assert_same(*both(rows, world, limits))


def near_limit(world: World, limits: Sequence[Benchmark], steps: Sequence[int]) -> list[Row]:
    """Rows of a works whose intensity lies some 10⁻¹² of the limit above or below it."""
    limit = next(b for b in limits if (b.sector, b.level) == ("other-industry", "admission"))
    grid = world.electricity("湖南省郴州市", 2026)
    assert grid is not None
    rows = []
    for n, step in enumerate(steps):
        output = Fraction(100_000)
        power = limit.limit * output * (1 + Fraction(step, 10**12)) / grid.quantity.to("tCO2/MWh")
        rows.append(
            {
                "项目名称": f"工厂{n}",
                "行业": "other-industry",
                "阶段": "拟建",
                "地区": "湖南省郴州市",
                "年份": "2026",
                "产品": "产品",
                "产量 (t)": "100000",
                "外购电力 (MWh)": f"{float(power):.14g}" if step % 2 else _decimal(power),
            }
        )
    return rows


def _decimal(value: Fraction) -> str:
    whole = round(value * 10**14)
    return f"{whole // 10**14}.{whole % 10**14:014d}"


def test_a_hair_from_the_limit(world: World, limits: list[Benchmark]) -> None:
    """Within 10⁻⁹ of a limit a row is decided with the decimals that were typed."""
    rows = near_limit(world, limits, range(-20, 21))
    together, alone, screener = both(rows, world, limits)
    assert_same(together, alone, screener)
    assert set(together.how.tolist()) == {HOW.index("exact"), HOW.index("alone")}
    verdicts = [screener.outcomes[o].verdict for o in together.outcome]
    assert verdicts[0] == "pass"
    assert verdicts[-1] != "pass"


def soda(power: str, **more: str) -> Row:
    """A row of caustic soda: n MWh are n ÷ 1 000 kgce/t (0.1229 kgce/kWh)."""
    return {
        "项目名称": power,
        "行业": "caustic-soda",
        "阶段": "拟建",
        "地区": "湖南省郴州市",
        "年份": "2026",
        "产品": "烧碱",
        "工艺或品种": "液碱≥30%",
        "产量 (t)": "122900",
        "外购电力 (MWh)": power,
        **more,
    }


def test_a_hair_from_a_mandatory_limit(world: World) -> None:
    """The energy of a row is held against its limit as exactly as its carbon (GB 21257-2024: level
    2 = 315 kgce/t, level 3 = 350); far from it floats decide."""
    near = ["314999.99999999", "315000", "315000.00000001", "314000", "316000", "200000"]
    rows = [soda(p, 阶段=stage) for p in near for stage in ("拟建", "在建")]
    together, alone, screener = both(rows, world, [])
    assert_same(together, alone, screener)
    verdicts = [screener.outcomes[o].verdict for o in together.outcome]
    refusals = ["refuse", "stop"]
    assert (
        verdicts
        == ["undetermined"] * 4 + refusals + ["undetermined"] * 2 + refusals + ["undetermined"] * 2
    )
    assert [HOW[h] for h in together.how] == ["exact"] * 6 + ["kernel"] * 6


def test_without_a_variant_in_a_table(world: World) -> None:
    """Rows between the strictest and the laxest limit that may apply are left open, as alone."""
    rows = [soda(str(p), 工艺或品种="") for p in range(200_000, 700_000, 12_500)]
    together, alone, screener = both(rows, world, [])
    assert_same(together, alone, screener)
    said = {screener.outcomes[o].missing[0] for o in together.outcome}
    assert any("products.variant" in text for text in said)
    assert set(together.how.tolist()) == {HOW.index("kernel")}


@pytest.mark.slow(every=2)
@pytest.mark.parametrize("seed", [4, 5])
def test_limits_that_are_derived(seed: int, world: World, examples: Examples) -> None:
    """Where derived values govern, rows of many grid factors have the limits of each."""
    places = [
        ("湖南省郴州市", 2026),
        ("云南省昆明市", 2022),
        ("广东省广州市", 2022),
        ("湖北省武汉市", 2023),
    ]
    known = {i: e for i, e in examples.items() if read_sector(world, i).derivation}
    rows = [
        row | {"地区": region, "年份": str(year)}
        for row in some_rows(known, len(known), seed)
        for region, year in places
    ]
    together, alone, screener = both(rows, world, [])
    assert_same(together, alone, screener)
    admission = together.figures["admission"].reshape(-1, len(places))
    assert (np.ptp(admission[~np.isnan(admission[:, 0])], axis=1) > 0).any()


def test_a_figure_of_nothing_is_computed_with_the_others(
    world: World, limits: list[Benchmark], examples: Examples
) -> None:
    """Rows that type 0 for what they do not use are told as alone, and are not assessed alone."""
    rows = near_limit(world, limits, range(-4 * 10**11, 4 * 10**11, 2 * 10**11))
    for row, coal in zip(rows, ("0", "300", "0", "400"), strict=True):
        row |= {"烟煤 (t)": coal, "外购电力 (MWh)": row["外购电力 (MWh)"][:8]}
    together, alone, screener = both(rows, world, limits)
    assert_same(together, alone, screener)
    assert set(together.how.tolist()) <= {HOW.index("kernel"), HOW.index("exact")}


def test_a_figure_below_nothing_is_told_as_alone(world: World, limits: list[Benchmark]) -> None:
    """A negative amount beside others is the same error or verdict as in a project file."""
    rows = [soda(power) for power in ("700", "-900", "0")]
    assert_same(*both(rows, world, limits))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_name_that_is_an_error_of_a_spreadsheet(
    world: World, limits: list[Benchmark], place: int
) -> None:
    """Wherever it stands among rows that are like it, it is the error of its row and no verdict."""
    rows = [soda(power) for power in ("300000", "305000", "310000")]
    rows[place]["项目名称"] = "#REF!"
    together, alone, screener = both(rows, world, limits)
    assert_same(together, alone, screener)
    assert [e.problem.code for e in together.errors] == ["CE-S004"]
