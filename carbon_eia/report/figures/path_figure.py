"""The intensity over time, from the day of the assessment to the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import ACCENT, INK, LEADING, PAPER, SMALL, SOFT, TINT, ShapeStyle
from carbon_eia.drawing.plot import place, plot
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx, told
from carbon_eia.report.figures.row_chart import RowChart, TextColumn
from carbon_eia.report.figures.time_axis import day, draw_calendar, flag, spread
from carbon_eia.run.records import PlannedMeasureRecord, PlanRecord, QuantityRecord, Run

__all__ = ["path"]

TALL, MARK = 84.0, 5.2
"""Height of the plot and radius of the number of a step, in points."""


class _Step(NamedTuple):
    """From a day on, an intensity; ``firm`` where it is committed."""

    when: date
    value: QuantityRecord
    label: str
    firm: bool = True


class _Level(NamedTuple):
    """A limit across the whole time."""

    label: str
    value: float
    main: bool


def path(run: Run, reader: DocumentLanguage) -> Figure | None:
    """Steps of the intensity; none where no measure changes it on a known day."""
    steps = _steps(run, reader)
    if len(steps) < 2:
        return None
    levels = []
    for name in ("admission", "advanced"):
        found = governing(run, name)
        if found is not None and found.same_boundary:
            label = f"{reader.word(name)} {show.plain(found.limit)}"
            levels.append(_Level(label, approx(found.limit), name == "admission"))
    stated = run.retrofit.deadline
    deadline = day(stated.date) if stated else None
    unit, bounds = steps[0].value.unit, limits(run)
    texts = [show.beside(show.exact(s.value), bounds) for s in steps]
    canvas = Canvas()
    canvas.text(2, SMALL, unit, SMALL, fill=SOFT)
    _draw(canvas, steps, levels, deadline, reader)
    _legend(canvas, steps, texts)
    said = [f"{s.when} {s.label} {t}" for s, t in zip(steps, texts, strict=True)]
    alt = reader.word(
        "figure.path.alt",
        unit=unit,
        steps=told(said, reader),
        levels=reader.listed([x.label for x in levels]) or reader.word("no_admission"),
        deadline=str(deadline or reader.word("dash")),
    )
    return Figure("path", reader.word("figure.path"), alt, canvas.svg(alt))


def _steps(run: Run, reader: DocumentLanguage) -> list[_Step]:
    retrofit = run.retrofit
    present, today = retrofit.present, day(run.as_of)
    if present is None or present.intensity is None or today is None:
        return []
    steps = [_Step(today, present.intensity, reader.word("this_project"))]
    if retrofit.plan and retrofit.plan.path:
        return steps + _planned(retrofit.plan, today, reader)
    for key in ("committed", "proposed", "late"):
        chosen = getattr(retrofit, key)
        when = day(chosen.finish) if chosen else None
        if when is None or chosen.intensity is None or when < steps[-1].when:
            continue
        if show.exact(chosen.intensity) != show.exact(steps[-1].value):
            label = reader.code("plan", key) + reader.word("colon")
            label += reader.listed([str(m) for m in chosen.measures])
            steps.append(_Step(when, chosen.intensity, label, key == "committed"))
    return steps


def _planned(plan: PlanRecord, today: date, reader: DocumentLanguage) -> list[_Step]:
    """The steps of a plan, each with the measures that are finished on its day."""
    done: dict[str, list[PlannedMeasureRecord]] = {}
    for m in plan.measures:
        done.setdefault(str(m.finish), []).append(m)
    steps = []
    for point in plan.path:
        when = day(point.date)
        if when is None or point.intensity is None or when <= today:
            continue
        finished = done.get(str(point.date), [])
        names = [reader.named(m.name) for m in finished]
        label = reader.listed(names) or reader.code("plan", "proposed")
        firm = bool(finished) and all(m.status in ("committed", "completed") for m in finished)
        steps.append(_Step(when, point.intensity, label, firm))
    return steps


def _draw(
    canvas: Canvas,
    steps: Sequence[_Step],
    levels: Sequence[_Level],
    deadline: date | None,
    reader: DocumentLanguage,
) -> None:
    """The steps, and on each its number."""
    margin = max((text_width(x.label, SMALL, x.main) + 8 for x in levels), default=0.0)
    right, top = canvas.width - margin, SMALL * 2 + 6
    bottom = top + TALL
    values = [approx(s.value) for s in steps]
    heights = [*values, *(x.value for x in levels)]
    spare = (max(heights) - min(heights) or 1.0) * 10 / (TALL - 20)
    with plot(canvas, MARK + 2, top, right, bottom) as axes:
        draw_calendar(canvas, axes, [s.when for s in steps] + ([deadline] if deadline else []))
        axes.set_ylim(min(heights) - spare, max(heights) + spare)
        for level in levels:
            if level.main:
                axes.axhspan(level.value, axes.get_ylim()[1], facecolor=TINT, zorder=-1)
            axes.axhline(level.value, color=INK if level.main else SOFT, lw=0.9, ls="--")
        if deadline is not None:
            flag(canvas, axes, deadline, f"{reader.word('deadline')} {deadline}")
        days = [*(s.when.toordinal() for s in steps), axes.get_xlim()[1]]
        for i, (step, value) in enumerate(zip(steps, values, strict=True)):
            rise = [values[max(i - 1, 0)], value, value]
            dashes = "-" if step.firm else (0, (4.0, 2.0))
            axes.plot([days[i], days[i], days[i + 1]], rise, color=ACCENT, lw=1.8, ls=dashes)
        spots = [place(axes, x, y) for x, y in zip(days, values, strict=False)]
        beside = [place(axes, 0, x.value)[1] for x in levels]
    beside = spread(beside, SMALL * LEADING, top + 4, bottom - 2)
    for level, y in zip(levels, beside, strict=True):
        canvas.text(right + 4, y + SMALL * 0.36, level.label, SMALL, bold=level.main)
    taken: list[tuple[float, float]] = []
    for i, (x, y) in enumerate(spots):
        while any(abs(x - a) < MARK * 2 and abs(y - b) < MARK * 2 for a, b in taken):
            x += MARK * 2 + 0.5  # numbers that would meet stand beside each other
        taken.append((x, y))
        _mark(canvas, x, y, i + 1, steps[i].firm)


def _legend(canvas: Canvas, steps: Sequence[_Step], texts: Sequence[str]) -> None:
    """What each number stands for: the day, the measures, the intensity reached."""
    marks = TextColumn([""] * len(steps), least=MARK + 1)
    dates = TextColumn([str(s.when) for s in steps], align="start")
    labels = TextColumn([s.label for s in steps], align="start", fills=True)
    numbers = TextColumn(texts, bold=range(len(texts)))
    rows = RowChart(canvas, [marks, dates, labels], [numbers], top=canvas.bottom + 12, pad=4)
    for i, (step, y) in enumerate(zip(steps, rows.middles, strict=True), 1):
        _mark(canvas, MARK + 0.6, y, i, step.firm)


def _mark(canvas: Canvas, x: float, y: float, number: int, firm: bool) -> None:
    """The number of a step, on a disc that is filled where the step is firm."""
    canvas.circle(x, y, MARK, ShapeStyle(ACCENT if firm else PAPER, ACCENT, 0.8))
    fill = PAPER if firm else INK
    canvas.text(x, y + 2.3, str(number), 6.5, "middle", bold=True, fill=fill)
