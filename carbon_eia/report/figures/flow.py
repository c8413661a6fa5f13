"""The process flow with its monitoring points: inputs, units, products, CO2 nodes and meters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.key import Symbol, dashed, draw_key
from carbon_eia.drawing.palette import (
    ACCENT,
    INK,
    LEADING,
    LIGHT,
    PAPER,
    PEN,
    SIZE,
    SMALL,
    SOFT,
    TINT,
    WIDTH,
    Style,
)
from carbon_eia.project import method_label
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.kind import Figure, told
from carbon_eia.run.records import Run

__all__ = ["Point", "flow", "monitoring_points"]

INPUT, UNIT, BOUND, PRODUCT = (0.5, 104.0), (150.5, 282.0), (140.0, 386.0), (420.5, WIDTH - 0.5)
NODE, STEM = 299.0, BOUND[1] + 8
"""Left and right edges of the boxes, the boundary and the products; where nodes and a stem are."""

SPACE, LOWEST, DENSE = 6.0, 560.0, 14
"""Room between boxes; where the rows of a page end; sources from which on a box has one text."""


class Point(NamedTuple):
    """One meter: ``mark`` M1…, its CO2 ``node`` E1… (none at a product), what it meters where.

    ``kind`` is ``source``, ``bought`` (power and heat, emitted where they are made) or ``product``;
    ``emission`` carries its unit, or says that it could not be computed.
    """

    kind: str
    metered: str
    quantity: str
    at: str = ""
    category: str = ""
    emission: str = ""
    mark: str = ""
    node: str = ""


def monitoring_points(run: Run, reader: Reader) -> list[Point]:
    """A point for every source of the project, in the Run's order, then one for every product."""
    points = []
    for s in run.inventory.by_source:
        if s.account == "project":
            emission = reader.word("not_computed")
            if s.co2e is not None:
                emission = f"{show.emission(s.co2e)} {s.co2e.unit}"
            metered = reader.text(s.material_name) or method_label(s.method, reader.lang)
            kind = "bought" if is_purchased(s.category) else "source"
            category = reader.code("category", s.category)
            points.append(Point(kind, metered, reader.typed(s.amount), s.name, category, emission))
    products = [p for p in run.project.products if p.account == "project"]
    points += [Point("product", p.name, reader.typed(p.amount)) for p in products]
    return [
        p._replace(mark=f"M{i}", node="" if p.kind == "product" else f"E{i}")
        for i, p in enumerate(points, 1)
    ]


def flow(run: Run, reader: Reader) -> Figure | None:
    """Every meter and every CO2 node on the flow; none where there is no source."""
    points = monitoring_points(run, reader)
    sources = [p for p in points if p.kind != "product"]
    products = [p for p in points if p.kind == "product"]
    if not sources:
        return None
    canvas = Canvas()
    left = _draw(canvas, sources, products, reader)
    if left:
        words = reader.word("figure.more", count=str(left))
        canvas.text(0, canvas.bottom + SMALL + 3, words, SMALL)
    nodes = [f"{p.mark} {p.metered} {p.quantity} → {p.at}, {p.node} {p.emission}" for p in sources]
    made = told([f"{p.mark} {p.metered} {p.quantity}" for p in products], reader)
    made = made or reader.word("none")
    alt = reader.word("figure.flow.alt", sources=told(nodes, reader), products=made)
    return Figure("flow", reader.word("figure.flow"), alt, canvas.svg(alt))


class _Box:
    """A box between two edges: its lines, and small ones under them."""

    def __init__(self, edges: tuple[float, float], text: str, remark: str, fill: str) -> None:
        self.left, self.right, self.fill = *edges, fill
        room = self.right - self.left - 7.5
        self.lines = [(line, SIZE, INK) for line in wrapped(text, room, SIZE, 3)]
        if remark:
            self.lines += [(line, SMALL, SOFT) for line in wrapped(remark, room, SMALL, 2)]
        self.text = sum(size for _, size, _ in self.lines) * LEADING
        self.height = self.text + 5

    def draw(self, canvas: Canvas, y: float, height: float) -> None:
        """The box from ``y`` on, its lines in its middle."""
        style = Style(self.fill, INK, 0.7)
        canvas.rect(self.left, y, self.right - self.left, height, style, radius=2)
        at = y + (height - self.text) / 2
        for line, size, fill in self.lines:
            canvas.text((self.left + self.right) / 2, at + size, line, size, "middle", fill=fill)
            at += size * LEADING


def _draw(
    canvas: Canvas, sources: Sequence[Point], products: Sequence[Point], reader: Reader
) -> int:
    """The whole flow; how many sources found no room."""
    top = SMALL * 2.4
    y, drawn, dense = top + SPACE, 0, len(sources) > DENSE
    made = [(p, _Box(PRODUCT, p.metered, p.quantity, PAPER)) for p in products]
    needed = sum(box.height + SPACE for _, box in made) - SPACE
    for x, key in ((0, "inputs"), (UNIT[0], "units"), (PRODUCT[0], "products")):
        canvas.text(x, SMALL, reader.word(f"figure.flow.{key}"), SMALL, fill=SOFT)
    for p in sources:
        metered = (f"{p.metered} {p.quantity}", "") if dense else (p.metered, p.quantity)
        boxes = _Box(INPUT, *metered, PAPER), _Box(UNIT, p.at, "" if dense else p.category, TINT)
        words = wrapped(p.emission, BOUND[1] - NODE - 22, SMALL)
        height = max(boxes[0].height, boxes[1].height, len(words) * SMALL * LEADING + 5)
        if drawn and y + height > LOWEST:
            break
        middle = y + height / 2
        for box in boxes:
            box.draw(canvas, y, height)
        _arrow(canvas, INPUT[1], middle, UNIT[0])
        _meter(canvas, (INPUT[1] + BOUND[0]) / 2, middle, p.mark)
        _arrow(canvas, UNIT[1], middle, NODE - 9)
        _node(canvas, NODE, middle, p.node, p.kind == "bought")
        canvas.text(NODE + 13, middle, words, SMALL)
        y += height + (SPACE / 2 if dense else SPACE)
        drawn += 1
    bottom = max(y + (SPACE / 2 if dense else 0), top + needed + 2 * SPACE)
    canvas.rect(BOUND[0], top, BOUND[1] - BOUND[0], bottom - top, Style("none", SOFT, 0.8, "4 2"))
    _products(canvas, made, (top + bottom) / 2, needed)
    symbols: dict[str, Symbol] = {
        "boundary": dashed,
        "meter": lambda canvas, x, y: _meter(canvas, x + 8, y, "M"),
        "node": lambda canvas, x, y: _node(canvas, x + 9, y, "E", bought=False),
    }
    if any(p.kind == "bought" for p in sources[:drawn]):
        symbols["far"] = lambda canvas, x, y: _node(canvas, x + 9, y, "E", bought=True)
    entries = [(symbol, reader.word(f"figure.flow.{key}")) for key, symbol in symbols.items()]
    draw_key(canvas, entries, bottom + 6, room=22)
    return len(sources) - drawn


def _products(
    canvas: Canvas, made: Sequence[tuple[Point, _Box]], middle: float, needed: float
) -> None:
    """The products below each other, about the middle of the flow."""
    y, centres = middle - needed / 2, []
    for p, box in made:
        centres.append(y + box.height / 2)
        _arrow(canvas, STEM, centres[-1], PRODUCT[0])
        _meter(canvas, (STEM + PRODUCT[0]) / 2 - 2, centres[-1], p.mark)
        box.draw(canvas, y, box.height)
        y += box.height + SPACE
    if centres:
        canvas.line(BOUND[1], middle, STEM, middle, PEN)
        canvas.line(STEM, centres[0], STEM, centres[-1], PEN)


def _arrow(canvas: Canvas, x1: float, y: float, x2: float) -> None:
    canvas.line(x1, y, x2 - 3, y, PEN)
    canvas.path(f"M{x2:.2f} {y:.2f}l-4 -2.2v4.4z", Style(INK))


def _meter(canvas: Canvas, x: float, y: float, mark: str) -> None:
    half = max(text_width(mark, 6.5) / 2 + 3, 8)
    canvas.rect(x - half, y - 5.5, half * 2, 11, Style(PAPER, INK, 0.9), radius=5.5)
    canvas.text(x, y + 2.4, mark, 6.5, "middle")


def _node(canvas: Canvas, x: float, y: float, mark: str, bought: bool) -> None:
    half, fill = max(text_width(mark, 6.5, bold=True) / 2 + 2, 9), INK if bought else PAPER
    style = Style(LIGHT if bought else ACCENT, ACCENT, 0.8)
    canvas.rect(x - half, y - 5.5, half * 2, 11, style)
    canvas.text(x, y + 2.4, mark, 6.5, "middle", bold=True, fill=fill)
