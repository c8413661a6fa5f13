"""Chapter 6: the park in its city, and beside the targets of city, province and nation."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.park_records import (
    CoordinationRecord,
    IndicatorRecord,
    JudgementRecord,
    ParkRecord,
    PollutantRecord,
    TargetRecord,
)
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.park.indicators_chapter import clause_of, target_value
from carbon_eia.report.park.park_amounts import DASH, whole
from carbon_eia.report.printer import Printer, TextRow

__all__ = ["impact"]


def impact(record: ParkRecord, p: Printer) -> Chapter:
    """What the park means for the emission around it."""
    return p.chapter(
        "impact",
        _city(record, p),
        _targets(record, p),
        _coordination(record, p),
        _pollutants(record, p),
    )


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
    yield from p.paragraph("p.targets")
    yield from p.text_table(
        "targets",
        [
            p.column("h.indicator", 15),
            p.column("h.target", 19),
            p.column("h.clause", 19),
            p.column("h.year", 7),
            p.column("h.plan", 8, "num"),
            p.column("h.optimised", 12, "num"),
            p.column("h.judgement", 20),
        ],
        [
            _judged(i, t, judgements[t.id], p)
            for i in record.indicators
            for judgements in [{j.target: j for j in i.judgements}]
            for t in i.targets
            if t.id in judgements
        ],
    )


def _judged(i: IndicatorRecord, t: TargetRecord, j: JudgementRecord, p: Printer) -> TextRow:
    """A target with what the park reaches in its year, and whether that meets it."""
    quoted = p.quoted(t.quotation)
    figure = target_value(t, p)
    until = p.bracketed(t.deadline) if t.deadline else ""
    target = f"{figure}{until} {quoted}" if figure else quoted
    values = [whole(v, 2) for v in (j.plan, j.optimised)]
    return TextRow(
        [p.text(i.name), target, clause_of(t, p), str(j.year or DASH), *values, _met(j, p)]
    )


def _met(j: JudgementRecord, p: Printer) -> str:
    if j.reason is not None and not any(m is not None for m in j.met):
        return p.word("unjudged", reason=p.say(j.reason))
    return " / ".join(p.word(f"met.{str(m).lower()}") for m in j.met)


def _coordination(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """The plan beside spatial, ecological and other plans, in the applicant's words or a gap."""
    yield p.section("coordination")
    yield from p.text_table(
        "coordination",
        [
            p.column("h.other_plan", 22),
            p.column("h.analysis", 46),
            p.column("h.from", 18),
            p.column("h.outcome", 14),
        ],
        [_coordinated(c, p) for c in record.coordination],
    )


def _coordinated(c: CoordinationRecord, p: Printer) -> TextRow:
    text = c.text or p.gap(p.text(c.asks))
    result = p.word(f"coordination.{c.result}") if c.result else p.gap()
    return TextRow([p.text(c.name), text, c.source or p.gap(), result])


def _pollutants(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Pollutants beside carbon, as the park file states them."""
    yield p.section("pollutants")
    yield from p.paragraph("p.cocontrol")
    if not record.pollutants:
        yield from p.said([(p.gap(p.word("asks.pollutants")),)])
        return
    yield from p.text_table(
        "pollutants",
        [
            p.column("h.pollutant", 10),
            p.column("h.scenario", 13),
            p.column("h.year", 7),
            p.column("h.amount", 11, "num"),
            p.column("h.limit", 12, "num"),
            p.column("h.ratio", 14, "num"),
            p.column("h.within", 15),
            p.column("h.from", 18),
        ],
        [_pollutant(x, p) for x in record.pollutants],
    )


def _pollutant(x: PollutantRecord, p: Printer) -> TextRow:
    return TextRow(
        [
            x.name,
            x.scenario or p.word("present"),
            str(x.year),
            p.typed(x.amount),
            p.typed(x.limit) if x.limit else p.gap(),
            whole(x.ratio, 4),
            p.word(f"met.{str(x.within).lower()}"),
            x.source,
        ]
    )
