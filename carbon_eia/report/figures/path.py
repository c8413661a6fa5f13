"""The intensity over time, from the day of the assessment to the deadline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from carbon_eia.drawing.canvas import (
    ACCENT,
    INK,
    LEADING,
    SIZE,
    SMALL,
    SOFT,
    TINT,
    WIDTH,
    Canvas,
)
from carbon_eia.drawing.measure import text_width, wrapped
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.calendar import Calendar, day, spread
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.report.governing import governing, limits
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


# --- drawing


def _draw(
    canvas: Canvas,
    steps: Sequence[Step],
    texts: Sequence[str],
    levels: Sequence[Level],
    deadline: date | None,
    unit: str,
    reader: Reader,
) -> None:
    margin = max((text_width(x.label, SMALL, x.main) for x in levels), default=0.0)
    left, right = 2.0, WIDTH - margin - (8 if levels else 0)
    top = SMALL * 2 + 6
    bottom = top + TALL
    days = [s.when for s in steps] + ([deadline] if deadline else [])
    axis = Calendar.over(days, left + MARK, right)
    values = [approx(s.value) for s in steps]
    y = _upright([*values, *(x.value for x in levels)], top + 10, bottom - 10)
    for level in levels:
        if level.main:
            canvas.rect(left, top, right - left, y(level.value) - top, TINT)
    axis.draw(canvas, top, bottom)
    for level in levels:
        at = y(level.value)
        canvas.line(left, at, right, at, INK if level.main else SOFT, 0.9, "3 2")
    places = spread([y(x.value) for x in levels], SMALL * LEADING, top + 4, bottom - 2)
    for level, at in zip(levels, places, strict=True):
        canvas.text(right + 4, at + SMALL * 0.36, level.label, SMALL, bold=level.main)
    canvas.text(left, SMALL, unit, SMALL, fill=SOFT)
    if deadline is not None:
        words = f"{reader.word('deadline')} {deadline}"
        axis.flag(canvas, deadline, words, top, bottom)
    _line(canvas, steps, values, axis, y, right)
    _legend(canvas, steps, texts, bottom + SMALL * 2 + 8)


def _upright(values: Sequence[float], top: float, bottom: float) -> Callable[[float], float]:
    low, high = min(values), max(values)
    if high == low:
        return lambda value: (top + bottom) / 2
    return lambda value: bottom - (value - low) / (high - low) * (bottom - top)


def _line(
    canvas: Canvas,
    steps: Sequence[Step],
    values: Sequence[float],
    axis: Calendar,
    y: Callable[[float], float],
    right: float,
) -> None:
    """The steps, and on each its number; numbers that would meet stand beside each other."""
    for i, step in enumerate(steps):
        x, at = axis.x(step.when), y(values[i])
        after = axis.x(steps[i + 1].when) if i + 1 < len(steps) else right
        dash = None if step.firm else "4 2"
        if i:
            canvas.line(x, y(values[i - 1]), x, at, ACCENT, 1.8, dash)
        canvas.line(x, at, after, at, ACCENT, 1.8, dash)
    taken: list[tuple[float, float]] = []
    for i, step in enumerate(steps):
        x, at = axis.x(step.when), y(values[i])
        while any(abs(x - a) < MARK * 2 and abs(at - b) < MARK * 2 for a, b in taken):
            x += MARK * 2 + 0.5
        taken.append((x, at))
        canvas.circle(x, at, MARK, ACCENT if step.firm else "#fff", ACCENT)
        fill = "#fff" if step.firm else INK
        canvas.text(x, at + 2.3, str(i + 1), 6.5, "middle", bold=True, fill=fill)


def _legend(canvas: Canvas, steps: Sequence[Step], texts: Sequence[str], top: float) -> None:
    """What each number stands for: the day, the measures, the intensity reached."""
    dates = max(text_width(str(s.when), SIZE) for s in steps)
    numbers = max(text_width(t, SIZE, bold=True) for t in texts)
    room = WIDTH - 16 - dates - 10 - numbers - 10
    y = top
    for i, (step, text) in enumerate(zip(steps, texts, strict=True)):
        lines = wrapped(step.label, room, SIZE, 3)
        height = len(lines) * SIZE * LEADING + 4
        middle = y + height / 2
        fill = ACCENT if step.firm else "#fff"
        canvas.circle(MARK + 0.6, middle, MARK, fill, ACCENT)
        ink = "#fff" if step.firm else INK
        canvas.text(MARK + 0.6, middle + 2.3, str(i + 1), 6.5, "middle", bold=True, fill=ink)
        canvas.lines(16, middle, [str(step.when)], SIZE)
        canvas.lines(16 + dates + 10, middle, lines, SIZE)
        canvas.lines(WIDTH, middle, [text], SIZE, "end", bold=True)
        y += height
    canvas.grow(y)
