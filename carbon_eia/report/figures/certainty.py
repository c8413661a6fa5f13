"""How sure the verdict is: where the intensity may lie, beside its limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import ACCENT, DASHES, INK, MID, PAPER, SIZE, SMALL, SOFT, WIDTH
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.calendar import spread
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.report.verdict import governing
from carbon_eia.run.records import HistogramRecord, Run, UncertaintyRecord

__all__ = ["certainty"]

TALL, APART = 90.0, 26.0
"""Height of the histogram, and of the row of an interval, in points."""


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
    from carbon_eia.drawing.plot import look, place, plot

    ends = [approx(str(x)) for x in histogram.edges] if histogram else []
    counts = [float(x) for x in histogram.counts] if histogram else []
    bound = None if limit is None else approx(limit)
    known = [*ends, *(s.places[i] for s in spreads for i in (0, 2))]
    known += [] if bound is None else [bound]
    low, high = min(known), max(known)
    left, right = max(text_width(s.label, SIZE) for s in spreads) + 20, WIDTH - 20
    top = SMALL * 2
    bottom = top + TALL * bool(counts)
    y = bottom + 10
    with plot(canvas, left, top, right, bottom + APART * len(spreads)) as axes:
        axes.set_xlim(low, high if high > low else low + 1)
        axes.set_ylim(bottom + APART * len(spreads), top)  # heights are those of the canvas
        unit = (TALL - 14) / (max(counts, default=0) or 1)
        for start, end, count in zip(ends, ends[1:], counts, strict=False):
            above = bound is not None and start >= bound
            style = look("hatch") if above else {"facecolor": MID, "edgecolor": PAPER, "lw": 0.4}
            axes.bar(start, -count * unit, end - start, bottom, align="edge", **style)
        if ends:
            axes.hlines(bottom, ends[0], ends[-1], color=SOFT, lw=0.7)
        for i, s in enumerate(spreads):
            axes.plot(s.places[::2], [y + APART * i] * 2, "|-", color=ACCENT, lw=2, ms=8, mew=1.2)
            axes.plot(s.places[1], y + APART * i, "o", color=ACCENT, ms=6.8, mec=PAPER, mew=0.8)
        if bound is not None:
            tops = [top, *(bottom + APART * i + 2 for i in range(len(spreads)))]
            lows = [bottom, *(x + 13 for x in tops[1:])]  # between the numbers, not through them
            axes.vlines([bound] * len(tops), tops, lows, color=INK, lw=1.2, ls=DASHES)
        at = [[place(axes, x, 0)[0] for x in s.places] for s in spreads]
        line = place(axes, bound or 0, 0)[0]
    for i, (s, shown) in enumerate(zip(spreads, texts, strict=True)):
        canvas.lines(left - 20, y + APART * i, [s.label], SIZE, "end")
        wide = max(text_width(t, SIZE, bold=True) for t in shown)
        spots = spread(at[i], wide + 6, left - 16 + wide / 2, WIDTH - wide / 2)
        for n, (x, text) in enumerate(zip(spots, shown, strict=True)):
            canvas.text(x, y + APART * i + 6 + SIZE, text, SIZE, "middle", bold=n == 1)
    if bound is not None:
        words = f"{reader.word('admission')} {show.plain(str(limit))}"
        half = text_width(words, SIZE, bold=True) / 2
        canvas.text(min(max(line, half), WIDTH - half), top - 4, words, SIZE, "middle", bold=True)
        if any(e >= bound for e in ends[:-1]):
            note += reader.word("semicolon") + reader.word("figure.certainty.hatched")
    canvas.text(0, bottom + APART * len(spreads) + SMALL * 1.4, note, SMALL, fill=SOFT)
