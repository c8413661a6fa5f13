"""The abatement cost curve: each measure as wide as what it saves, as high as what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import SMALL, SOFT, WIDTH
from carbon_eia.drawing.plot import look, place, plot
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx, told
from carbon_eia.report.figures.row_chart import RowChart, TextColumn
from carbon_eia.run.records import PlanRecord, QuantityRecord, Run

__all__ = ["curve"]

TALL = 96.0
STYLES = ("solid", "hatch", "mid", "back")


class _Priced(NamedTuple):
    """A measure that saves something, with what a tonne of it costs."""

    name: str
    saved: QuantityRecord
    cost: QuantityRecord
    in_plan: bool


def curve(run: Run, reader: DocumentLanguage) -> Figure | None:
    """The measures of the plan from the cheapest tonne to the dearest; none without a plan.

    A measure that saves nothing, or of which no cost is known, has no place on it.
    """
    plan = run.retrofit.plan
    priced = _priced(plan) if plan else []
    if not priced:
        return None
    canvas = Canvas()
    styles = [STYLES[i % len(STYLES)] if m.in_plan else "open" for i, m in enumerate(priced)]
    units = priced[0].saved.unit, priced[0].cost.unit
    cells = [(show.emission(m.saved), show.emission(m.cost)) for m in priced]
    _draw(canvas, priced, styles, units, reader)
    numbers = TextColumn(
        [str(i + 1) for i in range(len(priced))], least=20, bold=range(len(priced))
    )
    names = TextColumn([reader.named(m.name) for m in priced], align="start", fills=True)
    after = [TextColumn([c[i] for c in cells], units[i], "point") for i in (0, 1)]
    rows = RowChart(canvas, [numbers, names], after, top=canvas.bottom + 5, pad=4)
    for style, y in zip(styles, rows.middles, strict=True):
        canvas.swatch(style, 0, y - 3.5, 10, 7)
    if "open" in styles:
        words = reader.word("figure.curve.outside")
        canvas.text(0, rows.bottom + SMALL + 3, words, SMALL, fill=SOFT)
    said = [
        f"{m.name} {saved} {units[0]}, {cost} {units[1]}"
        for m, (saved, cost) in zip(priced, cells, strict=True)
    ]
    alt = reader.word("figure.curve.alt", measures=told(said, reader))
    return Figure("curve", reader.word("figure.curve"), alt, canvas.svg(alt))


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


def _draw(
    canvas: Canvas,
    priced: Sequence[_Priced],
    styles: Sequence[str],
    units: tuple[str, str],
    reader: DocumentLanguage,
) -> None:
    """The blocks, with their numbers where these find room."""
    left, right, top = 12.0, WIDTH - 1, SMALL * 2
    bottom = top + TALL
    saved, costs = ([approx(x) for x in column] for column in list(zip(*priced, strict=True))[1:3])
    ends = list(accumulate(saved, initial=0.0))
    with plot(canvas, left, top, right, bottom) as axes:
        axes.set(xlim=(0, ends[-1]), ylim=(min(0, *costs), max(0, *costs) if any(costs) else 1))
        axes.spines["left"].set_visible(True)
        for start, wide, cost, style in zip(ends, saved, costs, styles, strict=False):
            axes.bar(start, cost, wide, align="edge", **look(style))
        axes.axhline(0, color=SOFT, lw=0.8)
        corners = [place(axes, x, y) for x, y in zip(ends, costs, strict=False)]
    canvas.text(left, SMALL, reader.word("figure.curve.up", unit=units[1]), SMALL, fill=SOFT)
    for i, ((x, y), wide) in enumerate(zip(corners, saved, strict=True)):
        wide *= (right - left) / ends[-1]
        if wide >= text_width(str(i + 1), SMALL, bold=True) + 2:  # else the row below has it
            y += -2.5 if costs[i] >= 0 else SMALL + 1
            canvas.text(x + wide / 2, y, str(i + 1), SMALL, "middle", bold=True)
    along = reader.word("figure.curve.along", unit=units[0])
    canvas.text(right, bottom + SMALL * 2, along, SMALL, "end", fill=SOFT)
