"""The measures on a calendar, with what they cost and the day by which they must be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from carbon_eia.drawing.canvas import HAIR, LEADING, SIZE, SMALL, SOFT, WIDTH, Canvas
from carbon_eia.drawing.measure import text_width, wrapped
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.bars import draw_key, swatch
from carbon_eia.report.figures.calendar import Calendar, day
from carbon_eia.report.figures.kind import Figure, told
from carbon_eia.run.records import MeasureRecord, PlannedMeasureRecord, Run

__all__ = ["gantt"]

MOST_LABEL = 150.0
THICK = 8.0
GAP = 8.0
TALLEST = 560.0

STYLES = {
    "completed": "mid",
    "committed": "solid",
    "planned": "hatch",
    "proposed": "lines",
    "outside": "open",
}
"""Status → how its bar is drawn; ``outside``: declared, and not in the plan that was made."""


@dataclass(frozen=True, slots=True)
class Task:
    """One measure: from when to when, in which state, what it costs."""

    name: str
    start: date | None
    finish: date | None
    days: str
    status: str
    money: str


def gantt(run: Run, reader: Reader) -> Figure | None:
    """A bar for each measure; none where no measure has a day."""
    tasks = _tasks(run, reader)
    if not any(t.start or t.finish for t in tasks):
        return None
    stated = run.retrofit.deadline
    deadline = day(stated.date) if stated else None
    canvas = Canvas()
    left = _draw(canvas, tasks, day(run.as_of), deadline, reader)
    if left:
        words = reader.word("figure.gantt.more", count=str(left))
        canvas.text(0, canvas.bottom + SMALL + 3, words, SMALL)
    said = [
        f"{t.name} {t.days}, {reader.code('measure', t.status)}"
        + (f", {t.money}" if t.money else "")
        for t in tasks
    ]
    alt = reader.word(
        "figure.gantt.alt",
        tasks=told(said, reader),
        deadline=str(deadline or reader.word("dash")),
    )
    return Figure("gantt", reader.word("figure.gantt"), alt, canvas.svg(alt))


def _tasks(run: Run, reader: Reader) -> list[Task]:
    """The measures as declared, then those that only the plan knows."""
    declared = run.project.measures
    plan = run.retrofit.plan
    proposed = {str(m.name): m for m in (plan.measures if plan else ())}
    found = [_task(m, str(m.status), proposed.get(str(m.name)), reader) for m in declared]
    if proposed:  # what the plan leaves out is not part of the schedule
        found = [
            replace(t, status="outside") if t.status == "planned" and t.name not in proposed else t
            for t in found
        ]
    names = {str(m.name) for m in declared}
    found += [_task(m, "proposed", None, reader) for n, m in proposed.items() if n not in names]
    return found


def _task(
    m: MeasureRecord | PlannedMeasureRecord,
    status: str,
    planned: PlannedMeasureRecord | None,
    reader: Reader,
) -> Task:
    """A measure; the plan's days where it was declared without any."""
    source = m if m.start or m.finish or planned is None else planned
    start, finish = source.start, source.finish
    dash = reader.word("dash")
    money = m.investment
    return Task(
        name=str(m.name),
        start=day(start),
        finish=day(finish),
        days=f"{start or dash} → {finish or dash}",
        status=status,
        money="" if money is None else reader.typed(money),
    )


def _draw(
    canvas: Canvas,
    tasks: Sequence[Task],
    today: date | None,
    deadline: date | None,
    reader: Reader,
) -> int:
    """The rows and the calendar; how many measures found no room."""
    names = min(max(text_width(t.name, SIZE) for t in tasks), MOST_LABEL)
    days = max(text_width(t.days, SMALL) for t in tasks)
    head = reader.word("figure.gantt.money")
    money = max(text_width(head, SMALL), *(text_width(t.money, SMALL) for t in tasks))
    if not any(t.money for t in tasks):
        head, money = "", 0.0
    left, right = names + GAP, WIDTH - days - GAP - (money + GAP if money else 0)
    known = [d for t in tasks for d in (t.start, t.finish) if d is not None]
    axis = Calendar.over([*known, *(d for d in (today, deadline) if d)], left, right)
    top = SMALL * 2 + 6
    y = top + 2
    rows: list[tuple[Task, list[str], float]] = []
    for t in tasks:
        lines = wrapped(t.name, names + 0.5, SIZE)
        height = max(len(lines) * SIZE * LEADING, THICK) + 6
        if rows and y + height > TALLEST:
            break
        rows.append((t, lines, y + height / 2))
        y += height
    axis.draw(canvas, top, y)
    canvas.text(right + GAP, SMALL, reader.word("dates"), SMALL, fill=SOFT)
    canvas.text(WIDTH, SMALL, head, SMALL, "end", fill=SOFT)
    if deadline is not None:
        axis.flag(canvas, deadline, f"{reader.word('deadline')} {deadline}", top, y)
    for t, lines, middle in rows:
        canvas.lines(names, middle, lines, SIZE, "end")
        canvas.line(left, middle, right, middle, HAIR, 0.3)
        _bar(canvas, t, axis, middle)
        canvas.lines(right + GAP, middle, [t.days], SMALL)
        if t.money:
            canvas.lines(WIDTH, middle, [t.money], SMALL, "end")
    used = {t.status for t, *_ in rows}
    entries = [(STYLES[s], reader.code("measure", s)) for s in STYLES if s in used]
    draw_key(canvas, entries, y + SMALL + 10)
    return len(tasks) - len(rows)


def _bar(canvas: Canvas, t: Task, axis: Calendar, middle: float) -> None:
    """From start to finish; a measure of which only one day is known is a small square there."""
    start, finish = t.start or t.finish, t.finish or t.start
    if start is None or finish is None:
        return
    x, end = axis.x(min(start, finish)), axis.x(max(start, finish))
    if t.start is None or t.finish is None:
        x, end = x - THICK / 2, x + THICK / 2
    swatch(canvas, STYLES.get(t.status, "open"), x, middle - THICK / 2, max(end - x, 1.5), THICK)
