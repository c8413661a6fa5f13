"""The whole plant before and after the works (三本账): existing + project − replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import ACCOUNTS, Inventory
from carbon_eia.project import Project, fields
from carbon_eia.reference import Sector
from carbon_eia.units import Unit, parse_unit

__all__ = ["Performance", "PlantPerformance", "performances", "plant_performance"]


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


SCOPES = ("existing", "project", "after")
"""The existing plant, this project, and the whole plant after it."""


class Performance(NamedTuple):
    """An intensity of a scope: ``emission`` t CO2e ÷ ``amount`` in ``per``, at full load.

    ``of``: the raw material or product that it is counted on.
    """

    scope: str
    indicator: str
    of: str
    emission: Fraction
    amount: Fraction
    per: Unit


def performances(project: Project, sector: Sector, inventory: Inventory) -> list[Performance]:
    """Emission per raw material, product, added value and output value (环办环评函〔2021〕346号).

    Each of the existing plant, of this project and of the whole plant after it
    (existing + project − replaced); left out where an emission or a denominator is not known.
    """
    emitted = {a: inventory.total(a) for a in ACCOUNTS}
    by_scope = {
        "existing": emitted["existing"] if _is_declared(project, "existing") else None,
        "project": emitted["project"],
        "after": _net(emitted) if _is_declared(project, "existing") else None,
    }
    found: list[Performance] = []
    for indicator, of, per, amounts in _denominators(project, sector):
        by = {"existing": amounts["existing"], "project": amounts["project"]}
        by["after"] = _net(amounts)
        for scope in SCOPES:
            emission, amount = by_scope[scope], by[scope]
            if emission is not None and amount:
                found.append(Performance(scope, indicator, of, emission, amount, per))
    return found


def _is_declared(project: Project, account: str) -> bool:
    return any(s.account == account for s in project.sources)


def _denominators(
    project: Project, sector: Sector
) -> Iterator[tuple[str, str, Unit, Mapping[str, Fraction | None]]]:
    """Indicator, what it is counted on, its unit, and how much of that each account has."""
    own = [r for r in project.raw_materials if r.account == "project" and r.amount is not None]
    mains = [r for r in own if r.main] or (own if len(own) == 1 else [])
    for r in mains:
        assert r.amount is not None
        plain = map(parse_unit, fields("raw_materials")["amount"].unit)
        per = next(u for u in plain if u.dims == r.amount.unit.dims)
        held = {a: _of_material(project, r.name, per, a) for a in ACCOUNTS}
        yield "carbon_per_raw_material", r.name, per, held
    if len(project.main_products) == 1:
        main = project.main_products[0]
        known = sector.product(main.name)
        if known is not None:
            outputs = {a: _output(project, sector, known.id, known.unit, a) for a in ACCOUNTS}
            yield "carbon_per_product", main.name, parse_unit(known.unit), outputs
    money, e = parse_unit("万元"), project.economics
    for indicator, existing, new in (
        ("carbon_per_added_value", e.existing_added_value, e.added_value),
        ("carbon_per_output_value", e.existing_output_value, e.output_value),
    ):
        worth = {"existing": existing, "project": new}
        held = {a: None if w is None else w.to(money) for a, w in worth.items()}
        # what a replaced part of the plant made in money is not stated
        replaced = None if _is_declared(project, "replaced") else Fraction(0)
        yield indicator, "", money, {**held, "replaced": replaced}


def _of_material(project: Project, name: str, per: Unit, account: str) -> Fraction | None:
    """What an account takes of a raw material; nothing is replaced where nothing is stated."""
    amounts = [r.amount for r in project.raw_materials if (r.name, r.account) == (name, account)]
    if not amounts:
        return Fraction(0) if account == "replaced" else None
    if any(a is None or a.unit.dims != per.dims for a in amounts):
        return None
    return sum((a.to(per) for a in amounts if a is not None), Fraction(0))


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
