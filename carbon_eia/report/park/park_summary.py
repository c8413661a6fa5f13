"""Chapter 0: the conclusion with its figures, what it follows from, and what to mind."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.park_records import CriterionRecord, ParkRecord, YearRecord
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter, KeyFigure, VerdictBox, line
from carbon_eia.report.park.park_amounts import COUNT, DASH, unit_name, whole, year_of
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.run.records import QuantityRecord

__all__ = ["summary"]

STYLES = {
    "acceptable": "pass",
    "adjust": "retrofit",
    "resubmit": "refuse",
    "undetermined": "undetermined",
}
"""Conclusion → how its box is drawn, as that of a project's verdict."""

AMOUNTS = ("tCO2e", "tce", COUNT)
"""Units of criteria that are shown without decimals."""


def summary(record: ParkRecord, p: Printer) -> Chapter:
    """What a reader of one page must know."""
    conclusion = record.conclusion
    label = p.say(conclusion)
    box = VerdictBox(STYLES[conclusion.status], label, tuple(_figures(record, p)))
    return p.chapter(
        "summary",
        [box],
        p.paragraph("p.conclusion", label=label),
        p.bullets(p.say(c) for c in conclusion.conditions),
        _course(record, p),
        _missing(record, p),
        _criteria(record, p),
        _cautions(record, p),
    )


def _figures(record: ParkRecord, p: Printer) -> Iterator[KeyFigure]:
    """Emission of the base year, of the plan and optimised, and the cap of the last year."""
    last = record.park.plan_years[-1]
    yield _figure(p.word("f.base", year=record.base.year), record.base, p)
    yield _figure(p.word("f.plan", year=last), year_of(record, record.plan, last), p)
    if record.optimised != record.plan:
        yield _figure(p.word("f.best", year=last), year_of(record, record.optimised, last), p)
    caps = (c for c in record.conclusion.criteria if c.id == "carbon_cap" and c.year == last)
    for cap in caps:
        yield KeyFigure(p.word("f.cap", year=last), whole(cap.limit), "tCO2e", "")


def _figure(label: str, year: YearRecord, p: Printer) -> KeyFigure:
    known = year.intensity is not None
    note = p.word("f.intensity", value=whole(year.intensity, 3)) if known else ""
    return KeyFigure(label, whole(year.total), "tCO2e", note)


def _course(record: ParkRecord, p: Printer) -> list[Block]:
    """From the base year to the last, as planned and optimised."""
    last, base = record.park.plan_years[-1], record.base
    plan, best = (year_of(record, name, last) for name in (record.plan, record.optimised))
    return p.paragraph(
        "p.summary",
        base_year=record.park.base_year,
        last=last,
        base=whole(base.total),
        plan=whole(plan.total),
        best=whole(best.total),
        i0=whole(base.intensity, 3),
        i1=whole(plan.intensity, 3),
        i2=whole(best.intensity, 3),
    )


def _missing(record: ParkRecord, p: Printer) -> Iterator[Block]:
    missing = record.conclusion.missing
    if missing:
        yield from p.paragraph("p.missing")
        yield from p.bullets(p.say(m) for m in missing)


def _criteria(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """What the conclusion follows; the guideline of such evaluations states no rule."""
    yield p.section("criteria")
    guidelines = [d.number for d in record.documents if d.use == "scope"]
    rules = [*(p.word("p.no_rule", guideline=n) for n in guidelines), p.word("p.rule")]
    yield from p.said([line(rule) for rule in rules])
    yield from p.text_table(
        "criteria",
        [
            p.column("h.criterion", 28),
            p.column("h.year", 7),
            p.column("h.plan", 13, "num"),
            p.column("h.optimised", 13, "num"),
            p.column("h.limit", 13, "num"),
            p.column("h.unit", 13),
            p.column("h.result", 13),
        ],
        [_criterion(c, p) for c in record.conclusion.criteria],
    )


def _criterion(c: CriterionRecord, p: Printer) -> TextRow:
    number = c.limit or c.plan
    unit = number.unit if number else ""
    places = 0 if unit in AMOUNTS else 3
    return TextRow(
        [
            p.word(f"criterion.{c.id}"),
            str(c.year or DASH),
            _beside(c.plan, c.limit, places),
            _beside(c.optimised, c.limit, places),
            whole(c.limit, places),
            unit_name(unit, p),
            " / ".join(p.word(f"passed.{str(x).lower()}") for x in c.passed),
        ]
    )


def _beside(value: QuantityRecord | None, limit: QuantityRecord | None, places: int) -> str:
    """A number with as many decimals as tell it from its limit."""
    if value is None:
        return DASH
    bounds = [] if limit is None else [show.exact(whole(limit, places).replace("−", "-"))]
    return show.beside(show.exact(value), bounds, places)


def _cautions(record: ParkRecord, p: Printer) -> Iterator[Block]:
    if record.warnings:
        yield p.section("cautions")
        yield from p.bullets(p.say(w) for w in record.warnings)
