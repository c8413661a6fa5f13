"""The abatement cost curve: each measure as wide as what it saves, as high as what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import SMALL, SOFT, WIDTH
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.report.figures.rows import Column, Rows
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
    from carbon_eia.drawing.plot import look, place, plot

    left, right, top = 12.0, WIDTH - 1, SMALL * 2
    bottom = top + TALL
    ends = list(accumulate((b.saved for b in blocks), initial=0.0))
    costs = [0.0, *(b.cost for b in blocks)]
    with plot(canvas, left, top, right, bottom) as axes:
        axes.set_xlim(0, ends[-1])
        axes.set_ylim(min(costs), max(costs) if any(costs) else 1)
        axes.spines["left"].set_visible(True)
        for b, start in zip(blocks, ends, strict=False):
            axes.bar(start, b.cost, b.saved, align="edge", **look(b.style))
        axes.axhline(0, color=SOFT, lw=0.8)
        at = [place(axes, x + b.saved / 2, b.cost) for b, x in zip(blocks, ends, strict=False)]
    canvas.text(left, SMALL, reader.word("figure.curve.up", unit=units[1]), SMALL, fill=SOFT)
    for i, (b, (x, y)) in enumerate(zip(blocks, at, strict=True), 1):
        if b.saved / ends[-1] * (right - left) < text_width(str(i), SMALL, bold=True) + 2:
            continue  # too narrow for its number; the row below has it
        canvas.text(
            x, y - 2.5 if b.cost >= 0 else y + SMALL + 1, str(i), SMALL, "middle", bold=True
        )
    along = reader.word("figure.curve.along", unit=units[0])
    canvas.text(right, bottom + SMALL * 2, along, SMALL, "end", fill=SOFT)
    numbers = [str(i) for i, _ in enumerate(blocks, 1)]
    rows = Rows(
        canvas,
        [
            Column(numbers, least=20, bold=range(len(blocks))),
            Column([b.name for b in blocks], align="start", fills=True),
        ],
        [Column([b.cells[i] for b in blocks], units[i], "point") for i in (0, 1)],
        top=bottom + SMALL * 3,
        pad=4,
    )
    for b, y in zip(blocks, rows.middles, strict=True):
        canvas.swatch(b.style, 0, y - 3.5, 10, 7)
    if any(b.style == "open" for b in blocks):
        words = reader.word("figure.curve.outside")
        canvas.text(0, canvas.bottom + SMALL + 3, words, SMALL, fill=SOFT)
