"""Specific energy against the national limits (GB levels 1–3) and 标杆/基准 levels."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.benchmarks.energy_limits import (
    LEVELS,
    OTHER_LEVELS,
    EnergyLimit,
    ProductLimits,
    limits_in_force,
)
from carbon_eia.energy import Energy
from carbon_eia.project import Evidence, Product, Project
from carbon_eia.reference import Citation, Reason, Sector, SectorProduct, World
from carbon_eia.units import Quantity, Unit, decimal_text, parse_unit

__all__ = [
    "EnergyComparison",
    "EnergyFindings",
    "EnergyGap",
    "EnergyLevel",
    "compare_energy",
    "energy_level",
    "energy_notes",
]


class EnergyComparison(NamedTuple):
    """A specific energy beside one limit, in the limit's unit.

    ``limit`` is the corrected limit, ``printed`` that of the table; ``judged`` is False where the
    standard corrects the limit by what is not known here. ``said``: what was done about it;
    ``sum``: the correction with its figures; ``stated``: the figure is the applicant's own.
    ``without_own``: the value without power from own photovoltaics and wind, where there is any;
    where the limit is kept by this alone, it is not ``judged``. ``exports_kept``: energy is
    exported and the standard does not deduct it.
    """

    id: str
    indicator: str
    level: str
    level_zh: str
    value: Fraction
    limit: Fraction
    unit: Unit
    judged: bool
    correction: str
    citation: Citation
    variant: str = ""
    printed: Fraction | None = None
    said: Reason | None = None
    sum: str = ""
    stated: bool = False
    without_own: Fraction | None = None
    exports_kept: bool = False

    @property
    def within(self) -> bool:
        """Whether the value is not above the limit."""
        return self.value <= self.limit


class EnergyGap(NamedTuple):
    """A limit that applies and that no figure of this project can be held against, and why."""

    limit: EnergyLimit
    why: Reason


class EnergyLevel(NamedTuple):
    """The level that an indicator reaches.

    ``level``: gb1, gb2, gb3, above (worse than 3), or None where it is not judged. ``benchmark``:
    benchmark_level, baseline_level, below, or None where there is none or it is not judged.
    """

    indicator: str
    level: str | None
    benchmark: str | None = None


class EnergyFindings(NamedTuple):
    """A product's own figures beside its limits, or why there is none.

    ``product``: its limits on the day; ``candidates``: beside those of all variants, where none is
    stated; ``output``: the year's output in ``per``, by which energy is divided.
    """

    product: ProductLimits = ProductLimits()
    comparisons: tuple[EnergyComparison, ...] = ()
    gaps: tuple[EnergyGap, ...] = ()
    candidates: tuple[EnergyComparison | EnergyGap, ...] = ()
    output: Fraction | None = None
    per: Unit | None = None


class _Figure(NamedTuple):
    value: Fraction
    unit: Unit
    stated: bool = False
    without_own: Fraction | None = None
    evidence: Evidence = Evidence()


def compare_energy(
    world: World, sector: Sector, project: Project, product: Product, energy: Energy
) -> EnergyFindings:
    """Every limit of a main product beside the project's own figure, by the energy it bears.

    Computed: comprehensive energy (equivalent value) and electricity per product, PUE =
    electricity of the site ÷ electricity of the IT equipment, coal of clinker, coal rate of power
    supplied. Others are taken as stated (``specific_energy``, ``facts.supply_coal_rate``); where
    one is computed and stated, the worse governs (law 8).
    """
    known = sector.product(product.name)
    if known is None or product.amount is None:
        return EnergyFindings()
    per = parse_unit(known.unit)
    output = product.amount.to(per)
    limits = limits_in_force(world, known, project, product)
    exports = energy.has("export")
    deducting = _deducting_standards(world) if exports else frozenset()
    bases: dict[bool, dict[str, list[_Figure]]] = {}

    def against(limit: EnergyLimit) -> EnergyComparison | EnergyGap:
        kept = exports and limit.citation.number not in deducting
        if kept not in bases:
            base = energy.without("export") if kept else energy
            bases[kept] = _figures(world, project, product, known, base, output, per)
        own = bases[kept].get(limit.indicator, [])
        fitting = [f for f in own if f.unit.dims == limit.unit.dims]
        if not fitting:
            return EnergyGap(limit, _why(limit.indicator, own, energy, limit.unit))
        # a figure that is stated never betters the computed one: the worse of the two governs
        figure = max(fitting, key=lambda f: f.value * f.unit.factor)
        doubt = _doubt(known, energy) if limit.indicator == "comprehensive_energy" else None
        compared = _compared(limit, figure, doubt)._replace(exports_kept=kept)
        # what is stated alone, with no computed figure beside it, needs proof to keep a limit
        alone = figure.stated and all(f.stated for f in fitting)
        return _unless_proven(compared, figure, world, project) if alone else compared

    found = [against(limit) for limit in limits.limits]
    return EnergyFindings(
        limits,
        tuple(f for f in found if isinstance(f, EnergyComparison)),
        tuple(f for f in found if isinstance(f, EnergyGap)),
        tuple(against(limit) for limit in limits.candidates),
        output,
        per,
    )


def _deducting_standards(world: World) -> frozenset[str]:
    """Numbers of the standards whose formula deducts energy that is delivered outside."""
    entries = world.tables.toml("claims.toml")["exports"]["energy"]
    return frozenset(world.document(e["source"])["number"] for e in entries)


def _unless_proven(
    compared: EnergyComparison, figure: _Figure, world: World, project: Project
) -> EnergyComparison:
    """A stated figure counts against a limit as it is, and for it only with proof (law 8)."""
    needs = world.tables.toml("claims.toml")["kinds"]["consumption"]["needs"]
    kinds = needs["year" if project.stage == "operating" else "commitment"]
    shown = figure.evidence
    known = shown.identified and shown.date is not None and shown.date <= world.as_of
    if not compared.within or not compared.judged or (known and shown.kind in kinds):
        return compared
    params = {
        "value": decimal_text(compared.value, 6),
        "unit": compared.unit.text,
        "evidence": shown.text or "—",
    }
    return compared._replace(judged=False, said=Reason("energy.limit.unproven", params))


def _compared(limit: EnergyLimit, figure: _Figure, doubt: Reason | None) -> EnergyComparison:
    value = figure.value * figure.unit.factor_to(limit.unit)
    judged, said = limit.judges(value), limit.said
    if doubt is not None and not figure.stated:
        judged, said = False, doubt
    scale = figure.unit.factor_to(limit.unit)
    value, without_own = figure.value * scale, figure.without_own
    if without_own is not None:
        without_own *= scale
        if judged and without_own <= limit.limit < value:
            shown = {
                "with": decimal_text(value, 6),
                "without": decimal_text(without_own, 6),
                "unit": limit.unit.text,
            }
            judged, said = False, Reason("energy.limit.own_power", shown)
    return EnergyComparison(
        limit.id,
        limit.indicator,
        limit.level,
        limit.level_zh,
        value,
        limit.limit,
        limit.unit,
        judged,
        limit.correction,
        limit.citation,
        limit.variant,
        limit.printed,
        said,
        limit.sum,
        figure.stated,
        without_own,
    )


def _figures(
    world: World,
    project: Project,
    product: Product,
    known: SectorProduct,
    energy: Energy,
    output: Fraction,
    per: Unit,
) -> dict[str, list[_Figure]]:
    """The project's own figures by indicator, computed before stated."""
    found: dict[str, list[_Figure]] = {}
    if energy.uses_electricity():
        power = energy.electricity() / output
        found["electricity"] = [_Figure(power, parse_unit("MWh").per(per))]
        found["pue"] = [_Figure(power, parse_unit(""))]
    specs = world.tables.toml("benchmarks/corrections.toml")

    def add(indicator: str, value: Fraction | None, own: Fraction | None = None) -> None:
        if value is not None:
            without = None if own is None else (value - own) / output
            figure = _Figure(value / output, parse_unit("tce").per(per), without_own=without)
            found.setdefault(indicator, []).append(figure)

    total = energy.total()
    if total is not None and known.energy.get("feed") == "out":
        feed = energy.part(kind="feed")
        total = None if feed is None else total - feed
    add("comprehensive_energy", total, _own_power(energy))
    if total is not None:
        add("coal", energy.part("fuel", specs["coal"]["category"], specs["coal"]["materials"]))
    rate = project.facts.get("supply_coal_rate")
    if isinstance(rate, Quantity):
        shown = project.facts_evidence
        found["supply_coal"] = [_Figure(rate.value, rate.unit, True, evidence=shown)]
    elif known.unit == "MWh" and not _sells_heat(world, project, product):
        add("supply_coal", energy.part("fuel", specs["supply_coal"]["category"]))
    proof = product.specific_energy.get("evidence")
    shown = proof if isinstance(proof, Evidence) else Evidence()
    for key, given in product.specific_energy.items():
        if isinstance(given, Quantity):
            figure = _Figure(given.value, given.unit, True, evidence=shown)
            found.setdefault(key, []).append(figure)
    return found


def _own_power(energy: Energy) -> Fraction | None:
    """tce of own power that is used; None where there is none."""
    if not energy.has("own"):
        return None
    total, rest = energy.total(), energy.without("own").total()
    return None if total is None else total - (rest or Fraction(0))


def _sells_heat(world: World, project: Project, main: Product) -> bool:
    """Whether the fuel gives energy for sale that bears none of it: it would have to be shared
    out. Another main product bears its own part."""
    energy, bearing = parse_unit("GJ").dims, project.main_products
    sold = (world.methods[s.method] for s in project.sources if s.supply == "export")
    return any(m.energy == "heat" for m in sold) or any(
        p.amount is not None and p.amount.unit.dims == energy
        for p in project.products
        if p.account == "project" and p is not main and p not in bearing
    )


def _why(indicator: str, own: Sequence[_Figure], energy: Energy, unit: Unit) -> Reason:
    """Why there is no figure for an indicator."""
    if own:
        return Reason("energy.gap.unit", {"unit": unit.text})
    unknown = energy.unknown()
    if indicator in ("electricity", "pue"):
        return Reason("energy.gap.no_electricity")
    if indicator in ("comprehensive_energy", "coal") and unknown:
        return Reason("energy.gap.incomplete", {"sources": "、".join(unknown)})
    key = "facts.supply_coal_rate" if indicator == "supply_coal" else f"specific_energy.{indicator}"
    return Reason("energy.gap.not_stated", {"key": key})


def _doubt(known: SectorProduct, energy: Energy) -> Reason | None:
    """Why a computed specific energy cannot bear a level.

    Where the product itself is deducted, the energy is a small difference of large amounts, which
    default coefficients cannot give.
    """
    if not known.energy.get("deducted"):
        return None
    rough = [
        u.source
        for u in energy.uses
        if u.account == "project" and u.kind == "feed" and u.how != "energy.measured"
    ]
    return Reason("energy.limit.difference", {"sources": "、".join(rough)}) if rough else None


def energy_notes(findings: EnergyFindings) -> list[tuple[str, Reason]]:
    """What a reader must be warned of.

    No variant stated, no edition in force, a limit that the applicant corrected.
    """
    limits = findings.product
    noted = [limits.note, *(m.why for m in limits.missing), *(c.said for c in findings.comparisons)]
    noted += [_exports_note(c) for c in findings.comparisons if c.exports_kept]
    once = {(r.code, str(r.params)): r for r in noted if r is not None and r.warn}
    return [("products", r) for r in once.values()]


def _exports_note(comparison: EnergyComparison) -> Reason:
    """That energy which is exported was not deducted from a specific energy."""
    standard = comparison.citation.number or comparison.citation.title
    return Reason("CE-E004", {"standard": standard}, warn=True)


def energy_level(comparisons: Sequence[EnergyComparison]) -> list[EnergyLevel]:
    """The level that each indicator reaches; None where it is not judged.

    A level is reached where the figure exceeds neither its limit nor that of a weaker level: in
    some tables level 2, that of new plants, is stricter than level 1.
    """
    found: list[EnergyLevel] = []
    for indicator in dict.fromkeys(c.indicator for c in comparisons):
        rows = {c.level: c for c in comparisons if c.indicator == indicator}
        level = _reached([rows[k] for k in LEVELS if k in rows], "above")
        benchmark = _reached([rows[k] for k in OTHER_LEVELS if k in rows], "below")
        if any(k in rows for k in (*LEVELS, *OTHER_LEVELS)):
            found.append(EnergyLevel(indicator, level, benchmark))
    return found


def _reached(rows: Sequence[EnergyComparison], worse: str) -> str | None:
    if not rows or not all(c.judged for c in rows):
        return None
    if any(c.value < 0 < c.limit for c in rows):  # more is sold than bought: no level says that
        return None
    for i, c in enumerate(rows):
        if all(weaker.within for weaker in rows[i:]):
            return c.level
    return worse
