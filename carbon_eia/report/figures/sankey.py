"""The flow of carbon: inputs, the categories in which they emit, and where it goes.

The width of a band is its emission. What is deducted (power or heat passed on, carbon kept in
products, CO2 recovered) leaves the category in which it stands; where that has less, the others
in their order. Biogenic CO2 runs beside, for it is not in the total.
"""

from __future__ import annotations

from typing import NamedTuple

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.palette import SMALL, SOFT
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx, told
from carbon_eia.report.figures.flows import FlowNode, Flows
from carbon_eia.run.records import QuantityRecord, Run, SourceRecord

__all__ = ["project_flows", "sankey"]

MOST = 14
"""Inputs with a name of their own; the smallest beyond them share a node."""


def sankey(run: Run, reader: DocumentLanguage) -> Figure | None:
    """The flow of the project's carbon; none where the total is missing or not above zero."""
    flows = project_flows(run, reader)
    if flows is None:
        return None
    canvas = Canvas()
    flows.draw(
        canvas, [reader.word(f"figure.sankey.{k}") for k in ("inputs", "categories", "ends")]
    )
    if any(n.style == "open" for n in flows.columns[2]):
        words = reader.word("figure.sankey.net")
        canvas.text(0, canvas.bottom + SMALL + 4, words, SMALL, fill=SOFT)
    inputs, categories, ends = (
        [" ".join("".join(x) for x in (n.label, n.remark) if x) for n in column if n.label]
        for column in flows.columns
    )
    alt = reader.word(
        "figure.sankey.alt",
        inputs=told(inputs, reader),
        categories=reader.listed(categories),
        ends=told(ends, reader),
    )
    return Figure("sankey", reader.word("figure.sankey"), alt, canvas.svg(alt))


class _Source(NamedTuple):
    """A source of the project, and what it emits as lengths."""

    record: SourceRecord
    co2e: QuantityRecord
    amount: float
    biogenic: float


def project_flows(run: Run, reader: DocumentLanguage) -> Flows | None:
    """What flows from the sources of the project; None where the figure would have none."""
    inventory, total, flows = run.inventory, run.inventory.total, Flows()
    sources = [s for s in inventory.by_source if s.account == "project"]
    own = [
        _Source(s, s.co2e, approx(s.co2e), 0.0 if s.biogenic is None else approx(s.biogenic))
        for s in sources
        if s.co2e is not None
    ]
    if total is None or show.exact(total) <= 0 or len(own) < len(sources):
        return None
    gains = [s for s in own if s.amount >= 0]
    left: dict[str, float] = {}
    for s in gains:
        left[s.record.category] = left.get(s.record.category, 0.0) + s.amount
    order = sorted(left, key=lambda c: -left[c])
    # a category from which something is deducted shows its net sum, which its band is not
    nets = {c.category: show.emission(c.co2e) for c in inventory.by_category}
    categories: dict[str, FlowNode] = {}
    for c in order:
        style = "hatch" if is_purchased(c) else "solid"
        categories[c] = flows.node(1, reader.code("category", c), nets[c], style)
    biogenic = flows.node(1, "", "", "lines") if any(s.biogenic for s in own) else None
    _inputs(flows, gains, categories, biogenic, reader)

    def end(label: str, quantity: QuantityRecord, style: str) -> FlowNode:
        return flows.node(2, label, f"{show.emission(quantity)} {quantity.unit}", style)

    whole = end(reader.word("total"), total, "solid")
    taken: list[tuple[FlowNode, FlowNode, float]] = []
    for s in sorted((s for s in own if s.amount < 0), key=lambda s: s.amount):
        loss, wanted = end(reader.named(s.record.name), s.co2e, "open"), -s.amount
        for c in sorted(left, key=lambda c: (c != s.record.category, -left[c])):
            part = min(wanted, left[c])
            taken.append((categories[c], loss, part))
            left[c] -= part
            wanted -= part
    for start, to, amount in (*((categories[c], whole, left[c]) for c in left), *taken):
        if amount > 0:
            flows.band(start, to, amount)
    if biogenic:
        beside = end(reader.word("figure.sankey.biogenic"), inventory.biogenic, "lines")
        flows.band(biogenic, beside, biogenic.into)
    return flows


def _inputs(
    flows: Flows,
    gains: list[_Source],
    categories: dict[str, FlowNode],
    biogenic: FlowNode | None,
    reader: DocumentLanguage,
) -> None:
    """A node for each source, those of a category together, the largest first."""
    large = sorted(gains, key=lambda s: -s.amount - s.biogenic)
    most = len(large) if len(large) <= MOST + 1 else MOST
    order = list(categories)
    listed = [(n >= most, order.index(s.record.category), n, s) for n, s in enumerate(large)]
    rest: FlowNode | None = None
    for shared, _, _, s in sorted(listed):
        if not shared:
            remark = f"{show.emission(s.co2e)} {s.co2e.unit}"
            if s.record.amount is not None:
                remark = f"{reader.named(reader.typed(s.record.amount))} → {remark}"
            label, style = reader.named(s.record.name), categories[s.record.category].style
            node = flows.node(0, label, remark, style)
        else:
            label = reader.word("figure.sankey.rest", count=str(len(large) - most))
            rest = node = rest or flows.node(0, label, "", "mid")
        flows.band(node, categories[s.record.category], s.amount)
        if biogenic and s.biogenic:
            flows.band(node, biogenic, s.biogenic)
