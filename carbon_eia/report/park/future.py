"""Chapters 4 to 6: indicators, scenarios, the park in its city."""

from __future__ import annotations

from carbon_eia.parks.records import (
    ChangeRecord,
    DecompositionRecord,
    ParkRecord,
    ScenarioRecord,
    TargetRecord,
    YearRecord,
)
from carbon_eia.report import show
from carbon_eia.report.park.blocks import Block, Printer, whole
from carbon_eia.report.park.present import categories, category, share

__all__ = ["EFFECTS", "change_of", "changed", "impact", "indicators", "period", "scenarios"]


EFFECTS = ("activity", "structure", "intensity", "mix", "grid")


def indicators(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 4."""
    last = str(record.park.plan_years[-1])
    rows: list[list[str]] = []
    styles: dict[int, str] = {}
    group = ""
    for i in record.indicators:
        if i.group != group:
            group = i.group
            styles[len(rows)] = "group"
            rows.append([p.word(f"group.{group}"), "", "", "", "", ""])
        values = [i.base, *(i.values[getattr(record, k)][last] for k in ("plan", "optimised"))]
        unit = "" if i.unit == "1" else i.unit
        targets = p.reader.word("semicolon").join(_target(t, p) for t in i.targets)
        places = 3 if "/" in i.unit else 2
        name = p.reader.text(i.name)
        rows.append([name, *(whole(v, places) for v in values), unit, targets or "—"])
    base = p.word("f.base", year=record.park.base_year)
    base = base.rsplit(" ", 1)[0] if p.reader.lang == "zh" else str(record.park.base_year)
    heads = [
        ("indicator", 27), (base, 12), (f"{p.word('h.plan')} {last}", 12),
        (f"{p.word('h.optimised')} {last}", 12), ("unit", 12), ("target", 25),
    ]  # fmt: skip
    return [
        p.section("set"),
        p.text("p.indicators"),
        p.table("indicators", heads, rows, (1, 2, 3), styles),
    ]


def _target(t: TargetRecord, p: Printer) -> str:
    year = p.bracketed(t.deadline) if t.deadline else ""
    return f"{t.indicator}{_target_value(t)}{year} {_clause(t, p)}"


def _target_value(t: TargetRecord) -> str:
    """The figure of a target with its sign, or nothing where it has none."""
    if t.value is None or t.operator in ("meet", "rule"):
        return ""
    sign = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}.get(t.operator, "")
    return f" {sign}{t.value}\u00a0{t.unit}"


def _clause(t: TargetRecord, p: Printer) -> str:
    """Where a target stands, and how well it is known."""
    number = t.instrument.number or f"《{t.instrument.title}》"
    grade = p.word("grade", grade=t.grade)
    return " ".join(x for x in (number, t.section, grade) if x)


def scenarios(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 5."""
    plan_years = record.park.plan_years
    changes: list[list[str]] = []
    for s in record.scenarios:
        if not s.changes:
            changes.append([s.name, p.word("all"), p.word("unchanged"), "—"])
        for c in s.changes:
            said = change_of(c, p) + p.bracketed(c.year)
            changes.append([s.name, changed(c, p), said, c.source])
    base = record.base
    rows: list[list[str]] = []
    styles: dict[int, str] = {}
    for s in record.scenarios:
        styles[len(rows)] = "group"
        rows.append([s.name, "", "", "", "", ""])
        for y in s.years:
            if y.year == base.year or y.year in plan_years:
                against = share(y.total, base.total)
                if against != "—":
                    against = show.rounded(show.exact(against) - 100, 2)
                rows.append(
                    ["", str(y.year), whole(y.total), against, whole(y.energy),
                     whole(y.intensity, 3)]
                )  # fmt: skip
    heads = [
        ("scenario", 18), ("year", 10), ("co2e", 19), ("against", 17), ("energy", 16),
        ("intensity", 20),
    ]  # fmt: skip
    blocks = [
        p.section("assumptions"),
        p.text("p.assumptions"),
        p.table("changes", [("scenario", 16), ("of", 16), ("change", 32), ("from", 36)], changes),
        p.section("results"),
        p.table("scenarios", heads, rows, (2, 3, 4, 5), styles),
        p.figure("paths"),
        p.listed([_peak(s, record, p) for s in record.scenarios]),
        _structure(record, p),
        p.section("effects"),
        p.text("p.effects", activity=p.word(f"activity.{record.park.activity}")),
        _effects(record, p),
        p.figure("waterfall"),
        p.figure("waterfall_opt"),
    ]
    return blocks


def changed(c: ChangeRecord, p: Printer) -> str:
    """What a change speaks of: a member, a sector by its name, or all."""
    if not c.of:
        return p.word("others" if c.activity_share else "all")
    return p.reader.text(c.sector) if c.sector else str(c.of)


def change_of(c: ChangeRecord, p: Printer) -> str:
    """What a change of a scenario states."""
    if c.switch_from and c.share is not None:
        named = [p.reader.text(x) for x in c.switch_names or ()]
        old, new = named or (c.switch_from, c.switch_to)
        facts = {
            "new": new,
            "old": old,
            "v": show.plain(c.share.value),
        }
        return p.word("change.switch", **facts)
    parts = [
        p.word(f"change.{k}", v=show.plain(getattr(c, k).value))
        for k in ("activity", "activity_share", "energy", "process", "green_share")
        if getattr(c, k)
    ]
    if c.grid_factor:
        parts.append(p.word("change.grid_factor", v=p.reader.typed(c.grid_factor)))
    return p.reader.word("comma").join(parts)


def _peak(s: ScenarioRecord, record: ParkRecord, p: Printer) -> str:
    last, base = record.park.plan_years[-1], record.park.base_year
    note = "p.peak_mid"
    if s.peak == last:
        note = "p.peak_end"
    elif s.peak == base:
        note = "p.peak_flat"
    return p.word("p.peak", scenario=s.name, year=s.peak, note=p.word(note))


def _structure(record: ParkRecord, p: Printer) -> Block:
    """Shares by category: base year, and the last year of each scenario."""
    last = record.park.plan_years[-1]
    years: list[tuple[str, YearRecord]] = [(str(record.base.year), record.base)]
    for s in record.scenarios:
        years.append((f"{s.name} {last}", next(y for y in s.years if y.year == last)))
    names = categories(y for _, y in years)
    rows = [
        [category(n, p), *(share(y.by_category.get(n), y.total) for _, y in years)] for n in names
    ]
    width = 76 // len(years)
    heads = [("category", 24), *((label + p.bracketed("%"), width) for label, _ in years)]
    return p.table("structure", heads, rows, range(1, len(years) + 1))


def period(step: DecompositionRecord, record: ParkRecord) -> str:
    """From when, or what, to what a change was taken apart."""
    if step.kind == "optimised":
        return f"{step.end} {record.plan} → {record.optimised}"
    return f"{step.start}–{step.end}"


def _effects(record: ParkRecord, p: Printer) -> Block:
    rows = []
    for s in record.effects:
        total = show.rounded(show.exact(s.after) - show.exact(s.before), 0)
        found = s.effects
        cells = ["—"] * 5 if found is None else [whole(found[n]) for n in EFFECTS]
        rows.append([s.scenario, period(s, record), total, *cells])
    heads = [
        ("scenario", 15), ("period", 16), ("total", 13), ("activity", 11), ("structure", 11),
        ("specific", 12), ("mix", 12), ("grid", 10),
    ]  # fmt: skip
    return p.table("effects", heads, rows, range(2, 8))


def impact(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 6."""
    city = record.city
    blocks = [p.section("city")]
    if city.total is None and city.carbon_intensity is None:
        blocks.append(p.text("p.no_city"))
    else:
        blocks.append(p.text("p.city", source=city.source, year=city.year or "—"))
        rows = [
            [r.scenario or p.word("present"),
             str(r.year), whole(r.share, 3), whole(r.increment), whole(r.beside, 2)]
            for r in record.regional
        ]  # fmt: skip
        heads = [
            ("scenario", 26),
            ("year", 12),
            ("cityshare", 20),
            ("increment", 22),
            ("beside", 20),
        ]
        blocks.append(p.table("city", heads, rows, (2, 3, 4)))
    blocks.append(p.section("targets"))
    last = str(record.park.plan_years[-1])
    rows = []
    for i in record.indicators:
        for t in i.targets:
            values = [i.base, *(i.values[getattr(record, k)][last] for k in ("plan", "optimised"))]
            told = t.quotation
            if told == t.indicator:
                told += _target_value(t) + (p.bracketed(t.deadline) if t.deadline else "")
            rows.append([told, _clause(t, p), *(whole(v, 2) for v in values), i.unit])
    heads = [
        ("target", 34), ("clause", 20), (str(record.park.base_year), 12),
        ("plan", 12), ("optimised", 12), ("unit", 10),
    ]  # fmt: skip
    return [*blocks, p.table("targets", heads, rows, (2, 3, 4)), p.text("p.cocontrol")]
