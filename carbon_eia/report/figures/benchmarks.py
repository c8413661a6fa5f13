"""The intensity beside what it is judged against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carbon_eia.drawing.canvas import (
    ACCENT,
    HAIR,
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
from carbon_eia.report.common import Reader, column
from carbon_eia.report.figures.bars import lacking
from carbon_eia.report.figures.kind import Figure, approx
from carbon_eia.report.governing import governing, limits
from carbon_eia.run.records import ComparisonRecord, QuantityRecord, Run

__all__ = ["benchmarks"]

ORDER = ("admission", "advanced", "reference")
MOST_LABEL = 200.0
GAP = 10.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One value on the axis: of the project, or of a benchmark."""

    label: str
    remark: str
    value: float
    text: str
    kind: str
    solid: bool


def benchmarks(run: Run, reader: Reader) -> Figure | None:
    """Every value of the project and every benchmark of the intensity that is judged."""
    found = run.comparisons
    lead = governing(run, "admission") or next(iter(found), None)
    if lead is None:
        return None
    beside = sorted(
        (c for c in found if _key(c) == _key(lead)),
        key=lambda c: ORDER.index(c.level) if c.level in ORDER else len(ORDER),
    )
    marks = [*_of_project(run, lead, beside, reader), *(_benchmark(c, reader) for c in beside)]
    admission = governing(run, "admission")
    limit = approx(admission.limit) if admission and admission.same_boundary else None
    canvas = Canvas()
    _draw(canvas, marks, limit, lead.unit, reader)
    parts = reader.word("semicolon").join(
        f"{m.label} {m.text}" + (f" ({m.remark})" if m.remark else "") for m in marks
    )
    alt = reader.word(
        "figure.benchmarks.alt",
        product=reader.text(lead.product_name),
        indicator=reader.code("indicator", lead.indicator),
        unit=lead.unit,
        parts=parts,
    )
    return Figure("benchmarks", reader.word("figure.benchmarks"), alt, canvas.svg(alt))


def _key(c: ComparisonRecord) -> tuple[str, str, str]:
    return c.product, c.indicator, c.unit


def _of_project(
    run: Run, lead: ComparisonRecord, beside: list[ComparisonRecord], reader: Reader
) -> list[Mark]:
    """The intensity as it stands and after the measures that change it."""
    bounds = [*limits(run), *(show.exact(c.limit) for c in beside)]
    values: list[tuple[str, QuantityRecord]] = [("this_project", lead)]
    sets = (("with_committed", run.retrofit.committed), ("with_proposed", run.retrofit.proposed))
    for key, chosen in sets if lead.governs else ():
        if chosen is not None and chosen.measures and chosen.intensity is not None:
            value = chosen.intensity
            if show.exact(value) != show.exact(values[-1][1]):
                values.append((key, value))
    return [
        Mark(reader.word(key), "", approx(v), show.beside(show.exact(v), bounds), key, True)
        for key, v in values
    ]


def _benchmark(c: ComparisonRecord, reader: Reader) -> Mark:
    remarks = [reader.word("figure.grade", grade=str(c.grade))]
    if c.adopted:
        remarks.append(reader.word("figure.adopted"))
    elif c.level != "reference":  # what was never meant as a limit is not a provisional one
        remarks.append(reader.word("figure.provisional"))
    if c.illustrative:
        remarks.append(reader.word("illustrative"))
    if not c.same_boundary:
        remarks.append(reader.word("figure.other"))
    return Mark(
        reader.code("level", c.level),
        reader.listed(remarks),
        approx(c.limit),
        show.plain(c.limit),
        "benchmark",
        bool(c.adopted),
    )


def _draw(
    canvas: Canvas, marks: list[Mark], limit: float | None, unit: str, reader: Reader
) -> None:
    names = min(max(text_width(m.label, SIZE, m.kind != "benchmark") for m in marks), MOST_LABEL)
    cells = column([m.text for m in marks])
    pads = [lacking(c) for c in cells]
    numbers = max(
        text_width(unit, SMALL),
        *(text_width(m.text, SIZE, True) + p for m, p in zip(marks, pads, strict=True)),
    )
    remarks = max(text_width(m.remark, SMALL) for m in marks)
    left, right = names + GAP, WIDTH - numbers - GAP - (remarks + GAP if remarks else 0)
    at = _scale(marks, left + 8, right - 8)
    heights = [max(len(wrapped(m.label, names + 0.5, SIZE)), 1) * SIZE * LEADING + 5 for m in marks]
    top = SMALL * 1.7
    bottom = top + sum(heights)
    if limit is not None:
        x = at(limit)
        canvas.rect(x, top, right - x, bottom - top, TINT)
        words = reader.word("figure.benchmarks.above")
        if text_width(words, SMALL) + 4 < right - x:
            canvas.text(right - 3, top - 3, words, SMALL, "end", fill=SOFT)
    canvas.text(WIDTH, SMALL, unit, SMALL, "end", fill=SOFT)
    y = top
    for mark, height, pad in zip(marks, heights, pads, strict=True):
        middle, bold = y + height / 2, mark.kind != "benchmark"
        canvas.line(left, middle, right, middle, HAIR, 0.4)
        lines = wrapped(mark.label, names + 0.5, SIZE, bold=bold)
        canvas.lines(names, middle, lines, SIZE, "end", bold)
        canvas.lines(WIDTH - pad, middle, [mark.text], SIZE, "end", bold)
        if mark.remark:
            canvas.lines(right + GAP, middle, [mark.remark], SMALL, fill=SOFT)
        y += height
    if limit is not None:
        canvas.line(at(limit), top, at(limit), bottom, INK, 1, "3 2")
    y = top
    for mark, height in zip(marks, heights, strict=True):
        _symbol(canvas, mark, at(mark.value), y + height / 2)
        y += height
    canvas.line(left, bottom, right, bottom, SOFT, 0.6)
    note = reader.word("figure.benchmarks.note")
    for i, line in enumerate(wrapped(note, WIDTH, SMALL)):
        canvas.text(0, bottom + 11 + i * SMALL * LEADING, line, SMALL, fill=SOFT)


def _scale(marks: list[Mark], left: float, right: float) -> Callable[[float], float]:
    low, high = min(m.value for m in marks), max(m.value for m in marks)
    if high == low:
        return lambda value: (left + right) / 2
    return lambda value: left + (value - low) / (high - low) * (right - left)


def _symbol(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    fill = ACCENT if mark.solid else "#fff"
    if mark.kind == "benchmark":
        d = f"M{x - 4:.2f} {y + 3.4:.2f}L{x + 4:.2f} {y + 3.4:.2f}L{x:.2f} {y - 3.8:.2f}Z"
        canvas.path(d, INK if mark.solid else "#fff", INK, 0.8)
    else:
        canvas.circle(x, y, 3.6, fill, ACCENT)
