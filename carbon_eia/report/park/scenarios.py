"""Chapter 5: what each scenario assumes, what follows from it, and why emission changes."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.effects import EFFECTS
from carbon_eia.parks.records import (
    ChangeRecord,
    DecompositionRecord,
    ParkRecord,
    ScenarioRecord,
    YearRecord,
)
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.park.amounts import DASH, categories, category, share, whole, year_of
from carbon_eia.report.printer import Printer, TextRow, headed

__all__ = ["change_of", "changed", "period", "scenarios"]


def scenarios(record: ParkRecord, p: Printer) -> Chapter:
    """The park as it may become."""
    return p.chapter("scenarios", _assumptions(record, p), _results(record, p), _effects(record, p))


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


def changed(c: ChangeRecord, p: Reader) -> str:
    """What a change speaks of: a member, a sector by its name, or all."""
    if not c.of:
        return p.word("others" if c.activity_share else "all")
    return p.text(c.sector) if c.sector else str(c.of)


def change_of(c: ChangeRecord, p: Reader) -> str:
    """What a change of a scenario states."""
    if c.switch_from and c.share is not None:
        old, new = [p.text(x) for x in c.switch_names or ()] or (c.switch_from, c.switch_to)
        return p.word("change.switch", new=new, old=old, v=show.plain(c.share.value))
    parts = [
        p.word(f"change.{k}", v=show.plain(getattr(c, k).value))
        for k in ("activity", "activity_share", "energy", "process", "green_share")
        if getattr(c, k)
    ]
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
    """Shares by category: base year, and the last year of each scenario."""
    last = record.park.plan_years[-1]
    years: list[tuple[str, YearRecord]] = [(str(record.base.year), record.base)]
    years += [(f"{s.name} {last}", year_of(record, s.name, last)) for s in record.scenarios]
    width = 76 // len(years)
    percent = p.bracketed("%")
    return p.text_table(
        "structure",
        [p.column("h.category", 24), *(headed(x + percent, width, "num") for x, _ in years)],
        [
            TextRow([category(n, p), *(share(y.by_category.get(n), y.total) for _, y in years)])
            for n in categories(y for _, y in years)
        ],
    )


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
