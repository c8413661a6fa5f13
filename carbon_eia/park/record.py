"""The record of a park's evaluation: one canonical JSON document, named by its hash.

It holds the park's own text and those of all files that it names, so that it can be computed
again; every document is printed from it and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from carbon_eia.benchmarks import Benchmark, parse_benchmarks
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.messages import LANGUAGES, in_languages, sentence
from carbon_eia.park.account import Line, MemberAccount
from carbon_eia.park.choose import Choice, list_entry
from carbon_eia.park.conclude import Conclusion, Criterion
from carbon_eia.park.evaluate import Evaluation, Step, evaluate_park
from carbon_eia.park.indicators import Indicator
from carbon_eia.park.model import Change, Park
from carbon_eia.park.read import parse_park
from carbon_eia.park.scenario import Path, YearAccount
from carbon_eia.park.suggest import Suggestion
from carbon_eia.park.sums import exact_sum
from carbon_eia.park.targets import target_in
from carbon_eia.reference import World
from carbon_eia.run import parse_run, run_id
from carbon_eia.run.values import given, quantity, told
from carbon_eia.units import decimal_text

__all__ = [
    "SCHEMA",
    "Record",
    "compute_park_again",
    "held_limits",
    "held_park",
    "make_record",
    "parse_record",
]

SCHEMA = "carbon-eia/park/1"

Record = dict[str, Any]
"""A park's evaluation as JSON; its keys are described in ``docs/park.md``."""

INTENSITY = "tCO2e/万元"


def make_record(e: Evaluation) -> Record:
    """The record of an evaluation."""
    park, parts = e.park, e.world.tables.toml("park.toml")
    record: Record = {
        "schema": SCHEMA,
        "as_of": str(e.world.as_of),
        "reference": {
            "version": e.world.tables.package["version"],
            "sha256": e.world.tables.digest,
            "overrides": _overrides(e.benchmarks),
        },
        "park": {
            "name": park.name,
            "code": park.code,
            "region": park.region,
            "kind": park.kind,
            "base_year": park.base_year,
            "plan_years": list(park.plan_years),
            "boundary": park.boundary,
            "area": given(park.area),
            "activity": park.activity,
            "objective": park.objective,
            "pending": park.pending,
            "sha256": park.sha256,
            "text": park.text,
            "files": dict(park.texts),
        },
        "city": {
            "carbon_intensity": given(park.city.carbon_intensity),
            "total": given(park.city.total),
            "increment": given(park.increment),
            "year": park.city.year,
            "source": park.city.source,
        },
        "members": [_member(m, e) for m in e.account.members],
        "totals": [
            {
                "name": t.name,
                "sector": _sector(t.sector, e.world),
                "source": t.source,
                **_line(x, e.world),
            }
            for t, x in zip(park.totals, e.account.totals, strict=True)
        ],
        "sales": [
            {
                "seller": s.seller,
                "source": s.source,
                "inside": quantity(s.inside, s.unit),
                "outside": quantity(s.outside, s.unit),
                "buyers": [
                    {"name": b, "source": use, "sent": quantity(sent, s.unit)}
                    for b, use, sent in s.buyers
                ],
            }
            for s in e.account.sales.by_link.values()
        ],
        "renewables": [
            {
                "name": r.name,
                "year": r.year,
                "generation": given(r.generation),
                "used": given(r.used),
                "source": r.source,
            }
            for r in park.renewables
        ],
        "sinks": [
            {"name": s.name, "amount": given(s.amount), "source": s.source} for s in park.sinks
        ],
        "base": _base(e),
        "scenarios": [_scenario(p, e) for p in e.paths],
        "plan": e.plan.scenario.name,
        "optimised": e.optimised.scenario.name,
        "indicators": _indicators(e),
        "effects": [_step(s) for s in e.steps],
        "choice": None if e.choice is None else _choice(e.choice),
        "large": [{"name": m.member.name, "energy": quantity(tce, "tce")} for m, tce in e.large],
        "tracking": _target(parts["large_user"]["target"], e.park, e.world),
        "duties": _duties(parts["duties"], e),
        "documents": [
            {"use": use, "title": row["title"], "number": row["number"]}
            for use, row in ((k, e.world.document(i)) for k, i in parts["documents"].items())
        ],
        "suggestions": [_suggestion(s, e.park, e.world) for s in e.suggestions],
        "regional": _regional(e),
        "conclusion": _conclusion(e.conclusion),
        "warnings": _warnings(e),
    }
    record["id"] = run_id(record)
    return record


def compute_park_again(record: Record, world: World) -> Record:
    """The record of the same park and files in a world; in its own the same bytes come out.

    Raises InputError CE-V001 where the record does not hold the text of a file that it used, and
    whatever the texts give.
    """
    park = held_park(record, world)
    return make_record(evaluate_park(park, world, held_limits(record, park, world)))


def held_park(record: Record, world: World) -> Park:
    """The park as the texts in its record state it."""
    files = record["park"]["files"]

    def content(name: str) -> str:
        if name not in files:
            raise InputError(Problem("CE-V001", params={"file": name}))
        return str(files[name])

    return parse_park(record["park"]["text"], world, content, "park.toml")


def held_limits(record: Record, park: Park, world: World) -> list[Benchmark]:
    """The benchmarks of the files that a record used.

    A file that the park names is in the record twice: where the two texts are not the same, both
    are taken, so that what was changed comes to light.
    """
    found: list[Benchmark] = []
    texts = {(used["file"], used.get("text")) for used in record["reference"]["overrides"]}
    for used in record["reference"]["overrides"]:
        if not used.get("text"):
            raise InputError(Problem("CE-V001", params={"file": used["file"]}))
        found += parse_benchmarks(used["text"], world, used["file"])
    for name in park.benchmarks:
        if (name, park.texts[name]) not in texts:
            found += parse_benchmarks(park.texts[name], world, name)
    return found


def parse_record(text: str, place: Place) -> Record:
    """A record from its text.

    Raises InputError: CE-N001 not a record, CE-N002 its content is not that of its id.
    """
    return parse_run(text, place, SCHEMA)


def _overrides(benchmarks: Sequence[Benchmark]) -> list[dict[str, Any]]:
    found = {
        b.instrument.sha256: {
            "title": b.instrument.title,
            "number": b.instrument.number,
            "authority": b.instrument.authority,
            "date": b.instrument.date,
            "illustrative": b.instrument.illustrative,
            "file": b.instrument.file,
            "sha256": b.instrument.sha256,
            "text": b.instrument.text,
        }
        for b in benchmarks
    }
    return list(found.values())


# --- members


def _member(m: MemberAccount, e: Evaluation) -> dict[str, Any]:
    a, member = m.assessment, m.member
    decisive = a.decisive
    admission = None if decisive is None else decisive.admission
    planned = member.role == "projects"
    return {
        "name": member.name,
        "project": member.project.name,
        "role": member.role,
        "kind": member.kind or None,
        "sector": _sector(member.project.sector, e.world),
        "start": member.start,
        "close": member.close,
        "measures": list(m.counted),
        "entry": list_entry(m) if planned else None,
        "verdict": a.decision.verdict if planned else None,
        "reason": _reason(m) if planned else None,
        "product": None if decisive is None else decisive.product.name,
        "intensity": None
        if admission is None
        else quantity(admission.value, admission.benchmark.unit.text),
        "admission": None
        if admission is None
        else quantity(admission.benchmark.limit, admission.benchmark.unit.text),
        "grade": admission.benchmark.grade if admission is not None else None,
        "total": quantity(m.total, "tCO2e"),
        "internal": quantity(m.internal, "tCO2e"),
        "net": quantity(m.net, "tCO2e"),
        "energy": quantity(_energy(m.lines), "tce"),
        "added_value": quantity(m.added_value, "万元"),
        "output_value": quantity(m.output_value, "万元"),
        "sources": [_line(x, e.world) for x in m.lines],
        "missing": [told(x.code, x.params) for x in a.decision.missing],
        "two_high": member.project.facts.get("two_high"),
        "sha256": member.project.sha256,
    }


def _reason(m: MemberAccount) -> dict[str, Any]:
    """Why a planned project stands where it does on the admission list."""
    decision = m.assessment.decision
    if decision.missing:
        gap = decision.missing[0]
        return told(gap.code, gap.params)
    own = [r for r in decision.rulings if r.rule.id == "admission"]
    ruling = next((r for r in own if r.passed is False), (own or decision.rulings)[0])
    return told(ruling.fact.code, ruling.fact.params)


def _sector(ident: str, world: World) -> dict[str, str]:
    found = world.sectors()[ident]
    return {"id": ident, "zh": found["zh"], "en": found["en"]}


def _energy(lines: Sequence[Line]) -> Fraction | None:
    """tce that a member takes in, less what it sells to others and out of the park."""
    if any(x.tce is None for x in lines):
        return None
    return sum((x.tce for x in lines if x.tce is not None), Fraction(0))


def _line(x: Line, world: World) -> dict[str, Any]:
    row = world.tables.row("materials", x.carrier) if world.material_id(x.carrier) else None
    return {
        "source": x.source,
        "category": x.category,
        "carrier": x.carrier or None,
        "carrier_name": None if row is None else {"zh": row["name_zh"], "en": row["name_en"]},
        "co2e": quantity(x.co2e, "tCO2e"),
        "tce": quantity(x.tce, "tce"),
        "mwh": quantity(x.mwh, "MWh") if x.mwh else None,
        "link": x.link or None,
    }


# --- years


def _base(e: Evaluation) -> dict[str, Any]:
    year = e.base.at(e.park.base_year)
    members = [m for m in e.account.members if m.member.role != "projects"]
    internal = exact_sum(m.internal for m in members)
    gross = [m.total for m in members]
    known = exact_sum(t for t in gross if t is not None)
    return {
        "complete": not e.account.incomplete(),
        "gross": quantity(known, "tCO2e"),
        "internal": quantity(internal, "tCO2e"),
        "statistics": quantity(sum((x.co2e for x in e.account.totals), Fraction(0)), "tCO2e"),
        **_year(year, e),
    }


def _sums(year: YearAccount, key: Any) -> dict[str, Fraction]:
    found: dict[str, list[Fraction]] = {}
    for line in year.lines:
        found.setdefault(key(line), []).append(line.co2e)
    return {name: exact_sum(values) for name, values in found.items()}


def _year(year: YearAccount, e: Evaluation) -> dict[str, Any]:
    roles = {m.name: m.role for m in e.park.members}
    by = {
        "category": _sums(year, lambda x: x.category),
        "role": _sums(year, lambda x: roles.get(x.member, "totals")),
    }
    return {
        "year": year.year,
        "total": quantity(year.total(), "tCO2e"),
        "energy": quantity(year.energy(), "tce"),
        "activity": quantity(year.value(), "万元"),
        "intensity": quantity(year.intensity(), INTENSITY),
        **{f"by_{k}": {n: quantity(v, "tCO2e") for n, v in sums.items()} for k, sums in by.items()},
    }


def _scenario(path: Path, e: Evaluation) -> dict[str, Any]:
    s = path.scenario
    return {
        "name": s.name,
        "kind": s.kind,
        "projects": s.projects,
        "admitted": [{"name": n, "start": start} for n, start in path.admitted.items()],
        "changes": [_change(c, e.world) for c in s.changes],
        "peak": path.peak().year,
        "years": [_year(y, e) for y in path.years],
    }


def _change(c: Change, world: World) -> dict[str, Any]:
    shares = ("activity", "activity_share", "energy", "process", "green_share", "share")
    values = {k: v for k in shares if (v := getattr(c, k)) is not None}
    return {
        "year": c.year,
        "of": c.of or None,
        "sector": _sector(c.of, world) if c.of in world.sectors() else None,
        **{k: quantity(v * 100, "%") for k, v in values.items()},
        "grid_factor": given(c.grid_factor),
        "switch_from": c.switch_from or None,
        "switch_to": c.switch_to or None,
        "switch_names": [_energy_name(x, world) for x in (c.switch_from, c.switch_to) if x],
        "source": c.source,
    }


def _energy_name(name: str, world: World) -> dict[str, str]:
    """An energy that a change names, in both languages."""
    for carrier in ("electricity", "heat"):
        names = in_languages(f"carrier.{carrier}")
        if name in names.values():
            return names
    ident = world.material_id(name)
    if ident is None:
        return {"zh": name, "en": name}
    row = world.tables.row("materials", ident)
    return {"zh": row["name_zh"], "en": row["name_en"]}


# --- what follows from them


def _indicators(e: Evaluation) -> list[dict[str, Any]]:
    """Each indicator with the base year and, for every scenario, the plan years."""
    first = e.indicators[e.base.scenario.name, e.park.base_year]
    return [_indicator(i, n, e) for n, i in enumerate(first)]


def _indicator(one: Indicator, number: int, e: Evaluation) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group,
        "name": dict(one.name),
        "unit": one.unit,
        "better": one.better,
        "base": quantity(one.value, one.unit),
        "values": {
            p.scenario.name: {
                str(year): quantity(e.indicators[p.scenario.name, year][number].value, one.unit)
                for year in e.park.plan_years
            }
            for p in e.paths
        },
        "targets": [x for t in one.targets if (x := _target(t, e.park, e.world)) is not None],
    }


def _duties(duties: list[dict[str, str]], e: Evaluation) -> list[dict[str, Any]]:
    """What the law asks of the park's projects; left out where its area or period is another."""
    held = [(d, _target(d["target"], e.park, e.world)) for d in duties]
    return [
        {"id": d["id"], "text": {lang: d[lang] for lang in LANGUAGES}, "target": target}
        for d, target in held
        if target is not None
    ]


def _target(ident: str, park: Park, world: World) -> dict[str, Any] | None:
    """A target; None where the park lies outside its area or the day outside its period."""
    row = target_in(world, ident, park.region)
    if row is None:
        return None
    document = world.document(row["source"])
    return {
        "id": ident,
        "section": row["section"] if "section" in row else row["locator"],
        "indicator": row["indicator"],
        "operator": row["operator"],
        "value": row["value"] or None,
        "unit": row["unit"],
        "deadline": row["deadline"],
        "quotation": row["quotation"] if "quotation" in row else row["indicator"],
        "instrument": {"title": document["title"], "number": document["number"]},
        "grade": row["grade"],
    }


def _step(s: Step) -> dict[str, Any]:
    return {
        "kind": s.kind,
        "scenario": s.scenario,
        "from": s.start,
        "to": s.end,
        "before": quantity(s.before, "tCO2e"),
        "after": quantity(s.after, "tCO2e"),
        "effects": None
        if s.effects is None
        else {k: quantity(v, "tCO2e") for k, v in s.effects._asdict().items()},
    }


def _choice(c: Choice) -> dict[str, Any]:
    units = {"carbon": "tCO2e", "energy": "tce"}
    return {
        "objective": c.objective,
        "proven": c.proven,
        "value": quantity(c.value, "万元"),
        "admitted": [
            {
                "name": a.name,
                "start": a.start,
                "mode": a.mode,
                "measures": list(a.measures),
                "value": quantity(a.value, "万元"),
                "cost": quantity(a.cost, "万元"),
            }
            for a in c.admitted
        ],
        "left_out": [
            {
                "name": x.name,
                "reason": x.reason,
                "kind": x.kind or None,
                "year": x.year,
                "over": None if x.over is None else quantity(x.over, units[x.kind]),
            }
            for x in c.left_out
        ],
        "caps": [
            {
                "kind": k.kind,
                "year": k.year,
                "limit": quantity(k.limit, units[k.kind]),
                "existing": quantity(k.existing, units[k.kind]),
                "used": quantity(k.used, units[k.kind]),
                "price": quantity(_rounded(k.price), f"万元/{units[k.kind]}"),
            }
            for k in c.caps
        ],
    }


def _rounded(price: Fraction) -> Fraction:
    """A dual at six decimals: what a solver leaves beyond them differs between machines."""
    return Fraction(round(price * 10**6), 10**6)


def _suggestion(s: Suggestion, park: Park, world: World) -> dict[str, Any]:
    of: object = s.of or in_languages("park.report.all")
    if s.of in world.sectors():
        of = _sector(s.of, world)
    facts: dict[str, object] = {"of": of, **s.detail}
    if isinstance(percent := facts.get("percent"), Fraction):
        facts["percent"] = decimal_text(percent, 6).replace("-", "−")
    facts |= {k: _energy_name(str(facts[k]), world) for k in ("old", "new") if k in facts}
    if "reason" in facts:
        code = f"park.reason.{facts['reason']}"
        facts["reason"] = {lang: sentence(code, lang) for lang in LANGUAGES}
    return {
        "kind": s.kind,
        "of": s.of or None,
        **told(f"park.suggest.{s.kind}", facts),
        "year": s.year,
        "before": quantity(s.before, "tCO2e"),
        "saves": quantity(s.saves, "tCO2e"),
        "after": quantity(s.before - s.saves, "tCO2e"),
        "share": quantity(s.saves / s.before * 100 if s.before else None, "%"),
        "target": _target(s.target, park, world),
    }


def _regional(e: Evaluation) -> list[dict[str, Any]]:
    """The park in the city: share of its total, and intensity beside the city's."""
    found = []
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
            {
                "scenario": None if year == e.park.base_year else path.scenario.name,
                "year": year,
                "share": quantity(share, "%"),
                "increment": quantity(account.total() - e.base.years[0].total(), "tCO2e"),
                "beside": quantity(beside, "%"),
            }
        )
    return found


def _conclusion(c: Conclusion) -> dict[str, Any]:
    return {
        "status": c.status,
        **{k: v for k, v in told(f"park.status.{c.status}", {}).items() if k != "params"},
        "criteria": [_criterion(x) for x in c.criteria],
        "missing": [told(code, params) for code, params in c.missing],
    }


def _criterion(c: Criterion) -> dict[str, Any]:
    return {
        "id": c.id,
        "year": c.year,
        "plan": quantity(c.plan, c.unit),
        "optimised": quantity(c.optimised, c.unit),
        "limit": quantity(c.limit, c.unit),
        "passed": list(c.passed),
        "source": c.source or None,
    }


def _warnings(e: Evaluation) -> list[dict[str, Any]]:
    """What a reader must know: illustrative values, assumptions on pending projects, gaps."""
    found: list[tuple[str, Mapping[str, object]]] = []
    for used in _overrides(e.benchmarks):
        if used["illustrative"]:
            found.append(("park.warning.illustrative", {"title": used["title"]}))
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
    return [told(code, params) for code, params in found]
