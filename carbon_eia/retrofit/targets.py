"""What measures must bring down: the intensity, and the energy where a rule asks for a level."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from carbon_eia.benchmarks import Comparison, EnergyComparison, compare_energy
from carbon_eia.energy import Energy, energy_portion, take_energy
from carbon_eia.intensity import numerator_for, product_intensity
from carbon_eia.inventory import Allocation, SourceEmission
from carbon_eia.project import Product, Project, Source
from carbon_eia.reference import Sector
from carbon_eia.retrofit.emission_model import EmissionModel
from carbon_eia.retrofit.selection import RetrofitTarget

__all__ = ["energy_targets", "intensity_target", "limit_target"]

POWER = ("electricity", "pue")
"""Indicators to which a source without electricity adds nothing."""


def intensity_target(
    product: Product,
    sector: Sector,
    admission: Comparison,
    emission_model: EmissionModel,
    allocation: Allocation,
) -> RetrofitTarget:
    """The intensity of a main product, in the unit of the admission value and to it."""
    unit = admission.benchmark.unit

    def share(source: Source) -> Fraction | None:
        borne = allocation.portion(emission_model.inventory([source]), product.name)
        counted = None if borne is None else numerator_for(unit, borne)
        main = None if counted is None else product_intensity(*counted, product, sector)
        return None if main is None else main.value * main.unit.factor_to(unit)

    limit = admission.benchmark.limit
    return RetrofitTarget("intensity", unit.text, limit, share, product=product.name)


def energy_targets(
    project: Project,
    product: Product,
    sector: Sector,
    emission_model: EmissionModel,
    allocation: Allocation,
    specific: Sequence[EnergyComparison],
    asked: Sequence[tuple[Collection[object], bool]],
) -> list[RetrofitTarget]:
    """For each set of levels that a rule asks for, the mildest limit of energy per product that
    is one of them.

    ``asked``: the levels, and whether nothing else will do (a veto); what a condition asks for is
    a wish, as the rule lets the applicant state why it is not met.
    """
    own = [
        c for c in specific if c.indicator == "comprehensive_energy" and c.judged and not c.stated
    ]
    found: dict[str, RetrofitTarget] = {}
    for levels, must in asked:
        limits = [c for c in own if c.level in levels]
        if limits:
            one = limits[0].unit
            mildest = max(limits, key=lambda c: c.limit * c.unit.factor_to(one))
            target = limit_target(mildest, project, product, sector, emission_model, allocation)
            target = target._replace(is_wish=not must)
            if must or mildest.id not in found:
                found[mildest.id] = target
    return list(found.values())


def limit_target(
    limit: EnergyComparison,
    project: Project,
    product: Product,
    sector: Sector,
    emission_model: EmissionModel,
    allocation: Allocation,
) -> RetrofitTarget:
    """The figure of an energy limit, in its unit and to it."""
    known = sector.product(product.name)
    mains = () if known is None else (known,)
    shares: dict[int, tuple[SourceEmission, Fraction | None]] = {}

    def share(source: Source) -> Fraction | None:
        taken = emission_model.inventory([source])
        (emission,) = taken.emissions
        if id(emission) not in shares:  # the model keeps it, so that its id stays its own
            energy = take_energy(taken, emission_model.world, mains)
            borne = energy_portion(energy, taken, allocation, product.name)
            shares[id(emission)] = emission, None if borne is None else _specific(borne)
        return shares[id(emission)][1]

    unstated = product._replace(specific_energy={})  # a figure that is stated is no source's share

    def _specific(energy: Energy) -> Fraction | None:
        if not any(u.account == "project" for u in energy.uses):
            return Fraction(0)
        if energy.total() is None:
            return None
        if limit.indicator in POWER and not energy.uses_electricity():
            return Fraction(0)
        compared = compare_energy(emission_model.world, sector, project, unstated, energy)
        every = (*compared.comparisons, *compared.candidates)
        own = (c for c in every if isinstance(c, EnergyComparison) and c.id == limit.id)
        return next((c.value for c in own), None)

    return RetrofitTarget(
        limit.indicator, limit.unit.text, limit.limit, share, product=product.name
    )
