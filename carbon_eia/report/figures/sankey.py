"""The flow of carbon: inputs, the categories in which they emit, and where it goes.

The width of a band is its emission. What is deducted (power or heat passed on, carbon kept in
products, CO2 recovered) leaves the category in which it stands; where that has less, the others
in their order. Biogenic CO2 runs beside, for it is not in the total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from carbon_eia.drawing import Canvas, wrapped
from carbon_eia.drawing.palette import LEADING, MID, SIZE, SMALL, SOFT, WIDTH
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.run.records import InventoryRecord, QuantityRecord, Run, SourceRecord

__all__ = [
    "BAR",
    "LEFT",
    "MIDDLE",
    "RIGHT",
    "Flows",
    "Node",
    "draw_flows",
    "project_flows",
    "sankey",
]

MOST = 14
"""Inputs with a name of their own; the smallest beyond them share a node."""

LEFT, MIDDLE, RIGHT = 158.0, 270.0, 388.0
"""Where the three columns of nodes stand."""

BAR = 7.0
TALL = 170.0
"""Height of all that flows."""

SPACE = 4.0
BIOGENIC = "biogenic"

BANDS = {"solid": "#c3ccd8", "hatch": "#e2e7ed", "lines": "#edefe8", "open": "#f7f8fa"}


@dataclass(slots=True)
class Node:
    """A node with its label; ``out`` and ``into`` say how much of its height is taken."""

    label: list[str]
    remark: list[str]
    amount: float
    style: str
    top: float = 0.0
    out: float = 0.0
    into: float = 0.0

    above: bool = False
    """Whether a label that is taller than its node stands above it, not beside it."""

    @property
    def text(self) -> float:
        """The height of the label."""
        return len(self.label) * SIZE * LEADING + len(self.remark) * SMALL * LEADING

    def lift(self, scale: float) -> float:
        """The part of the room that a label above the node takes."""
        return self.text + 1 if self.above and self.text > self.amount * scale else 0.0

    def room(self, scale: float) -> float:
        """The height that node and label need."""
        return max(self.amount * scale + self.lift(scale), self.text)


@dataclass(slots=True)
class Flows:
    """Three columns of nodes and the bands between them."""

    inputs: list[Node] = field(default_factory=list)
    categories: dict[str, Node] = field(default_factory=dict)
    ends: list[Node] = field(default_factory=list)
    bands: list[tuple[Node, Node, float]] = field(default_factory=list)


class _Source(NamedTuple):
    """A source of the project with what it emits."""

    record: SourceRecord
    co2e: QuantityRecord

    @property
    def biogenic(self) -> float:
        """Its biogenic CO2, for drawing."""
        return 0.0 if self.record.biogenic is None else approx(self.record.biogenic)

    @property
    def whole(self) -> float:
        """All that flows from it, for drawing."""
        return approx(self.co2e) + self.biogenic


def sankey(run: Run, reader: Reader) -> Figure | None:
    """The flow of the project's carbon; none where the total is missing or not above zero."""
    flows = project_flows(run, reader)
    if flows is None:
        return None
    canvas = Canvas()
    heads = [reader.word(f"figure.sankey.{k}") for k in ("inputs", "categories", "ends")]
    bottom = draw_flows(canvas, flows, heads)
    if any(n.style == "open" for n in flows.ends):
        canvas.text(0, bottom + SMALL + 4, reader.word("figure.sankey.net"), SMALL, fill=SOFT)
    alt = reader.word(
        "figure.sankey.alt",
        inputs=told([_said(n) for n in flows.inputs], reader),
        categories=reader.listed([_said(n) for n in flows.categories.values() if n.label]),
        ends=told([_said(n) for n in flows.ends], reader),
    )
    return Figure("sankey", reader.word("figure.sankey"), alt, canvas.svg(alt))


def _said(node: Node) -> str:
    return " ".join(x for x in ("".join(node.label), "".join(node.remark)) if x)


# --- what flows


def project_flows(run: Run, reader: Reader) -> Flows | None:
    """What flows from the sources of the project; None where the figure would have none."""
    inventory, total, flows = run.inventory, run.inventory.total, Flows()
    sources = [s for s in inventory.by_source if s.account == "project"]
    own = [_Source(s, s.co2e) for s in sources if s.co2e is not None]
    if total is None or show.exact(total) <= 0 or len(own) < len(sources):
        return None
    gains = [s for s in own if show.exact(s.co2e) >= 0]
    gross: dict[str, float] = {}
    for s in gains:
        gross[s.record.category] = gross.get(s.record.category, 0.0) + approx(s.co2e)
    order = sorted(gross, key=lambda c: -gross[c])
    nets = {c.category: c.co2e for c in inventory.by_category}
    for category in order:
        label = wrapped(reader.code("category", category), RIGHT - MIDDLE - BAR - 12, SIZE)
        # a category from which something is deducted shows its net sum, which its band is not
        net = nets[category]
        remark = [show.emission(net)]
        style = "hatch" if is_purchased(category) else "solid"
        flows.categories[category] = Node(label, remark, gross[category], style, above=True)
    biogenic = sum(s.biogenic for s in own)
    if biogenic:
        flows.categories[BIOGENIC] = Node([], [], biogenic, "lines")
    _inputs(flows, gains, order, reader)
    _ends(flows, inventory, total, own, reader)
    return flows


def _inputs(flows: Flows, gains: Sequence[_Source], order: Sequence[str], reader: Reader) -> None:
    """A node for each source, those of a category together, the largest first."""
    large = sorted(gains, key=lambda s: -s.whole)
    named = large if len(large) <= MOST + 1 else large[:MOST]
    rest = large[len(named) :]
    named = sorted(named, key=lambda s: order.index(s.record.category))
    for s in named:
        remark = f"{show.emission(s.co2e)} {s.co2e.unit}"
        if s.record.amount is not None:
            remark = f"{reader.typed(s.record.amount)} → {remark}"
        node = Node(
            wrapped(s.record.name, LEFT - 6, SIZE, 3),
            wrapped(remark, LEFT - 6, SMALL, 2),
            s.whole,
            flows.categories[s.record.category].style,
        )
        flows.inputs.append(node)
        _from_source(flows, node, s)
    if rest:
        label = reader.word("figure.sankey.rest", count=str(len(rest)))
        amount = sum(s.whole for s in rest)
        node = Node(wrapped(label, LEFT - 6, SIZE), [], amount, "mid")
        flows.inputs.append(node)
        for s in sorted(rest, key=lambda s: order.index(s.record.category)):
            _from_source(flows, node, s)


def _from_source(flows: Flows, node: Node, s: _Source) -> None:
    flows.bands.append((node, flows.categories[s.record.category], approx(s.co2e)))
    if s.biogenic:
        flows.bands.append((node, flows.categories[BIOGENIC], s.biogenic))


def _ends(
    flows: Flows,
    inventory: InventoryRecord,
    total: QuantityRecord,
    own: Sequence[_Source],
    reader: Reader,
) -> None:
    """The total, what is deducted before it, and biogenic CO2 beside it."""
    room = WIDTH - RIGHT - BAR - 5

    def node(label: str, quantity: QuantityRecord, style: str) -> Node:
        remark = f"{show.emission(quantity)} {quantity.unit}"
        amount = abs(approx(quantity))
        return Node(wrapped(label, room, SIZE, 3), wrapped(remark, room, SMALL), amount, style)

    end = node(reader.word("total"), total, "solid")
    left = {k: n.amount for k, n in flows.categories.items() if k != BIOGENIC}
    taken: list[tuple[Node, Node, float]] = []
    losses = []
    for s in sorted(own, key=lambda s: show.exact(s.co2e)):
        if show.exact(s.co2e) >= 0:
            break
        loss = node(s.record.name, s.co2e, "open")
        losses.append(loss)
        wanted = loss.amount
        for category in sorted(left, key=lambda c: (c != s.record.category, -left[c])):
            part = min(wanted, left[category])
            if part > 0:
                taken.append((flows.categories[category], loss, part))
                left[category] -= part
                wanted -= part
    for category, amount in left.items():
        if amount > 0:
            flows.bands.append((flows.categories[category], end, amount))
    flows.bands += taken
    flows.ends = [end, *losses]
    if BIOGENIC in flows.categories:
        beside = node(reader.word("figure.sankey.biogenic"), inventory.biogenic, "lines")
        flows.ends.append(beside)
        flows.bands.append((flows.categories[BIOGENIC], beside, beside.amount))


# --- drawing


def draw_flows(canvas: Canvas, flows: Flows, heads: Sequence[str]) -> float:
    """Three columns of nodes with their heads, and the bands between them; the bottom."""
    columns = [flows.inputs, list(flows.categories.values()), flows.ends]
    scale = TALL / max(sum(n.amount for n in column) for column in columns)
    heights = [sum(n.room(scale) for n in column) + SPACE * (len(column) - 1) for column in columns]
    top = SMALL * 2.2
    for column, height in zip(columns, heights, strict=True):
        y = top + (max(heights) - height) / 2
        for node in column:
            lift = node.lift(scale)
            node.top = y + (lift or (node.room(scale) - node.amount * scale) / 2)
            y += node.room(scale) + SPACE
    canvas.text(LEFT - 6, SMALL, heads[0], SMALL, "end", fill=SOFT)
    canvas.text(MIDDLE, SMALL, heads[1], SMALL, fill=SOFT)
    canvas.text(RIGHT, SMALL, heads[2], SMALL, fill=SOFT)
    inner = {id(n) for n in columns[1]}
    for start, end, amount in flows.bands:
        x1, x2 = (MIDDLE, RIGHT) if id(start) in inner else (LEFT, MIDDLE)
        y1, y2, thick = start.top + start.out, end.top + end.into, amount * scale
        start.out += thick
        end.into += thick
        _band(canvas, x1 + BAR, y1, x2, y2, thick, _band_style(start, end))
    for x, column in zip((LEFT, MIDDLE, RIGHT), columns, strict=True):
        for node in column:
            canvas.swatch(node.style, x, node.top, BAR, max(node.amount * scale, 0.8))
            if x == LEFT:
                _label(canvas, node, x - 6, scale, "end")
            else:
                _label(canvas, node, x + BAR + 5, scale, "start")
    bottom = top + max(heights)
    canvas.grow(bottom)
    return bottom


def _band_style(start: Node, end: Node) -> str:
    for style in ("open", "lines"):
        if end.style == style:
            return style
    return start.style if start.style != "mid" else end.style


def _band(
    canvas: Canvas, x1: float, y1: float, x2: float, y2: float, thick: float, style: str
) -> None:
    middle = (x1 + x2) / 2
    low1, low2 = y1 + max(thick, 0.4), y2 + max(thick, 0.4)
    d = (
        f"M{x1:.2f} {y1:.2f}C{middle:.2f} {y1:.2f} {middle:.2f} {y2:.2f} {x2:.2f} {y2:.2f}"
        f"L{x2:.2f} {low2:.2f}C{middle:.2f} {low2:.2f} {middle:.2f} {low1:.2f}"
        f" {x1:.2f} {low1:.2f}Z"
    )
    edged = style in ("open", "lines") or thick < 1.5  # a thread without an edge would be lost
    dash = {"open": "2 1.4", "lines": "0.6 1.2"}.get(style)
    canvas.path(d, BANDS[style], MID if edged else None, 0.4, dash)


def _label(canvas: Canvas, node: Node, x: float, scale: float, anchor: str) -> None:
    if node.lift(scale):
        x, y = x - 5 - BAR, node.top - node.lift(scale)
    else:
        y = node.top + node.amount * scale / 2 - node.text / 2
    for line in node.label:
        canvas.text(x, y + SIZE, line, SIZE, anchor)
        y += SIZE * LEADING
    for line in node.remark:
        canvas.text(x, y + SMALL, line, SMALL, anchor, fill=SOFT)
        y += SMALL * LEADING
