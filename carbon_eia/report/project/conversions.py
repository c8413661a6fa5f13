"""Annex: quantities that were computed with in another unit than that in which they were typed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from carbon_eia.project import parameter_label
from carbon_eia.report import show
from carbon_eia.report.document import Chapter, Paragraph, TableRow, TextSpan
from carbon_eia.report.printer import Printer, cell, row
from carbon_eia.run.records import Run

__all__ = ["unit_conversions"]


def unit_conversions(run: Run, p: Printer) -> Chapter:
    """Every quantity of a source whose unit was changed for the calculation."""
    table = p.table(
        "conversions",
        [
            p.column("source", 30),
            p.column("parameter", 24),
            p.column("as_typed", 23, "num"),
            p.column("as_used", 23, "num"),
        ],
        _rows(run, p),
    )
    return p.chapter("conversions", table or [Paragraph((p.word("no_conversions"),))], annex=True)


def _rows(run: Run, p: Printer) -> Iterator[TableRow]:
    for s in run.inventory.by_source:
        for x in s.parameters:
            used = p.typed(replace(x, typed=""))
            if x.status == "derived" or not x.typed or _same(x.typed, used):
                continue
            yield row(
                s.name,
                parameter_label(s.method, x.name, p.lang),
                cell(TextSpan(x.typed, "quantity"), align="num"),
                cell(TextSpan(used, "quantity"), align="num"),
            )


def _same(typed: str, used: str) -> bool:
    """Whether two spellings differ in nothing but spaces and trailing zeros.

    >>> _same("23.10 GJ/t", "23.1 GJ/t"), _same("84 万kWh", "840 MWh"), _same("1", "1")
    (True, False, True)
    """
    (number, unit), (other, its_unit) = (_apart(text) for text in (typed, used))
    if unit != its_unit or not (show.is_number(number) and show.is_number(other)):
        return typed.split() == used.split()
    return show.exact(number) == show.exact(other)


def _apart(text: str) -> tuple[str, str]:
    number, _, unit = text.strip().partition(" ")
    return number.replace("−", "-"), unit.replace(" ", "")
