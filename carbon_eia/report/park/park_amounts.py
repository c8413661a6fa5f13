"""What several chapters, figures and sheets of a park's report show: words, amounts, shares."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from carbon_eia.parks.park_records import (
    MemberRecord,
    ParkRecord,
    TargetRecord,
    TotalRecord,
    YearRecord,
)
from carbon_eia.reference import categories as lines_of_inventory
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.run.records import QuantityRecord

__all__ = [
    "COUNT",
    "DASH",
    "categories",
    "category",
    "counted_energy",
    "law",
    "sector",
    "share",
    "unit_name",
    "whole",
    "year_of",
]

DASH = "—"

COUNT = "个"
"""The unit of what is counted, in a record."""


def whole(quantity: QuantityRecord | None, places: int = 0) -> str:
    """A quantity at some decimals, a small one at two significant digits, a dash where none is.

    >>> whole(QuantityRecord(value="1188633.51", unit="tCO2e")), whole(None)
    ('1188634', '—')
    """
    return DASH if quantity is None else show.emission(quantity, places)


def share(part: QuantityRecord | None, total: QuantityRecord) -> str:
    """A part in percent of a total, at two decimals; a dash where there is nothing to share.

    >>> share(QuantityRecord(value="1", unit="t"), QuantityRecord(value="3", unit="t"))
    '33.33'
    """
    amount = show.exact(total)
    if part is None or not amount:
        return DASH
    return show.rounded(show.exact(part) / amount * Decimal(100), 2)


def unit_name(unit: str, p: DocumentLanguage) -> str:
    """A unit as it is printed; what is counted has its word."""
    return p.word("unit.count") if unit == COUNT else unit


def law(target: TargetRecord) -> dict[str, str]:
    """What a sentence takes of a target: the title and section of its instrument, its figure."""
    figure = {"value": target.value or "", "unit": target.unit}
    return {"title": target.instrument.title, "section": target.section, **figure}


def sector(member: MemberRecord | TotalRecord, p: DocumentLanguage) -> str:
    """The name of a member's sector."""
    return p.text(member.sector)


def category(name: str, p: DocumentLanguage) -> str:
    """The name of a category."""
    own = p.code("category", name)
    return own if own != name else p.word(f"category.{name}")


def categories(years: Iterable[YearRecord]) -> list[str]:
    """The categories of some years, in the order of inventories.

    The order of keys in a record is none: a record that was read back has another.
    """
    found = {name for year in years for name in year.by_category}
    known = lines_of_inventory()
    return [*(c for c in known if c in found), *sorted(found.difference(known))]


def counted_energy(member: MemberRecord) -> QuantityRecord | None:
    """tce of a member that count for the park: without what members sell each other."""
    found = [x.tce for x in member.sources if x.link is None]
    if any(t is None for t in found):
        return None
    total = sum((show.exact(t) for t in found if t is not None), Decimal(0))
    return QuantityRecord(value=str(total), unit="tce")


def year_of(record: ParkRecord, scenario: str, year: int) -> YearRecord:
    """A year of a scenario."""
    found = next(s for s in record.scenarios if s.name == scenario)
    return next(y for y in found.years if y.year == year)
