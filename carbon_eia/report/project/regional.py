"""Section: α and β, the bearing of the project on the carbon intensity and total of its city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbon_eia.report import show
from carbon_eia.report.document import Block, Paragraph, TableCell, TableRow, TextSpan
from carbon_eia.report.printer import Printer, cell, numbers, row, small
from carbon_eia.run.records import QuantityRecord, Run

__all__ = ["regional_section"]


def regional_section(run: Run, p: Printer) -> Iterator[Block]:
    """Both coefficients with what they are computed from, where figures of the city are given."""
    regional, city = run.regional, run.project.city
    if regional.alpha is None and regional.beta is None:
        yield Paragraph(p.tell("regional_none"))
        return
    per_value = [i for i in run.intensities if i.indicator == "carbon_per_added_value"]
    known = (
        ("alpha", regional.alpha, _of_co2(per_value), city.carbon_intensity),
        ("beta", regional.beta, _of_co2([i.numerator for i in run.intensities]), city.total),
    )
    found = [(key, share, own, of) for key, share, own, of in known if share is not None]
    shares = numbers([show.margin(share) for _, share, _, _ in found])
    yield p.section("regional")
    yield from p.table(
        "regional",
        [
            p.column("regional_coefficient", 50),
            p.column("scope_project", 19, "num"),
            p.column("regional_city", 18, "num"),
            p.column("regional_share", 13, "num"),
        ],
        [
            _row(key, own, of, share, p)
            for (key, _, own, of), share in zip(found, shares, strict=True)
        ],
    )
    year = "" if city.year is None else p.bracketed(city.year)
    yield Paragraph((p.word("regional_source", source=f"{city.source}{year}"),), "note")


def _of_co2(quantities: Sequence[QuantityRecord]) -> QuantityRecord | None:
    """The one that counts CO2 alone, as the figures of a city do."""
    return next((x for x in quantities if x.unit.partition("/")[0] == "tCO2"), None)


def _row(
    key: str, own: QuantityRecord | None, city: QuantityRecord | None, share: TableCell, p: Printer
) -> TableRow:
    shown = p.word("dash") if own is None else f"{show.emission(own)} {own.unit}"
    return row(
        cell(p.word(f"regional_{key}"), small(p.word(f"regional_{key}_is"))),
        cell(TextSpan(shown, "amount"), align="num"),
        cell(TextSpan(p.typed(city), "quantity"), align="num"),
        share,
    )
