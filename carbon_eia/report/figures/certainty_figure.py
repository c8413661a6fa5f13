"""How sure the verdict is: where the intensity may lie, beside its limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import ACCENT, INK, MID, PAPER, SIZE, SMALL, SOFT, WIDTH
from carbon_eia.drawing.plot import look, place, plot
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx, told
from carbon_eia.report.figures.time_axis import spread
from carbon_eia.run.records import HistogramRecord, Run

__all__ = ["certainty"]

TALL, APART = 90.0, 26.0
"""Height of the histogram, and of the row of an interval, in points."""


class _Spread(NamedTuple):
    """An interval with its mean: what it is of, low, mean and high as lengths and as texts."""

    label: str
    places: list[float]
    texts: list[str]


def certainty(run: Run, reader: DocumentLanguage) -> Figure | None:
    """The distribution of the intensity, its mean and interval, and the limit; none without."""
    found = run.uncertainty
    if found is None or found.intensity is None:
        return None
    admission = governing(run, "admission")
    limit = admission.limit if admission and admission.same_boundary else None
    bounds = [] if limit is None else [show.exact(limit)]
    spreads = []
    parts = {"this_project": found.intensity, "figure.certainty.after": found.after_measures}
    for key, part in parts.items():
        if part is not None:
            numbers = (part.low, part.mean, part.high)
            texts = [show.beside(show.exact(x), bounds) for x in numbers]
            spreads.append(_Spread(reader.word(key), [approx(x) for x in numbers], texts))
    unit = found.intensity.unit
    canvas = Canvas()
    bound = None if limit is None else approx(limit)
    words = "" if limit is None else f"{reader.word('admission')} {show.plain(limit)}"
    _draw(canvas, found.histogram, spreads, bound, words)
    note = reader.word("figure.certainty.note", level=found.level, unit=unit)
    starts = found.histogram.edges[:-1] if found.histogram else ()
    if bound is not None and any(approx(str(x)) >= bound for x in starts):
        note += reader.word("semicolon") + reader.word("figure.certainty.hatched")
    canvas.text(0, canvas.bottom + SMALL * 1.4, note, SMALL, fill=SOFT)
    said = [
        reader.word("figure.certainty.spread", what=s.label, low=low, mean=mean, high=high)
        for s in spreads
        for low, mean, high in [s.texts]
    ]
    alt = reader.word("figure.certainty.alt", unit=unit, spreads=told(said, reader))
    if limit is not None:
        alt += reader.word("figure.certainty.limit", limit=show.plain(limit))
    if found.probability_above is not None:  # in percent, as the Run's sentence gives it
        near = found.near
        share = f"{near.params['probability']} %" if near else str(found.probability_above)
        alt += reader.word("figure.certainty.above", probability=share)
    return Figure("certainty", reader.word("figure.certainty"), alt, canvas.svg(alt))


def _draw(
    canvas: Canvas,
    histogram: HistogramRecord | None,
    spreads: Sequence[_Spread],
    bound: float | None,
    words: str,
) -> None:
    """The histogram, a row for each interval below it, and the limit (``words``) across both."""
    ends = [approx(str(x)) for x in histogram.edges] if histogram else []
    counts = [float(x) for x in histogram.counts] if histogram else []
    known = [*ends, *(x for s in spreads for x in (s.places[0], s.places[2]))]
    known += [] if bound is None else [bound]
    left, top = max(text_width(s.label, SIZE) for s in spreads) + 20, SMALL * 2
    middle = top + TALL * bool(counts)
    rows = [middle + APART * i for i in range(len(spreads))]
    with plot(canvas, left, top, WIDTH - 20, rows[-1] + APART) as axes:
        spare = 0 if max(known) > min(known) else 1
        axes.set(xlim=(min(known), max(known) + spare), ylim=(rows[-1] + APART, top))
        unit = (TALL - 14) / (max(counts, default=0) or 1)  # heights are those of the canvas
        for start, end, count in zip(ends, ends[1:], counts, strict=False):
            above = bound is not None and start >= bound
            style = look("hatch") if above else {"facecolor": MID, "edgecolor": PAPER, "lw": 0.4}
            axes.bar(start, -count * unit, end - start, middle, align="edge", **style)
        if ends:
            axes.hlines(middle, ends[0], ends[-1], color=SOFT, lw=0.7)
        for s, y in zip(spreads, rows, strict=True):
            axes.plot(s.places[::2], [y + 10] * 2, "|-", color=ACCENT, lw=2, ms=8, mew=1.2)
            axes.plot(s.places[1], y + 10, "o", color=ACCENT, ms=6.8, mec=PAPER, mew=0.8)
        if bound is not None:  # between the numbers, not through them
            lows = [middle, *(y + 15 for y in rows)]
            axes.vlines([bound] * len(lows), [top, *(y + 2 for y in rows)], lows, color=INK,
                        lw=1.2, ls="--")  # fmt: skip
        spots = [[place(axes, x, 0)[0] for x in s.places] for s in spreads]
        line = place(axes, bound or 0, 0)[0]
    for s, y, wanted in zip(spreads, rows, spots, strict=True):
        canvas.text(left - 20, y + 10, [s.label], SIZE, "end")
        wide = max(text_width(t, SIZE, bold=True) for t in s.texts)
        beside = spread(wanted, wide + 6, left - 16 + wide / 2, WIDTH - wide / 2)
        for n, (x, text) in enumerate(zip(beside, s.texts, strict=True)):
            canvas.text(x, y + 16 + SIZE, text, SIZE, "middle", bold=n == 1)
    half = text_width(words, SIZE, bold=True) / 2
    if words:
        canvas.text(min(max(line, half), WIDTH - half), top - 4, words, SIZE, "middle", bold=True)
