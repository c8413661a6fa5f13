"""How sure the verdict is: where the intensity may lie, beside its limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.calendar import spread
from carbon_eia.report.figures.canvas import (
    ACCENT,
    INK,
    MID,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    Canvas,
)
from carbon_eia.report.figures.kind import Figure, approx
from carbon_eia.report.figures.measure import text_width
from carbon_eia.report.verdict import governing
from carbon_eia.run import Run

__all__ = ["certainty"]

TALL = 90.0


def certainty(run: Run, reader: Reader) -> Figure | None:
    """The distribution of the intensity, its mean and interval, and the limit; none without."""
    found = run["uncertainty"]
    intensity = (found or {}).get("intensity")
    if not intensity or any(intensity.get(k) is None for k in ("mean", "low", "high")):
        return None
    admission = governing(run, "admission")
    limit = admission["limit"] if admission and admission["same_boundary"] else None
    bounds = [show.exact(limit)] if limit is not None else []
    texts = {k: show.beside(show.exact(intensity[k]), bounds) for k in ("low", "mean", "high")}
    above = found.get("probability_above")
    unit = str(intensity["unit"])
    canvas = Canvas()
    _draw(canvas, found, texts, limit, unit, reader)
    alt = reader.word("figure.certainty.alt", unit=unit, **texts)
    if limit is not None:
        alt += reader.word("figure.certainty.limit", limit=show.plain(limit))
    if above is not None:
        alt += reader.word("figure.certainty.above", probability=_percent(above))
    return Figure("certainty", reader.word("figure.certainty"), alt, canvas.svg(alt))


def _percent(probability: Any) -> str:
    """A probability as the Run gives it: in percent, or as a share of one where it has no unit."""
    if isinstance(probability, Mapping):
        return f"{show.plain(probability['value'])} {probability['unit']}"
    return show.plain(str(probability))


def _draw(
    canvas: Canvas,
    found: Mapping[str, Any],
    texts: Mapping[str, str],
    limit: str | None,
    unit: str,
    reader: Reader,
) -> None:
    intensity = found["intensity"]
    low, mean, high = (approx(intensity[k]) for k in ("low", "mean", "high"))
    histogram = found.get("histogram") or {}
    edges = [approx(x) for x in histogram.get("edges", ())]
    counts = [approx(x if isinstance(x, Mapping) else str(x)) for x in histogram.get("counts", ())]
    known = [low, high, *edges, *([approx(limit)] if limit is not None else [])]
    first, last = min(known), max(known)
    span = last - first or 1.0

    def at(value: float) -> float:
        return 20 + (value - first) / span * (WIDTH - 40)

    top = SMALL * 2
    bottom = top + (TALL if counts else 24.0)
    tallest = max(counts, default=0.0)
    for start, end, count in zip(edges, edges[1:], counts, strict=False):
        height = count / tallest * (TALL - 14) if tallest else 0.0
        over = limit is not None and start >= approx(limit)
        x, wide = at(start), at(end) - at(start)
        if over:
            canvas.hatched(x, bottom - height, wide, height)
        else:
            canvas.rect(x, bottom - height, wide, height, MID, "#fff", 0.4)
    canvas.line(10, bottom, WIDTH - 10, bottom, SOFT, 0.7)
    if limit is not None:
        words = f"{reader.word('admission')} {show.plain(limit)}"
        x, half = at(approx(limit)), text_width(words, SIZE, bold=True) / 2
        canvas.line(x, top, x, bottom + 14, INK, 1.2, "3 2")
        canvas.text(min(max(x, half), WIDTH - half), top - 4, words, SIZE, "middle", bold=True)
    y = bottom + 9
    canvas.line(at(low), y, at(high), y, ACCENT, 2)
    for value in (low, high):
        canvas.line(at(value), y - 4, at(value), y + 4, ACCENT, 1.2)
    canvas.circle(at(mean), y, 3.4, ACCENT, "#fff")
    _labels(canvas, [at(low), at(mean), at(high)], texts, y + 8 + SIZE)
    note = f"{reader.word('figure.certainty.note')}{reader.word('semicolon')}{unit}"
    if any(limit is not None and e >= approx(limit) for e in edges[:-1]) and counts:
        note += reader.word("semicolon") + reader.word("figure.certainty.hatched")
    canvas.text(0, y + 10 + SIZE + SMALL * 1.6, note, SMALL, fill=SOFT)


def _labels(canvas: Canvas, wanted: Sequence[float], texts: Mapping[str, str], y: float) -> None:
    """Low, mean and high below their places, apart."""
    words = [texts[k] for k in ("low", "mean", "high")]
    wide = max(text_width(w, SIZE, bold=True) for w in words)
    places = spread(wanted, wide + 6, wide / 2, WIDTH - wide / 2)
    for i, (place, text) in enumerate(zip(places, words, strict=True)):
        canvas.text(place, y, text, SIZE, "middle", bold=i == 1)
