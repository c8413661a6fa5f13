"""Chapter 6: the park in its city, and beside the targets of city, province and nation."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.records import ParkRecord, TargetRecord
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.park.amounts import DASH, whole
from carbon_eia.report.park.indicators import clause_of, indicator_values, target_value
from carbon_eia.report.printer import Printer, TextRow, headed

__all__ = ["impact"]


def impact(record: ParkRecord, p: Printer) -> Chapter:
    """What the park means for the emission around it."""
    return p.chapter("impact", _city(record, p), _targets(record, p))


def _city(record: ParkRecord, p: Printer) -> Iterator[Block]:
    city = record.city
    yield p.section("city")
    if city.total is None and city.carbon_intensity is None:
        yield from p.paragraph("p.no_city")
        return
    yield from p.paragraph("p.city", source=city.source, year=city.year or DASH)
    yield from p.text_table(
        "city",
        [
            p.column("h.scenario", 26),
            p.column("h.year", 12),
            p.column("h.cityshare", 20, "num"),
            p.column("h.increment", 22, "num"),
            p.column("h.beside", 20, "num"),
        ],
        [
            TextRow(
                [
                    r.scenario or p.word("present"),
                    str(r.year),
                    whole(r.share, 3),
                    whole(r.increment),
                    whole(r.beside, 2),
                ]
            )
            for r in record.regional
        ],
    )


def _targets(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("targets")
    yield from p.text_table(
        "targets",
        [
            p.column("h.target", 28),
            p.column("h.clause", 30),
            headed(str(record.park.base_year), 9, "num"),
            p.column("h.plan", 9, "num"),
            p.column("h.optimised", 11, "num"),
            p.column("h.unit", 13),
        ],
        [
            TextRow(
                [
                    _quoted(t, p),
                    clause_of(t, p),
                    *(whole(v, 2) for v in indicator_values(i, record)),
                    i.unit,
                ]
            )
            for i in record.indicators
            for t in i.targets
        ],
    )
    yield from p.paragraph("p.cocontrol")


def _quoted(t: TargetRecord, p: Printer) -> str:
    """A target in the words of its instrument; by its figure where only its name is known."""
    if t.quotation != t.indicator:
        return t.quotation
    return t.quotation + target_value(t) + (p.bracketed(t.deadline) if t.deadline else "")
