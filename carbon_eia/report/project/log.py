"""Annex: the calculation in full numbers, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.document import Body, Chapter, TableRow, TextSpan
from carbon_eia.report.printer import Printer, cell, row, small
from carbon_eia.run.records import QuantityRecord, Run

__all__ = ["calculation_log"]


def calculation_log(run: Run, p: Printer) -> Chapter:
    """Sources, sums, intensities, comparisons."""
    steps = (_sources(run, p), _sums(run, p), _intensities(run, p), _comparisons(run, p))
    table = p.table(
        "log",
        [
            p.column("step", 24),
            p.column("calculation", 44),
            p.column("value", 20, "num"),
            p.column("unit", 12),
        ],
        bodies=[Body(rows) for rows in map(tuple, steps) if rows],
    )
    return p.chapter("log", table, annex=True)


def _step(what: str, how: str, value: str, unit: str) -> TableRow:
    number = cell(TextSpan(value, "number"), align="num")
    return row(what, TextSpan(how, "formula"), number, small(unit))


def _sources(run: Run, p: Printer) -> Iterator[TableRow]:
    for s in run.inventory.by_source:
        if s.co2e is None:
            yield _step(s.name, "", p.word("not_computed"), "")
            continue
        others = [g for g in s.gases if g.gas != "CO2" and g.gwp is not None]
        terms = [f"{g.gas} {_full(g.mass)} t × {g.gwp}" for g in others]
        how = s.substituted + (p.word("semicolon") + p.listed(terms) if terms else "")
        yield _step(s.name, how, _full(s.co2e), s.co2e.unit)


def _sums(run: Run, p: Printer) -> Iterator[TableRow]:
    total = run.inventory.total
    if total is None:
        return
    for c in run.inventory.by_category:
        label = p.code("category", c.category)
        yield _step(label, p.word("log_category"), _full(c.co2e), c.co2e.unit)
    yield _step(p.word("sum"), p.word("log_total"), _full(total), total.unit)


def _intensities(run: Run, p: Printer) -> Iterator[TableRow]:
    for i in run.intensities:
        above = i.numerator
        how = f"{_full(above)} {above.unit} ÷ {p.typed(i.denominator)}"
        yield _step(p.code("indicator", i.indicator), how, _full(i), i.unit)


def _comparisons(run: Run, p: Printer) -> Iterator[TableRow]:
    for c in run.comparisons:
        how = p.word("log_margin", limit=f"{show.plain(c.limit)} {c.unit}")
        yield _step(p.code("level", c.level), how, show.plain(c.margin_percent), "%")


def _full(quantity: QuantityRecord) -> str:
    """A number as the Run writes it."""
    return show.plain(quantity.value)
