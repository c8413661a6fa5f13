"""The clocks of a case, or of several, on a calendar: from when each runs, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.key import draw_key
from carbon_eia.drawing.palette import HAIR, SMALL
from carbon_eia.drawing.plot import Axes, look
from carbon_eia.messages import sentence
from carbon_eia.register.clocks import Clock
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, told
from carbon_eia.report.figures.row_chart import THICK, RowChart, TextColumn
from carbon_eia.report.figures.time_axis import draw_calendar, flag

__all__ = ["clock_calendar"]

STYLES = {"running": "solid", "met": "mid", "overdue": "lines", "stopped": "hatch", "ended": "open"}
"""A part of a bar, by the state whose word stands in the key, and its style."""

DONE = frozenset({"met", "met_late"})

Part = tuple[date, date, str]
"""From when to when a clock is what: a key of ``STYLES``."""


def clock_calendar(
    rows: Sequence[tuple[str, Clock]], as_of: date, lang: str = "zh"
) -> Figure | None:
    """A bar for each clock, with what it is called beside it; None where there is none.

    A bar goes from the day from which is counted to the last day; beyond that, to the day on which
    it was met or to ``as_of``, it is overdue.
    """
    if not rows:
        return None
    reader = DocumentLanguage("en" if lang == "en" else "zh")
    bars = [_parts(clock, as_of) for _, clock in rows]
    canvas = Canvas()
    names = TextColumn([label for label, _ in rows], align="start", most=190)
    last = TextColumn(
        [str(c.due or reader.word("dash")) for _, c in rows], reader.word("figure.clocks.until")
    )
    drawn = RowChart(canvas, [names], [last], top=10)
    with drawn.plot(0, 1) as axes:
        shown = [as_of, *(day for parts in bars for part in parts for day in part[:2])]
        draw_calendar(canvas, axes, shown, has_months=True)
        flag(canvas, axes, as_of, reader.word("figure.clocks.as_of", day=as_of))
        for parts, middle in zip(bars, drawn.middles, strict=True):
            axes.axhline(middle, color=HAIR, lw=0.3, zorder=0)
            _bar(axes, parts, middle)
    used = {state for parts in bars for *_, state in parts}
    key = [
        (style, sentence(f"register.clock.{s}", lang)) for s, style in STYLES.items() if s in used
    ]
    draw_key(canvas, key, drawn.bottom + SMALL + 10)
    said = [_in_words(label, clock, lang) for label, clock in rows]
    alt = reader.word("figure.clocks.alt", day=as_of, clocks=told(said, reader))
    return Figure("clocks", reader.word("figure.clocks"), alt, canvas.svg(alt))


def _parts(clock: Clock, as_of: date) -> list[Part]:
    """The parts of a bar, in the order in which they are drawn."""
    start, due, met = clock.start_day, clock.due, clock.met
    if clock.state == "ended":
        return [(start, due or start, "ended")]
    end = met or as_of
    until = max(start, end if due is None or (clock.state in DONE and end < due) else due)
    parts: list[Part] = [(start, until, "met" if clock.state in DONE else "running")]
    parts += [(s.since, s.until, "stopped") for s in clock.stops]
    if due is not None and end > due:
        parts.append((due, end, "overdue"))
    return parts


def _bar(axes: Axes, parts: Sequence[Part], middle: float) -> None:
    first, last = axes.get_xlim()
    least = (last - first) / 200
    for start, end, state in parts:
        length = max((end - start).days, least)
        axes.barh(middle, length, THICK, start.toordinal(), **look(STYLES[state]))


def _in_words(label: str, clock: Clock, lang: str) -> str:
    """A clock for who cannot see the figure."""
    days = f"{clock.start_day} → {clock.due or clock.met or ''}".rstrip()
    return f"{label} {days} {sentence(f'register.clock.{clock.state}', lang)}"
