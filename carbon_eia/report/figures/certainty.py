"""How sure the verdict is: where the intensity may lie, beside its limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.drawing.canvas import (
    ACCENT,
    INK,
    MID,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    Canvas,
)
from carbon_eia.drawing.measure import text_width
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.calendar import spread
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.report.governing import governing
from carbon_eia.run.records import HistogramRecord, Run, UncertaintyRecord

__all__ = ["certainty"]

TALL = 90.0


def certainty(run: Run, reader: Reader) -> Figure | None:
    """The distribution of the intensity, its mean and interval, and the limit; none without."""
    found = run.uncertainty
    if found is None or found.intensity is None:
        return None
    spreads = [
        _Spread(reader.word(key), (part.low, part.mean, part.high))
        for key, part in (
            ("this_project", found.intensity),
            ("figure.certainty.after", found.after_measures),
        )
        if part is not None
    ]
    admission = governing(run, "admission")
    limit = str(admission.limit) if admission and admission.same_boundary else None
    unit = found.intensity.unit
    bounds = [] if limit is None else [show.exact(limit)]
    texts = [[show.beside(show.exact(x), bounds) for x in s.numbers] for s in spreads]
    note = reader.word("figure.certainty.note", level=found.level, unit=unit)
    canvas = Canvas()
    _draw(canvas, found.histogram, spreads, texts, limit, note, reader)
    said = [
        reader.word("figure.certainty.spread", what=s.label, low=low, mean=mean, high=high)
        for s, (low, mean, high) in zip(spreads, texts, strict=True)
    ]
    alt = reader.word("figure.certainty.alt", unit=unit, spreads=told(said, reader))
    if limit is not None:
        alt += reader.word("figure.certainty.limit", limit=show.plain(limit))
    if found.probability_above is not None:
        alt += reader.word("figure.certainty.above", probability=_probability(found))
    return Figure("certainty", reader.word("figure.certainty"), alt, canvas.svg(alt))


class _Spread(NamedTuple):
    """An interval with its mean (low, mean, high), and what it is of."""

    label: str
    numbers: tuple[str, str, str]

    @property
    def places(self) -> list[float]:
        """Its numbers, for drawing."""
        return [approx(x) for x in self.numbers]


def _probability(found: UncertaintyRecord) -> str:
    """The probability in percent, as the Run's sentence gives it; else as a share of one."""
    near = found.near
    return f"{near.params['probability']} %" if near else str(found.probability_above)


def _draw(
    canvas: Canvas,
    histogram: HistogramRecord | None,
    spreads: Sequence[_Spread],
    texts: Sequence[Sequence[str]],
    limit: str | None,
    note: str,
    reader: Reader,
) -> None:
    edges = [approx(str(x)) for x in histogram.edges] if histogram else []
    counts = [float(x) for x in histogram.counts] if histogram else []
    known = [s.places[i] for s in spreads for i in (0, 2)] + edges
    bound = None if limit is None else approx(limit)
    known += [] if bound is None else [bound]
    first, span = min(known), (max(known) - min(known)) or 1.0
    left = max(text_width(s.label, SIZE) for s in spreads) + 20

    def at(value: float) -> float:
        return left + (value - first) / span * (WIDTH - 20 - left)

    top = SMALL * 2
    bottom = top + (TALL if counts else 0.0)
    _bins(canvas, [at(e) for e in edges], counts, bottom, None if bound is None else at(bound))
    y = bottom
    for s, shown in zip(spreads, texts, strict=True):
        canvas.lines(left - 20, y + 10, [s.label], SIZE, "end")
        _interval(canvas, [at(x) for x in s.places], shown, y + 10, left)
        y += 26
    if bound is not None:
        words = f"{reader.word('admission')} {show.plain(str(limit))}"
        x, half = at(bound), text_width(words, SIZE, bold=True) / 2
        canvas.line(x, top, x, bottom, INK, 1.2, "3 2")
        for i in range(len(spreads)):  # between the numbers, not through them
            canvas.line(x, bottom + 26 * i + 2, x, bottom + 26 * i + 15, INK, 1.2, "3 2")
        canvas.text(min(max(x, half), WIDTH - half), top - 4, words, SIZE, "middle", bold=True)
    if bound is not None and any(e >= bound for e in edges[:-1]):
        note += reader.word("semicolon") + reader.word("figure.certainty.hatched")
    canvas.text(0, y + SMALL * 1.4, note, SMALL, fill=SOFT)


def _bins(
    canvas: Canvas, edges: Sequence[float], counts: Sequence[float], y: float, bound: float | None
) -> None:
    """The bars of the histogram; those above the limit are hatched."""
    tallest = max(counts, default=0.0)
    for start, end, count in zip(edges, edges[1:], counts, strict=False):
        height = count / tallest * (TALL - 14) if tallest else 0.0
        if bound is not None and start >= bound:
            canvas.hatched(start, y - height, end - start, height)
        else:
            canvas.rect(start, y - height, end - start, height, MID, "#fff", 0.4)
    if edges:
        canvas.line(edges[0], y, edges[-1], y, SOFT, 0.7)


def _interval(
    canvas: Canvas, places: Sequence[float], texts: Sequence[str], y: float, left: float
) -> None:
    """A bar from low to high with a dot at the mean, its three numbers apart below it."""
    low, mean, high = places
    canvas.line(low, y, high, y, ACCENT, 2)
    for x in (low, high):
        canvas.line(x, y - 4, x, y + 4, ACCENT, 1.2)
    canvas.circle(mean, y, 3.4, ACCENT, "#fff")
    wide = max(text_width(t, SIZE, bold=True) for t in texts)
    spots = spread(places, wide + 6, left - 16 + wide / 2, WIDTH - wide / 2)
    for i, (x, text) in enumerate(zip(spots, texts, strict=True)):
        canvas.text(x, y + 6 + SIZE, text, SIZE, "middle", bold=i == 1)
