"""Several main products: how the sources are split, and each product against its own value."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing
from carbon_eia.report.document import Block, Paragraph, TableCell, TableRow, Text, TextSpan
from carbon_eia.report.printer import Printer, cell, numbers, row, small
from carbon_eia.report.project.rules_by_state import result_cell
from carbon_eia.run.records import (
    AdmissibleRecord,
    AllocatedSourceRecord,
    AllocationRecord,
    BearingProductRecord,
    Run,
)

__all__ = ["by_product", "split_of_sources"]


def by_product(run: Run, p: Printer) -> Iterator[Block]:
    """Each main product with what it bears against its own admission value."""
    found = run.allocation
    if found is None:
        return
    borne = [show.emission(x.emission) if x.emission else p.word("dash") for x in found.products]
    yield from p.table(
        "by_product",
        [
            p.column("product"),
            p.column("denominator", align="num"),
            p.column("borne", align="num")._replace(head=p.unit("borne", "tCO2e")),
            p.column("value", align="num"),
            p.column("admission", align="num"),
            p.column("unit"),
            p.column("result"),
        ],
        [_product(run, x, e, p) for x, e in zip(found.products, numbers(borne), strict=True)],
    )
    if found.admissible is not None:
        yield Paragraph((_sums(found.admissible, p),), "note")


def _product(run: Run, x: BearingProductRecord, emission: TableCell, p: Printer) -> TableRow:
    w = p.word
    admission = governing(run, "admission", x.product)
    own = next((i for i in run.intensities if i.product_name == x.product), None)
    shown = admission or own
    bounds = [] if admission is None else [show.exact(admission.limit)]
    result, fails = w("not_determined"), False
    if admission is not None and admission.same_boundary:
        fails = not admission.within
        result = w("exceeds") if fails else w("reaches")
    value = w("dash") if shown is None else show.beside(show.exact(shown), bounds)
    limit = w("dash") if admission is None else show.plain(admission.limit)
    return row(
        cell(x.product, small(x.sector.name(p.lang))),
        cell(TextSpan(p.typed(x.output), "quantity"), align="num"),
        emission,
        cell(TextSpan(value, "number"), align="num"),
        cell(TextSpan(limit, "number"), align="num"),
        cell(small("" if shown is None else shown.unit)),
        result_cell(result, fails),
    )


def _sums(found: AdmissibleRecord, p: Printer) -> str:
    """The total beside Σ(output × admission value)."""
    facts = {
        "emission": show.emission(found.emission),
        "limit": show.emission(found.limit),
        "unit": found.limit.unit,
    }
    way = "within" if found.within else "above"
    return sentence(f"screen.admissible.{way}", p.lang, facts)


def split_of_sources(run: Run, p: Printer) -> Iterator[Block]:
    """How each source is split over the products, and by what."""
    found = run.allocation
    if found is None:
        return
    names = [x.product for x in found.products]
    yield p.section("allocation")
    yield from p.said(list(_said(found, names, p)))
    yield from p.table(
        "allocation",
        [
            p.column("source"),
            *(p.column("", align="num")._replace(head=name) for name in names),
            p.column("allocation_how"),
        ],
        [_split(s, names, p) for s in found.sources],
    )
    yield from p.bullets([p.text(note) for note in found.notes], look="note")


def _said(found: AllocationRecord, names: list[str], p: Printer) -> Iterator[Text]:
    yield p.tell("allocation_what", count=str(len(names)), products=p.listed(names))
    if any(s.basis is None for s in found.sources):
        yield p.tell("allocation_open")


def _split(s: AllocatedSourceRecord, names: list[str], p: Printer) -> TableRow:
    shares = {x.product: f"{show.margin(x.value)} %" for x in s.shares}
    how = sentence(f"allocation.{s.basis or 'none'}", p.lang)
    shown = [cell(shares.get(name, p.word("dash")), align="num") for name in names]
    return row(s.source, *shown, cell(small(how)))
