"""Chapter 8: who may enter, the caps of each year, and what the law asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbon_eia.parks.park_records import CriterionRecord, DutyRecord, MemberRecord, ParkRecord
from carbon_eia.report.document import Block, Chapter, Text
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.park.park_amounts import DASH, law, sector, whole
from carbon_eia.report.printer import Printer, TextRow

__all__ = ["admission_list", "control"]


def control(record: ParkRecord, p: Printer) -> Chapter:
    """What keeps the park within its plan."""
    return p.chapter("control", _access(record, p), _caps(record, p), _duties(record, p))


def _access(record: ParkRecord, p: Printer) -> Iterator[Block]:
    planned = admission_list(record, p)
    yield p.section("access")
    if not planned:
        yield from p.paragraph("p.no_projects")
        return
    yield from p.paragraph("p.access")
    yield from p.text_table(
        "access",
        [
            p.column("h.sector", 13),
            p.column("h.project", 13),
            p.column("h.performance", 11, "num"),
            p.column("h.admission", 12, "num"),
            p.column("h.unit", 11),
            p.column("h.entry", 12),
            p.column("h.why", 28),
        ],
        [_entry(m, p) for m in planned],
    )


def admission_list(record: ParkRecord, p: DocumentLanguage) -> list[MemberRecord]:
    """The planned projects by sector, those that may enter first."""
    order = ("enter", "retrofit", "refuse", "pending")
    planned = [m for m in record.members if m.role == "projects"]
    return sorted(planned, key=lambda m: (sector(m, p), order.index(m.entry)))


def _entry(m: MemberRecord, p: Printer) -> TextRow:
    return TextRow(
        [
            sector(m, p),
            m.name,
            whole(m.intensity, 4),
            whole(m.admission, 4),
            m.intensity.unit if m.intensity else DASH,
            p.word(f"entry.{m.entry}"),
            p.say(m.reason) if m.reason else "",
        ]
    )


def _caps(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """The caps that the park file states, year by year."""
    caps: dict[int, dict[str, CriterionRecord]] = {}
    for c in record.conclusion.criteria:
        if c.id in ("carbon_cap", "energy_cap") and c.year is not None:
            caps.setdefault(c.year, {})[c.id] = c
    yield p.section("caps")
    stated = [_stated(year, own, p) for year, own in sorted(caps.items())]
    yield from p.bullets(stated) or p.paragraph("p.no_caps")


def _stated(year: int, caps: dict[str, CriterionRecord], p: Printer) -> Text:
    limits = {id_: f"{whole(c.limit)} {c.limit.unit}" for id_, c in caps.items() if c.limit}
    return p.told(
        "p.caps",
        year=year,
        carbon=limits.get("carbon_cap", DASH),
        energy=limits.get("energy_cap", DASH),
        source=next((c.source for c in caps.values() if c.source), DASH),
    )


def _duties(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """What is asked of entrants first, what of those that must retrofit, then the rest."""
    planned = admission_list(record, p)
    retrofit = [m.name for m in planned if m.entry == "retrofit"]
    marked = [m.name for m in planned if m.two_high]
    laws = {d.id: d for d in record.duties if marked or d.id != "two_high"}
    duties = [_duty(laws.pop("access"), p, marked)] if "access" in laws else []
    if retrofit:
        duties.append(p.word("d.retrofit", names=p.names(retrofit)))
    duties += [_duty(d, p, marked) for d in laws.values()]
    duties.append(p.word("d.caps"))
    yield p.section("duties")
    yield from p.bullets(duties)


def _duty(duty: DutyRecord, p: Printer, marked: Sequence[str]) -> str:
    """A duty with its clause; ``marked``: the projects of high energy use and emission."""
    facts = {**law(duty.target), "names": p.names(marked)}
    return p.word("d.law", text=p.text(duty.text).format_map(facts), **facts)
