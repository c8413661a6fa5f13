"""What was computed: inventory, energy, intensities, comparisons."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.assessment import Assessment, ProductAssessment, plant_performance
from carbon_eia.benchmarks import (
    BenchmarkDerivation,
    Comparison,
    EnergyComparison,
    EnergyGap,
    MissingEdition,
)
from carbon_eia.energy import Energy
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import (
    ACCOUNTS,
    GasEmission,
    Parameter,
    SourceEmission,
)
from carbon_eia.messages import sentence
from carbon_eia.project import ACTIVITY
from carbon_eia.reference import categories
from carbon_eia.reference.report_data import usual_release
from carbon_eia.rules import Admissible
from carbon_eia.run.records import (
    AccountsRecord,
    AdmissibleRecord,
    AllocatedShareRecord,
    AllocatedSourceRecord,
    AllocationRecord,
    BearingProductRecord,
    BenchmarkCitation,
    BilingualText,
    CategoryRecord,
    ComparisonRecord,
    DerivationRecord,
    EnergyComparisonRecord,
    EnergyGapRecord,
    EnergyLevelRecord,
    EnergyPerProductRecord,
    EnergyRecord,
    EnergyUseRecord,
    GasRecord,
    GridFactorRecord,
    IntensityRecord,
    InventoryRecord,
    MethodSourceRecord,
    MissingEditionRecord,
    OutsideEnergyRecord,
    ParameterRecord,
    PlantRecord,
    ProductEnergyRecord,
    SectorName,
    SourceRecord,
)
from carbon_eia.run.values import (
    boundary,
    citation,
    cited,
    fraction_text,
    given,
    missing,
    proof,
    quantity,
    quantity_of,
    spread,
    told,
)
from carbon_eia.run.values import known as typed_quantity
from carbon_eia.units import decimal_text, gas_dimension

__all__ = ["allocation_part", "comparison_part", "energy_part", "intensity_part", "inventory_part"]


def inventory_part(a: Assessment) -> InventoryRecord:
    """Emissions by account, category and source."""
    inventory = a.inventory
    total = inventory.total()
    accounts = {k: inventory.total(k) for k in ACCOUNTS}
    parts = list(accounts.values())
    after = None
    if all(x is not None for x in parts):
        existing, project, replaced = (x or Fraction(0) for x in parts)
        after = existing + project - replaced
    by_category = inventory.by_category()
    known = inventory.known()
    change = None
    if accounts["project"] is not None and accounts["replaced"] is not None:
        change = accounts["project"] - accounts["replaced"]
    return InventoryRecord(
        total=quantity(total, "tCO2e"),
        complete=total is not None,
        known=quantity_of(known, "tCO2e"),
        accounts=AccountsRecord(
            existing=quantity(accounts["existing"], "tCO2e"),
            project=quantity(accounts["project"], "tCO2e"),
            replaced=quantity(accounts["replaced"], "tCO2e"),
            after=quantity(after, "tCO2e"),
            change=quantity(change, "tCO2e"),
        ),
        plant=_plant(a),
        biogenic=quantity_of(inventory.biogenic(), "tCO2"),
        by_category=tuple(
            CategoryRecord(
                category=c,
                co2e=quantity_of(by_category[c], "tCO2e"),
                share_percent=decimal_text(by_category[c] / known * 100, 12) if known else None,
            )
            for c in categories()
            if c in by_category
        ),
        by_source=tuple(_source(e, a, known) for e in inventory.emissions),
    )


def _plant(a: Assessment) -> PlantRecord | None:
    """Carbon per product of the whole plant before and after the works, where it is extended."""
    found = plant_performance(a.project, a.sector, a.inventory)
    if found is None:
        return None
    unit = f"tCO2e/{found.per}"
    return PlantRecord(
        product=found.product,
        before=quantity(found.before, unit),
        after=quantity(found.after, unit),
    )


def _share(e: SourceEmission, known: Fraction) -> str | None:
    """The share of a source of the project in what could be computed, in percent."""
    if e.source.account != "project" or e.co2e is None or not known:
        return None
    return decimal_text(e.co2e / known * 100, 12)


def _source(e: SourceEmission, a: Assessment, known: Fraction) -> SourceRecord:
    document = a.world.document(e.form.source)
    shown = {p.name: _shown(p) for p in e.parameters}
    complete = not e.missing
    usual = ""
    if not e.source.release:
        usual = usual_release(a.world, e.source.method, a.world.state(e.source.material))
    return SourceRecord(
        name=e.source.name,
        method=e.source.method,
        material=e.source.material,
        material_name=_material(e.source.material, a),
        supply=e.source.supply,
        item=e.source.item,
        direction=e.source.direction,
        account=e.source.account,
        category=e.category,
        evidence=e.source.evidence.text,
        proof=proof(e.source.evidence),
        uncertainty=spread(e.source.uncertainty),
        amount=next(
            (quantity(p.value, p.unit, p.typed) for p in e.parameters if p.name in ACTIVITY),
            None,
        ),
        parameters=tuple(_parameter(p) for p in e.parameters),
        formula=e.form.symbolic(),
        biogenic_formula=e.form.symbolic_biogenic() or None,
        substituted=e.form.substituted(shown) if complete else "",
        method_source=MethodSourceRecord(
            title=document["title"],
            number=document["number"],
            locator=e.form.locator,
        ),
        gas="+".join(e.masses) or None,
        mass=quantity(next(iter(e.masses.values()), None), _mass_unit(e)),
        gases=tuple(_gas(g, e.sector.gwp) for g in e.gases),
        co2e=quantity(e.co2e, "tCO2e"),
        biogenic=quantity(e.biogenic, "tCO2"),
        missing=tuple(missing(m) for m in e.missing),
        share_percent=_share(e, known),
        process_unit=e.source.process_unit,
        release=e.source.release or usual,
        release_usual=bool(usual),
        operation=e.source.operation,
    )


def _mass_unit(e: SourceEmission) -> str:
    return f"t{gas_dimension(next(iter(e.masses), 'CO2'))}"


def _gas(g: GasEmission, assessment: str) -> GasRecord:
    return GasRecord(
        gas=g.gas,
        mass=quantity_of(g.mass, "t"),
        gwp="1" if g.gas == "CO2" else g.gwp and decimal_text(g.gwp.quantity.value),
        assessment=assessment,
        source=cited(g.gwp) if g.gwp else None,
        co2e=quantity(g.co2e, "tCO2e"),
    )


def _material(ident: str, a: Assessment) -> BilingualText | None:
    if not ident:
        return None
    row = a.world.tables.row("materials", ident)
    return BilingualText(zh=row["name_zh"], en=row["name_en"])


def _shown(p: Parameter) -> str:
    unit = "" if p.unit == "1" else f" {p.unit}"
    return f"{decimal_text(p.value, 8)}{unit}"


def _parameter(p: Parameter) -> ParameterRecord:
    return ParameterRecord(
        name=p.name,
        value=decimal_text(p.value),
        unit=p.unit,
        exact=fraction_text(p.value),
        typed=p.typed,
        status=p.status,
        source=cited(p.origin) if p.origin else None,
    )


def energy_part(a: Assessment) -> EnergyRecord:
    """Comprehensive energy, its sources, and the limits beside it."""
    uses: list[EnergyUseRecord] = []
    for u in a.energy.uses:
        uses.append(
            EnergyUseRecord(
                name=u.source,
                account=u.account,
                energy=quantity(u.tce, "tce"),
                formula=u.formula or None,
                coefficient=given(u.coefficient),
                electricity=quantity(u.mwh, "MWh") if u.mwh else None,
                electricity_formula=u.power or None,
                how=sentence(u.how, "zh"),
                code=u.how,
                source=cited(u.origin) if u.origin else None,
            )
        )
    total = a.energy.total()
    return EnergyRecord(
        equivalent=quantity(total, "tce"),
        primary=quantity(_primary(a, a.energy), "tce"),
        by_source=tuple(uses),
        outside=tuple(
            OutsideEnergyRecord(
                name=o.source,
                account=o.account,
                code=o.how,
                how=sentence(o.how, "zh"),
            )
            for o in a.energy.outside
        ),
        per_product=_per_product(a, a.products[0]) if len(a.products) == 1 else None,
        variant=_only_variant(a),
        by_product=tuple(_energy_of(a, p) for p in a.products),
        comparisons=tuple(
            _energy_comparison(c, p) for p in a.products for c in p.energy_findings.comparisons
        ),
        not_provided=tuple(_energy_gap(g, p) for p in a.products for g in p.energy_findings.gaps),
        no_edition=tuple(
            _missing_edition(m) for p in a.products for m in p.energy_findings.product.missing
        ),
        levels=tuple(
            EnergyLevelRecord(
                indicator=e.indicator,
                product=p.product.name,
                level=e.level,
                benchmark=e.benchmark,
            )
            for p in a.products
            for e in p.energy_levels
        ),
    )


def _only_variant(a: Assessment) -> str | None:
    """The variant of the only main product; those of several stand with each of them."""
    if len(a.products) != 1:
        return None
    return a.products[0].energy_findings.product.variant or None


def _energy_of(a: Assessment, p: ProductAssessment) -> ProductEnergyRecord:
    """The energy that a main product bears, and per unit of it."""
    energy = p.energy
    return ProductEnergyRecord(
        product=p.product.name,
        variant=p.energy_findings.product.variant or None,
        equivalent=quantity(None if energy is None else energy.total(), "tce"),
        primary=quantity(None if energy is None else _primary(a, energy), "tce"),
        per_product=_per_product(a, p),
    )


def _per_product(a: Assessment, p: ProductAssessment) -> EnergyPerProductRecord | None:
    """Comprehensive energy of a main product's unit, equivalent and primary value."""
    found, energy = p.energy_findings, p.energy
    if found.output is None or found.per is None or energy is None:
        return None
    unit = f"kgce/{found.per.text}"
    tonnes = found.output / 1000
    total, primary = energy.total(), _primary(a, energy)
    return EnergyPerProductRecord(
        product=p.product.name,
        equivalent=quantity(None if total is None else total / tonnes, unit),
        primary=quantity(None if primary is None else primary / tonnes, unit),
    )


def _primary(a: Assessment, energy: Energy) -> Fraction | None:
    """Comprehensive energy with electricity at its primary value, where the project gives one."""
    rate = a.project.electricity_primary
    return None if rate is None else energy.primary(rate.to("tce/MWh"))


def _energy_comparison(c: EnergyComparison, p: ProductAssessment) -> EnergyComparisonRecord:
    return EnergyComparisonRecord(
        benchmark=c.id,
        product=p.product.name,
        indicator=c.indicator,
        level=c.level,
        level_zh=c.level_zh,
        value=decimal_text(c.value),
        unit=c.unit.text,
        exact=fraction_text(c.value),
        without_own=quantity(c.without_own, c.unit.text),
        exports_kept=c.exports_kept,
        limit=decimal_text(c.limit),
        printed=None if c.printed is None else decimal_text(c.printed),
        within=c.within if c.judged else None,
        variant=c.variant or None,
        stated=c.stated,
        correction=c.correction,
        sum=c.sum or None,
        said=None if c.said is None else told(c.said.code, c.said.params),
        citation=citation(c.citation),
    )


def _energy_gap(g: EnergyGap, p: ProductAssessment) -> EnergyGapRecord:
    return EnergyGapRecord(
        benchmark=g.limit.id,
        product=p.product.name,
        indicator=g.limit.indicator,
        level=g.limit.level,
        level_zh=g.limit.level_zh,
        variant=g.limit.variant or None,
        limit=decimal_text(g.limit.printed),
        unit=g.limit.unit.text,
        why=told(g.why.code, g.why.params),
        citation=citation(g.limit.citation),
    )


def _missing_edition(m: MissingEdition) -> MissingEditionRecord:
    return MissingEditionRecord(
        product=m.product,
        indicator=m.indicator,
        why=told(m.why.code, m.why.params),
        citation=citation(m.citation),
    )


def intensity_part(i: Intensity) -> IntensityRecord:
    """One carbon intensity."""
    return IntensityRecord(
        indicator=i.indicator,
        product=i.product or None,
        product_name=i.product_name or None,
        sector=i.sector or None,
        value=decimal_text(i.value),
        unit=i.unit.text,
        exact=fraction_text(i.value),
        numerator=quantity_of(i.numerator, i.numerator_unit),
        denominator=typed_quantity(i.denominator),
    )


def comparison_part(c: Comparison, governs: bool, a: Assessment) -> ComparisonRecord:
    """One comparison; ``governs`` where it decides.

    ``excess`` = emission × (value − limit) ÷ value: what the year emits above the limit; negative
    where there is room below it.
    """
    b = c.benchmark
    excess, unit = _excess(c)
    return ComparisonRecord(
        benchmark=b.id,
        level=b.level,
        governs=governs,
        product=b.product,
        product_name=b.product_name,
        declared_name=c.intensity.product_name,
        sector=b.sector,
        indicator=b.indicator,
        value=decimal_text(c.value),
        unit=b.unit.text,
        exact=fraction_text(c.value),
        limit=decimal_text(b.limit),
        within=c.within,
        margin_percent=decimal_text(c.margin_percent, 12),
        excess=quantity(excess, unit),
        grade=b.grade,
        adopted=b.adopted,
        illustrative=b.instrument.illustrative,
        boundary=b.boundary,
        same_boundary=c.same_boundary and not counts_coproducts(a),
        citation=BenchmarkCitation(
            title=b.instrument.title,
            number=b.instrument.number,
            authority=b.instrument.authority,
            date=b.instrument.date,
            locator=b.locator,
            valid_from=b.valid_from,
            valid_to=b.valid_to,
            note=b.note,
        ),
        derivation=_derivation(b.derivation) if b.derivation else None,
    )


def counts_coproducts(a: Assessment) -> bool:
    """Whether what is compared holds the emission of a product with a value of its own as well."""
    return a.decision.verdict == "undetermined" and any(f.coproducts for f in a.facts)


def _derivation(d: BenchmarkDerivation) -> DerivationRecord:
    """The sum behind a derived value."""
    return DerivationRecord(
        formula=d.formula,
        substituted=d.substituted,
        limits=tuple(d.limits),
        grid_factor=GridFactorRecord(
            value=decimal_text(d.grid.quantity.value),
            unit=d.grid.quantity.unit.text,
            exact=fraction_text(d.grid.quantity.value),
            source=cited(d.grid),
        ),
        variant=d.variant or None,
        assumption=d.assumption or None,
    )


def _excess(c: Comparison) -> tuple[Fraction | None, str]:
    """What is emitted above a limit, in the gas that its intensity counts."""
    i = c.intensity
    over = i.numerator * (c.value - c.benchmark.limit) / c.value if c.value else None
    return over, i.numerator_unit


def allocation_part(a: Assessment) -> AllocationRecord | None:
    """How the sources are split over the main products; None where there is one."""
    if len(a.products) < 2:
        return None
    split = {p.sector.id: p.sector.split for p in a.products if p.sector.split}
    return AllocationRecord(
        method=a.allocation.method or None,
        products=tuple(_product_part(p, a) for p in a.products),
        sources=tuple(_split_part(e, a) for e in a.inventory.emissions if _is_own(e)),
        notes=tuple(BilingualText(zh=s["note"]["zh"], en=s["note"]["en"]) for s in split.values()),
        admissible=_admissible(a.admissible),
    )


def _is_own(e: SourceEmission) -> bool:
    return e.source.account == "project"


def _split_part(e: SourceEmission, a: Assessment) -> AllocatedSourceRecord:
    split = a.allocation.split(e.source)
    return AllocatedSourceRecord(
        source=e.source.name,
        basis=split.basis or None,
        how=sentence(f"allocation.{split.basis or 'none'}", "zh"),
        shares=tuple(
            AllocatedShareRecord(
                product=name,
                value=decimal_text(share * 100),
                unit="%",
                exact=fraction_text(share * 100),
            )
            for name, share in split.shares.items()
        ),
    )


def _product_part(p: ProductAssessment, a: Assessment) -> BearingProductRecord:
    total = None if p.inventory is None else p.inventory.total()
    weight = a.allocation.weights.get(p.product.name)
    whole = sum(a.allocation.weights.values(), Fraction(0))
    return BearingProductRecord(
        product=p.product.name,
        sector=SectorName(id=p.sector.id, name_zh=p.sector.name_zh, name_en=p.sector.name_en),
        boundary=boundary(p.sector.boundary),
        output=given(p.product.amount),
        emission=quantity(total, "tCO2e"),
        method_share=None if weight is None else quantity(weight / whole * 100, "%"),
    )


def _admissible(found: Admissible | None) -> AdmissibleRecord | None:
    if found is None:
        return None
    return AdmissibleRecord(
        emission=quantity_of(found.emission, found.gas),
        limit=quantity_of(found.limit, found.gas),
        within=found.within,
    )
