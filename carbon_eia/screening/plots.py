"""The plots of a screening: verdicts by sector and town, the gap, intensity against limit.

Vector graphics that stand in the page: texts are texts, and nothing has to run to see them. A
verdict is told by a word beside its colour, and in the plot of points by a shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any, NamedTuple

import pyarrow as pa

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.canvas import HAIR, INK, SOFT
from carbon_eia.messages import sentence
from carbon_eia.screening.excel import COLOURS as VERDICT_COLOURS
from carbon_eia.screening.excel import verdict_word
from carbon_eia.screening.kept import EDGES, Kept
from carbon_eia.screening.summary import Summary

__all__ = ["COLOURS", "Plot", "plots"]

COLOURS = {**VERDICT_COLOURS, "stop": "#7d1a22", "undetermined": "#8250df", "error": "#6e7781"}
"""The colour of each verdict, and of rows without one."""

SHAPES = {
    "pass": "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    "retrofit": "m-3.5-3.5h7v7h-7z",
    "refuse": "m0-5l4.8 8.4h-9.6z",
    "stop": "m0-5.2l5.2 5.2-5.2 5.2-5.2-5.2z",
    "undetermined": "m0 5l4.8-8.4h-9.6z",
}
"""The mark of each verdict, drawn around its point: circle, square, triangle, diamond, triangle."""

MOST_BARS = 30
"""Bars of one plot that can still be read."""

WIDTH, SIZE = 440.0, 12.0
"""Width of a plot and size of its text: still legible where a phone shows the plot at 360."""

MOST_LABEL = 130.0
"""Width of the longest name beside a bar."""

ROW, THICK = 24.0, 16.0
"""Height of a row of bars, and of the bar."""


class Plot(NamedTuple):
    """One plot: its title, and finished markup, in which every text is escaped."""

    title: str
    svg: str


def plots(summary: Summary, kept: Kept, shown: pa.Table, lang: str) -> list[Plot]:
    """The plots that there are data for."""
    drawn = [_counts(summary.sectors, "sector", lang)]
    if len(summary.towns) > 1:
        drawn.append(_counts(summary.towns, "town", lang))
    if kept.gaps:
        drawn += [_gaps(kept, lang), _scatter(shown, lang)]
    return drawn


def _word(key: str, lang: str, **params: object) -> str:
    return sentence(f"screening.page.{key}", lang, params)


def _alt(title: str, groups: Iterable[tuple[str, Iterable[str]]], lang: str) -> str:
    """A plot in words: what each group holds."""
    comma, semicolon = _word("alt.comma", lang), _word("alt.semicolon", lang)
    told = [_word("alt.group", lang, name=n, counts=comma.join(c)) for n, c in groups]
    return _word("alt.group", lang, name=title, counts=semicolon.join(told))


def _counts(groups: Mapping[str, Mapping[str, int]], key: str, lang: str) -> Plot:
    """Bars of the verdicts in each group; of many groups those with most rows, and it says so."""
    most = sorted(groups, key=lambda g: (-sum(groups[g].values()), g))[:MOST_BARS]
    title = _word(f"by_{key}", lang)
    if len(most) < len(groups):
        title += _word("first_groups", lang, shown=len(most), all=len(groups))
    names = [wrapped(g, MOST_LABEL, SIZE, lines=1)[0] or "—" for g in most]
    totals = [sum(groups[g].values()) for g in most]
    left = max((text_width(n, SIZE) for n in names), default=0) + 8
    room = WIDTH - left - max((text_width(f"{t:,}", SIZE) for t in totals), default=0) - 8
    scale = room / max([*totals, 1])
    canvas = Canvas(WIDTH)
    y = _key(canvas, [v for v in COLOURS if any(groups[g].get(v) for g in most)], lang)
    for group, name, total in zip(most, names, totals, strict=True):
        middle, x = y + ROW / 2, left
        canvas.lines(left - 8, middle, [name], SIZE, "end")
        for verdict, count in _in_order(groups[group]):
            word = verdict_word(verdict, lang)
            wide = count * scale
            tip = f"{group}\n{word} {count:,}"
            canvas.rect(
                x, middle - THICK / 2, wide, THICK, COLOURS[verdict], "#fff", 0.8, title=tip
            )
            texts = (f"{word} {count:,}", f"{count:,}")
            fit = next((t for t in texts if text_width(t, SIZE - 1) + 6 <= wide), None)
            if fit is not None:
                canvas.lines(x + wide / 2, middle, [fit], SIZE - 1, "middle", fill="#fff")
            x += wide
        canvas.lines(x + 6, middle, [f"{total:,}"], SIZE)
        y += ROW
    canvas.line(left, y - ROW * len(most), left, y, SOFT)
    told = (
        (g or "—", [f"{verdict_word(v, lang)} {n:,}" for v, n in _in_order(groups[g])])
        for g in most
    )
    return Plot(title, canvas.svg(_alt(title, told, lang)))


def _in_order(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(v, counts[v]) for v in COLOURS if counts.get(v)]


def _key(canvas: Canvas, verdicts: Iterable[str], lang: str, shapes: bool = False) -> float:
    """What the colours stand for, in as many lines as it needs; returns where the plot begins."""
    x, y = 0.0, SIZE
    for verdict in verdicts:
        word = verdict_word(verdict, lang)
        wide = 16 + text_width(word, SIZE)
        if x and x + wide > canvas.width:
            x, y = 0.0, y + SIZE * 1.5
        if shapes:
            canvas.path(f"M{x + 5:g} {y - 4:g}{SHAPES[verdict]}", COLOURS[verdict])
        else:
            canvas.rect(x, y - 9, 10, 10, COLOURS[verdict])
        canvas.text(x + 16, y, word, SIZE)
        x += wide + 16
    return y + SIZE


def _gaps(kept: Kept, lang: str) -> Plot:
    """How many rows of each verdict lie how far from their admission value."""
    title = _word("gaps", lang)
    verdicts = [v for v in COLOURS if v in kept.gaps]
    counts = [
        {v: int(kept.gaps[v][i]) for v in verdicts if kept.gaps[v][i]}
        for i in range(len(EDGES) + 1)
    ]
    steps = _steps(max(sum(c.values()) for c in counts))
    left = max(text_width(f"{s:,}", SIZE) for s in steps) + 6
    canvas = Canvas(WIDTH)
    top = _key(canvas, verdicts, lang) + SIZE * 1.6
    bottom, wide = top + 220, (WIDTH - left - 8) / len(counts)
    canvas.text(0, top - SIZE, sentence("screening.rows", lang), SIZE, fill=SOFT)
    scale = (bottom - top) / steps[-1]
    for step in steps:
        canvas.line(left, bottom - step * scale, WIDTH, bottom - step * scale, HAIR)
        canvas.lines(left - 6, bottom - step * scale, [f"{step:,}"], SIZE, "end", fill=SOFT)
    bounds = [f"{e:g}".replace("-", "−") for e in EDGES]
    classes = [f"≤ {bounds[0]}", *(f"{a} … {b}" for a, b in pairwise(bounds)), f"> {bounds[-1]}"]
    for i, some in enumerate(counts):
        y = bottom
        for verdict, count in _in_order(some):
            tip = f"{classes[i]} %\n{verdict_word(verdict, lang)} {count:,}"
            x, high = left + (i + 0.06) * wide, count * scale
            canvas.rect(x, y - high, wide * 0.88, high, COLOURS[verdict], title=tip)
            y -= high
    for i in range(0, len(EDGES), 5):
        x = left + (i + 1) * wide
        canvas.line(x, bottom, x, bottom + 5, SOFT)
        canvas.text(x, bottom + 5 + SIZE, bounds[i], SIZE, "middle", fill=SOFT)
    zero = left + (len(EDGES) // 2 + 1) * wide
    canvas.line(zero, top - 4, zero, bottom, INK, 1, "4 3")
    canvas.text(zero + 5, top - SIZE, _word("equal", lang), SIZE - 1)
    head = sentence("screening.column.gap_percent", lang)
    canvas.text(WIDTH, bottom + 10 + SIZE * 2, head, SIZE, "end", fill=SOFT)
    told = (
        (f"{name} %", [f"{verdict_word(v, lang)} {n:,}" for v, n in _in_order(some)])
        for name, some in zip(classes, counts, strict=True)
        if some
    )
    return Plot(title, canvas.svg(_alt(title, told, lang)))


def _steps(most: int) -> list[int]:
    """Whole numbers for an axis of counts, from 0 to the first that is not below ``most``.

    >>> _steps(3), _steps(47)
    ([0, 1, 2, 3], [0, 10, 20, 30, 40, 50])
    """
    power = 10 ** max(0, floor(log10(max(most, 1))) - 1)
    step = next(s for s in (power * m for m in (1, 2, 5, 10, 20, 50)) if s * 6 >= most)
    return [step * i for i in range(ceil(max(most, 1) / step) + 1)]


def _scatter(shown: Any, lang: str) -> Plot:
    """Intensity against admission value, each row a point; above the line is above the value."""
    wanted = ["verdict", "name", "sector", "intensity", "admission", "unit"]
    rows = [
        r
        for r in shown.select(wanted).to_pylist()
        if r["intensity"] is not None
        and r["admission"] is not None
        # an axis of powers of ten has no place for what is 0 or less
        and r["intensity"] > 0
        and r["admission"] > 0
    ]
    title = _word("scatter", lang, rows=f"{len(rows):,}")
    values = [r[k] for r in rows for k in ("intensity", "admission")] or [1.0]
    low, high = min(values) / 1.25, max(values) * 1.25
    ticks = _ticks(low, high)
    canvas = Canvas(WIDTH)
    verdicts = [v for v in SHAPES if any(r["verdict"] == v for r in rows)]
    top = _key(canvas, verdicts, lang, shapes=True) + SIZE * 1.6
    labels = [f"{tick:,.10g}" for tick in ticks]
    left = max(text_width(label, SIZE) for label in labels) + 6
    bottom, right = top + 330, WIDTH - 8 - text_width(labels[-1], SIZE) / 2

    def place(value: float) -> float:
        return log10(value / low) / log10(high / low)

    def x(value: float) -> float:
        return left + place(value) * (right - left)

    def y(value: float) -> float:
        return bottom - place(value) * (bottom - top)

    for tick, label in zip(ticks, labels, strict=True):
        canvas.line(x(tick), top, x(tick), bottom, HAIR)
        canvas.line(left, y(tick), right, y(tick), HAIR)
        canvas.text(x(tick), bottom + 4 + SIZE, label, SIZE, "middle", fill=SOFT)
        canvas.lines(left - 6, y(tick), [label], SIZE, "end", fill=SOFT)
    canvas.line(left, bottom, right, top, INK, 1, "4 3")
    canvas.text(right, top - 6, _word("equal", lang), SIZE - 1, "end")
    canvas.text(0, top - SIZE, sentence("screening.column.intensity", lang), SIZE, fill=SOFT)
    below = sentence("screening.column.admission", lang)
    canvas.text(right, bottom + 10 + SIZE * 2, below, SIZE, "end", fill=SOFT)
    for verdict in verdicts:
        for r in rows:
            if r["verdict"] == verdict:
                start = f"M{x(r['admission']):.1f} {y(r['intensity']):.1f}"
                tip = _tip(r)
                canvas.path(start + SHAPES[verdict], COLOURS[verdict], title=tip)
    above = sum(r["intensity"] > r["admission"] for r in rows)
    told = _word("above", lang, above=f"{above:,}", rest=f"{len(rows) - above:,}")
    return Plot(title, canvas.svg(_word("alt.group", lang, name=title, counts=told)))


def _ticks(low: float, high: float) -> Sequence[float]:
    """Round numbers on an axis of powers of ten, three at least and eight at most.

    >>> _ticks(0.5, 2), _ticks(0.05, 2000)
    ([0.5, 1.0, 2.0], [0.1, 1.0, 10.0, 100.0, 1000.0])
    """
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    found: list[float] = []
    for parts in ((1,), (1, 3), (1, 2, 5), (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)):
        found = [float(f"{m}e{p}") for p in powers for m in parts if low <= m * 10.0**p <= high]
        if len(found) >= 3:
            break
    return found[:: ceil(len(found) / 8) or 1]


def _tip(row: Mapping[str, Any]) -> str:
    """What a browser shows while the pointer rests on a point."""
    name = wrapped(str(row["name"] or "—"), 400, SIZE, lines=1)[0]
    return f"{name}\n{row['sector']}\n{row['intensity']} / {row['admission']} {row['unit']}"
