"""The measures compared: what each saves, costs and does to pollutants; whether it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from carbon_eia.report import show
from carbon_eia.report.document import Block, Paragraph, TableCell, TableRow, Text, TextSpan
from carbon_eia.report.printer import Content, Printer, cell, numbers, row, small
from carbon_eia.report.project.applicant_texts import gap
from carbon_eia.run.records import (
    MeasureRecord,
    MeasureSavingRecord,
    QuantityRecord,
    Run,
)

__all__ = ["POLLUTANTS", "compared_measures"]

POLLUTANTS = ("so2_saved", "nox_saved", "dust_saved")
"""Keys of a measure: t of a pollutant that it saves in a year."""


class Merit(NamedTuple):
    """A measure with what it saves alone and what a tonne costs; a completed one saves no more."""

    measure: MeasureRecord
    co2e: QuantityRecord | None
    energy: QuantityRecord | None
    cost: QuantityRecord | None


def compared_measures(run: Run, p: Printer) -> Iterator[Block]:
    """A row for each measure; below it what the file has still to say of which."""
    savings = {x.measure: x for x in run.retrofit.by_measure}
    merits = [_merit(m, savings.get(m.name)) for m in run.project.measures]
    yield p.section("merits")
    if not merits:
        yield Paragraph(p.tell("merits_none"))
        return
    yield from p.said([p.tell("merits_what"), *_open_costs(merits, p)])
    saved = numbers([_saved(x.co2e, x, p) for x in merits])
    energy = numbers([_saved(x.energy, x, p) for x in merits])
    costs = [_cost(x, p) for x in merits]
    yield from p.table(
        "merits",
        [
            p.column("measure", 20),
            p.column("saved_per_year", 12, "num"),
            p.column("energy_per_year", 12, "num"),
            p.column("pollutants", 18),
            p.column("money", 16, "num"),
            p.column("cost_per_t_year", 11, "num"),
            p.column("choice", 11),
        ],
        [_row(x, cells, run, p) for x, *cells in zip(merits, saved, energy, costs, strict=True)],
    )
    yield from p.bullets(list(_gaps(merits, p)), look="note")


def _merit(m: MeasureRecord, saving: MeasureSavingRecord | None) -> Merit:
    if saving is None:
        return Merit(m, None, None, None)
    return Merit(m, saving.co2e_saved, saving.energy_saved, saving.cost_per_t)


def _row(merit: Merit, figures: list[TableCell], run: Run, p: Printer) -> TableRow:
    saved, energy, cost = figures
    m = merit.measure
    money = (p.money(m.investment), p.money(m.annual_cost))
    maturity: Content = TextSpan(p.word("gap_short"), "gap")
    if m.maturity:
        maturity = small(p.code("maturity", m.maturity))
    return row(
        cell(m.name, maturity),
        saved,
        energy,
        cell(*_pollutants(m, p)),
        cell(*(TextSpan(text, "quantity") for text in money), align="num"),
        cost,
        p.word(_choice(m, run)),
    )


def _pollutants(m: MeasureRecord, p: Printer) -> Iterator[Content]:
    """t a year of each pollutant that the applicant states; never derived."""
    stated = [(key, getattr(m, key)) for key in POLLUTANTS]
    if not any(amount for _, amount in stated):
        yield TextSpan(p.word("gap_short"), "gap")
    for key, amount in stated:
        if amount is not None:
            yield f"{p.word(key)} {p.money(amount)}"


def _choice(m: MeasureRecord, run: Run) -> str:
    """Taken, proposed to be taken, or kept aside."""
    if m.status in ("committed", "completed"):
        return "choice_taken"
    proposed = run.retrofit.proposed
    return "choice_proposed" if proposed and m.name in proposed.measures else "choice_aside"


def _saved(amount: QuantityRecord | None, merit: Merit, p: Printer) -> str:
    if merit.measure.status == "completed":
        return p.word("in_baseline")
    return p.word("dash") if amount is None else show.emission(amount)


def _cost(merit: Merit, p: Printer) -> TableCell:
    cost = merit.cost
    if cost is None and merit.measure.status != "completed":
        return cell(TextSpan(p.word("gap_short"), "gap"))
    return numbers([p.word("dash") if cost is None else show.emission(cost)])[0]


def _open_costs(merits: list[Merit], p: Printer) -> Iterator[Text]:
    """How a tonne's cost is counted, where one is known."""
    if any(x.cost for x in merits):
        yield p.tell("merits_cost")


MISSING: dict[tuple[str, str], Callable[[MeasureRecord], bool]] = {
    ("measures", "maturity"): lambda m: not m.maturity,
    ("measures", "responsible"): lambda m: not m.responsible,
    ("measures", "so2_saved"): lambda m: not any(getattr(m, key) for key in POLLUTANTS),
    ("measures", "investment"): lambda m: m.investment is None,
    ("measures", "annual_cost"): lambda m: m.annual_cost is None,
    ("measures", "life"): lambda m: m.life is None,
}
"""Keys of a measure → whether one lacks them."""


def _gaps(merits: list[Merit], p: Printer) -> Iterator[Text]:
    """What is still to be supplied, each key once with the measures that lack it."""
    for (section, key), lacks in MISSING.items():
        names = [x.measure.name for x in merits if lacks(x.measure)]
        if names:
            yield (gap(p, section, key), p.word("colon"), p.names(names))
    known = [x for x in merits if x.measure.life and x.measure.investment]
    if len(known) == len(merits) and not any(x.cost for x in merits):
        yield (gap(p, "planning", "discount_rate"),)
