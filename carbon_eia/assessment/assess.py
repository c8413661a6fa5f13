"""A project accounted, compared and decided."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.assessment.cautions import (
    barred,
    cautions,
    coproduct_cautions,
    doubtful_address,
    notes,
    unnamed_variant,
)
from carbon_eia.assessment.doubts import value_doubts
from carbon_eia.assessment.governing import (
    ClaimEffect,
    GoverningProject,
    claim_notes,
    effects_of,
    govern,
)
from carbon_eia.assessment.mandate import mandate_of
from carbon_eia.assessment.planned_measures import (
    fitting_candidates,
    measure_costs,
    proposal_of,
    with_catalogue,
    with_every_measure,
)
from carbon_eia.assessment.products import (
    ProductAssessment,
    Taken,
    admissible_emission,
    assess_products,
    joint_retrofit,
    plant_levels,
    undeclared_products,
)
from carbon_eia.assessment.required_sources import (
    absent_sources,
    by_guide,
    of_no_existing_plant,
)
from carbon_eia.assessment.sectors import Sectors, check_product_units, chosen_sector
from carbon_eia.benchmarks import (
    Benchmark,
    Comparison,
    EnergyComparison,
    EnergyLevel,
    energy_notes,
)
from carbon_eia.energy import Energy, take_energy
from carbon_eia.intensity import (
    Intensity,
    Portion,
    missing_outputs,
    product_intensities,
    value_intensities,
)
from carbon_eia.inventory import Allocation, Inventory, Missing, allocation_of
from carbon_eia.plausibility import Implausibility, implausible
from carbon_eia.project import Measure, Project, Source
from carbon_eia.reference import (
    NEEDED,
    Policy,
    Reason,
    Sector,
    SectorProduct,
    World,
    read_sector,
)
from carbon_eia.retrofit import (
    EmissionModel,
    MeasureCosts,
    MeasurePlan,
    Retrofit,
    RetrofitTarget,
    SourceChange,
    TargetCheck,
    apply_measures,
    measure_notes,
)
from carbon_eia.rules import (
    Admissible,
    Deadline,
    Decision,
    DecisionFacts,
    Ruling,
    decide_together,
    deciding_policy,
    evaluate,
    in_place,
    known_facts,
    missing_policy,
    recommended,
    under_claims,
)

if TYPE_CHECKING:  # a plan, and how sure it is, only where that is asked for
    from carbon_eia.retrofit.catalogue import MeasureCandidate
    from carbon_eia.retrofit.proposal import RetrofitProposal
    from carbon_eia.uncertainty import Certainty

__all__ = ["Assessment", "assess", "certainty_of"]


class Assessment(NamedTuple):
    """The whole of one assessment; a Run is written from it and from nothing else."""

    project: Project
    world: World
    sector: Sector
    policy: Policy
    benchmarks: tuple[Benchmark, ...]
    inventory: Inventory
    allocation: Allocation
    energy: Energy
    energy_levels: tuple[EnergyLevel, ...]
    products: tuple[ProductAssessment, ...]
    intensities: tuple[Intensity, ...]
    comparisons: tuple[Comparison, ...]
    governing: tuple[Comparison, ...]
    admissible: Admissible | None
    retrofit: Retrofit
    targets: tuple[RetrofitTarget, ...]
    costs: MeasureCosts
    proposal: RetrofitProposal | None
    candidates: tuple[MeasureCandidate, ...]
    deadline: Deadline
    alpha: Fraction | None
    beta: Fraction | None
    policies: tuple[Ruling, ...]
    facts: tuple[DecisionFacts, ...]
    decision: Decision
    warnings: tuple[tuple[str, Reason], ...]
    own_sector: Sector
    counted: GoverningProject
    claims: tuple[ClaimEffect, ...]
    green_is_zero: bool
    stated: Project
    findings: tuple[Implausibility, ...]
    """The sector before the project chose a guide, potentials or a fuel table.

    ``inventory``, ``energy`` and ``intensities`` hold what is declared; comparisons, energy levels,
    measures and decision rest on what counts (``counted``). ``claims``: figures with and without
    each claim; ``green_is_zero``: whether the admission value counts bought green power as zero;
    ``stated``: the project as its file states it, in ``project`` supplies say how they count.

    ``products``: each main product on what it bears by the ``allocation``; ``energy_levels``: those
    of the plant, the worst of its products. ``facts``: what ``decision`` rests on, for each.
    ``retrofit``: one set of measures for all; ``admissible``: Σ(output × admission value) beside
    the total, where there are several. ``findings``: what is implausible; ``warnings`` say it.
    ``costs`` tells what measures save and cost.
    """

    @property
    def energy_comparisons(self) -> tuple[EnergyComparison, ...]:
        """The specific energies of all main products beside their limits."""
        return tuple(c for p in self.products for c in p.energy_findings.comparisons)

    def is_reached(self, plan: MeasurePlan) -> bool:
        """Whether each main product keeps its admission value with the measures of a plan."""
        if not self.targets or len(self.targets) < len(self.products):
            return False
        pairs = zip(self.targets, plan.values, strict=True)
        return all(value is not None and value <= target.limit for target, value in pairs)

    def emission_model(self, green_is_zero: bool | None = None) -> EmissionModel:
        """What accounts the sources of the project anew, each by the guide of its sector.

        ``green_is_zero``: as for the comparisons where it is None.
        """
        p = self.project
        zero = self.green_is_zero if green_is_zero is None else green_is_zero
        sector_of = Sectors(p, self.sector, self.world).of_source
        return EmissionModel(self.sector, self.world, p.region, p.year, zero, sector_of)

    @property
    def decisive(self) -> ProductAssessment | None:
        """The main product furthest above its admission value, or nearest to it; the only one where
        there is one. None where several are compared with nothing."""
        if len(self.products) == 1:
            return self.products[0]
        names = {p.product.name: p for p in self.products}
        return names[self.targets[0].product] if self.targets else None

    @property
    def derived(self) -> tuple[Benchmark, ...]:
        """Values derived for the variants of the main products, which no instrument has adopted."""
        by_sector = {p.sector.id: p.derived for p in self.products}
        return tuple(b for derived in by_sector.values() for b in derived)


def assess(
    project: Project, world: World, benchmarks: Sequence[Benchmark] = (), plan: bool = False
) -> Assessment:
    """Account a project, compare it, and decide; with ``plan``, plan its measures in full.

    The verdict is the same with a plan and without.

    Raises InputError when the project's figures do not fit together, ReferenceDataError when the
    reference tables do not.
    """
    own = read_sector(world, project.sector)
    sector = chosen_sector(own, project)
    project, replaced = by_guide(project, sector)
    policy = deciding_policy(world, project.region, NEEDED)
    offered, (benchmarks, elsewhere) = benchmarks, in_place(benchmarks, world, project.region)

    green_is_zero = _counts_green_as_zero(benchmarks)
    sectors = Sectors(project, sector, world)
    emission_model = EmissionModel(
        sector, world, project.region, project.year, green_is_zero, sectors.of_source
    )
    check_product_units(project, sectors)
    project, borrowed = with_catalogue(project, emission_model)
    borrowed += measure_notes(project.sources, project.measures, emission_model)
    if any(p.variant for p in project.products):
        from carbon_eia.benchmarks.variants import check_variants  # few projects state one

        check_variants(project, sectors.of_product, world)
    counted = govern(project, world, emission_model, sectors.of_source)
    given, stated = project, project._replace(sources=counted.declared)
    plain = emission_model.counting_green_as(True)
    typed, declared = _with_completed(given, plain), _with_completed(stated, plain)
    project = counted.project
    inventory = _with_completed(project, emission_model)
    mains = project.main_products
    allocation = allocation_of(mains, project.allocation, sectors.by_shares())

    def portions(of: Inventory) -> list[Portion]:
        """What each main product bears of an inventory."""
        return [Portion(p, sectors.of_product(p), allocation.portion(of, p.name)) for p in mains]

    known = _known_products(project, sectors)
    energy = take_energy(inventory, world, known)
    taken = Taken(
        inventory,
        energy,
        declared,
        _energy_of(declared, energy, inventory, world, known),
        emission_model.counting_green_as,
        lambda kept: _with_completed(project, kept),
    )
    products = assess_products(
        project, sectors, taken, allocation, emission_model, policy, benchmarks
    )
    per_value = value_intensities(inventory, project.economics)
    intensities = [
        *(i for part in portions(inventory) for i in product_intensities(part)),
        *per_value,
    ]
    comparisons = [c for p in products for c in p.comparisons]
    missing = [
        *absent_sources(project, sectors, world),
        *of_no_existing_plant(project),
        *inventory.missing(),
        *inventory.weak(),
        *missing_outputs(mains),
        *allocation.missing(with_every_measure(project, inventory, emission_model)),
    ]
    if not any(s.account == "project" for s in project.sources):
        missing.append(Missing("missing.sources", {}))
    slipped, doubts = value_doubts(products, benchmarks, world)
    missing += slipped
    whole = not (absent_sources(project, sectors, world) or inventory.missing())
    specific = [c for p in products for c in p.energy_findings.comparisons]
    levels = plant_levels(products)
    retrofit, deadline, targets = joint_retrofit(project, products, emission_model, policy)
    target_check = TargetCheck(project.sources, targets, emission_model.heat)
    costs = measure_costs(project, emission_model, known)
    admissible = admissible_emission(products, inventory, world.as_of)
    coproducts = undeclared_products(project, sectors, benchmarks, world)

    typed_energy = _energy_of(typed, energy, inventory, world, known)
    grid = world.electricity(project.region, project.year)
    checked = implausible(portions(typed), typed, sector, world, typed_energy, specific, grid)
    missing += barred(checked, whole)
    alpha, beta = _regional(project, intensities, inventory)
    industries = _of_all(sector, sectors)
    bundle = known_facts(
        project, inventory, intensities, comparisons, energy, specific, levels, industries, world
    )
    policies = evaluate(project, bundle, industries, world)
    facts = DecisionFacts(
        project.stage,
        world.as_of,
        missing,
        False,
        None,
        None,
        retrofit,
        deadline,
        alpha,
        beta,
        policies,
        None if policy.in_force else missing_policy(policy, project.region, world),
        _said_completed(counted, given, target_check),
        coproducts=coproducts,
        mandate=mandate_of(project, products, deadline, emission_model, allocation),
    )
    judged = _judged(products, facts)
    seen = [_seen_by(p, retrofit, targets) for p in products]
    seen += [o.retrofit for p in products for o in p.others]
    effects = effects_of(
        counted,
        given,
        emission_model,
        lambda of: [i for part in portions(of) for i in product_intensities(part)],
    )
    decision = decide_together(judged, seen, admissible, policy)
    decision = under_claims(decision, _yearly(effects, green_is_zero))
    decision = recommended(decision, project, world)
    warnings = [
        *doubtful_address(project, world),
        *replaced,
        *elsewhere,
        *doubts,
        *bundle.notes,
        *notes(declared),
        *(n for p in products for n in energy_notes(p.energy_findings)),
        *((f.where, f.reason) for f in checked),
        *claim_notes(effects, counted.gate, green_is_zero),
        *cautions(stated, sectors.of_product, benchmarks, decision.deadline, policy, world.as_of),
        *coproduct_cautions(coproducts, decision),
        *borrowed,
        *(n for p in products for n in unnamed_variant(p.product, p.sector, p.variants, p.limits)),
    ]
    return Assessment(
        stated,
        world,
        sector,
        policy,
        tuple(offered),
        declared,
        allocation,
        taken.declared_energy,
        tuple(levels),
        tuple(products),
        (
            *(i for p in products for i in p.intensities),
            *value_intensities(declared, stated.economics),
        ),
        tuple(comparisons),
        tuple(c for p in products for c in (p.admission, p.advanced) if c is not None),
        admissible,
        retrofit,
        targets,
        costs,
        proposal_of(
            project, target_check, deadline, emission_model, allocation, products, policies, costs
        )
        if plan
        else None,
        fitting_candidates(project, emission_model) if plan else (),
        deadline,
        alpha,
        beta,
        tuple(policies),
        tuple(judged),
        decision,
        tuple(warnings),
        own,
        counted,
        tuple(effects),
        green_is_zero,
        given,
        tuple(checked),
    )


def _counts_green_as_zero(benchmarks: Sequence[Benchmark]) -> bool:
    """Whether an admission value is among the benchmarks that counts green power as zero."""
    return any(b.counts_green_as_zero for b in benchmarks if b.level == "admission")


def _with_completed(project: Project, emission_model: EmissionModel) -> Inventory:
    """The inventory of a project with its completed measures."""
    done = [m for m in project.measures if m.status == "completed"]
    return emission_model.inventory(apply_measures(project.sources, done, emission_model.heat))


def _said_completed(
    governing: GoverningProject, stated: Project, target_check: TargetCheck
) -> tuple[Measure, ...]:
    """Measures said to be completed, not proven to be, with which the limit would be kept."""
    if not governing.unproven or not target_check.targets:
        return ()
    done = [m for m in stated.measures if m.status == "completed"]
    return governing.unproven if target_check.reaches(done) else ()


def _yearly(effects: Sequence[ClaimEffect], green_is_zero: bool) -> list[str]:
    """Sources whose proof must be given anew each year: green power that counts as zero."""
    counted = [e.claim for e in effects if e.claim.yearly and e.claim.share and green_is_zero]
    return list(dict.fromkeys(c.source for c in counted))


def _energy_of(
    inventory: Inventory,
    energy: Energy,
    governing: Inventory,
    world: World,
    mains: Sequence[SectorProduct],
) -> Energy:
    """The energy of an inventory: that of the governing one, where the two are one."""
    if [e.source for e in inventory.emissions] == [e.source for e in governing.emissions]:
        return energy
    return take_energy(inventory, world, mains)


def _known_products(project: Project, sectors: Sectors) -> list[SectorProduct]:
    """The main products that their sectors list."""
    known = [sectors.of_product(p).product(p.name) for p in project.main_products]
    return [k for k in known if k is not None]


def _judged(products: Sequence[ProductAssessment], common: DecisionFacts) -> list[DecisionFacts]:
    """The facts of each product, then those of each by its other admission values."""
    several = len(products) > 1
    first = [_facts_of(p, common, several) for p in products]
    others = [
        facts._replace(admission=o.admission, deadline=o.deadline, retrofit=o.retrofit)
        for product, facts in zip(products, first, strict=True)
        for o in product.others
    ]
    return [*first, *others] or [common]


def _facts_of(product: ProductAssessment, common: DecisionFacts, several: bool) -> DecisionFacts:
    """The facts of a project as they are for one of its main products."""
    return common._replace(
        admission_exists=product.admission_exists,
        admission=product.admission,
        advanced=product.advanced,
        retrofit=product.retrofit,
        deadline=product.deadline,
        product=product.product.name if several else "",
    )


def _seen_by(
    product: ProductAssessment, retrofit: Retrofit, targets: Sequence[RetrofitTarget]
) -> Retrofit:
    """The joint ways as one product sees them."""
    names = [t.product for t in targets]
    if product.product.name not in names:
        return product.retrofit
    return retrofit.of_target(names.index(product.product.name))


def _of_all(sector: Sector, sectors: Sectors) -> Sector:
    """The project's sector with the industries of all that its main products are of."""
    codes = dict.fromkeys(c for s in (*sectors.of_main(), sector) for c in s.gbt4754)
    return sector if len(codes) == len(sector.gbt4754) else sector._replace(gbt4754=tuple(codes))


def certainty_of(a: Assessment, draws: int, seed: int | None = None) -> Certainty:
    """How sure the figures of an assessment are, by ``draws`` draws; see ``uncertainty.analyse``.

    It changes nothing in the assessment.
    """
    from carbon_eia.uncertainty import JudgedProduct, analyse

    def changed_by(measures: Sequence[Measure]) -> tuple[Inventory, SourceChange]:
        def change(sources: Sequence[Source]) -> Sequence[Source]:
            return apply_measures(sources, measures, emission_model.heat)

        return emission_model.inventory(change(a.counted.project.sources)), change

    emission_model = a.emission_model()
    present, committed = a.retrofit.present.measures, a.retrofit.committed.measures
    product = a.decisive
    return analyse(
        a.counted.project,
        None if product is None else JudgedProduct(product.product, product.sector, a.allocation),
        a.world,
        changed_by(present),
        changed_by(committed) if committed != present else None,
        None if product is None else product.admission,
        draws,
        seed,
    )


def _regional(
    project: Project, found: Sequence[Intensity], inventory: Inventory
) -> tuple[Fraction | None, Fraction | None]:
    """α = Q_added value ÷ Q_city − 1 and β = E ÷ E_city (浙环函〔2021〕179号).

    The figures of the city are of CO2, so those of the project are too.
    """
    alpha = beta = None
    city = project.city
    per_value = next(
        (
            i
            for i in found
            if i.indicator == "carbon_per_added_value" and i.numerator_unit == "tCO2"
        ),
        None,
    )
    if per_value is not None and city.carbon_intensity is not None:
        alpha = per_value.value / city.carbon_intensity.to("tCO2/万元") - 1
    total = inventory.co2()
    if total is not None and city.total is not None and project.sources:
        beta = total / city.total.to("tCO2")
    return alpha, beta
