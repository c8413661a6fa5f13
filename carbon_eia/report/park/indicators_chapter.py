"""Chapter 4: the indicators of the base year, the plan and the optimised plan, with targets."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.park_records import IndicatorRecord, ParkRecord, TargetRecord
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.park.park_amounts import DASH, whole
from carbon_eia.report.printer import Printer, TextRow, headed
from carbon_eia.run.records import QuantityRecord

__all__ = ["clause_of", "indicator_values", "indicators", "target_value"]


def indicators(record: ParkRecord, p: Printer) -> Chapter:
    """The set of indicators, by group."""
    return p.chapter("indicators", _set(record, p), _stated(record, p))


def _set(record: ParkRecord, p: Printer) -> Iterator[Block]:
    last = record.park.plan_years[-1]
    yield p.section("set")
    yield from p.paragraph("p.indicators")
    yield from p.text_table(
        "indicators",
        [
            p.column("h.indicator", 21),
            headed(p.word("h.base", year=record.park.base_year), 11, "num"),
            headed(f"{p.word('h.plan')} {last}", 11, "num"),
            headed(f"{p.word('h.optimised')} {last}", 12, "num"),
            p.column("h.unit", 12),
            p.column("h.target", 33),
        ],
        list(_lines(record, p)),
    )


def _stated(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Where the values of the park file come from."""
    rows = [
        TextRow(
            [
                p.text(i.name),
                str(s.year),
                s.scenario or p.word("present"),
                p.typed(s.value),
                s.source,
            ]
        )
        for i in record.indicators
        for s in i.stated
    ]
    columns = [
        p.column("h.indicator", 28),
        p.column("h.year", 8),
        p.column("h.scenario", 16),
        p.column("h.amount", 16, "num"),
        p.column("h.from", 32),
    ]
    yield from p.text_table("stated", columns, rows)


def _lines(record: ParkRecord, p: Printer) -> Iterator[TextRow]:
    """A line for each indicator, and one above each group."""
    group = ""
    for i in record.indicators:
        if i.group != group:
            group = i.group
            yield TextRow([p.word(f"group.{group}")], "group")
        places = 3 if "/" in i.unit else 2
        values = [
            p.gap() if v is None and i.asked else whole(v, places)
            for v in indicator_values(i, record)
        ]
        unit = "" if i.unit == "1" else i.unit
        targets = p.word("semicolon").join(_target(t, p) for t in i.targets)
        yield TextRow([p.text(i.name), *values, unit, targets or DASH])


def indicator_values(i: IndicatorRecord, record: ParkRecord) -> list[QuantityRecord | None]:
    """The base year's value, and those of the last year as planned and optimised."""
    last = str(record.park.plan_years[-1])
    return [i.base, i.values[record.plan][last], i.values[record.optimised][last]]


def _target(t: TargetRecord, p: Printer) -> str:
    year = p.bracketed(t.deadline) if t.deadline else ""
    figure = target_value(t, p)
    return f"{figure}{year} {clause_of(t, p)}" if figure else clause_of(t, p)


def target_value(t: TargetRecord, p: Printer) -> str:
    """The figure of a target with its sign, or nothing where it has none."""
    if t.value is None or t.operator in ("meet", "rule"):
        return ""
    sign = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}.get(t.operator, p.word("about"))
    return f"{sign}{t.value}\u00a0{t.unit}"


def clause_of(t: TargetRecord, p: Printer) -> str:
    """Where a target stands, and how well it is known."""
    number = t.instrument.number or f"《{t.instrument.title}》"
    grade = p.word("grade", grade=t.grade)
    return " ".join(x for x in (number, t.section, grade) if x)
