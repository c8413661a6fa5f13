"""The plots of a screening: verdicts by sector and town, the gap, intensity against limit.

A verdict is told by a word beside its colour, and in the plot of points by a shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

import pyarrow as pa

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.key import Symbol, draw_key
from carbon_eia.drawing.palette import HAIR, INK, PAPER, SOFT
from carbon_eia.messages import sentence
from carbon_eia.report.figures.figure_base import Figure
from carbon_eia.screening.foremost_rows import EDGES, ForemostRows
from carbon_eia.screening.results_in_excel import COLOURS as VERDICT_COLOURS
from carbon_eia.screening.results_in_excel import verdict_word
from carbon_eia.screening.tally import Summary

__all__ = ["COLOURS", "ON_PAPER", "screening_figures", "verdict_bars"]

COLOURS = {**VERDICT_COLOURS, "stop": "#7d1a22", "undetermined": "#8250df", "error": "#6e7781"}
"""The colour of each verdict, and of rows without one."""

MARKERS = {"pass": "o", "retrofit": "s", "refuse": "^", "stop": "D", "undetermined": "v"}
"""The mark of each verdict, as matplotlib calls it."""

MOST_BARS = 30
"""Bars of one plot that can still be read."""

WIDTH, SIZE = 440.0, 12.0
"""Width of a plot and size of its text: still legible where a phone shows the plot at 360."""

MOST_LABEL = 130.0
"""Width of the longest name beside a bar."""

ROW, THICK = 24.0, 2 / 3
"""Height of a row of bars, and the share of it that the bar takes."""


ON_PAPER = 0.75
"""How large a plot is on paper, where it is read from nearby."""


def screening_figures(
    summary: Summary, kept: ForemostRows, foremost: pa.Table, lang: str, paper: bool = False
) -> dict[str, Figure]:
    """The plots that there are data for, by name; ``foremost``: the rows of the plot of points."""
    scale = ON_PAPER if paper else 1
    drawn = [_counts(summary.sectors, "sector", lang, scale)]
    if len(summary.towns) > 1:
        drawn.append(_counts(summary.towns, "town", lang, scale))
    if kept.gaps:
        drawn += [_gaps(kept, lang, scale), _scatter(foremost, lang, scale)]
    return {figure.name: figure for figure in drawn}


def _word(key: str, lang: str, **params: object) -> str:
    return sentence(f"screening.page.{key}", lang, params)


def _alt(title: str, groups: Iterable[tuple[str, Iterable[str]]], lang: str) -> str:
    """A plot in words: what each group holds."""
    comma, semicolon = _word("alt.comma", lang), _word("alt.semicolon", lang)
    told = [_word("alt.group", lang, name=n, counts=comma.join(c)) for n, c in groups]
    return _word("alt.group", lang, name=title, counts=semicolon.join(told))


def _counts(groups: Mapping[str, Mapping[str, int]], key: str, lang: str, scale: float) -> Figure:
    return verdict_bars(f"by_{key}", _word(f"by_{key}", lang), groups, lang, scale)


def verdict_bars(
    name: str, title: str, groups: Mapping[str, Mapping[str, int]], lang: str, scale: float
) -> Figure:
    """Bars of the verdicts in each group; of many groups those with most rows, and it says so."""
    from carbon_eia.drawing.plot import place, plot

    most = sorted(groups, key=lambda g: (-sum(groups[g].values()), g))[:MOST_BARS]
    if len(most) < len(groups):
        title += _word("first_groups", lang, shown=len(most), all=len(groups))
    names = [wrapped(g, MOST_LABEL, SIZE, lines=1)[0] or "—" for g in most]
    totals = [sum(groups[g].values()) for g in most]
    left = max((text_width(n, SIZE) for n in names), default=0) + 8
    right = WIDTH - max((text_width(f"{t:,}", SIZE) for t in totals), default=0) - 8
    canvas = Canvas(WIDTH)
    top = _key(canvas, [v for v in COLOURS if any(groups[g].get(v) for g in most)], lang)
    with plot(canvas, left, top, right, top + ROW * max(len(most), 1)) as axes:
        axes.set_xlim(0, max([*totals, 1]))
        axes.set_ylim(max(len(most), 1) - 0.5, -0.5)
        axes.spines["left"].set_visible(True)
        unit = (right - left) / max([*totals, 1])
        texts: list[tuple[float, int, str]] = []
        for row, group in enumerate(most):
            start = 0
            for verdict, count in _in_order(groups[group]):
                word = f"{verdict_word(verdict, lang)} {count:,}"
                colour = COLOURS[verdict]
                axes.barh(row, count, THICK, start, color=colour, edgecolor=PAPER, lw=0.8,
                          url=f"{group}\n{word}")  # fmt: skip
                room = count * unit - 6
                fits = (s for s in (word, f"{count:,}") if text_width(s, SIZE - 1) <= room)
                texts.append((start + count / 2, row, next(fits, "")))
                start += count
        spots = [(*place(axes, x, row), text) for x, row, text in texts if text]
        ends = [place(axes, total, row) for row, total in enumerate(totals)]
    for x, y, text in spots:
        canvas.text(x, y, [text], SIZE - 1, "middle", fill=PAPER)
    for label, total, (x, y) in zip(names, totals, ends, strict=True):
        canvas.text(left - 8, y, [label], SIZE, "end")
        canvas.text(x + 6, y, [f"{total:,}"], SIZE)
    told = (
        (g or "—", [f"{verdict_word(v, lang)} {n:,}" for v, n in _in_order(groups[g])])
        for g in most
    )
    return _figure(name, title, _alt(title, told, lang), canvas, scale)


def _figure(name: str, title: str, alt: str, canvas: Canvas, scale: float) -> Figure:
    return Figure(name, title, alt, canvas.svg(alt, scale))


def _in_order(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(v, counts[v]) for v in COLOURS if counts.get(v)]


def _key(canvas: Canvas, verdicts: Iterable[str], lang: str, marks: bool = False) -> float:
    """What the colours, and the marks of points, stand for; returns where the plot begins."""
    from carbon_eia.drawing.plot import mark

    def symbol(verdict: str) -> Symbol:
        shape, size = (MARKERS[verdict], 7.5) if marks else ("s", 10)
        return lambda canvas, x, y: mark(canvas, shape, x + 5, y, size, COLOURS[verdict])

    entries = [(symbol(v), verdict_word(v, lang)) for v in verdicts]
    draw_key(canvas, entries, 0, size=SIZE, fill=INK)
    return canvas.bottom + SIZE / 2


def _gaps(kept: ForemostRows, lang: str, scale: float) -> Figure:
    """How many rows of each verdict lie how far from their admission value."""
    from carbon_eia.drawing.plot import place, plot, ticks

    title = _word("gaps", lang)
    verdicts = [v for v in COLOURS if v in kept.gaps]
    counts = [
        {v: int(kept.gaps[v][i]) for v in verdicts if kept.gaps[v][i]}
        for i in range(len(EDGES) + 1)
    ]
    most = max(sum(c.values()) for c in counts)
    left = text_width(f"{most:,}", SIZE) + 6
    canvas = Canvas(WIDTH)
    top = _key(canvas, verdicts, lang) + SIZE * 1.6
    bottom = top + 220
    bounds = [f"{e:g}".replace("-", "−") for e in EDGES]
    classes = [f"≤ {bounds[0]}", *(f"{a} … {b}" for a, b in pairwise(bounds)), f"> {bounds[-1]}"]
    with plot(canvas, left, top, WIDTH, bottom) as axes:
        axes.set_xlim(-0.5, len(counts) - 0.3)
        axes.set_ylim(0, most * 1.05)
        levels = [n for n in ticks(most, 5) if n == int(n)]
        axes.set_yticks(levels, [f"{n:,.0f}" for n in levels])
        axes.grid(axis="y", color=HAIR)
        axes.set_axisbelow(True)
        axes.set_xticks([i + 0.5 for i in range(0, len(EDGES), 5)], bounds[::5])
        axes.tick_params(labelsize=SIZE)
        axes.tick_params(axis="x", size=5, color=SOFT)
        for i, some in enumerate(counts):
            start = 0
            for verdict, count in _in_order(some):
                tip = f"{classes[i]} %\n{verdict_word(verdict, lang)} {count:,}"
                axes.bar(i, count, 0.88, start, color=COLOURS[verdict], url=tip)
                start += count
        axes.axvline(len(EDGES) // 2 + 0.5, color=INK, lw=1, ls="--")
        zero = place(axes, len(EDGES) // 2 + 0.5, 0)[0]
    canvas.text(0, top - SIZE, sentence("screening.rows", lang), SIZE, fill=SOFT)
    canvas.text(zero + 5, top - SIZE, _word("equal", lang), SIZE - 1)
    head = sentence("screening.column.gap_percent", lang)
    canvas.text(WIDTH, bottom + 10 + SIZE * 2, head, SIZE, "end", fill=SOFT)
    told = (
        (f"{name} %", [f"{verdict_word(v, lang)} {n:,}" for v, n in _in_order(some)])
        for name, some in zip(classes, counts, strict=True)
        if some
    )
    return _figure("gaps", title, _alt(title, told, lang), canvas, scale)


def _scatter(foremost: pa.Table, lang: str, scale: float) -> Figure:
    """Intensity against admission value, each row a point; above the line is above the value."""
    from carbon_eia.drawing.plot import plot

    wanted = ["verdict", "name", "sector", "intensity", "admission", "unit"]
    rows = [
        r
        for r in foremost.select(wanted).to_pylist()
        if r["intensity"] is not None
        and r["admission"] is not None
        # an axis of powers of ten has no place for what is 0 or less
        and r["intensity"] > 0
        and r["admission"] > 0
    ]
    title = _word("scatter", lang, rows=f"{len(rows):,}")
    values = [r[k] for r in rows for k in ("intensity", "admission")] or [1.0]
    low, high = min(values) / 1.25, max(values) * 1.25
    levels = _ticks(low, high)
    labels = [f"{level:,.10g}" for level in levels]
    canvas = Canvas(WIDTH)
    verdicts = [v for v in MARKERS if any(r["verdict"] == v for r in rows)]
    top = _key(canvas, verdicts, lang, marks=True) + SIZE * 1.6
    left = max(text_width(label, SIZE) for label in labels) + 6
    bottom, right = top + 330, WIDTH - 8 - text_width(labels[-1], SIZE) / 2
    with plot(canvas, left, top, right, bottom) as axes:
        axes.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high))
        axes.set_xticks(levels, labels)
        axes.set_yticks(levels, labels)
        axes.minorticks_off()
        axes.grid(color=HAIR)
        axes.set_axisbelow(True)
        axes.tick_params(labelsize=SIZE)
        axes.plot([low, high], [low, high], color=INK, lw=1, ls="--")
        for verdict in verdicts:
            own = [r for r in rows if r["verdict"] == verdict]
            x, y = ([r[k] for r in own] for k in ("admission", "intensity"))
            tips = [_tip(r) for r in own]
            axes.scatter(x, y, 56, COLOURS[verdict], marker=MARKERS[verdict], lw=0, urls=tips,
                         zorder=3)  # fmt: skip
    canvas.text(right, top - 6, _word("equal", lang), SIZE - 1, "end")
    canvas.text(0, top - SIZE, sentence("screening.column.intensity", lang), SIZE, fill=SOFT)
    below = sentence("screening.column.admission", lang)
    canvas.text(right, bottom + 10 + SIZE * 2, below, SIZE, "end", fill=SOFT)
    above = sum(r["intensity"] > r["admission"] for r in rows)
    told = _word("above", lang, above=f"{above:,}", rest=f"{len(rows) - above:,}")
    alt = _word("alt.group", lang, name=title, counts=told)
    return _figure("scatter", title, alt, canvas, scale)


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
