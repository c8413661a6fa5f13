"""A project accounted, compared and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.assessment.cautions import cautions, doubtful_address, notes, unnamed_variant
from carbon_eia.assessment.governing import ClaimEffect, Governing, claim_notes, effects_of, govern
from carbon_eia.assessment.mandate import mandate_of
from carbon_eia.benchmarks import (
    Benchmark,
    Comparison,
    EnergyComparison,
    EnergyFindings,
    EnergyLevel,
    compare,
    compare_energy,
    derived_benchmarks,
    energy_level,
    energy_notes,
    governing,
    reference_points,
)
from carbon_eia.energy import Energy, take_energy
from carbon_eia.errors import InputError, Problem
from carbon_eia.intensity import (
    Intensity,
    intensities,
    main_product,
)
from carbon_eia.inventory import Inventory, Missing
from carbon_eia.plausibility import implausible
from carbon_eia.project import Measure, Product, Project, Source
from carbon_eia.reference import (
    Policy,
    Reason,
    Sector,
    World,
    in_force,
    months_after,
    read_policy,
    read_sector,
)
from carbon_eia.retrofit import (
    Books,
    Reckoning,
    Retrofit,
    apply_measures,
    energy_targets,
    intensity_target,
    plan_retrofit,
    tried,
)
from carbon_eia.rules import (
    NEEDED,
    Deadline,
    Decision,
    Facts,
    Ruling,
    decide,
    evaluate,
    under_claims,
)
from carbon_eia.units import mismatch, parse_unit

if TYPE_CHECKING:  # a plan, and how sure it is, only where that is asked for
    from carbon_eia.retrofit.catalogue import Candidate
    from carbon_eia.retrofit.proposal import Proposal
    from carbon_eia.uncertainty import Certainty
    from carbon_eia.uncertainty.stated import Change

__all__ = ["PILOT", "Assessment", "assess", "certainty_of"]

PILOT = "chenzhou-2023"
"""The policy under which projects are decided."""


class Assessment(NamedTuple):
    """The whole of one assessment; a Run is written from it and from nothing else."""

    project: Project
    world: World
    sector: Sector
    policy: Policy
    benchmarks: tuple[Benchmark, ...]
    variants: Mapping[str, str]
    derived: tuple[Benchmark, ...]
    inventory: Inventory
    energy: Energy
    energy_findings: EnergyFindings
    energy_levels: tuple[EnergyLevel, ...]
    intensities: tuple[Intensity, ...]
    comparisons: tuple[Comparison, ...]
    governing: tuple[Comparison, ...]
    retrofit: Retrofit
    proposal: Proposal | None
    candidates: tuple[Candidate, ...]
    deadline: Deadline
    alpha: Fraction | None
    beta: Fraction | None
    policies: tuple[Ruling, ...]
    facts: Facts
    decision: Decision
    warnings: tuple[tuple[str, Reason], ...]
    own_sector: Sector
    counted: Governing
    claims: tuple[ClaimEffect, ...]
    green_is_zero: bool
    stated: Project
    """The sector before the project chose a guide, potentials or a fuel table.

    ``inventory``, ``energy`` and ``intensities`` hold what is declared; comparisons, energy levels,
    measures and decision rest on what counts (``counted``). ``claims``: figures with and without
    each claim; ``green_is_zero``: whether the admission value counts bought green power as zero;
    ``stated``: the project as its file states it, in ``project`` supplies say how they count.

    ``facts``: what ``decision`` rests on. ``derived``: values derived for the products'
    ``variants``, which no instrument has adopted.
    """

    @property
    def energy_comparisons(self) -> tuple[EnergyComparison, ...]:
        """The specific energies beside their limits."""
        return self.energy_findings.comparisons


def assess(
    project: Project, world: World, benchmarks: Sequence[Benchmark] = (), plan: bool = False
) -> Assessment:
    """Account a project, compare it, and decide; with ``plan``, plan its measures in full.

    The verdict is the same with a plan and without.

    Raises InputError when the project's figures do not fit together, ReferenceDataError when the
    reference tables do not.
    """
    own = read_sector(world, project.sector)
    sector = _chosen(own, project)
    project, replaced = _by_guide(project, sector)
    policy = read_policy(world, PILOT, NEEDED)

    green_is_zero = _counts_green_as_zero(benchmarks)
    books = Books(sector, world, project.region, project.year, green_is_zero)
    _check_product_units(project, sector)
    project, borrowed = _with_catalogue(project, books)
    borrowed += tried(project.sources, project.measures, books)
    if any(p.variant for p in project.products):
        from carbon_eia.benchmarks.variants import check_variants  # few projects state one

        check_variants(project, sector, world)
    counted = govern(project, world, books, lambda _: sector)
    given, stated = project, project._replace(sources=counted.declared)
    plain = books.counting_green_as(True)
    typed, declared = _with_completed(given, plain), _with_completed(stated, plain)
    project = counted.project
    inventory = _with_completed(project, books)
    found, gaps = intensities(inventory, project, sector)
    missing = [*_absent(project, sector), *inventory.missing(), *inventory.weak(), *gaps]
    if not any(s.account == "project" for s in project.sources):
        missing.append(Missing("missing.sources", {}))
    points = reference_points(world, sector, inventory.only_co2())
    variants = _variants(project, sector, world)
    derived = derived_benchmarks(world, sector, project.region, project.year, variants)
    limits = [*benchmarks, *derived]
    comparisons: list[Comparison] = []
    for intensity in found:
        known = [b for b in [*limits, *points] if _is_zero(b) == green_is_zero]
        comparisons += compare(intensity, known, sector, world.as_of)
    others = [b for b in [*limits, *points] if _is_zero(b) != green_is_zero]
    if others:
        other_way = _with_completed(project, books.counting_green_as(not green_is_zero))
        for intensity in intensities(other_way, project, sector)[0]:
            comparisons += compare(intensity, others, sector, world.as_of)
    admission, advanced = (governing(comparisons, level) for level in ("admission", "advanced"))
    product = main_product(project)
    energy = take_energy(
        inventory, sector, world, None if product is None else sector.product(product.name)
    )
    specific = EnergyFindings()
    if product is not None:
        specific = compare_energy(world, sector, project, product, energy)
    levels = energy_level(specific.comparisons)

    deadline = _deadline(project, policy, admission, world.as_of)
    targets = []
    if product is not None and admission is not None:
        targets.append(intensity_target(product, admission, books))
    reckoning = Reckoning(project.sources, targets, books.heat)
    retrofit = plan_retrofit(
        project.measures, reckoning, project.planning, deadline.day, world.as_of
    )
    alpha, beta = _regional(project, found, inventory)
    policies = evaluate(project, inventory, found, comparisons, energy, levels, sector, world)
    facts = Facts(
        project.stage,
        world.as_of,
        missing,
        _has_admission(project, sector, limits, world.as_of),
        admission,
        advanced,
        retrofit,
        deadline,
        alpha,
        beta,
        policies,
        _said_completed(counted, given, reckoning),
        mandate=mandate_of(
            project,
            [] if product is None else [(product, specific)],
            targets if admission is not None and admission.same_boundary else [],
            deadline,
            books,
        ),
    )
    typed_energy = _energy_of(typed, energy, inventory, sector, world, product)
    effects = effects_of(counted, given, books, lambda i: intensities(i, project, sector)[0])
    decision = under_claims(decide(facts, policy), _yearly(effects, green_is_zero))
    warnings = [
        *doubtful_address(project, world),
        *replaced,
        *notes(declared),
        *energy_notes(specific),
        *implausible(given, typed, sector, world, typed_energy, specific.comparisons),
        *claim_notes(effects, counted.gate, green_is_zero),
        *cautions(stated, sector, benchmarks, decision.deadline, policy, world.as_of),
        *borrowed,
        *unnamed_variant(project, sector, variants, limits),
    ]
    return Assessment(
        stated,
        world,
        sector,
        policy,
        tuple(benchmarks),
        variants,
        tuple(derived),
        declared,
        _energy_of(declared, energy, inventory, sector, world, product),
        specific,
        tuple(levels),
        tuple(intensities(declared, stated, sector)[0]),
        tuple(comparisons),
        tuple(c for c in (admission, advanced) if c is not None),
        retrofit,
        _proposal(project, reckoning, deadline, books, specific, policies) if plan else None,
        _candidates(project, books) if plan else (),
        deadline,
        alpha,
        beta,
        tuple(policies),
        facts,
        decision,
        tuple(warnings),
        own,
        counted,
        tuple(effects),
        green_is_zero,
        given,
    )


def _counts_green_as_zero(benchmarks: Sequence[Benchmark]) -> bool:
    """Whether an admission value is among the benchmarks that counts green power as zero."""
    return any(_is_zero(b) for b in benchmarks if b.level == "admission")


def _is_zero(benchmark: Benchmark) -> bool:
    return benchmark.instrument.green_power == "zero"


def _with_completed(project: Project, books: Books) -> Inventory:
    """The inventory of a project with its completed measures."""
    done = [m for m in project.measures if m.status == "completed"]
    return books.inventory(apply_measures(project.sources, done, books.heat))


def _said_completed(
    governing: Governing, stated: Project, reckoning: Reckoning
) -> tuple[Measure, ...]:
    """Measures said to be completed, not proven to be, with which the limit would be kept."""
    if not governing.unproven or not reckoning.targets:
        return ()
    done = [m for m in stated.measures if m.status == "completed"]
    return governing.unproven if reckoning.reaches(done) else ()


def _yearly(effects: Sequence[ClaimEffect], green_is_zero: bool) -> list[str]:
    """Sources whose proof must be given anew each year: green power that counts as zero."""
    counted = [e.claim for e in effects if e.claim.yearly and e.claim.share and green_is_zero]
    return list(dict.fromkeys(c.source for c in counted))


def _energy_of(
    inventory: Inventory,
    energy: Energy,
    governing: Inventory,
    sector: Sector,
    world: World,
    product: Product | None,
) -> Energy:
    """The energy of an inventory: that of the governing one, where the two are one."""
    if [e.source for e in inventory.emissions] == [e.source for e in governing.emissions]:
        return energy
    return take_energy(
        inventory, sector, world, None if product is None else sector.product(product.name)
    )


def _with_catalogue(project: Project, books: Books) -> tuple[Project, list[tuple[str, Reason]]]:
    """The project, its measures that refer to the catalogue checked and completed by it."""
    if not any(m.reference for m in project.measures):
        return project, []
    from carbon_eia.retrofit.catalogue import inherited

    referring = [m for m in project.measures if m.reference]
    found, notes = inherited(
        project.sources, referring, project.products, books.sector, books.world, books.heat
    )
    by_name = {m.name: m for m in found}
    measures = tuple(by_name.get(m.name, m) for m in project.measures)
    return project._replace(measures=measures), notes


def _candidates(project: Project, books: Books) -> tuple[Candidate, ...]:
    """The entries of the catalogue that fit the project."""
    from carbon_eia.retrofit.catalogue import candidates

    return tuple(
        candidates(project.sources, project.measures, project.products, books.sector, books)
    )


def _proposal(
    project: Project,
    reckoning: Reckoning,
    deadline: Deadline,
    books: Books,
    specific: EnergyFindings,
    policies: Sequence[Ruling],
) -> Proposal | None:
    """The plan in full; where a rule asks for a level of energy that is not met, for that too."""
    targets = list(reckoning.targets)
    product = main_product(project)
    asked = [
        (r.rule.check.values, r.rule.severity == "veto")
        for r in policies
        if r.passed is False
        and r.rule.severity in ("condition", "veto")
        and r.rule.check is not None
        and r.rule.check.fact == "energy_level"
    ]
    if targets and product is not None:
        targets += energy_targets(project, product, books, specific.comparisons, asked)

    def co2e(sources: Sequence[Source]) -> Fraction | None:
        return books.inventory(sources).total()

    known = None if product is None else books.sector.product(product.name)

    def energy(sources: Sequence[Source]) -> Fraction | None:
        return take_energy(books.inventory(sources), books.sector, books.world, known).total()

    from carbon_eia.retrofit.proposal import make_proposal

    return make_proposal(
        project.measures,
        Reckoning(project.sources, targets, books.heat),
        project.planning,
        deadline.day,
        books.world.as_of,
        co2e,
        energy,
    )


def certainty_of(a: Assessment, draws: int, seed: int | None = None) -> Certainty:
    """How sure the figures of an assessment are, by ``draws`` draws; see ``uncertainty.analyse``.

    It changes nothing in the assessment.
    """
    from carbon_eia.uncertainty import analyse

    def changed_by(measures: Sequence[Measure]) -> tuple[Inventory, Change]:
        def change(sources: Sequence[Source]) -> Sequence[Source]:
            return apply_measures(sources, measures, books.heat)

        return books.inventory(change(a.counted.project.sources)), change

    books = Books(a.sector, a.world, a.project.region, a.project.year, a.green_is_zero)
    present, committed = a.retrofit.present.measures, a.retrofit.committed.measures
    admission = next((c for c in a.governing if c.benchmark.level == "admission"), None)
    return analyse(
        a.counted.project,
        a.sector,
        a.world,
        changed_by(present),
        changed_by(committed) if committed != present else None,
        admission,
        draws,
        seed,
    )


def _chosen(sector: Sector, project: Project) -> Sector:
    """The sector with the guide, the potentials and the fuel table that the project chooses.

    Raises InputError CE-P026 when the sector does not offer the guide.
    """
    if project.guide:
        from carbon_eia.reference.guides import guide_names, with_guide  # seldom needed

        chosen = with_guide(sector, project.guide)
        if chosen is None:
            params: dict[str, object] = {
                "value": project.guide,
                "known": "、".join(guide_names(sector)),
            }
            raise InputError(Problem("CE-P026", project.place("project.guide"), params))
        sector = chosen
    if project.gwp:
        sector = sector._replace(gwp=project.gwp)
    if project.fuel_table:
        order = (project.fuel_table, *sector.tables["fuels"])
        sector = sector._replace(tables={**sector.tables, "fuels": tuple(dict.fromkeys(order))})
    return sector


def _by_guide(project: Project, sector: Sector) -> tuple[Project, list[tuple[str, Reason]]]:
    """The project with the process factors of the chosen guide, and a word on each replaced."""
    told: list[tuple[str, Reason]] = []
    sources: list[Source] = []
    for source in project.sources:
        other = sector.items.get(source.item)
        if other is not None:
            params = {"source": source.name, "item": source.item, "other": other}
            told.append((source.place.key, Reason("CE-W028", params, warn=True)))
            source = source._replace(item=other)
        sources.append(source)
    return (project._replace(sources=tuple(sources)) if told else project), told


def _variants(project: Project, sector: Sector, world: World) -> dict[str, str]:
    """Id of each own product that the sector knows → the process variant that is stated, as the
    sector's derivations spell it."""
    found: dict[str, str] = {}
    for product in project.products:
        known = sector.product(product.name)
        if known is None or product.account != "project":
            continue
        offered = [s["variant"] for s in sector.derivation if "variant" in s]
        found[known.id] = product.variant
        if product.variant and product.variant not in offered:
            from carbon_eia.benchmarks.variants import spelt

            found[known.id] = spelt(world, known, product.variant, offered)
    return found


def _check_product_units(project: Project, sector: Sector) -> None:
    """Raises InputError CE-U004 where a product's unit is not of its sector's kind."""
    problems: list[Problem] = []
    for i, product in enumerate(project.products):
        known = sector.product(product.name)
        if known is None or product.amount is None:
            continue
        unit = parse_unit(known.unit)
        if unit.dims != product.amount.unit.dims:
            place = project.place(f"products[{i}].amount")
            problems.append(mismatch(product.amount.unit, unit).at(place))
    if problems:
        raise InputError(problems)


def _absent(project: Project, sector: Sector) -> list[Missing]:
    """Sources that an inventory of this sector must hold and that the project does not list."""
    listed = {s.method for s in project.sources if s.account == "project"}
    return [
        Missing("missing.source", {"what": {"zh": r["zh"], "en": r["en"]}})
        for r in sector.required
        if not listed.intersection(r["methods"])
    ]


def _has_admission(
    project: Project, sector: Sector, benchmarks: Sequence[Benchmark], day: date
) -> bool:
    """Whether an admission value for the main product is in force, comparable or not."""
    product = main_product(project)
    known = sector.product(product.name) if product is not None else None
    return known is not None and any(
        (b.sector, b.product, b.level) == (sector.id, known.id, "admission")
        and in_force(b.valid_from, b.valid_to, day)
        for b in benchmarks
    )


def _deadline(
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
