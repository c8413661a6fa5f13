"""Benchmarks, measures, and the path from the present intensity to its limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from carbon_eia.project import parameter_label
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.report.verdict import governing, limits
from carbon_eia.run.records import (
    ComparisonRecord,
    EffectRecord,
    MeasureRecord,
    MeasureSetRecord,
    QuantityRecord,
    Run,
)

__all__ = ["Benchmarks", "Measures", "benchmarks_view", "effect_text", "measures_view"]

LEVELS = ("admission", "advanced", "reference")


@dataclass(frozen=True, slots=True)
class IntensityRow:
    """One intensity with what it is made of."""

    indicator: str
    product: str
    value: Cell
    unit: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One intensity beside one benchmark."""

    level: str
    product: str
    value: Cell
    limit: Cell
    unit: str
    margin: Cell
    passed: str
    grade: str
    adopted: str
    illustrative: bool
    boundary: str
    document: str
    issued: str
    locator: str
    validity: str
    note: str


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """Everything of the section on intensities; ``other`` counts another boundary."""

    intensities: list[IntensityRow]
    same: list[ComparisonRow]
    other: list[ComparisonRow]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as declared."""

    name: str
    reference: str
    effects: list[str]
    bonds: list[str]
    dates: str
    status: str
    money: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A set of measures and what it achieves."""

    label: str
    measures: str
    intensity: Cell
    against: str
    finish: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything of the section on measures."""

    measures: list[MeasureRow]
    plans: list[PlanRow]
    unit: str
    limit: str
    deadline: str
    exhaustive: bool


def benchmarks_view(run: Run, reader: Reader) -> Benchmarks:
    """Every intensity and every comparison, those of another boundary apart."""
    ranked = sorted(
        run.comparisons,
        key=lambda c: LEVELS.index(c.level) if c.level in LEVELS else len(LEVELS),
    )
    bounds = limits(run)
    values = column([show.beside(show.exact(c), [show.exact(c.limit), *bounds]) for c in ranked])
    points = column([show.plain(c.limit) for c in ranked])
    margins = column([show.margin(c.margin_percent) for c in ranked])
    rows = [
        (c, _comparison(c, value, limit, margin, reader))
        for c, value, limit, margin in zip(ranked, values, points, margins, strict=True)
    ]
    return Benchmarks(
        intensities=_intensities(run, reader),
        same=[row for c, row in rows if c.same_boundary],
        other=[row for c, row in rows if not c.same_boundary],
    )


def _intensities(run: Run, reader: Reader) -> list[IntensityRow]:
    found, dash = run.intensities, reader.word("dash")
    bounds = limits(run)
    shown = column([show.beside(show.exact(i), bounds) for i in found])
    return [
        IntensityRow(
            indicator=reader.code("indicator", i.indicator),
            product=reader.text(i.product_name) or dash,
            value=cell,
            unit=str(i.unit or ""),
            numerator=f"{show.emission(i.numerator)} {i.numerator.unit}",
            denominator=reader.typed(i.denominator),
        )
        for i, cell in zip(found, shown, strict=True)
    ]


def _comparison(
    c: ComparisonRecord, value: Cell, limit: Cell, margin: Cell, reader: Reader
) -> ComparisonRow:
    cited, w = c.citation, reader.word
    space = "" if reader.lang == "zh" else " "
    return ComparisonRow(
        level=reader.code("level", c.level),
        product=space.join(
            x for x in (reader.text(c.product_name), reader.code("indicator", c.indicator)) if x
        ),
        value=value,
        limit=limit,
        unit=c.unit,
        margin=margin,
        passed=w("reaches") if c.within else w("exceeds"),
        grade=c.grade,
        adopted=w("adopted_yes") if c.adopted else w("adopted_no"),
        illustrative=bool(c.illustrative),
        boundary=_boundary(c, reader),
        document=reader.document(cited),
        issued=w("comma").join(x for x in (cited.authority, cited.date) if x),
        locator=str(cited.locator or ""),
        validity=reader.validity(cited),
        note=str(cited.note or ""),
    )


def _boundary(c: ComparisonRecord, reader: Reader) -> str:
    return reader.word("same_boundary") if c.same_boundary else reader.text(c.boundary)


# --- measures


def measures_view(run: Run, reader: Reader) -> Measures:
    """The measures as declared and the plans that they make."""
    admission = governing(run, "admission")
    if admission is not None and not admission.same_boundary:
        admission = None
    limit = show.exact(admission.limit) if admission else None
    retrofit = run.retrofit
    methods = {str(s.name): str(s.method) for s in run.inventory.by_source}
    plans = _plans(run, limit, reader)
    deadline = retrofit.deadline
    return Measures(
        measures=[_measure(m, methods, reader) for m in run.project.measures],
        plans=[row for row, _ in plans],
        unit=next((n.unit for _, n in plans if n), ""),
        limit=show.plain(admission.limit) if admission else "",
        deadline=str(deadline.date) if deadline else "",
        exhaustive=bool(retrofit.complete),
    )


def _measure(m: MeasureRecord, methods: Mapping[str, str], reader: Reader) -> MeasureRow:
    w, dash, colon = reader.word, reader.word("dash"), reader.word("colon")
    bonds = [
        w(key) + colon + reader.listed(others)
        for key, others in (("requires", m.requires), ("excludes", m.excludes))
        if others
    ]
    money = [reader.money(m.investment), reader.money(m.annual_cost)]
    return MeasureRow(
        name=str(m.name),
        reference=str(m.reference or ""),
        effects=[effect_text(e, methods, reader) for e in m.effects],
        bonds=bonds,
        dates=f"{m.start or dash} → {m.finish or dash}",
        status=reader.code("measure", m.status),
        money=" / ".join(money),
    )


def effect_text(e: EffectRecord, methods: Mapping[str, str], reader: Reader) -> str:
    """An effect with its source; ``methods`` are those of the sources, by name."""
    method = str(e.method or methods.get(str(e.source), ""))
    return f"{e.source}{reader.word('colon')}{_change(e, method, reader)}"


def _change(e: EffectRecord, method: str, reader: Reader) -> str:
    """What an effect does to its source: how much less or more of what, or what it becomes."""
    w = reader.word
    name = ""
    if e.parameter:
        key = str(e.parameter)
        name = f"{parameter_label(method, key, reader.lang) if method else key} "
    if e.to is not None:
        to = reader.code(e.parameter, e.to) if isinstance(e.to, str) else reader.typed(e.to)
        return f"{name}→ {to}"
    saved = e.saves is not None
    change = f"{name}{w('saves' if saved else 'adds')} {reader.typed(e.saves if saved else e.adds)}"
    if e.low is not None or e.high is not None:
        change += f" ({reader.typed(e.low)} – {reader.typed(e.high)})"
    if e.switch:
        ends = f"{reader.typed(e.old_efficiency)} → {reader.typed(e.efficiency)}"
        change += f" → {e.switch} ({ends})"
    return change


def _plans(
    run: Run, limit: Decimal | None, reader: Reader
) -> list[tuple[PlanRow, QuantityRecord | None]]:
    """The plans with their intensities, each set of measures told once."""
    found, dash = run.retrofit, reader.word("dash")
    plans = (
        ("present", found.present),
        ("committed", found.committed),
        ("all_committed", found.all_committed),
        ("proposed", found.proposed),
        ("late", found.late),
        ("everything", found.everything),
    )
    told: set[tuple[str, ...]] = set()
    kept: list[tuple[str, MeasureSetRecord]] = []
    for key, plan in plans:
        if plan is None or plan.measures in told:
            continue
        told.add(plan.measures)
        kept.append((key, plan))
    numbers = [p.intensity for _, p in kept]
    bounds = limits(run)
    cells = column([dash if n is None else show.beside(show.exact(n), bounds) for n in numbers])
    return [
        (
            PlanRow(
                label=reader.code("plan", key),
                measures=reader.listed(plan.measures) or dash,
                intensity=cell,
                against=_against(number, limit, reader),
                finish=str(plan.finish or dash),
            ),
            number,
        )
        for (key, plan), number, cell in zip(kept, numbers, cells, strict=True)
    ]


def _against(number: QuantityRecord | None, limit: Decimal | None, reader: Reader) -> str:
    if number is None or limit is None:
        return reader.word("dash")
    return reader.word("reaches" if show.exact(number) <= limit else "exceeds")
