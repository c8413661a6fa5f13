"""The intensity beside what it is judged against."""

from __future__ import annotations

from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.palette import ACCENT, HAIR, INK, PAPER, SMALL, SOFT, TINT, WIDTH
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx
from carbon_eia.report.figures.row_chart import RowChart, TextColumn
from carbon_eia.run.records import ComparisonRecord, QuantityRecord, Run

__all__ = ["benchmarks"]

ORDER = ("admission", "advanced", "reference")


class _Mark(NamedTuple):
    """One value on the axis: of the project, or of a benchmark (``own`` is false)."""

    label: str
    remark: str
    value: float
    text: str
    own: bool
    solid: bool


def benchmarks(run: Run, reader: DocumentLanguage) -> Figure | None:
    """Every value of the project and every benchmark of the intensity that is judged."""
    admission = governing(run, "admission")
    lead = admission or next(iter(run.comparisons), None)
    if lead is None:
        return None
    key = lead.product, lead.indicator, lead.unit
    beside = sorted(
        (c for c in run.comparisons if (c.product, c.indicator, c.unit) == key),
        key=lambda c: ORDER.index(c.level) if c.level in ORDER else len(ORDER),
    )
    marks = [*_of_project(run, lead, beside, reader), *(_benchmark(c, reader) for c in beside)]
    limit = approx(admission.limit) if admission and admission.same_boundary else None
    canvas = Canvas()
    _draw(canvas, marks, limit, lead.unit, reader)
    parts = [f"{m.label} {m.text}" + (f" ({m.remark})" if m.remark else "") for m in marks]
    alt = reader.word(
        "figure.benchmarks.alt",
        product=reader.text(lead.product_name),
        indicator=reader.code("indicator", lead.indicator),
        unit=lead.unit,
        parts=reader.word("semicolon").join(parts),
    )
    return Figure("benchmarks", reader.word("figure.benchmarks"), alt, canvas.svg(alt))


def _of_project(
    run: Run, lead: ComparisonRecord, beside: list[ComparisonRecord], reader: DocumentLanguage
) -> list[_Mark]:
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
        _Mark(reader.word(key), "", approx(v), show.beside(show.exact(v), bounds), True, True)
        for key, v in values
    ]


def _benchmark(c: ComparisonRecord, reader: DocumentLanguage) -> _Mark:
    # what was never meant as a limit is not a provisional one
    status = "figure.adopted" if c.adopted else "figure.provisional" * (c.level != "reference")
    words = [
        status,
        "illustrative" if c.illustrative else "",
        "" if c.same_boundary else "figure.other",
    ]
    remarks = [reader.word("figure.grade", grade=str(c.grade))]
    remarks += [reader.word(key) for key in words if key]
    label, text = reader.code("level", c.level), show.plain(c.limit)
    return _Mark(label, reader.listed(remarks), approx(c.limit), text, False, bool(c.adopted))


def _draw(
    canvas: Canvas, marks: list[_Mark], limit: float | None, unit: str, reader: DocumentLanguage
) -> None:
    bold = [i for i, m in enumerate(marks) if m.own]
    names = TextColumn([m.label for m in marks], most=200, bold=bold)
    remarks = TextColumn([m.remark for m in marks], "", "start", SMALL, SOFT)
    numbers = TextColumn([m.text for m in marks], unit, "point", bold=bold)
    rows = RowChart(canvas, [names], [remarks, numbers])
    low, high = min(m.value for m in marks), max(m.value for m in marks)
    spare = (high - low or 1.0) * 8 / (rows.right - rows.left - 16)
    low, high = low - spare, high + spare
    with rows.plot(low, high) as axes:
        axes.spines["bottom"].set_visible(True)
        if limit is not None:
            axes.axvspan(limit, high, facecolor=TINT)
            axes.axvline(limit, color=INK, lw=1, ls="--")
            words = reader.word("figure.benchmarks.above")
            room = (high - limit) / (high - low) * (rows.right - rows.left)
            if text_width(words, SMALL) + 4 < room:
                canvas.text(rows.right - 3, rows.top - 3, words, SMALL, "end", fill=SOFT)
        for mark, y in zip(marks, rows.middles, strict=True):
            axes.axhline(y, color=HAIR, lw=0.4)
            shape, ink = ("o", ACCENT) if mark.own else ("^", INK)
            fill = ink if mark.solid else PAPER
            axes.plot(mark.value, y, shape, ms=7.2, mfc=fill, mec=ink, mew=0.8)
    note = wrapped(reader.word("figure.benchmarks.note"), WIDTH, SMALL)
    canvas.text(0, rows.bottom + 8.5 + 4.4 * (len(note) - 1), note, SMALL, fill=SOFT)
