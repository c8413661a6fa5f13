"""What was read: the project, its measures, the benchmark files, the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Benchmark
from carbon_eia.project import (
    Effect,
    Evidence,
    Fact,
    Measure,
    Phase,
    Picture,
    Planning,
    Product,
    Project,
    RawMaterial,
    month_texts,
)
from carbon_eia.reference import World
from carbon_eia.run.records import (
    ApplicantRecord,
    ChosenReference,
    CityRecord,
    EconomicsRecord,
    EffectRecord,
    EvidenceFileRecord,
    FactRecord,
    GuideDifferenceRecord,
    GuideRecord,
    InstrumentRecord,
    MeasureRecord,
    PhaseRecord,
    PictureRecord,
    PlanningRecord,
    ProductRecord,
    ProjectRecord,
    RawMaterialRecord,
    ReferenceRecord,
    ReportRecord,
    SectorRecord,
)
from carbon_eia.run.values import boundary, given, known, proof
from carbon_eia.units import Quantity

__all__ = ["overrides", "project_part", "reference_part"]


def overrides(benchmarks: Iterable[Benchmark]) -> tuple[InstrumentRecord, ...]:
    """The benchmark files that were used, each once."""
    found: dict[str, InstrumentRecord] = {}
    for b in benchmarks:
        i = b.instrument
        found[i.sha256] = InstrumentRecord(
            id=i.id,
            title=i.title,
            number=i.number,
            authority=i.authority,
            date=i.date,
            illustrative=i.illustrative,
            green_power=i.green_power or None,
            file=i.file,
            sha256=i.sha256,
            text=i.text,
        )
    return tuple(found.values())


def reference_part(world: World, used: tuple[InstrumentRecord, ...] = ()) -> ReferenceRecord:
    """The reference data with which a record is made; ``used``: benchmark files beside them."""
    tables = world.tables
    return ReferenceRecord(version=tables.package["version"], sha256=tables.digest, overrides=used)


def project_part(a: Assessment) -> ProjectRecord:
    """The project as its file states it, with its sector, guide and boundary."""
    p, s = a.project, a.sector
    guide = a.world.document(s.guide["source"])
    offered, differing = _guides(a)
    return ProjectRecord(
        name=p.name,
        code=p.code,
        stage=p.stage,
        nature=p.nature,
        sector=SectorRecord(
            id=s.id,
            name_zh=s.name_zh,
            name_en=s.name_en,
            gbt4754=tuple(s.gbt4754),
            guide=GuideRecord(
                title=guide["title"],
                number=guide["number"],
                note=s.guide.get("note", ""),
                locator=s.guide.get("locator", ""),
                id=s.guide.get("id", s.guide["source"]),
                offered=offered,
                differences=differing,
            ),
            boundary=boundary(s.boundary),
            gwp=s.gwp,
            fuel_tables=tuple(s.tables.get("fuels", ())),
            chosen=ChosenReference(
                gwp=p.gwp or None,
                fuel_table=p.fuel_table or None,
                guide=p.guide or None,
            ),
        ),
        region=p.region,
        year=p.year,
        allocation=p.allocation or None,
        retrofit_deadline=str(p.retrofit_deadline) if p.retrofit_deadline else None,
        change_consent_date=str(p.change_consent_date) if p.change_consent_date else None,
        channel=p.channel or None,
        applicant=ApplicantRecord(
            name=p.applicant.name,
            credit_code=p.applicant.credit_code,
            site={k: v.text for k, v in p.applicant.site.items()},
        ),
        economics=EconomicsRecord(
            output_value=given(p.economics.output_value),
            added_value=given(p.economics.added_value),
            investment=given(p.economics.investment),
            existing_output_value=given(p.economics.existing_output_value),
            existing_added_value=given(p.economics.existing_added_value),
        ),
        city=CityRecord(
            carbon_intensity=given(p.city.carbon_intensity),
            total=given(p.city.total),
            year=p.city.year,
            source=p.city.source,
        ),
        facts={k: _stated(v) for k, v in p.facts.items()},
        facts_evidence=p.facts_evidence.text,
        facts_proof=proof(p.facts_evidence),
        evidence_files=_files(p),
        products=tuple(_product(x) for x in p.products),
        measures=tuple(_measure(m) for m in p.measures),
        planning=_planning(p.planning),
        phases=tuple(_phase(x) for x in p.phases),
        raw_materials=tuple(_raw_material(r) for r in p.raw_materials),
        operating_hours=given(p.operating_hours),
        report=ReportRecord(
            compiler=p.report.compiler,
            authors=p.report.authors,
            evaluator=p.report.evaluator,
        ),
        texts=dict(p.texts),
        pictures={name: _picture(x) for name, x in p.pictures.items()},
        sha256=p.sha256,
        text=p.text,
    )


def _files(p: Project) -> tuple[EvidenceFileRecord, ...]:
    """The files that evidence names, each once, with its hash or why there is none."""
    named = {e.file: e for e in p.evidence if e.file}
    return tuple(
        EvidenceFileRecord(file=file, sha256=e.sha256 or None, lost=e.lost or None)
        for file, e in sorted(named.items())
    )


def _guides(a: Assessment) -> tuple[tuple[str, ...], tuple[GuideDifferenceRecord, ...]]:
    """Guides that the sector offers, and in what the chosen one departs from its own."""
    if not a.project.guide:
        return (a.own_sector.guide["source"], *(g["id"] for g in a.own_sector.guides)), ()
    from carbon_eia.reference.guides import differences, guide_names  # seldom needed

    differing = differences(a.world, a.own_sector, a.sector)
    return tuple(guide_names(a.own_sector)), tuple(
        GuideDifferenceRecord(**d._asdict()) for d in differing
    )


def _stated(fact: Fact | Evidence) -> FactRecord:
    """A fact as JSON: a quantity with what was typed, a date as text."""
    if isinstance(fact, Quantity):
        return given(fact)
    if isinstance(fact, Evidence):
        return fact.text
    return str(fact) if isinstance(fact, date) else fact


def _product(p: Product) -> ProductRecord:
    return ProductRecord(
        name=p.name,
        amount=given(p.amount),
        main=p.main,
        account=p.account,
        variant=p.variant,
        sector=p.sector or None,
        price=given(p.price),
        facts={k: _stated(v) for k, v in p.facts.items()},
        specific_energy={k: _stated(v) for k, v in p.specific_energy.items()},
        corrected_limits={k: _stated(v) for k, v in p.corrected_limits.items()},
        evidence=p.evidence.text,
        proof=proof(p.evidence),
    )


def _raw_material(r: RawMaterial) -> RawMaterialRecord:
    return RawMaterialRecord(
        name=r.name,
        amount=given(r.amount),
        main=r.main,
        account=r.account,
        carbon_content=given(r.carbon_content),
        evidence=r.evidence.text,
        proof=proof(r.evidence),
    )


def _measure(m: Measure) -> MeasureRecord:
    return MeasureRecord(
        name=m.name,
        reference=m.reference,
        effects=tuple(_effect(e) for e in m.effects),
        investment=given(m.investment),
        annual_cost=given(m.annual_cost),
        start=str(m.start) if m.start else None,
        finish=str(m.finish) if m.finish else None,
        status=m.status,
        requires=tuple(m.requires),
        excludes=tuple(m.excludes),
        duration=m.duration,
        life=m.life,
        shutdown=m.shutdown,
        shutdown_months=m.shutdown_months,
        evidence=m.evidence.text,
        proof=proof(m.evidence),
        maturity=m.maturity,
        responsible=m.responsible,
        so2_saved=given(m.so2_saved),
        nox_saved=given(m.nox_saved),
        dust_saved=given(m.dust_saved),
    )


def _effect(e: Effect) -> EffectRecord:
    return EffectRecord(
        source=e.source,
        saves=given(e.saves),
        adds=given(e.adds),
        low=given(e.low),
        high=given(e.high),
        parameter=e.parameter,
        to=e.to if isinstance(e.to, str) else given(e.to),
        switch=e.switch,
        efficiency=given(e.efficiency),
        old_efficiency=given(e.old_efficiency),
        method=e.method,
        material=e.material,
        supply=e.supply,
    )


def _phase(p: Phase) -> PhaseRecord:
    return PhaseRecord(
        name=p.name,
        stage=p.stage,
        approved={k: known(v) for k, v in p.approved.items()},
        actual={k: known(v) for k, v in p.actual.items()},
    )


def _picture(x: Picture) -> PictureRecord:
    return PictureRecord(
        file=x.file,
        caption=x.caption,
        kind=x.kind,
        width=x.width,
        height=x.height,
        sha256=hashlib.sha256(x.content).hexdigest() if x.content else "",
        source_sha256=x.source_sha256,
        content=x.content,
    )


def _planning(p: Planning) -> PlanningRecord:
    return PlanningRecord(
        objective=p.objective,
        discount_rate=given(p.discount_rate),
        budget=given(p.budget),
        parallel=p.parallel,
        shutdowns=tuple(month_texts(p.shutdowns)),
    )
