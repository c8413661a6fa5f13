"""Three columns of nodes and the bands between them, each as wide as what flows through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from carbon_eia.drawing import Canvas, wrapped
from carbon_eia.drawing.palette import INK, LEADING, MID, SIZE, SMALL, SOFT, WIDTH, ShapeStyle

__all__ = ["FlowNode", "Flows"]

LEFT, MIDDLE, RIGHT, BAR = 158.0, 270.0, 388.0, 7.0
"""Where the three columns of nodes stand, and how wide a node is."""

ROOMS = (LEFT - 6, RIGHT - MIDDLE - BAR - 12, WIDTH - RIGHT - BAR - 5)
"""Widths of the labels of each column."""

TALL, SPACE = 170.0, 4.0
"""Height of all that flows, and between nodes."""

BANDS = {
    "solid": ShapeStyle("#c3ccd8", None, 0.4),
    "hatch": ShapeStyle("#e2e7ed", None, 0.4),
    "lines": ShapeStyle("#edefe8", MID, 0.4, "0.6 1.2"),
    "open": ShapeStyle("#f7f8fa", MID, 0.4, "2 1.4"),
}
"""Style of a node → how a band to or from it is drawn."""


@dataclass(slots=True)
class FlowNode:
    """A node with its label; a label ``above`` stands over a node that is lower than it."""

    label: list[str]
    remark: list[str]
    style: str
    above: bool
    into: float = 0.0
    out: float = 0.0

    @property
    def amount(self) -> float:
        """What flows through it."""
        return max(self.into, self.out)

    @property
    def text(self) -> float:
        """The height of the label."""
        return (len(self.label) * SIZE + len(self.remark) * SMALL) * LEADING

    def lift(self, scale: float) -> float:
        """The part of the room that a label above the node takes."""
        return self.text + 1 if self.above and self.text > self.amount * scale else 0.0

    def room(self, scale: float) -> float:
        """The height that node and label need."""
        return max(self.amount * scale + self.lift(scale), self.text)


@dataclass(slots=True)
class Flows:
    """Nodes in columns (inputs, middle, ends) and bands: from, to, amount."""

    columns: tuple[list[FlowNode], list[FlowNode], list[FlowNode]] = field(
        default_factory=lambda: ([], [], [])
    )
    bands: list[tuple[FlowNode, FlowNode, float]] = field(default_factory=list)

    def node(self, column: int, label: str, remark: str, style: str) -> FlowNode:
        """A further node of a column."""
        labels = wrapped(label, ROOMS[column], SIZE, 3) if label else []
        remarks = wrapped(remark, ROOMS[column], SMALL, 2) if remark else []
        node = FlowNode(labels, remarks, style, above=column == 1)
        self.columns[column].append(node)
        return node

    def band(self, start: FlowNode, end: FlowNode, amount: float) -> None:
        """A flow between two nodes."""
        start.out += amount
        end.into += amount
        self.bands.append((start, end, amount))

    def draw(self, canvas: Canvas, heads: Sequence[str]) -> None:
        """The columns with their heads, and the bands between them."""
        scale = TALL / max(sum(n.amount for n in column) for column in self.columns)
        heights = [sum(n.room(scale) + SPACE for n in column) - SPACE for column in self.columns]
        tops: dict[int, float] = {}
        for column, height in zip(self.columns, heights, strict=True):
            y = SMALL * 2.2 + (max(heights) - height) / 2
            for node in column:
                room = node.room(scale)
                lift = node.lift(scale) or (room - node.amount * scale) / 2
                tops[id(node)] = y + lift
                y += room + SPACE
        for x, head, anchor in zip(
            (LEFT - 6, MIDDLE, RIGHT), heads, ("end", "start", "start"), strict=True
        ):
            canvas.text(x, SMALL, head, SMALL, anchor, fill=SOFT)
        starts, ends = dict(tops), dict(tops)
        middle = {id(n) for n in self.columns[1]}
        for start, end, amount in self.bands:
            x1, x2 = (MIDDLE, RIGHT) if id(start) in middle else (LEFT, MIDDLE)
            thick = amount * scale
            _band(canvas, x1 + BAR, starts[id(start)], x2, ends[id(end)], thick, _style(start, end))
            starts[id(start)] += thick
            ends[id(end)] += thick
        for x, column in zip((LEFT, MIDDLE, RIGHT), self.columns, strict=True):
            for node in column:
                top, tall = tops[id(node)], node.amount * scale
                canvas.swatch(node.style, x, top, BAR, max(tall, 0.8))
                lift = node.lift(scale)
                at, anchor = (x - 6, "end") if x == LEFT else (x + BAR + 5, "start")
                y = top - lift if lift else top + (tall - node.text) / 2
                for lines, size, fill in ((node.label, SIZE, INK), (node.remark, SMALL, SOFT)):
                    for line in lines:
                        canvas.text(x if lift else at, y + size, line, size, anchor, fill=fill)
                        y += size * LEADING
        canvas.grow(SMALL * 2.2 + max(heights))


def _style(start: FlowNode, end: FlowNode) -> str:
    if end.style in ("open", "lines"):
        return end.style
    return start.style if start.style != "mid" else end.style


def _band(
    canvas: Canvas, x1: float, y1: float, x2: float, y2: float, thick: float, style: str
) -> None:
    x = (x1 + x2) / 2
    low1, low2 = y1 + max(thick, 0.4), y2 + max(thick, 0.4)
    d = (
        f"M{x1:.2f} {y1:.2f}C{x:.2f} {y1:.2f} {x:.2f} {y2:.2f} {x2:.2f} {y2:.2f}"
        f"L{x2:.2f} {low2:.2f}C{x:.2f} {low2:.2f} {x:.2f} {low1:.2f} {x1:.2f} {low1:.2f}Z"
    )
    look = BANDS[style]  # a thread without an edge would be lost
    canvas.path(d, look._replace(edge=MID) if thick < 1.5 else look)
