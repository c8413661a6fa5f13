"""The figures of an assessment as sums of what is typed.

The very functions that account a project are called with sums in the place of the figures that a
row types; what they give is the same formula, for every row of the shape. A figure that is typed as
0 stays 0 (the shape of a row says where), so that every figure in a sum is above zero.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple, cast

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import EnergyFindings, compare_energy
from carbon_eia.energy import take_energy
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.project import Source
from carbon_eia.reference import BIOGENIC, Value
from carbon_eia.screening.symbolic_sums import GridFactor, Leaf, Sum, TypedFigure, Unordered
from carbon_eia.units import ANY_GAS, Quantity, parse_unit

__all__ = ["Emitted", "emitted", "energy_beside_limits", "symbolic", "typed_in"]


class Emitted(NamedTuple):
    """t CO2e a year, and t CO2 alone; None where a parameter of a source is missing."""

    total: Sum | None
    counted: Sum | None


def emitted(a: Assessment) -> Emitted:
    """What the sources of the project emit."""
    grid = a.world.electricity(a.project.region, a.project.year)
    total, counted = Sum({}), Sum({})
    own = [(n, e) for n, e in enumerate(a.inventory.emissions) if e.source.account == "project"]
    for number, emission in own:
        if emission.missing:
            return Emitted(None, None)
        for gas, mass in _gases(number, emission, grid).items():
            if gas == "CO2":
                total, counted = total + mass, counted + mass
                continue
            potential = a.world.gwp(gas, emission.sector.gwp)
            if potential is None:
                return Emitted(None, None)
            total = total + mass * potential.quantity.value
    return Emitted(total, counted) if own else Emitted(None, None)


def symbolic(inventory: Inventory, a: Assessment) -> Inventory:
    """An inventory with sums of what is typed in the place of all figures.

    Raises Unordered where a source has no emission.
    """
    grid = a.world.electricity(a.project.region, a.project.year)
    found: list[SourceEmission] = []
    for number, emission in enumerate(inventory.emissions):
        held = _with_symbols(number, emission)
        if not emission.missing:
            masses: dict[str, Any] = dict(_gases(number, emission, grid))
            total: Any = Fraction(0)
            for gas, mass in masses.items():
                potential = None if gas == "CO2" else a.world.gwp(gas, emission.sector.gwp)
                if gas != "CO2" and potential is None:
                    raise Unordered
                total = total + mass * (
                    Fraction(1) if potential is None else potential.quantity.value
                )
            held = held._replace(masses=masses, co2e=total)
        found.append(held)
    return Inventory(tuple(found))


def typed_in(a: Assessment) -> Callable[[Leaf], Fraction]:
    """What the project of an assessment types, by the column of a table that would."""
    grid = a.world.electricity(a.project.region, a.project.year)

    def part(of: Leaf) -> Fraction:
        if isinstance(of, GridFactor):
            assert grid is not None
            return grid.quantity.to(of.unit)
        if of.where == "products":
            amount = a.products[0].product.amount
            assert amount is not None
            return amount.value
        return _figures(a.stated.sources[int(of.where)])[of.key].value

    return part


def energy_beside_limits(a: Assessment) -> EnergyFindings:
    """The energy of the main product beside its limits; each value is a sum of what is typed."""
    if len(a.products) != 1:
        return EnergyFindings()
    product, sector = a.products[0].product, a.products[0].sector
    amount = product.amount
    if amount is None:
        return EnergyFindings()
    output = amount._replace(value=_typed("products", "amount", amount))
    emissions = tuple(_with_symbols(n, e) for n, e in enumerate(a.inventory.emissions))
    known = sector.product(product.name)
    energy = take_energy(Inventory(emissions), a.world, () if known is None else (known,))
    return compare_energy(a.world, sector, a.project, product._replace(amount=output), energy)


def _gases(number: int, emission: SourceEmission, grid: Value | None) -> dict[str, Sum]:
    """The mass of each gas of a source, biogenic CO2 apart."""
    held: dict[str, Any] = {}
    for p in _with_symbols(number, emission).parameters:
        held[p.name] = (
            Sum.of(GridFactor(p.unit)) if grid is not None and p.origin == grid else p.value
        )
    found = emission.form.masses(held)
    named = [gas for gas in emission.masses if gas not in found]  # in the place of any gas
    masses: dict[str, Sum] = {}
    for gas, mass in found.items():
        name = named[0] if gas == ANY_GAS and named else gas
        if name != BIOGENIC:
            masses[name] = masses.get(name, Sum({})) + mass
    return masses


def _with_symbols(number: int, emission: SourceEmission) -> SourceEmission:
    """A source with sums in the place of the figures that it types."""
    source = emission.source
    typed = _figures(source)
    parameters = []
    for p in emission.parameters:
        if p.name in typed and p.origin is None and p.status != "derived":
            size = typed[p.name].unit.factor_to(parse_unit(p.unit))
            p = p._replace(value=_typed(number, p.name, typed[p.name]) * size)
        parameters.append(p)
    own = {k: q._replace(value=_typed(number, k, q)) for k, q in source.parameters.items()}
    return emission._replace(parameters=tuple(parameters), source=source._replace(parameters=own))


def _figures(source: Source) -> dict[str, Quantity]:
    """What a source types, by the name of the parameter."""
    typed = dict(source.parameters)
    if source.steam is not None:
        typed["mass"] = source.steam["mass"]
    if source.hot_water is not None:
        typed |= source.hot_water
    return typed


def _typed(where: int | str, key: str, given: Quantity) -> Any:
    """What a cell gives, in the place of a number."""
    return cast(Any, Sum.of(TypedFigure(where, key))) if given.value else Fraction(0)
