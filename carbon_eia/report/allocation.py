"""Several main products: how the sources are split, and each product against its own value."""

from __future__ import annotations

from dataclasses import dataclass

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.report.verdict import governing
from carbon_eia.run.records import (
    AdmissibleRecord,
    AllocatedSourceRecord,
    BearingProductRecord,
    Run,
)

__all__ = ["Allocation", "allocation_view"]


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One source: its share for each product, and by what."""

    source: str
    shares: list[str]
    how: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One main product: what it bears, its intensity, and its own admission value."""

    product: str
    sector: str
    output: str
    emission: Cell
    value: str
    limit: str
    unit: str
    result: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """Everything of the section on the allocation.

    ``sums``: the total beside Σ(output × admission value), empty where one is not known.
    """

    products: list[str]
    rows: list[SplitRow]
    results: list[ProductRow]
    sums: str
    notes: list[str]


def allocation_view(run: Run, reader: Reader) -> Allocation | None:
    """The allocation of a Run for print; None where there is one main product."""
    found = run.allocation
    if found is None:
        return None
    products = [str(p.product) for p in found.products]
    dash = reader.word("dash")
    borne = column([show.emission(p.emission) if p.emission else dash for p in found.products])
    return Allocation(
        products=products,
        rows=[_split(s, products, reader) for s in found.sources],
        results=[_product(run, p, e, reader) for p, e in zip(found.products, borne, strict=True)],
        sums=_sums(found.admissible, reader),
        notes=[reader.text(note) for note in found.notes],
    )


def _split(s: AllocatedSourceRecord, products: list[str], reader: Reader) -> SplitRow:
    shares = {x.product: f"{show.margin(x.value)} %" for x in s.shares}
    return SplitRow(
        str(s.source),
        [shares.get(p, reader.word("dash")) for p in products],
        sentence(f"allocation.{s.basis or 'none'}", reader.lang),
    )


def _product(run: Run, p: BearingProductRecord, emission: Cell, reader: Reader) -> ProductRow:
    w, name = reader.word, str(p.product)
    admission = governing(run, "admission", name)
    own = next((i for i in run.intensities if i.product_name == name), None)
    shown = admission or own
    bounds = [] if admission is None else [show.exact(admission.limit)]
    result, fails = w("not_determined"), False
    if admission is not None and admission.same_boundary:
        fails = not admission.within
        result = w("exceeds") if fails else w("reaches")
    return ProductRow(
        product=name,
        sector=p.sector.name(reader.lang),
        output=reader.typed(p.output),
        emission=emission,
        value=w("dash") if shown is None else show.beside(show.exact(shown), bounds),
        limit=w("dash") if admission is None else show.plain(admission.limit),
        unit="" if shown is None else str(shown.unit),
        result=result,
        fails=fails,
    )


def _sums(found: AdmissibleRecord | None, reader: Reader) -> str:
    if found is None:
        return ""
    facts = {
        "emission": show.emission(found.emission),
        "limit": show.emission(found.limit),
        "unit": found.limit.unit,
    }
    return sentence(
        f"screen.admissible.{'within' if found.within else 'above'}", reader.lang, facts
    )
