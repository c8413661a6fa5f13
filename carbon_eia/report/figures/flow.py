"""The process flow with its monitoring points: inputs, units, products, CO2 nodes and meters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    ShapeStyle,
)
from carbon_eia.project import method_label
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, told
from carbon_eia.run.records import Run, SourceRecord

__all__ = ["Point", "flow", "monitoring_points"]

INPUT, UNIT, BOUND, PRODUCT = (0.5, 104.0), (150.5, 282.0), (140.0, 386.0), (420.5, WIDTH - 0.5)
NODE, STEM = 299.0, BOUND[1] + 8
"""Left and right edges of the boxes, the boundary and the products; where nodes and a stem are."""

SPACE, LOWEST, DENSE = 6.0, 560.0, 14
"""Room between boxes; where the rows of a page end; sources from which on a box has one text."""

ORGANISED, FUGITIVE, ELSEWHERE = "organised", "fugitive", "far"
"""How what a node emits leaves: by an outlet, diffusely, or where energy is made."""

NODES = {
    ORGANISED: (ShapeStyle(ACCENT, ACCENT, 0.8), PAPER, 0.0),
    FUGITIVE: (ShapeStyle(PAPER, ACCENT, 1.0, "2 1.4"), ACCENT, 5.5),
    ELSEWHERE: (ShapeStyle(LIGHT, ACCENT, 0.8), INK, 0.0),
    "": (ShapeStyle(PAPER, ACCENT, 1.0), ACCENT, 0.0),
}
"""How a node is drawn: its box, its mark, and how round it is."""


class Point(NamedTuple):
    """One meter: ``mark`` M1…, its CO2 ``node`` E1… (none at a product), what it meters where.

    ``kind`` is ``source``, ``bought`` (power and heat, emitted where they are made) or ``product``;
    ``emission`` carries its unit, or says that it could not be computed. ``unit``: the unit of the
    process; ``release``: organised, fugitive, far, or empty; ``operation``: start-up or
    maintenance in words, where it emits only then.
    """

    kind: str
    metered: str
    quantity: str
    at: str = ""
    category: str = ""
    emission: str = ""
    unit: str = ""
    release: str = ""
    operation: str = ""
    mark: str = ""
    node: str = ""

    @property
    def words(self) -> str:
        """What stands beside its node."""
        return f"{self.operation} {self.emission}".strip()


def monitoring_points(run: Run, reader: DocumentLanguage) -> list[Point]:
    """A point for every source of the project, in the Run's order, then one for every product."""
    points = [_source(s, reader) for s in run.inventory.by_source if s.account == "project"]
    products = [p for p in run.project.products if p.account == "project"]
    points += [
        Point("product", reader.named(p.name), reader.named(reader.typed(p.amount)))
        for p in products
    ]
    return [
        p._replace(mark=f"M{i}", node="" if p.kind == "product" else f"E{i}")
        for i, p in enumerate(points, 1)
    ]


def _source(s: SourceRecord, reader: DocumentLanguage) -> Point:
    emission = reader.word("not_computed")
    if s.co2e is not None:
        emission = f"{show.emission(s.co2e)} {s.co2e.unit}"
    bought = is_purchased(s.category)
    special = s.operation not in ("", "normal")
    return Point(
        "bought" if bought else "source",
        reader.text(s.material_name) or method_label(s.method, reader.lang),
        reader.named(reader.typed(s.amount)),
        reader.named(s.name),
        reader.code("category", s.category),
        emission,
        reader.named(s.process_unit),
        ELSEWHERE if bought else s.release,
        reader.bracketed(reader.code("operation", s.operation)).strip() if special else "",
    )


def flow(run: Run, reader: DocumentLanguage) -> Figure | None:
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
    nodes = [_in_words(p, reader) for p in sources]
    made = told([f"{p.mark} {p.metered} {p.quantity}" for p in products], reader)
    made = made or reader.word("none")
    alt = reader.word("figure.flow.alt", sources=told(nodes, reader), products=made)
    return Figure("flow", reader.word("figure.flow"), alt, canvas.svg(alt))


def _in_words(p: Point, reader: DocumentLanguage) -> str:
    """A point for who cannot see the figure."""
    place = " ".join(x for x in (p.unit, p.at) if x)
    release = reader.code("release", p.release) if p.release in (ORGANISED, FUGITIVE) else ""
    node = " ".join(x for x in (p.node, release, p.words) if x)
    return f"{p.mark} {p.metered} {p.quantity} → {place}, {node}"


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
        style = ShapeStyle(self.fill, INK, 0.7)
        canvas.rect(self.left, y, self.right - self.left, height, style, radius=2)
        self.write(canvas, y + (height - self.text) / 2)

    def write(self, canvas: Canvas, y: float) -> None:
        """Its lines alone, from ``y`` on."""
        for line, size, fill in self.lines:
            canvas.text((self.left + self.right) / 2, y + size, line, size, "middle", fill=fill)
            y += size * LEADING


class _SourceRow:
    """A source: its meter and input on the left, what it is in the unit, its node on the right."""

    def __init__(self, p: Point, dense: bool) -> None:
        self.point = p
        metered = (f"{p.metered} {p.quantity}", "") if dense else (p.metered, p.quantity)
        self.input = _Box(INPUT, *metered, PAPER)
        self.unit = _Box(UNIT, p.at, "" if dense else p.category, TINT)
        self.words = wrapped(p.words, BOUND[1] - NODE - 22, SMALL)
        words = len(self.words) * SMALL * LEADING + 5
        self.height = max(self.input.height, self.unit.height, words)

    def draw(self, canvas: Canvas, y: float, boxed: bool) -> None:
        """The row from ``y`` on; ``boxed``: with a box of its own around what it is."""
        middle, p = y + self.height / 2, self.point
        self.input.draw(canvas, y, self.height)
        if boxed:
            self.unit.draw(canvas, y, self.height)
        else:
            self.unit.write(canvas, y + (self.height - self.unit.text) / 2)
        _arrow(canvas, INPUT[1], middle, UNIT[0])
        _meter(canvas, (INPUT[1] + BOUND[0]) / 2, middle, p.mark)
        _arrow(canvas, UNIT[1], middle, NODE - 9)
        _node(canvas, NODE, middle, p.node, p.release)
        canvas.text(NODE + 13, middle, self.words, SMALL)


class _Unit:
    """A unit of the process with the sources in it; a source without one stands for itself."""

    def __init__(self, name: str, points: Sequence[Point], dense: bool) -> None:
        self.lines = wrapped(name, UNIT[1] - UNIT[0] - 7.5, SIZE, 2) if name else []
        self.head = len(self.lines) * SIZE * LEADING + 4 if name else 0.0
        self.rows = [_SourceRow(p, dense) for p in points]
        self.space = SPACE / 2 if dense else SPACE

    def draw(self, canvas: Canvas, top: float, lowest: float, first: bool) -> tuple[float, int]:
        """The rows that end above ``lowest``; where the next unit begins, and how many they are."""
        y = top + self.head
        placed: list[tuple[float, _SourceRow]] = []
        for row in self.rows:
            if (placed or not first) and y + row.height > lowest:
                break
            placed.append((y, row))
            y += row.height + self.space
        if not placed:
            return top, 0
        if self.lines:
            style = ShapeStyle(TINT, INK, 0.7)
            canvas.rect(UNIT[0], top, UNIT[1] - UNIT[0], y - self.space - top, style, radius=2)
            for i, line in enumerate(self.lines):
                at = top + 2 + SIZE + i * SIZE * LEADING
                canvas.text(sum(UNIT) / 2, at, line, SIZE, "middle", bold=True)
        for at, row in placed:
            row.draw(canvas, at, boxed=not self.lines)
        return y, len(placed)


def _units(sources: Sequence[Point], dense: bool) -> list[_Unit]:
    """The units in the order in which the file names them first."""
    groups: dict[str, list[Point]] = {}
    for p in sources:
        groups.setdefault(p.unit or p.mark, []).append(p)
    return [_Unit(points[0].unit, points, dense) for points in groups.values()]


def _draw(
    canvas: Canvas, sources: Sequence[Point], products: Sequence[Point], reader: DocumentLanguage
) -> int:
    """The whole flow; how many sources found no room."""
    top = SMALL * 2.4
    dense = len(sources) > DENSE
    made = [(p, _Box(PRODUCT, p.metered, p.quantity, PAPER)) for p in products]
    needed = sum(box.height + SPACE for _, box in made) - SPACE
    for x, key in ((0, "inputs"), (UNIT[0], "units"), (PRODUCT[0], "products")):
        canvas.text(x, SMALL, reader.word(f"figure.flow.{key}"), SMALL, fill=SOFT)
    y, drawn = top + SPACE, list[Point]()
    for unit in _units(sources, dense):
        y, count = unit.draw(canvas, y, LOWEST, first=not drawn)
        drawn += [row.point for row in unit.rows[:count]]
        if count < len(unit.rows):
            break
    bottom = max(y + (SPACE / 2 if dense else 0), top + needed + 2 * SPACE)
    canvas.rect(
        BOUND[0], top, BOUND[1] - BOUND[0], bottom - top, ShapeStyle("none", SOFT, 0.8, "4 2")
    )
    _products(canvas, made, (top + bottom) / 2, needed)
    symbols: dict[str, Symbol] = {
        "boundary": dashed,
        "meter": lambda canvas, x, y: _meter(canvas, x + 8, y, "M"),
    }
    for release, key in ((ORGANISED, "organised"), (FUGITIVE, "fugitive"), ("", "node")):
        if any(p.release == release for p in drawn):
            symbols[key] = _symbol(release)
    if any(p.release == ELSEWHERE for p in drawn):
        symbols["far"] = _symbol(ELSEWHERE)
    entries = [(symbol, reader.word(f"figure.flow.{key}")) for key, symbol in symbols.items()]
    draw_key(canvas, entries, bottom + 6, room=22)
    return len(sources) - len(drawn)


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
    canvas.path(f"M{x2:.2f} {y:.2f}l-4 -2.2v4.4z", ShapeStyle(INK))


def _meter(canvas: Canvas, x: float, y: float, mark: str) -> None:
    half = max(text_width(mark, 6.5) / 2 + 3, 8)
    canvas.rect(x - half, y - 5.5, half * 2, 11, ShapeStyle(PAPER, INK, 0.9), radius=5.5)
    canvas.text(x, y + 2.4, mark, 6.5, "middle")


def _node(canvas: Canvas, x: float, y: float, mark: str, release: str) -> None:
    style, fill, radius = NODES[release]
    half = max(text_width(mark, 6.5, bold=True) / 2 + 2, 9)
    canvas.rect(x - half, y - 5.5, half * 2, 11, style, radius)
    canvas.text(x, y + 2.4, mark, 6.5, "middle", bold=True, fill=fill)


def _symbol(release: str) -> Callable[[Canvas, float, float], None]:
    """The node of a key."""
    return lambda canvas, x, y: _node(canvas, x + 9, y, "E", release)
