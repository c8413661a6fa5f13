"""The intensity over time, from the day of the assessment to the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import ACCENT, DASHES, INK, LEADING, PAPER, SMALL, SOFT, TINT, WIDTH
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.calendar import day, draw_calendar, flag, spread
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.report.figures.rows import Column, Rows
from carbon_eia.report.verdict import governing, limits
from carbon_eia.run.records import PlannedMeasureRecord, PlanRecord, QuantityRecord, Run

__all__ = ["path"]

TALL = 84.0
MARK = 5.2
FIRM = ("committed", "completed")


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, an intensity; ``firm`` where it is committed."""

    when: date
    value: QuantityRecord
    label: str
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Level:
    """A limit across the whole time."""

    label: str
    value: float
    main: bool


def path(run: Run, reader: Reader) -> Figure | None:
    """Steps of the intensity; none where no measure changes it on a known day."""
    steps = _steps(run, reader)
    if len(steps) < 2:
        return None
    levels = []
    for name in ("admission", "advanced"):
        found = governing(run, name)
        if found is not None and found.same_boundary:
            label = f"{reader.word(name)} {show.plain(found.limit)}"
            levels.append(Level(label, approx(found.limit), name == "admission"))
    stated = run.retrofit.deadline
    deadline = day(stated.date) if stated else None
    unit = steps[0].value.unit
    bounds = limits(run)
    texts = [show.beside(show.exact(s.value), bounds) for s in steps]
    canvas = Canvas()
    _draw(canvas, steps, texts, levels, deadline, unit, reader)
    said = [f"{s.when} {s.label} {t}" for s, t in zip(steps, texts, strict=True)]
    alt = reader.word(
        "figure.path.alt",
        unit=unit,
        steps=told(said, reader),
        levels=reader.listed([x.label for x in levels]) or reader.word("no_admission"),
        deadline=str(deadline or reader.word("dash")),
    )
    return Figure("path", reader.word("figure.path"), alt, canvas.svg(alt))


def _steps(run: Run, reader: Reader) -> list[Step]:
    retrofit = run.retrofit
    present, today = retrofit.present, day(run.as_of)
    if present is None or present.intensity is None or today is None:
        return []
    steps = [Step(today, present.intensity, reader.word("this_project"))]
    plan = retrofit.plan
    if plan and plan.path:
        return _planned(steps, plan, reader)
    sets = (
        ("committed", retrofit.committed, True),
        ("proposed", retrofit.proposed, False),
        ("late", retrofit.late, False),
    )
    for key, chosen, firm in sets:
        when = day(chosen.finish) if chosen else None
        if chosen is None or chosen.intensity is None or when is None:
            continue
        changes = show.exact(chosen.intensity) != show.exact(steps[-1].value)
        if changes and when >= steps[-1].when:
            label = f"{reader.code('plan', key)}{reader.word('colon')}"
            label += reader.listed([str(m) for m in chosen.measures])
            steps.append(Step(when, chosen.intensity, label, firm))
    return steps


def _planned(steps: list[Step], plan: PlanRecord, reader: Reader) -> list[Step]:
    """The steps of a plan, each with the measures that are finished on its day."""
    done: dict[str, list[PlannedMeasureRecord]] = {}
    for m in plan.measures:
        done.setdefault(str(m.finish), []).append(m)
    for point in plan.path:
        when = day(point.date)
        if when is None or point.intensity is None or when <= steps[0].when:
            continue
        finished = done.get(str(point.date), [])
        label = reader.listed([str(m.name) for m in finished])
        firm = bool(finished) and all(m.status in FIRM for m in finished)
        label = label or reader.code("plan", "proposed")
        steps.append(Step(when, point.intensity, label, firm))
    return steps


def _draw(
    canvas: Canvas,
    steps: Sequence[Step],
    texts: Sequence[str],
    levels: Sequence[Level],
    deadline: date | None,
    unit: str,
    reader: Reader,
) -> None:
    from carbon_eia.drawing.plot import place, plot

    margin = max((text_width(x.label, SMALL, x.main) + 8 for x in levels), default=0.0)
    left, right, top = MARK + 2, WIDTH - margin, SMALL * 2 + 6
    bottom = top + TALL
    values = [approx(s.value) for s in steps]
    with plot(canvas, left, top, right, bottom) as axes:
        draw_calendar(canvas, axes, [s.when for s in steps] + ([deadline] if deadline else []))
        heights = [*values, *(x.value for x in levels)]
        low, high = min(heights), max(heights)
        spare = (high - low or 1.0) * 10 / (TALL - 20)
        axes.set_ylim(low - spare, high + spare)
        last = axes.get_xlim()[1]
        for level in levels:
            if level.main:
                axes.axhspan(level.value, high + spare, facecolor=TINT)
        for level in levels:
            axes.axhline(level.value, color=INK if level.main else SOFT, lw=0.9, ls=DASHES)
        if deadline is not None:
            flag(canvas, axes, deadline, f"{reader.word('deadline')} {deadline}")
        days = [*(s.when.toordinal() for s in steps), last]
        for step, before, value, when, after in zip(
            steps, [values[0], *values], values, days, days[1:], strict=False
        ):
            dashes = "-" if step.firm else (0, (4.0, 2.0))
            axes.plot([when, when, after], [before, value, value], color=ACCENT, lw=1.8, ls=dashes)
        spots = [place(axes, x, y) for x, y in zip(days, values, strict=False)]
        beside = [place(axes, last, x.value)[1] for x in levels]
    canvas.text(2, SMALL, unit, SMALL, fill=SOFT)
    beside = spread(beside, SMALL * LEADING, top + 4, bottom - 2)
    for level, y in zip(levels, beside, strict=True):
        canvas.text(right + 4, y + SMALL * 0.36, level.label, SMALL, bold=level.main)
    taken: list[tuple[float, float]] = []
    for i, (step, (x, y)) in enumerate(zip(steps, spots, strict=True), 1):
        while any(abs(x - a) < MARK * 2 and abs(y - b) < MARK * 2 for a, b in taken):
            x += MARK * 2 + 0.5  # numbers that would meet stand beside each other
        taken.append((x, y))
        _mark(canvas, x, y, i, step)
    rows = Rows(
        canvas,
        [
            Column([""] * len(steps), least=MARK + 1),
            Column([str(s.when) for s in steps], align="start"),
            Column([s.label for s in steps], align="start", fills=True),
        ],
        [Column(texts, bold=range(len(texts)))],
        top=bottom + SMALL * 2 + 8,
        pad=4,
    )
    for i, (step, y) in enumerate(zip(steps, rows.middles, strict=True), 1):
        _mark(canvas, MARK + 0.6, y, i, step)


def _mark(canvas: Canvas, x: float, y: float, number: int, step: Step) -> None:
    """The number of a step, on a disc that is filled where the step is firm."""
    canvas.circle(x, y, MARK, ACCENT if step.firm else PAPER)
    ink = PAPER if step.firm else INK
    canvas.text(x, y + 2.3, str(number), 6.5, "middle", bold=True, fill=ink)
