"""Each main product on what it bears: intensity, comparisons, energy, deadline, what could be done.

Law: a plant with several main products passes where each product's own emission keeps its own
admission value. The sum of admissible emissions stands beside the total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.assessment.sectors import Sectors
from carbon_eia.benchmarks import (
    Benchmark,
    Comparison,
    EnergyFindings,
    EnergyLevel,
    compare,
    compare_energy,
    derived_benchmarks,
    energy_level,
    governing,
    governing_beside,
    reference_points,
)
from carbon_eia.energy import Energy, energy_portion
from carbon_eia.intensity import Intensity, Portion, numerators, product_intensities
from carbon_eia.inventory import Allocation, Inventory, Missing
from carbon_eia.project import Product, Project
from carbon_eia.reference import Policy, Sector, World, in_force, months_after, read_sector
from carbon_eia.retrofit import (
    EmissionModel,
    Retrofit,
    RetrofitTarget,
    TargetCheck,
    intensity_target,
    plan_retrofit,
)
from carbon_eia.rules import Admissible, Deadline

__all__ = [
    "ProductAssessment",
    "Taken",
    "admissible_emission",
    "assess_products",
    "joint_retrofit",
    "plant_levels",
    "undeclared_products",
]


class Taken(NamedTuple):
    """The inventory of a plant as it counts, and as it is declared, each with its energy.

    ``emission_model``: that which counts bought green power as zero, or as grid power; ``taken``:
    the inventory by one of them.
    """

    inventory: Inventory
    energy: Energy
    declared: Inventory
    declared_energy: Energy
    emission_model: Callable[[bool], EmissionModel]
    taken: Callable[[EmissionModel], Inventory]


class OtherLimit(NamedTuple):
    """Another adopted admission value of a product, with its own deadline and ways to reach it."""

    admission: Comparison
    deadline: Deadline
    retrofit: Retrofit


class ProductAssessment(NamedTuple):
    """What is known of one main product.

    ``inventory``, ``energy`` and ``intensities``: what it bears of what is declared (None, none: a
    source is not split); comparisons rest on what counts. ``limits``: every
    value that it may be held against; ``derived``: those of them that no instrument has adopted;
    ``admission_exists``: one is in force, comparable or not. ``target``: its intensity, to the
    admission value. ``retrofit``: the ways to reach that, whatever becomes of other products.
    ``others``: further adopted values, which govern beside ``admission``.
    """

    product: Product
    sector: Sector
    inventory: Inventory | None
    energy: Energy | None
    energy_findings: EnergyFindings
    energy_levels: tuple[EnergyLevel, ...]
    variants: Mapping[str, str]
    limits: tuple[Benchmark, ...]
    derived: tuple[Benchmark, ...]
    intensities: tuple[Intensity, ...]
    comparisons: tuple[Comparison, ...]
    admission: Comparison | None
    advanced: Comparison | None
    admission_exists: bool
    deadline: Deadline
    target: RetrofitTarget | None
    retrofit: Retrofit
    others: tuple[OtherLimit, ...] = ()

    @property
    def portion(self) -> Portion:
        """The product with its sector and what it bears."""
        return Portion(self.product, self.sector, self.inventory)


def assess_products(
    project: Project,
    sectors: Sectors,
    taken: Taken,
    allocation: Allocation,
    emission_model: EmissionModel,
    policy: Policy,
    benchmarks: Sequence[Benchmark],
) -> list[ProductAssessment]:
    """Every main product, in the order of the file."""
    world = emission_model.world
    found: list[ProductAssessment] = []
    for product in project.main_products:
        sector = sectors.of_product(product)
        declared = allocation.portion(taken.declared, product.name)
        used = energy_portion(taken.energy, taken.inventory, allocation, product.name)
        variants = stated_variants(project, sectors, sector, world)
        derived = derived_benchmarks(world, sector, project.region, project.year, variants)
        limits = [*benchmarks, *derived]
        comparisons = _comparisons(product, sector, taken, allocation, emission_model, limits)
        admission, advanced = (governing(comparisons, level) for level in ("admission", "advanced"))
        specific = EnergyFindings()
        if used is not None:
            specific = compare_energy(world, sector, project, product, used)

        def reaching(
            limit: Comparison | None, product: Product = product, sector: Sector = sector
        ) -> tuple[Deadline, RetrofitTarget | None, Retrofit]:
            """The deadline of a value, and the ways to reach it by then."""
            deadline = retrofit_deadline(project, policy, limit, world.as_of)
            target = None
            if limit is not None:
                target = intensity_target(product, sector, limit, emission_model, allocation)
            target_check = TargetCheck(
                project.sources, [] if target is None else [target], emission_model.heat
            )
            ways = plan_retrofit(
                project.measures, target_check, project.planning, deadline.day, world.as_of
            )
            return deadline, target, ways

        deadline, target, ways = reaching(admission)
        others = []
        for limit in governing_beside(comparisons, admission):
            day, _, found_ways = reaching(limit)
            others.append(OtherLimit(limit, day, found_ways))
        found.append(
            ProductAssessment(
                product,
                sector,
                declared,
                energy_portion(taken.declared_energy, taken.declared, allocation, product.name),
                specific,
                tuple(energy_level(specific.comparisons)),
                variants,
                tuple(limits),
                tuple(derived),
                tuple(product_intensities(Portion(product, sector, declared))),
                tuple(comparisons),
                admission,
                advanced,
                has_admission(product, sector, limits, world.as_of),
                deadline,
                target,
                ways,
                tuple(others),
            )
        )
    return found


def _comparisons(
    product: Product,
    sector: Sector,
    taken: Taken,
    allocation: Allocation,
    emission_model: EmissionModel,
    limits: Sequence[Benchmark],
) -> list[Comparison]:
    """What a product bears beside every value for it, green power as each of them counts it."""
    found: list[Comparison] = []
    day, world = emission_model.world.as_of, emission_model.world
    points = reference_points(world, sector, _only_co2(taken.inventory, allocation, product))
    for zero in (emission_model.green_is_zero, not emission_model.green_is_zero):
        known = [b for b in [*limits, *points] if b.counts_green_as_zero == zero]
        if not known:
            continue
        is_own = zero == emission_model.green_is_zero
        inventory = taken.inventory if is_own else taken.taken(taken.emission_model(zero))
        borne = allocation.portion(inventory, product.name)
        for intensity in product_intensities(Portion(product, sector, borne)):
            found += compare(intensity, known, sector, day)
    return found


def _only_co2(inventory: Inventory, allocation: Allocation, product: Product) -> bool:
    """Whether CO2 is the only gas of what a product bears."""
    borne = allocation.portion(inventory, product.name)
    return borne is not None and borne.only_co2()


def joint_retrofit(
    project: Project,
    products: Sequence[ProductAssessment],
    emission_model: EmissionModel,
    policy: Policy,
) -> tuple[Retrofit, Deadline, tuple[RetrofitTarget, ...]]:
    """What one set of measures does for all products together, by the earliest of their deadlines.

    Where deadlines differ and nothing is found by the earliest, nothing is proven: the search is
    then called incomplete. The first target is that of the product furthest above its limit.
    """
    if len(products) == 1:
        (only,) = products
        return only.retrofit, only.deadline, () if only.target is None else (only.target,)
    ranked = sorted(
        (p for p in products if p.admission is not None and p.admission.same_boundary),
        key=lambda p: p.admission.margin_percent if p.admission is not None else Fraction(0),
    )
    targets = tuple(p.target for p in ranked if p.target is not None)
    above = [p for p in ranked if p.admission is not None and not p.admission.within]
    as_of = emission_model.world.as_of
    deadlines = [p.deadline for p in above or products]
    deadlines = deadlines or [retrofit_deadline(project, policy, None, as_of)]
    deadline = min(deadlines, key=lambda d: d.day)
    target_check = TargetCheck(project.sources, targets, emission_model.heat)
    found = plan_retrofit(project.measures, target_check, project.planning, deadline.day, as_of)
    if len({p.deadline.day for p in above}) > 1 and found.proposed is None:
        found = found._replace(complete=False)
    return found, deadline, targets


def admissible_emission(
    products: Sequence[ProductAssessment], inventory: Inventory, as_of: date
) -> Admissible | None:
    """Σ(output × admission value) beside the total of all; None where one of them is not known.

    Whichever way the sources are split: only the values and the outputs count here.
    """
    if len(products) < 2:
        return None
    for total, gas in numerators(inventory):
        limits: list[Fraction] = []
        for p in products:
            whole = Portion(p.product, p.sector, inventory)
            for intensity in product_intensities(whole):
                if intensity.numerator_unit != gas:
                    continue
                held = governing(compare(intensity, p.limits, p.sector, as_of), "admission")
                if held is not None and held.same_boundary and held.value:
                    limits.append(total * held.benchmark.limit / held.value)
        if len(limits) == len(products):
            return Admissible(total, sum(limits, Fraction(0)), gas)
    return None


def undeclared_products(
    project: Project, sectors: Sectors, benchmarks: Sequence[Benchmark], world: World
) -> list[Missing]:
    """Co-products that have an admission value of their own and are not declared as main.

    A product without ``sector`` is looked for in every sector that the benchmarks speak of.
    """
    mains = project.main_products
    found: list[Missing] = []
    for product in project.products:
        if product.account != "project" or product in mains:
            continue
        for b in benchmarks:
            if b.level != "admission" or not in_force(b.valid_from, b.valid_to, world.as_of):
                continue
            if product.sector and product.sector != b.sector:
                continue
            sector = read_sector(world, b.sector)
            known = sector.product(product.name)
            if known is None or known.id != b.product or _is_main(known.id, b, mains, sectors):
                continue
            params: dict[str, object] = {
                "product": product.name,
                "limit": b.text,
                "title": b.instrument.title,
                "sector": {"zh": sector.name_zh, "en": sector.name_en},
            }
            found.append(Missing("missing.coproduct", params))
            break
    return found


def _is_main(known: str, b: Benchmark, mains: Sequence[Product], sectors: Sectors) -> bool:
    """Whether a value is that of a product which is main already, under another name."""
    for main in mains:
        sector = sectors.of_product(main)
        own = sector.product(main.name)
        if own is not None and (sector.id, own.id) == (b.sector, known):
            return True
    return False


def stated_variants(
    project: Project, sectors: Sectors, sector: Sector, world: World
) -> dict[str, str]:
    """Id of each own product that the sector knows → the process variant that is stated, as the
    sector's derivations spell it."""
    found: dict[str, str] = {}
    for product in project.products:
        if product.account != "project" or sectors.of_product(product).id != sector.id:
            continue
        known = sector.product(product.name)
        if known is None:
            continue
        offered = [s["variant"] for s in sector.derivation if "variant" in s]
        found[known.id] = product.variant
        if product.variant and product.variant not in offered:
            from carbon_eia.benchmarks.variants import spelt

            found[known.id] = spelt(world, known, product.variant, offered)
    return found


def has_admission(
    product: Product, sector: Sector, benchmarks: Sequence[Benchmark], day: date
) -> bool:
    """Whether an admission value for a product is in force, comparable or not."""
    known = sector.product(product.name)
    return known is not None and any(
        (b.sector, b.product, b.level) == (sector.id, known.id, "admission")
        and in_force(b.valid_from, b.valid_to, day)
        for b in benchmarks
    )


def retrofit_deadline(
    project: Project, policy: Policy, admission: Comparison | None, as_of: date
) -> Deadline:
    """The project's own deadline, else the period of the instrument that adopted the admission
    value, else the policy's."""
    if project.retrofit_deadline is not None:
        return Deadline(project.retrofit_deadline, "project", "A", "project.retrofit_deadline")
    if admission is not None and admission.benchmark.adopted:
        instrument = admission.benchmark.instrument
        if instrument.retrofit_months is not None:
            day = months_after(as_of, instrument.retrofit_months)
            return Deadline(day, "instrument", admission.benchmark.grade, instrument.title)
    if not policy.in_force:
        return Deadline(as_of, "policy", "C", policy.title)
    period = policy.parameters["retrofit_period_months"]
    day = months_after(as_of, int(period.value))
    cited = period.citation
    return Deadline(day, "policy", cited.grade, f"《{cited.title}》{cited.number} {cited.locator}")


def plant_levels(products: Sequence[ProductAssessment]) -> list[EnergyLevel]:
    """The level that the plant reaches by each indicator: the worst of its products.

    One of which a level is not judged leaves that of the plant open, unless another is worse than
    all levels.
    """
    levels = [x for p in products for x in p.energy_levels]
    found: list[EnergyLevel] = []
    for indicator in dict.fromkeys(x.indicator for x in levels):
        own = [x for x in levels if x.indicator == indicator]
        level = _worst([x.level for x in own], ("gb1", "gb2", "gb3", "above"))
        order = ("benchmark_level", "baseline_level", "below")
        found.append(EnergyLevel(indicator, level, _worst([x.benchmark for x in own], order)))
    return found


def _worst(levels: Sequence[str | None], order: Sequence[str]) -> str | None:
    known = [level for level in levels if level is not None]
    worst = max(known, key=order.index, default=None)
    return worst if len(known) == len(levels) or worst == order[-1] else None
