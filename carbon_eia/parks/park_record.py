"""The record of a park's evaluation: one canonical JSON document, named by its hash.

It holds the park's own text and those of all files that it names, so that it can be computed
again; every document is printed from it and from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from msgspec import to_builtins
from msgspec.structs import asdict

from carbon_eia.benchmarks import departures
from carbon_eia.errors import Place
from carbon_eia.messages import LANGUAGES, in_languages, sentence
from carbon_eia.parks.choose import PlanChoice, list_entry
from carbon_eia.parks.conclude import Criterion
from carbon_eia.parks.evaluate import EmissionStep, Evaluation
from carbon_eia.parks.indicators import Indicator
from carbon_eia.parks.judge import Judgement
from carbon_eia.parks.park_account import Line, MemberAccount
from carbon_eia.parks.park_model import Park, ScenarioChange, SectorTotal
from carbon_eia.parks.park_records import (
    LATER_PARK_KEYS,
    AdmittedProject,
    AdmittedRecord,
    BaseYearRecord,
    BuyerRecord,
    CapRecord,
    ChangeRecord,
    ChoiceRecord,
    ConclusionRecord,
    CriterionRecord,
    DecompositionRecord,
    DutyRecord,
    IndicatorRecord,
    InstrumentName,
    JudgementRecord,
    LargeConsumer,
    LeftOutRecord,
    LineRecord,
    MemberRecord,
    NamedSector,
    ParkCity,
    ParkRecord,
    ParkStatement,
    PendingRecord,
    RegionalYear,
    RenewableRecord,
    SaleRecord,
    ScenarioRecord,
    SinkRecord,
    StatedRecord,
    SuggestionRecord,
    TargetRecord,
    TotalRecord,
    UsedDocument,
    YearRecord,
)
from carbon_eia.parks.record_energy import INTENSITY, carriers, cases
from carbon_eia.parks.record_statements import coordination, pollutants
from carbon_eia.parks.regional_targets import target_in
from carbon_eia.parks.scenario import Path, YearAccount
from carbon_eia.parks.suggest import Pending, Suggestion
from carbon_eia.parks.sums import exact_sum
from carbon_eia.reference import World
from carbon_eia.run import parse_record as parse_any_record
from carbon_eia.run import under_own_id
from carbon_eia.run.records import BilingualText, QuantityRecord, SentenceRecord
from carbon_eia.run.stated import overrides, reference_part
from carbon_eia.run.values import given, known, quantity, quantity_of, told
from carbon_eia.units import decimal_text

__all__ = [
    "SCHEMA",
    "make_record",
    "parse_record",
]

SCHEMA = "carbon-eia/park/1"


def make_record(e: Evaluation) -> ParkRecord:
    """The record of an evaluation."""
    park, parts = e.park, e.world.tables.toml("park.toml")
    planned = {m.name for m in park.members if m.role == "projects"}
    record = ParkRecord(
        id="",
        schema=SCHEMA,
        as_of=str(e.world.as_of),
        reference=reference_part(e.world, overrides(e.benchmarks)),
        park=ParkStatement(
            name=park.name,
            code=park.code,
            region=park.region,
            kind=park.kind,
            base_year=park.base_year,
            plan_years=park.plan_years,
            boundary=park.boundary,
            area=given(park.area),
            activity=park.activity,
            objective=park.objective,
            pending=park.pending,
            sha256=park.sha256,
            text=park.text,
            files=dict(park.texts),
        ),
        city=ParkCity(
            carbon_intensity=given(park.city.carbon_intensity),
            total=given(park.city.total),
            increment=given(park.increment),
            year=park.city.year,
            source=park.city.source,
        ),
        members=tuple(_member(m, e) for m in e.account.members),
        totals=tuple(
            _total(t, x, e.world) for t, x in zip(park.totals, e.account.totals, strict=True)
        ),
        sales=tuple(
            SaleRecord(
                seller=s.seller,
                source=s.source,
                inside=quantity_of(s.inside, s.unit),
                outside=quantity_of(s.outside, s.unit),
                buyers=tuple(
                    BuyerRecord(
                        name=b, source=use, sent=quantity_of(sent, s.unit), planned=b in planned
                    )
                    for b, use, sent in s.buyers
                ),
            )
            for s in e.account.sales.by_link.values()
        ),
        renewables=tuple(
            RenewableRecord(
                name=r.name,
                year=r.year,
                generation=known(r.generation),
                used=given(r.used),
                source=r.source,
            )
            for r in park.renewables
        ),
        sinks=tuple(
            SinkRecord(name=s.name, amount=known(s.amount), source=s.source) for s in park.sinks
        ),
        base=_base(e),
        scenarios=tuple(_scenario(p, e) for p in e.paths),
        plan=e.plan.scenario.name,
        optimised=e.optimised.scenario.name,
        indicators=_indicators(e),
        effects=tuple(_step(s) for s in e.steps),
        choice=None if e.choice is None else _choice(e.choice),
        large=tuple(
            LargeConsumer(name=m.member.name, energy=quantity_of(tce, "tce")) for m, tce in e.large
        ),
        tracking=_target(parts["large_user"]["target"], e.park, e.world),
        duties=_duties(parts["duties"], e),
        documents=tuple(
            UsedDocument(use=use, title=row["title"], number=row["number"])
            for use, row in ((k, e.world.document(i)) for k, i in parts["documents"].items())
        ),
        suggestions=tuple(_suggestion(s, e.park, e.world) for s in e.suggestions),
        regional=_regional(e),
        conclusion=_conclusion(e),
        warnings=_warnings(e),
        balance=tuple(carriers(e)),
        cases=tuple(cases(e)),
        pending=tuple(_pending(x, e) for x in e.pending),
        pollutants=tuple(pollutants(e)),
        coordination=tuple(coordination(e)),
    )
    return under_own_id(record)


def parse_record(text: str, place: Place) -> ParkRecord:
    """A record from its text.

    Raises InputError: CE-N001 not a record, CE-N002 its content is not that of its id.
    """
    return under_own_id(parse_any_record(text, place, SCHEMA, ParkRecord, LATER_PARK_KEYS))


# --- members


def _member(m: MemberAccount, e: Evaluation) -> MemberRecord:
    a, member = m.assessment, m.member
    decisive = a.decisive
    admission = None if decisive is None else decisive.admission
    planned = member.role == "projects"
    two_high = member.project.facts.get("two_high")
    return MemberRecord(
        name=member.name,
        project=member.project.name,
        role=member.role,
        kind=member.kind or None,
        sector=_sector(member.project.sector, e.world),
        start=member.start,
        close=member.close,
        measures=tuple(m.counted),
        entry=list_entry(m) if planned else None,
        verdict=a.decision.verdict if planned else None,
        reason=_reason(m) if planned else None,
        product=None if decisive is None else decisive.product.name,
        intensity=None
        if admission is None
        else quantity(admission.value, admission.benchmark.unit.text),
        admission=None
        if admission is None
        else quantity(admission.benchmark.limit, admission.benchmark.unit.text),
        grade=admission.benchmark.grade if admission is not None else None,
        total=quantity(m.total, "tCO2e"),
        internal=quantity_of(m.internal, "tCO2e"),
        net=quantity(m.net, "tCO2e"),
        energy=quantity(_energy(m.lines), "tce"),
        added_value=quantity(m.added_value, "万元"),
        output_value=quantity(m.output_value, "万元"),
        sources=tuple(_line(x, e.world) for x in m.lines),
        missing=tuple(told(x.code, x.params) for x in a.decision.missing),
        two_high=two_high if isinstance(two_high, bool) else None,
        sha256=member.project.sha256,
    )


def _reason(m: MemberAccount) -> SentenceRecord:
    """Why a planned project stands where it does on the admission list: what is missing, the rule
    that bars it, else its intensity beside the admission value."""
    decision = m.assessment.decision
    if decision.missing:
        gap = decision.missing[0]
        return told(gap.code, gap.params)
    rulings = decision.rulings
    bars = (r for r in rulings if r.passed is False and r.rule.severity == "veto")
    own = (r for r in rulings if r.rule.id == "admission")
    ruling = next(bars, next(own, rulings[0]))
    return told(ruling.fact.code, ruling.fact.params)


def _sector(ident: str, world: World) -> NamedSector:
    found = world.sectors()[ident]
    return NamedSector(id=ident, zh=found["zh"], en=found["en"])


def _energy(lines: Sequence[Line]) -> Fraction | None:
    """tce that a member takes in, less what it sells to others and out of the park."""
    if any(x.tce is None for x in lines):
        return None
    return sum((x.tce for x in lines if x.tce is not None), Fraction(0))


def _total(t: SectorTotal, x: Line, world: World) -> TotalRecord:
    return TotalRecord(
        **asdict(_line(x, world)),
        name=t.name,
        sector=_sector(t.sector, world),
    )


def _line(x: Line, world: World) -> LineRecord:
    row = world.tables.row("materials", x.carrier) if world.material_id(x.carrier) else None
    return LineRecord(
        source=x.source,
        category=x.category,
        carrier=x.carrier or None,
        carrier_name=None if row is None else BilingualText(zh=row["name_zh"], en=row["name_en"]),
        co2e=quantity_of(x.co2e, "tCO2e"),
        tce=quantity(x.tce, "tce"),
        mwh=quantity(x.mwh, "MWh") if x.mwh else None,
        link=x.link or None,
    )


# --- years


def _base(e: Evaluation) -> BaseYearRecord:
    year = e.base.at(e.park.base_year)
    members = [m for m in e.account.members if m.member.role != "projects"]
    internal = exact_sum(m.internal for m in members)
    gross = [m.total for m in members]
    stated = exact_sum(t for t in gross if t is not None)
    return BaseYearRecord(
        complete=not e.account.incomplete(),
        gross=quantity_of(stated, "tCO2e"),
        internal=quantity_of(internal, "tCO2e"),
        statistics=quantity_of(sum((x.co2e for x in e.account.totals), Fraction(0)), "tCO2e"),
        **asdict(_year(year, e)),
    )


def _sums(year: YearAccount, key: Callable[[Line], str]) -> dict[str, QuantityRecord]:
    amounts: dict[str, list[Fraction]] = {}
    for line in year.lines:
        amounts.setdefault(key(line), []).append(line.co2e)
    return {name: quantity_of(exact_sum(values), "tCO2e") for name, values in amounts.items()}


def _year(year: YearAccount, e: Evaluation) -> YearRecord:
    roles = {m.name: m.role for m in e.park.members}
    return YearRecord(
        year=year.year,
        total=quantity_of(year.total(), "tCO2e"),
        energy=quantity(year.energy(), "tce"),
        activity=quantity(year.value(), "万元"),
        intensity=quantity(year.intensity(), INTENSITY),
        by_category=_sums(year, lambda x: x.category),
        by_role=_sums(year, lambda x: roles.get(x.member, "totals")),
    )


def _scenario(path: Path, e: Evaluation) -> ScenarioRecord:
    s = path.scenario
    return ScenarioRecord(
        name=s.name,
        kind=s.kind,
        projects=s.projects,
        admitted=tuple(AdmittedRecord(name=n, start=start) for n, start in path.admitted.items()),
        changes=tuple(_change(c, e.world) for c in s.changes),
        peak=path.peak().year,
        years=tuple(_year(y, e) for y in path.years),
    )


def _change(c: ScenarioChange, world: World) -> ChangeRecord:
    def percent(share: Fraction | None) -> QuantityRecord | None:
        return quantity(None if share is None else share * 100, "%")

    return ChangeRecord(
        year=c.year,
        of=c.of or None,
        sector=_sector(c.of, world) if c.of in world.sectors() else None,
        activity=percent(c.activity),
        activity_low=percent(c.activity_low),
        activity_high=percent(c.activity_high),
        activity_share=percent(c.activity_share),
        energy=percent(c.energy),
        process=percent(c.process),
        green_share=percent(c.green_share),
        share=percent(c.share),
        grid_factor=given(c.grid_factor),
        switch_from=c.switch_from or None,
        switch_to=c.switch_to or None,
        switch_names=tuple(_energy_name(x, world) for x in (c.switch_from, c.switch_to) if x),
        source=c.source,
    )


def _energy_name(name: str, world: World) -> BilingualText:
    """An energy that a change names, in both languages."""
    for carrier in ("electricity", "heat"):
        names = in_languages(f"carrier.{carrier}")
        if name in names.values():
            return BilingualText(zh=names["zh"], en=names["en"])
    ident = world.material_id(name)
    if ident is None:
        return BilingualText(zh=name, en=name)
    row = world.tables.row("materials", ident)
    return BilingualText(zh=row["name_zh"], en=row["name_en"])


# --- what follows from them


def _indicators(e: Evaluation) -> tuple[IndicatorRecord, ...]:
    """Each indicator with the base year and, for every scenario, the plan years."""
    first = e.indicators[e.base.scenario.name, e.park.base_year]
    return tuple(_indicator(i, n, e) for n, i in enumerate(first))


def _indicator(one: Indicator, number: int, e: Evaluation) -> IndicatorRecord:
    return IndicatorRecord(
        id=one.id,
        group=one.group,
        name=BilingualText(zh=one.name["zh"], en=one.name["en"]),
        unit=one.unit,
        better=one.better,
        base=quantity(one.value, one.unit),
        values={
            p.scenario.name: {
                str(year): quantity(e.indicators[p.scenario.name, year][number].value, one.unit)
                for year in e.park.plan_years
            }
            for p in e.paths
        },
        targets=tuple(x for t in one.targets if (x := _target(t, e.park, e.world)) is not None),
        judgements=tuple(_judgement(e.judgements[t]) for t in one.targets if t in e.judgements),
        asked=one.asked,
        stated=tuple(
            StatedRecord(
                scenario=s.scenario or None, year=s.year, value=known(s.value), source=s.source
            )
            for s in e.park.indicators
            if s.name == one.id
        ),
    )


def _judgement(j: Judgement) -> JudgementRecord:
    return JudgementRecord(
        target=j.target,
        year=j.year,
        plan=quantity(j.values[0], j.unit),
        optimised=quantity(j.values[1], j.unit),
        met=j.met,
        reason=told(f"park.unjudged.{j.reason}", {}) if j.reason else None,
    )


def _duties(duties: list[dict[str, str]], e: Evaluation) -> tuple[DutyRecord, ...]:
    """What the law asks of the park's projects; left out where its area or period is another."""
    held = [(d, _target(d["target"], e.park, e.world)) for d in duties]
    return tuple(
        DutyRecord(id=d["id"], text=BilingualText(zh=d["zh"], en=d["en"]), target=target)
        for d, target in held
        if target is not None
    )


def _target(ident: str, park: Park, world: World) -> TargetRecord | None:
    """A target; None where the park lies outside its area or the day outside its period."""
    row = target_in(world, ident, park.region)
    if row is None:
        return None
    document = world.document(row["source"])
    return TargetRecord(
        id=ident,
        section=row["section"] if "section" in row else row["locator"],
        indicator=row["indicator"],
        operator=row["operator"],
        value=row["value"] or None,
        unit=row["unit"],
        deadline=row["deadline"],
        quotation=row["quotation"] if "quotation" in row else row["indicator"],
        instrument=InstrumentName(title=document["title"], number=document["number"]),
        grade=row["grade"],
    )


def _step(s: EmissionStep) -> DecompositionRecord:
    return DecompositionRecord(
        kind=s.kind,
        scenario=s.scenario,
        start=s.start,
        end=s.end,
        before=quantity_of(s.before, "tCO2e"),
        after=quantity_of(s.after, "tCO2e"),
        effects=None
        if s.effects is None
        else {k: quantity_of(v, "tCO2e") for k, v in s.effects._asdict().items()},
    )


def _choice(c: PlanChoice) -> ChoiceRecord:
    units = {"carbon": "tCO2e", "energy": "tce"}
    return ChoiceRecord(
        objective=c.objective,
        proven=c.proven,
        value=quantity_of(c.value, "万元"),
        admitted=tuple(
            AdmittedProject(
                name=a.name,
                start=a.start,
                mode=a.mode,
                measures=tuple(a.measures),
                value=quantity_of(a.value, "万元"),
                cost=quantity(a.cost, "万元"),
            )
            for a in c.admitted
        ),
        left_out=tuple(
            LeftOutRecord(
                name=x.name,
                reason=x.reason,
                kind=x.kind or None,
                year=x.year,
                over=None if x.over is None else quantity(x.over, units[x.kind]),
            )
            for x in c.left_out
        ),
        caps=tuple(
            CapRecord(
                kind=k.kind,
                year=k.year,
                limit=quantity_of(k.limit, units[k.kind]),
                existing=quantity_of(k.existing, units[k.kind]),
                used=quantity_of(k.used, units[k.kind]),
                price=quantity_of(_rounded(k.price), f"万元/{units[k.kind]}"),
            )
            for k in c.caps
        ),
    )


def _rounded(price: Fraction) -> Fraction:
    """A dual at six decimals: what a solver leaves beyond them differs between machines."""
    return Fraction(round(price * 10**6), 10**6)


def _suggestion(s: Suggestion, park: Park, world: World) -> SuggestionRecord:
    of: object = s.of or in_languages("park.report.all")
    if s.of in world.sectors():
        of = to_builtins(_sector(s.of, world))
    facts: dict[str, object] = {"of": of, **s.detail}
    if isinstance(percent := facts.get("percent"), Fraction):
        facts["percent"] = decimal_text(percent, 6).replace("-", "−")
    facts |= {
        k: to_builtins(_energy_name(str(facts[k]), world)) for k in ("old", "new") if k in facts
    }
    if "reason" in facts:
        code = f"park.reason.{facts['reason']}"
        facts["reason"] = {lang: sentence(code, lang) for lang in LANGUAGES}
    said = told(f"park.suggest.{s.kind}", facts)
    return SuggestionRecord(
        kind=s.kind,
        of=s.of or None,
        code=said.code,
        text=said.text,
        params=said.params,
        year=s.year,
        before=quantity_of(s.before, "tCO2e"),
        saves=quantity_of(s.saves, "tCO2e"),
        after=quantity_of(s.before - s.saves, "tCO2e"),
        share=quantity(s.saves / s.before * 100 if s.before else None, "%"),
        target=_target(s.target, park, world),
    )


def _regional(e: Evaluation) -> tuple[RegionalYear, ...]:
    """The park in the city: share of its total, and intensity beside the city's."""
    found: list[RegionalYear] = []
    total, per = e.park.city.total, e.park.city.carbon_intensity
    rows = [(e.base, e.park.base_year)]
    rows += [(p, y) for p in (e.plan, e.optimised) for y in e.park.plan_years]
    for path, year in rows:
        account = path.at(year)
        share = None if total is None else account.total() / total.to("tCO2") * 100
        held = account.intensity()
        beside = None
        if per is not None and held is not None:
            beside = (held / per.to("tCO2/万元") - 1) * 100
        found.append(
            RegionalYear(
                scenario=None if year == e.park.base_year else path.scenario.name,
                year=year,
                share=quantity(share, "%"),
                increment=quantity_of(account.total() - e.base.years[0].total(), "tCO2e"),
                beside=quantity(beside, "%"),
            )
        )
    return tuple(found)


def _pending(x: Pending, e: Evaluation) -> PendingRecord:
    return PendingRecord(
        name=x.name,
        year=x.year,
        emission=quantity_of(x.carbon, "tCO2e"),
        reason=told(f"park.reason.{x.reason}", {}),
        target=_target(x.target, e.park, e.world),
    )


def _conclusion(e: Evaluation) -> ConclusionRecord:
    c = e.conclusion
    said = told(f"park.status.{c.status}", {})
    return ConclusionRecord(
        status=c.status,
        code=said.code,
        text=said.text,
        params=said.params,
        criteria=tuple(_criterion(x) for x in c.criteria),
        missing=tuple(told(code, params) for code, params in c.missing),
        conditions=tuple(
            told("park.condition.pending", {"name": x.name, "year": x.year}) for x in e.pending
        ),
    )


def _criterion(c: Criterion) -> CriterionRecord:
    return CriterionRecord(
        id=c.id,
        year=c.year,
        plan=quantity(c.plan, c.unit),
        optimised=quantity(c.optimised, c.unit),
        limit=quantity(c.limit, c.unit),
        passed=tuple(c.passed),
        source=c.source or None,
    )


def _warnings(e: Evaluation) -> tuple[SentenceRecord, ...]:
    """What a reader must know: illustrative values, assumptions on pending projects, gaps."""
    found: list[tuple[str, Mapping[str, object]]] = []
    for used in overrides(e.benchmarks):
        if used.illustrative:
            found.append(("park.warning.illustrative", {"title": used.title}))
    found += [(d.code, d.params) for d in departures(e.benchmarks)]
    pending = [
        m.member.name
        for m in e.account.members
        if m.member.role == "projects" and list_entry(m) == "pending"
    ]
    if pending:
        found.append((f"park.warning.pending_{e.park.pending}", {"names": "、".join(pending)}))
    if any(s.kind == "own" and any(c.grid_factor for c in s.changes) for s in e.park.scenarios):
        found.append(("park.warning.grid", {}))
    if any(step.effects is None for step in e.steps):
        found.append(("park.warning.effects", {}))
    for name in e.account.incomplete():
        found.append(("park.missing.member", {"name": name}))
    return tuple(told(code, params) for code, params in found)
