"""Specific energy against the national limits (GB levels 1–3) and 标杆/基准 levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.energy import Energy
from carbon_eia.project import Product
from carbon_eia.reference import Citation, Row, Sector, SectorProduct, World
from carbon_eia.units import Unit, parse_quantity, parse_unit

__all__ = ["EnergyComparison", "EnergyLevel", "compare_energy", "energy_level", "limit_rows"]

LEVELS = ("gb1", "gb2", "gb3")
CONDITIONAL = "if "
"""Corrections under a condition (altitude above 1500 m) leave the printed limit as it is; any other
must be made first, and its limit is shown and not judged."""


class EnergyComparison(NamedTuple):
    """A specific energy beside one limit, in the limit's unit; ``judged`` is False where the
    standard corrects the limit before it is used."""

    id: str
    indicator: str
    level: str
    level_zh: str
    value: Fraction
    limit: Fraction
    unit: Unit
    judged: bool
    correction: str
    citation: Citation

    @property
    def within(self) -> bool:
        """Whether the value is not above the limit."""
        return self.value <= self.limit


class EnergyLevel(NamedTuple):
    """The GB level reached by an indicator: gb1, gb2, gb3, above (worse than 3) or None."""

    indicator: str
    level: str | None


def limit_rows(world: World, sector: Sector, product: SectorProduct, variant: str) -> list[Row]:
    """The limits in force for a product, by its mapping or by its names and the sector's code."""
    own = product.energy
    names = {own["product"]} if own else {product.name_zh, *product.names}
    wanted = variant or own.get("variant", "")
    codes = {own["sector_code"]} if "sector_code" in own else _four_digits(sector.gbt4754)
    found = []
    for row in world.tables.rows("energy_limits"):
        if row["product"] not in names or not codes & set(row["sector_code"].split(";")):
            continue
        if row["variant"] in ("", wanted) and world.in_force(row):
            found.append(row)
    return found


def _four_digits(codes: Sequence[str]) -> set[str]:
    """GB/T 4754 classes of a sector: ``C3212`` and ``3212（锌）`` are 3212."""
    return {m.group() for c in codes if (m := re.search(r"\d{4}", c))}


def compare_energy(
    world: World, sector: Sector, product: Product, energy: Energy
) -> list[EnergyComparison]:
    """Every limit of the main product beside the project's own figure.

    Indicators: comprehensive energy (equivalent value) and electricity per product, and PUE =
    electricity of the site ÷ electricity of the IT equipment.
    """
    known = sector.product(product.name)
    if known is None or product.amount is None:
        return []
    per = parse_unit(known.unit)
    output = product.amount.to(per)
    total = energy.total()
    figures: dict[str, tuple[Fraction, Unit]] = {
        "electricity": (energy.electricity() / output, parse_unit("MWh").per(per)),
        "pue": (energy.electricity() / output, parse_unit("")),
    }
    if total is not None:
        figures["comprehensive_energy"] = (total / output, parse_unit("tce").per(per))
    found: list[EnergyComparison] = []
    for row in limit_rows(world, sector, known, product.variant):
        if row["indicator"] not in figures:
            continue
        value, unit = figures[row["indicator"]]
        text = row["unit"] if row["unit"] != "1" else ""
        limit = parse_quantity(f"{row['value']} {text}")
        if row["indicator"] != "pue" and limit.unit.dims != unit.dims:
            continue
        factor = Fraction(1) if row["indicator"] == "pue" else unit.factor_to(limit.unit)
        found.append(
            EnergyComparison(
                f"energy_limits:{row['id']}",
                row["indicator"],
                row["level"],
                row["level_zh"],
                value * factor,
                limit.value,
                limit.unit,
                not row["correction"] or row["correction"].startswith(CONDITIONAL),
                row["correction"],
                world.citation("energy_limits", row),
            )
        )
    return found


def energy_level(comparisons: Sequence[EnergyComparison]) -> list[EnergyLevel]:
    """The level that each indicator reaches, the strictest first; None where it is not judged."""
    found: list[EnergyLevel] = []
    for indicator in dict.fromkeys(c.indicator for c in comparisons):
        rows = {c.level: c for c in comparisons if c.indicator == indicator and c.level in LEVELS}
        if not rows:
            continue
        if any(not c.judged for c in rows.values()):
            found.append(EnergyLevel(indicator, None))
            continue
        reached = next((name for name in LEVELS if name in rows and rows[name].within), "above")
        found.append(EnergyLevel(indicator, reached))
    return found
