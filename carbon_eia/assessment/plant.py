"""The whole plant before and after the works (三本账): existing + project − replaced."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import ACCOUNTS, Inventory
from carbon_eia.project import Project
from carbon_eia.reference import Sector
from carbon_eia.units import parse_unit

__all__ = ["PlantPerformance", "plant_performance"]


class PlantPerformance(NamedTuple):
    """Carbon per product of the whole plant, t CO2e per ``per``, before and after the works.

    ``before``: E_existing ÷ Q_existing; ``after``: (E_existing + E_project − E_replaced) ÷
    (Q_existing + Q_project − Q_replaced). None where an emission or an output is not known.
    """

    product: str
    per: str
    before: Fraction | None
    after: Fraction | None


def plant_performance(
    project: Project, sector: Sector, inventory: Inventory
) -> PlantPerformance | None:
    """The performance of a plant that is extended or rebuilt.

    None where no source of an existing plant is declared, or where the project has several main
    products, whose existing emission is not split. Shown, and no verdict by itself.
    """
    mains = project.main_products
    if len(mains) != 1 or not any(s.account == "existing" for s in project.sources):
        return None
    known = sector.product(mains[0].name)
    if known is None:
        return None
    emitted = {a: inventory.total(a) for a in ACCOUNTS}
    made = {a: _output(project, sector, known.id, known.unit, a) for a in ACCOUNTS}
    before = _ratio(emitted["existing"], made["existing"])
    return PlantPerformance(mains[0].name, known.unit, before, _ratio(_net(emitted), _net(made)))


def _output(
    project: Project, sector: Sector, product: str, unit: str, account: str
) -> Fraction | None:
    """What an account makes of a product a year; nothing is replaced where nothing is stated."""
    amounts = []
    for p in project.products:
        found = sector.product(p.name)
        if p.account == account and found is not None and found.id == product:
            amounts.append(p.amount)
    if not amounts:
        return Fraction(0) if account == "replaced" else None
    if any(a is None for a in amounts):
        return None
    return sum((a.to(parse_unit(unit)) for a in amounts if a is not None), Fraction(0))


def _net(values: Mapping[str, Fraction | None]) -> Fraction | None:
    parts = [values[a] for a in ("existing", "project", "replaced")]
    if any(x is None for x in parts):
        return None
    existing, project, replaced = (x or Fraction(0) for x in parts)
    return existing + project - replaced


def _ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole
