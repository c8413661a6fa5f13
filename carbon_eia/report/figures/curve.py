"""The abatement cost curve: each measure as wide as what it saves, as high as what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from carbon_eia.drawing.canvas import LEADING, SIZE, SMALL, SOFT, WIDTH, Canvas
from carbon_eia.drawing.measure import text_width, wrapped
from carbon_eia.report import show
from carbon_eia.report.common import Reader, column
from carbon_eia.report.figures.bars import lacking, swatch
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.run.records import PlanRecord, QuantityRecord, Run

__all__ = ["curve"]

TALL = 96.0
STYLES = ("solid", "hatch", "mid", "back")


@dataclass(frozen=True, slots=True)
class Block:
    """One measure of the curve; ``style`` is how it is drawn."""

    name: str
    saved: float
    cost: float
    cells: tuple[str, str]
    style: str


def curve(run: Run, reader: Reader) -> Figure | None:
    """The measures of the plan from the cheapest tonne to the dearest; none without a plan.

    A measure that saves nothing, or of which no cost is known, has no place on it.
    """
    plan = run.retrofit.plan
    if plan is None:
        return None
    priced = _priced(plan)
    if not priced:
        return None
    blocks = [
        Block(
            m.name,
            approx(m.saved),
            approx(m.cost),
            (show.emission(m.saved), show.emission(m.cost)),
            STYLES[i % len(STYLES)] if m.in_plan else "open",
        )
        for i, m in enumerate(priced)
    ]
    units = (priced[0].saved.unit, priced[0].cost.unit)
    canvas = Canvas()
    _draw(canvas, blocks, units, reader)
    said = [f"{b.name} {b.cells[0]} {units[0]}, {b.cells[1]} {units[1]}" for b in blocks]
    alt = reader.word("figure.curve.alt", measures=told(said, reader))
    return Figure("curve", reader.word("figure.curve"), alt, canvas.svg(alt))


class _Priced(NamedTuple):
    """A measure that saves something, with what a tonne of it costs."""

    name: str
    saved: QuantityRecord
    cost: QuantityRecord
    in_plan: bool


def _priced(plan: PlanRecord) -> list[_Priced]:
    """The measures that have a place on the curve, the cheapest tonne first.

    Those of the plan stand for a curve that the Run does not have.
    """
    points = [(c.measure, c.co2e_saved, c.cost_per_t, c.in_plan) for c in plan.curve]
    points = points or [(m.name, m.co2e_saved, m.cost_per_t, True) for m in plan.measures]
    priced = [
        _Priced(name, saved, cost, in_plan)
        for name, saved, cost, in_plan in points
        if cost is not None and saved is not None and show.exact(saved) > 0
    ]
    return sorted(priced, key=lambda m: show.exact(m.cost))


def _draw(canvas: Canvas, blocks: Sequence[Block], units: tuple[str, str], reader: Reader) -> None:
    left, right = 12.0, WIDTH - 1
    top = SMALL * 2
    bottom = top + TALL
    low, high = min(0.0, *(b.cost for b in blocks), 0.0), max(0.0, *(b.cost for b in blocks), 0.0)
    upright = (bottom - top) / (high - low) if high > low else 0.0
    zero = bottom + low * upright
    scale = (right - left) / sum(b.saved for b in blocks)
    x, marks = left, []
    for b in blocks:
        wide = b.saved * scale
        swatch(canvas, b.style, x, zero - b.cost * upright, wide, b.cost * upright)
        marks.append((x + wide / 2, zero - b.cost * upright, b.cost >= 0))
        x += wide
    canvas.line(left, zero, right, zero, SOFT, 0.8)
    canvas.line(left, top, left, bottom, SOFT, 0.8)
    canvas.text(left, SMALL, reader.word("figure.curve.up", unit=units[1]), SMALL, fill=SOFT)
    for i, (middle, edge, above) in enumerate(marks):
        if blocks[i].saved * scale < text_width(str(i + 1), SMALL, bold=True) + 2:
            continue  # too narrow for its number; the row below has it
        y = edge - 2.5 if above else edge + SMALL + 1
        canvas.text(middle, y, str(i + 1), SMALL, "middle", bold=True)
    canvas.text(
        right, bottom + SMALL * 2, reader.word("figure.curve.along", unit=units[0]), SMALL, "end",
        fill=SOFT,
    )  # fmt: skip
    _legend(canvas, blocks, units, bottom + SMALL * 3)
    if any(b.style == "open" for b in blocks):
        words = reader.word("figure.curve.outside")
        canvas.text(0, canvas.bottom + SMALL + 3, words, SMALL, fill=SOFT)


def _legend(canvas: Canvas, blocks: Sequence[Block], units: tuple[str, str], top: float) -> None:
    columns = [column([b.cells[i] for b in blocks]) for i in (0, 1)]
    widths = [
        max(
            text_width(unit, SMALL),
            *(text_width(c.text, SIZE) + lacking(c) for c in cells),
        )
        for unit, cells in zip(units, columns, strict=True)
    ]
    rights = (WIDTH - widths[1] - 14, WIDTH)
    room = rights[0] - widths[0] - 14 - 28
    y = top + SMALL
    for unit, right in zip(units, rights, strict=True):
        canvas.text(right, y, unit, SMALL, "end", fill=SOFT)
    y += 4
    for i, b in enumerate(blocks):
        lines = wrapped(b.name, room, SIZE, 3)
        height = len(lines) * SIZE * LEADING + 4
        middle = y + height / 2
        swatch(canvas, b.style, 0, middle - 3.5, 10, 7)
        canvas.lines(13, middle, [str(i + 1)], SIZE, bold=True)
        canvas.lines(28, middle, lines, SIZE)
        for cells, right in zip(columns, rights, strict=True):
            cell = cells[i]
            canvas.lines(right - lacking(cell), middle, [cell.text], SIZE, "end")
        y += height
    canvas.grow(y)
