"""What several chapters show of a source and of an emission."""

from __future__ import annotations

from carbon_eia.report import show
from carbon_eia.report.document import TableCell, TableColumn, TextSpan
from carbon_eia.report.printer import Printer, numbers
from carbon_eia.run.records import QuantityRecord, Run, SourceRecord

__all__ = [
    "emission_heads",
    "emissions",
    "percent",
    "signed",
    "source_anchor",
    "source_link",
    "tonnes",
]


def tonnes(quantity: QuantityRecord) -> str:
    """An emission with its unit, without its sign."""
    return f"{show.emission(quantity).removeprefix('−')} {quantity.unit}"


def signed(quantity: QuantityRecord) -> str:
    """An emission with its unit and its sign."""
    return f"{show.emission(quantity)} {quantity.unit}"


def percent(text: str) -> str:
    """A percentage at two decimals, without its sign."""
    return f"{show.margin(text).removeprefix('−')} %"


def source_anchor(number: int) -> str:
    """What leads to a source, counted from 0."""
    return f"source-{number + 1}"


def source_link(number: int, source: SourceRecord) -> TextSpan:
    """The name of a source, which leads to its formula."""
    return TextSpan(source.name, link=source_anchor(number))


def emissions(run: Run, p: Printer) -> list[TableCell]:
    """What each source emits, in line on the decimal point."""
    sources = run.inventory.by_source
    none = p.word("not_computed")
    return numbers([none if s.co2e is None else show.emission(s.co2e) for s in sources])


def emission_heads(run: Run, p: Printer, width: float) -> TableColumn:
    """The column of emissions with its unit."""
    return TableColumn(p.unit("emission", run.inventory.known.unit), width, "num")
