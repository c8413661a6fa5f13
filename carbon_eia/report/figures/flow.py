"""The process flow with its monitoring points: inputs, units, products, CO2 nodes and meters."""

from __future__ import annotations

from collections.abc import Sequence

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.key import Symbol, dashed, draw_key
from carbon_eia.drawing.palette import (
    ACCENT,
    INK,
    LEADING,
    LIGHT,
    PAPER,
    SIZE,
    SMALL,
    SOFT,
    TINT,
    WIDTH,
)
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.kind import Figure, told
from carbon_eia.report.figures.points import Point, monitoring_points
from carbon_eia.run.records import Run

__all__ = ["flow"]

INPUT = (0.0, 104.0)
UNIT = (150.0, 282.0)
NODE = 299.0
BOUND = (140.0, 386.0)
PRODUCT = (420.0, WIDTH - 0.5)
"""Left and right edges of the boxes, the CO2 nodes, the boundary and the products."""

Texts = tuple[list[str], list[str]]
"""The lines of a box, and the small lines under them."""

Row = tuple[Point, tuple[Texts, Texts, list[str]], float, float]
"""A source, the texts of its boxes and of its node, and the top and height of its row."""

SPACE = 6.0
TALLEST = 560.0
DENSE = 14
"""Sources from which on a box holds one text alone."""


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
    made = [f"{p.mark} {p.metered} {p.quantity}" for p in products]
    alt = reader.word(
        "figure.flow.alt",
        sources=told(nodes, reader),
        products=told(made, reader) or reader.word("none"),
    )
    return Figure("flow", reader.word("figure.flow"), alt, canvas.svg(alt))


def _draw(
    canvas: Canvas, sources: Sequence[Point], products: Sequence[Point], reader: Reader
) -> int:
    """The whole flow; how many sources found no room."""
    top = SMALL * 2.4
    y = top + SPACE
    rows: list[Row] = []
    dense = len(sources) > DENSE
    for p in sources:
        metered = (f"{p.metered} {p.quantity}", "") if dense else (p.metered, p.quantity)
        texts = (
            _texts(*metered, INPUT[1] - INPUT[0] - 8),
            _texts(p.at, "" if dense else p.category, UNIT[1] - UNIT[0] - 8),
            wrapped(p.emission, BOUND[1] - NODE - 22, SMALL),
        )
        height = max(_tall(texts[0]), _tall(texts[1]), len(texts[2]) * SMALL * LEADING) + 5
        if rows and y + height > TALLEST:
            break
        rows.append((p, texts, y, height))
        y += height + (SPACE / 2 if dense else SPACE)
    bottom = y + (SPACE / 2 if dense else 0)
    made = [(p, _texts(p.metered, p.quantity, PRODUCT[1] - PRODUCT[0] - 8)) for p in products]
    needed = sum(_tall(t) + 5 + SPACE for _, t in made) - SPACE
    bottom = max(bottom, top + SPACE + needed + SPACE)
    for x, key in ((INPUT[0], "inputs"), (UNIT[0], "units"), (PRODUCT[0], "products")):
        canvas.text(x, SMALL, reader.word(f"figure.flow.{key}"), SMALL, fill=SOFT)
    canvas.rect(BOUND[0], top, BOUND[1] - BOUND[0], bottom - top, "none", SOFT, 0.8, "4 2")
    for p, texts, at, height in rows:
        _row(canvas, p, texts, at, height)
    if made:
        _products(canvas, made, (top + bottom - needed) / 2, (top + bottom) / 2)
    symbols: dict[str, Symbol] = {
        "boundary": dashed,
        "meter": lambda canvas, x, y: _meter(canvas, x + 8, y, "M"),
        "node": lambda canvas, x, y: _node(canvas, x + 9, y, "E", far=False),
    }
    if any(p.kind == "bought" for p, *_ in rows):
        symbols["far"] = lambda canvas, x, y: _node(canvas, x + 9, y, "E", far=True)
    entries = [(symbol, reader.word(f"figure.flow.{key}")) for key, symbol in symbols.items()]
    draw_key(canvas, entries, bottom + 6, room=22)
    return len(sources) - len(rows)


def _texts(first: str, second: str, room: float) -> Texts:
    return wrapped(first, room, SIZE, 3), wrapped(second, room, SMALL, 2) if second else []


def _tall(texts: Texts) -> float:
    return len(texts[0]) * SIZE * LEADING + len(texts[1]) * SMALL * LEADING


def _row(
    canvas: Canvas, p: Point, texts: tuple[Texts, Texts, list[str]], y: float, height: float
) -> None:
    middle = y + height / 2
    _box(canvas, INPUT, y, height, texts[0], PAPER)
    _arrow(canvas, INPUT[1], middle, UNIT[0], middle)
    _meter(canvas, (INPUT[1] + BOUND[0]) / 2, middle, p.mark)
    _box(canvas, UNIT, y, height, texts[1], TINT)
    _arrow(canvas, UNIT[1], middle, NODE - 9, middle)
    _node(canvas, NODE, middle, p.node, p.kind == "bought")
    canvas.lines(NODE + 13, middle, texts[2], SMALL)


def _products(canvas: Canvas, made: Sequence[tuple[Point, Texts]], y: float, middle: float) -> None:
    stem = BOUND[1] + 8
    centres = []
    for p, texts in made:
        height = _tall(texts) + 5
        centre = y + height / 2
        centres.append(centre)
        _arrow(canvas, stem, centre, PRODUCT[0], centre)
        _meter(canvas, (stem + PRODUCT[0]) / 2 - 2, centre, p.mark)
        _box(canvas, PRODUCT, y, height, texts, PAPER)
        y += height + SPACE
    canvas.line(BOUND[1], middle, stem, middle, INK, 0.8)
    if len(centres) > 1:
        canvas.line(stem, centres[0], stem, centres[-1], INK, 0.8)


def _box(
    canvas: Canvas, edges: tuple[float, float], y: float, height: float, texts: Texts, fill: str
) -> None:
    canvas.rect(edges[0] + 0.5, y, edges[1] - edges[0] - 0.5, height, fill, INK, 0.7, radius=2)
    x, at = (edges[0] + edges[1]) / 2, y + (height - _tall(texts)) / 2
    for line in texts[0]:
        canvas.text(x, at + SIZE, line, SIZE, "middle")
        at += SIZE * LEADING
    for line in texts[1]:
        canvas.text(x, at + SMALL, line, SMALL, "middle", fill=SOFT)
        at += SMALL * LEADING


def _arrow(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    canvas.line(x1, y1, x2 - 3, y2, INK, 0.8)
    canvas.path(f"M{x2:.2f} {y2:.2f}l-4 -2.2v4.4z", INK)


def _meter(canvas: Canvas, x: float, y: float, mark: str) -> None:
    half = max(text_width(mark, 6.5) / 2 + 3, 8)
    canvas.rect(x - half, y - 5.5, half * 2, 11, PAPER, INK, 0.9, radius=5.5)
    canvas.text(x, y + 2.4, mark, 6.5, "middle")


def _node(canvas: Canvas, x: float, y: float, mark: str, far: bool) -> None:
    half = max(text_width(mark, 6.5, bold=True) / 2 + 2, 9)
    canvas.rect(x - half, y - 5.5, half * 2, 11, LIGHT if far else ACCENT, ACCENT, 0.8)
    canvas.text(x, y + 2.4, mark, 6.5, "middle", bold=True, fill=INK if far else PAPER)
