"""Intensities against benchmarks: exact, on the day, never across products or boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from carbon_eia.benchmarks.benchmark import Benchmark, Comparison, Instrument
from carbon_eia.intensity import Intensity
from carbon_eia.reference import Sector, SectorProduct, World, in_force
from carbon_eia.reference.sector import POINTS
from carbon_eia.units import Unit, parse_quantity

__all__ = ["compare", "governing", "governing_beside", "reference_points"]


def compare(
    intensity: Intensity, benchmarks: Sequence[Benchmark], sector: Sector, day: date
) -> list[Comparison]:
    """The benchmarks of this sector, product and indicator that are in force on the day.

    A benchmark whose unit has other dimensions (another product, CO2e against CO2) is left out:
    it does not speak of this intensity.
    """
    found: list[Comparison] = []
    for b in benchmarks:
        if (b.sector, b.product, b.indicator) != (
            sector.id,
            intensity.product,
            intensity.indicator,
        ):
            continue
        if not in_force(b.valid_from, b.valid_to, day) or b.unit.dims != intensity.unit.dims:
            continue
        value = intensity.value * intensity.unit.factor_to(b.unit)
        margin = (b.limit - value) / b.limit * 100
        found.append(Comparison(b, value, margin, b.boundary == sector.boundary["id"], intensity))
    return found


def governing(comparisons: Sequence[Comparison], level: str) -> Comparison | None:
    """The one comparison that stands first at a level: adopted before provisional.

    Of several adopted values it is the one that is kept by least, or missed by most; the others
    govern beside it (``governing_beside``).
    """
    at_level = [c for c in comparisons if c.benchmark.level == level]
    adopted = [c for c in at_level if c.benchmark.adopted]
    fitting = sorted((c for c in adopted if c.same_boundary), key=lambda c: c.margin_percent)
    provisional = sorted(at_level, key=lambda c: (not c.same_boundary, c.benchmark.grade))
    ranked = fitting or adopted or provisional
    return ranked[0] if ranked else None


def governing_beside(
    comparisons: Sequence[Comparison], first: Comparison | None
) -> list[Comparison]:
    """The other adopted admission values, which govern with the first: the strictest wins."""
    if first is None or not first.benchmark.adopted or not first.same_boundary:
        return []
    return [
        c
        for c in comparisons
        if c is not first
        and c.same_boundary
        and c.benchmark.adopted
        and c.benchmark.level == "admission"
    ]


def reference_points(world: World, sector: Sector, only_co2: bool) -> list[Benchmark]:
    """Points of reference that a sector names for its products, on every day: shown only.

    ``only_co2``: the project emits no other gas, so that a point in t CO2e may stand beside its
    intensity in t CO2.
    """
    return [
        _point(world, sector, product, ident, only_co2)
        for product in sector.products
        for ident in sector.references.get(product.id, ())
    ]


def _point(
    world: World, sector: Sector, product: SectorProduct, ident: str, only_co2: bool
) -> Benchmark:
    table = POINTS[ident[:2]]
    row = world.tables.row(table, ident)
    document = world.document(row["source"])
    quantity = parse_quantity(f"{row['value']} {row['unit']}")
    plain = quantity.unit
    dims = {**dict(plain.dims), f"product:{product.id}": -1}
    if only_co2 and "CO2e" in dims:
        dims["CO2"] = dims.pop("CO2e")
    notes = (row.get("product") or row["product_zh"], row.get("level_zh"), row["period"])
    return Benchmark(
        id=f"{table}:{ident}",
        level="reference",
        sector=sector.id,
        product=product.id,
        product_name=product.name_zh,
        indicator="carbon_per_product",
        limit=Fraction(quantity.value),
        text=quantity.text,
        unit=Unit(plain.text, plain.factor, tuple(sorted(dims.items()))),
        boundary=row["boundary"],
        grade=row["grade"],
        adopted=False,
        instrument=Instrument(
            row["source"],
            document["title"],
            document["number"],
            document["issuer"],
            document["date"],
        ),
        locator=row["locator"] or row.get("level_zh", ""),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        note="；".join(x for x in (*notes, row.get("status"), row["note"]) if x),
    )
