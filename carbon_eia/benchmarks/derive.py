"""Admission values derived from energy limits: provisional, with the sum written out.

    A = Σ_f q_f × EF_f + e × EF_grid + P_process

Level 1 of the limit gives the advanced value, level 2 the admission value. The steps are our own
proposal after the practice of deriving carbon from energy levels, so no derived value is better
than grade B, and one that rests on an assumed energy mix is grade C.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from carbon_eia.benchmarks.model import Benchmark, Instrument
from carbon_eia.reference import Row, Sector, SectorProduct, Value, World
from carbon_eia.units import (
    KJ_PER_KGCE,
    Unit,
    carbon_to_co2,
    decimal_text,
    parse_quantity,
    parse_unit,
    rounded,
)

__all__ = ["derived_benchmarks"]

PLACES = 4
"""Decimals at which a derived value is stated."""

GIVES = {"gb1": "advanced", "gb2": "admission"}


def derived_benchmarks(world: World, sector: Sector, region: str, year: int) -> list[Benchmark]:
    """Every value that the sector's ``[[derivation]]`` tables allow on the day.

    Empty where a limit, a factor or the process emission is missing: nothing is filled in.
    """
    found: list[Benchmark] = []
    for spec in sector.derivation:
        product = next(p for p in sector.products if p.id == spec["product"])
        for level, gives in GIVES.items():
            made = _derive(world, sector, product, spec, level, gives, region, year)
            if made is not None:
                found.append(made)
    return found


def _derive(
    world: World,
    sector: Sector,
    product: SectorProduct,
    spec: Mapping[str, Any],
    level: str,
    gives: str,
    region: str,
    year: int,
) -> Benchmark | None:
    grid = world.electricity(region, year)
    if grid is None:
        return None
    ef_grid = grid.quantity.to("tCO2/MWh")
    used: list[Row] = []
    terms: list[str] = []
    total = Fraction(0)
    grades = {"B", grid.citation.grade}
    if "pue" in spec:
        row = _limit(world, spec["pue"], level)
        if row is None:
            return None
        used.append(row)
        total = Fraction(row["value"]) * ef_grid
        terms.append(f"PUE {row['value']} × {decimal_text(ef_grid)}")
    else:
        power = _per_tonne(world, spec["electricity"], level, used, "MWh/t")
        fuel = _per_tonne(world, spec["fuel"], level, used, "tce/t")
        if power is None or fuel is None:
            return None
        if spec["fuel"].get("includes_electricity"):
            rate = world.tables.row("coal_equivalents", "electricity")
            fuel -= power * parse_quantity(f"{rate['coefficient']} {rate['coefficient_unit']}").to(
                "tce/MWh"
            )
        if "value" in spec["electricity"]:
            grades.add("C")
        factor = Fraction(0)
        for part in spec["mix"]:
            value, per_tce = _factor(world, sector, part["material"])
            if value is None or per_tce is None:
                return None
            grades.add(value.citation.grade)
            factor += Fraction(part["share"]) * per_tce
        if len(spec["mix"]) > 1:
            grades.add("C")
        total = fuel * factor + power * ef_grid
        terms += [
            f"{decimal_text(fuel, 6)} tce/t × {rounded(factor, 4)} tCO2/tce",
            f"{decimal_text(power, 6)} MWh/t × {decimal_text(ef_grid)} tCO2/MWh",
        ]
        if "process" in spec:
            process = world.cell(*spec["process"].split(":"))
            if process is None:
                return None
            grades.add(process.citation.grade)
            total += process.quantity.to("tCO2/t")
            terms.append(f"{process.quantity.text}")
    grades.update(row["grade"] for row in used)
    return _benchmark(world, sector, product, gives, total, terms, used, max(grades))


def _limit(world: World, ident: Mapping[str, str], level: str) -> Row | None:
    name = ident.get(level)
    if name is None:
        return None
    row = world.tables.row("energy_limits", name)
    return row if world.in_force(row) else None


def _per_tonne(
    world: World, spec: Mapping[str, Any], level: str, used: list[Row], unit: str
) -> Fraction | None:
    if "value" in spec:
        return parse_quantity(spec["value"]).to(unit)
    row = _limit(world, spec, level)
    if row is None:
        return None
    used.append(row)
    return parse_quantity(f"{row['value']} {row['unit']}").to(unit)


def _factor(world: World, sector: Sector, material: str) -> tuple[Value | None, Fraction | None]:
    """tCO2 per tce of a fuel: carbon content × oxidation × 44/12 × 29.3076 GJ/tce."""
    columns = ["carbon_content", "oxidation"]
    cells = world.by_material("fuels", material, columns, sector.tables["fuels"])
    if not cells:
        return None, None
    carbon = cells["carbon_content"].quantity.to("tC/GJ")
    per_gj = carbon_to_co2(carbon * cells["oxidation"].quantity.to("1"))
    return cells["carbon_content"], per_gj * KJ_PER_KGCE / 1000


def _benchmark(
    world: World,
    sector: Sector,
    product: SectorProduct,
    gives: str,
    total: Fraction,
    terms: list[str],
    used: list[Row],
    grade: str,
) -> Benchmark:
    document = world.document(used[0]["source"])
    plain = parse_unit(f"tCO2/{product.unit}")
    dims = tuple(sorted({**dict(plain.dims), f"product:{product.id}": -1}.items()))
    stated = rounded(total, PLACES)  # a limit is stated at four decimals, and compared as stated
    levels = "、".join(f"{r['product']} {r['indicator_zh']} {r['level_zh']}" for r in used)
    return Benchmark(
        id=f"derived:{sector.id}/{product.id}/{gives}",
        level=gives,
        sector=sector.id,
        product=product.id,
        product_name=product.name_zh,
        indicator="carbon_per_product",
        limit=Fraction(stated),
        text=f"{stated} {plain.text}",
        unit=Unit(plain.text, plain.factor, dims),
        boundary=sector.boundary["id"],
        grade=grade,
        adopted=False,
        instrument=Instrument(
            id="derived",
            title=f"由能耗限额推算（{document['title']}）",
            number=document["number"],
            authority="",
            date=used[0]["valid_from"],
        ),
        locator="、".join(dict.fromkeys(r["locator"] for r in used if r["locator"])),
        valid_from=max(r["valid_from"] for r in used),
        valid_to="",
        note=f"{' + '.join(terms)} = {decimal_text(total, 8)}，取 {stated}（{levels}）",
    )
