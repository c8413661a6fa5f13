"""The measures on a calendar, with what they cost and the day by which they must be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.key import draw_key
from carbon_eia.drawing.palette import HAIR, SMALL
from carbon_eia.drawing.plot import look
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, told
from carbon_eia.report.figures.row_chart import THICK, RowChart, TextColumn
from carbon_eia.report.figures.time_axis import day, draw_calendar, flag
from carbon_eia.run.records import MeasureRecord, PlannedMeasureRecord, Run

__all__ = ["gantt"]

LOWEST = 580.0
"""Where the rows of a page end, in points."""

STYLES = {
    "completed": "mid",
    "committed": "solid",
    "planned": "hatch",
    "proposed": "lines",
    "outside": "open",
}
"""Status → how its bar is drawn; ``outside``: declared, and not in the plan that was made."""


class _Task(NamedTuple):
    """One measure: from when to when, in which state, what it costs."""

    name: str
    start: date | None
    finish: date | None
    days: str
    status: str
    money: str


def gantt(run: Run, reader: DocumentLanguage) -> Figure | None:
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
        ", ".join(x for x in (f"{t.name} {t.days}", reader.code("measure", t.status), t.money) if x)
        for t in tasks
    ]
    until = str(deadline or reader.word("dash"))
    alt = reader.word("figure.gantt.alt", tasks=told(said, reader), deadline=until)
    return Figure("gantt", reader.word("figure.gantt"), alt, canvas.svg(alt))


def _tasks(run: Run, reader: DocumentLanguage) -> list[_Task]:
    """The measures as declared, then those that only the plan knows."""
    declared, plan = run.project.measures, run.retrofit.plan
    proposed = {m.name: m for m in (plan.measures if plan else ())}
    tasks = []
    for m in declared:
        # what the plan leaves out is not part of the schedule
        outside = bool(proposed) and m.status == "planned" and m.name not in proposed
        status = "outside" if outside else m.status
        dated = m if m.start or m.finish else proposed.get(m.name, m)
        tasks.append(_task(dated, m, status, reader))
    names = {m.name for m in declared}
    return tasks + [_task(m, m, "proposed", reader) for n, m in proposed.items() if n not in names]


def _task(
    dated: MeasureRecord | PlannedMeasureRecord,
    m: MeasureRecord | PlannedMeasureRecord,
    status: str,
    reader: DocumentLanguage,
) -> _Task:
    """A measure; the plan's days where it was declared without any."""
    start, finish, dash = dated.start, dated.finish, reader.word("dash")
    days = f"{start or dash} → {finish or dash}"
    money = "" if m.investment is None else reader.named(reader.typed(m.investment))
    return _Task(reader.named(m.name), day(start), day(finish), days, status, money)


def _draw(
    canvas: Canvas,
    tasks: Sequence[_Task],
    today: date | None,
    deadline: date | None,
    reader: DocumentLanguage,
) -> int:
    """The rows and the calendar; how many measures found no room."""
    head = reader.word("figure.gantt.money") if any(t.money for t in tasks) else ""
    names = TextColumn([t.name for t in tasks], most=150)
    days = TextColumn([t.days for t in tasks], reader.word("dates"), "start", SMALL)
    money = TextColumn([t.money for t in tasks], head, size=SMALL)
    rows = RowChart(canvas, [names], [days, money], top=10, lowest=LOWEST)
    shown = [d for t in tasks for d in (t.start, t.finish, today, deadline) if d is not None]
    with rows.plot(0, 1) as axes:
        draw_calendar(canvas, axes, shown)
        if deadline is not None:
            flag(canvas, axes, deadline, f"{reader.word('deadline')} {deadline}")
        first, last = axes.get_xlim()
        point = (last - first) / (rows.right - rows.left)
        for t, middle in zip(tasks, rows.middles, strict=False):
            axes.axhline(middle, color=HAIR, lw=0.3, zorder=0)
            known = sorted(d.toordinal() for d in (t.start, t.finish) if d is not None)
            if known:
                at, length = float(known[0]), max(known[-1] - known[0], 1.5 * point)
                if len(known) == 1:  # a small square
                    at, length = at - THICK / 2 * point, THICK * point
                axes.barh(middle, length, THICK, at, **look(STYLES.get(t.status, "open")))
    used = {t.status for t in tasks[: len(rows.middles)]}
    entries = [(style, reader.code("measure", s)) for s, style in STYLES.items() if s in used]
    draw_key(canvas, entries, rows.bottom + SMALL + 10)
    return len(tasks) - len(rows.middles)
