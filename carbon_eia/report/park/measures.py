"""Chapters 7 to 9: suggestions, control measures, tracking."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from carbon_eia.parks.records import (
    ChoiceRecord,
    CriterionRecord,
    DutyRecord,
    LeftOutRecord,
    MemberRecord,
    ParkRecord,
)
from carbon_eia.report import show
from carbon_eia.report.park.blocks import Block, Printer, law, whole
from carbon_eia.report.park.present import sector
from carbon_eia.run.records import QuantityRecord

__all__ = [
    "admission_list",
    "control",
    "cost_of",
    "files",
    "optimise",
    "tracking",
    "watched",
    "why",
]


WATCHED = {
    "combustion": ("fuel", "how_lab", "month"),
    "electricity": ("power", "how_meter", "month"),
    "heat": ("heat", "how_meter", "month"),
    "process": ("process", "how_lab", "batch"),
    "fugitive": ("gas", "how_ledger", "year"),
    "waste": ("waste", "how_lab", "batch"),
}
"""Category → what is watched, how, how often."""


def optimise(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 7."""
    blocks = [p.section("choice")]
    choice = record.choice
    if choice is None:
        blocks.append(p.text("p.no_choice"))
    else:
        blocks += [p.text("p.choice"), *([] if choice.proven else [p.note("p.unproven")])]
        blocks += [*_choice(choice, p), *_caps(choice, p), p.figure("matrix")]
    blocks += [p.section("suggestions")]
    found = record.suggestions
    if not found:
        return [*blocks, p.text("p.no_suggestions")]
    rows = []
    for n, s in enumerate(found, 1):
        target = s.target
        colon = p.reader.word("colon")
        clause = "—" if target is None else colon.join((target.section, target.quotation))
        rows.append(
            [
                str(n),
                p.reader.say(s),
                whole(s.before),
                whole(s.after),
                whole(s.saves),
                clause,
            ]
        )
    heads = [
        ("no", 6),
        ("suggestion", 31),
        ("before", 13),
        ("after", 13),
        ("saves", 13),
        ("clause", 24),
    ]
    year = record.park.plan_years[-1]
    table = p.table("suggestions", heads, rows, (2, 3, 4))
    return [*blocks, p.text("p.suggestions", year=year), table]


def cost_of(choice: ChoiceRecord) -> QuantityRecord:
    """万元 of the measures of all projects that are admitted."""
    total = sum((show.exact(a.cost) for a in choice.admitted if a.cost), Decimal(0))
    return QuantityRecord(value=str(total), unit="万元")


def _choice(choice: ChoiceRecord, p: Printer) -> list[Block]:
    rows = [
        [
            a.name,
            p.word("admit", start=a.start),
            p.reader.listed(a.measures) or p.word("none"),
            whole(a.value),
            whole(a.cost),
        ]
        for a in choice.admitted
    ]
    rows += [[x.name, why(x, p), "—", "—", "—"] for x in choice.left_out]
    rows.append([p.reader.word("sum"), "", "", whole(choice.value), whole(cost_of(choice))])
    heads = [("project", 18), ("decision", 27), ("measures", 23), ("chosen", 17), ("cost", 15)]
    blocks = [p.table("choice", heads, rows, (3, 4), {len(rows) - 1: "sum"})]
    stuck = [x for x in choice.left_out if x.reason == "existing"]
    if stuck:
        x = stuck[0]
        facts = {"year": x.year, "kind": p.word(f"cap.{x.kind}"), "over": _over(x)}
        blocks.insert(0, p.text("p.existing", **facts))
    return blocks


def _over(x: LeftOutRecord) -> str:
    return "—" if x.over is None else f"{whole(x.over)} {x.over.unit}"


def why(x: LeftOutRecord, p: Printer) -> str:
    """Why a project is left out."""
    if x.reason == "cap" and x.year is None:
        return p.word("reason.cap_plain")
    kind = p.word(f"cap.{x.kind}") if x.kind else ""
    return p.word(f"reason.{x.reason}", year=x.year, kind=kind, over=_over(x))


def _caps(choice: ChoiceRecord, p: Printer) -> list[Block]:
    caps = choice.caps
    if not caps:
        return [p.text("p.no_caps")]
    rows = [
        [
            p.word(f"cap.{k.kind}") + p.bracketed(k.limit.unit),
            str(k.year),
            *(whole(x) for x in (k.limit, k.existing, k.used)),
            whole(k.price, 4),
        ]
        for k in caps
    ]
    heads = [
        ("cap", 18),
        ("year", 9),
        ("limit", 16),
        ("existing", 17),
        ("used", 16),
        ("price", 24),
    ]
    bound = [k for k in caps if show.exact(k.price) > 0]
    said = [
        p.word(
            "p.price",
            year=k.year,
            kind=p.word(f"cap.{k.kind}"),
            unit=k.limit.unit,
            price=whole(k.price, 4),
        )
        for k in bound
    ]
    table = p.table("caps", heads, rows, (2, 3, 4, 5))
    return [table, p.listed(said) if said else p.text("p.no_price")]


def control(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 8."""
    planned = [m for m in record.members if m.role == "projects"]
    blocks = [p.section("access")]
    if not planned:
        blocks.append(p.text("p.no_projects"))
    else:
        planned = admission_list(record, p)
        rows = [
            [
                sector(m, p),
                m.name,
                *(whole(x, 4) for x in (m.intensity, m.admission)),
                m.intensity.unit if m.intensity else "—",
                p.word(f"entry.{m.entry}"),
                p.reader.say(m.reason) if m.reason else "",
            ]
            for m in planned
        ]
        heads = [
            ("sector", 13), ("project", 13), ("performance", 11), ("admission", 12),
            ("unit", 11), ("entry", 12), ("why", 28),
        ]  # fmt: skip
        blocks += [p.text("p.access"), p.table("access", heads, rows, (2, 3))]
    blocks += [p.section("caps"), *_stated_caps(record, p), p.section("duties")]
    names = [m.name for m in planned if m.entry == "retrofit"]
    marked = [m.name for m in planned if m.two_high]
    laws = {d.id: d for d in record.duties if marked or d.id != "two_high"}
    duties = [_duty(laws.pop("access"), p, marked)] if "access" in laws else []
    if names:
        duties.append(p.word("d.retrofit", names=p.names(names, "access")))
    duties += [_duty(d, p, marked) for d in laws.values()]
    duties.append(p.word("d.caps"))
    return [*blocks, p.listed(duties)]


def _duty(duty: DutyRecord, p: Printer, marked: Sequence[str]) -> str:
    """A duty with its clause; ``marked``: the projects of high energy use and emission."""
    facts = {**law(duty.target), "names": p.names(marked, "access")}
    return p.word("d.law", text=p.reader.text(duty.text).format_map(facts), **facts)


def admission_list(record: ParkRecord, p: Printer) -> list[MemberRecord]:
    """The planned projects by sector, those that may enter first."""
    order = ("enter", "retrofit", "refuse", "pending")
    planned = [m for m in record.members if m.role == "projects"]
    return sorted(planned, key=lambda m: (sector(m, p), order.index(m.entry)))


def _stated_caps(record: ParkRecord, p: Printer) -> list[Block]:
    found: dict[int, dict[str, CriterionRecord]] = {}
    for c in record.conclusion.criteria:
        if c.id in ("carbon_cap", "energy_cap") and c.year is not None:
            found.setdefault(c.year, {})[c.id] = c
    if not found:
        return [p.text("p.no_caps")]
    said = []
    for year, caps in sorted(found.items()):
        cells = {
            k.split("_")[0]: f"{whole(c.limit)} {c.limit.unit}"
            for k, c in caps.items()
            if c.limit is not None
        }
        source = next((c.source for c in caps.values() if c.source), "—")
        facts = {"carbon": "—", "energy": "—", **cells}
        said.append(p.word("p.caps", year=year, source=source, **facts))
    return [p.listed(said)]


def watched(record: ParkRecord, p: Printer) -> list[list[str]]:
    """Who is watched: large users and all facilities, or everybody where nobody is large."""
    rows = []
    large = {x.name for x in record.large}
    for m in record.members:
        small = bool(large) and m.name not in large and m.role != "facilities"
        if m.role == "projects" or small:
            continue
        for name in dict.fromkeys(x.category for x in m.sources):
            if name in WATCHED:
                rows.append([m.name, *(p.word(f"m.{k}") for k in WATCHED[name])])
    return rows


def tracking(record: ParkRecord, p: Printer) -> list[Block]:
    """Chapter 9."""
    merged: dict[tuple[str, str, str], list[str]] = {}
    for name, *rest in watched(record, p):
        merged.setdefault((rest[0], rest[1], rest[2]), []).append(name)
    listed = [[p.names(names, "monitoring"), *rest] for rest, names in merged.items()]
    listed.append([p.word("m.park"), p.word("m.ledger"), p.word("m.how_ledger"), p.word("m.year")])
    heads = [("object", 38), ("what", 27), ("how", 20), ("often", 15)]
    return [
        p.section("monitoring"),
        p.table("monitoring", heads, listed),
        p.section("followup"),
        p.text("p.followup"),
    ]


def files(record: ParkRecord, p: Printer) -> list[list[str]]:
    """The record and the files that it was computed from, each with its SHA-256."""
    rows = [
        [p.word("r.id"), record.id],
        [p.word("r.park"), record.park.sha256],
        [p.word("r.reference"), record.reference.sha256],
    ]
    rows += [[m.project, m.sha256] for m in record.members]
    return rows + [[x.title, x.sha256] for x in record.reference.overrides]
