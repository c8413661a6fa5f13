"""Every energy limit is reached from a sector's product, and every variant has a name."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.benchmarks.variants import choices, choose
from carbon_eia.project import fields
from carbon_eia.reference import SectorProduct, open_world, read_sector

WORLD = open_world(date(2026, 7, 1))
COMPUTED = {"comprehensive_energy", "electricity", "pue", "coal", "supply_coal"}
PRODUCTS = [
    (ident, product)
    for ident in sorted(WORLD.sectors())
    for product in read_sector(WORLD, ident).products
    if product.energy
]


def test_every_limit_is_reached() -> None:
    """No row of the table is out of reach of every product."""
    fixed = {(n, p.energy.get("variant")) for _, p in PRODUCTS for n in p.energy["products"]}
    free = {n for n, variant in fixed if variant is None}
    named = {n for n, _ in fixed}
    lost = [
        row["id"]
        for row in WORLD.tables.rows("energy_limits")
        if row["product"] not in free
        and (row["product"], row["variant"]) not in fixed
        and not (row["product"] in named and not row["variant"])
    ]
    assert lost == []


def test_every_indicator_is_computed_or_can_be_stated() -> None:
    """An indicator of the table is computed, or is a key under which a project states it."""
    for row in WORLD.tables.rows("energy_limits"):
        assert row["indicator"] in COMPUTED | set(fields("specific_energy"))


@pytest.mark.parametrize(("ident", "product"), PRODUCTS, ids=lambda x: getattr(x, "id", x))
def test_each_choice_is_named_by_each_of_its_names(ident: str, product: SectorProduct) -> None:
    """Chinese name and English name mean this choice, and no alias means two."""
    among = choices(WORLD, product.energy["products"])
    for choice in among:
        assert choose(choice.name_zh, among) == choice
        assert choose(choice.name_en, among) == choice
    for name in {n for c in among for n in c.names}:
        meant = [c for c in among if name in c.names]
        assert len(meant) == 1 or choose(name, among) in (None, *meant)


@pytest.mark.parametrize(
    ("product", "typed", "meant"),
    [
        ("平板玻璃", "500~800 t/d", "500～800 t/d"),
        ("平板玻璃", "500-800t/d", "500～800 t/d"),
        ("烧碱", "32%液碱", "液碱≥30%"),
        ("烧碱", "液碱>=45%", "液碱≥45%"),
        ("电解铝", "Ingot", "铝锭"),
        ("铜冶炼", "铜精矿—阴极铜", "铜精矿-阴极铜"),
        ("铜冶炼", "铜精矿至阴极铜", "铜精矿-阴极铜"),
        ("湿法炼锌", "含渣处理", "电锌锭，含渣处理"),
        ("泡沫玻璃", "II型", "Ⅱ型"),
        ("电解铝", "铝", None),
    ],
)
def test_natural_spelling(product: str, typed: str, meant: str | None) -> None:
    """Width, case, blanks, dashes and common names do not matter; a part of a name is no name."""
    found = choose(typed, choices(WORLD, (product,)))
    assert (found.name_zh if found else None) == meant


def test_one_choice_takes_the_rows_of_both_documents() -> None:
    """The standard and the benchmark levels spell one size in two ways: both are taken."""
    (size,) = [c for c in choices(WORLD, ("平板玻璃",)) if c.name_zh == ">800 t/d"]
    assert set(size.spellings["平板玻璃"]) == {"生产线>800 t/d", ">800 t/d"}
