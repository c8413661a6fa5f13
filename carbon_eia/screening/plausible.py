"""The ranges in which rows of one shape are plausible, as for a project of their own (law 7).

The very check of a project is made with probes in the place of the figures of one row; where it
finds nothing, the ranges that they leave behind are those in which it finds nothing of others.
"""

from __future__ import annotations

from typing import Any

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import EnergyComparison, EnergyFindings
from carbon_eia.energy import Energy, take_energy
from carbon_eia.intensity import Portion
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.plausibility import implausible
from carbon_eia.screening.plan_guards import RangeGuard
from carbon_eia.screening.probes import Trail
from carbon_eia.screening.symbolic_sums import GridFactor, Sum, TypedFigure, Unordered
from carbon_eia.screening.symbols import symbolic, typed_in
from carbon_eia.units import Quantity

__all__ = ["plausible_ranges"]


def plausible_ranges(a: Assessment, specific: EnergyFindings) -> tuple[RangeGuard, ...]:
    """The ranges in which nothing of a row is implausible; ``specific``: its specific energies.

    Raises Unordered where something is, of this one, or where no range tells.
    """
    if a.findings or len(a.products) > 1:
        raise Unordered
    trail = Trail(typed_in(a))
    inventory = symbolic(Inventory(tuple(map(a.counted.gate.account, a.stated.sources))), a)
    portions, mains = [], []
    for p in a.products:
        known = p.sector.product(p.product.name)
        mains += [] if known is None else [known]
        product = p.product
        if product.amount is not None:
            output: Any = trail.probe(Sum.of(TypedFigure("products", "amount")))
            product = product._replace(amount=product.amount._replace(value=output))
        portions.append(Portion(product, p.sector, _probed(inventory, trail)))
    energy = take_energy(inventory, a.world, mains)
    grid = a.world.electricity(a.project.region, a.project.year)
    if grid is not None:
        unit = grid.quantity.unit.text
        factor: Any = trail.probe(Sum.of(GridFactor(unit)))
        grid = grid._replace(quantity=grid.quantity._replace(value=factor))
    try:
        found = implausible(
            portions,
            _probed(inventory, trail),
            a.sector,
            a.world,
            _probed_energy(energy, trail),
            [_probed_limit(c, trail) for c in specific.comparisons],
            grid,
        )
    except (TypeError, AttributeError):  # a figure is put into words: something is implausible
        raise Unordered from None
    if found:
        raise Unordered
    return trail.guards


def _probed(inventory: Inventory, trail: Trail) -> Inventory:
    def of(emission: SourceEmission) -> SourceEmission:
        source = emission.source

        def quantity(q: Quantity) -> Quantity:
            return q._replace(value=trail.probe(q.value))

        own = {k: quantity(q) for k, q in source.parameters.items()}
        return emission._replace(
            source=source._replace(parameters=own),
            parameters=tuple(p._replace(value=trail.probe(p.value)) for p in emission.parameters),
            masses={gas: trail.probe(mass) for gas, mass in emission.masses.items()},
            co2e=trail.probe(emission.co2e),
        )

    return Inventory(tuple(map(of, inventory.emissions)))


def _probed_energy(energy: Energy, trail: Trail) -> Energy:
    uses = (u._replace(tce=trail.probe(u.tce), mwh=trail.probe(u.mwh)) for u in energy.uses)
    return energy._replace(uses=tuple(uses))


def _probed_limit(comparison: EnergyComparison, trail: Trail) -> EnergyComparison:
    return comparison._replace(value=trail.probe(comparison.value))
