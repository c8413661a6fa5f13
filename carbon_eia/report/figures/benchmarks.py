"""The intensity beside what it is judged against."""

from __future__ import annotations

from dataclasses import dataclass

from carbon_eia.drawing import Canvas, text_width, wrapped
from carbon_eia.drawing.palette import (
    ACCENT,
    DASHES,
    HAIR,
    INK,
    LEADING,
    PAPER,
    SMALL,
    SOFT,
    TINT,
    WIDTH,
)
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.kind import Figure, approx
from carbon_eia.report.figures.rows import Column, Rows
from carbon_eia.report.verdict import governing, limits
from carbon_eia.run.records import ComparisonRecord, QuantityRecord, Run

__all__ = ["benchmarks"]

ORDER = ("admission", "advanced", "reference")


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
    bold = [i for i, m in enumerate(marks) if m.kind != "benchmark"]
    names = Column([m.label for m in marks], most=200, bold=bold)
    remarks = Column([m.remark for m in marks], "", "start", SMALL, SOFT)
    numbers = Column([m.text for m in marks], unit, "point", bold=bold)
    rows = Rows(canvas, [names], [remarks, numbers])
    low, high = min(m.value for m in marks), max(m.value for m in marks)
    spare = (high - low or 1.0) * 8 / (rows.right - rows.left - 16)
    with rows.plot(low - spare, high + spare) as axes:
        axes.spines["bottom"].set_visible(True)
        if limit is not None:
            axes.axvspan(limit, high + spare, facecolor=TINT)
            axes.axvline(limit, color=INK, lw=1, ls=DASHES)
            words = reader.word("figure.benchmarks.above")
            room = (high + spare - limit) / (high - low + 2 * spare) * (rows.right - rows.left)
            if text_width(words, SMALL) + 4 < room:
                canvas.text(rows.right - 3, rows.top - 3, words, SMALL, "end", fill=SOFT)
        for mark, y in zip(marks, rows.middles, strict=True):
            axes.axhline(y, color=HAIR, lw=0.4)
            shape, ink = ("^", INK) if mark.kind == "benchmark" else ("o", ACCENT)
            fill = ink if mark.solid else PAPER
            axes.plot(mark.value, y, shape, ms=7.2, mfc=fill, mec=ink, mew=0.8)
    note = wrapped(reader.word("figure.benchmarks.note"), WIDTH, SMALL)
    for i, line in enumerate(note):
        canvas.text(0, rows.bottom + 11 + i * SMALL * LEADING, line, SMALL, fill=SOFT)
