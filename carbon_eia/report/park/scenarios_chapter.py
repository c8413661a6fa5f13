"""Chapter 5: what each scenario assumes, what follows from it, and why emission changes."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.effects import EFFECTS
from carbon_eia.parks.park_records import (
    ChangeRecord,
    DecompositionRecord,
    ParkRecord,
    ScenarioRecord,
    YearRecord,
)
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.park.balance_chapter import energy_mix
from carbon_eia.report.park.park_amounts import DASH, categories, category, share, whole
from carbon_eia.report.park.present import sales_lines, sales_table
from carbon_eia.report.printer import Printer, TextRow, headed

__all__ = ["change_of", "changed", "period", "scenarios"]


def scenarios(record: ParkRecord, p: Printer) -> Chapter:
    """The park as it may become."""
    return p.chapter(
        "scenarios",
        _assumptions(record, p),
        _results(record, p),
        _cases(record, p),
        _planned_sales(record, p),
        _effects(record, p),
    )


# --- what is assumed


def _assumptions(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("assumptions")
    yield from p.paragraph("p.assumptions")
    yield from p.text_table(
        "changes",
        [
            p.column("h.scenario", 16),
            p.column("h.of", 16),
            p.column("h.change", 32),
            p.column("h.from", 36),
        ],
        [line for s in record.scenarios for line in _changes(s, p)],
    )


def _changes(s: ScenarioRecord, p: Printer) -> Iterator[TextRow]:
    if not s.changes:
        yield TextRow([s.name, p.word("all"), p.word("unchanged"), DASH])
    for c in s.changes:
        yield TextRow([s.name, changed(c, p), change_of(c, p) + p.bracketed(c.year), c.source])


def changed(c: ChangeRecord, p: DocumentLanguage) -> str:
    """What a change speaks of: a member, a sector by its name, or all."""
    if not c.of:
        return p.word("others" if c.activity_share else "all")
    return p.text(c.sector) if c.sector else str(c.of)


def change_of(c: ChangeRecord, p: DocumentLanguage) -> str:
    """What a change of a scenario states."""
    if c.switch_from and c.share is not None:
        old, new = [p.text(x) for x in c.switch_names or ()] or (c.switch_from, c.switch_to)
        return p.word("change.switch", new=new, old=old, v=show.plain(c.share.value))
    parts = [
        p.word(f"change.{k}", v=show.plain(getattr(c, k).value))
        for k in ("activity", "activity_share", "energy", "process", "green_share")
        if getattr(c, k)
    ]
    if c.activity_low and c.activity_high:
        low, high = (show.plain(x.value) for x in (c.activity_low, c.activity_high))
        parts.append(p.word("change.activity_range", low=low, high=high))
    if c.grid_factor:
        parts.append(p.word("change.grid_factor", v=p.typed(c.grid_factor)))
    return p.word("comma").join(parts)


# --- what follows


def _results(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("results")
    yield from p.text_table(
        "scenarios",
        [
            p.column("h.scenario", 18),
            p.column("h.year", 10),
            p.column("h.co2e", 19, "num"),
            p.column("h.against", 17, "num"),
            p.column("h.energy", 16, "num"),
            p.column("h.intensity", 20, "num"),
        ],
        [line for s in record.scenarios for line in _years(s, record, p)],
    )
    yield from p.drawing("paths")
    yield from p.bullets(_peak(s, record, p) for s in record.scenarios)
    yield from _structure(record, p)
    yield from energy_mix(record, p)


def _years(s: ScenarioRecord, record: ParkRecord, p: Printer) -> Iterator[TextRow]:
    """The base year and the plan years of a scenario, under its name."""
    base = record.base
    yield TextRow([s.name], "group")
    for y in s.years:
        if y.year == base.year or y.year in record.park.plan_years:
            amounts = [whole(y.energy), whole(y.intensity, 3)]
            yield TextRow(["", str(y.year), whole(y.total), _against(y, base), *amounts])


def _against(year: YearRecord, base: YearRecord) -> str:
    """The change of emission since the base year, in percent of it."""
    part = share(year.total, base.total)
    return part if part == DASH else show.rounded(show.exact(part) - 100, 2)


def _peak(s: ScenarioRecord, record: ParkRecord, p: Printer) -> str:
    last, base = record.park.plan_years[-1], record.park.base_year
    note = "p.peak_mid"
    if s.peak == last:
        note = "p.peak_end"
    elif s.peak == base:
        note = "p.peak_flat"
    return p.word("p.peak", scenario=s.name, year=s.peak, note=p.word(note))


def _structure(record: ParkRecord, p: Printer) -> list[Block]:
    """Shares by category: base year, and the plan years of each scenario."""
    base = record.base
    years: list[tuple[str, YearRecord]] = [(p.word("present"), base)]
    for s in record.scenarios:
        years += [(s.name, y) for y in s.years if y.year in record.park.plan_years]
    names = categories(y for _, y in years)
    width = 70 // max(len(names), 1)
    percent = p.bracketed("%")
    return p.text_table(
        "structure",
        [
            p.column("h.scenario", 20),
            p.column("h.year", 10),
            *(headed(category(n, p) + percent, width, "num") for n in names),
        ],
        [
            TextRow([label, str(y.year), *(share(y.by_category.get(n), y.total) for n in names)])
            for label, y in years
        ],
    )


# --- low, central and high activity


def _cases(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """What each scenario emits where activity is at the ends of its stated range."""
    yield p.section("cases")
    if not record.cases:
        yield from p.said([(p.gap(p.word("asks.cases")),)])
        return
    yield from p.paragraph("p.cases")
    yield from p.text_table(
        "cases",
        [
            p.column("h.scenario", 18),
            p.column("h.year", 9),
            p.column("h.case", 12),
            p.column("h.co2e", 17, "num"),
            p.column("h.energy", 15, "num"),
            p.column("h.intensity", 15, "num"),
            p.column("h.within_cap", 14),
        ],
        [
            TextRow(
                [
                    c.scenario,
                    str(c.year),
                    p.word(f"case.{c.case}"),
                    whole(c.total),
                    whole(c.energy),
                    whole(c.intensity, 3),
                    DASH if c.within_cap is None else p.word(f"passed.{str(c.within_cap).lower()}"),
                ]
            )
            for c in record.cases
        ],
    )


def _planned_sales(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Heat and power that planned projects are to take of members of the park."""
    lines = sales_lines(record, planned=True)
    if lines:
        yield p.section("planned_sales")
        yield from p.paragraph("p.planned_sales")
        yield from sales_table("planned_sales", lines, p)


# --- why it changes


def _effects(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("effects")
    yield from p.paragraph("p.effects", activity=p.word(f"activity.{record.park.activity}"))
    yield from p.text_table(
        "effects",
        [
            p.column("h.scenario", 15),
            p.column("h.period", 16),
            p.column("h.total", 13, "num"),
            p.column("h.activity", 11, "num"),
            p.column("h.structure", 11, "num"),
            p.column("h.specific", 12, "num"),
            p.column("h.mix", 12, "num"),
            p.column("h.grid", 10, "num"),
        ],
        [_effect(step, record) for step in record.effects],
    )
    yield from p.drawing("waterfall")
    yield from p.drawing("waterfall_opt")
    for x in record.pending:
        yield from p.paragraph(
            "p.pending_effect", name=x.name, year=x.year, emission=whole(x.emission)
        )


def _effect(step: DecompositionRecord, record: ParkRecord) -> TextRow:
    total = show.rounded(show.exact(step.after) - show.exact(step.before), 0)
    effects = step.effects or {}
    amounts = [whole(effects.get(name)) for name in EFFECTS]
    return TextRow([step.scenario, period(step, record), total, *amounts])


def period(step: DecompositionRecord, record: ParkRecord) -> str:
    """From when, or what, to what a change was taken apart."""
    if step.kind == "optimised":
        return f"{step.end} {record.plan} → {record.optimised}"
    return f"{step.start}–{step.end}"
