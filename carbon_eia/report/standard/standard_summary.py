"""Chapter 0: what came out of the survey, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter, Chart, ChartBar, KeyFigure, VerdictBox
from carbon_eia.report.printer import Printer
from carbon_eia.report.standard.edition import (
    StandardReport,
    is_of_survey,
    method_name,
    percent,
    published,
    shown,
)
from carbon_eia.standards.derivation import StandardDerivation
from carbon_eia.units import decimal_text

__all__ = ["summary"]

BOXES = {"derived": "pass", "range": "retrofit", "none": "undetermined"}
"""Outcome → how its box is drawn, as that of a project's verdict."""


def summary(report: StandardReport, p: Printer) -> Chapter:
    """What a reader of one page must know."""
    found = report.found
    box = VerdictBox(
        BOXES[found.outcome],
        p.word(f"outcome.{found.outcome}"),
        tuple(_figures(report, found, p)),
        chart=_chart(report, found, p),
    )
    return p.chapter(
        "summary",
        [box],
        _conclusion(report, found, p),
        p.bullets(_marks(report, found, p)),
    )


def _figures(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[KeyFigure]:
    unit = report.record.unit
    if found.outcome == "derived":
        for value in (found.admission, found.advanced):
            if value is not None and value.published is not None:
                label = p.code("level", value.level)
                yield KeyFigure(label, published(value, p), unit, method_name(value, p))
    else:
        for level, limit in (("gb1", found.gb1), ("gb2", found.gb2)):
            if limit is not None:
                yield KeyFigure(p.word(f"limit.{level}"), decimal_text(limit), unit, "")
    of_city = "" if found.population is None else p.word("f.of_city", count=found.population)
    yield KeyFigure(p.word("f.plants"), str(found.n), p.word("f.plants_unit"), of_city)
    yield KeyFigure(p.word("f.coverage"), percent(found.coverage, p, 0), "", "")


def _chart(report: StandardReport, found: StandardDerivation, p: Printer) -> Chart | None:
    """The published values beside those of the energy limit, the best plant never among them."""
    marks = [(p.word("limit.gb1"), found.gb1, "plan"), (p.word("limit.gb2"), found.gb2, "plan")]
    for value, look in ((found.advanced, "advanced"), (found.admission, "admission")):
        if value is not None and is_of_survey(value):
            marks.append((p.code("level", value.level), value.published, look))
    known = [(label, Decimal(decimal_text(v)), look) for label, v, look in marks if v is not None]
    if found.outcome != "derived" or not known:
        return None
    longest = max(value for _, value, _ in known)
    bars = tuple(
        ChartBar(label, show.plain(value), show.width(value, longest), look)
        for label, value, look in sorted(known, key=lambda one: one[1])
    )
    return Chart(bars, None, report.record.unit, "")


def _conclusion(report: StandardReport, found: StandardDerivation, p: Printer) -> list[Block]:
    record = report.record
    facts: dict[str, str] = {
        "n": str(found.n),
        "product": p.text(record.survey.product_name),
        "unit": record.unit,
        "gb1": shown(found.gb1, p),
        "gb2": shown(found.gb2, p),
        "years": p.listed([str(y) for y in record.survey.years]),
        "region": record.survey.region,
    }
    if found.outcome == "derived" and found.admission is not None:
        facts |= {
            "value": published(found.admission, p),
            "method": method_name(found.admission, p),
        }
        return p.paragraph("p.derived", **facts)
    # which of the tests was not passed would say where the value lies
    hidden = not report.sealed and found.tests
    reason = "not_published" if hidden else found.reason
    said = p.paragraph(f"p.because.{reason}", **facts)
    return [*said, *p.paragraph(f"p.outcome.{found.outcome}", **facts)]


def _marks(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[str]:
    """What has to be known before anything is decided."""
    record = report.record
    if record.survey.illustrative:
        yield p.word("m.illustrative")
    if found.outcome == "derived" and found.needs_reason:
        yield p.word("m.reason")
    if report.sealed and record.removals:
        yield p.word("m.removed", count=len(record.removals))
    if report.sealed and found.flags is not None:
        if found.flags.no_spread:
            yield p.word("m.no_spread")
        elif found.flags.flagged:
            yield p.word("m.flagged", count=len(found.flags.flagged))
    if found.population is None:
        yield p.word("m.no_population")
